//! The JSON API, a file for each resource. A route and its documentation are one registration.

mod bulk;
mod credentials;
mod events;
mod facilities;
mod lifecycle;
mod links;
mod me;
mod memberships;
mod orders;
mod outbox;
mod photo;
mod policy;
mod references;
mod role;
mod roles;
mod sessions;
mod setup;
mod transfer;
pub(crate) mod users;
mod work;

pub(crate) use users::update as change_user;

pub(crate) use bulk::refused;
pub(crate) use transfer::not_begun;
pub(crate) use users::add;

use crate::state::AppState;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Everything under `/api/v1`.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(setup::set_up))
        .routes(routes!(
            sessions::log_in,
            sessions::list_sessions,
            sessions::log_out_everywhere
        ))
        .routes(routes!(sessions::log_out))
        .routes(routes!(sessions::choose_organization))
        .routes(routes!(sessions::end_session))
        .routes(routes!(facilities::log_in_at_facility))
        .routes(routes!(me::show_me, me::update_me))
        .routes(routes!(me::change_password))
        .routes(routes!(work::replace_own_favourites))
        .routes(routes!(photo::replace_own_photo))
        .routes(routes!(links::request_password_reset))
        .routes(routes!(
            links::show_password_reset,
            links::complete_password_reset
        ))
        .routes(routes!(links::show_invitation))
        .routes(routes!(links::accept_invitation))
        .routes(routes!(links::confirm_email))
        .routes(routes!(events::list_events))
        .routes(routes!(events::export_events))
        .routes(routes!(outbox::list_messages))
        .routes(routes!(orders::tell_of_order))
        .routes(routes!(orders::list_own_orders))
        .routes(routes!(outbox::retry_message))
        .routes(routes!(outbox::cancel_message))
        .routes(routes!(policy::show_policy, policy::replace_policy))
        .routes(routes!(policy::list_presets))
        .routes(routes!(role::list_roles, role::add_role))
        .routes(routes!(
            role::show_role,
            role::update_role,
            role::delete_role
        ))
        .merge(of_users())
        .merge(of_work())
        .merge(of_references())
}

fn of_users() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(users::list_users, users::add_user))
        .routes(routes!(transfer::import_users))
        .routes(routes!(transfer::export_users))
        .routes(routes!(bulk::change_many))
        .routes(routes!(users::count_users))
        .routes(routes!(
            users::show_user,
            users::update_user,
            lifecycle::delete_user
        ))
        .routes(routes!(lifecycle::restore_user))
        .routes(routes!(lifecycle::purge_user))
        .routes(routes!(lifecycle::activate_user))
        .routes(routes!(lifecycle::deactivate_user))
        .routes(routes!(lifecycle::block_user))
        .routes(routes!(lifecycle::unblock_user))
        .routes(routes!(lifecycle::anonymize_user))
        .routes(routes!(
            credentials::send_invitation,
            credentials::revoke_invitation
        ))
        .routes(routes!(credentials::set_password))
        .routes(routes!(credentials::send_password_reset))
        .routes(routes!(
            credentials::set_external_credential,
            credentials::remove_external_credential
        ))
        .routes(routes!(roles::show_roles, roles::replace_roles))
        .routes(routes!(roles::show_role_history))
        .routes(routes!(roles::show_permissions))
        .routes(routes!(
            memberships::show_organizations,
            memberships::replace_organizations
        ))
        .routes(routes!(lifecycle::end_sessions))
        .routes(routes!(events::list_events_of_user))
        .routes(routes!(orders::list_orders_of_user))
}

fn of_work() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(work::show_favourites, work::replace_favourites))
        .routes(routes!(work::show_capabilities, work::replace_capabilities))
        .routes(routes!(work::show_days_off, work::replace_days_off))
        .routes(routes!(work::record_upload))
        .merge(of_facilities())
        .routes(routes!(
            photo::show_photo,
            photo::replace_photo,
            photo::remove_photo
        ))
}

fn of_facilities() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(
            facilities::show_facilities,
            facilities::replace_facilities
        ))
        .routes(routes!(
            facilities::set_facility_credential,
            facilities::remove_facility_credential
        ))
        .routes(routes!(
            facilities::show_product_stores,
            facilities::replace_product_stores
        ))
        .routes(routes!(
            facilities::show_position_of_user,
            facilities::set_position,
            facilities::remove_position
        ))
        .routes(routes!(facilities::set_department))
        .routes(routes!(facilities::list_pickers))
}

fn of_references() -> OpenApiRouter<AppState> {
    use references::{departments, plain, shops};
    OpenApiRouter::default()
        .routes(routes!(plain::list_organizations, plain::add_organization))
        .routes(routes!(
            plain::show_organization,
            plain::update_organization,
            plain::delete_organization
        ))
        .routes(routes!(plain::list_facilities, plain::add_facility))
        .routes(routes!(
            plain::show_facility,
            plain::update_facility,
            plain::delete_facility
        ))
        .routes(routes!(
            plain::list_product_stores,
            plain::add_product_store
        ))
        .routes(routes!(
            plain::show_product_store,
            plain::update_product_store,
            plain::delete_product_store
        ))
        .routes(routes!(shops::list_shops, shops::add_shop))
        .routes(routes!(
            shops::show_shop,
            shops::update_shop,
            shops::delete_shop
        ))
        .routes(routes!(
            departments::list_departments,
            departments::add_department
        ))
        .routes(routes!(
            departments::show_department,
            departments::update_department,
            departments::delete_department
        ))
        .routes(routes!(plain::list_positions, plain::add_position))
        .routes(routes!(
            plain::show_position_record,
            plain::update_position,
            plain::delete_position
        ))
}

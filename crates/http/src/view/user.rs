//! A user as clients see him.

use super::{CapabilitiesView, FavouritesView, PostView};
use crate::state::AppState;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_domain::{
    ActionKind, InvitationView, Profile, StatusView, User,
    authority::{Actor, Grant, Scope},
    available,
    credential::TicketPurpose,
    policy::ProtectedAdmins,
    value::{FacilityId, OrganizationId, ProductStoreId, UserId},
};
use tenure_service::{
    ports::{Loaded, OutboxEntry, OutboxState},
    relay::link_path,
};
use utoipa::ToSchema;

/// What stands in the place of masked data.
const MASK: &str = "****";

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of the wire's contract"
)]
pub(crate) struct UserView {
    /// The id.
    #[schema(value_type = Uuid)]
    pub(crate) id: UserId,
    /// The display number with the tenant's prefix.
    #[schema(example = "US12")]
    pub(crate) number: String,
    /// The tenant's slug.
    #[schema(example = "default")]
    pub(crate) tenant: String,
    /// What kind of account.
    #[schema(example = "person")]
    pub(crate) kind: &'static str,
    /// The name to log in with.
    pub(crate) username: Option<String>,
    /// The address; `****` once anonymized.
    pub(crate) email: Option<String>,
    /// First name; `****` once anonymized.
    pub(crate) first_name: Option<String>,
    /// Last name; `****` once anonymized.
    pub(crate) last_name: Option<String>,
    /// One name, where the tenant's users have one; `****` once anonymized.
    pub(crate) display_name: Option<String>,
    /// Phone number.
    pub(crate) phone: Option<String>,
    /// The number in another system.
    pub(crate) external_id: Option<String>,
    /// The language that the user reads.
    pub(crate) language: Option<String>,
    /// The time zone by its IANA name.
    pub(crate) time_zone: Option<String>,
    /// The shipping system proposed to the user.
    pub(crate) default_shipping_system: Option<String>,
    /// Where the user stands: `pending`, `active`, `inactive`, `blocked` or `deleted`.
    #[schema(example = "active")]
    pub(crate) status: &'static str,
    /// Since when and why.
    pub(crate) status_detail: StatusDetail,
    /// Can the user log in now, with the right password?
    pub(crate) can_log_in: bool,
    /// `none`, `temporary`, `password` or `external`.
    #[schema(example = "password")]
    pub(crate) credential: &'static str,
    /// Must the password be changed at the next log-in?
    pub(crate) must_change_password: bool,
    /// How the invitation stands, while the user is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) invitation: Option<InvitationBody>,
    /// Was the person's data masked for good?
    pub(crate) anonymized: bool,
    /// Is the user kept from being deleted, as administrators are?
    pub(crate) protected: bool,
    /// Roles, expired ones among them.
    pub(crate) roles: Vec<GrantView>,
    /// The organizations that the user is a member of.
    #[schema(value_type = Vec<Uuid>)]
    pub(crate) organizations: Vec<OrganizationId>,
    /// The facilities that the user works at.
    #[schema(value_type = Vec<Uuid>)]
    pub(crate) facilities: Vec<FacilityId>,
    /// The product stores that the user works for.
    #[schema(value_type = Vec<Uuid>)]
    pub(crate) product_stores: Vec<ProductStoreId>,
    /// What the user is there for beside his roles.
    pub(crate) capabilities: CapabilitiesView,
    /// What the user has pinned.
    pub(crate) favourites: FavouritesView,
    /// As what the user works, and in which department.
    pub(crate) position: Option<PostView>,
    /// Is the user away now?
    pub(crate) on_vacation: bool,
    /// Where the picture is, if there is one.
    #[schema(example = "/api/v1/users/0190a1b2-0000-7000-8000-000000000001/photo")]
    pub(crate) photo_url: Option<String>,
    /// From when the account counts.
    pub(crate) valid_from: Option<DateTime<Utc>>,
    /// Until when the account counts.
    pub(crate) valid_until: Option<DateTime<Utc>>,
    /// Is it the caller himself?
    #[serde(rename = "self")]
    pub(crate) is_self: bool,
    /// When the user was added.
    pub(crate) created_at: DateTime<Utc>,
    /// By whom: `user:<id>`, `operator:<name>`, `clock` or `visitor`.
    pub(crate) created_by: String,
    /// When the user last logged in.
    pub(crate) last_log_in_at: Option<DateTime<Utc>>,
    /// Counts the changes; the `ETag` is made of it.
    pub(crate) version: u64,
    /// What the caller could do now.
    #[schema(example = json!(["block", "deactivate"]))]
    pub(crate) actions: Vec<&'static str>,
}

/// Since when and why a user stands where he does.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatusDetail {
    /// Since when.
    pub(crate) since: DateTime<Utc>,
    /// What somebody wrote.
    pub(crate) reason: Option<String>,
    /// Until when, where there is an end.
    pub(crate) until: Option<DateTime<Utc>>,
    /// Who did it.
    pub(crate) by: Option<String>,
    /// What kind of cause: `manual`, `lockout`, `administrator`, `inactivity` and so on.
    pub(crate) cause: Option<&'static str>,
}

impl StatusDetail {
    /// Is it a lock that came by itself, not somebody's block?
    pub(crate) fn is_automatic(&self) -> bool {
        self.cause == Some("lockout")
    }
}

/// How an invitation stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationBody {
    /// `not_sent`, `open`, `expired` or `revoked`.
    #[schema(example = "open")]
    pub(crate) status: &'static str,
    /// When it was sent.
    pub(crate) sent_at: Option<DateTime<Utc>>,
    /// When it dies or died.
    pub(crate) expires_at: Option<DateTime<Utc>>,
    /// How its mail fares, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) delivery: Option<DeliveryView>,
    /// The link itself, for whoever may invite this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) link: Option<String>,
}

/// How a mail fares.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryView {
    /// `queued`, `sent`, `dead` or `cancelled`.
    #[schema(value_type = String, example = "sent")]
    pub(crate) state: OutboxState,
    /// Tries so far.
    pub(crate) attempts: u32,
    /// What went wrong last.
    pub(crate) last_error: Option<String>,
}

/// A role that a user holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Grant)]
pub(crate) struct GrantView {
    /// The role's name.
    #[schema(example = "system_admin")]
    pub(crate) role: String,
    /// The organization it holds in; null for the whole tenant.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) organization: Option<OrganizationId>,
    /// From when.
    pub(crate) from: Option<DateTime<Utc>>,
    /// Until when.
    pub(crate) until: Option<DateTime<Utc>>,
}

impl From<&Grant> for GrantView {
    fn from(grant: &Grant) -> Self {
        let organization = match grant.scope {
            Scope::Tenant => None,
            Scope::Organization(id) => Some(id),
        };
        Self {
            role: grant.role.to_string(),
            organization,
            from: grant.from,
            until: grant.until,
        }
    }
}

impl From<OutboxEntry> for DeliveryView {
    fn from(entry: OutboxEntry) -> Self {
        Self {
            state: entry.state,
            attempts: entry.attempts,
            last_error: entry.last_error,
        }
    }
}

impl StatusDetail {
    fn of(view: StatusView) -> Self {
        Self {
            since: view.since,
            reason: view.reason,
            until: view.until,
            by: view.by,
            cause: view.cause,
        }
    }
}

/// The words of a profile, masked where they are gone for good.
struct Words {
    anonymized: bool,
}

impl Words {
    fn masked<T: ToString>(&self, value: Option<&T>) -> Option<String> {
        if self.anonymized {
            return Some(MASK.to_owned());
        }
        value.map(ToString::to_string)
    }
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

impl UserView {
    /// The user as this actor sees him.
    pub(crate) fn new(app: &AppState, account: &Loaded, actor: &Actor) -> Self {
        let now = app.now();
        let (user, policy) = (&account.user, &account.tenant.policy);
        let profile: &Profile = user.profile();
        let work = user.work();
        let status = user.status_view(policy, now);
        let actions = available(user, actor, &account.facts, policy, now);
        let anonymized = user.anonymized_at().is_some();
        let words = Words { anonymized };
        let prefix = &policy.identity.display_id_prefix;
        Self {
            id: user.id(),
            number: format!("{prefix}{}", account.number),
            tenant: account.tenant.slug.clone(),
            kind: user.kind().code(),
            username: text(profile.username.as_ref()),
            email: words.masked(profile.email.as_ref()),
            first_name: words.masked(profile.first_name.as_ref()),
            last_name: words.masked(profile.last_name.as_ref()),
            display_name: words.masked(profile.display_name.as_ref()),
            phone: text(profile.phone.as_ref()),
            external_id: text(profile.external_id.as_ref()),
            language: text(profile.language.as_ref()),
            time_zone: text(profile.time_zone.as_ref()),
            default_shipping_system: text(profile.shipping_system.as_ref()),
            status: status.status.code(),
            can_log_in: user.can_log_in(policy, now),
            status_detail: StatusDetail::of(status),
            credential: user.credential().code(),
            must_change_password: user.must_change_password(policy, now),
            invitation: user
                .invitation_view(now)
                .map(|view| InvitationBody::new(app, user, &view, &actions)),
            anonymized,
            protected: policy.removal.protect_admins == ProtectedAdmins::Protected
                && user.is_system_admin(now),
            roles: user.grants().iter().map(GrantView::from).collect(),
            organizations: user.organizations().iter().copied().collect(),
            facilities: work.facilities.iter().copied().collect(),
            product_stores: work.product_stores.iter().copied().collect(),
            capabilities: work.into(),
            favourites: work.into(),
            position: None,
            on_vacation: work.on_vacation(now),
            photo_url: work.photo.is_some().then(|| photo_url(user)),
            valid_from: user.valid_from(),
            valid_until: user.valid_until(),
            is_self: actor.is(user.id()),
            created_at: user.created_at(),
            created_by: user.created_by().to_string(),
            last_log_in_at: account.facts.last_log_in_at,
            version: user.version(),
            actions: actions.into_iter().map(ActionKind::code).collect(),
        }
    }

    /// The version, for the entity tag.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// The id.
    pub(crate) fn id(&self) -> UserId {
        self.id
    }

    /// Could the caller do this now? By the action's code.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.actions.contains(&action)
    }

    /// Waits an invitation for its answer?
    pub(crate) fn has_invitation(&self) -> bool {
        self.invitation.is_some()
    }

    /// With what the position and its department are called.
    pub(crate) fn with_post(mut self, post: Option<PostView>) -> Self {
        self.position = post;
        self
    }

    /// With how the invitation's mail fares.
    pub(crate) fn with_delivery(mut self, delivery: Option<DeliveryView>) -> Self {
        if let Some(invitation) = &mut self.invitation {
            invitation.delivery = delivery;
        }
        self
    }
}

/// Where the API has a user's picture.
pub(crate) fn photo_url(user: &User) -> String {
    format!("/api/v1/users/{}/photo", user.id())
}

impl InvitationBody {
    /// The link is for whoever could revoke it: the same permission, over a user who may do no more than he.
    fn new(app: &AppState, user: &User, view: &InvitationView, actions: &[ActionKind]) -> Self {
        let purpose = TicketPurpose::Invitation;
        let may = actions.contains(&ActionKind::RevokeInvitation);
        let token = app.users.link_token(user, purpose).filter(|_| may);
        Self {
            status: view.status,
            sent_at: view.sent_at,
            expires_at: view.expires_at,
            delivery: None,
            link: token.map(|token| app.url(&link_path(purpose, &token))),
        }
    }
}

//! One sentence for each contradiction that a policy may not hold (I-12).

use tenure_domain::{
    policy::*,
    testing::{facts, role, standard},
    value::Span,
};

/// The settings that the check names after this change to `standard`.
fn conflicts(change: impl FnOnce(&mut Policy)) -> Vec<&'static str> {
    let mut policy = presets::standard();
    change(&mut policy);
    let conflicts = policy.check().err().unwrap_or_default();
    for conflict in &conflicts {
        assert!(conflict.problem.ends_with('.'), "{conflict}");
    }
    conflicts
        .into_iter()
        .map(|conflict| conflict.settings)
        .collect()
}

fn without_invitations(policy: &mut Policy) {
    policy.invitation.mode = InvitationMode::Off;
    let ways = &mut policy.creation.allowed_credentials;
    ways.remove(&CredentialWay::Invitation);
    policy.activity.without_credential = WithoutCredential::Activate;
}

macro_rules! refused {
    ($($name:ident: $settings:literal <- |$policy:ident| $change:expr;)+) => {$(
        #[test]
        fn $name() {
            assert_eq!(conflicts(|$policy| { $change; }), [$settings]);
        }
    )+};
}

refused! {
    some_way_to_a_credential_is_needed: "creation.allowed_credentials"
        <- |p| p.creation.allowed_credentials.clear();
    no_user_is_invited_where_invitations_are_off: "creation.allowed_credentials, invitation.mode"
        <- |p| {
            p.invitation.mode = InvitationMode::Off;
            p.activity.without_credential = WithoutCredential::Reject;
        };
    nobody_goes_back_to_pending_where_invitations_are_off: "activity.without_credential, invitation.mode"
        <- |p| {
            p.invitation.mode = InvitationMode::Off;
            p.creation.allowed_credentials.remove(&CredentialWay::Invitation);
        };
    a_disabled_directory_is_not_the_only_way: "creation.allowed_credentials, credential.directory"
        <- |p| p.creation.allowed_credentials = [CredentialWay::External].into();
    a_lasting_password_at_creation_contradicts_setting_none: "creation.allowed_credentials, credential.admin_may_set"
        <- |p| {
            p.creation.allowed_credentials = [CredentialWay::Invitation, CredentialWay::AdminPassword].into();
            p.credential.admin_may_set = AdminPassword::No;
            p.credential.force_change = ForcedChange::Optional;
        };
    temporary_only_means_that_a_change_is_always_forced: "credential.admin_may_set, credential.force_change"
        <- |p| p.credential.force_change = ForcedChange::Optional;
    a_lasting_password_at_creation_contradicts_a_change_always_forced: "creation.allowed_credentials, credential.force_change"
        <- |p| {
            p.creation.allowed_credentials.insert(CredentialWay::AdminPassword);
            p.credential.admin_may_set = AdminPassword::Yes;
        };
    a_temporary_password_at_creation_contradicts_a_change_never_forced: "creation.allowed_credentials, credential.force_change"
        <- |p| {
            p.credential.admin_may_set = AdminPassword::Yes;
            p.credential.force_change = ForcedChange::Never;
        };
    a_temporary_password_at_creation_contradicts_setting_none: "creation.allowed_credentials, credential.admin_may_set"
        <- |p| p.credential.admin_may_set = AdminPassword::No;
    nobody_is_added_who_could_never_become_active: "creation.allowed_credentials, invitation.mode, activity.pending_admin_password"
        <- |p| {
            p.invitation.mode = InvitationMode::Off;
            p.creation.allowed_credentials.remove(&CredentialWay::Invitation);
            p.activity.without_credential = WithoutCredential::Reject;
            p.activity.pending_admin_password = PendingPassword::Refused;
        };
    deactivating_does_not_block_where_there_are_no_blocks: "activity.block_after, block.enabled"
        <- |p| {
            p.activity.block_after = BlockAfterActivation::DeactivateBlocks;
            p.block.enabled = Supported::No;
        };
    an_order_makes_a_customer_only_where_users_may_lack_a_credential: "orders.unknown_email, creation.allowed_credentials"
        <- |p| {
            p.orders.unknown_email = UnknownEmail::CreateCustomer;
            p.creation.allowed_credentials.remove(&CredentialWay::None);
        };
    an_order_makes_a_customer_only_where_an_address_is_one_user_s: "orders.unknown_email, identity.email_unique"
        <- |p| {
            p.orders.unknown_email = UnknownEmail::CreateCustomer;
            p.identity.email_unique = Uniqueness::No;
            p.identity.log_in_identifiers = [LogInIdentifier::Username].into();
        };
    an_address_must_fit_where_users_are_invited: "identity.email_length"
        <- |p| {
            p.identity.email_required = Required::Optional;
            p.identity.email_length = LengthRange { min: 0, max: 0 };
        };
    an_order_makes_a_customer_only_where_users_may_lack_a_name: "orders.unknown_email, identity.name_at_creation"
        <- |p| {
            p.orders.unknown_email = UnknownEmail::CreateCustomer;
            p.identity.name_at_creation = Required::Required;
        };
    an_address_must_fit_where_every_user_has_one: "identity.email_length"
        <- |p| {
            without_invitations(p);
            p.identity.email_length = LengthRange { min: 0, max: 2 };
        };
    an_address_must_fit_where_users_log_in_by_it: "identity.email_length"
        <- |p| {
            without_invitations(p);
            p.identity.email_required = Required::Optional;
            p.identity.log_in_identifiers = [LogInIdentifier::Email].into();
            p.identity.email_length = LengthRange { min: 255, max: 300 };
        };
    a_user_name_must_fit: "identity.username_length"
        <- |p| p.identity.username_length = Some(LengthRange { min: 0, max: 0 });
    a_number_is_told_from_what_stands_before_it: "identity.display_id_prefix"
        <- |p| p.identity.display_id_prefix = "US1".to_owned();
    what_stands_before_a_number_is_short: "identity.display_id_prefix"
        <- |p| p.identity.display_id_prefix = "N".repeat(11);
    who_keeps_access_when_anonymized_keeps_something_to_type: "anonymization.access, anonymization.keeps_username"
        <- |p| {
            p.anonymization.access = AnonymizedAccess::Keeps;
            p.anonymization.keeps_username = Supported::No;
        };
    who_keeps_access_when_anonymized_has_a_user_name: "anonymization.access, anonymization.keeps_username"
        <- |p| {
            p.anonymization.access = AnonymizedAccess::Keeps;
            p.identity.username_length = None;
        };
    something_can_be_pinned_where_favourites_are_listed: "work.favourites"
        <- |p| p.work.favourites = Favourites::Listed([].into());
    a_temporary_password_works_some_time: "credential.temporary_ttl"
        <- |p| p.credential.temporary_ttl = Some(Span::seconds(0));
    failures_add_up_within_some_time: "lockout.window"
        <- |p| p.lockout.window = Some(Span::seconds(0));
    a_lockout_lasts_some_time: "lockout.duration"
        <- |p| p.lockout.duration = Some(Span::seconds(0));
    the_longest_lockout_is_not_shorter_than_the_first: "lockout.duration, lockout.duration_cap"
        <- |p| p.lockout.duration_cap = Span::minutes(14);
    a_deleted_user_stays_some_time: "removal.retention"
        <- |p| p.removal.retention = Some(Span::seconds(0));
    who_proved_himself_need_not_again_for_some_time: "sessions.reauthentication_window"
        <- |p| p.sessions.reauthentication_window = Span::seconds(0);
    a_fresh_link_that_expiry_makes_may_be_made: "invitation.on_expiry, invitation.max_renewals"
        <- |p| {
            p.invitation.on_expiry = ExpiredInvitation::ResendToUser;
            p.invitation.max_renewals = 0;
        };
    a_permission_is_no_role_to_log_in_with_where_users_hold_roles: "log_in.requires_role, roles.model"
        <- |p| p.log_in.requires_role = LogInRole::Role(role("product.view"));
    something_must_be_typed_to_log_in: "identity.log_in_identifiers"
        <- |p| p.identity.log_in_identifiers.clear();
    nobody_logs_in_by_a_name_that_users_do_not_have: "identity.log_in_identifiers, identity.username_length"
        <- |p| {
            p.identity.log_in_identifiers = [LogInIdentifier::Username].into();
            p.identity.username_length = None;
        };
    an_address_to_log_in_with_is_one_user_s: "identity.log_in_identifiers, identity.email_unique"
        <- |p| p.identity.email_unique = Uniqueness::No;
    a_lockout_that_time_ends_has_a_duration: "lockout.release, lockout.duration"
        <- |p| p.lockout.duration = None;
    the_final_lockout_comes_after_the_first: "lockout.final_failures, lockout.max_failures"
        <- |p| p.lockout.final_failures = 10;
    a_row_that_is_gone_is_not_restored: "removal.mode, removal.restorable"
        <- |p| p.removal.mode = DeleteMode::Hard;
    a_row_that_is_gone_keeps_no_name_taken: "removal.mode, removal.identifier_reuse"
        <- |p| {
            p.removal.mode = DeleteMode::Hard;
            p.removal.restorable = Restorable::No;
            p.removal.identifier_reuse = IdentifierReuse::Never;
        };
    a_password_must_fit_between_least_and_most: "credential.password"
        <- |p| p.credential.password.max = 14;
    a_password_has_five_characters_at_least: "credential.password.min"
        <- |p| p.credential.password.min = 4;
    a_link_lives_some_time: "invitation.ttl, credential.reset_ttl, credential.email_change_ttl"
        <- |p| p.credential.reset_ttl = Span::seconds(0);
    a_session_is_not_longer_idle_than_in_all: "sessions.idle, sessions.absolute"
        <- |p| p.sessions.idle = Span::hours(9);
    one_session_is_allowed_at_least: "sessions.max_per_user"
        <- |p| p.sessions.max_per_user = 0;
    the_least_length_is_not_above_the_most: "identity.username_length, identity.email_length"
        <- |p| p.identity.username_length = Some(LengthRange { min: 9, max: 8 });
    a_page_holds_a_user_at_least: "list.page_size"
        <- |p| p.list.page_size = 0;
    somebody_comes_to_a_credential_one_day: "creation.allowed_credentials, invitation.mode, credential.admin_may_set"
        <- |p| {
            p.creation.allowed_credentials = [CredentialWay::None].into();
            p.invitation.mode = InvitationMode::Off;
            p.activity.without_credential = WithoutCredential::Activate;
            p.activity.pending_admin_password = PendingPassword::Refused;
        };
    one_seat_is_there_at_least: "roles.seats"
        <- |p| p.roles.seats = Some(0);
    not_everybody_is_a_system_administrator: "roles.default"
        <- |p| p.roles.default = [role("system_admin")].into();
    who_holds_one_role_does_not_get_two: "roles.default, roles.model"
        <- |p| {
            p.roles.model = RoleModel::Single;
            p.roles.default = [role("clerk"), role("manager")].into();
        };
    a_permission_of_its_own_needs_the_model_for_it: "roles.default, roles.model"
        <- |p| p.roles.default = [role("product.view")].into();
    the_superuser_has_a_name: "roles.superuser"
        <- |p| p.roles.superuser = " ".to_owned();
    a_name_holds_a_character_at_least: "identity.name_max"
        <- |p| p.identity.name_max = 0;
    no_name_is_asked_for_where_users_have_none: "identity.name_shape, identity.name_at_creation"
        <- |p| {
            p.identity.name_shape = NameShape::None;
            p.identity.name_at_creation = Required::Required;
        };
    no_more_passwords_are_remembered_than_are_soon_compared: "credential.password.history"
        <- |p| p.credential.password.history = 25;
    a_password_is_not_too_old_at_once: "credential.password.max_age"
        <- |p| p.credential.password.max_age = Some(Span::seconds(0));
    a_picture_that_is_allowed_has_pixels: "identity.photo"
        <- |p| p.identity.photo.dimensions = Some(PhotoSize { width: 0, height: 100 });
    a_list_is_sorted_by_a_column_it_has: "list.default_sort"
        <- |p| p.list.default_sort = "-shoe_size".to_owned();
    a_keyword_is_looked_for_somewhere: "list.search, list.keyword_fields"
        <- |p| p.list.keyword_fields.clear();
    an_inactivity_limit_is_some_time: "activity.inactivity_limit"
        <- |p| p.activity.inactivity_limit = Some(Span::seconds(0));
}

#[test]
fn every_contradiction_is_told_at_once() {
    let found = conflicts(|policy| {
        policy.list.page_size = 201;
        policy.sessions.max_per_user = 0;
    });
    assert_eq!(found, ["sessions.max_per_user", "list.page_size"]);
}

#[test]
fn two_dozen_passwords_may_be_remembered() {
    assert!(conflicts(|policy| policy.credential.password.history = 24).is_empty());
}

#[test]
fn forbidding_deletion_goes_with_any_guard_of_it() {
    assert!(
        conflicts(|policy| {
            policy.removal.mode = DeleteMode::Forbidden;
            policy.removal.guard_history = DeleteGuard::Always;
        })
        .is_empty()
    );
}

#[test]
fn settings_at_their_bounds_contradict_nothing() {
    let fine = conflicts(|policy| {
        policy.identity.email_length = LengthRange { min: 3, max: 3 };
        policy.identity.display_id_prefix = "CUSTOMER-N".to_owned();
        policy.identity.username_length = Some(LengthRange { min: 0, max: 1 });
        policy.lockout.duration_cap = Span::minutes(15);
        policy.lockout.window = Some(Span::seconds(1));
        policy.invitation.on_expiry = ExpiredInvitation::ResendToUser;
        policy.invitation.max_renewals = 1;
        policy.anonymization.access = AnonymizedAccess::Keeps;
    });
    assert_eq!(fine, [""; 0]);
    let longest = conflicts(|policy| {
        policy.identity.email_length = LengthRange { min: 254, max: 254 };
    });
    assert_eq!(longest, [""; 0]);
    let none_needed = conflicts(|policy| {
        without_invitations(policy);
        policy.identity.email_required = Required::Optional;
        policy.identity.email_length = LengthRange { min: 0, max: 0 };
    });
    assert_eq!(none_needed, [""; 0]);
    let held = conflicts(|policy| {
        policy.roles.model = RoleModel::DirectPermissions;
        policy.log_in.requires_role = LogInRole::Role(role("product.view"));
    });
    assert_eq!(held, [""; 0]);
}

#[test]
fn standard_holds_no_contradiction() {
    assert_eq!(*standard(), presets::standard());
}

/// Roles that are named and do not exist would let nobody be added, or nobody in.
#[test]
fn rules_name_only_roles_that_the_tenant_has() {
    let pointers = |change: fn(&mut Policy)| {
        let mut policy = presets::standard();
        change(&mut policy);
        let found = policy.unknown_roles(&facts().roles).into_iter();
        found.map(|wrong| wrong.pointer).collect::<Vec<_>>()
    };
    assert_eq!(pointers(|_| {}), [""; 0]);
    let known = |policy: &mut Policy| {
        policy.roles.default = [role("clerk")].into();
        policy.log_in.requires_role = LogInRole::Role(role("manager"));
    };
    assert_eq!(pointers(known), [""; 0]);
    let unknown = |policy: &mut Policy| {
        policy.roles.default = [role("clerk"), role("nobody")].into();
        policy.log_in.requires_role = LogInRole::Role(role("no_one"));
    };
    assert_eq!(
        pointers(unknown),
        ["/policy/roles/default", "/policy/log_in/requires_role"]
    );
    let single = |policy: &mut Policy| policy.roles.default = [role("product.view")].into();
    assert_eq!(pointers(single), ["/policy/roles/default"]);
    let direct = |policy: &mut Policy| {
        policy.roles.model = RoleModel::DirectPermissions;
        policy.roles.default = [role("product.view")].into();
    };
    assert_eq!(pointers(direct), [""; 0]);
}

//! Shopp OMS, "Users": invited team members, statuses that only system administrators change.

use crate::policy::*;
use crate::value::Span;

/// The rules of Shopp OMS.
///
/// Sources: the page "Users" (SH); † the system's other public pages (`SHx`); ‡ nothing says, this is our reading.
/// The status Deleted is shown but no button of the page sets it (SH-36), so deleting is a change of status, and
/// those are the system administrators' (SH-27). Passwords are not described (SH-41): the rules for them are those
/// of `standard`. Plans limit users (SHx-2): the tenant's plan goes into `roles.seats`.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one complete literal, so that no value is left unread"
)]
pub fn shopp() -> Policy {
    Policy {
        creation: CreationPolicy {
            // SH-13
            allowed_credentials: [CredentialWay::Invitation].into(),
            // ‡
            allow_disabled: DisabledCreation::Forbidden,
            // SH-14 to SH-16: one form with one field
            steps: CreationSteps::Single,
        },
        identity: IdentityPolicy {
            // SH-25
            email_mutability: EmailMutability::Immutable,
            // SH-15
            email_required: Required::Required,
            // SH-16
            email_length: LengthRange { min: 5, max: 50 },
            email_syntax: EmailSyntax::Html5,
            // ‡ SH-19: the address is all there is
            email_unique: Uniqueness::PerTenant,
            // SH-19
            log_in_identifiers: [LogInIdentifier::Email].into(),
            // None anywhere on the page
            username_length: None,
            username_case: UsernameCase::PreserveFold,
            username_mutability: UsernameMutability::Immutable,
            // SH-28, SH-29
            name_shape: NameShape::FirstLast,
            // ‡
            name_max: 100,
            // SH-19: the invitation asks for no name
            name_at_creation: Required::Optional,
            // SH-30
            phone: FieldUse::Used,
            // ‡
            phone_format: PhoneFormat::Free,
            // Not among the fields of SH-21 to SH-31
            external_id: FieldUse::Unused,
            external_id_unique: Uniqueness::PerTenant,
            shipping_system: FieldUse::Unused,
            // SH-21
            photo: PhotoRules {
                types: [PhotoType::Jpeg].into(),
                dimensions: Some(PhotoSize {
                    width: 100,
                    height: 100,
                }),
                max_bytes: 1024 * 1024,
            },
            // SH-4
            display_id_prefix: "US".to_owned(),
        },
        credential: CredentialPolicy {
            // ‡ SH-41: no password handling
            admin_may_set: AdminPassword::No,
            // Never asked; as under `standard`
            force_change: ForcedChange::Always,
            temporary_ttl: Some(Span::hours(24)),
            // ‡
            reset_link: ResetLink::Off,
            reset_ttl: Span::hours(1),
            email_change_ttl: Span::hours(1),
            // ‡ as under `standard`
            password: PasswordRules {
                min: 15,
                max: 128,
                classes: CharacterClasses::Any,
                blocklist: Blocklist::Guessable,
                history: 0,
                max_age: None,
            },
            // ‡
            self_change: SelfChange::Allowed,
            directory: Directory::Disabled,
        },
        log_in: LogInPolicy {
            // ‡
            error_style: ErrorStyle::Generic,
            // SH-38: users without a role are in too
            requires_role: LogInRole::None,
            separate_realms: [].into(),
        },
        lockout: LockoutPolicy {
            // ‡ SH-41: none; the rest is never asked
            max_failures: 0,
            window: None,
            duration: None,
            duration_cap: Span::hours(24),
            release: LockoutRelease::Admin,
            unlock_counter: UnlockCounter::Resets,
            final_failures: 0,
        },
        invitation: InvitationPolicy {
            // SH-13, SH-17
            mode: InvitationMode::OnCreate,
            // ‡
            ttl: Span::days(7),
            // ‡
            consumed_on: ConsumedOn::Accept,
            // ‡ SH-41
            resend: ResendInvitation::Never,
            // Never asked
            resend_rotates: RotateOnResend::Rotate,
            // ‡
            on_expiry: ExpiredInvitation::Nothing,
            // ‡
            revoke_on_inactivate: RevokeOnInactivate::Revoke,
            resend_per_hour: 3,
            max_renewals: 0,
        },
        activity: ActivityPolicy {
            // SH-18: Pending until they accept
            pending_admin_password: PendingPassword::Refused,
            // ‡ SH-35
            without_credential: WithoutCredential::Reject,
            // There are no blocks to keep
            block_after: BlockAfterActivation::KeepCarried,
            inactivity_limit: None,
        },
        block: BlockPolicy {
            // SH-40: no such status
            enabled: Supported::No,
        },
        removal: RemovalPolicy {
            // SH-36
            mode: DeleteMode::Soft,
            // ‡
            guard_history: DeleteGuard::None,
            // ‡
            protect_admins: ProtectedAdmins::Deletable,
            // SH-36
            visible: VisibleDeleted::Always,
            // ‡
            identifier_reuse: IdentifierReuse::Never,
            // ‡ SH-27
            restorable: Restorable::Yes,
            // SH-36: the row stays
            retention: None,
        },
        anonymization: AnonymizationPolicy {
            // ‡
            enabled: Supported::No,
            access: AnonymizedAccess::Loses,
            keeps_username: Supported::Yes,
        },
        authority: AuthorityPolicy {
            // SH-27
            change_status: ChangeStatus::SystemAdmin,
            // SH-2
            view_users: ViewUsers::OrganizationAdmin,
            // SH-14
            invitation_organization: InvitationOrganization::Own,
        },
        roles: RolePolicy {
            // SH-22: one badge
            model: RoleModel::Single,
            // SH-22
            editable: Supported::No,
            // SH-38: "No Role" is the absence of one
            default: [].into(),
            // ‡
            effective: RoleEffect::Immediate,
            // SH-27
            superuser: "System administrator".to_owned(),
            // SH-24
            memberships: Membership::Multi,
            // SHx-2: 1, 5 or 20 by plan; the tenant's to set
            seats: None,
        },
        sessions: SessionPolicy {
            // No document says; as under `standard`
            idle: Span::minutes(30),
            absolute: Span::hours(8),
            max_per_user: 10,
            reauthentication_window: Span::minutes(10),
        },
        notices: NoticePolicy {
            // ‡
            security_changes: Supported::Yes,
            on_upload: Supported::No,
        },
        list: ListPolicy {
            // SH-10
            search: SearchMode::Keyword,
            // SH-10
            keyword_fields: [
                SearchField::Email,
                SearchField::FirstName,
                SearchField::LastName,
            ]
            .into(),
            prefix_fields: [].into(),
            // SH-12
            default_sort: "-id".to_owned(),
            // SH-11: the columns of SH-4 to SH-9
            sortable: [
                SortColumn::Id,
                SortColumn::Email,
                SortColumn::FirstName,
                SortColumn::LastName,
                SortColumn::Status,
                SortColumn::CreatedAt,
            ]
            .into(),
            // None described
            filters: [].into(),
            disabled_log_ins: DisabledLogIns::YesMeansDisabled,
            pin_self: Supported::No,
            // ‡
            page_size: 25,
            // SH-32 to SH-36; nobody is Blocked
            status_colours: StatusColours {
                pending: Colour::Orange,
                active: Colour::Green,
                inactive: Colour::Gray,
                blocked: Colour::Purple,
                deleted: Colour::Red,
            },
        },
        work: WorkPolicy {
            scopes: [].into(),
            picker: Supported::No,
            favourites: Favourites::Unused,
            absences: Supported::No,
            orgchart: Supported::No,
        },
        orders: OrderPolicy {
            unknown_email: UnknownEmail::Ignore,
        },
    }
}

//! Chord OMS, "Creating Users": accounts usable at once, administrators inside, customers outside.

use crate::authority::SYSTEM_ADMIN;
use crate::policy::*;
use crate::user::Kind;
use crate::value::{RoleName, Span};

/// The rules of Chord OMS.
///
/// Sources: the page "Creating Users" (CH); † Solidus beneath it (`CHx`); ‡ nothing says, this is our reading. That an
/// internal user "should" (CH-3) and "must" (CH-9) have the Admin role is read as must, for the log-in here. Customers
/// hold no role, so they have no log-in here; they see their orders in the shop, by the same e-mail address (CH-15,
/// CH-16). There is no status (CH-21): what changes one is for who has the Admin role. There are no invitations and
/// no lockouts; their settings are never asked.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one complete literal, so that no value is left unread"
)]
pub fn chord() -> Policy {
    Policy {
        creation: CreationPolicy {
            // CH-7; CH-13: customers made by an order
            allowed_credentials: [CredentialWay::AdminPassword, CredentialWay::None].into(),
            // CH-21
            allow_disabled: DisabledCreation::Forbidden,
            // CH-7
            steps: CreationSteps::Single,
        },
        identity: IdentityPolicy {
            // † CHx-7
            email_mutability: EmailMutability::Admin,
            // CH-7
            email_required: Required::Required,
            // ‡ up to what can be delivered
            email_length: LengthRange { min: 1, max: 254 },
            email_syntax: EmailSyntax::Html5,
            // CH-16: it joins user and orders
            email_unique: Uniqueness::PerTenant,
            // CH-7
            log_in_identifiers: [LogInIdentifier::Email].into(),
            // CH-7: none
            username_length: None,
            username_case: UsernameCase::PreserveFold,
            username_mutability: UsernameMutability::Immutable,
            // CH-22
            name_shape: NameShape::None,
            name_max: 100,
            name_at_creation: Required::Optional,
            // CH-22
            phone: FieldUse::Unused,
            phone_format: PhoneFormat::Free,
            external_id: FieldUse::Unused,
            external_id_unique: Uniqueness::PerTenant,
            shipping_system: FieldUse::Unused,
            // None
            photo: PhotoRules {
                types: [].into(),
                dimensions: None,
                max_bytes: 0,
            },
            display_id_prefix: String::new(),
        },
        credential: CredentialPolicy {
            // CH-8
            admin_may_set: AdminPassword::Yes,
            // CH-8
            force_change: ForcedChange::Never,
            temporary_ttl: None,
            // ‡
            reset_link: ResetLink::Off,
            // Never asked; as under `standard`
            reset_ttl: Span::hours(1),
            email_change_ttl: Span::hours(1),
            password: PasswordRules {
                // ‡ what Devise asks for
                min: 6,
                // ‡ as much as Devise takes
                max: 128,
                classes: CharacterClasses::Any,
                blocklist: Blocklist::Off,
                history: 0,
                max_age: None,
            },
            // † CHx-11
            self_change: SelfChange::Allowed,
            directory: Directory::Disabled,
        },
        log_in: LogInPolicy {
            // CH-10
            error_style: ErrorStyle::DistinctAuthorization,
            // CH-9
            requires_role: RoleName::parse(SYSTEM_ADMIN)
                .map_or(LogInRole::AnyRole, LogInRole::Role),
            // CH-14
            separate_realms: [Kind::Customer].into(),
        },
        lockout: LockoutPolicy {
            // ‡ none
            max_failures: 0,
            window: None,
            duration: None,
            duration_cap: Span::hours(24),
            release: LockoutRelease::Admin,
            unlock_counter: UnlockCounter::Resets,
            final_failures: 0,
        },
        invitation: InvitationPolicy {
            // CH-21
            mode: InvitationMode::Off,
            ttl: Span::hours(72),
            consumed_on: ConsumedOn::Accept,
            resend: ResendInvitation::WhilePending,
            resend_rotates: RotateOnResend::Rotate,
            on_expiry: ExpiredInvitation::NotifyAdmin,
            revoke_on_inactivate: RevokeOnInactivate::Revoke,
            resend_per_hour: 3,
            max_renewals: 7,
        },
        activity: ActivityPolicy {
            // Nobody is Pending here (CH-21); who was under another policy gets out by a password.
            pending_admin_password: PendingPassword::Activates,
            // CH-13, CH-21: usable at once, whatever is lacking
            without_credential: WithoutCredential::Activate,
            // There are no blocks to keep
            block_after: BlockAfterActivation::KeepCarried,
            inactivity_limit: None,
        },
        block: BlockPolicy {
            // CH-21
            enabled: Supported::No,
        },
        removal: RemovalPolicy {
            // † CHx-4
            mode: DeleteMode::Hard,
            // † CHx-4
            guard_history: DeleteGuard::Always,
            // † CHx-4 protects nobody else
            protect_admins: ProtectedAdmins::Deletable,
            visible: VisibleDeleted::Never,
            // † CHx-4
            identifier_reuse: IdentifierReuse::AfterDelete,
            restorable: Restorable::No,
            retention: None,
        },
        anonymization: AnonymizationPolicy {
            // ‡
            enabled: Supported::No,
            access: AnonymizedAccess::Loses,
            keeps_username: Supported::Yes,
        },
        authority: AuthorityPolicy {
            // CH-3: the Admin role; † others can never destroy users (CHx-7)
            change_status: ChangeStatus::SystemAdmin,
            // CH-9: only administrators are in
            view_users: ViewUsers::Permission,
            invitation_organization: InvitationOrganization::Chosen,
        },
        roles: RolePolicy {
            // CH-7; † CHx-1
            model: RoleModel::Multi,
            // CH-7
            editable: Supported::Yes,
            // CH-12
            default: [].into(),
            // ‡
            effective: RoleEffect::Immediate,
            // CH-3
            superuser: "Admin".to_owned(),
            // One store
            memberships: Membership::Single,
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
            // † CHx-5
            search: SearchMode::Fields,
            // † CHx-5
            keyword_fields: [SearchField::Email].into(),
            // † CHx-5: anywhere
            prefix_fields: [].into(),
            // † CHx-5; ties by id
            default_sort: "-created_at".to_owned(),
            // † CHx-5
            sortable: [SortColumn::Email, SortColumn::CreatedAt].into(),
            // † CHx-5
            filters: [FilterKind::Role, FilterKind::Created].into(),
            disabled_log_ins: DisabledLogIns::YesMeansDisabled,
            pin_self: Supported::No,
            // † CHx-5
            page_size: 10,
            // CH-21: no statuses to colour; as under `standard`
            status_colours: StatusColours {
                pending: Colour::Orange,
                active: Colour::Green,
                inactive: Colour::Gray,
                blocked: Colour::Purple,
                deleted: Colour::Red,
            },
        },
        work: WorkPolicy {
            // † CHx-10
            scopes: [ScopeKind::StockLocation].into(),
            picker: Supported::No,
            favourites: Favourites::Unused,
            absences: Supported::No,
            orgchart: Supported::No,
        },
        orders: OrderPolicy {
            // CH-13
            unknown_email: UnknownEmail::CreateCustomer,
        },
    }
}

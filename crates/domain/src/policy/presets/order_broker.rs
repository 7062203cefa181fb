//! Oracle Order Broker, "User Profiles": user ids, temporary passwords, LDAP, two locks at once.

use crate::policy::*;
use crate::user::Kind;
use crate::value::Span;

/// The rules of Oracle Order Broker.
///
/// Sources: the page "User Profiles" (OB); † its other releases and WebLogic beneath it (`OBx`); ‡ nothing says,
/// this is our reading. The page has an Active flag and a lock by WebLogic's timer: activating a locked-out user
/// is the administrator's part, and the duration must still pass (OB-47). What the Change Password window asks of a
/// password was not found (OBx-15): the rules are those of `standard`. The only favourite, the default shipping
/// system, is a field of the profile (OB-28). There are no invitations (OB-67); their settings are never asked.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one complete literal, so that no value is left unread"
)]
pub fn order_broker() -> Policy {
    Policy {
        creation: CreationPolicy {
            // OB-3, OB-5
            allowed_credentials: [CredentialWay::TemporaryPassword, CredentialWay::External].into(),
            // OB-24
            allow_disabled: DisabledCreation::Forbidden,
            // OB-25, OB-26
            steps: CreationSteps::DraftThenSave,
        },
        identity: IdentityPolicy {
            // OB-19
            email_mutability: EmailMutability::Admin,
            // OB-18
            email_required: Required::Optional,
            // ‡ up to what can be delivered
            email_length: LengthRange { min: 1, max: 254 },
            // OB-20
            email_syntax: EmailSyntax::NameAtHostExt,
            // ‡ one address a user (OB-21), not one user an address
            email_unique: Uniqueness::No,
            // OB-14
            log_in_identifiers: [LogInIdentifier::Username].into(),
            // OB-14, OB-53
            username_length: Some(LengthRange { min: 5, max: 10 }),
            // OB-15
            username_case: UsernameCase::Lower,
            // † OBx-1
            username_mutability: UsernameMutability::Immutable,
            // OB-16
            name_shape: NameShape::Single,
            // OB-16
            name_max: 30,
            // OB-16
            name_at_creation: Required::Optional,
            // OB-67
            phone: FieldUse::Unused,
            phone_format: PhoneFormat::Free,
            external_id: FieldUse::Unused,
            external_id_unique: Uniqueness::PerTenant,
            // OB-28
            shipping_system: FieldUse::Used,
            // None
            photo: PhotoRules {
                types: [].into(),
                dimensions: None,
                max_bytes: 0,
            },
            display_id_prefix: String::new(),
        },
        credential: CredentialPolicy {
            // OB-41
            admin_may_set: AdminPassword::TemporaryOnly,
            // OB-4, OB-42
            force_change: ForcedChange::Always,
            // ‡
            temporary_ttl: None,
            // OB-67
            reset_link: ResetLink::Off,
            reset_ttl: Span::hours(1),
            email_change_ttl: Span::hours(1),
            // ‡ OBx-15: as under `standard`
            password: PasswordRules {
                min: 15,
                max: 128,
                classes: CharacterClasses::Any,
                blocklist: Blocklist::Guessable,
                history: 0,
                max_age: None,
            },
            // OB-4: the Change Password window
            self_change: SelfChange::Allowed,
            // OB-5, OB-61
            directory: Directory::Enabled,
        },
        log_in: LogInPolicy {
            // OB-44
            error_style: ErrorStyle::Generic,
            // OB-13: authority decides, screen by screen
            requires_role: LogInRole::None,
            // OB-10, OB-11
            separate_realms: [Kind::Vendor, Kind::StoreAssociate].into(),
        },
        lockout: LockoutPolicy {
            // OB-46; † OBx-12, each tenant sets its own "Lock Out"
            max_failures: 5,
            // ‡ WebLogic's Lockout Reset Duration (OBx-12)
            window: Some(Span::minutes(5)),
            // OB-47; † OBx-12
            duration: Some(Span::minutes(30)),
            // WebLogic does not double it
            duration_cap: Span::minutes(30),
            // OB-47
            release: LockoutRelease::AdminAndDuration,
            // ‡
            unlock_counter: UnlockCounter::Resets,
            // Every lockout already asks for an administrator.
            final_failures: 0,
        },
        invitation: InvitationPolicy {
            // OB-67
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
            // Nobody is Pending here; who was under another policy gets out by a password.
            pending_admin_password: PendingPassword::Activates,
            // OB-48: the flag is independent of how the user proves himself
            without_credential: WithoutCredential::Activate,
            // OB-47: the lock survives
            block_after: BlockAfterActivation::KeepCarried,
            inactivity_limit: None,
        },
        block: BlockPolicy {
            // OB-43: the Active flag is all there is
            enabled: Supported::No,
        },
        removal: RemovalPolicy {
            // OB-50
            mode: DeleteMode::Hard,
            // OB-52
            guard_history: DeleteGuard::Always,
            // OB-51, OB-64
            protect_admins: ProtectedAdmins::Protected,
            // OB-50: gone
            visible: VisibleDeleted::Never,
            // † OBx-1: delete and recreate
            identifier_reuse: IdentifierReuse::AfterDelete,
            // OB-50
            restorable: Restorable::No,
            retention: None,
        },
        anonymization: AnonymizationPolicy {
            // OB-6
            enabled: Supported::Yes,
            // OB-7, OB-65
            access: AnonymizedAccess::Keeps,
            // OB-58
            keeps_username: Supported::Yes,
        },
        authority: AuthorityPolicy {
            // OB-13: authority to the screen
            change_status: ChangeStatus::Permission,
            // OB-13
            view_users: ViewUsers::Permission,
            invitation_organization: InvitationOrganization::Chosen,
        },
        roles: RolePolicy {
            // OB-39; † OBx-9
            model: RoleModel::Multi,
            // OB-39
            editable: Supported::Yes,
            default: [].into(),
            // † OBx-8
            effective: RoleEffect::NextLogIn,
            // OB-51; † OBx-9
            superuser: "Admin user".to_owned(),
            // † OBx-13
            memberships: Membership::Multi,
            seats: None,
        },
        sessions: SessionPolicy {
            // † OBx-11: UI Timeout
            idle: Span::minutes(30),
            // No document says; as under `standard`
            absolute: Span::hours(8),
            max_per_user: 10,
            reauthentication_window: Span::minutes(10),
        },
        notices: NoticePolicy {
            // ‡
            security_changes: Supported::Yes,
            // OB-22, OB-23
            on_upload: Supported::Yes,
        },
        list: ListPolicy {
            // OB-29
            search: SearchMode::Fields,
            // OB-29: there is no keyword
            keyword_fields: [].into(),
            // OB-30; name and e-mail anywhere (OB-31, OB-33)
            prefix_fields: [SearchField::Username].into(),
            // ‡
            default_sort: "username".to_owned(),
            // None described
            sortable: [].into(),
            // OB-35
            filters: [FilterKind::CanLogIn].into(),
            // OB-56, as printed
            disabled_log_ins: DisabledLogIns::YesMeansCanLogIn,
            pin_self: Supported::No,
            // ‡
            page_size: 25,
            // OB-43 has icons; colours as under `standard`
            status_colours: StatusColours {
                pending: Colour::Orange,
                active: Colour::Green,
                inactive: Colour::Gray,
                blocked: Colour::Purple,
                deleted: Colour::Red,
            },
        },
        work: WorkPolicy {
            // † OBx-13, OBx-7
            scopes: [ScopeKind::Organization, ScopeKind::Location].into(),
            picker: Supported::No,
            // OB-28 is a field of the profile
            favourites: Favourites::Unused,
            absences: Supported::No,
            orgchart: Supported::No,
        },
        orders: OrderPolicy {
            unknown_email: UnknownEmail::Ignore,
        },
    }
}

//! For those who start fresh: the safest reading of every rule.

use crate::policy::*;
use crate::value::Span;

/// The preset for those who start fresh; what the documents of the five others leave open is mostly as here.
///
/// Invitations by mail or link, lockout after ten failures, soft deletion, passwords after
/// NIST SP 800-63B-4, and numbers after OWASP ASVS 5.0 where no document names one.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one complete literal, so that no value is left unread"
)]
pub fn standard() -> Policy {
    Policy {
        creation: CreationPolicy {
            // No password that an administrator knows for good.
            allowed_credentials: [
                CredentialWay::Invitation,
                CredentialWay::TemporaryPassword,
                CredentialWay::External,
                CredentialWay::None,
            ]
            .into(),
            allow_disabled: DisabledCreation::Forbidden,
            steps: CreationSteps::Single,
        },
        identity: IdentityPolicy {
            email_mutability: EmailMutability::VerifiedChange,
            email_required: Required::Required,
            email_length: LengthRange { min: 3, max: 254 },
            email_syntax: EmailSyntax::Html5,
            email_unique: Uniqueness::PerTenant,
            log_in_identifiers: [LogInIdentifier::Email, LogInIdentifier::Username].into(),
            username_length: Some(LengthRange { min: 3, max: 64 }),
            username_case: UsernameCase::PreserveFold,
            username_mutability: UsernameMutability::Immutable,
            name_shape: NameShape::FirstLast,
            name_max: 100,
            name_at_creation: Required::Optional,
            phone: FieldUse::Used,
            phone_format: PhoneFormat::Free,
            external_id: FieldUse::Used,
            external_id_unique: Uniqueness::PerTenant,
            shipping_system: FieldUse::Used,
            photo: PhotoRules {
                types: [PhotoType::Jpeg, PhotoType::Png, PhotoType::Webp].into(),
                dimensions: None,
                max_bytes: 5 * 1024 * 1024,
            },
            display_id_prefix: String::new(),
        },
        credential: CredentialPolicy {
            admin_may_set: AdminPassword::TemporaryOnly,
            force_change: ForcedChange::Always,
            // It must expire and must not become the long-term password (ASVS 6.4.1).
            temporary_ttl: Some(Span::hours(24)),
            reset_link: ResetLink::Both,
            reset_ttl: Span::hours(1),
            email_change_ttl: Span::hours(1),
            password: PasswordRules {
                min: 15,
                max: 128,
                classes: CharacterClasses::Any,
                blocklist: Blocklist::Guessable,
                // ASVS 6.2.10 forbids a change for its own sake.
                history: 0,
                max_age: None,
            },
            self_change: SelfChange::Allowed,
            directory: Directory::Disabled,
        },
        log_in: LogInPolicy {
            error_style: ErrorStyle::Generic,
            requires_role: LogInRole::None,
            separate_realms: [].into(),
        },
        lockout: LockoutPolicy {
            max_failures: 10,
            window: Some(Span::minutes(15)),
            duration: Some(Span::minutes(15)),
            duration_cap: Span::hours(24),
            release: LockoutRelease::AdminOrDuration,
            // OFBiz keeps it, to its users' surprise (OFx-8).
            unlock_counter: UnlockCounter::Resets,
            final_failures: 100,
        },
        invitation: InvitationPolicy {
            mode: InvitationMode::OnCreate,
            ttl: Span::hours(72),
            consumed_on: ConsumedOn::Accept,
            resend: ResendInvitation::WhilePending,
            resend_rotates: RotateOnResend::Rotate,
            // A link in an administrator's mailbox would be a credential.
            on_expiry: ExpiredInvitation::NotifyAdmin,
            revoke_on_inactivate: RevokeOnInactivate::Revoke,
            resend_per_hour: 3,
            max_renewals: 7,
        },
        activity: ActivityPolicy {
            pending_admin_password: PendingPassword::Activates,
            without_credential: WithoutCredential::BackToPending,
            block_after: BlockAfterActivation::KeepCarried,
            inactivity_limit: None,
        },
        block: BlockPolicy {
            enabled: Supported::Yes,
        },
        removal: RemovalPolicy {
            mode: DeleteMode::Soft,
            guard_history: DeleteGuard::WhenHard,
            protect_admins: ProtectedAdmins::Protected,
            visible: VisibleDeleted::Filter,
            identifier_reuse: IdentifierReuse::AfterDelete,
            restorable: Restorable::Yes,
            retention: None,
        },
        anonymization: AnonymizationPolicy {
            enabled: Supported::Yes,
            access: AnonymizedAccess::Loses,
            // The user is still found by it (OB-58).
            keeps_username: Supported::Yes,
        },
        authority: AuthorityPolicy {
            change_status: ChangeStatus::Permission,
            view_users: ViewUsers::Permission,
            invitation_organization: InvitationOrganization::Chosen,
        },
        roles: RolePolicy {
            model: RoleModel::Multi,
            editable: Supported::Yes,
            default: [].into(),
            effective: RoleEffect::Immediate,
            superuser: "System administrator".to_owned(),
            memberships: Membership::Multi,
            seats: None,
        },
        sessions: SessionPolicy {
            idle: Span::minutes(30),
            absolute: Span::hours(8),
            max_per_user: 10,
            reauthentication_window: Span::minutes(10),
        },
        notices: NoticePolicy {
            security_changes: Supported::Yes,
            on_upload: Supported::No,
        },
        list: ListPolicy {
            search: SearchMode::KeywordAndFields,
            // With the one name and the phone number, by which people look for each other too.
            keyword_fields: SearchField::ALL.iter().copied().collect(),
            prefix_fields: [SearchField::Username].into(),
            default_sort: "-id".to_owned(),
            sortable: SortColumn::ALL.iter().copied().collect(),
            filters: [
                FilterKind::Status,
                FilterKind::Role,
                FilterKind::Facility,
                FilterKind::LockedOut,
                FilterKind::Invitation,
                FilterKind::Vacation,
                FilterKind::Created,
                FilterKind::LastLogIn,
                FilterKind::Kind,
            ]
            .into(),
            disabled_log_ins: DisabledLogIns::YesMeansDisabled,
            pin_self: Supported::No,
            page_size: 25,
            // SH-32 to SH-36; Blocked is ours.
            status_colours: StatusColours {
                pending: Colour::Orange,
                active: Colour::Green,
                inactive: Colour::Gray,
                blocked: Colour::Purple,
                deleted: Colour::Red,
            },
        },
        work: WorkPolicy {
            scopes: [ScopeKind::Facility].into(),
            picker: Supported::Yes,
            favourites: Favourites::Free,
            absences: Supported::Yes,
            orgchart: Supported::No,
        },
        orders: OrderPolicy {
            unknown_email: UnknownEmail::Ignore,
        },
    }
}

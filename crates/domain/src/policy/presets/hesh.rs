//! Hesh, "Managing users": invitations of 24 hours, nobody deleted, positions and days off.

use crate::policy::*;
use crate::value::{RoleName, Span};

/// The rules of Hesh.
///
/// Sources: the page "Managing users" (HE), where its first and longer list of rules on the invitation's link
/// counts; † the system's other public pages (`HEx`); ‡ nothing says, this is our reading. What every new user may do
/// (HE-3) is the single permission `product.view`, granted by its own name, as permissions are in this system
/// (HE-9). A user who was deactivated while Pending goes back to Pending when activated (HE-59 ‡). The fresh link
/// that an expired invitation sends to the administrator (HE-16) comes seven times at most, our limit.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one complete literal, so that no value is left unread"
)]
pub fn hesh() -> Policy {
    Policy {
        creation: CreationPolicy {
            // HE-10; HE-28
            allowed_credentials: [CredentialWay::Invitation, CredentialWay::AdminPassword].into(),
            // ‡
            allow_disabled: DisabledCreation::Forbidden,
            // HE-6, HE-7
            steps: CreationSteps::Single,
        },
        identity: IdentityPolicy {
            // HE-54
            email_mutability: EmailMutability::Immutable,
            // ‡ HE-10 needs it
            email_required: Required::Required,
            // ‡ up to what can be delivered
            email_length: LengthRange { min: 1, max: 254 },
            email_syntax: EmailSyntax::Html5,
            // † HEx-1
            email_unique: Uniqueness::PerTenant,
            // HE-10
            log_in_identifiers: [LogInIdentifier::Email].into(),
            // None anywhere
            username_length: None,
            username_case: UsernameCase::PreserveFold,
            username_mutability: UsernameMutability::Immutable,
            // HE-53
            name_shape: NameShape::FirstLast,
            // ‡
            name_max: 100,
            // ‡ HE-6: basic information
            name_at_creation: Required::Required,
            // HE-53
            phone: FieldUse::Used,
            phone_format: PhoneFormat::Free,
            // HE-53
            external_id: FieldUse::Used,
            // ‡
            external_id_unique: Uniqueness::PerTenant,
            // Not among the fields
            shipping_system: FieldUse::Unused,
            // HE-20, HE-21; ‡ any picture
            photo: PhotoRules {
                types: [
                    PhotoType::Jpeg,
                    PhotoType::Png,
                    PhotoType::Gif,
                    PhotoType::Webp,
                ]
                .into(),
                dimensions: None,
                max_bytes: 5 * 1024 * 1024,
            },
            display_id_prefix: String::new(),
        },
        credential: CredentialPolicy {
            // HE-28, HE-29
            admin_may_set: AdminPassword::Yes,
            // ‡ HE-32 to HE-34 mention no change
            force_change: ForcedChange::Never,
            // Never asked; as under `standard`
            temporary_ttl: Some(Span::hours(24)),
            // HE-30
            reset_link: ResetLink::Both,
            // ‡
            reset_ttl: Span::hours(24),
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
            // HE-3: those with the least permission are in too
            requires_role: LogInRole::None,
            separate_realms: [].into(),
        },
        lockout: LockoutPolicy {
            // ‡ none; the rest is never asked
            max_failures: 0,
            window: None,
            duration: None,
            duration_cap: Span::hours(24),
            release: LockoutRelease::Admin,
            unlock_counter: UnlockCounter::Resets,
            final_failures: 0,
        },
        invitation: InvitationPolicy {
            // HE-10
            mode: InvitationMode::OnCreate,
            // HE-12
            ttl: Span::hours(24),
            // HE-13
            consumed_on: ConsumedOn::Accept,
            // HE-11
            resend: ResendInvitation::WhilePending,
            // ‡
            resend_rotates: RotateOnResend::Rotate,
            // HE-16
            on_expiry: ExpiredInvitation::NotifyAdminWithNewLink,
            // HE-15
            revoke_on_inactivate: RevokeOnInactivate::Revoke,
            resend_per_hour: 3,
            max_renewals: 7,
        },
        activity: ActivityPolicy {
            // HE-35
            pending_admin_password: PendingPassword::Activates,
            // ‡ HE-59
            without_credential: WithoutCredential::BackToPending,
            // There are no blocks to keep
            block_after: BlockAfterActivation::KeepCarried,
            inactivity_limit: None,
        },
        block: BlockPolicy {
            // HE-55: no such status
            enabled: Supported::No,
        },
        removal: RemovalPolicy {
            // HE-51; the rest is for users deleted under another policy
            mode: DeleteMode::Forbidden,
            guard_history: DeleteGuard::None,
            protect_admins: ProtectedAdmins::Protected,
            visible: VisibleDeleted::Filter,
            identifier_reuse: IdentifierReuse::AfterDelete,
            restorable: Restorable::Yes,
            retention: None,
        },
        anonymization: AnonymizationPolicy {
            // ‡
            enabled: Supported::No,
            access: AnonymizedAccess::Loses,
            keeps_username: Supported::Yes,
        },
        authority: AuthorityPolicy {
            // HE-57
            change_status: ChangeStatus::OrganizationAdmin,
            // HE-57
            view_users: ViewUsers::OrganizationAdmin,
            invitation_organization: InvitationOrganization::Chosen,
        },
        roles: RolePolicy {
            // HE-9
            model: RoleModel::DirectPermissions,
            // HE-9
            editable: Supported::Yes,
            // HE-3
            default: RoleName::parse("product.view").into_iter().collect(),
            // ‡
            effective: RoleEffect::Immediate,
            // HE-57
            superuser: "Administrator".to_owned(),
            // HE-56
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
            // HE-50
            search: SearchMode::Keyword,
            // ‡
            keyword_fields: [
                SearchField::Email,
                SearchField::FirstName,
                SearchField::LastName,
                SearchField::DisplayName,
            ]
            .into(),
            prefix_fields: [].into(),
            // ‡ HE-44
            default_sort: "-created_at".to_owned(),
            // HE-43
            sortable: [SortColumn::Name, SortColumn::Status, SortColumn::CreatedAt].into(),
            // HE-47
            filters: [FilterKind::Status, FilterKind::Vacation].into(),
            disabled_log_ins: DisabledLogIns::YesMeansDisabled,
            pin_self: Supported::No,
            // ‡
            page_size: 25,
            // † the pictures mark Pending blue and Inactive red; the rest as under `standard`
            status_colours: StatusColours {
                pending: Colour::Blue,
                active: Colour::Green,
                inactive: Colour::Red,
                blocked: Colour::Purple,
                deleted: Colour::Gray,
            },
        },
        work: WorkPolicy {
            // HE-42
            scopes: [ScopeKind::Department].into(),
            picker: Supported::No,
            favourites: Favourites::Unused,
            // HE-49; † HEx-4
            absences: Supported::Yes,
            // HE-36 to HE-42
            orgchart: Supported::Yes,
        },
        orders: OrderPolicy {
            unknown_email: UnknownEmail::Ignore,
        },
    }
}

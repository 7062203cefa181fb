//! HotWax OMS, "Manage Users": accounts by hand, blocks, security groups, pickers.

use crate::policy::*;
use crate::value::Span;

/// The rules of HotWax OMS.
///
/// Sources: the page "Manage Users" (HW); † its Users app (`HWx`) and Apache OFBiz beneath it (`OFx`); ‡ nothing
/// says, this is our reading. Two readings are ours on purpose: unblocking forgets the failures, which OFBiz
/// keeps to its users' surprise (OFx-8), and SVG pictures are not taken, for they may hold scripts (HWx-18 does).
/// What the system lacks (invitations, deletion) is set as under `standard`, for users of an earlier policy.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one complete literal, so that no value is left unread"
)]
pub fn hotwax() -> Policy {
    Policy {
        creation: CreationPolicy {
            // † HWx-3, HWx-4: the user first, a log-in after, or none at all.
            allowed_credentials: [
                CredentialWay::AdminPassword,
                CredentialWay::TemporaryPassword,
                CredentialWay::None,
            ]
            .into(),
            // ‡
            allow_disabled: DisabledCreation::Allowed,
            // † HWx-3
            steps: CreationSteps::CreateThenSetup,
        },
        identity: IdentityPolicy {
            // HW-21, HW-22
            email_mutability: EmailMutability::Admin,
            // † HWx-2
            email_required: Required::Optional,
            // ‡ up to what can be delivered
            email_length: LengthRange { min: 1, max: 254 },
            // The app's own check refuses + and long top-level domains (HWx-19): a fault we do not copy.
            email_syntax: EmailSyntax::Html5,
            // † the contact address is not the log-in
            email_unique: Uniqueness::No,
            // † OFx-1
            log_in_identifiers: [LogInIdentifier::Username].into(),
            // † OFx-1
            username_length: Some(LengthRange { min: 1, max: 250 }),
            // † OFx-13
            username_case: UsernameCase::PreserveFold,
            // † OFx-14
            username_mutability: UsernameMutability::Replace,
            // † HWx-2
            name_shape: NameShape::FirstLast,
            // ‡
            name_max: 100,
            // † HWx-2
            name_at_creation: Required::Required,
            // HW-21
            phone: FieldUse::Used,
            // † HWx-2
            phone_format: PhoneFormat::Free,
            // HW-21, HW-24
            external_id: FieldUse::Used,
            // ‡
            external_id_unique: Uniqueness::No,
            // HW-41: not among the fields
            shipping_system: FieldUse::Unused,
            // † HWx-18, without SVG
            photo: PhotoRules {
                types: [PhotoType::Jpeg, PhotoType::Png, PhotoType::Gif].into(),
                dimensions: None,
                max_bytes: 5 * 1024 * 1024,
            },
            // HW-3: users are found by name
            display_id_prefix: String::new(),
        },
        credential: CredentialPolicy {
            // HW-18
            admin_may_set: AdminPassword::Yes,
            // † HWx-16
            force_change: ForcedChange::Optional,
            // ‡
            temporary_ttl: None,
            // HW-19; † users themselves too (OFx-12, HWx-17)
            reset_link: ResetLink::Both,
            // † OFx-12
            reset_ttl: Span::hours(24),
            // Nothing is confirmed here; as under `standard`.
            email_change_ttl: Span::hours(1),
            password: PasswordRules {
                // † HWx-15
                min: 5,
                // ‡ what can be hashed
                max: 128,
                // † HWx-15
                classes: CharacterClasses::LetterDigitSpecial,
                // † HWx-15 asks for nothing else
                blocklist: Blocklist::Off,
                // † OFx-11
                history: 0,
                // † OFx-12
                max_age: None,
            },
            // † OFx-15
            self_change: SelfChange::Allowed,
            // † OFx-16: off unless the whole server has it
            directory: Directory::Disabled,
        },
        log_in: LogInPolicy {
            // † OFx-9
            error_style: ErrorStyle::Verbose,
            // † HWx-24: each application asks for its own permission
            requires_role: LogInRole::None,
            // One realm
            separate_realms: [].into(),
        },
        lockout: LockoutPolicy {
            // HW-11, HW-12; † OFx-3
            max_failures: 3,
            // † OFx-3: in a row, however long it takes
            window: None,
            // HW-13: until unblocked
            duration: None,
            // Only the last administrator's lockout ends by time.
            duration_cap: Span::hours(24),
            // HW-15
            release: LockoutRelease::Admin,
            // OFx-8 keeps it: deviated from
            unlock_counter: UnlockCounter::Resets,
            // Every lockout already lasts until unblocked.
            final_failures: 0,
        },
        invitation: InvitationPolicy {
            // ‡ HW-41: there are none; the rest as under `standard`
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
            // † HWx-1: users without a log-in are real
            without_credential: WithoutCredential::Activate,
            // † HWx-10, HWx-11
            block_after: BlockAfterActivation::DeactivateBlocks,
            // Nothing of the kind
            inactivity_limit: None,
        },
        block: BlockPolicy {
            // HW-8
            enabled: Supported::Yes,
        },
        removal: RemovalPolicy {
            // ‡ HW-41: no deleting; the rest is for users deleted under another policy
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
            // † HWx-23
            change_status: ChangeStatus::Permission,
            // † HWx-23
            view_users: ViewUsers::Permission,
            invitation_organization: InvitationOrganization::Chosen,
        },
        roles: RolePolicy {
            // HW-25; † many groups, each with from and until (HWx-21)
            model: RoleModel::Multi,
            // HW-25, HW-26
            editable: Supported::Yes,
            // † HWx-4: by template, not by rule
            default: [].into(),
            // ‡
            effective: RoleEffect::Immediate,
            // † HWx-22
            superuser: "SUPER".to_owned(),
            // † one company
            memberships: Membership::Single,
            // No plan limits users
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
            // HW-3; † one bar (HWx-6)
            search: SearchMode::Keyword,
            // † HWx-6: group name, first and last name; that it reads the first word only is a fault we do not copy.
            keyword_fields: [
                SearchField::DisplayName,
                SearchField::FirstName,
                SearchField::LastName,
            ]
            .into(),
            // † HWx-6: anywhere
            prefix_fields: [].into(),
            // ‡
            default_sort: "name".to_owned(),
            // ‡ no column can be clicked
            sortable: [].into(),
            // HW-4, HW-5; † HWx-7
            filters: [
                FilterKind::Role,
                FilterKind::Status,
                FilterKind::HideInactive,
            ]
            .into(),
            disabled_log_ins: DisabledLogIns::YesMeansDisabled,
            // † HWx-6
            pin_self: Supported::Yes,
            // † HWx-6
            page_size: 20,
            // No colours named; as under `standard`
            status_colours: StatusColours {
                pending: Colour::Orange,
                active: Colour::Green,
                inactive: Colour::Gray,
                blocked: Colour::Purple,
                deleted: Colour::Red,
            },
        },
        work: WorkPolicy {
            // HW-31; † product stores (HWx-5)
            scopes: [ScopeKind::Facility, ScopeKind::ProductStore].into(),
            // HW-27
            picker: Supported::Yes,
            // HW-35
            favourites: Favourites::Listed(
                [FavouriteKind::ProductStore, FavouriteKind::ShopifyShop].into(),
            ),
            absences: Supported::No,
            orgchart: Supported::No,
        },
        orders: OrderPolicy {
            unknown_email: UnknownEmail::Ignore,
        },
    }
}

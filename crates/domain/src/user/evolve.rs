//! From a user and an event to the next user: total, without policy, clock or doubt.

use super::{Profile, User, UserParts};
use crate::{
    credential::{Credential, EmailChange, Ticket, Tickets},
    event::{Enrolment, Event, Fact, Registered, Words},
    lifecycle::{Block, BlockCause, InactiveReason, Invitation, Lifecycle},
    value::Timestamp,
    work::{FacilityLogIn, Post, Work},
};

/// The user that the events tell of. `None` unless the first says that somebody was registered.
#[must_use]
pub fn replay(events: &[Event]) -> Option<User> {
    let (first, rest) = events.split_first()?;
    let user = begin(first)?;
    Some(fold_events(user, rest))
}

/// The user after these events.
#[must_use]
pub fn fold_events(user: User, events: &[Event]) -> User {
    events.iter().fold(user, evolve)
}

fn begin(event: &Event) -> Option<User> {
    let Fact::Registered(registered) = &event.fact else {
        return None;
    };
    let since = event.at;
    let lifecycle = if registered.active {
        Lifecycle::Active { since }
    } else {
        Lifecycle::Pending {
            since,
            invitation: Registered::first_invitation(),
        }
    };
    let Enrolment {
        profile,
        directory_id,
    } = registered.personal.known().cloned().unwrap_or_default();
    let mut credential = registered.credential.clone();
    if let Some(held) = credential.directory_id() {
        *held = directory_id;
    }
    Some(User::trusted(UserParts {
        id: registered.user,
        tenant: registered.tenant,
        kind: registered.kind,
        version: 1,
        profile,
        lifecycle,
        credential,
        tickets: Tickets::default(),
        work: Work {
            facilities: registered.facilities.clone(),
            ..Work::default()
        },
        grants: registered.grants.clone(),
        organizations: registered.organizations.clone(),
        anonymized_at: None,
        valid_from: registered.valid_from,
        valid_until: registered.valid_until,
        kept_active_at: None,
        created_at: since,
        created_by: registered.by.clone(),
    }))
}

/// The user after one event. Never fails: an event that does not fit changes nothing it cannot.
#[must_use]
pub fn evolve(user: User, event: &Event) -> User {
    let mut parts = user.into_parts();
    apply(&mut parts, event);
    User::trusted(parts)
}

impl User {
    /// The same user one version later.
    #[must_use]
    pub(crate) fn with_version(self, version: u64) -> Self {
        let mut parts = self.into_parts();
        parts.version = version;
        Self::trusted(parts)
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each event, none longer than its sentence"
)]
fn apply(user: &mut UserParts, Event { at, fact }: &Event) {
    let at = *at;
    match fact {
        Fact::InvitationSent {
            serial,
            expires_at,
            renewal,
        } => {
            invitation_sent(user, at, *serial, *expires_at, *renewal);
        }
        Fact::InvitationExpired {} => {
            if let Some(Invitation::Open { serial, .. }) = user.lifecycle.invitation().cloned() {
                set_invitation(
                    user,
                    Invitation::Expired {
                        serial,
                        expired_at: at,
                    },
                );
            }
        }
        Fact::InvitationRevoked { why } => {
            set_invitation(
                user,
                Invitation::Revoked {
                    revoked_at: at,
                    why: *why,
                },
            );
        }
        Fact::InvitationAccepted {} => {
            user.credential = Credential::Permanent { changed_at: at };
        }
        Fact::Activated {} => {
            user.tickets.kept_invitation = None;
            user.lifecycle = match user.lifecycle.block().cloned() {
                Some(block) => Lifecycle::Blocked { since: at, block },
                None => Lifecycle::Active { since: at },
            };
            user.kept_active_at = None;
        }
        Fact::ReturnedToPending {} => {
            user.lifecycle = Lifecycle::Pending {
                since: at,
                invitation: Invitation::NotSent,
            };
            user.credential = Credential::None;
            user.tickets.reset = None;
        }
        Fact::Deactivated {
            reason,
            block,
            personal,
        } => {
            user.tickets.kept_invitation = match user.lifecycle.invitation() {
                Some(Invitation::Open { serial, .. }) => Some(*serial),
                Some(_) | None => None,
            };
            user.lifecycle = resting(at, reason.clone(), block.clone(), personal.known());
            user.tickets.reset = None;
            user.tickets.email_change = None;
        }
        Fact::Blocked {
            by,
            until,
            personal,
        } => {
            let words = personal.known();
            let cause = BlockCause::Manual {
                by: by.clone(),
                reason: words.and_then(|words| words.reason.clone()),
            };
            let block = Block {
                since: at,
                until: *until,
                cause,
            };
            user.lifecycle = Lifecycle::Blocked { since: at, block };
        }
        Fact::LockedOut {
            until, timed_only, ..
        } => {
            let cause = BlockCause::Lockout {
                admin_released: false,
                timed_only: *timed_only,
            };
            let block = Block {
                since: at,
                until: *until,
                cause,
            };
            user.lifecycle = Lifecycle::Blocked { since: at, block };
        }
        Fact::LockoutReleased {} => release_lockout(&mut user.lifecycle),
        Fact::Unblocked { .. } => unblock(&mut user.lifecycle, at),
        Fact::PasswordSet { .. } | Fact::PasswordChanged { .. } => {
            user.credential = Credential::Permanent { changed_at: at };
            user.tickets.reset = None;
        }
        Fact::TemporaryPasswordSet { by, expires_at } => {
            user.credential = Credential::Temporary {
                set_by: by.clone(),
                expires_at: *expires_at,
            };
            user.tickets.reset = None;
        }
        Fact::PasswordResetRequested { serial, expires_at } => {
            user.tickets.last_reset = *serial;
            user.tickets.reset = Some(Ticket {
                serial: *serial,
                expires_at: *expires_at,
            });
        }
        Fact::CredentialMadeExternal { domain, personal } => {
            let account = personal.known();
            user.credential = Credential::External {
                domain: domain.clone(),
                directory_id: account.and_then(|account| account.directory_id.clone()),
            };
            user.tickets.reset = None;
        }
        Fact::ExternalCredentialRemoved {} => user.credential = Credential::None,
        Fact::EmailChangeRequested {
            serial,
            expires_at,
            personal,
        } => {
            user.tickets.last_email_change = *serial;
            let ticket = Ticket {
                serial: *serial,
                expires_at: *expires_at,
            };
            user.tickets.email_change = personal.known().map(|to| EmailChange {
                ticket,
                to: to.clone(),
            });
        }
        Fact::EmailChanged { personal } => {
            user.profile.email = personal.known().and_then(|change| change.to.clone());
            user.tickets.email_change = None;
            // A reset link was bound to the old address.
            user.tickets.reset = None;
        }
        Fact::ProfileUpdated { personal, .. } => {
            if let Some(change) = personal.known() {
                user.profile = change.to.apply(std::mem::take(&mut user.profile));
            }
        }
        Fact::ValidityChanged { from, until } => {
            user.valid_from = *from;
            user.valid_until = *until;
        }
        Fact::RoleGranted { grant } => {
            let same = |held: &crate::authority::Grant| {
                held.role == grant.role && held.scope == grant.scope
            };
            user.grants.retain(|held| !same(held));
            user.grants.push(grant.clone());
        }
        Fact::RoleRevoked { role, scope } => {
            user.grants
                .retain(|held| held.role != *role || held.scope != *scope);
        }
        Fact::OrganizationsChanged { to, .. } => {
            user.organizations.clone_from(to);
        }
        Fact::Deleted { purge_at, .. } => {
            let block = user.lifecycle.block().cloned();
            user.lifecycle = Lifecycle::Deleted {
                since: at,
                purge_at: *purge_at,
                block,
            };
            user.credential = Credential::None;
            user.tickets.reset = None;
            user.tickets.email_change = None;
            user.tickets.kept_invitation = None;
            user.work.facility_log_ins.clear();
        }
        Fact::Restored {} => {
            let block = user.lifecycle.block().cloned();
            let reason = InactiveReason::Restored;
            user.lifecycle = Lifecycle::Inactive {
                since: at,
                reason,
                block,
            };
        }
        Fact::Anonymized { keeps_username } => anonymize(user, at, *keeps_username),
        Fact::LastAdminKept {} => user.kept_active_at = Some(at),
        Fact::FavouritesChanged { to, .. } => user.work.favourites = to.clone(),
        Fact::CapabilitiesChanged { to, .. } => user.work.capabilities = to.clone(),
        Fact::DaysOffChanged { personal } => {
            let change = personal.known();
            user.work.days_off = change.map(|change| change.to.clone()).unwrap_or_default();
        }
        Fact::FacilitiesChanged { to, .. } => user.work.assign(to.clone()),
        Fact::ProductStoresChanged { to, .. } => user.work.product_stores = to.clone(),
        Fact::FacilityLogInSet {
            facility,
            id,
            personal,
        } => {
            // Once the name is forgotten, so is the log-in.
            let log_in = personal.known().map(|username| FacilityLogIn {
                id: *id,
                username: username.clone(),
                set_at: at,
            });
            user.work
                .facility_log_ins
                .extend(log_in.map(|log_in| (*facility, log_in)));
        }
        Fact::FacilityLogInRemoved { facility } => {
            user.work.facility_log_ins.remove(facility);
        }
        Fact::PositionChanged { to, .. } => {
            user.work.post = to.map(|position| Post {
                position,
                department: None,
            });
        }
        Fact::DepartmentChanged { to, .. } => {
            if let Some(post) = &mut user.work.post {
                post.department = *to;
            }
        }
        Fact::PhotoSet { personal } => user.work.photo = personal.known().cloned(),
        Fact::PhotoRemoved {} => user.work.photo = None,
        Fact::Registered(_)
        | Fact::UploadRecorded { .. }
        | Fact::Purged {}
        | Fact::SessionsEnded {}
        | Fact::LogInSucceeded {}
        | Fact::LogInFailed { .. }
        | Fact::PasswordChangeRequired {}
        | Fact::AuthorizationFailed {}
        | Fact::FacilityLogInSucceeded { .. }
        | Fact::FacilityLogInFailed { .. }
        | Fact::FacilityAuthorizationFailed { .. }
        | Fact::FacilityLogInLockedOut { .. } => {}
    }
}

fn resting(
    since: Timestamp,
    mut reason: InactiveReason,
    mut block: Option<Block>,
    words: Option<&Words>,
) -> Lifecycle {
    if let Some(words) = words {
        if let Some(held) = reason.words() {
            held.clone_from(&words.reason);
        }
        if let Some(held) = block.as_mut().and_then(Block::words) {
            held.clone_from(&words.block);
        }
    }
    Lifecycle::Inactive {
        since,
        reason,
        block,
    }
}

fn invitation_sent(
    user: &mut UserParts,
    at: Timestamp,
    serial: u32,
    expires_at: Timestamp,
    renewal: bool,
) {
    user.tickets.last_invitation = serial;
    user.tickets.kept_invitation = None;
    set_invitation(
        user,
        Invitation::Open {
            serial,
            sent_at: at,
            expires_at,
        },
    );
    if renewal {
        user.tickets.renewals = user.tickets.renewals.saturating_add(1);
    } else {
        user.tickets.renewals = 0;
        user.tickets
            .invitations_sent
            .retain(|sent| *sent > crate::value::Span::hours(1).before(at));
        user.tickets.invitations_sent.push(at);
    }
}

fn set_invitation(user: &mut UserParts, next: Invitation) {
    if let Lifecycle::Pending { invitation, .. } = &mut user.lifecycle {
        *invitation = next;
    }
}

fn release_lockout(lifecycle: &mut Lifecycle) {
    let block = match lifecycle {
        Lifecycle::Blocked { block, .. } => Some(block),
        Lifecycle::Inactive { block, .. } | Lifecycle::Deleted { block, .. } => block.as_mut(),
        Lifecycle::Pending { .. } | Lifecycle::Active { .. } => None,
    };
    if let Some(Block {
        cause: BlockCause::Lockout { admin_released, .. },
        ..
    }) = block
    {
        *admin_released = true;
    }
}

/// A block in force gives way to Active; one underneath disappears (I-14).
fn unblock(lifecycle: &mut Lifecycle, at: Timestamp) {
    match lifecycle {
        Lifecycle::Blocked { .. } => *lifecycle = Lifecycle::Active { since: at },
        Lifecycle::Inactive { block, .. } | Lifecycle::Deleted { block, .. } => *block = None,
        Lifecycle::Pending { .. } | Lifecycle::Active { .. } => {}
    }
}

fn anonymize(user: &mut UserParts, at: Timestamp, keeps_username: bool) {
    let username = user.profile.username.take().filter(|_| keeps_username);
    user.profile = Profile {
        username,
        ..Profile::default()
    };
    user.tickets.email_change = None;
    user.tickets.reset = None;
    user.lifecycle.forget_words();
    // The name in the directory is kept with the user name: by it the user may still log in (OB-7).
    if !keeps_username {
        user.credential.directory_id().and_then(Option::take);
    }
    user.work.forget_person();
    user.anonymized_at = Some(at);
}

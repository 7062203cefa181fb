//! The unit of work as a value: everything that one command leads to, built by pure code.

use crate::{
    authority::ActorRef,
    command::{Action, Command, NewCredential, Registration},
    decide::due_at,
    event::{Event, Fact, Recorded, UnblockedHow},
    notice::{Message, messages},
    policy::{UnlockCounter, ValidPolicy},
    user::{User, evolve},
    value::{CommandId, EventId, MessageId, PasswordHash, Timestamp, fold},
};
use std::sync::Arc;
use uuid::Uuid;

/// One command's whole effect. The store writes it in one transaction, or nothing of it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The version that was read; 0 for a registration.
    pub expected: u64,
    /// The user after the command.
    pub after: User,
    /// The display number, for a registration.
    pub number: Option<i64>,
    /// The wish.
    pub command: CommandId,
    /// Who asked.
    pub actor: ActorRef,
    /// For the audit trail, in order.
    pub events: Vec<Recorded>,
    /// For the outbox.
    pub messages: Vec<(MessageId, Message)>,
    /// When something happens by itself next.
    pub due_at: Option<Timestamp>,
    /// What becomes of the stored password.
    pub password: PasswordEffect,
    /// What becomes of the stored picture.
    pub photo: PhotoEffect,
    /// What becomes of his former passwords.
    pub former: FormerPasswords,
    /// What becomes of the user's sessions.
    pub sessions: SessionEffect,
    /// What becomes of the count of failed log-ins.
    pub attempts: AttemptsEffect,
    /// A condition over other rows.
    pub guard: Option<Guard>,
    /// Must the commit prove that the user has no orders (OB-52)? One may have come since somebody looked.
    pub without_orders: bool,
    /// Does the row stay?
    pub row: Row,
    /// Is personal data in earlier events and messages masked?
    pub redact: bool,
    /// The keys that no other user of the tenant may hold.
    pub claims: Claims,
    /// The moment of the decision.
    pub at: Timestamp,
    /// The policy's revision under which it was decided.
    pub policy_revision: i64,
}

/// What becomes of the stored password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordEffect {
    /// As it is.
    Keep,
    /// This one instead.
    Set(PasswordHash),
    /// None any more.
    Clear,
}

/// What becomes of the stored picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoEffect {
    /// As it is.
    Keep,
    /// This JPEG instead.
    Set(Arc<[u8]>),
    /// None any more.
    Clear,
}

/// What becomes of a user's former passwords (P-56).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormerPasswords {
    /// They stay.
    Keep,
    /// The one that is replaced becomes one of them.
    Remember {
        /// Of all, only so many stay.
        most: u8,
    },
    /// None is kept any more.
    Forget,
}

/// What becomes of the user's sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEffect {
    /// They stay.
    Keep,
    /// All end (I-9).
    EndAll,
}

/// What becomes of the count of failed log-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptsEffect {
    /// As it is.
    Keep,
    /// The failures in the window are forgotten; the count of lockouts stays.
    ClearFailures,
    /// All is forgotten.
    Reset,
    /// One more failure locks out (P-19 `keeps`).
    OneLeft {
        /// The count to set.
        failures: u32,
    },
}

/// A condition over other rows that the commit must prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Another administrator who can log in exists.
    AnotherAdmin,
    /// No more than so many users hold a seat, this one among them.
    Seats(u32),
}

/// Does the row stay?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// It stays.
    Keep,
    /// It goes; the events stay.
    Remove,
}

/// The keys that no other user of the tenant may hold. None: released, or never held.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Claims {
    /// The folded address.
    pub email: Option<String>,
    /// The folded user name.
    pub username: Option<String>,
    /// The external id.
    pub external_id: Option<String>,
}

/// Mints a fresh, time-ordered id; the only source of ids here.
pub type Mint<'a> = dyn FnMut() -> Uuid + Send + 'a;

impl Change {
    /// What a command on an existing user leads to.
    #[must_use]
    pub fn new(
        before: &User,
        command: &Command,
        events: Vec<Event>,
        policy: &ValidPolicy,
        circumstances: Circumstances,
        mint: &mut Mint<'_>,
    ) -> Self {
        let origin = Origin {
            command: command.id,
            actor: command.actor.reference(),
        };
        let password = command.action.new_password();
        let mut change = Self::build(
            Some(before),
            before.clone(),
            &origin,
            events,
            password,
            policy,
            circumstances,
            mint,
        );
        if let Action::SetPhoto(upload) = &command.action
            && change.after.work().photo.as_ref() == Some(&upload.digest)
        {
            change.photo = PhotoEffect::Set(Arc::clone(&upload.jpeg));
        }
        change
    }

    /// What a registration leads to. `None` when the events do not begin with one.
    #[must_use]
    pub fn registration(
        wish: &Registration,
        events: Vec<Event>,
        policy: &ValidPolicy,
        circumstances: Circumstances,
        number: i64,
        mint: &mut Mint<'_>,
    ) -> Option<Self> {
        let origin = Origin {
            command: wish.command,
            actor: wish.actor.reference(),
        };
        let password = match &wish.credential {
            NewCredential::Password(hash)
            | NewCredential::Temporary(hash)
            | NewCredential::Bootstrap(hash) => Some(hash),
            NewCredential::Invitation | NewCredential::External { .. } | NewCredential::None => {
                None
            }
        };
        let first = crate::user::replay(events.get(..1)?)?;
        let mut change = Self::build(
            None,
            first,
            &origin,
            events,
            password,
            policy,
            circumstances,
            mint,
        );
        change.number = Some(number);
        Some(change)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "private; the two constructors above name them"
    )]
    fn build(
        before: Option<&User>,
        start: User,
        origin: &Origin,
        events: Vec<Event>,
        password: Option<&PasswordHash>,
        policy: &ValidPolicy,
        circumstances: Circumstances,
        mint: &mut Mint<'_>,
    ) -> Self {
        let expected = before.map_or(0, User::version);
        let changes_state = events.iter().any(|event| event.fact.is_of_state());
        let version = expected + u64::from(changes_state);
        let mut mail = Vec::new();
        let mut after = start;
        for event in &events {
            let known = before.map(|_| &after);
            mail.extend(messages(event, known, policy));
            after = evolve(after, event);
        }
        let after = after.with_version(version.max(1));
        let effects = Effects {
            events: &events,
            before,
            after: &after,
            policy,
            now: circumstances.now,
        };
        Self {
            expected,
            number: None,
            command: origin.command,
            actor: origin.actor.clone(),
            messages: mail
                .into_iter()
                .map(|message| (MessageId(mint()), message))
                .collect(),
            due_at: due_at(&after, circumstances.last_log_in_at, policy),
            password: effects.password(password),
            photo: effects.photo(),
            former: effects.former(password),
            sessions: effects.sessions(),
            attempts: effects.attempts(),
            guard: before
                .and_then(|before| effects.admin_guard(before))
                .or_else(|| effects.seat_guard(before)),
            without_orders: effects.any(|fact| matches!(fact, Fact::Deleted { .. }))
                && policy.removal.asks_history(),
            row: effects.row(),
            redact: effects.any(|fact| matches!(fact, Fact::Anonymized { .. } | Fact::Purged {})),
            claims: effects.claims(),
            at: circumstances.now,
            policy_revision: circumstances.policy_revision,
            events: record(&after, origin, events, mint),
            after,
        }
    }
}

/// Who asked for what, for the records.
struct Origin {
    command: CommandId,
    actor: ActorRef,
}

/// What stood around a decision.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// The moment.
    pub now: Timestamp,
    /// The policy's revision.
    pub policy_revision: i64,
    /// When the user last logged in.
    pub last_log_in_at: Option<Timestamp>,
}

fn record(after: &User, origin: &Origin, events: Vec<Event>, mint: &mut Mint<'_>) -> Vec<Recorded> {
    let numbered = (0_u16..).zip(events);
    let recorded = numbered.map(|(ordinal, event)| Recorded {
        id: EventId(mint()),
        tenant: after.tenant(),
        user: after.id(),
        version: after.version(),
        ordinal,
        actor: origin.actor.clone(),
        command: origin.command,
        event,
    });
    recorded.collect()
}

struct Effects<'a> {
    events: &'a [Event],
    before: Option<&'a User>,
    after: &'a User,
    policy: &'a ValidPolicy,
    now: Timestamp,
}

impl Effects<'_> {
    fn any(&self, test: impl Fn(&Fact) -> bool) -> bool {
        self.events.iter().any(|event| test(&event.fact))
    }

    fn password(&self, new: Option<&PasswordHash>) -> PasswordEffect {
        let sets = self.any(|fact| {
            matches!(
                fact,
                Fact::Registered(_)
                    | Fact::InvitationAccepted {}
                    | Fact::PasswordSet { .. }
                    | Fact::PasswordChanged { .. }
                    | Fact::TemporaryPasswordSet { .. }
            )
        });
        let clears = self.any(|fact| {
            matches!(
                fact,
                Fact::Deleted { .. }
                    | Fact::CredentialMadeExternal { .. }
                    | Fact::ExternalCredentialRemoved {}
                    | Fact::ReturnedToPending {}
            )
        });
        match new {
            Some(hash) if sets => PasswordEffect::Set(hash.clone()),
            _ if clears => PasswordEffect::Clear,
            _ => PasswordEffect::Keep,
        }
    }

    /// A picture goes when it is removed, and with the person's other data.
    fn photo(&self) -> PhotoEffect {
        let had = self.before.is_some_and(|user| user.work().photo.is_some());
        if had && self.after.work().photo.is_none() {
            PhotoEffect::Clear
        } else {
            PhotoEffect::Keep
        }
    }

    /// They go with the password itself, with the person, and where none is compared any more.
    fn former(&self, new: Option<&PasswordHash>) -> FormerPasswords {
        let is_masked = self.any(|fact| matches!(fact, Fact::Anonymized { .. }));
        match (self.password(new), self.policy.credential.password.history) {
            _ if is_masked => FormerPasswords::Forget,
            (PasswordEffect::Keep, _) => FormerPasswords::Keep,
            (PasswordEffect::Clear, _) | (PasswordEffect::Set(_), 0) => FormerPasswords::Forget,
            (PasswordEffect::Set(_), most) => FormerPasswords::Remember { most },
        }
    }

    /// Every event that takes away the ability to log in, or changes how one proves oneself, ends all sessions.
    fn sessions(&self) -> SessionEffect {
        let ends = self.any(|fact| {
            matches!(
                fact,
                Fact::Deactivated { .. }
                    | Fact::Blocked { .. }
                    | Fact::LockedOut { .. }
                    | Fact::Deleted { .. }
                    | Fact::Purged {}
                    | Fact::ReturnedToPending {}
                    | Fact::PasswordSet { .. }
                    | Fact::TemporaryPasswordSet { .. }
                    | Fact::PasswordChanged { .. }
                    | Fact::CredentialMadeExternal { .. }
                    | Fact::ExternalCredentialRemoved {}
                    | Fact::SessionsEnded {}
            )
        });
        // A validity that begins later, say, or the loss of the role that a log-in needs.
        let loses = |can: &dyn Fn(&User) -> bool| self.before.is_some_and(can) && !can(self.after);
        let loses = loses(&|user| user.can_log_in(self.policy, self.now))
            || loses(&|user| user.holds_what_log_in_asks(self.policy, self.now));
        if ends || loses {
            SessionEffect::EndAll
        } else {
            SessionEffect::Keep
        }
    }

    fn attempts(&self) -> AttemptsEffect {
        let max = self.policy.lockout.max_failures;
        let mut effect = AttemptsEffect::Keep;
        for event in self.events {
            let fact = &event.fact;
            if matches!(
                fact,
                Fact::PasswordChanged { .. } | Fact::InvitationAccepted {}
            ) {
                effect = AttemptsEffect::Reset;
            } else if matches!(
                fact,
                Fact::Unblocked {
                    how: UnblockedHow::Time
                }
            ) {
                effect = AttemptsEffect::ClearFailures;
            } else if is_released_by_hand(fact) {
                effect = match self.policy.lockout.unlock_counter {
                    UnlockCounter::Resets => AttemptsEffect::Reset,
                    UnlockCounter::Keeps if max > 0 => {
                        AttemptsEffect::OneLeft { failures: max - 1 }
                    }
                    UnlockCounter::Keeps => AttemptsEffect::Keep,
                };
            }
        }
        effect
    }

    fn row(&self) -> Row {
        if self.any(|fact| matches!(fact, Fact::Purged {})) {
            Row::Remove
        } else {
            Row::Keep
        }
    }

    /// Who was an administrator and is none any more leaves another behind. A lockout takes none away.
    fn admin_guard(&self, before: &User) -> Option<Guard> {
        (before.counts_as_admin() && !self.after.counts_as_admin()).then_some(Guard::AnotherAdmin)
    }

    fn seat_guard(&self, before: Option<&User>) -> Option<Guard> {
        let takes = self.after.holds_seat() && !before.is_some_and(User::holds_seat);
        self.policy.roles.seats.filter(|_| takes).map(Guard::Seats)
    }

    fn claims(&self) -> Claims {
        self.after.claims(self.policy)
    }
}

impl User {
    /// The keys that the user holds against all others of the tenant, by the policy (P-12, P-34, I-10).
    #[must_use]
    pub fn claims(&self, policy: &ValidPolicy) -> Claims {
        use crate::{
            lifecycle::Status,
            policy::{IdentifierReuse, Uniqueness},
        };
        let reusable = policy.removal.identifier_reuse == IdentifierReuse::AfterDelete;
        if self.status() == Status::Deleted && reusable {
            return Claims::default();
        }
        let profile = self.profile();
        let unique = |rule| rule == Uniqueness::PerTenant;
        Claims {
            email: profile
                .email
                .as_ref()
                .filter(|_| unique(policy.identity.email_unique) || self.logs_in_by_email(policy))
                .map(crate::value::EmailAddress::key),
            username: profile.username.as_ref().map(crate::value::Username::key),
            external_id: profile
                .external_id
                .as_ref()
                .filter(|_| unique(policy.identity.external_id_unique))
                .map(|id| fold(id.as_str())),
        }
    }
}

/// A completed reset has forgotten all failures already; time forgets those in the window.
fn is_released_by_hand(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Unblocked {
            how: UnblockedHow::Administrator | UnblockedHow::Activation
        }
    )
}

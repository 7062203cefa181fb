//! The unit of work as a value: everything that one command leads to, built by pure code.

mod claims;
mod effects;

pub use claims::Claims;

use crate::{
    authority::ActorRef,
    command::{Action, Command, NewCredential, Registration},
    decide::due_at,
    event::{Event, Fact, Recorded},
    notice::{Message, messages},
    policy::ValidPolicy,
    user::{User, evolve},
    value::{CommandId, EventId, MessageId, PasswordHash, Timestamp},
};
use effects::Effects;
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
    /// From where it was asked.
    pub origin: Origin,
    /// For the audit trail, in order.
    pub events: Vec<Recorded>,
    /// For the outbox.
    pub messages: Vec<(MessageId, Message)>,
    /// When something happens by itself next.
    pub due_at: Option<Timestamp>,
    /// What becomes of the stored password.
    pub password: PasswordEffect,
    /// The hash of the PIN of a facility's log-in that is new.
    pub pin: Option<PasswordHash>,
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

/// From where a wish came. Nothing is decided by it; the audit trail tells it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Origin {
    /// The network address of whoever asked.
    pub ip: Option<String>,
    /// The request that it was asked in.
    pub request_id: Option<String>,
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
        let asked = Asked {
            command: command.id,
            actor: command.actor.reference(),
        };
        let password = command.action.new_password();
        let mut change = Self::build(
            Some(before),
            before.clone(),
            &asked,
            events,
            password,
            policy,
            circumstances,
            mint,
        );
        if let Action::SetFacilityLogIn { pin, .. } = &command.action {
            change.pin = Some(pin.clone());
        }
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
        let asked = Asked {
            command: wish.command,
            actor: wish.actor.reference(),
        };
        let password = match &wish.credential {
            NewCredential::Password(hash)
            | NewCredential::Temporary(hash)
            | NewCredential::Bootstrap(hash)
            | NewCredential::Imported(hash) => Some(hash),
            NewCredential::Invitation | NewCredential::External { .. } | NewCredential::None => {
                None
            }
        };
        let first = crate::user::replay(events.get(..1)?)?;
        let mut change = Self::build(
            None,
            first,
            &asked,
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
        asked: &Asked,
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
            command: asked.command,
            actor: asked.actor.clone(),
            origin: Origin::default(),
            messages: mail
                .into_iter()
                .map(|message| (MessageId(mint()), message))
                .collect(),
            due_at: due_at(&after, circumstances.last_log_in_at, policy),
            password: effects.password(password),
            pin: None,
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
            claims: after.claims(policy),
            at: circumstances.now,
            policy_revision: circumstances.policy_revision,
            events: record(&after, asked, events, mint),
            after,
        }
    }
}

/// Who asked for what, for the records.
struct Asked {
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

fn record(after: &User, asked: &Asked, events: Vec<Event>, mint: &mut Mint<'_>) -> Vec<Recorded> {
    let numbered = (0_u16..).zip(events);
    let recorded = numbered.map(|(ordinal, event)| Recorded {
        id: EventId(mint()),
        tenant: after.tenant(),
        user: after.id(),
        version: after.version(),
        ordinal,
        actor: asked.actor.clone(),
        command: asked.command,
        event,
    });
    recorded.collect()
}

//! The rules of a user account's life in an order management system.
//!
//! Pure: no IO, no clock, no randomness, no ids minted here. Time, chance and ids are arguments, so
//! every answer can be asked for again.
//!
//! ```
//! use tenure_domain::{lifecycle::Status, policy::presets, testing::*, *};
//!
//! let policy = presets::standard().check().expect("no contradictions");
//! let wish = registration(NewCredential::Invitation);
//! let invited = replay(&register(&wish, &facts(), &policy, noon())?).expect("a user");
//! assert_eq!(invited.status(), Status::Pending);
//!
//! let names = ProfileChange::default();
//! let accept = Action::AcceptInvitation { serial: 1, password: hash(), names };
//! let command = Command::new(wish.command, visitor(), accept);
//! let mut ana = fold_events(invited.clone(), &decide(&invited, &command, &facts(), &policy, noon())?);
//! assert_eq!(ana.status(), Status::Active);
//!
//! let mut attempts = Attempts::default();
//! while !ana.is_locked_out() {
//!     let verdict = judge(&ana, Proof::Wrong, attempts, &facts(), &policy, noon());
//!     (ana, attempts) = (fold_events(ana, &verdict.events), verdict.attempts);
//! }
//! let right = |now| judge(&ana, Proof::Right, attempts, &facts(), &policy, now).outcome;
//! assert_eq!(right(noon()), LogInOutcome::Failed(LogInFailure::LockedOut));
//! assert_eq!(right(noon_and(value::Span::minutes(15))), LogInOutcome::LoggedIn);
//! # Ok::<(), Rejection>(())
//! ```
#![warn(missing_docs)]

pub mod authority;
mod available;
pub mod change;
mod command;
pub mod credential;
mod decide;
mod event;
pub mod lifecycle;
mod listing;
mod log_in;
mod notice;
pub mod policy;
pub mod reference;
mod rejection;
mod tenant_event;
#[cfg(feature = "testing")]
pub mod testing;
mod transitions;
mod user;
pub mod value;
pub mod work;

pub use available::{available, is_hidden, offers_restore, sees, sight};
pub use change::Change;
pub use command::{
    Action, ActionKind, Command, Facts, FirstAccess, NewCredential, OrderHistory, Registration,
};
pub use decide::{decide, due_at, elapse, register};
pub use event::{
    DirectoryAccount, EmailFromTo, Enrolment, Event, Fact, LogInFailure, PasswordChangedHow,
    ProfileFromTo, Recorded, Registered, UnblockedHow, Words,
};
pub use listing::{Fit, Search, who_picks};
pub use log_in::{
    AUTHORIZATION_FAILURE, Admission, Attempts, LOG_IN_FAILED, LogInOutcome, PinCount, PinVerdict,
    Proof, Verdict, admit, admit_pin, judge, judge_pin,
};
pub use notice::{About, Message, Recipient, messages};
pub use policy::{Policy, ValidPolicy};
pub use rejection::{Rejection, Violation};
pub use tenant_event::{
    BackupMade, ExportMade, ImportCounts, PolicyChanged, RoleDefined, RoleEdited, SettingChange,
    TenantFact, TextChange,
};
pub use transitions::{
    Cause, Transitions, conceivable, own_transitions as own_status_transitions,
    transitions as status_transitions,
};
pub use user::{
    Gate, Inconsistent, InvitationView, Kind, LiveTicket, LogInWindow, Profile, ProfileChange,
    StatusView, User, UserParts, evolve, fold_events, replay,
};

/// The README's example, compiled with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;

//! Given, when, then.

use super::{carry_out, facts, natural_actor, noon, oneself, standard};
use crate::{
    authority::Actor,
    change::Change,
    command::{Action, Command, Facts},
    decide::decide,
    event::{Event, Fact},
    lifecycle::Status,
    log_in::{Attempts, LogInOutcome, Proof, Verdict, judge},
    policy::{Policy, ValidPolicy},
    rejection::Rejection,
    user::{User, fold_events},
    value::{CommandId, Span, Timestamp},
};
use uuid::Uuid;

/// What stands before somebody asks: a user, at noon, under the preset `standard`, with [`facts`].
#[must_use]
pub fn given(user: User) -> Scenario {
    Scenario {
        user,
        attempts: Attempts::default(),
        policy: standard(),
        facts: facts(),
        now: noon(),
    }
}

/// What stands before somebody asks.
#[derive(Clone, Debug)]
pub struct Scenario {
    user: User,
    attempts: Attempts,
    policy: ValidPolicy,
    facts: Facts,
    now: Timestamp,
}

impl Scenario {
    /// Under this policy.
    #[must_use]
    pub fn under(mut self, policy: ValidPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Under the same policy but for these settings.
    #[must_use]
    pub fn where_policy(self, change: impl FnOnce(&mut Policy)) -> Self {
        let mut policy = (*self.policy).clone();
        change(&mut policy);
        let policy = policy.check().expect("a policy without contradictions");
        self.under(policy)
    }

    /// With these facts otherwise.
    #[must_use]
    pub fn knowing(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.facts);
        self
    }

    /// At this moment.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// So much later; nothing sweeps in between.
    #[must_use]
    pub fn after(mut self, span: Span) -> Self {
        self.now = span.after(self.now);
        self
    }

    /// After this was done by whoever usually does it.
    #[must_use]
    #[track_caller]
    pub fn and(self, action: Action) -> Self {
        let code = format!("{:?}", action.kind());
        match self.clone().when(action).try_then() {
            Ok((_, next)) => next,
            Err(rejection) => panic!("{code} was refused: {rejection:?}"),
        }
    }

    /// Somebody asks for this; unless told by [`Wish::by`], whoever usually does.
    #[must_use]
    pub fn when(self, action: Action) -> Wish {
        let actor = natural_actor(&action, &self.user, self.now);
        Wish {
            scenario: self,
            actor,
            action,
            expect: None,
        }
    }

    /// Somebody tries to log in; the scenario goes on from there.
    #[must_use]
    pub fn try_to_log_in(mut self, proof: Proof) -> (Verdict, Self) {
        let verdict = judge(
            &self.user,
            proof,
            self.attempts,
            &self.facts,
            &self.policy,
            self.now,
        );
        self.user = fold_events(self.user, &verdict.events);
        self.attempts = verdict.attempts;
        if self.attempts.last_log_in_at.is_some() {
            self.facts.last_log_in_at = self.attempts.last_log_in_at;
        }
        (verdict, self)
    }

    /// After so many wrong passwords.
    #[must_use]
    pub fn after_wrong_passwords(self, times: u32) -> Self {
        (0..times).fold(self, |scenario, _| scenario.try_to_log_in(Proof::Wrong).1)
    }

    /// The answer to the right password is this.
    #[track_caller]
    pub fn the_right_password_is(self, outcome: LogInOutcome) -> Self {
        let (verdict, next) = self.try_to_log_in(Proof::Right);
        assert_eq!(verdict.outcome, outcome, "the right password");
        next
    }

    /// The user stands there.
    #[track_caller]
    pub fn stands(self, status: Status) -> Self {
        assert_eq!(self.user.status(), status, "{:?}", self.user.lifecycle());
        self
    }

    /// The user as he is now.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &ValidPolicy {
        &self.policy
    }

    /// What is known from outside.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The count of failed log-ins.
    #[must_use]
    pub fn attempts(&self) -> Attempts {
        self.attempts
    }
}

/// Somebody asks for something.
#[derive(Clone, Debug)]
pub struct Wish {
    scenario: Scenario,
    actor: Actor,
    action: Action,
    expect: Option<u64>,
}

impl Wish {
    /// This one asks.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// The user himself asks, with what his roles allow.
    #[must_use]
    pub fn by_oneself(self) -> Self {
        let actor = oneself(&self.scenario.user, self.scenario.now);
        self.by(actor)
    }

    /// Only if the user still has this version.
    #[must_use]
    pub fn if_version(mut self, version: u64) -> Self {
        self.expect = Some(version);
        self
    }

    /// The answer of the rules.
    ///
    /// # Errors
    /// Their [`Rejection`].
    pub fn decide(&self) -> Result<Vec<Event>, Rejection> {
        let Scenario {
            user,
            policy,
            facts,
            now,
            ..
        } = &self.scenario;
        let id = CommandId(Uuid::from_u128(0xC1));
        let mut command = Command::new(id, self.actor.clone(), self.action.clone());
        command.expect = self.expect;
        decide(user, &command, facts, policy, *now)
    }

    /// Everything that the store would write.
    ///
    /// # Errors
    /// The [`Rejection`] of the rules.
    pub fn try_change(&self) -> Result<Change, Rejection> {
        let Scenario {
            user,
            policy,
            facts,
            now,
            ..
        } = &self.scenario;
        carry_out(
            user,
            self.actor.clone(),
            self.action.clone(),
            facts,
            policy,
            *now,
        )
    }

    /// Everything that the store would write.
    #[must_use]
    #[track_caller]
    pub fn change(&self) -> Change {
        match self.try_change() {
            Ok(change) => change,
            Err(rejection) => panic!("refused: {rejection:?}"),
        }
    }

    /// The facts and how things stand after.
    ///
    /// # Errors
    /// The [`Rejection`] of the rules.
    pub fn try_then(self) -> Result<(Vec<Fact>, Scenario), Rejection> {
        let facts = self.decide()?.into_iter().map(|event| event.fact).collect();
        let after = self.try_change()?.after;
        let mut next = self.scenario;
        next.user = after;
        Ok((facts, next))
    }

    /// It is accepted and leads to exactly these facts; goes on from there.
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = Fact>) -> Scenario {
        let expected = expected.into_iter().collect::<Vec<_>>();
        match self.try_then() {
            Ok((facts, next)) => {
                assert_eq!(facts, expected, "facts");
                next
            }
            Err(rejection) => panic!("refused: {rejection:?}"),
        }
    }

    /// It is accepted, whatever it leads to; goes on from there.
    #[track_caller]
    pub fn then_accepted(self) -> Scenario {
        match self.try_then() {
            Ok((_, next)) => next,
            Err(rejection) => panic!("refused: {rejection:?}"),
        }
    }

    /// It is already fulfilled: accepted, and nothing happens.
    #[track_caller]
    pub fn then_nothing(self) -> Scenario {
        self.then([])
    }

    /// It is refused with this code.
    #[track_caller]
    pub fn then_refused(self, code: &str) -> Rejection {
        match self.try_then() {
            Ok((facts, _)) => panic!("accepted instead of {code}: {facts:?}"),
            Err(rejection) => {
                assert_eq!(rejection.code(), code, "{rejection:?}");
                rejection
            }
        }
    }
}

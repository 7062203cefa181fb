//! A small tenant that lives: members, a policy, and one step after the other.

use super::{carry_out, clock, facts, operator, organization_admin, plain_user, visitor};
use crate::{
    authority::{Actor, Authority},
    change::{AttemptsEffect, Change, Row},
    command::{Action, Facts, Registration},
    decide::register,
    event::Event,
    log_in::{Admission, Attempts, Proof, Verdict, admit, judge},
    policy::ValidPolicy,
    rejection::Rejection,
    user::{User, fold_events, replay},
    value::{Span, Timestamp},
};

/// Who asks in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The first member who is a system administrator, else the operator.
    Administrator,
    /// An administrator of organization 1.
    OrganizationAdmin,
    /// Somebody without roles.
    Plain,
    /// The user himself.
    Oneself,
    /// Whoever runs the server.
    Operator,
    /// Time.
    Clock,
    /// Somebody without a log-in.
    Visitor,
}

/// What is done in a step.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Somebody asks for something.
    Ask(Who, Box<Action>),
    /// Somebody tries to log in.
    LogIn(Proof),
}

/// One step: some time passes, then something is done to one of the members.
#[derive(Clone, Debug)]
pub struct Step {
    /// How long nothing happens before.
    pub wait: Span,
    /// To which member, counted around.
    pub member: usize,
    /// What.
    pub deed: Deed,
}

/// One member with what is kept beside him.
#[derive(Clone, Debug)]
pub struct Member {
    /// The user.
    pub user: User,
    /// Failed log-ins.
    pub attempts: Attempts,
    /// Everything that ever happened to him.
    pub history: Vec<Event>,
    /// Is a session open?
    pub session: bool,
    /// Was the row removed?
    pub gone: bool,
}

/// A tenant with few members.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Its rules.
    pub policy: ValidPolicy,
    /// The present.
    pub now: Timestamp,
    /// Those who ever were members.
    pub members: Vec<Member>,
}

/// What one step led to.
#[derive(Clone, Debug)]
pub struct Done {
    /// Who was concerned.
    pub member: usize,
    /// What was done.
    pub deed: Deed,
    /// The user before.
    pub before: User,
    /// Was a session open before?
    pub session_before: bool,
    /// What was known from outside.
    pub facts: Facts,
    /// Who asked; nobody for a log-in.
    pub actor: Option<Actor>,
    /// What the command led to, or the refusal; none for a log-in.
    pub answer: Option<Result<Change, Rejection>>,
    /// What the log-in led to.
    pub verdict: Option<Verdict>,
}

impl Tenant {
    /// A tenant without members.
    #[must_use]
    pub fn new(policy: ValidPolicy, now: Timestamp) -> Self {
        Self {
            policy,
            now,
            members: Vec::new(),
        }
    }

    /// Adds a member.
    ///
    /// # Errors
    /// The [`Rejection`] of the registration.
    pub fn add(&mut self, wish: &Registration) -> Result<(), Rejection> {
        let mut facts = facts();
        facts.seats_used = self.seats_used();
        let history = register(wish, &facts, &self.policy, self.now)?;
        self.members.extend(replay(&history).map(|user| Member {
            user,
            attempts: Attempts::default(),
            history,
            session: false,
            gone: false,
        }));
        Ok(())
    }

    fn seats_used(&self) -> u32 {
        let here = self.members.iter().filter(|member| !member.gone);
        here.filter(|member| member.user.holds_seat())
            .fold(0, |count, _| count + 1)
    }

    /// What the store would know beside this member.
    #[must_use]
    pub fn facts_for(&self, index: usize) -> Facts {
        let others = self.members.iter().enumerate();
        let mut others = others.filter(|(at, other)| *at != index && !other.gone);
        Facts {
            other_admin: others.any(|(_, other)| other.user.counts_as_admin()),
            seats_used: self.seats_used(),
            last_log_in_at: self
                .members
                .get(index)
                .and_then(|member| member.attempts.last_log_in_at),
            ..facts()
        }
    }

    fn actor(&self, who: Who, of: &User) -> Actor {
        let logged_in = |user: &User| Actor::User {
            id: user.id(),
            authority: Authority::of(user.grants(), &facts().roles, self.now),
        };
        match who {
            Who::Administrator => {
                let mut others = self.members.iter().filter(|member| !member.gone);
                let admin = others.find(|member| {
                    member.user.can_log_in(&self.policy, self.now)
                        && member.user.is_system_admin(self.now)
                });
                admin.map_or_else(operator, |member| logged_in(&member.user))
            }
            Who::OrganizationAdmin => organization_admin(),
            Who::Plain => plain_user(),
            Who::Oneself => logged_in(of),
            Who::Operator => operator(),
            Who::Clock => clock(),
            Who::Visitor => visitor(),
        }
    }

    /// Takes one step. `None` when that member is gone, or there is none.
    pub fn take(&mut self, step: &Step) -> Option<Done> {
        self.now = step.wait.after(self.now);
        let index = step.member.checked_rem(self.members.len())?;
        let facts = self.facts_for(index);
        let member = self.members.get(index).filter(|member| !member.gone)?;
        let mut done = Done {
            member: index,
            deed: step.deed.clone(),
            before: member.user.clone(),
            session_before: member.session,
            facts,
            actor: None,
            answer: None,
            verdict: None,
        };
        match &step.deed {
            Deed::Ask(who, action) => self.ask(*who, action, &mut done),
            Deed::LogIn(proof) => self.log_in(*proof, &mut done),
        }
        Some(done)
    }

    fn ask(&mut self, who: Who, action: &Action, done: &mut Done) {
        let actor = self.actor(who, &done.before);
        let answer = carry_out(
            &done.before,
            actor.clone(),
            action.clone(),
            &done.facts,
            &self.policy,
            self.now,
        );
        if let (Ok(change), Some(member)) = (&answer, self.members.get_mut(done.member)) {
            member.user = change.after.clone();
            let events = change.events.iter().map(|recorded| recorded.event.clone());
            member.history.extend(events);
            member.attempts.settle(change.attempts);
            member.gone = change.row == Row::Remove;
            member.session &= change.sessions == crate::change::SessionEffect::Keep;
        }
        done.actor = Some(actor);
        done.answer = Some(answer);
    }

    /// As the service does: nothing is verified unless admitted and below the limit.
    fn log_in(&mut self, proof: Proof, done: &mut Done) {
        let Some(member) = self.members.get_mut(done.member) else {
            return;
        };
        let counted = member
            .attempts
            .counted(self.policy.lockout.window, self.now);
        let looked = match admit(&member.user, &done.facts, &self.policy, self.now) {
            Admission::Verify { limit } => limit.is_none_or(|limit| counted < limit),
            Admission::Refuse(_) => false,
        };
        let proof = if looked { proof } else { Proof::NotLooked };
        let verdict = judge(
            &member.user,
            proof,
            member.attempts,
            &done.facts,
            &self.policy,
            self.now,
        );
        let changes = verdict.events.iter().any(|event| event.fact.is_of_state());
        let version = member.user.version() + u64::from(changes);
        member.user = fold_events(member.user.clone(), &verdict.events).with_version(version);
        member.history.extend(verdict.events.iter().cloned());
        member.attempts = verdict.attempts;
        member.session = match verdict.outcome {
            crate::log_in::LogInOutcome::LoggedIn => true,
            crate::log_in::LogInOutcome::ChangeRequired
            | crate::log_in::LogInOutcome::AuthorizationFailure
            | crate::log_in::LogInOutcome::Failed(_) => {
                member.session && member.user.can_log_in(&self.policy, self.now)
            }
        };
        done.verdict = Some(verdict);
    }
}

impl Attempts {
    /// The count after a command's effect on it, as the store writes it.
    fn settle(&mut self, effect: AttemptsEffect) {
        let kept = Self {
            revision: self.revision,
            last_log_in_at: self.last_log_in_at,
            ..Self::default()
        };
        match effect {
            AttemptsEffect::Keep => {}
            AttemptsEffect::ClearFailures => {
                self.failures = 0;
                self.window_start = None;
            }
            AttemptsEffect::Reset => *self = kept,
            AttemptsEffect::OneLeft { failures } => self.failures = failures,
        }
    }
}

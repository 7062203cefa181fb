//! What holds of `decide`, `evolve` and time, whatever the life and the policy.

use proptest::prelude::*;
use tenure_domain::{
    Action, ActionKind, Attempts, Command, Event, Proof, available, credential::Credential, decide,
    due_at, elapse, evolve, fold_events, judge, lifecycle::Status, testing::*, value::CommandId,
};
use uuid::Uuid;

fn after(mut tenant: Tenant, steps: &[Step]) -> Tenant {
    for step in steps {
        tenant.take(step);
    }
    tenant
}

/// Those who are still there, with what is known beside them.
fn present(tenant: &Tenant) -> impl Iterator<Item = (&Member, tenure_domain::Facts)> {
    let members = tenant.members.iter().enumerate();
    members
        .filter(|(_, member)| !member.gone)
        .map(|(at, member)| (member, tenant.facts_for(at)))
}

fn command(action: Action) -> Command {
    Command::new(CommandId(Uuid::nil()), system_admin(), action)
}

proptest! {
    #![proptest_config(crate::cases(32))]

    #[test]
    fn evolve_takes_any_event_in_any_state(user in any_user()) {
        for fact in every_fact() {
            let once = evolve(user.clone(), &Event { at: noon(), fact });
            for fact in every_fact() {
                let twice = evolve(once.clone(), &Event { at: noon(), fact });
                prop_assert_eq!(twice.id(), user.id());
            }
        }
    }

    #[test]
    fn decide_gives_the_same_answer_twice(
        tenant in any_tenant(1), steps in any_steps(15), action in any_action()
    ) {
        let tenant = after(tenant, &steps);
        for (member, facts) in present(&tenant) {
            let ask = || decide(&member.user, &command(action.clone()), &facts, &tenant.policy, tenant.now);
            prop_assert_eq!(ask(), ask());
        }
    }

    #[test]
    fn after_time_has_settled_nothing_is_due_and_settling_again_does_nothing(
        tenant in any_tenant(1), steps in any_steps(15), wait in any_wait()
    ) {
        let mut tenant = after(tenant, &steps);
        tenant.now = wait.after(tenant.now);
        for (member, facts) in present(&tenant) {
            let events = elapse(&member.user, &facts, &tenant.policy, tenant.now);
            if events.iter().any(|event| event.fact.code() == "user.purged") {
                continue;
            }
            let settled = fold_events(member.user.clone(), &events);
            prop_assert_eq!(elapse(&settled, &facts, &tenant.policy, tenant.now), []);
            let due = due_at(&settled, facts.last_log_in_at, &tenant.policy);
            prop_assert!(due.is_none_or(|due| due > tenant.now), "{due:?} {:?}", settled.lifecycle());
        }
    }

    #[test]
    fn nothing_happens_by_itself_before_it_is_due(
        tenant in any_tenant(1), steps in any_steps(15), wait in any_wait()
    ) {
        let mut tenant = after(tenant, &steps);
        tenant.now = wait.after(tenant.now);
        for (member, facts) in present(&tenant) {
            let due = due_at(&member.user, facts.last_log_in_at, &tenant.policy);
            let events = elapse(&member.user, &facts, &tenant.policy, tenant.now);
            prop_assert_eq!(due.is_some_and(|due| due <= tenant.now), !events.is_empty());
        }
    }

    #[test]
    fn a_sweep_just_before_changes_no_answer(
        tenant in any_tenant(1), steps in any_steps(15), wait in any_wait(), action in any_action()
    ) {
        let mut tenant = after(tenant, &steps);
        tenant.now = wait.after(tenant.now);
        for (member, facts) in present(&tenant) {
            let events = elapse(&member.user, &facts, &tenant.policy, tenant.now);
            let swept = fold_events(member.user.clone(), &events);
            let ask = |user: &_| decide(user, &command(action.clone()), &facts, &tenant.policy, tenant.now);
            let (late, swept) = (ask(&member.user), ask(&swept));
            prop_assert_eq!(late.map(|all| all[events.len()..].to_vec()), swept);
        }
    }

    /// The window that stores keep says the same as the user's present: Active, valid, with a way to prove it.
    #[test]
    fn who_can_log_in_is_known_beforehand(
        tenant in any_tenant(1), steps in any_steps(15), wait in any_wait()
    ) {
        let tenant = after(tenant, &steps);
        let policy = &tenant.policy;
        for now in [tenant.now, wait.after(tenant.now)] {
            for (member, _) in present(&tenant) {
                let user = &member.user;
                let proves = match user.credential() {
                    Credential::None => false,
                    Credential::Temporary { expires_at, .. } => expires_at.is_none_or(|end| now < end),
                    Credential::Permanent { .. } | Credential::External { .. } => true,
                };
                let stands = user.status_view(policy, now).status == Status::Active;
                let can = stands && user.is_valid_at(now) && proves;
                prop_assert_eq!(user.can_log_in(policy, now), can, "{:?}", user);
            }
        }
    }

    #[test]
    fn a_log_in_finds_the_same_user_with_and_without_a_sweep(
        tenant in any_tenant(1), steps in any_steps(15), wait in any_wait()
    ) {
        let mut tenant = after(tenant, &steps);
        tenant.now = wait.after(tenant.now);
        for (member, facts) in present(&tenant) {
            let swept = member.user.elapsed(&facts, &tenant.policy, tenant.now);
            let outcome = |user| {
                judge(user, Proof::Right, Attempts::default(), &facts, &tenant.policy, tenant.now).outcome
            };
            prop_assert_eq!(outcome(&member.user), outcome(&swept));
        }
    }

    #[test]
    fn every_button_that_is_offered_does_something(
        tenant in any_tenant(1), steps in any_steps(15)
    ) {
        let tenant = after(tenant, &steps);
        for (member, facts) in present(&tenant) {
            for actor in [system_admin(), organization_admin(), operator(), oneself(&member.user, tenant.now)] {
                for kind in available(&member.user, &actor, &facts, &tenant.policy, tenant.now) {
                    let sample = every_action().into_iter().find(|action| action.kind() == kind).unwrap();
                    let mut wish = command(with_new_value(sample));
                    wish.actor = actor.clone();
                    let answer = decide(&member.user, &wish, &facts, &tenant.policy, tenant.now);
                    prop_assert!(answer.is_ok(), "{kind:?}: {answer:?}");
                }
            }
        }
    }

    #[test]
    fn only_restoring_leads_out_of_deleted(tenant in any_tenant(1), steps in any_steps(30)) {
        let mut tenant = tenant;
        for step in &steps {
            let Some(done) = tenant.take(step) else { continue };
            let member = &tenant.members[done.member];
            if done.before.status() == Status::Deleted && member.user.status() != Status::Deleted {
                let restores = matches!(&step.deed, Deed::Ask(_, action) if action.kind() == ActionKind::Restore);
                prop_assert!(restores && member.user.status() == Status::Inactive);
            }
        }
    }

    #[test]
    fn the_version_rises_by_one_with_every_change_of_state_and_never_otherwise(
        tenant in any_tenant(1), steps in any_steps(30)
    ) {
        let mut tenant = tenant;
        for step in &steps {
            let Some(done) = tenant.take(step) else { continue };
            let Some(Ok(change)) = &done.answer else { continue };
            let of_state = change.events.iter().any(|recorded| recorded.event.fact.is_of_state());
            prop_assert_eq!(change.expected, done.before.version());
            prop_assert_eq!(change.after.version(), done.before.version() + u64::from(of_state));
        }
    }
}

/// A sample for which "already so" is no answer.
fn with_new_value(action: Action) -> Action {
    if let Action::RemoveExternalCredential { .. } = action {
        let temporary = Some(hash());
        return Action::RemoveExternalCredential { temporary };
    }
    action
}

//! I-1 to I-14: what holds after every step of random lives, under random policies.

use proptest::{prelude::*, test_runner::TestCaseResult};
use tenure_domain::{
    Action, Command, Fact, LogInOutcome, NewCredential, Proof, Rejection, UnblockedHow, User,
    ValidPolicy,
    change::{Guard, PasswordEffect, SessionEffect},
    credential::{Credential, TicketPurpose},
    decide,
    lifecycle::{Lifecycle, Status},
    policy::{
        BlockAfterActivation, CredentialWay, IdentifierReuse, Uniqueness, WithoutCredential,
        presets,
    },
    register, replay,
    testing::*,
    value::{Timestamp, fold},
};

/// Lets a tenant live and asks after each step.
fn each_step(
    mut tenant: Tenant,
    steps: &[Step],
    mut holds: impl FnMut(&Done, &Member, &Tenant) -> TestCaseResult,
) -> TestCaseResult {
    for step in steps {
        if let Some(done) = tenant.take(step) {
            holds(&done, &tenant.members[done.member], &tenant)?;
        }
    }
    Ok(())
}

/// The facts that this step added.
fn facts_of(done: &Done) -> Vec<Fact> {
    let commanded = done.answer.iter().flatten();
    let commanded = commanded.flat_map(|change| change.events.iter().map(|event| &event.event));
    let tried = done.verdict.iter().flat_map(|verdict| &verdict.events);
    commanded
        .chain(tried)
        .map(|event| event.fact.clone())
        .collect()
}

fn asked(done: &Done, test: impl Fn(&Action) -> bool) -> bool {
    matches!(&done.deed, Deed::Ask(_, action) if test(action))
}

/// Is or will by itself be an administrator who can log in.
fn keeps_the_keys(user: &User, tenant: &Tenant) -> bool {
    let lockout = user.lifecycle().block().filter(|block| block.is_lockout());
    let end = lockout.and_then(|block| block.until);
    let then: Timestamp = end.map_or(tenant.now, |end| end.max(tenant.now));
    user.is_system_admin(then) && user.can_log_in(&tenant.policy, then)
}

fn has_administrator(tenant: &Tenant) -> bool {
    let mut here = tenant.members.iter().filter(|member| !member.gone);
    here.any(|member| keeps_the_keys(&member.user, tenant))
}

proptest! {
    #![proptest_config(crate::cases(32))]

    #[test]
    fn i01_every_command_gets_an_answer_and_nothing_panics(
        tenant in any_tenant(2), steps in any_steps(30)
    ) {
        each_step(tenant, &steps, |done, _, _| {
            prop_assert!(done.answer.is_some() || done.verdict.is_some());
            Ok(())
        })?;
    }

    #[test]
    fn i02_a_block_stands_only_where_it_may_and_goes_only_by_its_rules(
        tenant in any_tenant(1), steps in any_steps(30)
    ) {
        each_step(tenant, &steps, |done, member, tenant| {
            let status = member.user.status();
            let block = member.user.lifecycle().block();
            prop_assert!(status != Status::Blocked || block.is_some());
            prop_assert!(block.is_none() || !matches!(status, Status::Pending | Status::Active));
            if status == Status::Pending {
                prop_assert_eq!(member.user.credential(), &Credential::None);
            }
            let Some(was) = done.before.lifecycle().block() else { return Ok(()) };
            let ends = facts_of(done).into_iter().filter_map(|fact| {
                if let Fact::Unblocked { how } = fact { Some(how) } else { None }
            }).collect::<Vec<_>>();
            prop_assert!(block.is_some() || !ends.is_empty(), "gone without a word");
            for how in ends {
                let by_rule = match how {
                    UnblockedHow::Time => was.until.is_some_and(|until| until <= tenant.now),
                    UnblockedHow::PasswordReset => was.is_lockout() && asked(done, |action| matches!(action, Action::CompletePasswordReset { .. })),
                    UnblockedHow::Activation =>
                        tenant.policy.activity.block_after == BlockAfterActivation::Clear,
                    UnblockedHow::Administrator =>
                        asked(done, |action| matches!(action, Action::Unblock | Action::Activate)),
                };
                prop_assert!(by_rule, "{how:?} of {was:?}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn i03_only_own_passwords_have_a_hash_and_the_gone_have_no_links(
        tenant in any_tenant(1), steps in any_steps(30)
    ) {
        let own = |user: &User| matches!(
            user.credential(), Credential::Permanent { .. } | Credential::Temporary { .. }
        );
        let mut hashed = tenant.members.iter().map(|member| own(&member.user)).collect::<Vec<_>>();
        each_step(tenant, &steps, |done, member, tenant| {
            let user = &member.user;
            if let Some(Ok(change)) = &done.answer {
                match &change.password {
                    PasswordEffect::Set(_) => hashed[done.member] = true,
                    PasswordEffect::Clear => hashed[done.member] = false,
                    PasswordEffect::Keep => {}
                }
            }
            prop_assert_eq!(hashed[done.member], own(user), "{:?}", user.credential());
            if matches!(user.credential(), Credential::External { .. }) {
                let must_change = user.must_change_password(&tenant.policy, tenant.now);
                prop_assert!(user.tickets().reset.is_none() && !must_change);
            }
            if user.status() == Status::Deleted {
                prop_assert_eq!(user.credential(), &Credential::None);
                prop_assert!(user.tickets().reset.is_none() && user.tickets().email_change.is_none());
            }
            Ok(())
        })?;
    }

    #[test]
    fn i04_who_is_anonymized_stays_so_and_no_personal_field_comes_back(
        tenant in any_tenant(1), steps in any_steps(30)
    ) {
        each_step(tenant, &steps, |done, member, _| {
            if let Some(since) = done.before.anonymized_at() {
                prop_assert_eq!(member.user.anonymized_at(), Some(since));
                prop_assert_eq!(member.user.profile(), done.before.profile());
            }
            Ok(())
        })?;
    }

    #[test]
    fn i06_a_refused_command_changes_nothing(tenant in any_tenant(2), steps in any_steps(30)) {
        each_step(tenant, &steps, |done, member, _| {
            if let Some(Err(rejection)) = &done.answer {
                prop_assert_eq!(&member.user, &done.before, "{}", rejection);
                prop_assert_eq!(member.session, done.session_before);
            }
            Ok(())
        })?;
    }

    #[test]
    fn i07_the_events_alone_rebuild_the_user(tenant in any_tenant(2), steps in any_steps(30)) {
        each_step(tenant, &steps, |_, member, _| {
            let replayed = replay(&member.history).unwrap();
            let mut parts = replayed.parts().clone();
            parts.version = member.user.version();
            prop_assert_eq!(&parts, member.user.parts());
            Ok(())
        })?;
    }

    /// The public text is the faces'; the domain gives no answer but a no to a wrong password.
    #[test]
    fn i08_a_wrong_password_is_never_told_anything(tenant in any_tenant(1), steps in any_steps(30)) {
        each_step(tenant, &steps, |done, _, _| {
            let told = done.verdict.as_ref().map(|verdict| verdict.outcome);
            let right = matches!(done.deed, Deed::LogIn(Proof::Right));
            let failed = matches!(told, None | Some(LogInOutcome::Failed(_)));
            prop_assert!(failed || right, "{told:?}");
            Ok(())
        })?;
    }

    #[test]
    fn i09_who_cannot_log_in_any_more_has_no_session_left(
        tenant in any_tenant(2), steps in any_steps(30)
    ) {
        each_step(tenant, &steps, |done, member, tenant| {
            let can = |user: &User| user.can_log_in(&tenant.policy, tenant.now);
            let loses = can(&done.before) && !can(&member.user);
            let leaves = done.before.status() == Status::Active && member.user.status() != Status::Active;
            if let Some(Ok(change)) = &done.answer
                && (loses || leaves)
            {
                prop_assert_eq!(change.sessions, SessionEffect::EndAll, "{:?}", facts_of(done));
            }
            Ok(())
        })?;
    }

    /// That two users never hold one key is the store's half, by its unique index.
    #[test]
    fn i10_keys_are_folded_and_a_deleted_user_gives_them_up(
        tenant in any_tenant(1), steps in any_steps(20)
    ) {
        each_step(tenant, &steps, |_, member, tenant| {
            let claims = member.user.claims(&tenant.policy);
            for key in [&claims.email, &claims.username, &claims.external_id].into_iter().flatten() {
                prop_assert_eq!(key, &fold(key));
            }
            let reuse = tenant.policy.removal.identifier_reuse == IdentifierReuse::AfterDelete;
            let unique = tenant.policy.identity.email_unique == Uniqueness::PerTenant;
            let gives_up = !unique || member.user.status() == Status::Deleted && reuse;
            let email = member.user.profile().email.as_ref().filter(|_| !gives_up);
            prop_assert_eq!(claims.email, email.map(tenure_domain::value::EmailAddress::key));
            Ok(())
        })?;
    }

    /// That both databases pass one suite is the stores' half; here: what they keep is let in again.
    #[test]
    fn i11_every_reachable_user_passes_the_door_for_stored_rows(user in any_user()) {
        prop_assert_eq!(User::from_parts(user.parts().clone()), Ok(user));
    }

    /// What `Policy::check` lets pass leaves at least one way in which somebody comes to a credential.
    #[test]
    fn i12_a_policy_without_contradictions_shuts_nobody_out_for_good(policy in any_policy()) {
        let ways = policy.creation.allowed_credentials.iter();
        let opens = ways.into_iter().any(|way| some_way_in(*way, &policy));
        prop_assert!(opens, "{:?}", policy.creation);
    }

    #[test]
    fn i13_every_way_into_active_takes_a_seat_and_asks_for_a_credential(
        tenant in any_tenant(3), steps in any_steps(30)
    ) {
        each_step(tenant, &steps, |done, member, tenant| {
            let takes = !done.before.holds_seat() && member.user.holds_seat();
            if let Some(seats) = tenant.policy.roles.seats && takes {
                prop_assert!(done.facts.seats_used < seats);
                let guard = done.answer.iter().flatten().find_map(|change| change.guard);
                prop_assert!(matches!(guard, Some(Guard::Seats(_) | Guard::AnotherAdmin)));
            }
            let bare = member.user.credential() == &Credential::None
                && member.user.kind() == tenure_domain::Kind::Person
                && member.user.status() == Status::Active;
            let allowed = tenant.policy.activity.without_credential == WithoutCredential::Activate;
            prop_assert!(!bare || allowed, "{:?}", facts_of(done));
            Ok(())
        })?;
    }

    #[test]
    fn i14_a_carried_block_ends_at_its_end_and_the_status_stays(
        tenant in any_tenant(1), steps in any_steps(30)
    ) {
        each_step(tenant, &steps, |done, member, tenant| {
            let carries = matches!(
                done.before.lifecycle(),
                Lifecycle::Inactive { block: Some(block), .. } | Lifecycle::Deleted { block: Some(block), .. }
                    if !block.is_lockout() && block.until.is_some_and(|until| until <= tenant.now)
            );
            if carries && done.answer.as_ref().is_some_and(Result::is_ok) {
                let first = facts_of(done).into_iter().next();
                prop_assert_eq!(first, Some(Fact::Unblocked { how: UnblockedHow::Time }));
                let block = member.user.lifecycle().block();
                prop_assert!(block.is_none_or(|block| block.since == tenant.now));
            }
            let carried = done.before.lifecycle().block();
            let rests = matches!(member.user.status(), Status::Inactive | Status::Deleted);
            if let Some(block) = carried && rests && !facts_of(done).iter().any(ends_a_block) {
                let released = member.user.lifecycle().block();
                prop_assert_eq!(released.map(|now| (now.since, now.until)), Some((block.since, block.until)));
            }
            Ok(())
        })?;
    }
}

fn ends_a_block(fact: &Fact) -> bool {
    matches!(fact, Fact::Unblocked { .. })
}

proptest! {
    #![proptest_config(crate::cases(160))]

    #[test]
    fn i05_no_sequence_leaves_the_tenant_without_an_administrator(
        tenant in any_tenant(2), steps in any_steps(30)
    ) {
        prop_assert!(has_administrator(&tenant));
        each_step(tenant, &steps, |done, _, tenant| {
            prop_assert!(has_administrator(tenant), "{:?}", facts_of(done));
            Ok(())
        })?;
    }
}

#[test]
fn i12_every_preset_is_without_contradictions() {
    for (name, preset) in presets::ALL {
        assert!(preset().check().is_ok(), "{name}");
    }
}

/// Can somebody who is added in this way log in one day, as far as the policy is asked?
fn some_way_in(way: CredentialWay, policy: &ValidPolicy) -> bool {
    let domain = directory();
    let credential = match way {
        CredentialWay::Invitation => NewCredential::Invitation,
        CredentialWay::AdminPassword => NewCredential::Password(hash()),
        CredentialWay::TemporaryPassword => NewCredential::Temporary(hash()),
        CredentialWay::External => NewCredential::External {
            domain,
            directory_id: None,
        },
        CredentialWay::None => NewCredential::None,
    };
    let bare = matches!(credential, NewCredential::None | NewCredential::Invitation);
    match register(&registration(credential), &facts(), policy, noon()) {
        Err(Rejection::PolicyForbids { .. }) => false,
        // Fields that this policy does not use say nothing about its ways in.
        Err(_) => true,
        Ok(_) if !bare => true,
        Ok(events) => {
            let user = replay(&events).unwrap();
            let domain = directory();
            let later = [
                Action::SendInvitation,
                Action::SetPassword { password: hash() },
                Action::SetTemporaryPassword {
                    password: hash(),
                    must_change: None,
                },
                Action::SetExternalCredential {
                    domain,
                    directory_id: None,
                },
            ];
            let invited = user
                .live_ticket(TicketPurpose::Invitation, noon())
                .is_some();
            let asks = |action| {
                Command::new(
                    registration(NewCredential::None).command,
                    system_admin(),
                    action,
                )
            };
            invited
                || later
                    .into_iter()
                    .any(|action| decide(&user, &asks(action), &facts(), policy, noon()).is_ok())
        }
    }
}

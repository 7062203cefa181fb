//! The lockout machine (rows 14 to 16, 18, 20; P-15 to P-19).

use tenure_domain::{
    Action, Fact, LogInFailure, LogInOutcome, UnblockedHow, lifecycle::Status, policy::*,
    testing::*, value::Span,
};

const LOCKED: LogInOutcome = LogInOutcome::Failed(LogInFailure::LockedOut);

fn unblocked(how: UnblockedHow) -> Fact {
    Fact::Unblocked { how }
}

fn locked_where(release: LockoutRelease) -> Scenario {
    given(active())
        .where_policy(|policy| policy.lockout.release = release)
        .after_wrong_passwords(10)
        .stands(Status::Blocked)
}

/// HW-12, OB-46: the number is the tenant's.
#[test]
fn as_many_wrong_passwords_lock_out_as_the_policy_says() {
    for number in [1, 2, 7] {
        let life = given(active()).where_policy(move |policy| policy.lockout.max_failures = number);
        let before = life.after_wrong_passwords(number - 1);
        let _ = before.clone().stands(Status::Active);
        let _ = before.after_wrong_passwords(1).stands(Status::Blocked);
    }
    let never = given(active()).where_policy(|policy| policy.lockout.max_failures = 0);
    let _ = never.after_wrong_passwords(99).stands(Status::Active);
}

#[test]
fn only_an_administrator_ends_a_lockout_that_asks_for_one() {
    let locked = locked_where(LockoutRelease::Admin).after(Span::days(1));
    locked.clone().the_right_password_is(LOCKED);
    locked
        .when(Action::Unblock)
        .then([unblocked(UnblockedHow::Administrator)])
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn only_time_ends_a_lockout_that_asks_for_time() {
    let locked = locked_where(LockoutRelease::Duration);
    locked
        .clone()
        .when(Action::Unblock)
        .then_refused("policy_forbids");
    locked
        .clone()
        .when(Action::Activate)
        .then_refused("invalid_transition");
    let early = locked.clone().after(Span::seconds(899));
    early.the_right_password_is(LOCKED);
    locked
        .after(Span::minutes(15))
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn the_first_of_administrator_and_time_ends_a_lockout_by_default() {
    let locked = locked_where(LockoutRelease::AdminOrDuration);
    locked
        .clone()
        .after(Span::minutes(15))
        .the_right_password_is(LogInOutcome::LoggedIn);
    for action in [Action::Unblock, Action::Activate] {
        let next = locked
            .clone()
            .when(action)
            .then([unblocked(UnblockedHow::Administrator)]);
        next.the_right_password_is(LogInOutcome::LoggedIn);
    }
}

#[test]
fn administrator_and_time_together_end_a_lockout_that_asks_for_both() {
    let locked = locked_where(LockoutRelease::AdminAndDuration);
    locked
        .clone()
        .after(Span::days(1))
        .the_right_password_is(LOCKED);
    let released = locked
        .clone()
        .when(Action::Activate)
        .then([Fact::LockoutReleased {}]);
    released.clone().when(Action::Unblock).then_nothing();
    released.clone().the_right_password_is(LOCKED);
    released
        .after(Span::minutes(15))
        .the_right_password_is(LogInOutcome::LoggedIn);
    let late = locked.after(Span::minutes(15)).when(Action::Unblock);
    late.then([unblocked(UnblockedHow::Administrator)]);
}

#[test]
fn each_further_lockout_lasts_twice_as_long() {
    let first = locked_where(LockoutRelease::AdminOrDuration).after(Span::minutes(15));
    let second = first.after_wrong_passwords(10).stands(Status::Blocked);
    let early = second.clone().after(Span::minutes(29));
    early.the_right_password_is(LOCKED);
    second
        .after(Span::minutes(30))
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn failures_outside_the_window_do_not_count() {
    let nine = given(active()).after_wrong_passwords(9);
    let later = nine
        .clone()
        .after(Span::minutes(15))
        .after_wrong_passwords(9);
    later.stands(Status::Active);
    nine.after(Span::minutes(14))
        .after_wrong_passwords(1)
        .stands(Status::Blocked);
}

#[test]
fn a_right_password_begins_the_count_anew() {
    given(active())
        .after_wrong_passwords(9)
        .the_right_password_is(LogInOutcome::LoggedIn)
        .after_wrong_passwords(9)
        .stands(Status::Active);
}

#[test]
fn a_hundred_failures_in_a_row_lock_out_until_somebody_lets_in() {
    let mut life = given(active());
    for _ in 0..10 {
        life = life
            .after_wrong_passwords(10)
            .stands(Status::Blocked)
            .after(Span::hours(24));
    }
    life = life.after(Span::days(365));
    assert_eq!(life.user().lifecycle().block().unwrap().until, None);
    life.clone().the_right_password_is(LOCKED);
    life.when(Action::Unblock)
        .then_accepted()
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn a_password_reset_ends_a_lockout_where_time_alone_would() {
    let reset = Action::CompletePasswordReset {
        serial: 1,
        password: hash(),
    };
    for (release, ends) in [
        (LockoutRelease::Admin, false),
        (LockoutRelease::Duration, true),
        (LockoutRelease::AdminOrDuration, true),
        (LockoutRelease::AdminAndDuration, false),
    ] {
        let next = locked_where(release)
            .and(Action::RequestPasswordReset)
            .and(reset.clone());
        let _ = next.stands(if ends {
            Status::Active
        } else {
            Status::Blocked
        });
    }
}

#[test]
fn a_lockout_is_not_made_longer_by_more_wrong_passwords() {
    let locked = given(locked_out()).after_wrong_passwords(50);
    assert_eq!(locked.user(), &locked_out());
}

#[test]
fn activating_is_the_administrator_s_part_of_ending_a_carried_lockout() {
    let carried = || given(inactive_while_locked_out());
    carried()
        .when(Action::Activate)
        .then([unblocked(UnblockedHow::Administrator), Fact::Activated {}])
        .stands(Status::Active);
    carried()
        .where_policy(|policy| policy.lockout.release = LockoutRelease::AdminAndDuration)
        .when(Action::Activate)
        .then([Fact::LockoutReleased {}, Fact::Activated {}])
        .stands(Status::Blocked)
        .after(Span::minutes(10))
        .the_right_password_is(LogInOutcome::LoggedIn);
    carried()
        .where_policy(|policy| policy.lockout.release = LockoutRelease::Duration)
        .when(Action::Activate)
        .then([Fact::Activated {}])
        .stands(Status::Blocked);
}

#[test]
fn a_carried_lockout_ends_by_time_and_the_user_stays_inactive() {
    let rested = given(inactive_while_locked_out())
        .after(Span::minutes(10))
        .and(Action::Elapse);
    assert_eq!(rested.user().lifecycle().block(), None);
    let _ = rested.stands(Status::Inactive);
}

fn administrator_locked_where(release: LockoutRelease, other_admin: bool) -> Scenario {
    given(administrator())
        .where_policy(|policy| policy.lockout.release = release)
        .knowing(|facts| facts.other_admin = other_admin)
        .after_wrong_passwords(10)
        .stands(Status::Blocked)
}

#[test]
fn the_last_administrator_is_let_in_by_time_whatever_the_policy_says() {
    for release in LockoutRelease::ALL {
        administrator_locked_where(*release, false)
            .after(Span::minutes(15))
            .the_right_password_is(LogInOutcome::LoggedIn);
    }
}

#[test]
fn an_administrator_who_waits_for_another_to_let_him_in_does_not_count_as_one() {
    for (release, counts) in [
        (LockoutRelease::Admin, false),
        (LockoutRelease::Duration, true),
        (LockoutRelease::AdminOrDuration, true),
        (LockoutRelease::AdminAndDuration, false),
    ] {
        let locked = administrator_locked_where(release, true);
        assert_eq!(locked.user().counts_as_admin(), counts, "{release:?}");
        let last = administrator_locked_where(release, false);
        assert!(last.user().counts_as_admin(), "{release:?}");
    }
}

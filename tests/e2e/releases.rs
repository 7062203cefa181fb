//! Every way in which a lockout can end (P-15), and what an unlock does to the count (P-19), with time in hand.

use crate::{
    database::Database,
    house::{Installation, PASSWORD, WRONG, role, somebody},
    on_both_databases,
    process::ADMIN,
};
use tenure_domain::{
    Action,
    policy::{LockoutRelease, Policy, UnlockCounter},
    value::Span,
};

on_both_databases! {
    only_an_administrator_ends_a_lockout_that_asks_for_one,
    only_time_ends_a_lockout_that_asks_for_time,
    the_first_of_administrator_and_time_ends_a_lockout_that_takes_either,
    administrator_and_time_together_end_a_lockout_that_asks_for_both,
    of_two_administrators_locked_out_at_the_same_instant_time_lets_one_in,
    an_unlock_forgets_the_failures_or_leaves_one,
}

const BEN: &str = "ben01";
const MAX: u32 = 3;

fn rules(release: LockoutRelease) -> impl FnOnce(&mut Policy) {
    move |policy| {
        policy.lockout.max_failures = MAX;
        policy.lockout.duration = Some(Span::minutes(15));
        policy.lockout.release = release;
    }
}

async fn only_an_administrator_ends_a_lockout_that_asks_for_one(database: Database) {
    let site = Installation::new(database).await;
    let house = site
        .house("house", "standard", rules(LockoutRelease::Admin))
        .await;
    let ben = house.ben().await;
    house.wrong_passwords(BEN, MAX).await;
    house.forward(Span::hours(48));
    assert_eq!(house.answer(BEN, PASSWORD).await, "login_failed");
    house.act(ben, Action::Unblock).await.unwrap();
    assert_eq!(house.answer(BEN, PASSWORD).await, "in");
    site.end().await;
}

async fn only_time_ends_a_lockout_that_asks_for_time(database: Database) {
    let site = Installation::new(database).await;
    let house = site
        .house("house", "standard", rules(LockoutRelease::Duration))
        .await;
    let ben = house.ben().await;
    house.wrong_passwords(BEN, MAX).await;
    let unblocked = house.act(ben, Action::Unblock).await;
    assert_eq!(unblocked, Err("policy_forbids"));
    house.forward(Span::seconds(899));
    assert_eq!(house.answer(BEN, PASSWORD).await, "login_failed");
    house.forward(Span::seconds(1));
    assert_eq!(house.answer(BEN, PASSWORD).await, "in");
    site.end().await;
}

async fn the_first_of_administrator_and_time_ends_a_lockout_that_takes_either(database: Database) {
    let either = rules(LockoutRelease::AdminOrDuration);
    let site = Installation::new(database).await;
    let house = site.house("house", "standard", either).await;
    let ben = house.ben().await;
    house.wrong_passwords(BEN, MAX).await;
    assert_eq!(house.answer(BEN, PASSWORD).await, "login_failed");
    house.act(ben, Action::Unblock).await.unwrap();
    assert_eq!(house.answer(BEN, PASSWORD).await, "in");
    house.wrong_passwords(BEN, MAX).await;
    house.forward(Span::minutes(15));
    assert_eq!(house.answer(BEN, PASSWORD).await, "in");
    site.end().await;
}

/// P-15
async fn administrator_and_time_together_end_a_lockout_that_asks_for_both(database: Database) {
    let both = rules(LockoutRelease::AdminAndDuration);
    let site = Installation::new(database).await;
    let house = site.house("house", "standard", both).await;
    let ben = house.ben().await;
    house.wrong_passwords(BEN, MAX).await;
    house.act(ben, Action::Activate).await.unwrap();
    assert_eq!(house.answer(BEN, PASSWORD).await, "login_failed");
    house.forward(Span::minutes(15));
    assert_eq!(house.answer(BEN, PASSWORD).await, "in");
    house.wrong_passwords(BEN, MAX).await;
    house.forward(Span::hours(24));
    assert_eq!(house.answer(BEN, PASSWORD).await, "login_failed");
    house.act(ben, Action::Activate).await.unwrap();
    assert_eq!(house.answer(BEN, PASSWORD).await, "in");
    site.end().await;
}

/// I-5
async fn of_two_administrators_locked_out_at_the_same_instant_time_lets_one_in(database: Database) {
    let site = Installation::new(database).await;
    let releases = [
        ("admin", LockoutRelease::Admin),
        ("both", LockoutRelease::AdminAndDuration),
    ];
    for (slug, release) in releases {
        let house = site.house(slug, "standard", rules(release)).await;
        let mut bea = somebody("bea@example.com", "bea01");
        bea.grants = vec![role("system_admin")];
        house.add(bea).await.unwrap();
        let (ana, bea) = (ADMIN.0, "bea01");
        house.wrong_passwords(ana, MAX - 1).await;
        house.wrong_passwords(bea, MAX - 1).await;
        let _ = tokio::join!(house.log_in(ana, WRONG), house.log_in(bea, WRONG));
        for login in [ana, bea] {
            assert_eq!(house.answer(login, PASSWORD).await, "login_failed");
        }
        house.forward(Span::minutes(15));
        let answers = [
            house.answer(ana, PASSWORD).await,
            house.answer(bea, PASSWORD).await,
        ];
        let inside = answers.iter().filter(|answer| **answer == "in").count();
        assert_eq!(inside, 1, "{release:?}: {answers:?}");
    }
    site.end().await;
}

async fn an_unlock_forgets_the_failures_or_leaves_one(database: Database) {
    let site = Installation::new(database).await;
    for (counter, slips) in [(UnlockCounter::Resets, MAX - 1), (UnlockCounter::Keeps, 0)] {
        let slug = format!("{counter:?}").to_lowercase();
        let rules = |policy: &mut Policy| {
            policy.lockout.max_failures = MAX;
            policy.lockout.unlock_counter = counter;
        };
        let house = site.house(&slug, "standard", rules).await;
        let ben = house.ben().await;
        house.wrong_passwords(BEN, MAX).await;
        house.act(ben, Action::Unblock).await.unwrap();
        house.wrong_passwords(BEN, slips + 1).await;
        assert_eq!(
            house.answer(BEN, PASSWORD).await,
            "login_failed",
            "{counter:?}"
        );
        house.act(ben, Action::Unblock).await.unwrap();
        house.wrong_passwords(BEN, slips).await;
        assert_eq!(house.answer(BEN, PASSWORD).await, "in", "{counter:?}");
    }
    site.end().await;
}

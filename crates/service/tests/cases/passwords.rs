//! New passwords: compared with the old ones where the user chooses himself.

use crate::stand::{Stand, hasher, key, loaded_under};
use tenure_domain::{
    Rejection,
    testing::{ana, noon_and, standard_but, system_admin, tenant, with_temporary_password},
    value::{PasswordContext, PasswordFault, PasswordHash, PlainPassword, Span, WeakPassword},
};
use tenure_service::{Error, users::Terms};

const PRESENT: &str = "plum ladder orbit canvas";
const LAST: &str = "velvet harbor snail trumpet";
const FIRST: &str = "marble thicket engine quilt";
const NEW: &str = "copper lantern drifts north";

fn plain(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

async fn stored(text: &str) -> PasswordHash {
    let rules = standard_but(|_| {}).credential.password;
    let accepted = rules.accept(plain(text), &PasswordContext::default());
    hasher().hash(&accepted.unwrap()).await.unwrap()
}

/// A stand with a user who has one password and had two before, where so many may not come back.
async fn remembering(history: u8) -> Stand {
    let mut stand = Stand::new();
    stand.store.expect_load().returning(move |_, _| {
        let policy = standard_but(|policy| policy.credential.password.history = history);
        Ok(Some(loaded_under(with_temporary_password(), policy)))
    });
    let present = stored(PRESENT).await;
    let log_ins = &mut stand.log_ins;
    log_ins
        .expect_password()
        .returning(move |_, _| Ok(Some(present.clone())));
    let before = [stored(LAST).await, stored(FIRST).await];
    log_ins
        .expect_former_passwords()
        .returning(move |_, _, most| {
            let last = before.iter().take(usize::from(most));
            Ok(last.cloned().collect())
        });
    stand
}

/// The user changes to this one by himself; the faults of it.
async fn changed(stand: Stand, new: &str) -> Vec<PasswordFault> {
    let token = key().change_token(&with_temporary_password(), noon_and(Span::minutes(5)));
    let changed = stand.users().change_by_token(&token, plain(new)).await;
    match changed {
        Ok(_) => Vec::new(),
        Err(Error::Rejected(Rejection::PasswordPolicy(WeakPassword(faults)))) => faults,
        Err(other) => panic!("{other:?}"),
    }
}

/// P-56
#[tokio::test]
async fn neither_the_present_password_nor_one_of_the_last_comes_back() {
    for (history, same) in [
        (0, vec![PRESENT]),
        (1, vec![PRESENT, LAST]),
        (2, vec![PRESENT, LAST, FIRST]),
    ] {
        for new in [PRESENT, LAST, FIRST, NEW] {
            let mut stand = remembering(history).await;
            let refused = same.contains(&new);
            let commits = usize::from(!refused);
            stand
                .store
                .expect_commit()
                .times(commits)
                .returning(|_| Ok(()));
            let faults = vec![PasswordFault::SameAsOld];
            let expected = if refused { faults } else { Vec::new() };
            assert_eq!(changed(stand, new).await, expected, "{history}: {new}");
        }
    }
}

/// P-56
#[tokio::test]
async fn an_administrator_does_not_learn_what_somebody_s_passwords_were() {
    for old in [PRESENT, LAST] {
        let mut stand = remembering(2).await;
        stand.store.expect_commit().times(1).returning(|_| Ok(()));
        let (new, must_change) = (plain(old), Some(true));
        let users = stand.users();
        let set = users.set_temporary_password(
            tenant(),
            ana(),
            system_admin(),
            new,
            must_change,
            Terms::default(),
        );
        set.await.unwrap();
    }
}

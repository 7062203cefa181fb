//! Users who come from elsewhere with the password that they have.

use crate::{
    database::Database,
    house::{House, Installation, PASSWORD},
    on_both_databases,
};
use tenure_domain::{Action, value::UserId};
use tenure_service::{password::recognise, ports::LogInStore};

on_both_databases! {
    whoever_comes_with_the_hash_of_another_system_logs_in_and_leaves_it_behind,
}

/// Made by libxcrypt (`crypt.crypt` of Python) and, for OFBiz, with Python's `hashlib`.
const HASHES: [&str; 3] = [
    "$2y$06$abcdefghijklmnopqrstuugGCYuRvgrSNrfiTggvjTKWvfn4NGvBW",
    "$6$saltstring$.7GgnsiIj6a82TU/1lqxKHmhvkjDm0YiEwhTzOV.NMnCEwYsYub.lLmJbVvQfLToefSLmJiWWq3qXZcJaSYtY1",
    "$SHA$Qw./9z$1Lf-uktnLUG-uUAtkmoTI5OMBgs",
];

async fn stored(house: &House, id: UserId) -> String {
    let hash = house.app.store().password(house.tenant.id, id).await;
    hash.unwrap().unwrap().as_phc().to_owned()
}

async fn whoever_comes_with_the_hash_of_another_system_logs_in_and_leaves_it_behind(
    database: Database,
) {
    let installation = Installation::new(database).await;
    let house = installation.house("acme", "hotwax", |_| {}).await;
    let ben = house.ben().await;
    for foreign in HASHES {
        let password = recognise(foreign).unwrap();
        house
            .act(ben, Action::SetPassword { password })
            .await
            .unwrap();
        assert_eq!(stored(&house, ben).await, foreign);
        house.wrong_passwords("ben01", 1).await;
        assert_eq!(stored(&house, ben).await, foreign);

        let first = house.log_in("ben01", PASSWORD).await.unwrap();
        let fresh = stored(&house, ben).await;
        assert!(fresh.starts_with("$argon2id$v=19$"), "{fresh}");
        let second = house.log_in("ben01", PASSWORD).await.unwrap();
        assert_eq!(stored(&house, ben).await, fresh);
        // Nothing that people see has changed: the version stays, and the session of the first log-in lives on.
        let versions = (first.account.user.version(), second.account.user.version());
        assert_eq!(versions.0, versions.1);
        let sessions = house.app.sessions();
        sessions.authenticate(&first.token).await.unwrap();
        sessions.authenticate(&second.token).await.unwrap();
    }
    installation.end().await;
}

//! The roles that a user holds now, as people call them.

use super::Subject;
use crate::{
    AppState,
    console::{Visit, organization::called, trail::Titles},
};

/// All of them in one line; none where there are none.
pub(super) async fn told(app: &AppState, visit: &Visit, subject: &Subject) -> Option<String> {
    let now = app.now();
    let held = subject.account.user.grants().iter();
    let held = held.filter(|grant| grant.is_live(now)).collect::<Vec<_>>();
    if held.is_empty() {
        return None;
    }
    let titles = Titles::read(app, visit).await;
    let mut told = Vec::new();
    for grant in held {
        // A permission that is given by itself is called what permissions are called.
        let title = titles.of(&grant.role);
        let title = called(visit, &title);
        if !told.contains(&title) {
            told.push(title);
        }
    }
    Some(told.join(", "))
}

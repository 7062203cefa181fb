//! What can be done with one user of a list: links to the windows in which it is done.

use crate::{
    console::{Words, user::ACTS},
    view::UserView,
};
use tenure_domain::ActionKind;

/// Something that can be done.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// Its name among the user's `actions`.
    pub(super) code: &'static str,
    pub(super) label: String,
    pub(super) path: String,
    /// Is something lost by it?
    pub(super) danger: bool,
}

/// What belongs to a user's own page, not into a list.
const ELSEWHERE: [ActionKind; 3] = [
    ActionKind::RemovePhoto,
    ActionKind::SetExternalCredential,
    ActionKind::RemoveExternalCredential,
];

/// What the caller could do now with this user, of what a list offers.
pub(super) fn of(user: &UserView, words: &Words) -> Vec<Act> {
    let may = |kind: ActionKind| user.actions.contains(&kind.code());
    let edit = ActionKind::UpdateProfile;
    let edit = may(edit).then(|| Act {
        code: edit.code(),
        label: words.say("people-act-update"),
        path: format!("/users/{}/edit", user.number),
        danger: false,
    });
    let offered = ACTS
        .into_iter()
        .filter(|act| !ELSEWHERE.contains(&act.kind));
    let acts = offered.filter(|act| may(act.kind)).map(|act| Act {
        code: act.kind.code(),
        label: words.say(&format!("user-act-{}", act.path.replace('/', "-"))),
        path: format!("/users/{}/{}", user.number, act.path),
        danger: act.danger,
    });
    edit.into_iter().chain(acts).collect()
}

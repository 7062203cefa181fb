//! What can be done with one user of a list: links to the windows in which it is done.

use crate::{console::Words, view::UserView};

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

/// What a list offers, in this order: the action, the window's address, whether something is lost.
const OFFERED: [(&str, &str, bool); 14] = [
    ("update", "edit", false),
    ("send_invitation", "invitation", false),
    ("set_password", "password", false),
    ("set_temporary_password", "password", false),
    ("send_password_reset", "password-reset", false),
    ("unblock", "unblock", false),
    ("activate", "activate", false),
    ("restore", "restore", false),
    ("end_sessions", "sessions/end", false),
    ("deactivate", "deactivate", true),
    ("block", "block", true),
    ("anonymize", "anonymize", true),
    ("delete", "delete", true),
    ("purge", "purge", true),
];

/// What the caller could do now with this user, of what a list offers.
pub(super) fn of(user: &UserView, words: &Words) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    for (code, segment, danger) in OFFERED {
        let path = format!("/users/{}/{segment}", user.number);
        let known = acts.iter().any(|act| act.path == path);
        if user.actions.contains(&code) && !known {
            acts.push(Act {
                code,
                label: words.say(&format!("people-act-{}", code.replace('_', "-"))),
                path,
                danger,
            });
        }
    }
    acts
}

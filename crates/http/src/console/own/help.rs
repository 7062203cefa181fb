//! What the keyboard does, and where to read more.

use crate::{
    AppState,
    console::{Page, Shell, Visit},
};
use askama::Template;
use axum::{extract::State, response::Response};

/// The keys and the messages that say what they do.
const KEYS: [(&str, &str); 8] = [
    ("/", "help-seek"),
    ("?", "help-help"),
    ("g d", "help-start"),
    ("g u", "help-users"),
    ("g i", "help-invitations"),
    ("g r", "help-roles"),
    ("g a", "help-audit"),
    ("Esc", "help-close"),
];

#[derive(Template)]
#[template(path = "console/own/help.html")]
struct Help {
    shell: Shell,
    keys: [(&'static str, &'static str); 8],
}

impl Page for Help {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Response {
    let shell = visit.shell(&app, visit.say("help"));
    Help { shell, keys: KEYS }.show()
}

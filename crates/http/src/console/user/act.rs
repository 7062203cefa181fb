//! What can be done to a user: one table of acts, each with its address, and how it becomes a window.

use super::{Subject, points};
use crate::{
    AppState,
    console::{Page, Shell, Visit, Window},
    pages::{Field, Form, FormPage},
    problem::Problem,
};
use askama::Template;
use axum::response::Response;
use tenure_domain::{Action, ActionKind, Violation};

/// One act.
#[derive(Clone, Copy, Debug)]
pub(in crate::console) struct Act {
    pub(in crate::console) kind: ActionKind,
    /// Its address below the user's.
    pub(in crate::console) path: &'static str,
    /// Is something lost by it?
    pub(in crate::console) danger: bool,
    /// Must the user's number be typed?
    pub(super) typed: bool,
}

const fn act(kind: ActionKind, path: &'static str) -> Act {
    Act {
        kind,
        path,
        danger: false,
        typed: false,
    }
}

const fn grave(kind: ActionKind, path: &'static str) -> Act {
    Act {
        danger: true,
        typed: true,
        ..act(kind, path)
    }
}

/// All of them, in the order of the menu.
pub(in crate::console) const ACTS: [Act; 17] = [
    act(ActionKind::SendInvitation, "invitation"),
    act(ActionKind::Unblock, "unblock"),
    act(ActionKind::Activate, "activate"),
    act(ActionKind::Restore, "restore"),
    act(ActionKind::SetPassword, "password"),
    act(ActionKind::SetTemporaryPassword, "temporary-password"),
    act(ActionKind::SendPasswordReset, "password-reset"),
    act(ActionKind::EndSessions, "end-sessions"),
    act(ActionKind::SetExternalCredential, "external-credential"),
    act(
        ActionKind::RemoveExternalCredential,
        "external-credential/remove",
    ),
    act(ActionKind::RemovePhoto, "picture/remove"),
    act(ActionKind::RevokeInvitation, "invitation/revoke"),
    act(ActionKind::Deactivate, "deactivate"),
    Act {
        danger: true,
        ..act(ActionKind::Block, "block")
    },
    grave(ActionKind::Anonymize, "anonymize"),
    grave(ActionKind::Delete, "delete"),
    grave(ActionKind::Purge, "purge"),
];

/// The acts that lead to another status.
pub(super) const OF_STATUS: [ActionKind; 6] = [
    ActionKind::Activate,
    ActionKind::Unblock,
    ActionKind::Deactivate,
    ActionKind::Block,
    ActionKind::Restore,
    ActionKind::Delete,
];

impl Act {
    /// The act of this kind.
    pub(super) fn of(kind: ActionKind) -> Option<Self> {
        ACTS.into_iter().find(|act| act.kind == kind)
    }

    /// The message that names it; more is said under longer keys. A first password is created, another one changed
    /// (HE-31).
    pub(super) fn key(self, subject: &Subject) -> String {
        let first = self.kind == ActionKind::SetPassword && subject.view.credential == "none";
        let path = if first { "password-create" } else { self.path };
        format!("user-act-{}", path.replace('/', "-"))
    }

    /// What is told when it is done.
    pub(super) fn notice(self) -> String {
        format!("user-{}", self.path.replace('/', "-"))
    }

    /// The window that asks for it.
    pub(super) fn window(
        self,
        app: &AppState,
        visit: &Visit,
        subject: &Subject,
        mut fields: Vec<Field>,
    ) -> Window {
        let words = &visit.words;
        let name = subject.name(words);
        let key = self.key(subject);
        if self.typed {
            let number = &subject.view.number;
            let label = words.say1("user-typed", "number", number);
            fields.push(Field::text("typed", label).exactly(number));
        }
        let form = FormPage {
            points: points::of(self, app, visit, subject),
            hidden: vec![subject.hidden()],
            fields,
            button: words.say1(&format!("{key}-button"), "name", name.as_str()),
            danger: self.danger,
            cancel: Some(subject.path()),
            links: self.instead(visit, subject),
            ..FormPage::default()
        };
        let title = words.say1(&format!("{key}-title"), "name", name);
        Window::new(subject.shell(app, visit, title), form)
    }

    /// Whoever cannot be deleted can be put to rest.
    fn instead(self, visit: &Visit, subject: &Subject) -> Vec<(String, String)> {
        let rest = ActionKind::Deactivate;
        let shown = self.kind == ActionKind::Delete && subject.offers(rest);
        let name = subject.name(&visit.words);
        let link = || {
            let text = visit.words.say1("user-instead-deactivate", "name", name);
            (subject.below("deactivate"), text)
        };
        shown.then(link).into_iter().collect()
    }

    /// The page that says why it cannot be.
    pub(super) fn refused(
        self,
        app: &AppState,
        visit: &Visit,
        subject: &Subject,
        problem: &Problem,
    ) -> Response {
        let name = subject.name(&visit.words);
        let title = visit
            .words
            .say1(&format!("{}-title", self.key(subject)), "name", name);
        let mut form = FormPage {
            words: visit.words.clone(),
            ..FormPage::default()
        };
        let trouble = form.trouble(problem);
        let page = Refused {
            shell: subject.shell(app, visit, title),
            trouble,
            links: self.instead(visit, subject),
            back: subject.path(),
        };
        page.show_as(problem.status())
    }

    /// Was the user's number typed, where it must be?
    pub(super) fn check_typed(self, subject: &Subject, typed: &Form) -> Result<(), Problem> {
        let number = &subject.view.number;
        let given = typed.text("typed").unwrap_or_default().trim();
        if !self.typed || given.eq_ignore_ascii_case(number) {
            return Ok(());
        }
        let message = format!("Type {number} to go on.");
        let wrong = Violation::new("/typed", "not_the_number", message);
        Err(Problem::validation(vec![wrong]))
    }
}

#[derive(Template)]
#[template(path = "console/user/refused.html")]
struct Refused {
    shell: Shell,
    trouble: crate::pages::Trouble,
    links: Vec<(String, String)>,
    back: String,
}

impl Page for Refused {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What the rules say to an act now, before its window is shown.
pub(super) fn refusal(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    action: Action,
) -> Option<Problem> {
    let kind = action.kind();
    if subject.offers(kind) {
        return None;
    }
    let judged = subject.judge(app, visit, action);
    let error = judged.err().map(tenure_service::Error::from);
    // Accepted, but nothing would change.
    Some(error.map_or_else(
        || {
            Problem::said(
                crate::problem::Code::InvalidTransition,
                visit.say("user-already"),
            )
        },
        Problem::from,
    ))
}

//! How a user proves who he is, what keeps him out, and where he is logged in.

use super::{
    Head, Subject, activity,
    head::{self, Button},
    history,
};
use crate::{
    AppState,
    console::{Line, Page, Shell, Visit},
    pages::rules_in_words,
    problem::Problem,
    view::SessionView,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use tenure_domain::{ActionKind, credential::Credential};

/// The families of facts that tell of passwords and log-ins. With an invitation a first password is set; some have one
/// as they are added.
const FAMILIES: [&str; 5] = [
    "password.",
    "credential.",
    "log_in.",
    "invitation.accepted",
    "user.registered",
];

#[derive(Template)]
#[template(path = "console/user/security.html")]
struct Security {
    shell: Shell,
    head: Head,
    method: String,
    changed_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    directory: Option<Directory>,
    rules: Vec<String>,
    buttons: Vec<Button>,
    directory_buttons: Vec<Button>,
    /// How many failed log-ins count now, for whoever may know.
    failures: Option<u32>,
    most: u32,
    end: Option<Button>,
    /// Where he is logged in, when he looks himself.
    sessions: Option<Vec<SessionView>>,
    history: Option<Vec<Line>>,
    all_history: String,
    /// The address of the tab.
    here: String,
}

impl Page for Security {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let policy = subject.policy();
    let credential = subject.account.user.credential();
    let buttons = [
        ActionKind::SetPassword,
        ActionKind::SetTemporaryPassword,
        ActionKind::SendPasswordReset,
    ];
    let buttons = offered(&visit, &subject, &buttons);
    let attempts = &subject.account.attempts;
    let shell = subject.shell(&app, &visit, visit.say("user-tab-security"));
    let history = history::latest(&app, &visit, &shell, &subject, (&FAMILIES, 10)).await;
    let keeps_out = [ActionKind::Block, ActionKind::Unblock].map(|kind| subject.offers(kind));
    let told = history.is_some() || keeps_out.contains(&true);
    let page = Security {
        head: Head::new(&app, &visit, &subject, "security").await,
        method: visit.say(&format!("user-method-{}", credential.code())),
        changed_at: changed_at(credential),
        expires_at: expires_at(credential),
        directory: directory(credential),
        rules: match buttons.is_empty() {
            true => Vec::new(),
            false => rules_in_words(policy.credential.password, &visit.words),
        },
        directory_buttons: directory_buttons(&visit, &subject),
        failures: told.then(|| attempts.counted(policy.lockout.window, app.now())),
        most: policy.lockout.max_failures,
        end: head::offered(&visit, &subject, ActionKind::EndSessions),
        sessions: sessions(&app, &visit, &subject).await?,
        history,
        all_history: subject.below(&format!("activity?kind={}", activity::SECURITY)),
        here: subject.below("security"),
        buttons,
        shell,
    };
    Ok(page.show())
}

fn changed_at(credential: &Credential) -> Option<DateTime<Utc>> {
    match credential {
        Credential::Permanent { changed_at } => Some(*changed_at),
        Credential::None | Credential::Temporary { .. } | Credential::External { .. } => None,
    }
}

fn expires_at(credential: &Credential) -> Option<DateTime<Utc>> {
    match credential {
        Credential::Temporary { expires_at, .. } => *expires_at,
        Credential::None | Credential::Permanent { .. } | Credential::External { .. } => None,
    }
}

fn offered(visit: &Visit, subject: &Subject, kinds: &[ActionKind]) -> Vec<Button> {
    let kinds = kinds.iter();
    kinds
        .filter_map(|kind| head::offered(visit, subject, *kind))
        .collect()
}

/// What can be done about the directory.
pub(super) fn directory_buttons(visit: &Visit, subject: &Subject) -> Vec<Button> {
    let kinds = [
        ActionKind::SetExternalCredential,
        ActionKind::RemoveExternalCredential,
    ];
    offered(visit, subject, &kinds)
}

/// A directory's domain, and who somebody is there where that is no user name.
pub(super) type Directory = (String, Option<String>);

/// The directory that vouches for somebody.
pub(super) fn directory(credential: &Credential) -> Option<Directory> {
    match credential {
        Credential::External {
            domain,
            directory_id,
        } => {
            let id = directory_id.as_ref().map(ToString::to_string);
            Some((domain.to_string(), id))
        }
        Credential::None | Credential::Temporary { .. } | Credential::Permanent { .. } => None,
    }
}

async fn sessions(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
) -> Result<Option<Vec<SessionView>>, Problem> {
    if !subject.view.is_self {
        return Ok(None);
    }
    let open = app.sessions.list(visit).await?;
    let view = |session| SessionView::new(session, visit.session.id);
    Ok(Some(open.into_iter().map(view).collect()))
}

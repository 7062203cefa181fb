//! Users from a file: its text, its columns, what would become of each row, and then what did.

mod sent;
mod told;

use super::kept;
use crate::{
    AppState,
    api::not_begun,
    console::{Crumb, Page, Shell, Visit, Words, window::proof_missing},
    pages::{Choice, Field, FormPage, Kind, Trouble},
    problem::{Code, Problem},
};
use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use sent::{IGNORED, Sent};
use std::time::Duration;
use tenure_domain::{
    ActionKind,
    authority::{Permission, transfer_reach},
};
use tenure_service::{
    Error,
    cells::Column,
    import::{Import, ImportError},
    ports::CommandKey,
};
use tokio::{sync::oneshot, time::timeout};
use told::{Report, file, told};

/// The text, a file instead of it, and a few hundred bytes for each column.
const MOST: usize = 4 * 1024 * 1024;
/// A file gives roles, to those who are there as to those who come.
const GIVES_ROLES: ActionKind = ActionKind::SetRoles;
/// So long one waits for a file to be carried in; then it is told how far it has come.
const PATIENCE: Duration = Duration::from_secs(3);

/// The page.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/import", get(show).post(submit))
        .layer(DefaultBodyLimit::max(MOST))
        .route("/users/import/{key}", get(told))
        .route("/users/import/{key}/refused.csv", get(file))
}

#[derive(Template)]
#[template(path = "console/people/import.html")]
struct Importing {
    shell: Shell,
    form: FormPage,
    trouble: Option<Trouble>,
    /// Each column's name, and what it is.
    columns: Vec<(String, Field)>,
    invite: Field,
    /// What would become of the file.
    report: Option<Report>,
    /// Says that it was seen.
    mark: String,
}

impl Page for Importing {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// For good under this key, else only to look.
fn begin(
    app: &AppState,
    visit: &Visit,
    sent: &Sent,
    key: Option<&CommandKey>,
) -> Result<Import, Problem> {
    let (tenant, presence) = (&visit.session.tenant, app.sessions.presence(visit));
    let (imports, options) = (&app.transfers.imports, sent.options(key.is_none()));
    let begun = imports.begin_for(tenant, presence, options, key);
    begun.map_err(not_begun)
}

/// Carries it in, or says what would become of it; with what is wrong with the file, if it was not read to its end.
async fn carry(
    import: &mut Import,
    text: &str,
    words: &Words,
) -> Result<(Report, Option<String>), Error> {
    let mut rows = import.feed(text.as_bytes()).await?;
    rows.extend(import.finish().await?);
    let fault = import.fault().map(|fault| match fault {
        ImportError::Columns(wrong) => {
            let said = wrong.iter().map(|it| {
                let message = words.reason(&it.code, &it.message);
                match it.column.as_str() {
                    "" => message,
                    column => format!("{column}: {message}"),
                }
            });
            said.collect::<Vec<_>>().join(" ")
        }
        fault @ ImportError::File { .. } => words.reason("malformed", &fault.to_string()),
    });
    Ok((Report::new(import.counts(), rows, words), fault))
}

/// What would become of it.
async fn look(app: &AppState, visit: &Visit, sent: &Sent) -> Result<Report, Problem> {
    sent.whole()?;
    let mut import = begin(app, visit, sent, None)?;
    match carry(&mut import, &sent.text, &visit.words).await? {
        (report, None) => Ok(report.with_texts(&sent.text)),
        (_, Some(fault)) => Err(Problem::said(Code::Malformed, fault)),
    }
}

/// Carries it in, whether or not somebody waits for it.
async fn run(app: &AppState, visit: &Visit, sent: &Sent, key: CommandKey) -> Result<(), Problem> {
    visit.require_proof(app, GIVES_ROLES)?;
    sent.whole()?;
    let mut import = begin(app, visit, sent, Some(&key))?;
    let (done, finished) = oneshot::channel::<()>();
    let (state, text, words) = (app.clone(), sent.text.clone(), visit.words.clone());
    app.begin(async move {
        let report = match carry(&mut import, &text, &words).await {
            Ok((report, stopped)) => Report { stopped, ..report },
            Err(error) => {
                tracing::warn!(%error, "an import broke off");
                let stopped = Some(Problem::from(error).told(&words));
                let report = Report::new(import.counts(), Vec::new(), &words);
                Report { stopped, ..report }
            }
        };
        if let Err(error) = kept::keep(&state, &key, &report).await {
            tracing::error!(%error, "what became of an import could not be kept");
        }
        // Until now it was told how far it had come.
        drop(import);
        drop(done);
    });
    // It ends by being dropped, or one does not wait any longer.
    drop(timeout(PATIENCE, finished).await);
    Ok(())
}

fn page(app: &AppState, visit: &Visit, sent: Option<&Sent>) -> Importing {
    let say = |key: &str| visit.say(key);
    let trail = [Crumb::new("/users", say("nav-users"))];
    let file = Field::of_kind(
        Kind::File(".csv,text/csv"),
        "file",
        say("people-import-file"),
    );
    let text = Field::of_kind(Kind::Lines(10), "text", say("people-import-text"));
    let text = text.hint(say("people-import-text-hint")).verbatim();
    let text = text.holding(sent.map(|sent| sent.text.as_str()));
    let invite = Field::of_kind(Kind::Check, "invite", say("people-import-invite"));
    let invited = sent.is_some_and(|sent| sent.invite);
    let column = |(at, (theirs, ours)): (usize, &(String, String))| {
        let none = Choice::new(IGNORED, say("people-import-ignore"));
        let all = Column::ALL.iter().map(|column| column.name());
        let all = all.map(|name| Choice::new(name, name));
        let kind = Kind::Choice(std::iter::once(none).chain(all).collect());
        let field = Field::of_kind(kind, format!("column.{at}"), theirs.clone());
        (theirs.clone(), field.holding(Some(ours)))
    };
    let columns = sent.map(|sent| sent.columns.iter().enumerate().map(column).collect());
    let key = sent.map_or_else(kept::new_key, |sent| sent.key);
    let form = FormPage {
        action: Some("/users/import".to_owned()),
        hidden: vec![("key", key.to_string())],
        fields: vec![file.optional(), text.optional()],
        button: say("people-import-look"),
        cancel: Some("/users".to_owned()),
        upload: true,
        words: visit.words.clone(),
        ..FormPage::default()
    };
    Importing {
        shell: visit.shell_below(app, trail, say("people-import-title")),
        form,
        trouble: None,
        columns: columns.unwrap_or_default(),
        invite: invite.optional().checked(invited),
        report: None,
        mark: sent.map(Sent::mark).unwrap_or_default(),
    }
}

/// Where a file is given.
async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    transfer_reach(&visit.actor, Permission::UsersImport).map_err(Error::from)?;
    if visit.lacks_proof(&app, GIVES_ROLES) {
        return Ok(visit.prove_first());
    }
    Ok(page(&app, &visit, None).show())
}

/// Says what would become of the file, or carries it in once just that was seen.
async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    sent: Multipart,
) -> Result<Response, Problem> {
    transfer_reach(&visit.actor, Permission::UsersImport).map_err(Error::from)?;
    let sent = Sent::read(sent).await?;
    let key = kept::key_of(&visit, sent.key).filter(|_| sent.runs());
    let Some(key) = key else {
        return match look(&app, &visit, &sent).await {
            Ok(report) if sent.as_file => Ok(report.file()),
            Ok(report) => {
                let mut page = page(&app, &visit, Some(&sent));
                page.report = Some(report);
                Ok(page.show())
            }
            Err(problem) => refuse(&app, &visit, &sent, problem),
        };
    };
    let path = format!("/users/import/{}", sent.key);
    if app.users.kept_answer(&key).await?.is_none()
        // A form that is sent twice at once does it once.
        && !app.transfers.imports.is_run_by(&key)
        && let Err(problem) = run(&app, &visit, &sent, key).await
    {
        return refuse(&app, &visit, &sent, problem);
    }
    Ok(Redirect::to(&path).into_response())
}

/// The page again, with what is wrong and what was sent.
fn refuse(
    app: &AppState,
    visit: &Visit,
    sent: &Sent,
    problem: Problem,
) -> Result<Response, Problem> {
    if problem.cause().is_some() {
        return Err(problem);
    }
    let mut page = page(app, visit, Some(sent));
    page.trouble = Some(page.form.trouble(&problem));
    page.form.links.extend(proof_missing(&page.shell, &problem));
    let mut response = page.show_as(problem.status());
    problem.dress(&mut response);
    Ok(response)
}

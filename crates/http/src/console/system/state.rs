//! Is everything as it should be? What `tenure doctor` says, for whoever answers for the tenant.

use crate::{
    AppState,
    console::{Page, Shell, Visit},
    problem::Problem,
};
use askama::Template;
use axum::{extract::State, response::Response};
use tenure_service::{
    installation::{Backup, Report},
    ports::{Check, Verdict},
};

#[derive(Template)]
#[template(path = "console/system.html")]
struct SystemPage {
    shell: Shell,
    state: Badge,
    checks: Vec<Row>,
    /// The message that says how one gets a copy.
    way: &'static str,
    /// The command that makes one.
    command: Option<&'static str>,
    may_download: bool,
}

/// A look at something, as the page tells it.
struct Row {
    name: String,
    verdict: Badge,
    found: String,
    remedy: Option<String>,
}

impl Page for SystemPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A verdict as its badge.
struct Badge {
    code: &'static str,
    colour: &'static str,
}

impl From<Verdict> for Badge {
    fn from(verdict: Verdict) -> Self {
        let colour = match verdict {
            Verdict::Ok => "green",
            Verdict::Warn => "orange",
            Verdict::Fail => "red",
        };
        let code = verdict.code();
        Self { code, colour }
    }
}

impl Row {
    fn of(check: Check, shell: &Shell) -> Self {
        let key = format!("check-{}", check.name.replace(' ', "-"));
        Self {
            name: shell
                .words
                .find(&key)
                .unwrap_or_else(|| check.name.to_owned()),
            verdict: check.verdict.into(),
            found: check.found,
            remedy: check.remedy,
        }
    }
}

/// How a copy is got: the message, and the command where it takes one.
fn way(backup: Backup) -> (&'static str, Option<&'static str>) {
    match backup {
        Backup::Download => ("backup-download", Some("tenure backup /backup/tenure.db")),
        Backup::Shared => ("backup-shared", Some("tenure backup /backup/tenure.db")),
        Backup::Server => ("backup-server", Some("pg_dump --format=custom tenure")),
        Backup::Withheld => ("backup-withheld", None),
    }
}

pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let tenant = &visit.session.tenant;
    let report = app.installation.report(tenant, &visit.actor).await?;
    let state = report.verdict().into();
    let Report { checks, backup } = report;
    let shell = visit.shell(&app, visit.say("nav-system"));
    let checks = checks.into_iter().map(|check| Row::of(check, &shell));
    let (way, command) = way(backup);
    let page = SystemPage {
        state,
        checks: checks.collect(),
        way,
        command,
        may_download: backup == Backup::Download,
        shell,
    };
    Ok(page.show())
}

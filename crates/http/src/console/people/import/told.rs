//! What became of a file, or would, and how far it has come.

use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit, Words, people::kept},
    csv,
    problem::Problem,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use tenure_domain::{
    ImportCounts,
    authority::{Permission, transfer_reach},
};
use tenure_service::{
    Error,
    import::{Outcome, RowResult},
};
use uuid::Uuid;

/// So many refused rows are kept.
const KEPT: usize = 5_000;
/// So many of them stand on a page; a file has all of them.
const SHOWN: usize = 200;
/// So many rows are told one by one.
const LISTED: usize = 100;
/// So much of a row is told.
const BEGINNING: usize = 60;

/// What would become of one row.
#[derive(Debug)]
pub(super) struct Fate {
    pub(super) line: u64,
    /// How it begins.
    pub(super) text: String,
    pub(super) code: &'static str,
}

/// A row that was refused.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Refused {
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) message: String,
}

/// What became of a file, or would.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Report {
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    pub(super) failed: u64,
    pub(super) refused: Vec<Refused>,
    /// How many reasons there were beyond those that are kept.
    #[serde(default)]
    pub(super) dropped: usize,
    /// What would become of each row, of the first ones; nothing of it is kept.
    #[serde(skip)]
    pub(super) fates: Vec<Fate>,
    /// Why it ended before the file did.
    #[serde(default)]
    pub(super) stopped: Option<String>,
}

impl Report {
    pub(super) fn new(counts: ImportCounts, rows: Vec<RowResult>, words: &Words) -> Self {
        let (mut refused, mut fates) = (Vec::new(), Vec::new());
        for row in rows {
            if fates.len() < LISTED {
                fates.push(Fate {
                    line: row.line,
                    text: String::new(),
                    code: row.outcome.code(),
                });
            }
            if let Outcome::Failed(reasons) = row.outcome {
                let line = row.line;
                refused.extend(reasons.into_iter().map(|it| Refused {
                    line,
                    column: it.column,
                    message: words.reason(&it.code, &it.message),
                }));
            }
        }
        let dropped = refused.len().saturating_sub(KEPT);
        refused.truncate(KEPT);
        Self {
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            failed: counts.failed,
            refused,
            dropped,
            fates,
            stopped: None,
        }
    }

    /// With how each row begins in this text.
    pub(super) fn with_texts(mut self, text: &str) -> Self {
        let mut lines = text.lines().zip(1_u64..);
        for fate in &mut self.fates {
            let line = lines.by_ref().find(|(_, at)| *at == fate.line);
            let start = line.map(|(line, _)| line.chars().take(BEGINNING).collect());
            fate.text = start.unwrap_or_default();
        }
        self
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> u64 {
        let all = [self.created, self.updated, self.unchanged, self.failed];
        all.into_iter().fold(0, u64::saturating_add)
    }

    /// Of how many rows nothing is told one by one.
    pub(super) fn untold(&self) -> u64 {
        let told = u64::try_from(self.fates.len()).unwrap_or_default();
        self.rows().saturating_sub(told)
    }

    /// Of how many reasons the page and the file do not have all.
    pub(super) fn reasons(&self) -> usize {
        self.refused.len().saturating_add(self.dropped)
    }

    /// What stands on the page.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Refused> {
        self.refused.iter().take(SHOWN)
    }

    /// How many more there are.
    pub(super) fn more(&self) -> usize {
        self.refused.len().saturating_sub(SHOWN)
    }

    /// The rows that are refused, as a table.
    pub(super) fn file(&self) -> Response {
        let mut text = csv::row(["line", "column", "message"]);
        for row in &self.refused {
            let line = row.line.to_string();
            text.push_str(&csv::row([line.as_str(), &row.column, &row.message]));
        }
        kept::file("refused", text)
    }
}

#[derive(Template)]
#[template(path = "console/people/imported.html")]
struct Imported {
    shell: Shell,
    report: Report,
    file: Option<String>,
}

impl Page for Imported {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A file that is being carried in.
#[derive(Template)]
#[template(path = "console/people/running.html")]
struct Running {
    shell: Shell,
    /// Rows so far.
    rows: u64,
    path: String,
}

impl Page for Running {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What became of it, or how far it has come.
pub(super) async fn told(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    // Asked first: what has ended meanwhile is kept.
    let progress = app.transfers.imports.progress(visit.tenant());
    let trail = [Crumb::new("/users", visit.say("nav-users"))];
    let Some(report) = kept::found::<Report>(&app, &visit, key).await? else {
        transfer_reach(&visit.actor, Permission::UsersImport).map_err(Error::from)?;
        let counts = progress.ok_or(Error::NotFound)?;
        let so_far = [
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.failed,
        ];
        let running = Running {
            shell: visit.shell_below(&app, trail, visit.say("people-import-running")),
            rows: so_far.into_iter().fold(0, u64::saturating_add),
            path: format!("/users/import/{key}"),
        };
        return Ok(running.show());
    };
    let file = (!report.refused.is_empty()).then(|| format!("/users/import/{key}/refused.csv"));
    let told = Imported {
        shell: visit.shell_below(&app, trail, visit.say("people-import-done")),
        report,
        file,
    };
    Ok(told.show())
}

/// The rows that were refused, as a file.
pub(super) async fn file(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    Ok(kept::read::<Report>(&app, &visit, key).await?.file())
}

//! Users from a file: its text, its columns, what would become of each row, and then what did.

use super::many::{key_of, new_key};
use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit},
    csv,
    pages::{Choice, Field, FormPage, Kind, Trouble},
    problem::{Code, Problem},
};
use askama::Template;
use axum::{
    Form as Pairs,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use tenure_domain::authority::{Permission, transfer_reach};
use tenure_service::{
    Error,
    cells::Column,
    import::{FileFormat, ImportError, ImportOptions, Naming, Outcome},
};
use uuid::Uuid;

/// So many bytes are taken here; more goes by the API or the command.
const MOST: usize = 1024 * 1024;
/// So many refused rows are kept and shown.
const MOST_ROWS: usize = 500;
/// What is chosen for a column that is not read.
const IGNORED: &str = "-";

/// A row that was refused.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Refused {
    line: u64,
    column: String,
    message: String,
}

/// What became of a file, or would.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Report {
    created: u64,
    updated: u64,
    unchanged: u64,
    failed: u64,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "console/people/import.html")]
struct Import {
    shell: Shell,
    form: FormPage,
    trouble: Option<Trouble>,
    /// What would become of the file.
    report: Option<Report>,
    text: Option<String>,
    columns: Vec<Field>,
}

#[derive(Template)]
#[template(path = "console/people/imported.html")]
struct Imported {
    shell: Shell,
    report: Report,
    file: Option<String>,
}

impl Page for Import {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for Imported {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What is wrong, with the column where it is about one.
fn said(column: &str, message: &str) -> String {
    match column {
        "" => message.to_owned(),
        column => format!("{column}: {message}"),
    }
}

/// The names in the head of a file.
fn head(text: &str) -> Vec<String> {
    let line = text.trim_start_matches('\u{feff}').lines().next();
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.unwrap_or_default().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => names.push(std::mem::take(&mut name)),
            _ => name.push(letter),
        }
    }
    names.push(name);
    names.retain(|name| !name.trim().is_empty());
    names
}

/// A file as it was sent, with what its columns are.
struct Sent {
    text: String,
    /// Each of its columns, with ours.
    columns: Vec<(String, String)>,
    invite: bool,
    key: Uuid,
    run: bool,
}

impl Sent {
    fn of(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let get = |name: &str| {
            let mut named = pairs.iter().filter(|(key, _)| key == name);
            named.next().map(|(_, value)| value.as_str())
        };
        let text = get("text").unwrap_or_default().to_owned();
        if text.len() > MOST {
            return Err(Problem::new(Code::PayloadTooLarge));
        }
        let ours = |theirs: String| {
            let usual = Column::of(&theirs.to_ascii_lowercase()).map_or(IGNORED, Column::name);
            let chosen = get(&format!("column:{theirs}")).unwrap_or(usual);
            (theirs, chosen.to_owned())
        };
        Ok(Self {
            columns: head(&text).into_iter().map(ours).collect(),
            text,
            invite: get("invite").is_some(),
            key: get("key")
                .and_then(|key| key.parse().ok())
                .unwrap_or_else(new_key),
            run: get("run").is_some(),
        })
    }

    fn options(&self, dry_run: bool) -> ImportOptions {
        let mut naming = Naming::default();
        for (theirs, ours) in &self.columns {
            match Column::of(ours) {
                Some(column) => drop(naming.map.insert(theirs.clone(), column)),
                None => drop(naming.ignore.insert(theirs.clone())),
            }
        }
        ImportOptions {
            format: FileFormat::Csv,
            naming,
            dry_run,
            invite: self.invite,
        }
    }

    async fn carry(&self, app: &AppState, visit: &Visit, dry_run: bool) -> Result<Report, Problem> {
        let tenant = &visit.session.tenant;
        let presence = app.sessions.presence(visit);
        let imports = &app.transfers.imports;
        let mut import = imports.begin(tenant, presence, self.options(dry_run))?;
        let mut rows = import.feed(self.text.as_bytes()).await?;
        rows.extend(import.finish().await?);
        if let Some(fault) = import.fault() {
            let detail = match fault {
                ImportError::Columns(wrong) => {
                    let said = wrong
                        .iter()
                        .map(|it| said(&it.column, &visit.words.reason(&it.code, &it.message)));
                    said.collect::<Vec<_>>().join(" ")
                }
                fault @ ImportError::File { .. } => {
                    visit.words.reason("malformed", &fault.to_string())
                }
            };
            return Err(Problem::said(Code::Malformed, detail));
        }
        let counts = import.counts();
        let mut report = Report {
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            failed: counts.failed,
            refused: Vec::new(),
        };
        for row in rows {
            if let Outcome::Failed(reasons) = row.outcome {
                let line = row.line;
                report.refused.extend(reasons.into_iter().map(|it| Refused {
                    line,
                    column: it.column,
                    message: visit.words.reason(&it.code, &it.message),
                }));
            }
        }
        report.refused.truncate(MOST_ROWS);
        Ok(report)
    }
}

fn page(app: &AppState, visit: &Visit, sent: Option<&Sent>) -> Import {
    let say = |key: &str| visit.say(key);
    let trail = [Crumb::new("/users", say("nav-users"))];
    let shell = visit.shell_below(app, trail, say("people-import-title"));
    let text = Field::of_kind(Kind::Lines(10), "text", say("people-import-text"));
    let text = text.hint(say("people-import-text-hint")).verbatim();
    let invite = Field::of_kind(Kind::Check, "invite", say("people-import-invite"));
    let invite = invite
        .optional()
        .checked(sent.is_some_and(|sent| sent.invite));
    let column = |(theirs, ours): &(String, String)| {
        let none = Choice::new(IGNORED, say("people-import-ignore"));
        let all = Column::ALL.iter().map(|column| column.name());
        let all = all.map(|name| Choice::new(name, name));
        let kind = Kind::Choice(std::iter::once(none).chain(all).collect());
        let field = Field::of_kind(kind, format!("column:{theirs}"), theirs.clone());
        field.holding(Some(ours))
    };
    let columns = sent.map(|sent| sent.columns.iter().map(column).collect());
    let key = sent.map_or_else(new_key, |sent| sent.key);
    let form = FormPage {
        action: Some("/users/import".to_owned()),
        hidden: vec![("key", key.to_string())],
        fields: match sent {
            Some(_) => vec![invite],
            None => vec![text, invite],
        },
        button: say("people-import-look"),
        cancel: Some("/users".to_owned()),
        words: visit.words.clone(),
        ..FormPage::default()
    };
    Import {
        shell,
        form,
        trouble: None,
        report: None,
        text: sent.map(|sent| sent.text.clone()),
        columns: columns.unwrap_or_default(),
    }
}

/// Where a file's text is given.
pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    transfer_reach(&visit.actor, Permission::UsersImport).map_err(Error::from)?;
    Ok(page(&app, &visit, None).show())
}

/// Says what would become of the file, or carries it in.
pub(super) async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent::of(&pairs)?;
    let path = format!("/users/import/{}", sent.key);
    let key = key_of(&visit, sent.key).filter(|_| sent.run);
    if let Some(key) = &key
        && app.users.kept_answer(key).await?.is_some()
    {
        return Ok(Redirect::to(&path).into_response());
    }
    let carried = sent.carry(&app, &visit, key.is_none()).await;
    match (carried, key) {
        (Ok(report), Some(key)) => {
            let body = serde_json::to_string(&report).unwrap_or_default();
            app.users.keep_answer(&key, &body).await?;
            Ok(Redirect::to(&path).into_response())
        }
        (Ok(report), None) => {
            let mut page = page(&app, &visit, Some(&sent));
            page.report = Some(report);
            Ok(page.show())
        }
        (Err(problem), _) if problem.cause().is_some() => Err(problem),
        (Err(problem), _) => {
            let mut page = page(
                &app,
                &visit,
                Some(&sent).filter(|sent| !sent.text.is_empty()),
            );
            page.trouble = Some(page.form.trouble(&problem));
            let mut response = page.show_as(problem.status());
            problem.dress(&mut response);
            Ok(response)
        }
    }
}

async fn kept(app: &AppState, visit: &Visit, key: Uuid) -> Result<Report, Problem> {
    let kept = match key_of(visit, key) {
        Some(key) => app.users.kept_answer(&key).await?,
        None => None,
    };
    let report = kept.and_then(|body| serde_json::from_str(&body).ok());
    report.ok_or_else(|| Error::NotFound.into())
}

/// What became of it.
pub(super) async fn told(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    let report = kept(&app, &visit, key).await?;
    let trail = [Crumb::new("/users", visit.say("nav-users"))];
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
    let report = kept(&app, &visit, key).await?;
    let mut text = csv::row(["line", "column", "message"]);
    for row in &report.refused {
        let line = row.line.to_string();
        text.push_str(&csv::row([line.as_str(), &row.column, &row.message]));
    }
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"refused.csv\"");
    let fields = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((fields, text).into_response())
}

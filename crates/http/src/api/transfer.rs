//! Many users at once: a file in, a file out.

use crate::{
    extract::{Caller, Params, UserFile},
    input::{ExportParams, ExportQuery, ImportParams, ImportQuery, UserFilterParams},
    problem::{Code, FieldError, Problem},
    state::AppState,
    view::{ImportReport, LastLine, RowView, file_name},
};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use http_body_util::channel::{Channel, Sender};
use std::convert::Infallible;
use tenure_domain::ImportCounts;
use tenure_service::{
    Error,
    export::Export,
    import::{FileFormat, Import, ImportError, Outcome, Reason, RowResult},
};

const NDJSON: &str = "application/x-ndjson";
/// So many pieces of an answer wait for a client who reads slowly.
const AHEAD: usize = 4;

/// Import users
///
/// Each row is what adding or changing that one user would be, with the same rights and rules. Columns have the names of
/// the user's fields. A row names its user by `external_id`, else by `email`, else by `username`: who is there gets what
/// differs, who is not there is added; an empty cell leaves things as they are. Rows that are refused change nothing, the
/// others go on. Sent again, everything that was done is `unchanged`. With `Accept: application/x-ndjson` the answer comes
/// row by row, and a last line with the counts.
#[utoipa::path(post, path = "/users/import", tag = "users", params(ImportParams),
    request_body(content((String = "text/csv"), (String = "application/x-ndjson"))),
    responses((status = 200, description = "What became of the rows",
        content((ImportReport = "application/json"), (String = "application/x-ndjson")))))]
pub(super) async fn import_users(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
    headers: HeaderMap,
    mut file: UserFile,
) -> Result<Response, Problem> {
    let query = ImportQuery::read(&mut params, file.format()?)?;
    let dry_run = query.options.dry_run;
    let (tenant, presence) = (&caller.session.tenant, app.sessions.presence(&caller));
    let mut import = match app.transfers.imports.begin(tenant, presence, query.options) {
        Err(Error::Busy) => {
            file.leave().await;
            return Err(not_begun(Error::Busy));
        }
        begun => begun?,
    };
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|kinds| kinds.to_str().ok());
    if accepted.is_some_and(|kinds| kinds.contains(NDJSON)) {
        let all = query.all_rows.unwrap_or(true);
        let (sender, body) = Channel::<Bytes, Infallible>::new(AHEAD);
        app.begin(stream(import, file, sender, all, dry_run));
        let kind = HeaderValue::from_static(NDJSON);
        return Ok(([(header::CONTENT_TYPE, kind)], Body::new(body)).into_response());
    }
    let all = query.all_rows.unwrap_or(false);
    let mut report = ImportReport::of(dry_run);
    while let Some(rows) = next_rows(&mut import, &mut file).await? {
        report.add(told(rows, all, dry_run));
    }
    report.add(told(import.finish().await?, all, dry_run));
    match import.fault() {
        Some(fault) => {
            let refused = refused(fault, import.counts(), dry_run);
            // The next import need not wait for it.
            drop(import);
            file.leave().await;
            Err(refused)
        }
        None => Ok(Json(report.whole(import.counts())).into_response()),
    }
}

/// Why nothing of a file is carried in.
pub(crate) fn not_begun(error: Error) -> Problem {
    if matches!(error, Error::Busy) {
        let detail = "Another import of this system is running. Wait until it has ended.";
        return Problem::with_detail(Code::TooManyRequests, detail).retry_after(10);
    }
    error.into()
}

/// The rows that were done with the next piece of the file; none where it ends, or is not read any further.
async fn next_rows(
    import: &mut Import,
    file: &mut UserFile,
) -> Result<Option<Vec<RowResult>>, Problem> {
    if import.is_broken() {
        return Ok(None);
    }
    match file.next().await? {
        Some(bytes) => Ok(Some(import.feed(&bytes).await?)),
        None => Ok(None),
    }
}

fn told(rows: Vec<RowResult>, all: bool, dry_run: bool) -> impl Iterator<Item = RowView> {
    let rows = rows.into_iter();
    let rows = rows.filter(move |row| all || matches!(row.outcome, Outcome::Failed(_)));
    rows.map(move |row| RowView::new(row, dry_run))
}

fn refused(fault: ImportError, counts: ImportCounts, dry_run: bool) -> Problem {
    match fault {
        ImportError::Columns(wrong) => {
            let at = |reason: Reason| FieldError::of(&reason.column, &reason.code, &reason.message);
            let detail = "The file's columns need attention.";
            let errors = wrong.into_iter().map(at).collect();
            Problem::with_detail(Code::Validation, detail).with_errors(errors)
        }
        fault @ ImportError::File { .. } => {
            let done = counts.created + counts.updated;
            let before = match (dry_run, done) {
                (true, _) | (_, 0) => "Nothing was changed.".to_owned(),
                (false, done) => format!("Rows before it were carried out: {done}."),
            };
            Problem::with_detail(Code::Malformed, format!("{fault} {before}"))
        }
    }
}

/// Tells of rows as they are done. Whoever stops listening stops the import after the rows that are being written.
async fn stream(
    mut import: Import,
    mut file: UserFile,
    mut to: Sender<Bytes, Infallible>,
    all: bool,
    dry_run: bool,
) {
    let ended = loop {
        match next_rows(&mut import, &mut file).await {
            Ok(Some(rows)) => {
                if !send(&mut to, told(rows, all, dry_run)).await {
                    return;
                }
            }
            Ok(None) => break Ok(()),
            Err(problem) => break Err(problem),
        }
    };
    let finished = match ended {
        Ok(()) => import.finish().await.map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let counts = import.counts();
    let problem = match finished {
        Ok(rows) => {
            if !send(&mut to, told(rows, all, dry_run)).await {
                return;
            }
            import.fault().map(|fault| refused(fault, counts, dry_run))
        }
        Err(problem) => Some(problem),
    };
    let last = LastLine {
        result: if problem.is_none() {
            "finished"
        } else {
            "stopped"
        },
        counts: counts.into(),
        detail: problem.map(|problem| problem.detail.clone()),
    };
    send(&mut to, [last]).await;
}

/// Sends lines. `false`: nobody listens.
async fn send<T: serde::Serialize>(
    to: &mut Sender<Bytes, Infallible>,
    lines: impl IntoIterator<Item = T>,
) -> bool {
    let mut text = String::new();
    for line in lines {
        if let Ok(line) = serde_json::to_string(&line) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.is_empty() || to.send_data(text.into()).await.is_ok()
}

/// Export users
///
/// What the list shows with the same filters, as far as the caller may export, as a file that `POST /users/import` reads:
/// imported again, it changes nothing. Deleted users leave only where they are asked for. Cells that a spreadsheet would
/// take for a formula begin with an apostrophe. The audit trail tells of every export.
/// A user exports six files in an hour at most.
#[utoipa::path(get, path = "/users/export", tag = "users", params(ExportParams, UserFilterParams),
    responses((status = 200, description = "The file",
        content((String = "text/csv"), (String = "application/x-ndjson")),
        headers(("Content-Disposition" = String, description = "A name for the file")))))]
pub(super) async fn export_users(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let tenant = &caller.session.tenant;
    let now = app.now();
    let ExportQuery(wish) = ExportQuery::read(&mut params, tenant, now)?;
    let (kind, ending) = match wish.format {
        FileFormat::Csv => ("text/csv; charset=utf-8", "csv"),
        FileFormat::Ndjson => (NDJSON, "ndjson"),
    };
    let exports = &app.transfers.exports;
    let mut export = exports.begin(tenant, app.sessions.presence(&caller), wish)?;
    app.limiters.export(caller.id())?;
    // Whatever is refused is refused before the file begins.
    let first = export.piece().await?.unwrap_or_default();
    let (sender, body) = Channel::<Bytes, std::io::Error>::new(AHEAD);
    app.begin(carry_out(export, first, sender));
    let name = format!("attachment; filename=\"{}\"", file_name(now, ending));
    let mut response = Body::new(body).into_response();
    let fields = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, &name),
    ];
    for (field, value) in fields {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(field, value);
        }
    }
    Ok(response)
}

/// Sends page after page as fast as they are read at the other end. The audit trail is told of whatever left.
async fn carry_out(mut export: Export, first: String, mut to: Sender<Bytes, std::io::Error>) {
    let mut piece = Some(first);
    while let Some(text) = piece {
        if to.send_data(text.into()).await.is_err() {
            break;
        }
        piece = match export.piece().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "an export broke off");
                // A file that ended without a word would look whole.
                to.abort(std::io::Error::other("the export broke off"));
                return told_of(&export).await;
            }
        };
    }
    told_of(&export).await;
}

async fn told_of(export: &Export) {
    if let Err(error) = export.tell().await {
        tracing::error!(%error, "the audit trail could not be told of an export");
    }
}

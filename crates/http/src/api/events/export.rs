//! The audit trail as a file, page after page as fast as it is read at the other end.

use crate::{
    csv, extract::Caller, input::EventFormat, problem::Problem, state::AppState, view::EventView,
};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use http_body_util::channel::{Channel, Sender};
use tenure_domain::value::{EventId, TenantId};
use tenure_service::{Error, ports::EventFilter, sessions::Presence};
use utoipa::IntoParams;

/// Events that are read at a time.
const PAGE: u16 = 500;
/// Pieces that wait to be sent.
const AHEAD: usize = 2;

/// The query of an export beside the filters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what EventFormat reads")]
pub(super) struct ExportParams {
    /// `csv` or `ndjson`; without, `csv`.
    #[param(pattern = "^(csv|ndjson)$")]
    format: Option<String>,
}

/// An export on its way.
struct Export {
    app: AppState,
    tenant: TenantId,
    presence: Presence,
    filter: EventFilter,
    format: EventFormat,
}

/// The file. Whatever is refused is refused before it begins.
pub(super) async fn file(
    app: AppState,
    caller: &Caller,
    filter: EventFilter,
    format: EventFormat,
) -> Result<Response, Problem> {
    let mut export = Export {
        presence: app.sessions.presence(caller),
        app,
        tenant: caller.tenant(),
        filter: EventFilter {
            limit: PAGE,
            ..filter
        },
        format,
    };
    let (first, next) = export.piece(None).await?;
    export.app.limiters.export(caller.id())?;
    let head = match format {
        EventFormat::Csv => EventView::csv_head(),
        EventFormat::Ndjson => String::new(),
    };
    let (to, body) = Channel::<Bytes, std::io::Error>::new(AHEAD);
    let app = export.app.clone();
    app.begin(async move { export.send(head + &first, next, to).await });
    let (kind, name) = match format {
        EventFormat::Csv => (
            "text/csv; charset=utf-8",
            "attachment; filename=\"events.csv\"",
        ),
        EventFormat::Ndjson => (
            "application/x-ndjson",
            "attachment; filename=\"events.ndjson\"",
        ),
    };
    let fields = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    Ok((fields, Body::new(body)).into_response())
}

impl Export {
    /// The next events as text, and the last of them if there may be more.
    async fn piece(&mut self, before: Option<EventId>) -> Result<(String, Option<EventId>), Error> {
        if before.is_some() {
            // Whoever is put out meanwhile reads no further.
            self.presence.renew().await?;
        }
        self.filter.before = before.or(self.filter.before);
        let (filter, now) = (self.filter.clone(), self.app.now());
        let reading = &self.app.reading;
        let found = reading
            .events(self.tenant, filter, self.presence.actor(), now)
            .await?;
        let full = found.len() == usize::from(PAGE);
        let last = found.last().map(|told| told.event.id).filter(|_| full);
        let mut text = String::new();
        for told in found {
            let view = EventView::from(told);
            match self.format {
                EventFormat::Csv => {
                    text.push_str(&csv::row(view.cells().iter().map(String::as_str)));
                }
                EventFormat::Ndjson => {
                    text.push_str(&serde_json::to_string(&view).unwrap_or_default());
                    text.push('\n');
                }
            }
        }
        Ok((text, last))
    }

    async fn send(
        &mut self,
        first: String,
        mut next: Option<EventId>,
        mut to: Sender<Bytes, std::io::Error>,
    ) {
        let mut text = first;
        loop {
            // Nobody reads any more.
            if !text.is_empty() && to.send_data(text.into()).await.is_err() {
                return;
            }
            let Some(last) = next else { return };
            match self.piece(Some(last)).await {
                Ok((more, place)) => (text, next) = (more, place),
                Err(error) => {
                    tracing::warn!(%error, "an export of the audit trail broke off");
                    // A file that ended without a word would look whole.
                    return to.abort(std::io::Error::other("the export broke off"));
                }
            }
        }
    }
}

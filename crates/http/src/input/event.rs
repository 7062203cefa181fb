//! Which part of the audit trail.

use crate::{cursor::ListKey, extract::Params, problem::Problem};
use std::collections::BTreeSet;
use tenure_domain::{
    authority::ActorRef,
    value::{EventId, UserId},
};
use tenure_service::ports::{EventFilter, Tenant};
use utoipa::IntoParams;
use uuid::Uuid;

/// Rows on a page of history, unless asked for.
const USUAL: u16 = 50;

/// A page of history.
#[derive(Debug)]
pub(crate) struct EventQuery {
    pub(crate) filter: EventFilter,
    pub(crate) key: ListKey,
}

/// The query of a history.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what EventQuery reads")]
pub(crate) struct EventParams {
    /// Who asked: a user's id, `user:<id>`, `operator:<name>`, `clock` or `visitor`.
    #[param(min_length = 1, max_length = 500)]
    actor: Option<String>,
    /// About this user, by id.
    subject: Option<Uuid>,
    /// Any of these kinds, separated by commas; `role.*` is every kind that begins so.
    #[param(pattern = "^[a-z_.*, ]+$", example = "user.blocked,role.*")]
    kind: Option<String>,
    /// Asked in the request of this id, as `X-Request-Id` has it.
    #[param(min_length = 1, max_length = 64)]
    request_id: Option<String>,
    /// Asked from this address.
    #[param(example = "192.0.2.7")]
    ip: Option<String>,
    /// At or after.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Before.
    #[param(format = DateTime)]
    to: Option<String>,
    /// Rows on a page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor`, with the same filters.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

/// What an exported trail is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventFormat {
    Csv,
    Ndjson,
}

impl EventFormat {
    /// Reads `format`; without, a table.
    pub(crate) fn read(params: &mut Params) -> Self {
        let format = params.read("format", "Write csv or ndjson.", |text| match text {
            "csv" => Some(Self::Csv),
            "ndjson" => Some(Self::Ndjson),
            _ => None,
        });
        format.unwrap_or(Self::Csv)
    }
}

fn event_kind(text: &str) -> Option<String> {
    let sign = |byte: u8| byte.is_ascii_lowercase() || b"_.".contains(&byte);
    let name = text.strip_suffix(".*").unwrap_or(text);
    let plain = !name.is_empty() && name.bytes().all(sign);
    plain.then(|| text.to_owned())
}

/// The kinds that are named, and the families of those that end in `.*`.
fn families(kinds: BTreeSet<String>) -> (BTreeSet<String>, BTreeSet<String>) {
    let (families, kinds): (BTreeSet<_>, _) =
        kinds.into_iter().partition(|kind| kind.ends_with('*'));
    let family = |kind: String| kind.trim_end_matches('*').to_owned();
    (kinds, families.into_iter().map(family).collect())
}

fn request(text: &str) -> Option<String> {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let plain = (1..=64).contains(&text.len()) && text.bytes().all(sign);
    plain.then(|| text.to_owned())
}

/// An address as it is written down.
fn address(text: &str) -> Option<String> {
    let ip = text.parse::<std::net::IpAddr>().ok()?;
    Some(ip.to_canonical().to_string())
}

fn actor(text: &str) -> Option<ActorRef> {
    let bare = text.parse::<UserId>().ok().map(ActorRef::User);
    bare.or_else(|| text.parse().ok())
}

impl EventQuery {
    /// Reads the query of one user's history, or of everybody's.
    ///
    /// # Errors
    /// `validation`, `cursor_mismatch`.
    pub(crate) fn read(
        params: &mut Params,
        tenant: &Tenant,
        subject: Option<UserId>,
    ) -> Result<Self, Problem> {
        let by = "Write a user's id, clock, visitor or operator:<name>.";
        let message = "Write kinds such as user.blocked,role.*.";
        let kinds = params.several::<BTreeSet<_>, _>("kind", message, event_kind);
        let (kinds, families) = families(kinds.unwrap_or_default());
        // A user's own history has its subject in the address.
        let asked = match subject {
            Some(subject) => Some(subject),
            None => params.read("subject", "Write a user's id.", |text| text.parse().ok()),
        };
        let filter = EventFilter {
            subject: asked,
            subjects: None,
            actor: params.read("actor", by, actor),
            kinds,
            families,
            request_id: params.read("request_id", "Write a request's id.", request),
            ip: params.read("ip", "Write an address such as 192.0.2.7.", address),
            from: params.moment("from"),
            to: params.moment("to"),
            visible: None,
            before: None,
            after: None,
            limit: 0,
        };
        let limit = params.limit(USUAL);
        let cursor = params.text("cursor");
        params.finish()?;
        let key = ListKey::of(tenant.id, &("events", &filter));
        let before = cursor.map(|cursor| key.read::<EventId>(&cursor));
        let filter = EventFilter {
            before: before.transpose()?,
            limit,
            ..filter
        };
        Ok(Self { filter, key })
    }
}

//! Which part of which list.

use crate::{cursor::ListKey, extract::Params, problem::Problem};
use std::collections::BTreeSet;
use tenure_domain::{
    Kind,
    authority::ActorRef,
    lifecycle::Status,
    value::{EventId, MessageId, OrganizationId, RoleName, Timestamp, UserId, fold},
};
use tenure_service::ports::{
    EventFilter, ListFilter, OutboxFilter, OutboxState, PageRequest, SortKey, SortOrder, Tenant,
    Vacation,
};
use utoipa::IntoParams;
use uuid::Uuid;

/// Rows on a page of history or messages, unless asked for.
const USUAL: u16 = 50;

/// A page of users.
#[derive(Debug)]
pub(crate) struct UserQuery {
    pub(crate) filter: ListFilter,
    pub(crate) page: PageRequest,
    pub(crate) key: ListKey,
}

/// The query of `GET /users`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what UserQuery reads")]
pub(crate) struct UserParams {
    /// A keyword: anywhere in e-mail, names, external id, phone, and at the start of the user name.
    #[param(min_length = 1, max_length = 500)]
    q: Option<String>,
    /// Any of these statuses, separated by commas; without, all but `deleted`.
    #[param(example = "active,pending")]
    status: Option<String>,
    /// Any of these kinds, separated by commas.
    #[param(example = "person")]
    kind: Option<String>,
    /// Holds this role.
    #[param(min_length = 1, max_length = 20)]
    role: Option<String>,
    /// Member of this organization.
    organization: Option<Uuid>,
    /// Can, or cannot, log in now.
    can_log_in: Option<bool>,
    /// With an `open` or an `expired` invitation.
    #[param(pattern = "^(open|expired)$")]
    invitation: Option<String>,
    /// Away now, or not.
    #[param(pattern = "^(yes|no)$")]
    vacation: Option<String>,
    /// Added at or after.
    #[param(format = DateTime)]
    created_from: Option<String>,
    /// Added before.
    #[param(format = DateTime)]
    created_to: Option<String>,
    /// The user name starts with.
    #[param(min_length = 1, max_length = 500)]
    username: Option<String>,
    /// A name contains.
    #[param(min_length = 1, max_length = 500)]
    name: Option<String>,
    /// The address contains.
    #[param(min_length = 1, max_length = 500)]
    email: Option<String>,
    /// `id`, `username`, `email`, `first_name`, `last_name`, `name`, `status`, `created_at` or `last_log_in_at`,
    /// with `-` for descending.
    #[param(example = "-id")]
    sort: Option<String>,
    /// Rows on a page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor` or `prev_cursor`, with the same filters.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

/// What the list is sorted by, and how.
pub(crate) fn sort(text: &str) -> Option<(SortKey, SortOrder)> {
    let (name, order) = match text.strip_prefix('-') {
        Some(name) => (name, SortOrder::Descending),
        None => (text, SortOrder::Ascending),
    };
    let key = match name {
        "id" => SortKey::Id,
        "username" => SortKey::Username,
        "email" => SortKey::Email,
        "first_name" => SortKey::FirstName,
        "last_name" => SortKey::LastName,
        "name" => SortKey::Name,
        "status" => SortKey::Status,
        "created_at" => SortKey::CreatedAt,
        "last_log_in_at" => SortKey::LastLogInAt,
        _ => return None,
    };
    Some((key, order))
}

fn is_away(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    text.parse().ok()
}

fn list_filter(params: &mut Params) -> ListFilter {
    let statuses = "Write statuses such as active,pending.";
    let kinds = "Write kinds such as person,customer.";
    ListFilter {
        q: params.text("q").map(|text| fold(text.trim())),
        status: params
            .several("status", statuses, Status::from_code)
            .unwrap_or_default(),
        kind: params
            .several("kind", kinds, Kind::from_code)
            .unwrap_or_default(),
        role: params.read("role", "Write a role's name.", |text| {
            RoleName::parse(text).ok().map(String::from)
        }),
        organization: params.read("organization", "Write an organization's id.", |text| {
            text.parse::<OrganizationId>().ok()
        }),
        visible: None,
        can_log_in: params.read("can_log_in", "Write true or false.", yes_or_no),
        invitation_open: params.read("invitation", "Write open or expired.", |text| match text {
            "open" => Some(true),
            "expired" => Some(false),
            _ => None,
        }),
        vacation: None,
        created_from: params.moment("created_from"),
        created_to: params.moment("created_to"),
        username: params.text("username").map(|text| fold(text.trim())),
        name: params.text("name").map(|text| fold(text.trim())),
        email: params.text("email").map(|text| fold(text.trim())),
    }
}

impl UserQuery {
    /// Reads a query; the tenant says what is usual.
    ///
    /// # Errors
    /// `validation` with everything that is wrong, `cursor_mismatch`.
    pub(crate) fn read(
        params: &mut Params,
        tenant: &Tenant,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let usual = &tenant.policy.list;
        let mut filter = list_filter(params);
        let away = params.read("vacation", "Write yes or no.", is_away);
        let message = "Write a field to sort by, such as name or -created_at.";
        let sorted = params.read("sort", message, sort);
        let (sort, order) = sorted
            .or_else(|| sort(&usual.default_sort))
            .unwrap_or((SortKey::Id, SortOrder::Descending));
        let limit = params.limit(usual.page_size.clamp(1, 200));
        let cursor = params.text("cursor");
        params.finish()?;
        let key = ListKey::of(tenant.id, &("users", &filter, away, sort, order));
        // The moment is of this page; its neighbours belong to the same list.
        filter.vacation = away.map(|away| Vacation { away, at: now });
        let cursor = cursor.map(|cursor| key.read(&cursor)).transpose()?;
        let page = PageRequest {
            sort,
            order,
            limit,
            cursor,
        };
        Ok(Self { filter, page, key })
    }
}

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
    /// Any of these kinds, separated by commas.
    #[param(pattern = "^[a-z_., ]+$", example = "user.blocked,user.unblocked")]
    kind: Option<String>,
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

fn event_kind(text: &str) -> Option<String> {
    let sign = |byte: u8| byte.is_ascii_lowercase() || b"_.".contains(&byte);
    let plain = !text.is_empty() && text.bytes().all(sign);
    plain.then(|| text.to_owned())
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
        let kinds = "Write kinds such as user.blocked,user.unblocked.";
        let filter = EventFilter {
            subject,
            actor: params.read("actor", by, actor),
            kinds: params
                .several::<BTreeSet<_>, _>("kind", kinds, event_kind)
                .unwrap_or_default(),
            from: params.moment("from"),
            to: params.moment("to"),
            visible: None,
            before: None,
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

/// A page of messages.
#[derive(Debug)]
pub(crate) struct OutboxQuery {
    pub(crate) filter: OutboxFilter,
    pub(crate) key: ListKey,
}

/// The query of `GET /outbox`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what OutboxQuery reads")]
pub(crate) struct OutboxParams {
    /// About this user, by id.
    user: Option<Uuid>,
    /// `queued`, `sent`, `dead` or `cancelled`.
    #[param(pattern = "^(queued|sent|dead|cancelled)$")]
    state: Option<String>,
    /// Rows on a page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor`, with the same filters.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

fn state(text: &str) -> Option<OutboxState> {
    match text {
        "queued" => Some(OutboxState::Queued),
        "sent" => Some(OutboxState::Sent),
        "dead" => Some(OutboxState::Dead),
        "cancelled" => Some(OutboxState::Cancelled),
        _ => None,
    }
}

impl OutboxQuery {
    /// Reads a query.
    ///
    /// # Errors
    /// `validation`, `cursor_mismatch`.
    pub(crate) fn read(params: &mut Params, tenant: &Tenant) -> Result<Self, Problem> {
        let filter = OutboxFilter {
            user: params.read("user", "Write a user's id.", |text| text.parse().ok()),
            state: params.read("state", "Write queued, sent, dead or cancelled.", state),
            before: None,
            limit: 0,
        };
        let limit = params.limit(USUAL);
        let cursor = params.text("cursor");
        params.finish()?;
        let key = ListKey::of(tenant.id, &("outbox", &filter));
        let before = cursor.map(|cursor| key.read::<MessageId>(&cursor));
        let filter = OutboxFilter {
            before: before.transpose()?,
            limit,
            ..filter
        };
        Ok(Self { filter, key })
    }
}

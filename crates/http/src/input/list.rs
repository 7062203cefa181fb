//! Which part of which list.

use crate::{
    cursor::ListKey,
    extract::{Params, parse_user_key},
    problem::Problem,
};
use tenure_domain::{
    Kind, Policy, Search,
    lifecycle::Status,
    value::{FacilityId, MessageId, OrganizationId, RoleName, Timestamp},
    who_picks,
};
use tenure_service::ports::{
    ListFilter, LockFilter, LogInFilter, OutboxFilter, OutboxState, PageRequest, SortKey,
    SortOrder, Tenant, UserKey, Vacation,
};
use utoipa::IntoParams;
use uuid::Uuid;

/// Rows on a page of messages, unless asked for.
const USUAL: u16 = 50;
/// So many users can be named one by one.
const MOST_NAMED: usize = 1_000;

/// A page of users.
#[derive(Debug)]
pub(crate) struct UserQuery {
    pub(crate) filter: ListFilter,
    pub(crate) page: PageRequest,
    pub(crate) key: ListKey,
}

/// Which users: the filters of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what Wanted reads")]
pub(crate) struct UserFilterParams {
    /// A keyword: every word of it is looked for where the tenant's policy says, such as anywhere in e-mail, names,
    /// external id, phone, and at the start of the user name. A display number as it is shown finds its user.
    #[param(min_length = 1, max_length = 500)]
    q: Option<String>,
    /// Only these users, by ids or display numbers: up to 1,000, separated by commas or each by itself.
    #[param(example = "US12,US13")]
    ids: Option<String>,
    /// Any of these statuses, separated by commas; without, all, and `deleted` where the tenant's policy shows it.
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
    /// Works at this facility.
    facility: Option<Uuid>,
    /// Can, or cannot, log in now.
    can_log_in: Option<bool>,
    /// Is, or is not, locked out now.
    locked: Option<bool>,
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
    /// Logged in last at or after; who never has is in no such span.
    #[param(format = DateTime)]
    last_log_in_from: Option<String>,
    /// Logged in last before.
    #[param(format = DateTime)]
    last_log_in_to: Option<String>,
    /// The user name starts with, or contains, as the tenant's policy says.
    #[param(min_length = 1, max_length = 500)]
    username: Option<String>,
    /// Every word stands in a name.
    #[param(min_length = 1, max_length = 500)]
    name: Option<String>,
    /// The address contains.
    #[param(min_length = 1, max_length = 500)]
    email: Option<String>,
}

/// Which part of a list of users, and in which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what UserQuery reads")]
pub(crate) struct UserParams {
    /// `id`, `username`, `email`, `first_name`, `last_name`, `name`, `status`, `created_at` or `last_log_in_at`,
    /// with `-` for descending; without, as the tenant's policy says.
    #[param(example = "-id")]
    sort: Option<String>,
    /// Rows on a page; without, as many as the tenant's policy says.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor` or `prev_cursor`, with the same filters.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

/// What the list is sorted by, and how.
pub(crate) fn sort(text: &str) -> Option<(SortKey, SortOrder)> {
    let order = match text.starts_with('-') {
        true => SortOrder::Descending,
        false => SortOrder::Ascending,
    };
    SortKey::of_sort(text).map(|key| (key, order))
}

fn is_away(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    text.parse().ok()
}

/// Everything that is typed to find somebody, as the tenant's rules look for it (P-91, P-92).
fn searches(params: &mut Params, policy: &Policy) -> Vec<Search> {
    let list = &policy.list;
    let keyword = params.text("q").map(|text| policy.search_keyword(&text));
    let name = params.text("name").map(|text| list.search_name(&text));
    let username = params.text("username");
    let email = params.text("email");
    let single = [
        username.and_then(|text| list.search_username(&text)),
        email.and_then(|text| list.search_email(&text)),
    ];
    let words = [keyword, name].into_iter().flatten().flatten();
    words.chain(single.into_iter().flatten()).collect()
}

/// The users who are named. Whoever could be nobody is nobody.
fn these(params: &mut Params, policy: &Policy) -> Option<Vec<UserKey>> {
    let prefix = &policy.identity.display_id_prefix;
    let named = params.texts("ids");
    let named = named.iter().flat_map(|text| text.split(','));
    let keys = named.map(|text| parse_user_key(text.trim(), prefix));
    let keys = keys.collect::<Vec<_>>();
    if keys.len() > MOST_NAMED {
        params.refuse("ids", "too_many", "Name at most 1,000 users.");
    }
    (!keys.is_empty()).then(|| keys.into_iter().flatten().collect())
}

fn list_filter(params: &mut Params, policy: &Policy) -> ListFilter {
    let statuses = "Write statuses such as active,pending.";
    let kinds = "Write kinds such as person,customer.";
    ListFilter {
        searches: searches(params, policy),
        these: these(params, policy),
        status: params.several("status", statuses, Status::from_code),
        kind: params
            .several("kind", kinds, Kind::from_code)
            .unwrap_or_default(),
        role: params.read("role", "Write a role's name.", |text| {
            RoleName::parse(text).ok().map(String::from)
        }),
        organization: params.read("organization", "Write an organization's id.", |text| {
            text.parse::<OrganizationId>().ok()
        }),
        facility: params.read("facility", "Write a facility's id.", |text| {
            text.parse::<FacilityId>().ok()
        }),
        invitation_open: params.read("invitation", "Write open or expired.", |text| match text {
            "open" => Some(true),
            "expired" => Some(false),
            _ => None,
        }),
        created_from: params.moment("created_from"),
        created_to: params.moment("created_to"),
        last_log_in_from: params.moment("last_log_in_from"),
        last_log_in_to: params.moment("last_log_in_to"),
        ..ListFilter::default()
    }
}

/// Which users are wanted; what depends on the moment is not yet in the filter.
#[derive(Debug)]
pub(super) struct Wanted {
    filter: ListFilter,
    can_log_in: Option<bool>,
    locked: Option<bool>,
    away: Option<bool>,
}

impl Wanted {
    pub(super) fn read(params: &mut Params, policy: &Policy) -> Self {
        let message = "Write true or false.";
        Self {
            filter: list_filter(params, policy),
            can_log_in: params.read("can_log_in", message, yes_or_no),
            locked: params.read("locked", message, yes_or_no),
            away: params.read("vacation", "Write yes or no.", is_away),
        }
    }

    /// The filter at this moment.
    pub(super) fn at(self, policy: &Policy, now: Timestamp) -> ListFilter {
        ListFilter {
            vacation: self.away.map(|away| Vacation { away, at: now }),
            log_in: self.can_log_in.map(|can| LogInFilter::of(can, policy, now)),
            locked: self.locked.map(|is| LockFilter::of(is, policy, now)),
            ..self.filter
        }
    }
}

/// The users whom a query without order and pages is about.
///
/// # Errors
/// `validation` with everything that is wrong.
pub(crate) fn users_wanted(
    params: &mut Params,
    tenant: &Tenant,
    now: Timestamp,
) -> Result<ListFilter, Problem> {
    let wanted = Wanted::read(params, &tenant.policy);
    params.finish()?;
    Ok(wanted.at(&tenant.policy, now))
}

impl UserQuery {
    /// Reads a query; the tenant says what is usual (P-94, P-99).
    ///
    /// # Errors
    /// `validation` with everything that is wrong, `cursor_mismatch`.
    pub(crate) fn read(
        params: &mut Params,
        tenant: &Tenant,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let policy = &tenant.policy;
        let usual = &policy.list;
        let wanted = Wanted::read(params, policy);
        let message = "Write a field to sort by, such as name or -created_at.";
        let sorted = params.read("sort", message, sort);
        let (sort, order) = sorted
            .or_else(|| sort(&usual.default_sort))
            .unwrap_or((SortKey::Id, SortOrder::Descending));
        let limit = params.limit(usual.page_size.clamp(1, 200));
        let cursor = params.text("cursor");
        params.finish()?;
        // The moment is of this page; its neighbours belong to the same list.
        let key = ListKey::of(tenant.id, &("users", &wanted, sort, order));
        let cursor = cursor.map(|cursor| key.read(&cursor)).transpose()?;
        let page = PageRequest {
            sort,
            order,
            limit,
            cursor,
        };
        let filter = wanted.at(policy, now);
        Ok(Self { filter, page, key })
    }
}

/// A page of pickers.
#[derive(Debug)]
pub(crate) struct PickerQuery {
    pub(crate) filter: ListFilter,
    pub(crate) page: PageRequest,
    pub(crate) key: ListKey,
}

/// The query of a facility's pickers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what PickerQuery reads")]
pub(crate) struct PickerParams {
    /// With those who are away now?
    away: Option<bool>,
    /// Rows on a page; without, as many as the tenant's policy says.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor` or `prev_cursor`, with the same filters.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

impl PickerQuery {
    /// Reads a query: who is shown as a picker, works there and is Active, by name (HW-28).
    ///
    /// # Errors
    /// `validation` with everything that is wrong, `cursor_mismatch`.
    pub(crate) fn read(
        params: &mut Params,
        tenant: &Tenant,
        facility: FacilityId,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let with_away = params.read("away", "Write true or false.", yes_or_no);
        let limit = params.limit(tenant.policy.list.page_size.clamp(1, 200));
        let cursor = params.text("cursor");
        params.finish()?;
        let key = ListKey::of(tenant.id, &("pickers", facility, with_away));
        let cursor = cursor.map(|cursor| key.read(&cursor)).transpose()?;
        let there = Vacation {
            away: false,
            at: now,
        };
        let filter = ListFilter {
            status: Some(who_picks()),
            facility: Some(facility),
            picker: true,
            vacation: Some(there).filter(|_| with_away != Some(true)),
            ..ListFilter::default()
        };
        let page = PageRequest {
            sort: SortKey::Name,
            order: SortOrder::Ascending,
            limit,
            cursor,
        };
        Ok(Self { filter, page, key })
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
            id: None,
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

//! The list of users.

use super::{
    address::Wanted,
    columns::{self, Column},
    filters::{Chip, Control, Filter, Offer, Sorting},
    row::Row,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    extract::cookie,
    input::UserQuery,
    problem::Problem,
    view::PageView,
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use std::collections::BTreeSet;
use tenure_domain::{
    Policy,
    authority::Permission,
    lifecycle::Status,
    policy::{CredentialWay, Supported},
};
use tenure_service::queries::Views;

/// The cookie that remembers how many rows somebody wants on a page.
const PER: &str = "per";
/// How many rows pages may have.
const SIZES: [u16; 3] = [25, 50, 100];

/// A view of the list: a link with a count.
#[derive(Debug)]
struct View {
    label: String,
    path: String,
    count: String,
    here: bool,
}

/// The head of a column.
#[derive(Debug)]
struct Head {
    column: Column,
    title: String,
    /// Where a click leads that sorts by it.
    path: Option<String>,
    /// How the list is sorted by it now.
    sorted: Option<&'static str>,
}

/// The rows, and what stands around them.
#[derive(Debug)]
struct Found {
    views: Vec<View>,
    rows: Vec<Row>,
    heads: Vec<Head>,
    caption: String,
    total: String,
    next: Option<String>,
    prev: Option<String>,
    sizes: Vec<(u16, String, bool)>,
    /// Deleted users who fit and are not shown, and where they are.
    deleted: Option<(String, String)>,
    only_oneself: bool,
    /// What the whole of it asks the API for.
    query: String,
}

#[derive(Template)]
#[template(path = "console/people/list.html")]
struct List {
    shell: Shell,
    keyword: Option<Filter>,
    entries: Vec<Filter>,
    filters: Vec<Filter>,
    sorting: Option<Sorting>,
    /// What is asked for and has no field of its own.
    kept: Vec<(String, String)>,
    chips: Vec<Chip>,
    cleared: String,
    /// Are results shown as one types? Not where one asks for them (OB-36).
    live: bool,
    open: bool,
    offers: Offers,
    found: Option<Found>,
}

/// What the head of the page offers.
#[derive(Debug)]
struct Offers {
    invite: bool,
    add: bool,
    import: bool,
    export: Option<String>,
}

impl Page for List {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Offers {
    fn of(visit: &Visit, export: &str) -> Self {
        let ways = &visit.session.tenant.policy.creation.allowed_credentials;
        let invitation = CredentialWay::Invitation;
        let other = ways.iter().any(|way| *way != invitation);
        let may_export = visit.may(&Permission::UsersExport);
        Self {
            invite: ways.contains(&invitation) && visit.may(&Permission::UsersInvite),
            add: other && visit.may(&Permission::UsersCreate),
            import: visit.may(&Permission::UsersImport),
            export: may_export.then(|| format!("/api/v1/users/export?{export}")),
        }
    }
}

/// A number as people read it: `1 204`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// How many rows somebody wants on a page: as asked, as remembered, as usual (P-99).
fn per(wanted: &Wanted, headers: &HeaderMap, policy: &Policy) -> u16 {
    let usual = policy.list.page_size.clamp(1, 200);
    let known = |text: &str| {
        let size = text.parse::<u16>().ok();
        size.filter(|size| SIZES.contains(size) || *size == usual)
    };
    let asked = wanted.get(PER).and_then(known);
    let remembered = || cookie(headers, PER).and_then(known);
    asked.or_else(remembered).unwrap_or(usual)
}

/// The list.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let tenant = &visit.session.tenant;
    app.reading.sees_users(tenant, &visit.actor)?;
    let wanted = Wanted::of(query.as_deref(), &tenant.policy)?;
    let shell = visit.shell(&app, visit.say("nav-users"));
    let listing = Listing {
        app: &app,
        visit: &visit,
        shell: &shell,
        per: per(&wanted, &headers, &tenant.policy),
        columns: columns::shown(&headers, &visit.words, &tenant.policy),
        wanted: &wanted,
    };
    let found = match wanted.waits() {
        true => None,
        false => Some(listing.found().await?),
    };
    let mut list = listing.page(found).await?;
    list.shell = shell;
    let mut response = list.show();
    if wanted.get(PER).is_some() {
        let per = per(&wanted, &headers, &tenant.policy);
        columns::remember(&app, &mut response, PER, &per.to_string());
    }
    Ok(response)
}

/// What one page of the list is made of.
struct Listing<'a> {
    app: &'a AppState,
    visit: &'a Visit,
    shell: &'a Shell,
    wanted: &'a Wanted,
    per: u16,
    columns: Vec<Column>,
}

impl Listing<'_> {
    fn policy(&self) -> &Policy {
        &self.visit.session.tenant.policy
    }

    /// The order, as the API writes it.
    fn sorted(&self) -> &str {
        let usual = &self.policy().list.default_sort;
        self.wanted.get("sort").unwrap_or(usual)
    }

    async fn page(&self, found: Option<Found>) -> Result<List, Problem> {
        let offer = Offer {
            visit: self.visit,
            shell: self.shell,
            wanted: self.wanted,
        };
        let (keyword, entries) = (offer.keyword(), offer.entries());
        let filters = offer.filters(self.app).await?;
        let all = keyword.iter().chain(&entries).chain(&filters);
        let all = all.cloned().collect::<Vec<_>>();
        let sorting = offer.sorting(self.sorted());
        let kept = self.kept(&all, sorting.is_some());
        let chips = offer.chips(&all);
        let in_fold = entries.iter().chain(&filters);
        let narrowed = in_fold
            .into_iter()
            .any(|it| self.wanted.get(it.name).is_some());
        let export = found.as_ref().map(|found| found.query.clone());
        Ok(List {
            shell: self.shell.clone(),
            open: narrowed || entries.len() + filters.len() <= 4,
            live: !self.policy().list.waits_to_be_asked(),
            offers: Offers::of(self.visit, &export.unwrap_or_default()),
            cleared: self.wanted.cleared(),
            keyword,
            entries,
            filters,
            sorting,
            kept,
            chips,
            found,
        })
    }

    /// What is asked for and has no field in the form.
    fn kept(&self, fields: &[Filter], sorting: bool) -> Vec<(String, String)> {
        let order = self.wanted.get("sort").filter(|_| !sorting);
        let order = order.map(|value| ("sort", value));
        let narrowing = self.wanted.narrowing();
        let kept = narrowing.filter(|(name, _)| !fields.iter().any(|field| field.name == *name));
        kept.chain(order)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    async fn found(&self) -> Result<Found, Problem> {
        let (app, visit) = (self.app, self.visit);
        let (tenant, now) = (&visit.session.tenant, app.now());
        let (zone, policy) = (visit.reading.zone, self.policy());
        let mut params = self.wanted.params(zone, policy, self.per);
        let UserQuery { filter, page, key } = UserQuery::read(&mut params, tenant, now)?;
        let shown = policy.removal.listed(filter.status.as_ref());
        let away = filter.vacation.is_some();
        let away_at = (policy.work.absences == Supported::Yes).then_some(now);
        let (listed, counted) = tokio::try_join!(
            app.reading
                .list(tenant, filter.clone(), &page, &visit.actor),
            app.reading.views(tenant, filter, &visit.actor, away_at),
        )?;
        let place = PageView::of(&listed, page.limit, &key);
        let total = match away {
            true => listed.total,
            false => counted.of(&shown),
        };
        let views = app.views(&listed.rows, &visit.actor).await?;
        let rows = views.into_iter();
        let rows = rows
            .map(|user| Row::new(user, visit, self.shell, &self.columns))
            .collect::<Vec<_>>();
        let query = self.wanted.filter(zone, policy);
        let mut api = form_urlencoded::Serializer::new(String::new());
        let query = api.extend_pairs(query).finish();
        Ok(Found {
            views: self.views(&counted),
            heads: self.heads(),
            caption: self.caption(rows.len(), total),
            total: grouped(total),
            next: self.neighbour(place.next_cursor.as_deref(), true),
            prev: self.neighbour(place.prev_cursor.as_deref(), false),
            sizes: self.sizes(),
            deleted: self.deleted(&counted, &shown),
            only_oneself: query.is_empty() && total == 1 && rows.iter().all(|row| row.user.is_self),
            rows,
            query,
        })
    }

    /// The views: everybody, each status, who is away (CONSOLE 2.3).
    fn views(&self, counted: &Views) -> Vec<View> {
        let policy = self.policy();
        let statuses = self.wanted.all("status");
        let vacation = self.wanted.get("vacation");
        let link = |status: Option<&str>, away: Option<&str>| {
            self.wanted.link(&[("status", status), ("vacation", away)])
        };
        let mut views = vec![View {
            label: self.shell.say("people-view-all"),
            path: link(None, None),
            count: grouped(counted.of(&policy.removal.listed(None))),
            here: statuses.is_empty() && vacation.is_none(),
        }];
        let offered = policy.statuses();
        let shown = |status: &Status| {
            offered.contains(status) || counted.status.get(status).is_some_and(|count| *count > 0)
        };
        let (gone, present): (Vec<_>, Vec<_>) = Status::ALL
            .into_iter()
            .filter(shown)
            .partition(|status| *status == Status::Deleted);
        let view = |status: Status| View {
            label: self.shell.name("status", status.code()),
            path: link(Some(status.code()), None),
            count: grouped(counted.of(&BTreeSet::from([status]))),
            here: statuses == [status.code()] && vacation.is_none(),
        };
        views.extend(present.into_iter().map(view));
        views.extend(counted.on_vacation.map(|away| View {
            label: self.shell.say("people-view-vacation"),
            path: link(None, Some("yes")),
            count: grouped(away),
            here: statuses.is_empty() && vacation == Some("yes"),
        }));
        views.extend(gone.into_iter().map(view));
        views
    }

    fn heads(&self) -> Vec<Head> {
        let sorted = self.sorted();
        let sortable = &self.policy().list.sortable;
        let head = |column: &Column| {
            let code = column.sort();
            let by = code.filter(|code| sorted.trim_start_matches('-') == code.code());
            let down = sorted.starts_with('-');
            let code = code.filter(|code| sortable.contains(code));
            let path = code.map(|code| {
                let next = match by.is_some() && !down {
                    true => format!("-{}", code.code()),
                    false => code.code().to_owned(),
                };
                self.wanted.link(&[("sort", Some(&next))])
            });
            Head {
                column: *column,
                title: self.shell.say(&format!("people-column-{}", column.code())),
                path,
                sorted: by.map(|_| if down { "descending" } else { "ascending" }),
            }
        };
        let mut heads = self.columns.iter().map(head).collect::<Vec<_>>();
        // Two columns may show the same; one of them says how the list is sorted.
        let mut said = false;
        for head in &mut heads {
            if head.sorted.is_some() && std::mem::replace(&mut said, true) {
                head.sorted = None;
            }
        }
        heads
    }

    /// Such as: Users, sorted by ID, newest first, 1–50 of 1 204.
    fn caption(&self, rows: usize, total: u64) -> String {
        let sorted = self.sorted();
        let way = if sorted.starts_with('-') {
            "down"
        } else {
            "up"
        };
        let code = sorted.trim_start_matches('-').replace('_', "-");
        let order = self.shell.say(&format!("people-sort-{code}-{way}"));
        let from = self.first();
        let rows = u64::try_from(rows).unwrap_or_default();
        let to = from.saturating_add(rows).saturating_sub(1);
        let values = [
            ("order", order.into()),
            ("from", grouped(from.min(to)).into()),
            ("to", grouped(to).into()),
            ("total", grouped(total.max(to)).into()),
        ];
        self.shell.words.say_with("people-caption", &values)
    }

    /// The number of the first row, as the links between pages carry it on.
    fn first(&self) -> u64 {
        let at = self.wanted.get("cursor").and(self.wanted.get("at"));
        at.and_then(|at| at.parse().ok()).unwrap_or(1)
    }

    fn neighbour(&self, cursor: Option<&str>, after: bool) -> Option<String> {
        let per = u64::from(self.per);
        let at = match after {
            true => self.first().saturating_add(per),
            false => self.first().saturating_sub(per).max(1),
        };
        let at = at.to_string();
        Some(
            self.wanted
                .link(&[("cursor", Some(cursor?)), ("at", Some(&at))]),
        )
    }

    fn sizes(&self) -> Vec<(u16, String, bool)> {
        let usual = self.policy().list.page_size.clamp(1, 200);
        let sizes = BTreeSet::from(SIZES).into_iter().chain([usual]);
        let size = |size: u16| {
            let path = self.wanted.link(&[(PER, Some(&size.to_string()))]);
            (size, path, size == self.per)
        };
        sizes
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(size)
            .collect()
    }

    /// Deleted users who fit, where the list does not show them unasked.
    fn deleted(&self, counted: &Views, shown: &BTreeSet<Status>) -> Option<(String, String)> {
        let count = *counted.status.get(&Status::Deleted)?;
        let said = self.shell.say1("people-deleted-match", "count", count);
        let path = self
            .wanted
            .link(&[("status", Some(Status::Deleted.code()))]);
        (count > 0 && !shown.contains(&Status::Deleted)).then_some((said, path))
    }
}

//! One page of the list: the rows that fit, the views with their counts, the heads, the neighbours.

use super::{address::Wanted, columns::Column, many, role_names::RoleNames, row::Row};
use crate::{
    AppState,
    console::{Shell, Visit},
    input::UserQuery,
    pages::Choice,
    problem::Problem,
    view::PageView,
};
use std::collections::BTreeSet;
use tenure_domain::{Kind, Policy, lifecycle::Status, policy::Supported};
use tenure_service::{ports::ListFilter, queries::Views};

/// What says how many rows a page has.
pub(super) const PER: &str = "per";
/// How many rows pages may have.
pub(super) const SIZES: [u16; 3] = [25, 50, 100];

/// A view of the list: a link with a count.
#[derive(Debug)]
pub(super) struct View {
    pub(super) label: String,
    pub(super) path: String,
    pub(super) count: String,
    pub(super) here: bool,
}

/// The head of a column.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) column: Column,
    pub(super) title: String,
    /// Where a click leads that sorts by it.
    pub(super) path: Option<String>,
    /// How the list is sorted by it now.
    pub(super) sorted: Option<&'static str>,
}

/// The rows, and what stands around them.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) views: Vec<View>,
    pub(super) rows: Vec<Row>,
    pub(super) heads: Vec<Head>,
    pub(super) caption: String,
    pub(super) total: String,
    pub(super) next: Option<String>,
    pub(super) prev: Option<String>,
    pub(super) sizes: Vec<(u16, String, bool)>,
    /// Users who fit and are shown only where somebody asks for them, and where that is.
    pub(super) unasked: Option<(String, String)>,
    pub(super) only_oneself: bool,
    /// What can be done to several at once.
    pub(super) many: Vec<Choice>,
    /// Are there more than this page shows?
    pub(super) goes_on: bool,
    /// What the whole of it asks the API for.
    pub(super) query: String,
    /// The way back to it.
    pub(super) list: String,
}

/// A number as people read it: `1 204`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// What one page of the list is made of.
pub(super) struct Listing<'a> {
    pub(super) app: &'a AppState,
    pub(super) visit: &'a Visit,
    pub(super) shell: &'a Shell,
    pub(super) wanted: &'a Wanted,
    pub(super) per: u16,
    pub(super) columns: Vec<Column>,
    pub(super) roles: &'a RoleNames,
}

impl Listing<'_> {
    pub(super) fn policy(&self) -> &Policy {
        &self.visit.session.tenant.policy
    }

    /// The order, as the API writes it.
    pub(super) fn sorted(&self) -> &str {
        let usual = &self.policy().list.default_sort;
        self.wanted.get("sort").unwrap_or(usual)
    }

    pub(super) async fn found(&self) -> Result<Found, Problem> {
        let (app, visit) = (self.app, self.visit);
        let (tenant, now) = (&visit.session.tenant, app.now());
        let (zone, policy) = (visit.reading.zone, self.policy());
        let mut params = self.wanted.params(zone, policy, self.per);
        let UserQuery { filter, page, key } = UserQuery::read(&mut params, tenant, now)?;
        let shown = policy.removal.listed(filter.status.as_ref());
        let away = filter.vacation.is_some();
        // Whoever has a view by his kind is counted there and in every other view.
        let apart = self.apart();
        let narrowed = !apart.is_empty() && !filter.kind.is_empty();
        let mut counting = filter.clone();
        if filter.kind.is_subset(&apart) {
            counting.kind.clear();
        }
        let away_at = (policy.work.absences == Supported::Yes).then_some(now);
        let (listed, counted) = tokio::try_join!(
            app.reading.list(tenant, filter, &page, &visit.actor),
            app.reading
                .views(tenant, counting.clone(), &visit.actor, away_at),
        )?;
        let kinds = self.counts_apart(apart, &counting).await?;
        let place = PageView::of(&listed, page.limit, &key);
        let total = match away || narrowed {
            true => listed.total,
            false => counted.of(&shown),
        };
        let views = app.views(&listed.rows, &visit.actor).await?;
        let rows = views.into_iter();
        let rows = rows
            .map(|user| Row::new(user, visit, (self.shell, self.roles), &self.columns))
            .collect::<Vec<_>>();
        let goes_on = place.next_cursor.is_some() || place.prev_cursor.is_some();
        let query = self.wanted.filter(zone, policy);
        let mut api = form_urlencoded::Serializer::new(String::new());
        let query = api.extend_pairs(query).finish();
        Ok(Found {
            views: self.views(&counted, &kinds),
            heads: self.heads(),
            caption: self.caption(rows.len(), total),
            total: grouped(total),
            next: self.neighbour(place.next_cursor.as_deref(), true),
            prev: self.neighbour(place.prev_cursor.as_deref(), false),
            sizes: self.sizes(),
            unasked: self.unasked(&counted, &shown),
            only_oneself: query.is_empty() && total == 1 && rows.iter().all(|row| row.user.is_self),
            many: many::offered(visit, self.shell, &rows, goes_on),
            goes_on,
            rows,
            query,
            list: self.wanted.query(&[]),
        })
    }

    /// The kinds of users whom other systems let in, whose list is a view of its own (P-60, OB-10, OB-11).
    fn apart(&self) -> BTreeSet<Kind> {
        let apart = &self.policy().log_in.separate_realms;
        apart.difference(&[Kind::Person].into()).copied().collect()
    }

    /// How many there are of each of these kinds.
    async fn counts_apart(
        &self,
        apart: BTreeSet<Kind>,
        filter: &ListFilter,
    ) -> Result<Vec<(Kind, u64)>, Problem> {
        let listed = self.policy().removal.listed(None);
        let (tenant, actor) = (&self.visit.session.tenant, &self.visit.actor);
        let mut counts = Vec::new();
        for kind in apart {
            let filter = ListFilter {
                kind: [kind].into(),
                ..filter.clone()
            };
            let counted = self.app.reading.views(tenant, filter, actor, None).await?;
            counts.push((kind, counted.of(&listed)));
        }
        Ok(counts)
    }

    /// The views: everybody, each status, who is away (CONSOLE 2.3), each kind that stands apart.
    fn views(&self, counted: &Views, kinds: &[(Kind, u64)]) -> Vec<View> {
        let policy = self.policy();
        let statuses = self.wanted.all("status");
        let vacation = self.wanted.get("vacation");
        let asked = self.wanted.all("kind");
        let apart = |code: &str| kinds.iter().any(|(kind, _)| kind.code() == code);
        let whoever = asked.iter().all(|code| !apart(code));
        let place = |status: Option<&str>, away: Option<&str>, kind: Option<&str>| {
            let mut changes = vec![("status", status), ("vacation", away)];
            if !kinds.is_empty() {
                changes.push(("kind", kind));
            }
            self.wanted.link(&changes)
        };
        let link = |status: Option<&str>, away: Option<&str>| place(status, away, None);
        let mut views = vec![View {
            label: self.shell.say("people-view-all"),
            path: link(None, None),
            count: grouped(counted.of(&policy.removal.listed(None))),
            here: statuses.is_empty() && vacation.is_none() && whoever,
        }];
        let offered = policy.statuses();
        let shown = |status: &Status| {
            offered.contains(status) || counted.status.get(status).is_some_and(|count| *count > 0)
        };
        let last = policy.removal.listed_on_demand();
        let view = |status: Status| View {
            label: self.shell.name("status", status.code()),
            path: link(Some(status.code()), None),
            count: grouped(counted.of(&BTreeSet::from([status]))),
            here: statuses == [status.code()] && vacation.is_none() && whoever,
        };
        let all = || Status::ALL.into_iter().filter(shown);
        views.extend(all().filter(|status| !last.contains(status)).map(view));
        views.extend(counted.on_vacation.map(|away| View {
            label: self.shell.say("people-view-vacation"),
            path: link(None, Some("yes")),
            count: grouped(away),
            here: statuses.is_empty() && vacation == Some("yes") && whoever,
        }));
        views.extend(kinds.iter().map(|(kind, count)| View {
            label: self.shell.name("people-view-kind", kind.code()),
            path: place(None, None, Some(kind.code())),
            count: grouped(*count),
            here: statuses.is_empty() && vacation.is_none() && asked == [kind.code()],
        }));
        views.extend(all().filter(|status| last.contains(status)).map(view));
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

    /// Users who fit, but whom the list shows only where somebody asks for them (P-11).
    fn unasked(&self, counted: &Views, shown: &BTreeSet<Status>) -> Option<(String, String)> {
        let rest = self.policy().removal.listed_on_demand();
        let rest = rest.difference(shown).copied().collect::<BTreeSet<_>>();
        let codes = rest.iter().map(|status| status.code());
        let codes = codes.collect::<Vec<_>>().join(",");
        let count = counted.of(&rest);
        let said = self.shell.say1("people-deleted-match", "count", count);
        let path = self.wanted.link(&[("status", Some(&codes))]);
        (count > 0).then_some((said, path))
    }
}

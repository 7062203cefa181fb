//! The list of users.

use super::{
    address::Wanted,
    columns::{self, Column},
    filters::{Chip, Control, Filter, Offer, Sorting},
    listing::{Found, Listing, PER, SIZES},
    role_names::RoleNames,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    problem::Problem,
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use tenure_domain::authority::Permission;
use tenure_service::ports::Tenant;

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
pub(super) struct Offers {
    invite: bool,
    add: bool,
    /// The kind whose view this is.
    kind: Option<String>,
    import: bool,
    export: Option<String>,
}

impl Page for List {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Offers {
    /// What somebody lacks who may add nobody.
    pub(super) fn lacking(visit: &Visit) -> tenure_service::Error {
        let permission = match visit.knows_invitations() {
            true => Permission::UsersInvite,
            false => Permission::UsersCreate,
        };
        tenure_domain::Rejection::Forbidden { permission }.into()
    }

    /// Where somebody is added without an invitation.
    fn adding(&self) -> String {
        let way = self.invite.then(|| "way=password".to_owned());
        let kind = self.kind.as_ref().map(|kind| format!("kind={kind}"));
        let query = way.into_iter().chain(kind).collect::<Vec<_>>().join("&");
        match query.is_empty() {
            true => "/users/new".to_owned(),
            false => format!("/users/new?{query}"),
        }
    }

    /// With the query of what is shown; none: nobody is shown yet, and nobody exported.
    fn of(visit: &Visit, wanted: &Wanted, shown: Option<&str>) -> Self {
        let apart = &visit.session.tenant.policy.log_in.separate_realms;
        let mut apart = apart.iter().map(|kind| kind.code());
        let kind = match wanted.all("kind").as_slice() {
            [one] => apart.find(|code| code == one).map(ToOwned::to_owned),
            _ => None,
        };
        let may_export = visit.may(&Permission::UsersExport);
        Self {
            invite: visit.may_invite(),
            add: visit.may_add(),
            kind,
            import: visit.may(&Permission::UsersImport),
            export: shown
                .filter(|_| may_export)
                .map(|query| format!("/api/v1/users/export?{query}")),
        }
    }
}

/// How many rows somebody wants on a page: as asked, as remembered, as usual (P-99).
fn per(wanted: &Wanted, headers: &HeaderMap, tenant: &Tenant) -> u16 {
    let usual = tenant.policy.list.page_size.clamp(1, 200);
    let known = |text: &str| {
        let size = text.parse::<u16>().ok();
        size.filter(|size| SIZES.contains(size) || *size == usual)
    };
    let asked = wanted.get(PER).and_then(known);
    let remembered = || columns::remembered(headers, PER, tenant).and_then(known);
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
    let roles = RoleNames::read(&app, &visit).await?;
    let listing = Listing {
        app: &app,
        visit: &visit,
        shell: &shell,
        per: per(&wanted, &headers, tenant),
        columns: columns::shown(&headers, &visit),
        wanted: &wanted,
        roles: &roles,
    };
    let found = match wanted.waits() {
        true => None,
        false => Some(listing.found().await?),
    };
    let mut list = listing.page(found).await?;
    list.shell = shell;
    let mut response = list.show();
    if wanted.get(PER).is_some() {
        let per = per(&wanted, &headers, tenant);
        columns::remember(&app, &mut response, (PER, tenant), &per.to_string());
    }
    Ok(response)
}

impl Listing<'_> {
    async fn page(&self, found: Option<Found>) -> Result<List, Problem> {
        let offer = Offer {
            visit: self.visit,
            shell: self.shell,
            wanted: self.wanted,
            names: self.roles,
        };
        let (keyword, entries) = (offer.keyword(), offer.entries());
        let filters = offer.filters(self.app).await?;
        let all = keyword.iter().chain(&entries).chain(&filters);
        let all = all.cloned().collect::<Vec<_>>();
        let sorting = offer.sorting(self.sorted());
        let kept = self.kept(&all, sorting.is_some());
        let chips = offer.chips(self.app, &all).await?;
        let in_fold = entries.iter().chain(&filters);
        let narrowed = in_fold
            .into_iter()
            .any(|it| self.wanted.get(it.name).is_some());
        let shown = found.as_ref().map(|found| found.query.as_str());
        let offers = Offers::of(self.visit, self.wanted, shown);
        Ok(List {
            shell: self.shell.clone(),
            open: narrowed || entries.len() + filters.len() <= 4,
            live: !self.policy().list.waits_to_be_asked(),
            offers,
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
}

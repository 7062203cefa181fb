//! Users as other pages name them.

use super::record::People;
use crate::{AppState, console::Visit, problem::Problem};
use tenure_service::ports::{ListFilter, Loaded, PageRequest, SortKey, SortOrder};

/// So many are named.
const NAMED: u16 = 25;

/// Somebody, by name, with the way to his page.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) status: &'static str,
    pub(super) colour: String,
}

impl Person {
    /// A user as the visitor may read of him.
    pub(super) fn of(visit: &Visit, account: &Loaded) -> Self {
        let (user, policy) = (&account.user, &account.tenant.policy);
        // As the list shows it: deadlines that have passed count, whether the clock has acted on them or not.
        let status = user.status_view(policy, visit.reading.now).status;
        let name = user.profile().shown_name();
        Self {
            number: format!("{}{}", policy.identity.display_id_prefix, account.number),
            name: name.unwrap_or_else(|| visit.say("nameless")),
            status: status.code(),
            colour: colour(policy.list.status_colours.of(status)),
        }
    }
}

/// A colour of the rules as the stylesheet calls it.
fn colour(colour: tenure_domain::policy::Colour) -> String {
    format!("{colour:?}").to_ascii_lowercase()
}

/// The first page of users by name.
pub(super) fn by_name(limit: u16) -> PageRequest {
    PageRequest {
        sort: SortKey::Name,
        order: SortOrder::Ascending,
        limit,
        cursor: None,
    }
}

/// How many there are; nobody counts on for ever.
pub(super) fn counted(visit: &Visit, total: u64, is_exact: bool) -> String {
    if is_exact {
        total.to_string()
    } else {
        visit.words.say1("organization-more-than", "total", total)
    }
}

/// The first few of the users whom a filter finds.
pub(super) async fn some_people(
    app: &AppState,
    visit: &Visit,
    title: String,
    filter: ListFilter,
    all: Option<String>,
) -> Result<People, Problem> {
    let tenant = &visit.session.tenant;
    let page = by_name(NAMED);
    let found = app
        .reading
        .fitting(tenant, filter, &page, &visit.actor)
        .await?;
    let some = found.rows.iter().map(|account| Person::of(visit, account));
    Ok(People {
        title,
        total: counted(visit, found.total, found.total_is_exact),
        some: some.collect(),
        all,
    })
}

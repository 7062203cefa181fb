//! What became of an act for many, or would.

use crate::{
    AppState,
    console::{
        Crumb, Page, Shell, Visit,
        people::{kept, row},
    },
    csv,
    problem::Problem,
    view::BulkView,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tenure_domain::lifecycle::Status;
use tenure_service::ports::{ListFilter, PageRequest, SortKey, SortOrder};
use uuid::Uuid;

/// So many rows stand on a page; a file has all of them.
const SHOWN: usize = MOST as usize;
/// The same as the database counts.
const MOST: u16 = 200;

/// A user to whom it is not done, and why.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Left {
    id: String,
    pub(super) number: Option<String>,
    pub(super) code: String,
    pub(super) message: String,
    /// What people call him now; it is not kept.
    #[serde(skip)]
    pub(super) who: Option<String>,
}

impl Left {
    /// As he was named.
    pub(super) fn named(&self) -> &str {
        &self.id
    }
}

/// What became of it, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Report {
    action: String,
    pub(super) done: u64,
    pub(super) unchanged: u64,
    pub(super) skipped: Vec<Left>,
    /// The list from which it was asked for.
    #[serde(default)]
    pub(super) list: String,
}

impl Report {
    pub(super) fn new(view: BulkView, list: String) -> Self {
        let left = view.skipped.into_iter().map(|row| Left {
            id: row.id,
            number: row.number,
            code: row.code.to_owned(),
            message: row.message,
            who: None,
        });
        Self {
            action: view.action.to_owned(),
            done: view.done,
            unchanged: view.unchanged,
            skipped: left.collect(),
            list,
        }
    }

    /// Who stands on the page.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Left> {
        self.skipped.iter().take(SHOWN)
    }

    /// Says what people call those who stand on the page, of those whom the visitor sees.
    pub(super) async fn name_them(&mut self, app: &AppState, visit: &Visit) -> Result<(), Problem> {
        let numbers = self.shown().filter_map(|left| left.number.as_deref());
        let keys = numbers.filter_map(|number| visit.user_key(number).ok());
        let keys = keys.collect::<Vec<_>>();
        if keys.is_empty() {
            return Ok(());
        }
        let tenant = &visit.session.tenant;
        let filter = ListFilter {
            these: Some(keys),
            status: Some(Status::ALL.into()),
            ..ListFilter::default()
        };
        let page = PageRequest {
            sort: SortKey::Id,
            order: SortOrder::Ascending,
            limit: MOST,
            cursor: None,
        };
        let reading = &app.reading;
        let found = reading.fitting(tenant, filter, &page, &visit.actor).await?;
        let users = app.views(&found.rows, &visit.actor).await?;
        let names = users.into_iter();
        let names = names.filter_map(|user| Some((user.number.clone(), row::name(&user)?)));
        let mut names = names.collect::<HashMap<_, _>>();
        for left in &mut self.skipped {
            let number = left.number.as_deref();
            left.who = number.and_then(|number| names.remove(number));
        }
        Ok(())
    }

    /// How many more there are.
    pub(super) fn more(&self) -> usize {
        self.skipped.len().saturating_sub(SHOWN)
    }

    /// Who is left out, as a table.
    pub(super) fn file(&self) -> Response {
        let mut text = csv::row(["id", "number", "code", "message"]);
        for left in &self.skipped {
            let number = left.number.as_deref().unwrap_or_default();
            text.push_str(&csv::row([&left.id, number, &left.code, &left.message]));
        }
        kept::file("skipped", text)
    }
}

#[derive(Template)]
#[template(path = "console/people/told.html")]
struct Told {
    shell: Shell,
    report: Report,
    file: Option<String>,
    list: String,
}

impl Page for Told {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What became of it.
pub(in crate::console::people) async fn told(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut report = kept::read::<Report>(&app, &visit, key).await?;
    report.name_them(&app, &visit).await?;
    let list = super::path_of(&report.list);
    let trail = [Crumb::new(&list, visit.say("nav-users"))];
    let title = visit
        .shell(&app, String::new())
        .name("people-many", &report.action);
    let file = (!report.skipped.is_empty()).then(|| format!("/users/many/{key}/skipped.csv"));
    let told = Told {
        shell: visit.shell_below(&app, trail, title),
        report,
        file,
        list,
    };
    Ok(told.show())
}

/// Who was left out, as a file.
pub(in crate::console::people) async fn file(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    Ok(kept::read::<Report>(&app, &visit, key).await?.file())
}

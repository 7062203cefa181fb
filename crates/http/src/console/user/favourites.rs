//! What a user has pinned, to be applied at his next log-in (HW-35 to HW-38).

use super::{
    Head, OWN, Subject,
    head::Button,
    part::{self, On, Part},
    records,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit, trail::spelled},
    input::Pinned,
    pages::{Choice, Field, Form, FormPage, Kind},
    problem::Problem,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, ActionKind,
    policy::{FavouriteKind, Favourites as Rules},
    reference::{Reference, ReferenceKind},
    work::pinned,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "console/user/favourites.html")]
struct Favourites {
    shell: Shell,
    head: Head,
    pinned: Vec<(String, Option<String>)>,
    change: Option<Button>,
}

impl Page for Favourites {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab and its window.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}/favourites", get(show))
        .merge(part::router(Pin))
}

fn kinds(subject: &Subject) -> Option<BTreeSet<FavouriteKind>> {
    match &subject.policy().work.favourites {
        Rules::Listed(kinds) => Some(kinds.clone()),
        Rules::Free => None,
        Rules::Unused => Some(BTreeSet::new()),
    }
}

fn records_of(kind: FavouriteKind) -> ReferenceKind {
    match kind {
        FavouriteKind::ProductStore => ReferenceKind::ProductStore,
        FavouriteKind::ShopifyShop => ReferenceKind::Shop,
    }
}

fn label(visit: &Visit, kind: FavouriteKind) -> String {
    visit.say(&format!("user-favourite-{}", kind.code().replace('_', "-")))
}

/// Is it this record that a favourite names?
fn names(record: &Reference, value: &str) -> bool {
    let external = record.external_id.as_ref().map(ToString::to_string);
    external.as_deref() == Some(value) || record.id.to_string() == value
}

/// What the record is called that is pinned.
async fn told(app: &AppState, visit: &Visit, kind: FavouriteKind, value: String) -> String {
    let all = records::all(app, visit, records_of(kind)).await;
    let all = all.unwrap_or_default();
    let found = all.iter().find(|record| names(record, &value));
    match found {
        Some(record) => records::called(record),
        None if Uuid::try_parse(&value).is_ok() => visit.say("told-unseen"),
        None => value,
    }
}

/// What is pinned by a name that an application chose; what the order management systems pin is known by it too.
async fn told_freely(
    app: &AppState,
    visit: &Visit,
    key: &str,
    value: String,
) -> (String, Option<String>) {
    let kinds = [FavouriteKind::ProductStore, FavouriteKind::ShopifyShop];
    match kinds.into_iter().find(|kind| kind.code() == key) {
        Some(kind) => {
            let value = told(app, visit, kind, value).await;
            (label(visit, kind), Some(value))
        }
        None => (spelled(key), Some(value)),
    }
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let held = &subject.account.user.work().favourites;
    let mut shown = Vec::new();
    match kinds(&subject) {
        Some(kinds) => {
            for kind in kinds {
                let value = match pinned(held, kind) {
                    Some(value) => Some(told(&app, &visit, kind, value.to_string()).await),
                    None => None,
                };
                shown.push((label(&visit, kind), value));
            }
        }
        None => {
            for (key, value) in held {
                shown.push(told_freely(&app, &visit, key.as_str(), value.to_string()).await);
            }
        }
    }
    let may = subject.offers(ActionKind::SetFavourites);
    let page = Favourites {
        head: Head::new(&app, &visit, &subject, "favourites").await,
        pinned: shown,
        change: may.then(|| Button::to(&visit, &subject, "favourites/change", "user-change")),
        shell: subject.shell(&app, &visit, visit.say("user-tab-favourites")),
    };
    Ok(page.show())
}

/// Pins others.
#[derive(Clone, Copy)]
struct Pin;

impl Part for Pin {
    const PATH: &'static str = "favourites/change";
    const BACK: &'static str = "favourites";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let held = on.subject.account.user.work().favourites.clone();
        Ok(Action::SetFavourites(held))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let mut fields = Vec::new();
        match kinds(on.subject) {
            Some(kinds) => {
                for kind in kinds {
                    fields.push(choice(on, kind, typed).await?);
                }
            }
            None => fields.push(lines(on, typed)),
        }
        Ok(FormPage {
            points: vec![on.say("user-point-favourites")],
            fields,
            button: on.say("user-save"),
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let wish = match kinds(on.subject) {
            Some(_) => typed.clone(),
            None => by_line(typed),
        };
        let Pinned(favourites) = wish.input::<Pinned>(OWN)?;
        let wished = on.wished(typed);
        let set = on.app.assignments.set_favourites(wished, favourites);
        match set.await {
            Ok((_, warnings)) if warnings.is_empty() => Ok("user-favourites"),
            Ok(_) => Ok("user-favourites-child"),
            Err(error) => Err(on.explain(error).await),
        }
    }
}

async fn choice(on: On<'_>, kind: FavouriteKind, typed: Option<&Form>) -> Result<Field, Problem> {
    let held = pinned(&on.subject.account.user.work().favourites, kind);
    let held = held.map(ToString::to_string);
    let value = On::held(typed, kind.code(), held.as_deref());
    let mut choices = vec![Choice::new("", on.say("user-favourite-none"))];
    for record in records::all(on.app, on.visit, records_of(kind)).await? {
        // What is pinned by another of its names stays so.
        let own = value.filter(|value| names(&record, value));
        let external = record.external_id.as_ref().map(ToString::to_string);
        let name = own.map(ToOwned::to_owned).or(external);
        let name = name.unwrap_or_else(|| record.id.to_string());
        choices.push(Choice::new(name, records::called(&record)));
    }
    let field = Field::of_kind(Kind::Choice(choices), kind.code(), label(on.visit, kind));
    Ok(field.optional().holding(value))
}

/// Where an application keeps what it likes: a line for each.
fn lines(on: On<'_>, typed: Option<&Form>) -> Field {
    let held = on.subject.account.user.work().favourites.iter();
    let held = held.map(|(key, value)| format!("{key} = {value}"));
    let held = held.collect::<Vec<_>>().join("\n");
    let field = Field::of_kind(Kind::Lines(6), "lines", on.say("user-favourite-lines"));
    let field = field
        .optional()
        .verbatim()
        .hint(on.say("user-favourite-lines-hint"));
    field.holding(On::held(typed, "lines", Some(&held)))
}

fn by_line(typed: &Form) -> Form {
    let lines = typed.text("lines").unwrap_or_default().lines();
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs.fold(Form::default(), |form, (key, value)| {
        form.put(key.trim(), value.trim())
    })
}

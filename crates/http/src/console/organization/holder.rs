//! Choosing a user for a position (HE-39).

use super::{place::Place, record::named};
use crate::{
    AppState,
    console::{Crumb, Page, Visit, Window},
    extract::Params,
    input::UserQuery,
    pages::{Choice, Field, Form, FormPage, Kind},
    problem::Problem,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use tenure_domain::{
    Violation,
    authority::Permission,
    policy::Supported,
    reference::{Reference, ReferenceKind},
};
use tenure_service::{
    Error,
    assignments::{Assigned, Wished},
    ports::Loaded,
    users::Terms,
};

/// So many are offered of whoever is called alike.
const OFFERED: &str = "25";

/// May the visitor give users positions?
pub(super) fn may_choose(visit: &Visit, kind: ReferenceKind) -> bool {
    let used = visit.session.tenant.policy.work.orgchart == Supported::Yes;
    kind == ReferenceKind::Position && used && visit.may(&Permission::UsersUpdate)
}

/// The form.
pub(super) async fn blank(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (place, position) = position(&app, &visit, &id).await?;
    let form = window(&app, &visit, (place, &position), &Form::default(), &[]);
    Ok(form.show())
}

/// Gives the position to the user who is meant, or asks who of several is.
pub(super) async fn choose(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    typed: Form,
) -> Result<Response, Problem> {
    let (place, position) = position(&app, &visit, &id).await?;
    let found = meant(&app, &visit, &typed).await?;
    let refuse = |problem| {
        let form = window(&app, &visit, (place, &position), &typed, &found);
        Ok(form.refuse(problem))
    };
    let [one] = found.as_slice() else {
        return refuse(unclear(&typed, found.is_empty()));
    };
    let wished = Wished {
        tenant: &visit.session.tenant,
        user: one.user.id(),
        actor: visit.actor.clone(),
        terms: Terms::default(),
    };
    let to = Assigned::Position(position.id.to_string());
    match app.assignments.assign(wished, to).await {
        Ok(_) => {
            let path = format!("/users/{}/position", number(one));
            Ok(visit.done(&app, &path, "user-position"))
        }
        Err(error) => refuse(app.explain(&visit, one.user.id(), error).await),
    }
}

async fn position(app: &AppState, visit: &Visit, id: &str) -> Result<(Place, Reference), Problem> {
    let place = Place::of(ReferenceKind::Position).ok_or(Error::NotFound)?;
    if !may_choose(visit, place.kind) {
        let permission = Permission::UsersUpdate;
        return Err(Error::from(tenure_domain::Rejection::Forbidden { permission }).into());
    }
    Ok((place, named(app, visit, place, id).await?))
}

/// Everybody who may be meant: whoever was chosen, whose number it is, or who is called so.
async fn meant(app: &AppState, visit: &Visit, typed: &Form) -> Result<Vec<Loaded>, Problem> {
    let Some(who) = typed.text("user").or_else(|| typed.text("who")) else {
        return Ok(Vec::new());
    };
    if let Ok(account) = app
        .named(&visit.caller, who.trim().trim_start_matches('#'))
        .await
    {
        return Ok(vec![account]);
    }
    let pairs = [("q", who), ("sort", "name"), ("limit", OFFERED)];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let tenant = &visit.session.tenant;
    let UserQuery { filter, page, .. } =
        UserQuery::read(&mut Params::of(pairs.into()), tenant, app.now())?;
    let found = app
        .reading
        .list(tenant, filter, &page, &visit.actor)
        .await?;
    Ok(found.rows)
}

fn unclear(typed: &Form, nobody: bool) -> Problem {
    let asked = typed.text("who").is_some() || typed.text("user").is_some();
    let wrong = match (asked, nobody) {
        (false, _) => Violation::new("/who", "required", "Fill in this field."),
        (true, true) => Violation::new("/who", "unknown", "There is no such user."),
        (true, false) => Violation::new("/user", "ambiguous", "Choose one of these users."),
    };
    Problem::validation(vec![wrong])
}

fn number(account: &Loaded) -> String {
    let prefix = &account.tenant.policy.identity.display_id_prefix;
    format!("{prefix}{}", account.number)
}

/// Somebody as he is told apart from others of his name.
fn told_apart(visit: &Visit, account: &Loaded) -> Choice {
    let profile = account.user.profile();
    let name = profile.shown_name();
    let name = name.unwrap_or_else(|| visit.say("nameless"));
    let number = number(account);
    let email = profile.email.as_ref().map(ToString::to_string);
    let parts = [Some(name), Some(format!("#{number}")), email];
    let label = parts.into_iter().flatten().collect::<Vec<_>>();
    Choice::new(number, label.join(" · "))
}

fn window(
    app: &AppState,
    visit: &Visit,
    (place, position): (Place, &Reference),
    typed: &Form,
    found: &[Loaded],
) -> Window {
    let at = place.at(position.id);
    let who = Field::text("who", visit.say("organization-holder-who"));
    let who = who.hint(visit.say("organization-holder-hint"));
    let mut fields = vec![who.holding(typed.text("who"))];
    if found.len() > 1 {
        let choices = found.iter().map(|account| told_apart(visit, account));
        let label = visit.say("organization-holder-several");
        let choice = Field::of_kind(Kind::Choice(choices.collect()), "user", label);
        fields.push(choice.holding(typed.text("user")));
    }
    let above = Crumb::new(at.as_str(), position.name.to_string());
    let shell = visit.shell_below(
        app,
        [place.crumb(visit), above],
        visit.say("organization-holder"),
    );
    let form = FormPage {
        action: Some(format!("{at}/holder")),
        facts: vec![(visit.say(&place.key("one")), position.name.to_string())],
        fields,
        points: vec![visit.say("user-point-position")],
        button: visit.say("organization-holder-button"),
        cancel: Some(at),
        ..FormPage::default()
    };
    Window::new(shell, form)
}

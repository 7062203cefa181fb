//! The general data.

use super::subject::doer;
use super::{
    Head, Subject, banner,
    head::{self, Button},
    roles,
    subject::asker,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    problem::Problem,
    view::UserView,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use tenure_domain::{
    Action, ActionKind,
    policy::{FieldUse, NameShape},
    reference::ReferenceKind,
};

/// A line of the data: what it is called, what it says, and what else there is to know.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) value: Option<String>,
    pub(super) hint: Option<String>,
}

#[derive(Template)]
#[template(path = "console/user/general.html")]
struct General {
    shell: Shell,
    head: Head,
    contact: Vec<Line>,
    account: Vec<Line>,
    created_at: DateTime<Utc>,
    created_by: String,
    edit: Option<Button>,
    validity: Option<Button>,
    organizations: Option<Button>,
    picture: Option<Button>,
    no_picture: Option<Button>,
    takes_pictures: bool,
    protection: Option<String>,
}

impl Page for General {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let organizations = organizations(&app, &visit, &subject).await?;
    let roles = roles::told(&app, &visit, &subject).await;
    let page = General {
        head: Head::new(&app, &visit, &subject, "").await,
        contact: contact(&visit, &subject),
        account: account(&visit, &subject, [&roles, &organizations]),
        created_at: subject.view.created_at,
        created_by: doer(&app, &visit, &subject.view.created_by).await,
        edit: head::edit(&visit, &subject),
        validity: window(&app, &visit, &subject, "validity"),
        organizations: window(&app, &visit, &subject, "organizations"),
        picture: picture(&app, &visit, &subject).await,
        no_picture: head::offered(&visit, &subject, ActionKind::RemovePhoto),
        takes_pictures: !subject.policy().identity.photo.types.is_empty(),
        protection: banner::protection(&visit, &subject),
        shell: subject.own_shell(&app, &visit),
    };
    Ok(page.show())
}

/// Where a picture is given, for whoever may.
pub(super) async fn picture(app: &AppState, visit: &Visit, subject: &Subject) -> Option<Button> {
    let offered = super::picture::is_offered(app, visit, subject).await;
    offered.then(|| Button::to(visit, subject, "picture", "user-picture-change"))
}

/// A window for a part of the data, where the rules would take it as it is.
fn window(app: &AppState, visit: &Visit, subject: &Subject, part: &str) -> Option<Button> {
    let user = &subject.account.user;
    let action = match part {
        "validity" => Action::SetValidity {
            from: user.valid_from(),
            until: user.valid_until(),
        },
        _ => Action::SetOrganizations(user.organizations().clone()),
    };
    let may = subject.judge(app, visit, action).is_ok();
    may.then(|| Button::to(visit, subject, part, &format!("user-{part}")))
}

/// What the organizations are called, as far as the visitor sees them.
pub(super) async fn organizations(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
) -> Result<Option<String>, Problem> {
    let ids = subject.view.organizations.iter().map(|id| id.0).collect();
    let kind = ReferenceKind::Organization;
    let found = app.references.among(asker(visit), kind, ids).await?;
    let names = found.into_iter().map(|it| it.name.to_string());
    let names = names.collect::<Vec<_>>();
    Ok((!names.is_empty()).then(|| names.join(", ")))
}

fn line(visit: &Visit, key: &str, value: Option<&String>) -> Line {
    Line {
        label: visit.say(&format!("user-field-{key}")),
        value: value.cloned(),
        hint: None,
    }
}

/// What of a profile this tenant's users have.
fn contact(visit: &Visit, subject: &Subject) -> Vec<Line> {
    let (view, rules) = (&subject.view, &subject.policy().identity);
    let mut lines = Vec::new();
    match rules.name_shape {
        NameShape::FirstLast => {
            lines.push(line(visit, "first-name", view.first_name.as_ref()));
            lines.push(line(visit, "last-name", view.last_name.as_ref()));
        }
        NameShape::Single => lines.push(line(visit, "display-name", view.display_name.as_ref())),
        NameShape::None => {}
    }
    lines.push(line(visit, "email", view.email.as_ref()));
    if rules.username_length.is_some() || view.username.is_some() {
        lines.push(line(visit, "username", view.username.as_ref()));
    }
    if rules.phone == FieldUse::Used {
        lines.push(line(visit, "phone", view.phone.as_ref()));
    }
    if rules.external_id == FieldUse::Used {
        let hint = Some(visit.say("user-field-external-id-hint"));
        let line = line(visit, "external-id", view.external_id.as_ref());
        lines.push(Line { hint, ..line });
    }
    lines
}

fn account(
    visit: &Visit,
    subject: &Subject,
    [roles, organizations]: [&Option<String>; 2],
) -> Vec<Line> {
    let view: &UserView = &subject.view;
    let kind = visit.say(&format!("user-kind-{}", view.kind.replace('_', "-")));
    let validity = validity(visit, view);
    vec![
        line(visit, "roles", roles.as_ref()),
        line(visit, "organizations", organizations.as_ref()),
        line(visit, "kind", Some(&kind)),
        line(visit, "language", view.language.as_ref()),
        line(visit, "time-zone", view.time_zone.as_ref()),
        line(visit, "validity", Some(&validity)),
    ]
}

fn validity(visit: &Visit, view: &UserView) -> String {
    let said = |at: Option<DateTime<Utc>>| match at {
        Some(at) => visit.reading.moment(at, &visit.words),
        None => String::new(),
    };
    let key = match (view.valid_from, view.valid_until) {
        (None, None) => "user-validity-always",
        (Some(_), None) => "user-validity-from",
        (None, Some(_)) => "user-validity-until",
        (Some(_), Some(_)) => "user-validity-between",
    };
    let values = [
        ("from", said(view.valid_from).into()),
        ("until", said(view.valid_until).into()),
    ];
    visit.words.say_with(key, &values)
}

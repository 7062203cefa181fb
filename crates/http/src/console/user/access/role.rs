//! Giving a role, and taking it away.

use super::super::{
    Subject,
    part::{On, Part, without},
    records, when,
};
use crate::{
    console::trail::Titles,
    extract::parse_value,
    input::RolesInput,
    pages::{Choice, Field, Form, FormPage, Kind},
    problem::{Code, Problem},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tenure_domain::{
    Action,
    authority::{Grant, Permission, Scope},
    policy::RoleModel,
    reference::ReferenceKind,
    value::RoleName,
};
use tenure_service::Error;

/// The window that takes this role away.
pub(super) fn remove_path(subject: &Subject, grant: &Grant) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("role", grant.role.as_str());
    if let Scope::Organization(id) = grant.scope {
        query.append_pair("organization", &id.to_string());
    }
    subject.below(&format!("access/remove?{}", query.finish()))
}

/// Gives a role.
#[derive(Clone, Copy)]
pub(super) struct Add;

impl Part for Add {
    const PATH: &'static str = "access/add";
    const BACK: &'static str = "access";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let held = on.subject.account.user.grants().to_vec();
        Ok(Action::SetRoles(held))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let text = |name: &str| typed.and_then(|typed| typed.text(name));
        let roles = Kind::Choice(roles(on).await?);
        let role = Field::of_kind(roles, "role", on.say("user-role")).called("roles");
        let everywhere = Choice::new("", on.say("user-role-everywhere"));
        let mut places = vec![everywhere];
        let kind = ReferenceKind::Organization;
        let found = records::choices(on, kind).await.unwrap_or_default();
        let member = |choice: &Choice| {
            let held = on.subject.view.organizations.iter();
            held.map(ToString::to_string).any(|id| id == choice.value)
        };
        places.extend(found.into_iter().filter(member));
        let place = Field::of_kind(
            Kind::Choice(places),
            "organization",
            on.say("user-role-place"),
        );
        let moment = |name: &'static str, key: &str| {
            when::field(on.visit, name, on.say(key)).holding(text(name))
        };
        Ok(FormPage {
            fields: vec![
                role.holding(text("role")),
                place.optional().holding(text("organization")),
                moment("from", "user-from"),
                moment("until", "user-until"),
            ],
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let names = ["from", "until"];
        let wish = when::with_moments(typed.clone(), &names, on.visit.reading.zone);
        let mut grant = Map::new();
        for name in ["role", "organization", "from", "until"] {
            if let Some(text) = wish.text(name) {
                grant.insert(name.to_owned(), text.into());
            }
        }
        let body = json!({ "roles": [Value::Object(grant)] });
        let read = parse_value::<RolesInput>(body);
        let mut roles = read.map_err(|wrong| without(wrong, "/roles/0"))?.roles;
        let grant = roles.pop().ok_or_else(|| Problem::new(Code::Validation))?;
        let (app, id) = (on.app, on.subject.id());
        app.act(
            on.visit,
            id,
            Action::GrantRole(grant),
            typed.version(),
            None,
        )
        .await?;
        Ok("user-role-added")
    }
}

/// The roles that the rules would let the visitor give now. Where permissions are given by their names, those too.
async fn roles(on: On<'_>) -> Result<Vec<Choice>, Problem> {
    let tenant = &on.visit.session.tenant;
    let all = on.app.roles.list(tenant, &on.visit.actor).await?;
    let mut choices = Vec::new();
    let mut known = BTreeSet::<Permission>::new();
    for shown in all {
        known.extend(shown.role.permissions.iter().cloned());
        if grantable(on, &shown.role.name) {
            let hint = on.visit.words.role_about(&shown);
            let name = on.visit.words.role(&shown.role.name, &shown.role.title);
            let choice = Choice::new(shown.role.name.to_string(), name);
            choices.push(choice.hint(hint));
        }
    }
    if on.subject.policy().roles.model == RoleModel::DirectPermissions {
        known.extend(Permission::own());
        let codes = known.iter().map(ToString::to_string);
        let names = codes.filter_map(|code| RoleName::parse(&code).ok());
        let names = names.filter(|name| grantable(on, name));
        choices.extend(names.map(|name| {
            let code = name.to_string();
            let label = on.visit.words.name("permission", &code);
            let label = label.map_or_else(|| code.clone(), |label| format!("{label} ({code})"));
            Choice::new(code, label)
        }));
    }
    Ok(choices)
}

/// In the whole tenant, or in one of the user's organizations.
fn grantable(on: On<'_>, role: &RoleName) -> bool {
    let own = on.subject.account.user.organizations().iter();
    let own = own.map(|id| Scope::Organization(*id));
    std::iter::once(Scope::Tenant).chain(own).any(|scope| {
        let grant = Grant {
            role: role.clone(),
            scope,
            from: None,
            until: None,
        };
        let asked = on.subject.judge(on.app, on.visit, Action::GrantRole(grant));
        asked.is_ok()
    })
}

/// Takes a role away.
#[derive(Clone, Copy)]
pub(super) struct Remove;

/// The role that the address names.
fn named(on: On<'_>) -> Result<(RoleName, Scope), Problem> {
    let unknown = || Problem::from(Error::NotFound);
    let role = on.asked.get("role").ok_or_else(unknown)?;
    let role = RoleName::parse(role).map_err(|_| unknown())?;
    let scope = match on.asked.get("organization") {
        Some(id) => Scope::Organization(id.parse().map_err(|_| unknown())?),
        None => Scope::Tenant,
    };
    let mut held = on.subject.account.user.grants().iter();
    match held.any(|grant| grant.role == role && grant.scope == scope) {
        true => Ok((role, scope)),
        false => Err(unknown()),
    }
}

impl Part for Remove {
    const PATH: &'static str = "access/remove";
    const BACK: &'static str = "access";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let (role, scope) = named(on)?;
        Ok(Action::RevokeRole { role, scope })
    }

    async fn form(self, on: On<'_>, _: Option<&Form>) -> Result<FormPage, Problem> {
        let (role, _) = named(on)?;
        let title = Titles::read(on.app, on.visit).await.of(&role);
        let mut points = vec![
            on.visit.words.say1("user-point-role", "role", title),
            on.say("user-point-role-again"),
        ];
        if on.subject.view.is_self {
            points.insert(0, on.say("user-point-own-role"));
        }
        Ok(FormPage {
            points,
            danger: true,
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let action = self.asks(on)?;
        let (app, id) = (on.app, on.subject.id());
        app.act(on.visit, id, action, typed.version(), None).await?;
        Ok("user-role-removed")
    }
}

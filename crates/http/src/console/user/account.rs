//! Windows of the general data that are commands of their own: validity and memberships.

use super::{
    OWN,
    part::{On, Part},
    records, when,
};
use crate::{
    input::{MembershipsInput, Patch},
    pages::{Field, Form, FormPage, Kind},
    problem::Problem,
};
use serde_json::json;
use tenure_domain::{Action, reference::ReferenceKind, value::Timestamp};

/// From when until when the account counts.
#[derive(Clone, Copy)]
pub(super) struct Validity;

impl Part for Validity {
    const PATH: &'static str = "validity";
    const BACK: &'static str = "";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let user = &on.subject.account.user;
        let (from, until) = (user.valid_from(), user.valid_until());
        Ok(Action::SetValidity { from, until })
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let zone = on.visit.reading.zone;
        let user = &on.subject.account.user;
        let (from, until) = (user.valid_from(), user.valid_until());
        let field = |name: &'static str, key: &str, held: Option<Timestamp>| {
            let held = held.map(|at| when::local(at, zone));
            let label = on.say(key);
            let value = On::held(typed, name, held.as_deref());
            when::field(on.visit, name, label).holding(value)
        };
        Ok(FormPage {
            points: vec![on.say("user-point-validity")],
            fields: vec![
                field("valid_from", "user-valid-from", from),
                field("valid_until", "user-valid-to", until),
            ],
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let names = ["valid_from", "valid_until"];
        let wish = when::with_moments(typed.clone(), &names, on.visit.reading.zone);
        let patch = wish.clearing(&names).input::<Patch>(OWN)?;
        let (app, id) = (on.app, on.subject.id());
        crate::api::change_user(app, on.visit, id, patch, typed.version()).await?;
        Ok("user-edit")
    }
}

/// Of which organizations he is a member.
#[derive(Clone, Copy)]
pub(super) struct Organizations;

impl Part for Organizations {
    const PATH: &'static str = "organizations";
    const BACK: &'static str = "";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let held = on.subject.account.user.organizations().clone();
        Ok(Action::SetOrganizations(held))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let held = on.subject.account.user.organizations().iter();
        let held = held.map(ToString::to_string).collect::<Vec<_>>();
        let choices = records::choices(on, ReferenceKind::Organization).await?;
        let field = Field::of_kind(
            Kind::Several(choices),
            "organizations[]",
            on.say("user-organizations"),
        );
        let field = match typed {
            Some(typed) => field.holding_all(&typed.all("organizations")),
            None => field.holding_all(&held),
        };
        Ok(FormPage {
            points: vec![on.say("user-point-organizations")],
            fields: vec![field.optional()],
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let held = on.subject.account.user.organizations().iter();
        let held = held.map(|id| id.0).collect::<Vec<_>>();
        let kind = ReferenceKind::Organization;
        let wished = records::with_unseen(on, kind, &held, &typed.all("organizations")).await?;
        let wish = Form::default().put("organizations", json!(wished));
        let input = wish.input::<MembershipsInput>(OWN)?;
        let action = Action::SetOrganizations(input.organizations);
        let (app, id) = (on.app, on.subject.id());
        app.act(on.visit, id, action, typed.version(), None).await?;
        Ok("user-edit")
    }
}

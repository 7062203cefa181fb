//! A user name and a PIN that count at one facility (HW-33).

use super::{
    super::{
        OWN,
        part::{On, Part},
        records,
    },
    at, record, terms,
};
use crate::{
    input::FacilityCredentialInput,
    pages::{Field, Form, FormPage},
    problem::{Code, Problem},
};
use tenure_domain::{
    Action,
    value::{FacilityId, FacilityLogInId, PasswordHash, Username},
};
use tenure_service::users::NewFacilityLogIn;
use uuid::Uuid;

/// Sets them.
#[derive(Clone, Copy)]
pub(super) struct Set;

impl Part for Set {
    const PATH: &'static str = "facilities/log-in";
    const BACK: &'static str = "facilities";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let sample = Username::parse("name");
        let username = sample.map_err(|_| Problem::new(Code::Validation))?;
        Ok(Action::SetFacilityLogIn {
            facility: at(on)?,
            id: FacilityLogInId(Uuid::nil()),
            username,
            pin: PasswordHash::from_phc(String::new()),
        })
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let record = record(on).await?;
        let held = &on.subject.account.user.work().facility_log_ins;
        let held = held.get(&FacilityId(record.id));
        let held = held.map(|held| held.username.to_string());
        let name = Field::text("username", on.say("user-pin-username")).verbatim();
        let pin = Field::current_password("pin", on.say("user-pin")).known_as("new-password");
        Ok(FormPage {
            facts: vec![(on.say("user-facility"), records::called(&record))],
            points: vec![on.say("user-point-pin")],
            fields: vec![
                name.holding(On::held(typed, "username", held.as_deref())),
                pin.hint(on.say("user-pin-hint")),
            ],
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let facility = at(on)?;
        let input = typed.input::<FacilityCredentialInput>(OWN)?;
        let wish = NewFacilityLogIn {
            facility,
            username: input.username,
            pin: input.pin,
        };
        let (tenant, id, actor) = (on.visit.tenant(), on.subject.id(), on.visit.actor.clone());
        let users = &on.app.users;
        let set = users.set_facility_log_in(tenant, id, actor, wish, terms(typed.version()));
        match set.await {
            Ok(_) => Ok("user-pin"),
            Err(error) => Err(on.app.explain(on.visit, id, error).await),
        }
    }
}

/// Takes them away.
#[derive(Clone, Copy)]
pub(super) struct Unset;

impl Part for Unset {
    const PATH: &'static str = "facilities/log-in/remove";
    const BACK: &'static str = "facilities";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let facility = at(on)?;
        Ok(Action::RemoveFacilityLogIn { facility })
    }

    async fn form(self, on: On<'_>, _: Option<&Form>) -> Result<FormPage, Problem> {
        let record = record(on).await?;
        Ok(FormPage {
            facts: vec![(on.say("user-facility"), records::called(&record))],
            points: vec![on.say("user-point-pin-gone")],
            danger: true,
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let action = self.asks(on)?;
        let id = on.subject.id();
        on.app
            .act(on.visit, id, action, typed.version(), None)
            .await?;
        Ok("user-pin-removed")
    }
}

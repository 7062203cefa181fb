//! Adding facilities, taking one away, choosing product stores.

use super::{
    super::{
        OWN,
        part::{On, Part},
        records,
    },
    at, record,
};
use crate::{
    input::{FacilitiesInput, ProductStoresInput},
    pages::{Field, Form, FormPage, Kind},
    problem::Problem,
};
use serde_json::json;
use tenure_domain::{Action, reference::ReferenceKind, value::FacilityId};
use tenure_service::assignments::Assigned;
use uuid::Uuid;

/// Assigns him, if he still has the version that the form was filled in on.
pub(in crate::console::user) async fn assign(
    on: On<'_>,
    typed: &Form,
    to: Assigned,
) -> Result<(), Problem> {
    match on.app.assignments.assign(on.wished(typed), to).await {
        Ok(_) => Ok(()),
        Err(error) => Err(on.explain(error).await),
    }
}

fn held(on: On<'_>) -> Vec<Uuid> {
    let held = on.subject.account.user.work().facilities.iter();
    held.map(|id| id.0).collect()
}

fn held_stores(on: On<'_>) -> Vec<Uuid> {
    let held = on.subject.account.user.work().product_stores.iter();
    held.map(|id| id.0).collect()
}

/// All the facilities to choose from, with those chosen that he works at (HW-31).
#[derive(Clone, Copy)]
pub(super) struct Add;

async fn several(
    on: On<'_>,
    kind: ReferenceKind,
    name: &'static str,
    (label, typed, held): (String, Option<&Form>, Vec<Uuid>),
) -> Result<FormPage, Problem> {
    let choices = records::choices(on, kind).await?;
    let none = choices.is_empty();
    let field = Field::of_kind(Kind::Several(choices), format!("{name}[]"), label);
    let held = held.iter().map(Uuid::to_string).collect::<Vec<_>>();
    let field = match typed {
        Some(typed) => field.holding_all(&typed.all(name)),
        None => field.holding_all(&held),
    };
    let intro = none.then(|| on.say("user-no-records"));
    Ok(FormPage {
        intro: intro.into_iter().collect(),
        fields: vec![field.optional()],
        button: on.say("user-save"),
        ..FormPage::default()
    })
}

impl Part for Add {
    const PATH: &'static str = "facilities/add";
    const BACK: &'static str = "facilities";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let mut held = on.subject.account.user.work().facilities.clone();
        if held.is_empty() {
            // A facility's own log-in needs one, whichever.
            held.insert(FacilityId(Uuid::nil()));
        }
        Ok(Action::SetFacilities(held))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let rest = (on.say("user-tab-facilities"), typed, held(on));
        several(on, ReferenceKind::Facility, "facilities", rest).await
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let (kind, chosen) = (ReferenceKind::Facility, typed.all("facilities"));
        let wished = records::with_unseen(on, kind, &held(on), &chosen).await?;
        let wish = Form::default().put("facilities", json!(wished));
        let input = wish.input::<FacilitiesInput>(OWN)?;
        assign(on, typed, Assigned::Facilities(input.facilities)).await?;
        Ok("user-facilities")
    }
}

/// One facility less.
#[derive(Clone, Copy)]
pub(super) struct Remove;

impl Part for Remove {
    const PATH: &'static str = "facilities/remove";
    const BACK: &'static str = "facilities";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let mut rest = on.subject.account.user.work().facilities.clone();
        rest.remove(&at(on)?);
        Ok(Action::SetFacilities(rest))
    }

    async fn form(self, on: On<'_>, _: Option<&Form>) -> Result<FormPage, Problem> {
        let name = records::called(&record(on).await?);
        Ok(FormPage {
            points: vec![
                on.visit.words.say1("user-point-facility", "facility", name),
                on.say("user-point-facility-again"),
            ],
            danger: true,
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let gone = at(on)?;
        let rest = held(on).into_iter().filter(|id| *id != gone.0);
        let rest = rest.map(|id| id.to_string()).collect();
        assign(on, typed, Assigned::Facilities(rest)).await?;
        Ok("user-facilities")
    }
}

/// The product stores that he works for (HWx-5).
#[derive(Clone, Copy)]
pub(super) struct Stores;

impl Part for Stores {
    const PATH: &'static str = "product-stores";
    const BACK: &'static str = "facilities";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        let held = on.subject.account.user.work().product_stores.clone();
        Ok(Action::SetProductStores(held))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let rest = (on.say("user-product-stores"), typed, held_stores(on));
        several(on, ReferenceKind::ProductStore, "product_stores", rest).await
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let (kind, chosen) = (ReferenceKind::ProductStore, typed.all("product_stores"));
        let wished = records::with_unseen(on, kind, &held_stores(on), &chosen).await?;
        let wish = Form::default().put("product_stores", json!(wished));
        let input = wish.input::<ProductStoresInput>(OWN)?;
        assign(on, typed, Assigned::ProductStores(input.product_stores)).await?;
        Ok("user-product-stores")
    }
}

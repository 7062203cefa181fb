//! What a user is there for beside his roles: picking, and the shipping system that is proposed to him.

use super::super::{
    OWN, Subject,
    part::{On, Part},
};
use crate::{
    input::{CapabilitiesInput, Patch},
    pages::{Field, Form, FormPage, Kind},
    problem::Problem,
};
use tenure_domain::{Action, ProfileChange, work::Capability};

/// Shown as a picker, or not (HW-27).
#[derive(Clone, Copy)]
pub(super) struct Picker;

impl Part for Picker {
    const PATH: &'static str = "picker";
    const BACK: &'static str = "access";

    fn asks(self, _: On<'_>) -> Result<Action, Problem> {
        Ok(Action::SetCapabilities([Capability::Picker].into()))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let held = on
            .subject
            .account
            .user
            .work()
            .capabilities
            .contains(&Capability::Picker);
        let checked = typed.map_or(held, |typed| typed.is_checked("picker"));
        let field = Field::of_kind(Kind::Check, "picker", on.say("user-picker"));
        Ok(FormPage {
            points: vec![on.say("user-point-picker")],
            fields: vec![field.optional().checked(checked)],
            button: on.say("user-save"),
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let input = typed
            .clone()
            .flag("picker")
            .input::<CapabilitiesInput>(OWN)?;
        let action = Action::SetCapabilities(input.capabilities());
        let (app, id) = (on.app, on.subject.id());
        app.act(on.visit, id, action, typed.version(), None).await?;
        Ok("user-edit")
    }
}

/// The wish that leaves the shipping system as it is.
pub(super) fn same_system(subject: &Subject) -> Action {
    let held = subject.account.user.profile().shipping_system.clone();
    Action::UpdateProfile(Box::new(ProfileChange {
        shipping_system: Some(held),
        ..ProfileChange::default()
    }))
}

/// The shipping system (OB-28).
#[derive(Clone, Copy)]
pub(super) struct Shipping;

impl Part for Shipping {
    const PATH: &'static str = "shipping";
    const BACK: &'static str = "access";

    fn asks(self, on: On<'_>) -> Result<Action, Problem> {
        Ok(same_system(on.subject))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let name = "default_shipping_system";
        let held = on.subject.view.default_shipping_system.as_deref();
        let field = Field::text(name, on.say("user-field-default-shipping-system"));
        Ok(FormPage {
            fields: vec![field.optional().holding(On::held(typed, name, held))],
            button: on.say("user-save"),
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let wish = typed.clone().clearing(&["default_shipping_system"]);
        let patch = wish.input::<Patch>(OWN)?;
        let (app, id) = (on.app, on.subject.id());
        crate::api::change_user(app, on.visit, id, patch, typed.version()).await?;
        Ok("user-edit")
    }
}

//! Where a new user belongs: his organization, his roles, his facilities.

use super::{fields::Sheet, way::Way};
use crate::{
    console::people::{places, role_names::RoleNames},
    pages::{Choice, Field, Kind},
    problem::Problem,
};
use tenure_domain::{
    authority::{Actor, Permission, Scope, grantable},
    policy::{InvitationOrganization, Supported},
    reference::ReferenceKind,
    value::OrganizationId,
};

impl Sheet<'_> {
    /// SH-14: the organization, only shown where there is nothing to choose.
    pub(super) async fn organization(&self) -> Result<Option<Field>, Problem> {
        let tenant = &self.visit.session.tenant;
        let label = self.say("people-filter-organization");
        let home = self.home();
        if self.policy().authority.invitation_organization == InvitationOrganization::Own {
            let own = match home {
                Some(id) => {
                    let (kind, id) = (ReferenceKind::Organization, id.to_string());
                    places::called(self.app, self.visit, kind, &id).await?
                }
                None => None,
            };
            let name = own.as_deref().unwrap_or(tenant.name.as_str());
            let field = Field::text("home", label).fixed().holding(Some(name));
            return Ok(Some(field));
        }
        let permission = self.way.permission();
        let all = places::organizations(self.app, self.visit, &permission).await?;
        if all.len() < 2 {
            return Ok(None);
        }
        let none = Choice::new("", self.say("people-field-no-organization"));
        let choices = all
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
        let choices = std::iter::once(none).chain(choices).collect();
        let field = Field::of_kind(Kind::Choice(choices), "organization", label).optional();
        let home = home.map(|id| id.to_string());
        Ok(Some(field.holding(
            self.typed.text("organization").or(home.as_deref()),
        )))
    }

    /// The organization in which the caller works.
    fn home(&self) -> Option<OrganizationId> {
        match &self.visit.actor {
            Actor::User { authority, .. } => {
                authority.organization(self.visit.session.user.organizations())
            }
            Actor::Clock | Actor::Operator { .. } | Actor::Visitor => None,
        }
    }

    /// The roles that the caller could give: for the whole tenant, else where he works.
    pub(super) async fn roles(&self) -> Result<Option<Field>, Problem> {
        let policy = self.policy();
        let fixed = policy.roles.editable == Supported::No;
        if fixed || self.way == Way::Customer || !self.visit.may(&Permission::UsersRoles) {
            return Ok(None);
        }
        let (actor, roles) = (&self.visit.actor, &self.visit.session.roles);
        let here = self.home().map(Scope::Organization);
        let everywhere = grantable(actor, roles, Scope::Tenant);
        let there = here.map(|scope| grantable(actor, roles, scope));
        let there = there.unwrap_or_default();
        let there = there.into_iter().filter(|role| !everywhere.contains(role));
        let names = RoleNames::read(self.app, self.visit).await?;
        let name = |code: &str| names.of(code);
        let mut choices = Vec::new();
        for role in &everywhere {
            choices.push(Choice::new(role.as_str(), name(role.as_str())));
        }
        for role in there {
            let home = self.home().map(|id| id.to_string()).unwrap_or_default();
            choices.push(Choice::new(format!("{role}@{home}"), name(role.as_str())));
        }
        let field = Field::of_kind(
            Kind::Several(choices),
            "roles[]",
            self.say("people-field-roles"),
        );
        Ok(Some(field.holding_all(&self.typed.all("roles"))))
    }

    pub(super) async fn facilities(&self) -> Result<Option<Field>, Problem> {
        let used = self.policy().work.has_facilities();
        if !used || self.way == Way::Customer || !self.visit.may(&Permission::UsersFacilities) {
            return Ok(None);
        }
        let choices = places::facilities(self.app, self.visit).await?;
        let label = self.say("people-filter-facility");
        let field = (!choices.is_empty())
            .then(|| Field::of_kind(Kind::Several(choices), "facilities[]", label));
        Ok(field.map(|field| field.holding_all(&self.typed.all("facilities"))))
    }
}

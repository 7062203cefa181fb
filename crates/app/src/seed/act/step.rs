//! One step of somebody's life.

use super::{Member, Tenancy, World, as_actor, desk_of_administrator};
use crate::{
    cli::explain,
    seed::{
        plan::{Deed, Step, Way},
        records::Records,
    },
};
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, FirstAccess, Kind,
    authority::Actor,
    change::Origin,
    policy::{InvitationOrganization, Membership},
    value::{DirectoryName, OrderId, OrganizationId, UserId},
};
use tenure_service::{
    orders::NewOrder,
    origin,
    ports::{Clock, Loaded, Tenant, UserKey, UserQueries},
    users::{FirstCredential, NewUser},
};

/// Where somebody always sits.
pub(super) fn desk(who: usize) -> Origin {
    let network = ["198.51.100", "203.0.113"];
    let network = network.get(who % 2).copied().unwrap_or("198.51.100");
    Origin {
        ip: Some(format!("{network}.{}", 1 + who * 7 % 250)),
        request_id: None,
    }
}

impl World<'_> {
    pub(super) async fn carry_out(&mut self, whose: usize, deed: Deed) -> anyhow::Result<()> {
        match deed.step {
            Step::Join(way) => self.join(whose, deed.who, way).await,
            Step::Own(step) => {
                let work = Box::pin(self.by_oneself(whose, deed.who, step));
                origin::within(desk(deed.who), work).await
            }
            Step::Asked(step) => {
                let work = Box::pin(self.by_administrator(whose, deed.who, step));
                origin::within(desk_of_administrator(), work).await
            }
            Step::Order => self.order(whose, deed.who).await,
        }
    }

    pub(super) fn tenancy(&self, whose: usize) -> anyhow::Result<&Tenancy> {
        self.tenancies.get(whose).context("no such tenant")
    }

    pub(super) fn member(&self, whose: usize, who: usize) -> anyhow::Result<&Member> {
        self.tenancy(whose)?
            .members
            .get(who)
            .context("no such user")
    }

    pub(super) fn id(&self, whose: usize, who: usize) -> anyhow::Result<UserId> {
        self.member(whose, who)?.id.context("not added yet")
    }

    pub(super) fn administrator(&self, whose: usize) -> anyhow::Result<Actor> {
        Ok(as_actor(
            &self.tenancy(whose)?.administrator,
            self.clock.now(),
        ))
    }

    pub(super) async fn account(&self, whose: usize, who: usize) -> anyhow::Result<Loaded> {
        let (tenant, id) = (self.tenancy(whose)?.tenant.id, self.id(whose, who)?);
        let found = UserQueries::find(self.app.store(), tenant, UserKey::Id(id)).await?;
        found.context("a sample user is gone")
    }

    async fn join(&mut self, whose: usize, who: usize, way: Way) -> anyhow::Result<()> {
        if way == Way::Order {
            return self.order(whose, who).await;
        }
        let wish = self.newcomer(whose, who, way)?;
        let (tenant, actor) = (
            self.tenancy(whose)?.tenant.clone(),
            self.administrator(whose)?,
        );
        let users = self.app.users();
        let work = Box::pin(users.register(&tenant, actor, wish, None));
        let done = origin::within(desk_of_administrator(), work).await;
        let done = done.map_err(|error| explain(&error))?;
        self.remember(whose, who, done.account.user.id());
        Ok(())
    }

    fn remember(&mut self, whose: usize, who: usize, id: UserId) {
        let tenancy = self.tenancies.get_mut(whose);
        if let Some(member) = tenancy.and_then(|tenancy| tenancy.members.get_mut(who)) {
            member.id = Some(id);
        }
    }

    fn newcomer(&mut self, whose: usize, who: usize, way: Way) -> anyhow::Result<NewUser> {
        let credential = match way {
            Way::Invited => FirstCredential::Invitation,
            Way::Password => FirstCredential::Password(self.password.clone()),
            Way::Temporary => FirstCredential::TemporaryPassword(self.temporary.clone()),
            Way::Directory => FirstCredential::External {
                domain: DirectoryName::parse("corp.kestrelbros.example")?,
                directory_id: None,
            },
            Way::Bare | Way::Order => FirstCredential::None,
        };
        let (kind, profile) = {
            let member = self.member(whose, who)?;
            (member.fate.kind(), member.profile.clone())
        };
        let (records, tenant) = {
            let tenancy = self.tenancy(whose)?;
            (tenancy.records.clone(), tenancy.tenant.clone())
        };
        // Where whoever invites gives his own organization, an administrator of them all puts people into theirs later.
        let given = tenant.policy.authority.invitation_organization;
        let chosen = way != Way::Invited || given == InvitationOrganization::Chosen;
        let organizations = if chosen && kind != Kind::Customer {
            self.organizations(&records, &tenant)
        } else {
            BTreeSet::new()
        };
        let mut facilities = BTreeSet::new();
        if kind == Kind::FacilityLogin {
            let at = self.chance.below(records.facilities.len());
            facilities.extend(records.facilities.get(at));
        }
        Ok(NewUser {
            kind,
            profile,
            credential,
            organizations,
            facilities,
            grants: Vec::new(),
            valid_from: None,
            valid_until: None,
            access: FirstAccess::Given,
        })
    }

    /// One of them, or two where people can be members of more than one.
    pub(super) fn organizations(
        &mut self,
        records: &Records,
        tenant: &Tenant,
    ) -> BTreeSet<OrganizationId> {
        let at = self.chance.below(records.organizations.len());
        let one = records.organizations.get(at).copied();
        let multi = tenant.policy.roles.memberships == Membership::Multi;
        let both = multi && self.chance.percent(20);
        let other = records.organizations.first().copied().filter(|_| both);
        one.into_iter().chain(other).collect()
    }

    async fn order(&mut self, whose: usize, who: usize) -> anyhow::Result<()> {
        let Some(member) = self
            .tenancies
            .get_mut(whose)
            .and_then(|tenancy| tenancy.members.get_mut(who))
        else {
            bail!("no such user");
        };
        member.orders += 1;
        let order = NewOrder {
            id: OrderId::parse(&format!(
                "SO-{}",
                10_000 + who * 10 + member.orders as usize
            ))?,
            email: member.profile.email.clone().context("no address")?,
            placed_at: self.clock.now(),
        };
        let (tenant, actor) = (
            self.tenancy(whose)?.tenant.clone(),
            self.administrator(whose)?,
        );
        let orders = &self.app.cases().orders;
        let recorded = orders.record(&tenant, &actor, order, None).await;
        let recorded = recorded.map_err(|error| explain(&error))?;
        if let Some(account) = recorded.user {
            self.remember(whose, who, account.user.id());
        }
        Ok(())
    }

    pub(super) async fn execute(
        &self,
        whose: usize,
        who: usize,
        actor: Actor,
        action: Action,
    ) -> anyhow::Result<()> {
        let (tenant, id) = (self.tenancy(whose)?.tenant.id, self.id(whose, who)?);
        let users = self.app.users();
        let command = users.command(actor, action);
        let done = users.execute(tenant, id, command, None).await;
        done.map(drop).map_err(|error| explain(&error))
    }
}

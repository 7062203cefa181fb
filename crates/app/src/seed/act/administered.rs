//! What administrators do to people.

use super::{Chance, World};
use crate::{
    cli::explain,
    seed::{picture, plan::Asked},
};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, Kind,
    authority::Actor,
    policy::{Favourites as FavouriteRules, InvitationOrganization, Supported},
    value::{FavouriteKey, FavouriteValue, Pin, Reason, Span, Username},
    work::{Capability, DayOffWish, Favourites, When},
};
use tenure_service::users::{NewFacilityLogIn, Terms};

/// Why people stop working.
const LEAVING: &[&str] = &[
    "Parental leave until spring",
    "Contract ended",
    "Moved to another company of the group",
    "Long illness",
];
/// Why people are kept out.
const BLOCKING: &[&str] = &[
    "Lost badge",
    "Shared the password with a colleague",
    "Unusual log-ins from abroad, to be looked into",
    "Returned no equipment after leaving",
];

impl World<'_> {
    pub(super) async fn by_administrator(
        &mut self,
        whose: usize,
        who: usize,
        step: Asked,
    ) -> anyhow::Result<()> {
        let reason = |chance: &mut Chance, all| Reason::parse(chance.pick(all)).ok();
        let action = match step {
            Asked::Activate => Action::Activate,
            Asked::Unblock => Action::Unblock,
            Asked::Delete => Action::Delete,
            Asked::Anonymize => Action::Anonymize,
            Asked::Drop => Action::DeactivateByDirectory,
            Asked::Deactivate => Action::Deactivate {
                reason: reason(&mut self.chance, LEAVING),
            },
            Asked::Block => Action::Block {
                reason: reason(&mut self.chance, BLOCKING),
                until: None,
            },
            Asked::Away(from, until) => self.away(from, until),
            Asked::Picture => return self.picture(whose, who).await,
            Asked::Place => return self.place(whose, who).await,
            Asked::Pin => return self.pin(whose, who).await,
        };
        let actor = if step == Asked::Drop {
            Actor::Clock
        } else {
            self.administrator(whose)?
        };
        self.execute(whose, who, actor, action).await
    }

    fn away(&self, from: u32, until: u32) -> Action {
        let moment = |at: u32| When::At(Span::seconds(at).after(self.start));
        Action::SetDaysOff(vec![DayOffWish {
            start: moment(from),
            end: moment(until),
        }])
    }

    async fn picture(&mut self, whose: usize, who: usize) -> anyhow::Result<()> {
        let (tenant, actor) = (
            self.tenancy(whose)?.tenant.clone(),
            self.administrator(whose)?,
        );
        let drawn = picture::draw(&tenant.policy.identity.photo, &mut self.chance)?;
        let Some(file) = drawn else { return Ok(()) };
        let id = self.id(whose, who)?;
        let set = self
            .app
            .users()
            .set_photo(tenant.id, id, actor, file, Terms::default());
        set.await.map(drop).map_err(|error| explain(&error))
    }

    /// Where and as what somebody works: as much of it as the tenant's rules know.
    async fn place(&mut self, whose: usize, who: usize) -> anyhow::Result<()> {
        for action in self.assignments(whose, who)? {
            let actor = self.administrator(whose)?;
            self.execute(whose, who, actor, action).await?;
        }
        Ok(())
    }

    fn assignments(&mut self, whose: usize, who: usize) -> anyhow::Result<Vec<Action>> {
        let (records, tenant) = {
            let tenancy = self.tenancy(whose)?;
            (tenancy.records.clone(), tenancy.tenant.clone())
        };
        let policy = &tenant.policy;
        let kind = self.member(whose, who)?.fate.kind();
        let mut actions = Vec::new();
        if policy.authority.invitation_organization == InvitationOrganization::Own {
            let some = self.organizations(&records, &tenant);
            actions.push(Action::SetOrganizations(some));
        }
        let chance = &mut self.chance;
        if !records.facilities.is_empty() && chance.percent(70) {
            let count = 1 + chance.below(2);
            let some = (0..count).map(|_| chance.below(records.facilities.len()));
            let some = some.collect::<BTreeSet<_>>().into_iter();
            let some = some.filter_map(|at| records.facilities.get(at).copied());
            actions.push(Action::SetFacilities(some.collect()));
            if policy.work.picker == Supported::Yes && chance.percent(35) {
                actions.push(Action::SetCapabilities([Capability::Picker].into()));
            }
        }
        if let Some(store) = records.stores.get(chance.below(records.stores.len())) {
            actions.push(Action::SetProductStores([store.id].into()));
            let mut pinned = Favourites::new();
            let value = FavouriteValue::parse(&store.id.to_string())?;
            pinned.insert(FavouriteKey::parse("product_store")?, value);
            if let Some(shop) = store.shops.first().filter(|_| chance.percent(60)) {
                let value = FavouriteValue::parse(&shop.to_string())?;
                pinned.insert(FavouriteKey::parse("shopify_shop")?, value);
            }
            actions.push(Action::SetFavourites(pinned));
        } else if policy.work.favourites == FavouriteRules::Free && chance.percent(30) {
            let value = FavouriteValue::parse(chance.pick(&["orders", "stock", "picking"]))?;
            let pinned = [(FavouriteKey::parse("start_page")?, value)];
            actions.push(Action::SetFavourites(pinned.into()));
        }
        let position = records.positions.get(chance.below(records.positions.len()));
        if let Some(position) = position.filter(|_| chance.percent(85)) {
            actions.push(Action::SetPosition(Some(*position)));
            let department = records
                .departments
                .get(chance.below(records.departments.len()));
            if let Some(department) = department.filter(|_| chance.percent(85)) {
                actions.push(Action::SetDepartment(Some(*department)));
            }
        }
        if kind == Kind::Person && chance.percent(45) {
            let role = records.role(policy, chance);
            actions.extend(role.map(Action::GrantRole));
        }
        Ok(actions)
    }

    async fn pin(&mut self, whose: usize, who: usize) -> anyhow::Result<()> {
        let account = self.account(whose, who).await?;
        let Some(facility) = account.user.work().facilities.first().copied() else {
            return Ok(());
        };
        let wish = NewFacilityLogIn {
            facility,
            username: Username::parse(&format!("till{who}"))?,
            pin: Pin::parse(&format!("{:06}", self.chance.between(102_938, 987_654)))?,
        };
        let (tenant, id) = (self.tenancy(whose)?.tenant.id, account.user.id());
        let actor = self.administrator(whose)?;
        let users = self.app.users();
        let set = users.set_facility_log_in(tenant, id, actor, wish, Terms::default());
        set.await.map(drop).map_err(|error| explain(&error))
    }
}

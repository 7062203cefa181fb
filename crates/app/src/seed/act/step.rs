//! One step of somebody's life.

use super::{Member, Tenancy, World, as_actor, desk_of_administrator};
use crate::{
    cli::explain,
    seed::{
        picture,
        plan::{Deed, Step, Way},
        records::Records,
    },
};
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, FirstAccess, Kind, ProfileChange,
    authority::Actor,
    change::Origin,
    credential::TicketPurpose,
    policy::{Favourites as FavouriteRules, InvitationOrganization, Membership, Supported},
    value::{
        DirectoryName, FavouriteKey, FavouriteValue, OrderId, OrganizationId, Phone, Pin,
        PlainPassword, Reason, Span, UserId, Username,
    },
    work::{Capability, DayOffWish, Favourites, When},
};
use tenure_service::{
    Error,
    orders::NewOrder,
    origin,
    ports::{Clock, Loaded, Tenant, UserKey, UserQueries},
    sessions::{LogIn, Origin as Client},
    users::{FirstCredential, NewFacilityLogIn, NewUser, Terms},
};

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
/// What people log in with.
const BROWSERS: &[&str] = &[
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
];

/// Where somebody always sits.
fn desk(who: usize) -> Origin {
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
            Step::Accept
            | Step::Settle
            | Step::LogIn
            | Step::Mistype(_)
            | Step::Forget
            | Step::Phone => {
                let work = Box::pin(self.by_oneself(whose, deed));
                origin::within(desk(deed.who), work).await
            }
            Step::Order => self.order(whose, deed.who).await,
            Step::Activate
            | Step::Deactivate
            | Step::Block
            | Step::Unblock
            | Step::Delete
            | Step::Anonymize
            | Step::Drop
            | Step::Picture
            | Step::Place
            | Step::Away(..)
            | Step::Pin => {
                let work = Box::pin(self.by_administrator(whose, deed));
                origin::within(desk_of_administrator(), work).await
            }
        }
    }

    fn tenancy(&self, whose: usize) -> anyhow::Result<&Tenancy> {
        self.tenancies.get(whose).context("no such tenant")
    }

    fn member(&self, whose: usize, who: usize) -> anyhow::Result<&Member> {
        self.tenancy(whose)?
            .members
            .get(who)
            .context("no such user")
    }

    fn id(&self, whose: usize, who: usize) -> anyhow::Result<UserId> {
        self.member(whose, who)?.id.context("not added yet")
    }

    fn administrator(&self, whose: usize) -> anyhow::Result<Actor> {
        Ok(as_actor(
            &self.tenancy(whose)?.administrator,
            self.clock.now(),
        ))
    }

    async fn account(&self, whose: usize, who: usize) -> anyhow::Result<Loaded> {
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
    fn organizations(&mut self, records: &Records, tenant: &Tenant) -> BTreeSet<OrganizationId> {
        let at = self.chance.below(records.organizations.len());
        let one = records.organizations.get(at).copied();
        let multi = tenant.policy.roles.memberships == Membership::Multi;
        let both = multi && self.chance.percent(20);
        let other = records.organizations.first().copied().filter(|_| both);
        one.into_iter().chain(other).collect()
    }

    async fn by_oneself(&mut self, whose: usize, deed: Deed) -> anyhow::Result<()> {
        let who = deed.who;
        match deed.step {
            Step::Accept => {
                let account = self.account(whose, who).await?;
                let users = self.app.users();
                let token = users.link_token(&account.user, TicketPurpose::Invitation);
                let token = token.context("the invitation is over")?;
                let names = ProfileChange::default();
                let accepted = users.accept_invitation(&token, self.password.clone(), names, None);
                accepted.await.map_err(|error| explain(&error))?;
            }
            Step::Settle => self.settle_password(whose, who).await?,
            Step::LogIn => {
                self.log_in(whose, who, self.password.clone()).await?;
            }
            Step::Mistype(times) => {
                for _ in 0..times {
                    let wrong = PlainPassword::parse("not the one it is, sorry");
                    self.log_in(whose, who, wrong.context("empty")?).await?;
                    let now = Span::seconds(4).after(self.clock.now());
                    self.clock.walk_to(now);
                }
            }
            Step::Forget => {
                let tenant = self.tenancy(whose)?.tenant.clone();
                let login = self.login(whose, who)?;
                self.app.users().request_reset(&tenant, &login).await?;
            }
            Step::Phone => {
                let number = format!("+1 202 555 {:04}", self.chance.between(100, 199));
                let change = ProfileChange {
                    phone: Some(Some(Phone::parse(&number)?)),
                    ..ProfileChange::default()
                };
                let actor = as_actor(&self.account(whose, who).await?, self.clock.now());
                let action = Action::UpdateProfile(Box::new(change));
                self.execute(whose, who, actor, action).await?;
            }
            step => bail!("{step:?} is for others to do"),
        }
        Ok(())
    }

    fn login(&self, whose: usize, who: usize) -> anyhow::Result<String> {
        let profile = &self.member(whose, who)?.profile;
        let identity = &self.tenancy(whose)?.tenant.policy.identity;
        profile
            .log_ins(identity)
            .pop()
            .context("nothing to log in with")
    }

    /// Whether it succeeds is for the rules to say.
    async fn log_in(
        &mut self,
        whose: usize,
        who: usize,
        password: PlainPassword,
    ) -> anyhow::Result<Option<String>> {
        let user_agent = self.chance.pick(BROWSERS).to_owned();
        let attempt = LogIn {
            tenant: self.tenancy(whose)?.tenant.id,
            login: self.login(whose, who)?,
            password,
            origin: Client {
                ip: desk(who).ip,
                user_agent: Some(user_agent),
            },
        };
        match self.app.sessions().log_in(attempt).await {
            Ok(_) | Err(Error::LogInFailed { .. } | Error::AuthorizationFailure) => Ok(None),
            Err(Error::PasswordChangeRequired { change_token }) => Ok(Some(change_token)),
            Err(error) => Err(explain(&error)),
        }
    }

    async fn settle_password(&mut self, whose: usize, who: usize) -> anyhow::Result<()> {
        let token = self.log_in(whose, who, self.temporary.clone()).await?;
        let token = token.context("the temporary password need not be changed")?;
        let users = self.app.users();
        let changed = users.change_by_token(&token, self.password.clone()).await;
        changed.map(drop).map_err(|error| explain(&error))
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

    async fn by_administrator(&mut self, whose: usize, deed: Deed) -> anyhow::Result<()> {
        let reason = |chance: &mut super::Chance, all| Reason::parse(chance.pick(all)).ok();
        let action = match deed.step {
            Step::Activate => Action::Activate,
            Step::Unblock => Action::Unblock,
            Step::Delete => Action::Delete,
            Step::Anonymize => Action::Anonymize,
            Step::Drop => Action::DeactivateByDirectory,
            Step::Deactivate => Action::Deactivate {
                reason: reason(&mut self.chance, LEAVING),
            },
            Step::Block => Action::Block {
                reason: reason(&mut self.chance, BLOCKING),
                until: None,
            },
            Step::Away(from, until) => self.away(from, until),
            Step::Picture => return self.picture(whose, deed.who).await,
            Step::Place => return self.place(whose, deed.who).await,
            Step::Pin => return self.pin(whose, deed.who).await,
            step => bail!("{step:?} is not for administrators"),
        };
        let actor = match deed.step {
            Step::Drop => Actor::Clock,
            _ => self.administrator(whose)?,
        };
        self.execute(whose, deed.who, actor, action).await
    }

    async fn execute(
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

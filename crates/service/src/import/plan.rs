//! Whom a row is about, and what it leads to under the tenant's rules.

use super::{
    Import,
    report::Reason,
    row::{CredentialWish, Row},
    seen::Key,
};
use crate::{
    cells::{Column, GrantWish},
    error::Error,
    ports::{Loaded, Names, Tenant},
    users::store_error,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use tenure_domain::{
    Action, Change, Event, Facts, FirstAccess, Kind, NewCredential, ProfileChange, Registration,
    authority::{Grant, Reach, Scope},
    change::Claims,
    is_hidden, sees,
    value::{CommandId, OrganizationId, Timestamp, UserId, fold},
};
use uuid::Uuid;

/// What stands around the rows that are decided together.
pub(super) struct Surroundings {
    pub(super) tenant: Arc<Tenant>,
    pub(super) facts: Facts,
    pub(super) now: Timestamp,
    /// How far the importer reaches.
    reach: Reach,
    organizations: Vec<(OrganizationId, String)>,
    users: Vec<(Loaded, Claims)>,
    by_name: BTreeMap<(&'static str, String), Vec<usize>>,
}

/// What a row leads to.
pub(super) enum Plan {
    Create(Box<(Registration, Vec<Event>)>),
    Update(UserId, Vec<Change>),
    Unchanged(UserId),
}

type Planned<T> = Result<T, Vec<Reason>>;

impl Import {
    /// Reads what stands around these rows, all of it in a few queries.
    pub(super) async fn surroundings(&self, rows: &[Row]) -> Result<Surroundings, Error> {
        let store = &self.imports.users.store;
        let id = self.tenant.id;
        let tenant = store.tenant(id).await.map_err(store_error)?;
        let tenant = tenant.ok_or(Error::NotFound)?;
        let named = self.imports.store.named(id, &names(rows)).await;
        let named = named.map_err(store_error)?;
        let found = |account: Loaded| {
            let names = account.user.found_by(&tenant.policy);
            (account, names)
        };
        let users = named.into_iter().map(found).collect::<Vec<_>>();
        let mut by_name = BTreeMap::<_, Vec<usize>>::new();
        for (at, (_, names)) in users.iter().enumerate() {
            for key in Key::ALL {
                if let Some(text) = key.held(names) {
                    let name = (key.column(), text.clone());
                    by_name.entry(name).or_default().push(at);
                }
            }
        }
        Ok(Surroundings {
            facts: store.facts(id).await.map_err(store_error)?,
            now: self.imports.users.clock.now(),
            reach: self.reach()?,
            organizations: store.organizations(id).await.map_err(store_error)?,
            tenant,
            users,
            by_name,
        })
    }

    /// What a row leads to. A row that is decided again is not a repetition of itself.
    pub(super) fn plan(&mut self, row: &Row, around: &Surroundings) -> Planned<Plan> {
        self.seen.row(row, &around.tenant.policy)?;
        let Some((account, before)) = self.whom(row, around)? else {
            return self.creation(row, around);
        };
        let id = account.user.id();
        self.seen.user(id, row.line)?;
        let changes = self.changes(row, account, around)?;
        match changes.last() {
            None => Ok(Plan::Unchanged(id)),
            Some(last) => {
                self.seen.frees(id, before, last.after.profile());
                Ok(Plan::Update(id, changes))
            }
        }
    }

    /// The user whom a row names: by external id, else by address, else by user name; by id where nothing else names
    /// him.
    fn whom<'a>(
        &self,
        row: &Row,
        around: &'a Surroundings,
    ) -> Planned<Option<&'a (Loaded, Claims)>> {
        let policy = &around.tenant.policy;
        let mut found: Option<(Key, &(Loaded, Claims))> = None;
        let mut several: Option<Key> = None;
        let mut names_none = true;
        for key in Key::ALL {
            let Some(text) = key.wished(&row.profile) else {
                continue;
            };
            names_none = false;
            let holders = self.holders(key, &text, around)?;
            match (holders.as_slice(), found) {
                ([], _) => {}
                ([one], None) => found = Some((key, one)),
                (_, None) => several = several.or(Some(key)),
                (all, Some((first, user))) => {
                    let same = |it: &&(Loaded, Claims)| it.0.user.id() == user.0.user.id();
                    if key.is_unique(policy) && !all.iter().any(same) {
                        return Err(vec![contradiction(first, key)]);
                    }
                }
            }
        }
        match (found, several) {
            (Some((_, user)), _) => Ok(Some(user)),
            (None, Some(key)) => {
                let message = "Several users have this. Write what tells this one from the others.";
                Err(vec![Reason::new(key.column(), "ambiguous", message)])
            }
            (None, None) if names_none => self.by_id(row, around).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Those of the users who have this name that the importer may know of.
    fn holders<'a>(
        &self,
        key: Key,
        text: &String,
        around: &'a Surroundings,
    ) -> Planned<Vec<&'a (Loaded, Claims)>> {
        let at = around.by_name.get(&(key.column(), text.clone()));
        let all = at
            .into_iter()
            .flatten()
            .filter_map(|at| around.users.get(*at));
        let all = all.filter(|(account, _)| !self.seen.is_freed(account.user.id(), key, text));
        let mut seen = Vec::new();
        for holder in all {
            let (account, _) = holder;
            if self.may_know(account, around) {
                seen.push(holder);
            } else if key.held(&account.user.claims(&around.tenant.policy)) == Some(text) {
                // The same words as a single command's, whoever has it.
                let message = format!("Another user has this {}.", key.column());
                return Err(vec![Reason::new(key.column(), "identifier_taken", message)]);
            }
        }
        Ok(seen)
    }

    fn by_id<'a>(&self, row: &Row, around: &'a Surroundings) -> Planned<&'a (Loaded, Claims)> {
        let mut users = around.users.iter();
        let named = users.find(|(account, _)| {
            Some(account.user.id()) == row.id && self.may_know(account, around)
        });
        named.ok_or_else(|| {
            let message =
                "There is no such user. Write an external id, an e-mail address or a user name.";
            vec![Reason::of(Column::Id, "unknown", message)]
        })
    }

    fn may_know(&self, account: &Loaded, around: &Surroundings) -> bool {
        let (user, policy) = (&account.user, &around.tenant.policy);
        around.reach.covers(user.organizations())
            && sees(user, &self.actor, policy)
            && !is_hidden(user, &self.actor, &account.facts, policy, around.now)
    }

    /// What of a row is not so already, each by the command that it would be by itself.
    fn changes(&self, row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Vec<Change>> {
        let user = &account.user;
        if row.kind.is_some_and(|kind| kind != user.kind()) {
            let message = "The kind of an account cannot be changed.";
            return Err(vec![Reason::of(Column::Kind, "immutable_field", message)]);
        }
        let mut actions = Vec::new();
        let policy = &around.tenant.policy;
        let profile = user.still_wished(row.profile.clone(), policy, around.now);
        if profile != ProfileChange::default() {
            actions.push(Action::UpdateProfile(Box::new(profile)));
        }
        let from = row.valid_from.or(user.valid_from());
        let until = row.valid_until.or(user.valid_until());
        if (from, until) != (user.valid_from(), user.valid_until()) {
            actions.push(Action::SetValidity { from, until });
        }
        actions.extend(memberships(row, account, around)?);
        actions.extend(roles(row, account, around)?);
        let mut current = account.clone();
        let mut changes = Vec::new();
        for action in actions {
            let change = self.change(&current, action, around)?;
            if let Some(change) = change {
                current.user = change.after.clone();
                changes.push(change);
            }
        }
        Ok(changes)
    }

    fn change(
        &self,
        account: &Loaded,
        action: Action,
        around: &Surroundings,
    ) -> Planned<Option<Change>> {
        let users = &self.imports.users;
        let command = users.command(self.actor.clone(), action);
        let (policy, now) = (&around.tenant.policy, around.now);
        let events = tenure_domain::decide(&account.user, &command, &account.facts, policy, now);
        let events = events.map_err(|rejection| Reason::rejected(&rejection))?;
        let something = !events.is_empty();
        Ok(something.then(|| users.change(account, &command, events, now)))
    }

    fn creation(&self, row: &Row, around: &Surroundings) -> Planned<Plan> {
        let kind = row.kind.unwrap_or(Kind::Person);
        let unnamed = if self.options.invite && kind == Kind::Person {
            CredentialWish::Invitation
        } else {
            CredentialWish::None
        };
        let credential = match row.credential.clone().unwrap_or(unnamed) {
            CredentialWish::Invitation => NewCredential::Invitation,
            CredentialWish::None => NewCredential::None,
            CredentialWish::Imported(hash) => NewCredential::Imported(hash),
            CredentialWish::External(domain) => NewCredential::External {
                domain,
                directory_id: None,
            },
        };
        let organizations = around.organizations(row)?.unwrap_or_default();
        around.known(&organizations)?;
        let ids = &self.imports.users.ids;
        let wish = Registration {
            command: CommandId(ids.next()),
            actor: self.actor.clone(),
            id: UserId(ids.next()),
            tenant: around.tenant.id,
            kind,
            profile: row.new_profile(),
            credential,
            organizations,
            facilities: BTreeSet::new(),
            grants: around.grants(row)?.unwrap_or_default(),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            access: FirstAccess::Given,
        };
        let policy = &around.tenant.policy;
        let events = tenure_domain::register(&wish, &around.facts, policy, around.now);
        let events = events.map_err(|rejection| Reason::rejected(&rejection))?;
        Ok(Plan::Create(Box::new((wish, events))))
    }
}

fn names(rows: &[Row]) -> Names {
    let all = |key: Key| rows.iter().filter_map(move |row| key.wished(&row.profile));
    Names {
        ids: rows.iter().filter_map(|row| row.id).collect(),
        emails: all(Key::Email).collect(),
        usernames: all(Key::Username).collect(),
        external_ids: all(Key::ExternalId).collect(),
    }
}

fn contradiction(first: Key, second: Key) -> Reason {
    let message = format!(
        "One user has this {}, another one this {}.",
        first.column(),
        second.column()
    );
    Reason::new(second.column(), "ambiguous", message)
}

/// Default roles that a row does not name stay (P-82), so that the row of a new user is the same once he is there.
fn roles(row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Option<Action>> {
    let Some(mut wished) = around.grants(row)? else {
        return Ok(None);
    };
    let held = account.user.grants();
    for grant in held {
        let default = around.tenant.policy.roles.default.contains(&grant.role);
        if default && !wished.iter().any(|wish| wish.role == grant.role) {
            wished.push(grant.clone());
        }
    }
    let (wished_set, held) = (
        wished.iter().collect::<BTreeSet<_>>(),
        held.iter().collect::<BTreeSet<_>>(),
    );
    Ok((wished_set != held).then(|| Action::SetRoles(wished.clone())))
}

/// What lets a user be a member of what a row names.
fn memberships(row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Vec<Action>> {
    let Some(wished) = around.organizations(row)? else {
        return Ok(Vec::new());
    };
    if wished == *account.user.organizations() {
        return Ok(Vec::new());
    }
    let message = "The memberships of a user who is there are not changed by an import.";
    Err(vec![Reason::of(
        Column::Organizations,
        "immutable_field",
        message,
    )])
}

impl Surroundings {
    /// The organization of this id or name. Only those that the importer reaches are known to him by name.
    fn organization(&self, text: &str) -> Option<OrganizationId> {
        if let Ok(id) = Uuid::try_parse(text) {
            return Some(OrganizationId(id));
        }
        let name = fold(text);
        let reached = |id: &OrganizationId| self.reach.covers(&[*id].into());
        let named = |known: &&(OrganizationId, String)| fold(&known.1) == name && reached(&known.0);
        let mut named = self.organizations.iter().filter(named);
        match (named.next(), named.next()) {
            (Some((id, _)), None) => Some(*id),
            _ => None,
        }
    }

    fn organizations(&self, row: &Row) -> Planned<Option<BTreeSet<OrganizationId>>> {
        let Some(texts) = &row.organizations else {
            return Ok(None);
        };
        let ids = texts.iter().map(|text| self.organization(text));
        let ids = ids.collect::<Option<BTreeSet<_>>>();
        ids.map(Some).ok_or_else(no_such_organization)
    }

    fn known(&self, wished: &BTreeSet<OrganizationId>) -> Planned<()> {
        let known = self.organizations.iter().map(|(id, _)| *id);
        if wished.is_subset(&known.collect()) {
            Ok(())
        } else {
            Err(no_such_organization())
        }
    }

    fn grants(&self, row: &Row) -> Planned<Option<Vec<Grant>>> {
        let Some(wishes) = &row.roles else {
            return Ok(None);
        };
        let grants = wishes.iter().map(|wish| self.grant(wish));
        grants.collect::<Option<Vec<_>>>().map(Some).ok_or_else(|| {
            let message = "There is no such organization.";
            vec![Reason::of(Column::Roles, "unknown", message)]
        })
    }

    fn grant(&self, wish: &GrantWish) -> Option<Grant> {
        let scope = match &wish.place {
            None => Scope::Tenant,
            Some(place) => Scope::Organization(self.organization(place)?),
        };
        Some(Grant {
            role: wish.role.clone(),
            scope,
            from: wish.from,
            until: wish.until,
        })
    }
}

fn no_such_organization() -> Vec<Reason> {
    let message = "There is no such organization.";
    vec![Reason::of(Column::Organizations, "unknown", message)]
}

//! Whom a row is about, and what it leads to under the tenant's rules.

use super::{
    Import,
    around::{Called, Surroundings},
    report::Reason,
    row::{CredentialWish, Row},
    seen::Key,
};
use crate::{cells::Column, error::Error, ports::Loaded};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, Change, Event, FirstAccess, Kind, NewCredential, ProfileChange, Registration,
    Rejection,
    authority::may_put_into,
    change::Claims,
    is_hidden, offers_restore, sees,
    value::{CommandId, UserId},
};

/// What a row leads to.
pub(super) enum Plan {
    Create(Box<(Registration, Vec<Event>)>),
    Update(UserId, Vec<Change>),
    Unchanged(UserId),
}

pub(super) type Planned<T> = Result<T, Vec<Reason>>;

impl Import {
    /// What a row leads to. A row that is decided again is not a repetition of itself.
    pub(super) fn plan(&mut self, row: &Row, around: &Surroundings) -> Planned<Plan> {
        self.seen.row(row, &around.tenant.policy)?;
        let Some((account, before)) = self.whom(row, around)? else {
            return self.creation(row, around);
        };
        let id = account.user.id();
        self.seen.user(id, row.line)?;
        if offers_restore(&account.user, &self.actor, &around.tenant.policy)
            && let Some(reason) = kept(row, account, before, around)
        {
            return Err(vec![reason]);
        }
        let changes = self.changes(row, account, around)?;
        match changes.last() {
            None => Ok(Plan::Unchanged(id)),
            Some(last) => {
                self.seen.frees(id, before, last.after.profile());
                Ok(Plan::Update(id, changes))
            }
        }
    }

    /// The user whom a row names: by external id, else by address, else by user name, else by id. A row that comes
    /// from another installation bears an id that nobody has here.
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
        let named = self.by_id(row, around);
        match (found, several, named) {
            (Some((key, user)), _, Some(named)) if user.0.user.id() != named.0.user.id() => {
                let message = format!("One user has this id, another one this {}.", key.column());
                Err(vec![Reason::new(key.column(), "ambiguous", message)])
            }
            (Some((_, user)), _, _) | (None, _, Some(user)) => Ok(Some(user)),
            (None, Some(key), None) => {
                let message = "Several users have this. Write what tells this one from the others.";
                Err(vec![Reason::new(key.column(), "ambiguous", message)])
            }
            (None, None, None) if names_none => {
                let message = "There is no such user. Write an external id, an e-mail address or a user name.";
                Err(vec![Reason::of(Column::Id, "unknown", message)])
            }
            (None, None, None) => Ok(None),
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

    fn by_id<'a>(&self, row: &Row, around: &'a Surroundings) -> Option<&'a (Loaded, Claims)> {
        let mut users = around.users.iter();
        users.find(|(account, _)| {
            Some(account.user.id()) == row.id && self.may_know(account, around)
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
        let steps = [profile, validity, memberships, roles, facilities];
        let mut current = account.clone();
        let mut changes = Vec::new();
        for step in steps {
            let Some(wish) = step(row, &current, around)? else {
                continue;
            };
            if let Some(change) = self.change(&current, wish, around)? {
                current.user = change.after.clone();
                changes.push(change);
            }
        }
        Ok(changes)
    }

    fn change(
        &self,
        account: &Loaded,
        wish: Wish,
        around: &Surroundings,
    ) -> Planned<Option<Change>> {
        let users = &self.imports.users;
        let command = users.command(self.actor.clone(), wish.action);
        if self.actor.is(account.user.id()) && moves_address(&command.action) {
            let message = "Your own e-mail address is changed by a request of its own, after a log-in not long ago.";
            return Err(vec![Reason::of(
                Column::Email,
                "reauthentication_required",
                message,
            )]);
        }
        let (policy, now) = (&around.tenant.policy, around.now);
        let ruling = tenure_domain::decide(&account.user, &command, &account.facts, policy, now);
        let events = told(ruling, wish.unknown)?;
        let something = !events.is_empty();
        if something {
            around.all_known(&command.action.references())?;
        }
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
        let facilities = around.facilities(row).unwrap_or_default();
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
            facilities: facilities.found,
            grants: around.grants(row)?.unwrap_or_default(),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            access: FirstAccess::Given,
        };
        let policy = &around.tenant.policy;
        let ruling = tenure_domain::register(&wish, &around.facts, policy, around.now);
        let may = may_put_into(&around.reach, &wish.organizations);
        let events = told(
            ruling.and_then(|events| may.map(|()| events)),
            facilities.unknown,
        )?;
        around.all_known(&wish.references())?;
        Ok(Plan::Create(Box::new((wish, events))))
    }
}

/// An action, and what it names that is not there.
struct Wish {
    action: Action,
    unknown: Vec<Reason>,
}

impl From<Action> for Wish {
    fn from(action: Action) -> Self {
        let unknown = Vec::new();
        Self { action, unknown }
    }
}

/// What is not there is told only to whoever may do it at all.
fn told(ruling: Result<Vec<Event>, Rejection>, unknown: Vec<Reason>) -> Planned<Vec<Event>> {
    match ruling {
        Ok(_) | Err(Rejection::Validation(_)) if !unknown.is_empty() => Err(unknown),
        ruling => ruling.map_err(|rejection| Reason::rejected(&rejection)),
    }
}

/// Is an address to become another? Whoever holds it can take the account over.
fn moves_address(action: &Action) -> bool {
    if let Action::UpdateProfile(change) = action {
        change.email.is_some()
    } else {
        false
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

/// What becomes of a row's wish in turn, each on what the ones before have left.
fn profile(row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Option<Wish>> {
    let policy = &around.tenant.policy;
    let wished = account
        .user
        .still_wished(row.profile.clone(), policy, around.now);
    let something = wished != ProfileChange::default();
    Ok(something.then(|| Action::UpdateProfile(Box::new(wished)).into()))
}

#[expect(clippy::unnecessary_wraps, reason = "one of several steps")]
fn validity(row: &Row, account: &Loaded, _: &Surroundings) -> Planned<Option<Wish>> {
    let user = &account.user;
    let from = row.valid_from.or(user.valid_from());
    let until = row.valid_until.or(user.valid_until());
    let same = (from, until) == (user.valid_from(), user.valid_until());
    Ok((!same).then(|| Action::SetValidity { from, until }.into()))
}

fn memberships(row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Option<Wish>> {
    let wished = around.organizations(row)?;
    let wished = wished.filter(|wished| wished != account.user.organizations());
    Ok(wished.map(|wished| Action::SetOrganizations(wished).into()))
}

/// Default roles that a row does not name stay (P-82), so that the row of a new user is the same once he is there.
fn roles(row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Option<Wish>> {
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
    let same = wished.iter().collect::<BTreeSet<_>>() == held.iter().collect::<BTreeSet<_>>();
    Ok((!same).then(|| Action::SetRoles(wished).into()))
}

/// The facilities of a row (HW-31).
#[expect(clippy::unnecessary_wraps, reason = "one of several steps")]
fn facilities(row: &Row, account: &Loaded, around: &Surroundings) -> Planned<Option<Wish>> {
    let Some(Called { found, unknown }) = around.facilities(row) else {
        return Ok(None);
    };
    let same = unknown.is_empty() && found == account.user.work().facilities;
    Ok((!same).then_some(Wish {
        action: Action::SetFacilities(found),
        unknown,
    }))
}

/// Who keeps his names though he is deleted is restored, not added again (P-12).
fn kept(row: &Row, account: &Loaded, held: &Claims, around: &Surroundings) -> Option<Reason> {
    let named = Key::ALL.into_iter().find(|key| {
        let wished = key.wished(&row.profile);
        wished.is_some() && wished.as_ref() == key.held(held)
    });
    let prefix = &around.tenant.policy.identity.display_id_prefix;
    let claim = named?.claim();
    let error = Error::HeldByDeleted {
        claim,
        user: account.user.id(),
        number: format!("{prefix}{}", account.number),
    };
    Some(Reason::new(claim.field(), error.code(), error.to_string()))
}

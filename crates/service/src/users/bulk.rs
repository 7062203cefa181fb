//! One action for many users, one after another, each as if it were asked for alone.

use super::{Repeatable, Users, store_error};
use crate::{
    error::Error,
    ports::{CommandKey, KeptAnswer, ListFilter, PageRequest, SortKey, SortOrder, Tenant, UserKey},
    queries::Reading,
    sessions::Presence,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, ActionKind, Command, Rejection, User, Violation,
    authority::{Actor, Permission, Reach},
    sight,
    value::{FacilityId, UserId},
};
use uuid::Uuid;

/// Rows that are looked up at a time.
const PAGE: u16 = 500;
/// After so many users it is looked whether the actor is still there, and what he may do now.
const STRETCH: usize = 50;
/// What is recorded of a user to whom it was done.
const DONE: u16 = 200;
/// What is recorded of a user with whom nothing was to do.
const UNCHANGED: u16 = 304;

/// What is to be done to each.
#[derive(Clone, Debug)]
pub enum Deed {
    /// The same action.
    Act(Box<Action>),
    /// Work at this facility too, beside where he works already (HW-31).
    AddFacility(FacilityId),
}

impl Deed {
    /// The action of each user that it is; none where it differs from user to user.
    #[must_use]
    pub fn kind(&self) -> Option<ActionKind> {
        match self {
            Self::Act(action) => Some(action.kind()),
            Self::AddFacility(_) => None,
        }
    }

    /// Its name in the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Act(action) => action.kind().code(),
            Self::AddFacility(_) => "add_facility",
        }
    }

    /// What it is for this user, and the version of him that it rests on.
    fn of(&self, user: &User) -> (Action, Option<u64>) {
        match self {
            Self::Act(action) => ((**action).clone(), None),
            Self::AddFacility(facility) => {
                let mut all = user.work().facilities.clone();
                all.insert(*facility);
                (Action::SetFacilities(all), Some(user.version()))
            }
        }
    }

    /// Is nobody there any more to whom it was done?
    fn is_final(&self) -> bool {
        matches!(self, Self::Act(action) if matches!(**action, Action::Purge))
    }
}

/// What is to be done, and to whom.
#[derive(Clone, Debug)]
pub struct BulkWish {
    /// What.
    pub deed: Deed,
    /// To whom.
    pub targets: Targets,
    /// Only say what would happen?
    pub dry_run: bool,
}

/// Whom a wish for many is about.
#[derive(Clone, Debug)]
pub enum Targets {
    /// These, as they were named; `None`: a name that no user can have.
    Named(Vec<(String, Option<UserKey>)>),
    /// Whoever the list shows now.
    Listed(Box<ListFilter>),
}

impl Targets {
    /// The most users in one wish.
    pub const MOST: usize = 10_000;
}

/// What became of a wish for many.
#[derive(Debug, Default)]
pub struct BulkReport {
    /// Users to whom it was done.
    pub done: u64,
    /// Users with whom nothing was to do.
    pub unchanged: u64,
    /// Users to whom it was not done, and why.
    pub skipped: Vec<Skipped>,
}

/// A user to whom it was not done.
#[derive(Debug)]
pub struct Skipped {
    /// As he was named.
    pub named: String,
    /// His display number, where the caller sees him.
    pub number: Option<i64>,
    /// Why.
    pub error: Error,
}

/// One user of many.
struct Target {
    named: String,
    key: Option<UserKey>,
}

impl Users {
    /// Carries out one action for many users, each as if it were asked for alone: what is refused to one does not
    /// hinder the next. A repetition after a crash goes on where it stopped: each user's part has a key of its own.
    /// Once the actor is put out, nothing is done to the rest. A wish that comes twice at once is told the same twice.
    ///
    /// # Errors
    /// [`Error::Busy`] while something else is done to many users of this tenant; `validation` for too many users,
    /// `forbidden` for whoever sees nobody; when the store cannot be reached. What was done by then stays done.
    pub async fn execute_many(
        &self,
        tenant: &Tenant,
        mut presence: Presence,
        wish: &BulkWish,
        reading: &Reading,
        key: Option<&CommandKey>,
    ) -> Result<BulkReport, Error> {
        if sight(presence.actor(), &tenant.policy) == Reach::Nowhere {
            return Err(put_out());
        }
        let _turn = match wish.dry_run {
            true => None,
            false => Some(self.turns.wait(tenant.id, key).await?),
        };
        let targets = match &wish.targets {
            Targets::Named(named) => {
                let target = |(named, key): &(String, Option<UserKey>)| Target {
                    named: named.clone(),
                    key: *key,
                };
                named.iter().map(target).collect()
            }
            Targets::Listed(filter) => listed(reading, tenant, filter, presence.actor()).await?,
        };
        let mut report = BulkReport::default();
        let (mut seen, mut ended) = (BTreeSet::new(), false);
        for (at, target) in targets.into_iter().enumerate() {
            if at > 0 && at % STRETCH == 0 && !ended {
                ended = presence.has_ended().await?;
            }
            if ended {
                report.add(target.named, None, Err(put_out()))?;
                continue;
            }
            let actor = presence.actor();
            let found = match target.key {
                Some(key) => reading.user(tenant, key, actor, self.clock.now()).await,
                None => Err(Error::NotFound),
            };
            let (number, outcome) = match found {
                Ok(account) if !seen.insert(account.user.id()) => continue,
                Ok(account) => {
                    let outcome = self.one_of_many(&account.user, actor, wish, key).await;
                    (Some(account.number), outcome)
                }
                Err(error) => (None, self.done_before(&target, key, error).await),
            };
            report.add(target.named, number, outcome)?;
        }
        Ok(report)
    }

    /// What was done to a user whom nobody sees any more, such as one who was deleted, is told again.
    async fn done_before(
        &self,
        target: &Target,
        key: Option<&CommandKey>,
        error: Error,
    ) -> Result<bool, Error> {
        let (Some(UserKey::Id(id)), Some(key), Error::NotFound) = (target.key, key, &error) else {
            return Err(error);
        };
        let done = self.repeated(Some(&part(key, id))).await;
        match done.ok().flatten().and_then(|done| done.replayed) {
            Some(status) => Ok(status == DONE),
            None => Err(error),
        }
    }

    /// Was there anything to do?
    async fn one_of_many(
        &self,
        user: &User,
        actor: &Actor,
        wish: &BulkWish,
        key: Option<&CommandKey>,
    ) -> Result<bool, Error> {
        let (tenant, id) = (user.tenant(), user.id());
        let (action, expect) = wish.deed.of(user);
        let command = Command {
            expect,
            ..self.command(actor.clone(), action)
        };
        if wish.dry_run {
            let (_, events) = self.foresee(tenant, id, &command).await?;
            return Ok(!events.is_empty());
        }
        // What is gone for good cannot be answered with again, and a repetition finds nothing to do.
        let key = key.filter(|_| !wish.deed.is_final());
        let repeatable = key.map(|key| part(key, id));
        let done = self.execute(tenant, id, command, repeatable).await?;
        Ok(done.replayed.map_or(done.changed, |status| status == DONE))
    }

    /// The answer that this wish had before.
    ///
    /// # Errors
    /// [`Error::KeyReused`] where the key came with another wish.
    pub async fn kept_answer(&self, key: &CommandKey) -> Result<Option<String>, Error> {
        match self.store.kept_answer(key).await.map_err(store_error)? {
            Some(KeptAnswer { request_hash, .. }) if request_hash != key.request_hash => {
                Err(Error::KeyReused)
            }
            kept => Ok(kept.map(|kept| kept.body)),
        }
    }

    /// Keeps the answer to this wish, to be given again.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn keep_answer(&self, key: &CommandKey, body: &str) -> Result<(), Error> {
        let kept = self.store.keep_answer(key, body, self.clock.now()).await;
        kept.map_err(store_error)
    }
}

impl BulkReport {
    /// Counts a user in.
    fn add(
        &mut self,
        named: String,
        number: Option<i64>,
        outcome: Result<bool, Error>,
    ) -> Result<(), Error> {
        match outcome {
            Ok(true) => self.done += 1,
            Ok(false) => self.unchanged += 1,
            Err(error) if ends_all(&error) => return Err(error),
            Err(error) => self.skipped.push(Skipped {
                named,
                number,
                error,
            }),
        }
        Ok(())
    }
}

/// What somebody hears who sees nobody, or sees nobody any more.
fn put_out() -> Error {
    let permission = Permission::UsersRead;
    Rejection::Forbidden { permission }.into()
}

/// One user's part of a wish for many, to be answered as the first time.
fn part(key: &CommandKey, user: UserId) -> Repeatable {
    Repeatable {
        key: key_for(key, user),
        status: DONE,
        unchanged: UNCHANGED,
    }
}

/// Everybody whom the list shows, read before anything is done: what is done may take users off the list.
async fn listed(
    reading: &Reading,
    tenant: &Tenant,
    filter: &ListFilter,
    actor: &Actor,
) -> Result<Vec<Target>, Error> {
    let mut page = PageRequest {
        sort: SortKey::Id,
        order: SortOrder::Ascending,
        limit: PAGE,
        cursor: None,
    };
    let mut all = Vec::new();
    loop {
        let found = reading.list(tenant, filter.clone(), &page, actor).await?;
        all.extend(found.rows.iter().map(|account| Target {
            named: account.user.id().to_string(),
            key: Some(UserKey::Id(account.user.id())),
        }));
        if all.len() > Targets::MOST {
            let message = format!(
                "This filter shows more than {} users. Narrow it down.",
                Targets::MOST
            );
            let wrong = Violation::new("/filter", "too_many", message);
            return Err(Rejection::Validation(vec![wrong]).into());
        }
        page.cursor = found.next;
        if page.cursor.is_none() {
            return Ok(all);
        }
    }
}

/// Would every other user fail for the same reason?
fn ends_all(error: &Error) -> bool {
    matches!(
        error,
        Error::Unavailable { .. } | Error::Corrupt(_) | Error::KeyReused
    )
}

/// The key of one user's part.
fn key_for(key: &CommandKey, user: UserId) -> CommandKey {
    let hash = Sha256::new()
        .chain_update("tenure bulk 1")
        .chain_update(key.key)
        .chain_update(user.0)
        .finalize();
    let mut part = [0; 16];
    for (byte, from) in part.iter_mut().zip(hash) {
        *byte = from;
    }
    CommandKey {
        key: Uuid::from_bytes(part),
        ..key.clone()
    }
}

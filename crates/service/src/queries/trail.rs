//! The audit trail, with the names of those whom the reader sees.

use super::{Reading, lacks};
use crate::{
    error::Error,
    ports::{DayCount, EventFilter, EventRecord, Happened, Loaded},
    system::first_id_at,
    users::store_error,
};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    authority::{Actor, ActorRef, Permission, Reach},
    is_hidden, sees,
    value::{EventId, TenantId, Timestamp, UserId},
};

/// That an invitation was sent.
const SENT: &str = "invitation.sent";
/// So many of them are looked through for the last ones of a page of users.
const MOST_SENT: u16 = 500;

/// An event as it is told to somebody.
#[derive(Clone, Debug)]
pub struct Told {
    /// The event.
    pub event: EventRecord,
    /// What whoever asked is called, where he is still known and the reader sees him.
    pub actor_name: Option<String>,
    /// The display number of the user whom it is about, on the same terms.
    pub user_number: Option<String>,
    /// His name.
    pub user_name: Option<String>,
}

impl Reading {
    /// The audit trail, newest first, as far as the actor may read it.
    ///
    /// # Errors
    /// `forbidden` without `audit.read`; one's own history needs no permission.
    pub async fn events(
        &self,
        tenant: TenantId,
        mut filter: EventFilter,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Told>, Error> {
        let own = filter.subject.is_some_and(|subject| actor.is(subject));
        let mut audits = true;
        if let Actor::User { authority, .. } = actor {
            let reach = authority.reach(&Permission::AuditRead);
            audits = reach != Reach::Nowhere;
            filter.visible = match reach {
                _ if own => None,
                Reach::Nowhere => return Err(lacks(Permission::AuditRead)),
                Reach::Organizations(own) => Some(own),
                Reach::Tenant => None,
            };
        }
        let events = self.queries.events(tenant, &filter).await;
        let mut events = events.map_err(store_error)?;
        if !audits {
            events.iter_mut().for_each(|event| withhold(event, actor));
        }
        let people = self.people(tenant, &events, actor, now).await?;
        Ok(events
            .into_iter()
            .map(|event| told(event, &people))
            .collect())
    }

    /// How many of these events there were on each day of a span, as far as the actor may read the trail. Days
    /// begin at midnight so many seconds east of Greenwich.
    ///
    /// # Errors
    /// `forbidden` without `audit.read`.
    pub async fn events_by_day(
        &self,
        tenant: TenantId,
        kinds: &[&str],
        (since, until): (Timestamp, Timestamp),
        east: i32,
        actor: &Actor,
    ) -> Result<Vec<DayCount>, Error> {
        let visible = match actor {
            Actor::User { authority, .. } => match authority.reach(&Permission::AuditRead) {
                Reach::Nowhere => return Err(lacks(Permission::AuditRead)),
                Reach::Organizations(own) => Some(own),
                Reach::Tenant => None,
            },
            Actor::Clock | Actor::Operator { .. } | Actor::Visitor => None,
        };
        let filter = EventFilter {
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            from: Some(since),
            to: Some(until),
            after: Some(EventId(first_id_at(since))),
            visible,
            ..EventFilter::default()
        };
        let counted = self.queries.count_events_by_day(tenant, &filter, east);
        counted.await.map_err(store_error)
    }

    /// Who sent each of these users his last invitation, for whoever sees them; links that the clock renews are
    /// nobody's.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn inviters(
        &self,
        tenant: TenantId,
        users: &BTreeSet<UserId>,
    ) -> Result<BTreeMap<UserId, UserId>, Error> {
        if users.is_empty() {
            return Ok(BTreeMap::new());
        }
        let filter = EventFilter {
            subjects: Some(users.clone()),
            kinds: [SENT.to_owned()].into(),
            limit: MOST_SENT,
            ..EventFilter::default()
        };
        let sent = self.queries.events(tenant, &filter).await;
        let mut last = BTreeMap::new();
        for event in sent.map_err(store_error)? {
            if let (Some(user), Some(by)) = (subject(&event), asker(&event.actor)) {
                last.entry(user).or_insert(by);
            }
        }
        Ok(last)
    }

    /// Everybody whom these events name and the actor sees.
    pub(super) async fn people(
        &self,
        tenant: TenantId,
        events: &[EventRecord],
        actor: &Actor,
        now: Timestamp,
    ) -> Result<BTreeMap<UserId, Loaded>, Error> {
        let named = events
            .iter()
            .flat_map(|event| [asker(&event.actor), subject(event)]);
        self.among(tenant, &named.flatten().collect(), actor, now)
            .await
    }

    /// Those of these users whom the actor sees.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn among(
        &self,
        tenant: TenantId,
        named: &BTreeSet<UserId>,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<BTreeMap<UserId, Loaded>, Error> {
        if named.is_empty() {
            return Ok(BTreeMap::new());
        }
        let found = self.queries.people(tenant, named).await;
        let shown = |account: &Loaded| {
            let (user, policy) = (&account.user, &account.tenant.policy);
            sees(user, actor, policy) && !is_hidden(user, actor, &account.facts, policy, now)
        };
        let found = found.map_err(store_error)?.into_iter().filter(shown);
        Ok(found.map(|account| (account.user.id(), account)).collect())
    }
}

/// Whoever reads his own history without auditing others is not told from where they work.
fn withhold(event: &mut EventRecord, actor: &Actor) {
    let by_another = match &event.actor {
        ActorRef::User(id) => !actor.is(*id),
        ActorRef::Operator(_) => true,
        ActorRef::Clock | ActorRef::Visitor => false,
    };
    if by_another {
        event.origin.ip = None;
    }
}

fn asker(actor: &ActorRef) -> Option<UserId> {
    match actor {
        ActorRef::User(id) => Some(*id),
        ActorRef::Operator(_) | ActorRef::Clock | ActorRef::Visitor => None,
    }
}

/// What whoever asked is called, if he is among these people.
pub(super) fn asker_name(actor: &ActorRef, people: &BTreeMap<UserId, Loaded>) -> Option<String> {
    let account = people.get(&asker(actor)?)?;
    account.user.profile().shown_name()
}

fn subject(event: &EventRecord) -> Option<UserId> {
    match &event.what {
        Happened::ToUser(id, _) => Some(*id),
        Happened::ToTenant(_) => None,
    }
}

fn told(event: EventRecord, people: &BTreeMap<UserId, Loaded>) -> Told {
    let person = |id: Option<UserId>| people.get(&id?);
    let name = |account: &Loaded| account.user.profile().shown_name();
    let number = |account: &Loaded| {
        let prefix = &account.tenant.policy.identity.display_id_prefix;
        format!("{prefix}{}", account.number)
    };
    let subject = person(subject(&event));
    Told {
        actor_name: asker_name(&event.actor, people),
        user_number: subject.map(number),
        user_name: subject.and_then(name),
        event,
    }
}

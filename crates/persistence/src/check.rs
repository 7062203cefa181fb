//! Checks that rows still say what was written: the chain of events, and the state they lead to.

use crate::{
    Store,
    entity::event::{Column, Entity, Model},
    error,
    mapping::{chain, digest, fact, moment},
    queries::list_query,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use tenure_domain::{
    Event, Fact, Profile, UserParts,
    credential::Credential,
    replay,
    value::{EventId, TenantId, UserId},
};
use tenure_service::ports::{ListFilter, PageRequest, StoreError, UserStore};
use uuid::Uuid;

/// Where a chain of events does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenChain {
    /// The first event that is not what was written, or whose predecessor is missing.
    pub event: EventId,
}

/// What repeating a user's events leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replay {
    /// The stored state, as far as redaction left the events.
    Matches,
    /// Another state: the row or the events were changed from outside.
    Differs,
    /// No row any more, and the last event says so.
    Purged,
    /// Neither a row nor events.
    Unknown,
}

impl Store {
    /// Follows the chain of a user's events. `None`: it holds from the first to the last.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn verify_chain(
        &self,
        tenant: TenantId,
        user: UserId,
    ) -> Result<Option<BrokenChain>, StoreError> {
        self.verify(tenant, user.0).await
    }

    /// Follows the chain of the tenant's own events.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn verify_own_chain(
        &self,
        tenant: TenantId,
    ) -> Result<Option<BrokenChain>, StoreError> {
        self.verify(tenant, tenant.0).await
    }

    async fn verify(
        &self,
        tenant: TenantId,
        subject: Uuid,
    ) -> Result<Option<BrokenChain>, StoreError> {
        let rows = self.events_in_order(tenant, subject).await?;
        let mut before = Vec::new();
        for (seq, row) in (1_i64..).zip(&rows) {
            if row.seq != seq || !personal_fits(row) || chain(&before, row) != row.chain {
                let event = EventId(row.id);
                return Ok(Some(BrokenChain { event }));
            }
            before.clone_from(&row.chain);
        }
        Ok(None)
    }

    /// Compares the stored state with what the user's events lead to.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a row cannot be read at all, else what the database said.
    pub async fn replay_matches(
        &self,
        tenant: TenantId,
        user: UserId,
    ) -> Result<Replay, StoreError> {
        let rows = self.events_in_order(tenant, user.0).await?;
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let at = moment("events", "occurred_at", row.occurred_at)?;
            let fact = fact(row)?;
            events.push(Event { at, fact });
        }
        let Some(loaded) = self.load(tenant, user).await? else {
            return Ok(match events.last() {
                None => Replay::Unknown,
                Some(last) if matches!(last.fact, Fact::Purged {}) => Replay::Purged,
                Some(_) => Replay::Differs,
            });
        };
        let Some(replayed) = replay(&events) else {
            return Ok(Replay::Differs);
        };
        let is_redacted = |row: &Model| row.personal_digest.is_some() && row.personal.is_none();
        let is_redacted = rows.iter().any(is_redacted);
        let told = comparable(replayed.parts(), is_redacted);
        let stored = comparable(loaded.user.parts(), is_redacted);
        let version = rows.iter().map(|row| row.version.unsigned_abs()).max();
        let same = told == stored && version == Some(loaded.user.version());
        Ok(if same {
            Replay::Matches
        } else {
            Replay::Differs
        })
    }

    /// How the database would look up a page of a list, line by line: for whoever wonders why it is
    /// slow.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn explain_list(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
        page: &PageRequest,
    ) -> Result<Vec<String>, StoreError> {
        let query = list_query(tenant, filter, page);
        self.0.backend.explain(&query).await
    }

    async fn events_in_order(
        &self,
        tenant: TenantId,
        subject: Uuid,
    ) -> Result<Vec<Model>, StoreError> {
        let rows = Entity::find()
            .filter(Column::TenantId.eq(tenant.0))
            .filter(Column::SubjectId.eq(subject))
            .order_by_asc(Column::Seq);
        rows.all(&self.0.backend.db).await.map_err(error::of)
    }
}

/// Is the personal part what was written, or gone with its salt?
fn personal_fits(row: &Model) -> bool {
    match (&row.personal, &row.personal_salt, &row.personal_digest) {
        (Some(personal), Some(salt), Some(expected)) => digest(salt, personal) == *expected,
        (None, None, _) => true,
        _ => false,
    }
}

/// What can be compared: events do not carry the version, and redacted ones no personal data.
fn comparable(parts: &UserParts, is_redacted: bool) -> UserParts {
    let mut parts = parts.clone();
    parts.version = 1;
    if is_redacted {
        parts.profile = Profile::default();
        parts.tickets.email_change = None;
        // Kept with the user name, where that is kept, and told by no event any more.
        if let Credential::External { directory_id, .. } = &mut parts.credential {
            *directory_id = None;
        }
    }
    parts
}

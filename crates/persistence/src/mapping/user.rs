//! A user's row: the state as JSON, and the columns that follow from it.

use super::{count, micros, moment, stored};
use crate::{
    entity::user::{ActiveModel, Column},
    error::corrupt,
};
use sea_orm::{ActiveValue::Set, DbErr, FromQueryResult, QueryResult, TryGetable};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt::Display};
use tenure_domain::{
    Attempts, Change, Kind, Profile, User, UserParts,
    authority::{ActorRef, Grant},
    credential::{Credential, Tickets},
    lifecycle::{Invitation, Lifecycle},
    value::{EmailAddress, OrganizationId, TenantId, Timestamp, UserId, fold},
    work::Work,
};
use tenure_service::ports::StoreError;
use uuid::Uuid;

/// What the column `state` holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    profile: Profile,
    lifecycle: Lifecycle,
    credential: Credential,
    tickets: Tickets,
    grants: Vec<Grant>,
    organizations: BTreeSet<OrganizationId>,
    anonymized_at: Option<Timestamp>,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
    kept_active_at: Option<Timestamp>,
    work: Work,
    created_by: ActorRef,
}

impl State {
    fn of(user: &User) -> Self {
        let parts = user.parts().clone();
        Self {
            profile: parts.profile,
            lifecycle: parts.lifecycle,
            credential: parts.credential,
            tickets: parts.tickets,
            grants: parts.grants,
            organizations: parts.organizations,
            anonymized_at: parts.anonymized_at,
            valid_from: parts.valid_from,
            valid_until: parts.valid_until,
            kept_active_at: parts.kept_active_at,
            work: parts.work,
            created_by: parts.created_by,
        }
    }
}

/// What a query for users reads, in one row each.
#[derive(Debug)]
pub(crate) struct UserRow {
    pub(crate) id: Uuid,
    pub(crate) tenant_id: Uuid,
    pub(crate) number: i64,
    pub(crate) sort_value: Option<String>,
    version: i64,
    status: String,
    kind: String,
    state: String,
    created_at: i64,
    attempts: Option<AttemptsRow>,
    pub(crate) policy_revision: i64,
    pub(crate) roles_revision: i64,
    pub(crate) other_admin: bool,
    pub(crate) seats_used: i64,
}

#[derive(Debug)]
struct AttemptsRow {
    revision: i64,
    failures: i64,
    window_start: Option<i64>,
    consecutive: i64,
    lock_count: i64,
    last_log_in_at: Option<i64>,
}

impl FromQueryResult for UserRow {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        fn get<T: TryGetable>(row: &QueryResult, pre: &str, name: &str) -> Result<T, DbErr> {
            row.try_get(pre, name)
        }
        let revision: Option<i64> = get(row, pre, "a_revision")?;
        let attempts = revision.map(|revision| {
            Ok::<_, DbErr>(AttemptsRow {
                revision,
                failures: get(row, pre, "a_failures")?,
                window_start: get(row, pre, "a_window_start")?,
                consecutive: get(row, pre, "a_consecutive")?,
                lock_count: get(row, pre, "a_lock_count")?,
                last_log_in_at: get(row, pre, "a_last_log_in_at")?,
            })
        });
        Ok(Self {
            id: get(row, pre, "id")?,
            tenant_id: get(row, pre, "tenant_id")?,
            number: get(row, pre, "number")?,
            sort_value: get(row, pre, "sort_value")?,
            version: get(row, pre, "version")?,
            status: get(row, pre, "status")?,
            kind: get(row, pre, "kind")?,
            state: get(row, pre, "state")?,
            created_at: get(row, pre, "created_at")?,
            attempts: attempts.transpose()?,
            policy_revision: get(row, pre, "policy_revision")?,
            roles_revision: get(row, pre, "roles_revision")?,
            other_admin: get(row, pre, "other_admin")?,
            seats_used: get(row, pre, "seats_used")?,
        })
    }
}

impl UserRow {
    /// The columns of `users` that are read.
    pub(crate) const COLUMNS: [Column; 8] = [
        Column::Id,
        Column::TenantId,
        Column::Number,
        Column::Version,
        Column::Status,
        Column::Kind,
        Column::State,
        Column::CreatedAt,
    ];

    /// The count of failed log-ins; nothing was counted where there is no row.
    pub(crate) fn attempts(&self) -> Result<Attempts, StoreError> {
        const TABLE: &str = "log_in_attempts";
        let Some(row) = &self.attempts else {
            return Ok(Attempts::default());
        };
        let at = |column, at: Option<i64>| at.map(|at| moment(TABLE, column, at)).transpose();
        Ok(Attempts {
            revision: count(TABLE, "revision", row.revision)?,
            failures: count(TABLE, "failures", row.failures)?,
            window_start: at("window_start", row.window_start)?,
            consecutive: count(TABLE, "consecutive", row.consecutive)?,
            lock_count: count(TABLE, "lock_count", row.lock_count)?,
            last_log_in_at: at("last_log_in_at", row.last_log_in_at)?,
        })
    }
}

/// The address in a stored state.
pub(crate) fn address(id: UserId, state: &str) -> Result<Option<EmailAddress>, StoreError> {
    let state = serde_json::from_str::<State>(state);
    let state = state.map_err(|problem| corrupt("users", &id, "state", &problem))?;
    Ok(state.profile.email)
}

/// When the open invitation in a stored state was sent.
pub(crate) fn invitation_sent_at(id: UserId, state: &str) -> Result<Option<Timestamp>, StoreError> {
    let state = serde_json::from_str::<State>(state);
    let state = state.map_err(|problem| corrupt("users", &id, "state", &problem))?;
    Ok(match state.lifecycle.invitation() {
        Some(Invitation::Open { sent_at, .. }) => Some(*sent_at),
        Some(Invitation::NotSent | Invitation::Expired { .. } | Invitation::Revoked { .. })
        | None => None,
    })
}

/// The user of a row.
pub(crate) fn user(row: &UserRow) -> Result<User, StoreError> {
    let bad = |column: &str, problem: &dyn Display| corrupt("users", &row.id, column, problem);
    let state: State =
        serde_json::from_str(&row.state).map_err(|problem| bad("state", &problem))?;
    if state.lifecycle.status().code() != row.status {
        return Err(bad("status", &"the state says otherwise"));
    }
    let parts = UserParts {
        id: UserId(row.id),
        tenant: TenantId(row.tenant_id),
        kind: Kind::from_code(&row.kind).ok_or_else(|| bad("kind", &"no such kind"))?,
        version: count("users", "version", row.version)?,
        profile: state.profile,
        lifecycle: state.lifecycle,
        credential: state.credential,
        tickets: state.tickets,
        grants: state.grants,
        organizations: state.organizations,
        anonymized_at: state.anonymized_at,
        valid_from: state.valid_from,
        valid_until: state.valid_until,
        work: state.work,
        kept_active_at: state.kept_active_at,
        created_at: moment("users", "created_at", row.created_at)?,
        created_by: state.created_by,
    };
    User::from_parts(parts).map_err(|fault| bad(fault.column, &fault.problem))
}

/// The columns that follow from the user as he is after a change; the others are left as they are.
pub(crate) fn columns(change: &Change) -> Result<ActiveModel, StoreError> {
    let user = &change.after;
    let (profile, window) = (user.profile(), user.log_in_window());
    let state = serde_json::to_string(&State::of(user))
        .map_err(|problem| corrupt("users", &user.id(), "state", &problem))?;
    let key = |text: Option<String>| Set(sort_key(&text.unwrap_or_default()));
    let text = |text: Option<&dyn ToString>| text.map(ToString::to_string);
    Ok(ActiveModel {
        version: Set(stored(user.version())),
        status: Set(user.status().code().to_owned()),
        kind: Set(user.kind().code().to_owned()),
        email_claim: Set(change.claims.email.as_deref().map(claim_key)),
        username_claim: Set(change.claims.username.as_deref().map(claim_key)),
        external_id_claim: Set(change.claims.external_id.as_deref().map(claim_key)),
        username_key: key(text(profile.username.as_ref().map(|it| it as _))),
        email_key: key(text(profile.email.as_ref().map(|it| it as _))),
        first_name_key: key(text(profile.first_name.as_ref().map(|it| it as _))),
        last_name_key: key(text(profile.last_name.as_ref().map(|it| it as _))),
        name_key: key(profile.shown_name()),
        display_name_key: key(text(profile.display_name.as_ref().map(|it| it as _))),
        phone_key: key(text(profile.phone.as_ref().map(|it| it as _))),
        external_id_key: key(text(profile.external_id.as_ref().map(|it| it as _))),
        state: Set(state),
        log_in_gate: Set(window.gate.code().to_owned()),
        log_in_from: Set(window.from.map(micros)),
        log_in_until: Set(window.until.map(micros)),
        invitation: Set(invitation(user).to_owned()),
        locked_until: Set(user
            .lockout()
            .map(|block| block.until.map_or(FOR_EVER, micros))),
        is_admin: Set(user.counts_as_admin()),
        is_picker: Set(user.work().is_picker()),
        due_at: Set(change.due_at.map(micros)),
        ..ActiveModel::default()
    })
}

/// A key that holds a claim: the folded text, or a hash where that is longer than an index takes.
pub(crate) fn claim_key(folded: &str) -> String {
    use std::fmt::Write;
    if folded.len() <= 1_000 {
        return folded.to_owned();
    }
    let mut key = "sha256:".to_owned();
    for byte in Sha256::digest(folded) {
        // Writing to a string does not fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// What a list sorts by and searches: the folded beginning, short enough for an index.
pub(crate) fn sort_key(text: &str) -> String {
    let folded = fold(text);
    let end = folded.floor_char_boundary(500);
    folded.get(..end).unwrap_or_default().to_owned()
}

/// Later than every moment: a lockout that no time ends.
const FOR_EVER: i64 = i64::MAX;

/// How the invitation stands, for the filter.
fn invitation(user: &User) -> &'static str {
    match user.lifecycle().invitation() {
        Some(Invitation::Open { .. }) => "open",
        Some(Invitation::Expired { .. }) => "expired",
        Some(Invitation::NotSent | Invitation::Revoked { .. }) | None => "",
    }
}

//! What leaves the house: the outbox, mail, and the question to the order ledger.

use super::{BoxError, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use std::collections::BTreeSet;
use tenure_domain::{
    Message, OrderHistory,
    value::{EmailAddress, MessageId, TenantId, Timestamp, UserId},
};

/// A claimed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its id; also the mail's `Message-ID`.
    pub id: MessageId,
    /// Where.
    pub tenant: TenantId,
    /// About whom.
    pub user: UserId,
    /// What.
    pub message: Message,
    /// Tries so far, without this one.
    pub attempts: u32,
    /// When it was put in.
    pub created_at: Timestamp,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Delivered.
    Sent,
    /// Not now; try again then.
    Retry {
        /// When.
        at: Timestamp,
        /// What went wrong.
        error: String,
    },
    /// Never: a person must look.
    Dead {
        /// What went wrong.
        error: String,
    },
    /// Not worth sending any more: the link in it is dead, or the user is gone.
    Cancelled {
        /// Why.
        why: String,
    },
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits, or is tried again.
    Queued,
    /// Delivered.
    Sent,
    /// Given up.
    Dead,
    /// Not worth sending any more.
    Cancelled,
}

/// A message as people see it; nothing secret is in it.
#[derive(Clone, Debug)]
pub struct OutboxEntry {
    /// Its id.
    pub id: MessageId,
    /// About whom.
    pub user: UserId,
    /// What; its address may be redacted (`None`).
    pub message: Option<Message>,
    /// What it is about, by code.
    pub about: String,
    /// Where it stands.
    pub state: OutboxState,
    /// Tries so far.
    pub attempts: u32,
    /// When it was put in.
    pub created_at: Timestamp,
    /// When it is tried next, or was settled.
    pub due_at: Timestamp,
    /// What went wrong last.
    pub last_error: Option<String>,
}

impl OutboxEntry {
    /// Does it wait, so that it can be cancelled?
    #[must_use]
    pub fn can_be_cancelled(&self) -> bool {
        self.state == OutboxState::Queued
    }

    /// Was it given up or cancelled, so that it can be sent again?
    #[must_use]
    pub fn can_be_retried(&self) -> bool {
        let rests = matches!(self.state, OutboxState::Dead | OutboxState::Cancelled);
        rests && self.message.is_some()
    }
}

/// Which messages a list shows; newest first.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct OutboxFilter {
    /// This one.
    pub id: Option<MessageId>,
    /// About this user.
    pub user: Option<UserId>,
    /// Standing there.
    pub state: Option<OutboxState>,
    /// Only messages before this one.
    pub before: Option<MessageId>,
    /// At most so many.
    pub limit: u16,
}

/// Messages on their way out.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes messages that are due, for the length of the lease. No two relays hold the same one. A later
    /// message about a user waits for the earlier ones about the same user.
    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u16,
    ) -> Result<Vec<Queued>, StoreError>;

    /// Says how a try ended, and gives the message back.
    async fn settle(
        &self,
        id: MessageId,
        settlement: &Settlement,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Messages as people see them.
    async fn entries(
        &self,
        tenant: TenantId,
        filter: &OutboxFilter,
    ) -> Result<Vec<OutboxEntry>, StoreError>;

    /// The last message about each of these users that is about this.
    async fn last(
        &self,
        tenant: TenantId,
        users: &BTreeSet<UserId>,
        about: &str,
    ) -> Result<Vec<OutboxEntry>, StoreError>;

    /// Takes a message out of the queue; one that is just being sent may leave all the same, and is sent then.
    /// `false`: there is none such.
    async fn cancel(
        &self,
        tenant: TenantId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Puts a message that is not sent back in the queue. `false`: there is none such.
    async fn requeue(
        &self,
        tenant: TenantId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError>;
}

/// A mail ready to be rendered and sent. Made when it is sent, stored nowhere.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The outbox id: receivers drop repetitions by it.
    pub id: MessageId,
    /// To whom; all get the same mail without seeing each other.
    pub to: Vec<EmailAddress>,
    /// The language to write in, where a template has it.
    pub language: Option<String>,
    /// What to write.
    pub content: MailContent,
}

/// What a mail says.
#[derive(Clone, Debug)]
pub struct MailContent {
    /// What about; one template each.
    pub about: tenure_domain::About,
    /// The tenant's name for people.
    pub system: String,
    /// The name of the user it is about, as people see it.
    pub name: String,
    /// The link, where there is one.
    pub link: Option<String>,
    /// When the link dies.
    pub expires_at: Option<Timestamp>,
    /// Until when the user is kept out, where that has an end.
    pub until: Option<Timestamp>,
}

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
}

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// It may work later.
    #[error("not delivered now: {0}")]
    Transient(#[source] BoxError),
    /// It will never work.
    #[error("refused: {0}")]
    Permanent(#[source] BoxError),
}

/// Sends mail. Only the relay calls it.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends the mail, or says whether trying again makes sense. MUST use the mail's id in its `Message-ID`.
    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError>;

    /// The mail in words, sent to nobody.
    ///
    /// # Errors
    /// [`DeliveryError::Permanent`] where it cannot be put into any.
    fn words(&self, mail: &Mail) -> Result<MailText, DeliveryError>;
}

/// Knows whether a user has orders (OB-52).
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait OrderLedger: Send + Sync {
    /// The user's history. An answer that cannot be had is an error, never a guess.
    async fn history(&self, tenant: TenantId, user: UserId) -> Result<OrderHistory, StoreError>;
}

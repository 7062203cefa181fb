//! The outbox relay: claim, send with no transaction open, settle. At least once, never silently lost.

use crate::{
    error::Error,
    ports::{
        Clock, DeliveryError, Loaded, Mail, MailContent, MailText, Mailer, Outbox, OutboxEntry,
        OutboxFilter, Queued, Settlement, UserQueries, UserStore,
    },
    queries::may_manage_outbox,
    ticket::TicketKey,
    users::store_error,
};
use std::{fmt, sync::Arc, time::Duration};
use tenure_domain::{
    About, Recipient, User,
    authority::{Actor, ActorRef, Authority, Permission},
    credential::TicketPurpose,
    value::{EmailAddress, MessageId, Span, TenantId, Timestamp},
};
use tokio::sync::{Notify, watch};

/// So many messages at a time.
const BATCH: u16 = 16;
/// A relay that dies loses its messages to others after so long.
const LEASE: Span = Span::minutes(2);
/// Nothing is tried longer than this.
const GIVE_UP: Span = Span::hours(24);
/// The pause between two looks when nobody wakes it.
const EVERY: Duration = Duration::from_secs(2);

/// Sends what is in the outbox.
#[derive(Clone)]
pub struct Relay {
    parts: Arc<RelayParts>,
}

/// What a relay is made of.
#[expect(missing_debug_implementations, reason = "ports have none")]
pub struct RelayParts {
    /// Messages.
    pub outbox: Arc<dyn Outbox>,
    /// Users.
    pub store: Arc<dyn UserStore>,
    /// Administrators.
    pub queries: Arc<dyn UserQueries>,
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The key of links.
    pub key: TicketKey,
    /// What stands before the path of a link, without a slash at its end.
    pub public_url: String,
    /// Rung when something was put in.
    pub wake: Arc<Notify>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Relay")
    }
}

/// The path of the page behind a link.
#[must_use]
pub fn link_path(purpose: TicketPurpose, token: &str) -> String {
    match purpose {
        TicketPurpose::Invitation => format!("/invite/{token}"),
        TicketPurpose::PasswordReset => format!("/password/reset/{token}"),
        TicketPurpose::EmailChange => format!("/email/confirm/{token}"),
    }
}

/// What stands in a preview for the secret part of a link.
const MASK: &str = "***";

/// A message as it would read if it were sent now.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The message.
    pub entry: OutboxEntry,
    /// To whom it goes.
    pub to: Vec<EmailAddress>,
    /// What it says; nothing where its user or its address is gone.
    pub words: Option<MailText>,
}

/// A mail, or why there is none to send.
enum Composed {
    Mail(Box<Mail>),
    Settled(Settlement),
}

impl Relay {
    /// A relay over these parts.
    #[must_use]
    pub fn new(parts: RelayParts) -> Self {
        Self {
            parts: Arc::new(parts),
        }
    }

    /// Sends everything that is due; says how many messages it looked at. The loop calls it, and so do tests.
    ///
    /// # Errors
    /// When the store cannot be reached; what was claimed comes back when its lease ends.
    pub async fn drain(&self) -> Result<usize, Error> {
        let mut seen = 0;
        loop {
            let now = self.parts.clock.now();
            let claimed = self.parts.outbox.claim(now, LEASE.after(now), BATCH).await;
            let claimed = claimed.map_err(store_error)?;
            if claimed.is_empty() {
                return Ok(seen);
            }
            seen += claimed.len();
            // All at once: one slow recipient does not delay the others.
            let mut tries = tokio::task::JoinSet::new();
            for queued in claimed {
                let this = self.clone();
                tries.spawn(async move { this.deliver(queued).await });
            }
            let mut trouble = None;
            while let Some(tried) = tries.join_next().await {
                match tried {
                    Ok(Ok(())) => {}
                    // The others are on their way; nobody breaks them off.
                    Ok(Err(error)) => trouble = Some(error),
                    Err(error) => {
                        tracing::error!(%error, "a delivery broke off; its lease will end");
                    }
                }
            }
            if let Some(error) = trouble {
                return Err(error);
            }
        }
    }

    /// Sends whenever it is woken, and every few seconds, until told to stop.
    #[expect(clippy::disallowed_methods, reason = "the relay waits")]
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            // Registered before looking, so that nothing put in between is missed.
            let woken = self.parts.wake.notified();
            if let Err(error) = self.drain().await {
                tracing::warn!(%error, "the relay could not look; it will again");
            }
            tokio::select! {
                () = woken => {}
                () = tokio::time::sleep(EVERY) => {}
                _ = stop.changed() => return,
            }
        }
    }

    async fn deliver(&self, queued: Queued) -> Result<(), Error> {
        let settlement = match self.compose(&queued).await? {
            Composed::Settled(settlement) => settlement,
            Composed::Mail(mail) => self.send(&queued, &mail).await,
        };
        match &settlement {
            Settlement::Sent | Settlement::Cancelled { .. } => {}
            Settlement::Retry { error, .. } | Settlement::Dead { error } => {
                tracing::warn!(message = %queued.id, attempts = queued.attempts, %error, "mail not sent");
            }
        }
        let now = self.parts.clock.now();
        self.parts
            .outbox
            .settle(queued.id, &settlement, now)
            .await
            .map_err(store_error)
    }

    async fn send(&self, queued: &Queued, mail: &Mail) -> Settlement {
        match self.parts.mailer.send(mail).await {
            Ok(()) => Settlement::Sent,
            Err(DeliveryError::Permanent(error)) => Settlement::Dead {
                error: error.to_string(),
            },
            Err(DeliveryError::Transient(error)) => {
                let now = self.parts.clock.now();
                let give_up = GIVE_UP.after(queued.created_at);
                let give_up = queued
                    .message
                    .expires_at
                    .map_or(give_up, |end| end.min(give_up));
                let at = back_off(queued.attempts).after(now);
                let error = error.to_string();
                if at < give_up {
                    Settlement::Retry { at, error }
                } else {
                    Settlement::Dead { error }
                }
            }
        }
    }

    async fn compose(&self, queued: &Queued) -> Result<Composed, Error> {
        let cancelled = |why: &str| {
            Ok(Composed::Settled(Settlement::Cancelled {
                why: why.to_owned(),
            }))
        };
        let now = self.parts.clock.now();
        if queued.message.expires_at.is_some_and(|end| end <= now) {
            return cancelled("the link has expired");
        }
        let loaded = self
            .parts
            .store
            .load(queued.tenant, queued.user)
            .await
            .map_err(store_error)?;
        let Some(account) = loaded else {
            return cancelled("the user is gone");
        };
        let user = &account.user;
        let (link, expires_at) = match queued.message.about.ticket() {
            None => (None, None),
            Some((purpose, serial)) => match self.link(user, purpose, serial, now) {
                Some((link, end)) => (Some(link), Some(end)),
                None => return cancelled("the link is dead already"),
            },
        };
        let to = self.recipients(&queued.message.to, &account, now).await?;
        if to.is_empty() {
            return cancelled("there is nobody to send it to");
        }
        let mail = mail(
            (queued.id, queued.message.about),
            &account,
            to,
            link,
            expires_at,
        );
        Ok(Composed::Mail(Box::new(mail)))
    }

    /// A message of the outbox as it reads, without the secret part of its link.
    ///
    /// # Errors
    /// `forbidden` without `outbox.manage` for the whole tenant; `not_found`.
    pub async fn preview(
        &self,
        tenant: TenantId,
        id: MessageId,
        actor: &Actor,
    ) -> Result<Preview, Error> {
        may_manage_outbox(actor)?;
        let filter = OutboxFilter {
            id: Some(id),
            limit: 1,
            ..OutboxFilter::default()
        };
        let entries = self.parts.outbox.entries(tenant, &filter).await;
        let entry = entries.map_err(store_error)?.pop().ok_or(Error::NotFound)?;
        let loaded = self.parts.store.load(tenant, entry.user).await;
        let (Some(account), Some(message)) = (loaded.map_err(store_error)?, &entry.message) else {
            return Ok(Preview {
                entry,
                to: Vec::new(),
                words: None,
            });
        };
        let now = self.parts.clock.now();
        let to = self.recipients(&message.to, &account, now).await?;
        let masked =
            |(purpose, _)| format!("{}{}", self.parts.public_url, link_path(purpose, MASK));
        let link = message.about.ticket().map(masked);
        let about = (id, message.about);
        let mail = mail(about, &account, to, link, message.expires_at);
        Ok(Preview {
            words: self.parts.mailer.words(&mail).ok(),
            to: mail.to,
            entry,
        })
    }

    /// The link by its serial, while it is the live one.
    fn link(
        &self,
        user: &User,
        purpose: TicketPurpose,
        serial: u32,
        now: Timestamp,
    ) -> Option<(String, Timestamp)> {
        let live = user
            .live_ticket(purpose, now)
            .filter(|live| live.serial == serial)?;
        let address = live.address.as_ref().map(EmailAddress::key);
        let token = self
            .parts
            .key
            .token(user, purpose, serial, address.as_deref());
        Some((
            format!("{}{}", self.parts.public_url, link_path(purpose, &token)),
            live.expires_at,
        ))
    }

    async fn recipients(
        &self,
        to: &Recipient,
        account: &Loaded,
        now: Timestamp,
    ) -> Result<Vec<EmailAddress>, Error> {
        let own = |user: &User| user.profile().email.clone();
        match to {
            Recipient::User => Ok(own(&account.user).into_iter().collect()),
            Recipient::Address(address) => Ok(vec![address.clone()]),
            Recipient::Administrator => {
                if let Some(inviter) = self.inviter(account, now).await? {
                    return Ok(vec![inviter]);
                }
                let admins = self.parts.queries.administrators(account.tenant.id).await;
                Ok(admins
                    .map_err(store_error)?
                    .iter()
                    .filter_map(|admin| own(&admin.user))
                    .collect())
            }
        }
    }

    /// Whoever added the user, while he can log in and may invite (P-74).
    async fn inviter(
        &self,
        account: &Loaded,
        now: Timestamp,
    ) -> Result<Option<EmailAddress>, Error> {
        let ActorRef::User(id) = account.user.created_by() else {
            return Ok(None);
        };
        let inviter = self
            .parts
            .store
            .load(account.tenant.id, *id)
            .await
            .map_err(store_error)?;
        let may = inviter.filter(|inviter| {
            let authority = Authority::of(inviter.user.grants(), &inviter.facts.roles, now);
            inviter.user.can_log_in(&inviter.tenant.policy, now)
                && authority.allows(&Permission::UsersInvite, account.user.organizations())
        });
        Ok(may.and_then(|inviter| inviter.user.profile().email.clone()))
    }
}

/// A mail about a user.
fn mail(
    (id, about): (MessageId, About),
    account: &Loaded,
    to: Vec<EmailAddress>,
    link: Option<String>,
    expires_at: Option<Timestamp>,
) -> Mail {
    let user = &account.user;
    let name = user.profile().shown_name();
    let content = MailContent {
        about,
        system: account.tenant.name.clone(),
        name: name.unwrap_or_else(|| format!("#{}", account.number)),
        link,
        expires_at,
        until: user.lifecycle().block().and_then(|block| block.until),
    };
    Mail {
        id,
        to,
        language: user.profile().language.as_ref().map(ToString::to_string),
        content,
    }
}

/// 5 s doubling to 5 min, each a little longer by chance.
fn back_off(attempts: u32) -> Span {
    let base = Span::seconds(5)
        .doubled(attempts.min(16), Span::minutes(5))
        .as_seconds();
    Span::seconds(base + rand::random_range(0..=base / 4))
}

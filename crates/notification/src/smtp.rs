//! Mail by SMTP.
//!
//! The conversation is held here and not by lettre's transport, for three reasons. lettre's asynchronous
//! transport limits the time to connect but not the time to answer; a transport whose future is dropped in the
//! middle of a conversation puts the connection back in its pool, where the next mail reads the answers meant
//! for this one; and it gives up on all recipients as soon as one is refused.

mod config;
mod failure;
mod url;

pub use config::{InvalidSmtp, SmtpConfig};

use crate::{Rendered, message::Draft, render};
use async_trait::async_trait;
use config::Security;
use failure::{Failure, Stage};
use lettre::{
    Address,
    transport::smtp::{
        authentication::DEFAULT_MECHANISMS,
        client::AsyncSmtpConnection,
        commands::{Data, Mail as MailCommand, Noop, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter, ServerInfo},
    },
};
use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tenure_domain::value::{EmailAddress, MessageId};
use tenure_service::ports::{Clock, DeliveryError, Mail, MailText, Mailer};
use tokio::time::timeout;

/// Connections that are kept for the next mail.
const KEPT: usize = 4;
/// How long they are kept.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// Mails that wait for some of their recipients; of more, the oldest are forgotten.
const PARTLY_SENT: usize = 1000;

/// Hands mails to a mail server.
///
/// All recipients of a mail are in one envelope and do not see each other. One that is refused does not hold
/// up the others: the mail goes to all that the server takes, and the error says what became of the rest. A
/// repetition after a temporary refusal goes only to those who do not have the mail yet, as long as this
/// mailer lives; after that they get it again with the same `Message-ID`.
pub struct SmtpMailer {
    config: SmtpConfig,
    hello: ClientId,
    clock: Arc<dyn Clock>,
    kept: Mutex<Vec<(Instant, AsyncSmtpConnection)>>,
    partly_sent: Mutex<BTreeMap<MessageId, Vec<EmailAddress>>>,
}

impl SmtpMailer {
    /// A mailer to this server. Connects with the first mail.
    #[must_use]
    pub fn new(config: SmtpConfig, clock: Arc<dyn Clock>) -> Self {
        Self {
            config,
            hello: ClientId::default(),
            clock,
            kept: Mutex::default(),
            partly_sent: Mutex::default(),
        }
    }

    /// One step of the conversation, within its time.
    async fn step<T>(
        &self,
        stage: Stage,
        answer: impl Future<Output = Result<T, lettre::transport::smtp::Error>> + Send,
    ) -> Result<T, Failure> {
        match timeout(self.config.timeout, answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(Failure::of(stage, &error)),
            Err(_) => Err(Failure::too_slow(self.config.timeout)),
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let config = &self.config;
        let wrapper = match &config.security {
            Security::Tls(parameters) => Some(parameters.clone()),
            Security::StartTls(_) | Security::Plain => None,
        };
        let server = (config.host.as_str(), config.port);
        let connected = AsyncSmtpConnection::connect_tokio1(
            server,
            Some(config.timeout),
            &self.hello,
            wrapper,
            None,
        );
        let mut connection = self.step(Stage::SetUp, Box::pin(connected)).await?;
        if let Security::StartTls(parameters) = &config.security {
            let upgraded = connection.starttls(parameters.clone(), &self.hello);
            self.step(Stage::SetUp, Box::pin(upgraded)).await?;
        }
        if let Some(credentials) = &config.credentials {
            let proved = connection.auth(DEFAULT_MECHANISMS, credentials);
            self.step(Stage::SetUp, proved).await?;
        }
        Ok(connection)
    }

    /// A kept connection that still answers, or a new one.
    async fn connection(&self) -> Result<AsyncSmtpConnection, Failure> {
        loop {
            let kept = lock(&self.kept).pop();
            let Some((since, mut connection)) = kept else {
                return self.connect().await;
            };
            let fresh = since.elapsed() < KEPT_FOR;
            if fresh
                && self
                    .step(Stage::SetUp, connection.command(Noop))
                    .await
                    .is_ok()
            {
                return Ok(connection);
            }
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut kept = lock(&self.kept);
        if kept.len() < KEPT {
            kept.push((Instant::now(), connection));
        }
    }

    /// The mail for these recipients, and what the server has to know of it, as far as the server takes it.
    fn write(
        &self,
        mail: &Mail,
        rendered: &Rendered,
        to: &[Address],
        server: &ServerInfo,
    ) -> Result<(Vec<u8>, Vec<MailParameter>), Failure> {
        let eight_bit = server.supports_feature(Extension::EightBitMime);
        let draft = Draft {
            id: mail.id,
            from: &self.config.from,
            to,
            rendered,
            date: self.clock.now(),
            eight_bit,
            keep_bcc: false,
        };
        let message = draft.compose();
        let bytes = message.map_err(|error| Failure::unwritable(&error))?;
        let bytes = bytes.formatted();
        let mut parameters = Vec::new();
        if to.iter().any(|address| !is_ascii(address)) {
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if eight_bit && !bytes.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok((bytes, parameters))
    }

    /// The whole conversation for these recipients. A connection on which anything went wrong is dropped.
    async fn converse(
        &self,
        mail: &Mail,
        rendered: &Rendered,
        to: &[EmailAddress],
    ) -> Result<Outcome, Failure> {
        let mut connection = self.connection().await?;
        let mut outcome = Outcome::default();
        let (mut recipients, mut addresses) = (Vec::new(), Vec::new());
        for recipient in to {
            match address(recipient, connection.server_info()) {
                Ok(address) => {
                    recipients.push(recipient);
                    addresses.push(address);
                }
                Err(failure) => outcome.refused.push(failure),
            }
        }
        if addresses.is_empty() {
            self.keep(connection);
            return Ok(outcome);
        }
        let (bytes, parameters) =
            self.write(mail, rendered, &addresses, connection.server_info())?;

        // A sender that is refused is a matter of set-up.
        let sender = self.config.from.mailbox().email.clone();
        let begin = connection.command(MailCommand::new(Some(sender), parameters));
        self.step(Stage::SetUp, begin).await?;
        for (recipient, address) in recipients.into_iter().zip(addresses) {
            let asked = connection.command(Rcpt::new(address, Vec::new()));
            match self.step(Stage::Mail, asked).await {
                Ok(_) => outcome.accepted.push(recipient.clone()),
                Err(failure) if failure.is_answer() => outcome.refused.push(failure),
                Err(failure) => return Err(failure),
            }
        }
        if outcome.accepted.is_empty() {
            return Ok(outcome);
        }
        self.step(Stage::Mail, connection.command(Data)).await?;
        // The server may look into the mail before it answers: only the whole try has an end here.
        let kept = connection.message(&bytes).await;
        kept.map_err(|error| Failure::of(Stage::Mail, &error))?;
        self.keep(connection);
        Ok(outcome)
    }

    fn remember(&self, id: MessageId, accepted: Vec<EmailAddress>) {
        let mut partly_sent = lock(&self.partly_sent);
        partly_sent.entry(id).or_default().extend(accepted);
        while partly_sent.len() > PARTLY_SENT {
            partly_sent.pop_first();
        }
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError> {
        let rendered = render(&mail.content, mail.language.as_deref(), self.clock.now())
            .map_err(|error| DeliveryError::Permanent(error.into()))?;
        let had = lock(&self.partly_sent)
            .get(&mail.id)
            .cloned()
            .unwrap_or_default();
        let mut to = mail.to.clone();
        to.retain(|address| !had.contains(address));
        if mail.to.is_empty() {
            return Err(DeliveryError::Permanent(
                "there is nobody to send it to".into(),
            ));
        }
        if to.is_empty() {
            return Ok(());
        }
        let limit = self.config.longest_try();
        let outcome = timeout(limit, Box::pin(self.converse(mail, &rendered, &to))).await;
        let outcome = outcome
            .unwrap_or_else(|_| Err(Failure::too_slow(limit)))
            .map_err(|failure| failure.into_error(&mail.content))?;
        let delivered = had.len() + outcome.accepted.len();
        let Some(failure) = Failure::to_report(outcome.refused) else {
            lock(&self.partly_sent).remove(&mail.id);
            return Ok(());
        };
        if !outcome.accepted.is_empty() {
            self.remember(mail.id, outcome.accepted);
        }
        tracing::warn!(mail = %mail.id, delivered, of = mail.to.len(), "a recipient was refused");
        Err(failure
            .but(delivered, mail.to.len())
            .into_error(&mail.content))
    }

    fn words(&self, mail: &Mail) -> Result<MailText, DeliveryError> {
        render::words(mail, self.clock.now())
    }
}

/// What the server said to each recipient.
#[derive(Default)]
struct Outcome {
    accepted: Vec<EmailAddress>,
    refused: Vec<Failure>,
}

fn address(recipient: &EmailAddress, server: &ServerInfo) -> Result<Address, Failure> {
    let address: Address = recipient
        .as_str()
        .parse()
        .map_err(|_| Failure::bad_address("the address cannot be used in mail"))?;
    if is_ascii(&address) || server.supports_feature(Extension::SmtpUtfEight) {
        Ok(address)
    } else {
        let why = "the mail server takes only addresses in plain ASCII (it has no SMTPUTF8)";
        Err(Failure::bad_address(why))
    }
}

fn is_ascii(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

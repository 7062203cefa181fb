//! Which mail server, and how safely.

use super::url::SmtpUrl;
use crate::MailFrom;
use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, TlsParameters, TlsParametersBuilder},
};
use std::{fmt, time::Duration};
use tenure_service::ports::BoxError;

const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A mail server and the sender of the mails.
#[derive(Clone)]
pub struct SmtpConfig {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    pub(super) from: MailFrom,
    pub(super) timeout: Duration,
}

/// How the way to the server is protected.
#[derive(Clone)]
pub(super) enum Security {
    /// Not at all.
    Plain,
    /// TLS after `STARTTLS`; no mail without it.
    StartTls(TlsParameters),
    /// TLS from the first byte.
    Tls(TlsParameters),
}

/// Why a mail server cannot be used as it is written. Never holds the password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSmtp {
    /// Neither of the two schemes.
    #[error(
        "The address of the mail server begins with `smtps://` (TLS at once, port 465) or `smtp://`, for example `smtp://user:password@mail.example:587?tls=required`."
    )]
    Scheme,
    /// There is no host, or it is misspelt.
    #[error("The address of the mail server needs a host, for example `smtps://mail.example`.")]
    Host,
    /// Not a port.
    #[error("`{0}` is not a port; write a number from 1 to 65535.")]
    Port(String),
    /// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
    #[error(
        "User name and password in the address of the mail server are percent-encoded: write `%40` for `@`, `%3A` for `:`, `%2F` for `/`, `%25` for `%`."
    )]
    Encoding,
    /// A user without a password or the reverse.
    #[error("The address of the mail server has a user or a password but not both.")]
    Credentials,
    /// Something that is not known.
    #[error(
        "`{0}` in the address of the mail server is not known; only `tls=required` or `tls=none` is."
    )]
    Option(String),
    /// Not encrypted, and nobody said so.
    #[error(
        "Mail holds links that open accounts. Add `?tls=required` to the address of the mail server, or `?tls=none` if the network up to it is yours alone."
    )]
    PlainToAnotherHost,
    /// A password that everybody could read.
    #[error(
        "A password is not sent without TLS to another host. Add `?tls=required` to the address of the mail server."
    )]
    PasswordInClear,
    /// TLS cannot be set up.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
}

impl SmtpConfig {
    /// How long one step of the conversation may take.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// The server at this address:
    ///
    /// | address | way |
    /// |---|---|
    /// | `smtps://user:password@host` | TLS at once, port 465 |
    /// | `smtp://user:password@host?tls=required` | TLS by `STARTTLS`, port 587; no mail without it |
    /// | `smtp://localhost:1025` | none, on this machine only, port 25 |
    /// | `smtp://host:1025?tls=none` | none, because you say so; without a password |
    ///
    /// User and password are percent-encoded and may be left out.
    ///
    /// # Errors
    /// [`InvalidSmtp`], in words for the person who wrote the address.
    pub fn new(url: &str, from: MailFrom) -> Result<Self, InvalidSmtp> {
        Self::with_roots(url, from, None)
    }

    /// The same, trusting the certificates in this PEM text beside the usual ones: the authority of your own
    /// organisation.
    ///
    /// # Errors
    /// [`InvalidSmtp`], in words for the person who wrote the address.
    pub fn trusting(url: &str, from: MailFrom, roots_pem: &[u8]) -> Result<Self, InvalidSmtp> {
        Self::with_roots(url, from, Some(roots_pem))
    }

    fn with_roots(url: &str, from: MailFrom, roots: Option<&[u8]>) -> Result<Self, InvalidSmtp> {
        let url = SmtpUrl::parse(url)?;
        let tls = || tls(&url.host, roots).map_err(|error| InvalidSmtp::Tls(error.to_string()));
        let security = match (url.wrapped, url.tls.as_deref()) {
            (true, None | Some("required")) => Security::Tls(tls()?),
            (false, Some("required")) => Security::StartTls(tls()?),
            (false, Some("none")) => Security::Plain,
            (false, None) if url.is_this_machine() => Security::Plain,
            (false, None) => return Err(InvalidSmtp::PlainToAnotherHost),
            (_, Some(other)) => return Err(InvalidSmtp::Option(format!("tls={other}"))),
        };
        let plain = matches!(security, Security::Plain);
        if plain && url.credentials.is_some() && !url.is_this_machine() {
            return Err(InvalidSmtp::PasswordInClear);
        }
        let port = url.port.unwrap_or(match security {
            Security::Plain => 25,
            Security::StartTls(_) => 587,
            Security::Tls(_) => 465,
        });
        Ok(Self {
            host: url.host,
            port,
            security,
            credentials: url
                .credentials
                .map(|(user, password)| Credentials::new(user, password)),
            from,
            timeout: Self::TIMEOUT,
        })
    }

    /// Another time for one step of the conversation.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// After this time a try has ended, however slowly the server talks. A message has to be leased for longer.
    #[must_use]
    pub fn longest_try(&self) -> Duration {
        self.timeout.saturating_mul(6)
    }
}

impl fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let security = match self.security {
            Security::Plain => "none",
            Security::StartTls(_) => "STARTTLS",
            Security::Tls(_) => "TLS",
        };
        f.debug_struct("SmtpConfig")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &security)
            .field("credentials", &self.credentials.as_ref().map(|_| "***"))
            .field("from", &self.from)
            .field("timeout", &self.timeout)
            .finish()
    }
}

fn tls(host: &str, roots: Option<&[u8]>) -> Result<TlsParameters, BoxError> {
    let mut builder = TlsParametersBuilder::new(host.to_owned());
    if let Some(pem) = roots {
        // lettre takes a text without any certificate for an empty list.
        if !pem
            .windows(CERTIFICATE.len())
            .any(|part| part == CERTIFICATE)
        {
            return Err("there is no PEM certificate in the file with trusted certificates".into());
        }
        builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
    }
    Ok(builder.build()?)
}

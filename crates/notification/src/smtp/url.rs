//! The address of a mail server, taken apart.

use super::InvalidSmtp;
use std::net::IpAddr;

/// `smtp[s]://[user:password@]host[:port][?tls=…]`
pub(super) struct SmtpUrl {
    pub(super) wrapped: bool,
    pub(super) host: String,
    pub(super) port: Option<u16>,
    pub(super) credentials: Option<(String, String)>,
    pub(super) tls: Option<String>,
}

impl SmtpUrl {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidSmtp> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(InvalidSmtp::Scheme)?;
        let wrapped = match scheme.to_ascii_lowercase().as_str() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(InvalidSmtp::Scheme),
        };
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (credentials, server) = match rest.rsplit_once('@') {
            Some((both, server)) => (Some(credentials(both)?), server),
            None => (None, rest),
        };
        let (host, port) = host_and_port(server)?;
        let tls = match query.map(|query| query.split_once('=').unwrap_or((query, ""))) {
            None => None,
            Some(("tls", value)) => Some(value.to_owned()),
            Some((name, _)) => return Err(InvalidSmtp::Option(name.to_owned())),
        };
        Ok(Self {
            wrapped,
            host,
            port,
            credentials,
            tls,
        })
    }

    /// The way to the server does not leave this machine.
    pub(super) fn is_this_machine(&self) -> bool {
        let loopback = self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        loopback || self.host.eq_ignore_ascii_case("localhost")
    }
}

fn credentials(both: &str) -> Result<(String, String), InvalidSmtp> {
    let (user, password) = both.split_once(':').ok_or(InvalidSmtp::Credentials)?;
    let (user, password) = (decode(user)?, decode(password)?);
    if user.is_empty() || password.is_empty() {
        return Err(InvalidSmtp::Credentials);
    }
    Ok((user, password))
}

fn host_and_port(server: &str) -> Result<(String, Option<u16>), InvalidSmtp> {
    let (host, port) = match server.strip_prefix('[') {
        Some(v6) => {
            let (host, rest) = v6.split_once(']').ok_or(InvalidSmtp::Host)?;
            let ip: IpAddr = host.parse().map_err(|_| InvalidSmtp::Host)?;
            let port = match rest {
                "" => None,
                rest => Some(rest.strip_prefix(':').ok_or(InvalidSmtp::Host)?),
            };
            (ip.to_string(), port)
        }
        None => match server.split_once(':') {
            Some((host, port)) => (host.to_owned(), Some(port)),
            None => (server.to_owned(), None),
        },
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.is_empty() || !host.chars().all(plain) {
        return Err(InvalidSmtp::Host);
    }
    let port = port
        .map(|port| match port.parse() {
            Ok(0) | Err(_) => Err(InvalidSmtp::Port(port.to_owned())),
            Ok(number) => Ok(number),
        })
        .transpose()?;
    Ok((host, port))
}

fn decode(text: &str) -> Result<String, InvalidSmtp> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).ok_or(InvalidSmtp::Encoding)?;
        let hex = digits.chars().all(|c| c.is_ascii_hexdigit());
        let byte = u8::from_str_radix(digits, 16).map_err(|_| InvalidSmtp::Encoding)?;
        if !hex {
            return Err(InvalidSmtp::Encoding);
        }
        bytes.push(byte);
        bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
    }
    String::from_utf8(bytes).map_err(|_| InvalidSmtp::Encoding)
}

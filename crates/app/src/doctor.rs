//! Is everything as it should be? The command line and the console ask the same questions.

pub(crate) mod database;
pub(crate) mod files;
mod premises;

pub(crate) use premises::House;

use crate::config::Config;
use std::{path::Path, time::Instant};
use tenure_domain::value::PlainPassword;
use tenure_notification::{MailFrom, SmtpConfig};
use tenure_service::{
    password::Hasher,
    ports::{Check, Clock, Scope},
    system::SystemClock,
};

/// A log-in that takes longer is felt.
const SLOW_MILLIS: u128 = 1_000;
/// The clock of a machine that says an earlier time was never set: 1 January 2026.
const BUILT: i64 = 1_767_225_600;
/// With less room than this, in MiB, the database cannot be written for long.
const SCARCE: u64 = 512;
const MIB: u64 = 1_024 * 1_024;

/// Which program it is.
pub(crate) fn version() -> Check {
    Check::ok("version", env!("CARGO_PKG_VERSION"))
}

/// Where mail goes.
pub(crate) fn mail(config: &Config, scope: Scope) -> Check {
    let Some(url) = &config.smtp.url else {
        let dir = config.data_dir.join(crate::data_dir::MAIL_DIR);
        let found = match scope {
            Scope::House => format!("no server; mails are files in {}", dir.display()),
            Scope::Tenant => "no server; mails are files".to_owned(),
        };
        return Check::warn("mail", found, "set smtp.url when people should get mail");
    };
    let server = config
        .smtp
        .from
        .parse::<MailFrom>()
        .map(|from| SmtpConfig::new(url, from));
    match (server, scope) {
        (Ok(Ok(_)), Scope::House) => Check::ok("mail", crate::config::mask(url)),
        (Ok(Ok(_)), Scope::Tenant) => Check::ok("mail", "by a mail server"),
        (Ok(Err(error)), _) => Check::fail("mail", error.to_string(), "correct smtp.url"),
        (Err(error), _) => Check::fail("mail", error.to_string(), "correct smtp.from"),
    }
}

/// Is the machine's clock set?
pub(crate) fn clock() -> Check {
    let now = SystemClock.now();
    let shown = now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    if now.timestamp() < BUILT {
        Check::fail("clock", shown, "set the machine's clock, by NTP at best")
    } else {
        Check::ok("clock", shown)
    }
}

/// How much room there is beside the data; nothing where the machine does not tell.
pub(crate) fn disk(dir: &Path) -> Option<Check> {
    let room = free_bytes(dir)? / MIB;
    let found = format!("{room} MiB free");
    Some(if room < SCARCE {
        Check::warn("disk", found, "make room, or move the data directory")
    } else {
        Check::ok("disk", found)
    })
}

#[cfg(unix)]
fn free_bytes(dir: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(dir).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// How long one log-in keeps a core busy.
pub(crate) async fn hashing(hasher: &Hasher, config: &Config) -> Check {
    let remedy = "choose other hashing settings";
    let Some(password) = PlainPassword::parse("a password nobody has") else {
        return Check::fail("hashing", "no password to try with", remedy);
    };
    let started = Instant::now();
    if let Err(error) = hasher.verify_nothing(&password).await {
        return Check::fail("hashing", error.to_string(), remedy);
    }
    let millis = started.elapsed().as_millis();
    let found = format!("{millis} ms for each password");
    if millis > SLOW_MILLIS {
        Check::warn(
            "hashing",
            found,
            "a smaller line of OWASP's table, or a faster machine",
        )
    } else if !config.hashing.is_strong() {
        Check::warn(
            "hashing",
            found,
            "hashing.weak_for_tests is on; turn it off",
        )
    } else {
        Check::ok("hashing", found)
    }
}

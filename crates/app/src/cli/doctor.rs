//! `doctor`: one line for each thing that can be wrong, and what to do. It changes nothing.

mod database;
mod files;

use super::{Common, Outcome};
use crate::{config::Config, output};
use clap::Args;
use serde::Serialize;
use std::{fmt, time::Instant};
use tenure_domain::value::PlainPassword;
use tenure_notification::{MailFrom, SmtpConfig};
use tenure_service::{password::Hasher, ports::Clock, system::SystemClock};

/// A log-in that takes longer is felt.
const SLOW_MILLIS: u128 = 1_000;
/// The clock of a machine that says an earlier time was never set: 1 January 2026.
const BUILT: i64 = 1_767_225_600;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure doctor
  tenure doctor --json --data /var/lib/tenure

Exit code 1 if a check fails; warnings do not count.")]
pub(super) struct DoctorArgs {
    /// For programs
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

/// What one look found.
#[derive(Clone, Debug, Serialize)]
struct Check {
    name: &'static str,
    verdict: Verdict,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Check {
    fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            verdict: Verdict::Ok,
            found: found.into(),
            remedy: None,
        }
    }

    fn warn(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warn,
            remedy: Some(remedy.into()),
            ..Self::ok(name, found)
        }
    }

    fn fail(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Fail,
            remedy: Some(remedy.into()),
            ..Self::ok(name, found)
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok  ",
            Verdict::Warn => "warn",
            Verdict::Fail => "fail",
        };
        write!(f, "{verdict}  {}: {}", self.name, self.found)?;
        match &self.remedy {
            Some(remedy) => write!(f, " – {remedy}"),
            None => Ok(()),
        }
    }
}

pub(super) async fn run(common: &Common, args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let sources = common.sources(Vec::new());
    let mut checks = Vec::new();
    match sources.read() {
        Ok(config) => {
            checks.push(Check::ok("configuration", "usable"));
            checks.extend(files::config_file(&sources));
            checks.extend(files::data_dir(&config));
            checks.extend(database::look(&config).await);
            checks.push(mail(&config));
            checks.push(clock());
            checks.push(hashing(&config).await);
        }
        Err(faults) => {
            let found = faults.0.join("; ");
            let remedy = "correct the settings; see tenure config print";
            checks.push(Check::fail("configuration", found, remedy));
        }
    }
    let sound = checks.iter().all(|check| check.verdict != Verdict::Fail);
    if args.json {
        output::json(&serde_json::json!({ "ok": sound, "checks": checks }))?;
    } else {
        for check in &checks {
            output::line(&check.to_string())?;
        }
    }
    Ok(if sound {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn mail(config: &Config) -> Check {
    let Some(url) = &config.smtp.url else {
        let dir = config.data_dir.join(crate::data_dir::MAIL_DIR);
        let found = format!("no server; mails are files in {}", dir.display());
        return Check::warn("mail", found, "set smtp.url when people should get mail");
    };
    let server = config
        .smtp
        .from
        .parse::<MailFrom>()
        .map(|from| SmtpConfig::new(url, from));
    match server {
        Ok(Ok(_)) => Check::ok("mail", crate::config::mask(url)),
        Ok(Err(error)) => Check::fail("mail", error.to_string(), "correct smtp.url"),
        Err(error) => Check::fail("mail", error.to_string(), "correct smtp.from"),
    }
}

fn clock() -> Check {
    let now = SystemClock.now();
    let shown = now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    if now.timestamp() < BUILT {
        Check::fail("clock", shown, "set the machine's clock, by NTP at best")
    } else {
        Check::ok("clock", shown)
    }
}

/// How long one log-in keeps a core busy.
async fn hashing(config: &Config) -> Check {
    let remedy = "choose other hashing settings";
    let hasher = match Hasher::start(config.hashing) {
        Ok(hasher) => hasher,
        Err(error) => return Check::fail("hashing", error.to_string(), remedy),
    };
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

//! `doctor`: one line for each thing that can be wrong, and what to do. It changes nothing.

use super::{Common, Outcome};
use crate::{config::Config, doctor, output};
use clap::Args;
use tenure_service::{
    password::Hasher,
    ports::{Check, Scope, Verdict},
};

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

pub(super) async fn run(common: &Common, args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let sources = common.sources(Vec::new());
    let mut checks = vec![doctor::version()];
    match sources.read() {
        Ok(config) => {
            checks.push(Check::ok("configuration", "usable"));
            checks.extend(doctor::files::config_file(&sources));
            checks.extend(doctor::files::data_dir(&config));
            checks.extend(doctor::disk(&config.data_dir));
            checks.extend(doctor::database::look(&config).await);
            checks.push(doctor::mail(&config, Scope::House));
            checks.push(doctor::clock());
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

async fn hashing(config: &Config) -> Check {
    match Hasher::start(config.hashing) {
        Ok(hasher) => doctor::hashing(&hasher, config).await,
        Err(error) => {
            let remedy = "choose other hashing settings";
            Check::fail("hashing", error.to_string(), remedy)
        }
    }
}

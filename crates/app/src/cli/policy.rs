//! `policy`: a tenant's rules, shown, checked and changed.

use super::{Common, Outcome, Usage, explain};
use crate::{
    App, operator,
    output::{self, Format},
    wiring::DEFAULT_TENANT,
};
use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tenure_domain::{PolicyChanged, Violation, policy::presets};
use tenure_service::policies::{Rules, RulesChanged};

#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// Show a tenant's rules
    #[command(after_help = "Examples:
  tenure policy show
  tenure policy show --tenant shop --json > rules.json")]
    Show(ShowArgs),
    /// Give a tenant other rules, as a whole or not at all
    #[command(after_help = "Examples:
  tenure policy set --preset hesh
  tenure policy show --json > rules.json, edit it, then: tenure policy set rules.json --tenant shop

They hold from the next request on, in every server on the same database.")]
    Set(SetArgs),
    /// Say everything that is wrong with rules in a file; no database is needed
    #[command(after_help = "Example:\n  tenure policy check rules.json")]
    Check {
        /// A complete policy as JSON, or what `tenure policy show --json` prints
        file: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// The tenant
    #[arg(long, value_name = "SLUG", default_value = DEFAULT_TENANT)]
    tenant: String,
    /// For programs, and to edit
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(super) struct SetArgs {
    #[command(flatten)]
    source: Source,
    /// The tenant
    #[arg(long, value_name = "SLUG", default_value = DEFAULT_TENANT)]
    tenant: String,
}

/// Where rules come from.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Source {
    /// A complete policy as JSON, or what `tenure policy show --json` prints
    file: Option<PathBuf>,
    /// A preset's name
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure tenant set-policy shop --preset hesh
  tenure tenant set-policy shop rules.json")]
pub(super) struct SetPolicyArgs {
    /// The tenant
    slug: String,
    #[command(flatten)]
    source: Source,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  tenure tenant list --json")]
pub(super) struct ListArgs {
    /// For programs
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(common: &Common, command: PolicyCommand) -> anyhow::Result<Outcome> {
    match command {
        PolicyCommand::Show(args) => show(common, &args).await,
        PolicyCommand::Set(args) => set(common, &args.tenant, &args.source).await,
        PolicyCommand::Check { file } => {
            let rules = read(&file)?;
            output::note(&format!("the rules are usable ({})", rules.preset));
            Ok(Outcome::Done)
        }
    }
}

pub(super) async fn set_of_tenant(
    common: &Common,
    args: &SetPolicyArgs,
) -> anyhow::Result<Outcome> {
    set(common, &args.slug, &args.source).await
}

pub(super) async fn list_tenants(common: &Common, args: &ListArgs) -> anyhow::Result<Outcome> {
    let app = App::to_look(common.configure_quietly(Vec::new())?).await?;
    let tenants = app.policies().tenants().await;
    app.store().close().await?;
    let tenants = tenants.map_err(|error| explain(&error))?;
    if args.json {
        let rows = tenants.iter().map(|tenant| {
            json!({
                "id": tenant.id, "slug": tenant.slug, "name": tenant.name, "preset": tenant.preset,
                "policy_revision": tenant.policy_revision, "users": tenant.users,
                "created_at": tenant.created_at,
            })
        });
        output::json(&rows.collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    let rows = tenants.into_iter().map(|tenant| {
        let (revision, users) = (tenant.policy_revision, tenant.users);
        let made = tenant.created_at.format("%Y-%m-%d").to_string();
        let counts = (revision.to_string(), users.to_string());
        [
            tenant.slug,
            tenant.name,
            tenant.preset,
            counts.0,
            counts.1,
            made,
        ]
    });
    let head = [
        "slug",
        "name",
        "preset",
        "policy_revision",
        "users",
        "created",
    ];
    output::rows(Format::Table, head, &rows.collect::<Vec<_>>())?;
    Ok(Outcome::Done)
}

async fn show(common: &Common, args: &ShowArgs) -> anyhow::Result<Outcome> {
    let app = App::to_look(common.configure_quietly(Vec::new())?).await?;
    let tenant = app.users().tenant_by_slug(&args.tenant).await;
    app.store().close().await?;
    let tenant = tenant.map_err(|_| no_such_tenant(&args.tenant))?;
    if args.json {
        output::json(&json!({
            "preset": tenant.preset,
            "revision": tenant.policy_revision,
            "policy": &*tenant.policy,
        }))?;
        return Ok(Outcome::Done);
    }
    let settings = tenant.policy.settings().into_iter();
    let rows = settings.map(|(setting, value)| [setting, told(&value)]);
    output::rows(
        Format::Table,
        ["setting", "value"],
        &rows.collect::<Vec<_>>(),
    )?;
    let (preset, revision) = (&tenant.preset, tenant.policy_revision);
    output::note(&format!("preset {preset}, revision {revision}"));
    Ok(Outcome::Done)
}

async fn set(common: &Common, slug: &str, source: &Source) -> anyhow::Result<Outcome> {
    let rules = rules(source)?;
    let app = App::on_what_is_there(common.configure_quietly(Vec::new())?).await?;
    let changed = change(&app, slug, &rules).await;
    app.store().close().await?;
    let RulesChanged { tenant, change } = changed?;
    match change {
        Some(change) => print(&change)?,
        None => output::note("nothing changed: the tenant has these rules already"),
    }
    let (preset, revision) = (&tenant.preset, tenant.policy_revision);
    output::note(&format!("{slug}: preset {preset}, revision {revision}"));
    Ok(Outcome::Done)
}

async fn change(app: &App, slug: &str, rules: &Rules) -> anyhow::Result<RulesChanged> {
    let tenant = app.users().tenant_by_slug(slug).await;
    let tenant = tenant.map_err(|_| no_such_tenant(slug))?;
    // Only on top of what is there at this moment, as anybody else.
    let expect = u64::try_from(tenant.policy_revision).ok();
    let actor = operator::actor();
    let policies = app.policies();
    let changed = policies.change(tenant.id, rules, expect, &actor).await;
    changed.map_err(|error| explain(&error))
}

fn print(change: &PolicyChanged) -> anyhow::Result<()> {
    let rows = change.settings.iter().map(|setting| {
        let (from, to) = (told(&setting.from), told(&setting.to));
        [setting.setting.clone(), from, to]
    });
    output::rows(
        Format::Table,
        ["setting", "before", "after"],
        &rows.collect::<Vec<_>>(),
    )
}

fn rules(source: &Source) -> anyhow::Result<Rules> {
    match (&source.file, &source.preset) {
        (Some(file), _) => read(file),
        (None, Some(name)) => Rules::preset(name).map_err(|_| {
            let names = presets::ALL.iter().map(|(name, _)| *name);
            let names = names.collect::<Vec<_>>().join(", ");
            Usage(format!("there is no preset {name:?}; there is: {names}")).into()
        }),
        (None, None) => Err(Usage("name a file or a preset".to_owned()).into()),
    }
}

fn read(file: &Path) -> anyhow::Result<Rules> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {shown}"))?;
    let value: Value =
        serde_json::from_str(&text).with_context(|| format!("{shown} is not JSON"))?;
    Rules::written(&unwrapped(value), None).map_err(|wrong| {
        let lines = wrong.iter().map(|wrong| format!("\n  {}", sentence(wrong)));
        anyhow!("{shown} holds no usable rules{}", lines.collect::<String>())
    })
}

/// The policy within what `policy show --json` prints. Its name does not count: the rules in it may have been
/// changed since, and then they are called by what they are.
fn unwrapped(mut value: Value) -> Value {
    let policy = value.get_mut("policy").map(Value::take);
    policy.unwrap_or(value)
}

fn sentence(wrong: &Violation) -> String {
    let path = wrong.pointer.trim_start_matches("/policy");
    let path = path.trim_start_matches('/').replace('/', ".");
    let message = &wrong.message;
    // A contradiction names its settings itself.
    if path.is_empty() || message.starts_with(&path) {
        message.clone()
    } else {
        format!("{path}: {message}")
    }
}

/// A value in a table: texts without their quotes.
fn told(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.is_null() => "-".to_owned(),
        None => value.to_string(),
    }
}

fn no_such_tenant(slug: &str) -> anyhow::Error {
    anyhow!("there is no tenant {slug:?}")
}

#[cfg(test)]
mod tests {
    use super::{Value, read};
    use serde_json::json;
    use std::fs;
    use tenure_domain::policy::presets;

    fn read_back(value: &Value) -> Result<String, String> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("rules.json");
        fs::write(&file, value.to_string()).unwrap();
        let rules = read(&file);
        rules
            .map(|rules| rules.preset)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn rules_are_read_bare_or_as_they_are_shown() {
        let policy = serde_json::to_value(presets::chord()).unwrap();
        assert_eq!(read_back(&policy).unwrap(), "chord");
        let mut shown = json!({"preset": "chord", "revision": 3, "policy": policy});
        assert_eq!(read_back(&shown).unwrap(), "chord");
        shown["policy"]["list"]["page_size"] = json!(7);
        assert_eq!(read_back(&shown).unwrap(), "custom");
    }

    #[test]
    fn every_fault_of_a_file_is_a_line_that_begins_with_its_setting() {
        let mut policy = serde_json::to_value(presets::standard()).unwrap();
        policy["removal"]["mode"] = json!("vaporise");
        policy["weather"] = json!({});
        let told = read_back(&policy).unwrap_err();
        assert!(told.contains("\n  removal.mode: This is not"), "{told}");
        assert!(
            told.contains("\n  weather: There is no such setting."),
            "{told}"
        );
        let mut policy = serde_json::to_value(presets::standard()).unwrap();
        policy["list"]["page_size"] = json!(0);
        let told = read_back(&policy).unwrap_err();
        assert!(
            told.ends_with("\n  list.page_size: A page holds 1 to 200 users."),
            "{told}"
        );
    }
}

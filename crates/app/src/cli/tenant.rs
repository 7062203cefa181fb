//! `tenant`: further order management systems with rules of their own.

use super::{Common, Outcome, Usage, explain, password, policy};
use crate::{App, operator, output, wiring};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use tenure_domain::{
    Kind, Profile, Rejection,
    authority::Grant,
    value::{EmailAddress, PasswordContext, PersonName, PlainPassword, Username},
};
use tenure_service::{
    ports::UserQueries,
    system::TimeOrderedIds,
    users::{Done, FirstCredential, NewUser},
};

#[derive(Debug, Subcommand)]
pub(super) enum TenantCommand {
    /// Make a tenant with its first administrator
    Create(CreateArgs),
    /// List the tenants
    List(policy::ListArgs),
    /// Give a tenant other rules
    SetPolicy(policy::SetPolicyArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  tenure tenant create shop --preset standard --admin-email ana@example.com --admin-password-stdin < secret

The administrator logs in with the user name where these rules have users log in so and one is given, else with the
e-mail address. Requests name a tenant by the header `Tenure-Tenant: shop` or by a host name in `server.hosts`.")]
pub(super) struct CreateArgs {
    /// The name in addresses and headers: small letters, digits and hyphens
    slug: String,
    /// The rules to begin with
    #[arg(long, value_name = "NAME")]
    preset: String,
    /// The first administrator's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    admin_email: String,
    /// A user name for the first administrator, where users of these rules have one
    #[arg(long, value_name = "NAME")]
    admin_username: Option<String>,
    /// The first administrator's name, where users of these rules have one
    #[arg(long, value_name = "NAME")]
    admin_name: Option<String>,
    /// Read the first administrator's password from standard input
    #[arg(long, required = true)]
    admin_password_stdin: bool,
}

pub(super) async fn run(common: &Common, command: TenantCommand) -> anyhow::Result<Outcome> {
    match command {
        TenantCommand::Create(args) => make(common, args).await,
        TenantCommand::List(args) => policy::list_tenants(common, &args).await,
        TenantCommand::SetPolicy(args) => policy::set_of_tenant(common, &args).await,
    }
}

async fn make(common: &Common, args: CreateArgs) -> anyhow::Result<Outcome> {
    if !is_slug(&args.slug) {
        let hint = "a tenant's name has 1 to 63 small letters, digits and hyphens, and begins with a letter";
        return Err(Usage(hint.to_owned()).into());
    }
    let profile = profile(&args)?;
    debug_assert!(args.admin_password_stdin, "clap requires it");
    let password = password::from_stdin()?;
    // Before there is anything that would be left behind.
    let rules = wiring::rules(&args.preset)?.credential.password;
    let email = profile.email.iter().map(EmailAddress::local_part);
    let words = PasswordContext::new(["tenure", &args.slug].into_iter().chain(email));
    if let Err(weak) = rules.accept(password.clone(), &words) {
        return Err(explain(&Rejection::from(weak).into()));
    }
    let app = App::build(common.configure_quietly(Vec::new())?).await?;
    let made = create(&app, &args, profile, password).await;
    app.store().close().await?;
    let Done { account, .. } = made?;
    let tenant = &account.tenant;
    output::line(&format!("{}  {}", tenant.slug, tenant.id))?;
    let log_ins = account.user.profile().log_ins(&tenant.policy.identity);
    output::note(&format!(
        "Log in as {} with the header `Tenure-Tenant: {slug}`, or on the page /login?tenant={slug}",
        log_ins.join(" or "),
        slug = tenant.slug
    ));
    Ok(Outcome::Done)
}

fn profile(args: &CreateArgs) -> anyhow::Result<Profile> {
    let username = args.admin_username.as_deref().map(Username::parse);
    let name = args.admin_name.as_deref().map(PersonName::parse);
    Ok(Profile {
        email: Some(EmailAddress::parse(&args.admin_email).context("--admin-email")?),
        username: username.transpose().context("--admin-username")?,
        display_name: name.transpose().context("--admin-name")?,
        ..Profile::default()
    })
}

/// A tenant that was left without an administrator by an earlier try gets one now.
async fn create(
    app: &App,
    args: &CreateArgs,
    profile: Profile,
    password: PlainPassword,
) -> anyhow::Result<Done> {
    let ids = TimeOrderedIds::default();
    let store = app.store();
    let clock = app.users().clock();
    let tenant = wiring::ensure_tenant(store, &args.slug, &args.preset, &ids, clock).await?;
    if !store.administrators(tenant.id).await?.is_empty() {
        bail!("the tenant {:?} exists already", args.slug);
    }
    let admin = NewUser {
        kind: Kind::Person,
        profile,
        credential: FirstCredential::Bootstrap(password),
        organizations: BTreeSet::new(),
        facilities: BTreeSet::new(),
        grants: vec![Grant::system_admin()?],
        valid_from: None,
        valid_until: None,
        access: tenure_domain::FirstAccess::Given,
    };
    let made = app
        .users()
        .register(&tenant, operator::actor(), admin, None);
    made.await
        .map_err(|error| explain(&error))
        .with_context(|| {
            format!(
                "the tenant {:?} has no administrator yet; run the command again",
                args.slug
            )
        })
}

fn is_slug(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=63).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn a_tenants_name_fits_into_addresses() {
        for slug in ["a", "shop", "shop-2"] {
            assert!(is_slug(slug), "{slug}");
        }
        for slug in ["", "Shop", "2shop", "shop-", "shop.x", &"a".repeat(64)] {
            assert!(!is_slug(slug), "{slug}");
        }
    }
}

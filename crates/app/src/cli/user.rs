//! `user`: the same use cases as the API, for whoever runs the server.

mod create;
mod find;
mod help;
mod list;
mod view;

use super::{Common, Outcome, password::PasswordSource};
use crate::{App, output::Format};
use clap::{Args, Subcommand};
use std::sync::Arc;
use tenure_service::ports::Tenant;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure user create --email ana@example.com --first-name Ana --admin
  tenure user create --email ben@example.com --invite
  tenure user list --status active --format csv
  tenure user show US12
  tenure user unlock ana@example.com
  tenure user set-password ana@example.com
  tenure user grant-admin ben@example.com

A user is named by id, number, e-mail address or user name. What is done here stands in the audit
trail as done by cli:<your name>.")]
pub(super) struct UserArgs {
    /// The tenant
    #[arg(long, global = true, value_name = "SLUG", default_value = crate::wiring::DEFAULT_TENANT)]
    tenant: String,
    /// The form of what is printed
    #[arg(long, global = true, value_enum, default_value = "table")]
    format: Format,
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a user with a password, or with an invitation by mail
    Create(create::CreateArgs),
    /// List users
    List(list::ListArgs),
    /// Show one user
    Show(Named),
    /// Let a user in again who is locked out or blocked
    Unlock(Named),
    /// Give a user a new password
    SetPassword(help::SetPasswordArgs),
    /// Make a user a system administrator
    GrantAdmin(Named),
}

/// One user.
#[derive(Args, Debug)]
struct Named {
    /// Id, number, e-mail address or user name
    user: String,
}

/// Where a command works.
struct Desk {
    app: App,
    tenant: Arc<Tenant>,
    format: Format,
}

pub(super) async fn run(common: &Common, args: UserArgs) -> anyhow::Result<Outcome> {
    let config = common.configure_quietly(Vec::new())?;
    let app = match &args.command {
        UserCommand::Create(_) => App::build(config).await?,
        UserCommand::List(_) | UserCommand::Show(_) => App::to_look(config).await?,
        UserCommand::Unlock(_) | UserCommand::SetPassword(_) | UserCommand::GrantAdmin(_) => {
            App::on_what_is_there(config).await?
        }
    };
    let tenant = app.users().tenant_by_slug(&args.tenant).await;
    let Ok(tenant) = tenant else {
        anyhow::bail!("there is no tenant {:?}", args.tenant);
    };
    let desk = Desk {
        app,
        tenant,
        format: args.format,
    };
    let outcome = match args.command {
        UserCommand::Create(args) => desk.create(args).await,
        UserCommand::List(args) => desk.list(args).await,
        UserCommand::Show(named) => desk.show(&named.user).await,
        UserCommand::Unlock(named) => desk.unlock(&named.user).await,
        UserCommand::SetPassword(args) => desk.set_password(args).await,
        UserCommand::GrantAdmin(named) => desk.grant_admin(&named.user).await,
    };
    desk.app.store().close().await?;
    outcome.map(|()| Outcome::Done)
}

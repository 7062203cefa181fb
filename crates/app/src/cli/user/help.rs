//! Help for users who cannot get in, and the administrator's role.

use super::{Desk, PasswordSource};
use crate::{cli::explain, operator, output};
use clap::Args;
use tenure_domain::{Action, authority::Grant, value::UserId};
use tenure_service::{ports::Loaded, users::Terms};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure user set-password ana@example.com
  tenure user set-password US12 --temporary --password-file /run/secrets/new")]
pub(super) struct SetPasswordArgs {
    /// Id, number, e-mail address or user name
    user: String,
    /// The password must be changed at the next log-in
    #[arg(long)]
    temporary: bool,
    #[command(flatten)]
    password: PasswordSource,
}

impl Desk {
    pub(super) async fn show(&self, typed: &str) -> anyhow::Result<()> {
        self.print(&self.find(typed).await?)
    }

    pub(super) async fn unlock(&self, typed: &str) -> anyhow::Result<()> {
        let account = self.find(typed).await?;
        let failures = account.attempts.counted(
            account.tenant.policy.lockout.window,
            self.app.users().clock().now(),
        );
        let before = account.user.version();
        let account = self.execute(account.user.id(), Action::Unblock).await?;
        if account.user.version() == before {
            output::note(&format!(
                "the user was neither locked out nor blocked; {failures} failed log-in(s) count at present"
            ));
        }
        self.print(&account)
    }

    pub(super) async fn set_password(&self, args: SetPasswordArgs) -> anyhow::Result<()> {
        let user = self.find(&args.user).await?.user.id();
        let password = args.password.read()?;
        let (users, tenant, actor) = (self.app.users(), self.tenant.id, operator::actor());
        let done = if args.temporary {
            users
                .set_temporary_password(tenant, user, actor, password, Some(true), Terms::default())
                .await
        } else {
            users
                .set_password(tenant, user, actor, password, Terms::default())
                .await
        };
        let account = done.map_err(|error| explain(&error))?.account;
        let now = users.clock().now();
        if account
            .user
            .must_change_password(&account.tenant.policy, now)
        {
            output::note("the password must be changed at the next log-in");
        }
        self.print(&account)
    }

    pub(super) async fn grant_admin(&self, typed: &str) -> anyhow::Result<()> {
        let user = self.find(typed).await?.user.id();
        let grant = Action::GrantRole(Grant::system_admin()?);
        let account = self.execute(user, grant).await?;
        if !account.user.counts_as_admin() {
            let note = "the user holds the role, but counts as an administrator only with a password of his own, \
                        active and without an end of validity";
            output::note(note);
        }
        self.print(&account)
    }

    async fn execute(&self, user: UserId, action: Action) -> anyhow::Result<Loaded> {
        let users = self.app.users();
        let command = users.command(operator::actor(), action);
        let done = users.execute(self.tenant.id, user, command, None).await;
        Ok(done.map_err(|error| explain(&error))?.account)
    }
}

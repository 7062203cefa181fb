//! What people do themselves.

use super::{World, as_actor, step::desk};
use crate::{cli::explain, seed::plan::Own};
use anyhow::Context;
use tenure_domain::{
    Action, ProfileChange,
    credential::TicketPurpose,
    value::{Phone, PlainPassword, Span},
};
use tenure_service::{
    Error,
    ports::Clock,
    sessions::{LogIn, Origin as Client},
};

/// What people log in with.
const BROWSERS: &[&str] = &[
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
];

impl World<'_> {
    pub(super) async fn by_oneself(
        &mut self,
        whose: usize,
        who: usize,
        step: Own,
    ) -> anyhow::Result<()> {
        match step {
            Own::Accept => {
                let account = self.account(whose, who).await?;
                let users = self.app.users();
                let token = users.link_token(&account.user, TicketPurpose::Invitation);
                let token = token.context("the invitation is over")?;
                let names = ProfileChange::default();
                let accepted = users.accept_invitation(&token, self.password.clone(), names, None);
                accepted.await.map_err(|error| explain(&error))?;
            }
            Own::Settle => self.settle_password(whose, who).await?,
            Own::LogIn => {
                self.log_in(whose, who, self.password.clone()).await?;
            }
            Own::Mistype(times) => {
                for _ in 0..times {
                    let wrong = PlainPassword::parse("not the one it is, sorry");
                    self.log_in(whose, who, wrong.context("empty")?).await?;
                    let now = Span::seconds(4).after(self.clock.now());
                    self.clock.walk_to(now);
                }
            }
            Own::Forget => {
                let tenant = self.tenancy(whose)?.tenant.clone();
                let login = self.login(whose, who)?;
                self.app.users().request_reset(&tenant, &login).await?;
            }
            Own::Phone => {
                let number = format!("+1 202 555 {:04}", self.chance.between(100, 199));
                let change = ProfileChange {
                    phone: Some(Some(Phone::parse(&number)?)),
                    ..ProfileChange::default()
                };
                let actor = as_actor(&self.account(whose, who).await?, self.clock.now());
                let action = Action::UpdateProfile(Box::new(change));
                self.execute(whose, who, actor, action).await?;
            }
        }
        Ok(())
    }

    fn login(&self, whose: usize, who: usize) -> anyhow::Result<String> {
        let profile = &self.member(whose, who)?.profile;
        let identity = &self.tenancy(whose)?.tenant.policy.identity;
        profile
            .log_ins(identity)
            .pop()
            .context("nothing to log in with")
    }

    /// Whether it succeeds is for the rules to say.
    async fn log_in(
        &mut self,
        whose: usize,
        who: usize,
        password: PlainPassword,
    ) -> anyhow::Result<Option<String>> {
        let user_agent = self.chance.pick(BROWSERS).to_owned();
        let attempt = LogIn {
            tenant: self.tenancy(whose)?.tenant.id,
            login: self.login(whose, who)?,
            password,
            origin: Client {
                ip: desk(who).ip,
                user_agent: Some(user_agent),
            },
        };
        match self.app.sessions().log_in(attempt).await {
            Ok(_) | Err(Error::LogInFailed { .. } | Error::AuthorizationFailure) => Ok(None),
            Err(Error::PasswordChangeRequired { change_token }) => Ok(Some(change_token)),
            Err(error) => Err(explain(&error)),
        }
    }

    async fn settle_password(&mut self, whose: usize, who: usize) -> anyhow::Result<()> {
        let token = self.log_in(whose, who, self.temporary.clone()).await?;
        let token = token.context("the temporary password need not be changed")?;
        let users = self.app.users();
        let changed = users.change_by_token(&token, self.password.clone()).await;
        changed.map(drop).map_err(|error| explain(&error))
    }
}

//! First run: a link, or a configured account, for the first administrator. Never a default password.

use crate::{App, config::Bootstrap};
use anyhow::{Context, anyhow};
use std::{collections::BTreeSet, fs};
use tenure_domain::{
    Kind, Profile,
    authority::{Actor, Grant},
    value::{EmailAddress, PlainPassword},
};
use tenure_service::{
    Error,
    ports::{Claim, UserQueries},
    setup::SETUP_LINK,
    users::{FirstCredential, NewUser},
};
use zeroize::Zeroizing;

impl App {
    /// Does somebody exist who can log in and administer the default tenant?
    pub(crate) async fn has_administrator(&self) -> anyhow::Result<bool> {
        let administrators = self.store().administrators(self.tenant().id).await;
        Ok(!administrators?.is_empty())
    }

    /// A fresh link for the first administrator; none once there is one.
    pub(crate) async fn setup_link(&self) -> anyhow::Result<Option<String>> {
        let token = self.users().issue_setup_token(self.tenant().id).await?;
        let url = self.config().public_url();
        Ok(token.map(|token| format!("{url}/setup?token={token}")))
    }

    /// What to tell whoever starts a server that nobody administers yet.
    pub(crate) async fn first_steps(&self) -> anyhow::Result<Option<String>> {
        if let Some(bootstrap) = &self.config().bootstrap
            && !self.has_administrator().await?
        {
            self.bootstrap(bootstrap).await?;
            return Ok(None);
        }
        let minutes = SETUP_LINK.as_seconds() / 60;
        let link = self.setup_link().await?;
        Ok(link.map(|link| {
            format!(
                "Create the first administrator: {link} (valid {minutes} minutes; a new one: tenure setup-link)"
            )
        }))
    }

    /// Makes the configured account. Its password comes from a file and must be changed.
    async fn bootstrap(&self, bootstrap: &Bootstrap) -> anyhow::Result<()> {
        let file = bootstrap.password_file.display();
        let text = fs::read_to_string(&bootstrap.password_file)
            .with_context(|| format!("cannot read bootstrap.password_file {file}"))?;
        let text = Zeroizing::new(text);
        let password = PlainPassword::parse(text.trim_end_matches(['\r', '\n']))
            .ok_or_else(|| anyhow!("{file}: the password is empty or too long"))?;
        let wish = NewUser {
            kind: Kind::Person,
            profile: Profile {
                email: Some(EmailAddress::parse(&bootstrap.email)?),
                ..Profile::default()
            },
            credential: FirstCredential::TemporaryPassword(password),
            organizations: BTreeSet::new(),
            grants: vec![Grant::system_admin()?],
            valid_from: None,
            valid_until: None,
        };
        let actor = Actor::Operator {
            name: "bootstrap".to_owned(),
        };
        match self
            .users()
            .register(self.tenant(), actor, wish, None)
            .await
        {
            Ok(_) => {
                tracing::info!("made the configured administrator; the password must be changed");
                Ok(())
            }
            // Made at an earlier start; the password was not changed yet.
            Err(Error::Taken(Claim::Email)) => Ok(()),
            Err(error) => Err(crate::cli::explain(&error)).context("bootstrap"),
        }
    }
}

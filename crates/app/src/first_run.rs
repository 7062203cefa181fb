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
    ports::{Claim, LogInStore, TypedLogin, UserKey, UserQueries},
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
            && self.bootstrap(bootstrap).await?
        {
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

    /// Makes the configured account, unless it is there. Its password comes from a file and must be changed.
    /// Can it be used?
    async fn bootstrap(&self, bootstrap: &Bootstrap) -> anyhow::Result<bool> {
        let file = bootstrap.password_file.display();
        let text = fs::read_to_string(&bootstrap.password_file)
            .with_context(|| format!("cannot read bootstrap.password_file {file}"))?;
        let text = Zeroizing::new(text);
        let password = PlainPassword::parse(text.trim_end_matches(['\r', '\n']))
            .ok_or_else(|| anyhow!("{file}: the password is empty or too long"))?;
        let email = EmailAddress::parse(&bootstrap.email)?;
        let wish = NewUser {
            kind: Kind::Person,
            profile: Profile {
                email: Some(email.clone()),
                ..Profile::default()
            },
            credential: FirstCredential::TemporaryPassword(password),
            organizations: BTreeSet::new(),
            facilities: BTreeSet::new(),
            grants: vec![Grant::system_admin()?],
            valid_from: None,
            valid_until: None,
            access: tenure_domain::FirstAccess::Given,
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
                Ok(true)
            }
            // Made at an earlier start; the password was not changed yet, perhaps not in time.
            Err(Error::Taken(Claim::Email)) => {
                let usable = self.can_administer(&email).await?;
                if !usable {
                    tracing::warn!("the configured administrator cannot log in (any more)");
                }
                Ok(usable)
            }
            Err(error) => Err(crate::cli::explain(&error)).context("bootstrap"),
        }
    }

    /// Can the holder of this address log in, if only to change the password, and administer then?
    async fn can_administer(&self, email: &EmailAddress) -> anyhow::Result<bool> {
        let (store, tenant) = (self.store(), self.tenant());
        let login = TypedLogin {
            email: Some(email.key()),
            username: None,
        };
        let Some(held) = LogInStore::find(store, tenant.id, &login).await? else {
            return Ok(false);
        };
        let holder = UserQueries::find(store, tenant.id, UserKey::Id(held.id)).await?;
        let now = self.users().clock().now();
        Ok(holder.is_some_and(|holder| {
            let user = &holder.user;
            user.can_log_in(&tenant.policy, now) && user.is_system_admin(now)
        }))
    }
}

#[cfg(test)]
mod tests {
    use crate::{App, Config, Parts, config::Bootstrap};
    use std::{
        fs,
        sync::{Arc, Mutex},
    };
    use tenure_domain::value::{Span, Timestamp};
    use tenure_service::{password::HashParameters, ports::Clock, system::SystemClock};

    /// A clock that is put forward by hand.
    struct Hands(Mutex<Timestamp>);

    impl Hands {
        fn forward(&self, span: Span) {
            let mut now = self.0.lock().unwrap();
            *now = span.after(*now);
        }
    }

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    #[tokio::test]
    async fn a_configured_administrator_who_was_too_late_leaves_the_set_up_link() {
        let data = tempfile::tempdir().unwrap();
        let password_file = data.path().join("first-password");
        fs::write(&password_file, "plum ladder orbit canvas\n").unwrap();
        let mut config = Config::new(data.path().join("data"));
        config.hashing = HashParameters::FOR_TESTS;
        config.bootstrap = Some(Bootstrap {
            email: "ana@example.com".to_owned(),
            password_file,
        });
        let clock = Arc::new(Hands(Mutex::new(SystemClock.now())));
        let start = async || {
            let clock: Arc<dyn Clock> = clock.clone();
            let app = App::build_with(config.clone(), Parts { clock });
            let app = app.await.unwrap();
            let hint = app.first_steps().await.unwrap();
            app.store().close().await.unwrap();
            hint
        };
        assert_eq!(start().await, None, "the account is made");
        clock.forward(Span::minutes(60));
        assert_eq!(start().await, None, "its password can still be changed");
        clock.forward(Span::minutes(24 * 60));
        let hint = start().await.expect("nobody can log in any more");
        assert!(hint.contains("/setup?token="), "{hint}");
    }
}

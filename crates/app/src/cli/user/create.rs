//! `user create`.

use super::{Desk, PasswordSource};
use crate::{cli::explain, operator, output};
use anyhow::Context;
use clap::Args;
use std::collections::BTreeSet;
use tenure_domain::{
    Kind, Profile,
    authority::Grant,
    credential::TicketPurpose,
    value::{EmailAddress, PersonName, Username},
};
use tenure_service::{
    relay::link_path,
    users::{FirstCredential, NewUser},
};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure user create --email ana@example.com --first-name Ana --last-name Lopez --admin
  tenure user create --email ben@example.com --invite
  tenure user create --email cem@example.com --temporary --password-file secret

Without --invite the password is asked for, read from standard input or from a file. It is the
user's own; with --temporary it must be changed at the first log-in.")]
#[group(required = true, multiple = true, id = "who", args = ["email", "username"])]
pub(super) struct CreateArgs {
    /// E-mail address
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Name to log in with
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// First name
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    /// Last name
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    /// Make the user a system administrator
    #[arg(long)]
    admin: bool,
    /// Mail an invitation; the user chooses the password. The link is printed, too
    #[arg(long, conflicts_with_all = ["password_stdin", "password_file", "temporary", "admin"])]
    invite: bool,
    /// The password must be changed at the first log-in
    #[arg(long, conflicts_with = "admin")]
    temporary: bool,
    #[command(flatten)]
    password: PasswordSource,
}

impl CreateArgs {
    fn profile(&self) -> anyhow::Result<Profile> {
        let name = |name: &Option<String>| name.as_deref().map(PersonName::parse).transpose();
        let email = self.email.as_deref().map(EmailAddress::parse).transpose();
        let username = self.username.as_deref().map(Username::parse).transpose();
        Ok(Profile {
            email: email.context("--email")?,
            username: username.context("--username")?,
            first_name: name(&self.first_name).context("--first-name")?,
            last_name: name(&self.last_name).context("--last-name")?,
            ..Profile::default()
        })
    }
}

impl Desk {
    pub(super) async fn create(&self, args: CreateArgs) -> anyhow::Result<()> {
        let profile = args.profile()?;
        let credential = if args.invite {
            FirstCredential::Invitation
        } else if args.temporary {
            FirstCredential::TemporaryPassword(args.password.read()?)
        } else {
            FirstCredential::Bootstrap(args.password.read()?)
        };
        let grants = if args.admin {
            vec![Grant::system_admin()?]
        } else {
            Vec::new()
        };
        let wish = NewUser {
            kind: Kind::Person,
            profile,
            credential,
            organizations: BTreeSet::new(),
            facilities: BTreeSet::new(),
            grants,
            valid_from: None,
            valid_until: None,
            access: tenure_domain::FirstAccess::Given,
        };
        let users = self.app.users();
        let done = users
            .register(&self.tenant, operator::actor(), wish, None)
            .await
            .map_err(|error| explain(&error))?;
        self.print(&done.account)?;
        let purpose = TicketPurpose::Invitation;
        if let Some(token) = users.link_token(&done.account.user, purpose) {
            let url = self.app.config().public_url();
            let link = format!("{url}{}", link_path(purpose, &token));
            output::note(&format!("invitation: {link}"));
        }
        Ok(())
    }
}

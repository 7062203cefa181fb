//! A user as the command line prints him.

use super::Desk;
use crate::output::{self, Format};
use serde::Serialize;
use tenure_domain::value::Timestamp;
use tenure_service::ports::Loaded;

/// What is printed of a user; the names are those of the API.
#[derive(Clone, Debug, Serialize)]
pub(super) struct UserRow {
    number: String,
    id: String,
    kind: &'static str,
    status: &'static str,
    can_log_in: bool,
    admin: bool,
    email: Option<String>,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    display_name: Option<String>,
    status_detail: StatusDetail,
    must_change_password: bool,
    roles: Vec<String>,
    created_at: Timestamp,
    last_log_in_at: Option<Timestamp>,
    version: u64,
}

#[derive(Clone, Debug, Serialize)]
struct StatusDetail {
    since: Timestamp,
    cause: Option<&'static str>,
    reason: Option<String>,
    until: Option<Timestamp>,
}

const COLUMNS: [&str; 8] = [
    "number",
    "status",
    "email",
    "username",
    "name",
    "can_log_in",
    "admin",
    "last_log_in_at",
];

impl Desk {
    pub(super) fn row(&self, account: &Loaded) -> UserRow {
        let now = self.app.users().clock().now();
        let (user, policy) = (&account.user, &account.tenant.policy);
        let status = user.status_view(policy, now);
        let profile = user.profile();
        let text = |value: Option<&dyn ToString>| value.map(ToString::to_string);
        let optional =
            |value: Option<&tenure_domain::value::PersonName>| value.map(ToString::to_string);
        UserRow {
            number: format!("{}{}", policy.identity.display_id_prefix, account.number),
            id: user.id().to_string(),
            kind: user.kind().code(),
            status: status.status.code(),
            can_log_in: user.can_log_in(policy, now),
            admin: user.is_system_admin(now),
            email: text(profile.email.as_ref().map(|email| email as &dyn ToString)),
            username: text(profile.username.as_ref().map(|name| name as &dyn ToString)),
            first_name: optional(profile.first_name.as_ref()),
            last_name: optional(profile.last_name.as_ref()),
            display_name: optional(profile.display_name.as_ref()),
            status_detail: StatusDetail {
                since: status.since,
                cause: status.cause,
                reason: status.reason,
                until: status.until,
            },
            must_change_password: user.must_change_password(policy, now),
            roles: user
                .grants()
                .iter()
                .map(|grant| grant.role.to_string())
                .collect(),
            created_at: user.created_at(),
            last_log_in_at: account.facts.last_log_in_at,
            version: user.version(),
        }
    }

    /// Prints one user.
    pub(super) fn print(&self, account: &Loaded) -> anyhow::Result<()> {
        let row = self.row(account);
        match self.format {
            Format::Json => output::json(&row),
            Format::Csv => UserRow::print_all(Format::Csv, &[row]),
            Format::Table => output::rows(Format::Table, ["field", "value"], &row.fields()),
        }
    }
}

impl UserRow {
    pub(super) fn print_all(format: Format, rows: &[Self]) -> anyhow::Result<()> {
        if format == Format::Json {
            return output::json(&rows);
        }
        let cells = rows.iter().map(Self::cells).collect::<Vec<_>>();
        output::rows(format, COLUMNS, &cells)
    }

    fn name(&self) -> String {
        self.display_name.clone().unwrap_or_else(|| {
            let both = [&self.first_name, &self.last_name];
            let both = both.into_iter().flatten().map(String::as_str);
            both.collect::<Vec<_>>().join(" ")
        })
    }

    fn cells(&self) -> [String; 8] {
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        [
            self.number.clone(),
            self.status.to_owned(),
            self.email.clone().unwrap_or_default(),
            self.username.clone().unwrap_or_default(),
            self.name(),
            yes(self.can_log_in),
            yes(self.admin),
            self.last_log_in_at.map(shown).unwrap_or_default(),
        ]
    }

    fn fields(&self) -> Vec<[String; 2]> {
        let named = COLUMNS.iter().map(|name| (*name).to_owned());
        let mut fields = named
            .zip(self.cells())
            .map(|(name, value)| [name, value])
            .collect::<Vec<_>>();
        let detail = &self.status_detail;
        for (name, value) in [
            ("id", Some(self.id.clone())),
            ("since", Some(shown(detail.since))),
            ("cause", detail.cause.map(str::to_owned)),
            ("reason", detail.reason.clone()),
            ("until", detail.until.map(shown)),
            ("roles", Some(self.roles.join(", "))),
        ] {
            fields.extend(value.map(|value| [name.to_owned(), value]));
        }
        fields
    }
}

/// To the second; JSON has the rest.
fn shown(at: Timestamp) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

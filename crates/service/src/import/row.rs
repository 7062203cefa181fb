//! A row as a wish: read by the same parsers as everything else, every fault of it noted.

use super::{report::Reason, table::Record};
use crate::{
    cells::{Column, GrantWish, split},
    password,
};
use std::collections::BTreeMap;
use tenure_domain::{
    Kind, Profile, ProfileChange,
    value::{
        DirectoryName, EmailAddress, ExternalId, Fault, LanguageTag, PasswordHash, PersonName,
        Phone, ShippingSystem, TimeZone, Timestamp, UserId, Username, moment,
    },
};

/// How a new user is to prove who he is.
#[derive(Clone, Debug)]
pub(super) enum CredentialWish {
    Invitation,
    None,
    External(DirectoryName),
    Imported(PasswordHash),
}

/// What a row asks for: only what stands in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) id: Option<UserId>,
    pub(super) kind: Option<Kind>,
    pub(super) profile: ProfileChange,
    pub(super) organizations: Option<Vec<String>>,
    pub(super) facilities: Option<Vec<String>>,
    pub(super) roles: Option<Vec<GrantWish>>,
    pub(super) valid_from: Option<Timestamp>,
    pub(super) valid_until: Option<Timestamp>,
    pub(super) credential: Option<CredentialWish>,
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn read(record: Record) -> Result<Self, Vec<Reason>> {
        let line = record.line;
        let mut cells = Cells {
            cells: record.cells,
            wrong: record.wrong,
        };
        let row = cells.row(line);
        let named = [
            row.id.is_some(),
            row.profile.external_id.is_some(),
            row.profile.email.is_some(),
            row.profile.username.is_some(),
        ];
        if cells.wrong.is_empty() && !named.contains(&true) {
            let message = "Write an external id, an e-mail address or a user name.";
            cells.wrong.push(Reason::new("", "required", message));
        }
        if cells.wrong.is_empty() {
            Ok(row)
        } else {
            Err(cells.wrong)
        }
    }

    /// The names and addresses of a user who is new.
    pub(super) fn new_profile(&self) -> Profile {
        self.profile.apply(Profile::default())
    }
}

struct Cells {
    cells: BTreeMap<Column, String>,
    wrong: Vec<Reason>,
}

impl Cells {
    fn row(&mut self, line: u64) -> Row {
        Row {
            line,
            id: self.read(Column::Id, |text| {
                text.parse::<UserId>().map_err(|_| "Write an id.")
            }),
            kind: self.read(Column::Kind, kind),
            profile: ProfileChange {
                email: self.set(Column::Email, EmailAddress::parse),
                username: self.set(Column::Username, Username::parse),
                first_name: self.set(Column::FirstName, PersonName::parse),
                last_name: self.set(Column::LastName, PersonName::parse),
                display_name: self.set(Column::DisplayName, PersonName::parse),
                phone: self.set(Column::Phone, Phone::parse),
                external_id: self.set(Column::ExternalId, ExternalId::parse),
                language: self.set(Column::Language, LanguageTag::parse),
                time_zone: self.set(Column::TimeZone, TimeZone::parse),
                shipping_system: self.set(Column::ShippingSystem, ShippingSystem::parse),
            },
            organizations: self.several(Column::Organizations),
            facilities: self.several(Column::Facilities),
            roles: self.roles(),
            valid_from: self.read(Column::ValidFrom, at),
            valid_until: self.read(Column::ValidUntil, at),
            credential: self.credential(),
        }
    }

    fn read<T, E: Fault>(
        &mut self,
        column: Column,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let cell = self.cells.remove(&column)?;
        match parse(&cell) {
            Ok(value) => Some(value),
            Err(fault) => {
                let reason = Reason::of(column, fault.code(), fault.to_string());
                self.wrong.push(reason);
                None
            }
        }
    }

    #[expect(clippy::option_option, reason = "left out, cleared and set differ")]
    fn set<T, E: Fault>(
        &mut self,
        column: Column,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        self.read(column, parse).map(Some)
    }

    fn several(&mut self, column: Column) -> Option<Vec<String>> {
        self.cells.remove(&column).map(|cell| split(&cell))
    }

    fn roles(&mut self) -> Option<Vec<GrantWish>> {
        let cell = self.cells.remove(&Column::Roles)?;
        let wishes = split(&cell).into_iter().map(|text| GrantWish::parse(&text));
        let mut roles = Vec::new();
        for wish in wishes {
            match wish {
                Ok(wish) => roles.push(wish),
                Err(message) => {
                    let reason = Reason::of(Column::Roles, "invalid", message);
                    self.wrong.push(reason);
                }
            }
        }
        Some(roles)
    }

    /// Hashes are never told of, not even those that are not taken.
    fn credential(&mut self) -> Option<CredentialWish> {
        let hash = self.read(Column::PasswordHash, hash);
        let wish = self.read(Column::Credential, credential);
        match (hash, wish) {
            (Some(_), Some(_)) => {
                let message = "Write a hash or another credential, not both.";
                let reason = Reason::of(Column::Credential, "unknown", message);
                self.wrong.push(reason);
                None
            }
            (Some(hash), None) => Some(CredentialWish::Imported(hash)),
            (None, wish) => wish,
        }
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::from_code(text).ok_or_else(|| {
        let codes = Kind::ALL.map(Kind::code).join(", ");
        format!("Write one of: {codes}.")
    })
}

fn at(text: &str) -> Result<Timestamp, &'static str> {
    moment(text).ok_or("Write a moment such as 2026-01-31T12:00:00Z.")
}

fn hash(text: &str) -> Result<PasswordHash, String> {
    password::recognise(text).map_err(|unusable| unusable.to_string())
}

fn credential(text: &str) -> Result<CredentialWish, String> {
    let message = "Write invitation, none or external:<domain>.";
    match text.split_once(':') {
        None if text == "invitation" => Ok(CredentialWish::Invitation),
        None if text == "none" => Ok(CredentialWish::None),
        Some(("external", domain)) => {
            let domain = DirectoryName::parse(domain).map_err(|error| error.to_string());
            domain.map(CredentialWish::External)
        }
        _ => Err(message.to_owned()),
    }
}

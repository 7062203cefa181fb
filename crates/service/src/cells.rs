//! How users stand in a file: one column for each field, by the API's names, each cell a text.
//!
//! What is written for a file is read back as the same: an export that is imported changes nothing.

use tenure_domain::{
    authority::{Grant, Scope},
    value::{RoleName, Timestamp, moment},
};

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A column of a file of users.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $($(#[$doc])* $variant,)+
        }

        impl Column {
            /// All of them, in the order in which they are written.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

columns! {
    /// The id here; names a user where nothing else does.
    Id = "id",
    /// What other systems know the user by.
    ExternalId = "external_id",
    /// The address.
    Email = "email",
    /// The name to log in with.
    Username = "username",
    /// First name.
    FirstName = "first_name",
    /// Last name.
    LastName = "last_name",
    /// One name.
    DisplayName = "display_name",
    /// Phone number.
    Phone = "phone",
    /// What kind of account.
    Kind = "kind",
    /// Memberships, divided by semicolons: ids or names.
    Organizations = "organizations",
    /// Facilities, divided by semicolons: ids or external ids.
    Facilities = "facilities",
    /// Roles, divided by semicolons.
    Roles = "roles",
    /// The language that the user reads.
    Language = "language",
    /// The time zone.
    TimeZone = "time_zone",
    /// The shipping system proposed to the user.
    ShippingSystem = "default_shipping_system",
    /// From when the account counts.
    ValidFrom = "valid_from",
    /// Until when the account counts.
    ValidUntil = "valid_until",
    /// The password's hash in the system that the user comes from; never written.
    PasswordHash = "password_hash",
    /// The first credential of a new user; never written.
    Credential = "credential",
}

impl Column {
    /// What an export tells beside them; an import takes no notice.
    pub const SHOWN: [&'static str; 4] = ["number", "status", "created_at", "last_log_in_at"];

    /// The column of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        if name == "organization" {
            return Some(Self::Organizations);
        }
        Self::ALL
            .iter()
            .copied()
            .find(|column| column.name() == name)
    }

    /// Is it written into a file?
    #[must_use]
    pub fn is_written(self) -> bool {
        !matches!(self, Self::PasswordHash | Self::Credential)
    }
}

/// Is this text the beginning of a formula, behind as many apostrophes as there may be?
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A cell of a CSV file (RFC 4180). One that a spreadsheet would take for a formula is made text by an apostrophe.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let text = if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The text of a cell without the apostrophe that [`csv_cell`] set before it.
#[must_use]
pub fn without_guard(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|_| is_formula(cell)).unwrap_or(cell)
}

/// Several texts in one cell, divided by semicolons.
#[must_use]
pub fn join<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let escaped = items.into_iter().map(|item| {
        let item = item.as_ref().replace('\\', "\\\\");
        item.replace(';', "\\;")
    });
    escaped.collect::<Vec<_>>().join(";")
}

/// The texts of a cell that [`join`] wrote; blanks around them and empty ones are dropped.
#[must_use]
pub fn split(cell: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut signs = cell.chars();
    while let Some(sign) = signs.next() {
        let sign = match sign {
            ';' => {
                items.push(String::new());
                continue;
            }
            '\\' => signs.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(item) = items.last_mut() {
            item.push(sign);
        }
    }
    let items = items.iter().map(|item| item.trim().to_owned());
    items.filter(|item| !item.is_empty()).collect()
}

/// A moment as cells have it.
#[must_use]
pub fn moment_cell(at: Timestamp) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// A role as cells have it: `clerk`, `clerk@<organization>`, `clerk[2026-01-01T00:00:00Z/]`.
#[must_use]
pub fn grant_cell(grant: &Grant) -> String {
    let place = match grant.scope {
        Scope::Tenant => String::new(),
        Scope::Organization(id) => format!("@{id}"),
    };
    let at = |at: Option<Timestamp>| at.map(moment_cell).unwrap_or_default();
    let time = match (grant.from, grant.until) {
        (None, None) => String::new(),
        (from, until) => format!("[{}/{}]", at(from), at(until)),
    };
    format!("{}{place}{time}", grant.role)
}

/// A role that a cell wishes; where it is to hold is not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GrantWish {
    pub(crate) role: RoleName,
    pub(crate) place: Option<String>,
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl GrantWish {
    /// Reads what [`grant_cell`] wrote.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (text, time) = match text
            .strip_suffix(']')
            .and_then(|text| text.rsplit_once('['))
        {
            Some((rest, time)) => (rest, Some(time)),
            None => (text, None),
        };
        let (from, until) = time.map_or(Ok((None, None)), span)?;
        let (role, place) = match text.rsplit_once('@') {
            Some((role, place)) => (role, Some(place.trim().to_owned())),
            None => (text, None),
        };
        let role = RoleName::parse(role).map_err(|error| error.to_string())?;
        Ok(Self {
            role,
            place,
            from,
            until,
        })
    }
}

fn span(text: &str) -> Result<(Option<Timestamp>, Option<Timestamp>), String> {
    let wrong = || "Write when a role holds as [from/until], each a moment or empty.".to_owned();
    let (from, until) = text.split_once('/').ok_or_else(wrong)?;
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        text => moment(text).map(Some).ok_or_else(wrong),
    };
    Ok((end(from)?, end(until)?))
}

#[cfg(test)]
mod tests {
    use super::{Column, GrantWish, csv_cell, join, split, without_guard};

    #[test]
    fn a_formula_is_made_text_and_read_back_as_it_was() {
        for text in [
            "=1+1", "+49 30 1", "-1", "@SUM(A1)", "'=1", "''@x", "'tis", "ana", "",
        ] {
            let cell = csv_cell(text);
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            assert_eq!(without_guard(&cell), text);
        }
        assert_eq!(csv_cell("=1"), "'=1");
        assert_eq!(csv_cell("'tis"), "'tis", "an apostrophe alone is nothing");
        assert_eq!(csv_cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }

    #[test]
    fn several_texts_in_a_cell_are_read_back_whatever_signs_are_in_them() {
        for items in [vec!["a", "b"], vec!["a;b", "c\\", "\\;"], vec![]] {
            assert_eq!(split(&join(&items)), items);
        }
        assert_eq!(split(" a ; ;b;"), ["a", "b"]);
    }

    #[test]
    fn a_role_says_where_and_how_long() {
        let plain = GrantWish::parse("clerk").unwrap();
        assert_eq!((plain.place, plain.from), (None, None));
        let whole = GrantWish::parse("clerk@Acme[2026-01-01T00:00:00Z/]").unwrap();
        assert_eq!(whole.role.as_str(), "clerk");
        assert_eq!(whole.place.as_deref(), Some("Acme"));
        assert!(whole.from.is_some() && whole.until.is_none());
        assert!(GrantWish::parse("clerk[soon/]").is_err());
        assert!(GrantWish::parse("").is_err());
    }

    #[test]
    fn a_column_is_found_by_its_name_and_one_may_stand_in_the_singular() {
        for column in Column::ALL {
            assert_eq!(Column::of(column.name()), Some(*column));
        }
        assert_eq!(Column::of("organization"), Some(Column::Organizations));
        assert_eq!(Column::of("number"), None);
    }
}

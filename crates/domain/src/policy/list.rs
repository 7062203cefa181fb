//! Settings of the list of users: search, order, filters, colours.
//!
//! What screens offer (`search`, `sortable`, `filters`, `disabled_log_ins`, `status_colours`) is data for the
//! console: the API takes every search, order and filter under every policy.
//!
//! Search never asks for upper or lower case (P-93): names and addresses are compared folded under every
//! policy, so there is nothing to choose.

use super::outline::settings;
use super::{Supported, choice};
use crate::lifecycle::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choice! {
    /// P-90: how screens offer to search for users. The API always offers both.
    SearchMode {
        /// One bar for everything (SH-10, HE-50).
        Keyword,
        /// One entry for each field; all of them must fit (OB-29).
        Fields,
        /// Both.
        KeywordAndFields,
    }
}
choice! {
    /// P-91, P-92: a field that search looks into.
    SearchField {
        /// The address.
        Email,
        /// The user name.
        Username,
        /// First name.
        FirstName,
        /// Last name.
        LastName,
        /// The one name, or a facility log-in's (HWx-6 "group name").
        DisplayName,
        /// Phone number.
        Phone,
        /// The number in another system.
        ExternalId,
    }
}
choice! {
    /// P-95: a column to sort by, named as the API's `sort` names it. Ties are broken by the display number.
    SortColumn {
        /// The display number.
        Id,
        /// The user name.
        Username,
        /// The address.
        Email,
        /// First name.
        FirstName,
        /// Last name.
        LastName,
        /// What people call the user.
        Name,
        /// The status.
        Status,
        /// When the user was added.
        CreatedAt,
        /// When the user last logged in.
        LastLogInAt,
    }
}
choice! {
    /// P-96: a way to narrow the list that screens offer.
    FilterKind {
        /// By status (HW-5, HE-48).
        Status,
        /// By role or security group (HW-4 "clearance").
        Role,
        /// By facility.
        Facility,
        /// Can the user log in (OB-35 "disabled logins")?
        CanLogIn,
        /// Without those at rest (HWx-7 "hide disabled users").
        HideInactive,
        /// Locked out or not.
        LockedOut,
        /// How the invitation stands.
        Invitation,
        /// At vacation or not (HE-49).
        Vacation,
        /// By when the user was added.
        Created,
        /// By the last log-in.
        LastLogIn,
        /// By kind of account.
        Kind,
    }
}
choice! {
    /// P-97: what "Disabled logins: Yes" shows. The API says `can_log_in` and leaves nothing to read twice.
    DisabledLogIns {
        /// Users who cannot log in (OB-35).
        YesMeansDisabled,
        /// Users who can, as the page prints it (OB-56).
        YesMeansCanLogIn,
    }
}
choice! {
    /// P-101: a colour of a badge.
    #[expect(missing_docs, reason = "colours")]
    Colour {
        Green,
        Gray,
        Orange,
        Red,
        Purple,
        Blue,
    }
}

settings! {
    /// P-101: the colour of each status.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(missing_docs, reason = "one for each status of the same name")]
    pub struct StatusColours {
        pub pending: Colour,
        pub active: Colour,
        pub inactive: Colour,
        pub blocked: Colour,
        pub deleted: Colour,
    }
}

settings! {
    /// How the list of users behaves.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct ListPolicy {
        /// P-90.
        pub search: SearchMode,
        /// P-91: where the keyword is looked for; none: where the single entries look.
        pub keyword_fields: BTreeSet<SearchField>,
        /// P-92: the fields that must begin with the entry; in all others it may stand anywhere.
        pub prefix_fields: BTreeSet<SearchField>,
        /// P-94: how the list is sorted at first, as the API's `sort` writes it: `-id`. Ties are broken by id.
        pub default_sort: String,
        /// P-95: what screens offer to sort by.
        pub sortable: BTreeSet<SortColumn>,
        /// P-96: the filters that screens offer.
        pub filters: BTreeSet<FilterKind>,
        /// P-97.
        pub disabled_log_ins: DisabledLogIns,
        /// P-98: does one's own row stand on top?
        pub pin_self: Supported,
        /// P-99: how many users a page of the list shows.
        pub page_size: u16,
        /// P-101.
        pub status_colours: StatusColours,
    }
}

impl Colour {
    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Gray => "gray",
            Self::Orange => "orange",
            Self::Red => "red",
            Self::Purple => "purple",
            Self::Blue => "blue",
        }
    }
}

impl ListPolicy {
    /// Do screens show nobody until somebody asks (OB-36)? There people search by single entries, and no keyword.
    #[must_use]
    pub fn waits_to_be_asked(&self) -> bool {
        self.search == SearchMode::Fields && self.keyword_fields.is_empty()
    }
}

impl StatusColours {
    /// The colour of a status' badge.
    #[must_use]
    pub fn of(self, status: Status) -> Colour {
        match status {
            Status::Pending => self.pending,
            Status::Active => self.active,
            Status::Inactive => self.inactive,
            Status::Blocked => self.blocked,
            Status::Deleted => self.deleted,
        }
    }
}

impl SortColumn {
    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Username => "username",
            Self::Email => "email",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Name => "name",
            Self::Status => "status",
            Self::CreatedAt => "created_at",
            Self::LastLogInAt => "last_log_in_at",
        }
    }

    /// The column that a `sort` such as `-id` names.
    #[must_use]
    pub fn of_sort(sort: &str) -> Option<Self> {
        let name = sort.strip_prefix('-').unwrap_or(sort);
        let mut all = Self::ALL.iter();
        all.find(|column| column.code() == name).copied()
    }
}

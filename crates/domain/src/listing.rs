//! What the list of users shows and how it searches, as the tenant's rules say.
//!
//! Entries are folded like everything that they are compared with (P-93, OB-37, OB-38). What an anonymized
//! user has lost is nowhere to be found; his number, and his user name where it is kept, still are (P-25).

use crate::{
    lifecycle::Status,
    policy::{
        DeleteMode, DisabledLogIns, IdentityPolicy, InvitationMode, ListPolicy, Policy,
        RemovalPolicy, SearchField, Supported, VisibleDeleted,
    },
    value::fold,
};
use std::collections::{BTreeMap, BTreeSet};

/// Whoever else is shown as a picker at a facility, picklists go to nobody who has no access now (HW-28).
#[must_use]
pub fn who_picks() -> BTreeSet<Status> {
    [Status::Active].into()
}

/// Where in a field an entry must stand (P-92).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// At its beginning.
    AtStart,
    /// Anywhere in it.
    Anywhere,
}

/// Something that a user must have to be found: in any of these fields, or as the display number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// What was typed, folded; never empty.
    pub text: String,
    /// Where it is looked for.
    pub fields: BTreeMap<SearchField, Fit>,
    /// The display number that it is, if it is written as one.
    pub number: Option<i64>,
}

const NAMES: [SearchField; 3] = [
    SearchField::FirstName,
    SearchField::LastName,
    SearchField::DisplayName,
];

impl Policy {
    /// What a keyword asks for: each of its words, in any of the keyword's fields (P-91).
    ///
    /// A word that is written as the list shows a number also finds the user of this number (SH-4, OB-58):
    /// it names one user and looks into no field.
    #[must_use]
    pub fn search_keyword(&self, typed: &str) -> Vec<Search> {
        let fields = self.list.keyword_places();
        let mut searches = self.list.each_word(typed, &fields);
        for search in &mut searches {
            search.number = self.identity.number_shown(&search.text);
        }
        searches
    }

    /// The statuses that users come to have under these rules and that a list can show, for screens to offer.
    #[must_use]
    pub fn statuses(&self) -> BTreeSet<Status> {
        let comes = |status: &Status| match status {
            Status::Active | Status::Inactive => true,
            Status::Pending => self.invitation.mode != InvitationMode::Off,
            Status::Blocked => {
                self.block.enabled == Supported::Yes || self.lockout.max_failures > 0
            }
            Status::Deleted => self.removal.mode == DeleteMode::Soft,
        };
        let mut known = self.removal.listed(Some(&Status::ALL.into()));
        known.retain(comes);
        known
    }
}

impl ListPolicy {
    /// What an entry for the user name asks for (OB-30).
    #[must_use]
    pub fn search_username(&self, typed: &str) -> Option<Search> {
        self.search(fold(typed).trim(), &[SearchField::Username].into())
    }

    /// What an entry for the address asks for (OB-33).
    #[must_use]
    pub fn search_email(&self, typed: &str) -> Option<Search> {
        self.search(fold(typed).trim(), &[SearchField::Email].into())
    }

    /// What an entry for the name asks for: each of its words, in any of the names (OB-31).
    #[must_use]
    pub fn search_name(&self, typed: &str) -> Vec<Search> {
        self.each_word(typed, &NAMES.into())
    }

    /// Where a keyword is looked for. Where the screens have no keyword and its fields are not named, the
    /// API still takes one (P-90); it looks where the single entries look.
    fn keyword_places(&self) -> BTreeSet<SearchField> {
        if !self.keyword_fields.is_empty() {
            return self.keyword_fields.clone();
        }
        let single = [SearchField::Username, SearchField::Email];
        single.into_iter().chain(NAMES).collect()
    }

    fn each_word(&self, typed: &str, fields: &BTreeSet<SearchField>) -> Vec<Search> {
        let folded = fold(typed);
        let words = folded.split_whitespace().collect::<BTreeSet<_>>();
        let words = words.into_iter();
        words.filter_map(|word| self.search(word, fields)).collect()
    }

    fn search(&self, folded: &str, fields: &BTreeSet<SearchField>) -> Option<Search> {
        let fit = |field| match self.prefix_fields.contains(field) {
            true => Fit::AtStart,
            false => Fit::Anywhere,
        };
        let fields = fields.iter().map(|field| (*field, fit(field)));
        (!folded.is_empty()).then(|| Search {
            text: folded.to_owned(),
            fields: fields.collect(),
            number: None,
        })
    }

    /// Does one's own row stand on top (P-98)? Not while somebody is searched for (HWx-6).
    #[must_use]
    pub fn pins_own_row(&self, searches: &[Search]) -> bool {
        self.pin_self == Supported::Yes && searches.is_empty()
    }
}

impl IdentityPolicy {
    /// The display number of a folded word that is written as people see it: `us12` or `#us12`, and `12`
    /// where numbers have no prefix. The sign `#` says enough by itself: `#12`.
    fn number_shown(&self, word: &str) -> Option<i64> {
        let bare = word.strip_prefix('#');
        let prefixed = bare.unwrap_or(word);
        let digits = prefixed.strip_prefix(&fold(&self.display_id_prefix));
        let digits = digits.or(bare)?;
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        digits.parse().ok().filter(|_| is_plain)
    }
}

impl RemovalPolicy {
    /// The statuses that a list shows when these, or none in particular, were asked for (P-11).
    #[must_use]
    pub fn listed(&self, asked: Option<&BTreeSet<Status>>) -> BTreeSet<Status> {
        let shown = |status: &Status| match (status, self.visible) {
            (Status::Deleted, VisibleDeleted::Never) => false,
            (Status::Deleted, VisibleDeleted::Filter) => {
                asked.is_some_and(|asked| asked.contains(status))
            }
            (Status::Deleted, VisibleDeleted::Always)
            | (Status::Pending | Status::Active | Status::Inactive | Status::Blocked, _) => {
                asked.is_none_or(|asked| asked.contains(status))
            }
        };
        Status::ALL.into_iter().filter(shown).collect()
    }
}

impl RemovalPolicy {
    /// The statuses that a list shows only where they are asked for (P-11).
    #[must_use]
    pub fn listed_on_demand(&self) -> BTreeSet<Status> {
        let mut known = self.listed(Some(&Status::ALL.into()));
        let unasked = self.listed(None);
        known.retain(|status| !unasked.contains(status));
        known
    }

    /// The statuses that a list shows when those at rest are left out (HWx-7).
    #[must_use]
    pub fn listed_awake(&self) -> BTreeSet<Status> {
        let mut listed = self.listed(None);
        listed.remove(&Status::Inactive);
        listed
    }

    /// The statuses that leave with an export: those of the list, and Deleted only where they were asked for, so
    /// that nobody comes back when the file is read elsewhere.
    #[must_use]
    pub fn exported(&self, asked: Option<&BTreeSet<Status>>) -> BTreeSet<Status> {
        let mut listed = self.listed(asked);
        if asked.is_none() {
            listed.remove(&Status::Deleted);
        }
        listed
    }
}

impl DisabledLogIns {
    /// The API's `can_log_in` for an answer to "Disabled logins" (P-97; OB-35 against OB-56).
    #[must_use]
    pub fn can_log_in(self, yes: bool) -> bool {
        match self {
            Self::YesMeansDisabled => !yes,
            Self::YesMeansCanLogIn => yes,
        }
    }
}

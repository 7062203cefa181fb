//! Settings of what identifies and describes a user.

use super::choice;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choice! {
    /// P-30: who may change an e-mail address.
    EmailMutability {
        /// Nobody, ever (SH-25, HE-54).
        Immutable,
        /// An administrator, at once (HW-22).
        Admin,
        /// The new address must be confirmed first.
        VerifiedChange,
    }
}
choice! {
    /// Must the field be there?
    Required {
        /// It must.
        Required,
        /// It may be left out.
        Optional,
    }
}
choice! {
    /// P-33: how strictly an address is read.
    EmailSyntax {
        /// `name@host.ext` (OB-20).
        NameAtHostExt,
        /// What a browser's e-mail field takes.
        Html5,
    }
}
choice! {
    /// Whether two users may hold the same value.
    Uniqueness {
        /// They may.
        No,
        /// Not within one tenant.
        PerTenant,
    }
}
choice! {
    /// P-35: what a user may type to log in.
    LogInIdentifier {
        /// The user name.
        Username,
        /// The e-mail address.
        Email,
    }
}
choice! {
    /// P-36: how the letters of a user name are kept.
    UsernameCase {
        /// Always lower case (OB-15).
        Lower,
        /// As written; compared without regard to case.
        PreserveFold,
    }
}
choice! {
    /// P-37: may a user name change?
    UsernameMutability {
        /// Never (OBx-1).
        Immutable,
        /// An administrator may.
        Admin,
        /// The new name replaces the old, which is never given again (OFx-14).
        Replace,
    }
}
choice! {
    /// P-38: which names a user has.
    NameShape {
        /// First and last name.
        FirstLast,
        /// One name (OB-16).
        Single,
        /// None (CH-22).
        None,
    }
}
choice! {
    /// Whether users have this field at all.
    FieldUse {
        /// They have.
        Used,
        /// They have not.
        Unused,
    }
}
choice! {
    /// A field that users of this tenant may have.
    MemberField {
        /// P-40.
        Phone,
        /// P-41.
        ExternalId,
        /// OB-28.
        ShippingSystem,
    }
}

/// The least and the most characters of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthRange {
    /// The least.
    pub min: u16,
    /// The most.
    pub max: u16,
}

impl LengthRange {
    /// Does a text of this many characters fit?
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        let length = text.chars().count();
        usize::from(self.min) <= length && length <= usize::from(self.max)
    }
}

/// What identifies and describes a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityPolicy {
    /// P-30.
    pub email_mutability: EmailMutability,
    /// P-31.
    pub email_required: Required,
    /// P-32.
    pub email_length: LengthRange,
    /// P-33.
    pub email_syntax: EmailSyntax,
    /// P-34.
    pub email_unique: Uniqueness,
    /// P-35.
    pub log_in_identifiers: BTreeSet<LogInIdentifier>,
    /// P-36; none: users have no user name.
    pub username_length: Option<LengthRange>,
    /// P-36.
    pub username_case: UsernameCase,
    /// P-37.
    pub username_mutability: UsernameMutability,
    /// P-38.
    pub name_shape: NameShape,
    /// P-38: the most characters of each name.
    pub name_max: u16,
    /// P-39: must a new user have a name?
    pub name_at_creation: Required,
    /// P-40.
    pub phone: FieldUse,
    /// P-41.
    pub external_id: FieldUse,
    /// P-41.
    pub external_id_unique: Uniqueness,
    /// OB-28.
    pub shipping_system: FieldUse,
    /// P-43: what stands before the number in `US12`; empty: the bare number.
    pub display_id_prefix: String,
}

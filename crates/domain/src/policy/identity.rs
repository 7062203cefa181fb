//! Settings of what identifies and describes a user.

use super::choice;
use super::outline::settings;
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
    /// P-33: how an address must look. A top-level domain may have any length.
    EmailSyntax {
        /// A name and a host with a top-level domain: `name@host.ext` (OB-20).
        NameAtHostExt,
        /// What a browser's e-mail field takes, such as `name@localhost`.
        Html5,
    }
}
choice! {
    /// Whether two users may hold the same value.
    Uniqueness {
        /// Two users may share one.
        No,
        /// Within one tenant.
        PerTenant,
    }
}
choice! {
    /// P-35: what a user may type to log in; who has nothing of what the policy allows types what he has.
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
        /// An administrator may; the old name is not to be given again (OFx-14).
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
    /// P-40: how a phone number must be written.
    PhoneFormat {
        /// As people write it.
        Free,
        /// With a plus sign, country code and digits alone: `+49301234567`.
        E164,
    }
}
choice! {
    /// P-42: a kind of picture that is taken. Never SVG: it may hold scripts.
    #[expect(missing_docs, reason = "the formats of these names")]
    PhotoType {
        Jpeg,
        Png,
        Gif,
        Webp,
    }
}
impl PhotoType {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
        }
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

settings! {
    /// The least and the most characters of a field.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct LengthRange {
        /// The least.
        pub min: u16,
        /// The most.
        pub max: u16,
    }
}

impl LengthRange {
    /// Does a text of this many characters fit?
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        let length = text.chars().count();
        usize::from(self.min) <= length && length <= usize::from(self.max)
    }
}

settings! {
    /// Width and height of a picture, in pixels.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct PhotoSize {
        /// From left to right.
        pub width: u16,
        /// From top to bottom.
        pub height: u16,
    }
}

settings! {
    /// P-42: which pictures of themselves users may have. Whatever is taken is stored as a JPEG of its own.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct PhotoRules {
        /// What may be uploaded; empty: users have no picture.
        pub types: BTreeSet<PhotoType>,
        /// The only size that is taken (SH-21); none: any up to 16 megapixels.
        pub dimensions: Option<PhotoSize>,
        /// The most bytes of an upload.
        pub max_bytes: u32,
    }
}

settings! {
    /// What identifies and describes a user.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct IdentityPolicy {
        /// P-30.
        pub email_mutability: EmailMutability,
        /// P-31: must a user have an e-mail address?
        pub email_required: Required,
        /// P-32: how long an e-mail address may be.
        pub email_length: LengthRange,
        /// P-33.
        pub email_syntax: EmailSyntax,
        /// P-34: must every user have an e-mail address of his own?
        pub email_unique: Uniqueness,
        /// P-35.
        pub log_in_identifiers: BTreeSet<LogInIdentifier>,
        /// P-36: how long a user name may be; none: users have no user name.
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
        /// P-40: do users have a phone number?
        pub phone: FieldUse,
        /// P-40.
        pub phone_format: PhoneFormat,
        /// P-41: do users have a number in another system?
        pub external_id: FieldUse,
        /// P-41: must every user have a number of his own in another system?
        pub external_id_unique: Uniqueness,
        /// OB-28: is a shipping system proposed to each user?
        pub shipping_system: FieldUse,
        /// P-42.
        pub photo: PhotoRules,
        /// P-43: what stands before the number in `US12`; empty: the bare number.
        pub display_id_prefix: String,
    }
}

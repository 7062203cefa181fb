//! Newtypes that parse: a value that exists is a valid one.

mod email;
mod fault;
mod id;
mod password;
mod personal;
mod pin;
mod text;
mod time;
mod username;

pub use email::{EmailAddress, InvalidEmail};
pub use fault::Fault;
pub use id::{
    CommandId, DepartmentId, EventId, FacilityId, FacilityLogInId, MessageId, OrganizationId,
    PositionId, ProductStoreId, RoleId, SessionId, ShopId, TenantId, UserId,
};
pub use password::{
    AcceptedPassword, PasswordContext, PasswordFault, PasswordHash, PlainPassword, WeakPassword,
};
pub use personal::Personal;
pub use pin::{InvalidPin, Pin};
pub use text::{
    DirectoryName, ExternalId, FavouriteKey, FavouriteValue, InvalidText, LanguageTag, OrderId,
    PersonName, Phone, PhotoDigest, Reason, ReferenceName, RoleDescription, RoleName, RoleTitle,
    ShippingSystem, TimeZone, UploadKind,
};
pub use time::{Span, Timestamp, moment};
pub use username::{InvalidUsername, Username};

/// What the search and every uniqueness rule compare: NFKC, no invisible characters, lower case.
///
/// Two strings that look the same to a person fold to the same key on every database, because the
/// folding happens here and never in SQL.
#[must_use]
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let visible = text
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .collect::<String>();
    visible.to_lowercase().nfkc().collect()
}

/// Format characters (category Cf and its neighbours) that show nothing and so hide differences.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{0600}'..='\u{0605}' | '\u{061C}' | '\u{06DD}' | '\u{070F}' | '\u{08E2}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn strings_that_look_alike_fold_to_one_key() {
        assert_eq!(fold("Ömer"), fold("O\u{308}MER"));
        assert_eq!(fold("ana\u{200B}01"), "ana01");
        assert_eq!(fold("ﬁona"), "fiona");
        assert_ne!(fold("ana"), fold("anna"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["İstanbul", "ẞ", "Ǆ", "ﬀ", "ΑΣ"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}

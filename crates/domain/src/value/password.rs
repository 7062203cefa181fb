//! Passwords: plain only for a moment, accepted by a policy, then a hash.

use super::fold;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A password as typed, after NFKC, wiped from memory when dropped.
#[derive(Clone)]
pub struct PlainPassword {
    normal: Zeroizing<String>,
    /// What was typed, where that is not the normal form.
    typed: Option<Zeroizing<String>>,
}

impl PlainPassword {
    /// The most bytes that are ever hashed; longer input is refused before any work.
    pub const MAX_BYTES: usize = 512;

    /// Takes what was typed. `None` when it is empty or longer than [`Self::MAX_BYTES`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > Self::MAX_BYTES {
            return None;
        }
        let normal = Zeroizing::new(text.nfkc().collect::<String>());
        let typed = (*normal != text).then(|| Zeroizing::new(text.to_owned()));
        (normal.len() <= Self::MAX_BYTES).then_some(Self { normal, typed })
    }

    /// The characters, for hashing and for the checks of a policy.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.normal
    }

    /// The characters that were typed, where they differ from [`Self::expose`]: other systems hash
    /// those.
    #[must_use]
    pub fn expose_typed(&self) -> Option<&str> {
        self.typed.as_ref().map(|typed| typed.as_str())
    }

    /// The length in code points, as policies count it.
    #[must_use]
    pub fn length(&self) -> usize {
        self.normal.chars().count()
    }
}

impl fmt::Debug for PlainPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainPassword(…)")
    }
}

/// A password that the tenant's policy accepts; only such a password can be hashed.
#[derive(Clone, Debug)]
pub struct AcceptedPassword(PlainPassword);

impl AcceptedPassword {
    pub(crate) fn new(plain: PlainPassword) -> Self {
        Self(plain)
    }

    /// The characters, for the hash.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// The stored form of a password: a PHC string, or what another system made of it. Whoever can read it cannot log in with it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps what a hasher made or recognised, or the store kept.
    #[must_use]
    pub fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The text: mostly a PHC string.
    #[must_use]
    pub fn as_phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Words that must not stand in this person's password: product, organization, names, address.
#[derive(Clone, Debug, Default)]
pub struct PasswordContext(Vec<String>);

impl PasswordContext {
    /// Gathers the words; those shorter than four characters say too little to be refused.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let split = words
            .into_iter()
            .flat_map(|word| word.split([' ', '@', '.', '-', '_']));
        Self(
            split
                .map(fold)
                .filter(|word| word.chars().count() >= 4)
                .collect(),
        )
    }

    pub(crate) fn words(&self) -> &[String] {
        &self.0
    }
}

/// One reason why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer characters than the policy asks for.
    #[error("Use at least {min} characters; several words in a row are easy to keep in mind.")]
    TooShort {
        /// The least number of characters.
        min: u16,
    },
    /// More characters than the policy takes.
    #[error("Use at most {max} characters.")]
    TooLong {
        /// The most characters.
        max: u16,
    },
    /// Holds the person's or the product's name.
    #[error("Leave out your name, your address and the name of this system or organization.")]
    ContextWord,
    /// Common, repeated or otherwise easily guessed.
    #[error("This password is easy to guess. Use words that do not belong together.")]
    TooCommon,
    /// The password that is to be replaced, or one that the user had lately (P-56).
    #[error("You have this password, or had it lately. Choose another one.")]
    SameAsOld,
    /// A class of characters that the policy asks for is missing.
    #[error("Use at least one letter, one digit and one special character such as ! or #.")]
    MissingClass,
}

impl PasswordFault {
    /// The permanent code of this fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::ContextWord => "context_word",
            Self::TooCommon => "too_common",
            Self::SameAsOld => "same_as_old",
            Self::MissingClass => "missing_class",
        }
    }
}

/// All reasons at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The password does not meet the rules.")]
pub struct WeakPassword(pub Vec<PasswordFault>);

#[cfg(test)]
mod tests {
    use super::PlainPassword;

    #[test]
    fn a_password_is_never_printed_truncated_or_folded() {
        let password = PlainPassword::parse("Correct Horse").unwrap();
        assert_eq!(password.expose(), "Correct Horse");
        assert!(!format!("{password:?}").contains("Horse"));
        assert!(PlainPassword::parse(&"x".repeat(513)).is_none());
        assert!(PlainPassword::parse("").is_none());
    }

    #[test]
    fn the_same_characters_typed_on_two_systems_are_one_password() {
        let composed = PlainPassword::parse("pässword").unwrap();
        let decomposed = PlainPassword::parse("pa\u{308}ssword").unwrap();
        assert_eq!(composed.expose(), decomposed.expose());
        assert_eq!(composed.expose_typed(), None);
        assert_eq!(decomposed.expose_typed(), Some("pa\u{308}ssword"));
    }
}

//! Password hashes that other systems made: recognised once, verified, and replaced at the next log-in.
//!
//! A user who comes from elsewhere keeps the password that he has. What is taken is decided here, when the hash
//! arrives: a form that is known, well-formed, and cheap enough that nobody can be made to pay with
//! it. Verification then runs on the hashing threads like every other.

mod crypt;
mod digest;
mod ofbiz;
mod phc;

use base64::{
    alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::fmt;
use subtle::ConstantTimeEq as _;
use tenure_domain::value::PasswordHash;

/// No form that is known is longer.
const MAX_LENGTH: usize = 1_024;

/// Base64 as most systems write it, with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A hash of a form that is known, to be stored as it is.
///
/// | form | comes from |
/// |---|---|
/// | `$argon2id$`, `$argon2i$`, `$argon2d$` | PHC strings |
/// | `$2a$`, `$2b$`, `$2y$` | bcrypt |
/// | `$scrypt$ln=…` | PHC strings |
/// | `$pbkdf2-sha256$i=…`, `$pbkdf2-sha512$29000$…` | PHC strings, passlib |
/// | `pbkdf2_sha256$…`, `pbkdf2_sha1$…` | Django |
/// | `$5$`, `$6$` | `crypt(3)` |
/// | `{SHA}hex`, `$SHA$salt$…`, `{PBKDF2-SHA512}…` | Apache `OFBiz` |
///
/// # Errors
/// When the form is not known, the hash is broken, or one verification would cost too much.
pub fn recognise(text: &str) -> Result<PasswordHash, UnusableHash> {
    let text = text.trim();
    let foreign = Foreign::parse(text)?;
    match foreign.too_costly() {
        None => Ok(PasswordHash::from_phc(text.to_owned())),
        Some(limit) => Err(UnusableHash::TooCostly {
            kind: foreign.kind(),
            limit,
        }),
    }
}

/// The families of hashes that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashKind {
    /// Argon2 i, d and id.
    Argon2,
    /// bcrypt.
    Bcrypt,
    /// scrypt.
    Scrypt,
    /// PBKDF2 in any spelling.
    Pbkdf2,
    /// `$5$` and `$6$`.
    ShaCrypt,
    /// One round of SHA, with a salt or without, as `OFBiz` stores it.
    Digest,
}

impl fmt::Display for HashKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Argon2 => "Argon2",
            Self::Bcrypt => "bcrypt",
            Self::Scrypt => "scrypt",
            Self::Pbkdf2 => "PBKDF2",
            Self::ShaCrypt => "SHA-crypt",
            Self::Digest => "OFBiz SHA",
        })
    }
}

/// Why a hash is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnusableHash {
    /// No form that is known begins so.
    #[error(
        "This is not a password hash that is known here. Known are Argon2, bcrypt, scrypt, PBKDF2, \
         $5$ and $6$ of crypt, and the hashes of OFBiz."
    )]
    Unknown,
    /// It begins like one, and goes on otherwise.
    #[error("This {kind} hash is broken: {fault}.")]
    Malformed {
        /// What it looks like.
        kind: HashKind,
        /// What is wrong.
        fault: &'static str,
    },
    /// Verifying it once would take too much time or memory.
    #[error("This {kind} hash costs too much to verify: {limit}.")]
    TooCostly {
        /// What it is.
        kind: HashKind,
        /// The limit.
        limit: &'static str,
    },
}

impl UnusableHash {
    /// The permanent code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_hash",
            Self::Malformed { .. } => "malformed_hash",
            Self::TooCostly { .. } => "costly_hash",
        }
    }
}

/// A stored hash, taken apart.
#[derive(Debug)]
pub(super) enum Foreign {
    Argon2(phc::Argon2Hash),
    Scrypt(phc::ScryptHash),
    Pbkdf2(digest::Pbkdf2Hash),
    Bcrypt(crypt::BcryptHash),
    ShaCrypt(crypt::ShaCryptHash),
    Digest(ofbiz::DigestHash),
}

impl Foreign {
    pub(super) fn parse(text: &str) -> Result<Self, UnusableHash> {
        let begins = |with: &[&str]| with.iter().any(|beginning| text.starts_with(beginning));
        if text.len() > MAX_LENGTH {
            Err(UnusableHash::Unknown)
        } else if begins(&["$argon2"]) {
            phc::Argon2Hash::parse(text).map(Self::Argon2)
        } else if begins(&["$2a$", "$2b$", "$2y$"]) {
            crypt::BcryptHash::parse(text).map(Self::Bcrypt)
        } else if begins(&["$scrypt$"]) {
            phc::ScryptHash::parse(text).map(Self::Scrypt)
        } else if begins(&["$pbkdf2-", "$pbkdf2$"]) {
            phc::pbkdf2(text).map(Self::Pbkdf2)
        } else if begins(&["pbkdf2_"]) {
            phc::django(text).map(Self::Pbkdf2)
        } else if begins(&["{PBKDF2-"]) {
            ofbiz::pbkdf2(text).map(Self::Pbkdf2)
        } else if begins(&["$5$", "$6$"]) {
            crypt::ShaCryptHash::parse(text).map(Self::ShaCrypt)
        } else if begins(&["$SHA", "{SHA"]) {
            ofbiz::DigestHash::parse(text).map(Self::Digest)
        } else {
            Err(UnusableHash::Unknown)
        }
    }

    pub(super) fn kind(&self) -> HashKind {
        match self {
            Self::Argon2(_) => HashKind::Argon2,
            Self::Scrypt(_) => HashKind::Scrypt,
            Self::Pbkdf2(_) => HashKind::Pbkdf2,
            Self::Bcrypt(_) => HashKind::Bcrypt,
            Self::ShaCrypt(_) => HashKind::ShaCrypt,
            Self::Digest(_) => HashKind::Digest,
        }
    }

    /// Is it computed so fast that the time of an answer would tell of it?
    pub(super) fn is_fast(&self) -> bool {
        matches!(
            self.kind(),
            HashKind::Digest | HashKind::Pbkdf2 | HashKind::ShaCrypt
        )
    }

    /// Is this the password behind it?
    pub(super) fn matches(&self, password: &[u8]) -> bool {
        match self {
            Self::Argon2(hash) => hash.matches(password),
            Self::Scrypt(hash) => hash.matches(password),
            Self::Pbkdf2(hash) => hash.matches(password),
            Self::Bcrypt(hash) => hash.matches(password),
            Self::ShaCrypt(hash) => hash.matches(password),
            Self::Digest(hash) => hash.matches(password),
        }
    }

    /// The limit that it is beyond.
    fn too_costly(&self) -> Option<&'static str> {
        match self {
            Self::Argon2(hash) => hash.too_costly(),
            Self::Scrypt(hash) => hash.too_costly(),
            Self::Pbkdf2(hash) => hash.too_costly(),
            Self::Bcrypt(hash) => hash.too_costly(),
            Self::ShaCrypt(hash) => hash.too_costly(),
            Self::Digest(_) => None,
        }
    }
}

/// Equal, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Long enough to be a hash, and no longer than any is.
fn is_output(hash: &[u8]) -> bool {
    (10..=128).contains(&hash.len())
}

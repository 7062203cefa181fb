//! SHA in its sizes, alone and as the heart of PBKDF2.

use super::{HashKind, UnusableHash, is_output, same};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// Which SHA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sha {
    One,
    Two256,
    Two384,
    Two512,
}

impl Sha {
    /// By the part of a name that says the size: `sha256`, `SHA-256`; `SHA` alone is the first.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().replace('-', "").as_str() {
            "sha" | "sha1" => Some(Self::One),
            "sha256" => Some(Self::Two256),
            "sha384" => Some(Self::Two384),
            "sha512" => Some(Self::Two512),
            _ => None,
        }
    }

    /// The digest of a salt and what follows it.
    pub(super) fn digest(self, salt: &[u8], text: &[u8]) -> Vec<u8> {
        match self {
            Self::One => Sha1::new()
                .chain_update(salt)
                .chain_update(text)
                .finalize()
                .to_vec(),
            Self::Two256 => Sha256::new()
                .chain_update(salt)
                .chain_update(text)
                .finalize()
                .to_vec(),
            Self::Two384 => Sha384::new()
                .chain_update(salt)
                .chain_update(text)
                .finalize()
                .to_vec(),
            Self::Two512 => Sha512::new()
                .chain_update(salt)
                .chain_update(text)
                .finalize()
                .to_vec(),
        }
    }

    /// How many bytes a digest has.
    fn length(self) -> usize {
        match self {
            Self::One => 20,
            Self::Two256 => 32,
            Self::Two384 => 48,
            Self::Two512 => 64,
        }
    }

    /// So many iterations, of all salts together, take about a second.
    fn most_rounds(self) -> u64 {
        match self {
            Self::One | Self::Two256 => 2_000_000,
            Self::Two384 | Self::Two512 => 1_000_000,
        }
    }

    fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, into: &mut [u8]) {
        match self {
            Self::One => pbkdf2_hmac::<Sha1>(password, salt, rounds, into),
            Self::Two256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, into),
            Self::Two384 => pbkdf2_hmac::<Sha384>(password, salt, rounds, into),
            Self::Two512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, into),
        }
    }
}

/// PBKDF2, whatever the spelling.
#[derive(Debug)]
pub(in super::super) struct Pbkdf2Hash {
    sha: Sha,
    rounds: u32,
    /// More than one where the system that wrote it is of two minds about what the salt is.
    salts: Vec<Vec<u8>>,
    hash: Vec<u8>,
}

impl Pbkdf2Hash {
    pub(super) fn new(
        sha: Option<Sha>,
        rounds: &str,
        salts: Vec<Vec<u8>>,
        hash: Vec<u8>,
    ) -> Result<Self, UnusableHash> {
        let sha = sha.ok_or(fault(
            "its digest is not one of SHA-1, SHA-256, SHA-384, SHA-512",
        ))?;
        let rounds = number(rounds)
            .filter(|rounds| *rounds > 0)
            .ok_or(fault("the number of iterations is not one"))?;
        if !is_output(&hash) {
            return Err(fault("the hash is too short or too long"));
        }
        Ok(Self {
            sha,
            rounds,
            salts,
            hash,
        })
    }

    /// One digest's length is compared: each further one would cost as much again and prove no more.
    pub(super) fn matches(&self, password: &[u8]) -> bool {
        let first = self.hash.len().min(self.sha.length());
        let stored = self.hash.get(..first).unwrap_or_default();
        self.salts.iter().any(|salt| {
            let mut found = vec![0; first];
            self.sha.pbkdf2(password, salt, self.rounds, &mut found);
            same(&found, stored)
        })
    }

    pub(super) fn too_costly(&self) -> Option<&'static str> {
        let salts = self.salts.len().try_into().unwrap_or(u64::MAX);
        let rounds = u64::from(self.rounds).saturating_mul(salts);
        (rounds > self.sha.most_rounds()).then_some(
            "at most 2,000,000 iterations are taken, 1,000,000 of SHA-384 or SHA-512, and half of it \
             where there are two salts to try",
        )
    }
}

/// Digits only: no sign, no blank; too large for 32 bits is as large as those hold.
pub(super) fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

pub(super) fn fault(fault: &'static str) -> UnusableHash {
    UnusableHash::Malformed {
        kind: HashKind::Pbkdf2,
        fault,
    }
}

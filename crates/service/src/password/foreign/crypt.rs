//! What `crypt(3)` makes: bcrypt, and SHA-crypt (`$5$`, `$6$`).

use super::{HashKind, UnusableHash, digest::number};
use sha_crypt::{PasswordVerifier as _, ShaCrypt};

/// bcrypt. It reads the first 72 bytes of a password, here as everywhere.
#[derive(Debug)]
pub(in super::super) struct BcryptHash {
    cost: u32,
    text: String,
}

impl BcryptHash {
    pub(super) fn parse(text: &str) -> Result<Self, UnusableHash> {
        let fault = |fault| UnusableHash::Malformed {
            kind: HashKind::Bcrypt,
            fault,
        };
        let parts: bcrypt::HashParts = text.parse().map_err(|_| {
            fault("it is not two digits of cost and 53 characters of bcrypt's base64")
        })?;
        let cost = parts.get_cost();
        if !(4..=31).contains(&cost) {
            return Err(fault("its cost is not between 4 and 31"));
        }
        Ok(Self {
            cost,
            text: text.to_owned(),
        })
    }

    pub(super) fn matches(&self, password: &[u8]) -> bool {
        bcrypt::verify(password, &self.text).unwrap_or(false)
    }

    pub(super) fn too_costly(&self) -> Option<&'static str> {
        (self.cost > 14).then_some("a cost of at most 14 is taken")
    }
}

/// SHA-crypt, with the rounds that the hash names or 5,000.
#[derive(Debug)]
pub(in super::super) struct ShaCryptHash {
    rounds: u32,
    text: String,
}

impl ShaCryptHash {
    pub(super) fn parse(text: &str) -> Result<Self, UnusableHash> {
        let fault = |fault| UnusableHash::Malformed {
            kind: HashKind::ShaCrypt,
            fault,
        };
        let mut parts: Vec<&str> = text.split('$').skip(1).collect();
        let mut rounds = 5_000;
        if let Some(named) = parts.get(1).and_then(|part| part.strip_prefix("rounds=")) {
            rounds = number(named)
                .filter(|rounds| *rounds >= 1_000)
                .ok_or(fault("the number of rounds is not one, or below 1,000"))?;
            parts.remove(1);
        }
        let [id, salt, hash] = parts.as_slice() else {
            return Err(fault("it does not have a salt and a hash"));
        };
        if salt.len() > 16 {
            return Err(fault("the salt has more than 16 characters"));
        }
        let length = if *id == "5" { 43 } else { 86 };
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
        if hash.len() != length || !hash.bytes().all(is_base64) {
            return Err(fault(
                "the hash is not as many characters of crypt's base64 as it should be",
            ));
        }
        Ok(Self {
            rounds,
            text: text.to_owned(),
        })
    }

    pub(super) fn matches(&self, password: &[u8]) -> bool {
        ShaCrypt::default()
            .verify_password(password, self.text.as_str())
            .is_ok()
    }

    pub(super) fn too_costly(&self) -> Option<&'static str> {
        (self.rounds > 1_000_000).then_some("at most 1,000,000 rounds are taken")
    }
}

//! What Apache `OFBiz` (and with it `HotWax`) stores: its class `HashCrypt`, read in its source.

use super::{
    BASE64, HashKind, UnusableHash,
    digest::{self, Pbkdf2Hash, Sha},
    same,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt::Write as _;

/// One round of SHA: `{SHA}hex` without a salt, or `$SHA$salt$base64url` of salt and password.
#[derive(Debug)]
pub(in super::super) struct DigestHash {
    sha: Sha,
    salt: Vec<u8>,
    hash: Vec<u8>,
    /// Without a salt, the hexadecimal digits may be the old ones, which mirror every byte above 127.
    mirrored: bool,
}

impl DigestHash {
    pub(super) fn parse(text: &str) -> Result<Self, UnusableHash> {
        let (name, salt, hash) = if let Some(rest) = text.strip_prefix('{') {
            let (name, hash) = rest.split_once('}').ok_or(fault("its type does not end"))?;
            let hash = from_hex(hash).ok_or(fault("the hash is not hexadecimal"))?;
            (name, None, hash)
        } else {
            let parts: Vec<&str> = text.split('$').collect();
            let [_, name, salt, hash] = parts.as_slice() else {
                return Err(fault("it is not type, salt and hash"));
            };
            let hash = URL_SAFE_NO_PAD
                .decode(hash)
                .map_err(|_| fault("the hash is not base64 for URLs"))?;
            (*name, Some(*salt), hash)
        };
        let sha = Sha::of(name).ok_or(fault("its type is not SHA, SHA-256, SHA-384 or SHA-512"))?;
        if hash.len() != sha.digest(b"", b"").len() {
            return Err(fault("the hash has not the length of its type"));
        }
        Ok(Self {
            sha,
            salt: salt.unwrap_or_default().as_bytes().to_vec(),
            hash,
            mirrored: salt.is_none(),
        })
    }

    pub(super) fn matches(&self, password: &[u8]) -> bool {
        let found = self.sha.digest(&self.salt, password);
        same(&found, &self.hash) || (self.mirrored && same(&mirror(&found), &self.hash))
    }
}

/// `{PBKDF2-SHA512}10000$base64 of the salt$base64 of the hash`.
///
/// `OFBiz` derives a new hash from the salt, and compares with the printed list of the salt's bytes
/// (`[1, 2, 3]`): hashes of either kind are about.
pub(super) fn pbkdf2(text: &str) -> Result<Pbkdf2Hash, UnusableHash> {
    let (name, rest) = text
        .strip_prefix("{PBKDF2-")
        .and_then(|rest| rest.split_once('}'))
        .ok_or(digest::fault("its type does not end"))?;
    let parts: Vec<&str> = rest.split('$').collect();
    let [rounds, salt, hash] = parts.as_slice() else {
        return Err(digest::fault("it is not iterations, salt and hash"));
    };
    // Its encoder of salts breaks lines.
    let salt: String = salt.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let salt = BASE64
        .decode(salt)
        .map_err(|_| digest::fault("the salt is not base64"))?;
    let hash = BASE64
        .decode(hash)
        .map_err(|_| digest::fault("the hash is not base64"))?;
    let printed = printed(&salt).into_bytes();
    Pbkdf2Hash::new(Sha::of(name), rounds, vec![salt, printed], hash)
}

/// `[12, -56, 3]`: bytes as Java prints an array of them.
fn printed(bytes: &[u8]) -> String {
    let mut text = String::from("[");
    for (n, byte) in bytes.iter().enumerate() {
        let between = if n == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{between}{}", byte.cast_signed());
    }
    text.push(']');
    text
}

/// The old hexadecimal digits of `OFBiz`: 128 is written as 255, 129 as 254, and so on.
fn mirror(digest: &[u8]) -> Vec<u8> {
    let mirrored = |byte: u8| {
        if byte < 128 {
            byte
        } else {
            127 + (255 - byte) + 1
        }
    };
    digest.iter().map(|byte| mirrored(*byte)).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(high << 4 | low),
        _ => None,
    };
    digits?.chunks(2).map(pair).collect()
}

fn fault(fault: &'static str) -> UnusableHash {
    UnusableHash::Malformed {
        kind: HashKind::Digest,
        fault,
    }
}

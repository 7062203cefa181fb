//! PHC strings (`$name$v=…$key=value,…$salt$hash`), and the two spellings of PBKDF2 that are close to them.

use super::{
    BASE64, HashKind, UnusableHash,
    digest::{self, Pbkdf2Hash, Sha, number},
    is_output, same,
};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;

/// The parts between the dollars.
struct Phc<'a> {
    name: &'a str,
    version: Option<&'a str>,
    parameters: &'a str,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl<'a> Phc<'a> {
    fn parse(kind: HashKind, text: &'a str) -> Result<Self, UnusableHash> {
        let fault = |fault| UnusableHash::Malformed { kind, fault };
        let mut parts = text.split('$').skip(1);
        let mut next = || parts.next().ok_or(fault("a part is missing"));
        let name = next()?;
        let mut parameters = next()?;
        let version = parameters.strip_prefix("v=");
        if version.is_some() {
            parameters = next()?;
        }
        let (salt, hash) = (next()?, next()?);
        if parts.next().is_some() {
            return Err(fault("there is a part too many"));
        }
        // passlib writes a dot for the plus sign.
        let decode = |text: &str| BASE64.decode(text.replace('.', "+"));
        let salt = decode(salt).map_err(|_| fault("the salt is not base64"))?;
        let hash = decode(hash).map_err(|_| fault("the hash is not base64"))?;
        if !is_output(&hash) {
            return Err(fault("the hash is too short or too long"));
        }
        Ok(Self {
            name,
            version,
            parameters,
            salt,
            hash,
        })
    }

    fn parameter(&self, key: &str) -> Option<u32> {
        self.parameters.split(',').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            (name == key).then(|| number(value))?
        })
    }
}

/// Argon2 with the parameters that stand in the hash.
#[derive(Debug)]
pub(in super::super) struct Argon2Hash {
    argon2: Argon2<'static>,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Argon2Hash {
    pub(super) fn parse(text: &str) -> Result<Self, UnusableHash> {
        let kind = HashKind::Argon2;
        let fault = |fault| UnusableHash::Malformed { kind, fault };
        let phc = Phc::parse(kind, text)?;
        let algorithm = Algorithm::new(phc.name)
            .map_err(|_| fault("it is not argon2i, argon2d or argon2id"))?;
        let version = match phc.version {
            Some("19") => Version::V0x13,
            // The first version wrote none.
            Some("16") | None => Version::V0x10,
            Some(_) => return Err(fault("its version is not 16 or 19")),
        };
        let parameter = |key| phc.parameter(key).ok_or(fault("m, t or p is missing"));
        let params = Params::new(
            parameter("m")?,
            parameter("t")?,
            parameter("p")?,
            Some(phc.hash.len()),
        )
        .map_err(|_| fault("m, t or p is not one that Argon2 has"))?;
        if phc.salt.len() < argon2::MIN_SALT_LEN {
            return Err(fault("the salt is too short"));
        }
        Ok(Self {
            argon2: Argon2::new(algorithm, version, params),
            salt: phc.salt,
            hash: phc.hash,
        })
    }

    pub(super) fn matches(&self, password: &[u8]) -> bool {
        let mut found = vec![0; self.hash.len()];
        let made = self
            .argon2
            .hash_password_into(password, &self.salt, &mut found);
        made.is_ok() && same(&found, &self.hash)
    }

    pub(super) fn too_costly(&self) -> Option<&'static str> {
        let params = self.argon2.params();
        let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
        let is_dear = params.m_cost() > 262_144 || work > 1_048_576 || params.p_cost() > 64;
        is_dear.then_some("at most 256 MiB, 1 GiB over all passes, and 64 lanes are taken")
    }
}

/// scrypt with the parameters that stand in the hash.
#[derive(Debug)]
pub(in super::super) struct ScryptHash {
    log_n: u8,
    r: u32,
    p: u32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl ScryptHash {
    pub(super) fn parse(text: &str) -> Result<Self, UnusableHash> {
        let kind = HashKind::Scrypt;
        let fault = |fault| UnusableHash::Malformed { kind, fault };
        let phc = Phc::parse(kind, text)?;
        let parameter = |key| phc.parameter(key).ok_or(fault("ln, r or p is missing"));
        let log_n = u8::try_from(parameter("ln")?)
            .ok()
            .filter(|log_n| (1..64).contains(log_n))
            .ok_or(fault("ln is not one that scrypt has"))?;
        let (r, p) = (parameter("r")?, parameter("p")?);
        if r == 0 || p == 0 {
            return Err(fault("r or p is zero"));
        }
        Ok(Self {
            log_n,
            r,
            p,
            salt: phc.salt,
            hash: phc.hash,
        })
    }

    pub(super) fn matches(&self, password: &[u8]) -> bool {
        let Ok(params) = scrypt::Params::new(self.log_n, self.r, self.p) else {
            return false;
        };
        let mut found = vec![0; self.hash.len()];
        let made = scrypt::scrypt(password, &self.salt, &params, &mut found);
        made.is_ok() && same(&found, &self.hash)
    }

    pub(super) fn too_costly(&self) -> Option<&'static str> {
        // 128 * N * r bytes are walked through p times.
        let memory = (1_u128 << self.log_n).saturating_mul(u128::from(self.r) * 128);
        let work = memory.saturating_mul(u128::from(self.p));
        let is_dear = memory > 256 << 20 || work > 1 << 30;
        is_dear.then_some("at most 256 MiB, and 1 GiB over all lanes, are taken")
    }
}

/// `$pbkdf2-sha256$i=600000,l=32$salt$hash`, or passlib's `$pbkdf2-sha256$29000$salt$hash`.
pub(super) fn pbkdf2(text: &str) -> Result<Pbkdf2Hash, UnusableHash> {
    let phc = Phc::parse(HashKind::Pbkdf2, text)?;
    let sha = match phc.name.strip_prefix("pbkdf2-") {
        Some(name) => Sha::of(name),
        None => Some(Sha::One),
    };
    if let Some(length) = phc.parameter("l")
        && usize::try_from(length).is_ok_and(|length| length != phc.hash.len())
    {
        return Err(digest::fault("the hash has another length than l says"));
    }
    let named = phc
        .parameters
        .split(',')
        .find_map(|pair| pair.strip_prefix("i="));
    let rounds = named.unwrap_or(phc.parameters);
    Pbkdf2Hash::new(sha, rounds, vec![phc.salt], phc.hash)
}

/// `pbkdf2_sha256$600000$salt$base64`, as Django stores it: the salt is its own characters.
pub(super) fn django(text: &str) -> Result<Pbkdf2Hash, UnusableHash> {
    let parts: Vec<&str> = text.split('$').collect();
    let [name, rounds, salt, hash] = parts.as_slice() else {
        return Err(digest::fault("it does not have four parts"));
    };
    let sha = name.strip_prefix("pbkdf2_").and_then(Sha::of);
    let hash = BASE64
        .decode(hash)
        .map_err(|_| digest::fault("the hash is not base64"))?;
    Pbkdf2Hash::new(sha, rounds, vec![salt.as_bytes().to_vec()], hash)
}

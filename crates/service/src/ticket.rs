//! Links: derived when they are sent, stored nowhere, good once.
//!
//! A token is `base64url(tenant ‖ user ‖ purpose ‖ serial ‖ HMAC-SHA-256)`. The MAC also covers the
//! address it goes to, so that a change of address kills it. Single use and expiry are rules over the serial
//! in the user's state; here only the form and the signature are checked.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use tenure_domain::{
    User,
    credential::TicketPurpose,
    value::{TenantId, Timestamp, UserId},
};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The server's key; whoever holds it can make links.
#[derive(Clone)]
pub struct TicketKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for TicketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketKey(…)")
    }
}

/// What a token says, before anybody has checked whether it is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Where.
    pub tenant: TenantId,
    /// Whose.
    pub user: UserId,
    /// What for.
    pub purpose: TicketPurpose,
    /// Which.
    pub serial: u32,
    mac: [u8; 32],
}

const HEAD: usize = 16 + 16 + 1 + 4;
const CHANGE: u8 = 9;

impl TicketKey {
    /// A key of 256 bits.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The token of a user's live link; the address is the one it is sent to.
    #[must_use]
    pub fn token(
        &self,
        user: &User,
        purpose: TicketPurpose,
        serial: u32,
        address: Option<&str>,
    ) -> String {
        let head = head(user.tenant(), user.id(), code(purpose), serial);
        let mac = self.mac(&[&head, address.unwrap_or_default().as_bytes()]);
        URL_SAFE_NO_PAD.encode([head.as_slice(), &mac].concat())
    }

    /// Is the signature ours, for this address?
    #[must_use]
    pub fn verify(&self, claimed: &Claimed, address: Option<&str>) -> bool {
        let head = head(
            claimed.tenant,
            claimed.user,
            code(claimed.purpose),
            claimed.serial,
        );
        let mac = self.mac(&[&head, address.unwrap_or_default().as_bytes()]);
        bool::from(subtle::ConstantTimeEq::ct_eq(
            mac.as_slice(),
            claimed.mac.as_slice(),
        ))
    }

    /// A token that allows nothing but to replace a password that must be changed.
    #[must_use]
    pub fn change_token(&self, user: &User, expires_at: Timestamp) -> String {
        let seconds = u32::try_from(expires_at.timestamp()).unwrap_or(u32::MAX);
        let head = head(user.tenant(), user.id(), CHANGE, seconds);
        let mac = self.mac(&[&head, &user.version().to_be_bytes()]);
        URL_SAFE_NO_PAD.encode([head.as_slice(), &mac].concat())
    }

    /// Whose password may be changed by this token, as far as its form says.
    #[must_use]
    pub fn change_token_user(token: &str) -> Option<(TenantId, UserId)> {
        let (tenant, user, purpose, ..) = split(token)?;
        (purpose == CHANGE).then_some((tenant, user))
    }

    /// May this user's password be changed by this token now?
    #[must_use]
    pub fn verify_change_token(&self, token: &str, user: &User, now: Timestamp) -> bool {
        let Some((tenant, id, CHANGE, seconds, mac)) = split(token) else {
            return false;
        };
        let head = head(tenant, id, CHANGE, seconds);
        let ours = self.mac(&[&head, &user.version().to_be_bytes()]);
        let same = bool::from(subtle::ConstantTimeEq::ct_eq(
            ours.as_slice(),
            mac.as_slice(),
        ));
        same && id == user.id() && tenant == user.tenant() && now.timestamp() < i64::from(seconds)
    }

    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        // A key of any length is a valid HMAC key; the type says otherwise.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else {
            return [0; 32];
        };
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl Claimed {
    /// Reads a token. `None`: not one of ours.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let (tenant, user, purpose, serial, mac) = split(token)?;
        let purpose = TicketPurpose::ALL
            .into_iter()
            .find(|known| code(*known) == purpose)?;
        Some(Self {
            tenant,
            user,
            purpose,
            serial,
            mac,
        })
    }
}

fn code(purpose: TicketPurpose) -> u8 {
    match purpose {
        TicketPurpose::Invitation => 1,
        TicketPurpose::PasswordReset => 2,
        TicketPurpose::EmailChange => 3,
    }
}

fn head(tenant: TenantId, user: UserId, purpose: u8, number: u32) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD + 32);
    head.extend_from_slice(tenant.0.as_bytes());
    head.extend_from_slice(user.0.as_bytes());
    head.push(purpose);
    head.extend_from_slice(&number.to_be_bytes());
    head
}

fn split(token: &str) -> Option<(TenantId, UserId, u8, u32, [u8; 32])> {
    if token.len() > 128 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (tenant, rest) = bytes.split_at_checked(16)?;
    let (user, rest) = rest.split_at_checked(16)?;
    let (purpose, rest) = rest.split_first()?;
    let (number, mac) = rest.split_at_checked(4)?;
    Some((
        TenantId(Uuid::from_slice(tenant).ok()?),
        UserId(Uuid::from_slice(user).ok()?),
        *purpose,
        u32::from_be_bytes(number.try_into().ok()?),
        mac.try_into().ok()?,
    ))
}

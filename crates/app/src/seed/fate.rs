//! What becomes of the sample users: everything that the rules of their tenant let become of somebody.

use super::chance::Chance;
use tenure_domain::{
    Kind,
    policy::{
        CredentialWay, DeleteMode, Directory, Supported, UnknownEmail, ValidPolicy,
        WithoutCredential,
    },
    reference::ReferenceKind,
};

/// What becomes of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Works, logs in.
    Works,
    /// Is away at this moment.
    Away,
    /// Has not accepted an invitation yet.
    Waits,
    /// Never accepted one, and it is over.
    Missed,
    /// Has a temporary password and has not used it.
    Handed,
    /// Works no more.
    Rests,
    /// Was kept out by an administrator.
    KeptOut,
    /// Typed wrong passwords until nothing went any more, a few minutes ago.
    LockedOut,
    /// Was kept out, or rested, and is back.
    Returned,
    /// Left and can be brought back.
    Left,
    /// Left without a trace but the trail.
    Erased,
    /// Was made unknown.
    Forgotten,
    /// Is vouched for by the directory.
    Listed,
    /// Was vouched for by the directory, which does not know him any more.
    Dropped,
    /// Buys.
    Buyer,
    /// Delivers.
    Vendor,
    /// Is a place that its people share.
    Place,
    /// Picks, and never logs in.
    Hand,
}

impl Fate {
    const ALL: [Self; 18] = [
        Self::Works,
        Self::Away,
        Self::Waits,
        Self::Missed,
        Self::Handed,
        Self::Rests,
        Self::KeptOut,
        Self::LockedOut,
        Self::Returned,
        Self::Left,
        Self::Erased,
        Self::Forgotten,
        Self::Listed,
        Self::Dropped,
        Self::Buyer,
        Self::Vendor,
        Self::Place,
        Self::Hand,
    ];

    /// Can it become of somebody under these rules?
    fn can_be(self, policy: &ValidPolicy) -> bool {
        let allows = |way| policy.creation.allowed_credentials.contains(&way);
        let directory =
            allows(CredentialWay::External) && policy.credential.directory == Directory::Enabled;
        let uses = |kind| policy.work.uses(kind).is_ok();
        match self {
            Self::Works | Self::Rests | Self::Returned => true,
            Self::Away => policy.work.absences == Supported::Yes,
            Self::Waits | Self::Missed => allows(CredentialWay::Invitation),
            Self::Handed => allows(CredentialWay::TemporaryPassword),
            Self::KeptOut => policy.block.enabled == Supported::Yes,
            Self::LockedOut => policy.lockout.max_failures > 0,
            Self::Left => policy.removal.mode == DeleteMode::Soft,
            Self::Erased => policy.removal.mode == DeleteMode::Hard,
            Self::Forgotten => policy.anonymization.enabled == Supported::Yes,
            Self::Listed | Self::Dropped => directory,
            Self::Buyer => {
                policy.orders.unknown_email == UnknownEmail::CreateCustomer
                    || allows(CredentialWay::None)
            }
            Self::Vendor => policy.log_in.separate_realms.contains(&Kind::Vendor),
            Self::Place => {
                uses(ReferenceKind::Facility) && policy.identity.username_length.is_some()
            }
            Self::Hand => {
                let without = policy.activity.without_credential == WithoutCredential::Activate;
                allows(CredentialWay::None) && policy.work.picker == Supported::Yes && without
            }
        }
    }

    /// In how many of a thousand it does.
    fn share(self) -> usize {
        match self {
            Self::Works => 0,
            Self::Rests => 70,
            Self::Waits => 50,
            Self::Missed | Self::Buyer | Self::Returned => 40,
            Self::Away | Self::Left => 35,
            Self::Listed => 150,
            Self::KeptOut => 25,
            Self::Handed | Self::Forgotten | Self::Vendor | Self::Dropped => 20,
            Self::Hand => 50,
            Self::Place => 10,
            Self::Erased => 15,
            Self::LockedOut => 5,
        }
    }

    /// So many fates, each that is possible at least once if there is room, the others as people usually live.
    pub(super) fn deal(policy: &ValidPolicy, users: usize, chance: &mut Chance) -> Vec<Self> {
        let possible = Self::ALL.into_iter().filter(|fate| fate.can_be(policy));
        let mut dealt = Vec::new();
        for fate in possible {
            let count = (users * fate.share()).div_ceil(1_000);
            dealt.extend(std::iter::repeat_n(fate, count));
        }
        dealt.resize(users.max(dealt.len()), Self::Works);
        chance.shuffle(&mut dealt);
        dealt
    }

    /// The kind of account.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Buyer => Kind::Customer,
            Self::Vendor => Kind::Vendor,
            Self::Place => Kind::FacilityLogin,
            Self::Hand => Kind::NonLogin,
            Self::Works
            | Self::Away
            | Self::Waits
            | Self::Missed
            | Self::Handed
            | Self::Rests
            | Self::KeptOut
            | Self::LockedOut
            | Self::Returned
            | Self::Left
            | Self::Erased
            | Self::Forgotten
            | Self::Listed
            | Self::Dropped => Kind::Person,
        }
    }
}

//! Who asks.

use super::Authority;
use crate::value::UserId;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Who asks for a command, with what he may do at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Time: deadlines that have passed, lockouts.
    Clock,
    /// Whoever runs the server, on its command line or at its first start (`cli:root`).
    Operator {
        /// The name for the audit trail.
        name: String,
    },
    /// Somebody without a log-in: the holder of a mailed link, or a stranger who forgot a password.
    Visitor,
    /// A user who is logged in.
    User {
        /// Who.
        id: UserId,
        /// What he may do.
        authority: Authority,
    },
}

impl Actor {
    /// The actor as the audit trail names him.
    #[must_use]
    pub fn reference(&self) -> ActorRef {
        match self {
            Self::Clock => ActorRef::Clock,
            Self::Operator { name } => ActorRef::Operator(name.clone()),
            Self::Visitor => ActorRef::Visitor,
            Self::User { id, .. } => ActorRef::User(*id),
        }
    }

    /// Is this the user himself? Whoever logged in at a facility proved too little to be.
    #[must_use]
    pub fn is(&self, user: UserId) -> bool {
        matches!(self, Self::User { id, authority } if *id == user && authority.facility().is_none())
    }

    /// Is this the user, or whoever stands at a facility for him?
    #[must_use]
    pub fn stands_for(&self, user: UserId) -> bool {
        matches!(self, Self::User { id, .. } if *id == user)
    }

    /// Does the actor rank with system administrators?
    pub(crate) fn is_system_admin(&self) -> bool {
        match self {
            Self::Clock | Self::Operator { .. } => true,
            Self::Visitor => false,
            Self::User { authority, .. } => authority.is_system_admin(),
        }
    }
}

/// An actor as stored: `user:<id>`, `operator:<name>`, `clock`, `visitor`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ActorRef {
    /// Time.
    Clock,
    /// Whoever runs the server.
    Operator(String),
    /// Somebody without a log-in.
    Visitor,
    /// A user.
    User(UserId),
}

impl fmt::Display for ActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock => f.write_str("clock"),
            Self::Operator(name) => write!(f, "operator:{name}"),
            Self::Visitor => f.write_str("visitor"),
            Self::User(id) => write!(f, "user:{id}"),
        }
    }
}

/// Why a text names no actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("An actor is clock, visitor, operator:<name> or user:<id>.")]
pub struct InvalidActorRef;

impl FromStr for ActorRef {
    type Err = InvalidActorRef;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "clock" => Ok(Self::Clock),
            None if text == "visitor" => Ok(Self::Visitor),
            Some(("operator", name)) => Ok(Self::Operator(name.to_owned())),
            Some(("user", id)) => id.parse().map(Self::User).map_err(|_| InvalidActorRef),
            _ => Err(InvalidActorRef),
        }
    }
}

impl TryFrom<String> for ActorRef {
    type Error = InvalidActorRef;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ActorRef> for String {
    fn from(actor: ActorRef) -> Self {
        actor.to_string()
    }
}

//! Personal data inside events: present, or redacted for good.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that belongs to a person and goes away when that person is anonymized.
///
/// On the wire it is the value or `null`, so that storage can cut the personal part of an event
/// out without knowing which event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal<T> {
    /// Not redacted.
    Known(T),
    /// Taken out for good.
    Redacted,
}

impl<T> Personal<T> {
    /// The value, unless it was redacted.
    #[must_use]
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Redacted => None,
        }
    }
}

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.known().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Redacted, Self::Known))
    }
}

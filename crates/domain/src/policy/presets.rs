//! Complete policies by name. Each is one full literal; each value says where it comes from.

mod standard;

pub use standard::standard;

use super::Policy;

/// Makes a preset's complete policy.
pub type Preset = fn() -> Policy;

/// Every preset with its name, in the order in which documents list them.
pub const ALL: &[(&str, Preset)] = &[("standard", standard)];

/// The preset of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<Policy> {
    ALL.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, preset)| preset())
}

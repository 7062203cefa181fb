//! Complete policies by name. Each is one full literal; each value says where it comes from.
//!
//! Five presets reproduce order management systems as their documents describe them. The marks in their comments:
//! `HW-n`, `SH-n`, `OB-n`, `HE-n`, `CH-n` are the rules of the five documents by number; with an `x` (`HWx-n`,
//! `OFx-n`, …) what is known of a system from its other public documents or code; † a value from such a neighbour;
//! ‡ nothing says, and the value is our reading.

mod chord;
mod hesh;
mod hotwax;
mod order_broker;
mod shopp;
mod standard;

pub use chord::chord;
pub use hesh::hesh;
pub use hotwax::hotwax;
pub use order_broker::order_broker;
pub use shopp::shopp;
pub use standard::standard;

use super::Policy;

/// Makes a preset's complete policy.
pub type Preset = fn() -> Policy;

/// Every preset with its name, in the order in which documents list them.
pub const ALL: &[(&str, Preset)] = &[
    ("standard", standard),
    ("hotwax", hotwax),
    ("shopp", shopp),
    ("order_broker", order_broker),
    ("hesh", hesh),
    ("chord", chord),
];

/// The preset of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<Policy> {
    ALL.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, preset)| preset())
}

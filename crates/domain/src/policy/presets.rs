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

/// What the preset of this name is for, in a line.
#[must_use]
pub fn description(name: &str) -> Option<&'static str> {
    Some(match name {
        "standard" => "For those who start fresh: the safest reading of every rule.",
        "hotwax" => "Users as HotWax Commerce keeps them, on OFBiz.",
        "shopp" => "Users as Shopp keeps them.",
        "order_broker" => "Users as Oracle Retail Order Broker keeps them.",
        "hesh" => "Users as Hesh keeps them.",
        "chord" => "Users as Chord keeps them.",
        _ => return None,
    })
}

/// The preset that this policy is, word for word.
#[must_use]
pub fn name_of(policy: &Policy) -> Option<&'static str> {
    let mut all = ALL.iter();
    let same = all.find(|(_, preset)| preset() == *policy);
    same.map(|(name, _)| *name)
}

/// The preset of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<Policy> {
    ALL.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, preset)| preset())
}

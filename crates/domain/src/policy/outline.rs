//! What a policy is made of: each setting with its meaning and the values that it takes, for whoever shows or edits
//! policies. The meanings are those that stand beside the settings in this source.

use crate::{
    user::Kind,
    value::{RoleName, Span},
};
use serde::Serialize;
use std::collections::BTreeSet;

/// One setting, or a group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the stored form.
    pub name: &'static str,
    /// What it decides.
    pub meaning: String,
    /// Which values it takes.
    pub takes: Takes,
}

/// A value that a setting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name in the stored form.
    pub name: String,
    /// What it means; empty where the name says it.
    pub meaning: String,
}

/// What a setting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these.
    One(Vec<Named>),
    /// Any of these.
    Any(Vec<Named>),
    /// One of these, stored by its name, some with more to say: `{"name": …}`.
    Either(Vec<(Named, Option<Takes>)>),
    /// A whole number.
    Number,
    /// A length of time in seconds.
    Span,
    /// A text.
    Text,
    /// Any names.
    Names,
    /// This, or `null`.
    Optional(Box<Takes>),
    /// An object of settings.
    Group(Vec<Setting>),
}

/// A type of settings.
pub(crate) trait Outlined {
    /// What stands beside the type.
    const DOCUMENTED: &'static str = "";

    /// Which values it takes.
    fn takes() -> Takes;
}

impl Setting {
    pub(crate) fn new<T: Outlined>(name: &'static str, documented: &str) -> Self {
        let own = plain(documented);
        let meaning = if own.is_empty() {
            plain(T::DOCUMENTED)
        } else {
            own
        };
        let takes = T::takes();
        Self {
            name,
            meaning,
            takes,
        }
    }
}

impl Named {
    /// A value by its stored name.
    pub(crate) fn of(value: &impl Serialize, documented: &str) -> Self {
        let stored = serde_json::to_value(value).unwrap_or_default();
        Self::called(stored.as_str().unwrap_or_default(), documented)
    }

    fn called(name: &str, documented: &str) -> Self {
        Self {
            name: name.to_owned(),
            meaning: plain(documented),
        }
    }
}

/// What stands beside an item, for people who do not read the source: without the numbers of rules and without marks.
fn plain(documented: &str) -> String {
    let text = documented.trim();
    let text = match text.split_once([':', '.', ';']) {
        Some((start, rest)) if start.split(", ").all(is_rule) => rest.trim(),
        Some(_) | None => text,
    };
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (") {
        plain.push_str(before);
        match after.split_once(')') {
            Some((within, after)) if is_rule(first_word(within)) => rest = after,
            Some(_) | None => {
                plain.push_str(" (");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    let plain = plain.replace(['`', '[', ']'], "");
    let mut letters = plain.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn first_word(text: &str) -> &str {
    let end = text.find([' ', ',', ';']).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Is it a rule's number, such as `P-71` or `HWx-7`?
fn is_rule(word: &str) -> bool {
    let parts = word.split_once('-');
    parts.is_some_and(|(source, number)| {
        let source = source.trim_end_matches('x');
        !source.is_empty()
            && source.chars().all(|c| c.is_ascii_uppercase())
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
    })
}

macro_rules! outlined {
    ($($type:ty => $takes:ident,)+) => {
        $(impl Outlined for $type {
            fn takes() -> Takes {
                Takes::$takes
            }
        })+
    };
}

outlined! {
    u8 => Number,
    u16 => Number,
    u32 => Number,
    Span => Span,
    String => Text,
    RoleName => Text,
    BTreeSet<RoleName> => Names,
}

impl<T: Outlined> Outlined for Option<T> {
    const DOCUMENTED: &'static str = T::DOCUMENTED;

    fn takes() -> Takes {
        Takes::Optional(Box::new(T::takes()))
    }
}

/// A choice, of which a set can be taken.
pub(crate) trait Choosable {
    /// What stands beside the type.
    const DOCUMENTED: &'static str;

    /// Every value.
    fn values() -> Vec<Named>;
}

impl<T: Choosable> Outlined for BTreeSet<T> {
    const DOCUMENTED: &'static str = T::DOCUMENTED;

    fn takes() -> Takes {
        Takes::Any(T::values())
    }
}

impl Choosable for Kind {
    const DOCUMENTED: &'static str = "";

    fn values() -> Vec<Named> {
        let all = Self::ALL.iter();
        all.map(|kind| Named::called(kind.code(), "")).collect()
    }
}

impl Outlined for super::LogInRole {
    const DOCUMENTED: &'static str = "Which role a user needs to log in.";

    fn takes() -> Takes {
        Takes::Either(vec![
            (Named::called("none", "None."), None),
            (Named::called("any_role", "Any at all."), None),
            (Named::called("role", "This one."), Some(Takes::Text)),
        ])
    }
}

impl Outlined for super::Favourites {
    const DOCUMENTED: &'static str = "What users may pin, to be applied each time they log in.";

    fn takes() -> Takes {
        let kinds = <BTreeSet<super::FavouriteKind> as Outlined>::takes();
        let listed = Named::called("listed", "One of each of these.");
        let free = "Whatever an application likes to keep, by its own keys.";
        Takes::Either(vec![
            (Named::called("unused", "Nothing."), None),
            (listed, Some(kinds)),
            (Named::called("free", free), None),
        ])
    }
}

/// Declares a group of settings: a struct whose fields say what they decide.
macro_rules! settings {
    (
        $(#[doc = $about:literal])*
        #[derive($($derive:tt)*)]
        #[serde($($how:tt)*)]
        $(#[expect($($expect:tt)*)])?
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $(#[serde($($field_how:tt)*)])?
                pub $field:ident: $type:ty,
            )+
        }
    ) => {
        $(#[doc = $about])*
        #[derive($($derive)*)]
        #[serde($($how)*)]
        $(#[expect($($expect)*)])?
        pub struct $name {
            $(
                $(#[doc = $doc])*
                $(#[serde($($field_how)*)])?
                pub $field: $type,
            )+
        }

        impl $crate::policy::outline::Outlined for $name {
            const DOCUMENTED: &'static str = concat!($($about),*);

            fn takes() -> $crate::policy::outline::Takes {
                use $crate::policy::outline::{Setting, Takes};
                Takes::Group(vec![$(
                    Setting::new::<$type>(stringify!($field), concat!($($doc),*)),
                )+])
            }
        }
    };
}
pub(super) use settings;

impl super::Policy {
    /// Every group with its settings.
    #[must_use]
    pub fn outline() -> Vec<Setting> {
        if let Takes::Group(groups) = <Self as Outlined>::takes() {
            groups
        } else {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Setting, Takes, plain};
    use crate::policy::{Policy, presets};
    use serde_json::Value;

    #[test]
    fn meanings_are_plain() {
        let texts = [
            (
                "P-71: what uses it up (HE-13); twice (so).",
                "What uses it up; twice (so).",
            ),
            (" P-2, P-3.", ""),
            ("P-36; none: nobody.", "None: nobody."),
            (" Refused; `409` then.", "Refused; 409 then."),
            ("By status (HW-5, HE-48).", "By status."),
        ];
        for (documented, expected) in texts {
            assert_eq!(plain(documented), expected, "{documented}");
        }
    }

    #[test]
    fn every_setting_has_a_meaning_and_takes_what_every_preset_says() {
        for (name, preset) in presets::ALL {
            let whole = serde_json::to_value(preset()).unwrap();
            for group in Policy::outline() {
                assert!(!group.meaning.is_empty(), "{}", group.name);
                let Takes::Group(settings) = &group.takes else {
                    panic!("{} is no group", group.name);
                };
                assert_eq!(settings.len(), whole[group.name].as_object().unwrap().len());
                for setting in settings {
                    let at = format!("{name}: {}.{}", group.name, setting.name);
                    assert!(!setting.meaning.is_empty(), "{at}");
                    assert!(
                        fits(&setting.takes, &whole[group.name][setting.name]),
                        "{at}"
                    );
                }
            }
        }
    }

    fn fits(takes: &Takes, value: &Value) -> bool {
        let known =
            |names: &[super::Named], value: &Value| names.iter().any(|named| *value == named.name);
        match takes {
            Takes::One(names) => known(names, value),
            Takes::Any(names) => {
                let mut all = value.as_array().unwrap().iter();
                all.all(|value| known(names, value))
            }
            Takes::Either(ways) => ways.iter().any(|(named, more)| match more {
                None => *value == named.name,
                Some(more) => value
                    .get(&named.name)
                    .is_some_and(|value| fits(more, value)),
            }),
            Takes::Number | Takes::Span => value.is_u64(),
            Takes::Text => value.is_string(),
            Takes::Names => value.is_array(),
            Takes::Optional(takes) => value.is_null() || fits(takes, value),
            Takes::Group(settings) => settings
                .iter()
                .all(|Setting { name, takes, .. }| fits(takes, &value[*name])),
        }
    }
}

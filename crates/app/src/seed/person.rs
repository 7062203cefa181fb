//! Who a sample user is: a name, an address, what the rules have users say of themselves.

use super::{
    chance::Chance,
    company::Company,
    names::{CULTURES, Culture},
};
use anyhow::Context;
use std::collections::BTreeSet;
use tenure_domain::{
    Profile,
    policy::{FieldUse, IdentityPolicy, NameShape},
    value::{
        EmailAddress, ExternalId, LanguageTag, PersonName, Phone, ShippingSystem, TimeZone,
        Username,
    },
};

/// What proposes how a parcel goes.
const SHIPPING: &[&str] = &["ConnectShip", "FedEx Ship Manager", "UPS WorldShip"];

/// Makes people, no two of whom log in alike.
#[derive(Debug)]
pub(super) struct Registry<'a> {
    company: &'a Company,
    identity: &'a IdentityPolicy,
    taken: BTreeSet<String>,
}

impl<'a> Registry<'a> {
    pub(super) fn new(company: &'a Company, identity: &'a IdentityPolicy) -> Self {
        Self {
            company,
            identity,
            taken: BTreeSet::new(),
        }
    }

    /// Somebody from somewhere.
    pub(super) fn somebody(&mut self, chance: &mut Chance) -> anyhow::Result<Profile> {
        let at = chance.below(CULTURES.len());
        let culture = CULTURES.get(at).context("nobody comes from anywhere")?;
        let given = chance.pick(culture.given);
        // Both names in one script.
        let alike = culture.family.iter().copied();
        let alike = alike.filter(|family| is_latin(family) == is_latin(given));
        let family = chance.pick(&alike.collect::<Vec<_>>());
        let mut profile = self.named(&spelled(given), &spelled(family))?;
        self.adorn(&mut profile, culture, chance)?;
        Ok(profile)
    }

    /// Somebody with this name, each part as it is shown and as it is typed.
    pub(super) fn named(
        &mut self,
        given: &Spelled<'_>,
        family: &Spelled<'_>,
    ) -> anyhow::Result<Profile> {
        let (first, last) = (
            PersonName::parse(given.shown)?,
            PersonName::parse(family.shown)?,
        );
        let login = self.login(&given.typed, &family.typed);
        let mut profile = Profile {
            email: Some(EmailAddress::parse(&format!(
                "{login}@{}",
                self.company.domain
            ))?),
            ..Profile::default()
        };
        if self.identity.username_length.is_some() {
            profile.username = Some(Username::parse(&login)?);
        }
        match self.identity.name_shape {
            NameShape::FirstLast => {
                profile.first_name = Some(first);
                profile.last_name = Some(last);
            }
            NameShape::Single => {
                let name = format!("{first} {last}");
                profile.display_name = Some(PersonName::parse(&name)?);
            }
            NameShape::None => {}
        }
        Ok(profile)
    }

    /// A place as a user: a name of its own instead of a person's.
    pub(super) fn place(&mut self, name: &str, code: &str) -> anyhow::Result<Profile> {
        let (shown, desk) = (name, "desk".to_owned());
        let desk = Spelled { shown, typed: desk };
        let typed = plain(code);
        let mut profile = self.named(&desk, &Spelled { shown, typed })?;
        (profile.first_name, profile.last_name) = (None, None);
        profile.display_name = match self.identity.name_shape {
            NameShape::FirstLast | NameShape::Single => Some(PersonName::parse(name)?),
            NameShape::None => None,
        };
        Ok(profile)
    }

    fn adorn(
        &self,
        profile: &mut Profile,
        culture: &Culture,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let identity = self.identity;
        profile.language = Some(LanguageTag::parse(culture.language)?);
        profile.time_zone = Some(TimeZone::parse(culture.zone)?);
        if identity.phone == FieldUse::Used && chance.percent(70) {
            let number = format!("{} {:04}", culture.phone, chance.between(100, 9_999));
            profile.phone = Some(Phone::parse(&number)?);
        }
        if identity.external_id == FieldUse::Used && chance.percent(60) {
            let number = format!("E{}", 1_000 + self.taken.len());
            profile.external_id = Some(ExternalId::parse(&number)?);
        }
        if identity.shipping_system == FieldUse::Used && chance.percent(25) {
            profile.shipping_system = Some(ShippingSystem::parse(chance.pick(SHIPPING))?);
        }
        Ok(())
    }

    /// What stands before the `@`, and is the user name where users have one: as long as the rules let it be.
    fn login(&mut self, given: &str, family: &str) -> String {
        let most = self.identity.username_length.map(|length| length.max);
        let short = most.is_some_and(|most| most < 20);
        let base: String = if short {
            let first = given.chars().take(1);
            first.chain(family.chars().take(5)).collect()
        } else {
            format!("{given}.{family}")
        };
        let mut number = usize::from(short);
        loop {
            let login = match number {
                0 => base.clone(),
                _ if short => format!("{base}{number:03}"),
                _ => format!("{base}{number}"),
            };
            if self.taken.insert(login.clone()) {
                return login;
            }
            number = number.max(1) + 1;
        }
    }
}

/// A name as it is shown and as it is typed.
#[derive(Clone, Debug)]
pub(super) struct Spelled<'a> {
    shown: &'a str,
    typed: String,
}

/// A name of the lists.
pub(super) fn spelled(name: &str) -> Spelled<'_> {
    match name.split_once('|') {
        Some((shown, typed)) => Spelled {
            shown,
            typed: typed.to_owned(),
        },
        None => Spelled {
            shown: name,
            typed: plain(name),
        },
    }
}

fn is_latin(name: &str) -> bool {
    let shown = name.split('|').next().unwrap_or_default();
    shown
        .chars()
        .all(|c| c < '\u{0370}' || ('\u{1E00}'..='\u{1EFF}').contains(&c))
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

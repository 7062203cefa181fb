//! The console's messages in the reader's language, worded as the tenant's system words them.

mod sentences;
#[cfg(test)]
mod tests;

use super::Theme;
use fluent_templates::{
    LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader,
};
use std::{borrow::Cow, collections::HashMap};
use tenure_domain::{
    authority::is_built_in,
    value::{RoleName, RoleTitle},
};
use tenure_service::roles::ShownRole;

static_loader! {
    static MESSAGES = {
        locales: "./messages",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static GERMAN: LanguageIdentifier = langid!("de");

/// A language that the console speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
    German,
}

impl Language {
    /// All of them, each with its own name.
    pub(crate) const ALL: [(Self, &'static str); 2] =
        [(Self::English, "English"), (Self::German, "Deutsch")];

    /// For `lang`, and how a profile has it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language of a tag such as `de-CH`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?.trim();
        let mut all = Self::ALL.into_iter().map(|(language, _)| language);
        all.find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The first of a browser's wishes that we speak; the order in which browsers write them is their preference.
    pub(crate) fn of_wishes(wishes: &str) -> Option<Self> {
        let tags = wishes.split(',').map(|wish| wish.split(';').next());
        tags.flatten().find_map(Self::of_tag)
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::English => &ENGLISH,
            Self::German => &GERMAN,
        }
    }
}

/// What messages are made of: a language, and the system whose words are used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) language: Language,
    /// What the tenant's rules are called; a message may word itself by it.
    preset: String,
    /// The theme that the reader chose: pages look as their reader likes wherever they speak his language.
    pub(crate) theme: Option<Theme>,
}

/// The values in a message, by name.
pub(crate) type Values<'a> = [(&'static str, FluentValue<'a>)];

impl Words {
    /// In this language, under rules of this name.
    pub(crate) fn new(language: Language, preset: &str) -> Self {
        Self {
            language,
            preset: preset.to_owned(),
            theme: None,
        }
    }

    /// For a reader with this theme.
    pub(crate) fn themed(self, theme: Option<Theme>) -> Self {
        Self { theme, ..self }
    }

    /// A message.
    pub(crate) fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A message with one value in it.
    pub(crate) fn say1<'a>(
        &self,
        key: &str,
        name: &'static str,
        value: impl Into<FluentValue<'a>>,
    ) -> String {
        self.say_with(key, &[(name, value.into())])
    }

    /// A message with values in it. One that is missing shows its key: a test holds that none is.
    pub(crate) fn say_with(&self, key: &str, values: &Values<'_>) -> String {
        let mut all = HashMap::with_capacity(values.len() + 1);
        let preset = FluentValue::from(self.preset.as_str());
        all.insert(Cow::Borrowed("preset"), preset);
        for (name, value) in values {
            all.insert(Cow::Borrowed(*name), value.clone());
        }
        let found = MESSAGES.try_lookup_with_args(self.language.id(), key, &all);
        found.unwrap_or_else(|| key.to_owned())
    }

    /// The message `<family>-<code>`, for codes such as a status or an action.
    pub(crate) fn name(&self, family: &str, code: &str) -> Option<String> {
        self.find(&format!("{family}-{}", code.replace(['_', '.'], "-")))
    }

    /// A sentence of the rules, which say it in English. None where it is not known in this language.
    pub(crate) fn sentence(&self, english: &str) -> Option<String> {
        let name = |family: &str, code: &str| self.name(family, code);
        match self.language {
            Language::English => Some(english.to_owned()),
            Language::German => sentences::german().translate(english, &name),
        }
    }

    /// What is wrong, by its code and the sentence of the rules. Where that is not known in this language, what the code
    /// means in general.
    pub(crate) fn reason(&self, code: &str, english: &str) -> String {
        let said = self.sentence(english);
        let said = said.or_else(|| self.name("fault", code));
        let said = said.or_else(|| self.name("happened", code));
        said.unwrap_or_else(|| self.say("fault-invalid"))
    }

    /// What people call a role. A role of every tenant is called in the reader's language.
    pub(crate) fn role(&self, name: &RoleName, title: &RoleTitle) -> String {
        let own = is_built_in(name).then(|| self.name("people-role", name.as_str()));
        own.flatten().unwrap_or_else(|| title.to_string())
    }

    /// What a role is for, likewise.
    pub(crate) fn role_about(&self, shown: &ShownRole) -> Option<String> {
        let about = shown.role.description.as_ref()?.to_string();
        let own = shown.built_in.then(|| self.sentence(&about)).flatten();
        Some(own.unwrap_or(about))
    }

    /// A message, where there is one.
    pub(crate) fn find(&self, key: &str) -> Option<String> {
        let said = self.say(key);
        (said != key).then_some(said)
    }
}

//! One field of a form.

use crate::console::Words;
use chrono_tz::TZ_VARIANTS;
use tenure_domain::{
    Profile,
    policy::{Blocklist, CharacterClasses, IdentityPolicy, PasswordRules},
};

/// How a field is filled in.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A line of text, of this type.
    Line(&'static str),
    /// So many lines of text.
    Lines(u8),
    /// One of these.
    Choice(Vec<Choice>),
    /// Any of these; sent as a list, so the name ends in `[]`.
    Several(Vec<Choice>),
    /// Yes, or nothing.
    Check,
    /// A file of these types.
    File(&'static str),
}

/// Something to choose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    /// More about it, below.
    pub(crate) hint: Option<String>,
    pub(crate) chosen: bool,
}

impl Choice {
    /// Something to choose.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Chosen, or not.
    pub(crate) fn chosen(self, chosen: bool) -> Self {
        Self { chosen, ..self }
    }

    /// With more about it.
    pub(crate) fn hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

/// One field of a form.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a field"
)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// How the API calls it, where that differs.
    pub(crate) also: Option<&'static str>,
    pub(crate) label: String,
    /// The message that is its label, where the page's words say it.
    pub(crate) key: Option<&'static str>,
    /// The rules for a password to be.
    pub(crate) rules: Option<PasswordRules>,
    pub(crate) kind: Kind,
    pub(crate) autocomplete: &'static str,
    pub(crate) value: String,
    pub(crate) hints: Vec<String>,
    pub(crate) errors: Vec<String>,
    pub(crate) required: bool,
    /// Only shown; password managers keep it beside the password.
    pub(crate) fixed: bool,
    /// Not words of a language: nothing to capitalize or to spell.
    pub(crate) machine: bool,
    /// Kept in lower case while one types.
    pub(crate) lower: bool,
    /// The pattern that browsers hold it to.
    pub(crate) pattern: Option<String>,
}

impl Field {
    /// A line of text.
    pub(crate) fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            also: None,
            label: label.into(),
            key: None,
            rules: None,
            kind: Kind::Line("text"),
            autocomplete: "off",
            value: String::new(),
            hints: Vec::new(),
            errors: Vec::new(),
            required: true,
            fixed: false,
            machine: false,
            lower: false,
            pattern: None,
        }
    }

    /// Something to be filled in another way than by typing a line.
    pub(crate) fn of_kind(kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            kind,
            ..Self::text(name, label)
        }
    }

    /// What is typed to log in.
    pub(crate) fn login() -> Self {
        Self {
            autocomplete: "username",
            machine: true,
            key: Some("page-login"),
            ..Self::text("login", "")
        }
    }

    /// An e-mail address.
    pub(crate) fn email() -> Self {
        Self {
            kind: Kind::Line("email"),
            autocomplete: "email",
            machine: true,
            key: Some("field-email"),
            ..Self::text("email", "")
        }
    }

    /// The password that there is.
    pub(crate) fn current_password(name: &'static str, label: impl Into<String>) -> Self {
        Self {
            kind: Kind::Line("password"),
            autocomplete: "current-password",
            machine: true,
            ..Self::text(name, label)
        }
    }

    /// A password to be, with what it must be like.
    pub(crate) fn new_password(
        name: &'static str,
        label: impl Into<String>,
        rules: PasswordRules,
    ) -> Self {
        Self {
            kind: Kind::Line("password"),
            autocomplete: "new-password",
            rules: Some(rules),
            machine: true,
            also: Some("password"),
            ..Self::text(name, label)
        }
    }

    /// Whose password it is; only shown.
    pub(crate) fn account(login: &str) -> Self {
        let field = Self {
            key: Some("own-log-in-as"),
            fixed: true,
            ..Self::login()
        };
        field.holding(Some(login))
    }

    /// Whose password it is, by what stands on file.
    pub(crate) fn account_of(profile: &Profile, policy: &IdentityPolicy) -> Option<Self> {
        Self::login_of(profile, policy).map(|login| Self::account(&login))
    }

    /// What this person types to log in, the address where both will do.
    pub(crate) fn login_of(profile: &Profile, policy: &IdentityPolicy) -> Option<String> {
        profile.log_ins(policy).pop()
    }

    /// Under another label.
    pub(crate) fn labelled(self, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            key: None,
            ..self
        }
    }

    /// With what browsers know of it.
    pub(crate) fn known_as(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    /// Which the API calls otherwise: faults of that name are shown here.
    pub(crate) fn called(self, name: &'static str) -> Self {
        Self {
            also: Some(name),
            ..self
        }
    }

    /// With what was typed, or what there is; of choices, with this one chosen.
    pub(crate) fn holding(mut self, value: Option<&str>) -> Self {
        value.unwrap_or_default().clone_into(&mut self.value);
        if let Kind::Choice(choices) = &mut self.kind {
            for choice in choices {
                choice.chosen = choice.value == self.value;
            }
        }
        self
    }

    /// Of choices, with these chosen.
    pub(crate) fn holding_all(mut self, values: &[impl AsRef<str>]) -> Self {
        if let Kind::Several(choices) = &mut self.kind {
            for choice in choices {
                choice.chosen = values.iter().any(|value| value.as_ref() == choice.value);
            }
        }
        self
    }

    /// Yes, or not.
    pub(crate) fn checked(self, checked: bool) -> Self {
        let value = if checked { "true" } else { "" };
        self.holding(Some(value))
    }

    /// With a line of help.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// May be left out.
    pub(crate) fn optional(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }

    /// Only shown.
    pub(crate) fn fixed(self) -> Self {
        Self {
            fixed: true,
            ..self
        }
    }

    /// Not a word of any language.
    pub(crate) fn verbatim(self) -> Self {
        Self {
            machine: true,
            ..self
        }
    }

    /// A secret that is meant to be read.
    pub(crate) fn readable(self) -> Self {
        Self {
            kind: Kind::Line("text"),
            autocomplete: "off",
            ..self
        }
    }

    /// In lower case, where that is so.
    pub(crate) fn lowered(self, lower: bool) -> Self {
        Self { lower, ..self }
    }

    /// Exactly this must be typed.
    pub(crate) fn exactly(self, text: &str) -> Self {
        Self {
            pattern: Some(text.to_owned()),
            machine: true,
            ..self
        }
    }

    /// What browsers send it as.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Must something stand in it, and does nothing?
    pub(crate) fn is_missing(&self) -> bool {
        self.required && self.value.is_empty()
    }

    /// Is it this field that a JSON pointer without its slash names?
    pub(crate) fn is_at(&self, at: &str) -> bool {
        let bare = self.name.trim_end_matches("[]");
        let first = at.split('/').next().unwrap_or_default();
        bare == at.replace('/', ".") || bare == first || self.also == Some(at)
    }

    /// Notes a fault.
    pub(crate) fn refuse(&mut self, message: &str) {
        self.errors.push(message.to_owned());
    }

    /// What stands above it.
    pub(crate) fn label(&self, words: &Words) -> String {
        self.key
            .map_or_else(|| self.label.clone(), |key| words.say(key))
    }

    /// What helps to fill it in.
    pub(crate) fn help(&self, words: &Words) -> Vec<String> {
        let rules = self.rules.map(|rules| rules_in_words(rules, words));
        let hints = self.hints.iter().cloned();
        rules.into_iter().flatten().chain(hints).collect()
    }

    /// Its id on the page.
    pub(crate) fn id(&self) -> String {
        self.name.trim_end_matches("[]").replace('.', "-")
    }

    /// The ids of what is said about it.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint =
            (self.rules.is_some() || !self.hints.is_empty()).then(|| format!("{}-hint", self.id()));
        let error = (!self.errors.is_empty()).then(|| format!("{}-error", self.id()));
        let ids = [error, hint].into_iter().flatten().collect::<Vec<_>>();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// Every time zone there is, and none at first.
pub(crate) fn zones(words: &Words) -> Vec<Choice> {
    let none = Choice::new("", words.say("own-zone-none"));
    let all = TZ_VARIANTS.iter();
    let all = all.map(|zone| Choice::new(zone.name(), zone.name().replace('_', " ")));
    std::iter::once(none).chain(all).collect()
}

/// The rules beforehand.
pub(crate) fn rules_in_words(rules: PasswordRules, words: &Words) -> Vec<String> {
    let mut said = vec![
        words.say1("page-password-short", "count", rules.min),
        words.say1("page-password-long", "count", rules.max),
    ];
    if rules.classes == CharacterClasses::LetterDigitSpecial {
        said.push(words.say("page-password-classes"));
    }
    if rules.blocklist == Blocklist::Guessable {
        said.push(words.say("page-password-guessable"));
    }
    said
}

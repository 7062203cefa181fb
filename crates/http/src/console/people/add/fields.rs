//! The fields of the forms for new users, as the tenant's rules want them.

use super::{secret, stage::Stage, stage::WHO, way::Way};
use crate::{
    AppState,
    console::Visit,
    pages::{Choice, Field, Form, Kind},
    problem::Problem,
};
use tenure_domain::{
    Kind as User,
    policy::{
        CredentialWay, DisabledCreation, FieldUse, NameShape, Policy, Required, UsernameCase,
    },
};

/// One form.
pub(super) struct Sheet<'a> {
    pub(super) app: &'a AppState,
    pub(super) visit: &'a Visit,
    pub(super) way: Way,
    pub(super) stage: Stage,
    pub(super) typed: &'a Form,
}

impl Sheet<'_> {
    pub(super) fn policy(&self) -> &Policy {
        &self.visit.session.tenant.policy
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.visit.say(key)
    }

    /// What goes along unseen: the way, and in the second form what the first one asked for.
    pub(super) fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut hidden = vec![
            ("way", self.way.code().to_owned()),
            ("stage", self.stage.code().to_owned()),
        ];
        let kind = self
            .typed
            .text("kind")
            .filter(|_| self.stage == Stage::First);
        hidden.extend(kind.map(|kind| ("kind", kind.to_owned())));
        if self.stage == Stage::Second {
            let typed = WHO.iter().filter_map(|name| {
                let value = self.typed.text(name)?;
                Some((*name, value.to_owned()))
            });
            hidden.extend(typed);
        }
        if let ([only], true) = (self.codes().as_slice(), self.stage != Stage::First) {
            hidden.push(("credential.type", (*only).to_owned()));
        }
        hidden
    }

    /// The fields, in their order.
    pub(super) async fn fields(&self) -> Result<Vec<Field>, Problem> {
        let mut fields = Vec::new();
        if self.stage == Stage::Second {
            fields.extend(self.fixed_who());
        } else {
            fields.extend(self.organization().await?);
            fields.extend(self.who());
        }
        if self.stage == Stage::First {
            return Ok(fields);
        }
        if self.stage == Stage::Second {
            fields.extend(self.organization().await?);
        }
        fields.extend(self.kind());
        fields.extend(self.credential());
        fields.extend(self.roles().await?);
        fields.extend(self.facilities().await?);
        fields.extend(self.rest());
        Ok(fields)
    }

    /// A line that may be left out unless the rules want it.
    fn line(&self, name: &'static str, key: &str, required: bool) -> Field {
        let field = Field::text(name, self.say(key)).holding(self.typed.text(name));
        if required { field } else { field.optional() }
    }

    /// Who it is.
    fn who(&self) -> Vec<Field> {
        let identity = &self.policy().identity;
        let mut fields = Vec::new();
        if self.way == Way::Invite {
            fields.push(self.emails());
        } else if let Some(length) = identity.username_length {
            let only = identity.email_required == Required::Optional;
            let lower = identity.username_case == UsernameCase::Lower;
            let bounds = [
                ("min", u64::from(length.min).into()),
                ("max", u64::from(length.max).into()),
            ];
            let hint = match lower {
                true => "people-field-username-lower",
                false => "people-field-username-any",
            };
            let field = self.line("username", "people-filter-username", only);
            let hint = self.visit.words.say_with(hint, &bounds);
            fields.push(field.hint(hint).verbatim().lowered(lower));
        }
        fields.extend(self.names());
        if self.way != Way::Invite {
            let field = Field::email().labelled(self.say("people-filter-email"));
            let field = field.known_as("off").holding(self.typed.text("email"));
            fields.push(match identity.email_required {
                Required::Required => field,
                Required::Optional => field.optional(),
            });
            if identity.phone == FieldUse::Used {
                fields.push(self.line("phone", "people-column-phone", false));
            }
            if identity.external_id == FieldUse::Used {
                fields.push(self.line("external_id", "people-column-external-id", false));
            }
        }
        fields
    }

    fn emails(&self) -> Field {
        let length = self.policy().identity.email_length;
        let bounds = [
            ("min", u64::from(length.min).into()),
            ("max", u64::from(length.max).into()),
        ];
        let hint = self
            .visit
            .words
            .say_with("people-field-emails-hint", &bounds);
        let field = Field::of_kind(Kind::Lines(2), "emails", self.say("people-field-emails"));
        let typed = self.typed.text("emails").or(self.typed.text("email"));
        field.called("email").hint(hint).verbatim().holding(typed)
    }

    /// Whoever is only ever invited tells his name himself.
    fn names(&self) -> Vec<Field> {
        let identity = &self.policy().identity;
        let required = identity.name_at_creation == Required::Required;
        let alone = self.policy().creation.allowed_credentials.len() == 1;
        match identity.name_shape {
            _ if self.way == Way::Invite && alone && !required => Vec::new(),
            NameShape::None => Vec::new(),
            NameShape::Single => vec![self.line("display_name", "people-filter-name", required)],
            NameShape::FirstLast => vec![
                self.line("first_name", "people-column-first-name", required),
                self.line("last_name", "people-column-last-name", required),
            ],
        }
    }

    /// Who it is, only shown.
    fn fixed_who(&self) -> Vec<Field> {
        let names = [
            ("username", "people-filter-username"),
            ("display_name", "people-filter-name"),
            ("first_name", "people-column-first-name"),
            ("last_name", "people-column-last-name"),
            ("email", "people-filter-email"),
        ];
        let shown = names.into_iter().filter_map(|(name, key)| {
            let value = self.typed.text(name)?;
            let field = Field::text(format!("shown.{name}"), self.say(key));
            Some(field.fixed().holding(Some(value)))
        });
        shown.collect()
    }

    /// The credentials that are left to choose from, as the API names them.
    fn codes(&self) -> Vec<&'static str> {
        let ways = self.way.credentials(self.visit);
        let codes = ways.iter().filter_map(|way| match way {
            CredentialWay::AdminPassword => Some("password"),
            CredentialWay::TemporaryPassword => Some("temporary_password"),
            CredentialWay::External => Some("external"),
            CredentialWay::None => Some("none"),
            CredentialWay::Invitation => None,
        });
        codes.collect()
    }

    /// The first credential, where the way leaves something to say about it.
    fn credential(&self) -> Vec<Field> {
        let held = |name: &str| self.typed.text_in("credential", name);
        let mut fields = Vec::new();
        let codes = self.codes();
        let asked = held("type").or(codes.first().copied());
        if codes.len() > 1 {
            let choice = |code: &&str| {
                let key = format!("people-credential-{}", code.replace('_', "-"));
                Choice::new(*code, self.say(&key))
            };
            let kind = Kind::Choice(codes.iter().map(choice).collect());
            let label = self.say("people-field-credential");
            fields.push(Field::of_kind(kind, "credential.type", label).holding(asked));
        }
        let some = codes.len() > 1;
        let optional = |field: Field| if some { field.optional() } else { field };
        if codes.iter().any(|code| code.ends_with("password")) {
            let key = match codes.contains(&"password") {
                true => "people-field-password",
                false => "people-field-temporary-password",
            };
            fields.push(optional(self.password(self.say(key))));
        }
        if codes.contains(&"external") {
            let domain = Field::text("credential.domain", self.say("people-field-domain"));
            let id = Field::text(
                "credential.external_id",
                self.say("people-field-directory-id"),
            );
            fields.push(optional(domain.verbatim().holding(held("domain"))));
            fields.push(id.verbatim().optional().holding(held("external_id")));
        }
        fields
    }

    /// OB-27: what a password must be is said beforehand. One that is suggested can be read.
    fn password(&self, label: String) -> Field {
        let rules = self.policy().credential.password;
        let field = Field::new_password("credential.password", label, rules);
        if self.typed.is_checked("generate") {
            let suggestion = secret::suggestion(rules);
            return field
                .readable()
                .hint(self.say("people-field-suggested"))
                .holding(Some(&suggestion));
        }
        field
    }

    /// What kind of account it is, where there are several (OB-10, OB-11).
    fn kind(&self) -> Option<Field> {
        let apart = &self.policy().log_in.separate_realms;
        let kinds = match self.way {
            Way::Customer => vec![User::Customer, User::NonLogin],
            Way::Profile if !apart.is_empty() => {
                let others = apart.iter().filter(|kind| **kind != User::Person);
                [User::Person].iter().chain(others).copied().collect()
            }
            Way::Invite | Way::Password | Way::Directory | Way::Profile => return None,
        };
        let choice = |kind: &User| {
            let key = format!("people-kind-{}", kind.code().replace('_', "-"));
            Choice::new(kind.code(), self.say(&key))
        };
        let choices = Kind::Choice(kinds.iter().map(choice).collect());
        let field = Field::of_kind(choices, "kind", self.say("people-filter-kind"));
        let first = kinds.first().map(|kind| kind.code());
        Some(field.holding(self.typed.text("kind").or(first)))
    }

    /// What some systems ask for beside.
    fn rest(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        let ships = self.policy().identity.shipping_system == FieldUse::Used;
        if ships && self.way == Way::Profile {
            fields.push(self.line("default_shipping_system", "people-field-shipping", false));
        }
        let rests = self.policy().creation.allow_disabled == DisabledCreation::Allowed;
        if rests && self.way != Way::Customer {
            let field = Field::of_kind(Kind::Check, "disabled", self.say("people-field-disabled"));
            fields.push(field.optional().checked(self.typed.is_checked("disabled")));
        }
        fields
    }
}

//! What is wrong with a profile under a tenant's rules (P-30 to P-44), all of it at once.

use crate::{
    policy::{
        EmailSyntax, FieldUse, IdentityPolicy, LogInIdentifier, NameShape, PhoneFormat, Required,
        UsernameCase,
    },
    rejection::Violation,
    user::{Profile, ProfileChange},
    value::{PersonName, Username},
};

impl IdentityPolicy {
    /// A wish in the form in which this tenant keeps it (OB-15).
    #[must_use]
    pub fn normalise(&self, mut wish: ProfileChange) -> ProfileChange {
        if self.username_case == UsernameCase::Lower {
            wish.username = wish.username.map(|name| name.map(Username::lowered));
        }
        wish
    }

    /// The names of somebody who cannot know which ones this tenant's users have: two become the one, and where
    /// users have none they are left out (P-38). What is too long for one name stays, to be refused.
    pub(super) fn with_fitting_names(&self, profile: Profile) -> Profile {
        let (first_name, last_name, display_name) = match self.name_shape {
            NameShape::FirstLast => return profile,
            NameShape::None => (None, None, None),
            NameShape::Single => {
                let given = [
                    &profile.display_name,
                    &profile.first_name,
                    &profile.last_name,
                ];
                let alone = profile.display_name.is_some();
                let given = given.into_iter().flatten().map(ToString::to_string);
                let given = given.take(if alone { 1 } else { 2 }).collect::<Vec<_>>();
                match PersonName::parse(&given.join(" ")) {
                    Ok(name) => (None, None, Some(name)),
                    Err(_) => return profile,
                }
            }
        };
        Profile {
            first_name,
            last_name,
            display_name,
            ..profile
        }
    }

    /// Everything that is wrong with a profile, at once. With `changed`, only fields in it are judged.
    #[must_use]
    pub fn violations(&self, profile: &Profile, changed: Option<&ProfileChange>) -> Vec<Violation> {
        let judged = |touched: fn(&ProfileChange) -> bool| changed.is_none_or(touched);
        let mut found = Vec::new();
        if judged(|c| c.email.is_some()) {
            found.extend(self.email_violation(profile));
        }
        if judged(|c| c.username.is_some()) {
            found.extend(self.username_violation(profile));
        }
        found.extend(self.name_violations(profile, changed));
        if judged(|c| c.phone.is_some()) {
            found.extend(self.phone_violation(profile));
        }
        let unused = [
            (
                "/phone",
                self.phone,
                profile.phone.is_some() && judged(|c| c.phone.is_some()),
            ),
            (
                "/external_id",
                self.external_id,
                profile.external_id.is_some() && judged(|c| c.external_id.is_some()),
            ),
            (
                "/default_shipping_system",
                self.shipping_system,
                profile.shipping_system.is_some() && judged(|c| c.shipping_system.is_some()),
            ),
        ];
        for (pointer, field, given) in unused {
            if given && field == FieldUse::Unused {
                found.push(Violation::new(
                    pointer,
                    "not_used",
                    "Users of this system do not have this field.",
                ));
            }
        }
        found
    }

    /// Nothing of what users of this tenant type to log in (P-35).
    pub(super) fn identifier_violation(&self, profile: &Profile) -> Option<Violation> {
        let by = |identifier| self.log_in_identifiers.contains(&identifier);
        let by_name = by(LogInIdentifier::Username);
        let by_email = by(LogInIdentifier::Email);
        if by_name && profile.username.is_some() || by_email && profile.email.is_some() {
            return None;
        }
        Some(if by_name {
            let message = "Enter a user name; it is needed to log in.";
            Violation::new("/username", "required", message)
        } else {
            let message = "Enter an e-mail address; it is needed to log in.";
            Violation::new("/email", "required", message)
        })
    }

    fn phone_violation(&self, profile: &Profile) -> Option<Violation> {
        let phone = profile.phone.as_ref()?;
        let strict = self.phone_format == PhoneFormat::E164;
        let message = "Write the number with + and country code, digits only: +49301234567.";
        (strict && !phone.is_e164()).then(|| Violation::new("/phone", "format", message))
    }

    fn email_violation(&self, profile: &Profile) -> Option<Violation> {
        match &profile.email {
            None if self.email_required == Required::Required => Some(Violation::new(
                "/email",
                "required",
                "Enter an e-mail address.",
            )),
            Some(email) if !self.email_length.fits(email.as_str()) => Some(Violation::new(
                "/email",
                "length",
                format!(
                    "Enter an address of {} to {} characters.",
                    self.email_length.min, self.email_length.max
                ),
            )),
            Some(email)
                if self.email_syntax == EmailSyntax::NameAtHostExt
                    && !email.has_top_level_domain() =>
            {
                let message = "Write an address of the form name@host.ext.";
                Some(Violation::new("/email", "format", message))
            }
            Some(_) | None => None,
        }
    }

    fn username_violation(&self, profile: &Profile) -> Option<Violation> {
        let name = profile.username.as_ref()?;
        match self.username_length {
            None => Some(Violation::new(
                "/username",
                "not_used",
                "Users of this system have no user name.",
            )),
            Some(range) if !range.fits(name.as_str()) => Some(Violation::new(
                "/username",
                "length",
                format!(
                    "Enter a user name of {} to {} characters.",
                    range.min, range.max
                ),
            )),
            Some(_) => None,
        }
    }

    fn name_violations(
        &self,
        profile: &Profile,
        changed: Option<&ProfileChange>,
    ) -> Vec<Violation> {
        let touched = |test: fn(&ProfileChange) -> bool| changed.is_none_or(test);
        let names = [
            (
                "/first_name",
                &profile.first_name,
                touched(|c| c.first_name.is_some()),
            ),
            (
                "/last_name",
                &profile.last_name,
                touched(|c| c.last_name.is_some()),
            ),
            (
                "/display_name",
                &profile.display_name,
                touched(|c| c.display_name.is_some()),
            ),
        ];
        let mut found = Vec::new();
        for (pointer, name, judged) in names {
            let two = pointer != "/display_name";
            if judged && let Some(name) = name {
                if name.as_str().chars().count() > usize::from(self.name_max) {
                    let message = format!("Write at most {} characters.", self.name_max);
                    found.push(Violation::new(pointer, "too_long", message));
                }
                if two && self.name_shape != NameShape::FirstLast {
                    let message = "Users of this system have no first and last name.";
                    found.push(Violation::new(pointer, "not_used", message));
                }
                if !two && self.name_shape == NameShape::None {
                    let message = "Users of this system have no name.";
                    found.push(Violation::new(pointer, "not_used", message));
                }
            }
            let required = match self.name_shape {
                NameShape::FirstLast => two,
                NameShape::Single => !two,
                NameShape::None => false,
            };
            if changed.is_none()
                && required
                && name.is_none()
                && self.name_at_creation == Required::Required
            {
                found.push(Violation::new(pointer, "required", "Enter a name."));
            }
        }
        found
    }
}

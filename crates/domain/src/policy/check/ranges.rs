//! Lengths, spans and counts that leave room for something.

use crate::policy::*;

impl Policy {
    pub(super) fn check_ranges(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let rules = self.credential.password;
        refuse(
            rules.min > rules.max || rules.max > 128,
            "credential.password",
            "No password fits: the least length is above the most, or the most is above 128.",
        );
        refuse(
            rules.min < 5,
            "credential.password.min",
            "Passwords of fewer than five characters protect nothing.",
        );
        refuse(
            self.invitation.ttl.as_seconds() == 0
                || self.credential.reset_ttl.as_seconds() == 0
                || self.credential.email_change_ttl.as_seconds() == 0,
            "invitation.ttl, credential.reset_ttl, credential.email_change_ttl",
            "A link that lives no time can never be used.",
        );
        refuse(
            self.activity
                .inactivity_limit
                .is_some_and(|limit| limit.as_seconds() == 0),
            "activity.inactivity_limit",
            "With a limit of no time every user would be put to rest at once; leave it out for none.",
        );
        refuse(
            self.sessions.idle > self.sessions.absolute || self.sessions.idle.as_seconds() == 0,
            "sessions.idle, sessions.absolute",
            "A session must last some time idle, and no longer idle than in all.",
        );
        refuse(
            self.sessions.max_per_user == 0,
            "sessions.max_per_user",
            "With no session allowed nobody could log in.",
        );
        refuse(
            rules.history > 24,
            "credential.password.history",
            "A new password is compared with each former one, which takes time; remember 24 at most.",
        );
        refuse(
            rules.max_age.is_some_and(|age| age.as_seconds() == 0),
            "credential.password.max_age",
            "A password that is too old at once can never be used; leave the age out for none.",
        );
    }

    /// What users are told apart by.
    pub(super) fn check_identifiers(
        &self,
        refuse: &mut impl FnMut(bool, &'static str, &'static str),
    ) {
        refuse(
            self.identity
                .username_length
                .is_some_and(|range| range.max == 0),
            "identity.username_length",
            "No user name fits this length; leave it out where users have none.",
        );
        refuse(
            self.needs_email() && self.no_email_fits(),
            "identity.email_length",
            "Users need an e-mail address, but no address fits this length: one has 3 to 254 characters.",
        );
        let prefix = &self.identity.display_id_prefix;
        refuse(
            prefix.chars().count() > 10 || prefix.chars().any(|c| !c.is_alphabetic() && c != '-'),
            "identity.display_id_prefix",
            "Before the number stand up to 10 letters or dashes; of digits nobody could tell where the number begins.",
        );
    }

    pub(super) fn check_fields(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        refuse(
            self.identity
                .username_length
                .is_some_and(|range| range.min > range.max || range.max > 250)
                || self.identity.email_length.min > self.identity.email_length.max,
            "identity.username_length, identity.email_length",
            "The least length is above the most, or a user name may be longer than 250.",
        );
        refuse(
            self.identity.name_max == 0 || self.identity.name_max > 100,
            "identity.name_max",
            "A name holds 1 to 100 characters.",
        );
        refuse(
            self.identity.name_shape == NameShape::None
                && self.identity.name_at_creation == Required::Required,
            "identity.name_shape, identity.name_at_creation",
            "A new user must have a name, but users have no names.",
        );
        let photo = &self.identity.photo;
        let no_size = photo
            .dimensions
            .is_some_and(|size| size.width == 0 || size.height == 0);
        refuse(
            !photo.types.is_empty() && (photo.max_bytes == 0 || no_size),
            "identity.photo",
            "Users may have pictures, but none fits; allow some bytes and pixels, or no type of picture.",
        );
    }

    /// Is there a user who cannot be without an address: each, whoever is invited, or whoever is to log in?
    fn needs_email(&self) -> bool {
        self.identity.email_required == Required::Required
            || self
                .creation
                .allowed_credentials
                .contains(&CredentialWay::Invitation)
            || !self
                .identity
                .log_in_identifiers
                .contains(&LogInIdentifier::Username)
    }

    fn no_email_fits(&self) -> bool {
        let LengthRange { min, max } = self.identity.email_length;
        max < 3 || min > 254
    }

    pub(super) fn check_list(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let list = &self.list;
        refuse(
            list.page_size == 0 || list.page_size > 200,
            "list.page_size",
            "A page holds 1 to 200 users.",
        );
        refuse(
            SortColumn::of_sort(&list.default_sort).is_none(),
            "list.default_sort",
            "The list has no such column; write one such as -id or name.",
        );
        refuse(
            list.search != SearchMode::Fields && list.keyword_fields.is_empty(),
            "list.search, list.keyword_fields",
            "Users are searched by one keyword, but it is looked for nowhere; name the fields.",
        );
    }
}

//! What orders, anonymizing and favourites ask of the other settings.

use crate::policy::*;

impl Policy {
    pub(super) fn check_orders(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let creates = self.orders.unknown_email == UnknownEmail::CreateCustomer;
        let ways = &self.creation.allowed_credentials;
        refuse(
            creates && !ways.contains(&CredentialWay::None),
            "orders.unknown_email, creation.allowed_credentials",
            "An order would create a customer without a credential, but no user may be created so.",
        );
        refuse(
            creates && self.identity.email_unique != Uniqueness::PerTenant,
            "orders.unknown_email, identity.email_unique",
            "An order would create a customer once for each address, but several users may have the same address.",
        );
        refuse(
            creates
                && self.identity.name_at_creation == Required::Required
                && self.identity.name_shape != NameShape::None,
            "orders.unknown_email, identity.name_at_creation",
            "An order would create a customer of whom only the address is known, but a new user must have a name.",
        );
    }

    pub(super) fn check_anonymization(
        &self,
        refuse: &mut impl FnMut(bool, &'static str, &'static str),
    ) {
        let rules = &self.anonymization;
        let nothing_left =
            rules.keeps_username == Supported::No || self.identity.username_length.is_none();
        refuse(
            rules.enabled == Supported::Yes
                && rules.access == AnonymizedAccess::Keeps
                && nothing_left,
            "anonymization.access, anonymization.keeps_username",
            "Anonymized users would keep their access, but nothing that they could type to log in.",
        );
    }

    pub(super) fn check_work(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let nothing_listed =
            matches!(&self.work.favourites, Favourites::Listed(kinds) if kinds.is_empty());
        refuse(
            nothing_listed,
            "work.favourites",
            "Users may pin what is listed, but nothing is; list something or say that favourites are unused.",
        );
    }
}

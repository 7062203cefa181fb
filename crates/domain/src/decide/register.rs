//! Creation: a user who does not exist yet (RULES 5.2 rows 1, 2).

use crate::{
    authority::{Actor, Grant, Scope, may_grant, may_join, may_register},
    command::{Facts, NewCredential, Registration},
    credential::Credential,
    event::{Event, Fact, Registered},
    policy::{
        CredentialWay, Directory, IdentityPolicy, InvitationMode, Membership, NameShape, Required,
        RoleModel, ValidPolicy,
    },
    rejection::{Rejection, Violation},
    user::{Kind, Profile, ProfileChange},
    value::{Personal, Timestamp},
};

/// Decides a registration: the first events of a user, or why there will be none.
///
/// # Errors
/// A [`Rejection`]; of wrong fields, all are listed.
pub fn register(
    wish: &Registration,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    may_register(&wish.actor, wish)?;
    let first = Newcomer { wish, policy, now };
    let active = first.is_active();
    if let Some(seats) = policy.roles.seats
        && active
        && facts.seats_used >= seats
    {
        return Err(Rejection::SeatLimit { seats });
    }
    let profile = first.profile();
    let violations = first.violations(&profile);
    if !violations.is_empty() {
        return Err(Rejection::Validation(violations));
    }
    let grants = first.grants();
    for grant in &grants {
        // The default roles are the tenant's gift, whoever asks; they only have to exist.
        let wished = wish.grants.contains(grant);
        let giver = if wished { &wish.actor } else { &Actor::Clock };
        may_grant(giver, grant, &facts.roles)?;
    }
    may_join(&wish.actor, wish)?;
    first.way_allowed(&profile)?;
    let mut new = vec![Fact::Registered(Box::new(Registered {
        user: wish.id,
        tenant: wish.tenant,
        kind: wish.kind,
        credential: first.credential(),
        active,
        organizations: wish.organizations.clone(),
        grants,
        valid_from: wish.valid_from,
        valid_until: wish.valid_until,
        by: wish.actor.reference(),
        personal: Personal::Known(profile),
    }))];
    let on_create = policy.invitation.mode == InvitationMode::OnCreate;
    if matches!(wish.credential, NewCredential::Invitation) && on_create {
        let expires_at = policy.invitation.ttl.after(now);
        new.push(Fact::InvitationSent {
            serial: 1,
            expires_at,
            renewal: false,
        });
    }
    Ok(new
        .into_iter()
        .map(|fact| Event { at: now, fact })
        .collect())
}

struct Newcomer<'a> {
    wish: &'a Registration,
    policy: &'a ValidPolicy,
    now: Timestamp,
}

impl Newcomer<'_> {
    /// P-1: Pending with an invitation, and without any credential for a person; otherwise Active.
    fn is_active(&self) -> bool {
        match self.wish.credential {
            NewCredential::Invitation => false,
            NewCredential::None => self.wish.kind != Kind::Person,
            NewCredential::Password(_)
            | NewCredential::Temporary(_)
            | NewCredential::External { .. }
            | NewCredential::Bootstrap(_) => true,
        }
    }

    fn profile(&self) -> Profile {
        let wish = ProfileChange {
            username: self.wish.profile.username.clone().map(Some),
            ..ProfileChange::default()
        };
        self.policy
            .identity
            .normalise(wish)
            .apply(self.wish.profile.clone())
    }

    /// The wished roles and the default ones (P-82).
    fn grants(&self) -> Vec<Grant> {
        let mut grants = self.wish.grants.clone();
        for role in &self.policy.roles.default {
            if !grants.iter().any(|grant| grant.role == *role) {
                let role = role.clone();
                grants.push(Grant {
                    role,
                    scope: Scope::Tenant,
                    from: None,
                    until: None,
                });
            }
        }
        grants
    }

    fn violations(&self, profile: &Profile) -> Vec<Violation> {
        let mut found = self.policy.identity.violations(profile, None);
        found.extend(super::profile::validity_violation(
            self.wish.valid_from,
            self.wish.valid_until,
            self.now,
        ));
        if self.wish.organizations.len() > 1 && self.policy.roles.memberships == Membership::Single
        {
            let message = "Users of this system belong to one organization.";
            found.push(Violation::new("/organizations", "too_many", message));
        }
        if self.grants().len() > 1 && self.policy.roles.model == RoleModel::Single {
            found.push(Violation::new(
                "/roles",
                "too_many",
                "Users of this system hold one role.",
            ));
        }
        found
    }

    fn way_allowed(&self, profile: &Profile) -> Result<(), Rejection> {
        let forbidden = |setting| Err(Rejection::PolicyForbids { setting });
        let way = match self.wish.credential {
            NewCredential::Invitation => CredentialWay::Invitation,
            NewCredential::Password(_) => CredentialWay::AdminPassword,
            NewCredential::Temporary(_) => CredentialWay::TemporaryPassword,
            NewCredential::External { .. } => CredentialWay::External,
            NewCredential::None => CredentialWay::None,
            NewCredential::Bootstrap(_) => {
                let operator = matches!(self.wish.actor, Actor::Operator { .. });
                return if operator {
                    Ok(())
                } else {
                    Err(Rejection::SystemAdminOnly)
                };
            }
        };
        if !self.policy.creation.allowed_credentials.contains(&way) {
            return forbidden("creation.allowed_credentials");
        }
        if way == CredentialWay::External && self.policy.credential.directory == Directory::Disabled
        {
            return forbidden("credential.directory");
        }
        if self.wish.kind == Kind::NonLogin && way != CredentialWay::None {
            return forbidden("kind");
        }
        if way == CredentialWay::Invitation && profile.email.is_none() {
            return Err(Rejection::NoEmail);
        }
        Ok(())
    }

    fn credential(&self) -> Credential {
        match &self.wish.credential {
            NewCredential::Invitation | NewCredential::None => Credential::None,
            NewCredential::Password(_) | NewCredential::Bootstrap(_) => Credential::Permanent {
                changed_at: self.now,
            },
            NewCredential::Temporary(_) => Credential::Temporary {
                set_by: self.wish.actor.reference(),
                expires_at: self
                    .policy
                    .credential
                    .temporary_ttl
                    .map(|ttl| ttl.after(self.now)),
            },
            NewCredential::External {
                domain,
                directory_id,
            } => Credential::External {
                domain: domain.clone(),
                directory_id: directory_id.clone(),
            },
        }
    }
}

impl IdentityPolicy {
    pub(super) fn email_violation(&self, profile: &Profile) -> Option<Violation> {
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
            Some(_) | None => None,
        }
    }

    pub(super) fn username_violation(&self, profile: &Profile) -> Option<Violation> {
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

    pub(super) fn name_violations(
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

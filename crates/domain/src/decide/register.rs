//! Creation: a user who does not exist yet (RULES 5.2 rows 1, 2).

use super::Case;
use crate::{
    authority::{Actor, Grant, Scope, may_grant, may_join, may_register},
    command::{Facts, FirstAccess, NewCredential, Registration},
    credential::Credential,
    event::{Enrolment, Event, Fact, Registered},
    lifecycle::InactiveReason,
    policy::{
        CredentialWay, Directory, DisabledCreation, InvitationMode, Membership, Required,
        RoleModel, Supported, ValidPolicy, WithoutCredential,
    },
    rejection::{Rejection, Violation},
    user::{Kind, Profile, ProfileChange, replay},
    value::{DirectoryName, Personal, Timestamp},
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
    let first = Newcomer { wish, policy, now };
    let (profile, grants) = first.permitted(facts)?;
    let active = first.is_active();
    let mut new = vec![Fact::Registered(Box::new(Registered {
        user: wish.id,
        tenant: wish.tenant,
        kind: wish.kind,
        credential: first.credential(),
        active,
        organizations: wish.organizations.clone(),
        facilities: wish.facilities.clone(),
        grants,
        valid_from: wish.valid_from,
        valid_until: wish.valid_until,
        by: wish.actor.reference(),
        personal: Personal::Known(Enrolment {
            profile,
            directory_id: first.directory_id(),
        }),
    }))];
    let rests = wish.access == FirstAccess::Rests;
    let on_create = policy.invitation.mode == InvitationMode::OnCreate && !rests;
    if matches!(wish.credential, NewCredential::Invitation) && on_create {
        let expires_at = policy.invitation.ttl.after(now);
        new.push(Fact::InvitationSent {
            serial: 1,
            expires_at,
            renewal: false,
        });
    }
    let mut events = new
        .into_iter()
        .map(|fact| Event { at: now, fact })
        .collect::<Vec<_>>();
    if rests {
        let rest = rest_at_once(&events, wish, facts, policy, now);
        events.extend(rest);
    }
    Ok(events)
}

/// May a new user have these roles?
fn may_have(
    grants: &[Grant],
    wish: &Registration,
    facts: &Facts,
    policy: &ValidPolicy,
) -> Result<(), Rejection> {
    for grant in grants {
        // The default roles are the tenant's gift, whoever asks; they only have to exist.
        let wished = wish.grants.contains(grant);
        let giver = if wished { &wish.actor } else { &Actor::Clock };
        may_grant(giver, grant, &facts.roles, policy.roles.model)?;
    }
    Ok(())
}

/// What lets a user rest who is created so (P-21).
fn rest_at_once(
    created: &[Event],
    wish: &Registration,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Vec<Event> {
    let Some(user) = replay(created) else {
        return Vec::new();
    };
    let reason = InactiveReason::Administrator {
        by: wish.actor.reference(),
        reason: None,
    };
    let case = Case {
        user: &user,
        actor: &wish.actor,
        facts,
        policy,
        now,
    };
    let rest = case.rest(reason).into_iter();
    rest.map(|fact| Event { at: now, fact }).collect()
}

struct Newcomer<'a> {
    wish: &'a Registration,
    policy: &'a ValidPolicy,
    now: Timestamp,
}

impl Newcomer<'_> {
    /// The profile and the roles that the user gets, if all of the wish is permitted.
    fn permitted(&self, facts: &Facts) -> Result<(Profile, Vec<Grant>), Rejection> {
        let Self { wish, policy, .. } = *self;
        may_register(wish, policy)?;
        self.has_seat(facts)?;
        let profile = self.profile();
        let violations = self.violations(&profile);
        if !violations.is_empty() {
            return Err(Rejection::Validation(violations));
        }
        let forbidden = |setting| Err(Rejection::PolicyForbids { setting });
        if !wish.facilities.is_empty() && !policy.work.has_facilities() {
            return forbidden("work.scopes");
        }
        let fixed = policy.roles.editable == Supported::No && !wish.actor.is_system_admin();
        if fixed && !wish.grants.is_empty() {
            return forbidden("roles.editable");
        }
        let grants = self.grants();
        may_have(&grants, wish, facts, policy)?;
        may_join(wish, policy)?;
        self.way_allowed(&profile)?;
        Ok((profile, grants))
    }

    fn has_seat(&self, facts: &Facts) -> Result<(), Rejection> {
        let sits = self.is_active() && self.wish.access == FirstAccess::Given;
        match self.policy.roles.seats {
            Some(seats) if sits && facts.seats_used >= seats => Err(Rejection::SeatLimit { seats }),
            Some(_) | None => Ok(()),
        }
    }

    /// P-1: Pending with an invitation, and without any credential for a person; otherwise Active.
    fn is_active(&self) -> bool {
        match self.wish.credential {
            NewCredential::Invitation => false,
            NewCredential::None => self.wish.kind != Kind::Person || self.needs_no_credential(),
            NewCredential::Password(_)
            | NewCredential::Temporary(_)
            | NewCredential::External { .. }
            | NewCredential::Bootstrap(_)
            | NewCredential::Imported(_) => true,
        }
    }

    /// Nobody is invited here, and people without a credential may be Active (P-6).
    fn needs_no_credential(&self) -> bool {
        self.policy.invitation.mode == InvitationMode::Off
            && self.policy.activity.without_credential == WithoutCredential::Activate
    }

    /// Who is to log in needs something to type (OB-53).
    fn identifier_violation(&self, profile: &Profile) -> Option<Violation> {
        match self.wish.credential {
            NewCredential::None => None,
            // The first of all logs in with what he has (P-35).
            NewCredential::Bootstrap(_) if !profile.identifiers().is_empty() => None,
            NewCredential::Bootstrap(_)
            | NewCredential::Invitation
            | NewCredential::Password(_)
            | NewCredential::Temporary(_)
            | NewCredential::External { .. }
            | NewCredential::Imported(_) => self.policy.identity.identifier_violation(profile),
        }
    }

    fn profile(&self) -> Profile {
        let wish = ProfileChange {
            username: self.wish.profile.username.clone().map(Some),
            ..ProfileChange::default()
        };
        let identity = &self.policy.identity;
        let profile = identity.normalise(wish).apply(self.wish.profile.clone());
        if self.is_bootstrap() {
            identity.with_fitting_names(profile)
        } else {
            profile
        }
    }

    /// Whoever sets a tenant up does not know its rules yet.
    fn is_bootstrap(&self) -> bool {
        matches!(self.wish.credential, NewCredential::Bootstrap(_))
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
        let mut identity = self.policy.identity.clone();
        if self.is_bootstrap() {
            identity.name_at_creation = Required::Optional;
        }
        // A place has one name, not a first and a last one (P-38, HWx-2).
        if self.wish.kind == Kind::FacilityLogin && profile.display_name.is_some() {
            identity.name_at_creation = Required::Optional;
        }
        let mut found = identity.violations(profile, None);
        if found.is_empty() {
            found.extend(self.identifier_violation(profile));
        }
        found.extend(super::profile::validity_violation(
            self.wish.valid_from,
            self.wish.valid_until,
            self.now,
        ));
        let work = &self.policy.work;
        found.extend(work.facility_violations(self.wish.kind, &self.wish.facilities));
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
            NewCredential::Imported(_) => return self.may_bring_password(),
        };
        self.may_rest()?;
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

    /// P-21.
    fn may_rest(&self) -> Result<(), Rejection> {
        if self.wish.access == FirstAccess::Rests
            && self.policy.creation.allow_disabled == DisabledCreation::Forbidden
        {
            let setting = "creation.allow_disabled";
            return Err(Rejection::PolicyForbids { setting });
        }
        Ok(())
    }

    /// Whoever imports may bring along the password that a user has elsewhere (P-2 speaks of those that are set).
    fn may_bring_password(&self) -> Result<(), Rejection> {
        self.may_rest()?;
        if self.wish.kind == Kind::NonLogin {
            return Err(Rejection::PolicyForbids { setting: "kind" });
        }
        Ok(())
    }

    fn credential(&self) -> Credential {
        match &self.wish.credential {
            NewCredential::Invitation | NewCredential::None => Credential::None,
            NewCredential::Password(_)
            | NewCredential::Bootstrap(_)
            | NewCredential::Imported(_) => Credential::Permanent {
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
            NewCredential::External { domain, .. } => Credential::External {
                domain: domain.clone(),
                directory_id: None,
            },
        }
    }

    /// Told apart from the credential: it belongs to the person.
    fn directory_id(&self) -> Option<DirectoryName> {
        match &self.wish.credential {
            NewCredential::External { directory_id, .. } => directory_id.clone(),
            NewCredential::Invitation
            | NewCredential::Password(_)
            | NewCredential::Temporary(_)
            | NewCredential::None
            | NewCredential::Bootstrap(_)
            | NewCredential::Imported(_) => None,
        }
    }
}

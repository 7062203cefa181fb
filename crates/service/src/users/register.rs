//! Adding users.

use super::{Done, Repeatable, Users, pause, store_error};
use crate::{
    error::Error,
    origin,
    ports::{Claim, Loaded, OrderRecord, Setup, StoreError, Tenant, Unit},
};
use std::{collections::BTreeSet, slice, sync::Arc};
use tenure_domain::{
    Attempts, Change, Facts, FirstAccess, Kind, NewCredential, Profile, Registration, Rejection,
    authority::{Actor, Grant, invited_into},
    change::Circumstances,
    offers_restore,
    policy::ValidPolicy,
    value::{
        CommandId, DirectoryName, EmailAddress, ExternalId, FacilityId, OrganizationId,
        PasswordContext, PasswordHash, PlainPassword, Timestamp, UserId, Username,
    },
};

/// The first credential as it was wished: a password is still plain.
#[derive(Clone, Debug)]
pub enum FirstCredential {
    /// A link.
    Invitation,
    /// A password that lasts.
    Password(PlainPassword),
    /// A password to be changed.
    TemporaryPassword(PlainPassword),
    /// The directory.
    External {
        /// The directory's domain.
        domain: DirectoryName,
        /// The user's id there.
        directory_id: Option<DirectoryName>,
    },
    /// None.
    None,
    /// The first administrator's own.
    Bootstrap(PlainPassword),
}

/// What is written together with a new user.
#[derive(Clone, Debug, Default)]
pub(crate) struct Companions {
    /// The use of the set-up token.
    pub(crate) setup: Option<Setup>,
    /// The order that made him.
    pub(crate) order: Option<OrderRecord>,
}

/// The wish for a new user.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What kind of account.
    pub kind: Kind,
    /// Names and addresses.
    pub profile: Profile,
    /// The first credential.
    pub credential: FirstCredential,
    /// Memberships.
    pub organizations: BTreeSet<OrganizationId>,
    /// Facilities.
    pub facilities: BTreeSet<FacilityId>,
    /// Roles.
    pub grants: Vec<Grant>,
    /// From when the account counts.
    pub valid_from: Option<Timestamp>,
    /// Until when the account counts.
    pub valid_until: Option<Timestamp>,
    /// Does the access rest at first (P-21)?
    pub access: FirstAccess,
}

impl Users {
    /// Adds a user.
    ///
    /// # Errors
    /// What the rules or the store say; then there is no new user.
    pub async fn register(
        &self,
        tenant: &Arc<Tenant>,
        actor: Actor,
        wish: NewUser,
        repeatable: Option<Repeatable>,
    ) -> Result<Done, Error> {
        self.register_with(tenant, actor, wish, repeatable, None)
            .await
    }

    pub(crate) async fn register_with(
        &self,
        tenant: &Arc<Tenant>,
        actor: Actor,
        wish: NewUser,
        repeatable: Option<Repeatable>,
        setup: Option<Setup>,
    ) -> Result<Done, Error> {
        let with = Companions { setup, order: None };
        if let Some(done) = self.repeated(repeatable.as_ref()).await? {
            return Ok(done);
        }
        let id = UserId(self.ids.next());
        let registration = self
            .prepare(tenant, actor, wish, id, with.setup.is_some())
            .await?;
        for _ in 0..super::ATTEMPTS {
            let answer = self
                .try_register(tenant, &registration, repeatable.as_ref(), with.clone())
                .await;
            match answer {
                Err(StoreError::Conflict) => {
                    pause().await;
                    // What he was to be assigned to may have gone in between.
                    if with.setup.is_none() {
                        self.all_known(tenant.id, &registration.references())
                            .await?;
                    }
                }
                Err(StoreError::Guard) if with.setup.is_some() => return Err(Error::SetupClosed),
                Err(StoreError::Guard) => pause().await,
                Err(StoreError::Repeated) => {
                    return self
                        .after_repetition(tenant.id, id, repeatable.as_ref())
                        .await;
                }
                Err(StoreError::Taken(claim)) => {
                    let taken = Err(self.taken(tenant, &registration, claim).await?);
                    return self.or_repeated(repeatable.as_ref(), taken).await;
                }
                done => return done.map_err(store_error)?,
            }
        }
        Err(Error::Contended)
    }

    /// The registration with its hash. The rules are asked first: nobody hashes for what is refused.
    async fn prepare(
        &self,
        tenant: &Arc<Tenant>,
        actor: Actor,
        wish: NewUser,
        id: UserId,
        is_setup: bool,
    ) -> Result<Registration, Error> {
        let nothing = || PasswordHash::from_phc(String::new());
        let (credential, plain) = match wish.credential {
            FirstCredential::Invitation => (NewCredential::Invitation, None),
            FirstCredential::None => (NewCredential::None, None),
            FirstCredential::External {
                domain,
                directory_id,
            } => (
                NewCredential::External {
                    domain,
                    directory_id,
                },
                None,
            ),
            FirstCredential::Password(plain) => (NewCredential::Password(nothing()), Some(plain)),
            FirstCredential::TemporaryPassword(plain) => {
                (NewCredential::Temporary(nothing()), Some(plain))
            }
            FirstCredential::Bootstrap(plain) => (NewCredential::Bootstrap(nothing()), Some(plain)),
        };
        let mut registration = Registration {
            command: CommandId(self.ids.next()),
            actor,
            id,
            tenant: tenant.id,
            kind: wish.kind,
            profile: wish.profile,
            credential,
            organizations: wish.organizations,
            facilities: wish.facilities,
            grants: wish.grants,
            valid_from: wish.valid_from,
            valid_until: wish.valid_until,
            access: wish.access,
        };
        let facts = self.store.facts(tenant.id).await.map_err(store_error)?;
        settle_home(&mut registration, &facts, &tenant.policy, self.clock.now())?;
        if !is_setup {
            self.all_known(tenant.id, &registration.references())
                .await?;
        }
        if let Some(plain) = plain {
            let context = context(&registration.profile, &tenant.name);
            let rules = tenant.policy.credential.password;
            let accepted = rules.accept(plain, &context).map_err(Rejection::from)?;
            let hash = self.hasher.hash(&accepted).await?;
            registration.credential = with_hash(registration.credential, hash);
        }
        Ok(registration)
    }

    /// Who is deleted and keeps his identifier could be restored instead; that is told to whoever sees him
    /// (rule row 2, P-12).
    async fn taken(
        &self,
        tenant: &Tenant,
        wish: &Registration,
        claim: Claim,
    ) -> Result<Error, Error> {
        let Some(key) = key_of(&wish.profile, claim) else {
            return Ok(Error::Taken(claim));
        };
        let holder = self.store.holder(tenant.id, claim, &key).await;
        let deleted = holder
            .map_err(store_error)?
            .filter(|holder| offers_restore(&holder.user, &wish.actor, &tenant.policy));
        Ok(deleted.map_or(Error::Taken(claim), |holder| {
            let prefix = &tenant.policy.identity.display_id_prefix;
            Error::HeldByDeleted {
                claim,
                user: holder.user.id(),
                number: format!("{prefix}{}", holder.number),
            }
        }))
    }

    pub(crate) async fn try_register(
        &self,
        tenant: &Arc<Tenant>,
        wish: &Registration,
        repeatable: Option<&Repeatable>,
        with: Companions,
    ) -> Result<Result<Done, Error>, StoreError> {
        let facts = self.store.facts(tenant.id).await?;
        let now = self.clock.now();
        let events = match tenure_domain::register(wish, &facts, &tenant.policy, now) {
            Ok(events) => events,
            Err(rejection) => return Ok(Err(rejection.into())),
        };
        let number = self.store.next_number(tenant.id).await?;
        let circumstances = Circumstances {
            now,
            policy_revision: tenant.policy_revision,
            last_log_in_at: None,
        };
        let mut mint = || self.ids.next();
        let change = Change::registration(
            wish,
            events,
            &tenant.policy,
            circumstances,
            number,
            &mut mint,
        );
        let Some(mut change) = change else {
            return Ok(Err(Error::Corrupt(
                "a registration without its first event".to_owned(),
            )));
        };
        change.origin = origin::current();
        let record = repeatable.map(|repeatable| repeatable.record(wish.id, now));
        self.store
            .commit(Unit {
                changes: slice::from_ref(&change),
                record,
                setup: with.setup,
                order: with.order,
                ..Unit::default()
            })
            .await?;
        if !change.messages.is_empty() {
            self.wake.notify_one();
        }
        let account = Loaded {
            user: change.after,
            number,
            tenant: Arc::clone(tenant),
            facts: Facts {
                last_log_in_at: None,
                ..facts
            },
            attempts: Attempts::default(),
        };
        Ok(Ok(Done {
            account,
            replayed: None,
            changed: true,
        }))
    }
}

/// Puts the new user into an organization (SH-14), and asks the rules; whatever is wrong is told at once.
fn settle_home(
    wish: &mut Registration,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Result<(), Rejection> {
    let read_only = match invited_into(wish, policy) {
        Ok(home) => {
            wish.organizations = home;
            None
        }
        Err(read_only) => Some(read_only),
    };
    match (tenure_domain::register(wish, facts, policy, now), read_only) {
        (decided, None) => decided.map(drop),
        (Err(Rejection::Validation(mut wrong)), Some(read_only)) => {
            wrong.retain(|other| other.pointer != read_only.pointer);
            wrong.push(read_only);
            Err(Rejection::Validation(wrong))
        }
        (Err(refused), Some(_)) => Err(refused),
        (Ok(_), Some(read_only)) => Err(Rejection::Validation(vec![read_only])),
    }
}

/// The folded key that this profile would hold.
fn key_of(profile: &Profile, claim: Claim) -> Option<String> {
    match claim {
        Claim::Email => profile.email.as_ref().map(EmailAddress::key),
        Claim::Username => profile.username.as_ref().map(Username::key),
        Claim::ExternalId => profile.external_id.as_ref().map(ExternalId::key),
    }
}

fn with_hash(credential: NewCredential, hash: PasswordHash) -> NewCredential {
    match credential {
        NewCredential::Password(_) => NewCredential::Password(hash),
        NewCredential::Temporary(_) => NewCredential::Temporary(hash),
        NewCredential::Bootstrap(_) => NewCredential::Bootstrap(hash),
        NewCredential::Invitation
        | NewCredential::External { .. }
        | NewCredential::None
        | NewCredential::Imported(_) => credential,
    }
}

/// The words that must not stand in this person's password.
pub(crate) fn context(profile: &Profile, system: &str) -> PasswordContext {
    let email = profile
        .email
        .as_ref()
        .map(|email| email.local_part().to_owned());
    let names = [
        &profile.first_name,
        &profile.last_name,
        &profile.display_name,
    ];
    let names = names.into_iter().flatten().map(ToString::to_string);
    let username = profile.username.as_ref().map(ToString::to_string);
    let words = names.chain(email).chain(username).collect::<Vec<_>>();
    PasswordContext::new(words.iter().map(String::as_str).chain(["tenure", system]))
}

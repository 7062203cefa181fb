//! Users in every state, as the rules make them.

use super::{
    ana, directory, email, facts, grant, hash, natural_actor, noon, operator, organization,
    standard, standard_but, system_admin, tenant,
};
use crate::{
    authority::Actor,
    change::{Change, Circumstances},
    command::{Action, Command, Facts, FirstAccess, NewCredential, Registration},
    decide::{decide, register},
    log_in::{Attempts, Proof, judge},
    policy::{Directory, LogInIdentifier, NameShape, ValidPolicy},
    rejection::Rejection,
    user::{Kind, Profile, ProfileChange, User, fold_events, replay},
    value::{CommandId, PersonName, Span, Timestamp, Username},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The wish for a person named Ana Lopez, by a system administrator.
#[must_use]
pub fn registration(credential: NewCredential) -> Registration {
    let name = |text| PersonName::parse(text).expect("a name");
    Registration {
        command: CommandId(Uuid::from_u128(0xC0)),
        actor: system_admin(),
        id: ana(),
        tenant: tenant(),
        kind: Kind::Person,
        profile: Profile {
            email: Some(email("ana@example.com")),
            username: Some(Username::parse("ana01").expect("a user name")),
            first_name: Some(name("Ana")),
            last_name: Some(name("Lopez")),
            ..Profile::default()
        },
        credential,
        organizations: BTreeSet::new(),
        facilities: BTreeSet::new(),
        grants: Vec::new(),
        valid_from: None,
        valid_until: None,
        access: FirstAccess::Given,
    }
}

/// The same wish without fields that this policy does not know, and with a user name where only that logs in.
#[must_use]
pub fn fitting(mut wish: Registration, policy: &ValidPolicy) -> Registration {
    let rules = &policy.identity;
    let profile = &mut wish.profile;
    if rules.name_shape != NameShape::FirstLast {
        let last = profile.last_name.take();
        let name = profile.first_name.take().or(last);
        let single = rules.name_shape == NameShape::Single;
        profile.display_name = name.filter(|_| single);
    }
    if rules.username_length.is_none() {
        profile.username = None;
    } else if profile.username.is_none()
        && !rules.log_in_identifiers.contains(&LogInIdentifier::Email)
    {
        let name = format!("user{:02x}", wish.id.0.as_u128() & 0xff);
        profile.username = Username::parse(&name).ok();
    }
    wish
}

/// The user that comes of a registration.
#[must_use]
pub fn registered(wish: &Registration, policy: &ValidPolicy, now: Timestamp) -> User {
    let events = register(wish, &facts(), policy, now).expect("a registration that is accepted");
    replay(&events).expect("a user")
}

/// What an accepted command leads to, with everything the store would write.
///
/// # Errors
/// The [`Rejection`] of the rules.
pub fn carry_out(
    user: &User,
    actor: Actor,
    action: Action,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Result<Change, Rejection> {
    let command = Command::new(CommandId(Uuid::from_u128(0xC1)), actor, action);
    let events = decide(user, &command, facts, policy, now)?;
    let circumstances = Circumstances {
        now,
        policy_revision: 1,
        last_log_in_at: facts.last_log_in_at,
    };
    let mut minted = 0_u128;
    let mut mint = || {
        minted += 1;
        Uuid::from_u128(minted)
    };
    Ok(Change::new(
        user,
        &command,
        events,
        policy,
        circumstances,
        &mut mint,
    ))
}

fn then(user: &User, action: Action, minutes_before_noon: u32) -> User {
    let now = Span::minutes(minutes_before_noon).before(noon());
    let actor = natural_actor(&action, user, now);
    let change = carry_out(user, actor, action, &facts(), &standard(), now);
    change.expect("a command that is accepted").after
}

fn an_hour_ago() -> Timestamp {
    Span::hours(1).before(noon())
}

/// Invited at eleven; link 1 is open until the third day after.
#[must_use]
pub fn pending() -> User {
    registered(
        &registration(NewCredential::Invitation),
        &standard(),
        an_hour_ago(),
    )
}

/// Added without a credential; nothing was sent.
#[must_use]
pub fn invitation_not_sent() -> User {
    registered(
        &registration(NewCredential::None),
        &standard(),
        an_hour_ago(),
    )
}

/// Invited four days ago; link 1 has expired.
#[must_use]
pub fn expired_invitation() -> User {
    let wish = registration(NewCredential::Invitation);
    let user = registered(&wish, &standard(), Span::days(4).before(noon()));
    then(&user, Action::Elapse, 5)
}

/// Invited at eleven; the link was revoked.
#[must_use]
pub fn revoked_invitation() -> User {
    then(&pending(), Action::RevokeInvitation, 30)
}

/// Accepted the invitation ten minutes past eleven, with a password.
#[must_use]
pub fn active() -> User {
    let accept = Action::AcceptInvitation {
        serial: 1,
        password: hash(),
        names: ProfileChange::default(),
    };
    then(&pending(), accept, 50)
}

/// Active as a member of these organizations.
#[must_use]
pub fn member_of(numbers: impl IntoIterator<Item = u8>) -> User {
    let wish = Registration {
        organizations: numbers.into_iter().map(organization).collect(),
        actor: operator(),
        ..registration(NewCredential::Bootstrap(hash()))
    };
    registered(&wish, &standard(), an_hour_ago())
}

/// Active, with a password that must be changed, until tomorrow at eleven.
#[must_use]
pub fn with_temporary_password() -> User {
    registered(
        &registration(NewCredential::Temporary(hash())),
        &standard(),
        an_hour_ago(),
    )
}

/// Active; the directory vouches for him. Made where the directory is enabled.
#[must_use]
pub fn external() -> User {
    let wish = registration(NewCredential::External {
        domain: directory(),
        directory_id: None,
    });
    let policy = standard_but(|policy| policy.credential.directory = Directory::Enabled);
    registered(&wish, &policy, an_hour_ago())
}

/// Active, never logs in, has no credential.
#[must_use]
pub fn non_login() -> User {
    let wish = Registration {
        kind: Kind::NonLogin,
        ..registration(NewCredential::None)
    };
    registered(&wish, &standard(), an_hour_ago())
}

/// Active, the tenant's system administrator, made on the command line.
#[must_use]
pub fn administrator() -> User {
    let wish = Registration {
        actor: operator(),
        grants: vec![grant("system_admin")],
        ..registration(NewCredential::Bootstrap(hash()))
    };
    registered(&wish, &standard(), an_hour_ago())
}

fn deactivated(user: &User) -> User {
    then(user, Action::Deactivate { reason: None }, 2)
}

/// Deactivated by an administrator; has a password.
#[must_use]
pub fn inactive() -> User {
    deactivated(&active())
}

/// Deactivated before the invitation was accepted.
#[must_use]
pub fn inactive_without_credential() -> User {
    deactivated(&pending())
}

/// Blocked by an administrator, then deactivated: the block is carried.
#[must_use]
pub fn inactive_while_blocked() -> User {
    deactivated(&blocked())
}

/// Locked out until ten past noon, then deactivated: the lockout is carried.
#[must_use]
pub fn inactive_while_locked_out() -> User {
    deactivated(&locked_out())
}

/// Blocked by an administrator, without end.
#[must_use]
pub fn blocked() -> User {
    let block = Action::Block {
        reason: None,
        until: None,
    };
    then(&active(), block, 30)
}

/// Locked out by ten wrong passwords at five to noon, until ten past.
#[must_use]
pub fn locked_out() -> User {
    let now = Span::minutes(5).before(noon());
    let tries = [Proof::Wrong; 10].into_iter();
    let (user, _) = tries.fold(
        (active(), Attempts::default()),
        |(user, attempts), proof| {
            let verdict = judge(&user, proof, attempts, &facts(), &standard(), now);
            (fold_events(user, &verdict.events), verdict.attempts)
        },
    );
    user
}

/// Deleted; can be restored.
#[must_use]
pub fn deleted() -> User {
    then(&active(), Action::Delete, 1)
}

/// Blocked, then deleted: the block is carried.
#[must_use]
pub fn deleted_while_blocked() -> User {
    then(&blocked(), Action::Delete, 1)
}

/// Anonymized while Active; Inactive since.
#[must_use]
pub fn anonymized() -> User {
    then(&active(), Action::Anonymize, 1)
}

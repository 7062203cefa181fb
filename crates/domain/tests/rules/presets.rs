//! The five systems, each as its documents tell it: only the preset differs.
//!
//! Numbers such as `OB-47` are the rules of the documents; see the presets for what the marks mean.

#[path = "presets/chord.rs"]
mod chord;
#[path = "presets/hesh.rs"]
mod hesh;
#[path = "presets/hotwax.rs"]
mod hotwax;
#[path = "presets/order_broker.rs"]
mod order_broker;
#[path = "presets/shopp.rs"]
mod shopp;

use tenure_domain::{
    Action, LogInFailure, LogInOutcome, NewCredential, PasswordChangedHow, ProfileChange,
    Registration, Rejection, User, ValidPolicy, register,
    testing::*,
    value::{PasswordContext, PasswordFault, PlainPassword, Username},
};

const IN: LogInOutcome = LogInOutcome::LoggedIn;
const LOCKED_OUT: LogInOutcome = LogInOutcome::Failed(LogInFailure::LockedOut);
const OWN: PasswordChangedHow = PasswordChangedHow::Own;

/// Ana, as this system would add her.
fn wish(policy: &ValidPolicy, credential: NewCredential) -> Registration {
    fitting(registration(credential), policy)
}

/// Ana, just added.
fn added(policy: &ValidPolicy, credential: NewCredential) -> User {
    registered(&wish(policy, credential), policy, noon())
}

/// Life under a policy, from the moment at which Ana was added.
fn life(policy: &ValidPolicy, credential: NewCredential) -> Scenario {
    given(added(policy, credential)).under(policy.clone())
}

/// The code with which a registration is refused.
fn refused(policy: &ValidPolicy, wish: &Registration) -> Option<&'static str> {
    let answer = register(wish, &facts(), policy, noon());
    answer.err().map(|rejection| rejection.code())
}

/// The fields that a registration is refused for.
fn faults(policy: &ValidPolicy, wish: &Registration) -> Vec<(String, &'static str)> {
    match register(wish, &facts(), policy, noon()) {
        Err(Rejection::Validation(found)) => {
            let told = found.into_iter().map(|one| (one.pointer, one.code));
            told.collect()
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => Vec::new(),
    }
}

fn fault(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

fn update(change: ProfileChange) -> Action {
    Action::UpdateProfile(Box::new(change))
}

fn new_address(text: &str) -> Action {
    update(ProfileChange {
        email: Some(Some(email(text))),
        ..ProfileChange::default()
    })
}

fn username(text: &str) -> Option<Username> {
    Some(Username::parse(text).unwrap())
}

fn deactivate() -> Action {
    Action::Deactivate { reason: None }
}

fn block() -> Action {
    Action::Block {
        reason: None,
        until: None,
    }
}

fn set_password() -> Action {
    Action::SetPassword { password: hash() }
}

fn set_temporary() -> Action {
    Action::SetTemporaryPassword {
        password: hash(),
        must_change: None,
    }
}

fn accept(serial: u32) -> Action {
    Action::AcceptInvitation {
        serial,
        password: hash(),
        names: ProfileChange::default(),
    }
}

/// The codes of what is wrong with a password.
fn weaknesses(policy: &ValidPolicy, text: &str) -> Vec<&'static str> {
    let plain = PlainPassword::parse(text).unwrap();
    let context = PasswordContext::default();
    match policy.credential.password.accept(plain, &context) {
        Ok(_) => Vec::new(),
        Err(weak) => weak.0.iter().map(PasswordFault::code).collect(),
    }
}

/// OB-4, OFx-15, CHx-11; the other two documents leave it open.
#[test]
fn everybody_changes_his_own_password_under_every_preset() {
    for (name, _) in tenure_domain::policy::presets::ALL {
        given(active())
            .under(preset(name))
            .when(Action::ChangePassword { password: hash() })
            .then([tenure_domain::Fact::PasswordChanged { how: OWN }]);
    }
}

/// SH-24, HE-56; OBx-13.
#[test]
fn how_many_organizations_a_user_belongs_to_is_the_preset_s_choice() {
    for (name, several) in [
        ("standard", true),
        ("hotwax", false),
        ("shopp", true),
        ("order_broker", true),
        ("hesh", false),
        ("chord", false),
    ] {
        let policy = preset(name);
        let mut wish = wish(&policy, NewCredential::Bootstrap(hash()));
        wish.actor = operator();
        wish.organizations = [organization(1), organization(2)].into();
        assert_eq!(refused(&policy, &wish).is_none(), several, "{name}");
    }
}

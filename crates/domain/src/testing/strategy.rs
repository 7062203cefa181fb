//! Random wishes and lives.

mod policy;

pub use policy::any_policy;

use super::{
    Deed, Step, Tenant, Who, at_facilities, away, day_off, department, directory, email, facility,
    facility_log_in, favourites, fitting, grant, grant_in, hash, noon, noon_and, operator,
    organization, photo, position, reason, registration,
};
use crate::{
    authority::{Grant, Scope},
    command::{Action, NewCredential, Registration},
    log_in::Proof,
    policy::PhotoType,
    user::{Kind, ProfileChange, User},
    value::{PersonName, Span, Timestamp, UserId},
    work::Capability,
};
use proptest::{
    collection::vec,
    option,
    prelude::{BoxedStrategy, Just, Strategy, any},
    prop_oneof,
    sample::select,
};
use uuid::Uuid;

/// Any registration of that member, whether or not a policy accepts it.
pub fn any_registration(member: u8) -> BoxedStrategy<Registration> {
    let credential = prop_oneof![
        4 => Just(NewCredential::Invitation),
        1 => Just(NewCredential::Password(hash())),
        1 => Just(NewCredential::Temporary(hash())),
        1 => Just(NewCredential::External { domain: directory(), directory_id: None }),
        1 => Just(NewCredential::None),
        2 => Just(NewCredential::Bootstrap(hash())),
        1 => Just(NewCredential::Imported(hash())),
    ]
    .boxed();
    let parts = (
        credential,
        prop_oneof![5 => Just(Kind::Person), 1 => select(&Kind::ALL[..])],
        vec(any_grant(), 0..=1),
        any::<bool>(),
        option::weighted(0.2, any_moment()),
    );
    parts
        .prop_map(move |(credential, kind, grants, joins, valid_until)| {
            let mut wish = registration(credential);
            wish.actor = operator();
            wish.id = UserId(Uuid::from_u128(0xA0 + u128::from(member)));
            wish.kind = kind;
            wish.grants = grants;
            wish.organizations = joins.then(|| organization(1)).into_iter().collect();
            wish.valid_until = valid_until.filter(|until| *until > noon());
            wish.profile.email = Some(email(&format!("Ana{member}@Example.com")));
            wish.profile.username = None;
            wish
        })
        .boxed()
}

fn any_moment() -> BoxedStrategy<Timestamp> {
    (0_u32..2_000)
        .prop_map(|hours| noon_and(Span::hours(hours)))
        .boxed()
}

fn any_grant() -> BoxedStrategy<Grant> {
    let which = prop_oneof![
        Just(grant("system_admin")),
        Just(grant("clerk")),
        Just(grant("manager")),
        Just(grant_in("organization_admin", 1)),
        Just(grant("product.view")),
    ]
    .boxed();
    let ends = (
        option::weighted(0.15, any_moment()),
        option::weighted(0.15, any_moment()),
    );
    (which, ends)
        .prop_map(|(grant, (from, until))| Grant {
            from,
            until,
            ..grant
        })
        .boxed()
}

fn any_change() -> BoxedStrategy<ProfileChange> {
    let name = prop_oneof![Just("Ana"), Just("Jo"), Just("Ömer")];
    let name = name.prop_map(|text| PersonName::parse(text).ok());
    let address = prop_oneof![
        4 => (0_u8..4).prop_map(|n| Some(email(&format!("new{n}@example.com")))),
        1 => Just(None),
    ]
    .boxed();
    (option::of(name), option::of(address))
        .prop_map(|(first_name, email)| ProfileChange {
            first_name,
            email,
            ..ProfileChange::default()
        })
        .boxed()
}

/// Any action, with links and moments that are often the live ones.
pub fn any_action() -> BoxedStrategy<Action> {
    let serial = || 1_u32..=4;
    let status = prop_oneof![
        3 => Just(Action::Activate),
        3 => Just(Action::Deactivate { reason: Some(reason("on leave")) }),
        1 => Just(Action::DeactivateByDirectory),
        3 => option::of(any_moment()).prop_map(|until| Action::Block { reason: None, until }),
        3 => Just(Action::Unblock),
        1 => Just(Action::Delete),
        2 => Just(Action::Restore),
        1 => Just(Action::Purge),
        1 => Just(Action::Anonymize),
    ]
    .boxed();
    let invitation = prop_oneof![
        Just(Action::SendInvitation),
        Just(Action::RevokeInvitation),
        serial().prop_map(|serial| Action::OpenInvitation { serial }),
        (serial(), any_change()).prop_map(|(serial, names)| Action::AcceptInvitation {
            serial,
            password: hash(),
            names,
        }),
    ]
    .boxed();
    let rest = prop_oneof![
        any_change().prop_map(|change| Action::UpdateProfile(Box::new(change))),
        serial().prop_map(|serial| Action::ConfirmEmail { serial }),
        (
            option::weighted(0.3, any_moment()),
            option::weighted(0.4, any_moment())
        )
            .prop_map(|(from, until)| Action::SetValidity { from, until }),
        any_grant().prop_map(Action::GrantRole),
        vec(any_grant(), 0..3).prop_map(Action::SetRoles),
        vec(1..=3_u8, 0..3).prop_map(|numbers| {
            Action::SetOrganizations(numbers.into_iter().map(organization).collect())
        }),
        any_grant().prop_map(|grant| Action::RevokeRole {
            role: grant.role,
            scope: Scope::Tenant,
        }),
        any_work(),
        Just(Action::EndSessions),
        Just(Action::Elapse),
    ]
    .boxed();
    prop_oneof![3 => status, 2 => invitation, 3 => any_action_on_password(), 2 => rest].boxed()
}

fn any_place() -> BoxedStrategy<Action> {
    let numbers = || prop_oneof![Just(1_u128), Just(2)];
    prop_oneof![
        vec(numbers(), 0..3).prop_map(|some| at_facilities(&some)),
        (numbers(), any::<u64>()).prop_map(|(at, number)| {
            facility_log_in(at, u128::from(number), &format!("ana{number}"))
        }),
        numbers().prop_map(|at| Action::RemoveFacilityLogIn {
            facility: facility(at),
        }),
        option::of(numbers().prop_map(position)).prop_map(Action::SetPosition),
        option::of(numbers().prop_map(department)).prop_map(Action::SetDepartment),
    ]
    .boxed()
}

fn any_work() -> BoxedStrategy<Action> {
    let pinned = prop_oneof![Just("A"), Just("B")];
    let kind = select(PhotoType::ALL);
    prop_oneof![
        pinned.prop_map(|store| Action::SetFavourites(favourites(&[("product_store", store)]))),
        any::<bool>().prop_map(|on| {
            Action::SetCapabilities(on.then_some(Capability::Picker).into_iter().collect())
        }),
        (0_u32..50, 1_u32..50).prop_map(|(from, long)| away(&[day_off(from, from + long)])),
        kind.prop_map(|kind| Action::SetPhoto(photo(kind, kind.name()))),
        Just(Action::RemovePhoto),
        any_place(),
    ]
    .boxed()
}

fn any_action_on_password() -> BoxedStrategy<Action> {
    let serial = || 1_u32..=4;
    prop_oneof![
        Just(Action::SetPassword { password: hash() }),
        any::<Option<bool>>().prop_map(|must_change| Action::SetTemporaryPassword {
            password: hash(),
            must_change,
        }),
        Just(Action::SendPasswordReset),
        Just(Action::RequestPasswordReset),
        serial().prop_map(|serial| Action::CompletePasswordReset {
            serial,
            password: hash(),
        }),
        Just(Action::ChangePassword { password: hash() }),
        Just(Action::SetExternalCredential {
            domain: directory(),
            directory_id: None,
        }),
        any::<bool>().prop_map(|with| Action::RemoveExternalCredential {
            temporary: with.then(hash),
        }),
    ]
    .boxed()
}

/// Any length of time between two steps, often none.
pub fn any_wait() -> BoxedStrategy<Span> {
    prop_oneof![
        6 => Just(Span::seconds(0)),
        2 => Just(Span::minutes(1)),
        2 => Just(Span::minutes(15)),
        1 => Just(Span::hours(1)),
        1 => Just(Span::hours(24)),
        1 => Just(Span::hours(72)),
        1 => Just(Span::days(31)),
    ]
    .boxed()
}

fn any_deed() -> BoxedStrategy<Deed> {
    let other = prop_oneof![
        Just(Who::OrganizationAdmin),
        Just(Who::Plain),
        Just(Who::Oneself),
        Just(Who::Operator),
        Just(Who::Clock),
        Just(Who::Visitor),
    ]
    .boxed();
    let proof = prop_oneof![3 => Just(Proof::Wrong), 1 => Just(Proof::Right)];
    prop_oneof![
        9 => any_action().prop_map(|action| Deed::Ask(usual(&action), Box::new(action))),
        2 => (other, any_action()).prop_map(|(who, action)| Deed::Ask(who, Box::new(action))),
        3 => proof.prop_map(Deed::LogIn),
    ]
    .boxed()
}

fn usual(action: &Action) -> Who {
    let link = matches!(
        action,
        Action::OpenInvitation { .. }
            | Action::AcceptInvitation { .. }
            | Action::RequestPasswordReset
            | Action::CompletePasswordReset { .. }
            | Action::ConfirmEmail { .. }
    );
    let time = matches!(action, Action::Elapse | Action::DeactivateByDirectory);
    if link {
        Who::Visitor
    } else if time {
        Who::Clock
    } else if matches!(action, Action::ChangePassword { .. }) {
        Who::Oneself
    } else {
        Who::Administrator
    }
}

/// Up to so many steps.
pub fn any_steps(most: usize) -> BoxedStrategy<Vec<Step>> {
    let step = (any_wait(), 0_usize..6, any_deed());
    vec(
        step.prop_map(|(wait, member, deed)| Step { wait, member, deed }),
        0..=most,
    )
    .boxed()
}

/// A tenant of any policy whose first member is its administrator, with up to so many others.
pub fn any_tenant(others: u8) -> BoxedStrategy<Tenant> {
    let wishes = (1..=others).map(any_registration).collect::<Vec<_>>();
    (any_policy(), wishes)
        .prop_map(|(policy, wishes)| {
            let mut tenant = Tenant::new(policy, noon());
            let mut first = registration(NewCredential::Bootstrap(hash()));
            first.actor = operator();
            first.grants = vec![grant("system_admin")];
            for wish in std::iter::once(first).chain(wishes) {
                // Not every policy takes every wish.
                let _ = tenant.add(&fitting(wish, &tenant.policy));
            }
            tenant
        })
        .boxed()
}

/// Any user that commands and log-ins lead to, under any policy.
pub fn any_user() -> BoxedStrategy<User> {
    let life = (any_policy(), any_registration(1), any_steps(12));
    life.prop_filter_map("no user", |(policy, wish, steps)| {
        let mut tenant = Tenant::new(policy, noon());
        tenant.add(&fitting(wish, &tenant.policy)).ok()?;
        for step in &steps {
            tenant.take(step);
        }
        tenant.members.pop().map(|member| member.user)
    })
    .boxed()
}

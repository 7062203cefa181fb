//! Other rules: read with every fault named, compared, and what they do to the users who are there.

use proptest::prelude::*;
use serde_json::{Value, json};
use tenure_domain::{
    Policy, PolicyChanged, Rejection, TenantFact, User, UserParts, ValidPolicy,
    authority::{Actor, Authority, Permission, may_back_up, may_manage_policy},
    change::Claims,
    credential::Credential,
    due_at,
    policy::{
        change::{Holder, moves_users, share_out},
        *,
    },
    testing::*,
    value::{Span, UserId},
};
use uuid::Uuid;

fn written() -> Value {
    serde_json::to_value(presets::standard()).unwrap()
}

/// Where a written policy is at fault, and how.
fn faults(value: &Value) -> Vec<(String, &'static str)> {
    let wrong = Policy::read(value).unwrap_err();
    let wrong = wrong.into_iter().map(|wrong| (wrong.pointer, wrong.code));
    wrong.collect()
}

fn holder(number: i64, deleted: bool, email: &str) -> Holder {
    Holder {
        user: UserId(Uuid::from_u128(number.unsigned_abs().into())),
        number,
        deleted,
        claims: Claims {
            email: Some(email.to_owned()),
            ..Claims::default()
        },
    }
}

#[test]
fn every_preset_is_read_as_it_was_written_and_knows_its_name() {
    for (name, preset) in presets::ALL {
        let text = serde_json::to_value(preset()).unwrap();
        let read = Policy::read(&text).unwrap();
        assert_eq!(read, preset());
        assert_eq!(presets::name_of(&read), Some(*name));
        assert!(presets::description(name).unwrap().ends_with('.'));
    }
    let own = standard_but(|policy| policy.list.page_size = 7);
    assert_eq!(presets::name_of(&own), None);
    assert_eq!(presets::description("nobody"), None);
}

#[test]
fn everything_that_is_wrong_with_a_policy_is_named_with_its_place() {
    let mut policy = written();
    policy["removal"]["mode"] = json!("vaporise");
    policy["list"]["page_size"] = json!("many");
    policy["list"]["colour/of~day"] = json!("red");
    policy["sessions"].as_object_mut().unwrap().remove("idle");
    policy.as_object_mut().unwrap().remove("orders");
    policy["work"] = json!(3);
    policy["weather"] = json!({});
    let mut found = faults(&policy);
    found.sort();
    let expected = [
        ("/list/colour~1of~0day", "unknown"),
        ("/list/page_size", "invalid"),
        ("/orders", "required"),
        ("/removal/mode", "invalid"),
        ("/sessions/idle", "required"),
        ("/weather", "unknown"),
        ("/work", "wrong_type"),
    ];
    assert_eq!(found, expected.map(|(at, code)| (at.to_owned(), code)));
    assert_eq!(faults(&json!([])), [(String::new(), "wrong_type")]);
}

#[test]
fn what_may_be_left_out_elsewhere_is_stated_in_a_policy() {
    let mut policy = written();
    let roles = policy["roles"].as_object_mut().unwrap();
    assert!(roles.remove("seats").unwrap().is_null());
    assert_eq!(faults(&policy), [("/roles/seats".to_owned(), "required")]);
}

#[test]
fn a_contradiction_points_to_the_first_of_its_settings() {
    let mut policy = presets::standard();
    policy.removal.mode = DeleteMode::Hard;
    policy.removal.restorable = Restorable::Yes;
    let conflicts = policy.check().unwrap_err();
    let wrong = conflicts[0].violation();
    assert_eq!(
        (wrong.pointer.as_str(), wrong.code),
        ("/removal/mode", "contradiction")
    );
    assert!(
        wrong.message.contains("cannot be restored"),
        "{}",
        wrong.message
    );
}

#[test]
fn a_change_lists_each_setting_that_differs_with_both_values() {
    let before = presets::standard();
    let mut after = before.clone();
    after.credential.password.min = 12;
    after.removal.mode = DeleteMode::Forbidden;
    after.roles.seats = Some(5);
    let change = PolicyChanged::between(("standard", &before, 4), ("custom", &after)).unwrap();
    let mut settings = change.settings.iter();
    let mut next = || {
        let setting = settings.next().unwrap();
        (
            setting.setting.as_str(),
            setting.from.clone(),
            setting.to.clone(),
        )
    };
    let least = before.credential.password.min;
    assert_eq!(next(), ("credential.password.min", json!(least), json!(12)));
    assert_eq!(next(), ("removal.mode", json!("soft"), json!("forbidden")));
    assert_eq!(next(), ("roles.seats", Value::Null, json!(5)));
    assert_eq!(change.settings.len(), 3);
    assert_eq!((change.from_revision, change.to_revision), (4, 5));
}

#[test]
fn the_same_rules_are_no_change_but_another_name_for_them_is() {
    let rules = presets::standard();
    let change = |name| PolicyChanged::between(("standard", &rules, 1), (name, &rules));
    assert_eq!(change("standard"), None);
    assert_eq!(change("custom").unwrap().settings, []);
}

#[test]
fn the_stored_form_of_a_change_stays_as_it_is() {
    let rules = presets::standard();
    let mut other = rules.clone();
    other.roles.seats = Some(5);
    let change = PolicyChanged::between(("standard", &rules, 1), ("custom", &other)).unwrap();
    let fact = TenantFact::PolicyChanged(change);
    assert!(TenantFact::CODES.contains(&fact.code()));
    let stored = json!({
        "kind": "policy.changed",
        "data": {
            "from_revision": 1, "to_revision": 2, "from_preset": "standard", "to_preset": "custom",
            "settings": [{"setting": "roles.seats", "from": null, "to": 5}],
        },
    });
    assert_eq!(serde_json::to_value(&fact).unwrap(), stored);
    assert_eq!(serde_json::from_value::<TenantFact>(stored).unwrap(), fact);
}

#[test]
fn settings_are_listed_whole() {
    let settings = presets::standard().settings();
    let groups = written().as_object().unwrap().len();
    assert!(settings.len() > 4 * groups, "{}", settings.len());
    assert!(settings.contains(&("list.page_size".to_owned(), json!(25))));
}

#[test]
fn who_shares_a_key_is_named_and_the_deleted_stand_back() {
    let living = [
        holder(3, false, "a"),
        holder(1, false, "a"),
        holder(2, false, "b"),
    ];
    let clashes = share_out(living.into()).unwrap_err();
    assert_eq!(clashes[0].setting, "identity.email_unique");
    assert_eq!(
        (clashes.len(), clashes[0].numbers.as_slice()),
        (1, &[1, 3][..])
    );
    let mixed = [
        holder(1, true, "a"),
        holder(2, false, "a"),
        holder(3, true, "b"),
        holder(4, true, "b"),
    ];
    let shared = share_out(mixed.into()).unwrap();
    let mut held = shared
        .iter()
        .map(|holder| (holder.number, holder.claims.email.as_deref()));
    assert!(held.all(|(number, key)| key.is_some() == [2, 3].contains(&number)));
}

fn with(user: &User, change: impl FnOnce(&mut UserParts)) -> User {
    let mut parts = user.parts().clone();
    change(&mut parts);
    User::from_parts(parts).unwrap()
}

#[test]
fn whoever_holds_a_key_and_a_proof_has_a_way_in() {
    let by_email = with(&administrator(), |parts| parts.profile.username = None);
    assert!(administrator().has_way_in(&standard()) && by_email.has_way_in(&standard()));
    let nameless = with(&by_email, |parts| parts.profile.email = None);
    assert!(!nameless.has_way_in(&standard()));
    let bare = with(&administrator(), |parts| {
        parts.credential = Credential::None;
    });
    assert!(!bare.has_way_in(&standard()));
    assert!(!inactive().has_way_in(&standard()) && !deleted().has_way_in(&standard()));
}

#[test]
fn a_directory_lets_in_only_where_the_rules_have_one() {
    let switched = |to| standard_but(|policy| policy.credential.directory = to);
    assert!(external().has_way_in(&switched(Directory::Enabled)));
    assert!(!external().has_way_in(&switched(Directory::Disabled)));
}

#[test]
fn a_lockout_that_only_somebody_else_could_end_is_no_way_in() {
    let released = |by| {
        standard_but(|policy| {
            policy.lockout.release = by;
            policy.lockout.duration = Some(Span::minutes(15));
        })
    };
    assert!(locked_out().has_way_in(&released(LockoutRelease::Duration)));
    assert!(!locked_out().has_way_in(&released(LockoutRelease::Admin)));
}

#[test]
fn everything_is_copied_by_system_administrators_and_whoever_runs_the_server() {
    for may in [system_admin(), operator()] {
        assert_eq!(may_back_up(&may), Ok(()));
    }
    let all = holder_of(Permission::own());
    for may_not in [all, organization_admin(), plain_user(), visitor()] {
        assert_eq!(may_back_up(&may_not), Err(Rejection::SystemAdminOnly));
    }
}

#[test]
fn rules_are_changed_by_whoever_manages_them_for_the_whole_tenant() {
    let manager = holder_of([Permission::PolicyManage]);
    for may in [system_admin(), operator(), manager] {
        assert_eq!(may_manage_policy(&may), Ok(()));
    }
    let permission = Permission::PolicyManage;
    let granted = [grant_in("policy.manage", 1)];
    let authority = Authority::of(&granted, &facts().roles, noon());
    let of_one = Actor::User {
        id: ana(),
        authority,
    };
    for may_not in [organization_admin(), plain_user(), visitor(), of_one] {
        let refused = may_manage_policy(&may_not);
        assert_eq!(
            refused,
            Err(Rejection::Forbidden {
                permission: permission.clone()
            })
        );
    }
}

/// The first policy with the groups of the second that no key and no deadline comes of.
fn mixed(before: &ValidPolicy, other: &ValidPolicy) -> Policy {
    Policy {
        creation: other.creation.clone(),
        credential: other.credential.clone(),
        log_in: other.log_in.clone(),
        anonymization: other.anonymization.clone(),
        authority: other.authority,
        roles: other.roles.clone(),
        sessions: other.sessions,
        notices: other.notices,
        list: other.list.clone(),
        work: other.work.clone(),
        orders: other.orders,
        ..(**before).clone()
    }
}

proptest! {
    #![proptest_config(crate::cases(64))]

    #[test]
    fn rules_that_move_no_user_leave_every_key_and_deadline(
        user in any_user(), before in any_policy(), other in any_policy()
    ) {
        let after = mixed(&before, &other);
        prop_assert!(!moves_users(&before, &after));
        if let Ok(after) = after.check() {
            prop_assert_eq!(user.claims(&before), user.claims(&after));
            let last = Some(noon());
            prop_assert_eq!(due_at(&user, last, &before), due_at(&user, last, &after));
        }
    }

    #[test]
    fn rules_that_move_a_user_are_known_to(
        user in any_user(), before in any_policy(), after in any_policy()
    ) {
        let moved = user.claims(&before) != user.claims(&after)
            || due_at(&user, Some(noon()), &before) != due_at(&user, Some(noon()), &after);
        prop_assert!(!moved || moves_users(&before, &after));
    }
}

/// Each group of settings that a key or a deadline comes of is looked at by itself.
#[test]
fn a_change_in_any_one_group_that_users_hang_on_moves_them() {
    let changes: [fn(&mut Policy); 6] = [
        |policy| policy.identity.name_max = 99,
        |policy| policy.removal.retention = Some(Span::days(9)),
        |policy| policy.lockout.max_failures = 9,
        |policy| policy.block.enabled = Supported::No,
        |policy| policy.activity.inactivity_limit = Some(Span::days(9)),
        |policy| policy.invitation.max_renewals = 9,
    ];
    let before = presets::standard();
    for (at, change) in changes.into_iter().enumerate() {
        let mut after = presets::standard();
        change(&mut after);
        assert!(moves_users(&before, &after), "change {at}");
    }
    assert!(!moves_users(&before, &presets::standard()));
}

//! Facilities and their log-ins, product stores, positions and departments.

use tenure_domain::{
    Action, Admission, Fact, Kind, LogInFailure, LogInOutcome, NewCredential, PinCount, Proof,
    Rejection, User, admit_pin,
    authority::{Actor, Authority, Permission, Roles},
    available, judge_pin,
    policy::{FavouriteKind, Favourites as FavouriteRules, ScopeKind, Supported},
    reference::{Reference, ReferenceData},
    register, sees,
    testing::*,
    value::{FacilityLogInId, ProductStoreId, ReferenceName, RoleName, ShopId, Span, Timestamp},
    work::{PinnedRecords, judge_favourites},
};
use uuid::Uuid;

const LOG_IN: FacilityLogInId = FacilityLogInId(Uuid::from_u128(10));

/// Somebody who works at facilities 1 and 2.
fn ana() -> Scenario {
    given(active()).and(at_facilities(&[1, 2]))
}

/// She logs in at facility 1.
fn with_pin() -> Scenario {
    ana().and(facility_log_in(1, 10, "ana.pin"))
}

/// HW-31
#[test]
fn a_user_works_at_several_facilities() {
    let both = ana();
    let expected = [facility(1), facility(2)].into();
    assert_eq!(both.user().work().facilities, expected);
    both.clone().when(at_facilities(&[2, 1])).then_nothing();
    let one = both.and(at_facilities(&[2]));
    assert_eq!(one.user().work().facilities, [facility(2)].into());
    let by = [
        (holder_of([Permission::UsersFacilities]), true),
        (holder_of([Permission::UsersUpdate]), false),
        (oneself(&active(), noon()), false),
    ];
    for (actor, may) in by {
        let asked = given(active()).when(at_facilities(&[1])).by(actor);
        if may {
            asked.then_accepted();
        } else {
            asked.then_refused("forbidden");
        }
    }
    given(deleted())
        .when(at_facilities(&[1]))
        .then_refused("invalid_transition");
}

/// P-85
#[test]
fn facilities_and_stores_are_assigned_where_the_policy_has_them() {
    let stores = || Action::SetProductStores([ProductStoreId(Uuid::from_u128(1))].into());
    let under = |scopes: &[ScopeKind]| {
        let scopes = scopes.iter().copied().collect();
        given(active()).where_policy(move |policy| policy.work.scopes = scopes)
    };
    for kind in [
        ScopeKind::Facility,
        ScopeKind::Location,
        ScopeKind::StockLocation,
    ] {
        under(&[kind]).when(at_facilities(&[1])).then_accepted();
        under(&[kind]).when(stores()).then_refused("policy_forbids");
    }
    under(&[ScopeKind::ProductStore])
        .when(stores())
        .then_accepted();
    for none in [&[][..], &[ScopeKind::Department, ScopeKind::ProductStore]] {
        under(none)
            .when(at_facilities(&[1]))
            .then_refused("policy_forbids");
        let mut wish = registration(NewCredential::None);
        wish.facilities = [facility(1)].into();
        let scopes = none.iter().copied().collect();
        let policy = standard_but(|policy| policy.work.scopes = scopes);
        let refused = register(&wish, &facts(), &policy, noon()).unwrap_err();
        assert_eq!(refused.code(), "policy_forbids");
    }
}

/// HWx-1, HWx-8: people work at many facilities, a facility's own log-in is good at one.
#[test]
fn a_facility_s_log_in_is_for_exactly_one_facility() {
    let under = |numbers: &[u128]| {
        let mut wish = registration(NewCredential::Invitation);
        wish.kind = Kind::FacilityLogin;
        wish.facilities = numbers.iter().copied().map(facility).collect();
        register(&wish, &facts(), &standard(), noon())
    };
    for wrong in [&[][..], &[1, 2]] {
        assert_eq!(under(wrong).unwrap_err().code(), "validation");
    }
    let events = under(&[1]).unwrap();
    let shared = tenure_domain::replay(&events).unwrap();
    assert_eq!(shared.work().facilities, [facility(1)].into());
    given(shared.clone())
        .when(at_facilities(&[1, 2]))
        .then_refused("validation");
    given(shared.clone())
        .when(at_facilities(&[]))
        .then_refused("validation");
    given(shared).when(at_facilities(&[3])).then_accepted();
}

#[test]
fn whoever_adds_a_user_with_facilities_may_assign_them() {
    let mut wish = registration(NewCredential::Invitation);
    wish.facilities = [facility(1)].into();
    wish.actor = holder_of([Permission::UsersInvite]);
    let refused = register(&wish, &facts(), &standard(), noon()).unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    wish.actor = holder_of([Permission::UsersInvite, Permission::UsersFacilities]);
    assert!(register(&wish, &facts(), &standard(), noon()).is_ok());
}

/// HW-33: only at a facility of the user; it goes with the facility, and with the user.
#[test]
fn a_facility_s_credential_needs_the_facility_and_goes_with_it() {
    ana()
        .when(facility_log_in(3, 10, "ana"))
        .then_refused("validation");
    let held = with_pin();
    let log_in = &held.user().work().facility_log_ins[&facility(1)];
    assert_eq!((log_in.id, log_in.username.as_str()), (LOG_IN, "ana.pin"));
    let gone = |scenario: Scenario| scenario.user().work().facility_log_ins.is_empty();
    assert!(!gone(held.clone().and(at_facilities(&[1]))));
    assert!(gone(held.clone().and(at_facilities(&[2]))));
    assert!(gone(held.clone().and(Action::Delete)));
    assert!(gone(held.clone().and(Action::Anonymize)));
    let remove = || Action::RemoveFacilityLogIn {
        facility: facility(1),
    };
    let removed = held.and(remove());
    assert!(gone(removed.clone()));
    removed.when(remove()).then_nothing();
}

/// HW-33: it is a credential, set by whoever sets passwords; never by one who is weaker.
#[test]
fn a_facility_s_credential_is_set_by_whoever_sets_passwords() {
    let set = || facility_log_in(1, 10, "ana");
    let scenario = ana();
    for (actor, may) in [
        (holder_of([Permission::UsersPassword]), true),
        (holder_of([Permission::UsersFacilities]), false),
        (oneself(scenario.user(), noon()), false),
    ] {
        let asked = scenario.clone().when(set()).by(actor);
        if may {
            asked.then_accepted();
        } else {
            asked.then_refused("forbidden");
        }
    }
    let admin = scenario.and(Action::GrantRole(grant("system_admin")));
    admin
        .when(set())
        .by(holder_of([Permission::UsersPassword]))
        .then_refused("stronger_user");
}

fn judged(user: &User, proof: Proof, count: PinCount, now: Timestamp) -> (LogInOutcome, PinCount) {
    let at = (LOG_IN, facility(1));
    let verdict = judge_pin(user, at, proof, count, &facts(), &standard(), now);
    (verdict.outcome, verdict.count)
}

/// HW-33: its own count, a lock that time ends and that lasts longer each time.
#[test]
fn wrong_pins_lock_for_a_while_and_for_longer_each_time() {
    let scenario = with_pin();
    let user = scenario.user();
    let limit = |now, count: &PinCount| admit_pin(user, LOG_IN, count, &facts(), &standard(), now);
    let mut now = noon();
    let mut count = PinCount::default();
    for lock in [15, 30, 60] {
        let Admission::Verify { limit: Some(most) } = limit(now, &count) else {
            panic!("not admitted");
        };
        for _ in 0..most {
            assert_eq!(count.locked_until.filter(|until| now < *until), None);
            // However slowly somebody tries.
            now = Span::hours(1).after(now);
            let (outcome, after) = judged(user, Proof::Wrong, count, now);
            let failed = LogInOutcome::Failed(LogInFailure::WrongCredential);
            assert_eq!(outcome, failed);
            count = after;
        }
        let until = count.locked_until.unwrap();
        assert_eq!(until, Span::minutes(lock).after(now));
        assert_eq!(
            limit(now, &count),
            Admission::Refuse(LogInFailure::LockedOut)
        );
        let (outcome, after) = judged(user, Proof::Right, count, now);
        assert_eq!(outcome, LogInOutcome::Failed(LogInFailure::LockedOut));
        assert_eq!(after, count);
        now = until;
    }
    let (outcome, after) = judged(user, Proof::Right, count, now);
    assert_eq!(outcome, LogInOutcome::LoggedIn);
    assert_eq!((after.attempts.failures, after.attempts.lock_count), (0, 0));
}

/// HW-33: a PIN is guarded where passwords are not.
#[test]
fn a_pin_is_guarded_where_the_policy_locks_nobody_out() {
    let off = standard_but(|policy| {
        policy.lockout.max_failures = 0;
        policy.lockout.final_failures = 0;
        policy.lockout.duration = None;
    });
    let scenario = with_pin();
    let admission = admit_pin(
        scenario.user(),
        LOG_IN,
        &PinCount::default(),
        &facts(),
        &off,
        noon(),
    );
    assert_eq!(admission, Admission::Verify { limit: Some(5) });
}

/// HW-33: who may not log in, may not by a PIN either; a replaced one opens nothing.
#[test]
fn whoever_is_kept_out_is_kept_out_of_facilities() {
    let refused = |scenario: Scenario| {
        let user = scenario.user();
        let facility = user.facility_in_session(LOG_IN, &standard(), noon());
        let (outcome, _) = judged(user, Proof::Right, PinCount::default(), noon());
        assert_eq!(facility.is_none(), outcome != LogInOutcome::LoggedIn);
        facility.is_none()
    };
    assert!(!refused(with_pin()));
    assert!(refused(with_pin().and(Action::Deactivate { reason: None })));
    let block = Action::Block {
        reason: Some(reason("lost the scanner")),
        until: None,
    };
    assert!(refused(with_pin().and(block)));
    assert!(refused(with_pin().and(facility_log_in(1, 11, "ana.pin"))));
    assert!(refused(with_pin().and(at_facilities(&[2]))));
}

/// HW-34: a log-in at a facility lets one do what applications define, and nothing in Tenure.
#[test]
fn a_log_in_at_a_facility_reaches_no_user_not_even_oneself() {
    let role = RoleName::parse("packer").unwrap();
    let pick: Permission = "fulfillment.pick".parse().unwrap();
    let roles = Roles::new([(role, [pick.clone(), Permission::UsersUpdate].into())]);
    let grants = [grant("packer"), grant("system_admin")];
    let authority = Authority::of(&grants, &roles, noon()).at_facility(facility(1));
    assert_eq!(authority.permissions(), [pick].into());
    assert!(!authority.is_system_admin());
    let scenario = with_pin();
    let user = scenario.user().clone();
    let actor = Actor::User {
        id: user.id(),
        authority,
    };
    assert!(sees(&user, &actor, &standard()));
    assert_eq!(available(&user, &actor, &facts(), &standard(), noon()), []);
    let password = Action::ChangePassword { password: hash() };
    scenario
        .clone()
        .when(password)
        .by(actor.clone())
        .then_refused("forbidden");
    for action in [
        Action::SetFavourites(favourites(&[("product_store", "A")])),
        Action::EndSessions,
        at_facilities(&[]),
    ] {
        scenario
            .clone()
            .when(action)
            .by(actor.clone())
            .then_refused("forbidden");
    }
}

fn with_positions() -> Scenario {
    given(active()).where_policy(|policy| policy.work.orgchart = Supported::Yes)
}

fn hold(number: u128) -> Action {
    Action::SetPosition(Some(position(number)))
}

fn moved(number: Option<u128>) -> Action {
    Action::SetDepartment(number.map(department))
}

/// HE-38, HE-42, P-89: a new position is in no department until somebody moves the user there.
#[test]
fn a_new_position_is_in_no_department_yet() {
    let clerk = with_positions().and(hold(1));
    let post = |scenario: &Scenario| {
        let post = scenario.user().work().post;
        post.map(|post| (post.position, post.department))
    };
    assert_eq!(post(&clerk), Some((position(1), None)));
    let placed = clerk.and(moved(Some(7)));
    assert_eq!(post(&placed), Some((position(1), Some(department(7)))));
    placed.clone().when(hold(1)).then_nothing();
    let other = placed.clone().and(hold(2));
    assert_eq!(post(&other), Some((position(2), None)));
    assert_eq!(
        post(&placed.clone().and(moved(None))),
        Some((position(1), None))
    );
    let none = placed.and(Action::SetPosition(None));
    assert_eq!(post(&none), None);
    none.when(moved(Some(7))).then_refused("validation");
    with_positions()
        .when(hold(1))
        .by(holder_of([Permission::UsersFacilities]))
        .then_refused("forbidden");
    given(active())
        .where_policy(|policy| policy.work.orgchart = Supported::No)
        .when(hold(1))
        .then_refused("policy_forbids");
}

/// HE-49: times without an offset are those of the user's own clock.
#[test]
fn days_off_are_those_of_the_users_own_zone() {
    use tenure_domain::work::DayOffWish;
    let day = |text: &str| text.parse().unwrap();
    let christmas = DayOffWish::whole_days(day("2026-12-24"), day("2026-12-26")).unwrap();
    let off = |scenario: Scenario| {
        let scenario = scenario.and(Action::SetDaysOff(vec![christmas]));
        scenario.user().work().days_off[0].start_at.to_rfc3339()
    };
    assert_eq!(off(given(active())), "2026-12-24T00:00:00+00:00");
    let zone = tenure_domain::ProfileChange {
        time_zone: Some(tenure_domain::value::TimeZone::parse("Asia/Tokyo").ok()),
        ..Default::default()
    };
    let tokyo = given(active()).and(Action::UpdateProfile(Box::new(zone)));
    assert_eq!(off(tokyo), "2026-12-23T15:00:00+00:00");
}

fn record(number: u128, data: ReferenceData) -> Reference {
    Reference {
        id: Uuid::from_u128(number),
        data,
        name: ReferenceName::parse("A name").unwrap(),
        external_id: None,
        revision: 1,
        created_at: noon(),
    }
}

/// HW-35, HW-37, HW-38, HWx-26: what is pinned is there and fits; a shop below the parent is told of.
#[test]
fn favourites_name_a_store_of_the_user_and_a_shop_of_that_store() {
    let store = ProductStoreId(Uuid::from_u128(1));
    let shop = |store: u128, parent: Option<u128>| {
        let store = ProductStoreId(Uuid::from_u128(store));
        let parent = parent.map(|id| ShopId(Uuid::from_u128(id)));
        record(5, ReferenceData::Shop { store, parent })
    };
    let listed = standard_but(|policy| {
        let both = [FavouriteKind::ProductStore, FavouriteKind::ShopifyShop];
        policy.work.favourites = FavouriteRules::Listed(both.into());
        policy.work.scopes.insert(ScopeKind::ProductStore);
    });
    let wished = favourites(&[("product_store", "A"), ("shopify_shop", "a")]);
    let asked = |user: &User, store: Option<Reference>, shop: Option<Reference>| -> Vec<&str> {
        let records = PinnedRecords { store, shop };
        match judge_favourites(user, &wished, &records, &listed) {
            Ok(warnings) => warnings.iter().map(|warning| warning.code).collect(),
            Err(Rejection::Validation(wrong)) => wrong.iter().map(|wrong| wrong.code).collect(),
            Err(other) => panic!("{other}"),
        }
    };
    let one = || Some(record(1, ReferenceData::ProductStore));
    let ana = active();
    let none: Vec<&str> = Vec::new();
    assert_eq!(asked(&ana, one(), Some(shop(1, None))), none);
    assert_eq!(
        asked(&ana, one(), Some(shop(1, Some(6)))),
        ["not_parent_shop"]
    );
    assert_eq!(asked(&ana, one(), Some(shop(2, None))), ["other_store"]);
    assert_eq!(asked(&ana, None, None), ["unknown", "unknown"]);
    let linked = |number: u128| {
        let own = [ProductStoreId(Uuid::from_u128(number))].into();
        let held = given(active())
            .where_policy(|policy| policy.work.scopes = [ScopeKind::ProductStore].into())
            .and(Action::SetProductStores(own));
        held.user().clone()
    };
    assert_eq!(
        asked(&linked(store.0.as_u128()), one(), Some(shop(1, None))),
        none
    );
    assert_eq!(
        asked(&linked(9), one(), Some(shop(1, None))),
        ["not_linked"]
    );
    // The shop of another store goes by itself.
    let moved = given(active()).and(Action::SetFavourites(favourites(&[
        ("product_store", "B"),
        ("shopify_shop", "a"),
    ])));
    assert_eq!(asked(moved.user(), one(), Some(shop(2, None))), none);
    // Free keys name whatever an application likes.
    let records = PinnedRecords::default();
    let free = judge_favourites(&ana, &wished, &records, &standard());
    assert_eq!(free, Ok(Vec::new()));
}

#[test]
fn what_happened_at_a_facility_leaves_the_version_alone() {
    let at = facility(1);
    assert!(!Fact::FacilityLogInSucceeded { facility: at }.is_of_state());
    assert!(Fact::FacilityLogInRemoved { facility: at }.is_of_state());
}

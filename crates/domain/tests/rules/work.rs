//! Favourites, capabilities, days off, picture, uploads.

use tenure_domain::{
    About, Action, Fact, Recipient,
    authority::Permission,
    policy::{FavouriteKind, Favourites, PhotoSize, PhotoType, Supported},
    testing::*,
    value::UploadKind,
    work::{Capability, PhotoUpload},
};

fn pin(pinned: &[(&str, &str)]) -> Action {
    Action::SetFavourites(favourites(pinned))
}

fn picker(on: bool) -> Action {
    Action::SetCapabilities(on.then_some(Capability::Picker).into_iter().collect())
}

fn listed(kinds: &[FavouriteKind]) -> Scenario {
    let kinds = kinds.iter().copied().collect();
    given(active()).where_policy(move |policy| policy.work.favourites = Favourites::Listed(kinds))
}

/// HW-35
#[test]
fn only_what_the_policy_lists_can_be_pinned() {
    let both = [FavouriteKind::ProductStore, FavouriteKind::ShopifyShop];
    let store = [("product_store", "STORE")];
    let pinned = listed(&both).and(pin(&store));
    assert_eq!(pinned.user().work().favourites, favourites(&store));
    listed(&both)
        .when(pin(&[("colour", "red")]))
        .then_refused("validation");
    listed(&both[..1])
        .when(pin(&[("shopify_shop", "SHOP")]))
        .then_refused("validation");
    given(active())
        .where_policy(|policy| policy.work.favourites = Favourites::Unused)
        .when(pin(&store))
        .then_refused("policy_forbids");
    let colour = given(active()).and(pin(&[("colour", "red")]));
    assert_eq!(colour.user().work().favourites.len(), 1);
}

/// HW-35: a shop belongs to its store.
#[test]
fn another_store_leaves_the_shop_of_the_old_one_behind() {
    let held = given(active()).and(pin(&[("product_store", "A"), ("shopify_shop", "a")]));
    let moved = held
        .clone()
        .and(pin(&[("product_store", "B"), ("shopify_shop", "a")]));
    assert_eq!(
        moved.user().work().favourites,
        favourites(&[("product_store", "B")])
    );
    let both = [("product_store", "B"), ("shopify_shop", "b")];
    let chosen = held.clone().and(pin(&both));
    assert_eq!(chosen.user().work().favourites, favourites(&both));
    let kept = [("product_store", "A"), ("shopify_shop", "c")];
    let other = held.clone().and(pin(&kept));
    assert_eq!(other.user().work().favourites, favourites(&kept));
    held.when(pin(&[("product_store", "A"), ("shopify_shop", "a")]))
        .then_nothing();
}

#[test]
fn free_favourites_have_an_end() {
    let many = |count: u32| {
        let keys = (0..count).map(|n| format!("key_{n}")).collect::<Vec<_>>();
        let pairs = keys.iter().map(|key| (key.as_str(), "x"));
        pin(&pairs.collect::<Vec<_>>())
    };
    assert_eq!(
        given(active()).and(many(50)).user().work().favourites.len(),
        50
    );
    given(active()).when(many(51)).then_refused("validation");
}

/// HW-42: users pin for themselves.
#[test]
fn users_pin_for_themselves_and_for_others_with_the_permission() {
    let store = [("product_store", "STORE")];
    let me = oneself(&active(), noon());
    given(active())
        .when(pin(&store))
        .by(me.clone())
        .then_accepted();
    given(active())
        .when(pin(&store))
        .by(plain_user())
        .then_refused("forbidden");
    given(active())
        .when(pin(&store))
        .by(holder_of([Permission::UsersUpdate]))
        .then_accepted();
    given(active())
        .when(picker(true))
        .by(me.clone())
        .then_refused("forbidden");
    given(active())
        .when(picker(true))
        .by(holder_of([Permission::UsersFacilities]))
        .then_accepted();
    let is_away = || away(&[day_off(0, 24)]);
    given(active())
        .when(is_away())
        .by(me)
        .then_refused("forbidden");
    given(active())
        .when(is_away())
        .by(holder_of([Permission::UsersUpdate]))
        .then_accepted();
}

/// HW-27, HW-30
#[test]
fn a_user_is_shown_as_picker_or_not_where_there_are_pickers() {
    let shown = given(active()).and(picker(true));
    assert_eq!(
        shown.user().work().capabilities,
        [Capability::Picker].into()
    );
    shown.clone().when(picker(true)).then_nothing();
    let none = shown
        .clone()
        .where_policy(|policy| policy.work.picker = Supported::No);
    none.clone().when(picker(true)).then_nothing();
    let hidden = none.and(picker(false));
    assert!(hidden.user().work().capabilities.is_empty());
    hidden.when(picker(true)).then_refused("policy_forbids");
}

/// HE-49
#[test]
fn a_user_is_on_vacation_from_the_beginning_to_before_the_end() {
    let absent = given(active()).and(away(&[day_off(30, 40), day_off(10, 20)]));
    let work = absent.user().work();
    assert_eq!(work.days_off, [day_off(10, 20), day_off(30, 40)]);
    let at = |hours| work.on_vacation(day_off(hours, hours).start_at);
    assert_eq!(
        [9, 10, 19, 20, 29, 30, 39, 40].map(at),
        [false, true, true, false, false, true, true, false]
    );
}

#[test]
fn days_off_end_after_they_begin_and_do_not_overlap() {
    let refused = |days: &[_]| {
        given(active()).when(away(days)).then_refused("validation");
    };
    refused(&[day_off(5, 5)]);
    refused(&[day_off(6, 5)]);
    refused(&[day_off(5, 10), day_off(0, 6)]);
    let touching = vec![day_off(5, 10), day_off(0, 5)];
    let held = given(active()).and(away(&touching));
    held.clone().when(away(&touching)).then_nothing();
    assert_eq!(held.and(away(&[])).user().work().days_off, []);
    let many = |count| away(&(0..count).map(|n| day_off(n, n + 1)).collect::<Vec<_>>());
    assert_eq!(
        given(active()).and(many(200)).user().work().days_off.len(),
        200
    );
    given(active()).when(many(201)).then_refused("validation");
    given(active())
        .where_policy(|policy| policy.work.absences = Supported::No)
        .when(many(1))
        .then_refused("policy_forbids");
}

fn upload(change: impl FnOnce(&mut PhotoUpload)) -> Action {
    let mut upload = photo(PhotoType::Jpeg, "digest");
    change(&mut upload);
    Action::SetPhoto(upload)
}

fn square(side: u16) -> PhotoSize {
    PhotoSize {
        width: side,
        height: side,
    }
}

/// SH-21: HE-20 and HE-21 take what the policy takes.
#[test]
fn a_picture_has_the_type_size_and_weight_that_the_policy_takes() {
    let under = |types: &[PhotoType], dimensions| {
        let types = types.iter().copied().collect();
        given(active()).where_policy(move |policy| {
            policy.identity.photo.types = types;
            policy.identity.photo.dimensions = dimensions;
            policy.identity.photo.max_bytes = 10_000;
        })
    };
    let jpeg = || under(&[PhotoType::Jpeg], Some(square(100)));
    jpeg().when(upload(|_| {})).then_accepted();
    for change in [
        (|it| it.kind = PhotoType::Png) as fn(&mut PhotoUpload),
        |it| it.size.width = 101,
        |it| it.size.height = 99,
        |it| it.bytes = 10_001,
    ] {
        jpeg().when(upload(change)).then_refused("validation");
    }
    let any = || under(PhotoType::ALL, None);
    any()
        .when(upload(|it| it.size = square(4_000)))
        .then_accepted();
    any()
        .when(upload(|it| it.size = square(4_001)))
        .then_refused("validation");
    under(&[], None)
        .when(upload(|_| {}))
        .then_refused("policy_forbids");
}

/// HE-21
#[test]
fn a_picture_is_replaced_and_removed() {
    let first = given(active()).and(upload(|_| {}));
    first.clone().when(upload(|_| {})).then_nothing();
    let other = Action::SetPhoto(photo(PhotoType::Png, "other"));
    let second = first.clone().and(other.clone());
    assert_eq!(
        second.user().work().photo,
        Some(photo(PhotoType::Png, "other").digest)
    );
    let set = first.clone().when(other).change();
    assert!(matches!(
        set.photo,
        tenure_domain::change::PhotoEffect::Set(_)
    ));
    let removed = first.when(Action::RemovePhoto);
    assert_eq!(
        removed.change().photo,
        tenure_domain::change::PhotoEffect::Clear
    );
    removed
        .then([Fact::PhotoRemoved {}])
        .when(Action::RemovePhoto)
        .then_nothing();
}

/// OB-6: nothing of the person is left, what he worked with is.
#[test]
fn anonymizing_forgets_days_off_and_picture_and_keeps_what_was_pinned() {
    let held = given(active())
        .and(pin(&[("product_store", "STORE")]))
        .and(picker(true))
        .and(upload(|_| {}))
        .and(away(&[day_off(0, 24)]));
    let ask = held.when(Action::Anonymize);
    assert_eq!(
        ask.change().photo,
        tenure_domain::change::PhotoEffect::Clear
    );
    let masked = ask.then_accepted();
    let work = masked.user().work();
    assert_eq!(work.photo, None);
    assert_eq!(work.days_off, []);
    assert_eq!(work.favourites.len(), 1);
    assert_eq!(work.capabilities.len(), 1);
    masked
        .clone()
        .when(upload(|_| {}))
        .then_refused("anonymized");
    masked
        .when(away(&[day_off(0, 24)]))
        .then_refused("anonymized");
}

/// OB-22, OB-23
#[test]
fn an_upload_is_told_to_the_user_where_the_policy_says_so() {
    let proximity = || Action::RecordUpload(UploadKind::parse("proximity").unwrap());
    let told = |policy: Supported| {
        let ask = given(active())
            .where_policy(move |rules| rules.notices.on_upload = policy)
            .when(proximity())
            .by(holder_of([Permission::OrdersWrite]));
        let messages = ask.change().messages.into_iter();
        messages
            .map(|(_, message)| (message.to, message.about))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(Supported::Yes),
        [(Recipient::User, About::UploadRecorded)]
    );
    assert_eq!(told(Supported::No), []);
    given(active())
        .when(proximity())
        .by(plain_user())
        .then_refused("forbidden");
}

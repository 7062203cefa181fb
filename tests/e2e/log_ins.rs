//! Who logs in with what, and what stands between a right password and a session, under the rules of the presets.

use crate::{
    database::Database,
    house::{Installation, PASSWORD, operator, password, role, somebody},
    on_both_databases,
    process::ADMIN,
};
use tenure_domain::{
    Action, Kind, Policy, ProfileChange,
    credential::TicketPurpose,
    policy::{ForcedChange, NameShape},
    value::{PersonName, Span, Username},
};
use tenure_service::{
    Error,
    ports::UserStore,
    users::{FirstCredential, Terms},
};

on_both_databases! {
    who_has_an_address_only_logs_in_with_it_until_he_has_a_user_name,
    a_user_id_is_stored_and_read_in_lower_case,
    without_the_role_the_right_password_is_an_authorization_failure,
    vendors_and_store_associates_need_a_role_to_log_in_here,
    a_temporary_password_opens_no_session_and_does_not_last,
    whether_a_password_must_be_changed_is_the_administrator_s_choice_where_it_is_one,
    a_password_that_has_become_too_old_must_be_changed_first,
    none_of_the_last_passwords_comes_back_where_the_rules_say_so,
    what_a_password_must_be_follows_the_rules_of_each_system,
    an_invitee_gives_his_one_name_where_users_have_one,
}

const NEW: &str = "copper lantern drifts north";

fn temporary(text: &str) -> FirstCredential {
    FirstCredential::TemporaryPassword(password(text))
}

/// P-34, P-35
async fn who_has_an_address_only_logs_in_with_it_until_he_has_a_user_name(database: Database) {
    let site = Installation::new(database).await;
    for preset in ["hotwax", "order_broker"] {
        let house = site.house(preset, preset, |_| {}).await;
        // A contact address is no log-in, and may be another's log-in.
        house.add(somebody(ADMIN.0, "clerk")).await.unwrap();
        house.add(somebody("b@example.com", "other")).await.unwrap();
        assert_eq!(
            house.answer("b@example.com", PASSWORD).await,
            "login_failed"
        );
        assert_eq!(house.answer("clerk", PASSWORD).await, "in");
        let ana = house.log_in("ANA@example.com", PASSWORD).await.unwrap();
        let ana = ana.account.user;
        assert_eq!(ana.profile().username, None);
        let twin = house.add(somebody(ADMIN.0, "")).await.unwrap_err();
        assert_eq!(twin.code(), "identifier_taken", "{preset}");
        let named = ProfileChange {
            username: Some(Some(Username::parse("ana01").unwrap())),
            ..ProfileChange::default()
        };
        let named = Action::UpdateProfile(Box::new(named));
        house.act(ana.id(), named).await.unwrap();
        assert_eq!(house.answer("ana01", PASSWORD).await, "in");
        assert_eq!(house.answer(ADMIN.0, PASSWORD).await, "login_failed");
    }
    site.end().await;
}

/// OB-14, OB-15
async fn a_user_id_is_stored_and_read_in_lower_case(database: Database) {
    let site = Installation::new(database).await;
    let house = site.house("house", "order_broker", |_| {}).await;
    house.add(somebody("", "ABcd1")).await.unwrap();
    for typed in ["abcd1", "ABcd1"] {
        let inside = house.log_in(typed, PASSWORD).await.unwrap();
        let name = inside.account.user.profile().username.clone().unwrap();
        assert_eq!(name.as_str(), "abcd1");
    }
    for length in ["abcd", "abcdefghijk"] {
        let refused = house.add(somebody("", length)).await.unwrap_err();
        assert_eq!(refused.code(), "validation", "{length}");
    }
    site.end().await;
}

/// CH-9, CH-10
async fn without_the_role_the_right_password_is_an_authorization_failure(database: Database) {
    let site = Installation::new(database).await;
    let house = site.house("house", "chord", |_| {}).await;
    let ben = house.ben().await;
    let login = "ben@example.com";
    house.wrong_passwords(login, 1).await;
    let refused = house.log_in(login, PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "authorization_failure");
    assert_eq!(refused.to_string(), "Authorization Failure");
    let granted = Action::GrantRole(role("system_admin"));
    house.act(ben, granted).await.unwrap();
    assert_eq!(house.answer(login, PASSWORD).await, "in");
    site.end().await;
}

/// P-60
async fn vendors_and_store_associates_need_a_role_to_log_in_here(database: Database) {
    let site = Installation::new(database).await;
    let house = site.house("house", "order_broker", |_| {}).await;
    for (kind, name) in [(Kind::Vendor, "vendor"), (Kind::StoreAssociate, "store1")] {
        let mut wish = somebody("", name);
        wish.kind = kind;
        let id = house.add(wish).await.unwrap();
        house.wrong_passwords(name, 1).await;
        let answer = house.answer(name, PASSWORD).await;
        assert_eq!(answer, "authorization_failure", "{kind:?}");
        let granted = Action::GrantRole(role("organization_admin"));
        house.act(id, granted).await.unwrap();
        assert_eq!(house.answer(name, PASSWORD).await, "in", "{kind:?}");
    }
    site.end().await;
}

/// P-51, P-52
async fn a_temporary_password_opens_no_session_and_does_not_last(database: Database) {
    let site = Installation::new(database).await;
    let house = site.house("house", "standard", |_| {}).await;
    for name in ["ben01", "cem01"] {
        let mut wish = somebody(&format!("{name}@example.com"), name);
        wish.credential = temporary(PASSWORD);
        house.add(wish).await.unwrap();
    }
    let refused = house.log_in("ben01", PASSWORD).await.unwrap_err();
    let Error::PasswordChangeRequired { change_token } = refused else {
        panic!("{refused:?}");
    };
    let users = house.app.users();
    let changed = users.change_by_token(&change_token, password(NEW)).await;
    changed.unwrap();
    assert_eq!(house.answer("ben01", NEW).await, "in");
    house.forward(Span::hours(24));
    assert_eq!(house.answer("cem01", PASSWORD).await, "login_failed");
    site.end().await;
}

/// HWx-16
async fn whether_a_password_must_be_changed_is_the_administrator_s_choice_where_it_is_one(
    database: Database,
) {
    let site = Installation::new(database).await;
    let optional = |policy: &mut Policy| {
        assert_eq!(policy.credential.force_change, ForcedChange::Optional);
    };
    let house = site.house("house", "hotwax", optional).await;
    let ben = house.ben().await;
    for (must_change, new, answer) in [
        (Some(false), "abc1!", "in"),
        (Some(true), "abc2!", "password_change_required"),
        (None, "abc3!", "password_change_required"),
    ] {
        let (users, actor) = (house.app.users(), house.admin.clone());
        let set = users.set_temporary_password(
            house.tenant.id,
            ben,
            actor,
            password(new),
            must_change,
            Terms::default(),
        );
        set.await.unwrap();
        assert_eq!(house.answer("ben01", new).await, answer, "{must_change:?}");
    }
    site.end().await;
}

/// P-56
async fn a_password_that_has_become_too_old_must_be_changed_first(database: Database) {
    let site = Installation::new(database).await;
    let ages = |policy: &mut Policy| {
        policy.credential.password.max_age = Some(Span::days(90));
    };
    let house = site.house("house", "standard", ages).await;
    house.ben().await;
    house.forward(Span::days(90));
    let refused = house.log_in("ben01", PASSWORD).await.unwrap_err();
    let Error::PasswordChangeRequired { change_token } = refused else {
        panic!("{refused:?}");
    };
    let users = house.app.users();
    let changed = users.change_by_token(&change_token, password(NEW)).await;
    changed.unwrap();
    assert_eq!(house.answer("ben01", NEW).await, "in");
    site.end().await;
}

/// P-56
async fn none_of_the_last_passwords_comes_back_where_the_rules_say_so(database: Database) {
    let site = Installation::new(database).await;
    let remembers = |policy: &mut Policy| policy.credential.password.history = 2;
    let house = site.house("house", "standard", remembers).await;
    let ben = house.ben().await;
    let reset = async |text: &str| {
        house.act(ben, Action::SendPasswordReset).await.unwrap();
        let (users, store) = (house.app.users(), house.app.store());
        let account = UserStore::load(store, house.tenant.id, ben).await;
        let account = account.unwrap().unwrap();
        let purpose = TicketPurpose::PasswordReset;
        let token = users.link_token(&account.user, purpose).unwrap();
        let done = users.complete_reset(&token, password(text), None);
        done.await.map(drop).map_err(|error| error.code())
    };
    let third = "marble thicket engine quilt";
    for (new, answer) in [
        (NEW, Ok(())),
        (PASSWORD, Err("password_policy")),
        (third, Ok(())),
        (NEW, Err("password_policy")),
        (PASSWORD, Err("password_policy")),
        ("plum ladder orbit canvas", Ok(())),
        (third, Err("password_policy")),
        (PASSWORD, Ok(())),
    ] {
        assert_eq!(reset(new).await, answer, "{new}");
    }
    assert_eq!(house.answer("ben01", PASSWORD).await, "in");
    site.end().await;
}

/// P-55
async fn what_a_password_must_be_follows_the_rules_of_each_system(database: Database) {
    let site = Installation::new(database).await;
    for (preset, weak, good) in [
        ("standard", "passwordpassword", NEW),
        ("standard", "velvet harbor", NEW),
        ("shopp", "aaaaaaaaaaaaaaaaaaaa", NEW),
        ("order_broker", "passwordpassword", NEW),
        ("hesh", "qwertyuiopasdfgh", NEW),
        ("hotwax", "letters and 2 digits", "abc1!"),
        ("chord", "abcde", "abcdef"),
    ] {
        let slug = format!("{preset}-{}", weak.len()).replace('_', "-");
        let house = site.house(&slug, preset, |_| {}).await;
        let ben = house.ben().await;
        let users = house.app.users();
        let set = async |text: &str| {
            let (id, password) = (house.tenant.id, password(text));
            // Whoever runs the server may set one under every policy; the rules for it are the same.
            let actor = operator();
            let done = users.set_password(id, ben, actor, password, Terms::default());
            done.await.map(drop).map_err(|error| error.code())
        };
        assert_eq!(set(weak).await, Err("password_policy"), "{preset}: {weak}");
        assert_eq!(set(good).await, Ok(()), "{preset}: {good}");
    }
    site.end().await;
}

/// P-38
async fn an_invitee_gives_his_one_name_where_users_have_one(database: Database) {
    let site = Installation::new(database).await;
    let single = |policy: &mut Policy| {
        policy.identity.name_shape = NameShape::Single;
    };
    let house = site.house("house", "standard", single).await;
    let mut wish = somebody("ben@example.com", "");
    wish.credential = FirstCredential::Invitation;
    let id = house.add(wish).await.unwrap();
    let (users, store) = (house.app.users(), house.app.store());
    let account = UserStore::load(store, house.tenant.id, id).await;
    let account = account.unwrap().unwrap();
    let purpose = TicketPurpose::Invitation;
    let token = users.link_token(&account.user, purpose).unwrap();
    let names = ProfileChange {
        display_name: Some(PersonName::parse("Ben").ok()),
        ..ProfileChange::default()
    };
    let accepted = users.accept_invitation(&token, password(PASSWORD), names, None);
    let profile = accepted.await.unwrap().account.user.profile().clone();
    assert_eq!(profile.shown_name().as_deref(), Some("Ben"));
    site.end().await;
}

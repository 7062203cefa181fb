//! The list of users: what is searched where, who is shown, whose row stands on top (P-11, P-90 to P-101).

use std::collections::BTreeSet;
use tenure_domain::{
    Fit, Gate, Search, authority::Permission, is_hidden, lifecycle::Status, policy::*, testing::*,
};

fn fields(search: &Search) -> Vec<SearchField> {
    search.fields.keys().copied().collect()
}

fn texts(searches: &[Search]) -> Vec<&str> {
    searches.iter().map(|it| it.text.as_str()).collect()
}

/// SH-10
#[test]
fn shopp_s_bar_looks_into_address_and_both_names_for_every_word() {
    let searches = preset("shopp").search_keyword("  Lopez\u{a0}ÖMER lopez ");
    assert_eq!(texts(&searches), ["lopez", "ömer"]);
    for search in &searches {
        let looked = [
            SearchField::Email,
            SearchField::FirstName,
            SearchField::LastName,
        ];
        assert_eq!(fields(search), looked);
        assert!(search.fields.values().all(|fit| *fit == Fit::Anywhere));
    }
    assert_eq!(preset("shopp").search_keyword(" \u{200B} "), []);
}

/// OB-30, OB-31, OB-33, OB-37, OB-38
#[test]
fn order_broker_s_entries_fit_the_start_of_an_id_and_any_part_of_a_name_or_address() {
    let policy = preset("order_broker");
    let id = policy.list.search_username(" ANA ").unwrap();
    assert_eq!((id.text.as_str(), id.number), ("ana", None));
    assert_eq!(id.fields, [(SearchField::Username, Fit::AtStart)].into());
    let email = policy.list.search_email("Lopez@").unwrap();
    assert_eq!(email.text, "lopez@");
    assert_eq!(email.fields, [(SearchField::Email, Fit::Anywhere)].into());
    let names = policy.list.search_name("Ana J");
    assert_eq!(texts(&names), ["ana", "j"]);
    let looked = [
        (SearchField::FirstName, Fit::Anywhere),
        (SearchField::LastName, Fit::Anywhere),
        (SearchField::DisplayName, Fit::Anywhere),
    ];
    assert!(names.iter().all(|name| name.fields == looked.into()));
}

/// OB-29: the page has no keyword; the API's one looks where the entries look.
#[test]
fn a_keyword_whose_fields_are_not_named_looks_where_the_entries_look() {
    let searches = preset("order_broker").search_keyword("ana");
    let looked = [
        SearchField::Email,
        SearchField::Username,
        SearchField::FirstName,
        SearchField::LastName,
        SearchField::DisplayName,
    ];
    assert_eq!(fields(&searches[0]), looked);
    assert_eq!(searches[0].fields[&SearchField::Username], Fit::AtStart);
}

/// HW-3: by name; a field need not begin with the entry where the policy does not say so.
#[test]
fn hotwax_searches_names_alone_and_user_names_anywhere() {
    let policy = preset("hotwax");
    let searches = policy.search_keyword("ana");
    let names = [
        SearchField::FirstName,
        SearchField::LastName,
        SearchField::DisplayName,
    ];
    assert_eq!(fields(&searches[0]), names);
    let username = policy.list.search_username("ana").unwrap();
    assert_eq!(username.fields[&SearchField::Username], Fit::Anywhere);
}

/// SH-4: people type the number as they see it.
#[test]
fn a_display_number_is_found_as_it_is_shown() {
    let number = |prefix: &str, typed: &str| {
        let policy = standard_but(|it| it.identity.display_id_prefix = prefix.to_owned());
        let searches = policy.search_keyword(typed);
        searches.iter().find_map(|search| search.number)
    };
    for typed in ["US12", "us12", "#US12", "#12", "lopez US12"] {
        assert_eq!(number("US", typed), Some(12), "{typed}");
    }
    for typed in ["12", "#12"] {
        assert_eq!(number("", typed), Some(12), "{typed}");
    }
    let none = [
        "12", "US", "US012", "US-12", "US+1", "X12", "#", "##12", "US1.5", "US0",
    ];
    for typed in none.into_iter().chain(["US99999999999999999999"]) {
        assert_eq!(number("US", typed), None, "{typed}");
    }
    for typed in ["012", "+1", "US12"] {
        assert_eq!(number("", typed), None, "{typed}");
    }
}

/// SH-36, OB-50: Deleted users stand in one list, vanish from the other (P-11).
#[test]
fn deleted_users_are_listed_always_when_asked_for_or_never() {
    let all: BTreeSet<_> = Status::ALL.into();
    let mut living = all.clone();
    living.remove(&Status::Deleted);
    let deleted = BTreeSet::from([Status::Deleted]);
    let two = BTreeSet::from([Status::Active, Status::Deleted]);
    let active = BTreeSet::from([Status::Active]);
    for (preset_name, unasked, asked, both) in [
        ("shopp", &all, &deleted, &two),
        ("standard", &living, &deleted, &two),
        ("order_broker", &living, &BTreeSet::new(), &active),
    ] {
        let removal = preset(preset_name).removal.clone();
        assert_eq!(&removal.listed(None), unasked, "{preset_name}");
        assert_eq!(&removal.listed(Some(&deleted)), asked, "{preset_name}");
        assert_eq!(&removal.listed(Some(&two)), both, "{preset_name}");
        assert_eq!(removal.listed(Some(&active)), active, "{preset_name}");
    }
}

#[test]
fn who_is_never_listed_is_read_by_those_who_could_end_that() {
    let hidden = |visible, user: &_, actor: &_| {
        let policy = standard_but(|policy| policy.removal.visible = visible);
        is_hidden(user, actor, &facts(), &policy, noon())
    };
    let reader = holder_of([Permission::UsersRead]);
    let never = VisibleDeleted::Never;
    assert!(hidden(never, &deleted(), &reader));
    assert!(!hidden(never, &deleted(), &system_admin()));
    assert!(!hidden(never, &deleted(), &operator()));
    assert!(!hidden(never, &active(), &reader));
    assert!(!hidden(VisibleDeleted::Filter, &deleted(), &reader));
    assert!(!hidden(VisibleDeleted::Always, &deleted(), &reader));
}

#[test]
fn one_s_own_row_stands_on_top_while_nobody_is_searched_for() {
    let pins = |name: &str, typed: &str| {
        let policy = preset(name);
        policy.list.pins_own_row(&policy.search_keyword(typed))
    };
    assert!(pins("hotwax", ""));
    assert!(!pins("hotwax", "ana"));
    for other in ["standard", "shopp", "order_broker", "hesh", "chord"] {
        assert!(!pins(other, ""), "{other}");
    }
}

/// OB-35, OB-56, OB-57
#[test]
fn disabled_log_ins_yes_shows_whom_the_page_s_own_text_says() {
    let printed = preset("order_broker").list.disabled_log_ins;
    assert!(printed.can_log_in(true) && !printed.can_log_in(false));
    let meant = preset("standard").list.disabled_log_ins;
    assert!(!meant.can_log_in(true) && meant.can_log_in(false));
}

/// SH-8, SH-32, SH-33, SH-34, SH-36
#[test]
fn each_status_has_its_colour() {
    let colours = |name: &str| {
        let policy = preset(name);
        Status::ALL.map(|status| policy.list.status_colours.of(status))
    };
    let (pending, blocked) = (Colour::Orange, Colour::Purple);
    let shopp = [pending, Colour::Green, Colour::Gray, blocked, Colour::Red];
    assert_eq!(colours("shopp"), shopp);
    let hesh = [
        Colour::Blue,
        Colour::Green,
        Colour::Red,
        blocked,
        Colour::Gray,
    ];
    assert_eq!(colours("hesh"), hesh);
}

/// OB-47: which lockouts end by time alone.
#[test]
fn time_alone_leads_through_the_gates_that_the_release_opens() {
    let open = |release| {
        let mut policy = presets::standard();
        policy.lockout.release = release;
        policy.lockout.open_gates()
    };
    let all = [Gate::Open, Gate::Lockout, Gate::ReleasedLockout];
    assert_eq!(open(LockoutRelease::Admin), [Gate::Open].into());
    assert_eq!(open(LockoutRelease::Duration), all.into());
    assert_eq!(open(LockoutRelease::AdminOrDuration), all.into());
    let released = [Gate::Open, Gate::ReleasedLockout];
    assert_eq!(open(LockoutRelease::AdminAndDuration), released.into());
}

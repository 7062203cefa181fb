//! Without a mouse.

use crate::house::House;
use fantoccini::key::Key;

#[tokio::test(flavor = "multi_thread")]
async fn keys_lead_to_the_search_and_elsewhere_but_not_while_one_types() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/me").await;
    ana.keys("/").await;
    assert_eq!(ana.focused().await, "Search users");
    ana.shows_focus().await;
    ana.keys("/gd").await;
    assert_eq!(ana.value("Search users").await, "/gd");
    assert_eq!(ana.path().await, "/me");
    ana.goto("/me").await;
    ana.keys("gd").await;
    ana.until("the dashboard", || async { ana.path().await == "/" })
        .await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn through_the_frame_one_sees_where_one_is() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.tab_to("System").await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_opens_by_enter_and_escape_closes_it_where_one_was() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.script("document.querySelector('.own summary').focus()")
        .await;
    ana.key(Key::Enter).await;
    assert_eq!(ana.count(".own[open]").await, 1);
    ana.look("menu-open").await;
    ana.key(Key::Tab).await;
    assert_eq!(ana.focused().await, "Your account");
    ana.shows_focus().await;
    ana.key(Key::Escape).await;
    assert_eq!(ana.count(".own[open]").await, 0);
    assert_eq!(ana.focused().await, "Ana López");
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_holds_the_focus_and_gives_it_back() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/facilities").await;
    ana.focus("Add a facility").await;
    ana.key(Key::Enter).await;
    ana.find("dialog[open] form").await;
    ana.look("dialog").await;
    let mut seen = Vec::new();
    for _ in 0..12 {
        let place = "const e = document.activeElement;
            return e === document.body ? 'outside' : e.closest('dialog') ? 'in' : e.outerHTML";
        let place = ana.script(place).await.as_str().unwrap().to_owned();
        // Between the last and the first of a dialog lies the browser itself.
        assert!(
            ["in", "outside"].contains(&place.as_str()),
            "the focus left for {place}"
        );
        if place == "in" {
            ana.shows_focus().await;
            seen.push(ana.focused().await);
        }
        ana.key(Key::Tab).await;
    }
    assert!(seen.contains(&"Cancel".to_owned()), "{seen:?}");
    assert!(
        seen.iter().filter(|name| *name == "Cancel").count() > 1,
        "in a circle: {seen:?}"
    );
    ana.key(Key::Escape).await;
    assert_eq!(ana.count("dialog[open]").await, 0);
    assert_eq!(ana.focused().await, "Add a facility");
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_from_the_menu_of_a_row_gives_the_focus_back_to_the_row() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/users?q=okafor").await;
    let menu = "What to do with Ben Okafor";
    ana.focus(menu).await;
    ana.key(Key::Enter).await;
    ana.tab_to("Block").await;
    ana.key(Key::Enter).await;
    ana.find("dialog[open] form").await;
    ana.key(Key::Escape).await;
    assert_eq!(ana.count("dialog[open]").await, 0);
    assert_eq!(ana.focused().await, menu);
    // A press beside the words of the menu opens nobody.
    ana.key(Key::Enter).await;
    ana.script("document.querySelector('.drop.acts').click()")
        .await;
    assert_eq!(ana.path().await, "/users?q=okafor");
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_finds_somebody_and_blocks_him() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/users").await;
    ana.keys("/").await;
    ana.keys("okafor").await;
    ana.until("one row", || async {
        ana.count("#results tbody tr").await == 1
    })
    .await;
    ana.tab_to("Ben Okafor").await;
    ana.key(Key::Enter).await;
    ana.sees("ben@example.com").await;
    ana.find("header.person").await;
    ana.tab_to("More").await;
    ana.key(Key::Enter).await;
    ana.tab_to("Block").await;
    ana.key(Key::Enter).await;
    ana.find("dialog[open] form").await;
    assert_eq!(ana.focused().await, "Reason");
    ana.keys("left the laptop").await;
    ana.tab_to("Block Ben Okafor").await;
    ana.key(Key::Enter).await;
    ana.sees("Blocked by Ana López").await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_invites_somebody() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/users").await;
    ana.tab_to("Invite user").await;
    ana.key(Key::Enter).await;
    ana.find("dialog[open] form").await;
    assert_eq!(ana.focused().await, "E-mail addresses");
    ana.keys("zoe@example.com").await;
    ana.tab_to("Send invitation").await;
    ana.key(Key::Enter).await;
    ana.sees("Invitation on its way").await;
    ana.tab_to("To the list").await;
    ana.key(Key::Enter).await;
    ana.sees("zoe@example.com").await;
    ana.close().await;
}

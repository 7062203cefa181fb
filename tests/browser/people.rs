//! The list of users: searched as one types, filtered and sorted, always as the address says.

use crate::{Browser, house::House};

async fn rows(browser: &Browser) -> usize {
    browser.count("#results tbody tr").await
}

async fn until_rows(browser: &Browser, count: usize) {
    let what = format!("{count} rows");
    browser
        .until(&what, || async { rows(browser).await == count })
        .await;
}

/// The address asks for these, and for nothing else but an order.
async fn until_asked(browser: &Browser, asked: &[&str]) {
    let is_so = || async {
        let path = browser.path().await;
        let (list, query) = path.split_once('?').unwrap_or((&path, ""));
        let parts = query
            .split('&')
            .filter(|part| !part.is_empty() && !part.starts_with("sort="));
        list == "/users" && parts.collect::<Vec<_>>() == asked
    };
    browser
        .until(&format!("the address of {asked:?}"), is_so)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_types_is_searched_at_once_and_stands_in_the_address() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/users").await;
    until_rows(&ana, 25).await;
    ana.keys("/").await;
    assert_eq!(ana.focused().await, "Search");
    ana.keys("esra").await;
    until_rows(&ana, 4).await;
    until_asked(&ana, &["q=esra"]).await;
    assert_eq!(ana.focused().await, "Search", "one can go on typing");
    ana.look("users-searched").await;
    ana.client.refresh().await.unwrap();
    until_rows(&ana, 4).await;
    assert_eq!(ana.value("Search").await, "esra");
    ana.keys("/").await;
    ana.keys(" nobody at all").await;
    ana.sees("Nobody fits").await;
    ana.press("Clear all").await;
    until_rows(&ana, 25).await;
    until_asked(&ana, &[]).await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_in_the_address_and_outlive_going_elsewhere_and_back() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/users").await;
    ana.press("Filters").await;
    ana.look("users-filters").await;
    ana.press("Blocked").await;
    until_rows(&ana, 1).await;
    until_asked(&ana, &["status=blocked"]).await;
    ana.press("Inactive").await;
    until_rows(&ana, 2).await;
    until_asked(&ana, &["status=inactive", "status=blocked"]).await;
    ana.press("Bela Horvat").await;
    ana.sees("lost badge").await;
    ana.client.back().await.unwrap();
    until_rows(&ana, 2).await;
    let ticked = "return [...document.querySelectorAll('form.find :checked')].filter(e => e.type === 'checkbox').length";
    assert_eq!(ana.script(ticked).await, 2);
    // What is asked for stands above the table, each to be taken away alone.
    ana.press("Without Status: Inactive ✕").await;
    until_rows(&ana, 1).await;
    ana.press("Clear all").await;
    until_rows(&ana, 25).await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_column_is_sorted_and_a_second_press_turns_it_round() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    let first = "return document.querySelector('#results tbody th a').textContent.trim()";
    ana.goto("/users").await;
    assert_eq!(ana.script(first).await, "Ben Okafor");
    ana.press("User").await;
    ana.find("th[aria-sort=ascending]").await;
    let ascending = ana.script(first).await;
    assert_eq!(ascending, "Amara Adler");
    assert_eq!(ana.count("[aria-sort]").await, 1);
    ana.press("User").await;
    ana.find("th[aria-sort=descending]").await;
    assert_eq!(ana.count("[aria-sort]").await, 1);
    assert_ne!(ana.script(first).await, ascending);
    let sorted = ana.path().await;
    ana.press("Next").await;
    ana.find("[rel=prev]").await;
    until_rows(&ana, 24).await;
    assert_eq!(ana.count("th[aria-sort=descending]").await, 1);
    ana.press("Previous").await;
    until_rows(&ana, 25).await;
    ana.goto(&sorted).await;
    ana.find("th[aria-sort=descending]").await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_thing_is_done_to_several_and_it_is_said_beforehand_who_is_left_out() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/users?status=inactive&status=blocked").await;
    for name in ["Ines Sousa", "Bela Horvat"] {
        let tick = format!("[aria-label='Choose {name}']");
        ana.find(&tick).await.click().await.unwrap();
    }
    assert_eq!(ana.find("[data-count]").await.text().await.unwrap(), "2");
    ana.look("users-chosen").await;
    ana.fill("With those chosen", "Activate").await;
    ana.press("Go on").await;
    ana.sees("1 user is left out").await;
    ana.sees(&house.address("#{blocked#}")).await;
    ana.look("many-beforehand").await;
    ana.press("Do it for 1 user").await;
    ana.sees("Done for 1 user.").await;
    ana.look("many-done").await;
    let ines = house.ana.user(&house.address("{inactive}")).await;
    assert_eq!(ines["status"], "active");
    ana.close().await;
}

//! Every page of the console, by one table: light, accessible at every width, and whole without scripts.

use crate::{
    Browser,
    house::House,
    table::{self, Page},
};

/// So many steps of the Tab key on each page.
const STEPS: usize = 15;

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_people_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(table::PEOPLE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_one_user_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(table::ONE_USER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_the_organization_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(table::ORGANIZATION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_oneself_and_the_system_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(table::THE_REST).await;
}

async fn every_page_is_good(pages: &[Page]) {
    let house = House::full().await;
    let browser = house.at_the_console().await;
    let mut faults = Vec::new();
    for page in pages {
        let path = house.address(page.path);
        faults.extend(browser.weight_fault(&path).await);
        if browser.path().await != path {
            faults.push(format!("{path} leads to {}", browser.path().await));
        }
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        let status = browser.script(status).await;
        if status != page.status {
            faults.push(format!("{path} answers {status}"));
        }
        faults.extend(browser.seen(page.name).await);
        browser.goto(&path).await;
        faults.extend(browser.tab_through(STEPS).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.without_scripts().await;
    for page in pages {
        works_without_scripts(&browser, &house, page).await;
    }
    browser.close().await;
}

async fn works_without_scripts(browser: &Browser, house: &House, page: &Page) {
    browser.goto(&house.address(page.path)).await;
    assert_eq!(
        browser.count("h1").await,
        1,
        "{} without scripts",
        page.name
    );
    assert_eq!(
        browser.count("main").await,
        1,
        "{} without scripts",
        page.name
    );
    if let Some(form) = &page.form {
        for (label, text) in form.fields {
            browser.fill(label, &house.address(text)).await;
        }
        browser.press(form.button).await;
        browser.sees(form.then).await;
    }
}

/// Words are longer there, and everything is said in them.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_german_to_whoever_wants_it_so_and_has_room_for_long_words() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/me/settings").await;
    ana.fill("Language", "Deutsch").await;
    ana.press("Save").await;
    ana.sees("Gespeichert").await;
    let mut faults = Vec::new();
    let all = [
        table::PEOPLE,
        table::ONE_USER,
        table::ORGANIZATION,
        table::THE_REST,
    ];
    for page in all.concat() {
        let path = house.address(page.path);
        ana.goto(&path).await;
        let language = ana.script("return document.documentElement.lang").await;
        if language != "de" {
            faults.push(format!("{path} is in {language}"));
        }
        faults.extend(ana.seen_narrow(&format!("german-{}", page.name)).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    ana.close().await;
}

/// What a page looks like after some presses: its name, where, what is pressed.
const STATES: &[(&str, &str, &[&str])] = &[
    ("dashboard-numbers", "/", &["The numbers"]),
    ("menu", "/", &["Ana López"]),
    ("users-menu", "/users", &["More"]),
    ("users-row-menu", "/users", &["What to do with Ben Okafor"]),
    (
        "users-only-row-menu",
        "/users?q=okafor",
        &["What to do with Ben Okafor"],
    ),
    ("users-columns-dialog", "/users", &["More", "Columns"]),
    ("user-menu", "/users/{ben}", &["More"]),
    (
        "user-status-menu",
        "/users/{ben}",
        &["Status: Active. Change it"],
    ),
    ("user-edit-dialog", "/users/{ben}", &["Edit"]),
    ("facility-dialog", "/facilities", &["Add a facility"]),
    ("help-dialog", "/", &["Ana López", "Help and keyboard"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn menus_and_dialogs_are_accessible_when_they_are_open() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    let mut faults = Vec::new();
    for (name, path, presses) in STATES {
        ana.goto(&house.address(path)).await;
        for press in *presses {
            ana.press(press).await;
        }
        if name.ends_with("-dialog") {
            ana.find("dialog[open] h2").await;
        }
        faults.extend(ana.seen(name).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    ana.close().await;
}

//! Every page of the console, by one table: light, accessible at every width, and whole without scripts.

use crate::{Browser, house::House};

/// A page, and what one does on it.
struct Page {
    /// What its pictures are called.
    name: &'static str,
    path: &'static str,
    /// Its form: what is typed into which fields, the button, and what one reads then.
    form: Option<Form>,
}

struct Form {
    fields: &'static [(&'static str, &'static str)],
    button: &'static str,
    then: &'static str,
}

const fn page(name: &'static str, path: &'static str) -> Page {
    Page {
        name,
        path,
        form: None,
    }
}

impl Page {
    /// With a form that works without scripts.
    const fn with(
        self,
        fields: &'static [(&'static str, &'static str)],
        button: &'static str,
        then: &'static str,
    ) -> Self {
        let form = Some(Form {
            fields,
            button,
            then,
        });
        Self { form, ..self }
    }
}

/// A new page is one line more; the parts keep two processors busy.
const PARTS: [&[Page]; 3] = [
    // Who there is.
    &[page("dashboard", "/")],
    // One user.
    &[],
    // Everything else.
    &[
        page("invitations", "/invitations"),
        page("audit", "/audit").with(&[("By whom", "visitor")], "Apply", "Clear all"),
        page("audit-nothing", "/audit?ip=10.1.2.3").with(&[], "Clear all", "Older"),
        page("audit-refused", "/audit?from=yesterday"),
        page("messages", "/messages"),
        page("integrations", "/integrations"),
        page("system", "/system"),
        page("system-backup", "/system/backup"),
        page("me", "/me"),
        page("password-change", "/password/change").with(
            &[
                ("Current password", "not it"),
                ("New password", "copper lantern drifts north"),
            ],
            "Change password",
            "Current password:",
        ),
    ],
];

/// So many steps of the Tab key on each page: past the frame, well into the page.
const STEPS: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_users_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(PARTS[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_one_user_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(PARTS[1]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_other_pages_are_light_and_accessible_and_whole_without_scripts() {
    every_page_is_good(PARTS[2]).await;
}

async fn every_page_is_good(pages: &[Page]) {
    let house = House::full().await;
    let browser = house.at_the_console().await;
    for page in pages {
        let path = house.address(page.path);
        browser.is_light(&path).await;
        assert_eq!(browser.path().await, path, "{} is reached", page.name);
        browser.look(page.name).await;
        browser.goto(&path).await;
        browser.tab_through(STEPS).await;
    }
    browser.without_scripts().await;
    for page in pages {
        works_without_scripts(&browser, &house.address(page.path), page).await;
    }
    browser.close().await;
}

async fn works_without_scripts(browser: &Browser, path: &str, page: &Page) {
    browser.goto(path).await;
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
            browser.fill(label, text).await;
        }
        browser.press(form.button).await;
        browser.sees(form.then).await;
    }
}

//! Dialogs over a page: pages of their own that came to where one was.

use crate::{Browser, house::House};
use serde_json::json;

const TWICE: &str = "
    const seen = new Map();
    for (const e of document.querySelectorAll('[id]')) seen.set(e.id, (seen.get(e.id) ?? 0) + 1);
    return [...seen].filter(([, times]) => times > 1).map(([id]) => id).join(', ')";

/// Elements that point to what is not there.
const ASTRAY: &str = "
    const box = document.querySelector('dialog[open]'), faults = [];
    const names = ['for', 'form', 'aria-describedby', 'aria-labelledby', 'data-copy', 'data-show'];
    for (const name of names) for (const e of box.querySelectorAll(`[${name}]`))
        for (const id of e.getAttribute(name).split(' '))
            if (!box.contains(document.getElementById(id))) faults.push(`${name}=${id}`);
    for (const e of box.querySelectorAll(`a[href^='#']`))
        if (!box.contains(document.getElementById(e.hash.slice(1)))) faults.push(e.hash);
    return faults.join(', ')";

async fn says(browser: &Browser, script: &str) -> String {
    browser.script(script).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dialog_says_belongs_to_its_own_fields_whatever_lies_below() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    let ben = house.address("/users/{ben}");
    let tabs = [
        "",
        "/security",
        "/access",
        "/facilities",
        "/position",
        "/time-off",
        "/favourites",
    ];
    let pages = ["/me", "/users?per=10", "/facilities", "/departments"].map(str::to_owned);
    let mut dialogs = 0;
    for page in tabs
        .map(|tab| format!("{ben}{tab}"))
        .into_iter()
        .chain(pages)
    {
        ana.goto(&page).await;
        let links = "return [...new Set([...document.querySelectorAll('main a[data-window]')].map(e => e.pathname))]";
        for link in ana.script(links).await.as_array().unwrap().iter().take(12) {
            let link = link.as_str().unwrap();
            let open = format!(
                "[...document.querySelectorAll('main a[data-window]')].find(e => e.pathname === '{link}').click()"
            );
            ana.script(&open).await;
            ana.find("dialog[open] h2").await;
            assert_eq!(says(&ana, TWICE).await, "", "ids twice: {link} over {page}");
            assert_eq!(says(&ana, ASTRAY).await, "", "{link} over {page}");
            ana.script("document.querySelector('dialog').close()").await;
            dialogs += 1;
        }
    }
    assert!(dialogs > 25, "{dialogs}");
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_within_a_dialog_leads_to_the_field_in_the_dialog() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/facilities").await;
    ana.press("Add a facility").await;
    ana.find("dialog[open] form").await;
    ana.press("Add").await;
    ana.find("dialog[open] .trouble a")
        .await
        .click()
        .await
        .unwrap();
    let field = "const e = document.activeElement;
        return String(e.getAttribute('aria-invalid') === 'true' && e.closest('dialog') !== null)";
    assert_eq!(says(&ana, field).await, "true", "{}", ana.focused().await);
    assert_eq!(says(&ana, ASTRAY).await, "");
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_sends_nothing_a_second_time_and_loses_nothing() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/facilities").await;
    ana.press("Add a facility").await;
    ana.find("dialog[open] form").await;
    ana.fill("Name", "Dock South").await;
    ana.traffic().await;
    line(&ana, false).await;
    ana.press("Add").await;
    ana.sees("No answer came from the server.").await;
    let faults = ana.faults().await;
    assert_eq!(faults.len(), 1, "it was sent once: {faults:?}");
    ana.look("dialog-no-answer").await;
    assert_eq!(ana.value("Name").await, "Dock South");
    line(&ana, true).await;
    ana.press("Add").await;
    ana.sees("Dock South").await;
    ana.close().await;
}

/// Puts the browser on the line, or off it.
async fn line(browser: &Browser, is_on: bool) {
    let parameters = json!({ "offline": !is_on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser
        .cdp("Network.emulateNetworkConditions", parameters)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copied_is_said_when_something_was_copied_also_without_https() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/invitations").await;
    // A page that came without HTTPS has no clipboard.
    let plain = "Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.addEventListener('copy', () => { window.taken = document.activeElement.value; });";
    ana.script(plain).await;
    let button = "[data-copy^='link-']";
    ana.find(button).await.click().await.unwrap();
    ana.sees("Copied").await;
    let taken = says(&ana, "return String(window.taken)").await;
    assert!(taken.contains("/invite/"), "{taken}");
    assert_eq!(ana.count("#results textarea").await, 0);
    // Where it cannot be copied at all, the text is there to be taken by hand, and nobody says otherwise.
    ana.goto("/invitations").await;
    let never = "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;";
    ana.script(never).await;
    let held = ana.find(button).await;
    let before = held.text().await.unwrap();
    held.click().await.unwrap();
    let marked = ana.find("textarea:focus").await;
    let marked = marked.prop("value").await.unwrap().unwrap();
    assert!(marked.contains("/invite/"), "{marked}");
    assert_eq!(held.text().await.unwrap(), before);
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_that_something_was_typed_into_is_not_closed_by_a_click_beside_it() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/facilities").await;
    ana.press("Add a facility").await;
    ana.find("dialog[open] form").await;
    // Its own edge is no place beside it.
    click(&ana, "r.left + 4", "r.top + 4").await;
    assert_eq!(ana.count("dialog[open]").await, 1);
    ana.fill("Name", "Dock South").await;
    click(&ana, "r.left - 20", "r.top + 40").await;
    assert_eq!(ana.value("Name").await, "Dock South");
    ana.press("Cancel").await;
    assert_eq!(ana.count("dialog[open]").await, 0);
    ana.press("Add a facility").await;
    ana.find("dialog[open] form").await;
    click(&ana, "r.left - 20", "r.top + 40").await;
    assert_eq!(ana.count("dialog[open]").await, 0);
    ana.close().await;
}

/// Clicks at a place that is told by the rectangle `r` of the dialog.
async fn click(browser: &Browser, x: &str, y: &str) {
    let place = format!(
        "const r = document.querySelector('dialog').getBoundingClientRect(); return [{x}, {y}]"
    );
    let place = browser.script(&place).await;
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
        browser.cdp("Input.dispatchMouseEvent", event).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_said_once_more_after_the_page_has_come_so_that_it_is_read_out() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/me/settings").await;
    ana.press("Save").await;
    ana.sees("Saved.").await;
    // Somebody who listens hears what is put in while he listens.
    let first = "const n = document.querySelector('#notices'); return n.firstElementChild === (window.first ??= n.firstElementChild)";
    ana.client.refresh().await.unwrap();
    assert_eq!(ana.count("#notices *").await, 0, "said once");
    ana.press("Save").await;
    ana.script(first).await;
    ana.until("it is said again", || async {
        ana.script(first).await == false
    })
    .await;
    ana.sees("Saved.").await;
    ana.close().await;
}

//! The parts of a user, changed one by one by clicking.

use crate::{Browser, house::House, jpeg::jpeg};
use std::fs;

/// Opens a window by what is pressed for it.
async fn open(ana: &Browser, name: &str) {
    ana.press(name).await;
    ana.find("dialog[open] form").await;
}

/// There is so much of it on the page.
async fn until(ana: &Browser, css: &str, count: usize) {
    let what = format!("{count} of {css}");
    ana.until(&what, || async { ana.count(css).await == count })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_picture_and_roles_are_changed_where_they_are_shown() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto(&house.address("/users/{ben}")).await;
    open(&ana, "Edit").await;
    ana.fill("Phone", "+49 30 901820").await;
    ana.look("dialog-edit").await;
    ana.press("Save").await;
    ana.sees("+49 30 901820").await;

    ana.press("Change picture").await;
    let file = std::env::temp_dir().join(format!("picture-{}.jpg", std::process::id()));
    fs::write(&file, jpeg(100, 100)).unwrap();
    let field = ana.find("input[type=file]").await;
    ana.look("picture").await;
    field.send_keys(&file.display().to_string()).await.unwrap();
    ana.press("Save picture").await;
    ana.sees("The picture is changed.").await;
    until(&ana, "header.person img", 1).await;
    fs::remove_file(&file).unwrap();
    ana.look("user-with-picture").await;

    ana.press("Access").await;
    open(&ana, "Remove Clerk").await;
    ana.look("dialog-role-remove").await;
    ana.press("Take the role from Ben Okafor").await;
    ana.sees("No roles.").await;
    open(&ana, "Add role").await;
    ana.fill("Role", "Clerk").await;
    ana.look("dialog-role").await;
    ana.press("Give Ben Okafor the role").await;
    ana.sees("The role is given.").await;
    until(&ana, "table.cards tbody tr", 1).await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn places_position_time_off_and_favourites_are_changed_where_they_are_shown() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto(&house.address("/users/{ben}/facilities")).await;
    open(&ana, "Add Facilities").await;
    ana.look("dialog-facilities").await;
    ana.press("Warehouse North (WH-N)").await;
    ana.press("Save").await;
    ana.sees("Not assigned to any facility.").await;
    open(&ana, "Add Facilities").await;
    ana.press("Warehouse North (WH-N)").await;
    ana.press("Save").await;
    until(&ana, "table.cards tbody tr", 1).await;

    ana.press("Position").await;
    open(&ana, "Manage User Position").await;
    ana.fill("Choose from the list", "Write a new one below")
        .await;
    ana.fill("Title", "Shift Lead").await;
    ana.look("dialog-position").await;
    ana.press("Save").await;
    ana.sees("Shift Lead").await;
    ana.sees("Clerk").await;

    // The navigation has a link of this name as well.
    let tab = ana.find(".tabs a[href$='/time-off']").await;
    tab.click().await.unwrap();
    until(&ana, "ul.days li", 1).await;
    ana.find("ul.days a").await.click().await.unwrap();
    ana.find("dialog[open] form").await;
    ana.press("Remove the time off of Ben Okafor").await;
    until(&ana, "ul.days li", 0).await;
    open(&ana, "Add time off").await;
    // How a day is typed is the browser's own affair.
    let day = "document.querySelector('dialog [name=start_on]').value = '2031-03-03'";
    ana.script(day).await;
    ana.look("dialog-time-off").await;
    ana.press("Add the time off of Ben Okafor").await;
    ana.sees("3 Mar 2031").await;

    ana.press("Favourites").await;
    open(&ana, "Change").await;
    ana.fill("Favourites", "theme = dark").await;
    ana.look("dialog-favourites").await;
    ana.press("Save").await;
    until(&ana, "dialog[open]", 0).await;
    ana.sees("theme").await;
    ana.press("Activity").await;
    ana.sees("Favourites changed").await;
    ana.look("activity-of-a-day").await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_chosen_and_stays() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    ana.goto("/me/settings").await;
    for (choice, expected) in [("Dark", "dark"), ("Light", "light"), ("As the system", "")] {
        ana.fill("Look", choice).await;
        ana.press("Save").await;
        ana.sees("Saved.").await;
        for path in ["/me/settings", "/users"] {
            ana.goto(path).await;
            let theme = ana
                .script("return document.documentElement.dataset.theme || ''")
                .await;
            assert_eq!(theme, expected, "{path}");
        }
        ana.goto("/me/settings").await;
    }
    ana.close().await;
}

//! The whole life of a user, by clicking.

use crate::{
    Browser,
    database::Database,
    house::House,
    process::{ADMIN, PASSWORD, Server},
};

/// Opens an act of the menu, in the window that comes up.
async fn act(ana: &Browser, name: &str) {
    ana.press("More").await;
    ana.press(name).await;
    ana.find("dialog[open] form").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_printed_link_to_a_colleague_who_is_invited_and_logs_in() {
    let server = Server::start(Database::sqlite()).await;
    let ana = Browser::open(server.base()).await;
    ana.goto(&format!("/setup?token={}", server.setup_token()))
        .await;
    ana.fill("Name of the organization", "Acme").await;
    ana.fill("E-mail", ADMIN.0).await;
    ana.fill("First name", "Ana").await;
    ana.fill("Last name", "López").await;
    ana.fill("Password", ADMIN.1).await;
    // One can look at what one typed blindly.
    ana.press("Show Password").await;
    let kind = "return document.querySelector('[name=password]').type";
    assert_eq!(ana.script(kind).await, "text");
    ana.press("Show Password").await;
    assert_eq!(ana.script(kind).await, "password");
    ana.press("Set up").await;
    ana.enter(ADMIN.0, ADMIN.1).await;
    ana.is_in().await;
    ana.look("dashboard-empty").await;
    ana.press("Users").await;
    ana.sees("Only you so far").await;
    ana.look("users-only-you").await;

    ana.press("Invite user").await;
    ana.find("dialog[open] form").await;
    ana.look("dialog-invite").await;
    ana.press("Send invitation").await;
    ana.find("dialog[open] [aria-invalid]").await;
    ana.look("dialog-invite-refused").await;
    ana.fill("E-mail addresses", "ben@example.com").await;
    ana.press("Send invitation").await;
    ana.sees("Invitation on its way").await;
    ana.look("invited").await;
    let link = ana.value("Invitation link").await;
    let path = link
        .strip_prefix(server.base())
        .expect("a link to this server");

    let ben = Browser::open(server.base()).await;
    ben.goto(path).await;
    ben.fill("First name", "Ben").await;
    ben.fill("Last name", "Okafor").await;
    ben.fill("Password", PASSWORD).await;
    ben.press("Accept the invitation").await;
    ben.sees("Your account is ready.").await;
    ben.enter("ben@example.com", PASSWORD).await;
    ben.is_in().await;
    ben.look("me-of-a-member").await;
    // He is shown nothing that is not his, and told so where he asks for it.
    assert!(!ben.offers("Users").await);
    ben.goto("/users").await;
    ben.look("error-forbidden").await;

    ana.press("To the list").await;
    ana.press("Ben Okafor").await;
    ana.find("header.person").await;
    ana.sees("Active").await;
    ana.close().await;
    ben.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_unblocked_put_to_rest_brought_back_deleted_and_restored() {
    let house = House::full().await;
    let ana = house.at_the_console().await;
    let ben = Browser::open(house.server.base()).await;
    ben.log_in("ben@example.com", PASSWORD).await;
    ben.is_in().await;
    ana.goto(&house.address("/users/{ben}")).await;

    act(&ana, "Block").await;
    ana.look("dialog-block").await;
    ana.press("Block Ben Okafor").await;
    ana.find("dialog[open] [aria-invalid]").await;
    ana.look("dialog-block-refused").await;
    ana.fill("Reason", "left the laptop").await;
    ana.press("Block Ben Okafor").await;
    ana.sees("Blocked by Ana López").await;
    ana.sees("left the laptop").await;
    // His session is over, and he gets no other.
    ben.goto("/me").await;
    ben.enter("ben@example.com", PASSWORD).await;
    ben.sees("Log in failed").await;

    ana.press("Unblock").await;
    ana.press("Unblock Ben Okafor").await;
    ana.until("no banner", || async { ana.count(".banner").await == 0 })
        .await;
    ben.enter("ben@example.com", PASSWORD).await;
    ben.is_in().await;

    act(&ana, "Inactivate").await;
    ana.press("Inactivate Ben Okafor").await;
    ana.sees("Inactivated by Ana López").await;
    ana.press("Activate").await;
    ana.press("Activate Ben Okafor").await;
    ana.until("no banner", || async { ana.count(".banner").await == 0 })
        .await;

    act(&ana, "Delete").await;
    assert_eq!(ana.focused().await, "Cancel");
    ana.look("dialog-delete").await;
    // Whoever wants to delete must have read whom.
    ana.press("Delete Ben Okafor").await;
    ana.find("dialog[open] [aria-invalid]").await;
    ana.fill("Type ", &house.address("{ben#}")).await;
    ana.press("Delete Ben Okafor").await;
    ana.sees("Deleted on").await;
    ben.goto("/me").await;
    ben.enter("ben@example.com", PASSWORD).await;
    ben.sees("Log in failed").await;

    ana.press("Restore").await;
    ana.press("Restore Ben Okafor").await;
    ana.sees("Restored on").await;
    ana.close().await;
    ben.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_edit_the_second_sees_who_changed_what_and_loses_nothing() {
    let house = House::full().await;
    let eva = house.ana.clone();
    let ana = house.at_the_console().await;
    let other = Browser::open(house.server.base()).await;
    other.log_in(ADMIN.0, ADMIN.1).await;
    other.is_in().await;
    let form = house.address("/users/{ben}/edit");
    ana.goto(&form).await;
    other.goto(&form).await;
    other.fill("Last name", "Okonkwo").await;
    other.press("Save").await;
    other.sees("Okonkwo").await;
    ana.fill("Last name", "Okoro").await;
    ana.fill("Phone", "+49 30 901820").await;
    ana.press("Save").await;
    ana.sees("Changed by").await;
    ana.sees("Okonkwo").await;
    ana.look("user-edit-stale").await;
    assert_eq!(ana.value("Last name").await, "Okoro");
    assert_eq!(ana.value("Phone").await, "+49 30 901820");
    // Nothing was written over the other's change yet.
    let ben = eva.user(&house.address("{ben}")).await;
    assert_eq!(ben["last_name"], "Okonkwo");
    ana.press("Save Ben Okonkwo").await;
    ana.sees("901820").await;
    let ben = eva.user(&house.address("{ben}")).await;
    assert_eq!(ben["last_name"], "Okoro");
    ana.close().await;
    other.close().await;
}

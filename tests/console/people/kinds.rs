//! Users whom other systems let in: a view of their own, and a choice where they are added.

use super::adding::place;
use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{PASSWORD, System},
    web::Web,
};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    vendors_and_store_associates_have_views_of_their_own_and_are_added_there,
    chord_has_a_view_of_its_customers,
    a_system_without_other_realms_has_no_such_views,
}

/// The links of the views, each with what stands in it.
fn views(page: &str) -> Vec<String> {
    let views = page.split("aria-label=\"Views\"").nth(1).unwrap();
    let views = views.split("</nav>").next().unwrap();
    views.split("<li>").skip(1).map(str::to_owned).collect()
}

fn view<'a>(views: &'a [String], label: &str) -> &'a str {
    let named = format!(">{label} <span");
    let found = views.iter().find(|view| view.contains(&named));
    found.unwrap_or_else(|| panic!("no {label} in {views:?}"))
}

/// The names in the rows.
fn users<'a>(page: &str, names: &[&'a str]) -> Vec<&'a str> {
    let rows = page.split("<tr data-open>").skip(1).collect::<String>();
    let shown = names.iter().filter(|name| rows.contains(**name));
    shown.copied().collect()
}

/// OB-10, OB-11: vendor users and store associates each have a list of their own, where they are added and from which
/// their pages with their roles are reached.
async fn vendors_and_store_associates_have_views_of_their_own_and_are_added_there(
    database: Database,
) {
    let system = System::of("order_broker", database).await;
    let by = system.admin().await;
    crate::system::role(&by, "vendor", &["portal.use"]).await;
    let web = Web::of(&by);
    let retailer = json!({
        "username": "mary01", "credential": { "type": "temporary_password", "password": PASSWORD },
    });
    by.post("/users", &retailer).await.expect(201);
    for (kind, name, title) in [
        ("vendor", "vera01", "Vendor"),
        ("store_associate", "sam001", "Store associate"),
    ] {
        let list = web.page(&format!("/users?kind={kind}")).await;
        let add = format!("href=\"/users/new?kind={kind}\"");
        assert!(list.contains(&add), "{list}");
        let first = web.page(&format!("/users/new?kind={kind}")).await;
        let who = [("username", name)];
        let second = web.fill("/users/new", &first, &who).await;
        assert_eq!(second.status, StatusCode::OK, "{}", second.html);
        html::keeps_the_rules(&second.html);
        let chosen = format!("<option value=\"{kind}\" selected>{title}</option>");
        assert!(second.html.contains(&chosen), "{}", second.html);
        let rest = [
            ("kind", kind),
            ("credential.type", "temporary_password"),
            ("credential.password", PASSWORD),
            ("roles[]", "vendor"),
        ];
        let done = place(&web.fill("/users/new", &second.html, &rest).await);
        let number = done.rsplit('=').next().unwrap();
        assert_eq!(by.user(number).await["kind"], kind);
    }
    let names = ["mary01", "vera01", "sam001"];
    let vendors = web.page("/users?kind=vendor").await;
    assert_eq!(users(&vendors, &names), ["vera01"]);
    let all = views(&vendors);
    let here = view(&all, "Vendors");
    assert!(here.contains("aria-current"), "{here}");
    assert!(here.contains("<span class=\"number\">1</span>"), "{here}");
    assert!(!view(&all, "All").contains("aria-current"));
    assert!(
        view(&all, "All").contains("<span class=\"number\">4</span>"),
        "the administrator, the retailer's, and both: {all:?}"
    );
    let link = view(&all, "Store associates");
    assert!(
        link.contains("href=\"/users?kind=store_associate\""),
        "{link}"
    );
    let associates = web.page("/users?kind=store_associate").await;
    assert_eq!(users(&associates, &names), ["sam001"]);
    assert!(associates.contains("Type: Store associate"), "{associates}");
    let access = web.page("/users/3/access").await;
    assert!(
        access.contains("portal.use"),
        "his page says what he may do in the portal: {access}"
    );
}

async fn chord_has_a_view_of_its_customers(database: Database) {
    let system = System::of("chord", database).await;
    let page = Web::of_admin(&system).await.page("/users").await;
    let link = views(&page);
    let link = view(&link, "Customers");
    assert!(
        link.contains("href=\"/users?kind=customer\"") && link.contains(">0</span>"),
        "{link}"
    );
}

async fn a_system_without_other_realms_has_no_such_views(database: Database) {
    let system = System::of("standard", database).await;
    let page = Web::of_admin(&system).await.page("/users").await;
    assert!(!views(&page).concat().contains("kind="), "{page}");
    let kept = Web::of_admin(&system)
        .await
        .page("/users?kind=person")
        .await;
    let all = views(&kept);
    assert!(
        view(&all, "Active").contains("kind=person"),
        "a filter stays in every view: {all:?}"
    );
}

//! What users work with, in the systems that have it: favourites, pickers, pictures, days off, uploads.

use crate::{
    client::Client,
    database::Database,
    jpeg::jpeg,
    on_both_databases,
    system::{ADMIN, PASSWORD, System, column, id},
};
use reqwest::Method;
use serde_json::{Value, json};
use tenure_domain::value::{Span, Timestamp};

on_both_databases! {
    favourites_are_pinned_by_the_user_and_come_with_every_log_in,
    an_administrator_shows_a_user_as_picker_or_not,
    a_picture_is_a_jpeg_of_100_by_100_pixels,
    a_picture_is_uploaded_and_removed,
    the_list_shows_who_is_away_at_this_moment,
    an_upload_makes_a_mail_to_the_user_where_the_system_says_so,
}

/// One pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\x0dIDATx\xdacd\xf8\xcfP\x0f\0\x03\x86\x01\x80Z4}k\0\0\0\0IEND\xaeB`\x82";

async fn put_photo(client: &Client, path: &str, file: &[u8]) -> crate::client::Answer {
    client
        .raw(Method::PUT, path, "image/jpeg", file.to_vec())
        .await
}

async fn me(client: &Client) -> Value {
    client.get("/me").await.expect(200).body
}

/// Somebody without any role.
async fn picker(by: &Client) -> Value {
    let body = json!({
        "username": "ben", "first_name": "Ben", "last_name": "Adler",
        "credential": { "type": "password", "password": PASSWORD },
    });
    by.post("/users", &body).await.expect(201).body
}

/// HW-35, HW-36, HW-42: a product store and a shop, pinned by the user himself, applied at each log-in.
async fn favourites_are_pinned_by_the_user_and_come_with_every_log_in(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let user = picker(&ana).await;
    let log_in = || async {
        let answer = system.visitor().try_log_in("ben", PASSWORD).await;
        answer.expect(201).body["favourites"].clone()
    };
    assert_eq!(log_in().await, json!({}));
    let ben = system.visitor().log_in("ben", PASSWORD).await;
    let store = system.record("product-stores", "STORE", &json!({})).await;
    system.record("product-stores", "OTHER", &json!({})).await;
    system
        .record("shops", "SHOP", &json!({ "product_store": store }))
        .await;
    let pinned = json!({ "product_store": "STORE", "shopify_shop": "SHOP" });
    let set = ben.put("/me/favourites", &pinned).await.expect(200);
    assert_eq!(set.body, pinned);
    for _ in 0..2 {
        assert_eq!(log_in().await, pinned);
    }
    assert_eq!(me(&ben).await["favourites"], pinned);
    assert_eq!(me(&ana).await["favourites"], json!({}));
    // The rest is the administrators'.
    let path = format!("/users/{}/capabilities", id(&user));
    let wish = json!({ "picker": true });
    ben.put(&path, &wish).await.expect_problem(403, "forbidden");
    let other = json!({ "product_store": "OTHER", "shop": "SHOP" });
    let set = ben.put("/me/favourites", &other).await.expect(200);
    assert_eq!(set.body, json!({ "product_store": "OTHER" }));
    let unknown = ben.put("/me/favourites", &json!({ "colour": "red" })).await;
    let unknown = unknown.expect_problem(422, "validation");
    assert_eq!(unknown.body["errors"][0]["pointer"], "/colour");
}

/// HW-27, HW-30: the switch, on and off.
async fn an_administrator_shows_a_user_as_picker_or_not(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = picker(&ana).await;
    assert_eq!(ben["capabilities"], json!({ "picker": false }));
    for picker in [true, false] {
        let wish = json!({ "picker": picker });
        let path = format!("/users/{}/capabilities", id(&ben));
        ana.put(&path, &wish).await.expect(200);
        assert_eq!(ana.user(id(&ben)).await["capabilities"], wish);
    }
}

/// SH-21: JPEG, 100 by 100 pixels; a PNG is refused for what it is, another size for its size.
async fn a_picture_is_a_jpeg_of_100_by_100_pixels(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    for (file, code) in [(PNG.to_vec(), "type"), (jpeg(101, 100), "dimensions")] {
        let refused = put_photo(&ana, "/me/photo", &file).await;
        let refused = refused.expect_problem(422, "validation");
        let error = &refused.body["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/photo"), &json!(code))
        );
    }
    let huge = put_photo(&ana, "/me/photo", &vec![0; 1024 * 1024 + 1]).await;
    huge.expect_problem(413, "payload_too_large");
    assert_eq!(me(&ana).await["photo_url"], Value::Null);
    let set = put_photo(&ana, "/me/photo", &jpeg(100, 100))
        .await
        .expect(200);
    assert!(set.body["photo_url"].is_string());
    let path = format!("/users/{}/photo", id(&set.body));
    let shown = ana.get(&path).await.expect(200);
    assert_eq!(shown.header("content-type"), "image/jpeg");
    let known = [("if-none-match", shown.header("etag"))];
    ana.send(Method::GET, &path, &known, None).await.expect(304);
    let visitor = system.visitor().get(&path).await;
    visitor.expect_problem(401, "unauthorized");
}

/// HE-20, HE-21: uploaded, of any size; removed.
async fn a_picture_is_uploaded_and_removed(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let path = format!("/users/{}/photo", id(&me(&ana).await));
    for file in [jpeg(37, 900), PNG.to_vec()] {
        put_photo(&ana, &path, &file).await.expect(200);
        ana.get(&path).await.expect(200);
    }
    ana.delete(&path).await.expect(200);
    ana.get(&path).await.expect_problem(404, "not_found");
    assert_eq!(me(&ana).await["photo_url"], Value::Null);
}

/// HE-47, HE-49: all, at vacation, not at vacation, at the moment of the question.
async fn the_list_shows_who_is_away_at_this_moment(database: Database) {
    let system = System::with_clock("hesh", database).await;
    let ana = system.admin().await;
    let ben = json!({ "email": "ben@example.com", "first_name": "Ben", "last_name": "Adler" });
    let ben = ana.post("/users", &ben).await.expect(201).body;
    let now = ben["created_at"]
        .as_str()
        .unwrap()
        .parse::<Timestamp>()
        .unwrap();
    let hours = |hours| Span::hours(hours).after(now);
    let off = json!({ "days_off": [{ "start_at": hours(2), "end_at": hours(4) }] });
    let path = format!("/users/{}/days-off", id(&ben));
    ana.put(&path, &off).await.expect(200);
    for (hour, away) in [(0, false), (3, true), (5, false)] {
        if hour > 0 {
            system.pass_minutes(if hour == 3 { 180 } else { 120 });
        }
        let ana = system.admin().await;
        let list = |query: &'static str| {
            let ana = ana.clone();
            async move { column(&ana, &format!("/users{query}"), "email").await }
        };
        let mut all = list("").await;
        all.sort();
        assert_eq!(all, [ADMIN.0, "ben@example.com"]);
        let (gone, there) = if away {
            (vec!["ben@example.com"], vec![ADMIN.0])
        } else {
            (vec![], all.iter().map(String::as_str).collect())
        };
        assert_eq!(list("?vacation=yes").await, gone, "after {hour} hours");
        let mut staying = list("?vacation=no").await;
        staying.sort();
        assert_eq!(staying, there, "after {hour} hours");
        assert_eq!(ana.user(id(&ben)).await["on_vacation"], away);
        // Pending as he is, he stands among the pending ones who are away.
        let both = list("?status=pending&vacation=yes").await;
        assert_eq!(both, gone);
    }
}

/// OB-22, OB-23: proximity data or product attribute data.
async fn an_upload_makes_a_mail_to_the_user_where_the_system_says_so(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let path = format!("/users/{}/uploads", id(&me(&ana).await));
    for (count, kind) in [(1, "proximity"), (2, "product_attributes")] {
        let told = ana.post(&path, &json!({ "kind": kind })).await;
        told.expect(204);
        let mails = system.mails_to(ADMIN.0, count).await;
        assert_eq!(mails.len(), count);
        assert!(mails[count - 1].contains("your upload was taken"));
    }
    let history = ana.history(id(&me(&ana).await)).await;
    let told = history.iter().filter(|kind| *kind == "upload.recorded");
    assert_eq!(told.count(), 2);
}

//! What users work with: favourites, capabilities, days off, a picture, uploads.

use crate::{stand::Stand, stores::RECORD};
use axum::http::header;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tenure_domain::testing::noon;

const ANOTHER: &str = "0190a1b2-0000-7000-8000-00000000dead";
const ANA: &str = "/api/v1/users/12";

fn at(path: &str) -> String {
    format!("{ANA}/{path}")
}

fn moment(hours: i64) -> String {
    (noon() + chrono::TimeDelta::hours(hours)).to_rfc3339()
}

fn png() -> Vec<u8> {
    let dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    STANDARD.decode(dot).unwrap()
}

#[tokio::test]
async fn favourites_are_pinned_as_a_flat_object_and_shown_with_the_user() {
    let stand = Stand::new();
    let wish = json!({"product_store": "STORE", "shop": "SHOP-1", "colour": null});
    let pinned = stand.put(&at("favourites"), wish).await;
    let expected = json!({"product_store": "STORE", "shopify_shop": "SHOP-1"});
    assert_eq!(
        (pinned.status.as_u16(), pinned.json()),
        (200, expected.clone())
    );
    assert_eq!(pinned.header(header::ETAG), "\"v2\"");
    assert_eq!(stand.get(&at("favourites")).await.json(), expected);
    assert_eq!(stand.get(ANA).await.json()["favourites"], expected);
    let own = json!({"product_store": "OTHER"});
    let answer = stand.put("/api/v1/me/favourites", own.clone()).await;
    assert_eq!(answer.json(), own);
    assert_eq!(stand.get("/api/v1/me").await.json()["favourites"], own);
    assert_eq!(stand.get(&at("favourites")).await.json(), expected);
}

#[tokio::test]
async fn everything_wrong_with_favourites_is_named_at_once() {
    let stand = Stand::new();
    let wish =
        json!({"shop": "A", "shopify_shop": "B", "product_store": 7, "a/b": "c", "empty": ""});
    let refused = stand.put(&at("favourites"), wish).await;
    refused.problem(422, "validation");
    let expected = [
        ("/a~1b", "unknown"),
        ("/empty", "required"),
        ("/product_store", "wrong_type"),
        ("/shop", "repeated"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(refused.pointers(), expected);
}

#[tokio::test]
async fn a_user_is_a_picker_or_not() {
    let stand = Stand::new();
    for picker in [true, false] {
        let set = stand
            .put(&at("capabilities"), json!({"picker": picker}))
            .await;
        assert_eq!(set.json(), json!({"picker": picker}));
        assert_eq!(
            stand.get(&at("capabilities")).await.json()["picker"],
            picker
        );
        assert_eq!(
            stand.get(ANA).await.json()["capabilities"]["picker"],
            picker
        );
    }
    let refused = stand
        .put(&at("capabilities"), json!({"packer": true}))
        .await;
    assert_eq!(
        refused.pointers(),
        [("/packer".to_owned(), "unknown".to_owned())]
    );
}

#[tokio::test]
async fn days_off_are_taken_by_both_names_and_without_an_object_around_them() {
    let stand = Stand::new();
    let off = json!({"start_at": moment(-1), "end_at": moment(1)});
    let shown = |reply: Value| reply["days_off"].as_array().unwrap().len();
    let set = stand.put(&at("days-off"), json!({"days_off": [off]})).await;
    assert_eq!((set.status.as_u16(), shown(set.json())), (200, 1));
    assert_eq!(stand.get(ANA).await.json()["on_vacation"], true);
    let list =
        json!([{"from": moment(5), "until": moment(6)}, {"from": moment(1), "until": moment(2)}]);
    let set = stand.put(&at("days-off"), list).await;
    let first = set.json()["days_off"][0]["start_at"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        chrono::DateTime::parse_from_rfc3339(&first).unwrap(),
        noon() + chrono::TimeDelta::hours(1)
    );
    assert_eq!(shown(stand.get(&at("days-off")).await.json()), 2);
    assert_eq!(stand.get(ANA).await.json()["on_vacation"], false);
}

#[tokio::test]
async fn everything_wrong_with_days_off_is_named_where_it_stands() {
    let stand = Stand::new();
    let wish = json!([{"from": moment(1)}, {"start_at": "yesterday", "end_at": moment(1), "until": moment(2)}]);
    let refused = stand.put(&at("days-off"), wish).await;
    let expected = [
        ("/days_off/0/end_at", "required"),
        ("/days_off/1/start_at", "invalid"),
        ("/days_off/1/until", "unknown"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(refused.pointers(), expected);
    let backwards = json!([{"from": moment(2), "until": moment(1)}]);
    let refused = stand.put(&at("days-off"), backwards).await;
    let expected = ("/days_off/0/end_at".to_owned(), "before_start".to_owned());
    assert_eq!(refused.pointers(), [expected]);
    let missing = stand.put(&at("days-off"), json!({})).await;
    assert_eq!(
        missing.pointers(),
        [("/days_off".to_owned(), "required".to_owned())]
    );
}

#[tokio::test]
async fn a_picture_is_served_as_a_jpeg_that_nothing_in_it_is_run_of() {
    let stand = Stand::new();
    assert_eq!(stand.get(ANA).await.json()["photo_url"], Value::Null);
    stand.get(&at("photo")).await.problem(404, "not_found");
    let set = stand.put_photo(&at("photo"), "image/jpeg", &png()).await;
    assert_eq!(set.status, 200, "{set:?}");
    let url = set.json()["photo_url"].as_str().unwrap().to_owned();
    let shown = stand.get(&url).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    assert_eq!(shown.header(header::CONTENT_TYPE), "image/jpeg");
    assert!(shown.header(header::CACHE_CONTROL).contains("private"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(
        shown
            .header(header::CONTENT_DISPOSITION)
            .starts_with("inline; filename=")
    );
    assert!(
        shown
            .header(header::CONTENT_SECURITY_POLICY)
            .contains("sandbox")
    );
    let tag = shown.header(header::ETAG).to_owned();
    let again = stand
        .ask("GET", &url, &[("if-none-match", &tag)], None)
        .await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    let other = stand
        .ask("GET", &url, &[("if-none-match", "\"x\"")], None)
        .await;
    assert_eq!(other.status, 200);
    let removed = stand.ask("DELETE", &at("photo"), &[], None).await;
    assert_eq!(removed.json()["photo_url"], Value::Null);
    stand.get(&url).await.problem(404, "not_found");
    let own = stand
        .put_photo("/api/v1/me/photo", "image/png", &png())
        .await;
    assert!(own.json()["photo_url"].is_string());
}

#[tokio::test]
async fn what_is_no_picture_is_refused_by_its_content_whatever_its_name_is() {
    let stand = Stand::new();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for (kind, file) in [
        ("image/svg+xml", svg.as_slice()),
        ("image/png", b"<!doctype html><script>alert(1)</script>"),
        ("image/jpeg", b"GIF89a/*"),
        ("image/png", &png()[..40]),
        ("image/png", b""),
    ] {
        let refused = stand.put_photo(&at("photo"), kind, file).await;
        refused.problem(422, "validation");
        assert_eq!(
            refused.pointers(),
            [("/photo".to_owned(), "type".to_owned())]
        );
    }
    let text = stand.put_photo(&at("photo"), "text/html", &png()).await;
    text.problem(415, "unsupported_media_type");
    let large = vec![0; 5 * 1024 * 1024 + 1];
    let large = stand.put_photo(&at("photo"), "image/png", &large).await;
    large.problem(413, "payload_too_large");
    assert_eq!(stand.get(ANA).await.json()["version"], 1);
}

#[tokio::test]
async fn a_change_of_what_a_user_works_with_may_have_a_condition() {
    let stand = Stand::new();
    let old = [("if-match", "\"v7\"")];
    for (path, body) in [
        ("favourites", json!({"a": "b"})),
        ("capabilities", json!({"picker": true})),
        ("days-off", json!([])),
    ] {
        let refused = stand.ask("PUT", &at(path), &old, Some(body)).await;
        refused.problem(412, "stale_version");
    }
    let refused = stand.ask("DELETE", &at("photo"), &old, None).await;
    refused.problem(412, "stale_version");
}

#[tokio::test]
async fn an_upload_is_noted_once_with_one_key() {
    let stand = Stand::new();
    let key = [("idempotency-key", "0190a1b2-0000-7000-8000-0000000000aa")];
    for expected in ["", "true"] {
        let wish = json!({"kind": "proximity"});
        let noted = stand.ask("POST", &at("uploads"), &key, Some(wish)).await;
        assert_eq!((noted.status.as_u16(), noted.text.as_str()), (204, ""));
        assert_eq!(noted.header("idempotency-replayed"), expected);
    }
    let refused = stand
        .post(&at("uploads"), json!({"kind": "Proximity Data"}))
        .await;
    assert_eq!(
        refused.pointers(),
        [("/kind".to_owned(), "invalid".to_owned())]
    );
}

/// HE-49: all, away, not away; at the moment of the question.
#[tokio::test]
async fn the_list_is_asked_for_whoever_is_away_now() {
    let stand = Stand::new();
    for (query, away) in [
        ("", None),
        ("?vacation=yes", Some(true)),
        ("?vacation=no", Some(false)),
    ] {
        stand.get(&format!("/api/v1/users{query}")).await;
        let seen = stand.data.lock().unwrap().seen.pop().unwrap().0.vacation;
        assert_eq!(
            seen.map(|wish| (wish.away, wish.at)),
            away.map(|away| (away, noon()))
        );
    }
    let refused = stand.get("/api/v1/users?vacation=maybe").await;
    assert_eq!(
        refused.pointers(),
        [("/vacation".to_owned(), "invalid".to_owned())]
    );
}

/// OB-25, OB-28: one request takes all that the second form asks for.
#[tokio::test]
async fn a_new_user_has_a_language_a_time_zone_and_a_shipping_system_from_the_start() {
    let stand = Stand::new();
    let wish =
        json!({"email": "bo@example.com", "language": "pt-BR", "time_zone": "Europe/Berlin"});
    let added = stand.post("/api/v1/users", wish).await;
    assert_eq!(added.status, 201, "{added:?}");
    assert_eq!(added.json()["language"], "pt-BR");
    assert_eq!(added.json()["time_zone"], "Europe/Berlin");
    let wrong = json!({"email": "cy@example.com", "language": "!", "time_zone": "Mars/Olympus"});
    let refused = stand.post("/api/v1/users", wrong).await;
    let pointers = ["/language", "/time_zone"].map(|at| (at.to_owned(), "invalid".to_owned()));
    assert_eq!(refused.pointers(), pointers);
}

#[tokio::test]
async fn facilities_are_named_by_id_or_external_id_and_each_unknown_one_where_it_stands() {
    let stand = Stand::new();
    let wish = json!({"facilities": ["ONE", RECORD]});
    let set = stand.put(&at("facilities"), wish).await;
    let shown = json!({"facilities": [RECORD], "log_ins": []});
    assert_eq!((set.status.as_u16(), set.json()), (200, shown.clone()));
    assert_eq!(stand.get(&at("facilities")).await.json(), shown);
    assert_eq!(stand.get(ANA).await.json()["facilities"], json!([RECORD]));
    let wish = json!({"facilities": ["ONE", "TWO", RECORD, ANOTHER]});
    let refused = stand.put(&at("facilities"), wish).await;
    let unknown = |at: u8| (format!("/facilities/{at}"), "unknown".to_owned());
    assert_eq!(refused.pointers(), [unknown(1), unknown(3)]);
    let refused = stand
        .put(&at("facilities"), json!({"facilities": [1]}))
        .await;
    let wrong = ("/facilities/0".to_owned(), "wrong_type".to_owned());
    assert_eq!(refused.pointers(), [wrong]);
}

#[tokio::test]
async fn a_facility_s_credential_names_what_is_wrong_with_it() {
    let stand = Stand::new();
    let place = at("facilities/ONE/credential");
    let wish = json!({"username": "a b", "pin": "1234"});
    let refused = stand.put(&place, wish).await;
    let expected = [("/pin", "too_common"), ("/username", "invalid")];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(refused.pointers(), expected);
    let wish = json!({"username": "ana", "pin": "284617"});
    let refused = stand.put(&place, wish.clone()).await;
    let early = ("/facility".to_owned(), "not_assigned".to_owned());
    assert_eq!(refused.pointers(), [early]);
    stand
        .put(&at("facilities"), json!({"facilities": ["ONE"]}))
        .await;
    let set = stand.put(&place, wish.clone()).await;
    assert_eq!(set.status.as_u16(), 200);
    let shown = stand.get(&at("facilities")).await.json();
    assert_eq!(shown["log_ins"][0]["username"], "ana");
    let nowhere = stand.put(&at("facilities/TWO/credential"), wish).await;
    nowhere.problem(404, "not_found");
}

#[tokio::test]
async fn whole_days_and_times_without_an_offset_are_taken_and_what_is_wrong_is_named() {
    let stand = Stand::new();
    let wish = json!([{"start_on": "2026-12-24"}, {"from": "2026-12-25T12:00", "until": "2026-12-25T13:00:30.5"}]);
    let set = stand.put(&at("days-off"), wish).await.json();
    assert_eq!(set["days_off"][0]["end_at"], "2026-12-25T00:00:00Z");
    assert_eq!(set["days_off"][1]["end_at"], "2026-12-25T13:00:30.500Z");
    let wish = json!([
        {"start_on": "2026-12-24", "end_on": "2026-12-23"},
        {"start_on": "24.12.2026"},
        {"start_on": "2026-12-24", "until": "2026-12-25T12:00"},
        {"end_on": "2026-12-24"},
    ]);
    let refused = stand.put(&at("days-off"), wish).await;
    let expected = [
        ("/days_off/0/end_on", "before_start"),
        ("/days_off/1/start_on", "invalid"),
        ("/days_off/2/until", "repeated"),
        ("/days_off/3/start_on", "required"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(refused.pointers(), expected);
    let wish =
        json!([{"start_on": "2026-12-26"}, {"start_on": "2026-12-24", "end_on": "2026-12-26"}]);
    let refused = stand.put(&at("days-off"), wish).await;
    let expected = [("/days_off/0".to_owned(), "overlap".to_owned())];
    assert_eq!(refused.pointers(), expected);
}

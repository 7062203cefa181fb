//! The tenant's rules over HTTP: what is asked before they are replaced, and what a refusal says.

use crate::stand::{Reply, Stand};
use axum::http::header;
use serde_json::{Value, json};
use tenure_domain::{
    authority::Grant,
    policy::{change::Clash, presets},
    testing::noon,
    value::Span,
};
use tenure_service::ports::PolicyOutcome;

const POLICY: &str = "/api/v1/policy";
const AT_ONE: (&str, &str) = ("if-match", "\"v1\"");

async fn put(stand: &Stand, body: Value) -> Reply {
    stand.ask("PUT", POLICY, &[AT_ONE], Some(body)).await
}

fn standard() -> Value {
    serde_json::to_value(presets::standard()).unwrap()
}

#[tokio::test]
async fn the_rules_are_shown_with_their_name_and_revision() {
    let stand = Stand::new();
    let reply = stand.get(POLICY).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header(header::ETAG)),
        (200, "\"v1\"")
    );
    let expected = json!({"preset": "standard", "revision": 1, "policy": standard()});
    assert_eq!(reply.json(), expected);
}

#[tokio::test]
async fn the_presets_are_listed_whole() {
    let stand = Stand::new();
    let listed = stand.get("/api/v1/policy/presets").await.json();
    let presets = listed["data"].as_array().unwrap().clone();
    let names = presets
        .iter()
        .map(|preset| preset["name"].as_str().unwrap());
    let known = [
        "standard",
        "hotwax",
        "shopp",
        "order_broker",
        "hesh",
        "chord",
    ];
    assert_eq!(names.collect::<Vec<_>>(), known);
    assert_eq!(presets[0]["policy"], standard());
    assert!(
        presets
            .iter()
            .all(|preset| preset["description"].as_str().unwrap().len() > 9)
    );
    assert_eq!(listed["page"]["total"], 6);
}

#[tokio::test]
async fn a_preset_or_a_whole_policy_replaces_the_rules() {
    let stand = Stand::new();
    let reply = put(&stand, json!({"preset": "hesh"})).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header(header::ETAG)),
        (200, "\"v2\""),
        "{reply:?}"
    );
    assert_eq!(
        (&reply.json()["preset"], &reply.json()["revision"]),
        (&json!("hesh"), &json!(2))
    );
    let mut own = standard();
    own["list"]["page_size"] = json!(7);
    for (body, name) in [
        (json!({"policy": own.clone()}), "custom"),
        (json!({"policy": own, "preset": "shopp"}), "shopp"),
    ] {
        let reply = put(&stand, body).await.json();
        assert_eq!(
            (&reply["preset"], &reply["policy"]["list"]["page_size"]),
            (&json!(name), &json!(7))
        );
    }
    let data = stand.data.lock().unwrap();
    assert_eq!(data.policies.len(), 3);
    let settings = &data.policies[1].change.settings;
    assert_eq!(
        (settings.len(), settings[0].setting.as_str()),
        (1, "list.page_size")
    );
    assert!(
        data.policies[1]
            .stamp
            .actor
            .to_string()
            .starts_with("user:")
    );
}

#[tokio::test]
async fn rules_that_hold_already_change_nothing() {
    let stand = Stand::new();
    let reply = put(&stand, json!({"policy": standard()})).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header(header::ETAG)),
        (200, "\"v1\""),
        "{reply:?}"
    );
    assert!(stand.data.lock().unwrap().policies.is_empty());
}

#[tokio::test]
async fn a_change_of_the_rules_says_what_it_is_based_on() {
    let stand = Stand::new();
    let hesh = json!({"preset": "hesh"});
    let reply = stand.ask("PUT", POLICY, &[], Some(hesh.clone())).await;
    reply.problem(428, "version_required");
    let stale = [("if-match", "\"v2\"")];
    let reply = stand.ask("PUT", POLICY, &stale, Some(hesh.clone())).await;
    reply.problem(412, "stale_version");
    assert!(stand.data.lock().unwrap().policies.is_empty());
    let any = [("if-match", "*")];
    assert_eq!(stand.ask("PUT", POLICY, &any, Some(hesh)).await.status, 200);
}

#[tokio::test]
async fn everything_wrong_with_a_policy_comes_back_at_once() {
    let stand = Stand::new();
    let mut policy = standard();
    policy["removal"]["mode"] = json!("vaporise");
    policy["weather"] = json!({});
    policy["sessions"].as_object_mut().unwrap().remove("idle");
    let reply = put(
        &stand,
        json!({"policy": policy, "preset": "nobody", "colour": 1}),
    )
    .await;
    reply.problem(422, "validation");
    assert_eq!(
        reply.pointers(),
        [("/colour".to_owned(), "unknown".to_owned())]
    );
    let reply = put(&stand, json!({"policy": policy, "preset": "nobody"})).await;
    reply.problem(422, "validation");
    let expected = [
        ("/policy/removal/mode", "invalid"),
        ("/policy/sessions/idle", "required"),
        ("/policy/weather", "unknown"),
        ("/preset", "unknown"),
    ];
    assert_eq!(
        reply.pointers(),
        expected.map(|(at, code)| (at.to_owned(), code.to_owned()))
    );
    for body in [json!({}), json!({"policy": null})] {
        let reply = put(&stand, body).await;
        assert_eq!(
            reply.pointers(),
            [("/policy".to_owned(), "required".to_owned())]
        );
    }
    let reply = put(&stand, json!({"preset": "nobody"})).await;
    assert_eq!(
        reply.pointers(),
        [("/preset".to_owned(), "unknown".to_owned())]
    );
}

#[tokio::test]
async fn every_contradiction_comes_back_as_a_sentence() {
    let stand = Stand::new();
    let mut policy = standard();
    policy["removal"]["mode"] = json!("hard");
    policy["removal"]["restorable"] = json!("yes");
    policy["removal"]["identifier_reuse"] = json!("never");
    policy["list"]["page_size"] = json!(0);
    let reply = put(&stand, json!({"policy": policy})).await;
    let problem = reply.problem(422, "validation");
    let errors = problem["errors"].as_array().unwrap();
    let told = |at: &str| {
        let told = errors.iter().filter(|error| error["pointer"] == at);
        told.map(|error| error["message"].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert_eq!(
        told("/policy/list/page_size"),
        ["list.page_size: A page holds 1 to 200 users."]
    );
    assert!(
        told("/policy/removal/mode")
            .iter()
            .all(|told| told.ends_with('.'))
    );
    assert!(stand.data.lock().unwrap().policies.is_empty());
}

#[tokio::test]
async fn what_users_stand_in_the_way_of_is_said_with_their_numbers() {
    let stand = Stand::new();
    let clash = Clash {
        setting: "identity.external_id_unique",
        numbers: (1..=12).collect(),
    };
    stand.data.lock().unwrap().refusal = Some(PolicyOutcome::Clashing(vec![clash]));
    let reply = put(&stand, json!({"preset": "hesh"})).await;
    let problem = reply.problem(422, "validation");
    let error = &problem["errors"][0];
    assert_eq!(error["pointer"], "/policy/identity/external_id_unique");
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("12 users share"), "{message}");
    assert!(
        message.contains("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more"),
        "{message}"
    );
    stand.data.lock().unwrap().refusal = Some(PolicyOutcome::NoAdministratorLeft);
    let reply = put(&stand, json!({"preset": "hesh"})).await;
    reply.problem(409, "last_admin");
}

#[tokio::test]
async fn an_old_session_does_not_replace_the_rules() {
    let stand = Stand::new();
    stand.data.lock().unwrap().proved_at = Some(Span::minutes(11).before(noon()));
    let reply = put(&stand, json!({"preset": "hesh"})).await;
    reply.problem(401, "reauthentication_required");
    assert_eq!(stand.get(POLICY).await.status, 200);
}

#[tokio::test]
async fn whoever_does_not_manage_the_rules_neither_sees_nor_replaces_them() {
    let stand = Stand::new();
    {
        let mut data = stand.data.lock().unwrap();
        let plain = data.users.iter().map(|user| {
            let mut parts = user.parts().clone();
            parts
                .grants
                .retain(|grant: &Grant| grant.role.as_str() != "system_admin");
            tenure_domain::User::from_parts(parts).unwrap()
        });
        data.users = plain.collect();
    }
    let problem = stand.get(POLICY).await.problem(403, "forbidden");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("policy.manage")
    );
    put(&stand, json!({"preset": "hesh"}))
        .await
        .problem(403, "forbidden");
    assert_eq!(stand.get("/api/v1/policy/presets").await.status, 200);
}

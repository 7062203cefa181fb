//! The API's description and the list of problems: generated, complete, valid.

use expect_test::expect_file;
use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::to_value(tenure_http::openapi()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |path: &str, item: &Value| {
        let item = item.as_object().unwrap().clone();
        item.keys()
            .map(|method| (method.clone(), path.to_owned()))
            .collect::<Vec<_>>()
    };
    let all = paths.iter().flat_map(|(path, item)| of(path, item));
    all.map(|(method, path)| {
        let operation = &document["paths"][&path][&method];
        (format!("{} {path}", method.to_uppercase()), operation)
    })
    .collect()
}

#[test]
fn generated_document_openapi() {
    let text = serde_json::to_string_pretty(&document()).unwrap();
    expect_file!["../../../../docs/openapi.json"].assert_eq(&format!("{text}\n"));
}

#[test]
fn generated_document_errors() {
    let text = tenure_http::error_documentation();
    let note = "<!-- Generated from the code by `cargo xtask codegen`; do not edit. -->";
    expect_file!["../../../../docs/errors.md"].assert_eq(&format!("{note}\n{text}"));
}

#[test]
fn the_description_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let mut open = vec![&document];
    let mut references = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                    references += 1;
                }
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    assert!(references > 50);
}

#[test]
fn every_operation_has_a_name_of_its_own_a_summary_and_answers() {
    let document = document();
    let mut names = BTreeSet::new();
    for (operation, what) in operations(&document) {
        let name = what["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{name} twice");
        assert!(what["summary"].is_string(), "{operation}");
        assert!(what["tags"].is_array(), "{operation}");
        let answers = what["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')));
        if operation.contains("/api/v1") {
            assert!(answers.contains_key("500"), "{operation}");
        }
    }
}

#[test]
fn a_body_with_fields_that_nobody_knows_is_refused_by_the_description_too() {
    let document = document();
    for (operation, what) in operations(&document) {
        let content = &what["requestBody"]["content"];
        let Some(schema) = content.pointer("/application~1json/schema") else {
            continue;
        };
        let reference = schema["$ref"]
            .as_str()
            .or_else(|| {
                schema["oneOf"]
                    .as_array()?
                    .iter()
                    .find_map(|one| one["$ref"].as_str())
            })
            .unwrap_or_else(|| panic!("{operation}: {schema}"));
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        let more = &schema["additionalProperties"];
        // Favourites have keys of their own, whose values are told.
        assert!(*more == false || more["type"] == "string", "{operation}");
    }
}

#[test]
fn every_route_of_the_contract_is_described() {
    let document = document();
    let described = operations(&document);
    let described = described.iter().map(|(name, _)| name.as_str());
    let described = described.collect::<BTreeSet<_>>();
    for (methods, path) in [
        ("POST", "/setup"),
        ("GET POST DELETE", "/sessions"),
        ("DELETE", "/sessions/{id}"),
        ("DELETE", "/sessions/current"),
        ("GET PATCH", "/me"),
        ("PUT", "/me/favourites"),
        ("PUT", "/me/photo"),
        ("GET PUT", "/users/{id}/favourites"),
        ("GET PUT", "/users/{id}/capabilities"),
        ("GET PUT", "/users/{id}/days-off"),
        ("GET PUT DELETE", "/users/{id}/photo"),
        ("POST", "/users/{id}/uploads"),
        ("PUT", "/me/password"),
        ("POST", "/password-resets"),
        ("GET POST", "/password-resets/{token}"),
        ("GET", "/invitations/{token}"),
        ("POST", "/invitations/{token}/accept"),
        ("POST", "/email-changes/{token}"),
        ("GET POST", "/users"),
        ("GET PATCH DELETE", "/users/{id}"),
        ("POST", "/users/{id}/restore"),
        ("POST", "/users/{id}/purge"),
        ("POST", "/users/{id}/activate"),
        ("POST", "/users/{id}/deactivate"),
        ("POST", "/users/{id}/block"),
        ("POST", "/users/{id}/unblock"),
        ("POST", "/users/{id}/anonymize"),
        ("POST DELETE", "/users/{id}/invitation"),
        ("PUT", "/users/{id}/password"),
        ("POST", "/users/{id}/password-reset"),
        ("PUT DELETE", "/users/{id}/external-credential"),
        ("GET PUT", "/users/{id}/roles"),
        ("DELETE", "/users/{id}/sessions"),
        ("GET", "/users/{id}/events"),
        ("GET", "/events"),
        ("GET", "/outbox"),
        ("POST", "/outbox/{id}/retry"),
        ("POST", "/outbox/{id}/cancel"),
    ] {
        for method in methods.split(' ') {
            let name = format!("{method} /api/v1{path}");
            assert!(described.contains(name.as_str()), "{name}");
        }
    }
}

//! What a file lets its sender do: no more than he may by himself, to nobody.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases! {
    whoever_imports_changes_nobody_stronger_and_grants_nothing_that_he_lacks,
    a_row_needs_the_permission_of_each_command_that_it_stands_for,
    no_file_takes_the_last_administrator_away,
    an_importer_of_one_organization_learns_nothing_of_anothers_members,
    a_row_is_about_whom_its_id_names_and_nobody_moves_his_own_address_by_a_file,
    who_was_deleted_or_anonymized_is_not_brought_back_by_a_row,
    a_row_names_facilities_and_organizations_and_repeating_it_changes_nothing,
}

/// Another password than the one whose hash the file has.
const OWN: &str = "copper lantern meadow ship";
/// [`PASSWORD`] as another system would have stored it: PBKDF2 with SHA-256, made by Python's `hashlib`.
const HASH: &str = "pbkdf2_sha256$1000$NaClNaCl$5vdjeOkfdEgL2Tv9xkjVhijViesWyOaZ3yIfXhBASgg=";

async fn import(client: &Client, file: &str) -> Value {
    let path = "/users/import?rows=all";
    let sent = client.raw(Method::POST, path, "text/csv", file.as_bytes().to_vec());
    sent.await.expect(200).body
}

/// Of every row: what became of it, or the first reason why nothing did.
fn outcomes(report: &Value) -> Vec<&str> {
    let rows = report["rows"].as_array().unwrap().iter();
    let told = |row: &'_ Value| match row["result"].as_str() {
        Some("failed") => None,
        _ => Some(()),
    };
    rows.map(|row| match told(row) {
        Some(()) => row["result"].as_str().unwrap(),
        None => row["errors"][0]["code"].as_str().unwrap(),
    })
    .collect()
}

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

/// Somebody whose role has these permissions, everywhere or in one organization.
async fn importer(
    server: &Server,
    ana: &Client,
    permissions: &[&str],
    place: Option<&str>,
) -> Client {
    let role = json!({ "id": "importer", "name": "Importer", "permissions": permissions });
    ana.post("/roles", &role).await.expect(201);
    let imp = ana.member("imp@example.com", PASSWORD).await;
    let grant = match place {
        None => json!({ "role": "importer" }),
        Some(place) => json!({ "role": "importer", "organization": place }),
    };
    let roles = json!({ "roles": [grant] });
    let path = format!("/users/{}/roles", id(&imp));
    ana.put(&path, &roles).await.expect(200);
    server.client().log_in("imp@example.com", PASSWORD).await
}

const ALL: [&str; 9] = [
    "users.read",
    "users.import",
    "users.create",
    "users.update",
    "users.email",
    "users.status",
    "users.password",
    "users.roles",
    "users.invite",
];

async fn whoever_imports_changes_nobody_stronger_and_grants_nothing_that_he_lacks(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = id(&ana.member("ben@example.com", OWN).await);
    ana.member("cem@example.com", OWN).await;
    let file = "email,external_id,roles\nben@example.com,E1,system_admin\ncem@example.com,E2,\n";
    assert_eq!(outcomes(&import(&ana, file).await), ["updated"; 2]);
    let imp = importer(&server, &ana, &ALL, None).await;
    for file in [
        "external_id,email\nE1,evil@example.com\n",
        "external_id,username\nE1,evil01\n",
        "external_id,valid_until\nE1,2999-01-01T00:00:00Z\n",
        "external_id,first_name,valid_from\nE1,Evil,2001-01-01T00:00:00Z\n",
    ] {
        let report = import(&imp, file).await;
        assert_eq!(outcomes(&report), ["stronger_user"], "{file}");
    }
    // What he may give he gives to anybody; what he may not take stays.
    let roles = import(&imp, "external_id,roles\nE1,importer\n").await;
    assert_eq!(outcomes(&roles), ["updated"]);
    let held = ana.user(&ben).await["roles"].clone();
    let held = held.as_array().unwrap().iter().map(|grant| &grant["role"]);
    assert_eq!(held.collect::<Vec<_>>(), ["system_admin", "importer"]);
    let before = ana.user(&ben).await["version"].clone();
    // A way to log in is for new users alone, whoever asks.
    let hash = format!("external_id,password_hash\nE1,{HASH}\nE2,{HASH}\n");
    let other = "external_id,credential\nE1,invitation\nE2,external:ldap.example\n";
    for by in [&imp, &ana] {
        for file in [hash.as_str(), other] {
            assert_eq!(
                outcomes(&import(by, file).await),
                ["unchanged"; 2],
                "{file}"
            );
        }
    }
    for email in ["ben@example.com", "cem@example.com"] {
        let login = server.client().try_log_in(email, PASSWORD).await;
        login.expect_problem(401, "login_failed");
    }
    assert_eq!(ana.user(&ben).await["version"], before, "nothing was done");
    server.client().log_in("ben@example.com", OWN).await;
    assert_eq!(server.mails().len(), 3, "the invitations of the three");
    let grants = "email,roles\n\
        new@example.com,system_admin\n\
        cem@example.com,system_admin\n\
        imp@example.com,importer;system_admin\n\
        other@example.com,organization_admin\n\
        plain@example.com,importer\n";
    let report = import(&imp, grants).await;
    let refused = "role_not_grantable";
    assert_eq!(
        outcomes(&report),
        [refused, refused, refused, refused, "created"]
    );
    let weaker = "external_id,first_name,valid_until\nE2,Cem,2999-01-01T00:00:00Z\n";
    assert_eq!(outcomes(&import(&imp, weaker).await), ["updated"]);
}

async fn a_row_needs_the_permission_of_each_command_that_it_stands_for(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let first = "email,external_id\nben@example.com,E1\n";
    assert_eq!(outcomes(&import(&ana, first).await), ["created"]);
    let few = ["users.read", "users.import", "users.update"];
    let imp = importer(&server, &ana, &few, None).await;
    for file in [
        "external_id,email\nE1,other@example.com\n",
        "external_id,roles\nE1,importer\n",
        "external_id,valid_until\nE1,2999-01-01T00:00:00Z\n",
        "external_id,first_name,facilities\nE1,Ben,NOWHERE\n",
        "email\nnew@example.com\n",
    ] {
        let report = import(&imp, file).await;
        assert_eq!(outcomes(&report), ["forbidden"], "{file}");
    }
    let found = ana.get("/users?email=ben@example.com").await.expect(200);
    let ben = &found.body["data"][0];
    assert!(
        ben["first_name"].is_null(),
        "a row is done whole or not: {ben}"
    );
    let names = "external_id,first_name\nE1,Ben\n";
    assert_eq!(outcomes(&import(&imp, names).await), ["updated"]);
}

async fn no_file_takes_the_last_administrator_away(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    // His own end is nobody's to set (as by hand), the last administrator's not even the operator's.
    for (file, by_himself) in [
        (
            "email,roles\nana@example.com,organization_admin\n",
            "last_admin",
        ),
        (
            "email,valid_until\nana@example.com,2999-01-01T00:00:00Z\n",
            "self_action",
        ),
        (
            "email,roles\nana@example.com,system_admin[/2999-01-01T00:00:00Z]\n",
            "last_admin",
        ),
    ] {
        assert_eq!(outcomes(&import(&ana, file).await), [by_himself], "{file}");
        let tried = server.command_reading(&["import", "-"], file).await;
        let said = String::from_utf8_lossy(&tried.stdout).into_owned();
        assert!(said.contains("updated 0, unchanged 0, failed 1"), "{said}");
    }
    // Both at once, each of whom could go alone; and by whoever runs the server.
    ana.member("ben@example.com", OWN).await;
    let roles = "email,roles\nben@example.com,system_admin\n";
    assert_eq!(outcomes(&import(&ana, roles).await), ["updated"]);
    let both = "email,valid_until\nana@example.com,2999-01-01T00:00:00Z\n\
        ben@example.com,2999-01-01T00:00:00Z\n";
    let ended = server.command_reading(&["import", "-"], both).await;
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
    assert!(said.contains("updated 1, unchanged 0, failed 1"), "{said}");
    let check = server.command(&["check", "--json"]).await;
    assert!(check.status.success(), "{check:?}");
}

#[expect(clippy::too_many_lines, reason = "one row after the other")]
async fn an_importer_of_one_organization_learns_nothing_of_anothers_members(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let me = ana.get("/me").await.expect(200).body;
    let acme = me["organizations"][0].as_str().unwrap().to_owned();
    let beta = json!({ "name": "Beta" });
    let beta = id(&ana.post("/organizations", &beta).await.expect(201).body);
    let members = "email,username,external_id,organization,first_name\n\
        bea@example.com,bea01,B1,Beta,Bea\n\
        ava@example.com,ava01,A1,Acme,Ava\n";
    assert_eq!(outcomes(&import(&ana, members).await), ["created"; 2]);
    let imp = importer(&server, &ana, &ALL, Some(&acme)).await;
    let rows = format!(
        "email,username,external_id,organization,first_name\n\
        new@example.com,,,Acme,New\n\
        none@example.com,,,,None\n\
        b1@example.com,,,Beta,B\n\
        b2@example.com,,,{beta},B\n\
        ava@example.com,,,,Eva\n"
    );
    let report = import(&imp, &rows).await;
    let told = outcomes(&report);
    assert_eq!((told[0], told[4]), ("created", "updated"), "{report}");
    assert_eq!(told[1], "unknown", "a file names organizations itself");
    // As where they are added one by one.
    let alone = |organization: Value| {
        let wish = json!({ "email": "x@example.com", "organization": organization,
            "credential": { "type": "none" } });
        let imp = &imp;
        async move {
            let refused = imp.post("/users", &wish).await.body;
            let first = refused["errors"][0]["code"].clone();
            if first.is_null() {
                refused["code"].clone()
            } else {
                first
            }
        }
    };
    assert_eq!(json!(told[3]), alone(json!(beta)).await);
    assert_eq!(told[2], "unknown", "no name of an organization is told");
    // Whatever of her a row names, and whatever else stands in it: the same words, and nothing of her.
    let wish = json!({ "email": "bea@example.com", "organization": acme,
        "credential": { "type": "none" } });
    let taken = imp.post("/users", &wish).await;
    let taken = taken.expect_problem(409, "identifier_taken").body;
    let bea = format!(
        "organization,email,username,external_id,first_name\nAcme,bea@example.com,,,Bea\n\
        {beta},BEA@example.com,,,Eva\n{acme},,BEA01,,Bea\n,,,b1,Bea\n"
    );
    for line in bea.lines().skip(1) {
        let head = bea.lines().next().unwrap();
        let report = import(&imp, &format!("{head}\n{line}\n")).await;
        let row = &report["rows"][0];
        let field = row["errors"][0]["column"].as_str().unwrap();
        let said = format!("Another user has this {field}.");
        let expected = json!([{ "code": taken["code"], "column": field, "message": said }]);
        assert_eq!(row["errors"], expected, "{line}");
        assert!(row["id"].is_null() && row["user"].is_null(), "{row}");
        assert!(!row.to_string().contains("Bea"), "{row}");
    }
    let found = ana.get("/users?email=bea@example.com").await.expect(200);
    assert_eq!(found.body["data"][0]["first_name"], "Bea");
}

async fn who_was_deleted_or_anonymized_is_not_brought_back_by_a_row(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ids = |client: &Client| {
        let client = client.clone();
        async move { client.get("/users?email=ben@example.com").await.expect(200) }
    };
    let file = "email,external_id,first_name\nben@example.com,E1,Ben\n";
    // P-12: what a deleted user had is free here.
    let mut known = Vec::new();
    for end in ["delete", "anonymize"] {
        assert_eq!(outcomes(&import(&ana, file).await), ["created"], "{end}");
        let ben = id(&ids(&ana).await.body["data"][0]);
        assert!(!known.contains(&ben));
        let path = format!("/users/{ben}");
        if end == "delete" {
            ana.delete(&path).await.expect(200);
        } else {
            ana.act(&format!("{path}/anonymize")).await.expect(200);
        }
        known.push(ben);
    }
    assert_eq!(outcomes(&import(&ana, file).await), ["created"]);
    assert!(!known.contains(&id(&ids(&ana).await.body["data"][0])));
    // By his id an anonymized one is found, and stays what he is.
    let by_id = format!("id,first_name\n{},Ben\n", known[1]);
    assert_eq!(outcomes(&import(&ana, &by_id).await), ["anonymized"]);
    // And in a system where he keeps it, it is told as where he is added by hand.
    let keeps = server.tenant("shopp").await;
    let file = "email\nben@example.com\n";
    let report = import(&keeps, "email,credential\nben@example.com,invitation\n").await;
    assert_eq!(outcomes(&report), ["created"], "{report}");
    let ben = id(&ids(&keeps).await.body["data"][0]);
    keeps.delete(&format!("/users/{ben}")).await.expect(200);
    let by_hand = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    let told = keeps.post("/users", &by_hand).await.body;
    let report = import(&keeps, file).await;
    assert_eq!(json!(outcomes(&report)), json!([told["code"]]), "{told}");
    assert_eq!(outcomes(&report), ["deleted_exists"]);
}

/// HW-31: facilities by what either system calls them; who is there moves between organizations by a row, too.
async fn a_row_names_facilities_and_organizations_and_repeating_it_changes_nothing(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let mut places = Vec::new();
    for n in [1, 2] {
        let wish = json!({ "name": format!("Shed {n}"), "external_id": format!("S{n}") });
        places.push(id(&ana.post("/facilities", &wish).await.expect(201).body));
    }
    let beta = json!({ "name": "Beta" });
    ana.post("/organizations", &beta).await.expect(201);
    let file = format!(
        "email,organizations,facilities\n\
        ben@example.com,Acme,s1;{}\n\
        cem@example.com,Acme,\n\
        dora@example.com,Acme,S1;NOWHERE\n\
        eve@example.com,Acme,{}\n\
        finn@example.com,Acme,\"S1\0\"\n",
        places[1], "01900000-0000-7000-8000-00000000ffff"
    );
    let report = import(&ana, &file).await;
    let expected = ["created", "created", "unknown", "unknown", "unknown"];
    assert_eq!(outcomes(&report), expected, "{report}");
    assert_eq!(report["rows"][2]["errors"][0]["column"], "facilities");
    let again = import(&ana, &file).await;
    assert_eq!(outcomes(&again)[..2], ["unchanged"; 2], "{again}");
    let moved =
        "email,organizations,facilities\nben@example.com,Beta,S2\ncem@example.com,Acme;Beta,S1\n";
    assert_eq!(outcomes(&import(&ana, moved).await), ["updated"; 2]);
    assert_eq!(outcomes(&import(&ana, moved).await), ["unchanged"; 2]);
    let csv = ana
        .get("/users/export?email=ben@example.com")
        .await
        .expect(200)
        .text;
    assert!(
        csv.contains(&places[1]) && !csv.contains(&places[0]),
        "{csv}"
    );
    assert_eq!(outcomes(&import(&ana, &csv).await), ["unchanged"]);
}

async fn a_row_is_about_whom_its_id_names_and_nobody_moves_his_own_address_by_a_file(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let me = id(&ana.get("/me").await.expect(200).body);
    let ben = id(&ana.member("ben@example.com", OWN).await);
    let cem = id(&ana.member("cem@example.com", OWN).await);
    let file = format!("id,email,first_name\n{ben},cem@example.com,Ben\n");
    assert_eq!(outcomes(&import(&ana, &file).await), ["ambiguous"]);
    // An address that was corrected in an exported file makes nobody new.
    let file = format!("id,email,first_name\n{ben},benno@example.com,Benno\n");
    assert_eq!(outcomes(&import(&ana, &file).await), ["updated"]);
    assert_eq!(ana.user(&ben).await["first_name"], "Benno");
    // The ids of another installation name nobody here.
    let file = "id,email,first_name\n0190a1b2-0000-7000-8000-000000000001,cem@example.com,Cem\n";
    assert_eq!(outcomes(&import(&ana, file).await), ["updated"]);
    assert_eq!(ana.user(&cem).await["first_name"], "Cem");
    // Whoever holds somebody's session has not proved who he is.
    let file = format!("id,email\n{me},evil@example.com\n");
    let report = import(&ana, &file).await;
    assert_eq!(outcomes(&report), ["reauthentication_required"]);
    let users = ana.get("/users").await.expect(200).body;
    assert_eq!(users["page"]["total"], 3);
}

//! Users from a file.

use crate::{
    both::on_both_databases,
    client::eventually,
    database::Database,
    html,
    system::System,
    web::{Page, Web},
};
use reqwest::{
    StatusCode,
    header::LOCATION,
    multipart::{Form, Part},
};

on_both_databases! {
    it_is_said_what_would_become_of_a_file_before_it_is_carried_in,
    a_file_is_sent_as_it_is_and_one_that_cannot_be_read_can_be_mended,
    of_hundreds_of_refused_rows_a_part_is_shown_and_all_are_in_the_file,
    of_thousands_it_is_said_how_many_are_kept,
    a_file_that_is_sent_twice_at_once_is_carried_in_once,
    whoever_may_not_import_is_told_so,
}

const PATH: &str = "/users/import";

/// The form with these fields.
async fn send(web: &Web, fields: &[(&str, &str)]) -> Page {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    web.upload(PATH, form).await
}

/// The report, once there is one.
async fn told(web: &Web, sent: &Page) -> (String, String) {
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let to = sent.headers[LOCATION].to_str().unwrap().to_owned();
    let page = eventually("what was imported", || async {
        let page = web.page(&to).await;
        page.contains("<h1>What was imported").then_some(page)
    });
    let page = page.await;
    (to, page)
}

/// The value of the button that carries the file in.
fn mark(page: &str) -> &str {
    let buttons = html::tags(page, "button").into_iter();
    let mut run = buttons.filter(|tag| html::attribute(tag, "name") == Some("run"));
    let run = run.next().unwrap_or_else(|| panic!("no run in {page}"));
    html::attribute(run, "value").unwrap()
}

#[expect(clippy::too_many_lines, reason = "one story from beginning to end")]
async fn it_is_said_what_would_become_of_a_file_before_it_is_carried_in(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let form = web.page(PATH).await;
    let key = html::value(&form, "key").unwrap();
    let text = "E mail,first_name,Shoe\nben@example.com,Ben,43\nnonsense,Cora,38\n";
    let wish = [("key", key), ("text", text)];
    let looked = send(&web, &wish).await;
    assert_eq!(looked.status, StatusCode::BAD_REQUEST, "{}", looked.html);
    assert!(
        looked
            .html
            .contains("needs a column external_id, email or username")
    );
    html::keeps_the_rules(&looked.html);
    assert_eq!(html::value(&looked.html, "named.0"), Some("E mail"));
    assert!(
        looked
            .html
            .contains("<label for=\"column-0\">E mail</label>"),
        "an id has no blanks: {}",
        looked.html
    );
    assert!(
        looked.html.contains("Ben,43") && !looked.html.contains("<details class=\"source\">"),
        "the text stands there to be mended: {}",
        looked.html
    );
    let columns = [
        ("key", key),
        ("text", text),
        ("named.0", "E mail"),
        ("column.0", "email"),
        ("named.1", "first_name"),
        ("column.1", "first_name"),
    ];
    let looked = send(&web, &columns).await.html;
    html::keeps_the_rules(&looked);
    assert!(
        looked.contains("1 user is new") && looked.contains("1 row is refused"),
        "{looked}"
    );
    assert!(
        looked.contains(">3</th>"),
        "the line of the refused row: {looked}"
    );
    for (row, fate) in [
        ("ben@example.com,Ben,43", "New"),
        ("nonsense,Cora,38", "Refused"),
    ] {
        let row = looked.split(&format!("<code>{row}</code>")).nth(1).unwrap();
        let row = row.split("</tr>").next().unwrap();
        assert!(row.contains(&format!(">{fate}</td>")), "{row}");
    }
    assert!(
        looked.contains("name=\"as_file\""),
        "the refused rows can be carried away before anything is done: {looked}"
    );
    assert_eq!(by.all("/users").await.len(), 1, "nothing is done yet");
    let mut wish = columns.to_vec();
    wish.push(("run", mark(&looked)));
    wish[5] = ("column.1", "last_name");
    let other = send(&web, &wish).await;
    assert_eq!(other.status, StatusCode::OK, "other columns were not seen");
    assert_eq!(by.all("/users").await.len(), 1);
    wish[5] = ("column.1", "first_name");
    let sent = send(&web, &wish).await;
    let (to, page) = told(&web, &sent).await;
    assert!(page.contains("1 user is new"), "{page}");
    assert_eq!(by.all("/users").await.len(), 2);
    let file = web.get(&format!("{to}/refused.csv")).await.html;
    assert!(file.starts_with("line,column,message\r\n3,"), "{file}");
    let again = send(&web, &wish).await;
    assert_eq!(
        again.headers[LOCATION].to_str().unwrap(),
        to,
        "a form sent twice does it once"
    );
}

async fn a_file_is_sent_as_it_is_and_one_that_cannot_be_read_can_be_mended(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let form = web.page(PATH).await;
    assert!(form.contains("enctype=\"multipart/form-data\""), "{form}");
    let key = html::value(&form, "key").unwrap().to_owned();
    let file = |bytes: &[u8]| {
        let part = Part::bytes(bytes.to_vec()).file_name("users.csv");
        let form = Form::new().text("key", key.clone()).text("text", "");
        form.part("file", part)
    };
    for unread in [&b""[..], &[0xFF, 0xFE, 0x41]] {
        let refused = web.upload(PATH, file(unread)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        html::keeps_the_rules(&refused.html);
        assert!(refused.html.contains("href=\"#file\""), "{}", refused.html);
    }
    let broken = web
        .upload(PATH, file(b"email,name\nben@example.com,\"Ben\n"))
        .await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert!(
        broken.html.contains("ben@example.com,"),
        "the file stands there to be mended: {}",
        broken.html
    );
    let file = "\u{feff}email,first_name\r\nben@example.com,Ben\r\n";
    let part = Part::bytes(file.as_bytes().to_vec()).file_name("users.csv");
    let looked = web.upload(
        PATH,
        Form::new().text("key", key.clone()).part("file", part),
    );
    let looked = looked.await.html;
    assert!(looked.contains("1 user is new"), "{looked}");
    let text = looked.split("</textarea>").next().unwrap();
    let text = text.rsplit('>').next().unwrap();
    let wish = [
        ("key", key.as_str()),
        // As browsers send it.
        ("text", &text.replace('\n', "\r\n")),
        ("named.0", "email"),
        ("column.0", "email"),
        ("named.1", "first_name"),
        ("column.1", "first_name"),
        ("run", mark(&looked)),
    ];
    let sent = send(&web, &wish).await;
    let (_, page) = told(&web, &sent).await;
    assert!(page.contains("1 user is new"), "{page}");
    assert_eq!(by.all("/users").await.len(), 2);
}

async fn of_hundreds_of_refused_rows_a_part_is_shown_and_all_are_in_the_file(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    let rows = (0..230).map(|at| format!("nonsense{at}\n"));
    let text = format!("email\n{}", rows.collect::<String>());
    let looked = send(&web, &[("text", &text)]).await.html;
    let (refused, each) = looked.split_once("<details class=\"source\"").unwrap();
    assert_eq!(refused.matches("<tr><th scope=\"row\"").count(), 200);
    assert_eq!(each.matches(">Refused</td>").count(), 100, "{each}");
    assert!(each.contains("130 more rows are not listed."), "{each}");
    assert!(looked.contains("30 more are in the file."), "{looked}");
    let file = send(&web, &[("text", &text), ("as_file", "yes")]).await;
    assert_eq!(file.html.lines().count(), 231, "{}", file.html);
}

async fn of_thousands_it_is_said_how_many_are_kept(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    let rows = (0..5_010).map(|at| format!("nonsense{at}\n"));
    let text = format!("email\n{}", rows.collect::<String>());
    let looked = send(&web, &[("text", &text)]).await.html;
    assert!(looked.contains("5010 rows are refused"), "{looked}");
    assert!(
        looked.contains("The first 5000 of 5010 reasons"),
        "{looked}"
    );
}

async fn a_file_that_is_sent_twice_at_once_is_carried_in_once(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let form = web.page(PATH).await;
    let key = html::value(&form, "key").unwrap();
    let rows = (0..60).map(|at| format!("u{at}@example.com\n"));
    let text = format!("email\n{}", rows.collect::<String>());
    let wish = [("key", key), ("text", &text)];
    let looked = send(&web, &wish).await.html;
    let wish = [wish[0], wish[1], ("run", mark(&looked))];
    let (first, second) = tokio::join!(send(&web, &wish), send(&web, &wish));
    for sent in [first, second] {
        let (_, page) = told(&web, &sent).await;
        assert!(page.contains("60 users are new"), "{page}");
    }
    assert_eq!(by.all("/users").await.len(), 61);
}

async fn whoever_may_not_import_is_told_so(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    crate::system::role(&by, "reader", &["users.read"]).await;
    let wish = serde_json::json!({ "email": "ben@example.com", "roles": ["reader"] });
    let ben = by.post("/users", &wish).await.expect(201).body;
    let ben = system
        .accept("ben@example.com", &crate::system::shown_token(&ben))
        .await;
    let web = Web::of(&ben);
    let refused = web.get(PATH).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refused = send(&web, &[("text", "email\nx@example.com\n")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let progress = web
        .get("/users/import/00000000-0000-4000-8000-000000000000")
        .await;
    assert_eq!(progress.status, StatusCode::FORBIDDEN);
}

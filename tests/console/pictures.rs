//! Pictures by a browser's form.

use crate::{both::on_both_databases, database::Database, jpeg::jpeg, system::System, web::Web};
use reqwest::{
    StatusCode,
    header::LOCATION,
    multipart::{Form, Part},
};

on_both_databases! {
    a_picture_is_given_by_a_form_and_shown_in_the_frame,
}

/// SH-21: the picture of a user is given by a form; what is no such picture is refused there, with the reason.
async fn a_picture_is_given_by_a_form_and_shown_in_the_frame(database: Database) {
    let system = System::of("shopp", database).await;
    let client = system.admin().await;
    let ana = Web::of(&client);
    let me = client.get("/me").await.expect(200).body;
    let number = me["number"].as_str().unwrap();
    let path = format!("/users/{number}/picture");
    let page = ana.page(&path).await;
    assert!(page.contains("enctype=\"multipart/form-data\""), "{page}");
    let form = |bytes: Vec<u8>| Form::new().part("picture", Part::bytes(bytes).file_name("a.jpg"));
    let wrong = ana
        .upload(&path, form(b"<svg onload=alert(1)>".to_vec()))
        .await;
    assert!(wrong.status.is_client_error(), "{}", wrong.html);
    assert!(wrong.html.contains("role=\"alert\""), "{}", wrong.html);
    let empty = ana.upload(&path, form(Vec::new())).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.html.contains("Choose a file."), "{}", empty.html);
    let large = ana.upload(&path, form(jpeg(101, 100))).await;
    assert!(large.status.is_client_error(), "{}", large.html);
    let done = ana.upload(&path, form(jpeg(100, 100))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(done.headers[LOCATION], format!("/users/{number}"));
    let page = ana.page("/me").await;
    assert!(page.contains("/photo\" alt=\"\""), "{page}");
}

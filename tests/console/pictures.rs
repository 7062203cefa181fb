//! Pictures by a browser's form.

use crate::{both::on_both_databases, database::Database, system::System, web::Web};
use reqwest::{
    StatusCode,
    header::LOCATION,
    multipart::{Form, Part},
};

on_both_databases! {
    a_picture_is_given_by_a_form_and_shown_in_the_frame,
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    file.extend([1; 64]);
    file.extend([0xFF, 0xC0, 0, 11, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        file.extend([0xFF, 0xC4, 0, 20, table, 1]);
        file.extend([0; 16]);
    }
    file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
    // A block is two bits: no difference, nothing more.
    let blocks = usize::from(width.div_ceil(8)) * usize::from(height.div_ceil(8));
    let mut scan = vec![0; (blocks * 2).div_ceil(8)];
    if blocks % 4 != 0 {
        *scan.last_mut().unwrap() = 0xFF >> (blocks % 4 * 2);
    }
    file.extend(scan);
    file.extend([0xFF, 0xD9]);
    file
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

//! The stylesheet and the mark.

use crate::{html::attribute, world::World};
use axum::http::{StatusCode, header};

#[tokio::test]
async fn the_stylesheet_is_kept_for_ever_under_an_address_of_its_own() {
    let world = World::new();
    let page = world.get("/login").await;
    let link = page.html.split("<link rel=\"stylesheet\"").nth(1).unwrap();
    let address = attribute(link, "href").unwrap();
    assert!(
        address.starts_with("/assets/tenure-") && address.ends_with(".css"),
        "{address}"
    );
    let css = world.get(address).await;
    assert_eq!(css.status, StatusCode::OK);
    assert_eq!(css.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert!(
        css.header(header::CACHE_CONTROL).contains("immutable"),
        "{}",
        css.header(header::CACHE_CONTROL)
    );
    assert!(css.html.contains("light-dark("));
    assert!(
        !css.html.contains("url("),
        "nothing is loaded from anywhere"
    );
}

#[tokio::test]
async fn other_files_are_not_there() {
    let world = World::new();
    for path in ["/assets/tenure.css", "/assets/..%2fCargo.toml", "/assets/"] {
        assert_eq!(
            world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
        let part = f64::from(byte) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[tokio::test]
async fn every_text_can_be_read_on_what_it_stands_on() {
    let world = World::new();
    let page = world.get("/login").await;
    let link = page.html.split("<link rel=\"stylesheet\"").nth(1).unwrap();
    let css = world.get(attribute(link, "href").unwrap()).await.html;
    let both = |name: &str| -> [String; 2] {
        let rest = css.split_once(&format!("--{name}: light-dark(")).unwrap().1;
        let pair = rest.split_once(')').unwrap().0.split_once(", ").unwrap();
        [pair.0.to_owned(), pair.1.to_owned()]
    };
    for (front, back, least) in [
        ("text", "card", 7.0),
        ("text", "page", 7.0),
        ("text", "danger-page", 7.0),
        ("muted", "card", 4.5),
        ("muted", "page", 4.5),
        ("link", "card", 4.5),
        ("link", "page", 4.5),
        ("danger", "card", 4.5),
        ("danger", "danger-page", 4.5),
        ("good", "good-page", 4.5),
        ("on-button", "button", 4.5),
        ("on-button", "button-over", 4.5),
        ("control", "card", 3.0),
    ] {
        for (front_colour, back_colour) in both(front).iter().zip(both(back).iter()) {
            let found = contrast(front_colour, back_colour);
            assert!(found >= least, "{front} on {back}: {found:.2}");
        }
    }
}

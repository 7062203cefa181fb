//! Links: nobody makes or bends one without the key.

use crate::stand::key;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tenure_domain::{
    credential::TicketPurpose,
    testing::{active, noon, noon_and, pending},
    value::Span,
};
use tenure_service::ticket::{Claimed, TicketKey};

#[test]
fn a_token_says_whose_it_is_and_its_signature_holds() {
    let user = pending();
    let token = key().token(&user, TicketPurpose::Invitation, 1, Some("ana@example.com"));
    let claimed = Claimed::parse(&token).unwrap();
    assert_eq!(
        (claimed.user, claimed.tenant, claimed.serial),
        (user.id(), user.tenant(), 1)
    );
    assert!(key().verify(&claimed, Some("ana@example.com")));
    assert!(
        !key().verify(&claimed, Some("eve@example.com")),
        "bound to the address"
    );
    assert!(
        !TicketKey::new([8; 32]).verify(&claimed, Some("ana@example.com")),
        "bound to the key"
    );
}

#[test]
fn no_changed_byte_leaves_a_token_valid() {
    let token = key().token(&pending(), TicketPurpose::PasswordReset, 3, None);
    let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
    for at in 0..bytes.len() {
        let mut bent = bytes.clone();
        bent[at] ^= 1;
        let bent = URL_SAFE_NO_PAD.encode(bent);
        let valid = Claimed::parse(&bent).is_some_and(|claimed| key().verify(&claimed, None));
        assert!(!valid, "byte {at}");
    }
}

#[test]
fn what_is_no_token_is_read_as_none() {
    for text in ["", "abc", "%2e%2e", &"A".repeat(10_000), "ÄÖÜ"] {
        assert_eq!(Claimed::parse(text), None);
    }
}

#[test]
fn a_change_token_dies_of_age_of_a_change_and_is_no_link() {
    let user = active();
    let token = key().change_token(&user, noon_and(Span::minutes(10)));
    assert!(key().verify_change_token(&token, &user, noon()));
    assert!(!key().verify_change_token(&token, &user, noon_and(Span::minutes(10))));
    assert!(
        !key().verify_change_token(&token, &pending(), noon()),
        "another version or user"
    );
    assert_eq!(Claimed::parse(&token), None);
}

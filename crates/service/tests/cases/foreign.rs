//! Password hashes of other systems: known, verified, replaced, and refused where they would cost too much.
//!
//! Every hash here was made by another implementation than the one that verifies it; how, stands beside it.

use crate::stand::hasher;
use tenure_domain::value::PlainPassword;
use tenure_service::password::{HashKind, UnusableHash, recognise};

const PASSWORD: &str = "plum ladder orbit canvas";

fn plain(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

/// Recognised as it is, right for this password, and for no other.
async fn is_the_password(text: &str, password: &str) {
    let hasher = hasher();
    let hash = recognise(text).unwrap_or_else(|unusable| panic!("{text}: {unusable}"));
    assert_eq!(hash.as_phc(), text);
    assert!(
        hasher.verify(&plain(password), &hash).await.unwrap(),
        "{text}"
    );
    for wrong in [
        &password[1..],
        &format!("{password} "),
        &password.to_uppercase(),
        "x",
    ] {
        if wrong.len() < 72 {
            let right = hasher.verify(&plain(wrong), &hash).await.unwrap();
            assert!(!right, "{text} took {wrong:?}");
        }
    }
    let fresh = hasher.rehash(&plain(password), &hash).await.unwrap();
    let fresh = fresh.unwrap_or_else(|| panic!("{text} stays as it is"));
    assert!(fresh.as_phc().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    assert!(hasher.verify(&plain(password), &fresh).await.unwrap());
}

/// Made by the reference implementation, through Python's argon2-cffi:
/// `hash_secret(password, b'0123456789abcdef', 2, 1024, lanes, 32, type, version)`.
#[tokio::test]
async fn argon2_in_all_its_kinds_and_versions_is_verified() {
    for hash in [
        "$argon2i$v=19$m=1024,t=2,p=2$MDEyMzQ1Njc4OWFiY2RlZg$EtxptXwARBguIOM/MDX06+EAVvJE2hUcowJVMPMD5YY",
        "$argon2d$v=19$m=1024,t=2,p=2$MDEyMzQ1Njc4OWFiY2RlZg$DQlb84otW+VvnS90p66G+R8DUWROpMC1LL2hL9r8RJA",
        "$argon2id$v=19$m=1024,t=2,p=2$MDEyMzQ1Njc4OWFiY2RlZg$FLAjYrjjhiOLWsKc/GuWWy4eJtF1jt23ajxS2Zu7+gI",
        "$argon2i$v=16$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MlcVhRZed3Prqa/QJJfrd2q1ehWhVevA8rCPC2HOt6g",
        // The first version wrote no number.
        "$argon2i$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MlcVhRZed3Prqa/QJJfrd2q1ehWhVevA8rCPC2HOt6g",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
}

/// Made by libxcrypt, through Python's `crypt.crypt(password, '$2b$10$abcdefghijklmnopqrstuu')`.
#[tokio::test]
async fn bcrypt_is_verified_and_reads_72_bytes() {
    for hash in [
        "$2b$10$abcdefghijklmnopqrstuuypyvliJYppdmvW8dbJoJxvEBy5t93Oq",
        "$2a$05$abcdefghijklmnopqrstuuuUftG0RPFRo7N/L0gLcBctnAwz3nvS2",
        "$2y$05$abcdefghijklmnopqrstuuuUftG0RPFRo7N/L0gLcBctnAwz3nvS2",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
    let long = "$2b$05$abcdefghijklmnopqrstuu3Xyk/CAGfHrH34buHfmMT78LbAVMyCu";
    is_the_password(long, &PASSWORD.repeat(4)).await;
}

/// Made by OpenSSL, through Python's `hashlib.scrypt(password, salt=b'0123456789abcdef', n, r, p, dklen)`.
#[tokio::test]
async fn scrypt_is_verified() {
    for hash in [
        "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$N2SgkP72OJOmn+76Xn72fSuqzNGVPY2F0d3banHDSmc",
        "$scrypt$ln=4,r=8,p=2$MDEyMzQ1Njc4OWFiY2RlZg$O+d/F9UcdDZFqdD0e3JMck2r62hxzHO39Rvf2cMvZvnbPJ5ZldUmp5OShYKFd7gp6JR5dQcOktyThGFu0ZPqcQ",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
}

/// Made by OpenSSL, through Python's `hashlib.pbkdf2_hmac(digest, password, b'0123456789abcdef', rounds)`, and
/// Django's with the salt `seasalt`; written down in the spelling of PHC, of passlib and of Django.
#[tokio::test]
async fn pbkdf2_is_verified_in_the_spellings_of_phc_passlib_and_django() {
    for hash in [
        "$pbkdf2-sha256$i=29000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$XFn4k1FWArQRmQl5UiZu/GnouOe/2p/pzXaVCRcg++o",
        "$pbkdf2-sha512$i=25000$MDEyMzQ1Njc4OWFiY2RlZg$bHTKMVQcw0fP9eAIcKqCPv3RHBeGqGN+GzKp1IH6/QD5EUv1TXZlrEvjruBQAZf+Aw/g0NCJRmdW74OlLQ0jRA",
        "$pbkdf2-sha256$29000$MDEyMzQ1Njc4OWFiY2RlZg$XFn4k1FWArQRmQl5UiZu/GnouOe/2p/pzXaVCRcg..o",
        "$pbkdf2$1000$MDEyMzQ1Njc4OWFiY2RlZg$h6z3lTZ0VEHm1GsEA0Cdq4bPgIs",
        "pbkdf2_sha256$30000$seasalt$UzuXaOoj/sWNCMkNLCxohb3nkBlY1kzS2lU/YqPuLbU=",
        "pbkdf2_sha1$10000$seasalt$edRq7TskxLXBO82JuYDNU0N0VZE=",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
}

/// Made by `openssl passwd -5 -salt saltstring` (and `-6`), and those with rounds by libxcrypt, through
/// Python's `crypt.crypt(password, '$5$rounds=10000$saltstring')`.
#[tokio::test]
async fn sha_crypt_is_verified_with_rounds_named_or_not() {
    for hash in [
        "$5$saltstring$ZaumO/G.uT3l6LAMh2Bp39rWkiPI2E8ZnH5fUbii318",
        "$5$0123456789abcdef$E.5NhGzBHP8DpZhXYc65D9.lQVINsMbqWn2dvad0Lk0",
        "$6$saltstring$byFZ9ndAED89ErtOlBLGnswQrkPWDboFLuL05fohKjiPAocu1XhoNiGpjTiJDP4mW7sCJ5a1D3AFUPLq8v/ga.",
        "$6$a$DZIaqKySb5wbmBuPqnqjM8fvOKiG63kSRK3fWjfVkZYtwfPdc1zpFJwFrsKcbTZ0NTsDAEH.lYiIfMSw7z1Yi.",
        "$5$rounds=10000$saltstring$rTskzPmLG9WedfnXXCOz20wORWAuyC4rSSDJntY0EK3",
        "$6$rounds=1000$saltstring$UkMg/hNzjIwBn6Uk2HxXJhyoyUZZdz3rQFTg/80/70uPyKcQXCwqAcn156nZ7cdn6b2MiXRZsfbFth7Sw2mXS/",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
}

/// Made with Python's `hashlib` as `HashCrypt.java` of Apache OFBiz computes them: `{SHA}` and the hexadecimal
/// digest, also in its old digits; `$SHA$` with the digest of salt and password.
#[tokio::test]
async fn the_hashes_of_ofbiz_are_verified_with_a_salt_and_without() {
    for hash in [
        "{SHA}f668857cf1a21a85f37c4a4a576f3e8b63c124e8",
        "{SHA}8968fa7c8edd1afa8c7c4a4a576f3ef463be2497",
        "{SHA-256}e294030ec019a65726905eb16e7e875c375f3e77e32e3ef98ca49ba4d76ae5c1",
        "$SHA$Qw./9z$DbEx8mtJgOyfAotjeDbA5H9CPZc",
        "$SHA-256$Qw./9z$kwCU-gB7XaHP3MWRSI6PoyV8C1WU9Ez7Uew8OJAn-bI",
        "$SHA-512$Qw./9z$bucyk716XHpF_6VNnWhj-llCztu0uGEhYi_CLPcrDAb4Dm8v9_ekcwS9mOsp1MbZLKOJlXAMKI8VewcevCksAw",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
}

/// As `pbkdf2HashCrypt` makes them (a salt that is a printed list of bytes, and broken lines), and as
/// `doComparePbkdf2` reads them (the salt printed once more); with Python's `hashlib.pbkdf2_hmac`.
#[tokio::test]
async fn the_pbkdf2_of_ofbiz_is_verified_as_it_is_made_and_as_it_is_compared() {
    for hash in [
        "{PBKDF2-SHA1}10000$WzEyLCAtNTYsIDMsIC0xLCA3NywgLTEyOCwgOSwgMSwgMzMsIC00NiwgNSwgNiwgNywgOCwgOTks\r\nIDEwMF0=$REqjOBCjB4Kbb7uvLSbpGu1tVgcT955n6hbK+jK8jYM=",
        "{PBKDF2-SHA512}10000$WzEyLCAtNTYsIDMsIC0xLCA3NywgLTEyOCwgOSwgMSwgMzMsIC00NiwgNSwgNiwgNywgOCwgOTks\r\nIDEwMF0=$l5yMZAZDYQto/GTBXuixMt9SrsiFEoJ3LYJiDNp01tQ=",
        "{PBKDF2-SHA256}10000$c2FsdA==$8s+lmTuKO+TYj5sqIEGY/A8fPpXvHsJjz6tZ6x9htRc=",
    ] {
        is_the_password(hash, PASSWORD).await;
    }
}

/// `crypt.crypt('ﬁsch am Haken', '$5$saltstring')`: the ligature, which our normal form takes apart.
#[tokio::test]
async fn a_password_that_was_hashed_as_typed_is_known_as_typed() {
    let hash = recognise("$5$saltstring$2jwQAakxrwXXiju2fO/FFTdIX7.Evdxy4dkinTBz5G8").unwrap();
    let hasher = hasher();
    let typed = plain("ﬁsch am Haken");
    assert!(hasher.verify(&typed, &hash).await.unwrap());
    let fresh = hasher.rehash(&typed, &hash).await.unwrap().unwrap();
    assert!(
        hasher
            .verify(&plain("fisch am Haken"), &fresh)
            .await
            .unwrap()
    );
}

/// Made by OpenSSL, through Python's `hashlib.pbkdf2_hmac('sha1', password, b'0123456789abcdef', 1000, 64)`: some
/// systems ask SHA-1 for more than it gives at a time.
#[tokio::test]
async fn a_hash_longer_than_its_digest_is_verified() {
    let hash = "$pbkdf2-sha1$i=1000$MDEyMzQ1Njc4OWFiY2RlZg$h6z3lTZ0VEHm1GsEA0Cdq4bPgItRGjWecQdS8DukjU1yHJaZSAvgXy8FVZSJlLLaAzEk0t4EQqdv1UxfHWCLJw";
    is_the_password(hash, PASSWORD).await;
}

#[test]
fn a_hash_that_would_cost_too_much_is_refused() {
    let bcrypt = "$2b$15$abcdefghijklmnopqrstuuypyvliJYppdmvW8dbJoJxvEBy5t93Oq";
    let salt_and_hash = "MDEyMzQ1Njc4OWFiY2RlZg$FLAjYrjjhiOLWsKc/GuWWy4eJtF1jt23ajxS2Zu7+gI";
    let refused = [
        (
            HashKind::Argon2,
            format!("$argon2id$v=19$m=262145,t=1,p=1${salt_and_hash}"),
        ),
        (
            HashKind::Argon2,
            format!("$argon2id$v=19$m=65536,t=17,p=1${salt_and_hash}"),
        ),
        (
            HashKind::Argon2,
            format!("$argon2id$v=19$m=8,t=4294967295,p=1${salt_and_hash}"),
        ),
        (HashKind::Bcrypt, bcrypt.to_owned()),
        (
            HashKind::Scrypt,
            format!("$scrypt$ln=18,r=16,p=1${salt_and_hash}"),
        ),
        (
            HashKind::Scrypt,
            format!("$scrypt$ln=63,r=4294967295,p=4294967295${salt_and_hash}"),
        ),
        (
            HashKind::Scrypt,
            format!("$scrypt$ln=4,r=8,p=4294967295${salt_and_hash}"),
        ),
        (
            HashKind::Pbkdf2,
            format!("$pbkdf2-sha256$i=2000001${salt_and_hash}"),
        ),
        (
            HashKind::Pbkdf2,
            format!("$pbkdf2-sha256$99999999999999999999${salt_and_hash}"),
        ),
        (
            HashKind::Pbkdf2,
            "pbkdf2_sha256$2000001$x$UzuXaOoj/sWNCMkNLCxohb3nkBlY1kzS2lU/YqPuLbU=".to_owned(),
        ),
        (
            HashKind::Pbkdf2,
            "{PBKDF2-SHA256}1000001$c2FsdA==$8s+lmTuKO+TYj5sqIEGY/A8fPpXvHsJjz6tZ6x9htRc="
                .to_owned(),
        ),
        (
            HashKind::ShaCrypt,
            "$5$rounds=1000001$s$ZaumO/G.uT3l6LAMh2Bp39rWkiPI2E8ZnH5fUbii318".to_owned(),
        ),
    ];
    for (kind, text) in refused {
        match recognise(&text) {
            Err(unusable @ UnusableHash::TooCostly { kind: found, .. }) => {
                assert_eq!((found, unusable.code()), (kind, "costly_hash"), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    let dearest = format!("$argon2id$v=19$m=262144,t=4,p=4${salt_and_hash}");
    recognise(&dearest).unwrap();
}

const BROKEN: &[(&str, HashKind)] = &[
    ("$argon2id$v=19$m=8,t=1,p=1$c2FsdA", HashKind::Argon2),
    (
        "$argon2id$v=18$m=1024,t=2,p=2$MDEyMzQ1Njc4OWFiY2RlZg$FLAjYrjjhiOLWsKc/GuWWy4eJtF1jt23ajxS2Zu7+gI",
        HashKind::Argon2,
    ),
    (
        "$argon2id$v=19$m=1024,t=2$MDEyMzQ1Njc4OWFiY2RlZg$FLAjYrjjhiOLWsKc/GuWWy4eJtF1jt23ajxS2Zu7+gI",
        HashKind::Argon2,
    ),
    (
        "$argon2id$v=19$m=1024,t=2,p=2$!!$FLAjYrjjhiOLWsKc/GuWWy4eJtF1jt23ajxS2Zu7+gI",
        HashKind::Argon2,
    ),
    (
        "$argon2x$v=19$m=1024,t=2,p=2$MDEyMzQ1Njc4OWFiY2RlZg$FLAjYrjjhiOLWsKc/GuWWy4eJtF1jt23ajxS2Zu7+gI",
        HashKind::Argon2,
    ),
    ("$2b$10$short", HashKind::Bcrypt),
    (
        "$2b$03$abcdefghijklmnopqrstuuypyvliJYppdmvW8dbJoJxvEBy5t93Oq",
        HashKind::Bcrypt,
    ),
    (
        "$2b$10$abcdefghijklmnopqrstuuypyvliJYppdmvW8dbJoJxvEBy5t93Öx",
        HashKind::Bcrypt,
    ),
    (
        "$scrypt$ln=14,r=8$MDEyMzQ1Njc4OWFiY2RlZg$N2SgkP72OJOmn+76Xn72fSuqzNGVPY2F0d3banHDSmc",
        HashKind::Scrypt,
    ),
    (
        "$scrypt$ln=14,r=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$N2SgkP72OJOmn+76Xn72fSuqzNGVPY2F0d3banHDSmc",
        HashKind::Scrypt,
    ),
    (
        "$scrypt$ln=400,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$N2SgkP72OJOmn+76Xn72fSuqzNGVPY2F0d3banHDSmc",
        HashKind::Scrypt,
    ),
    (
        "$pbkdf2-md5$i=1000$MDEyMzQ1Njc4OWFiY2RlZg$h6z3lTZ0VEHm1GsEA0Cdq4bPgIs",
        HashKind::Pbkdf2,
    ),
    (
        "$pbkdf2-sha256$i=-5$MDEyMzQ1Njc4OWFiY2RlZg$h6z3lTZ0VEHm1GsEA0Cdq4bPgIs",
        HashKind::Pbkdf2,
    ),
    (
        "$pbkdf2-sha256$i=0$MDEyMzQ1Njc4OWFiY2RlZg$h6z3lTZ0VEHm1GsEA0Cdq4bPgIs",
        HashKind::Pbkdf2,
    ),
    (
        "$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$h6z3lTZ0VEHm1GsEA0Cdq4bPgIs",
        HashKind::Pbkdf2,
    ),
    ("pbkdf2_sha256$30000$seasalt", HashKind::Pbkdf2),
    ("{PBKDF2-SHA512}10000$c2FsdA==", HashKind::Pbkdf2),
    ("$5$saltstring", HashKind::ShaCrypt),
    (
        "$5$rounds=999$saltstring$ZaumO/G.uT3l6LAMh2Bp39rWkiPI2E8ZnH5fUbii318",
        HashKind::ShaCrypt,
    ),
    (
        "$6$saltstring$ZaumO/G.uT3l6LAMh2Bp39rWkiPI2E8ZnH5fUbii318",
        HashKind::ShaCrypt,
    ),
    (
        "$5$seventeen-letters$ZaumO/G.uT3l6LAMh2Bp39rWkiPI2E8ZnH5fUbii318",
        HashKind::ShaCrypt,
    ),
    ("{SHA}xyz", HashKind::Digest),
    ("{SHA}f668", HashKind::Digest),
    (
        "{SHA-256}f668857cf1a21a85f37c4a4a576f3e8b63c124e8",
        HashKind::Digest,
    ),
    (
        "{SHA f668857cf1a21a85f37c4a4a576f3e8b63c124e8",
        HashKind::Digest,
    ),
    ("$SHA$Qw./9z$DbEx8mtJgOyfAotjeDbA5H9CPZc=", HashKind::Digest),
];

#[test]
fn a_hash_that_is_broken_is_refused_with_what_is_wrong() {
    for (text, kind) in BROKEN {
        match recognise(text) {
            Err(unusable @ UnusableHash::Malformed { kind: found, .. }) => {
                assert_eq!(
                    (found, unusable.code()),
                    (*kind, "malformed_hash"),
                    "{text}"
                );
                assert!(unusable.to_string().contains(&kind.to_string()));
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_hash_that_is_known_is_refused_and_so_is_a_password() {
    let endless = format!("$6${}", "a".repeat(10_000));
    for text in [
        "",
        "hunter2",
        "$1$salt$abc",
        "{SSHA}AAAA",
        "$2x$10$",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        endless.as_str(),
    ] {
        assert_eq!(recognise(text), Err(UnusableHash::Unknown), "{text}");
    }
}

#[test]
fn blanks_around_a_hash_do_not_count() {
    let hash = recognise("  {SHA}f668857cf1a21a85f37c4a4a576f3e8b63c124e8\r\n").unwrap();
    assert_eq!(
        hash.as_phc(),
        "{SHA}f668857cf1a21a85f37c4a4a576f3e8b63c124e8"
    );
}

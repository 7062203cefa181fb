//! Pictures under attack: what is refused costs nothing, and of what is taken only the pixels are kept.

use crate::{
    client::Client,
    database::Database,
    process::{Server, Wish},
};
use reqwest::Method;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 * (crc & 1))
        })
    })
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], &body, &crc(&body).to_be_bytes()].concat()
}

/// Zeros, as deflate packs them closest with its fixed codes: 258 of them in thirteen bits.
fn packed_zeros(length: usize) -> Vec<u8> {
    let (mut packed, mut held, mut bits) = (vec![0x78, 0xDA], 0_u32, 0);
    let mut put = |value: u32, count: u32| {
        held |= value << bits;
        bits += count;
        while bits >= 8 {
            packed.push(u8::try_from(held & 0xFF).unwrap());
            held >>= 8;
            bits -= 8;
        }
    };
    put(0b011, 3);
    // The literal 0, then copies of what is one back.
    put(0b0000_1100, 8);
    for _ in 0..length.div_ceil(258) {
        put(0b1010_0011, 8);
        put(0, 5);
    }
    put(0, 7 + 8);
    packed
}

/// 30,000 by 30,000 pixels, black and white: some hundred kilobytes that would be hundreds of megabytes.
fn bomb() -> Vec<u8> {
    let side = 30_000_u32;
    let header = [
        &side.to_be_bytes()[..],
        &side.to_be_bytes(),
        &[1, 0, 0, 0, 0],
    ]
    .concat();
    let row = usize::try_from(side).unwrap() / 8 + 1;
    let pixels = packed_zeros(row * usize::try_from(side).unwrap());
    let parts = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &header),
        chunk(*b"IDAT", &pixels),
        chunk(*b"IEND", &[]),
    ];
    parts.concat()
}

/// A gray JPEG with where it was taken in it, and a page and an archive behind it.
fn polyglot() -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0GPS 52.5200 13.4050 <script>alert(1)</script>";
    file.extend([0xFF, 0xE1, 0, u8::try_from(exif.len() + 2).unwrap()]);
    file.extend(exif);
    let comment = b"<html><script>alert(2)</script>";
    file.extend([0xFF, 0xFE, 0, u8::try_from(comment.len() + 2).unwrap()]);
    file.extend(comment);
    file.extend([0xFF, 0xDB, 0, 67, 0]);
    file.extend([1; 64]);
    file.extend([0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        file.extend([0xFF, 0xC4, 0, 20, table, 1]);
        file.extend([0; 16]);
    }
    file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xFF, 0xD9]);
    file.extend(b"PK\x03\x04<html><script>alert(3)</script>");
    file
}

/// The most memory that the server has had, in KiB.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.unwrap().split_whitespace().nth(1).unwrap();
    number.parse().unwrap()
}

async fn put(who: &Client, kind: &str, file: Vec<u8>) -> crate::client::Answer {
    who.raw(Method::PUT, "/me/photo", kind, file).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_refused_by_its_header_and_costs_no_memory() {
    let server = Server::start(Database::sqlite()).await;
    let ana = server.administrator().await;
    put(&ana, "image/jpeg", polyglot()).await.expect(200);
    let before = peak(&server);
    let bomb = bomb();
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    for _ in 0..4 {
        let refused = put(&ana, "image/png", bomb.clone()).await;
        refused.expect_problem(422, "validation");
    }
    let grown = peak(&server) - before;
    assert!(grown < 24 * 1024, "{grown} KiB more");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_file_that_is_three_things_at_once_only_the_picture_is_kept() {
    let server = Server::start(Database::sqlite()).await;
    let ana = server.administrator().await;
    let set = put(&ana, "image/jpeg", polyglot()).await.expect(200).body;
    let url = format!("{}{}", server.base(), set["photo_url"].as_str().unwrap());
    assert!(url.contains("/photo"), "{url}");
    let path = set["photo_url"]
        .as_str()
        .unwrap()
        .strip_prefix("/api/v1")
        .unwrap();
    let shown = ana.get(path).await.expect(200);
    for part in ["GPS", "Exif", "script", "html", "PK\u{3}"] {
        assert!(!shown.text.contains(part), "{part}");
    }
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-cache"),
        ("content-disposition", "inline; filename=\"photo.jpg\""),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(shown.header(name), value, "{name}");
    }
    assert!(shown.header("content-security-policy").contains("sandbox"));
    let tag = [("if-none-match", shown.header("etag"))];
    let again = ana.send(Method::GET, path, &tag, None).await;
    assert_eq!((again.status.as_u16(), again.text.len()), (304, 0));
    for text in [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<!doctype html><script>alert(1)</script>",
    ] {
        let refused = put(&ana, "image/jpeg", text.into()).await;
        refused.expect_problem(422, "validation");
    }
}

/// In pieces, without a word of how long it is: the answer comes while it is still being sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_six_mebibytes_is_refused_while_it_is_sent() {
    let server = Server::start(Database::sqlite()).await;
    server.administrator().await;
    let (login, password) = crate::process::ADMIN;
    let open = server
        .client()
        .try_log_in(login, password)
        .await
        .expect(201);
    let token = open.body["token"].as_str().unwrap();
    let before = peak(&server);
    let address = server.base().strip_prefix("http://").unwrap().to_owned();
    let stream = TcpStream::connect(&address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let head = format!(
        "PUT /api/v1/me/photo HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    write.write_all(head.as_bytes()).await.unwrap();
    let sending = tokio::spawn(async move {
        let piece = [
            format!("{:x}\r\n", 64 * 1024).into_bytes(),
            vec![b'x'; 64 * 1024],
            b"\r\n".to_vec(),
        ];
        for sent in 0..96 {
            if write.write_all(&piece.concat()).await.is_err() {
                return sent;
            }
        }
        96
    });
    let mut answer = [0; 64];
    let reading = tokio::time::timeout(Duration::from_secs(20), read.read(&mut answer));
    let length = reading.await.expect("an answer").unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    drop(read);
    sending.await.unwrap();
    let grown = peak(&server) - before;
    assert!(grown < 12 * 1024, "{grown} KiB more");
}

/// Ten an hour; who sends more is told when to come again, and others are not kept waiting.
#[tokio::test(flavor = "multi_thread")]
async fn the_eleventh_picture_within_an_hour_is_too_many() {
    let wish = Wish {
        environment: vec![("TENURE__LIMITS__ENABLED".to_owned(), "true".to_owned())],
        ..Wish::default()
    };
    let server = Server::start_with(Database::sqlite(), wish).await;
    let ana = server.administrator().await;
    let ben = ana
        .member("ben@example.com", crate::process::PASSWORD)
        .await;
    assert_eq!(ben["status"], "active");
    for _ in 0..10 {
        put(&ana, "image/jpeg", polyglot()).await.expect(200);
    }
    let refused = put(&ana, "image/jpeg", polyglot()).await;
    let refused = refused.expect_problem(429, "too_many_requests");
    let wait = refused.header("retry-after").parse::<u64>().unwrap();
    assert!((1..=361).contains(&wait), "{wait}");
    let ben = server
        .client()
        .log_in("ben@example.com", crate::process::PASSWORD)
        .await;
    put(&ben, "image/jpeg", polyglot()).await.expect(200);
}

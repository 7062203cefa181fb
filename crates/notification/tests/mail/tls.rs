//! Whom the mailer trusts.

use super::given::{INVITATION, clock, from, mail, noon};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};
use tenure_notification::{InvalidSmtp, SmtpConfig, SmtpMailer};
use tenure_service::ports::{DeliveryError, Mailer};

const AUTHORITY: &[u8] = include_bytes!("authority.pem");
const SERVER: &[u8] = include_bytes!("server.pem");
const KEY: &[u8] = include_bytes!("server.key");

/// A server for one connection that tells the first line it reads through TLS.
fn server() -> (u16, mpsc::Receiver<Option<String>>) {
    let certificate = CertificateDer::from_pem_slice(SERVER).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut line = String::new();
        let read = stream
            .write_all(b"220 sink\r\n")
            .and_then(|()| BufReader::new(&mut stream).read_line(&mut line));
        tell.send(read.ok().map(|_| line)).unwrap();
    });
    (port, told)
}

async fn first_line(
    config: SmtpConfig,
    told: mpsc::Receiver<Option<String>>,
) -> (String, Option<String>) {
    let mailer = SmtpMailer::new(config, clock(noon()));
    let error = mailer
        .send(&mail(INVITATION, &["ana@shop.example"]))
        .await
        .unwrap_err();
    assert!(matches!(error, DeliveryError::Transient(_)), "{error}");
    (
        error.to_string(),
        told.recv_timeout(Duration::from_secs(20)).unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_a_certificate_of_an_unknown_authority_gets_nothing_and_the_mail_waits() {
    let (port, told) = server();
    let config = SmtpConfig::new(&format!("smtps://127.0.0.1:{port}"), from()).unwrap();
    let (error, line) = first_line(config, told).await;
    assert_eq!(line, None);
    assert!(error.contains("certificate"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_authority_of_ones_own_organisation_can_be_trusted() {
    let (port, told) = server();
    let url = format!("smtps://127.0.0.1:{port}");
    let config = SmtpConfig::trusting(&url, from(), AUTHORITY).unwrap();
    let (_, line) = first_line(config, told).await;
    assert!(line.unwrap().starts_with("EHLO "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_for_another_host_is_not_accepted() {
    let (port, told) = server();
    let url = format!("smtps://localhost:{port}");
    let config = SmtpConfig::trusting(&url, from(), AUTHORITY).unwrap();
    let (error, line) = first_line(config, told).await;
    assert_eq!(line, None);
    assert!(error.contains("certificate"), "{error}");
}

#[test]
fn a_file_that_holds_no_certificate_is_an_error() {
    for nothing in [
        &b""[..],
        b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ] {
        let config = SmtpConfig::trusting("smtps://mail.example", from(), nothing);
        assert!(matches!(config, Err(InvalidSmtp::Tls(_))), "{config:?}");
    }
}

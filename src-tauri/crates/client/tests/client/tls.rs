//! TLS: which authorities are trusted, and what is said when a certificate is not.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use yundeck_client::{Access, Client, Options};
use yundeck_domain::{Delivery, Error, ErrorKind};

use crate::cloud::{REGION, access, client, get_thing, permit, quick, stop};
use crate::server::{Server, json};

fn file(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "client", "tls", name].iter().collect()
}

/// A server with one of the certificates.
async fn server(certificate: &str) -> Server {
    let chain: Vec<_> = CertificateDer::pem_file_iter(file(certificate)).unwrap().map(Result::unwrap).collect();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(file("server.key")).unwrap())
        .unwrap();
    Server::start_tls(TlsAcceptor::from(Arc::new(config)), |_, _| json(&json!({ "RequestId": "r" }))).await
}

/// An account at a server, with the authority of a file of its own.
fn secure(server: &Server, ca_file: Option<&str>) -> Access {
    let mut access = access(&format!("https://localhost:{}", server.address.port()));
    access.account.authority = ca_file.map(|path| std::fs::read_to_string(path).unwrap());
    access
}

/// The error of a read that must not have been sent.
async fn refused(access: &Access) -> Error {
    let error = client().read(access, REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Network, Delivery::NotSent), "{}", error.context);
    error
}

#[track_caller]
fn says(error: &Error, expected: &str) {
    let words = error.words.as_ref().map(|words| words.en.as_str()).unwrap_or_default();
    assert!(words.contains(expected), "{words:?} does not say {expected:?} ({})", error.context);
}

#[tokio::test]
async fn the_accounts_authority_is_trusted_and_nothing_is_without_it() {
    let server = server("localhost.pem").await;
    let ca = file("ca.pem");
    client().read(&secure(&server, ca.to_str()), REGION, &get_thing()).await.unwrap();
    client().apply(&secure(&server, ca.to_str()), REGION, permit(stop(), None)).await.unwrap();
    says(&refused(&secure(&server, None)).await, "unknown issuer");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn the_problem_of_a_certificate_is_named() {
    let ca = file("ca.pem");
    for (certificate, expected) in [("expired.pem", "expired"), ("other.pem", "not for localhost")] {
        let server = server(certificate).await;
        says(&refused(&secure(&server, ca.to_str())).await, expected);
        assert!(server.seen().is_empty());
    }
}

/// What `openssl req -x509` makes by itself, and what the words say in its place.
#[tokio::test]
async fn certificate_that_its_owner_signed_is_told_apart_and_how_to_make_one_that_works() {
    let making = "basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:localhost";
    for (certificate, expected) in
        [("self-signed-ca.pem", "certificate of an authority"), ("nameless.pem", "no subjectAltName")]
    {
        let server = server(certificate).await;
        let error = refused(&secure(&server, file(certificate).to_str())).await;
        says(&error, expected);
        says(&error, making);
        assert!(server.seen().is_empty());
    }
    let server = server("self-signed.pem").await;
    client().read(&secure(&server, file("self-signed.pem").to_str()), REGION, &get_thing()).await.unwrap();
}

#[tokio::test]
async fn authority_that_is_no_certificate_is_told_and_nothing_is_sent() {
    let server = server("localhost.pem").await;
    for text in ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate at all\n", ""] {
        let mut access = secure(&server, None);
        access.account.authority = Some(text.to_owned());
        says(&refused(&access).await, "cannot be used");
    }
    assert!(server.seen().is_empty());
}

/// The part below, in a process whose system trusts the tests' authority.
#[test]
fn account_with_its_own_authority_does_not_trust_the_systems() {
    let ran = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tls::in_a_system_that_trusts_the_authority", "--ignored"])
        .env("SSL_CERT_FILE", file("ca.pem"))
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "is run by the test above, with another environment"]
async fn in_a_system_that_trusts_the_authority() {
    let server = server("localhost.pem").await;
    client().read(&secure(&server, None), REGION, &get_thing()).await.unwrap();
    refused(&secure(&server, file("self-signed.pem").to_str())).await;
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_server_without_tls_is_named() {
    let plain = Server::start(|_, _| json(&json!({}))).await;
    // It waits for the end of a request, which the greeting of TLS is not; so it has to say something by itself.
    let talkative = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = talkative.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = talkative.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    says(&refused(&access(&format!("https://localhost:{port}"))).await, "TLS handshake");

    let client = Client::new(Options { connect_timeout: Duration::from_millis(200), ..quick() });
    let error = client.apply(&secure(&plain, None), REGION, permit(stop(), None)).await.unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (ErrorKind::Network, Delivery::NotSent),
        "a silent handshake sends no request"
    );
    says(&error, "took too long");
}

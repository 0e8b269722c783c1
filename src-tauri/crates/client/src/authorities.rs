//! The certificate authorities in a PEM file, before any connection needs them.

use x509_parser::pem::Pem;
use yundeck_domain::Error;

use crate::carrier::transport::{certificates, unreadable};

/// A certificate of a CA file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Whose it is: the common name, or the whole name where there is none.
    pub subject: String,
    /// Until when it is good, in seconds since 1970.
    pub not_after: i64,
    /// Whether it may vouch for others; one that may not is good for a server that has exactly this certificate.
    pub is_authority: bool,
}

/// The certificates of a CA file.
///
/// # Errors
/// `Network`, with words: the file cannot be read, or a connection could not use it.
pub fn read(path: &str) -> Result<Vec<Authority>, Error> {
    let pem = std::fs::read(path).map_err(|error| unreadable(path, &error.to_string()))?;
    // As a connection reads it.
    let usable = certificates(&pem, path)?;
    reqwest::Client::builder()
        .tls_certs_only(usable)
        .no_proxy()
        .build()
        .map_err(|error| unreadable(path, &crate::network::chain(&error)))?;
    let mut all = Vec::new();
    for block in Pem::iter_from_buffer(&pem) {
        let block = block.map_err(|error| unreadable(path, &error.to_string()))?;
        if !block.label.contains("CERTIFICATE") {
            continue;
        }
        let certificate = block.parse_x509().map_err(|error| unreadable(path, &error.to_string()))?;
        let subject = certificate.subject();
        let common = subject.iter_common_name().next().and_then(|name| name.as_str().ok());
        all.push(Authority {
            subject: common.map_or_else(|| subject.to_string(), str::to_owned),
            not_after: certificate.validity().not_after.timestamp(),
            is_authority: certificate.is_ca(),
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> String {
        format!("{}/tests/client/tls/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn a_file_says_which_certificates_it_holds() {
        let found = read(&file("ca.pem")).unwrap();
        assert_eq!(found.len(), 1);
        assert!(
            found[0].is_authority && !found[0].subject.is_empty() && found[0].not_after > 1_800_000_000,
            "{found:?}"
        );
        assert!(!read(&file("localhost.pem")).unwrap()[0].is_authority);
    }

    #[test]
    fn what_no_connection_could_use_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let none = folder.path().join("none.pem");
        std::fs::write(&none, "no certificate at all\n").unwrap();
        let broken = folder.path().join("broken.pem");
        std::fs::write(&broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        for path in [file("missing.pem"), file("server.key"), none.display().to_string(), broken.display().to_string()]
        {
            let error = read(&path).unwrap_err();
            assert!(error.words.is_some_and(|words| words.en.contains(&path)), "{path}");
        }
    }
}

//! A file with certificate authorities, looked at before an account uses it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use yundeck_client::authorities;
use yundeck_domain::Text;

use crate::desk::Desk;

/// A CA file that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CaFileView {
    /// The file.
    pub path: String,
    /// Its certificates; empty when there is a problem.
    pub certificates: Vec<CertificateView>,
    /// Why it cannot be used.
    pub problem: Option<Text>,
}

/// A certificate of a CA file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    /// Whose it is.
    pub subject: String,
    /// Until when it is good (RFC 3339).
    pub not_after: String,
    /// Whether it is past that.
    pub expired: bool,
    /// Whether it may vouch for others.
    pub is_authority: bool,
}

impl Desk {
    /// What a CA file holds, or why it cannot be used. A disk that does not answer keeps nothing else waiting.
    pub async fn look_at_ca_file(&self, path: &str) -> CaFileView {
        let (file, now) = (path.to_owned(), self.reach.now());
        tokio::task::spawn_blocking(move || look_at(&file, now)).await.unwrap_or_else(|error| CaFileView {
            path: path.to_owned(),
            certificates: Vec::new(),
            problem: Some(Text::same(error.to_string())),
        })
    }
}

fn look_at(path: &str, now: DateTime<Utc>) -> CaFileView {
    let (found, problem) = match authorities::load(path.trim()).and_then(|pem| authorities::parse(&pem, path.trim())) {
        Ok(found) => (found, None),
        Err(error) => (Vec::new(), error.words.or_else(|| Some(Text::same(error.context)))),
    };
    let certificates = found.into_iter().map(|authority| {
        let not_after = chrono::DateTime::from_timestamp(authority.not_after, 0).unwrap_or_default();
        CertificateView {
            subject: authority.subject,
            not_after: not_after.to_rfc3339(),
            expired: not_after < now,
            is_authority: authority.is_authority,
        }
    });
    CaFileView { path: path.trim().to_owned(), certificates: certificates.collect(), problem }
}

//! A new version of the program: where the signed file that tells of it lies, and what it says.

use std::time::Duration;

use minisign_verify::{PublicKey, Signature};
use semver::Version;
use serde::{Deserialize, Serialize};

/// The program that a file must name: the same key may sign others.
const PROGRAM: &str = "yundeck";

/// How long a file may take, and its signature.
const TIME: Duration = Duration::from_secs(20);

/// Where it is told which version is the latest, and by whose signature.
#[derive(Clone)]
pub struct UpdateSource {
    pub(crate) address: String,
    key: PublicKey,
    /// The page that tells of releases.
    pub page: Option<String>,
    /// How long each of the two files may take.
    pub time: Duration,
}

/// What the configuration says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Configured {
    /// The file's address; its signature lies beside it, with `.minisig` behind its name.
    address: Option<String>,
    /// The second line of minisign's `.pub` file.
    public_key: Option<String>,
    /// The page that tells of releases.
    page: Option<String>,
}

/// The file, as far as this version reads it.
#[derive(Deserialize)]
struct Announced {
    name: String,
    version: Version,
}

/// That there is a newer version, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdateNotice {
    /// The newer version.
    pub version: String,
    /// The one that runs.
    pub current: String,
    /// The page that tells of it, if there is one.
    pub page: Option<String>,
}

impl UpdateSource {
    /// What is configured; `None`: nobody looks for new versions.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn parse(text: &str) -> Result<Option<Self>, String> {
        let configured: Configured = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let (Some(address), Some(key)) = (configured.address, configured.public_key) else { return Ok(None) };
        let key = PublicKey::from_base64(&key).map_err(|error| format!("the public key: {error}"))?;
        match configured.page {
            Some(page) if !page.starts_with("https://") => Err(format!("{page} is no https page")),
            page => Ok(Some(Self { address, key, page, time: TIME })),
        }
    }

    /// The version that a file names.
    ///
    /// # Errors
    /// Why it is not believed: another's signature, or none; another program's file; no version.
    pub(crate) fn announced(&self, file: &[u8], signature: &[u8]) -> Result<Version, String> {
        let signature = std::str::from_utf8(signature).map_err(|_| "the signature is no text".to_owned())?;
        Signature::decode(signature)
            .and_then(|signature| self.key.verify(file, &signature, false))
            .map_err(|error| format!("not signed as it must be: {error}"))?;
        let announced: Announced = serde_json::from_slice(file).map_err(|error| format!("cannot be read: {error}"))?;
        match announced.name.as_str() {
            PROGRAM => Ok(announced.version),
            other => Err(format!("tells of {other:?}")),
        }
    }
}

/// Whether a version is to be told of: it comes later, and is no preview, unless one runs.
pub(crate) fn is_newer(latest: &Version, current: &Version) -> bool {
    latest.cmp_precedence(current).is_gt() && (latest.pre.is_empty() || !current.pre.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "RWSQ5XdqZ8vKxwdYttHAPPqKwaznntRPK3byEs9ocuDlUkwMrQSSD2ak";

    #[test]
    fn nobody_looks_until_address_and_key_are_configured() {
        let parse = |address: &str, key: &str, page: &str| {
            UpdateSource::parse(&format!(r#"{{ "address": {address}, "publicKey": {key}, "page": {page} }}"#))
        };
        let (address, key) = (r#""https://yundeck.example/latest.json""#, &format!("{KEY:?}"));
        assert!(parse("null", "null", "null").unwrap().is_none());
        assert!(parse(address, "null", "null").unwrap().is_none());
        assert!(parse("null", key, "null").unwrap().is_none());
        assert!(parse(address, key, "null").unwrap().is_some());
        assert!(parse(address, key, r#""https://yundeck.example/releases""#).unwrap().is_some());
        assert!(parse(address, r#""RWS""#, "null").is_err());
        assert!(parse(address, key, r#""http://yundeck.example/releases""#).is_err());
        assert!(UpdateSource::parse(r#"{ "adress": "https://yundeck.example/" }"#).is_err());
    }

    #[test]
    fn newer_is_what_comes_later_and_is_no_preview_unless_one_runs() {
        let newer = |latest: &str, current: &str| is_newer(&latest.parse().unwrap(), &current.parse().unwrap());
        for (latest, current) in
            [("0.3.0", "0.2.9"), ("0.10.0", "0.9.0"), ("1.0.0", "1.0.0-rc.1"), ("1.0.0-rc.2", "1.0.0-rc.1")]
        {
            assert!(newer(latest, current) && !newer(current, latest), "{latest} {current}");
        }
        assert!(!newer("0.2.0+later", "0.2.0") && !newer("0.2.0", "0.2.0") && !newer("0.3.0-rc.1", "0.2.0"));
    }
}

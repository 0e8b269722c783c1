//! Where a secret may be used: what is kept beside it in the keychain, and what Rust refuses to differ from.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_client::authorities;
use yundeck_domain::{Account, Error, ErrorKind, Proxy, Text};
use yundeck_wire::Endpoint;

/// Where an account's secret may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Destination {
    /// The cloud.
    cloud: String,
    /// The address that decides which hosts are called; none: the cloud's own hosts, as this program names them.
    address: Option<String>,
    /// How requests are signed.
    scheme: Option<SigningScheme>,
    /// The digest of the certificates of its own authority, which alone is trusted there.
    authority: Option<String>,
}

impl Destination {
    /// Where an account's calls go.
    pub(crate) fn of(account: &Account, cloud: &CloudSpec) -> Self {
        Self {
            cloud: account.cloud.clone(),
            address: account.endpoint.as_deref().and_then(address),
            scheme: account.signing.or_else(|| cloud.signing.first().copied()),
            authority: account.authority.as_deref().map(authorities::digest),
        }
    }

    /// As it stands beside a secret.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether that is the cloud itself, under the hosts that this program names.
    pub(crate) fn is_the_clouds_own(&self) -> bool {
        self.address.is_none() && self.authority.is_none()
    }

    /// For a person.
    pub(crate) fn words(&self) -> Text {
        let (mut zh, mut en) = match &self.address {
            Some(address) => (address.clone(), address.clone()),
            None => (format!("{} 的公网地址", self.cloud), format!("the public hosts of {}", self.cloud)),
        };
        if let Some(scheme) = self.scheme.and_then(|scheme| serde_json::to_value(scheme).ok()) {
            let scheme = scheme.as_str().unwrap_or_default();
            zh.push_str(&format!("，{scheme}"));
            en.push_str(&format!(", {scheme}"));
        }
        if let Some(digest) = &self.authority {
            let short = digest.get(..16).unwrap_or(digest);
            zh.push_str(&format!("，CA 证书 SHA-256 {short}…"));
            en.push_str(&format!(", CA certificates SHA-256 {short}…"));
        }
        Text { zh, en }
    }

    /// That a secret is kept for another place: `kept` is what stands beside it, if that is known.
    pub(crate) fn refused(&self, kept: Option<&str>) -> Error {
        let now = self.words();
        let words = match kept.and_then(|text| serde_json::from_str::<Self>(text).ok()).map(|place| place.words()) {
            Some(before) => Text::new(
                format!(
                    "密钥保存时的使用位置：{}；现在账号指向：{}。换了位置就要重新填写密钥；没有发出任何请求。",
                    before.zh, now.zh
                ),
                format!(
                    "The secret is kept for {}; the account's calls now go to {}. Another place needs the secret again; nothing was sent.",
                    before.en, now.en
                ),
            ),
            None => Text::new(
                format!("账号现在指向：{}。换了位置就要重新填写密钥；没有发出任何请求。", now.zh),
                format!(
                    "The account's calls now go to {}. Another place needs the secret again; nothing was sent.",
                    now.en
                ),
            ),
        };
        Error::not_sent(ErrorKind::SecretElsewhere, "the secret is kept for another place").with_words(words)
    }
}

/// An address as every spelling of it is: an endpoint normalised, one with names to fill in as it is.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(match Endpoint::parse(text) {
        Ok(endpoint) => format!("{}{}", endpoint.base(), endpoint.prefix),
        Err(_) => text.trim_end_matches('/').to_ascii_lowercase(),
    })
}

/// Where calls go first by a proxy of one's own: scheme, host and port, as every spelling of them is.
pub(crate) fn address_of_proxy(proxy: &Proxy) -> Option<String> {
    let Proxy::Manual { url, .. } = proxy else { return None };
    Some(url.trim().trim_end_matches('/').to_ascii_lowercase())
}

/// Where a proxy's password may be used: scheme, host, port and user. None where no password is asked for.
pub(crate) fn of_proxy(proxy: &Proxy) -> Option<String> {
    let Proxy::Manual { username, .. } = proxy else { return None };
    let username = username.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
    Some(format!("{} {username}", address_of_proxy(proxy)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_of_another_spelling_is_the_same() {
        for (one, other) in [
            ("https://CVM.example.com/", "cvm.example.com:443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("https://{service}.{region}.example.com/", "https://{service}.{region}.Example.com"),
        ] {
            assert_eq!(address(one), address(other));
        }
        for (one, other) in [
            ("https://a.example.com", "https://b.example.com"),
            ("https://a:1", "https://a:2"),
            ("https://a/x", "https://a/y"),
            ("http://localhost", "https://localhost"),
            ("https://a.example.com", ""),
        ] {
            assert_ne!(address(one), address(other));
        }
    }

    #[test]
    fn of_proxy_tells_scheme_host_port_and_user() {
        let manual = |url: &str, user: &str| Proxy::Manual { url: url.to_owned(), username: Some(user.to_owned()) };
        let kept = of_proxy(&manual("http://proxy:3128", "me"));
        assert_eq!(kept, of_proxy(&manual("HTTP://Proxy:3128/", " me ")));
        for other in [
            ("https://proxy:3128", "me"),
            ("http://proxy:3129", "me"),
            ("http://other:3128", "me"),
            ("http://proxy:3128", "you"),
        ] {
            assert_ne!(kept, of_proxy(&manual(other.0, other.1)), "{other:?}");
        }
        assert_eq!([of_proxy(&manual("http://proxy:3128", " ")), of_proxy(&Proxy::Direct)], [None, None]);
    }
}

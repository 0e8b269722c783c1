//! Connections: which certificates they trust, whether they use a proxy, whether they are used twice.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Url};
use url::Host;
use yundeck_catalogue::Text;
use yundeck_domain::{Error, ErrorKind};

use crate::options::Options;

/// How long an idle connection is kept for the next read. Shorter than the keep-alive of common gateways.
const IDLE: Duration = Duration::from_secs(20);

/// The HTTP clients in use, one per kind of connection.
pub(crate) struct Transports {
    clients: Mutex<HashMap<Kind, reqwest::Client>>,
    connect_timeout: Duration,
    user_agent: String,
}

/// What tells connections apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    /// To this computer: never through a proxy.
    loopback: bool,
    /// With TLS.
    tls: bool,
    /// Further certificate authorities, as the account's file has them now.
    authorities: Option<Vec<u8>>,
    /// Kept open for the next request. Not so for acts: an idle connection that the server is just closing would leave a
    /// purchase without an answer for no reason.
    reused: bool,
}

impl Transports {
    /// None yet; they are made when needed.
    pub fn new(options: &Options) -> Self {
        Self {
            clients: Mutex::default(),
            connect_timeout: options.connect_timeout,
            user_agent: options.user_agent.clone(),
        }
    }

    /// The HTTP client for a URL.
    ///
    /// # Errors
    /// `Network`, not sent: plain HTTP to another computer, a CA file that cannot be read or used.
    pub async fn client(&self, url: &Url, ca_file: Option<&str>, reused: bool) -> Result<reqwest::Client, Error> {
        let loopback = is_loopback(url);
        let tls = url.scheme() == "https";
        if !may_be_dialled(url) {
            return Err(Error::not_sent(ErrorKind::Network, "plain http to another computer").with_words(Text::new(
                "只有本机地址可以使用 http，其他端点必须使用 https。",
                "Plain http is spoken with this computer only: the endpoint has to be https.",
            )));
        }
        let authorities = match ca_file.filter(|path| tls && !path.trim().is_empty()) {
            Some(path) => Some(tokio::fs::read(path).await.map_err(|error| unreadable(path, &error.to_string()))?),
            None => None,
        };
        let kind = Kind { loopback, tls, authorities, reused };
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&kind) {
            return Ok(client.clone());
        }
        let client = self.build(&kind, ca_file.unwrap_or_default())?;
        clients.insert(kind, client.clone());
        Ok(client)
    }

    fn build(&self, kind: &Kind, ca_file: &str) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(self.user_agent.as_str())
            .connect_timeout(self.connect_timeout)
            .redirect(Policy::none())
            .referer(false)
            // Retrying is the pipeline's, which counts attempts and signs each anew.
            .retry(reqwest::retry::never())
            // What the vendors' own SDKs speak; the signed Host header goes out as it was signed.
            .http1_only()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(if kind.reused { usize::MAX } else { 0 });
        if kind.loopback {
            builder = builder.no_proxy();
        }
        if !kind.tls {
            // The system's certificates are not needed, and may not even be there.
            builder = builder.tls_certs_only([]);
        }
        if let Some(pem) = &kind.authorities {
            let certificates =
                Certificate::from_pem_bundle(pem).map_err(|error| unreadable(ca_file, &error.to_string()))?;
            if certificates.is_empty() {
                return Err(unreadable(ca_file, "there is no certificate in it"));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        builder.build().map_err(|error| {
            let why = crate::network::chain(&error);
            match kind.authorities {
                Some(_) => unreadable(ca_file, &why),
                None => {
                    Error::not_sent(ErrorKind::Network, format!("TLS cannot be set up: {why}")).with_words(Text::new(
                        "无法加载系统的根证书，请安装 ca-certificates。",
                        "The system's root certificates cannot be loaded. Install ca-certificates.",
                    ))
                }
            }
        })
    }
}

/// Plain http is spoken with this computer only.
pub(crate) fn may_be_dialled(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Whether a URL leads to this computer by its name alone; nothing is resolved.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn unreadable(path: &str, why: &str) -> Error {
    Error::not_sent(ErrorKind::Network, format!("CA file {path}: {why}")).with_words(Text::new(
        format!("CA 证书文件 {path} 无法使用，请检查路径和内容（PEM）。"),
        format!("The CA file {path} cannot be used. Check its path and content (PEM)."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_loopback() {
        for (text, expected) in [
            ("http://127.0.0.1:80/", true),
            ("http://127.9.9.9/", true),
            ("http://[::1]:8080/", true),
            ("http://LOCALHOST/", true),
            ("http://localhost.example.com/", false),
            ("http://127.0.0.1.example.com/", false),
            ("http://10.0.0.1/", false),
            ("http://0.0.0.0/", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(text).unwrap()), expected, "{text}");
        }
    }
}

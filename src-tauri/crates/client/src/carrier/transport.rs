//! Connections: which certificates they trust, whether they use a proxy, whether they are used twice.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Url};
use url::Host;
use yundeck_catalogue::Text;
use yundeck_domain::{Error, ErrorKind, Proxy};

use crate::carrier::Manner;
use crate::route::Route;

/// How long an idle connection is kept for the next read. Shorter than the keep-alive of common gateways.
const IDLE: Duration = Duration::from_secs(20);

/// The HTTP clients in use, one per kind of connection.
pub(crate) struct Transports {
    clients: Mutex<HashMap<Kind, reqwest::Client>>,
    user_agent: String,
}

/// What tells connections apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    /// To this computer: never through a proxy.
    loopback: bool,
    /// With TLS.
    tls: bool,
    /// The certificates of the account's own authority, in place of the system's.
    authority: Option<String>,
    /// Kept open for the next request.
    reused: bool,
    /// How long connecting may take.
    connect_timeout: Duration,
    /// The proxy, and what tells its password from another.
    route: (Proxy, u64),
}

impl Transports {
    /// None yet; they are made when needed.
    pub fn new(user_agent: &str) -> Self {
        Self { clients: Mutex::default(), user_agent: user_agent.to_owned() }
    }

    /// The HTTP client for a URL.
    ///
    /// # Errors
    /// `Network`, not sent: plain HTTP to another computer, an authority or a proxy that cannot be used.
    pub fn client(&self, url: &Url, manner: &Manner<'_>) -> Result<reqwest::Client, Error> {
        let loopback = is_loopback(url);
        let tls = url.scheme() == "https";
        if !may_be_dialled(url) {
            return Err(Error::not_sent(ErrorKind::Network, "plain http to another computer").with_words(Text::new(
                "只有本机地址可以使用 http，其他端点必须使用 https。",
                "Plain http is spoken with this computer only: the endpoint has to be https.",
            )));
        }
        let authority = manner.authority.filter(|_| tls).map(str::to_owned);
        // To this computer there is one way, whatever the proxy.
        let direct = Route { proxy: Proxy::Direct, password: None };
        let route = if loopback { &direct } else { manner.route };
        let kind = Kind {
            loopback,
            tls,
            authority,
            reused: manner.reused,
            connect_timeout: manner.connect_timeout,
            route: route.fingerprint(),
        };
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&kind) {
            return Ok(client.clone());
        }
        let client = self.build(&kind, route)?;
        // What was set before is not gone back to often enough to keep it.
        clients.retain(|known, _| known.fits_with(&kind));
        clients.insert(kind, client.clone());
        Ok(client)
    }

    fn build(&self, kind: &Kind, route: &Route) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(self.user_agent.as_str())
            .connect_timeout(kind.connect_timeout)
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
        builder = route.over(builder)?;
        if !kind.tls {
            // The system's certificates are not needed, and may not even be there.
            builder = builder.tls_certs_only([]);
        }
        if let Some(pem) = &kind.authority {
            // Who names an authority of its own trusts no other: what the system trusts may be anybody's.
            builder = builder.tls_certs_only(certificates(pem.as_bytes()).map_err(|why| unusable(&why))?);
        }
        builder.build().map_err(|error| {
            let why = crate::network::chain(&error);
            match kind.authority {
                Some(_) => unusable(&why),
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

impl Kind {
    /// Whether both can be in use at once: connections differ by account, but not by the time they are given.
    fn fits_with(&self, other: &Self) -> bool {
        self.connect_timeout == other.connect_timeout
    }
}

/// Plain http is spoken with this computer only.
pub(crate) fn may_be_dialled(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Whether a URL leads to this computer by its name alone; nothing is resolved.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The certificates of a PEM text.
///
/// # Errors
/// Why it is no PEM; that it holds no certificate.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    let certificates = Certificate::from_pem_bundle(pem).map_err(|error| error.to_string())?;
    if certificates.is_empty() {
        return Err("there is no certificate in it".to_owned());
    }
    Ok(certificates)
}

fn unusable(why: &str) -> Error {
    Error::not_sent(ErrorKind::Network, format!("the account's own authority: {why}")).with_words(Text::new(
        "账号自己的 CA 证书无法使用，请在账号里重新选择 CA 文件。",
        "The account's own CA certificates cannot be used. Choose the CA file again in the account.",
    ))
}

pub(crate) fn unreadable(path: &str, why: &str) -> Error {
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

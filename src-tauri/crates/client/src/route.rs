//! The way out: by which proxy an account's calls go.

use std::hash::{DefaultHasher, Hash, Hasher};

use url::{Position, Url};
use yundeck_catalogue::Text;
use yundeck_domain::{Error, ErrorKind, Proxy, Secret};

/// The schemes of a proxy's address.
const SCHEMES: &[&str] = &["http", "https", "socks5", "socks5h"];

/// A proxy with the password it asks for.
#[derive(Debug, Clone, Default)]
pub struct Route {
    /// The proxy.
    pub proxy: Proxy,
    /// The password of its user name.
    pub password: Option<Secret>,
}

/// What is wrong with a proxy's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyProblem {
    /// It is not `http://host:port`, `https://…`, `socks5://…` or `socks5h://…`.
    Address,
    /// It carries a user name or a password, which have fields of their own.
    Credentials,
}

impl Route {
    /// What is wrong with a proxy's address; `None` when it can be used.
    pub fn problem(url: &str) -> Option<ProxyProblem> {
        let Ok(url) = Url::parse(url.trim()) else {
            return Some(ProxyProblem::Address);
        };
        let whole = SCHEMES.contains(&url.scheme())
            && url.host_str().is_some_and(|host| !host.is_empty())
            && matches!(url.path(), "" | "/")
            && url[Position::AfterPath..].is_empty();
        if !url.username().is_empty() || url.password().is_some() {
            Some(ProxyProblem::Credentials)
        } else {
            (!whole).then_some(ProxyProblem::Address)
        }
    }

    /// The proxy's address for a person, when there is one of our own.
    pub(crate) fn named(&self) -> Option<&str> {
        match &self.proxy {
            Proxy::Manual { url, .. } => Some(url),
            Proxy::System | Proxy::Direct => None,
        }
    }

    /// What tells it from others, without telling the password.
    pub(crate) fn fingerprint(&self) -> (Proxy, u64) {
        let mut hasher = DefaultHasher::new();
        self.password.as_ref().map(Secret::expose).hash(&mut hasher);
        (self.proxy.clone(), hasher.finish())
    }

    /// The builder of an HTTP client that goes this way.
    ///
    /// # Errors
    /// `Network`, not sent: the address cannot be used.
    pub(crate) fn over(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        let Proxy::Manual { url, username } = &self.proxy else {
            return Ok(if self.proxy == Proxy::Direct { builder.no_proxy() } else { builder });
        };
        let unusable = || {
            Error::not_sent(ErrorKind::Network, "the proxy's address cannot be used").with_words(Text::new(
                format!("代理地址 {url} 无法使用，请在设置里检查。没有发出任何请求。"),
                format!("The proxy address {url} cannot be used; check the settings. Nothing was sent."),
            ))
        };
        if Self::problem(url).is_some() {
            return Err(unusable());
        }
        let mut address = Url::parse(url.trim()).map_err(|_| unusable())?;
        if let Some(username) = username.as_deref().filter(|name| !name.is_empty()) {
            address.set_username(username).map_err(|()| unusable())?;
            address.set_password(self.password.as_ref().map(Secret::expose)).map_err(|()| unusable())?;
        }
        // A proxy of one's own takes the place of the system's.
        Ok(builder.no_proxy().proxy(reqwest::Proxy::all(address).map_err(|_| unusable())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port_and_nothing_more() {
        for good in
            ["http://proxy.example:3128", "https://10.0.0.1", "socks5://127.0.0.1:1080/", "socks5h://[::1]:1080"]
        {
            assert_eq!(Route::problem(good), None, "{good}");
        }
        for bad in
            ["", "proxy:3128", "ftp://proxy:21", "http://", "http://proxy/path", "http://proxy?x=1", "http://proxy#x"]
        {
            assert_eq!(Route::problem(bad), Some(ProxyProblem::Address), "{bad}");
        }
        for secret in ["http://me:secret@proxy:3128", "socks5://me@proxy"] {
            assert_eq!(Route::problem(secret), Some(ProxyProblem::Credentials), "{secret}");
        }
    }

    #[test]
    fn another_password_is_another_route_and_no_password_shows() {
        let route = |password: &str| Route {
            proxy: Proxy::Manual { url: "http://proxy:1".to_owned(), username: Some("me".to_owned()) },
            password: Some(Secret::new(password.to_owned())),
        };
        assert_ne!(route("a").fingerprint(), route("b").fingerprint());
        assert!(!format!("{:?}", route("hushhush")).contains("hushhush"));
        assert!(route("p@ss:w/rd").over(reqwest::Client::builder()).is_ok());
    }
}

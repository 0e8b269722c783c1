//! Where an operation is served.

use std::net::{Ipv4Addr, Ipv6Addr};

use yundeck_catalogue::{CloudSpec, Operation};

use crate::error::WireError;

/// The place in a host that takes the region's id.
const REGION: &str = "{region}";
/// The place in a host that takes the service's name.
const SERVICE: &str = "{service}";

/// Scheme, host and path prefix of a service, normalised as every URL parser would do it, so that what is signed is what
/// is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `https` or `http`.
    pub scheme: String,
    /// Lower-case host, with the port unless it is the scheme's own.
    pub authority: String,
    /// What stands before every path; empty or beginning with `/`, never ending with it.
    pub prefix: String,
}

impl Endpoint {
    /// The endpoint of an operation; see [`Endpoint::of_service`].
    ///
    /// # Errors
    /// `NoService`, and those of [`Endpoint::of_service`].
    pub fn of(
        cloud: &CloudSpec,
        operation: &Operation,
        region: &str,
        account: Option<&str>,
    ) -> Result<Self, WireError> {
        let (service, _) =
            cloud.service_of(operation).ok_or_else(|| WireError::NoService { operation: operation.name.clone() })?;
        Self::of_service(cloud, service, region, account)
    }

    /// Where a service is served: at the account's own endpoint, else at the region's host for the service, else at the
    /// service's.
    ///
    /// An account's endpoint that is a host of one of the cloud's sites leads every service to its own host there, except where
    /// a region has hosts of its own. One with `{service}` or `{region}` says itself where each goes. Any other is the one host
    /// of all services.
    ///
    /// # Errors
    /// `NoService`, `NoHost`, `NoRegion` when the host needs one, `Endpoint` when it is malformed.
    pub fn of_service(
        cloud: &CloudSpec,
        service: &str,
        region: &str,
        account: Option<&str>,
    ) -> Result<Self, WireError> {
        let spec = cloud.services.get(service).ok_or_else(|| WireError::NoService { operation: service.to_owned() })?;
        let own = account.map(str::trim).filter(|text| !text.is_empty());
        let named = own.filter(|text| text.contains(SERVICE) || text.contains(REGION));
        if let Some(form) = named {
            return Self::parse(&with_region(&form.replace(SERVICE, service), region)?);
        }
        let given = own.map(Self::parse).transpose()?;
        let site = given.as_ref().filter(|given| given.is_bare()).and_then(|given| cloud.site_of(&given.authority));
        if site.is_none()
            && let Some(given) = given
        {
            return Ok(given);
        }
        if let Some(host) =
            cloud.regions.iter().find(|known| known.id == region).and_then(|region| region.hosts.get(service))
        {
            return Self::parse(host);
        }
        match site {
            Some(site) => {
                check_region(region)?;
                Self::parse(&site.host_of(service, region))
            }
            None => {
                let host = spec.host.as_deref().ok_or_else(|| WireError::NoHost { service: service.to_owned() })?;
                Self::parse(&with_region(host, region)?)
            }
        }
    }

    /// Whether it is a host by https and nothing more. Only such a one can be one of a vendor's own.
    fn is_bare(&self) -> bool {
        self.scheme == "https" && self.prefix.is_empty()
    }

    /// An endpoint from `[http[s]://]host[:port][/prefix]`; `https` unless it says otherwise.
    ///
    /// # Errors
    /// `Endpoint` with the reason: user info, query or fragment, a host or port that is none, a prefix with characters
    /// that would be escaped or with `.` and `..`.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        let trimmed = text.trim();
        // What stands before an `@` may be a password: the error does not repeat it.
        let shown = trimmed.rsplit('@').next().unwrap_or_default();
        let refuse = |why| WireError::Endpoint { text: shown.to_owned(), why };
        let (scheme, rest) = match trimmed.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), trimmed),
        };
        let default_port = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return Err(refuse("only http and https are spoken")),
        };
        let (authority, prefix) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = split_port(authority).ok_or_else(|| refuse("the port is not a number"))?;
        let host = normal_host(host).ok_or_else(|| refuse("the host is not a host name or address"))?;
        let prefix = prefix.trim_end_matches('/');
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
        if !prefix.bytes().all(plain) || prefix.split('/').any(|step| step == "." || step == "..") {
            return Err(refuse("the path has characters that cannot stand there"));
        }
        let authority = match port {
            Some(port) if port != default_port => format!("{host}:{port}"),
            _ => host,
        };
        Ok(Self { scheme, authority, prefix: prefix.to_owned() })
    }

    /// `scheme://authority`.
    pub fn base(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }
}

/// The host of a region.
fn with_region(host: &str, region: &str) -> Result<String, WireError> {
    if !host.contains(REGION) {
        return Ok(host.to_owned());
    }
    if region.is_empty() {
        return Err(WireError::NoRegion);
    }
    check_region(region)?;
    Ok(host.replace(REGION, region))
}

fn check_region(region: &str) -> Result<(), WireError> {
    if region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Ok(());
    }
    Err(WireError::Endpoint { text: region.to_owned(), why: "the region cannot be part of a host" })
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => {
            let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| port.parse().ok())?.map(|port| (host, Some(port)))
        }
        _ => Some((authority, None)),
    }
}

fn normal_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().ok().map(|address| format!("[{address}]"));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let labels_filled = host.trim_end_matches('.').split('.').all(|label| !label.is_empty());
    if !host.bytes().all(plain) || !labels_filled {
        return None;
    }
    // A URL parser reads a host that ends in a number as an IPv4 address, also `127.1` and `0x7f000001`.
    let last = host.trim_end_matches('.').rsplit('.').next()?;
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
    if numeric {
        return host.parse::<Ipv4Addr>().ok().map(|address| address.to_string());
    }
    Some(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = Endpoint::parse(text).ok().map(|endpoint| (endpoint.base(), endpoint.prefix));
        assert_eq!(found, expected.map(|(base, prefix)| (base.to_owned(), prefix.to_owned())), "{text}");
    }

    #[test]
    fn endpoints_are_normalised_or_refused() {
        check("cvm.example.com", Some(("https://cvm.example.com", "")));
        check(" HTTP://API.Example.com:80/ ", Some(("http://api.example.com", "")));
        check("http://127.0.0.1:18081", Some(("http://127.0.0.1:18081", "")));
        check("https://[::1]:8443/api/v1/", Some(("https://[::1]:8443", "/api/v1")));
        check("https://api:00443", Some(("https://api", "")));
        for bad in [
            "",
            "https://",
            "ftp://a",
            "https://u:p@a",
            "a?x=1",
            "a#f",
            "a:b",
            "a:99999",
            "a:",
            "127.1",
            "0x7f000001",
            "a..b",
            "主机",
            "a b",
            "a/../b",
            "a/b c",
            "https://a\r\nX: y",
        ] {
            check(bad, None);
        }
    }
}

//! What went wrong between here and the cloud, told apart and put into words.

use std::error::Error as StdError;
use std::io;

use rustls::CertificateError;
use yundeck_catalogue::Text;
use yundeck_domain::{Delivery, Error, ErrorKind};

use crate::failure::Failure;

/// The failure of a request that got no answer. Only what failed while connecting is certainly not sent.
/// `by`: the proxy it was to go by, when it is one of our own.
pub(crate) fn unanswered(error: reqwest::Error, host: &str, by: Option<&str>) -> Failure {
    if error.is_builder() {
        return Failure::lasting(Error::bug(format!("the request cannot be built: {}", chain(&error))));
    }
    let cause = Cause::of(&error);
    let context = format!("{host}: {}", chain(&error));
    let words = match by {
        Some(proxy) if cause.may_be_the_proxys() => Text::new(
            format!("通过代理 {proxy} 无法连接 {host}：请检查代理的地址、密码和是否在运行。"),
            format!("{host} cannot be reached by the proxy {proxy}: check its address, its password and that it runs."),
        ),
        _ => cause.words(host),
    };
    cause.failure(context, words)
}

impl Failure {
    /// Nobody listened at the host: nothing was sent, and it may go better in a moment.
    pub fn unreached(host: &str) -> Self {
        Cause::Refused.failure(format!("{host}: refused"), Cause::Refused.words(host))
    }

    /// The connection broke before the whole reply was there; whether the request arrived is not known.
    pub fn lost(host: &str) -> Self {
        Cause::Lost.failure(format!("{host}: the connection broke"), Cause::Lost.words(host))
    }

    /// The time was up before the whole reply was there; whether the request arrived is not known.
    pub fn late(host: &str) -> Self {
        Cause::Timeout.failure(format!("{host}: the time is up"), Cause::Timeout.words(host))
    }
}

/// An error and all that caused it, on one line. The URL is left out: it can carry secrets and signatures.
pub(crate) fn chain(error: &reqwest::Error) -> String {
    let mut texts = vec![kind_of(error).to_owned()];
    let mut next = error.source();
    while let Some(cause) = next {
        let text = match cause.downcast_ref::<reqwest::Error>() {
            Some(inner) => kind_of(inner).to_owned(),
            None => cause.to_string(),
        };
        if texts.last() != Some(&text) {
            texts.push(text);
        }
        next = cause.source();
    }
    texts.join(": ")
}

fn kind_of(error: &reqwest::Error) -> &'static str {
    if error.is_builder() {
        "builder"
    } else if error.is_body() || error.is_decode() {
        "reading the answer"
    } else {
        "sending"
    }
}

/// What can go wrong on the way, as far as a person would act differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The host's name has no address.
    Name,
    /// Nobody listens there.
    Refused,
    /// No way leads there.
    Unreachable,
    /// Connecting took too long.
    ConnectTimeout,
    /// The server's certificate is not trusted.
    Certificate(Trust),
    /// The other side does not speak TLS, or none that we speak.
    NotTls,
    /// Connecting failed otherwise.
    Connect,
    /// The answer took too long.
    Timeout,
    /// The connection broke before the answer was complete.
    Lost,
}

/// How the library that checks certificates names one of an authority in place of a server's.
const OF_AN_AUTHORITY: &str = "CaUsedAsEndEntity";

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Nobody we trust signed it.
    UnknownIssuer,
    /// It is past its time.
    Expired,
    /// Its time has not come: most likely the clock is wrong.
    NotYetValid,
    /// It is for another name.
    OtherName,
    /// It names nobody where names are looked for: in its subjectAltName.
    NoName,
    /// It is one of an authority, by which a server cannot be known.
    OfAnAuthority,
    /// It was revoked.
    Revoked,
    /// Anything else.
    Other,
}

impl Cause {
    fn of(error: &reqwest::Error) -> Self {
        if !error.is_connect() {
            return if error.is_timeout() { Self::Timeout } else { Self::Lost };
        }
        if error.is_dns() {
            return Self::Name;
        }
        if error.is_timeout() {
            return Self::ConnectTimeout;
        }
        let mut next = error.source();
        while let Some(cause) = next {
            if let Some(found) = Self::of_source(cause) {
                return found;
            }
            next = cause.source();
        }
        Self::Connect
    }

    fn of_source(cause: &(dyn StdError + 'static)) -> Option<Self> {
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return Some(Self::of_tls(tls));
        }
        let io = cause.downcast_ref::<io::Error>()?;
        // An io error does not name what it wraps as its source, and the wrapping goes several layers deep.
        if let Some(found) = io.get_ref().and_then(|inner| Self::of_source(inner)) {
            return Some(found);
        }
        match io.kind() {
            io::ErrorKind::ConnectionRefused => Some(Self::Refused),
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
                Some(Self::Unreachable)
            }
            _ => None,
        }
    }

    fn of_tls(error: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(why) = error else {
            return Self::NotTls;
        };
        Self::Certificate(match why {
            CertificateError::UnknownIssuer => Trust::UnknownIssuer,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Trust::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Trust::NotYetValid,
            CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty() => Trust::NoName,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Trust::OtherName,
            CertificateError::Revoked => Trust::Revoked,
            // The library has no word of its own for it.
            CertificateError::Other(other) if other.to_string().contains(OF_AN_AUTHORITY) => Trust::OfAnAuthority,
            _ => Trust::Other,
        })
    }

    /// What it is for the call. Only what failed while connecting is certainly not sent.
    fn failure(self, context: String, words: Text) -> Failure {
        let error = |kind, delivery| Error { delivery, ..Error::not_sent(kind, context).with_words(words) };
        match self {
            Self::Timeout => Failure::passing(error(ErrorKind::Timeout, Delivery::MaybeSent)),
            Self::Lost => Failure::passing(error(ErrorKind::Network, Delivery::MaybeSent)),
            Self::Certificate(_) | Self::NotTls => Failure::lasting(error(ErrorKind::Network, Delivery::NotSent)),
            _ => Failure::passing(error(ErrorKind::Network, Delivery::NotSent)),
        }
    }

    /// Whether it happens between here and a proxy as well as between here and the cloud.
    fn may_be_the_proxys(self) -> bool {
        matches!(self, Self::Name | Self::Refused | Self::Unreachable | Self::ConnectTimeout | Self::Connect)
    }

    fn words(self, host: &str) -> Text {
        match self {
            Self::Name => Text::new(
                format!("找不到主机 {host}：请检查端点、地域和 DNS。"),
                format!("Host {host} is not known: check endpoint, region and DNS."),
            ),
            Self::Refused => Text::new(
                format!("{host} 拒绝连接：请检查端点和端口。"),
                format!("{host} refuses the connection: check endpoint and port."),
            ),
            Self::Unreachable => Text::new(
                format!("没有通往 {host} 的网络路径：请检查网络和 VPN。"),
                format!("No network leads to {host}: check network and VPN."),
            ),
            Self::ConnectTimeout => Text::new(
                format!("连接 {host} 超时：请检查网络、代理和防火墙。"),
                format!("Connecting to {host} took too long: check network, proxy and firewall."),
            ),
            Self::Certificate(trust) => trust.words(host),
            Self::NotTls => Text::new(
                format!("与 {host} 的 TLS 握手失败：对方可能不是 https 服务。"),
                format!("The TLS handshake with {host} failed: it may not be an https service."),
            ),
            Self::Connect => Text::new(
                format!("无法连接 {host}：请检查网络、代理和端点。"),
                format!("{host} cannot be reached: check network, proxy and endpoint."),
            ),
            Self::Timeout => Text::new(format!("{host} 没有及时答复。"), format!("{host} did not answer in time.")),
            Self::Lost => Text::new(
                format!("与 {host} 的连接在得到完整答复之前中断。"),
                format!("The connection to {host} broke before its answer was complete."),
            ),
        }
    }
}

/// How a certificate that works is made for a host without an authority.
fn self_signing(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    };
    let name = name.trim_matches(['[', ']']);
    let kind = if name.parse::<std::net::IpAddr>().is_ok() { "IP" } else { "DNS" };
    format!(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 825 -keyout server.key -out server.pem -subj /CN={name} -addext basicConstraints=critical,CA:FALSE -addext subjectAltName={kind}:{name}"
    )
}

impl Trust {
    fn words(self, host: &str) -> Text {
        match self {
            Self::UnknownIssuer => Text::new(
                format!("{host} 的证书由未知机构签发：私有云请在账号里指定 CA 文件。"),
                format!(
                    "The certificate of {host} is by an unknown issuer: for a private cloud, name its CA file in the account."
                ),
            ),
            Self::Expired => Text::new(
                format!("{host} 的证书已过期（也请检查本机时间）。"),
                format!("The certificate of {host} has expired (check this computer's clock too)."),
            ),
            Self::NotYetValid => Text::new(
                format!("{host} 的证书尚未生效：请检查本机时间。"),
                format!("The certificate of {host} is not valid yet: check this computer's clock."),
            ),
            Self::OtherName => Text::new(
                format!("证书不属于 {host}：请检查端点。"),
                format!("The certificate is not for {host}: check the endpoint."),
            ),
            Self::NoName => Text::new(
                format!(
                    "{host} 的证书没有 subjectAltName：写在 CN 里的名字早已不算数。请签发带有它的证书；自签的话：\n{}\n并把 server.pem 作为 CA 文件。",
                    self_signing(host)
                ),
                format!(
                    "The certificate of {host} has no subjectAltName; a name in its CN does not count any more. Have one made that has it; self-signed:\n{}\nand name server.pem as the CA file.",
                    self_signing(host)
                ),
            ),
            Self::OfAnAuthority => Text::new(
                format!(
                    "{host} 出示的是 CA 证书（CA:TRUE，openssl req -x509 默认就这样），不能当服务器证书用。请用这个 CA 签发一张服务器证书；自签的话：\n{}\n并把 server.pem 作为 CA 文件。",
                    self_signing(host)
                ),
                format!(
                    "{host} shows the certificate of an authority (CA:TRUE, as openssl req -x509 makes it by itself), which cannot be a server's. Let that authority sign one for the server; self-signed:\n{}\nand name server.pem as the CA file.",
                    self_signing(host)
                ),
            ),
            Self::Revoked => {
                Text::new(format!("{host} 的证书已被吊销。"), format!("The certificate of {host} has been revoked."))
            }
            Self::Other => {
                Text::new(format!("{host} 的证书无效。"), format!("The certificate of {host} is not valid."))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;

    /// A resolver that knows no name, so that no test depends on the network it runs in.
    struct NoNames;

    impl Resolve for NoNames {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err(io::Error::other("no such host").into()) })
        }
    }

    #[tokio::test]
    async fn an_unknown_name_is_told_apart_and_the_url_stays_out() {
        let builder = reqwest::Client::builder().tls_certs_only([]).no_proxy();
        let client = builder.dns_resolver(Arc::new(NoNames)).build().unwrap();
        let error = client.get("http://cloud.example/?Password=hidden").send().await.unwrap_err();
        let failure = unanswered(error, "cloud.example", None);
        assert_eq!((failure.error.kind, failure.error.delivery), (ErrorKind::Network, Delivery::NotSent));
        assert!(failure.error.words.as_ref().is_some_and(|words| words.en.contains("not known")), "{failure:?}");
        assert!(!format!("{failure:?}").contains("hidden"), "{failure:?}");
    }
}

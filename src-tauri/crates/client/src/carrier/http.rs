//! Carrying over HTTP: the signed bytes out, the reply's bytes in.

use std::time::Duration;

use reqwest::header::{HOST, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use yundeck_domain::{Delivery, Error, ErrorKind};
use yundeck_wire::Request;

use crate::carrier::transport::{Transports, is_loopback};
use crate::carrier::{Carried, Carrier, Manner, RawReply};
use crate::failure::Failure;
use crate::network;

/// A reply of more bytes is a long one.
const LONG: usize = 256 * 1024;

/// The carrier over real connections: TLS, proxies, certificate authorities.
pub struct HttpCarrier {
    transports: Transports,
}

impl HttpCarrier {
    /// A carrier that names itself so in the `User-Agent` header. It connects when there is something to carry.
    pub fn new(user_agent: &str) -> Self {
        Self { transports: Transports::new(user_agent) }
    }
}

impl Default for HttpCarrier {
    fn default() -> Self {
        Self::new(concat!("Yundeck/", env!("CARGO_PKG_VERSION")))
    }
}

impl Carrier for HttpCarrier {
    fn carry<'a>(&'a self, request: Request, manner: Manner<'a>) -> Carried<'a> {
        Box::pin(exchange(&self.transports, request, manner))
    }
}

/// Sends a request exactly as it was signed and reads the whole reply.
async fn exchange(transports: &Transports, request: Request, manner: Manner<'_>) -> Result<RawReply, Failure> {
    let host = request.authority.clone();
    let outgoing = outgoing(request, manner.timeout)?;
    let by = manner.route.named().filter(|_| !is_loopback(outgoing.url()));
    let client = transports.client(outgoing.url(), &manner)?;
    let unanswered = |error| network::unanswered(error, &host, by);
    let mut response = client.execute(outgoing).await.map_err(unanswered)?;

    let too_big = || {
        let context = format!("{host}: the answer is longer than {} bytes", manner.cap);
        Failure::lasting(Error { delivery: Delivery::MaybeSent, ..Error::not_sent(ErrorKind::BadReply, context) })
    };
    let cap = u64::try_from(manner.cap).unwrap_or(u64::MAX);
    if response.content_length().is_some_and(|length| length > cap) {
        return Err(too_big());
    }
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let (mut body, mut alone) = (Vec::new(), None);
    while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > manner.cap {
            return Err(too_big());
        }
        if alone.is_none()
            && body.len() + chunk.len() > LONG
            && let Some(long) = manner.long
        {
            // Nobody closes it.
            alone = long.acquire().await.ok();
        }
        body.extend_from_slice(&chunk);
    }
    Ok(RawReply { status, headers, body })
}

/// The request as the HTTP library takes it. Its own conveniences for queries, forms and JSON are not used: they would
/// encode anew what is signed already.
fn outgoing(request: Request, timeout: Duration) -> Result<reqwest::Request, Error> {
    let cannot = |what: &str| Error::bug(format!("the signed request cannot be sent as it is: {what}"));
    let text = request.url();
    let url = Url::parse(&text).map_err(|_| cannot("url"))?;
    if url.as_str() != text {
        return Err(cannot("the url would be rewritten"));
    }
    let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| cannot("method"))?;
    let mut outgoing = reqwest::Request::new(method, url);
    *outgoing.timeout_mut() = Some(timeout);
    let headers = outgoing.headers_mut();
    headers.insert(HOST, HeaderValue::from_str(&request.authority).map_err(|_| cannot("host"))?);
    for (name, value) in &request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| cannot("header name"))?;
        let value = HeaderValue::from_str(value).map_err(|_| cannot(name.as_str()))?;
        headers.append(name, value);
    }
    if !request.body.is_empty() {
        *outgoing.body_mut() = Some(request.body.into());
    }
    Ok(outgoing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, query: &str) -> Request {
        Request {
            method: "GET".into(),
            base: "https://cloud.example".into(),
            authority: "cloud.example".into(),
            path: path.into(),
            query: query.into(),
            headers: vec![("X-Action".into(), "List".into())],
            body: vec![],
        }
    }

    #[test]
    fn what_the_library_would_rewrite_is_refused() {
        let timeout = Duration::from_secs(1);
        for (path, query) in [("/", ""), ("/v1/images/x:share", "a=b%20c&d=%7E"), ("/", "a=b+c")] {
            let sent = outgoing(request(path, query), timeout).unwrap();
            assert_eq!(sent.url().as_str(), request(path, query).url());
        }
        for (path, query) in [("/a/../b", ""), ("/a/%2e%2e/b", ""), ("/a b", ""), ("/", "a='b'")] {
            let error = outgoing(request(path, query), timeout).unwrap_err();
            assert_eq!((error.kind, error.delivery), (ErrorKind::Bug, Delivery::NotSent), "{path}?{query}");
        }
    }
}

//! A public file, asked for without an account: unsigned, once, and with nothing along but the name and version of the program. As
//! for every request, TLS is checked and no redirect is followed.

use std::time::Duration;

use url::{Position, Url};
use yundeck_domain::{Delivery, Error, ErrorKind};
use yundeck_wire::Request;

use crate::carrier::Manner;
use crate::client::Client;
use crate::route::Route;

/// What a file may take at most.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes of the whole file.
    pub bytes: usize,
    /// From the first step to its last byte.
    pub time: Duration,
}

impl Client {
    /// The file at an address, by this way.
    ///
    /// # Errors
    /// `InvalidParams`: no address of a file. `Network`, `Timeout`: there was no whole answer in time; plain http to another computer.
    /// `BadReply`: the answer is longer than it may be, or another than the file: a redirect, for one.
    pub async fn public_file(&self, address: &str, route: &Route, bounds: Bounds) -> Result<Vec<u8>, Error> {
        let request = request(address)?;
        let host = request.authority.clone();
        let options = self.inner.tuning().over(&self.inner.options);
        let manner = Manner {
            authority: None,
            reused: false,
            route,
            connect_timeout: options.connect_timeout,
            timeout: bounds.time,
            cap: bounds.bytes,
            long: None,
        };
        let reply = options.carrier.carry(request, manner).await.map_err(|failure| *failure.error)?;
        if reply.status != 200 {
            let context = format!("{host}: HTTP {} in place of a file", reply.status);
            return Err(Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, context) });
        }
        Ok(reply.body)
    }
}

/// What asks for a file: no header of ours, no body.
fn request(address: &str) -> Result<Request, Error> {
    let none = || Error::not_sent(ErrorKind::InvalidParams, "no address of a public file");
    let url = Url::parse(address).map_err(|_| none())?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !plain || !url.has_host() || !matches!(url.scheme(), "https" | "http") {
        return Err(none());
    }
    let authority = url[Position::BeforeHost..Position::AfterPort].to_owned();
    Ok(Request {
        method: "GET".to_owned(),
        base: format!("{}://{authority}", url.scheme()),
        authority,
        path: url.path().to_owned(),
        query: url[Position::BeforeQuery..Position::AfterQuery].to_owned(),
        headers: vec![],
        body: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_of_a_file_is_asked_for_as_it_stands_and_no_other_is_one() {
        for address in
            ["https://yundeck.example/latest.json", "http://127.0.0.1:80/a/b.json?x=1", "https://[::1]:8443/"]
        {
            let asked = request(address).unwrap();
            assert_eq!(asked.url(), address.replace(":80/", "/"), "{asked:?}");
            assert!(asked.headers.is_empty() && asked.body.is_empty() && asked.method == "GET");
        }
        for bad in ["", "latest.json", "file:///etc/passwd", "https://me:secret@host/x", "https://host/x#y", "data:,x"]
        {
            let error = request(bad).unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidParams, "{bad}");
            assert!(!error.context.contains("secret"));
        }
    }
}

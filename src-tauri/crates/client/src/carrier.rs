//! The port to the network: a signed request in, a raw reply out, or a failure that knows how far the request got.

pub mod http;
pub(crate) mod transport;

use std::fmt;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::Semaphore;
use yundeck_wire::Request;

use crate::failure::Failure;
use crate::route::Route;

/// What comes of carrying a request.
pub type Carried<'a> = BoxFuture<'a, Result<RawReply, Failure>>;

/// Carries requests. The real one is [`http::HttpCarrier`]; a simulation puts its own in its place.
///
/// A carrier sends once, and never again by itself: each attempt is signed anew by the pipeline, which counts them. It keeps
/// to [`Manner::timeout`] and [`Manner::cap`] itself, because only it can tell what had been sent by then; for a carrier
/// without a network [`Manner::within`] does so.
///
/// A whole reply is a success here whatever its status and body say. Everything else is a [`Failure`], whose
/// [`Delivery`](yundeck_domain::Delivery) is the truth on which everything above relies: `NotSent` only when nothing of the
/// request can have reached the other side, `MaybeSent` for all that cannot be known.
pub trait Carrier: Send + Sync + 'static {
    /// Carries one request exactly as it was signed. Dropping the future gives it up; what was sent by then stays sent.
    ///
    /// # Errors
    /// Whatever is not a whole reply.
    fn carry<'a>(&'a self, request: Request, manner: Manner<'a>) -> Carried<'a>;
}

/// How a request is carried.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// The certificates (PEM) of the account's own authority, which is trusted instead of the system's.
    pub authority: Option<&'a str>,
    /// Whether the connection may have been used before. Not so for acts: an idle connection that the server is just closing
    /// would leave a purchase without an answer for no reason.
    pub reused: bool,
    /// The way out.
    pub route: &'a Route,
    /// How long connecting may take. Not having connected in this time is `NotSent`.
    pub connect_timeout: Duration,
    /// How long it may take as a whole, from its first step to the last byte of the reply. Having used it up is `MaybeSent`.
    pub timeout: Duration,
    /// The most bytes of the reply's body.
    pub cap: usize,
    /// Lets one long reply be read at a time: what comes from one account's cloud does not add up. Never for an act, whose answer
    /// waits for nobody.
    pub long: Option<&'a Semaphore>,
}

impl Manner<'_> {
    /// What comes of `carried`, or what is right when that takes longer than it may: the time is up, and whether the request
    /// arrived is not known. `host` is said in the failure.
    ///
    /// # Errors
    /// Those of `carried`; [`Failure::late`].
    pub async fn within(
        &self,
        host: &str,
        carried: impl Future<Output = Result<RawReply, Failure>> + Send,
    ) -> Result<RawReply, Failure> {
        tokio::time::timeout(self.timeout, carried).await.unwrap_or_else(|_| Err(Failure::late(host)))
    }
}

/// A whole reply as it came in. `Debug` shows its outline only: what a cloud answers can be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct RawReply {
    /// HTTP status.
    pub status: u16,
    /// Headers whose values are text, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl RawReply {
    /// The first value of a header; names are compared without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for RawReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("RawReply")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

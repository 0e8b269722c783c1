//! HTTP: a raw request in, a raw reply out. What is in them is nobody's business here.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use futures::stream;
use tokio::sync::watch;

use crate::answer::Answer;
use crate::connection::{Door, Scissors};
use crate::raw::{RawReply, RawRequest};
use crate::stage::Stage;

/// The largest body that is read. The clouds take less.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Pieces of a slow answer.
const PIECES: usize = 10;

/// One listener of a cloud.
#[derive(Clone)]
pub(crate) struct Entrance {
    pub(crate) stage: Arc<Stage>,
    /// The service the listener is for.
    pub(crate) service: String,
}

/// Serves a cloud at a listener until `closed` says so.
pub(crate) fn serve(door: Door, entrance: Entrance, closed: watch::Receiver<bool>) {
    let router = Router::new().fallback(answer).with_state(entrance);
    run(door, router, closed);
}

/// Serves a router at a listener until `closed` says so.
pub(crate) fn run(door: Door, router: Router, mut closed: watch::Receiver<bool>) {
    let service = router.into_make_service_with_connect_info::<Scissors>();
    let server = axum::serve(door, service).with_graceful_shutdown(async move {
        // An error means that the sandbox is gone, which is as good as its word.
        let _ = closed.wait_for(|closed| *closed).await;
    });
    tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::warn!(%error, "serve");
        }
    });
}

async fn answer(
    State(entrance): State<Entrance>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let received = entrance.stage.door.now();
    let Some(raw) = read(request, received, &entrance.service).await else {
        scissors.cut();
        return Response::new(Body::empty());
    };
    let written = match entrance.stage.answer(raw).await {
        Answer::Reply(reply) => response(&reply, reply.body.len(), Body::from(reply.body.clone())),
        Answer::Dropped => None,
        Answer::Truncated { reply, length } => {
            let half = Bytes::copy_from_slice(&reply.body);
            // The error comes a moment later, so that the half is on its way before the connection is closed.
            let pieces = stream::unfold(Some(half), |half| async {
                match half {
                    Some(half) if !half.is_empty() => Some((Ok(half), Some(Bytes::new()))),
                    Some(_) => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        Some((Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)), None))
                    }
                    None => None,
                }
            });
            response(&reply, length, Body::from_stream(pieces))
        }
        Answer::Slow { reply, time } => {
            let length = (reply.body.len() / PIECES).max(1);
            let pieces: Vec<Bytes> = reply.body.chunks(length).map(Bytes::copy_from_slice).collect();
            let pause = time / u32::try_from(pieces.len()).unwrap_or(1).max(1);
            let pieces = stream::unfold(pieces.into_iter(), move |mut left| async move {
                let piece = left.next()?;
                tokio::time::sleep(pause).await;
                Some((Ok::<_, Infallible>(piece), left))
            });
            response(&reply, reply.body.len(), Body::from_stream(pieces))
        }
    };
    written.unwrap_or_else(|| {
        scissors.cut();
        Response::new(Body::empty())
    })
}

/// The request as it came; `None` when its body could not be read.
async fn read(request: Request, received: DateTime<Utc>, service: &str) -> Option<RawRequest> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_BODY).await.ok()?;
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    Some(RawRequest {
        method: parts.method.as_str().to_owned(),
        target: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), |target| target.as_str().to_owned()),
        headers,
        body: body.to_vec(),
        received,
        listener: service.to_owned(),
    })
}

/// `None` when a behaviour has made up a status or header that HTTP does not have.
fn response(reply: &RawReply, length: usize, body: Body) -> Option<Response> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).ok()?;
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(&reply.content_type).ok()?);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in &reply.headers {
        headers.append(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?);
    }
    Some(response)
}

//! The control listener: how tests outside this process inject faults, turn clocks and look into the worlds.
//!
//! | request | meaning |
//! |---|---|
//! | `POST /faults` | a `Fault` to inject |
//! | `GET /faults` | the faults that wait, and the operations of the calls that are held back |
//! | `DELETE /faults` | takes the faults away, and lets go what they hold back |
//! | `POST /release` | `{}` lets go the calls that are held back now, `{"operation": "x"}` those of an operation |
//! | `POST /clock` | `{"advance_seconds": n}` moves the worlds' time, `{"skew_seconds": n, "cloud": ...}` sets the door's clock wrong |
//! | `POST /worlds` | `{"cloud": ..., "token_seconds": n, "price_percent": n}`: how long tokens are remembered, prices moved to that part |
//! | `GET /state` | what exists and how often each operation was called, by cloud |
//!
//! Each with `Authorization: Bearer TOKEN`, the token of the report, and under the listener's own host: see `gate`.

mod gate;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use chrono::Duration;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::house::House;
use crate::stage::Stage;
pub(crate) use gate::Gate;

const MAX_BODY: usize = 64 * 1024;

/// What `POST /clock` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    #[serde(default)]
    advance_seconds: i64,
    skew_seconds: Option<i64>,
    /// Whose clock is set wrong; all, when none is named.
    cloud: Option<String>,
}

/// What `POST /release` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    operation: Option<String>,
}

/// What `POST /worlds` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorldChange {
    /// Which world; all, when none is named.
    cloud: Option<String>,
    token_seconds: Option<u32>,
    price_percent: Option<u32>,
}

impl WorldChange {
    fn apply(&self, house: &House) {
        let named = |stage: &&Arc<Stage>| self.cloud.as_deref().is_none_or(|cloud| stage.is_called(cloud));
        for stage in house.stages.iter().filter(named) {
            let mut world = stage.world();
            if let Some(seconds) = self.token_seconds {
                world.tokens.lifetime = Duration::seconds(i64::from(seconds));
            }
            if let Some(percent) = self.price_percent {
                world.prices.multiply(Decimal::new(i64::from(percent), 2));
            }
        }
    }
}

/// The control listener's router.
pub(crate) fn router(house: Arc<House>, gate: Arc<Gate>) -> Router {
    Router::new().fallback(answer).with_state((house, gate))
}

async fn answer(State((house, gate)): State<(Arc<House>, Arc<Gate>)>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Err((status, why)) = gate.let_in(&parts.headers) {
        return response(status, &json!({ "error": why }));
    }
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return response(StatusCode::PAYLOAD_TOO_LARGE, &json!({ "error": "too long" }));
    };
    let outcome = match (parts.method.as_str(), parts.uri.path()) {
        ("POST", "/faults") => serde_json::from_slice::<Fault>(&body).map(|fault| {
            house.faults.inject(fault);
            waiting(&house)
        }),
        ("GET", "/faults") => Ok(waiting(&house)),
        ("DELETE", "/faults") => {
            house.faults.clear();
            Ok(waiting(&house))
        }
        ("POST", "/release") => serde_json::from_slice::<Release>(&body).map(|release| {
            house.faults.held.release(release.operation.as_deref());
            waiting(&house)
        }),
        ("POST", "/clock") => serde_json::from_slice::<ClockChange>(&body).map(|change| {
            let furthest = if change.advance_seconds < 0 { Duration::MIN } else { Duration::MAX };
            house.advance(Duration::try_seconds(change.advance_seconds).unwrap_or(furthest));
            if let Some(seconds) = change.skew_seconds {
                house.skew(change.cloud.as_deref(), seconds);
            }
            json!({ "now": house.now().to_rfc3339() })
        }),
        ("POST", "/worlds") => serde_json::from_slice::<WorldChange>(&body).map(|change| {
            change.apply(&house);
            json!({})
        }),
        ("GET", "/state") => Ok(house.state()),
        _ => return response(StatusCode::NOT_FOUND, &json!({ "error": "no such control" })),
    };
    match outcome {
        Ok(value) => response(StatusCode::OK, &value),
        Err(error) => response(StatusCode::BAD_REQUEST, &json!({ "error": error.to_string() })),
    }
}

fn waiting(house: &House) -> Value {
    json!({ "waiting": house.faults.list(), "held": house.faults.held.operations() })
}

fn response(status: StatusCode, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("application/json"));
    response
}

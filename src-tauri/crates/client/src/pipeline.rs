//! One call, from its parameters to its answer: every phase a line, each phase a file.

use serde_json::Value;
use tokio::time::Instant;
use yundeck_catalogue::Operation;
use yundeck_domain::{Call, Error};

use crate::access::Access;
use crate::answer::Answer;
use crate::client::{Inner, operation_of};
use crate::failure::Failure;
use crate::retry::Attempts;
use crate::send::Manner;
use crate::{classify, redact, send, sign};

/// As what a call is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// As a read: it may be sent any number of times.
    Read,
    /// As an act, by a permit.
    Act {
        /// Whether the cloud recognises it when it comes again.
        resendable: bool,
    },
}

/// Sends a call as often as it may be and has to be.
///
/// # Errors
/// The last attempt's error; for an act, the first one's that may have worked.
pub(crate) async fn run(
    inner: &Inner,
    access: &Access,
    region: &str,
    call: &Call,
    conduct: Conduct,
) -> Result<Answer, Error> {
    let here = |error: Error| error.at(&access.account.id, region, &call.operation);

    let operation = operation_of(access, &call.operation).and_then(|found| conduct.admits(found)).map_err(here)?;
    let params = inner.validators.checked(access.cloud, operation, region, &call.params).map_err(here)?;

    let lane = inner.lanes.of(&access.account.id);
    let per_second = operation.rate_limit_per_second.unwrap_or(access.cloud.rate_limit_per_second);
    let mut attempts = Attempts::new(&inner.options, &lane.budget, conduct);
    loop {
        let slot = lane.enter(&operation.name, per_second).await;
        let began = Instant::now();
        let outcome = attempt(inner, access, region, operation, &params, conduct).await;
        drop(slot);
        match outcome {
            Ok(answer) => {
                lane.budget.refill();
                return Ok(answer);
            }
            Err(failure) => {
                let pause = attempts
                    .after(failure, began.elapsed())
                    .map_err(|error| here(redact::error(error, access, operation, &params)))?;
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// Signs, sends and reads once.
async fn attempt(
    inner: &Inner,
    access: &Access,
    region: &str,
    operation: &Operation,
    params: &Value,
    conduct: Conduct,
) -> Result<Answer, Failure> {
    let clock = &*inner.options.clock;
    let request = sign::signed(access, region, operation, params, clock)?;
    let started = Instant::now();
    let sent = send::send(&inner.transports, request, &conduct.manner(inner, access)).await;
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = sent.as_ref().map(|raw| raw.status).ok();
    let outcome = sent
        .and_then(|raw| classify::reply(access.cloud, operation, &raw, clock.now()))
        .map_err(|failure| conduct.judge(failure));

    let request_id = match &outcome {
        Ok(reply) => reply.request_id.as_deref(),
        Err(failure) => failure.error.vendor.as_ref().and_then(|vendor| vendor.request_id.as_deref()),
    };
    tracing::debug!(operation = operation.name, account = access.account.id, status, millis, request_id, "call");
    let reply = outcome?;
    Ok(Answer { result: reply.result, request_id: reply.request_id, http_status: status.unwrap_or_default(), millis })
}

impl Conduct {
    /// The operation, if its effect is what it is called as. The effect is the catalogue's word, never the name's.
    fn admits(self, operation: &'static Operation) -> Result<&'static Operation, Error> {
        match (self, operation.effect.is_read()) {
            (Self::Read, true) | (Self::Act { .. }, false) => Ok(operation),
            (Self::Read, false) => Err(Error::bug(format!("{} is not a read: it needs a permit", operation.name))),
            (Self::Act { .. }, true) => Err(Error::bug(format!("{} is a read: it needs no permit", operation.name))),
        }
    }

    fn manner<'a>(self, inner: &Inner, access: &'a Access) -> Manner<'a> {
        let read = self == Self::Read;
        Manner {
            ca_file: access.account.ca_file.as_deref(),
            reused: read,
            timeout: if read { inner.options.read_timeout } else { inner.options.act_timeout },
            cap: inner.options.response_cap,
        }
    }

    fn judge(self, failure: Failure) -> Failure {
        match self {
            Self::Read => failure,
            Self::Act { .. } => classify::of_act(failure),
        }
    }
}

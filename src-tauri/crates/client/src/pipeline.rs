//! One call, from its parameters to its answer: every phase a line, each phase a file.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::{Operation, Text};
use yundeck_domain::{Call, Delivery, Error, ErrorKind};
use yundeck_wire::Reply;

use crate::access::Access;
use crate::answer::Answer;
use crate::carrier::Manner;
use crate::client::{Inner, operation_of};
use crate::failure::Failure;
use crate::limit::{Lane, Slot};
use crate::options::Options;
use crate::redact::Secrets;
use crate::retry::{self, Attempts, Resend};
use crate::{classify, sign};

/// As what a call is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// As a read: it may be sent any number of times.
    Read {
        /// Whether it lets others go first.
        patient: bool,
    },
    /// As an act, by a permit.
    Act {
        /// With what it may be sent again although it may have arrived; `None`: not at all.
        resend: Option<Resend>,
    },
}

/// Sends a call as often as it may be and has to be, unless it is withdrawn before anything of it was sent.
///
/// # Errors
/// The last attempt's error; for an act, the first one's that may have worked; `Cancelled` when it was withdrawn.
pub(crate) async fn run(
    inner: &Inner,
    access: &Access,
    region: &str,
    call: &Call,
    conduct: Conduct,
    withdrawn: &CancellationToken,
) -> Result<Answer, Error> {
    let here = |error: Error| error.at(&access.account.id, region, &call.operation);

    let operation = operation_of(access, &call.operation).and_then(|found| conduct.admits(found)).map_err(here)?;
    let params = inner.validators.checked(access.cloud, operation, region, &call.params).map_err(here)?;

    let lane = inner.lanes.of(&access.account.id);
    let per_second = operation.rate_limit_per_second.unwrap_or(access.cloud.rate_limit_per_second);
    let tuning = inner.tuning();
    let options = tuning.over(&inner.options);
    let spacing = tuning.spacing(&access.cloud.id, per_second);
    let mut attempts = Attempts::new(&options, &lane.budget, conduct);
    let mut sent = false;
    loop {
        let slot = tokio::select! {
            biased;
            () = withdrawn.cancelled(), if !sent => {
                return Err(here(withdrawal()));
            }
            slot = conduct.enter(&lane, &operation.name, spacing) => slot,
        };
        attempts.begin(options.clock.now()).map_err(here)?;
        let began = Instant::now();
        let outcome = attempt(inner, &options, access, region, operation, &params, conduct).await;
        drop(slot);
        match outcome {
            Ok(answer) => {
                lane.budget.refill();
                lane.taken(&operation.name);
                return Ok(answer);
            }
            Err(failure) => {
                sent |= failure.error.delivery != Delivery::NotSent;
                if failure.error.kind == ErrorKind::RateLimited {
                    let pause = |times| retry::throttled_pause(&options, times, failure.retry_after);
                    lane.throttled(&operation.name, began, pause);
                }
                let pause = attempts.after(failure, began.elapsed()).map_err(here)?;
                tokio::select! {
                    biased;
                    () = withdrawn.cancelled(), if !sent => {}
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    }
}

/// What is told of a call that was taken back in time.
fn withdrawal() -> Error {
    Error::not_sent(ErrorKind::Cancelled, "withdrawn before it was sent").with_words(Text::new(
        "在发出之前撤回了，云上什么都没有改变。",
        "It was withdrawn before it was sent. Nothing has changed on the cloud.",
    ))
}

/// Signs, sends and reads once.
async fn attempt(
    inner: &Inner,
    options: &Options,
    access: &Access,
    region: &str,
    operation: &Operation,
    params: &Value,
    conduct: Conduct,
) -> Result<Answer, Failure> {
    let secrets = Secrets::of(access, operation, params);
    let lane = inner.lanes.of(&access.account.id);
    let request =
        sign::signed(access, region, operation, params, &options.moment()).map_err(|error| secrets.out_of(error))?;
    let started = Instant::now();
    let sent = options.carrier.carry(request, conduct.manner(options, access, &lane)).await;
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let came = options.clock.now();
    if let Some(dated) = sent.as_ref().ok().and_then(classify::dated) {
        inner.offsets.note(&access.account.id, dated, came);
    }
    let status = sent.as_ref().map(|raw| raw.status).ok();
    let bytes = sent.as_ref().map(|raw| raw.body.len()).unwrap_or_default();
    let outcome = sent
        .and_then(|raw| {
            let _turn = inner.heavy.of(&raw.body).map_err(|weight| classify::too_much(&access.cloud.id, weight))?;
            classify::reply(access.cloud, operation, &raw, came)
        })
        .map(|reply| without(reply, &secrets))
        // Whoever logs or keeps it from here on has nothing to take out of it.
        .map_err(|failure| Failure { error: Box::new(secrets.out_of(*failure.error)), ..failure })
        .map_err(|failure| conduct.judge(failure));

    let request_id = match &outcome {
        Ok(reply) => reply.request_id.as_deref(),
        Err(failure) => failure.error.vendor.as_ref().and_then(|vendor| vendor.request_id.as_deref()),
    };
    tracing::debug!(operation = operation.name, account = access.account.id, status, millis, request_id, "call");
    if let Err(Failure { error, .. }) = &outcome {
        // Its kind and the cloud's code, not the message: that may repeat what was sent.
        let code = error.vendor.as_ref().map(|vendor| vendor.code.as_str());
        let (cloud, operation) = (&access.cloud.id, &operation.name);
        let (kind, delivery) = (error.kind, error.delivery);
        match lane.tells() {
            Some(untold) => {
                tracing::warn!(
                    cloud,
                    operation,
                    ?kind,
                    ?delivery,
                    code,
                    status,
                    millis,
                    request_id,
                    untold,
                    "a call failed"
                );
            }
            None => tracing::debug!(cloud, operation, ?kind, code, request_id, "another call failed"),
        }
    }
    let reply = outcome?;
    let http_status = status.unwrap_or_default();
    Ok(Answer { result: reply.result, request_id: reply.request_id, bytes, http_status, millis })
}

/// The reply without the call's own secrets, should it repeat one.
fn without(mut reply: Reply, secrets: &Secrets) -> Reply {
    secrets.out_of_result(&mut reply.result);
    if let Some(id) = &mut reply.request_id {
        secrets.mask(id, 0);
    }
    reply
}

impl Conduct {
    async fn enter(self, lane: &Lane, operation: &str, spacing: Duration) -> Slot {
        match self {
            Self::Read { patient: true } => lane.enter_patiently(operation, spacing).await,
            _ => lane.enter(operation, spacing).await,
        }
    }

    /// The operation, if its effect is what it is called as. The effect is the catalogue's word, never the name's.
    fn admits(self, operation: &'static Operation) -> Result<&'static Operation, Error> {
        match (self, operation.effect.is_read()) {
            (Self::Read { .. }, true) | (Self::Act { .. }, false) => Ok(operation),
            (Self::Read { .. }, false) => {
                Err(Error::bug(format!("{} is not a read: it needs a permit", operation.name)))
            }
            (Self::Act { .. }, true) => Err(Error::bug(format!("{} is a read: it needs no permit", operation.name))),
        }
    }

    fn manner<'a>(self, options: &Options, access: &'a Access, lane: &'a Lane) -> Manner<'a> {
        let read = matches!(self, Self::Read { .. });
        Manner {
            authority: access.account.authority.as_deref(),
            reused: read,
            route: &access.route,
            connect_timeout: options.connect_timeout,
            timeout: if read { options.read_timeout } else { options.act_timeout },
            cap: options.response_cap,
            long: read.then_some(&lane.long),
        }
    }

    fn judge(self, failure: Failure) -> Failure {
        match self {
            Self::Read { .. } => failure,
            Self::Act { .. } => classify::of_act(failure),
        }
    }
}

//! Whether, and when, a call is sent again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::time::Instant;
use yundeck_catalogue::{Operation, Text};
use yundeck_domain::{Call, Delivery, Error, ErrorKind};

use crate::failure::Failure;
use crate::options::Options;
use crate::pipeline::Conduct;

/// An account's stock of retries: when much fails, retrying everything only adds to it.
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    /// A full stock.
    pub fn new(most: u32) -> Self {
        Self { left: AtomicU32::new(most), most }
    }

    /// Puts one back after a success.
    pub fn refill(&self) {
        let most = self.most;
        // `Err` means that it is full.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left < most).then_some(left + 1));
    }

    fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

/// What lets an act be sent again although it may have arrived: a token by which the cloud recognises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resend {
    /// How long the cloud knows the token.
    pub lifetime: Duration,
    /// When it went out first, if that was by an earlier permit.
    pub first_sent: Option<DateTime<Utc>>,
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    options: &'a Options,
    budget: &'a Budget,
    conduct: Conduct,
    made: u32,
    /// The time the attempts took, without pauses and turns waited for.
    spent: Duration,
    /// The first attempt that may have worked.
    uncertain: Option<Error>,
    /// When the first attempt was made, by the time of day: a computer that sleeps between two attempts does not count the
    /// hours, and the cloud does.
    first_sent: Option<DateTime<Utc>>,
    /// Since when the cloud finds the call one too many.
    throttled_since: Option<Instant>,
}

impl<'a> Attempts<'a> {
    /// None yet.
    pub fn new(options: &'a Options, budget: &'a Budget, conduct: Conduct) -> Self {
        let first_sent = match conduct {
            Conduct::Act { resend: Some(resend) } => resend.first_sent,
            _ => None,
        };
        let uncertain = first_sent.map(|at| {
            let context = format!("sent at {}, and not answered for sure", at.to_rfc3339());
            Error { delivery: Delivery::MaybeSent, ..Error::not_sent(ErrorKind::OutcomeUnknown, context) }
        });
        Self { options, budget, conduct, made: 0, spent: Duration::ZERO, uncertain, first_sent, throttled_since: None }
    }

    /// Says that an attempt is about to be made.
    ///
    /// # Errors
    /// The earlier attempt's, when this one would come after the cloud has forgotten the token: it would be a second order.
    pub fn begin(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        let first = *self.first_sent.get_or_insert(now);
        let Conduct::Act { resend: Some(Resend { lifetime, .. }) } = self.conduct else {
            return Ok(());
        };
        // A clock that was set back tells no age either.
        let age = (now - first).abs().to_std().unwrap_or(Duration::MAX);
        match self.uncertain.take_if(|_| age >= lifetime) {
            Some(earlier) => Err(Error { context: format!("{}; the token is too old", earlier.context), ..earlier }
                .with_words(Text::new(
                    "离第一次发出已经太久，云端可能不再认得这个请求，所以没有再次发出。它是否生效仍不清楚，请先查看结果。",
                    "It was first sent too long ago for the cloud to recognise it, so it was not sent again. Whether it worked is still not known: look first.",
                ))),
            None => Ok(()),
        }
    }

    /// How long to wait before the next attempt, after one that took so long.
    ///
    /// # Errors
    /// The call's error, when there is to be no other attempt.
    pub fn after(&mut self, failure: Failure, took: Duration) -> Result<Duration, Error> {
        if matches!(self.conduct, Conduct::Read { .. }) && failure.error.kind == ErrorKind::RateLimited {
            return self.after_throttle(failure);
        }
        self.made += 1;
        self.spent += took;
        match self.pause(&failure) {
            Some(pause) => {
                if failure.error.kind == ErrorKind::OutcomeUnknown {
                    self.uncertain.get_or_insert(*failure.error);
                }
                Ok(pause)
            }
            None => Err(self.verdict(*failure.error)),
        }
    }

    /// A read that was one too many waits until the operation's calls go again. That is no sign of a cloud in trouble, so it
    /// uses up neither attempts nor the stock of retries.
    fn after_throttle(&mut self, failure: Failure) -> Result<Duration, Error> {
        let since = *self.throttled_since.get_or_insert_with(Instant::now);
        let asked = failure.retry_after.unwrap_or_default();
        let waits = asked <= self.options.retry_after_cap && since.elapsed() < self.options.throttled_wait;
        // How long is the lane's to say: all calls of the operation wait together.
        if waits { Ok(Duration::ZERO) } else { Err(*failure.error) }
    }

    fn pause(&self, failure: &Failure) -> Option<Duration> {
        let allowed = match self.conduct {
            // Somebody waits for it: a read that used up its time is not begun anew.
            Conduct::Read { .. } => self.spent < self.options.read_timeout,
            Conduct::Act { resend } => resend.is_some() || failure.error.delivery == Delivery::NotSent,
        };
        let asked = failure.retry_after.unwrap_or_default();
        let worthwhile =
            failure.transient && self.made < self.options.attempts && asked <= self.options.retry_after_cap;
        (allowed && worthwhile && self.budget.take()).then(|| asked.max(self.jitter(failure.error.kind)))
    }

    /// Full jitter: any time between none and an exponentially growing most.
    fn jitter(&self, kind: ErrorKind) -> Duration {
        let first = if kind == ErrorKind::RateLimited { self.options.throttled_backoff } else { self.options.backoff };
        let doublings = self.made.saturating_sub(1).min(16);
        let most = first.saturating_mul(1 << doublings).min(self.options.backoff_cap);
        most.mul_f64(self.options.entropy.fraction())
    }

    /// A later refusal does not undo an earlier attempt that may have worked.
    fn verdict(&mut self, last: Error) -> Error {
        match self.uncertain.take() {
            Some(mut first) if last.kind != ErrorKind::OutcomeUnknown => {
                first.context = format!("{}; sent again with the same token: {}", first.context, last.context);
                // Of an attempt by an earlier permit there are no words here: those of this one say why it did not help.
                if first.words.is_none() {
                    first.words = Some(still_unknown(last.words));
                    first.vendor = last.vendor;
                }
                first
            }
            _ => last,
        }
    }
}

/// How long an operation is left alone when a call was one too many so often in a row.
pub(crate) fn throttled_pause(options: &Options, times: u32, asked: Option<Duration>) -> Duration {
    let doublings = times.saturating_sub(1).min(16);
    let most = options.throttled_backoff.saturating_mul(1 << doublings).min(options.backoff_cap);
    let own = most.mul_f64(0.5 + options.entropy.fraction() / 2.0);
    // A time that is not waited for ends the call, and binds no other.
    asked.filter(|asked| *asked <= options.retry_after_cap).unwrap_or_default().max(own)
}

/// What is said when asking again has not told what became of a call.
fn still_unknown(cause: Option<Text>) -> Text {
    let cause = cause.unwrap_or_else(|| Text::same(""));
    Text::new(
        format!("再次询问没有得到结果：{}之前的请求是否生效仍不清楚，请先查看结果。", cause.zh),
        format!(
            "Asking again did not tell: {} Whether the earlier request worked is still not known: look first.",
            cause.en
        ),
    )
}

/// The call with its idempotency token, and whether the cloud recognises it by one.
///
/// # Errors
/// `Bug` when the operation has no parameter for a token, or the call carries another one.
pub(crate) fn with_token(operation: &Operation, mut call: Call, token: Option<String>) -> Result<(Call, bool), Error> {
    let Some(parameter) = &operation.idempotency else {
        return match token {
            Some(_) => Err(Error::bug(format!("{} takes no idempotency token", operation.name))),
            None => Ok((call, false)),
        };
    };
    if call.params.is_null() {
        call.params = Value::Object(serde_json::Map::new());
    }
    let Value::Object(members) = &mut call.params else {
        return Err(Error::bug("the parameters are not an object"));
    };
    let carried = members.get(parameter).and_then(Value::as_str).filter(|text| !text.is_empty());
    match (carried, token) {
        (Some(carried), Some(token)) if carried != token => {
            Err(Error::bug("the call carries another idempotency token"))
        }
        (Some(_), _) => Ok((call, true)),
        (None, Some(token)) => {
            members.insert(parameter.clone(), Value::String(token));
            Ok((call, true))
        }
        (None, None) => Ok((call, false)),
    }
}

#[cfg(test)]
mod tests;

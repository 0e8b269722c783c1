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
mod tests {
    use super::*;

    const READ: Conduct = Conduct::Read { patient: false };

    fn unknown() -> Failure {
        let error = Error { delivery: Delivery::MaybeSent, ..Error::not_sent(ErrorKind::OutcomeUnknown, "lost") };
        Failure::passing(error)
    }

    fn resendable() -> Conduct {
        Conduct::Act { resend: Some(Resend { lifetime: Duration::from_secs(3600), first_sent: None }) }
    }

    fn not_sent() -> Failure {
        Failure::passing(Error::not_sent(ErrorKind::Network, "refused"))
    }

    #[test]
    fn pauses_are_jittered_below_a_growing_most() {
        let options = Options { attempts: 9, ..Options::default() };
        let budget = Budget::new(1000);
        let mut longest = [Duration::ZERO; 8];
        for _ in 0..100 {
            let mut attempts = Attempts::new(&options, &budget, READ);
            for (turn, longest) in (0u32..).zip(&mut longest) {
                let pause = attempts.after(not_sent(), Duration::ZERO).unwrap();
                assert!(pause < (options.backoff * 2u32.pow(turn)).min(options.backoff_cap), "{turn}: {pause:?}");
                *longest = pause.max(*longest);
            }
            for _ in 0..8 {
                budget.refill();
            }
        }
        assert!(longest[0] > options.backoff / 2 && longest[4] > options.backoff * 8, "no jitter: {longest:?}");
    }

    #[test]
    fn an_empty_budget_ends_retrying_and_success_refills_it() {
        let options = Options::default();
        let budget = Budget::new(1);
        assert!(Attempts::new(&options, &budget, READ).after(not_sent(), Duration::ZERO).is_ok());
        assert!(Attempts::new(&options, &budget, READ).after(not_sent(), Duration::ZERO).is_err());
        budget.refill();
        budget.refill();
        assert!(Attempts::new(&options, &budget, READ).after(not_sent(), Duration::ZERO).is_ok());
        assert!(
            Attempts::new(&options, &budget, READ).after(not_sent(), Duration::ZERO).is_err(),
            "it held more than its most"
        );
    }

    #[test]
    fn a_named_time_is_waited_for_unless_it_is_too_long() {
        let options = Options::default();
        let budget = Budget::new(9);
        let asking = |seconds| Failure { retry_after: Some(Duration::from_secs(seconds)), ..not_sent() };
        let mut attempts = Attempts::new(&options, &budget, READ);
        assert_eq!(attempts.after(asking(15), Duration::ZERO).unwrap(), Duration::from_secs(15));
        assert!(attempts.after(asking(21), Duration::ZERO).is_err());
    }

    #[test]
    fn what_may_have_worked_stays_unknown_whatever_comes_after() {
        let (options, budget) = (Options::default(), Budget::new(9));
        let mut attempts = Attempts::new(&options, &budget, resendable());
        attempts.after(unknown(), Duration::ZERO).unwrap();
        let refused = Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::SoldOut, "sold out") };
        let error = attempts.after(Failure::lasting(refused), Duration::ZERO).unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent));
        assert!(error.context.contains("sold out"), "{}", error.context);
    }

    #[test]
    fn without_a_token_only_what_was_not_sent_is_sent_again() {
        let (options, budget) = (Options::default(), Budget::new(9));
        let mut attempts = Attempts::new(&options, &budget, Conduct::Act { resend: None });
        assert!(attempts.after(not_sent(), Duration::ZERO).is_ok());
        assert!(attempts.after(unknown(), Duration::ZERO).is_err());
    }

    #[test]
    fn begin_after_the_tokens_lifetime_ends_an_uncertain_call() {
        let (options, budget) = (Options::default(), Budget::new(9));
        let start: DateTime<Utc> = "2026-03-01T10:00:00Z".parse().unwrap();
        let later = |seconds| start + chrono::Duration::seconds(seconds);
        for (seconds, lives) in [(60, true), (3599, true), (3600, false), (90_000, false), (-3600, false)] {
            let mut attempts = Attempts::new(&options, &budget, resendable());
            attempts.begin(start).unwrap();
            attempts.after(unknown(), Duration::ZERO).unwrap();
            let outcome = attempts.begin(later(seconds));
            assert_eq!(outcome.is_ok(), lives, "after {seconds} s");
            if let Err(error) = outcome {
                assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent));
                assert!(error.words.unwrap().en.contains("too long ago"));
            }
        }
        let mut attempts = Attempts::new(&options, &budget, resendable());
        attempts.begin(start).unwrap();
        attempts.after(not_sent(), Duration::ZERO).unwrap();
        assert!(attempts.begin(later(90_000)).is_ok(), "what never arrived is no second order");
    }
}

//! How often, when and how long apart a call is sent.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::entropy::Entropy;

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
            assert_eq!(error.context, "lost; the token is too old");
        }
    }
    let mut attempts = Attempts::new(&options, &budget, resendable());
    attempts.begin(start).unwrap();
    attempts.after(not_sent(), Duration::ZERO).unwrap();
    assert!(attempts.begin(later(90_000)).is_ok(), "what never arrived is no second order");
}

/// Chance that always falls the same way.
struct Always(f64);

impl Entropy for Always {
    fn bits(&self) -> u128 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 1
        let bits = (self.0 * (1u64 << 53) as f64) as u128;
        bits
    }
}

/// The application's options, with a chance of one half.
fn even() -> Options {
    Options { entropy: Arc::new(Always(0.5)), ..Options::default() }
}

fn throttled() -> Failure {
    Failure::passing(Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::RateLimited, "slow down") })
}

#[test]
fn after_as_many_attempts_as_allowed_ends_the_call() {
    for conduct in [READ, resendable(), Conduct::Act { resend: None }] {
        let (options, budget) = (Options { attempts: 3, ..even() }, Budget::new(99));
        let mut attempts = Attempts::new(&options, &budget, conduct);
        let ended = [(); 3].map(|()| attempts.after(not_sent(), Duration::ZERO).is_err());
        assert_eq!(ended, [false, false, true], "{conduct:?}");
    }
}

#[test]
fn after_a_lasting_failure_ends_the_call_although_it_was_not_sent() {
    let (options, budget) = (even(), Budget::new(9));
    for conduct in [READ, resendable(), Conduct::Act { resend: None }] {
        let lasting = Failure { transient: false, ..not_sent() };
        assert!(Attempts::new(&options, &budget, conduct).after(lasting, Duration::ZERO).is_err(), "{conduct:?}");
    }
}

#[test]
fn after_its_time_is_used_up_a_read_ends_and_an_act_goes_on() {
    let (options, budget) = (even(), Budget::new(99));
    let most = options.read_timeout;
    for (took, goes_on) in [(most - Duration::from_nanos(1), true), (most, false), (most * 2, false)] {
        assert_eq!(Attempts::new(&options, &budget, READ).after(not_sent(), took).is_ok(), goes_on, "{took:?}");
        assert!(Attempts::new(&options, &budget, resendable()).after(not_sent(), took).is_ok());
    }
    let mut attempts = Attempts::new(&options, &budget, READ);
    assert!(attempts.after(not_sent(), most / 2).is_ok());
    assert!(attempts.after(not_sent(), most / 2).is_err(), "what the attempts took together counts");
}

#[test]
fn pause_doubles_from_the_backoff_of_its_kind() {
    let (options, budget) = (Options { attempts: 9, ..even() }, Budget::new(99));
    for (failure, first) in [(not_sent as fn() -> Failure, options.backoff), (throttled, options.throttled_backoff)] {
        let mut attempts = Attempts::new(&options, &budget, resendable());
        let pauses = [(); 3].map(|()| attempts.after(failure(), Duration::ZERO).unwrap());
        assert_eq!(pauses, [first / 2, first, first * 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn throttled_read_waits_for_its_lane_until_its_time_is_over() {
    let (options, budget) = (even(), Budget::new(0));
    let mut attempts = Attempts::new(&options, &budget, READ);
    assert_eq!(attempts.after(throttled(), options.read_timeout).unwrap(), Duration::ZERO);
    tokio::time::advance(options.throttled_wait - Duration::from_millis(1)).await;
    assert_eq!(attempts.after(throttled(), Duration::ZERO).unwrap(), Duration::ZERO);
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(attempts.after(throttled(), Duration::ZERO).unwrap_err().kind, ErrorKind::RateLimited);

    let cap = options.retry_after_cap;
    for (asked, waits) in [(cap, true), (cap + Duration::from_secs(1), false)] {
        let failure = Failure { retry_after: Some(asked), ..throttled() };
        let mut attempts = Attempts::new(&options, &budget, READ);
        assert_eq!(attempts.after(failure, Duration::ZERO).is_ok(), waits, "{asked:?}");
    }
}

#[test]
fn throttled_pause_grows_to_the_most_and_follows_what_is_asked() {
    let options = even();
    let pause =
        |times, asked: Option<u64>| throttled_pause(&options, times, asked.map(Duration::from_secs)).as_millis();
    // Between half of it and all of it: three quarters.
    assert_eq!([1, 2, 3, 4, 99].map(|times| pause(times, None)), [750, 1500, 3000, 6000, 6000]);
    let cap = options.retry_after_cap.as_secs();
    assert_eq!([5, cap, cap + 1].map(|asked| pause(1, Some(asked))), [5000, 20_000, 750]);
    assert_eq!(pause(4, Some(1)), 6000, "the longer of both");
}

#[test]
fn verdict_of_what_is_unknown_again_is_the_last_one() {
    let (options, budget) = (Options { attempts: 2, ..even() }, Budget::new(9));
    let mut attempts = Attempts::new(&options, &budget, resendable());
    attempts.after(unknown(), Duration::ZERO).unwrap();
    let mut last = unknown();
    last.error.context = "lost again".into();
    let error = attempts.after(last, Duration::ZERO).unwrap_err();
    assert_eq!((error.kind, error.context.as_str()), (ErrorKind::OutcomeUnknown, "lost again"));
}

fn operation(idempotency: Option<&str>) -> Operation {
    serde_json::from_value(json!({
        "title": { "zh": "购买", "en": "Buy" }, "effect": "purchase", "http": { "method": "POST", "path": "/" },
        "source": "test", "input": {}, "example": {}, "idempotency": idempotency,
    }))
    .unwrap()
}

#[test]
fn with_token_puts_it_into_the_call_once_and_refuses_another() {
    for (parameter, params, token, expected) in [
        (Some("Token"), json!({ "Name": "x" }), Some("tok"), Ok((json!({ "Name": "x", "Token": "tok" }), true))),
        (Some("Token"), json!(null), Some("tok"), Ok((json!({ "Token": "tok" }), true))),
        (Some("Token"), json!({ "Token": "" }), Some("tok"), Ok((json!({ "Token": "tok" }), true))),
        (Some("Token"), json!({ "Token": "tok" }), Some("tok"), Ok((json!({ "Token": "tok" }), true))),
        (Some("Token"), json!({ "Token": "own" }), None, Ok((json!({ "Token": "own" }), true))),
        (Some("Token"), json!({ "Token": "" }), None, Ok((json!({ "Token": "" }), false))),
        (Some("Token"), json!({}), None, Ok((json!({}), false))),
        (Some("Token"), json!({ "Token": "own" }), Some("tok"), Err("another idempotency token")),
        (Some("Token"), json!(["tok"]), Some("tok"), Err("not an object")),
        (None, json!({ "Token": "x" }), None, Ok((json!({ "Token": "x" }), false))),
        (None, json!({}), Some("tok"), Err("takes no idempotency token")),
    ] {
        let case = format!("{parameter:?} {params} {token:?}");
        let made = with_token(&operation(parameter), Call::new("Buy", params), token.map(str::to_owned));
        match (made, expected) {
            (Ok((call, recognised)), Ok(expected)) => assert_eq!((call.params, recognised), expected, "{case}"),
            (Err(error), Err(why)) => {
                assert_eq!((error.kind, error.delivery), (ErrorKind::Bug, Delivery::NotSent), "{case}");
                assert!(error.context.contains(why), "{case}: {}", error.context);
            }
            (made, _) => panic!("{case}: {made:?}"),
        }
    }
}

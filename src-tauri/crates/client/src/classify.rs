//! What a reply means.

use std::time::Duration;

use chrono::{DateTime, Utc};
use yundeck_catalogue::{CloudSpec, Operation, Text};
use yundeck_domain::error::Vendor;
use yundeck_domain::{Delivery, Error, ErrorKind};
use yundeck_wire::{self as wire, Fault, Reply};

use crate::carrier::RawReply;
use crate::failure::Failure;

/// Smaller differences between the clocks are within what the network and the header's whole seconds explain.
const NOTABLE_SKEW_SECONDS: i64 = 5;

/// A clock that is off by this much is why a signature is rejected: the clouds allow five to fifteen minutes.
const REJECTED_SKEW_SECONDS: i64 = 290;

/// The result in a reply.
///
/// # Errors
/// What the cloud refused, or why the reply is none. `now` is the local time at which it came.
pub fn reply(cloud: &CloudSpec, operation: &Operation, raw: &RawReply, now: DateTime<Utc>) -> Result<Reply, Failure> {
    if (300..400).contains(&raw.status) {
        return Err(redirected(raw));
    }
    wire::parse(cloud, raw.status, &raw.headers, &raw.body).map_err(|fault| {
        let kind = fault.kind();
        let doubtful = match &fault {
            Fault::Vendor { code, known, beside, .. } => {
                beside.is_some() || !(*known || operation.errors.contains_key(code))
            }
            Fault::Bad { .. } => false,
        };
        let error = match fault {
            Fault::Vendor { .. } => refused(cloud, operation, fault, skew(raw, now)),
            Fault::Bad { .. } => unreadable(fault, kind),
        };
        let transient = matches!(kind, ErrorKind::RateLimited | ErrorKind::Unavailable);
        Failure { error: Box::new(error), transient, retry_after: retry_after(raw, now), doubtful }
    })
}

/// That a reply would take so many bytes of memory.
pub fn too_much(cloud: &str, weight: usize) -> Failure {
    let error =
        Error::not_sent(ErrorKind::BadReply, format!("{cloud}: the answer would take {weight} bytes of memory"));
    Failure::lasting(Error { delivery: Delivery::MaybeSent, ..error })
}

/// The failure as it is for a call that is not a read: whatever may have worked is unknown, whatever else it is.
pub fn of_act(failure: Failure) -> Failure {
    if !failure.is_uncertain() {
        return failure;
    }
    let made = failure.error.vendor.as_ref().map(|vendor| vendor.made.join(", ")).filter(|made| !made.is_empty());
    let cause = match (failure.error.words, &failure.error.vendor) {
        // The cloud's own words, or none: the code is one that nobody knows.
        (_, Some(vendor)) if vendor.explanation.is_none() => unknown_code(vendor),
        (Some(words), _) => words,
        (None, _) => Text::new("云端没有给出可以理解的答复。", "The cloud gave no answer that can be understood."),
    };
    let words = match made {
        Some(made) => Text::new(
            format!("只完成了一部分：云端给出了 {made}，同时报告了错误：{}请先查看结果，不要重复提交。", cause.zh),
            format!(
                "Only a part was done: the cloud named {made}, and an error: {} Look first, do not repeat it.",
                cause.en
            ),
        ),
        None => Text::new(
            format!("请求已经发出，是否生效尚不清楚：{}请先查看结果，不要重复提交。", cause.zh),
            format!(
                "The request was sent, and whether it worked is not known: {} Look first, do not repeat it.",
                cause.en
            ),
        ),
    };
    let error = Error { kind: ErrorKind::OutcomeUnknown, words: Some(words), ..*failure.error };
    // Where the cloud recognises the call, asking again is how to find out.
    Failure { error: Box::new(error), transient: true, ..failure }
}

/// An error of the cloud.
fn refused(cloud: &CloudSpec, operation: &Operation, fault: Fault, skew_seconds: Option<i64>) -> Error {
    let context = fault.to_string();
    let Fault::Vendor { code, message, request_id, http_status, kind, beside, .. } = fault else {
        return Error::bug(context);
    };
    let ids = operation.output.get("ids").zip(beside.as_deref());
    let made = ids.map(|(ids, result)| ids.texts(result)).unwrap_or_default();
    // Some clouds call a late signature a wrong one; their own clock tells the two apart.
    let late = skew_seconds.is_some_and(|seconds| seconds.abs() >= REJECTED_SKEW_SECONDS);
    let kind = if kind == ErrorKind::CredentialRejected && late { ErrorKind::ClockSkew } else { kind };
    let explanation = explanation(cloud, operation, &code, &message);
    let words = match (kind, skew_seconds) {
        (ErrorKind::ClockSkew, Some(seconds)) => Some(skew_words(seconds)),
        _ => words(cloud, explanation.clone(), &message),
    };
    Error {
        delivery: Delivery::Answered,
        words,
        vendor: Some(Box::new(Vendor { code, message, request_id, http_status, explanation, made })),
        ..Error::not_sent(kind, context)
    }
}

/// What a code leaves open that nobody knows, with what the cloud itself says first.
fn unknown_code(vendor: &Vendor) -> Text {
    let Vendor { code, message, .. } = vendor;
    let message = message.trim().trim_end_matches(['。', '.']);
    if message.is_empty() {
        return Text::new(
            format!("云端返回了错误码 {code}，据此无法确定结果。"),
            format!("The cloud answered with error {code}, which leaves it open."),
        );
    }
    Text::new(
        format!("{message}（云端的错误码 {code}，据此无法确定结果）。"),
        format!("{message} (the cloud's error {code} leaves it open)."),
    )
}

/// What we say of the code: what its message makes it, else what it means to the operation, else what it means at all.
fn explanation(cloud: &CloudSpec, operation: &Operation, code: &str, message: &str) -> Option<Text> {
    let known = cloud.meaning_of(code, message);
    let by_message = known.filter(|known| cloud.meaning(code).is_some_and(|general| !std::ptr::eq(general, *known)));
    let text = by_message.and_then(|meaning| meaning.text.as_ref());
    text.or_else(|| operation.errors.get(code)).or_else(|| known?.text.as_ref()).cloned()
}

/// What is said first: our explanation; the cloud's own message where there is none, or before it where its codes tell little.
fn words(cloud: &CloudSpec, explanation: Option<Text>, message: &str) -> Option<Text> {
    let message = message.trim();
    match explanation {
        _ if message.is_empty() => explanation,
        None => Some(Text::same(message)),
        Some(ours) if cloud.envelope.message_first => {
            let end = if message.ends_with(['。', '.', '！', '!']) { "" } else { "。" };
            Some(Text::new(format!("{message}{end}{}", ours.zh), format!("{message}{end} {}", ours.en)))
        }
        ours => ours,
    }
}

/// An answer that is not the cloud's. A 429 is a refusal whoever says it; of all others nobody knows what lies behind.
fn unreadable(fault: Fault, kind: ErrorKind) -> Error {
    let delivery = if kind == ErrorKind::RateLimited { Delivery::Answered } else { Delivery::MaybeSent };
    let error = Error { delivery, ..Error::not_sent(kind, fault.to_string()) };
    match (kind, &fault) {
        (ErrorKind::BadReply, Fault::Bad { http_status, .. }) => error.with_words(Text::new(
            format!("答复不是这个云的格式（HTTP {http_status}）：请检查端点和代理。"),
            format!("The answer is not in this cloud's form (HTTP {http_status}): check endpoint and proxy."),
        )),
        (ErrorKind::Unavailable, Fault::Bad { http_status, .. }) => error.with_words(Text::new(
            format!("网关报告服务不可用（HTTP {http_status}）。"),
            format!("A gateway says that the service is unavailable (HTTP {http_status})."),
        )),
        _ => error,
    }
}

/// Following a redirect would carry a signed request elsewhere; no cloud's API redirects.
fn redirected(raw: &RawReply) -> Failure {
    let to = raw.header("location").and_then(|to| url::Url::parse(to).ok());
    let host = to.as_ref().and_then(|to| to.host_str()).unwrap_or("?").to_owned();
    let context = format!("HTTP {}: redirected to host {host}", raw.status);
    Failure::lasting(
        Error { delivery: Delivery::MaybeSent, ..Error::not_sent(ErrorKind::Network, context) }.with_words(Text::new(
            format!("端点要求重定向（{host}），没有跟随：请检查端点、代理或网络登录页。"),
            format!("The endpoint redirects (to {host}), which was not followed: check endpoint, proxy or a network login page."),
        )),
    )
}

/// When a reply was made, by the server's clock.
pub(crate) fn dated(raw: &RawReply) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc2822(raw.header("date")?).ok()?.to_utc())
}

/// By how many seconds this computer's clock is ahead of the server's.
fn skew(raw: &RawReply, now: DateTime<Utc>) -> Option<i64> {
    let theirs = dated(raw)?;
    let seconds = now.signed_duration_since(theirs).num_seconds();
    (seconds.abs() >= NOTABLE_SKEW_SECONDS).then_some(seconds)
}

fn skew_words(seconds: i64) -> Text {
    let size = seconds.unsigned_abs();
    if seconds > 0 {
        Text::new(
            format!("本机时钟比云端快 {size} 秒，请校准系统时间。"),
            format!("This computer's clock is {size} seconds ahead of the cloud's. Set it right."),
        )
    } else {
        Text::new(
            format!("本机时钟比云端慢 {size} 秒，请校准系统时间。"),
            format!("This computer's clock is {size} seconds behind the cloud's. Set it right."),
        )
    }
}

/// `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3).
fn retry_after(raw: &RawReply, now: DateTime<Utc>) -> Option<Duration> {
    let text = raw.header("retry-after")?.trim();
    text.parse().map(Duration::from_secs).ok().or_else(|| {
        let until = DateTime::parse_from_rfc2822(text).ok()?;
        Some(until.signed_duration_since(now).to_std().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(headers: &[(&str, &str)]) -> RawReply {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        RawReply { status: 200, headers, body: vec![] }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2026-03-01T10:00:00Z".parse().unwrap();
        for (text, expected) in [
            ("7", Some(7)),
            ("Sun, 01 Mar 2026 10:00:09 GMT", Some(9)),
            ("Sun, 01 Mar 2026 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            let found = retry_after(&raw(&[("Retry-After", text)]), now);
            assert_eq!(found, expected.map(Duration::from_secs), "{text}");
        }
        assert_eq!(retry_after(&raw(&[]), now), None);
    }

    #[test]
    fn skew_is_measured_by_the_date_header() {
        let now = "2026-03-01T10:10:00Z".parse().unwrap();
        assert_eq!(skew(&raw(&[("date", "Sun, 01 Mar 2026 10:00:00 GMT")]), now), Some(600));
        assert_eq!(skew(&raw(&[("date", "Sun, 01 Mar 2026 10:09:58 GMT")]), now), None);
        assert_eq!(skew(&raw(&[]), now), None);
        assert!(skew_words(600).en.contains("600 seconds ahead"));
        assert!(skew_words(-60).zh.contains("慢 60 秒"));
    }

    const TOY: &str = include_str!("../tests/client/toy/cloud.json");

    fn purchase() -> Operation {
        serde_json::from_value(serde_json::json!({
            "title": { "zh": "购买", "en": "Buy" }, "effect": "purchase", "http": { "method": "POST", "path": "/" },
            "source": "test", "input": {}, "example": {}, "output": { "ids": "Id" },
            "errors": { "Own": { "zh": "自己的", "en": "Its own" } },
        }))
        .unwrap()
    }

    #[test]
    fn error_beside_a_result_leaves_a_change_unknown() {
        let text = TOY.replace(r#""result": """#, r#""result": "Result""#);
        let cloud: CloudSpec = serde_json::from_str(&text).unwrap();
        let operation = purchase();
        for (result, kind) in [(r#"{"Id":"t-1"}"#, ErrorKind::OutcomeUnknown), ("{}", ErrorKind::SoldOut)] {
            let body = format!(r#"{{"Result":{result},"Error":{{"Code":"SoldOut","Message":"2 of 3"}}}}"#);
            let raw = RawReply { status: 200, headers: vec![], body: body.into_bytes() };
            let failure = reply(&cloud, &operation, &raw, DateTime::UNIX_EPOCH).unwrap_err();
            let error = of_act(failure).error;
            assert_eq!(error.kind, kind, "{result}");
            let named = error.words.unwrap().en.contains("named t-1");
            assert_eq!(named, kind == ErrorKind::OutcomeUnknown, "what was made all the same is named");
        }
    }

    #[test]
    fn words_begin_with_the_clouds_where_ours_say_little() {
        let mut cloud: CloudSpec = serde_json::from_str(include_str!("../tests/client/toy/cloud.json")).unwrap();
        let ours = || Some(Text::new("卖完了", "Sold out"));
        let said =
            |cloud: &CloudSpec, ours: Option<Text>, message: &str| words(cloud, ours, message).map(|text| text.en);
        assert_eq!(said(&cloud, ours(), "none left").as_deref(), Some("Sold out"));
        assert_eq!(said(&cloud, None, "none left").as_deref(), Some("none left"));
        assert_eq!(said(&cloud, None, " "), None);
        cloud.envelope.message_first = true;
        assert_eq!(said(&cloud, ours(), "none left.").as_deref(), Some("none left. Sold out"));
        assert_eq!(said(&cloud, ours(), "").as_deref(), Some("Sold out"));
    }

    #[test]
    fn rejected_signature_is_the_clocks_fault_from_a_clearly_wrong_clock_on() {
        let cloud: CloudSpec = serde_json::from_str(TOY).unwrap();
        let date = "Sun, 01 Mar 2026 10:00:00 GMT";
        let theirs = DateTime::parse_from_rfc2822(date).unwrap().to_utc();
        for (code, seconds, expected) in [
            ("WrongKey", 0, ErrorKind::CredentialRejected),
            ("WrongKey", 289, ErrorKind::CredentialRejected),
            ("WrongKey", 290, ErrorKind::ClockSkew),
            ("WrongKey", -290, ErrorKind::ClockSkew),
            ("SoldOut", 290, ErrorKind::SoldOut),
        ] {
            let body = format!(r#"{{"Error":{{"Code":"{code}","Message":"no"}}}}"#);
            let raw = RawReply { body: body.into_bytes(), ..raw(&[("Date", date)]) };
            let failure = reply(&cloud, &purchase(), &raw, theirs + chrono::Duration::seconds(seconds)).unwrap_err();
            assert_eq!(failure.error.kind, expected, "{code}, {seconds} s");
            let words = failure.error.words.unwrap_or_else(|| Text::same(""));
            let named = expected == ErrorKind::ClockSkew;
            assert_eq!(words.en.contains("290 seconds"), named, "{code}, {seconds} s: {words:?}");
        }
    }

    #[test]
    fn code_that_the_operation_explains_is_a_refusal() {
        let cloud: CloudSpec = serde_json::from_str(TOY).unwrap();
        for (code, kind, words) in
            [("Own", ErrorKind::InvalidParams, "Its own"), ("Foreign", ErrorKind::OutcomeUnknown, "Foreign")]
        {
            let body = format!(r#"{{"Error":{{"Code":"{code}","Message":"no"}}}}"#);
            let raw = RawReply { status: 400, headers: vec![], body: body.into_bytes() };
            let failure = of_act(reply(&cloud, &purchase(), &raw, DateTime::UNIX_EPOCH).unwrap_err());
            assert_eq!(failure.error.kind, kind, "{code}");
            assert!(failure.error.words.unwrap().en.contains(words), "{code}");
        }
    }

    #[test]
    fn answer_that_is_not_the_clouds_says_what_to_check() {
        let cloud: CloudSpec = serde_json::from_str(TOY).unwrap();
        for (status, kind, delivery, words) in [
            (200, ErrorKind::BadReply, Delivery::MaybeSent, Some("check endpoint and proxy")),
            (503, ErrorKind::Unavailable, Delivery::MaybeSent, Some("gateway")),
            (429, ErrorKind::RateLimited, Delivery::Answered, None),
        ] {
            let raw = RawReply { status, headers: vec![], body: b"<html>".to_vec() };
            let error = reply(&cloud, &purchase(), &raw, DateTime::UNIX_EPOCH).unwrap_err().error;
            assert_eq!((error.kind, error.delivery), (kind, delivery), "HTTP {status}");
            let said = error.words.map(|words| words.en);
            assert_eq!(said.is_some(), words.is_some(), "HTTP {status}: {said:?}");
            assert!(said.unwrap_or_default().contains(words.unwrap_or_default()), "HTTP {status}");
        }
    }
}

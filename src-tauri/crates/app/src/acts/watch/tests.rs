//! When polling ends.

use super::*;

#[test]
fn poll_that_fails_lastingly_ends_the_polling() {
    use ErrorKind as K;
    for (kind, lasting) in [
        (K::InvalidParams, true),
        (K::CredentialRejected, true),
        (K::ClockSkew, true),
        (K::PermissionDenied, true),
        (K::Unsupported, true),
        (K::Bug, true),
        (K::NotFound, true),
        (K::Network, false),
        (K::RateLimited, false),
        (K::Unavailable, false),
        (K::BadReply, false),
        (K::Conflict, false),
        (K::OutcomeUnknown, false),
    ] {
        assert_eq!(is_lasting(&Error::not_sent(kind, "")), lasting, "{kind:?}");
    }
    let vendor = serde_json::json!({ "code": "NotFound", "message": "", "requestId": null, "httpStatus": 404, "explanation": null });
    let said = Error { vendor: serde_json::from_value(vendor).unwrap(), ..Error::not_sent(K::NotFound, "") };
    assert!(!is_lasting(&said), "the thing is not there: that says something of the act, not of the polling");
}

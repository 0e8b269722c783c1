//! What trying shows of a key.

use serde_json::json;
use yundeck_domain::error::Vendor;

use super::*;

fn operation() -> Operation {
    serde_json::from_value(json!({
        "title": { "zh": "买", "en": "Buy" }, "effect": "purchase", "http": { "method": "POST", "path": "/" }, "input": {},
        "source": "s", "example": {}, "dryRun": { "parameter": "DryRun", "passed": "Passed" },
    }))
    .unwrap()
}

fn refused(kind: ErrorKind, code: &str) -> Error {
    let mut error = Error::not_sent(kind, "refused");
    error.delivery = Delivery::Answered;
    error.vendor = Some(Box::new(Vendor {
        code: code.into(),
        message: String::new(),
        request_id: None,
        http_status: 400,
        explanation: None,
        made: vec![],
    }));
    error
}

#[test]
fn ability_is_a_yes_only_by_the_clouds_own_word_and_lacking_only_by_a_refused_permission() {
    use ErrorKind as E;
    for (kind, code, expected) in [
        (E::PermissionDenied, "No", Ability::Lacking),
        (E::PermissionDenied, "Passed", Ability::Lacking),
        (E::Unsupported, "Passed", Ability::Yes),
        (E::Unsupported, "Other", Ability::Unknown),
        (E::NotFound, "NoSuch", Ability::NotRefused),
        (E::InvalidParams, "NoSuch", Ability::NotRefused),
        (E::Conflict, "State", Ability::NotRefused),
        (E::CredentialRejected, "Key", Ability::Unknown),
        (E::RateLimited, "Slow", Ability::Unknown),
    ] {
        let answer = Err(refused(kind, code));
        assert_eq!(ability_of(&operation(), &answer), expected, "{kind:?} {code}");
    }
}

#[test]
fn ability_of_what_was_not_answered_is_unknown() {
    for delivery in [Delivery::NotSent, Delivery::MaybeSent] {
        let mut error = refused(ErrorKind::NotFound, "Passed");
        error.delivery = delivery;
        assert_eq!(ability_of(&operation(), &Err(error)), Ability::Unknown, "{delivery:?}");
    }
}

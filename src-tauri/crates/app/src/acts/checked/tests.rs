//! What the answers to checks say.

use serde_json::{Value, json};
use yundeck_domain::error::Vendor;

use super::*;

fn operation(more: &Value) -> Operation {
    let mut whole = json!({
        "title": { "zh": "复制", "en": "Copy" }, "effect": "mutate", "http": { "method": "POST", "path": "/" },
        "source": "test", "input": {}, "example": {}, "dryRun": { "parameter": "DryRun", "passed": "DryRunOperation" },
    });
    whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

fn answer(result: Value) -> Result<Answer, Error> {
    Ok(Answer { result, request_id: Some("r-1".into()), bytes: 0, http_status: 200, millis: 1 })
}

fn refused(code: &str, delivery: Delivery) -> Result<Answer, Error> {
    let vendor = Vendor {
        code: code.into(),
        message: String::new(),
        request_id: Some("r-1".into()),
        http_status: 200,
        explanation: None,
        made: vec![],
    };
    let mut error = Error::not_sent(ErrorKind::InvalidParams, "refused");
    error.vendor = Some(Box::new(vendor));
    error.delivery = delivery;
    Err(error)
}

#[test]
fn verdict_of_an_empty_answer_depends_on_what_a_done_call_answers() {
    let id = || Some("r-1".to_owned());
    let silent = operation(&json!({}));
    let naming = operation(&json!({ "output": { "ids": "Ids[]" } }));
    let at_times = operation(&json!({ "output": { "images": "Set[].Id" } }));
    for (operation, result, expected) in [
        (&silent, json!({}), Verdict::Unclear(id())),
        (&naming, json!({}), Verdict::Passed(id())),
        (&naming, json!({ "Ids": [] }), Verdict::Passed(id())),
        (&naming, json!({ "Ids": ["i-1"] }), Verdict::AsEver),
        (&at_times, json!({}), Verdict::Unclear(id())),
        (&at_times, json!({ "Set": [{ "Id": "" }] }), Verdict::Unclear(id())),
        (&at_times, json!({ "Set": [{ "Id": "img-1" }] }), Verdict::AsEver),
    ] {
        assert_eq!(verdict(operation, &answer(result.clone())), expected, "{:?} {result}", operation.output);
    }
}

#[test]
fn verdict_of_a_refusal_is_passed_by_the_clouds_own_code_alone() {
    let silent = operation(&json!({}));
    let passed = Verdict::Passed(Some("r-1".to_owned()));
    assert_eq!(verdict(&silent, &refused("DryRunOperation", Delivery::Answered)), passed);
    assert_eq!(verdict(&silent, &refused("DryRunOperation", Delivery::MaybeSent)), Verdict::AsEver);
    assert_eq!(verdict(&silent, &refused("InvalidParameter", Delivery::Answered)), Verdict::AsEver);
    let codeless = operation(&json!({ "dryRun": { "parameter": "DryRun" } }));
    assert_eq!(verdict(&codeless, &refused("DryRunOperation", Delivery::Answered)), Verdict::AsEver);
}

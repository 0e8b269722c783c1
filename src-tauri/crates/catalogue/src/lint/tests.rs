//! Every check can fail: a sound catalogue with one thing wrong has one finding.

use serde_json::{Value, json};

use super::{lint, unlisted_refs};
use crate::cloud::CloudSpec;
use crate::operation::Operation;

fn words() -> Value {
    json!({ "zh": "词", "en": "word" })
}

fn listing() -> Value {
    json!({
        "title": words(), "effect": "read", "http": { "method": "GET", "path": "/things" }, "source": "000.txt", "example": {},
        "input": {
            "type": "object", "additionalProperties": false,
            "properties": {
                "Ids": { "type": "array", "title": "编号", "x-title-en": "Ids", "items": { "type": "string" } },
                "Offset": { "type": "integer", "title": "偏移", "x-title-en": "Offset" },
                "Limit": { "type": "integer", "title": "数量", "x-title-en": "Limit", "maximum": 100 },
            },
        },
        "pagination": { "style": "offset", "start": "Offset", "limit": "Limit", "pageSize": 100, "items": "Set[]" },
    })
}

fn purchase() -> Value {
    json!({
        "title": words(), "effect": "purchase", "grants": "access", "http": { "method": "POST", "path": "/things/{Id}" }, "source": "000.txt",
        "example": { "Id": "a", "Kind": "a" }, "noQuote": words(), "waiter": "ready", "reconcile": { "operation": "ListThings", "by": ["Id"] },
        "input": {
            "type": "object", "additionalProperties": false, "required": ["Id"],
            "properties": {
                "Id": { "type": "string", "title": "编号", "x-title-en": "Id", "pattern": "^[a-z]+$", "x-rule": words() },
                "Kind": {
                    "type": "string", "title": "种类", "x-title-en": "Kind", "enum": ["a", "b"], "default": "a",
                    "x-enum-titles": { "a": words() },
                },
                "Login": {
                    "type": "object", "title": "登录", "x-title-en": "Login", "additionalProperties": false,
                    "properties": { "Password": { "type": "string", "title": "密码", "x-title-en": "Password", "writeOnly": true } },
                },
            },
            "allOf": [{ "if": { "properties": { "Kind": { "const": "b" } } }, "then": { "required": ["Login"] } }],
        },
    })
}

fn site(host: &str, regionless: &str, source: &str) -> Value {
    json!([{ "host": host, "regionless": [regionless], "source": source }])
}

fn cli(name: &str, region: &str, source: &str) -> Value {
    json!({ "name": name, "form": "verbatim", "region": region, "source": source })
}

pub(crate) fn cloud() -> Value {
    json!({
        "id": "toy", "title": words(), "product": words(), "colour": "#123456", "signing": ["HmacSHA256"], "secrets": ["Password"],
        "protocol": { "kind": "rest_json", "arrayBase": 1, "regionParameter": "regionId" },
        "credential": { "id": "Key", "secret": "Secret", "sessionToken": false, "console": null, "policies": null },
        "defaultService": "things", "services": { "things": { "host": "things.example.com" } },
        "regions": [{ "id": "r-1", "title": words() }],
        "envelope": { "result": "", "errorCode": "Code", "errorMessage": "Message", "requestId": "RequestId" },
        "errors": {}, "rateLimitPerSecond": 10, "jobs": { "list_things": "ListThings" },
        "refs": { "thing": { "operation": "ListThings", "items": "Set[]", "id": "Id" } },
        "waiters": { "ready": {
            "operation": "ListThings", "ids": "Ids", "items": "Set[]", "id": "Id", "state": "State", "success": ["ready"],
            "failure": ["broken"], "intervalSeconds": 1, "timeoutSeconds": 60,
        } },
    })
}

/// The toy's catalogue with one member replaced; null takes it away.
fn spec(file: &str, pointer: &str, value: Value) -> CloudSpec {
    let mut files = [("cloud", cloud()), ("ListThings", listing()), ("BuyThing", purchase())];
    if let Some((_, text)) = files.iter_mut().find(|(name, _)| *name == file) {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = text.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")).as_object_mut().unwrap();
        if value.is_null() {
            parent.shift_remove(name);
        } else {
            parent.insert(name.to_owned(), value);
        }
    }
    let [(_, cloud), operations @ ..] = files;
    let mut spec: CloudSpec = serde_json::from_value(cloud).unwrap();
    for (name, text) in operations {
        let mut operation: Operation = serde_json::from_value(text).unwrap();
        operation.name = name.to_owned();
        spec.operations.insert(name.to_owned(), operation);
    }
    spec
}

/// The toy's catalogue as it is.
pub(crate) fn toy() -> CloudSpec {
    spec("", "", Value::Null)
}

#[test]
fn a_sound_catalogue_has_no_findings() {
    let sound = spec("", "", Value::Null);
    assert_eq!(lint(&sound), [] as [String; 0]);
    assert_eq!(unlisted_refs(&sound), [] as [String; 0]);
}

#[test]
fn whatever_is_wrong_is_found() {
    let password = "/input/properties/Login/properties/Password";
    for (file, pointer, value, finding) in [
        ("cloud", "/defaultService", json!("others"), "the default service is missing"),
        ("cloud", "/services/things", json!({}), "service things has no host"),
        ("cloud", "/regions", json!([{ "id": "r", "title": words() }, { "id": "r", "title": words() }]), "there twice"),
        (
            "cloud",
            "/regions",
            json!([{ "id": "r", "title": words(), "hosts": { "others": "h" } }]),
            "of no service others",
        ),
        ("cloud", "/sites", json!([{ "host": "h.example", "source": "x" }]), "names the service alone"),
        ("cloud", "/sites", site("{service}.{region}", "things", "x"), "names the service alone"),
        ("cloud", "/sites", site("{service}.h", "others", "x"), "no service others"),
        ("cloud", "/sites", site("{service}.h", "things", ""), "no source"),
        (
            "cloud",
            "/sites",
            json!([{ "host": "{service}.h", "regional": "{service}.r", "source": "x" }]),
            "names service and region",
        ),
        ("BuyThing", "/dryRun", json!({ "parameter": "Kind" }), "no switch Kind"),
        ("BuyThing", "/again", json!([{ "fact": "name", "field": "Nothing" }]), "again: no parameter Nothing"),
        (
            "BuyThing",
            "/again",
            json!([{ "fact": "manner", "field": "Login", "items": { "Colour": "C" } }]),
            "again: Login has no Colour",
        ),
        ("BuyThing", "/since", json!("guide"), "newer by no source guide"),
        ("BuyThing", "/input/properties/Kind/x-since", json!("guide"), "newer by no source"),
        ("cloud", "/cli", cli("toy tool", "--region", "toy"), "is no command"),
        ("cloud", "/cli", cli("toy", "region", "toy"), "is no option"),
        ("cloud", "/cli", cli("toy", "--region", ""), "cli: no source"),
        ("cloud", "/jobs", json!({ "list_things": "Nothing" }), "no operation Nothing"),
        ("cloud", "/lacks", json!({ "list_things": words() }), "both done and lacking"),
        ("cloud", "/refs/thing/operation", json!("BuyThing"), "no read BuyThing"),
        ("cloud", "/refs/thing/params", json!({ "Limit": 101 }), "its parameters do not fit"),
        ("cloud", "/refs/thing/within", json!({ "shelf": "ShelfId" }), "nothing lists shelf"),
        ("cloud", "/waiters/ready/ids", json!("Names"), "no parameter Names"),
        ("cloud", "/waiters/ready/idsList", json!(false), "is a list, or is none"),
        ("cloud", "/waiters/ready/like", json!({ "Company": "Company" }), "no parameter Company"),
        ("cloud", "/waiters/ready/hidden", json!({ "Bin": true }), "no parameter Bin"),
        ("cloud", "/waiters/ready/success", json!([]), "nothing is its success"),
        ("cloud", "/waiters/ready/success", json!(["broken"]), "both success and failure"),
        ("cloud", "/waiters/ready/intervalSeconds", json!(60), "do not fit"),
        (
            "cloud",
            "/errors",
            json!({ "X": { "kind": "conflict", "text": { "zh": "", "en": "x" } } }),
            "not in both languages",
        ),
        (
            "cloud",
            "/errors",
            json!({ "InternalError.Db": { "kind": "conflict" } }),
            "does not say that nothing was done",
        ),
        ("cloud", "/errors", json!({ "Gate.RequestTimeout": { "kind": "conflict" } }), "that nothing was done"),
        ("ListThings", "/title/en", json!(" "), "not in both languages"),
        ("ListThings", "/help", json!({ "zh": "", "en": "x" }), "help is not in both languages"),
        ("ListThings", "/source", json!(""), "no source"),
        ("ListThings", "/service", json!("others"), "its service is missing"),
        ("ListThings", "/rateLimitPerSecond", json!(0), "may never be called"),
        ("ListThings", "/maxIds", json!(0), "takes no ids"),
        ("ListThings", "/alsoState", json!([{ "state": "on", "given": {} }]), "it allows on anyway"),
        ("ListThings", "/alsoState", json!([{ "state": "on", "given": { "Force": true } }]), "no parameter Force"),
        ("ListThings", "/example", json!({ "Limit": 0.5 }), "its example does not fit"),
        ("ListThings", "/disruptive", json!(true), "a read that does something"),
        ("ListThings", "/noQuote", words(), "a read that does something"),
        ("ListThings", "/when", json!([{ "given": { "Limit": 1 }, "disruptive": true }]), "a read that does something"),
        ("BuyThing", "/when", json!([{ "given": { "Name": "a" }, "disruptive": true }]), "no parameter Name"),
        ("BuyThing", "/when", json!([{ "given": { "Kind": "a" } }]), "no more than it is anyway"),
        ("BuyThing", "/when", json!([{ "given": {}, "disruptive": true }]), "no more than it is anyway"),
        ("BuyThing", "/when", json!([{ "given": { "Kind": "a" }, "effect": "mutate" }]), "no more than it is anyway"),
        ("BuyThing", "/grants", Value::Null, "grants nothing"),
        ("ListThings", "/grants", json!("access"), "a read that gives access"),
        ("ListThings", "/output", json!({ "access": "Url" }), "lets somebody in, and it grants nothing"),
        ("cloud", "/secrets", json!([]), "a secret that replies may show"),
        ("ListThings", "/everywhere", json!({ "parameter": "Limit", "places": "thing" }), "no list Limit of a read"),
        ("ListThings", "/everywhere", json!({ "parameter": "Ids", "places": "shelf" }), "nothing lists shelf"),
        ("ListThings", "/pagination/pageSize", json!(101), "its page size does not fit"),
        ("ListThings", "/pagination/limit", json!("Size"), "no parameter Size"),
        ("ListThings", "/pagination/style", json!("marker"), "where the next page begins"),
        ("ListThings", "/input/additionalProperties", Value::Null, "members that it does not know"),
        ("ListThings", "/errors", json!({ "X": { "zh": "x", "en": "" } }), "error X is not in both languages"),
        ("BuyThing", "/http/method", json!("post"), "no method post"),
        ("BuyThing", "/http/path", json!("things/{Id}"), "without its slash"),
        ("BuyThing", "/http/path", json!("/things/{Kind}"), "Kind of its path"),
        ("BuyThing", "/noQuote", Value::Null, "without quote or noQuote"),
        ("BuyThing", "/quote", json!({ "operation": "BuyThing" }), "no price call BuyThing"),
        ("BuyThing", "/waiter", json!("gone"), "no waiter gone"),
        ("BuyThing", "/idempotency", json!("Token"), "no idempotency parameter Token"),
        ("BuyThing", "/idempotencySeconds", json!(60), "a lifetime of no idempotency token"),
        ("BuyThing", "/reconcile/operation", json!("BuyThing"), "no read BuyThing"),
        ("BuyThing", "/reconcile/by", json!(["Name"]), "reconcile: no parameter Name"),
        (
            "BuyThing",
            "/reconcile",
            json!({ "operation": "ListThings", "by": ["Id"], "like": { "Offset": "Name" } }),
            "reconcile: no parameter Name",
        ),
        (
            "BuyThing",
            "/reconcile",
            json!({ "operation": "ListThings", "by": ["Id"], "params": { "Name": "a" } }),
            "the list has no parameter Name",
        ),
        ("BuyThing", "/reconcile/count", json!("Number"), "reconcile: no parameter Number"),
        ("BuyThing", "/batch", json!({ "items": "Set", "id": "Id", "accepted": "Return" }), "leads nowhere"),
        ("BuyThing", "/batch", json!({ "items": "Set[]", "id": "Id", "accepted": "Return..Value" }), "leads nowhere"),
        ("ListThings", "/batch", json!({ "items": "Set[]", "id": "Id", "accepted": "Return" }), "decides nothing"),
        ("BuyThing", "/input/required", json!(["Id", "Name"]), "required Name is no member"),
        ("BuyThing", "/input/allOf", json!([{ "required": ["Name"] }]), "required Name is no member"),
        ("BuyThing", "/input/allOf", json!([{ "if": { "properties": { "Name": {} } } }]), "Name of a condition"),
        ("BuyThing", "/input/allOf", json!([{ "not": {}, "x-rule": { "zh": "x" } }]), "a rule that is not in both"),
        ("BuyThing", "/input/dependentRequired", json!({ "Kind": ["Name"] }), "Name of dependentRequired"),
        ("BuyThing", "/input/properties/Id/pattern", json!("("), "does not compile"),
        ("BuyThing", "/input/properties/Id/x-rule", Value::Null, "a pattern without words"),
        ("BuyThing", "/input/properties/Id/type", Value::Null, "no type"),
        ("BuyThing", "/input/properties/Id/x-title-en", Value::Null, "no title in both languages"),
        ("BuyThing", "/input/properties/Id/description", json!("x"), "help in one language only"),
        ("BuyThing", "/input/properties/Id/x-colour", json!("x"), "unknown annotation x-colour"),
        ("BuyThing", "/input/properties/Id/x-step", json!("last"), "no step last"),
        ("BuyThing", "/input/properties/Kind/default", json!("c"), "its default does not fit"),
        ("BuyThing", "/input/properties/Kind/x-enum-titles", json!({ "c": words() }), "a title of c"),
        ("BuyThing", "/input/properties/Kind/x-enum-titles/a", json!("x"), "an enum title"),
        ("BuyThing", "/input/properties/Kind/x-terms", json!({ "c": words() }), "terms of c"),
        ("BuyThing", "/input/properties/Kind/x-unset", json!({ "zh": "x" }), "what holds where it is left open"),
        ("BuyThing", "/input/properties/Kind/x-start", json!("c"), "what it begins with does not fit"),
        (
            "BuyThing",
            "/input/properties/Login/properties/Password",
            json!({ "type": "string", "title": "密码", "x-title-en": "Password", "minLength": 9, "maxLength": 8, "writeOnly": true }),
            "minLength is more than maxLength",
        ),
        ("BuyThing", &format!("{password}/writeOnly"), Value::Null, "a secret that is not writeOnly"),
    ] {
        let found = lint(&spec(file, pointer, value.clone()));
        assert!(found.iter().any(|found| found.contains(finding)), "{file} {pointer} {value}: {found:?}");
    }
}

#[test]
fn a_picker_that_would_be_empty_is_found() {
    let found = unlisted_refs(&spec("BuyThing", "/input/properties/Id/x-ref", json!("shelf")));
    assert_eq!(found, ["toy.BuyThing/Id: nothing lists shelf"]);
}

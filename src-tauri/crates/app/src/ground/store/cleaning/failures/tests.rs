//! What clouds said of failures, in databases of the layouts before this one.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};
use yundeck_domain::{Delivery, Error, ErrorKind, Text};

use crate::ground::data_folder::DATABASE;
use crate::ground::database_file::{PARTS, part};
use crate::ground::store::cleaning::clean_export;
use crate::ground::store::{CLEANED, LAYOUT, MIGRATIONS, Store};
use crate::records::journal::JournalFilter;
use crate::registers::accounts::Accounts;
use crate::registers::calls::Calls;
use crate::registers::journal::Journal;

/// What a cloud repeated of a request, and must be nowhere afterwards.
const PLANTED: &str = "cGxhbnRlZC1pbi1hLW1lc3NhZ2U";

/// A code as long as one that a hostile cloud sent.
fn long_code() -> String {
    "InvalidCode".repeat(32 * 1024 / 11 + 1)
}

/// An error as versions before kept it.
fn error() -> Value {
    let message =
        format!("the request {{\"SecretKey\":\"{PLANTED}\",\"Region\":\"r\"}} is refused. {}", "x".repeat(10_000));
    json!({
        "kind": "permission_denied", "delivery": "answered", "context": format!("{}: {message}", long_code()),
        "words": { "zh": message, "en": message },
        "vendor": { "code": long_code(), "message": message, "requestId": format!("token={PLANTED}"), "httpStatus": 403,
            "explanation": null, "made": [] },
        "at": null, "problems": []
    })
}

fn call(id: &str) -> Value {
    json!({ "id": id, "at": "2026-03-01T10:00:00Z", "account": "a", "accountLabel": "l", "cloud": "c", "region": "r",
        "operation": "Describe", "title": { "zh": "看", "en": "look" }, "effect": "read",
        // A person's own: a name that is like ours, and a text that is like a cloud's.
        "params": { "requestId": "r".repeat(200), "words": "token: mine" },
        "status": 403, "millis": 1, "requestId": "q".repeat(9000), "error": error() })
}

fn entry(id: &str, request_id: &str) -> Value {
    json!({ "id": id, "account": "a", "accountLabel": "l", "cloud": "c", "sandbox": false, "region": "r", "operation": "Run",
        "title": { "zh": "做", "en": "do" }, "effect": "mutate", "subject": "web", "quote": null,
        "at": "2026-03-01T10:00:00Z", "answer": "accepted", "reached": "partly", "outcome": "partly", "ordered": null,
        "resources": resources(), "requestId": request_id, "error": error(),
        "request": { "method": "POST", "url": "https://h/", "headers": [], "body": "", "canonicalRequest": null,
            "stringToSign": "", "exact": true },
        "settledAt": null, "origin": "here" })
}

fn resources() -> Value {
    json!([{ "id": "i-1", "state": null, "standing": "refused", "words": format!("password: {PLANTED} {}", "y".repeat(9000)) }])
}

fn report() -> Value {
    json!({ "at": "2026-03-01T10:00:00Z", "ok": false, "millis": 1, "operation": "Describe", "requestId": null,
        "error": error(), "checks": [{ "need": "instances", "operation": "Describe", "error": error() }],
        "may": { "look": "unknown", "operate": "unknown", "buy": "unknown" } })
}

/// A database of an earlier layout.
fn before(folder: &Path, layout: usize) {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    MIGRATIONS.iter().take(layout).for_each(|step| db.execute_batch(step).unwrap());
    db.pragma_update(None, "user_version", layout as u32).unwrap();
    let row = |sql: &str, values: &[&dyn rusqlite::ToSql]| db.execute(sql, values).unwrap();
    let account =
        json!({ "id": "a", "cloud": "c", "label": "l", "accessKeyId": "k", "regions": ["r"], "sandbox": false });
    row(
        "INSERT INTO accounts (id, position, body, last_test) VALUES ('a', 1, ?1, ?2)",
        &[&account.to_string(), &report().to_string()],
    );
    row("INSERT INTO calls (id, body) VALUES ('c', ?1)", &[&call("c").to_string()]);
    let request_id = format!("{}Signature={PLANTED}", "R".repeat(9000));
    row(
        "INSERT INTO journal (id, version, at, origin, digest, account, place, region, operation, effect, params, goal, answer,
             reached, outcome, resources, words, body)
         VALUES ('j', 2, '2026-03-01T10:00:00Z', 'here', '', 'a', 'null', 'r', 'Run', 'mutate', 'null', 'null', 'accepted', 'partly',
             'partly', ?1, ?2, ?3)",
        &[
            &resources().to_string(),
            &format!("run web {} i-1", request_id.to_lowercase()),
            &entry("j", &request_id).to_string(),
        ],
    );
    let notes = [("accepted", request_id.as_str()), ("unanswered", &long_code()), ("dismissed", &"i-1 ".repeat(100))];
    for (number, (step, note)) in notes.into_iter().enumerate() {
        row("INSERT INTO journal_steps VALUES ('j', ?1, '', ?2, ?3)", &[&(number as u32), &step, &note]);
    }
}

/// How often a text stands in the database and what lies beside it.
fn found(folder: &Path, text: &str) -> usize {
    let files = PARTS.iter().filter_map(|ending| std::fs::read(part(&folder.join(DATABASE), ending)).ok());
    files.map(|bytes| bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count()).sum()
}

#[track_caller]
fn check(error: &Error) {
    assert_eq!((error.kind, error.delivery), (ErrorKind::PermissionDenied, Delivery::Answered));
    let vendor = error.vendor.as_ref().unwrap();
    assert_eq!((vendor.code.chars().count(), vendor.http_status), (128, 403));
    assert!(
        vendor.code.starts_with("InvalidCode")
            && vendor.message.starts_with("the request")
            && vendor.message.len() <= 4096
    );
    let Text { zh, en } = error.words.as_ref().unwrap();
    for text in [&vendor.message, zh, en, &error.context] {
        assert!(text.len() <= 4096 && !text.contains(PLANTED), "{} bytes", text.len());
    }
    assert!(en.contains("\"SecretKey\":******,\"Region\""), "what is no secret stays");
    assert_eq!(vendor.request_id.as_deref(), Some("token=******"));
}

#[test]
fn failures_of_every_layout_before_are_bounded_and_masked_as_new_ones_are() {
    // 4: not cleaned yet; 5: cleaned by a version that left failures as they were; then the present one before its cleaning.
    for layout in [4, 5, LAYOUT - 1] {
        let folder = tempfile::tempdir().unwrap();
        before(folder.path(), layout);
        assert!(found(folder.path(), PLANTED) > 10 && found(folder.path(), &long_code()[..1000]) > 0);
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(found(folder.path(), PLANTED), 0, "layout {layout}");

        let (_, report) = Accounts::new(store.clone()).all().unwrap().remove(0);
        let report = report.unwrap();
        check(report.error.as_ref().unwrap());
        check(report.checks[0].error.as_ref().unwrap());

        let kept = Calls::new(store.clone()).page(0, 9).unwrap().calls.remove(0);
        check(kept.error.as_ref().unwrap());
        assert_eq!(kept.request_id.unwrap().chars().count(), 128);
        assert_eq!(kept.params, call("c")["params"], "what a person filled in is not a cloud's");

        let journal = Journal::new(store.clone());
        let line = journal.page(&JournalFilter::default(), 0, 9).unwrap().entries.remove(0);
        check(line.error.as_ref().unwrap());
        let id = line.request_id.unwrap();
        assert_eq!(id.chars().count(), 128);
        let words = line.resources[0].words.clone().unwrap();
        assert!(words.starts_with("password: ****** yyy") && words.len() <= 4096, "{} bytes", words.len());
        let by = |search: &str| {
            journal.page(&JournalFilter { search: search.to_owned(), ..JournalFilter::default() }, 0, 9).unwrap().total
        };
        assert_eq!((by(&id), by("web i-1"), by("signature")), (1, 1, 0), "it is found by what is left");
        let notes: Vec<usize> = journal
            .steps("j")
            .unwrap()
            .iter()
            .map(|step| step.note.as_ref().map_or(0, |note| note.chars().count()))
            .collect();
        assert_eq!(notes, [128, 128, 400], "ids that are decided by stay");

        let version = store.with(|db| db.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)));
        assert_eq!(version.unwrap(), CLEANED);
    }
}

#[test]
fn failures_of_an_export_of_before_are_bounded_and_masked_too() {
    let mut whole = json!({
        "calls": [call("c")], "drafts": [{ "params": { "UserData": PLANTED, "Count": 1 } }],
        "journal": [{ "entry": entry("j", "r"), "goal": null, "params": { "Metadata": [PLANTED] }, "digest": "d" }],
    });
    clean_export(&mut whole);
    assert!(!whole.to_string().contains(PLANTED));
    assert_eq!(whole["drafts"][0]["params"], json!({ "Count": 1 }));
    for error in [&whole["calls"][0]["error"], &whole["journal"][0]["entry"]["error"]] {
        check(&serde_json::from_value(error.clone()).unwrap());
    }
}

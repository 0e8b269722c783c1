//! The rows of two regions of one account, and one of another.

use serde_json::{Value, json};
use yundeck_catalogue::NounSpec;

use super::row::rows_in;
use super::*;

const NOUN: &str = "disk";

fn spec() -> &'static CloudSpec {
    let words = json!({ "zh": "词", "en": "word" });
    let text = json!({
        "id": "toy", "title": words, "product": words, "colour": "#123456", "signing": [],
        "protocol": { "kind": "action_json", "arrayBase": 0 },
        "credential": { "id": "i", "secret": "s", "sessionToken": false }, "defaultService": "s", "services": {}, "regions": [],
        "envelope": { "result": "", "errorCode": "e", "errorMessage": "m", "requestId": "r" }, "errors": {}, "rateLimitPerSecond": 1,
        "jobs": {}, "refs": { "volume": {
            "operation": "List", "items": "Set[]", "id": "Id", "label": "Name", "within": { "instance": "On" },
        } },
    });
    let mut spec: CloudSpec = serde_json::from_value(text).unwrap();
    let column = |id: &str, path: &str, more: Value| {
        let mut column = json!({ "id": id, "title": words, "path": path });
        column.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        column
    };
    let noun: NounSpec = serde_json::from_value(json!({
        "title": words, "group": "storage", "ref": "volume",
        "state": { "path": "State", "words": { "in-use": { "zh": "已挂载", "en": "Attached", "tone": "ready" } } },
        "columns": [
            column("size", "Size", json!({ "kind": "size", "unit": "GiB" })),
            column("instances", "On", json!({ "kind": "link", "ref": "instance" })),
            column("made", "Made", json!({ "kind": "time", "zone": "+08:00" })),
            column("tags", "Tags[]", json!({ "kind": "tags", "tag": { "key": "K", "value": "V" } })),
            column("address", "Ip", json!({ "kind": "addresses" })),
        ],
    }))
    .unwrap();
    spec.nouns.insert(NOUN.to_owned(), noun);
    Box::leak(Box::new(spec))
}

fn scope(account: &str, region: &str) -> Scope {
    Scope { account: account.to_owned(), region: region.to_owned() }
}

fn account(id: &str, regions: &[&str]) -> Account {
    let regions = regions.iter().map(|region| (*region).to_owned()).collect();
    Account { id: id.to_owned(), label: format!("Label {id}"), regions, ..Account::default() }
}

/// Reads a page into a scope, and ends its reading with what was seen.
fn read(rows: &NounRows, spec: &'static CloudSpec, scope: &Scope, items: Value) {
    let noun = spec.nouns.get(NOUN).unwrap();
    let (found, missing) = rows_in(spec, noun, spec.listing_of_noun(NOUN).unwrap(), &json!({ "Set": items }));
    assert_eq!(missing, 0);
    let seen = found.iter().map(|(id, _)| id.clone()).collect();
    assert!(rows.take_page(NOUN, scope, found));
    rows.end(NOUN, scope, Ok(seen), DateTime::UNIX_EPOCH);
}

fn begin(rows: &NounRows, spec: &'static CloudSpec, accounts: &[Account], asker: Asker) -> Vec<Scope> {
    let places: Vec<_> = accounts
        .iter()
        .map(|account| (account, spec, account.regions.iter().map(|region| scope(&account.id, region)).collect()))
        .collect();
    rows.begin(NOUN, &places, asker, DateTime::UNIX_EPOCH)
}

fn held() -> (NounRows, &'static CloudSpec) {
    let (rows, spec) = (NounRows::default(), spec());
    let begun = begin(&rows, spec, &[account("a", &["r1", "r2"]), account("b", &["r1"])], Asker::Person);
    assert_eq!(begun.len(), 3);
    read(
        &rows,
        spec,
        &scope("a", "r1"),
        json!([
            { "Id": "d-1", "Name": "web", "State": "in-use", "Size": 100, "On": "i-1", "Made": "2026-01-02 08:00:00", "Ip": "10.0.0.9",
              "Tags": [{ "K": "env", "V": "prod" }, { "K": "solo", "V": "" }] },
            { "Id": "d-2", "Name": "", "State": "melting", "Size": 9, "On": "", "Ip": "10.0.0.10" },
        ]),
    );
    read(&rows, spec, &scope("a", "r2"), json!([{ "Id": "d-3", "Name": "Db", "Size": 20 }]));
    read(&rows, spec, &scope("b", "r1"), json!([{ "Id": "d-4", "Name": "zoo" }]));
    (rows, spec)
}

fn ids(rows: &NounRows, filter: NounFilter) -> Vec<String> {
    rows.page(NOUN, filter, 0, 100).rows.into_iter().map(|row| row.key.id).collect()
}

fn by(sort: &str, descending: bool) -> NounFilter {
    NounFilter { sort: sort.to_owned(), descending, ..NounFilter::default() }
}

#[test]
fn row_says_what_the_columns_say_in_words_where_there_are_some() {
    let (rows, _) = held();
    let page = rows.page(NOUN, NounFilter::default(), 0, 100);
    assert_eq!((page.total, page.all, page.status.scopes, page.status.running), (4, 4, 3, 0));
    let row = page.rows.iter().find(|row| row.key.id == "d-1").unwrap();
    let values: Vec<_> = row.cells.iter().map(|cell| (cell.column, cell.values.join(" "), cell.noun)).collect();
    assert_eq!(
        values,
        [
            ("size", "100 GiB".to_owned(), None),
            ("instances", "i-1".to_owned(), Some("instance")),
            ("made", "2026-01-02T08:00:00+08:00".to_owned(), None),
            ("tags", "env=prod solo".to_owned(), None),
            ("address", "10.0.0.9".to_owned(), None),
        ]
    );
    assert_eq!(row.state.as_ref().unwrap().text.as_ref().unwrap().en, "Attached");
    // A state that nobody knows is shown as it is, what has no name by its id, and what is bound to nothing is empty.
    let unknown = page.rows.iter().find(|row| row.key.id == "d-2").unwrap();
    let state = unknown.state.as_ref().unwrap();
    assert_eq!((state.word.as_str(), &state.text, unknown.name.as_str()), ("melting", &None, "d-2"));
    assert!(unknown.cells[1].values.is_empty());
    let key = RowKey { account: "a".to_owned(), region: "r1".to_owned(), id: "d-1".to_owned() };
    let record = rows.record(NOUN, &key).unwrap();
    assert_eq!(
        (record.within["instance"].as_slice(), &record.raw["Size"]),
        (["i-1".to_owned()].as_slice(), &json!(100))
    );
    assert!(rows.record("other", &key).is_none());
}

#[test]
fn rows_are_sorted_by_what_they_are_and_what_is_missing_comes_last() {
    let (rows, _) = held();
    assert_eq!(ids(&rows, NounFilter::default()), ["d-2", "d-3", "d-1", "d-4"]);
    assert_eq!(ids(&rows, by("size", false)), ["d-2", "d-3", "d-1", "d-4"]);
    assert_eq!(ids(&rows, by("size", true)), ["d-1", "d-3", "d-2", "d-4"]);
    assert_eq!(ids(&rows, by("address", false))[..2], ["d-1", "d-2"]);
    assert_eq!(ids(&rows, by("account", true))[0], "d-4");
    assert_eq!(ids(&rows, by("region", true))[0], "d-3");
    assert_eq!(ids(&rows, by("state", false))[..2], ["d-1", "d-2"]);
}

#[test]
fn rows_are_found_by_all_that_is_shown_of_them_and_windowed() {
    let (rows, _) = held();
    let search = |text: &str| ids(&rows, NounFilter { search: text.to_owned(), ..NounFilter::default() });
    assert_eq!(search("WEB"), ["d-1"]);
    assert_eq!(search("已挂载"), ["d-1"]);
    assert_eq!(search("env=prod 100"), ["d-1"]);
    assert_eq!(search("label zoo"), ["d-4"]);
    assert_eq!(search("i-1 zoo"), [] as [&str; 0]);
    let some = rows.page(NOUN, NounFilter::default(), 1, 3);
    assert_eq!((some.total, some.rows.len(), some.rows[0].key.id.as_str()), (4, 2, "d-3"));
    assert!(rows.page(NOUN, NounFilter::default(), 9, 12).rows.is_empty());
    let of_b = NounFilter { accounts: vec!["b".to_owned()], ..NounFilter::default() };
    assert_eq!(ids(&rows, of_b), ["d-4"]);
}

#[test]
fn what_fails_keeps_its_rows_and_what_is_gone_goes() {
    let (rows, spec) = held();
    let accounts = [account("a", &["r1", "r2"]), account("b", &["r1"])];
    begin(&rows, spec, &accounts, Asker::Person);
    let down = Error::not_sent(ErrorKind::Unavailable, "down");
    rows.end(NOUN, &scope("a", "r1"), Err(down), DateTime::UNIX_EPOCH);
    read(&rows, spec, &scope("a", "r2"), json!([]));
    let page = rows.page(NOUN, NounFilter::default(), 0, 100);
    assert_eq!((page.total, page.status.running, page.status.failures.len()), (3, 1, 1));
    assert_eq!(page.status.failures[0].scope, scope("a", "r1"));
    // Somebody else's reading of the region goes on: it is not begun twice.
    assert_eq!(begin(&rows, spec, &accounts, Asker::Person), [scope("a", "r1"), scope("a", "r2")]);
    // A region that the account does not read any more is gone, and so is an account.
    rows.account_changed("a", &["r2".to_owned()]);
    rows.account_changed("b", &[]);
    assert_eq!(ids(&rows, NounFilter::default()), [] as [&str; 0]);
    assert!(!rows.take_page(NOUN, &scope("b", "r1"), vec![]));
}

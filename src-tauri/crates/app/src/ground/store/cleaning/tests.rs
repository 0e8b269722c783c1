//! A database as the version before left it, opened by this one.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::ground::data_folder::DATABASE;
use crate::ground::database_file::{PARTS, part};
use crate::ground::store::{CLEANED, MIGRATIONS, Store};

/// What must be nowhere afterwards. Long enough for pages of its own.
fn planted() -> String {
    "cGxhbnRlZC1zZWNyZXQ".repeat(900)
}

/// Whether the search finds anything at all.
const CANARY: &str = "canary-that-stays";

/// The layout before the cleaning, with everything that it kept: in rows, in pages that are free, and in the log.
fn before(folder: &Path) -> Connection {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    MIGRATIONS.iter().for_each(|step| db.execute_batch(step).unwrap());
    db.pragma_update(None, "user_version", CLEANED - 1).unwrap();
    let planted = planted();
    let instance = json!({ "id": "i-1", "name": CANARY, "raw": { "UserData": planted, "Id": "i-1" } });
    let body = json!({ "Metadata": { "Items": [{ "Key": "k", "Value": planted }] }, "Count": 1 });
    let calls = json!({ "id": "c", "params": { "metadata": [{ "key": "k", "value": planted }] } });
    let entry = json!({ "request": { "body": body.to_string(), "url": "https://h/" } });
    let form = json!({ "request": { "body": format!("Action=Run&Metadata.Items.0.Value={planted}&Count=1") } });
    let draft = json!({ "id": "d", "params": { "spec": { "name": CANARY, "metadata": [{ "value": planted }] } } });
    let row = |sql: &str, values: &[&dyn rusqlite::ToSql]| db.execute(sql, values).unwrap();
    for region in ["one", "two"] {
        let text = Value::from(vec![instance.clone()]).to_string();
        row("INSERT INTO inventory VALUES ('a', ?1, '', ?2)", &[&region, &text]);
    }
    row("DELETE FROM inventory WHERE region = 'two'", &[]);
    row("INSERT INTO calls (id, body) VALUES ('c', ?1)", &[&calls.to_string()]);
    row("INSERT INTO drafts VALUES ('d', '', ?1)", &[&draft.to_string()]);
    for (id, entry) in [("j", &entry), ("f", &form)] {
        row(
            "INSERT INTO journal (id, version, at, origin, digest, account, place, region, operation, effect, params, goal, answer,
                 reached, outcome, resources, words, body)
             VALUES (?1, 1, '', 'here', '', 'a', '', 'r', 'Run', 'mutate', ?2, 'null', 'sent', 'open', 'sent', '[]', '', ?3)",
            &[&id, &body.to_string(), &entry.to_string()],
        );
    }
    db
}

/// How often a text stands in the database and what lies beside it.
fn found(folder: &Path, text: &str) -> usize {
    let files = PARTS.iter().filter_map(|ending| std::fs::read(part(&folder.join(DATABASE), ending)).ok());
    files.map(|bytes| bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count()).sum()
}

fn text(store: &Store, sql: &str) -> String {
    store.with(|db| db.query_row(sql, [], |row| row.get(0))).unwrap()
}

#[test]
fn open_of_what_the_version_before_kept_leaves_no_byte_of_a_secret_and_all_else() {
    let folder = tempfile::tempdir().unwrap();
    let old = before(folder.path());
    // As after a crash: the log goes on from the file.
    let copy = tempfile::tempdir().unwrap();
    for ending in PARTS {
        let from = part(&folder.path().join(DATABASE), ending);
        if from.exists() {
            std::fs::copy(&from, part(&copy.path().join(DATABASE), ending)).unwrap();
        }
    }
    drop(old);
    let piece = &planted()[..19];
    for folder in [folder.path(), copy.path()] {
        assert!(found(folder, piece) > 1000 && found(folder, CANARY) > 0);
        let store = Store::open(folder).unwrap();
        assert_eq!(found(folder, piece), 0, "{}", folder.display());
        assert!(found(folder, CANARY) > 0, "the search finds what stays");
        let kept: Value = serde_json::from_str(&text(&store, "SELECT body FROM inventory")).unwrap();
        assert_eq!(kept, json!([{ "id": "i-1", "name": CANARY, "raw": null }]));
        let draft: Value = serde_json::from_str(&text(&store, "SELECT body FROM drafts")).unwrap();
        assert_eq!(draft["params"], json!({ "spec": { "name": CANARY } }));
        let body = text(&store, "SELECT body FROM journal WHERE id = 'f'");
        assert!(body.contains("Action=Run&Metadata.Items.0.Value=******&Count=1"), "{body}");
        let version = store.with(|db| db.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)));
        assert_eq!(version.unwrap(), CLEANED);
        drop(store);
        assert_eq!(found(folder, piece), 0);
    }
}

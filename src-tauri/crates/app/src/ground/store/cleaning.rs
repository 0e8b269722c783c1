//! Takes out of a database what versions before kept in it: clouds' own records of instances, with the user data in them, and
//! metadata among the parameters of calls, acts and drafts; and makes of what clouds said of failures what this version would have
//! kept of it. The pages that are free afterwards are given up as well.

mod failures;

#[cfg(test)]
mod tests;

use rusqlite::{Connection, Error};
use serde_json::Value;
use yundeck_catalogue::reply::{MASK, mask_all};

/// What is secret with all that is in it, in small letters. What a version wrote does not change any more, so neither does this.
const SECRET: [&str; 2] = ["userdata", "metadata"];

/// Where parameters stand, by table and column of JSON.
const PARAMS: [(&str, &str); 3] = [("calls", "body"), ("journal", "params"), ("journal", "body")];

/// Where failures stand, likewise.
const FAILURES: [(&str, &str); 4] =
    [("calls", "body"), ("journal", "body"), ("journal", "resources"), ("accounts", "last_test")];

/// Cleans the rows, then the file and its log.
pub(super) fn clean(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "secure_delete", true)?;
    let change = connection.transaction()?;
    rewrite(&change, "inventory", "body", without_records)?;
    // What a form has to be filled with anew is missing there, not masked.
    rewrite(&change, "drafts", "body", without_secrets)?;
    for (table, column) in PARAMS {
        rewrite(&change, table, column, mask_secrets)?;
    }
    // Before the bodies, which name what it looks for.
    failures::bound_columns(&change)?;
    for (table, column) in FAILURES {
        rewrite(&change, table, column, failures::bound)?;
    }
    change.commit()?;
    connection.execute_batch("VACUUM")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.pragma_update(None, "secure_delete", "FAST")
}

/// Does the same to what was exported: the version that wrote it may be one of before.
pub(crate) fn clean_export(whole: &mut Value) {
    for part in ["journal", "calls"] {
        if let Some(part) = whole.get_mut(part) {
            mask_secrets(part);
            failures::bound(part);
        }
    }
    for draft in whole.get_mut("drafts").and_then(Value::as_array_mut).into_iter().flatten() {
        without_secrets(draft);
    }
}

/// Changes the JSON of a column row by row. What is no JSON stays: nobody can say what it is.
fn rewrite(db: &Connection, table: &str, column: &str, change: impl Fn(&mut Value)) -> rusqlite::Result<()> {
    let rows: Vec<i64> = db
        .prepare(&format!("SELECT rowid FROM {table}"))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut read = db.prepare(&format!("SELECT {column} FROM {table} WHERE rowid = ?1"))?;
    let mut write = db.prepare(&format!("UPDATE {table} SET {column} = ?2 WHERE rowid = ?1"))?;
    for row in rows {
        let text: String = match read.query_row([row], |row| row.get(0)) {
            Err(Error::InvalidColumnType(..)) => continue,
            read => read?,
        };
        let Ok(before) = serde_json::from_str::<Value>(&text) else { continue };
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            write.execute((row, after.to_string()))?;
        }
    }
    Ok(())
}

/// Instances without the clouds' own records.
fn without_records(instances: &mut Value) {
    for instance in instances.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        instance.insert("raw".to_owned(), Value::Null);
    }
}

/// A draft without what is secret.
fn without_secrets(draft: &mut Value) {
    if let Some(params) = draft.get_mut("params") {
        drop_secrets(params);
    }
}

fn is_secret(name: &str) -> bool {
    SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

fn drop_secrets(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !is_secret(name));
            members.values_mut().for_each(drop_secrets);
        }
        Value::Array(elements) => elements.iter_mut().for_each(drop_secrets),
        _ => {}
    }
}

fn mask_secrets(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if is_secret(name) { mask_all(member) } else { mask_secrets(member) }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(mask_secrets),
        Value::String(text) => mask_in_text(text),
        _ => {}
    }
}

/// The body of a request as it was sent: JSON, or a form whose names are made of the members' names (`UserData=`,
/// `Metadata.Items.0.Value=`).
fn mask_in_text(text: &mut String) {
    if let Ok(mut inner) = serde_json::from_str::<Value>(text)
        && (inner.is_object() || inner.is_array())
    {
        let before = inner.clone();
        mask_secrets(&mut inner);
        if inner != before {
            *text = inner.to_string();
        }
        return;
    }
    if !text.contains('=') {
        return;
    }
    let parts = text.split('&').map(|part| match part.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_named_so(name) => format!("{name}={MASK}"),
        _ => part.to_owned(),
    });
    let masked = parts.collect::<Vec<_>>().join("&");
    if masked != *text {
        *text = masked;
    }
}

/// Whether a parameter's name has a secret member in it; the first may have an address before it.
fn is_named_so(name: &str) -> bool {
    name.rsplit(['?', '\n']).next().unwrap_or_default().split('.').any(is_secret)
}

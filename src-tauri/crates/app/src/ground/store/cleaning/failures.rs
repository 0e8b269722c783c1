//! What clouds said of failures, as a version before kept it: as long as it came, and with what it repeated of a request. Here it is
//! masked by the names of what it says and cut, as what is new is cut when it is parsed.

#[cfg(test)]
mod tests;

use rusqlite::Connection;
use serde_json::{Map, Value};
use yundeck_catalogue::shown;

use crate::ground::logs::redacted;

/// Members that a person or a plan has filled, not a cloud's failure.
const OURS: [&str; 4] = ["params", "goal", "request", "digest"];

/// Makes of every failure in a record, and of the ids and words around it, what would be kept of it now.
pub(super) fn bound(value: &mut Value) {
    match value {
        Value::Object(members) => {
            change(members, "requestId", id);
            if is_failure(members) {
                return failure(members);
            }
            // A thing of an act, with the cloud's own words for what became of it.
            if members.contains_key("standing") {
                change(members, "words", message);
            }
            members.iter_mut().filter(|(name, _)| !OURS.contains(&name.as_str())).for_each(|(_, member)| bound(member));
        }
        Value::Array(elements) => elements.iter_mut().for_each(bound),
        _ => {}
    }
}

/// The same of the steps of acts whose note is a code or the id of a request; and of what a search of the journal looks through,
/// where such an id stands among other words.
pub(super) fn bound_columns(db: &Connection) -> rusqlite::Result<()> {
    let steps: Vec<(i64, String)> = db
        .prepare("SELECT rowid, note FROM journal_steps WHERE note IS NOT NULL AND step IN ('accepted', 'refused', 'unanswered')")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (row, note) in steps.into_iter().map(|(row, note)| (row, id(&note), note)).filter_map(changed) {
        db.execute("UPDATE journal_steps SET note = ?2 WHERE rowid = ?1", (row, note))?;
    }
    let ids: Vec<(i64, String)> = db
        .prepare(
            "SELECT rowid, json_extract(body, '$.requestId') FROM journal
             WHERE json_valid(body) AND json_type(body, '$.requestId') = 'text'",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (row, before) in ids {
        let after = id(&before);
        if after != before {
            let (before, after) = (before.to_lowercase(), after.to_lowercase());
            db.execute("UPDATE journal SET words = replace(words, ?2, ?3) WHERE rowid = ?1", (row, before, after))?;
        }
    }
    Ok(())
}

fn changed((row, after, before): (i64, String, String)) -> Option<(i64, String)> {
    (after != before).then_some((row, after))
}

/// Whether it is an error as every version wrote it.
fn is_failure(members: &Map<String, Value>) -> bool {
    ["kind", "delivery", "context"].iter().all(|name| members.contains_key(*name))
}

fn failure(members: &mut Map<String, Value>) {
    change(members, "context", message);
    if let Some(Value::Object(words)) = members.get_mut("words") {
        ["zh", "en"].iter().for_each(|language| change(words, language, message));
    }
    if let Some(Value::Object(vendor)) = members.get_mut("vendor") {
        change(vendor, "code", id);
        change(vendor, "requestId", id);
        change(vendor, "message", message);
    }
}

fn change(members: &mut Map<String, Value>, name: &str, how: fn(&str) -> String) {
    if let Some(Value::String(text)) = members.get_mut(name) {
        *text = how(text);
    }
}

fn id(text: &str) -> String {
    shown::id(redacted(text))
}

fn message(text: &str) -> String {
    shown::message(redacted(text))
}

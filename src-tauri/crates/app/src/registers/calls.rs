//! The calls made from the explorer, kept across restarts, without secrets and without replies.

use rusqlite::OptionalExtension;
use yundeck_client::Answer;
use yundeck_domain::Error;

use crate::ground::store::{Store, from_json, to_json};
use crate::records::call::{CallHistoryPage, CallRecord};

/// How many calls are kept.
const KEPT: u32 = 500;

/// The calls.
#[derive(Clone)]
pub struct Calls {
    store: Store,
}

impl Calls {
    /// Those in a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// The calls `from..to`, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page(&self, from: u32, to: u32) -> Result<CallHistoryPage, Error> {
        self.store.with(|db| {
            let total = db.query_row("SELECT count(*) FROM calls", [], |row| row.get(0))?;
            let bodies: Vec<String> = db
                .prepare("SELECT body FROM calls ORDER BY number DESC LIMIT ?1 OFFSET ?2")?
                .query_map((to.saturating_sub(from), from), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(CallHistoryPage { total, calls: bodies.iter().filter_map(|body| from_json(body)).collect() })
        })
    }

    /// Forgets all calls. The journal stays.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear(&self) -> Result<(), Error> {
        self.store.with(|db| db.execute("DELETE FROM calls", [])).map(drop)
    }

    /// Remembers a call, in place of what was remembered of it before. One that cannot be written is no reason to fail the
    /// call: the journal, not this, says what was done.
    pub(crate) fn remember(&self, record: CallRecord) {
        if !record.is_a_call() {
            return;
        }
        let written = to_json(&record).and_then(|body| {
            self.store.with(|db| {
                db.execute(
                    "INSERT INTO calls (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2",
                    (&record.id, &body),
                )?;
                db.execute(
                    "DELETE FROM calls WHERE number <= (SELECT number FROM calls ORDER BY number DESC LIMIT 1 OFFSET ?1)",
                    [KEPT],
                )
            })
        });
        if let Err(error) = written {
            tracing::warn!(%error, "a call could not be remembered");
        }
    }

    /// Adds to a remembered act what came of it. One that was not planned in the explorer is not remembered.
    pub(crate) fn remember_answer(&self, id: &str, answer: Result<&Answer, &Error>) {
        let body = self.store.with(|db| {
            db.query_row("SELECT body FROM calls WHERE id = ?1", [id], |row| row.get::<_, String>(0)).optional()
        });
        if let Some(record) = body.ok().flatten().as_deref().and_then(from_json::<CallRecord>) {
            self.remember(record.answered(answer));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use yundeck_catalogue::{Effect, Text};

    use super::*;

    fn record(number: u32) -> CallRecord {
        CallRecord {
            id: number.to_string(),
            at: "2026-03-01T10:00:00Z".to_owned(),
            account: "account".to_owned(),
            account_label: "label".to_owned(),
            cloud: "cloud".to_owned(),
            region: "region".to_owned(),
            operation: "Describe".to_owned(),
            title: Text::same("Describe"),
            effect: Effect::Read,
            params: Value::Null,
            status: None,
            millis: None,
            request_id: None,
            error: None,
        }
    }

    #[test]
    fn the_oldest_calls_make_room_and_a_call_is_kept_once() {
        let calls = Calls::new(Store::in_memory().unwrap());
        (0..KEPT + 10).for_each(|number| calls.remember(record(number)));
        calls.remember(CallRecord { status: Some(200), ..record(KEPT) });
        let page = calls.page(0, KEPT * 2).unwrap();
        assert_eq!((page.total, page.calls.len()), (KEPT, KEPT as usize));
        assert_eq!(page.calls.first().map(|record| record.id.clone()), Some((KEPT + 9).to_string()));
        assert_eq!(page.calls.last().map(|record| record.id.clone()), Some("10".to_owned()));
        let told_twice: Vec<&CallRecord> = page.calls.iter().filter(|record| record.id == KEPT.to_string()).collect();
        assert_eq!(told_twice.iter().map(|record| record.status).collect::<Vec<_>>(), [Some(200)]);
    }
}

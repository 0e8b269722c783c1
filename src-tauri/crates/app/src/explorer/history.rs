//! The calls made from the explorer, kept across restarts, without secrets and without replies.

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::{Effect, Operation, Text, schema};
use yundeck_client::Answer;
use yundeck_domain::{Account, AccountId, Delivery, Error, ErrorKind};

use crate::app::App;
use crate::plans::Plan;
use crate::store::{from_json, to_json};

/// How many calls are kept.
const KEPT: u32 = 500;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CallRecord {
    /// Its id; for what is not a read, the plan's.
    pub id: String,
    /// When it was sent (RFC 3339).
    pub at: String,
    /// The account.
    pub account: AccountId,
    /// Its label then.
    pub account_label: String,
    /// Its cloud.
    pub cloud: String,
    /// The region.
    pub region: String,
    /// The operation.
    pub operation: String,
    /// What the operation does.
    pub title: Text,
    /// What it does to the account.
    pub effect: Effect,
    /// Its parameters, without the secret ones.
    #[specta(type = specta_typescript::Any)]
    pub params: Value,
    /// HTTP status; `None` while it is under way, and when nothing was answered.
    pub status: Option<u16>,
    /// Milliseconds until it was answered.
    pub millis: Option<u32>,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// What went wrong.
    pub error: Option<Error>,
}

/// Some calls, the latest first.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CallHistoryPage {
    /// How many there are.
    pub total: u32,
    /// The calls asked for.
    pub calls: Vec<CallRecord>,
}

impl CallRecord {
    /// A read that was answered, or was not.
    pub(crate) fn of_read(
        account: &Account,
        region: &str,
        operation: &Operation,
        params: &Value,
        answer: &Result<Answer, Error>,
    ) -> Self {
        let record = Self {
            id: uuid::Uuid::new_v4().to_string(),
            at: chrono::Utc::now().to_rfc3339(),
            account: account.id.clone(),
            account_label: account.label.clone(),
            cloud: account.cloud.clone(),
            region: region.to_owned(),
            operation: operation.name.clone(),
            title: operation.title.clone(),
            effect: operation.effect,
            params: without_secrets(operation, params),
            status: None,
            millis: None,
            request_id: None,
            error: None,
        };
        record.answered(answer.as_ref())
    }

    /// An act that is being sent.
    pub(crate) fn of_plan(plan: &Plan, at: &str, operation: &Operation, params: &Value) -> Self {
        Self {
            id: plan.id.clone(),
            at: at.to_owned(),
            account: plan.account.clone(),
            account_label: plan.account_label.clone(),
            cloud: plan.cloud.clone(),
            region: plan.region.clone(),
            operation: plan.operation.clone(),
            title: plan.title.clone(),
            effect: plan.effect,
            params: without_secrets(operation, params),
            status: None,
            millis: None,
            request_id: None,
            error: None,
        }
    }

    /// The same call with what came of it.
    #[must_use]
    pub(crate) fn answered(mut self, answer: Result<&Answer, &Error>) -> Self {
        match answer {
            Ok(answer) => {
                self.status = Some(answer.http_status);
                self.millis = Some(u32::try_from(answer.millis).unwrap_or(u32::MAX));
                self.request_id.clone_from(&answer.request_id);
            }
            Err(error) => {
                self.status = error.vendor.as_ref().map(|vendor| vendor.http_status);
                self.request_id = error.vendor.as_ref().and_then(|vendor| vendor.request_id.clone());
                self.error = Some(error.clone());
            }
        }
        self
    }

    /// Whether it was more than a form that is not filled in yet.
    fn is_a_call(&self) -> bool {
        !self.error.as_ref().is_some_and(|error| {
            error.delivery == Delivery::NotSent && matches!(error.kind, ErrorKind::InvalidParams | ErrorKind::Bug)
        })
    }
}

fn without_secrets(operation: &Operation, params: &Value) -> Value {
    schema::pruned(&schema::masked(&operation.input, params, ""))
}

impl App {
    /// The calls `from..to`, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn call_history(&self, from: u32, to: u32) -> Result<CallHistoryPage, Error> {
        self.store().with(|db| {
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
    pub fn clear_call_history(&self) -> Result<(), Error> {
        self.store().with(|db| db.execute("DELETE FROM calls", [])).map(drop)
    }

    /// Remembers a call, in place of what was remembered of it before. One that cannot be written is no reason to fail the
    /// call: the journal, not this, says what was done.
    pub(crate) fn remember(&self, record: CallRecord) {
        if !record.is_a_call() {
            return;
        }
        let written = to_json(&record).and_then(|body| {
            self.store().with(|db| {
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
        let body = self.store().with(|db| {
            db.query_row("SELECT body FROM calls WHERE id = ?1", [id], |row| row.get::<_, String>(0)).optional()
        });
        if let Some(record) = body.ok().flatten().as_deref().and_then(from_json::<CallRecord>) {
            self.remember(record.answered(answer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::activity::patience::Patience;
    use yundeck_client::Client;

    fn record(number: u32) -> CallRecord {
        CallRecord {
            id: number.to_string(),
            at: chrono::Utc::now().to_rfc3339(),
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
        let options = Options {
            adapters: vec![],
            data_dir: None,
            keychain_service: "yundeck-tests".to_owned(),
            client: Client::new(yundeck_client::Options::default()),
            patience: Patience::default(),
        };
        let app = App::open(options).unwrap();
        (0..KEPT + 10).for_each(|number| app.remember(record(number)));
        app.remember(CallRecord { status: Some(200), ..record(KEPT) });
        let page = app.call_history(0, KEPT * 2).unwrap();
        assert_eq!((page.total, page.calls.len()), (KEPT, KEPT as usize));
        assert_eq!(page.calls.first().map(|record| record.id.clone()), Some((KEPT + 9).to_string()));
        assert_eq!(page.calls.last().map(|record| record.id.clone()), Some("10".to_owned()));
        let told_twice: Vec<&CallRecord> = page.calls.iter().filter(|record| record.id == KEPT.to_string()).collect();
        assert_eq!(told_twice.iter().map(|record| record.status).collect::<Vec<_>>(), [Some(200)]);
    }

    #[test]
    fn a_form_that_is_not_filled_in_is_no_call() {
        let failed = |error| record(1).answered(Err(&error)).is_a_call();
        assert!(!failed(Error::invalid(vec![])));
        assert!(failed(Error::not_sent(ErrorKind::Network, "refused")));
        let told =
            Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::InvalidParams, "the cloud says so") };
        assert!(failed(told));
    }
}

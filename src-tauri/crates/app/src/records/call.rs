//! A call made from the explorer, without secrets and without its reply.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::{Effect, Operation, Text, schema};
use yundeck_client::Answer;
use yundeck_domain::{Account, AccountId, Delivery, Error, ErrorKind};

use crate::records::plan::Plan;

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
        id: String,
        at: DateTime<Utc>,
        account: &Account,
        region: &str,
        operation: &Operation,
        params: &Value,
        answer: &Result<Answer, Error>,
    ) -> Self {
        let record = Self {
            id,
            at: at.to_rfc3339(),
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
    pub(crate) fn is_a_call(&self) -> bool {
        !self.error.as_ref().is_some_and(|error| {
            error.delivery == Delivery::NotSent && matches!(error.kind, ErrorKind::InvalidParams | ErrorKind::Bug)
        })
    }
}

fn without_secrets(operation: &Operation, params: &Value) -> Value {
    schema::pruned(&schema::masked(&operation.input, params, ""))
}

#[cfg(test)]
mod tests {
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
    fn a_form_that_is_not_filled_in_is_no_call() {
        let failed = |error| record(1).answered(Err(&error)).is_a_call();
        assert!(!failed(Error::invalid(vec![])));
        assert!(failed(Error::not_sent(ErrorKind::Network, "refused")));
        let told =
            Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::InvalidParams, "the cloud says so") };
        assert!(failed(told));
    }
}

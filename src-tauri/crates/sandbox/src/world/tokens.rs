//! Calls that carried an idempotency token, and what was answered.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// What is known of a token.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// Never seen, or too long ago.
    New,
    /// Seen with the same parameters: the answer is this.
    Same(Value),
    /// Seen with other parameters.
    Different,
}

/// Answered tokens, by operation.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// How long a token is remembered.
    pub lifetime: Duration,
    answered: HashMap<(String, String), Answered>,
}

impl Default for Tokens {
    /// The documents do not say how long; a day outlives every retry.
    fn default() -> Self {
        Self { lifetime: Duration::hours(24), answered: HashMap::new() }
    }
}

#[derive(Debug, Clone)]
struct Answered {
    at: DateTime<Utc>,
    params: Value,
    reply: Value,
}

impl Tokens {
    /// What is known of that token.
    pub fn look(&self, operation: &str, token: &str, params: &Value, now: DateTime<Utc>) -> Seen {
        match self.answered.get(&(operation.to_owned(), token.to_owned())) {
            Some(answered) if now - answered.at > self.lifetime => Seen::New,
            Some(answered) if answered.params == *params => Seen::Same(answered.reply.clone()),
            Some(_) => Seen::Different,
            None => Seen::New,
        }
    }

    /// Forgets all of them.
    pub fn forget(&mut self) {
        self.answered.clear();
    }

    /// Remembers what was answered to a call that worked. Refused calls are not remembered: they may be sent again.
    pub fn remember(&mut self, operation: &str, token: &str, params: &Value, reply: &Value, now: DateTime<Utc>) {
        let answered = Answered { at: now, params: params.clone(), reply: reply.clone() };
        self.answered.insert((operation.to_owned(), token.to_owned()), answered);
    }
}

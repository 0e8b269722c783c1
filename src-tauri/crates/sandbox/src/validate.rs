//! Parameters against the operation's schema.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use yundeck_catalogue::operation::Operation;
use yundeck_catalogue::problem::{Problem, Validator};

/// The validators of a cloud's operations, compiled when first needed.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    compiled: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

impl Validators {
    /// Everything that is wrong with the parameters. A schema that does not compile (lint finds those) allows anything.
    pub(crate) fn problems(&self, operation: &Operation, params: &Value) -> Vec<Problem> {
        let validator = {
            let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
            compiled
                .entry(operation.name.clone())
                .or_insert_with(|| match Validator::new(&operation.input) {
                    Ok(validator) => Some(Arc::new(validator)),
                    Err(error) => {
                        tracing::error!(operation = operation.name, error, "the schema does not compile");
                        None
                    }
                })
                .clone()
        };
        validator.map(|validator| validator.problems(params)).unwrap_or_default()
    }
}

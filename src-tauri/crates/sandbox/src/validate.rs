//! Parameters against the operation's schema.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde_json::Value;
use yundeck_catalogue::operation::Operation;
use yundeck_catalogue::problem::{Problem, Validator};

/// The validators of operations, by where the operation stands, compiled when first needed and for the whole process:
/// compiling one takes longer than a call, and catalogues do not change.
static COMPILED: LazyLock<Mutex<HashMap<usize, Option<Arc<Validator>>>>> = LazyLock::new(Mutex::default);

/// Everything that is wrong with the parameters. A schema that does not compile (lint finds those) allows anything.
pub(crate) fn problems(operation: &'static Operation, params: &Value) -> Vec<Problem> {
    let validator = {
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        compiled
            .entry(std::ptr::from_ref(operation).addr())
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

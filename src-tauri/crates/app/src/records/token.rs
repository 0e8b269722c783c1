//! The idempotency token of a call.

use serde_json::Value;
use yundeck_catalogue::Operation;
use yundeck_domain::Call;

/// The call with a new token, where the cloud honours one; `make` makes it.
pub(crate) fn with_token(
    operation: &Operation,
    mut call: Call,
    make: impl FnOnce() -> String,
) -> (Call, Option<String>) {
    let token = operation.idempotency.as_ref().map(|_| make());
    if let (Some(name), Some(token)) = (&operation.idempotency, &token)
        && let Some(params) = call.params.as_object_mut()
    {
        params.insert(name.clone(), Value::String(token.clone()));
    }
    (call, token)
}

/// The call's parameters without its token: what two orders of the same thing have alike.
pub(crate) fn without_token(operation: &Operation, params: &Value) -> Value {
    let mut params = params.clone();
    if let (Some(name), Some(members)) = (&operation.idempotency, params.as_object_mut()) {
        members.shift_remove(name);
    }
    params
}

//! Secrets in what a cloud says: some clouds repeat a rejected value in their message.

use serde_json::Value;
use yundeck_catalogue::{Operation, schema};
use yundeck_domain::Error;

use crate::access::Access;

/// What stands in a secret's place.
const MASK: &str = "******";

/// The error without any secret of the call.
pub(crate) fn error(mut error: Error, access: &Access, operation: &Operation, params: &Value) -> Error {
    let mut secrets = schema::secrets(&operation.input, params);
    secrets.push(access.secret.expose().to_owned());
    secrets.extend(access.session_token.iter().map(|token| token.expose().to_owned()));
    // As they stand in a query, a form and a JSON text.
    let encoded: Vec<String> = secrets
        .iter()
        .flat_map(|secret| {
            let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let percent = form.replace('+', "%20");
            let json = Value::from(secret.as_str()).to_string().trim_matches('"').to_owned();
            [form, percent, json]
        })
        .collect();
    secrets.extend(encoded);
    secrets.retain(|secret| !secret.is_empty());
    // A secret can be part of another: the longer ones first, or their rest would stay.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();

    let mask = |text: &mut String| {
        for secret in &secrets {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), MASK);
            }
        }
    };
    mask(&mut error.context);
    // The cloud's message may be part of them.
    if let Some(words) = &mut error.words {
        mask(&mut words.zh);
        mask(&mut words.en);
    }
    if let Some(vendor) = &mut error.vendor {
        mask(&mut vendor.message);
    }
    error
}

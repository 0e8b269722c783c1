//! Secrets in what a cloud says: some clouds repeat a rejected value in their message, and whoever answers in a cloud's place may
//! repeat anything that was sent.

use serde_json::Value;
use yundeck_catalogue::reply::MASK;
use yundeck_catalogue::{Operation, schema};
use yundeck_domain::Error;

use crate::access::Access;

/// A secret parameter that is shorter is part of many words, and masking it would say what it is.
const SHORTEST: usize = 4;

/// In a result a parameter stands for itself only from this length on: ids and states must stay what they are.
const SHORTEST_IN_RESULT: usize = 8;

/// What must not be told of one call.
pub(crate) struct Secrets {
    /// The longer ones first: a secret can be part of another, and its rest would stay.
    texts: Vec<String>,
}

impl Secrets {
    /// Those of a call.
    pub(crate) fn of(access: &Access, operation: &Operation, params: &Value) -> Self {
        let mut texts = schema::secrets(&operation.input, params);
        texts.retain(|secret| secret.chars().count() >= SHORTEST);
        texts.push(access.secret.expose().to_owned());
        texts.extend(access.session_token.iter().map(|token| token.expose().to_owned()));
        // As they stand in a query, a form and a JSON text.
        let encoded: Vec<String> = texts
            .iter()
            .flat_map(|secret| {
                let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
                let percent = form.replace('+', "%20");
                let json = Value::from(secret.as_str()).to_string().trim_matches('"').to_owned();
                [form, percent, json]
            })
            .collect();
        texts.extend(encoded);
        texts.retain(|secret| !secret.is_empty());
        texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        texts.dedup();
        Self { texts }
    }

    /// The error without them.
    pub(crate) fn out_of(&self, mut error: Error) -> Error {
        self.mask(&mut error.context, 0);
        // The cloud's message may be part of them.
        if let Some(words) = &mut error.words {
            self.mask(&mut words.zh, 0);
            self.mask(&mut words.en, 0);
        }
        if let Some(vendor) = &mut error.vendor {
            self.mask(&mut vendor.message, 0);
            self.mask(&mut vendor.code, 0);
            if let Some(id) = &mut vendor.request_id {
                self.mask(id, 0);
            }
        }
        error
    }

    /// Takes them out of a result.
    pub(crate) fn out_of_result(&self, result: &mut Value) {
        match result {
            Value::String(text) => self.mask(text, SHORTEST_IN_RESULT),
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.out_of_result(element)),
            Value::Object(members) => members.values_mut().for_each(|member| self.out_of_result(member)),
            _ => {}
        }
    }

    /// Takes those of at least that length out of a text.
    pub(crate) fn mask(&self, text: &mut String, shortest: usize) {
        for secret in self.texts.iter().filter(|secret| secret.len() >= shortest) {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), MASK);
            }
        }
    }
}

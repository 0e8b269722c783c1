//! Secrets in what a cloud says: some clouds repeat a rejected value in their message, and whoever answers in a cloud's place may
//! repeat anything that was sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
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
        // As they stand in a query, a form and a JSON text, and in base64, in which some headers carry them.
        let encoded: Vec<String> = texts
            .iter()
            .flat_map(|secret| {
                let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
                let percent = form.replace('+', "%20");
                let json = Value::from(secret.as_str()).to_string().trim_matches('"').to_owned();
                [form, percent, json, STANDARD_NO_PAD.encode(secret)]
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
        self.mask_told(&mut error.context);
        // The cloud's message may be part of them.
        if let Some(words) = &mut error.words {
            self.mask_told(&mut words.zh);
            self.mask_told(&mut words.en);
        }
        if let Some(vendor) = &mut error.vendor {
            self.mask_told(&mut vendor.message);
            self.mask_told(&mut vendor.code);
            if let Some(id) = &mut vendor.request_id {
                self.mask_told(id);
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

    /// Takes them out of a text of an error, and what a cut has left of one: it was cut before anybody knew what is secret in it.
    fn mask_told(&self, text: &mut String) {
        self.mask(text, 0);
        let mut cuts: Vec<usize> = text.match_indices('…').map(|(at, _)| at).chain([text.len()]).collect();
        while let Some(cut) = cuts.pop() {
            let left = |secret: &String| {
                let ends = secret.char_indices().map(|(at, _)| at).filter(|at| *at >= SHORTEST_IN_RESULT);
                ends.filter(|at| text.get(..cut).is_some_and(|text| text.ends_with(&secret[..*at]))).max()
            };
            if let Some(length) = self.texts.iter().filter_map(left).max() {
                text.replace_range(cut - length..cut, MASK);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(secret: &str, text: &str) -> String {
        let secrets = Secrets { texts: vec![secret.to_owned(), STANDARD_NO_PAD.encode(secret)] };
        let mut text = text.to_owned();
        secrets.mask_told(&mut text);
        text
    }

    #[test]
    fn mask_takes_out_a_secret_in_base64_and_what_a_cut_has_left_of_one() {
        let secret = "secret-of-the-token";
        assert_eq!(masked(secret, "x: c2VjcmV0LW9mLXRoZS10b2tlbg== y"), "x: ******== y");
        assert_eq!(masked(secret, "token: secret-of-th…"), "token: ******…");
        assert_eq!(masked(secret, "token: secret-of"), "token: ******");
        assert_eq!(masked(secret, "secret-of-t…: secret-of-the-to…"), "******…: ******…");
        assert_eq!(masked(secret, "what is a secret"), "what is a secret");
        assert_eq!(masked(secret, "secret-of-th is not at the end"), "secret-of-th is not at the end");
    }
}

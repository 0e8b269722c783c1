//! A path per operation; the other parameters flattened into the query, or a JSON body.

use serde_json::{Map, Value};
use yundeck_catalogue::path::text_of;

use super::flat::{Style, flatten};
use super::{Call, renamed};
use crate::error::WireError;
use crate::percent::{Space, encode, encode_pairs};
use crate::request::Request;

/// Fills in path, headers, and query or body.
///
/// # Errors
/// `NoRegion` and `PathParameter` when the path cannot be filled.
pub(super) fn fill(
    request: &mut Request,
    call: &Call<'_>,
    array_base: u32,
    region_parameter: &str,
) -> Result<(), WireError> {
    let path = Template { call, region_parameter };
    request.path.push_str(&path.filled()?);
    let rest: Map<String, Value> = call
        .params
        .iter()
        .filter(|(name, _)| *name != region_parameter && !path.has(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    // The type is sent, and signed, without a body too.
    request.set_header("Content-Type", "application/json");
    if request.parameters_in_query() {
        let style = Style { array_base, capital_booleans: false };
        request.query = encode_pairs(&flatten(&call.operation.input, &rest, style), Space::Percent);
    } else {
        request.body = renamed(&call.operation.input, &Value::Object(rest)).to_string().into_bytes();
    }
    Ok(())
}

/// A path with `{name}` placeholders. Its literal characters, `:` among them, go out as they stand.
struct Template<'a> {
    call: &'a Call<'a>,
    region_parameter: &'a str,
}

impl Template<'_> {
    fn has(&self, name: &str) -> bool {
        self.call.operation.http.path.contains(&format!("{{{name}}}"))
    }

    fn filled(&self) -> Result<String, WireError> {
        let mut filled = String::new();
        let mut rest = self.call.operation.http.path.as_str();
        while let Some((literal, tail)) = rest.split_once('{') {
            let (name, tail) = tail.split_once('}').unwrap_or((tail, ""));
            filled.push_str(literal);
            filled.push_str(&encode(&self.value(name)?));
            rest = tail;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value(&self, name: &str) -> Result<String, WireError> {
        let refuse = |why| WireError::PathParameter { name: name.to_owned(), why };
        if name == self.region_parameter && self.call.region.is_empty() {
            return Err(WireError::NoRegion);
        }
        let value = if name == self.region_parameter {
            self.call.region.to_owned()
        } else {
            self.call.params.get(name).and_then(text_of).ok_or_else(|| refuse("it is missing"))?
        };
        match value.as_str() {
            "" => Err(refuse("it is empty")),
            // A URL parser would resolve these, escaped or not, and so call another path than the signed one.
            "." | ".." => Err(refuse("it would change the path")),
            _ => Ok(value),
        }
    }
}

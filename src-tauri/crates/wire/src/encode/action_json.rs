//! One path, the operation named in headers and the parameters a JSON body; or, for the older query signatures of the
//! same cloud, the operation among the flattened parameters.

use serde_json::Value;
use yundeck_catalogue::cloud::SigningScheme;

use super::flat::{Style, flatten};
use super::{Call, renamed};
use crate::percent::{Space, encode_pairs};
use crate::request::Request;

/// The type of a flattened request; the vendor's SDKs send it with GET too, and sign it.
const FORM: &str = "application/x-www-form-urlencoded";

/// Fills in path, headers, and query or body.
pub(super) fn fill(request: &mut Request, call: &Call<'_>, array_base: u32, scheme: SigningScheme) {
    request.path.push_str(&call.operation.http.path);
    let version = call.service.version.as_deref().unwrap_or_default();
    let style = Style { array_base, capital_booleans: true };
    let flat = || flatten(&call.operation.input, call.params, style);
    let common = [("Action", call.operation.name.as_str()), ("Version", version), ("Region", call.region)];
    let common = common.into_iter().filter(|(_, value)| !value.is_empty());

    if scheme == SigningScheme::Tc3HmacSha256 {
        if request.parameters_in_query() {
            request.query = encode_pairs(&flat(), Space::Plus);
            request.set_header("Content-Type", FORM);
        } else {
            request.body = renamed(&call.operation.input, &Value::Object(call.params.clone())).to_string().into_bytes();
            request.set_header("Content-Type", "application/json");
        }
        for (name, value) in common {
            request.set_header(&format!("X-TC-{name}"), value);
        }
        return;
    }
    let mut pairs: Vec<(String, String)> = common.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    pairs.extend(flat());
    let form = encode_pairs(&pairs, Space::Plus);
    if request.parameters_in_query() {
        request.query = form;
    } else {
        request.body = form.into_bytes();
    }
    request.set_header("Content-Type", FORM);
}

//! One path, the operation and the flattened parameters a query string or a form.

use super::Call;
use super::flat::{Style, flatten};
use crate::percent::{Space, encode_pairs};
use crate::request::Request;

/// The protocol's data.
pub(super) struct Names<'a> {
    /// First index of a list.
    pub array_base: u32,
    /// The parameter that carries the API version.
    pub version: Option<&'a str>,
    /// The parameter that carries the region.
    pub region: Option<&'a str>,
    /// What to ask for in `Accept`.
    pub accept: Option<&'a str>,
}

/// Fills in path, headers, and query or form. Version and region come from the service and the target; parameters of the
/// same names are left out.
pub(super) fn fill(request: &mut Request, call: &Call<'_>, names: &Names<'_>) {
    request.path.push_str(&call.operation.http.path);
    let common = [
        (Some("Action"), Some(call.operation.name.as_str())),
        (names.version, call.service.version.as_deref()),
        (names.region, Some(call.region).filter(|region| !region.is_empty())),
    ];
    let mut pairs: Vec<(String, String)> =
        common.into_iter().filter_map(|(name, value)| Some((name?.to_owned(), value?.to_owned()))).collect();
    let taken = pairs.len();
    let style = Style { array_base: names.array_base, capital_booleans: false };
    for pair in flatten(&call.operation.input, call.params, style) {
        if !pairs[..taken].iter().any(|(name, _)| *name == pair.0) {
            pairs.push(pair);
        }
    }
    if let Some(accept) = names.accept {
        request.set_header("Accept", accept);
    }
    if request.parameters_in_query() {
        request.query = encode_pairs(&pairs, Space::Percent);
    } else {
        request.body = encode_pairs(&pairs, Space::Plus).into_bytes();
        request.set_header("Content-Type", "application/x-www-form-urlencoded");
    }
}

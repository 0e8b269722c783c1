//! JD Cloud: JDCLOUD3 and JDCLOUD2 in the header.

use yundeck_wire::WireError;
use yundeck_wire::sign::sign;

use crate::vector::{Failure, Outcome, Vector, same};

/// What the signer adds by itself.
const ADDED: [&str; 4] = ["x-jdcloud-date", "x-jdcloud-nonce", "x-jdcloud-content-sha256", "authorization"];

pub fn run(vector: &Vector) -> Outcome {
    vector.check_authorization()?;

    let mut request = vector.request();
    request.headers.retain(|(name, _)| !ADDED.contains(&name.to_ascii_lowercase().as_str()));
    let signed = match sign(request, &vector.context()?) {
        Ok(signed) => signed,
        // A value that no client could send as it is has a canonical form all the same.
        Err(WireError::Header { .. }) => return Ok(false),
        Err(error) => return Err(Failure::new("signing", "a request", error)),
    };
    let made_again = vector.check_made_again(&signed)?;
    for (name, value) in vector.object("sent_headers").into_iter().flatten().filter(|_| made_again) {
        let actual = signed.request.header(name).ok_or_else(|| Failure::new("sent headers", name, "missing"))?;
        same("a sent header", value.as_str().unwrap_or_default(), actual)?;
    }
    Ok(made_again)
}

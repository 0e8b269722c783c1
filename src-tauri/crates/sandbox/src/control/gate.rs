//! Who may use the control listener: whoever was told its token. A page of a browser on this machine was not, and is known by
//! the host that it thinks it asks, and by the origin that its browser names.

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use sha2::{Digest, Sha256};

use crate::world::Ids;

/// Lets in who knows the token, under the listener's own name.
pub(crate) struct Gate {
    host: String,
    token: String,
}

/// Why somebody is not let in.
pub(crate) type Refusal = (StatusCode, &'static str);

impl Gate {
    /// The gate of a listener at an address, with a token that nobody can foresee.
    pub(crate) fn new(url: &str) -> Self {
        // Not from the sandbox's own source: seeded, that is the same at every start. Each has 64 bits of chance.
        let token = Ids::random().hex(32) + &Ids::random().hex(32);
        Self { host: url.trim_start_matches("http://").to_owned(), token }
    }

    /// What a caller has to know.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Looks at a request before anything of it is read.
    pub(crate) fn let_in(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if only(headers, &HOST) != Some(self.host.as_str()) {
            return Err((StatusCode::FORBIDDEN, "this listener has another host"));
        }
        // A test sends none; a browser names the page's with whatever changes something.
        if headers.contains_key(ORIGIN) {
            return Err((StatusCode::FORBIDDEN, "pages are not let in"));
        }
        let given = only(headers, &AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        // Digests are compared: how long that takes says nothing of the token.
        match given.is_some_and(|given| Sha256::digest(given) == Sha256::digest(&self.token)) {
            true => Ok(()),
            false => Err((StatusCode::UNAUTHORIZED, "the token of the report is needed: Authorization: Bearer TOKEN")),
        }
    }
}

/// The value of a header that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

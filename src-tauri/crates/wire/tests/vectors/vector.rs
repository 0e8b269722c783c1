//! One vector: its fields, the request and context they describe, and the comparison step by step.

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_catalogue::path::text_of;
use yundeck_wire::sign::{Context, sigv4_family};
use yundeck_wire::{Credential, Endpoint, Moment, Request, Signed};

/// Whether the vector was also made again by the whole way of a call, or what went wrong.
pub type Outcome = Result<bool, Failure>;

/// The first step that went wrong.
pub struct Failure {
    pub step: &'static str,
    pub expected: String,
    pub actual: String,
}

impl Failure {
    pub fn new(step: &'static str, expected: impl ToString, actual: impl ToString) -> Self {
        Self { step, expected: expected.to_string(), actual: actual.to_string() }
    }
}

/// Equal texts, or the failure of the step.
pub fn same(step: &'static str, expected: &str, actual: &str) -> Result<(), Failure> {
    if expected == actual { Ok(()) } else { Err(Failure::new(step, expected, actual)) }
}

/// The same escaped names and values, in whatever order. A space may be `+` or `%20`.
pub fn same_pairs(step: &'static str, expected: &str, actual: &str) -> Result<(), Failure> {
    let sorted = |text: &str| {
        let text = text.replace('+', "%20");
        let mut pairs: Vec<String> = text.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
        pairs.sort();
        pairs.join("&")
    };
    same(step, &sorted(expected), &sorted(actual))
}

fn basic_time(text: &str) -> Option<i64> {
    chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok().map(|time| time.and_utc().timestamp())
}

/// A vector with what its context borrows.
pub struct Vector<'a> {
    json: &'a Value,
    credential: Credential,
    moment: Moment,
}

impl<'a> Vector<'a> {
    pub fn new(json: &'a Value) -> Self {
        let part = |names: &[&str]| {
            let credentials = json.get("credentials").unwrap_or(&Value::Null);
            names.iter().find_map(|name| credentials.get(name).and_then(text_of))
        };
        let id = part(&["secret_id", "access_key", "public_key"]).unwrap_or_default();
        let secret = part(&["secret_key", "private_key"]).unwrap_or_default();
        let token = part(&["token", "session_token", "security_token"]);
        let number = |name: &str| json.get(name).and_then(text_of);
        let dated = || ["jdcloud_date", "amz_date"].iter().find_map(|name| basic_time(json.get(name)?.as_str()?));
        let unix_seconds = number("timestamp").and_then(|text| text.parse().ok()).or_else(dated).unwrap_or_default();
        let nonce = number("nonce").unwrap_or_default();
        Self { json, credential: Credential::new(id, secret, token), moment: Moment { unix_seconds, nonce } }
    }

    pub fn id(&self) -> &'a str {
        self.text("id").unwrap_or("(no id)")
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.json.get(name).and_then(Value::as_str)
    }

    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.json.get(name).filter(|value| !value.is_null())
    }

    pub fn object(&self, name: &str) -> Option<&'a Map<String, Value>> {
        self.get(name).and_then(Value::as_object)
    }

    pub fn method(&self) -> &'a str {
        self.text("method").unwrap_or("POST")
    }

    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    pub fn moment(&self) -> &Moment {
        &self.moment
    }

    pub fn region(&self) -> &'a str {
        self.text("region").unwrap_or_default()
    }

    pub fn host(&self) -> Option<&'a str> {
        self.text("host").or_else(|| self.object("headers")?.get("host")?.as_str())
    }

    /// The host as an account's endpoint, unless it is written in a way that no endpoint keeps.
    pub fn endpoint(&self) -> Option<&'a str> {
        self.host().filter(|host| Endpoint::parse(host).is_ok_and(|endpoint| endpoint.authority == *host))
    }

    pub fn scheme(&self) -> Result<SigningScheme, Failure> {
        let name = self.get("scheme").unwrap_or(&Value::Null);
        serde_json::from_value(name.clone()).map_err(|error| Failure::new("scheme", "a known scheme", error))
    }

    pub fn context(&self) -> Result<Context<'_>, Failure> {
        Ok(Context {
            scheme: self.scheme()?,
            service: self.text("service").unwrap_or_default(),
            region: self.region(),
            credential: &self.credential,
            moment: &self.moment,
        })
    }

    /// The request to be signed, with all headers of the vector's `headers`.
    pub fn request(&self) -> Request {
        let authority = self.host().unwrap_or("cloud.example.com").to_owned();
        let headers =
            self.object("headers").into_iter().flatten().filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
        Request {
            method: self.method().to_owned(),
            base: format!("https://{authority}"),
            authority,
            path: self.text("path").unwrap_or("/").to_owned(),
            query: self.text("query").unwrap_or_default().to_owned(),
            headers: headers.filter_map(|(name, value)| Some((name.clone(), text_of(value)?))).collect(),
            body: self.text("body").unwrap_or_default().into(),
        }
    }

    /// The names of the signed headers, as listed; else all that the vector has.
    pub fn signed_headers(&self) -> Vec<String> {
        match self.text("signed_headers") {
            Some(names) => names.split(';').map(str::to_owned).collect(),
            None => self.object("headers").into_iter().flatten().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// Compares a text with the field of that name, if the vector has it.
    pub fn check(&self, field: &'static str, actual: &str) -> Result<(), Failure> {
        self.text(field).map_or(Ok(()), |expected| same(field, expected, actual))
    }

    /// As `check`, for the field without which a vector proves nothing, unless it stands in another.
    pub fn check_signature(&self, actual: &str) -> Result<(), Failure> {
        let elsewhere = ["authorization", "signed_query", "wire"].into_iter().any(|field| self.get(field).is_some());
        match self.text("signature") {
            Some(expected) => same("signature", expected, actual),
            None if elsewhere => Ok(()),
            None => Err(Failure::new("vector", "a signature", "none")),
        }
    }

    /// Compares canonical request, string to sign, signature and header of a scheme that has them.
    pub fn check_authorization(&self) -> Result<(), Failure> {
        let signature = sigv4_family::signature(&self.request(), &self.signed_headers(), &self.context()?)
            .map_err(|error| Failure::new("signing", "a signature", error))?;
        self.check("canonical_request", &signature.canonical_request)?;
        self.check("string_to_sign", &signature.string_to_sign)?;
        self.check_signature(&signature.signature)?;
        self.check("authorization", &signature.authorization)
    }

    /// Compares a request that went the whole way with the vector, if it sends the same bytes and signs the same headers.
    /// Says whether it does.
    pub fn check_made_again(&self, signed: &Signed) -> Outcome {
        let authorization = signed.request.header("authorization").unwrap_or_default();
        let names = self.signed_headers();
        let given = self.request();
        let same_headers = authorization.contains(&format!("SignedHeaders={},", names.join(";")))
            && names.iter().all(|name| signed.request.header(name) == given.header(name));
        if !same_headers || signed.request.body != given.body {
            return Ok(false);
        }
        self.check("authorization", authorization)?;
        Ok(true)
    }
}

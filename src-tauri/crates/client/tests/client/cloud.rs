//! A toy cloud with one operation of every sort, and an account on it.

use std::sync::LazyLock;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::json;
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;
use yundeck_client::{Access, Client, Clock, Ledger, Options, Permit, SentLine};
use yundeck_domain::{Account, Call, Delivery, Error, ErrorKind, Scope, Secret};

/// The secret part of the test account's credential.
pub const SECRET: &str = "s3cr3t-key-of-the-account";

/// The region of all tests.
pub const REGION: &str = "north-1";

static SPEC: LazyLock<CloudSpec> = LazyLock::new(|| {
    Sources {
        cloud: include_str!("toy/cloud.json"),
        shapes: "{}",
        pages: "{}",
        nouns: &[("thing", include_str!("toy/thing.json"))],
    }
    .load()
    .unwrap()
});

/// The test account, at an endpoint.
pub fn access(endpoint: &str) -> Access {
    Access {
        account: Account {
            id: "acc-1".into(),
            cloud: "toy".into(),
            label: "Test".into(),
            access_key_id: "AK".into(),
            regions: vec![REGION.into()],
            endpoint: (!endpoint.is_empty()).then(|| endpoint.into()),
            ca_file: None,
            signing: None,
            sandbox: false,
            owner_id: None,
            proxy: None,
            ..Account::default()
        },
        secret: Secret::new(SECRET.into()),
        session_token: None,
        cloud: &SPEC,
        route: yundeck_client::Route::default(),
    }
}

/// Options that do not keep a test waiting.
pub fn quick() -> Options {
    Options { backoff: Duration::from_millis(5), throttled_backoff: Duration::from_millis(5), ..Options::default() }
}

/// A client with those.
pub fn client() -> Client {
    Client::new(quick())
}

/// A clock that stands still.
pub struct Stopped(pub DateTime<Utc>);

impl Clock for Stopped {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// A read.
pub fn get_thing() -> Call {
    Call::new("GetThing", json!({ "Id": "a" }))
}

/// A ledger in memory.
#[derive(Default)]
pub struct Lines(pub std::sync::Mutex<Vec<SentLine>>);

impl Ledger for Lines {
    fn record(&self, line: &SentLine) -> Result<(), Error> {
        self.0.lock().unwrap().push(line.clone());
        Ok(())
    }
}

/// A ledger that knows when a call was sent, and with which digest.
pub struct Sent {
    /// When.
    pub at: DateTime<Utc>,
    /// What was confirmed.
    pub digest: &'static str,
    /// What was written since.
    pub again: std::sync::Mutex<Vec<SentLine>>,
}

impl Ledger for Sent {
    fn record(&self, _: &SentLine) -> Result<(), Error> {
        Err(Error::bug("it was sent already"))
    }

    fn record_again(&self, line: &SentLine) -> Result<DateTime<Utc>, Error> {
        if line.digest != self.digest {
            return Err(Error::bug("another body"));
        }
        self.again.lock().unwrap().push(line.clone());
        Ok(self.at)
    }
}

/// A ledger whose disk is full.
pub struct Full;

impl Ledger for Full {
    fn record(&self, _: &SentLine) -> Result<(), Error> {
        // Careless about delivery, which it cannot know anything about.
        Err(Error { delivery: Delivery::MaybeSent, ..Error::not_sent(ErrorKind::Bug, "disk full") })
    }
}

/// The scope of the test account.
pub fn scope() -> Scope {
    Scope { account: "acc-1".into(), region: REGION.into() }
}

/// A permit for a call, recorded somewhere.
pub fn permit(call: Call, token: Option<&str>) -> Permit {
    Permit::after(&Lines::default(), "plan-1", "digest", &scope(), call, token.map(str::to_owned)).unwrap()
}

/// A purchase with a secret parameter.
pub fn buy() -> Call {
    Call::new("BuyThing", json!({ "Name": "x y", "Password": "Pa55+word" }))
}

/// A change the cloud does not recognise when it comes twice.
pub fn stop() -> Call {
    Call::new("StopThing", json!({ "Id": "a" }))
}

//! How every operation's example goes on the wire, as a text file beside this one: it shows when that changes, not whether
//! it is right (that is for the sandbox's own decoders and the vendors' vectors).
//!
//! `YUNDECK_WRITE_ENCODINGS=1` writes the files anew.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use yundeck_catalogue::{CloudSpec, Operation};
use yundeck_client::{Access, Client, Clock};
use yundeck_domain::{Account, Call, Secret};

/// Where a cloud is that has no public address.
const PRIVATE: &str = "https://cloud.example.com/api";

struct Standing(i64);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap()
    }
}

fn client(seconds: i64) -> Client {
    Client::new(yundeck_client::Options { clock: Arc::new(Standing(seconds)), ..yundeck_client::Options::default() })
}

#[test]
fn the_encoding_of_every_example_is_as_it_was() {
    let clients = [client(1_600_000_000), client(1_700_000_000)];
    let mut changed = Vec::new();
    for spec in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let encodings: String = spec.operations.values().map(|operation| encoding(&clients, spec, operation)).collect();
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("rust/operations/encodings")
            .join(format!("{}.txt", spec.id));
        if std::env::var_os("YUNDECK_WRITE_ENCODINGS").is_some() {
            std::fs::write(&path, &encodings).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        let differs = before.split("\n\n").zip(encodings.split("\n\n")).find(|(before, now)| before != now);
        if let Some((before, now)) = differs {
            changed.push(format!("{}: was\n{before}\nand is\n{now}", spec.id));
        } else if before != encodings {
            changed.push(format!("{}: there are more operations, or fewer", spec.id));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n\n"));
}

/// The request without what its time, its nonce and its signature make of it.
fn encoding(clients: &[Client; 2], spec: &'static CloudSpec, operation: &Operation) -> String {
    let access = Access {
        account: Account {
            id: "account".to_owned(),
            cloud: spec.id.clone(),
            label: spec.id.clone(),
            access_key_id: "key".to_owned(),
            regions: vec![spec.regions[0].id.clone()],
            endpoint: spec.endpoint_required.then(|| PRIVATE.to_owned()),
            ca_file: None,
            signing: None,
            sandbox: false,
            owner_id: None,
            proxy: None,
            ..Account::default()
        },
        secret: Secret::new("secret".to_owned()),
        session_token: None,
        cloud: spec,
        route: yundeck_client::Route::default(),
    };
    let call = Call::new(&operation.name, operation.example.clone());
    let [one, other] = clients.each_ref().map(|client| {
        let preview = client.preview(&access, &spec.regions[0].id, &call);
        preview.unwrap_or_else(|error| panic!("{}.{}: {error:?}", spec.id, operation.name))
    });
    assert_eq!((&one.method, &one.url, &one.body), (&other.method, &other.url, &other.body), "{}", operation.name);
    let mut text = format!("{}\n{} {}\n", operation.name, one.method, one.url);
    for header in one.headers.iter().filter(|header| other.headers.contains(header)) {
        text.push_str(&format!("{}: {}\n", header.name, header.value));
    }
    if !one.body.is_empty() {
        text.push_str(&one.body);
        text.push('\n');
    }
    text + "\n"
}

//! Every cloud's catalogue holds what `lint` asks of it, and its files hold nothing that is lost on loading.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};
use yundeck_catalogue::lint::{lint, unlisted_refs};
use yundeck_catalogue::operation::{ACCESS, Grants};
use yundeck_catalogue::{CloudSpec, Effect};
use yundeck_clouds::REGISTRY;

/// The files of a cloud's catalogue: name without its ending, and text.
fn files(spec: &CloudSpec) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(&spec.id).join("catalogue");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn no_name_stands_twice_in_an_object() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for (file, text) in files(spec) {
            if let Err(error) = serde_json::from_str::<Unique>(&text) {
                panic!("{}/catalogue/{file}.json: {error}", spec.id);
            }
        }
    }
    assert!(serde_json::from_str::<Unique>(r#"[{ "a": { "b": 1, "c": [], "b": 2 } }]"#).is_err());
}

#[test]
fn every_file_of_a_catalogue_is_loaded() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let loaded: HashSet<&str> = spec.operations.values().map(|operation| operation.noun.as_str()).collect();
        let nouns: Vec<String> = files(spec).into_iter().map(|(name, _)| name).collect();
        let nouns: HashSet<&str> =
            nouns.iter().map(String::as_str).filter(|name| !["cloud", "shapes", "nouns"].contains(name)).collect();
        assert_eq!(nouns, loaded, "{}", spec.id);
    }
}

#[test]
fn every_cloud_has_its_part_of_the_help() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let help = &spec.help;
        for (part, texts) in [("account", &help.account), ("prices", &help.prices), ("unanswered", &help.unanswered)] {
            assert!(!texts.is_empty(), "{}: {part}", spec.id);
        }
        assert!(!help.links.is_empty(), "{}: links", spec.id);
        assert!(spec.credential.console.as_ref().is_none_or(|url| url.starts_with("https://")), "{}", spec.id);
    }
}

/// What the least a key must be allowed to do allows: the actions in a policy, by whatever name it has them.
fn allowed(policy: &str) -> Vec<String> {
    fn collect(value: &serde_json::Value, under_action: bool, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) if under_action => found.push(text.clone()),
            serde_json::Value::Array(all) => all.iter().for_each(|one| collect(one, under_action, found)),
            serde_json::Value::Object(members) => {
                members.iter().for_each(|(name, one)| collect(one, name.eq_ignore_ascii_case("action"), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::from_str(policy).unwrap(), false, &mut found);
    found
}

/// What the pages call: every job, what fills the pickers, what is waited with, and the price of a creation.
fn called(spec: &CloudSpec) -> HashSet<String> {
    let create = spec.job("create_instance").and_then(|operation| operation.quote.as_ref());
    let names = spec.jobs.values().chain(spec.refs.values().map(|picker| &picker.operation));
    let names = names.chain(spec.waiters.values().map(|waiter| &waiter.operation));
    let names = names.chain(create.map(|quote| &quote.operation));
    names
        .map(|name| {
            let operation = spec.operation(name).unwrap();
            format!("{}:{name}", spec.service_of(operation).unwrap().0)
        })
        .collect()
}

#[test]
fn policies_allow_what_the_pages_call_by_name_and_no_more_than_they_are_for() {
    let mut judged = 0;
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let Some(policies) = &spec.credential.policies else { continue };
        let [look, operate, buy] = [&policies.look, &policies.operate, &policies.buy].map(|policy| allowed(policy));
        let called = called(spec);
        let missing: Vec<&String> = called.iter().filter(|call| !buy.contains(call)).collect();
        assert!(missing.is_empty(), "{}: the policy lacks {missing:?}", spec.id);
        let of = |call: &str| {
            let (service, name) = call.split_once(':').unwrap();
            let operation = spec.operation(name).unwrap_or_else(|| panic!("{}: {call} is not named", spec.id));
            assert_eq!(spec.service_of(operation).unwrap().0, service, "{}: {call}", spec.id);
            operation
        };
        for call in &look {
            assert!(of(call).effect.is_read() && operate.contains(call), "{}: {call} is no look", spec.id);
        }
        for call in operate.iter().filter(|call| !look.contains(call)) {
            let operation = of(call);
            assert_eq!((operation.effect, operation.grants), (Effect::Mutate, None), "{}: {call}", spec.id);
            assert!(buy.contains(call) && called.contains(call), "{}: {call}", spec.id);
        }
        for call in buy.iter().filter(|call| !operate.contains(call)) {
            assert!(!of(call).effect.is_read() && called.contains(call), "{}: no page calls {call}", spec.id);
        }
        for consoles in spec.operations.values().filter(|operation| operation.output.contains_key(ACCESS)) {
            assert!(!buy.iter().any(|call| call.ends_with(&consoles.name)), "{}: {}", spec.id, consoles.name);
        }
        judged += 1;
    }
    assert!(judged >= 3);
}

/// A console's address is given by every cloud, is an act with a line in the journal, and is masked.
#[test]
fn what_leads_to_a_console_is_an_act_that_grants_access() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let consoles = spec.operations.values().filter(|operation| operation.name.to_lowercase().contains("vnc"));
        let consoles: Vec<_> = consoles.collect();
        assert_eq!(consoles.len(), 1, "{}", spec.id);
        for console in consoles {
            assert_eq!((console.effect, console.grants), (Effect::Mutate, Some(Grants::Access)), "{}", spec.id);
            assert!(console.output.contains_key(ACCESS), "{}", spec.id);
        }
    }
}

/// What gives somebody data or a way into a machine is known as such, whatever it is called.
#[test]
fn sharing_passwords_keys_and_consoles_grant_something() {
    let words = [
        "password",
        "vnc",
        "console",
        "sharepermission",
        "shareimage",
        "createkey",
        "importkey",
        "attachkey",
        "associateinstanceskey",
    ];
    let takes_back = |name: &str| ["un", "de", "dis"].iter().any(|start| name.starts_with(start));
    let mut judged = 0;
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for operation in spec.operations.values() {
            let name = operation.name.to_lowercase();
            let tells_of_shares = operation.effect.is_read() && name.contains("share");
            if words.iter().any(|word| name.contains(word))
                && !takes_back(&name.replace("describe", ""))
                && !tells_of_shares
            {
                assert!(operation.grants.is_some(), "{} {}", spec.id, operation.name);
                judged += 1;
            }
        }
    }
    assert!(judged >= 16, "{judged}");
}

/// What cuts the power, buys by itself or deletes by itself is confirmed as that.
#[test]
fn parameters_that_interrupt_buy_or_destroy_do() {
    let spec = |id: &str| REGISTRY.iter().map(|cloud| cloud.adapter.spec()).find(|spec| spec.id == id).unwrap();
    let check = |cloud: &str, name: &str, params: Value, effect: Effect, interrupts: bool| {
        let operation = spec(cloud).operation(name).unwrap();
        assert_eq!(
            (operation.effect_of(&params), operation.interrupts(&params)),
            (effect, interrupts),
            "{name} {params}"
        );
    };
    check("tencent", "CreateImage", json!({ "ForcePoweroff": "TRUE" }), Effect::Mutate, true);
    check("tencent", "CreateImage", json!({ "Reboot": "TRUE" }), Effect::Mutate, true);
    check("tencent", "CreateImage", json!({ "ForcePoweroff": "FALSE" }), Effect::Mutate, false);
    // Another host name reboots at once, unless it is told not to.
    let attribute = "ModifyInstancesAttribute";
    check("tencent", attribute, json!({ "HostName": "web" }), Effect::Mutate, true);
    check("tencent", attribute, json!({ "HostName": "web", "AutoReboot": true }), Effect::Mutate, true);
    check("tencent", attribute, json!({ "HostName": "web", "AutoReboot": false }), Effect::Mutate, false);
    check("tencent", attribute, json!({ "HostName": "", "InstanceName": "web" }), Effect::Mutate, false);
    for name in ["ModifyInstancesRenewFlag", "ModifyHostsAttribute"] {
        check("tencent", name, json!({ "RenewFlag": "NOTIFY_AND_AUTO_RENEW" }), Effect::Purchase, false);
        check("tencent", name, json!({ "RenewFlag": "NOTIFY_AND_MANUAL_RENEW" }), Effect::Mutate, false);
    }
    check(
        "kingsoft",
        "ModifyInstanceAutoDeleteTime",
        json!({ "AutoDeleteTime": "2030-01-01 00:00" }),
        Effect::Destroy,
        true,
    );
    check("kingsoft", "ModifyInstanceAutoDeleteTime", json!({}), Effect::Mutate, true);
}

/// Any JSON in which no object has a name twice; a parser would keep the last and say nothing.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = HashSet::new();
        while let Some((name, _)) = members.next_entry::<String, Self>()? {
            if let Some(name) = names.replace(name) {
                return Err(A::Error::custom(format_args!("{name} stands there twice")));
            }
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
        while elements.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }
}

#[test]
fn every_catalogue_is_sound() {
    let found: Vec<String> = REGISTRY.iter().flat_map(|cloud| lint(cloud.adapter.spec())).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn everything_a_form_refers_to_can_be_listed() {
    let found: Vec<String> = REGISTRY.iter().flat_map(|cloud| unlisted_refs(cloud.adapter.spec())).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_cloud_has_its_own_id_and_folder() {
    let mut ids: Vec<&str> = REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), REGISTRY.len());
    for id in ids {
        let folder = format!("{}/src/{id}", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&folder).is_dir(), "{folder}");
    }
}

//! What is held of an account, and what of it comes back after a start.

use serde_json::json;

use super::*;

fn account(regions: &[&str]) -> Account {
    Account {
        id: "a".to_owned(),
        regions: regions.iter().map(|region| (*region).to_owned()).collect(),
        ..Account::default()
    }
}

fn scope(region: &str) -> Scope {
    Scope { account: "a".to_owned(), region: region.to_owned() }
}

fn instance(id: &str, name: usize) -> Instance {
    let record = json!({
        "id": id,
        "name": "n".repeat(name),
        "state": { "kind": "running" },
        "vendorState": "RUNNING",
        "gpus": 0.0,
        "privateIps": [],
        "publicIps": [],
        "billing": { "kind": "postpaid" },
        "securityGroupIds": [],
        "keyPairIds": [],
        "disks": [],
        "raw": { "Id": id, "Note": "r".repeat(name) },
    });
    serde_json::from_value(record).unwrap()
}

fn register(regions: &[&str]) -> InventoryRegister {
    let register = InventoryRegister::new(Store::in_memory().unwrap());
    register.begin_refresh(&[account(regions)], &HashSet::new(), Asker::Person, DateTime::<Utc>::default());
    register
}

#[test]
fn load_brings_back_no_region_that_was_taken_away_since() {
    let here = register(&["north", "south"]);
    for region in ["north", "south"] {
        here.take_page(&scope(region), vec![instance("i-1", 3)]);
        here.save_scope(&scope(region)).unwrap();
    }
    let again = InventoryRegister::new(here.store.clone());
    again.load(&[account(&["south"])]).unwrap();
    assert_eq!((again.of_scope(&scope("north")).len(), again.of_scope(&scope("south")).len()), (0, 1));
    assert!(again.of_scope(&scope("south"))[0].raw.is_null(), "a record is not kept");
}

#[test]
fn take_page_beyond_what_is_held_of_an_account_is_full_and_leaves_out_records_before() {
    let register = register(&["north", "south"]);
    let mut taken = Vec::new();
    for number in 0..60 {
        let id = format!("i-{number}");
        let region = if number % 2 == 0 { "north" } else { "south" };
        taken.push(register.take_page(&scope(region), vec![instance(&id, 1 << 20)]));
    }
    let first_full = taken.iter().position(|taken| *taken == Taken::Full).unwrap();
    assert!((20..=25).contains(&first_full), "twenty-four MiB in both regions together: {first_full}");
    assert!(taken[first_full..].iter().all(|taken| *taken == Taken::Full));
    let with_record =
        |region: &str| register.of_scope(&scope(region)).iter().filter(|instance| !instance.raw.is_null()).count();
    let records = with_record("north") + with_record("south");
    assert!((14..=17).contains(&records), "{records} records of a MiB");

    // What is gone makes room again, and another account has room of its own.
    let all: Vec<String> = (0..60).map(|number| format!("i-{number}")).collect();
    for region in ["north", "south"] {
        register.take_some(&scope(region), &account(&[]), vec![], &all);
    }
    assert_eq!(register.lock().weight_of("a"), Weight::default());
    assert_eq!(register.take_page(&scope("north"), vec![instance("i-1", 1 << 20)]), Taken::Held);
    // The same once more counts once.
    let before = register.lock().weight_of("a");
    register.take_page(&scope("north"), vec![instance("i-1", 1 << 20)]);
    assert_eq!(register.lock().weight_of("a"), before);
    assert_eq!(register.take_page(&scope("east"), vec![instance("i-2", 3)]), Taken::Gone);
}

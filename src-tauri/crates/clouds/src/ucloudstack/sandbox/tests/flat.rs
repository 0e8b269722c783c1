//! Flat networks, further interfaces and the public interface of an order.

use super::*;

/// The changes of an order that goes into the flat network in place of a VPC.
fn into_flat(more: Value) -> Value {
    let mut changes = json!({ "VPCID": null, "SubnetID": null, "FlatNetworkID": "flatnet-sandbox" });
    changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    changes
}

/// An order without what is `null` in the changes, as the client sends it.
fn pruned(play: &Play, changes: Value) -> Value {
    let mut order = play.order(changes);
    order.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    order
}

fn made(play: &mut Play, changes: Value) -> Value {
    let order = pruned(play, changes);
    let reply = play.ok("CreateVMInstance", order);
    let mut record = play.record(reply["VMID"].as_str().unwrap());
    record["EIPID"] = reply["EIPID"].clone();
    record
}

/// The addresses of an interface of a kind.
fn addresses(record: &Value, kind: &str) -> Vec<String> {
    let of_kind = record["IPInfos"].as_array().unwrap().iter().filter(|address| address["NicType"] == kind);
    of_kind.map(|address| address["IP"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn order_into_a_flat_network_needs_no_vpc_and_has_an_address_there() {
    let mut play = Play::new();
    for address in ["172.30.0.10", "172.30.0.11"] {
        let record = made(&mut play, into_flat(json!({})));
        assert_eq!((&record["FlatNetworkID"], &record["VPCID"]), (&json!("flatnet-sandbox"), &json!(null)));
        assert_eq!(addresses(&record, "LAN"), [address]);
    }
    let record = made(&mut play, into_flat(json!({ "InternalIP": "172.30.0.99" })));
    assert_eq!(addresses(&record, "LAN"), ["172.30.0.99"]);
    for (changes, code) in [
        (into_flat(json!({ "InternalIP": "172.30.0.99" })), "202"),
        (into_flat(json!({ "FlatNetworkID": "flatnet-nope" })), "200"),
        (into_flat(json!({ "OperatorName": "BGP" })), "4"),
        (json!({ "FlatNetworkID": "flatnet-sandbox" }), "4"),
        (json!({ "VPCID": null, "SubnetID": null }), "3"),
    ] {
        let order = pruned(&play, changes);
        play.refused("CreateVMInstance", order, code);
    }
}

#[test]
fn further_interfaces_have_addresses_of_their_own() {
    let mut play = Play::new();
    let nics =
        json!([{ "FlatNetworkID": "flatnet-sandbox", "IP": "172.30.0.77" }, { "FlatNetworkID": "flatnet-sandbox" }]);
    let record = made(&mut play, json!({ "NICs": nics }));
    let [own, first, second] = addresses(&record, "LAN").try_into().unwrap();
    assert!(own.starts_with("10."), "{own}: of the subnet");
    assert_eq!((first.as_str(), second.as_str()), ("172.30.0.77", "172.30.0.10"));
    for (nic, code) in [
        (json!({ "FlatNetworkID": "flatnet-nope" }), "200"),
        (json!({ "FlatNetworkID": "flatnet-sandbox", "IP": "172.30.0.77" }), "202"),
    ] {
        let order = pruned(&play, json!({ "NICs": [nic] }));
        play.refused("CreateVMInstance", order, code);
    }
}

#[test]
fn public_interface_has_its_addresses_and_their_bandwidth_is_charged() {
    let mut play = Play::new();
    let paid = |play: &mut Play, changes: Value| {
        let before = play.world.account.balance;
        let record = made(play, changes);
        (before - play.world.account.balance, record)
    };
    let wan = |segment: &str| {
        let addresses = json!([{ "SegmentID": segment, "Bandwidth": 5 }, { "SegmentID": segment, "Bandwidth": 2, "IP": "198.18.9.9" }]);
        json!({ "WANNetworkConfig": { "NICConfigs": [{ "IPConfigs": addresses }] } })
    };
    let (plain, _) = paid(&mut play, json!({}));
    let (seven, record) = paid(&mut play, wan("BGP"));
    let (older, _) = paid(&mut play, json!({ "OperatorName": "BGP", "Bandwidth": 7 }));
    assert!(plain < seven, "{plain} {seven}");
    assert_eq!(seven, older, "as much as the same bandwidth in the older parameters");
    let public = addresses(&record, "WAN");
    assert_eq!((public.len(), public[1].as_str()), (2, "198.18.9.9"));
    assert!(record["EIPID"].is_string());
    let order = pruned(&play, wan("Nope"));
    play.refused("CreateVMInstance", order, "4");
}

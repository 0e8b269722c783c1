//! Lists, and the world that there is to begin with.

use super::*;

#[test]
fn lists_are_paged_and_filtered() {
    let mut play = Play::with_crowd(250);
    let all = play.world.instances.len();
    let mut ids = std::collections::BTreeSet::new();
    for offset in (0..all).step_by(100) {
        let page = play.ok("DescribeVMInstance", json!({ "Offset": offset, "Limit": 100 }));
        assert_eq!(page["TotalCount"], all);
        ids.extend(page["Infos"].as_array().unwrap().iter().map(|info| info["VMID"].as_str().unwrap().to_owned()));
    }
    assert_eq!(ids.len(), all, "every instance once");
    assert_eq!(
        play.ok("DescribeVMInstance", json!({}))["Infos"].as_array().unwrap().len(),
        20,
        "the documented default"
    );
    play.refused("DescribeVMInstance", json!({ "Limit": 101 }), "4");
    assert_eq!(play.ok("DescribeVMInstance", json!({ "Keyword": "db-01" }))["TotalCount"], 1);
    let office = play.ok("DescribeVPC", json!({ "Keyword": "office" }))["Infos"][0].clone();
    assert_eq!(office["SubnetCount"], 2);
    let subnets = play.ok("DescribeSubnet", json!({ "VPCID": office["VPCID"] }));
    assert_eq!(subnets["TotalCount"], 2);
    assert_eq!(play.ok("DescribeSecurityGroup", json!({}))["TotalCount"], 2);
    assert_eq!(play.ok("DescribeVMType", json!({}))["TotalCount"], placement::VM_TYPES.len());
    assert_eq!(play.ok("DescribeStorageType", json!({}))["TotalCount"], placement::STORAGE_TYPES.len());
    assert_eq!(play.ok("DescribeRegion", json!({}))["Infos"][0]["Region"], "cn");
}

#[test]
fn the_seeded_world_is_worth_a_look() {
    let mut play = Play::new();
    let infos = play.ok("DescribeVMInstance", json!({}))["Infos"].clone();
    let shown: Vec<_> = infos
        .as_array()
        .unwrap()
        .iter()
        .map(|info| {
            (info["Name"].as_str().unwrap(), info["State"].as_str().unwrap(), info["ChargeType"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("web-01", "Running", "Month"),
            ("db-01", "Running", "Year"),
            ("批处理-01", "Stopped", "Dynamic"),
            ("win-desktop", "Running", "Month")
        ]
    );
}

#[test]
fn every_state_the_crowd_is_in_has_a_documented_word() {
    let mut play = Play::with_crowd(500);
    let documented = [
        "Starting",
        "Restarting",
        "Running",
        "Stopping",
        "Stopped",
        "Deleted",
        "Terminating",
        "Terminated",
        "Migrating",
        "Reinstalling",
        "Poweroffing",
        "Failed",
    ];
    for offset in (0..500).step_by(100) {
        for info in
            play.ok("DescribeVMInstance", json!({ "Offset": offset, "Limit": 100 }))["Infos"].as_array().unwrap()
        {
            assert!(documented.contains(&info["State"].as_str().unwrap()), "{info}");
            assert!(["Dynamic", "Month", "Year"].contains(&info["ChargeType"].as_str().unwrap()), "{info}");
        }
    }
}

//! What things cost.

use super::*;

#[test]
fn a_price_is_what_a_purchase_without_extras_charges() {
    for (charge_type, quantity) in [("Dynamic", 1), ("Month", 3), ("Year", 1)] {
        let mut play = Play::new();
        let sample = Ucloudstack.sample(&play.world);
        let priced = play.ok(
            "GetVMInstancePrice",
            json!({
                "VMType": sample.instance_type, "ImageID": sample.image_id, "CPU": 2, "Memory": 4096, "BootDiskSetType": "StorageSetA", "BootDiskSpace": 40,
                "ChargeType": charge_type, "Quantity": quantity,
            }),
        );
        assert_eq!(priced["Infos"][0]["ChargeType"], charge_type);
        let before = play.world.account.balance;
        play.create(json!({ "ChargeType": charge_type, "Quantity": quantity }));
        let paid = before - play.world.account.balance;
        let price: Decimal = priced["Infos"][0]["Price"].to_string().parse().unwrap();
        assert_eq!(price, paid, "{charge_type}");
        assert!(paid > Decimal::ZERO);

        let before = play.world.account.balance;
        play.create(json!({ "ChargeType": charge_type, "Quantity": quantity, "DataDiskSpace": 100, "OperatorName": "BGP", "Bandwidth": 5 }));
        assert!(before - play.world.account.balance > paid, "the price call leaves data disk and address out");
    }
}

#[test]
fn the_smallest_size_is_sold_but_not_priced() {
    let mut play = Play::new();
    play.create(json!({ "CPU": 1, "Memory": 1024 }));
    let sample = Ucloudstack.sample(&play.world);
    let params = json!({
        "VMType": sample.instance_type, "ImageID": sample.image_id, "CPU": 1, "Memory": 1024, "BootDiskSetType": "StorageSetA", "BootDiskSpace": 40,
        "ChargeType": "Month",
    });
    assert_eq!(play.refused("GetVMInstancePrice", params, "4"), "Params [Memory] not available");
}

#[test]
fn a_required_parameter_with_a_default_may_be_missing() {
    let mut play = Play::new();
    let mut params = json!({
        "VMType": "ComputeSetA", "ImageID": "cn-image-centos-74", "CPU": 2, "Memory": 4096, "BootDiskSetType": "StorageSetA", "ChargeType": "Month",
    });
    let without = play.ok("GetVMInstancePrice", params.clone());
    params["BootDiskSpace"] = json!(40);
    assert_eq!(without, play.ok("GetVMInstancePrice", params));
}

#[test]
fn an_empty_purse_buys_nothing() {
    let mut play = Play::new();
    play.world.account.balance = Decimal::ONE;
    let order = play.order(json!({}));
    play.refused("CreateVMInstance", order, "23001");
}

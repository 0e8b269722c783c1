//! The sandbox cloud as a client of it sees it, without sockets.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use yundeck_catalogue::problem::Validator;
use yundeck_domain::TypePrice;
use yundeck_sandbox::world::Clock;
use yundeck_sandbox::{Behaviour, Incoming, Refusal, World};

use super::Tencent;
use crate::tencent::SPEC;
use crate::tencent::map::{instance_type, price};

mod newer;
mod stock;

struct Cloud {
    world: World,
    clock: Clock,
}

impl Cloud {
    fn new() -> Self {
        let clock = Clock::standing(DateTime::<Utc>::UNIX_EPOCH + Duration::days(20_000));
        let mut world = World::new(&SPEC, clock.clone());
        Tencent.seed(&mut world, 0);
        Self { world, clock }
    }

    fn call(&mut self, operation: &str, params: Value) -> Result<Value, Refusal> {
        self.call_in("ap-guangzhou", operation, params)
    }

    fn call_in(&mut self, region: &str, operation: &str, params: Value) -> Result<Value, Refusal> {
        self.world.settle();
        let operation = SPEC.operation(operation).unwrap_or_else(|| panic!("{operation}"));
        let incoming =
            Incoming { operation, service: String::new(), version: String::new(), region: region.to_owned(), params };
        let problems = Validator::new(&operation.input).unwrap().problems(&incoming.params);
        if !problems.is_empty()
            && let Some(refusal) = Tencent.invalid(&incoming, &problems)
        {
            return Err(refusal);
        }
        Tencent.handle(&mut self.world, &incoming)
    }

    #[track_caller]
    fn refuses(&mut self, operation: &str, params: Value, code: &str) {
        let shown = params.to_string();
        match self.call(operation, params) {
            Err(refusal) => assert_eq!(refusal.code, code, "{operation} {shown}: {}", refusal.message),
            Ok(value) => panic!("{operation} {shown}: {value}"),
        }
    }

    fn wait(&self, seconds: i64) {
        self.clock.advance(Duration::seconds(seconds));
    }

    fn order(&self) -> Value {
        let sample = Tencent.sample(&self.world);
        json!({
            "Placement": { "Zone": sample.zone }, "ImageId": sample.image_id, "InstanceType": sample.instance_type,
            "SystemDisk": { "DiskType": "CLOUD_PREMIUM", "DiskSize": 50 }, "InstanceName": "made",
            "VirtualPrivateCloud": { "VpcId": sample.vpc_id, "SubnetId": sample.subnet_id },
            "SecurityGroupIds": [sample.security_group_id],
        })
    }

    fn create(&mut self, change: Value) -> Vec<String> {
        let mut order = self.order();
        for (name, value) in change.as_object().unwrap() {
            order[name] = value.clone();
        }
        let reply = self.call("RunInstances", order).unwrap();
        reply["InstanceIdSet"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    }

    fn state(&mut self, id: &str) -> Option<String> {
        let reply = self.call("DescribeInstancesStatus", json!({ "InstanceIds": [id] })).unwrap();
        reply.pointer("/InstanceStatusSet/0/InstanceState").and_then(Value::as_str).map(str::to_owned)
    }

    fn instance(&mut self, id: &str) -> Value {
        let reply = self.call("DescribeInstances", json!({ "InstanceIds": [id] })).unwrap();
        reply["InstanceSet"][0].clone()
    }
}

#[test]
fn every_operation_is_played() {
    for (name, operation) in &SPEC.operations {
        let outcome = Cloud::new().call(name, operation.example.clone());
        let code = outcome.as_ref().err().map(|refusal| refusal.code.as_str());
        assert_ne!(code, Some("InvalidAction"), "{name}");
        // The examples name things that are not in this world; all a refusal may say is that.
        let known = [
            "InvalidInstanceId.NotFound",
            "InvalidImageId.NotFound",
            "InvalidKeyPairId.NotFound",
            "InvalidKeyId.NotFound",
            "InvalidHostId.NotFound",
            "ResourceNotFound.InvalidPlacementSet",
            "InvalidParameterValue.SubnetNotExist",
            "InvalidRegion.Unavailable",
            "InvalidParameterValue.LaunchTemplateIdNotExisted",
            "InvalidSecurityGroupId.NotFound",
            "ResourceNotFound.HpcCluster",
        ];
        // A scheduled action has no code of its own for that.
        let missing = name == "DeleteInstancesActionTimer" && code == Some("InvalidParameterValue");
        assert!(missing || code.is_none_or(|code| known.contains(&code)), "{name}: {outcome:?}");
    }
}

#[test]
fn an_instance_lives_from_pending_to_gone() {
    let mut cloud = Cloud::new();
    let ids = cloud.create(json!({ "InstanceCount": 2, "LoginSettings": { "Password": "Abcd1234" } }));
    let id = ids[0].as_str();
    assert_eq!(cloud.state(id).as_deref(), Some("PENDING"));
    cloud.refuses("StopInstances", json!({ "InstanceIds": [id] }), "UnsupportedOperation.InstanceStatePending");
    cloud.wait(5);
    let made = cloud.instance(id);
    assert_eq!((made["InstanceState"].as_str(), made["InstanceName"].as_str()), (Some("RUNNING"), Some("made1")));
    assert_eq!((made["CPU"].as_u64(), made["Memory"].as_u64()), (Some(2), Some(4)));
    assert_eq!(made["PublicIpAddresses"], json!([]), "no bandwidth, no public address");
    assert_eq!(cloud.instance(&ids[1])["InstanceName"], "made2");
    cloud.refuses("StartInstances", json!({ "InstanceIds": [id] }), "UnsupportedOperation.InstanceStateRunning");
    for (operation, during, after) in [
        ("StopInstances", "STOPPING", "STOPPED"),
        ("StartInstances", "STARTING", "RUNNING"),
        ("RebootInstances", "REBOOTING", "RUNNING"),
    ] {
        cloud.call(operation, json!({ "InstanceIds": [id] })).unwrap();
        assert_eq!(cloud.state(id).as_deref(), Some(during));
        cloud.wait(5);
        assert_eq!(cloud.state(id).as_deref(), Some(after));
    }
    cloud.call("TerminateInstances", json!({ "InstanceIds": [id] })).unwrap();
    assert_eq!(cloud.state(id).as_deref(), Some("TERMINATING"));
    cloud.wait(5);
    assert_eq!(cloud.state(id), None);
    cloud.refuses("StartInstances", json!({ "InstanceIds": [id] }), "InvalidInstanceId.NotFound");
}

#[test]
fn a_prepaid_instance_waits_in_the_recycle_bin() {
    let mut cloud = Cloud::new();
    let balance = cloud.world.account.balance;
    let ids = cloud.create(json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 1 } }));
    assert!(cloud.world.account.balance < balance, "prepaid is charged at once");
    cloud.wait(5);
    assert!(cloud.instance(&ids[0])["ExpiredTime"].is_string());
    for after in [Some("SHUTDOWN"), None] {
        cloud.call("TerminateInstances", json!({ "InstanceIds": ids })).unwrap();
        cloud.wait(5);
        assert_eq!(cloud.state(&ids[0]).as_deref(), after);
    }
}

#[test]
fn a_repeated_token_makes_nothing_twice() {
    let mut cloud = Cloud::new();
    let before = cloud.world.instances.len();
    let first = cloud.create(json!({ "ClientToken": "t-1" }));
    let again = cloud.create(json!({ "ClientToken": "t-1" }));
    assert_eq!(first, again);
    assert_eq!(cloud.world.instances.len(), before + 1);
    let other = {
        let mut order = cloud.order();
        order["ClientToken"] = json!("t-1");
        order["InstanceCount"] = json!(2);
        order
    };
    cloud.refuses("RunInstances", other, "InvalidParameterCombination");
}

#[test]
fn wrong_orders_get_the_documents_codes_and_make_nothing() {
    let mut cloud = Cloud::new();
    let before = cloud.world.instances.len();
    let base = cloud.order();
    let with = |change: Value| {
        let mut order = base.clone();
        for (name, value) in change.as_object().unwrap() {
            order[name] = value.clone();
        }
        order
    };
    let network = |name: &str, value: Value| {
        let mut network = base["VirtualPrivateCloud"].clone();
        network[name] = value;
        json!({ "VirtualPrivateCloud": network })
    };
    for (change, code) in [
        (json!({ "Placement": { "Zone": "ap-beijing-1" } }), "InvalidZone.MismatchRegion"),
        (json!({ "Placement": {} }), "MissingParameter"),
        (json!({ "ImageId": "img-00000000" }), "InvalidImageId.NotFound"),
        (json!({ "ImageId": "nothing" }), "InvalidParameterValue"),
        (json!({ "InstanceType": "S9.SMALL1" }), "InvalidParameterValue.InstanceTypeNotFound"),
        (json!({ "InstanceType": "nothing" }), "InvalidInstanceType.Malformed"),
        (json!({ "InstanceType": "S2.4XLARGE64" }), "ResourcesSoldOut.SpecifiedInstanceType"),
        (json!({ "InstanceCount": 501 }), "InvalidParameterValue.Range"),
        (json!({ "InstanceCount": "1" }), "InvalidParameter"),
        (json!({ "Nothing": 1 }), "UnknownParameter"),
        (json!({ "InstanceChargeType": "PREPAID" }), "MissingParameter"),
        (json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 13 } }), "InvalidPeriod"),
        (json!({ "LoginSettings": { "Password": "short" } }), "InvalidPassword"),
        (json!({ "LoginSettings": { "KeyIds": ["skey-00000000"] } }), "InvalidKeyPairId.NotFound"),
        (json!({ "ImageId": "img-29hl923v", "LoginSettings": { "Password": "Abcd1234" } }), "InvalidPassword"),
        (json!({ "InstanceName": "x".repeat(129) }), "InvalidInstanceName.TooLong"),
        (json!({ "ClientToken": "x".repeat(65) }), "InvalidClientToken.TooLong"),
        (network("PrivateIpAddresses", json!(["10.9.9.9"])), "VpcAddrNotInSubNet"),
        (network("PrivateIpAddresses", json!(["nowhere"])), "InvalidParameter.InvalidIpFormat"),
        (network("SubnetId", json!("subnet-00000000")), "InvalidParameterValue.SubnetNotExist"),
        (json!({ "SecurityGroupIds": ["sg-00000000"] }), "InvalidSecurityGroupId.NotFound"),
        (json!({ "DisasterRecoverGroupIds": ["ps-00000000"] }), "ResourceNotFound.InvalidPlacementSet"),
        (
            json!({ "InstanceChargeType": "CDHPAID", "InstanceType": "CDH_1C1G", "Placement": { "Zone": base["Placement"]["Zone"], "HostIds": ["host-00000000"] } }),
            "InvalidHostId.NotFound",
        ),
        (
            json!({ "InstanceChargeType": "SPOTPAID", "InstanceMarketOptions": { "SpotOptions": { "MaxPrice": "0.0001" } } }),
            "InvalidParameterValue.InsufficientPrice",
        ),
    ] {
        cloud.refuses("RunInstances", with(change), code);
    }
    cloud.world.account.balance = rust_decimal::Decimal::new(1, 3);
    cloud.refuses("RunInstances", base.clone(), "InvalidAccount.InsufficientBalance");
    cloud.world.quotas.insert("instances".into(), u32::try_from(before).unwrap());
    cloud.world.account.balance = rust_decimal::Decimal::ONE_THOUSAND;
    cloud.refuses("RunInstances", base.clone(), "InstancesQuotaLimitExceeded");
    assert_eq!(cloud.world.instances.len(), before);
}

#[test]
fn an_address_can_be_asked_for_once() {
    let mut cloud = Cloud::new();
    let mut network = cloud.order()["VirtualPrivateCloud"].clone();
    let subnet = cloud.world.subnets.get(network["SubnetId"].as_str().unwrap()).unwrap();
    let address = format!("{}200", subnet.cidr.split('/').next().unwrap().trim_end_matches('0'));
    network["PrivateIpAddresses"] = json!([address]);
    let ids = cloud.create(json!({ "VirtualPrivateCloud": network }));
    assert_eq!(cloud.instance(&ids[0])["PrivateIpAddresses"], json!([address]));
    let mut order = cloud.order();
    order["VirtualPrivateCloud"] = network;
    cloud.refuses("RunInstances", order, "VpcIpIsUsed");
}

#[test]
fn a_price_is_for_all_that_is_asked_and_units_fit_the_billing() {
    let mut cloud = Cloud::new();
    let mut ask = |change: Value| {
        let order = cloud.order();
        let mut asked = json!({ "Placement": order["Placement"], "ImageId": order["ImageId"], "InstanceType": order["InstanceType"] });
        for (name, value) in change.as_object().unwrap() {
            asked[name] = value.clone();
        }
        cloud.call("InquiryPriceRunInstances", asked).unwrap()["Price"].clone()
    };
    let one = ask(json!({}))["InstancePrice"].clone();
    assert_eq!(one["ChargeUnit"], "HOUR");
    let unit = one["UnitPrice"].as_f64().unwrap();
    assert!(one["UnitPriceDiscount"].as_f64().unwrap() < unit);
    let three = ask(json!({ "InstanceCount": 3 }));
    assert!((three["InstancePrice"]["UnitPrice"].as_f64().unwrap() - unit * 3.0).abs() < 1e-9);
    let internet = json!({ "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 5 });
    let prepaid = ask(
        json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 12 }, "InternetAccessible": internet }),
    );
    assert!(prepaid["InstancePrice"]["DiscountPrice"].as_f64() < prepaid["InstancePrice"]["OriginalPrice"].as_f64());
    assert_eq!(prepaid["BandwidthPrice"]["ChargeUnit"], "GB");
    let spot = ask(json!({ "InstanceChargeType": "SPOTPAID" }));
    assert!(spot["InstancePrice"]["UnitPriceDiscount"].as_f64() < spot["InstancePrice"]["UnitPrice"].as_f64());
}

#[test]
fn the_list_of_types_has_the_prices_that_an_inquiry_gives() {
    let mut cloud = Cloud::new();
    let order = cloud.order();
    let listed = instance_type::instance_types(&cloud.call("DescribeZoneInstanceConfigInfos", json!({})).unwrap());
    let mut compared = 0;
    for kind in listed {
        assert_eq!(kind.prices.len(), kind.zones.len(), "{}", kind.id);
        for TypePrice { zone, price: listed, per } in &kind.prices {
            if kind.sold_out_zones.contains(zone) {
                continue;
            }
            let mut with_disk = |gib: u32| {
                let asked = json!({
                    "Placement": { "Zone": zone }, "ImageId": order["ImageId"], "InstanceType": kind.id,
                    "SystemDisk": { "DiskType": "CLOUD_PREMIUM", "DiskSize": gib },
                });
                let reply = cloud.call("InquiryPriceRunInstances", asked).unwrap();
                let part =
                    price::parts(&reply, &price::Asked { times: 1, ..price::Asked::default() }).unwrap().remove(0);
                assert_eq!(&part.per, per);
                part.price.amount
            };
            // An inquiry is always with a system disk: twice its price, less that with twice the disk.
            let (one, two) = (with_disk(50), with_disk(100));
            assert_eq!(listed.amount, one + one - two, "{} in {zone}", kind.id);
            compared += 1;
        }
    }
    assert!(compared > 20);
}

#[test]
fn changes_to_an_instance_are_seen_afterwards() {
    let mut cloud = Cloud::new();
    let id = cloud.create(json!({ "DataDisks": [{ "DiskType": "CLOUD_SSD", "DiskSize": 100 }] }))[0].clone();
    cloud.wait(5);
    cloud.call("ModifyInstancesAttribute", json!({ "InstanceIds": [id], "InstanceName": "renamed" })).unwrap();
    let to = json!({ "InstanceIds": [id], "InstanceType": "S2.LARGE8" });
    cloud.refuses("ResetInstancesType", to.clone(), "UnsupportedOperation.InstanceStateRunning");
    cloud.refuses(
        "ResetInstancesType",
        json!({ "InstanceIds": [id], "InstanceType": "M2.LARGE32", "ForceStop": true }),
        "InvalidParameterValue",
    );
    assert_eq!(
        cloud.call("InquiryPriceResetInstancesType", to.clone()).unwrap()["Price"]["InstancePrice"]["ChargeUnit"],
        "HOUR"
    );
    cloud.call("StopInstances", json!({ "InstanceIds": [id] })).unwrap();
    cloud.wait(5);
    cloud.call("ResetInstancesType", to).unwrap();
    cloud.refuses(
        "ResizeInstanceDisks",
        json!({ "InstanceId": id, "DataDisks": [{ "DiskSize": 50 }] }),
        "InvalidParameterValue",
    );
    cloud.call("ResizeInstanceDisks", json!({ "InstanceId": id, "DataDisks": [{ "DiskSize": 200 }] })).unwrap();
    cloud
        .call(
            "ModifyInstancesChargeType",
            json!({ "InstanceIds": [id], "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 1 } }),
        )
        .unwrap();
    let expires = cloud.instance(&id)["ExpiredTime"].clone();
    cloud.call("RenewInstances", json!({ "InstanceIds": [id], "InstanceChargePrepaid": { "Period": 1 } })).unwrap();
    let changed = cloud.instance(&id);
    assert_eq!(changed["InstanceName"], "renamed");
    assert_eq!((&changed["CPU"], &changed["DataDisks"][0]["DiskSize"]), (&json!(4), &json!(200)));
    assert!(changed["ExpiredTime"].as_str() > expires.as_str());
    cloud.refuses("DescribeInstanceVncUrl", json!({ "InstanceId": id }), "InvalidInstanceState");
}

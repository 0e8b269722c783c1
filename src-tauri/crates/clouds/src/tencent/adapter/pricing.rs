//! How a purchase is priced.
//!
//! `InquiryPriceRunInstances` takes nearly the same parameters as `RunInstances`. It is asked with what makes the price
//! and nothing else: a name, a password or a key has no business in a price inquiry, and must not make one fail.
//! It is asked for one instance, because the document does not say whether its price is for all of `InstanceCount`.

use serde_json::{Map, Value, json};
use yundeck_catalogue::problem::Validator;
use yundeck_catalogue::schema;
use yundeck_domain::instance::BillingMode;
use yundeck_domain::{Call, Error, Text};

use super::order;
use crate::tencent::SPEC;
use crate::tencent::map::price::{Asked, Paid};

/// The call that prices a purchase. `None`: there is no price call for it.
///
/// # Errors
/// `InvalidParams` with everything that is missing or wrong as far as the price needs it.
pub fn call(operation: &str, params: &Value) -> Result<Option<Call>, Error> {
    let bug = |what: &str| Error::bug(format!("{operation}: {what}"));
    let purchase = SPEC.operation(operation).ok_or_else(|| bug("no such operation"))?;
    let Some(quote) = &purchase.quote else { return Ok(None) };
    let inquiry = SPEC.operation(&quote.operation).ok_or_else(|| bug("its price inquiry does not exist"))?;
    let params = schema::pruned(params);
    let asked = if operation == "RunInstances" {
        if is_priceless(&params) {
            return Ok(None);
        }
        of_creation(&params)
    } else {
        let known = schema::properties(&inquiry.input).map(|(name, _)| name);
        picked(&params, known.filter(|name| !NO_PRICE.contains(name)))
    };
    let validator = Validator::new(&inquiry.input).map_err(|words| bug(&words))?;
    let problems = validator.problems(&asked);
    if !problems.is_empty() {
        return Err(Error::invalid(problems));
    }
    // The type that the cloud would take may cost something else than the one that the inquiry takes; a template has its own.
    let typed = order::instance_type(&params).is_some() || order::is_templated(&params);
    let priced = operation != "RunInstances" || (typed && !is_counted_elsewhere(&params));
    Ok(priced.then(|| Call::new(&quote.operation, asked)))
}

/// Whether an order is paid in a way that the inquiry does not know.
fn is_priceless(params: &Value) -> bool {
    let known = [BillingMode::Prepaid, BillingMode::Postpaid, BillingMode::Spot];
    !known.contains(&order::billing(params))
}

/// Whether a launch template says how many are bought, and with that what they cost together.
fn is_counted_elsewhere(params: &Value) -> bool {
    order::is_templated(params) && params.get("InstanceCount").is_none()
}

/// Why these orders have no price, where the parameters are the reason.
pub fn no_price(params: &Value) -> Option<Text> {
    let mode = order::billing(params);
    if is_counted_elsewhere(params) && !is_priceless(params) {
        return Some(Text::new(
            "启动模板决定台数，事先不知道总价。填写数量后即可询价。",
            "The launch template decides how many there are, so that what they cost together is not known. Enter the count to see it.",
        ));
    }
    if is_priceless(params) && mode != BillingMode::DedicatedHost {
        return Some(Text::new(
            "这种计费方式没有询价接口，价格请看控制台。",
            "There is no price call for this billing mode; see the console for prices.",
        ));
    }
    let untyped = order::instance_type(params).is_none() && !order::is_templated(params) && !is_priceless(params);
    untyped.then(|| {
        Text::new(
            "没有选机型：由腾讯云决定，事先不知道价格。选定机型后即可询价。",
            "No instance type is chosen: Tencent Cloud takes one, whose price is not known beforehand. Choose a type to see it.",
        )
    })
}

/// What a purchase asks for, as far as it says which members of its price count.
pub fn asked(operation: &str, params: &Value) -> Asked {
    if params.is_null() {
        // What was asked is not known, so that nothing follows from it.
        return Asked { times: 1, ..Asked::default() };
    }
    let named = |at: &str| params.pointer(at).and_then(Value::as_str).filter(|word| !word.is_empty());
    let creates = operation == "RunInstances";
    let instance = match (named("/InstanceChargeType"), operation) {
        // The template may say how it is paid.
        (None, "RunInstances") if order::is_templated(params) => None,
        (Some("PREPAID"), _) => Some(Paid::Beforehand),
        (Some(_), _) | (None, "RunInstances") => Some(Paid::Hourly),
        (None, "RenewInstances" | "ModifyInstancesChargeType" | "RenewHosts" | "AllocateHosts") => {
            Some(Paid::Beforehand)
        }
        // What is there already is paid in its own way.
        _ => None,
    };
    let internet = match named("/InternetAccessible/InternetChargeType") {
        Some("TRAFFIC_POSTPAID_BY_HOUR") => Some(Paid::ByTraffic),
        Some("BANDWIDTH_PREPAID") => Some(Paid::Beforehand),
        Some("BANDWIDTH_POSTPAID_BY_HOUR") => Some(Paid::Hourly),
        Some(_) => None,
        // It follows the instance, if there is to be any.
        None if creates => {
            let width = params.pointer("/InternetAccessible/InternetMaxBandwidthOut").and_then(Value::as_u64);
            instance.filter(|_| width.is_some_and(|width| width > 0))
        }
        None => None,
    };
    // Only a creation is priced for one and bought several times.
    let times = if creates { order::count(params) } else { 1 };
    Asked { instance, internet, believes_unit: !creates, months: order::months(params), times }
}

/// What the price does not contain, as far as the document says.
pub fn not_included(params: &Value) -> Vec<Text> {
    let mut left_out = Vec::new();
    let at = |pointer: &str| params.pointer(pointer);
    match at("/InternetAccessible/InternetChargeType").and_then(Value::as_str) {
        Some("TRAFFIC_POSTPAID_BY_HOUR") => left_out.push(Text::new(
            "公网流量按实际用量计费，价格里只有每 GB 的单价。",
            "Traffic is paid by use; the price has only what a GB costs.",
        )),
        Some("BANDWIDTH_PACKAGE") => {
            left_out.push(Text::new("带宽包另行计费。", "The bandwidth package is billed separately."))
        }
        _ => {}
    }
    match order::billing(params) {
        BillingMode::Spot => left_out.push(Text::new(
            "竞价价格随市场变动，以扣费时为准。",
            "A spot price follows the market; what counts is the price when it is charged.",
        )),
        BillingMode::DedicatedHost => left_out.push(Text::new("宿主机本身的费用。", "The dedicated host itself.")),
        BillingMode::Prepaid
            if at("/InstanceChargePrepaid/RenewFlag").and_then(Value::as_str) == Some("NOTIFY_AND_AUTO_RENEW") =>
        {
            left_out.push(Text::new("到期后自动续费的费用。", "The automatic renewals after the period."));
        }
        _ => {}
    }
    let keeps_disks = at("/DataDisks").and_then(Value::as_array).is_some_and(|disks| {
        disks.iter().any(|disk| disk.get("DeleteWithInstance").and_then(Value::as_bool) == Some(false))
    });
    if keeps_disks {
        left_out.push(Text::new(
            "实例销毁后保留的数据盘继续计费。",
            "Data disks that stay after the instance is gone go on costing.",
        ));
    }
    left_out
}

/// The parameters of a creation that its price depends on.
fn of_creation(params: &Value) -> Value {
    let named = ["ImageId", "InstanceChargeType", "InstanceType", "LaunchTemplate", "CpuTopology", "HpcClusterId"];
    let mut asked = picked(params, named.into_iter());
    let templated = order::is_templated(params);
    // Missing structures are put in empty, so that what is missing is named down to the field a person can fill. What a
    // template may have is not missing.
    if let Some(place) = params.get("Placement").or((!templated).then_some(&Value::Null)) {
        asked["Placement"] = picked(place, PLACE.iter().copied());
    }
    let period = params.get("InstanceChargePrepaid").cloned();
    if templated {
        period.into_iter().for_each(|period| asked["InstanceChargePrepaid"] = period);
    } else if order::billing(params) == BillingMode::Prepaid {
        asked["InstanceChargePrepaid"] = period.unwrap_or_else(|| json!({}));
    }
    if let Some(disk) = params.get("SystemDisk") {
        asked["SystemDisk"] = picked(disk, ["DiskType", "DiskSize"].into_iter());
    }
    if let Some(disks) = params.get("DataDisks").and_then(Value::as_array) {
        asked["DataDisks"] = disks.iter().map(|disk| picked(disk, DISK.iter().copied())).collect();
    }
    if let Some(network) = params.get("VirtualPrivateCloud") {
        let network = picked(network, ["VpcId", "SubnetId"].into_iter());
        // Half a choice of network does not change the price.
        if network.as_object().is_some_and(|members| members.len() == 2) {
            asked["VirtualPrivateCloud"] = network;
        }
    }
    if let Some(internet) = params.get("InternetAccessible") {
        asked["InternetAccessible"] = picked(internet, INTERNET.iter().copied());
    }
    if order::billing(params) == BillingMode::Spot
        && params.pointer("/InstanceMarketOptions/SpotOptions/MaxPrice").is_some()
        && let Some(market) = params.get("InstanceMarketOptions")
    {
        asked["InstanceMarketOptions"] = market.clone();
    }
    // Of a template that says how many nothing is asked (see `is_counted_elsewhere`).
    asked["InstanceCount"] = json!(1);
    asked
}

/// What the inquiries of changes take and what makes no price of theirs: how it is done, and what is on the machine then.
const NO_PRICE: &[&str] = &["LoginSettings", "EnhancedService", "UserData", "ForceStop", "ResizeOnline"];

/// What of a structure makes the price: where, how large, how fast, over which line. Names, keys and addresses do not.
const PLACE: &[&str] = &["Zone", "ProjectId", "DedicatedResourcePackTenancy", "DedicatedResourcePackIds"];
const DISK: &[&str] = &["DiskType", "DiskSize", "ThroughputPerformance", "BurstPerformance"];
const INTERNET: &[&str] = &[
    "InternetChargeType",
    "InternetMaxBandwidthOut",
    "BandwidthPackageId",
    "InternetServiceProvider",
    "IPv4AddressType",
    "IPv6AddressType",
    "AntiDDoSPackageId",
];

fn picked<'n>(from: &Value, names: impl Iterator<Item = &'n str>) -> Value {
    let members = names.filter_map(|name| Some((name.to_owned(), from.get(name)?.clone())));
    Value::Object(members.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use yundeck_catalogue::Rule;

    fn missing(params: &Value) -> Vec<String> {
        let error = call("RunInstances", params).expect_err("incomplete");
        error
            .problems
            .iter()
            .filter(|problem| problem.rule == Rule::Required)
            .map(|problem| problem.path.clone())
            .collect()
    }

    #[test]
    fn an_incomplete_order_says_which_fields_a_price_needs() {
        assert_eq!(missing(&json!({})), ["/ImageId", "/Placement/Zone"]);
        assert_eq!(
            missing(&json!({ "Placement": { "Zone": "z" }, "ImageId": "img-1", "InstanceChargeType": "PREPAID" })),
            ["/InstanceChargePrepaid/Period"]
        );
        assert_eq!(
            missing(
                &json!({ "Placement": { "Zone": "z" }, "ImageId": "img-1", "DataDisks": [{ "DiskType": "CLOUD_SSD" }] })
            ),
            ["/DataDisks/0/DiskSize"]
        );
    }

    #[test]
    fn only_what_makes_the_price_is_sent_and_no_secret() {
        let order = json!({
            "Placement": { "Zone": "ap-guangzhou-3", "HostIds": ["host-1"] }, "ImageId": "img-1", "InstanceCount": 3,
            "InstanceType": "S2.SMALL1", "InstanceName": "", "HostName": "-broken-", "LoginSettings": { "Password": "secret-1" }, "UserData": "c2VjcmV0",
            "ClientToken": "t", "ActionTimer": {}, "DisasterRecoverGroupIds": ["ps-1"], "SecurityGroupIds": ["sg-1"],
            "DataDisks": [{ "DiskType": "CLOUD_SSD", "DiskSize": 100, "DeleteWithInstance": false }],
            "VirtualPrivateCloud": { "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddresses": ["10.0.0.1", "10.0.0.2", "10.0.0.3"] },
            "InternetAccessible": { "InternetMaxBandwidthOut": 5, "PublicIpAssigned": true },
        });
        let call = call("RunInstances", &order).unwrap().unwrap();
        assert_eq!(call.operation, "InquiryPriceRunInstances");
        assert_eq!(
            call.params,
            json!({
                "ImageId": "img-1", "InstanceType": "S2.SMALL1", "Placement": { "Zone": "ap-guangzhou-3" },
                "DataDisks": [{ "DiskType": "CLOUD_SSD", "DiskSize": 100 }],
                "VirtualPrivateCloud": { "VpcId": "vpc-1", "SubnetId": "subnet-1" },
                "InternetAccessible": { "InternetMaxBandwidthOut": 5 }, "InstanceCount": 1,
            })
        );
    }

    #[test]
    fn of_what_is_newer_only_what_makes_the_price_is_asked_for() {
        let order = json!({
            "Placement": { "Zone": "ap-guangzhou-3" }, "ImageId": "img-1", "InstanceType": "S5.MEDIUM4", "InstanceCount": 2, "MinCount": 1,
            "DisableApiTermination": true, "CamRoleName": "role", "Metadata": { "Items": [{ "Key": "k", "Value": "v" }] },
            "CpuTopology": { "CoreCount": 1, "ThreadPerCore": 1 }, "HpcClusterId": "hpc-1", "DryRun": true,
            "SystemDisk": { "DiskType": "CLOUD_BSSD", "DiskSize": 50, "DiskName": "system", "Encrypt": true },
            "DataDisks": [{ "DiskType": "CLOUD_TSSD", "DiskSize": 500, "ThroughputPerformance": 100, "DiskName": "d", "SnapshotId": "snap-1" }],
            "InternetAccessible": { "InternetChargeType": "BANDWIDTH_PACKAGE", "InternetMaxBandwidthOut": 5, "BandwidthPackageId": "bwp-1", "PublicIpAssigned": true },
            "VirtualPrivateCloud": { "VpcId": "vpc-1", "SubnetId": "subnet-1", "Ipv6AddressCount": 1 },
        });
        assert_eq!(
            call("RunInstances", &order).unwrap().unwrap().params,
            json!({
                "ImageId": "img-1", "InstanceType": "S5.MEDIUM4", "Placement": { "Zone": "ap-guangzhou-3" }, "InstanceCount": 1,
                "CpuTopology": { "CoreCount": 1, "ThreadPerCore": 1 }, "HpcClusterId": "hpc-1",
                "SystemDisk": { "DiskType": "CLOUD_BSSD", "DiskSize": 50 },
                "DataDisks": [{ "DiskType": "CLOUD_TSSD", "DiskSize": 500, "ThroughputPerformance": 100 }],
                "InternetAccessible": { "InternetChargeType": "BANDWIDTH_PACKAGE", "InternetMaxBandwidthOut": 5, "BandwidthPackageId": "bwp-1" },
                "VirtualPrivateCloud": { "VpcId": "vpc-1", "SubnetId": "subnet-1" },
            })
        );
    }

    #[test]
    fn what_a_template_has_is_priced_with_it_unless_it_may_say_how_many() {
        let template = json!({ "LaunchTemplateId": "lt-1", "LaunchTemplateVersion": 2 });
        let order = json!({ "LaunchTemplate": template, "InstanceCount": 3 });
        let priced = call("RunInstances", &order).unwrap().unwrap();
        assert_eq!(priced.params, json!({ "LaunchTemplate": template, "InstanceCount": 1 }));
        let paid = asked("RunInstances", &order);
        assert_eq!((paid.instance, paid.times), (None, 3), "the template may say how it is paid");
        let uncounted = json!({ "LaunchTemplate": template });
        assert_eq!(call("RunInstances", &uncounted), Ok(None));
        assert!(no_price(&uncounted).unwrap().en.contains("how many"));
    }

    #[test]
    fn billing_modes_that_the_inquiry_does_not_know_have_no_price_and_say_why() {
        for mode in ["CDCPAID", "UNDERWRITE"] {
            let order = json!({ "Placement": { "Zone": "z" }, "ImageId": "img-1", "InstanceType": "S5.MEDIUM4", "InstanceChargeType": mode });
            assert_eq!(call("RunInstances", &order), Ok(None), "{mode}");
            assert!(no_price(&order).unwrap().en.contains("billing mode"), "{mode}");
        }
    }

    #[test]
    fn a_wrong_value_is_found_before_the_cloud_is_asked() {
        let order = json!({ "Placement": { "Zone": "z" }, "ImageId": "img-1", "DataDisks": [{ "DiskType": "CLOUD_SSD", "DiskSize": 15 }] });
        let error = call("RunInstances", &order).expect_err("a step of 10");
        assert_eq!(error.problems[0].rule, Rule::Step { step: "10".into() });
    }

    #[test]
    fn an_order_that_leaves_the_type_to_the_cloud_has_no_price_and_says_why() {
        use yundeck_domain::CloudAdapter;
        let order = json!({ "Placement": { "Zone": "z" }, "ImageId": "img-1" });
        assert_eq!(call("RunInstances", &order), Ok(None));
        let reason = |params: &Value| crate::tencent::adapter::Tencent.no_quote("RunInstances", params).unwrap().en;
        assert!(reason(&order).contains("instance type"));
        assert!(reason(&json!({ "InstanceChargeType": "CDHPAID" })).contains("host"));
    }

    #[test]
    fn other_purchases_are_priced_with_the_parameters_both_take() {
        let call_for = |operation: &str| {
            let example = &SPEC.operation(operation).unwrap().example;
            call(operation, example).unwrap().map(|call| (call.operation, call.params))
        };
        let renewal = json!({ "InstanceIds": ["ins-r8hr2upy"], "InstanceChargePrepaid": { "Period": 1, "RenewFlag": "NOTIFY_AND_MANUAL_RENEW" } });
        assert_eq!(call_for("RenewInstances"), Some(("InquiryPriceRenewInstances".to_owned(), renewal)));
        assert_eq!(call_for("AllocateHosts"), None);
        let renewed = json!({ "HostIds": ["host-ey16rkyg"], "HostChargePrepaid": { "Period": 1, "RenewFlag": "NOTIFY_AND_AUTO_RENEW" } });
        assert_eq!(call_for("RenewHosts"), Some(("InquiryPriceRenewHosts".to_owned(), renewed)));
        let reset = json!({ "InstanceId": "ins-1", "SystemDisk": { "DiskSize": 60 }, "LoginSettings": { "Password": "Abcd1234" }, "UserData": "dQ==" });
        let asked = call("ResetInstance", &reset).unwrap().unwrap().params;
        assert_eq!(asked, json!({ "InstanceId": "ins-1", "SystemDisk": { "DiskSize": 60 } }), "no secret");
        let prepaid = json!({ "InstanceIds": ["ins-1"], "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 1 }, "ModifyPortableDataDisk": true });
        assert_eq!(
            call("ModifyInstancesChargeType", &prepaid).unwrap().unwrap().params,
            prepaid,
            "disks that are paid otherwise cost, too"
        );
        for (name, operation) in &SPEC.operations {
            if operation.quote.is_some() {
                assert!(call_for(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn instances_on_a_dedicated_host_have_no_price_call() {
        let order = json!({ "Placement": { "Zone": "z" }, "ImageId": "img-1", "InstanceChargeType": "CDHPAID", "InstanceType": "CDH_1C1G" });
        assert_eq!(call("RunInstances", &order), Ok(None));
    }

    #[test]
    fn what_a_price_leaves_out_is_said() {
        let count = |params: Value| not_included(&params).len();
        assert_eq!(count(json!({})), 0);
        assert_eq!(count(json!({ "InternetAccessible": { "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR" } })), 1);
        assert_eq!(
            count(json!({ "InstanceChargeType": "SPOTPAID", "DataDisks": [{ "DeleteWithInstance": false }] })),
            2
        );
    }
}

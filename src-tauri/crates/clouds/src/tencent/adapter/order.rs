//! What the parameters of a purchase say.

use serde_json::{Value, json};
use yundeck_domain::instance::BillingMode;
use yundeck_domain::{Call, Instance, Read, ResultSearch};

use super::name;
use crate::tencent::map;
use crate::tencent::map::instance::billing as mode;

/// How many values a filter takes (document, `DescribeInstances`).
const VALUES_PER_FILTER: usize = 5;

/// The most lists that one search reads: with more names than fit into these, all of the zone is read instead.
const SEARCHES: usize = 20;

/// How many are bought, as far as the order says it: a launch template may say it as well.
pub fn count(params: &Value) -> u32 {
    ["InstanceCount", "HostCount"]
        .iter()
        .find_map(|name| params.get(*name).and_then(Value::as_u64))
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(1)
}

/// How it is paid; `POSTPAID_BY_HOUR` when it is not said.
pub fn billing(params: &Value) -> BillingMode {
    let word = params.get("InstanceChargeType").and_then(Value::as_str).filter(|word| !word.is_empty());
    mode(Some(word.unwrap_or("POSTPAID_BY_HOUR").to_owned()))
}

/// Months, when it is paid beforehand.
pub fn months(params: &Value) -> Option<u32> {
    if params.get("InstanceChargeType").is_some() && billing(params) != BillingMode::Prepaid {
        return None;
    }
    let period = ["/InstanceChargePrepaid/Period", "/HostChargePrepaid/Period"];
    period
        .iter()
        .find_map(|at| params.pointer(at).and_then(Value::as_u64))
        .and_then(|months| u32::try_from(months).ok())
}

/// Whether the call only checks: nothing is made then, whatever the answer is.
pub fn only_checks(params: &Value) -> bool {
    params.get("DryRun").and_then(Value::as_bool) == Some(true)
}

/// The type. Without one the cloud takes what it has: the document says `S1.SMALL1`, which not every zone sells.
pub fn instance_type(params: &Value) -> Option<&str> {
    asked(params, "/InstanceType")
}

/// Where to look for what `RunInstances` made. Instances of all projects are in one list.
pub fn search(params: &Value) -> ResultSearch {
    let names = name::documented(asked(params, "/InstanceName").unwrap_or_default(), count(params))
        .filter(|names| !is_templated(params) && names.len() <= SEARCHES * VALUES_PER_FILTER);
    let filters: Vec<Value> = match &names {
        // Names are matched as a whole (the vendor's issue tracker: tencentcloud-sdk-python 145); a filter takes five values.
        Some(names) => {
            names.chunks(VALUES_PER_FILTER).map(|some| json!({ "Name": "instance-name", "Values": some })).collect()
        }
        None => asked(params, "/Placement/Zone")
            .filter(|_| !is_templated(params))
            .map(|zone| json!({ "Name": "zone", "Values": [zone] }))
            .into_iter()
            .collect(),
    };
    let read = |params: Value| Read { call: Call::new("DescribeInstances", params), map: map::instance::instances };
    let reads = match filters.as_slice() {
        [] => vec![read(json!({}))],
        each => each.iter().map(|filter| read(json!({ "Filters": [filter] }))).collect(),
    };
    ResultSearch { hint: None, reads, complete: true }
}

/// Whether the instance can be what a creation with these parameters made. What the parameters leave to the cloud is not
/// compared, nor is anything beside a template: which of the two wins is not documented.
pub fn could_have_made(params: &Value, instance: &Instance) -> bool {
    if is_templated(params) {
        return true;
    }
    let agrees = |asked: Option<&str>, found: Option<&str>| asked.is_none() || found.is_none() || asked == found;
    let named = asked(params, "/InstanceName")
        .is_none_or(|asked| instance.name.is_empty() || name::fits(asked, count(params), &instance.name));
    // Of a dedicated host, the type is an order for CPU and memory (`CDH_1C2G`).
    let kind = asked(params, "/InstanceType").filter(|kind| !kind.starts_with("CDH_"));
    let paid = asked(params, "/InstanceChargeType").is_none()
        || matches!(&instance.billing, BillingMode::Other { .. })
        || billing(params) == instance.billing;
    let place = |pointer: &str| asked(params, pointer).filter(|id| *id != "DEFAULT");
    named
        && paid
        && agrees(kind, instance.instance_type.as_deref())
        && agrees(asked(params, "/ImageId"), instance.image_id.as_deref())
        && agrees(asked(params, "/Placement/Zone"), instance.zone.as_deref())
        && agrees(place("/VirtualPrivateCloud/VpcId"), instance.vpc_id.as_deref())
        && agrees(place("/VirtualPrivateCloud/SubnetId"), instance.subnet_id.as_deref())
}

/// Whether the order leaves to a launch template what it does not say itself.
pub fn is_templated(params: &Value) -> bool {
    params.get("LaunchTemplate").is_some_and(|template| !template.is_null())
}

/// The text at a pointer; empty counts as absent.
fn asked<'p>(params: &'p Value, pointer: &str) -> Option<&'p str> {
    params.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_instance_is_recognised_by_all_that_was_asked_for() {
        let made = |name: &str, zone: &str, kind: &str| {
            crate::tencent::map::instance::instances(&json!({ "InstanceSet": [{
                "InstanceId": "ins-1", "InstanceName": name, "ImageId": "img-1", "InstanceType": kind,
                "InstanceChargeType": "POSTPAID_BY_HOUR", "Placement": { "Zone": zone },
            }] }))
            .remove(0)
        };
        let order = json!({ "Placement": { "Zone": "z-1" }, "ImageId": "img-1", "InstanceName": "web", "InstanceCount": 2,
            "InstanceType": "S1.SMALL1", "InstanceChargeType": "POSTPAID_BY_HOUR" });
        assert!(could_have_made(&order, &made("web1", "z-1", "S1.SMALL1")));
        assert!(could_have_made(&order, &made("web2", "z-1", "S1.SMALL1")));
        assert!(!could_have_made(&order, &made("website", "z-1", "S1.SMALL1")), "another name");
        assert!(!could_have_made(&order, &made("web1", "z-2", "S1.SMALL1")), "another zone");
        assert!(!could_have_made(&order, &made("web1", "z-1", "S2.SMALL1")), "another type");
        let monthly = json!({ "InstanceName": "web", "InstanceChargeType": "PREPAID" });
        assert!(!could_have_made(&monthly, &made("web", "z-1", "S1.SMALL1")), "paid otherwise");
    }

    #[test]
    fn could_have_made_compares_nothing_that_the_order_leaves_to_the_cloud_or_a_template() {
        let made =
            |record: Value| crate::tencent::map::instance::instances(&json!({ "InstanceSet": [record] })).remove(0);
        let other = made(json!({ "InstanceId": "ins-1", "InstanceName": "未命名", "InstanceType": "SA2.MEDIUM4",
            "InstanceChargeType": "SPOTPAID", "Placement": { "Zone": "z-1" }, "ImageId": "img-1" }));
        assert!(could_have_made(&json!({ "Placement": { "Zone": "z-1" }, "ImageId": "img-1" }), &other));
        let named = json!({ "Placement": { "Zone": "z-1" }, "ImageId": "img-1", "InstanceName": "web", "InstanceType": "S2.SMALL1",
            "InstanceChargeType": "PREPAID", "VirtualPrivateCloud": { "VpcId": "vpc-1", "SubnetId": "DEFAULT" } });
        assert!(!could_have_made(&named, &other));
        assert!(
            could_have_made(&named, &made(json!({ "InstanceId": "ins-1" }))),
            "what a record does not say contradicts nothing"
        );
        let mut templated = named;
        templated["LaunchTemplate"] = json!({ "LaunchTemplateId": "lt-1" });
        assert!(could_have_made(&templated, &other));
    }

    #[test]
    fn search_asks_for_the_documented_names_and_else_for_the_zone() {
        let filters = |params: Value| {
            let search = search(&params);
            assert!(search.complete);
            let filters: Vec<Value> = search
                .reads
                .iter()
                .map(|read| read.call.params.pointer("/Filters/0").cloned().unwrap_or_default())
                .collect();
            filters
        };
        let name = |values: &[&str]| json!({ "Name": "instance-name", "Values": values });
        let order = |more: Value| {
            let mut order = json!({ "Placement": { "Zone": "z-1" }, "InstanceName": "web" });
            order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            order
        };
        assert_eq!(filters(order(json!({}))), vec![name(&["web"])]);
        assert_eq!(
            filters(order(json!({ "InstanceCount": 7 }))),
            vec![name(&["web1", "web2", "web3", "web4", "web5"]), name(&["web6", "web7"])]
        );
        let zone = json!({ "Name": "zone", "Values": ["z-1"] });
        assert_eq!(filters(order(json!({ "InstanceName": "web-{R:1,G:3}" }))), vec![zone.clone()]);
        assert_eq!(filters(order(json!({ "InstanceName": "web-{R:1,F:3}" }))), vec![name(&["web-001"])]);
        assert_eq!(filters(order(json!({ "InstanceCount": 101 }))), vec![zone.clone()], "too many names to ask for");
        assert_eq!(filters(order(json!({ "InstanceName": "" }))), vec![zone]);
        assert_eq!(filters(order(json!({ "LaunchTemplate": { "LaunchTemplateId": "lt-1" } }))), vec![Value::Null]);
    }

    #[test]
    fn a_period_counts_only_where_it_is_paid_beforehand() {
        let order = |mode: &str| json!({ "InstanceChargeType": mode, "InstanceChargePrepaid": { "Period": 12 } });
        assert_eq!(months(&order("PREPAID")), Some(12));
        assert_eq!(months(&order("POSTPAID_BY_HOUR")), None);
        assert_eq!(months(&json!({ "InstanceChargePrepaid": { "Period": 3 } })), Some(3), "a renewal names no mode");
    }
}

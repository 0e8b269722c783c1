//! What the parameters of a purchase say.

use serde_json::Value;
use yundeck_domain::Instance;
use yundeck_domain::instance::BillingMode;

use super::name;
use crate::tencent::map::instance::billing as mode;

/// The type that is made when none is named.
const DEFAULT_TYPE: &str = "S1.SMALL1";

/// How many are bought.
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

/// The type, named or not.
pub fn instance_type(params: &Value) -> &str {
    params.get("InstanceType").and_then(Value::as_str).filter(|kind| !kind.is_empty()).unwrap_or(DEFAULT_TYPE)
}

/// Whether the instance is what a creation with these parameters would have made. What the parameters leave to the
/// cloud is not compared.
pub fn could_have_made(params: &Value, instance: &Instance) -> bool {
    let asked = |pointer: &str| params.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
    let agrees = |asked: Option<&str>, found: Option<&str>| asked.is_none_or(|asked| found == Some(asked));
    let wanted = asked("/InstanceName").unwrap_or_default();
    let count = count(params);
    let named = (0..count).any(|nth| name::nth(wanted, nth, count) == instance.name);
    named
        && agrees(asked("/ImageId"), instance.image_id.as_deref())
        && agrees(asked("/Placement/Zone"), instance.zone.as_deref())
        && agrees(asked("/VirtualPrivateCloud/VpcId").filter(|id| *id != "DEFAULT"), instance.vpc_id.as_deref())
        && agrees(asked("/VirtualPrivateCloud/SubnetId").filter(|id| *id != "DEFAULT"), instance.subnet_id.as_deref())
        && agrees(Some(instance_type(params)), instance.instance_type.as_deref())
        && billing(params) == instance.billing
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
        let order =
            json!({ "Placement": { "Zone": "z-1" }, "ImageId": "img-1", "InstanceName": "web", "InstanceCount": 2 });
        assert!(could_have_made(&order, &made("web1", "z-1", "S1.SMALL1")));
        assert!(could_have_made(&order, &made("web2", "z-1", "S1.SMALL1")));
        assert!(!could_have_made(&order, &made("web3", "z-1", "S1.SMALL1")), "two were ordered");
        assert!(!could_have_made(&order, &made("web1", "z-2", "S1.SMALL1")), "another zone");
        assert!(!could_have_made(&order, &made("web1", "z-1", "S2.SMALL1")), "another type");
        let unnamed = json!({ "Placement": { "Zone": "z-1" }, "ImageId": "img-1" });
        assert!(could_have_made(&unnamed, &made("未命名", "z-1", "S1.SMALL1")));
    }

    #[test]
    fn a_period_counts_only_where_it_is_paid_beforehand() {
        let order = |mode: &str| json!({ "InstanceChargeType": mode, "InstanceChargePrepaid": { "Period": 12 } });
        assert_eq!(months(&order("PREPAID")), Some(12));
        assert_eq!(months(&order("POSTPAID_BY_HOUR")), None);
        assert_eq!(months(&json!({ "InstanceChargePrepaid": { "Period": 3 } })), Some(3), "a renewal names no mode");
    }
}

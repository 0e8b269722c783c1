//! Parameters that the document calls without effect under some condition. The catalogue refuses them before anything is
//! sent, so that nobody waits for what will not come; the cloud takes no notice of them, and neither does the sandbox.

use serde_json::Value;

/// An operation, the parameter, and whether the others leave it without effect.
type Rule = (&'static [&'static str], &'static str, fn(&Value) -> bool);

const RULES: &[Rule] = &[
    (&["RunInstances"], "SpotStrategy", |params| params["ChargeType"] != "Spot"),
    (&["RunInstances"], "SpotPriceLimit", |params| params["SpotStrategy"] != "SpotWithPriceLimit"),
    (&["RunInstances", "ModifyInstanceAutoDeleteTime"], "AutoDeleteEip", |params| params["AutoDeleteTime"].is_null()),
    (&["CreateModel"], "KeyId", keeps_login),
    (&["CreateModel"], "InstancePassword", |params| !params["KeyId"].is_null()),
    (&["RunInstances", "ModifyInstanceImage", "CreateModel"], "InstancePassword", keeps_login),
];

/// The parameters without those that have no effect.
pub fn heeded(operation: &str, mut params: Value) -> Value {
    for (operations, name, is_unheeded) in RULES {
        if operations.contains(&operation)
            && is_unheeded(&params)
            && let Some(members) = params.as_object_mut()
        {
            members.shift_remove(*name);
        }
    }
    params
}

fn keeps_login(params: &Value) -> bool {
    params["KeepImageLogin"] == true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bid_counts_for_spot_instances_and_a_limit_for_its_strategy() {
        let bid = |mode: &str, strategy: &str| {
            let asked = json!({ "ChargeType": mode, "SpotStrategy": strategy, "SpotPriceLimit": 0.1 });
            heeded("RunInstances", asked).as_object().unwrap().keys().skip(1).cloned().collect::<Vec<_>>()
        };
        assert_eq!(bid("Daily", "SpotWithPriceLimit"), [] as [&str; 0]);
        assert_eq!(bid("Spot", "SpotAsPriceGo"), ["SpotStrategy"]);
        assert_eq!(bid("Spot", "SpotWithPriceLimit"), ["SpotStrategy", "SpotPriceLimit"]);
    }

    #[test]
    fn a_kept_login_leaves_no_password() {
        let asked = json!({ "KeepImageLogin": true, "InstancePassword": "p", "KeyId": "k" });
        assert_eq!(heeded("CreateModel", asked.clone()), json!({ "KeepImageLogin": true }));
        assert_eq!(heeded("RunInstances", asked), json!({ "KeepImageLogin": true, "KeyId": "k" }));
        let keyed = json!({ "KeepImageLogin": false, "InstancePassword": "p", "KeyId": "k" });
        assert_eq!(heeded("CreateModel", keyed.clone()), json!({ "KeepImageLogin": false, "KeyId": "k" }));
        assert_eq!(heeded("RunInstances", keyed.clone()), keyed);
    }
}

//! What is ordered, in each cloud's words.

use serde_json::{Value, json};
use yundeck_sandbox::Endpoint;
use yundeck_sandbox::world::{Billing, InstanceState};

use crate::schedule::{Act, Kind};
use crate::stage::Stage;

/// A call that is planned by its name.
pub struct Call {
    pub operation: &'static str,
    pub params: Value,
    pub mark: String,
}

/// An instance as far as an act picks it.
#[derive(Debug, Clone)]
pub struct Target {
    pub id: String,
    pub running: bool,
    pub stopped: bool,
    pub prepaid: bool,
}

/// The instances that an act can pick from.
pub fn targets(stage: &Stage) -> Vec<Target> {
    let region = stage.endpoint.sample.region.clone();
    let all = stage.sandbox.world(&stage.spec.id, |world| {
        let now = world.now();
        let here = world.instances.iter().filter(|instance| instance.region == region);
        let target = |instance: &yundeck_sandbox::world::Instance| Target {
            id: instance.id.clone(),
            running: instance.state(now) == InstanceState::Running,
            stopped: instance.state(now) == InstanceState::Stopped,
            prepaid: instance.billing == Billing::Prepaid,
        };
        here.map(target).collect::<Vec<_>>()
    });
    all.unwrap_or_default()
}

/// The creation of instances.
pub fn creation(endpoint: &Endpoint, act: &Act, name: &str) -> Value {
    let count = if endpoint.cloud == "ucloudstack" { 1 } else { act.count };
    let mut params = yundeck_tests::orders::order(endpoint, name, count);
    if act.prepaid {
        match endpoint.cloud.as_str() {
            "tencent" => {
                params["InstanceChargeType"] = json!("PREPAID");
                params["InstanceChargePrepaid"] = json!({ "Period": 1 });
            }
            "kingsoft" => {
                params["ChargeType"] = json!("Monthly");
                params["PurchaseTime"] = json!(1);
            }
            "jdcloud" => {
                params["instanceSpec"]["charge"] =
                    json!({ "chargeMode": "prepaid_by_duration", "chargeUnit": "month", "chargeDuration": 1 })
            }
            _ => params["ChargeType"] = json!("Month"),
        }
    }
    params
}

/// How many instances the parameters make at most.
pub fn ordered(params: &Value) -> u32 {
    let of = |name: &str| params.get(name).and_then(Value::as_u64);
    let count = of("InstanceCount").or(of("MaxCount")).or(of("maxCount")).unwrap_or(1);
    u32::try_from(count).unwrap()
}

/// A call of the explorer; `None` where that cloud has none of the kind. `two` instances are there to be acted on.
pub fn call(stage: &Stage, act: &Act, name: &str, ids: &[String]) -> Option<Call> {
    let cloud = stage.spec.id.as_str();
    let first = ids.first()?;
    let both = || ids.iter().take(2).collect::<Vec<_>>();
    let (operation, params) = match (act.kind, cloud) {
        (Kind::KeyPair, "tencent") => ("CreateKeyPair", json!({ "KeyName": name, "ProjectId": 0 })),
        (Kind::KeyPair, "kingsoft") => ("CreateKey", json!({ "KeyName": name })),
        (Kind::KeyPair, "jdcloud") => ("createKeypair", json!({ "keyName": name })),
        (Kind::KeyPair, _) => ("ResetVMInstancePassword", json!({ "VMID": first, "Password": "Ucloud.cn2" })),
        (Kind::Modify, "tencent") => {
            ("ModifyInstancesAttribute", json!({ "InstanceIds": [first], "InstanceName": name }))
        }
        (Kind::Modify, "kingsoft") => ("ModifyInstanceAttribute", json!({ "InstanceId": first, "InstanceName": name })),
        (Kind::Modify, "jdcloud") => ("modifyInstanceAttribute", json!({ "instanceId": first, "name": name })),
        (Kind::Modify, _) => ("ResetVMInstancePassword", json!({ "VMID": first, "Password": "Ucloud.cn3" })),
        (Kind::Resize, "tencent") if act.prepaid => {
            ("RenewInstances", json!({ "InstanceIds": [first], "InstanceChargePrepaid": { "Period": 1 } }))
        }
        (Kind::Resize, "tencent") => {
            ("ResetInstancesType", json!({ "InstanceIds": [first], "InstanceType": "S2.LARGE8", "ForceStop": true }))
        }
        (Kind::Resize, "kingsoft") => ("ModifyInstanceType", json!({ "InstanceId": first, "InstanceType": "N3.4B" })),
        (Kind::Resize, "jdcloud") => ("resizeInstance", json!({ "instanceId": first, "instanceType": "g.n3.large" })),
        (Kind::Resize, _) => ("ResizeVMConfig", json!({ "VMID": first, "CPU": 4, "Memory": 8192 })),
        (Kind::Batch, "tencent") => ("RebootInstances", json!({ "InstanceIds": both() })),
        (Kind::Batch, "kingsoft") => ("StopInstances", json!({ "InstanceId": both() })),
        _ => return None,
    };
    let named = params.to_string().contains(name);
    Some(Call { operation, params, mark: if named { name.to_owned() } else { first.clone() } })
}

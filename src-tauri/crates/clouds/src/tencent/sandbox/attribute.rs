//! What else can be read of instances: user data, types to change to, limits of changes, repairs, what a return gives back.
//! The vendor's SDK describes these; the document has none of them.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Billing, Instance};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::filter::{Filters, list};
use super::pricing;
use super::words::obstacle;

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeInstancesAttributes" => attributes(world, incoming),
        "DescribeInstancesModification" => types(world, incoming),
        "DescribeInstancesOperationLimit" => limits(world, incoming),
        "DescribeTaskInfo" => Ok(repairs(world, incoming)),
        "InquiryPriceTerminateInstances" => refunds(world, incoming),
        _ => return None,
    })
}

/// The instances that the call names.
fn named<'w>(world: &'w World, incoming: &Incoming) -> Result<Vec<&'w Instance>, Refusal> {
    let ids = incoming.texts("InstanceIds");
    ids.iter().map(|id| world.instance(&incoming.region, id).map_err(obstacle)).collect()
}

fn attributes(world: &World, incoming: &Incoming) -> Outcome {
    let all: Vec<Value> = named(world, incoming)?
        .into_iter()
        .map(|instance| {
            let data = instance.extra.get("UserData").cloned().unwrap_or_else(|| json!(""));
            json!({ "InstanceId": instance.id, "Attributes": { "UserData": data } })
        })
        .collect();
    Ok(json!({ "InstanceSet": all }))
}

/// Types of the instance's own family, as the change itself allows them.
fn types(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["status"])?;
    let mut all = Vec::new();
    for instance in named(world, incoming)? {
        let own = instance.instance_type.as_deref().unwrap_or_default();
        let family = own.split('.').next().unwrap_or_default();
        let kinds = world.instance_types.iter().filter(|kind| kind.family == family && kind.id != own);
        for kind in kinds.filter(|kind| kind.offered_in(&instance.zone)) {
            let status = if kind.available_in(&instance.zone) { "SELL" } else { "UNAVAILABLE" };
            if filters.pass(|_| vec![status.to_owned()]) {
                all.push(json!({
                    "Status": status, "Message": "",
                    "InstanceTypeConfig": {
                        "Zone": instance.zone, "InstanceType": kind.id, "InstanceFamily": kind.family, "GPU": kind.gpus,
                        "CPU": kind.vcpus, "Memory": kind.memory_mib / 1024, "FPGA": 0, "GpuCount": kind.gpus,
                    },
                }));
            }
        }
    }
    Ok(json!({ "TotalCount": all.len(), "InstanceTypeConfigStatusSet": all }))
}

fn limits(world: &World, incoming: &Incoming) -> Outcome {
    let operation = incoming.text("Operation");
    let all: Vec<Value> = named(world, incoming)?
        .into_iter()
        .map(|instance| {
            // What is paid by use may change as often as one likes.
            let limit = if instance.billing == Billing::Prepaid { 5 } else { -1 };
            json!({ "InstanceId": instance.id, "Operation": operation, "CurrentCount": limit.min(0), "LimitCount": limit })
        })
        .collect();
    Ok(json!({ "InstanceOperationLimitSet": all }))
}

/// The instance that a repair is planned for, so that there is one to be seen.
const REPAIRED: &str = "db-master";

/// One planned maintenance, since this morning.
fn repairs(world: &World, incoming: &Incoming) -> Value {
    let planned = world.instances.in_region(&incoming.region).filter(|instance| instance.name == REPAIRED);
    let made = format!("{} 00:00:00", world.now().format("%Y-%m-%d"));
    let tasks = planned.map(|instance| {
        json!({
            "TaskId": instance.id.replacen("ins-", "rep-", 1), "InstanceId": instance.id, "Alias": instance.name, "TaskTypeId": 107,
            "TaskTypeName": "实例维护升级", "TaskStatus": 1, "DeviceStatus": 3, "OperateStatus": 1, "CreateTime": made,
            "AuthTime": null, "EndTime": null, "TaskDetail": "", "Zone": instance.zone, "Region": instance.region,
            "VpcId": instance.vpc_id, "SubnetId": instance.subnet_id, "LanIp": instance.private_ips.first(),
            "WanIp": instance.public_ips.first(), "Product": "CVM", "AuthType": 1, "AuthSource": "Waiting_auth",
        })
    });
    let among = |name: &str, value: &Value| {
        let wanted = incoming.params.get(name).and_then(Value::as_array);
        wanted.is_none_or(|wanted| wanted.contains(value))
    };
    let found = tasks.filter(|task| {
        among("TaskStatus", &task["TaskStatus"])
            && among("TaskTypeIds", &task["TaskTypeId"])
            && among("TaskIds", &task["TaskId"])
            && among("InstanceIds", &task["InstanceId"])
            && among("Aliases", &task["Alias"])
            && incoming.text("Product").is_none_or(|product| task["Product"] == product)
            && incoming.text("StartDate").is_none_or(|start| made.as_str() >= start)
            && incoming.text("EndDate").is_none_or(|end| made.as_str() <= end)
    });
    list(incoming, "RepairTaskInfoSet", found.collect::<Vec<_>>(), |task| task)
}

/// What is left of the period, at what it costs now; what is paid by use gives nothing back.
fn refunds(world: &World, incoming: &Incoming) -> Outcome {
    let mut all = Vec::new();
    for instance in named(world, incoming)? {
        let expires = instance.expires.filter(|_| instance.billing == Billing::Prepaid);
        let days = expires.map_or(0, |expires| (expires - world.now()).num_days().max(0));
        let months = u32::try_from(days / 30).unwrap_or(0);
        let left = world.prices.for_months(world.prices.hour(&pricing::priced(world, instance)), months);
        let amount = if months == 0 { json!(0.0) } else { pricing::float(left.discounted) };
        all.push(json!({ "InstanceId": instance.id, "Refunds": amount, "PriceDetail": "" }));
    }
    Ok(json!({ "InstanceRefundsSet": all }))
}

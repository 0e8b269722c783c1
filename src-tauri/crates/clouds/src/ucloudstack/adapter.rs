//! Which operations do the application's jobs on this cloud.

use serde_json::{Map, Value, json};
use yundeck_catalogue::problem::{Problem, Rule};
use yundeck_catalogue::{CloudSpec, schema};
use yundeck_domain::adapter::{Offer, Summary, Trials};
use yundeck_domain::{
    Call, CloudAdapter, Error, Image, ImageShare, ImageSource, Instance, InstanceAction, InstanceType, QuoteItem, Read,
    ResultSearch, Text,
};

use super::{SPEC, map};

/// What makes an instance.
const CREATE: &str = "CreateVMInstance";

/// What changes the size of one.
const RESIZE: &str = "ResizeVMConfig";

/// What the price call takes of a creation, and whether it needs it (document, 1.3, and the guide's later editions).
const PRICED: &[(&str, bool)] = &[
    ("VMType", true),
    ("ImageID", true),
    ("CPU", true),
    ("Memory", true),
    ("GPU", false),
    ("GPUType", false),
    ("MdevName", false),
    ("GPUMdevName", false),
    ("BootDiskSetType", true),
    ("BootDiskSpace", true),
    ("ChargeType", true),
    ("Quantity", false),
    ("CompanyID", false),
    ("MemberID", false),
];

/// UCloudStack, in the application's words.
#[derive(Debug, Clone, Copy)]
pub struct Ucloudstack;

impl CloudAdapter for Ucloudstack {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    fn probe(&self) -> Call {
        Call::new("DescribeVMInstance", json!({ "Limit": 1 }))
    }

    fn instances(&self, ids: &[String]) -> Read<Instance> {
        let params = if ids.is_empty() { json!({}) } else { json!({ "VMIDs": ids }) };
        Read { call: Call::new("DescribeVMInstance", params), map: map::instance::instances }
    }

    fn instance_types(&self, _zone: Option<&str>) -> Option<Read<InstanceType>> {
        None
    }

    fn images(&self, source: ImageSource) -> Option<Read<Image>> {
        let image_type = match source {
            ImageSource::Public => "Base",
            ImageSource::Private => "Custom",
            ImageSource::Shared | ImageSource::Market => return None,
        };
        Some(Read { call: Call::new("DescribeImage", json!({ "ImageType": image_type })), map: map::image::images })
    }

    fn image_shares(&self, _image_id: &str) -> Option<Read<ImageShare>> {
        None
    }

    fn act(&self, action: InstanceAction, instance: &Instance) -> Call {
        let id = &instance.id;
        match action {
            InstanceAction::Start => Call::new("StartVMInstance", json!({ "VMID": id })),
            InstanceAction::Stop => Call::new("StopVMInstance", json!({ "VMID": id })),
            InstanceAction::Reboot => Call::new("RestartVMInstance", json!({ "VMID": id })),
            // Nobody asked to lose the disks and addresses that are bound to it.
            InstanceAction::Terminate => Call::new("DeleteVMInstance", json!({ "VMID": id, "DelBindResource": 0 })),
        }
    }

    fn create_image(&self, instance: &Instance, name: &str, description: &str) -> Call {
        let mut params = json!({ "VMID": instance.id, "ImageName": name });
        if !description.is_empty() {
            params["ImageDescription"] = json!(description);
        }
        Call::new("CreateCustomImage", params)
    }

    fn delete_image(&self, image: &Image) -> Call {
        Call::new("DeleteCustomImage", json!({ "ImageID": image.id }))
    }

    fn share_image(&self, _image: &Image, _accounts: &[String], _share: bool) -> Option<Call> {
        None
    }

    fn share_obstacles(
        &self,
        _image: &Image,
        _shared: &[ImageShare],
        _accounts: &[String],
        _owner_id: Option<&str>,
    ) -> Vec<Text> {
        SPEC.lacks.get("share_image").cloned().into_iter().collect()
    }

    fn quote(&self, operation: &str, params: &Value) -> Result<Option<Call>, Error> {
        if operation == RESIZE {
            return Ok(Some(premium(params)));
        }
        if operation != CREATE {
            return Ok(None);
        }
        let params = with_defaults(params);
        let missing: Vec<Problem> = PRICED
            .iter()
            .filter(|(name, needed)| *needed && !params.contains_key(*name))
            .map(|(name, _)| required(name))
            .collect();
        if !missing.is_empty() {
            return Err(Error::invalid(missing));
        }
        // A duration has no effect by the hour.
        let by_the_hour = params.get("ChargeType").and_then(Value::as_str) == Some("Dynamic");
        let mut priced: Map<String, Value> = params
            .into_iter()
            .filter(|(name, _)| PRICED.iter().any(|(known, _)| known == name))
            .filter(|(name, _)| !(by_the_hour && name == "Quantity"))
            .collect();
        // A creation makes one.
        priced.insert("Count".to_owned(), json!(1));
        Ok(Some(Call::new("GetVMInstancePrice", Value::Object(priced))))
    }

    fn order_needs(&self) -> &'static [&'static str] {
        &["vm_type", "disk_type"]
    }

    fn smallest_order(&self, offer: &Offer) -> Option<Value> {
        Some(json!({
            "ImageID": offer.images.first()?.id,
            "VMType": offer.picked.get("vm_type")?,
            "BootDiskSetType": offer.picked.get("disk_type")?,
            "CPU": 1,
            "Memory": 2048,
            "ChargeType": "Dynamic",
        }))
    }

    fn read_quote(&self, operation: &str, params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
        if operation == RESIZE { map::price::premium(reply) } else { map::price::items(params, reply) }
    }

    /// The price call says what is charged at once, and nothing of what follows.
    fn not_included(&self, operation: &str, _params: &Value) -> Vec<Text> {
        let later = Text::new("以后每个周期的新价格", "the new price of the periods to come");
        if operation == RESIZE { vec![later] } else { vec![] }
    }

    /// The price call has parameters for CPU, memory, GPU and the system disk only.
    fn unquoted(&self, _operation: &str, params: &Value) -> Vec<Text> {
        let given = |name: &str| params.get(name).is_some_and(|value| !value.is_null() && value != "");
        let mut parts = Vec::new();
        if let Some(size) = params.get("DataDiskSpace").and_then(Value::as_u64).filter(|size| *size > 0) {
            parts.push(Text::new(format!("数据盘 {size} GiB"), format!("a {size} GiB data disk")));
        }
        let more = params.get("DataDisks").and_then(Value::as_array).map_or(0, Vec::len);
        if more > 0 {
            parts.push(Text::new(format!("另外 {more} 块数据盘"), format!("{more} more data disks")));
        }
        if given("BootDiskID") || given("DataDiskID") {
            parts.push(Text::new("外置存储盘", "disks of an external storage"));
        }
        if given("OperatorName") || given("Bandwidth") || given("InternetIP") || given("WANNetworkConfig") {
            parts.push(Text::new("外网 IP 和带宽", "the public address and its bandwidth"));
        }
        parts
    }

    /// No instance has such an id. There is no check of an order.
    fn trials(&self, _region: &str) -> Trials {
        Trials { operate: Some(Call::new("StartVMInstance", json!({ "VMID": "vm-000000000" }))), buy: None }
    }

    fn results(&self, operation: &str, params: &Value) -> ResultSearch {
        if operation != CREATE {
            return ResultSearch::nowhere();
        }
        // The list takes the subnet, which an order names unless it goes into a flat network.
        let mut asked = Map::new();
        for name in ["CompanyID", "VPCID", "SubnetID"] {
            if let Some(value) = params.get(name).filter(|value| !value.is_null() && *value != "") {
                asked.insert(name.to_owned(), value.clone());
            }
        }
        if let Some(project) = params.get("ProjectID").filter(|value| !value.is_null() && *value != "") {
            asked.insert("ProjectIDs".to_owned(), json!([project]));
        }
        let read = |asked: Map<String, Value>| Read {
            call: Call::new("DescribeVMInstance", Value::Object(asked)),
            map: map::instance::instances,
        };
        // `Keyword` is not said to search names, and to sort is newer than the document: an installation may know neither.
        let name = params.get("Name").filter(|name| name.as_str().is_some_and(|name| !name.is_empty()));
        let hint = name.map(|name| {
            let mut hinted = asked.clone();
            hinted.insert("Keyword".to_owned(), name.clone());
            read(hinted)
        });
        ResultSearch { hint, reads: vec![read(asked)], complete: true }
    }

    fn is_result(&self, operation: &str, params: &Value, instance: &Instance) -> bool {
        let text = |name: &str| params.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let number = |name: &str| params.get(name).and_then(Value::as_u64);
        // What the record does not say cannot contradict.
        let agrees = |asked: Option<&str>, found: Option<&str>| asked.is_none() || found.is_none() || asked == found;
        let equals = |asked: Option<u64>, found: Option<u64>| asked.is_none() || found.is_none() || asked == found;
        // The document has 65535 MB among its sizes, which a machine can only have rounded.
        let gib = |mb: u64| mb.div_ceil(1024);
        let name = Some(instance.name.as_str()).filter(|name| !name.is_empty());
        operation == CREATE
            && agrees(text("Name"), name)
            && agrees(text("ImageID"), instance.image_id.as_deref())
            && agrees(text("VPCID"), instance.vpc_id.as_deref())
            && agrees(text("SubnetID"), instance.subnet_id.as_deref())
            && agrees(text("FlatNetworkID"), said(instance, "FlatNetworkID"))
            && equals(number("CPU"), instance.vcpus.map(u64::from))
            && equals(number("Memory").map(gib), instance.memory_mib.map(u64::from).map(gib))
    }

    fn summary(&self, _operation: &str, params: &Value) -> Summary {
        let text = |name: &str| params.get(name).and_then(Value::as_str).unwrap_or_default();
        let number =
            |name: &str| params.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        let charge_type = text("ChargeType");
        Summary {
            name: text("Name").to_owned(),
            count: 1,
            size: size(number("CPU"), number("Memory"), number("GPU")),
            zone: None,
            image_id: Some(text("ImageID").to_owned()).filter(|id| !id.is_empty()),
            billing: map::billing(charge_type),
            months: map::months(charge_type, number("Quantity").unwrap_or(1)),
        }
    }
}

/// What the record of an instance says beyond what all clouds do.
fn said<'i>(instance: &'i Instance, name: &str) -> Option<&'i str> {
    instance.raw.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The call that says what a resize charges at once.
fn premium(params: &Value) -> Call {
    let taken = SPEC.operation("GetPaymentOfPremium").map(|operation| &operation.input);
    let takes = |name: &str| taken.is_some_and(|input| schema::at(input, &format!("/{name}")).is_some());
    let params = match schema::pruned(params) {
        Value::Object(params) => params.into_iter().filter(|(name, _)| takes(name)).collect(),
        _ => Map::new(),
    };
    Call::new("GetPaymentOfPremium", Value::Object(params))
}

/// The parameters of a creation, with what the cloud assumes where the price call wants to be told.
fn with_defaults(params: &Value) -> Map<String, Value> {
    let mut params = match schema::pruned(params) {
        Value::Object(params) => params,
        _ => Map::new(),
    };
    if let Some(default) =
        SPEC.operation(CREATE).and_then(|create| create.input.pointer("/properties/BootDiskSpace/default"))
    {
        params.entry("BootDiskSpace").or_insert_with(|| default.clone());
    }
    params
}

fn required(name: &str) -> Problem {
    let path = format!("/{name}");
    let member = SPEC.operation(CREATE).and_then(|create| schema::at(&create.input, &path));
    Problem {
        field: member.map_or_else(|| Text::same(name), |member| schema::title(name, member)),
        path,
        rule: Rule::Required,
        words: None,
    }
}

/// CPU, memory and GPUs, in units that need no translation.
fn size(cpu: Option<u32>, memory_mb: Option<u32>, gpu: Option<u32>) -> String {
    let memory = memory_mb.map(|mb| if mb % 1024 == 0 { format!("{} GiB", mb / 1024) } else { format!("{mb} MiB") });
    let parts =
        [cpu.map(|cpu| format!("{cpu} vCPU")), memory, gpu.filter(|gpu| *gpu > 0).map(|gpu| format!("{gpu} GPU"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests;

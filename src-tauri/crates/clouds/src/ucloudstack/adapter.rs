//! Which operations do the application's jobs on this cloud.

use serde_json::{Map, Value, json};
use yundeck_catalogue::problem::{Problem, Rule};
use yundeck_catalogue::{CloudSpec, schema};
use yundeck_domain::adapter::Summary;
use yundeck_domain::{
    Call, CloudAdapter, Error, Image, ImageShare, ImageSource, Instance, InstanceAction, InstanceType, QuoteItem, Read,
    ResultSearch, Text,
};

use super::{SPEC, map};

/// The only operation here that is priced.
const CREATE: &str = "CreateVMInstance";

/// What the price call takes of a creation, and whether it needs it (document, 1.3).
const PRICED: &[(&str, bool)] = &[
    ("VMType", true),
    ("ImageID", true),
    ("CPU", true),
    ("Memory", true),
    ("GPU", false),
    ("BootDiskSetType", true),
    ("BootDiskSpace", true),
    ("ChargeType", true),
    ("Quantity", false),
    ("CompanyID", false),
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
        let priced = params
            .into_iter()
            .filter(|(name, _)| PRICED.iter().any(|(known, _)| known == name))
            .filter(|(name, _)| !(by_the_hour && name == "Quantity"))
            .collect();
        Ok(Some(Call::new("GetVMInstancePrice", Value::Object(priced))))
    }

    fn read_quote(&self, _operation: &str, params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
        map::price::items(params, reply)
    }

    fn not_included(&self, _operation: &str, params: &Value) -> Vec<Text> {
        let given = |name: &str| params.get(name).is_some_and(|value| !value.is_null() && value != "");
        let data_disk = params.get("DataDiskSpace").and_then(Value::as_u64).unwrap_or(0) > 0;
        let mut left_out = Vec::new();
        if data_disk {
            left_out.push(Text::new(
                "数据盘：询价接口没有数据盘参数",
                "The data disk: the price call has no parameter for it",
            ));
        }
        if given("BootDiskID") || given("DataDiskID") {
            left_out.push(Text::new("外置存储盘", "Disks of an external storage"));
        }
        if given("OperatorName") || given("Bandwidth") || given("InternetIP") {
            left_out.push(Text::new(
                "外网 IP 和带宽：询价接口没有这些参数",
                "The public address and its bandwidth: the price call has no parameters for them",
            ));
        }
        left_out
    }

    fn results(&self, operation: &str, params: &Value) -> ResultSearch {
        if operation != CREATE {
            return ResultSearch::nowhere();
        }
        // `Keyword` is not said to search names, but the list takes the subnet, which every order names.
        let mut asked = Map::new();
        for name in ["CompanyID", "VPCID", "SubnetID"] {
            if let Some(value) = params.get(name).filter(|value| !value.is_null() && *value != "") {
                asked.insert(name.to_owned(), value.clone());
            }
        }
        if let Some(project) = params.get("ProjectID").filter(|value| !value.is_null() && *value != "") {
            asked.insert("ProjectIDs".to_owned(), json!([project]));
        }
        let call = Call::new("DescribeVMInstance", Value::Object(asked));
        ResultSearch { reads: vec![Read { call, map: map::instance::instances }], complete: true, narrowed: false }
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
    let memory = memory_mb.map(|mb| if mb % 1024 == 0 { format!("{} GB", mb / 1024) } else { format!("{mb} MB") });
    let parts = [cpu.map(|cpu| format!("{cpu} vCPU")), memory, gpu.map(|gpu| format!("{gpu} GPU"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use yundeck_catalogue::Effect;
    use yundeck_catalogue::cloud::ErrorKind;
    use yundeck_catalogue::problem::Validator;
    use yundeck_domain::instance::BillingMode;

    fn order() -> Value {
        SPEC.operation(CREATE).unwrap().example.clone()
    }

    fn instance() -> Instance {
        let reply: Value = serde_json::from_str(include_str!("fixtures/describe_vm_instance.json")).unwrap();
        map::instance::instances(&reply).remove(0)
    }

    #[track_caller]
    fn accepted(call: &Call) {
        let operation =
            SPEC.operation(&call.operation).unwrap_or_else(|| panic!("{} is in the catalogue", call.operation));
        let problems = Validator::new(&operation.input).unwrap().problems(&call.params);
        assert!(problems.is_empty(), "{}: {problems:?}", call.operation);
    }

    #[test]
    fn every_call_fits_its_operation_and_only_reads_read() {
        let cloud = Ucloudstack;
        let image = {
            let reply: Value = serde_json::from_str(include_str!("fixtures/describe_image.json")).unwrap();
            map::image::images(&reply).remove(1)
        };
        let reads = [
            cloud.probe(),
            cloud.instances(&[]).call,
            cloud.instances(&["vm-1".into(), "vm-2".into()]).call,
            cloud.images(ImageSource::Public).unwrap().call,
            cloud.images(ImageSource::Private).unwrap().call,
            cloud.quote(CREATE, &order()).unwrap().unwrap(),
        ];
        for call in &reads {
            accepted(call);
            assert_eq!(SPEC.operation(&call.operation).unwrap().effect, Effect::Read, "{}", call.operation);
        }
        let actions = [InstanceAction::Start, InstanceAction::Stop, InstanceAction::Reboot, InstanceAction::Terminate];
        for action in actions {
            let call = cloud.act(action, &instance());
            accepted(&call);
            assert_eq!(Some(&call.operation), SPEC.jobs.get(action.job()), "{action:?}");
        }
        for (job, call) in [
            ("create_image", cloud.create_image(&instance(), "golden", "")),
            ("create_image", cloud.create_image(&instance(), "golden", "nginx")),
            ("delete_image", cloud.delete_image(&image)),
        ] {
            accepted(&call);
            assert_eq!(Some(&call.operation), SPEC.jobs.get(job));
        }
    }

    #[test]
    fn deleting_an_instance_keeps_what_is_bound_to_it() {
        assert_eq!(Ucloudstack.act(InstanceAction::Terminate, &instance()).params["DelBindResource"], 0);
    }

    #[test]
    fn a_quote_asks_for_what_the_price_call_takes_and_nothing_else() {
        let mut params = order();
        params["DataDiskSpace"] = json!(100);
        params["GPU"] = json!(1);
        params["CPU"] = json!(4);
        params["Quantity"] = json!(3);
        let call = Ucloudstack.quote(CREATE, &params).unwrap().unwrap();
        assert_eq!(call.operation, "GetVMInstancePrice");
        accepted(&call);
        assert_eq!((&call.params["GPU"], &call.params["Quantity"]), (&json!(1), &json!(3)));
        for left_out in ["Name", "Password", "VPCID", "SubnetID", "DataDiskSpace"] {
            assert_eq!(call.params.get(left_out), None, "{left_out}");
        }
    }

    #[test]
    fn the_system_disk_is_priced_at_its_default_size_when_none_is_given() {
        let mut params = order();
        params["BootDiskSpace"] = Value::Null;
        assert_eq!(Ucloudstack.quote(CREATE, &params).unwrap().unwrap().params["BootDiskSpace"], 40);
    }

    #[test]
    fn a_duration_is_not_sent_where_it_has_no_effect() {
        let mut params = order();
        params["ChargeType"] = json!("Dynamic");
        params["Quantity"] = json!(3);
        assert_eq!(Ucloudstack.quote(CREATE, &params).unwrap().unwrap().params.get("Quantity"), None);
    }

    #[test]
    fn an_incomplete_order_says_what_a_price_still_needs() {
        let error =
            Ucloudstack.quote(CREATE, &json!({ "CPU": 2, "Memory": 4096, "VMType": "", "Name": "web" })).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidParams);
        let missing: Vec<_> =
            error.problems.iter().map(|problem| (problem.path.as_str(), problem.field.en.as_str())).collect();
        assert_eq!(
            missing,
            [
                ("/VMType", "VM type (compute cluster)"),
                ("/ImageID", "Image"),
                ("/BootDiskSetType", "System disk type"),
                ("/ChargeType", "Billing")
            ]
        );
        assert!(error.problems.iter().all(|problem| problem.rule == Rule::Required));
    }

    #[test]
    fn only_a_creation_is_priced() {
        assert_eq!(
            Ucloudstack.quote("ResizeVMConfig", &json!({ "VMID": "vm-1", "CPU": 4, "Memory": 8192 })).unwrap(),
            None
        );
    }

    #[test]
    fn a_quote_says_what_it_leaves_out_of_this_order() {
        let count = |extra: Value| {
            let mut params = order();
            params.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            Ucloudstack.not_included(CREATE, &params).len()
        };
        assert_eq!(count(json!({})), 0);
        assert_eq!(count(json!({ "DataDiskSpace": 0, "OperatorName": "" })), 0);
        assert_eq!(count(json!({ "DataDiskSpace": 100 })), 1);
        assert_eq!(
            count(json!({ "DataDiskSpace": 100, "OperatorName": "BGP", "Bandwidth": 5, "DataDiskID": "lun-1" })),
            3
        );
    }

    #[test]
    fn the_instance_an_unanswered_creation_made_is_recognised() {
        let mut made = instance();
        assert!(Ucloudstack.is_result(CREATE, &order(), &made));
        assert!(!Ucloudstack.is_result("ResizeVMConfig", &order(), &made));
        made.vcpus = None;
        assert!(Ucloudstack.is_result(CREATE, &order(), &made), "what is not said cannot contradict");
        made.memory_mib = Some(8192);
        assert!(!Ucloudstack.is_result(CREATE, &order(), &made));
        let other_name = Instance { name: "web-02".into(), ..instance() };
        assert!(!Ucloudstack.is_result(CREATE, &order(), &other_name));
        let bare = map::instance::instances(&json!({ "Infos": [{ "VMID": "vm-1" }] })).remove(0);
        assert!(Ucloudstack.is_result(CREATE, &order(), &bare));
        let open = json!({ "Name": "web-01" });
        assert!(Ucloudstack.is_result(CREATE, &open, &instance()), "what the order leaves open is not compared");
    }

    #[test]
    fn results_are_looked_for_where_the_order_put_them() {
        let mut params = order();
        let subnet = json!({ "VPCID": "vpc-7Hq1kpYMR", "SubnetID": "subnet-7Hq1kpYMR" });
        let asked = |params: &Value| {
            let search = Ucloudstack.results(CREATE, params);
            assert!(search.complete && !search.narrowed);
            accepted(&search.reads[0].call);
            search.reads[0].call.params.clone()
        };
        assert_eq!(asked(&params), subnet);
        params["CompanyID"] = json!(200000237);
        params["ProjectID"] = json!("project-1");
        let found = asked(&params);
        assert_eq!((&found["CompanyID"], &found["ProjectIDs"]), (&json!(200000237), &json!(["project-1"])));
        assert!(Ucloudstack.results("ResizeVMConfig", &params).reads.is_empty());
    }

    #[test]
    fn an_order_is_summed_up() {
        let mut params = order();
        params["ChargeType"] = json!("Year");
        params["Quantity"] = json!(2);
        params["GPU"] = json!(1);
        let summary = Ucloudstack.summary(CREATE, &params);
        assert_eq!(
            (summary.name.as_str(), summary.count, summary.size.as_str()),
            ("web-01", 1, "2 vCPU · 4 GB · 1 GPU")
        );
        assert_eq!((summary.billing, summary.months), (BillingMode::Prepaid, Some(24)));
        params["ChargeType"] = json!("Dynamic");
        assert_eq!(Ucloudstack.summary(CREATE, &params).months, None);
        assert_eq!(Ucloudstack.summary(CREATE, &json!({})).size, "");
    }

    #[test]
    fn what_the_cloud_lacks_is_said_in_words() {
        let cloud = Ucloudstack;
        let image = Image { id: "image-1".into(), ..map::image::images(&json!({ "Infos": [{}] })).remove(0) };
        assert!(cloud.share_image(&image, &["1".into()], true).is_none());
        assert!(cloud.image_shares("image-1").is_none());
        assert!(cloud.images(ImageSource::Shared).is_none());
        assert!(cloud.instance_types(None).is_none());
        assert_eq!(cloud.share_obstacles(&image, &[], &[], None).len(), 1, "an explanation, not a silence");
        for job in ["share_image", "unshare_image", "list_image_shares", "list_instance_types", "spot_history"] {
            assert!(SPEC.lacks.contains_key(job) && !SPEC.jobs.contains_key(job), "{job}");
        }
    }
}

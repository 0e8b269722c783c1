//! Which operations of Kingsoft Cloud do the application's jobs.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value, json};
use yundeck_catalogue::problem::{Problem, Rule};
use yundeck_catalogue::{CloudSpec, Text, schema};
use yundeck_domain::adapter::{CloudAdapter, Offer, Summary, Trials};
use yundeck_domain::instance::BillingMode;
use yundeck_domain::quote::{QuoteItem, SpotPrice};
use yundeck_domain::{
    Call, Error, Image, ImageShare, ImageSource, Instance, InstanceAction, InstanceType, Read, ResultSearch,
};

use super::{SPEC, map};

mod order;

/// Kingsoft Cloud KEC.
pub struct Kingsoft;

impl CloudAdapter for Kingsoft {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    fn probe(&self) -> Call {
        Call::new("DescribeInstances", json!({ "MaxResults": 5 }))
    }

    fn instances(&self, ids: &[String]) -> Read<Instance> {
        let params = if ids.is_empty() { json!({}) } else { json!({ "InstanceId": ids }) };
        Read { call: Call::new("DescribeInstances", params), map: map::instance::instances }
    }

    fn instance_types(&self, zone: Option<&str>) -> Option<Read<InstanceType>> {
        let params = match zone {
            Some(zone) => json!({ "Filter": [{ "Name": "availability-zone", "Value": [zone] }] }),
            None => json!({}),
        };
        Some(Read { call: Call::new("DescribeInstanceTypeConfigs", params), map: map::instance_type::instance_types })
    }

    /// One call lists the images of every source but the market; the mapping sorts them. The market has a list of its own,
    /// whose region the client fills in.
    fn images(&self, source: ImageSource) -> Option<Read<Image>> {
        let map = match source {
            ImageSource::Public => map::image::public,
            ImageSource::Private => map::image::private,
            ImageSource::Shared => map::image::shared,
            ImageSource::Market => {
                return Some(Read { call: Call::new("QueryImageList", json!({})), map: map::image::market });
            }
        };
        Some(Read { call: Call::new("DescribeImages", json!({})), map })
    }

    fn image_shares(&self, image_id: &str) -> Option<Read<ImageShare>> {
        let call = Call::new("DescribeImageSharePermission", json!({ "ImageId": image_id }));
        Some(Read { call, map: map::image::shares })
    }

    /// Terminating puts the instance into the recycle bin, which is what the cloud does unless `ForceDelete` is set.
    fn act(&self, action: InstanceAction, instance: &Instance) -> Call {
        let operation = match action {
            InstanceAction::Start => "StartInstances",
            InstanceAction::Stop => "StopInstances",
            InstanceAction::Reboot => "RebootInstances",
            InstanceAction::Terminate => "TerminateInstances",
        };
        Call::new(operation, json!({ "InstanceId": [instance.id] }))
    }

    /// The cloud's images have no description.
    fn create_image(&self, instance: &Instance, name: &str, _description: &str) -> Call {
        Call::new("CreateImage", json!({ "InstanceId": instance.id, "Name": name }))
    }

    fn delete_image(&self, image: &Image) -> Call {
        Call::new("RemoveImages", json!({ "ImageId": image.id }))
    }

    fn share_image(&self, image: &Image, accounts: &[String], share: bool) -> Option<Call> {
        let permission = if share { "share" } else { "cancel" };
        let params = json!({ "ImageId": image.id, "AccountId": accounts, "Permission": permission });
        Some(Call::new("ModifyImageSharePermission", params))
    }

    /// The document only says that custom images are shared; it names no number of accounts.
    fn share_obstacles(
        &self,
        image: &Image,
        _shared: &[ImageShare],
        accounts: &[String],
        owner_id: Option<&str>,
    ) -> Vec<Text> {
        let mut obstacles = Vec::new();
        if image.source != ImageSource::Private {
            obstacles.push(Text::new("只能共享自己的自定义镜像", "Only custom images of your own can be shared"));
        }
        if !image.ready {
            obstacles.push(Text::new(
                format!("镜像现在不可用（{}），可用后才能共享", image.vendor_state),
                format!("The image is not ready ({}); share it when it is", image.vendor_state),
            ));
        }
        if owner_id.is_some_and(|owner| accounts.iter().any(|account| account == owner)) {
            obstacles.push(Text::new("不能共享给自己", "An image cannot be shared with its own account"));
        }
        for account in
            accounts.iter().filter(|account| account.is_empty() || !account.bytes().all(|byte| byte.is_ascii_digit()))
        {
            obstacles.push(Text::new(
                format!("账号 ID 应为数字：{account}"),
                format!("An account id is a number: {account}"),
            ));
        }
        obstacles
    }

    fn quote(&self, operation: &str, params: &Value) -> Result<Option<Call>, Error> {
        if operation != "RunInstances" {
            return Ok(None);
        }
        let params = schema::pruned(params);
        if order::is_templated(&params) || is_on_dedicated_host(&params) {
            return Ok(None);
        }
        let missing = missing_for_a_price(&params);
        if !missing.is_empty() {
            return Err(Error::invalid(missing.iter().map(|path| required(operation, path)).collect()));
        }
        Ok(Some(Call::new("DescribePrice", Value::Object(priced(&params)))))
    }

    fn smallest_order(&self, offer: &Offer) -> Option<Value> {
        let kind = offer.types.iter().min_by_key(|kind| (kind.memory_mib, kind.vcpus))?;
        Some(json!({
            "ImageId": offer.images.first()?.id,
            "InstanceType": kind.id,
            "ChargeType": "HourlyInstantSettlement",
        }))
    }

    fn no_quote(&self, operation: &str, params: &Value) -> Option<Text> {
        if order::is_templated(&schema::pruned(params)) {
            return Some(Text::new(
                "用了启动模板：文档没有说模板与表单不同时以哪个为准，询价接口也不认识模板，所以没有价格。请到控制台查看，或不用模板。",
                "With a launch template: the document does not say whether it or the form wins where they differ, and the price call knows no template, so there is no price. See the console, or buy without a template.",
            ));
        }
        if is_on_dedicated_host(&schema::pruned(params)) {
            return Some(Text::new(
                "建在专属宿主机上：费用随宿主机，询价接口不认识宿主机，所以没有价格。",
                "On a dedicated host: it is paid with its host, and the price call knows no hosts, so there is no price.",
            ));
        }
        self.spec().operation(operation)?.no_quote.clone()
    }

    fn read_quote(&self, _operation: &str, params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
        map::pricing::quote_items(&schema::pruned(params), reply)
    }

    /// The price call has no parameters for the elastic IP that comes with the instance.
    fn unquoted(&self, _operation: &str, params: &Value) -> Vec<Text> {
        let params = schema::pruned(params);
        let has_address =
            ["LineId", "AddressBandWidth", "AddressChargeType"].iter().any(|name| params.get(name).is_some());
        let address = || Text::new("弹性 IP 的带宽和流量", "bandwidth and traffic of the elastic IP");
        has_address.then(address).into_iter().collect()
    }

    fn not_included(&self, _operation: &str, params: &Value) -> Vec<Text> {
        let params = schema::pruned(params);
        let mut left_out = Vec::new();
        if text(&params, "ChargeType") == "Spot" {
            left_out.push(Text::new(
                "竞价折扣：竞价实例按市场价结算，这里是按量价，即出价的上限",
                "The spot discount: spot instances are charged at the market price; this is the hourly list price, the highest bid",
            ));
        }
        if params["AutoCreateEbs"] == true {
            left_out.push(Text::new("整机镜像展开的数据盘", "The data disks that are made from a whole-machine image"));
        }
        if params.get("ImageId").is_some() {
            left_out.push(Text::new(
                "云市场镜像的软件费（如果选用）",
                "The software fee of a market image, if one is chosen",
            ));
        }
        left_out
    }

    /// The document has the history for the families E1, N2 and N3 only; the cloud says so itself for others.
    fn spot_history(
        &self,
        instance_type: &str,
        zone: &str,
        from: DateTime<FixedOffset>,
        to: DateTime<FixedOffset>,
    ) -> Option<Read<SpotPrice>> {
        let params = json!({
            "InstanceType": instance_type,
            "AvailabilityZone": zone,
            "StartTime": map::time::beijing_text(from),
            "EndTime": map::time::beijing_text(to),
        });
        Some(Read { call: Call::new("DescribeSpotPriceHistory", params), map: map::pricing::spot_prices })
    }

    /// No instance has such an id. There is no check of an order.
    fn trials(&self, _region: &str) -> Trials {
        let nobody = json!({ "InstanceId": ["00000000-0000-0000-0000-000000000000"] });
        Trials { operate: Some(Call::new("StartInstances", nobody)), buy: None }
    }

    fn results(&self, operation: &str, params: &Value) -> ResultSearch {
        if operation == "RunInstances" { order::search(&schema::pruned(params)) } else { ResultSearch::nowhere() }
    }

    fn is_result(&self, operation: &str, params: &Value, instance: &Instance) -> bool {
        operation == "RunInstances" && order::could_have_made(&schema::pruned(params), instance)
    }

    fn summary(&self, _operation: &str, params: &Value) -> Summary {
        let params = schema::pruned(params);
        let number =
            |name: &str| params.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        let filled = |name: &str| Some(text(&params, name)).filter(|text| !text.is_empty()).map(str::to_owned);
        let billing = map::instance::billing(text(&params, "ChargeType"));
        if let Some(template) = filled("ModelId") {
            // What a template may set otherwise is not claimed.
            return Summary {
                name: filled("InstanceName").unwrap_or_default(),
                count: number("MaxCount").unwrap_or(1),
                size: template,
                zone: None,
                image_id: None,
                billing: BillingMode::Other { word: String::new() },
                months: None,
            };
        }
        Summary {
            name: filled("InstanceName").unwrap_or_default(),
            count: number("MaxCount").unwrap_or(1),
            size: filled("InstanceType").unwrap_or_default(),
            // The subnet fixes the zone; the parameters do not name it.
            zone: None,
            image_id: filled("ImageId"),
            months: number("PurchaseTime").filter(|_| billing == BillingMode::Prepaid),
            billing,
        }
    }
}

/// Whether the instance is paid with a host of its own.
fn is_on_dedicated_host(params: &Value) -> bool {
    params.get("DedicatedHostId").is_some() || params.get("InstanceConfigure").is_some()
}

/// What `DescribePrice` needs and the creation parameters do not have yet, as JSON pointers.
fn missing_for_a_price(params: &Value) -> Vec<String> {
    let mut missing: Vec<String> = ["ImageId", "InstanceType", "ChargeType"]
        .iter()
        .filter(|name| params.get(**name).is_none())
        .map(|name| format!("/{name}"))
        .collect();
    if text(params, "ChargeType") == "Monthly" && params.get("PurchaseTime").is_none() {
        missing.push("/PurchaseTime".to_owned());
    }
    for (index, disk) in params.get("DataDisk").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let lacking = ["Type", "Size"].into_iter().filter(|name| disk.get(name).is_none());
        missing.extend(lacking.map(|name| format!("/DataDisk/{index}/{name}")));
    }
    missing
}

/// The parameters of `DescribePrice`. `MaxCount` is left out on purpose: the document does not say whether the price is
/// then for one or for all, and without it the price is for one.
fn priced(params: &Value) -> Map<String, Value> {
    let mut priced = Map::new();
    for name in ["InstanceType", "ImageId", "SystemDisk", "DataDiskGb", "ChargeType", "PurchaseTime"] {
        if let Some(value) = params.get(name) {
            priced.insert(name.to_owned(), value.clone());
        }
    }
    if text(params, "ChargeType") == "Spot" {
        // The price call knows no spot; the hourly price is the upper bound of every bid.
        priced.insert("ChargeType".to_owned(), json!("HourlyInstantSettlement"));
    }
    if text(params, "ChargeType") != "Monthly" {
        priced.remove("PurchaseTime");
    }
    if let Some(disks) = params.get("DataDisk").and_then(Value::as_array) {
        let disks = disks.iter().map(|disk| json!({ "Type": disk["Type"], "Size": disk["Size"] })).collect();
        priced.insert("DataDisk".to_owned(), Value::Array(disks));
    }
    priced
}

fn required(operation: &str, path: &str) -> Problem {
    let name = path.rsplit('/').next().unwrap_or_default();
    let member = SPEC.operation(operation).and_then(|operation| schema::at(&operation.input, path));
    let field = member.map_or_else(|| Text::same(name), |member| schema::title(name, member));
    Problem { path: path.to_owned(), field, rule: Rule::Required, words: None }
}

fn text<'p>(params: &'p Value, name: &str) -> &'p str {
    params.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;

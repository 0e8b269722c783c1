//! Which operations do the application's jobs on Tencent Cloud CVM.

use serde_json::{Value, json};
use yundeck_catalogue::CloudSpec;
use yundeck_domain::adapter::{Offer, Summary, Trials};
use yundeck_domain::instance::BillingMode;
use yundeck_domain::{
    Call, CloudAdapter, Error, Image, ImageShare, ImageSource, Instance, InstanceAction, InstanceType, QuoteItem, Read,
    ResultSearch, Text,
};

use super::SPEC;
use super::map;

mod name;
mod order;
mod pricing;

/// Tencent Cloud CVM.
pub struct Tencent;

impl CloudAdapter for Tencent {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    /// Zones and not regions: the list of regions does not depend on the region called.
    fn probe(&self) -> Call {
        Call::new("DescribeInstances", json!({ "Limit": 1 }))
    }

    fn instances(&self, ids: &[String]) -> Read<Instance> {
        let params = if ids.is_empty() { json!({}) } else { json!({ "InstanceIds": ids }) };
        Read { call: Call::new("DescribeInstances", params), map: map::instance::instances }
    }

    fn instance_types(&self, zone: Option<&str>) -> Option<Read<InstanceType>> {
        let params =
            zone.map_or_else(|| json!({}), |zone| json!({ "Filters": [{ "Name": "zone", "Values": [zone] }] }));
        Some(Read {
            call: Call::new("DescribeZoneInstanceConfigInfos", params),
            map: map::instance_type::instance_types,
        })
    }

    fn images(&self, source: ImageSource) -> Option<Read<Image>> {
        let kind = match source {
            ImageSource::Public => "PUBLIC_IMAGE",
            ImageSource::Private => "PRIVATE_IMAGE",
            ImageSource::Shared => "SHARED_IMAGE",
            // Market images are found in the cloud market only; their ids can be typed.
            ImageSource::Market => return None,
        };
        let params = json!({ "Filters": [{ "Name": "image-type", "Values": [kind] }] });
        Some(Read { call: Call::new("DescribeImages", params), map: map::image::images })
    }

    fn images_for(&self, source: ImageSource, instance_type: &str) -> Option<Read<Image>> {
        let mut read = self.images(source)?;
        read.call.params["InstanceType"] = json!(instance_type);
        Some(read)
    }

    fn image_shares(&self, image_id: &str) -> Option<Read<ImageShare>> {
        let call = Call::new("DescribeImageSharePermission", json!({ "ImageId": image_id }));
        Some(Read { call, map: map::image::shares })
    }

    fn act(&self, action: InstanceAction, instance: &Instance) -> Call {
        let operation = match action {
            InstanceAction::Start => "StartInstances",
            InstanceAction::Stop => "StopInstances",
            InstanceAction::Reboot => "RebootInstances",
            InstanceAction::Terminate => "TerminateInstances",
        };
        Call::new(operation, json!({ "InstanceIds": [instance.id] }))
    }

    fn create_image(&self, instance: &Instance, name: &str, description: &str) -> Call {
        let mut params = json!({ "InstanceId": instance.id, "ImageName": name });
        if !description.is_empty() {
            params["ImageDescription"] = json!(description);
        }
        Call::new("CreateImage", params)
    }

    fn delete_image(&self, image: &Image) -> Call {
        Call::new("DeleteImages", json!({ "ImageIds": [image.id] }))
    }

    fn share_image(&self, image: &Image, accounts: &[String], share: bool) -> Option<Call> {
        let permission = if share { "SHARE" } else { "CANCEL" };
        let params = json!({ "ImageId": image.id, "AccountIds": accounts, "Permission": permission });
        Some(Call::new("ModifyImageSharePermission", params))
    }

    /// The limits of `ModifyImageSharePermission` and its error table.
    fn share_obstacles(
        &self,
        image: &Image,
        shared: &[ImageShare],
        accounts: &[String],
        owner_id: Option<&str>,
    ) -> Vec<Text> {
        let mut obstacles = Vec::new();
        if image.source != ImageSource::Private {
            obstacles.push(Text::new("只能共享自定义镜像。", "Only custom images can be shared."));
        }
        if !image.ready {
            obstacles.push(Text::new(
                format!("镜像状态须为 NORMAL，现在是 {}。", image.vendor_state),
                format!("The image's state must be NORMAL; it is {}.", image.vendor_state),
            ));
        }
        let own = [owner_id, image.owner_id.as_deref()];
        if accounts.iter().any(|account| own.contains(&Some(account.as_str()))) {
            obstacles.push(Text::new("不能把镜像共享给自己。", "An image cannot be shared with oneself."));
        }
        for account in
            accounts.iter().filter(|account| account.is_empty() || !account.bytes().all(|byte| byte.is_ascii_digit()))
        {
            obstacles.push(Text::new(
                format!("“{account}”不是账号 ID：账号 ID 是一串数字，不同于 QQ 号。"),
                format!("\"{account}\" is no account id: those are numbers, and not QQ numbers."),
            ));
        }
        let limit = SPEC.limits.get("image_share_accounts").copied().unwrap_or(u32::MAX);
        let mut all: Vec<&str> =
            shared.iter().map(|share| share.account_id.as_str()).chain(accounts.iter().map(String::as_str)).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() as u64 > u64::from(limit) {
            obstacles.push(Text::new(
                format!("每个镜像最多共享给 {limit} 个账号，这样会有 {} 个。", all.len()),
                format!("An image can be shared with {limit} accounts; this would make {}.", all.len()),
            ));
        }
        obstacles
    }

    fn quote(&self, operation: &str, params: &Value) -> Result<Option<Call>, Error> {
        pricing::call(operation, params)
    }

    fn smallest_order(&self, offer: &Offer) -> Option<Value> {
        let on_sale = |kind: &&InstanceType| kind.zones.iter().any(|zone| !kind.sold_out_zones.contains(zone));
        let kind = offer.types.iter().filter(on_sale).min_by_key(|kind| (kind.memory_mib, kind.vcpus))?;
        let zone = kind.zones.iter().find(|zone| !kind.sold_out_zones.contains(zone))?;
        Some(json!({
            "Placement": { "Zone": zone },
            "ImageId": offer.images.first()?.id,
            "InstanceType": kind.id,
            "InstanceChargeType": "POSTPAID_BY_HOUR",
        }))
    }

    fn no_quote(&self, operation: &str, params: &Value) -> Option<Text> {
        if operation == "RunInstances"
            && let Some(reason) = pricing::no_price(params)
        {
            return Some(reason);
        }
        SPEC.operation(operation)?.no_quote.clone()
    }

    fn read_quote(&self, operation: &str, params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
        map::price::parts(reply, &pricing::asked(operation, params))
    }

    fn not_included(&self, _operation: &str, params: &Value) -> Vec<Text> {
        pricing::not_included(params)
    }

    /// No instance and no image has such an id; the order is to be only checked besides.
    fn trials(&self, region: &str) -> Trials {
        let order =
            json!({ "Placement": { "Zone": format!("{region}-1") }, "ImageId": "img-00000000", "DryRun": true });
        Trials {
            operate: Some(Call::new("StartInstances", json!({ "InstanceIds": ["ins-00000000"] }))),
            buy: Some(Call::new("RunInstances", order)),
        }
    }

    fn results(&self, operation: &str, params: &Value) -> ResultSearch {
        if operation == "RunInstances" { order::search(params) } else { ResultSearch::nowhere() }
    }

    fn is_result(&self, operation: &str, params: &Value, instance: &Instance) -> bool {
        operation == "RunInstances" && !order::only_checks(params) && order::could_have_made(params, instance)
    }

    fn summary(&self, operation: &str, params: &Value) -> Summary {
        let text = |pointer: &str| params.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Summary {
            name: text("/InstanceName").or_else(|| text("/HostName")).unwrap_or_default(),
            count: order::count(params),
            size: if operation == "AllocateHosts" {
                text("/HostType").unwrap_or_else(|| "HS1".to_owned())
            } else {
                let template = || text("/LaunchTemplate/LaunchTemplateId");
                order::instance_type(params).map(str::to_owned).or_else(template).unwrap_or_default()
            },
            zone: text("/Placement/Zone"),
            image_id: text("/ImageId"),
            billing: match operation {
                "AllocateHosts" => BillingMode::Prepaid,
                // The template may say it otherwise.
                _ if order::is_templated(params) && text("/InstanceChargeType").is_none() => {
                    BillingMode::Other { word: String::new() }
                }
                _ => order::billing(params),
            },
            months: order::months(params),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(source: ImageSource, state: &str) -> Image {
        let kind = match source {
            ImageSource::Private => "PRIVATE_IMAGE",
            ImageSource::Shared => "SHARED_IMAGE",
            _ => "PUBLIC_IMAGE",
        };
        let raw = json!({ "ImageSet": [{ "ImageId": "img-12345678", "ImageType": kind, "ImageState": state, "ImageCreator": "100000000001" }] });
        map::image::images(&raw).remove(0)
    }

    fn texts(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn nothing_is_in_the_way_of_sharing_an_own_ready_image() {
        let image = image(ImageSource::Private, "NORMAL");
        assert_eq!(Tencent.share_obstacles(&image, &[], &texts(&["100000000002"]), Some("100000000001")), []);
    }

    #[test]
    fn every_documented_limit_of_sharing_is_explained() {
        let count = |image: &Image, shared: &[ImageShare], accounts: &[&str]| {
            Tencent.share_obstacles(image, shared, &texts(accounts), Some("100000000009")).len()
        };
        let own = image(ImageSource::Private, "NORMAL");
        assert_eq!(count(&image(ImageSource::Public, "NORMAL"), &[], &["2"]), 1, "another's image");
        assert_eq!(count(&image(ImageSource::Private, "CREATING"), &[], &["2"]), 1, "not ready");
        assert_eq!(count(&own, &[], &["100000000009"]), 1, "with oneself, by the account's id");
        assert_eq!(count(&own, &[], &["100000000001"]), 1, "with oneself, by the image's creator");
        assert_eq!(count(&own, &[], &["someone@example"]), 1, "no account id");
        let shared: Vec<ImageShare> =
            (0..50).map(|nth| ImageShare { account_id: format!("2{nth:03}"), since: None }).collect();
        assert_eq!(count(&own, &shared, &["2000"]), 0, "one of the fifty again");
        assert_eq!(count(&own, &shared, &["3000"]), 1, "the fifty-first");
    }

    #[test]
    fn calls_name_operations_that_exist_and_parameters_that_validate() {
        let instance = &map::instance::instances(&json!({ "InstanceSet": [{ "InstanceId": "ins-12345678" }] }))[0];
        let image = &image(ImageSource::Private, "NORMAL");
        let mut calls = vec![
            Tencent.probe(),
            Tencent.instances(&[]).call,
            Tencent.instances(&texts(&["ins-12345678"])).call,
            Tencent.create_image(instance, "name", ""),
            Tencent.create_image(instance, "name", "words"),
            Tencent.delete_image(image),
        ];
        calls.extend(Tencent.instance_types(Some("ap-guangzhou-3")).map(|read| read.call));
        calls.extend(Tencent.image_shares("img-12345678").map(|read| read.call));
        calls
            .extend([true, false].into_iter().filter_map(|share| Tencent.share_image(image, &texts(&["1000"]), share)));
        calls.extend(
            [ImageSource::Public, ImageSource::Private, ImageSource::Shared, ImageSource::Market]
                .into_iter()
                .filter_map(|source| Tencent.images(source).map(|read| read.call)),
        );
        calls.extend(Tencent.images_for(ImageSource::Public, "S1.SMALL1").map(|read| read.call));
        calls.extend(
            [InstanceAction::Start, InstanceAction::Stop, InstanceAction::Reboot, InstanceAction::Terminate]
                .map(|action| Tencent.act(action, instance)),
        );
        assert_eq!(calls.len(), 18);
        for call in calls {
            let operation = SPEC.operation(&call.operation).unwrap_or_else(|| panic!("{} exists", call.operation));
            let problems = yundeck_catalogue::problem::Validator::new(&operation.input).unwrap().problems(&call.params);
            assert_eq!(problems, [], "{}", call.operation);
        }
    }

    #[test]
    fn a_summary_says_what_is_bought() {
        let order = json!({ "Placement": { "Zone": "ap-guangzhou-3" }, "ImageId": "img-1", "InstanceType": "S2.SMALL1", "InstanceCount": 2,
                            "InstanceName": "web", "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 6 } });
        let summary = Tencent.summary("RunInstances", &order);
        assert_eq!((summary.name.as_str(), summary.count, summary.size.as_str()), ("web", 2, "S2.SMALL1"));
        assert_eq!((summary.billing, summary.months), (BillingMode::Prepaid, Some(6)));
        assert_eq!(
            Tencent.summary("RunInstances", &json!({})).billing,
            BillingMode::Postpaid,
            "the documented default"
        );
        let templated = json!({ "LaunchTemplate": { "LaunchTemplateId": "lt-1" }, "InstanceCount": 2 });
        let summary = Tencent.summary("RunInstances", &templated);
        assert_eq!((summary.size.as_str(), summary.count), ("lt-1", 2));
        assert_eq!(
            summary.billing,
            BillingMode::Other { word: String::new() },
            "what a template may set is not claimed"
        );
    }
}

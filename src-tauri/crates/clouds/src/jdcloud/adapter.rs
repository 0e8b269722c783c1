//! Which of JD Cloud's operations do a job of the application.

use serde_json::{Map, Value, json};
use yundeck_catalogue::{CloudSpec, Path, Text};
use yundeck_domain::adapter::{Summary, Trials};
use yundeck_domain::instance::BillingMode;
use yundeck_domain::{
    Call, CloudAdapter, Error, Image, ImageShare, ImageSource, Instance, InstanceAction, InstanceType, QuoteItem, Read,
    ResultSearch,
};

use super::map;

mod order;

/// JD Cloud.
pub struct Jdcloud;

/// The operation that makes instances.
const CREATE: &str = "createInstances";

/// How many accounts an image can be shared with when the catalogue should not say (`shareImage` of both overviews).
const SHARE_ACCOUNTS: u32 = 20;

impl CloudAdapter for Jdcloud {
    fn spec(&self) -> &'static CloudSpec {
        &super::SPEC
    }

    fn probe(&self) -> Call {
        Call::new("describeInstances", json!({ "pageNumber": 1, "pageSize": 10 }))
    }

    fn instances(&self, ids: &[String]) -> Read<Instance> {
        let params =
            if ids.is_empty() { json!({}) } else { json!({ "filters": [{ "name": "instanceId", "values": ids }] }) };
        Read { call: Call::new("describeInstances", params), map: map::instance::instances }
    }

    fn instance_types(&self, zone: Option<&str>) -> Option<Read<InstanceType>> {
        let params = zone.map_or_else(|| json!({}), |zone| json!({ "filters": [{ "name": "az", "values": [zone] }] }));
        Some(Read { call: Call::new("describeInstanceTypes", params), map: map::instance_type::instance_types })
    }

    fn images(&self, source: ImageSource) -> Option<Read<Image>> {
        let word = match source {
            ImageSource::Public => "public",
            ImageSource::Private => "private",
            ImageSource::Shared => "shared",
            ImageSource::Market => "thirdparty",
        };
        Some(Read { call: Call::new("describeImages", json!({ "imageSource": word })), map: map::image::images })
    }

    fn image_shares(&self, image_id: &str) -> Option<Read<ImageShare>> {
        Some(Read { call: Call::new("describeImageMembers", json!({ "imageId": image_id })), map: map::image::shares })
    }

    fn act(&self, action: InstanceAction, instance: &Instance) -> Call {
        let operation = match action {
            InstanceAction::Start => "startInstance",
            InstanceAction::Stop => "stopInstance",
            InstanceAction::Reboot => "rebootInstance",
            InstanceAction::Terminate => "deleteInstance",
        };
        Call::new(operation, json!({ "instanceId": instance.id }))
    }

    fn create_image(&self, instance: &Instance, name: &str, description: &str) -> Call {
        let mut params = Map::new();
        params.insert("instanceId".to_owned(), json!(instance.id));
        params.insert("name".to_owned(), json!(name));
        if !description.is_empty() {
            params.insert("description".to_owned(), json!(description));
        }
        Call::new("createImage", Value::Object(params))
    }

    fn delete_image(&self, image: &Image) -> Call {
        Call::new("deleteImage", json!({ "imageId": image.id }))
    }

    fn share_image(&self, image: &Image, accounts: &[String], share: bool) -> Option<Call> {
        let operation = if share { "shareImage" } else { "unShareImage" };
        Some(Call::new(operation, json!({ "imageId": image.id, "pins": accounts })))
    }

    fn share_obstacles(
        &self,
        image: &Image,
        shared: &[ImageShare],
        accounts: &[String],
        owner_id: Option<&str>,
    ) -> Vec<Text> {
        let mut obstacles = Vec::new();
        if image.source != ImageSource::Private {
            obstacles.push(Text::new("只能共享自己的私有镜像。", "Only your own private images can be shared."));
        }
        if !image.ready {
            obstacles.push(Text::new(
                "镜像还不可用，等它就绪后再共享。",
                "The image is not usable yet; share it once it is ready.",
            ));
        }
        let own = [image.owner_id.as_deref().filter(|_| image.source == ImageSource::Private), owner_id];
        if accounts.iter().any(|account| own.contains(&Some(account.as_str()))) {
            obstacles.push(Text::new("不能共享给自己。", "An image cannot be shared with yourself."));
        }
        let limit = self.spec().limits.get("image_share_accounts").copied().unwrap_or(SHARE_ACCOUNTS);
        let mut all: Vec<&str> = shared.iter().map(|share| share.account_id.as_str()).collect();
        all.extend(accounts.iter().map(String::as_str));
        all.sort_unstable();
        all.dedup();
        if u32::try_from(all.len()).unwrap_or(u32::MAX) > limit {
            let present = shared.len();
            obstacles.push(Text::new(
                format!("一个镜像最多共享给 {limit} 个账号，现已共享给 {present} 个。"),
                format!("An image can be shared with at most {limit} accounts; it is shared with {present} now."),
            ));
        }
        obstacles
    }

    /// The VM API has no price call; the catalogue's `noQuote` says so.
    fn quote(&self, _operation: &str, _params: &Value) -> Result<Option<Call>, Error> {
        Ok(None)
    }

    fn read_quote(&self, operation: &str, _params: &Value, _reply: &Value) -> Result<Vec<QuoteItem>, Error> {
        Err(Error::bug(format!("{operation}: this cloud has no price call, so no reply to read a price from")))
    }

    /// No instance has such an id. There is no check of an order.
    fn trials(&self, _region: &str) -> Trials {
        Trials { operate: Some(Call::new("startInstance", json!({ "instanceId": "i-0000000000" }))), buy: None }
    }

    fn results(&self, operation: &str, params: &Value) -> ResultSearch {
        if operation == CREATE { order::search(params) } else { ResultSearch::nowhere() }
    }

    fn is_result(&self, operation: &str, params: &Value, instance: &Instance) -> bool {
        operation == CREATE && order::could_have_made(params, instance)
    }

    fn summary(&self, operation: &str, params: &Value) -> Summary {
        if operation != CREATE {
            return Summary {
                name: text(params, "instanceId").unwrap_or_default(),
                count: 1,
                size: text(params, "instanceType").unwrap_or_default(),
                zone: None,
                image_id: text(params, "imageId"),
                billing: BillingMode::Other { word: String::new() },
                months: None,
            };
        }
        let asked = |path: &str| text(params, &format!("instanceSpec.{path}"));
        let prepaid = asked("charge.chargeMode").as_deref() == Some("prepaid_by_duration");
        let duration = asked("charge.chargeDuration").and_then(|text| text.parse::<u32>().ok());
        let months_each = if asked("charge.chargeUnit").as_deref() == Some("year") { 12 } else { 1 };
        Summary {
            name: asked("name").unwrap_or_default(),
            count: text(params, "maxCount").and_then(|text| text.parse().ok()).unwrap_or(1),
            // In an availability group its template decides, whatever else is given.
            size: asked("agId")
                .or_else(|| asked("instanceType"))
                .or_else(|| asked("instanceTemplateId"))
                .unwrap_or_default(),
            zone: asked("az"),
            image_id: asked("imageId").filter(|_| asked("agId").is_none()),
            billing: if prepaid { BillingMode::Prepaid } else { BillingMode::Postpaid },
            months: duration.filter(|_| prepaid).map(|duration| duration.saturating_mul(months_each)),
        }
    }
}

/// The text at a path of the parameters; empty counts as absent.
fn text(params: &Value, path: &str) -> Option<String> {
    Path::new(path).texts(params).into_iter().find(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;

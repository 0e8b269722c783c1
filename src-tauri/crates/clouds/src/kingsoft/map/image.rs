//! Images, and with whom they are shared.

use serde_json::Value;
use yundeck_catalogue::Path;
use yundeck_catalogue::path::text_of;
use yundeck_domain::{Image, ImageShare, ImageSource};

use super::{elements, optional, text, time, whole};

/// The standard images of a `DescribeImages` reply.
pub fn public(reply: &Value) -> Vec<Image> {
    of(reply, ImageSource::Public)
}

/// The account's own images of a `DescribeImages` reply.
pub fn private(reply: &Value) -> Vec<Image> {
    of(reply, ImageSource::Private)
}

/// The images that others share with the account, of a `DescribeImages` reply.
pub fn shared(reply: &Value) -> Vec<Image> {
    of(reply, ImageSource::Shared)
}

/// The images of a `QueryImageList` reply. The market says neither state nor size: what it lists is on sale. Prices stand
/// before the description, because the price of an instance does not hold them.
pub fn market(reply: &Value) -> Vec<Image> {
    Path::new("Data.items[]").find(reply).into_iter().map(sold).collect()
}

fn sold(item: &Value) -> Image {
    let os = optional(item, "Platform");
    let price = |name: &str, per: &str| {
        let amount = optional(item, name).filter(|amount| amount.parse::<f64>() != Ok(0.0))?;
        Some(format!("{}{amount}/{per}", text(item, &format!("{name}Unit"))))
    };
    // In Chinese, as the market's own words are.
    let words = [price("MonthlyPrice", "月"), price("HourlyPrice", "小时"), optional(item, "ImageDesc")];
    let description = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Image {
        id: text(item, "ImageId"),
        name: text(item, "ImageName"),
        description: Some(description).filter(|description| !description.is_empty()),
        source: ImageSource::Market,
        platform: os.as_deref().map(platform),
        os,
        architecture: None,
        size_gib: None,
        ready: true,
        vendor_state: String::new(),
        whole_machine: false,
        created: None,
        owner_id: None,
        raw: item.clone(),
    }
}

/// The accounts of a `DescribeImageSharePermission` reply.
pub fn shares(reply: &Value) -> Vec<ImageShare> {
    let accounts = Path::new("SharePermissionSet[].AccountId").texts(reply);
    accounts.into_iter().map(|account_id| ImageShare { account_id, since: None }).collect()
}

fn of(reply: &Value, source: ImageSource) -> Vec<Image> {
    elements(reply, "ImagesSet").iter().map(image).filter(|image| image.source == source).collect()
}

fn image(item: &Value) -> Image {
    let vendor_state = text(item, "ImageState");
    let os = optional(item, "Platform");
    Image {
        id: text(item, "ImageId"),
        name: text(item, "Name"),
        description: None,
        source: source(item),
        platform: os.as_deref().map(platform),
        os,
        architecture: optional(item, "Architecture"),
        size_gib: whole(item, "SysDisk"),
        // A sample of the document writes the state in capitals.
        ready: vendor_state.eq_ignore_ascii_case("active"),
        vendor_state,
        whole_machine: Path::new("SnapshotSet[].Type").texts(item).iter().any(|kind| kind.eq_ignore_ascii_case("data")),
        created: optional(item, "CreationDate").and_then(|moment| time::utc(&moment)),
        owner_id: None,
        raw: item.clone(),
    }
}

/// Where an image comes from; by `IsPublic` (a truth value or its text) where the cloud does not say.
fn source(item: &Value) -> ImageSource {
    match text(item, "ImageSource").as_str() {
        "system" => ImageSource::Public,
        "share" => ImageSource::Shared,
        "import" | "copy" | "extend" => ImageSource::Private,
        _ if item.get("IsPublic").and_then(text_of).as_deref() == Some("true") => ImageSource::Public,
        _ => ImageSource::Private,
    }
}

/// The family of `centos-7.6`, as people write it.
fn platform(os: &str) -> String {
    let letters = os.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(os.len());
    match os[..letters].to_ascii_lowercase().as_str() {
        "centos" => "CentOS".to_owned(),
        "redhat" => "Red Hat".to_owned(),
        "ubuntu" => "Ubuntu".to_owned(),
        "debian" => "Debian".to_owned(),
        "fedora" => "Fedora".to_owned(),
        "windows" => "Windows".to_owned(),
        "other" => "Linux".to_owned(),
        _ => os.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_documented_image_is_read_in_utc() {
        let reply = serde_json::from_str(include_str!("../fixtures/describe_images.json")).unwrap();
        let found = private(&reply);
        assert_eq!(found.len(), 1, "imported images are the account's own, in spite of IsPublic");
        assert_eq!(found[0].name, "kmr-centos-6.6-vanilla-2.6_20160414");
        assert_eq!(found[0].platform.as_deref(), Some("CentOS"));
        assert_eq!((found[0].size_gib, found[0].ready), (Some(20), true));
        assert_eq!(found[0].created.map(|at| at.to_rfc3339()).as_deref(), Some("2016-04-19T11:53:44+00:00"));
        assert!(public(&reply).is_empty() && shared(&reply).is_empty());
    }

    #[test]
    fn every_image_is_in_exactly_one_source() {
        let sources = ["system", "share", "import", "copy", "extend", "of tomorrow"];
        let items: Vec<Value> =
            sources.iter().map(|source| json!({ "ImageId": source, "ImageSource": source })).collect();
        let reply = json!({ "ImagesSet": items });
        assert_eq!(public(&reply).len() + private(&reply).len() + shared(&reply).len(), sources.len());
        let public_by_flag =
            json!({ "ImagesSet": [{ "ImageId": "a", "IsPublic": true }, { "ImageId": "b", "IsPublic": "true" }] });
        assert_eq!(public(&public_by_flag).len(), 2);
    }

    #[test]
    fn the_documented_market_is_read() {
        let reply = serde_json::from_str(include_str!("../fixtures/query_image_list.json")).unwrap();
        let found = market(&reply);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|image| image.ready && image.source == ImageSource::Market));
        assert_eq!(found[0].name, "云堡垒机 云匣子 (100资产)");
        assert!(found[0].description.as_deref().unwrap().starts_with("¥1620/月 · ¥2.25/小时 · 云匣子"));
        assert_eq!(found[2].description.as_deref(), Some("用于创建vGPU实例的License Server，激活vGPU实例"));
        assert_eq!((found[2].os.as_deref(), found[2].platform.as_deref()), (Some("centos-7.6"), Some("CentOS")));
    }

    #[test]
    fn every_documented_state_is_ready_underway_or_failed() {
        let waiter = &crate::kingsoft::SPEC.waiters["image_ready"];
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        for (word, success, failure) in [
            ("active", true, false),
            ("ACTIVE", true, false),
            ("queued", false, false),
            ("saving", false, false),
            // In no document, but in replies.
            ("creating", false, false),
            ("killed", false, true),
            ("deactivated", false, true),
            ("deleted", false, true),
            ("pending_delete", false, true),
        ] {
            assert_eq!((is(&waiter.success, word), is(&waiter.failure, word)), (success, failure), "{word}");
            let item = json!({ "ImagesSet": [{ "ImageId": "i", "ImageSource": "extend", "ImageState": word }] });
            assert_eq!(private(&item)[0].ready, success, "{word}");
        }
    }

    #[test]
    fn the_documented_shares_are_read() {
        let reply = serde_json::from_str(include_str!("../fixtures/describe_image_share_permission.json")).unwrap();
        assert_eq!(shares(&reply), [ImageShare { account_id: "2000001278".to_owned(), since: None }]);
    }
}

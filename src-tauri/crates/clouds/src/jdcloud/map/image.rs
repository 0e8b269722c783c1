//! `describeImages` and `describeImageMembers` -> images and their shares.

use serde_json::Value;
use yundeck_domain::{Image, ImageShare, ImageSource};

use super::time::moment;
use super::{items, number, text, texts};

/// The images of one page, or the one of `describeImage`.
pub(in super::super) fn images(result: &Value) -> Vec<Image> {
    items(result, "images[]").into_iter().chain(items(result, "image")).map(image).collect()
}

/// With whom an image is shared: by account pin, or by login name where the reply has only those.
pub(in super::super) fn shares(result: &Value) -> Vec<ImageShare> {
    let pins = texts(result, "pins[]");
    let accounts = if pins.is_empty() { texts(result, "loginNames[]") } else { pins };
    accounts.into_iter().map(|account_id| ImageShare { account_id, since: None }).collect()
}

fn image(record: &Value) -> Image {
    let vendor_state = text(record, "status").unwrap_or_default();
    let offline = text(record, "offline").as_deref() == Some("true");
    let platform = text(record, "platform");
    Image {
        id: text(record, "imageId").unwrap_or_default(),
        name: text(record, "name").unwrap_or_default(),
        description: text(record, "desc"),
        source: source(&text(record, "imageSource").unwrap_or_default()),
        os: match (&platform, text(record, "osVersion")) {
            (Some(platform), Some(version)) => Some(format!("{platform} {version}")),
            (Some(platform), None) => Some(platform.clone()),
            (None, version) => version.or_else(|| text(record, "osType")),
        },
        platform,
        architecture: text(record, "architecture"),
        size_gib: number(record, "systemDiskSizeGB").or_else(|| number(record, "systemDisk.cloudDisk.diskSizeGB")),
        ready: vendor_state == "ready" && !offline,
        vendor_state,
        whole_machine: !items(record, "dataDisks[]").is_empty(),
        created: text(record, "createTime").as_deref().and_then(moment),
        owner_id: text(record, "ownerPin"),
        raw: record.clone(),
    }
}

/// A community image is another account's, offered to everyone. A word we do not know is taken for one of that kind:
/// everything that only an owner may do stays closed.
fn source(word: &str) -> ImageSource {
    match word {
        "private" => ImageSource::Private,
        "shared" => ImageSource::Shared,
        "thirdparty" => ImageSource::Market,
        _ => ImageSource::Public,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documented_images_keep_their_facts() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describeImages.json")).unwrap();
        let found = images(&reply["result"]);
        let first = &found[0];
        assert_eq!((first.id.as_str(), first.name.as_str()), ("img-m5s0000029", "CentOS 8.2 64位"));
        assert_eq!((first.source, first.ready, first.whole_machine), (ImageSource::Public, true, false));
        assert_eq!(
            (first.os.as_deref(), first.platform.as_deref(), first.size_gib),
            (Some("CentOS 8.2"), Some("CentOS"), Some(40))
        );
        assert_eq!(first.created.map(|at| at.to_rfc3339()).as_deref(), Some("2021-01-28T16:49:05+08:00"));
        let second = &found[1];
        assert_eq!((second.source, second.ready, second.whole_machine), (ImageSource::Private, false, true));
        assert_eq!(second.owner_id.as_deref(), Some("yundeck"));
    }

    #[test]
    fn a_withdrawn_image_is_not_ready() {
        let found = images(&json!({ "images": [{ "imageId": "img-1", "status": "ready", "offline": true }] }));
        assert!(!found[0].ready);
    }

    /// The vendor's table of states (`image_status`).
    #[test]
    fn every_documented_state_is_ready_underway_or_failed() {
        let waiter = &crate::jdcloud::SPEC.waiters["image_ready"];
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        for (word, success, failure) in
            [("ready", true, false), ("pending", false, false), ("error", false, true), ("deleting", false, true)]
        {
            assert_eq!((is(&waiter.success, word), is(&waiter.failure, word)), (success, failure), "{word}");
            let found = images(&json!({ "images": [{ "imageId": "img-1", "status": word }] }));
            assert_eq!(found[0].ready, success, "{word}");
        }
    }

    #[test]
    fn shares_are_pins_and_else_login_names() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describeImageMembers.json")).unwrap();
        let ids = |result: &Value| shares(result).into_iter().map(|share| share.account_id).collect::<Vec<_>>();
        assert_eq!(ids(&reply["result"]), ["pin1", "pin2"]);
        assert_eq!(ids(&json!({ "pins": null, "loginNames": ["someone"] })), ["someone"]);
        assert_eq!(ids(&json!({})), Vec::<String>::new());
    }
}

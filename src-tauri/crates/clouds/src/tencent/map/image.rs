//! `DescribeImages` and `DescribeImageSharePermission` -> images and their shares.

use serde_json::Value;
use yundeck_domain::{Image, ImageShare, ImageSource};

use super::{items, number, text, texts, time};

/// The images of a page.
pub fn images(result: &Value) -> Vec<Image> {
    items(result, "ImageSet[]").into_iter().map(image).collect()
}

/// The accounts an image is shared with.
pub fn shares(result: &Value) -> Vec<ImageShare> {
    items(result, "SharePermissionSet[]")
        .into_iter()
        .map(|raw| ImageShare {
            account_id: text(raw, "AccountId").unwrap_or_default(),
            since: time(raw, "CreatedTime"),
        })
        .collect()
}

fn image(raw: &Value) -> Image {
    let vendor_state = text(raw, "ImageState").unwrap_or_default();
    Image {
        id: text(raw, "ImageId").unwrap_or_default(),
        name: text(raw, "ImageName").unwrap_or_default(),
        description: text(raw, "ImageDescription"),
        source: match text(raw, "ImageType").as_deref() {
            Some("PRIVATE_IMAGE") => ImageSource::Private,
            Some("SHARED_IMAGE") => ImageSource::Shared,
            Some("MARKET_IMAGE") => ImageSource::Market,
            _ => ImageSource::Public,
        },
        os: text(raw, "OsName"),
        platform: text(raw, "Platform"),
        architecture: text(raw, "Architecture"),
        size_gib: number(raw, "ImageSize").filter(|size| *size > 0),
        // `USING` is in use, which hinders nothing.
        ready: matches!(vendor_state.as_str(), "NORMAL" | "USING"),
        vendor_state,
        whole_machine: texts(raw, "SnapshotSet[].DiskUsage").iter().any(|usage| usage == "DATA_DISK"),
        created: time(raw, "CreatedTime"),
        // Public images name the word PUBLIC as their creator.
        owner_id: text(raw, "ImageCreator").filter(|owner| owner.bytes().all(|byte| byte.is_ascii_digit())),
        raw: raw.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_documented_public_image_is_read_and_its_epoch_is_no_date() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/DescribeImages.json")).unwrap();
        let found = images(&reply["Response"]);
        assert_eq!(found[0].id, "img-pmqg1cw7");
        assert_eq!(found[0].source, ImageSource::Public);
        assert!(found[0].ready);
        assert_eq!(found[0].os.as_deref(), Some("centos6.6x86_32"));
        assert_eq!(found[0].created, None);
        assert_eq!(found[0].owner_id, None);
    }

    #[test]
    fn an_own_image_names_its_owner_and_says_whether_it_holds_data_disks() {
        let found = images(&json!({ "ImageSet": [{
            "ImageId": "img-1", "ImageType": "PRIVATE_IMAGE", "ImageState": "CREATING", "ImageCreator": "100000000001",
            "ImageSize": 50, "CreatedTime": "2026-01-02T03:04:05Z",
            "SnapshotSet": [{ "DiskUsage": "SYSTEM_DISK" }, { "DiskUsage": "DATA_DISK" }],
        }] }));
        assert!(!found[0].ready);
        assert!(found[0].whole_machine);
        assert_eq!(found[0].owner_id.as_deref(), Some("100000000001"));
        assert_eq!(found[0].created.map(|at| at.to_rfc3339()).as_deref(), Some("2026-01-02T03:04:05+00:00"));
    }

    #[test]
    fn every_state_is_made_underway_or_failed() {
        let waiter = &crate::tencent::SPEC.waiters["image_ready"];
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        for (word, success, failure) in [
            ("NORMAL", true, false),
            ("USING", true, false),
            ("CREATING", false, false),
            ("IMPORTING", false, false),
            ("SYNCING", false, false),
            ("CREATEFAILED", false, true),
            ("IMPORTFAILED", false, true),
            ("DELETING", false, true),
        ] {
            assert_eq!((is(&waiter.success, word), is(&waiter.failure, word)), (success, failure), "{word}");
            let item = json!({ "ImageSet": [{ "ImageId": "img-1", "ImageState": word }] });
            assert_eq!(images(&item)[0].ready, success, "{word}");
        }
    }

    #[test]
    fn shares_keep_their_time() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/DescribeImageSharePermission.json")).unwrap();
        let found = shares(&reply["Response"]);
        let read: Vec<_> = found.iter().map(|share| share.account_id.as_str()).collect();
        assert_eq!(read, ["101104350000", "101104350001"]);
        assert_eq!(found[0].since.map(|at| at.to_rfc3339()).as_deref(), Some("2018-06-10T11:02:50+00:00"));
    }
}

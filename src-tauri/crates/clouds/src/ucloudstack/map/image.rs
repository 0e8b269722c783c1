//! `ImageInfo` -> image (`DescribeImage`, a companion).

use serde_json::Value;
use yundeck_domain::{Image, ImageSource};

use super::{infos, number, text, time};

/// The images of a `DescribeImage` reply.
pub fn images(reply: &Value) -> Vec<Image> {
    infos(reply).map(image).collect()
}

fn image(record: &Value) -> Image {
    let vendor_state = text(record, "ImageStatus").unwrap_or_default();
    Image {
        id: text(record, "ImageID").unwrap_or_default(),
        name: text(record, "Name").unwrap_or_default(),
        description: text(record, "ImageDescription"),
        source: match text(record, "ImageType").as_deref() {
            Some("Base") => ImageSource::Public,
            _ => ImageSource::Private,
        },
        os: text(record, "OSName"),
        platform: text(record, "OSDistribution"),
        architecture: text(record, "SetArch"),
        size_gib: number(record, "ImageSize").filter(|size| *size > 0),
        // Release 1.x writes `Available`, 2.x `Used`.
        ready: matches!(vendor_state.as_str(), "Used" | "Available"),
        vendor_state,
        // Only the system disk is taken.
        whole_machine: false,
        created: time(record, "CreateTime"),
        owner_id: text(record, "CompanyID").filter(|id| id != "0"),
        raw: record.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn base_images_are_public_and_custom_ones_private() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describe_image.json")).unwrap();
        let images = images(&reply);
        let shown: Vec<_> = images.iter().map(|image| (image.id.as_str(), image.source, image.ready)).collect();
        assert_eq!(
            shown,
            [
                ("cn-image-centos-74", ImageSource::Public, true),
                ("image-7Hq1kpYMR", ImageSource::Private, true),
                ("image-9Kq2mpZNS", ImageSource::Private, false),
            ]
        );
        assert_eq!(images[0].owner_id, None, "a base image has no owner");
        let golden = &images[1];
        assert_eq!((golden.os.as_deref(), golden.platform.as_deref()), (Some("CentOS 7.4 x86_64"), Some("Centos")));
        assert_eq!((golden.architecture.as_deref(), golden.size_gib), (Some("x86_64"), Some(40)));
        assert_eq!(golden.description.as_deref(), Some("nginx 1.28"));
        assert_eq!(golden.owner_id.as_deref(), Some("200000237"));
        assert_eq!(golden.created.unwrap().to_rfc3339(), "2026-10-02T02:00:00+00:00");
        assert_eq!(images[2].vendor_state, "Making");
    }

    #[test]
    fn the_words_of_both_releases_are_understood() {
        let ready = |word: &str| images(&json!({ "Infos": [{ "ImageID": "image-1", "ImageStatus": word }] }))[0].ready;
        let waiter = &crate::ucloudstack::SPEC.waiters["image_ready"];
        for word in ["Used", "Available"] {
            assert!(ready(word) && waiter.success.iter().any(|known| known == word), "{word}");
        }
        for word in ["Failed", "Unavailable", "Deleting", "Deleted", "Terminating"] {
            assert!(!ready(word) && waiter.failure.iter().any(|known| known == word), "{word}");
        }
        for word in ["Making", "Uploading"] {
            assert!(!ready(word) && !waiter.success.iter().chain(&waiter.failure).any(|known| known == word), "{word}");
        }
    }

    #[test]
    fn an_unknown_state_is_not_ready_but_kept() {
        let images = images(&json!({ "Infos": [{ "ImageID": "image-1", "ImageStatus": "Scanning" }] }));
        assert_eq!((images[0].ready, images[0].vendor_state.as_str()), (false, "Scanning"));
    }
}

//! A region is chosen by its id or its name in either language; what names none is told from a new id.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde::Deserialize;
use yundeck_catalogue::RegionText;
use yundeck_clouds::REGISTRY;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    cloud: String,
    text: String,
    known: Option<String>,
    other: Option<String>,
    unclear: Option<Vec<String>>,
}

#[test]
fn region_named_text_of_a_person_means_what_the_table_says() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("region_names.json")).unwrap();
    for case in cases {
        let spec = REGISTRY.iter().map(|cloud| cloud.adapter.spec()).find(|spec| spec.id == case.cloud).unwrap();
        let (mut known, mut other, mut unclear) = (None, None, None);
        match spec.region_named(&case.text) {
            RegionText::Known(region) => known = Some(region.id.clone()),
            RegionText::Other(id) => other = Some(id.to_owned()),
            RegionText::Unclear(regions) => {
                unclear = Some(regions.iter().map(|region| region.id.clone()).collect::<Vec<_>>());
            }
        }
        assert_eq!((known, other, unclear), (case.known, case.other, case.unclear), "{} {}", case.cloud, case.text);
    }
}

#[test]
fn region_named_every_id_and_title_of_the_catalogues_chooses_its_region() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for region in &spec.regions {
            for text in [&region.id, &region.title.zh, &region.title.en] {
                let RegionText::Known(named) = spec.region_named(text) else { panic!("{} {text}", spec.id) };
                assert_eq!(named.id, region.id, "{text}");
            }
        }
    }
}

#[test]
fn region_ids_of_names_are_those_of_the_list_and_what_names_none_is_said_of_the_field() {
    let spec = REGISTRY.iter().map(|cloud| cloud.adapter.spec()).find(|spec| spec.id == "tencent").unwrap();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let ids = spec.region_ids(&texts(&["广州", "Beijing", " ", "ap-guangzhou", "ap-new-1"]), "/regions").unwrap();
    assert_eq!(ids, ["ap-guangzhou", "ap-beijing", "ap-new-1"]);
    for (text, zh, en) in [
        ("阿里", "没有叫“阿里”的地域", "No region called “阿里”"),
        ("深圳", "深圳金融 ap-shenzhen-fsi", "ap-shenzhen-fsi"),
    ] {
        let problem = spec.region_ids(&texts(&[text]), "/regions").unwrap_err();
        let words = problem.words.unwrap();
        assert_eq!(problem.path, "/regions");
        assert!(words.zh.contains(zh) && words.en.contains(en), "{words:?}");
    }
}

//! Every cloud's catalogue holds what `lint` asks of it.

use yundeck_catalogue::lint::{lint, unlisted_refs};
use yundeck_clouds::REGISTRY;

#[test]
fn every_catalogue_is_sound() {
    let found: Vec<String> = REGISTRY.iter().flat_map(|cloud| lint(cloud.adapter.spec())).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn everything_a_form_refers_to_can_be_listed() {
    let found: Vec<String> = REGISTRY.iter().flat_map(|cloud| unlisted_refs(cloud.adapter.spec())).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_cloud_has_its_own_id_and_folder() {
    let mut ids: Vec<&str> = REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), REGISTRY.len());
    for id in ids {
        let folder = format!("{}/src/{id}", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&folder).is_dir(), "{folder}");
    }
}

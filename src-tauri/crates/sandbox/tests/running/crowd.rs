//! Fifty thousand instances.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::json;
use yundeck_sandbox::Options;
use yundeck_sandbox::world::Billing;

use crate::guest::{call, run, start};

#[tokio::test]
async fn fifty_thousand_instances_are_there_soon_and_differ() {
    let begun = Instant::now();
    let sandbox = start(Options { instances: 50_000, ..Options::default() }).await;
    let seeded = begun.elapsed();
    // Bounds that only what grows with the square exceeds, in a debug build on a busy machine.
    assert!(seeded < Duration::from_secs(60), "{seeded:?}");

    let begun = Instant::now();
    assert_eq!(call(&sandbox, "List", json!({})).await.json()["result"]["count"], 50_000);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());

    sandbox.world("toy", |world| {
        let now = world.now();
        let differ = |what: &dyn Fn(&yundeck_sandbox::world::Instance) -> String| {
            world.instances.iter().map(what).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(differ(&|instance| instance.id.clone()), 50_000, "ids");
        assert_eq!(differ(&|instance| instance.name.clone()), 50_000, "names");
        assert_eq!(differ(&|instance| format!("{:?}", instance.billing)), 3, "billing");
        assert_eq!(differ(&|instance| instance.state(now).word().to_owned()), 4, "states");
        assert_eq!(differ(&|instance| format!("{:?}", instance.instance_type)), 2, "types");
        assert!(differ(&|instance| instance.created.date_naive().to_string()) > 500, "ages");
        assert!(world.instances.iter().all(|instance| instance.created < now && instance.disk_ids.len() == 1));
        assert!(
            world.instances.iter().all(|instance| (instance.billing == Billing::Prepaid) == instance.expires.is_some()),
            "what is prepaid expires"
        );
        assert_eq!(world.disks.len(), 50_000);
        assert_eq!(differ(&|instance| instance.private_ips.concat()), 50_000, "private addresses");
    });
    assert!(run(&sandbox).await.json()["result"]["ids"].is_array(), "there is room for one more");
}

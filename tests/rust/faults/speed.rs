//! Many instances: a bound that only a page whose cost grows with the square of them exceeds, in a debug build on a busy machine.

use std::time::{Duration, Instant};

use serde_json::json;
use yundeck_sandbox::{Fault, FaultKind, Options};
use yundeck_tests::in_process::Direct;

use crate::cloud::Cloud;

#[tokio::test(start_paused = true)]
async fn page_of_ten_thousand_instances_comes_soon_also_when_it_lags_behind() {
    let direct = Direct::of(Options { instances: 10_000, ..Options::default() }, "many");
    for cloud in Cloud::all(&direct) {
        for behind in [false, true] {
            cloud.buy("one", 1).await.result();
            if behind {
                direct.sandbox.inject(Fault::new(FaultKind::Behind).of(cloud.id()));
            }
            let begun = Instant::now();
            assert_eq!(cloud.listed(json!({})).await.len(), 100, "{}", cloud.id());
            assert!(begun.elapsed() < Duration::from_secs(30), "{}: {:?}", cloud.id(), begun.elapsed());
        }
    }
}

//! Equal seeds and equal requests give equal replies.

use std::time::Duration;

use yundeck_sandbox::{Answer, Fault, FaultKind, Options};
use yundeck_tests::in_process::{Direct, clouds, job};
use yundeck_tests::orders::order;

/// Everything that came back from some calls of every cloud, in text: keys, times, ids, request ids.
async fn trace(seed: &str) -> Vec<String> {
    let direct = Direct::of(Options { instances: 20, ..Options::default() }, seed);
    direct.sandbox.inject(Fault::new(FaultKind::LatencyAfter).millis(90_000).times(2));
    direct.sandbox.inject(Fault::new(FaultKind::SlowBody).millis(3_000).times(2));
    let mut lines = Vec::new();
    for cloud in clouds() {
        let endpoint = direct.endpoint(&cloud.id);
        lines.push(format!("{} {} {}", endpoint.url, endpoint.key.id, endpoint.key.secret));
        for _ in 0..2 {
            let made = direct.call(&cloud.id, job(cloud, "create_instance"), &order(endpoint, "web", 1)).await;
            lines.push(format!("{} {}", direct.now(), text(&made.answer)));
            tokio::time::sleep(Duration::from_secs(3)).await;
            let listed = direct.call(&cloud.id, job(cloud, "list_instances"), &serde_json::json!({})).await;
            lines.push(format!("{} {}", direct.now(), text(&listed.answer)));
        }
    }
    lines.push(direct.sandbox.state().to_string());
    lines
}

fn text(answer: &Answer) -> String {
    match answer {
        Answer::Reply(reply) | Answer::Slow { reply, .. } | Answer::Truncated { reply, .. } => {
            format!("{} {:?} {}", reply.status, reply.headers, String::from_utf8_lossy(&reply.body))
        }
        Answer::Dropped => String::new(),
    }
}

#[tokio::test(start_paused = true)]
async fn replies_of_two_runs_from_one_seed_are_equal_byte_for_byte() {
    let (first, second) = (trace("one").await, trace("one").await);
    assert_eq!(first, second);
    assert!(first.iter().all(|line| !line.contains("error")), "{first:?}");
    assert_ne!(first, trace("another").await, "keys and request ids are the seed's");
}

#[tokio::test(start_paused = true)]
async fn a_held_back_answer_takes_its_time_on_the_paused_clock() {
    let direct = Direct::new("seed");
    direct.sandbox.inject(Fault::new(FaultKind::LatencyAfter).millis(3_600_000));
    let begun = direct.now();
    direct.call("tencent", "DescribeInstances", &serde_json::json!({})).await.result();
    assert_eq!(direct.now() - begun, chrono::Duration::hours(1));
}

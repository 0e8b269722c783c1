//! Every operation of the four documents, and what they need beside them: sent through the client to the sandbox, in an
//! order that makes sense, and looked at afterwards. A script per cloud; none may leave an operation out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "operations/encoding.rs"]
mod encoding;
#[path = "operations/jdcloud.rs"]
mod jdcloud;
#[path = "operations/kingsoft.rs"]
mod kingsoft;
#[path = "operations/stage.rs"]
mod stage;
#[path = "operations/step.rs"]
mod step;
#[path = "operations/tencent.rs"]
mod tencent;
#[path = "operations/ucloudstack.rs"]
mod ucloudstack;

use stage::Stage;
use step::Step;

/// A part of a cloud's script, by the noun it is about.
type Part = (&'static str, fn() -> Vec<Step>);

async fn play(cloud: &str, parts: &[Part]) {
    let mut stage = Stage::build(cloud).await;
    for (noun, steps) in parts {
        stage.play(noun, steps()).await;
    }
    stage.finish();
}

#[test]
fn the_catalogues_hold_every_operation_of_the_documents() {
    let documented: Vec<(&str, usize)> = yundeck_clouds::REGISTRY
        .iter()
        .map(|cloud| cloud.adapter.spec())
        .map(|spec| {
            let of_the_document = spec.operations.values().filter(|operation| !operation.companion);
            (spec.id.as_str(), of_the_document.count())
        })
        .collect();
    assert_eq!(documented, [("tencent", 59), ("kingsoft", 54), ("jdcloud", 39), ("ucloudstack", 13)]);
    assert_eq!(documented.iter().map(|(_, count)| count).sum::<usize>(), 165);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_tencent_is_done() {
    play("tencent", tencent::SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_kingsoft_is_done() {
    play("kingsoft", kingsoft::SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_jdcloud_is_done() {
    play("jdcloud", jdcloud::SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_ucloudstack_is_done() {
    play("ucloudstack", ucloudstack::SCRIPT).await;
}

//! What is held back is answered when it is let go, and not before.

use serde_json::{Value, json};
use yundeck_sandbox::{Fault, FaultKind, Options, Sandbox};

use crate::guest::{Got, call, control, count, run, start};

/// Returns once calls of these operations are held back.
async fn held(sandbox: &Sandbox, wanted: &[&str]) {
    while sandbox.held() != wanted {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_call_held_before_is_done_when_it_is_let_go_and_one_held_after_was_done_already() {
    for (kind, done) in [(FaultKind::Hold, 0), (FaultKind::HoldAfter, 1)] {
        let sandbox = start(Options::default()).await;
        sandbox.inject(Fault::new(kind).on("Run"));
        let look = async {
            held(&sandbox, &["Run"]).await;
            let before = count(&sandbox);
            assert!(sandbox.faults().is_empty(), "it strikes once");
            sandbox.release(None);
            before
        };
        let (got, before) = tokio::join!(run(&sandbox), look);
        assert_eq!((before, count(&sandbox)), (done, 1), "{kind:?}");
        assert!(got.json()["result"]["ids"].is_array(), "{kind:?}");
        assert!(sandbox.held().is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_call_that_was_held_is_struck_by_the_next_fault() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::Hold).on("Run").times(0));
    sandbox.inject(Fault::new(FaultKind::DropAfter).on("Run"));
    let let_go = async {
        held(&sandbox, &["Run"]).await;
        sandbox.release(None);
    };
    assert!(matches!(tokio::join!(run(&sandbox), let_go).0, Got::Nothing));
    assert_eq!(count(&sandbox), 1);
}

#[tokio::test]
async fn letting_go_is_for_those_that_are_held_now_and_clearing_for_all() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::HoldAfter).on("List").times(0));
    let list = || call(&sandbox, "List", json!({}));
    let let_go = async {
        held(&sandbox, &["List"]).await;
        sandbox.release(Some("Run"));
        held(&sandbox, &["List"]).await;
        sandbox.release(Some("List"));
    };
    tokio::join!(list(), let_go).0.json();
    let clear = async {
        held(&sandbox, &["List"]).await;
        sandbox.clear_faults();
    };
    tokio::join!(list(), clear).0.json();
    list().await.json();
}

#[tokio::test]
async fn tests_of_another_process_see_what_is_held_and_let_it_go() {
    let sandbox = start(Options { control: true, ..Options::default() }).await;
    let control = async |method, target, body: Value| control(&sandbox, method, target, body).await.json();
    control("POST", "/faults", json!({ "kind": "hold_after", "operation": "Run" })).await;
    let look = async {
        while control("GET", "/faults", Value::Null).await != json!({ "waiting": [], "held": ["Run"] }) {
            tokio::task::yield_now().await;
        }
        control("POST", "/release", json!({ "operation": "Run" })).await
    };
    let (got, released) = tokio::join!(run(&sandbox), look);
    assert_eq!(released, json!({ "waiting": [], "held": [] }));
    got.json();
}

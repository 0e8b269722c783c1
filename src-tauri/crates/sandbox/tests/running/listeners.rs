//! Ports, keys, services and the control listener.

use serde_json::{Value, json};
use yundeck_sandbox::{Options, Sandbox, StartError};

use crate::guest::{Got, call, control, run, send, send_as, start};
use crate::toy::Toy;

#[tokio::test]
async fn the_report_names_what_a_client_needs() {
    let sandbox = start(Options { control: true, ..Options::default() }).await;
    let report = sandbox.report();
    let toy = &report["plaything"];
    assert!(toy["url"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{toy}");
    assert_eq!((&toy["secret_id"], &toy["secret_key"]), (&json!("id"), &json!("secret")));
    assert_eq!((&toy["region"], &toy["zone"], &toy["image_id"]), (&json!("r1"), &json!("r1-a"), &json!("img")));
    assert_ne!(toy["keys_url"], toy["url"]);
    assert!(report["control"]["url"].is_string());
    assert_eq!(report["control"]["token"].as_str().unwrap().len(), 64);
    assert!(!format!("{sandbox:?}").contains("secret\""), "debug does not show the secret");
}

#[tokio::test]
async fn a_service_with_a_listener_of_its_own_is_told_apart() {
    let sandbox = start(Options::default()).await;
    let url = sandbox.endpoint("toy").unwrap().service_urls["keys_url"].clone();
    let head = "key: id:secret\r\noperation: List\r\n".to_owned();
    assert_eq!(send(url, "POST", "/", head, "{}".into()).await.json()["result"]["service"], "keys");
    assert_eq!(call(&sandbox, "List", json!({})).await.json()["result"]["service"], "toys");
}

#[tokio::test]
async fn keys_are_new_with_every_start_unless_given() {
    let secret = async || {
        let sandbox = Sandbox::start(&[&Toy], Options::default()).await.unwrap();
        sandbox.endpoint("toy").unwrap().key.secret.clone()
    };
    assert_ne!(secret().await, secret().await);
}

#[tokio::test]
async fn what_is_not_believed_understood_or_valid_is_refused_in_the_clouds_words() {
    let sandbox = start(Options::default()).await;
    let url = sandbox.endpoint("toy").unwrap().url.clone();
    let send =
        async |head: &str, body: &str| send(url.clone(), "POST", "/", head.to_owned(), body.to_owned()).await.error();
    assert_eq!(send("operation: List\r\n", "{}").await, "Auth");
    assert_eq!(send("key: id:wrong\r\noperation: List\r\n", "{}").await, "Auth");
    assert_eq!(send("key: id:secret\r\noperation: Fly\r\n", "{}").await, "NoOperation");
    assert_eq!(send("key: id:secret\r\noperation: Run\r\n", "[]").await, "Body");
    assert_eq!(send("key: id:secret\r\noperation: Run\r\n", "{}").await, "Invalid");
    assert_eq!(send("key: id:secret\r\noperation: Run\r\n", r#"{"Name":"x","Other":1}"#).await, "Invalid");
}

#[tokio::test]
async fn ports_are_consecutive_from_the_first_and_a_taken_one_is_an_error() {
    // Any three ports in a row that are free now.
    let mut first = 43_210;
    let sandbox = loop {
        match Sandbox::start(&[&Toy], Options { port: Some(first), control: true, ..Options::default() }).await {
            Ok(sandbox) => break sandbox,
            Err(_) => first += 10,
        }
    };
    let endpoint = sandbox.endpoint("toy").unwrap();
    assert_eq!(endpoint.url, format!("http://127.0.0.1:{first}"));
    assert_eq!(endpoint.service_urls["keys_url"], format!("http://127.0.0.1:{}", first + 1));
    assert_eq!(sandbox.report()["control"]["url"], format!("http://127.0.0.1:{}", first + 2));
    let again = Sandbox::start(&[&Toy], Options { port: Some(first), ..Options::default() }).await;
    assert!(matches!(again, Err(StartError::Port { .. })), "{again:?}");
}

#[tokio::test]
async fn the_last_port_is_the_last() {
    let error = Sandbox::start(&[&Toy], Options { port: Some(65_535), ..Options::default() }).await;
    assert!(error.is_err(), "{error:?}");
}

#[tokio::test]
async fn a_dropped_sandbox_stops_listening() {
    let sandbox = start(Options::default()).await;
    let address = sandbox.endpoint("toy").unwrap().url.replace("http://", "");
    drop(sandbox);
    for _ in 0..50 {
        if tokio::net::TcpStream::connect(&address).await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{address} still listens");
}

#[tokio::test]
async fn tests_outside_the_process_inject_faults_turn_clocks_and_look() {
    let sandbox = start(Options { control: true, ..Options::default() }).await;
    let fault = json!({ "kind": "drop_after", "operation": "Run" });
    assert!(matches!(control(&sandbox, "POST", "/faults", fault).await, Got::Reply { status: 200, .. }));
    assert!(matches!(run(&sandbox).await, Got::Nothing));
    let state = control(&sandbox, "GET", "/state", Value::Null).await.json();
    assert_eq!(state["plaything"]["count"], 1);
    assert_eq!(state["plaything"]["instances"][0]["state"], "pending");
    assert_eq!(state["plaything"]["calls"]["Run"], json!({ "received": 1, "applied": 1 }));
    control(&sandbox, "POST", "/clock", json!({ "advance_seconds": 60 })).await.json();
    let state = control(&sandbox, "GET", "/state", Value::Null).await.json();
    assert_eq!(state["plaything"]["instances"][0]["state"], "running");

    control(&sandbox, "POST", "/faults", json!({ "kind": "throttle", "times": 0 })).await.json();
    control(&sandbox, "DELETE", "/faults", Value::Null).await.json();
    assert!(run(&sandbox).await.json()["result"]["ids"].is_array());
    for (target, body) in [("/faults", json!({ "kind": "explode" })), ("/clock", json!({ "advance": 1 }))] {
        assert!(matches!(control(&sandbox, "POST", target, body).await, Got::Reply { status: 400, .. }), "{target}");
    }
    assert!(matches!(control(&sandbox, "GET", "/other", Value::Null).await, Got::Reply { status: 404, .. }));
}

#[tokio::test]
async fn worlds_are_changed_from_outside_the_process() {
    let sandbox = start(Options { control: true, ..Options::default() }).await;
    let before = sandbox.world("toy", |world| world.prices.vcpu_hour).unwrap();
    let change = json!({ "cloud": "plaything", "token_seconds": 60, "price_percent": 150 });
    control(&sandbox, "POST", "/worlds", change).await.json();
    control(&sandbox, "POST", "/worlds", json!({ "cloud": "other", "token_seconds": 1 })).await.json();
    sandbox.world("toy", |world| {
        assert_eq!(world.tokens.lifetime, chrono::Duration::seconds(60));
        assert_eq!(world.prices.vcpu_hour * rust_decimal::Decimal::from(2), before * rust_decimal::Decimal::from(3));
    });
}

#[tokio::test]
async fn clock_turned_by_the_largest_number_still_answers() {
    let sandbox = start(Options { control: true, ..Options::default() }).await;
    for change in
        [json!({ "advance_seconds": i64::MAX, "skew_seconds": i64::MAX }), json!({ "skew_seconds": i64::MIN })]
    {
        control(&sandbox, "POST", "/clock", change).await.json();
        assert!(matches!(run(&sandbox).await, Got::Reply { .. }));
    }
    control(&sandbox, "POST", "/clock", json!({ "advance_seconds": i64::MIN, "skew_seconds": 0 })).await.json();
    assert!(run(&sandbox).await.json()["result"]["ids"].is_array());
}

#[tokio::test]
async fn control_without_its_token_from_a_page_or_under_a_foreign_host_is_refused_and_changes_nothing() {
    let sandbox = start(Options { control: true, ..Options::default() }).await;
    let report = sandbox.report();
    let (url, token) = (report["control"]["url"].as_str().unwrap(), report["control"]["token"].as_str().unwrap());
    let own = format!("Host: {}\r\n", url.strip_prefix("http://").unwrap());
    let rebound = own.replace("127.0.0.1", "stranger.example");
    let let_in = format!("Authorization: Bearer {token}\r\n");
    let another = "Authorization: Bearer 0123456789abcdef\r\n".to_owned();
    for (what, head, right) in [
        ("no token", own.clone(), 401),
        ("another's token", own.clone() + &another, 401),
        ("the token and another", own.clone() + &let_in + &another, 401),
        ("a page", own.clone() + &let_in + "Origin: http://stranger.example\r\n", 403),
        ("a page from a file", own.clone() + &let_in + "Origin: null\r\n", 403),
        ("a name that leads here", rebound.clone() + &let_in, 403),
        ("another name", own.replace("127.0.0.1", "localhost") + &let_in, 403),
        ("no name", let_in.clone(), 403),
    ] {
        for (method, target) in
            [("GET", "/state"), ("POST", "/faults"), ("POST", "/clock"), ("DELETE", "/faults"), ("GET", "/other")]
        {
            let body = json!({ "kind": "throttle", "advance_seconds": 60 }).to_string();
            match send_as(url.to_owned(), method, target, head.clone(), body).await {
                Got::Reply { status, body, .. } => {
                    // What HTTP itself does not allow is refused before the gate.
                    assert!(
                        status == right || status == 400 && what == "no name",
                        "{what}: {method} {target}: {status}"
                    );
                    assert!(!body.contains(token), "{what}: {body}");
                }
                other => panic!("{what}: {other:?}"),
            }
        }
    }
    assert_eq!(sandbox.faults().len(), 0);
    let again = start(Options { control: true, ..Options::default() }).await;
    assert_ne!(again.report()["control"]["token"], token, "new with every start");
}

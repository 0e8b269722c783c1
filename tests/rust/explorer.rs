//! The explorer on every cloud: what there is, reads page by page, and the history of calls. What is not a read, and calls
//! as text, are beside it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "explorer/acts.rs"]
mod acts;
#[path = "explorer/commands.rs"]
mod commands;
#[cfg(target_os = "linux")]
#[path = "explorer/scripts.rs"]
mod scripts;
#[path = "explorer/stage.rs"]
mod stage;
#[path = "explorer/texts.rs"]
mod texts;

use serde_json::{Value, json};
use yundeck_app::reads::explorer::call::CallReply;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::JournalFilter;
use yundeck_catalogue::Effect;
use yundeck_domain::ErrorKind;
use yundeck_tests::life::open_next;
use yundeck_tests::{House, open_app, seats};

use stage::{act, call, crowded, instance_for_a_password, password, rows, spec};

#[tokio::test(flavor = "multi_thread")]
async fn every_list_can_be_read_page_by_page() {
    let house = crowded(25).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let mut with_pages = Vec::new();
        for operation in cloud.operations.values().filter(|operation| operation.effect.is_read()) {
            let Some(pages) = &operation.pagination else { continue };
            // A list of what is in one thing has to be told in which; there are none of these at the start.
            let of_one = operation.input["required"]
                .as_array()
                .is_some_and(|all| all.iter().any(|name| name == "LaunchTemplateId"));
            if of_one {
                continue;
            }
            let name = format!("{} {}", cloud.id, operation.name);
            let summaries = house.app.reads.operations();
            assert!(summaries.iter().any(|one| one.cloud == cloud.id && one.name == operation.name && one.is_list));
            let limit = &operation.input["properties"][&pages.limit];
            let smallest = limit["minimum"].as_u64().unwrap_or(1).max(1);
            let size = if pages.as_text { json!(smallest.to_string()) } else { json!(smallest) };
            // As a picker asks, where a list wants to be told what of.
            let picker = cloud.refs.values().find(|listing| listing.operation == operation.name);
            let base = picker.map(|listing| listing.params.clone()).unwrap_or_default();
            let whole = call(&house, account, &operation.name, &Value::Object(base.clone())).await;
            let whole = whole.unwrap_or_else(|error| panic!("{name}: {error}"));
            let whole = rows(&whole.table.unwrap_or_else(|| panic!("{name}: no table"))).len();
            let mut params = Value::Object(base);
            params[&pages.limit] = size;
            let mut read = 0;
            let mut turns = 0;
            loop {
                let page = call(&house, account, &operation.name, &params).await;
                let page = page.unwrap_or_else(|error| panic!("{name} {params}: {error}"));
                let table = page.table.unwrap();
                let page_rows = rows(&table);
                assert!(page_rows.len() <= smallest as usize, "{name}: the page is larger than asked for");
                assert!(page_rows.is_empty() || !table.columns.is_empty(), "{name}: no columns");
                read += page_rows.len();
                turns += 1;
                let Some(next) = page.next_page else { break };
                assert!(turns < 500, "{name}: the pages do not end");
                params = next;
            }
            assert!(read >= whole, "{name}: {read} of {whole}");
            if turns > 1 {
                with_pages.push(operation.name.clone());
            }
        }
        assert!(!with_pages.is_empty(), "{}: no list was long enough to have a next page", cloud.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_size_left_to_the_cloud_stays_what_it_was() {
    let house = crowded(25).await;
    let account = &house.account("jdcloud").account;
    let ids = |reply: &CallReply| -> Vec<String> {
        let rows = rows(reply.table.as_ref().unwrap());
        rows.iter().map(|row| row["instanceId"].as_str().unwrap().to_owned()).collect()
    };
    let first = call(&house, account, "describeInstances", &json!({})).await.unwrap();
    let next = first.next_page.clone().unwrap();
    assert_eq!((&next["pageNumber"], &next["pageSize"]), (&json!(2), &json!(20)), "the documented size");
    let second = call(&house, account, "describeInstances", &next).await.unwrap();
    assert_eq!(ids(&first).len(), 20);
    assert!(!ids(&second).is_empty() && ids(&second).iter().all(|id| !ids(&first).contains(id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_outlives_a_restart_and_holds_no_secret() {
    const PLANTED: &str = "PlantedSecret9!";
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(Some(folder.path().to_owned())).await;
    let mut expected = Vec::new();
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let list = &cloud.jobs["list_instances"];
        call(&house, account, list, &json!({})).await.unwrap();
        let id = instance_for_a_password(&house, account).await;
        let (operation, params) = password(&cloud.id, &id, PLANTED);
        let done = act(&house, account, operation, &params).await;
        assert_eq!(done.phase, ActivityPhase::Done, "{}: {:?}", cloud.id, done.error);
        if let Some(reply) = house.app.acts.activity_reply(&done.id, true) {
            assert!(!reply.text.to_string().contains(PLANTED), "{}", cloud.id);
        }
        let running = cloud.operation(operation).unwrap().requires_state.iter().any(|state| state == "Running");
        expected.push(list.clone());
        expected.extend((!running).then(|| cloud.jobs["stop_instance"].clone()));
        expected.push(operation.to_owned());
        // A form that is not filled in is no call, and what it holds is not remembered.
        let wrong = json!({ "NoSuchParameter": PLANTED });
        assert!(call(&house, account, list, &wrong).await.is_err(), "{}", cloud.id);
    }
    expected.reverse();
    let before = house.app.calls.page(0, 100).unwrap();
    drop(house.app);

    let app = open_next(folder.path()).await;
    app.desk.adopt_sandbox(seats(&house.sandbox)).await.unwrap();
    let page = app.calls.page(0, 100).unwrap();
    assert_eq!(page.calls, before.calls);
    let operations: Vec<&String> = page.calls.iter().map(|record| &record.operation).collect();
    assert_eq!(operations, expected.iter().collect::<Vec<_>>(), "the latest first");
    assert_eq!(page.total as usize, expected.len());
    assert_eq!(app.calls.page(1, 3).unwrap().calls, page.calls[1..3]);
    for record in &page.calls {
        assert_eq!(record.error, None, "{}", record.operation);
        assert!(record.status == Some(200) && record.millis.is_some(), "{}", record.operation);
        assert!(!serde_json::to_string(record).unwrap().contains(PLANTED), "{}", record.operation);
    }
    let changed = page.calls.iter().filter(|record| record.effect != Effect::Read);
    assert!(changed.clone().count() > 0 && changed.clone().all(|record| record.params != json!({})));
    for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        assert!(!bytes.windows(PLANTED.len()).any(|part| part == PLANTED.as_bytes()), "{}", file.path().display());
    }
    app.calls.clear().unwrap();
    assert_eq!(app.calls.page(0, 10).unwrap().total, 0);
    assert!(app.journal.page(&JournalFilter::default(), 0, 10).unwrap().total > 0, "the journal stays");
}

#[tokio::test]
async fn every_operation_has_its_details() {
    let app = open_app(None);
    let summaries = app.reads.operations();
    assert_eq!(summaries.iter().filter(|one| !one.companion).count(), 165);
    for one in &summaries {
        let details = app.reads.operation_details(&one.cloud, &one.name).unwrap();
        assert_eq!(details.form.operation, one.name);
        assert!(details.rate_limit > 0 && !details.service.is_empty() && !details.source.is_empty(), "{}", one.name);
        let problems = app.reads.validate_params(&one.cloud, &one.name, &details.example).unwrap();
        assert!(problems.is_empty(), "{} {}: {problems:?}", one.cloud, one.name);
    }
    let unknown = app.reads.operation_details(&summaries[0].cloud, "NoSuchOperation").unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::Unsupported);
}

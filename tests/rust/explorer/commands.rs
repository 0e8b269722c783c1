//! The copied line of every operation's example for the vendor's command line tool, as a text file beside this one: it shows
//! when that changes, and the tests in `tests/vendor-sdk` give the lines to the tool itself.
//!
//! `YUNDECK_WRITE_COMMANDS=1` writes the files anew.

use std::path::PathBuf;

use yundeck_app::App;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_catalogue::CloudSpec;
use yundeck_domain::{Account, Secret};
use yundeck_tests::open_app;

#[tokio::test]
async fn the_line_of_every_example_is_as_it_was() {
    let app = open_app(None);
    let mut changed = Vec::new();
    for spec in yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).filter(|spec| spec.cli.is_some()) {
        let account = account_on_the_cloud(&app, spec).await;
        let mut lines = Vec::new();
        for operation in spec.operations.values() {
            lines.push(line(&app, &account, &spec.regions[0].id, &operation.name, spec).await);
        }
        // A region with a host of its own is reached there.
        let list = &spec.jobs["list_instances"];
        for region in spec.regions.iter().filter(|region| !region.hosts.is_empty()) {
            lines.push(line(&app, &account, &region.id, list, spec).await);
        }
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rust/explorer/commands").join(format!("{}.txt", spec.id));
        if std::env::var_os("YUNDECK_WRITE_COMMANDS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let before: Vec<&str> = before.lines().collect();
        let differs = before.iter().zip(&lines).find(|(before, now)| *before != now);
        if let Some((before, now)) = differs {
            changed.push(format!("{}: was\n{before}\nand is\n{now}", spec.id));
        } else if before.len() != lines.len() {
            changed.push(format!("{}: there are more operations, or fewer", spec.id));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n\n"));
}

async fn account_on_the_cloud(app: &App, spec: &CloudSpec) -> Account {
    let draft = AccountDraft {
        cloud: spec.id.clone(),
        label: spec.id.clone(),
        access_key_id: "key".to_owned(),
        regions: vec![spec.regions[0].id.clone()],
        endpoint: None,
        ca_file: None,
        signing: None,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new("secret".to_owned()), session_token: None };
    app.desk.add_account(draft, secret).await.unwrap().account
}

async fn line(app: &App, account: &Account, region: &str, operation: &str, spec: &CloudSpec) -> String {
    let example = &spec.operation(operation).unwrap().example;
    let commands = app.reads.call_commands(&account.id, region, operation, example).await;
    commands.unwrap_or_else(|error| panic!("{} {operation}: {error}", spec.id)).cli.unwrap()
}

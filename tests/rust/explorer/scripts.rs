//! Scripts that are copied out of the explorer: they do what the explorer does, and show the secret to nobody.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_domain::{Account, Secret};
use yundeck_tests::House;

use crate::stage::{password, running_instance, spec};

/// The programs that a script may start: nothing else is to be found where it runs.
const PROGRAMS: &[&str] = &["base64", "cat", "curl", "od", "openssl", "sed", "stty", "tr"];

/// Another argument that is looked for, and has to be found: else the search finds nothing at all.
const CANARY: &str = "canary-2f9c81";

/// Looks for texts in the arguments of every process, again and again.
struct Watch {
    stop: Arc<AtomicBool>,
    seen: std::thread::JoinHandle<BTreeSet<String>>,
}

impl Watch {
    fn start(texts: Vec<String>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let seen = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !stopped.load(Ordering::Relaxed) {
                for entry in std::fs::read_dir("/proc").unwrap().flatten() {
                    let Ok(arguments) = std::fs::read(entry.path().join("cmdline")) else { continue };
                    let arguments = String::from_utf8_lossy(&arguments);
                    seen.extend(texts.iter().filter(|text| arguments.contains(text.as_str())).cloned());
                }
            }
            seen
        });
        Self { stop, seen }
    }

    fn end(self) -> BTreeSet<String> {
        self.stop.store(true, Ordering::Relaxed);
        self.seen.join().unwrap()
    }
}

/// A folder with the programs that a script may start, each of which writes down what it was given before it does its work.
fn programs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    for program in PROGRAMS {
        let path = folder.path().join(program);
        let script =
            format!("#!/bin/sh\nprintf '%s\\n' \"$0 $*\" >>{}\nexec /usr/bin/{program} \"$@\"\n", log.display());
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    folder
}

/// Runs a script that is given the secret when it asks. What it answered, and how it ended.
fn run(shell: &str, script: &str, programs: &Path, secret: &str) -> (bool, String) {
    let file = programs.join("script.sh");
    std::fs::write(&file, script).unwrap();
    let mut child = Command::new(format!("/bin/{shell}"))
        .args(["-eu", &file.display().to_string()])
        .env_clear()
        .env("PATH", programs)
        .env("no_proxy", "*")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{secret}").unwrap();
    let done = child.wait_with_output().unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.success(), told)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copied_script_asks_does_what_the_explorer_does_and_shows_the_secret_to_nobody() {
    let house = House::build(None).await;
    let programs = programs();
    // As it is, and as it was once given to openssl.
    let secrets: Vec<String> = house
        .accounts
        .iter()
        .map(|view| house.sandbox.endpoint(&view.account.cloud).unwrap().key.secret.clone())
        .collect();
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let sought = secrets.iter().flat_map(|secret| [secret.clone(), hex(secret)]).chain([CANARY.to_owned()]).collect();
    let watch = Watch::start(sought);
    let mut canary = Command::new("/bin/sh").args(["-c", "sleep 600; :", CANARY]).spawn().unwrap();

    for view in &house.accounts {
        let cloud = spec(&view.account.cloud);
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        let secret = &endpoint.key.secret;
        for scheme in &cloud.signing {
            let mut draft = view.account.clone();
            draft.signing = Some(*scheme);
            let account = with_scheme(&house, &draft, secret).await;
            let read = &cloud.jobs["list_instances"];
            let region = &account.regions[0];
            let some_id = running_instance(&house, &account);
            for shell in ["dash", "bash"] {
                let commands = house.app.reads.call_commands(&account.id, region, read, &json!({})).await.unwrap();
                let script = &commands.curl;
                assert!(!script.contains(secret), "{} {scheme:?}", cloud.id);
                let (succeeded, answer) = run(shell, script, programs.path(), secret);
                let told = format!("{} {scheme:?} {shell}:\n{script}\n{answer}", cloud.id);
                assert!(succeeded && answer.contains(&some_id), "{told}");
                assert!(answer.contains("Secret of "), "it asks: {told}");
                let powershell = commands.powershell.as_deref().unwrap();
                assert!(
                    powershell.contains("Read-Host -AsSecureString") && !powershell.contains(secret),
                    "{powershell}"
                );
                // What a tool cannot send to the sandbox it would send to the real cloud.
                let reaches = cloud.cli.as_ref().is_some_and(|tool| tool.endpoint.is_some());
                assert_eq!(commands.cli.is_some(), reaches, "{}: {:?}", cloud.id, commands.cli);
                assert_eq!(commands.cli_name, cloud.cli.as_ref().map(|tool| tool.name.clone()), "{}", cloud.id);
            }
        }
    }

    canary.kill().unwrap();
    canary.wait().unwrap();
    assert_eq!(watch.end().into_iter().collect::<Vec<_>>(), [CANARY], "in the arguments of a process");
    let given = std::fs::read_to_string(programs.path().join("log")).unwrap();
    assert!(given.contains("openssl") && given.contains("curl"), "{given}");
    for secret in &secrets {
        assert!(!given.contains(secret) && !given.contains(&hex(secret)), "a program was given the secret");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_signs_with_a_secret_longer_than_a_block_and_of_any_letters() {
    let house = House::build(None).await;
    let programs = programs();
    let account = house.account("tencent").account.clone();
    let secret = format!("a'b\"c\\d!%$é{}", "x".repeat(90));
    let account = with_scheme(&house, &account, &secret).await;
    let commands =
        house.app.reads.call_commands(&account.id, &account.regions[0], "DescribeZones", &json!({})).await.unwrap();
    // The script says the signature in place of sending it; openssl's own HMAC is right.
    let line = commands.curl.lines().find(|line| line.starts_with("curl ")).unwrap();
    let script = commands.curl.replacen(line, &format!("echo \"$signature\"; exit 0; {line}"), 1);
    let (succeeded, answer) = run("dash", &script, programs.path(), &secret);
    assert!(succeeded, "{answer}");
    let mut key: Vec<u8> = format!("TC3{secret}").into_bytes();
    let hmac = |key: &[u8], text: &str| {
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut openssl = Command::new("openssl")
            .args(["dgst", "-sha256", "-mac", "HMAC", "-macopt", &format!("hexkey:{hex}"), "-binary"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        openssl.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        openssl.wait_with_output().unwrap().stdout
    };
    let preview = commands.curl.split("printf %s 'TC3-HMAC-SHA256").nth(1).unwrap().split('\'').next().unwrap();
    let text = format!("TC3-HMAC-SHA256{preview}");
    for step in text.lines().nth(2).unwrap().split('/') {
        key = hmac(&key, step);
    }
    let expected: String = hmac(&key, &text).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(answer.contains(&expected), "{expected}\n{answer}");
}

/// The same account with another signing scheme.
async fn with_scheme(house: &House, account: &Account, secret: &str) -> Account {
    let draft = AccountDraft {
        cloud: account.cloud.clone(),
        label: "scheme".to_owned(),
        access_key_id: account.access_key_id.clone(),
        regions: account.regions.clone(),
        endpoint: account.endpoint.clone(),
        ca_file: None,
        signing: account.signing,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new(secret.to_owned()), session_token: None };
    house.app.desk.add_account(draft, secret).await.unwrap().account
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_hold_no_secret_parameter() {
    const PLANTED: &str = "Planted'Secret9";
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (operation, params) = password(&account.cloud, &running_instance(&house, account), PLANTED);
        let region = &account.regions[0];
        let commands = house.app.reads.call_commands(&account.id, region, operation, &params).await.unwrap();
        let preview = house.app.reads.preview_call(&account.id, region, operation, &params).await.unwrap();
        assert!(!preview.exact, "{}", account.cloud);
        assert!(commands.curl.starts_with('#') && commands.curl.contains("******"), "{}", commands.curl);
        assert!(!commands.curl.contains("signature=$("), "a signature over masks is none: {}", commands.curl);
        let powershell = commands.powershell.as_deref().unwrap();
        assert!(powershell.starts_with('#') && powershell.contains("******"), "{powershell}");
        assert!(!powershell.contains("$signature ="), "a signature over masks is none: {powershell}");
        let all = format!("{commands:?} {preview:?}");
        assert!(!all.contains("Secret9"), "{}: {all}", account.cloud);
    }
}

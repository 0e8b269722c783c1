//! Credentials of the vendors' own tools: found, described without their secrets, imported whole or not at all, deleted.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use yundeck_app::App;
use yundeck_app::desk::import::{Fate, FoundCredentials, FoundProfile, ImportChoice, Surroundings};
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_domain::{ErrorKind, Secret};
use yundeck_tests::open_app;

/// What every secret here holds, and nothing else does.
const HUSH: &str = "hush-hush";

fn write(home: &Path, name: &str, text: &str) {
    let path = home.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A home in which every tool has left its files, as it writes them.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| write(home.path(), name, text);
    put(".tccli/default.credential", r#"{"secretId": "AKIDdefault0001", "secretKey": "hush-hush-1"}"#);
    put(
        ".tccli/default.configure",
        r#"{"_sys_param": {"region": "ap-shanghai", "output": "json"}, "cvm": {"endpoint": "cvm.tencentcloudapi.com"}}"#,
    );
    put(
        ".tccli/work.credential",
        r#"{"secretId": "AKIDwork000002", "secretKey": "hush-hush-2", "token": "hush-hush-token", "type": "default"}"#,
    );
    put(
        ".tccli/signed-in.credential",
        r#"{"type": "oauth", "secretId": "AKIDoauth00003", "secretKey": "hush-hush-3", "token": "t", "expiresAt": 1}"#,
    );
    put(".tccli/single.credential", r#"{"type": "sso", "secretId": "AKIDsso0000004", "secretKey": "hush-hush-4"}"#);
    put(".tccli/role.credential", r#"{"type": "cvm-role"}"#);
    put(".tccli/broken.credential", r#"{"secretId": "AKIDbroken", "secretKey": "hush-hush"#);
    put(".tccli/empty.credential", "{}");
    put(
        ".jdc/config",
        "[default]\naccess_key = JDC_DEFAULT_0005\nsecret_key = hush-hush-5\nregion_id = cn-north-1\nendpoint = www.jdcloud-api.com\nscheme = https\ntimeout = 20\n\n[inside]\naccess_key = JDC_INSIDE_00006\nsecret_key = hush-hush=6\nregion_id = cn-east-2\nendpoint = api.inside.example\nscheme = https\ntimeout = 20\n",
    );
    put(
        ".ks/credentials",
        "[default]\nks_access_key_id=AKLTdefault0007\nks_secret_access_key=hush-hush-7\n[lent]\nks_access_key_id=AKLTlent000008\nks_secret_access_key=hush-hush-8\nks_session_token=hush-hush-token\n[half]\nks_access_key_id=AKLThalf\n",
    );
    put(
        ".ks/config",
        "[default]\nregion=cn-shanghai-2\n[profile other]\nregion=cn-beijing-6\nks_access_key_id=AKLTother000009\nks_secret_access_key=hush-hush-9\n[profile whole]\nks_access_key_id=AKLThalf\nks_secret_access_key=hush-hush-10\n",
    );
    put(
        ".kscore.cfg",
        "[Credentials]\nks_access_key_id=AKLTdefault0007\nks_secret_access_key=hush-hush-7\n[Domain]\nks_domain=api.ksyun.com\n",
    );
    put(
        ".ucloud/credential.json",
        r#"[{"public_key":"pub-key-of-default-10","private_key":"hush-hush-10","profile":"default"},{"public_key":"","private_key":"","profile":"web","auth_mode":"oauth"}]"#,
    );
    put(
        ".ucloud/config.json",
        r#"[{"project_id":"org-1","region":"cn-bj2","zone":"cn-bj2-02","base_url":"https://api.ucloud.cn/","timeout_sec":15,"profile":"default","active":true}]"#,
    );
    home
}

fn around(home: &Path, variables: &[(&str, &str)]) -> Surroundings {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let variables: BTreeMap<String, String> = variables.collect();
    let variable = Box::new(move |name: &str| variables.get(name).cloned());
    Surroundings { home: Some(home.to_owned()), current: None, variable }
}

#[tokio::test]
async fn of_the_environment_only_what_the_vendors_tools_read_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = asked.clone();
    let variable = Box::new(move |name: &str| {
        told.lock().unwrap().push(name.to_owned());
        (name == "AWS_SECRET_ACCESS_KEY").then(|| "somebody else's".to_owned())
    });
    let around = Surroundings { home: Some(home.path().to_owned()), current: None, variable };
    open_app(None).desk.find_credentials(&around).unwrap();
    let asked = asked.lock().unwrap();
    let sources = yundeck_clouds::REGISTRY.iter().flat_map(|entry| &entry.adapter.spec().credential_sources);
    let known = format!("{:?}", sources.collect::<Vec<_>>());
    assert!(asked.iter().any(|name| name == "TENCENTCLOUD_SECRET_ID"), "{asked:?}");
    for name in asked.iter() {
        assert!(known.contains(&format!("\"{name}\"")) || known.contains(&format!("\"${name}")), "{name}");
    }
}

fn profile<'f>(found: &'f FoundCredentials, path: &str, name: &str) -> &'f FoundProfile {
    let place = found.places.iter().find(|place| place.path == path).unwrap_or_else(|| panic!("no {path}"));
    place.profiles.iter().find(|profile| profile.profile == name).unwrap_or_else(|| panic!("no {name} in {path}"))
}

fn why(profile: &FoundProfile) -> &str {
    match &profile.fate {
        Fate::Skipped { why } => &why.en,
        other => panic!("{other:?}"),
    }
}

fn choice(profile: &FoundProfile) -> ImportChoice {
    let regions = profile.region.clone().into_iter().collect();
    ImportChoice { id: profile.id.clone(), regions, endpoint: profile.endpoint.clone() }
}

/// An account that has a key already, its secret in memory.
async fn account(app: &App, cloud: &str, key: &str) {
    let draft = AccountDraft {
        cloud: cloud.to_owned(),
        label: "mine".to_owned(),
        access_key_id: key.to_owned(),
        regions: vec!["r-1".to_owned()],
        endpoint: Some("https://10.0.0.1".to_owned()),
        ca_file: None,
        signing: None,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new("s".to_owned()), session_token: None };
    app.desk.add_account(draft, secret).await.unwrap();
}

#[tokio::test]
async fn every_tools_files_are_found_and_told_without_a_secret() {
    let (home, app) = (home(), open_app(None));
    account(&app, "jdcloud", "JDC_INSIDE_00006").await;
    let found = app.desk.find_credentials(&around(home.path(), &[])).unwrap();
    assert!(!serde_json::to_string(&found).unwrap().contains(HUSH) && !format!("{found:?}").contains(HUSH));

    let one = profile(&found, "~/.tccli/default.credential", "default");
    assert_eq!((one.cloud.as_str(), one.masked_key_id.as_str()), ("tencent", "AKID****0001"));
    assert_eq!((one.region.as_deref(), one.endpoint.as_deref(), one.temporary), (Some("ap-shanghai"), None, false));
    assert_eq!(one.fate, Fate::Importable);
    let work = profile(&found, "~/.tccli/work.credential", "work");
    assert_eq!((work.region.as_deref(), work.temporary, &work.fate), (None, true, &Fate::Importable));
    for (name, says) in [("signed-in", "renews"), ("single", "renews"), ("role", "instance role")] {
        let path = format!("~/.tccli/{name}.credential");
        assert!(why(profile(&found, &path, name)).contains(says), "{name}");
    }
    for (name, says) in [("broken", "no whole JSON"), ("empty", "No credentials")] {
        let path = format!("~/.tccli/{name}.credential");
        let place = found.places.iter().find(|place| place.path == path).unwrap();
        assert!(place.problem.as_ref().unwrap().en.contains(says), "{name}: {:?}", place.problem);
    }

    let jd = profile(&found, "~/.jdc/config", "default");
    assert_eq!(
        (jd.cloud.as_str(), jd.region.as_deref(), jd.endpoint.as_deref()),
        ("jdcloud", Some("cn-north-1"), None)
    );
    let inside = profile(&found, "~/.jdc/config", "inside");
    assert_eq!(inside.endpoint.as_deref(), Some("https://api.inside.example"));
    assert_eq!(inside.fate, Fate::Present { label: "mine".to_owned() });

    let ks = profile(&found, "~/.ks/credentials", "default");
    assert_eq!((ks.region.as_deref(), &ks.fate), (Some("cn-shanghai-2"), &Fate::Importable));
    assert!(why(profile(&found, "~/.ks/credentials", "lent")).contains("temporary key"));
    assert!(why(profile(&found, "~/.ks/credentials", "half")).contains("Incomplete"));
    assert_eq!(profile(&found, "~/.ks/config", "other").region.as_deref(), Some("cn-beijing-6"));
    let whole = profile(&found, "~/.ks/config", "whole");
    assert_eq!(whole.fate, Fate::Importable, "half of it elsewhere is in nobody's way");
    let twice = profile(&found, "~/.kscore.cfg", "Credentials");
    assert_eq!(twice.fate, Fate::Elsewhere { path: "~/.ks/credentials".to_owned() });

    let private = profile(&found, "~/.ucloud/credential.json", "default");
    assert_eq!((private.region.as_deref(), private.endpoint.as_deref()), (Some("cn-bj2"), None));
    assert!(private.note.as_ref().unwrap().en.contains("public cloud"));
    assert!(why(profile(&found, "~/.ucloud/credential.json", "web")).contains("browser"));
    assert!(!found.places.iter().any(|place| place.path == "~/.ucloud/config.json"), "it holds no key, and need not");
    assert!(found.looked_for.contains(&"~/.jdc/config".to_owned()));
}

#[tokio::test]
async fn older_files_other_places_and_environment_variables_are_found_too() {
    let (home, app) = (tempfile::tempdir().unwrap(), open_app(None));
    write(
        home.path(),
        ".ucloud/config.json",
        r#"{"public_key":"pub-key-of-before","private_key":"hush-hush-1","region":"cn-sh2"}"#,
    );
    write(
        home.path(),
        "elsewhere.cfg",
        "[Credentials]\nks_access_key_id=AKLTelsewhere\nks_secret_access_key=hush-hush-2\n",
    );
    let elsewhere = home.path().join("elsewhere.cfg").display().to_string();
    let variables = [
        ("KSC_CONFIG", elsewhere.as_str()),
        ("TENCENTCLOUD_SECRET_ID", "AKIDvariable01"),
        ("TENCENTCLOUD_SECRET_KEY", "hush-hush-3"),
        ("TENCENTCLOUD_REGION", "ap-beijing"),
        ("KS_ACCESS_KEY_ID", "AKLTvariable02"),
        ("KS_SECRET_ACCESS_KEY", "hush-hush-4"),
        ("KSYUN_ACCESS_KEY", "AKLTvariable03"),
        ("KSYUN_SECRET_KEY", "hush-hush-5"),
        ("JDCLOUD_ACCESS_KEY", "JDCvariable04"),
        ("JDCLOUD_SECRET_KEY", "hush-hush-6"),
        ("UCLOUD_PUBLIC_KEY", "pub-variable-05"),
        ("UCLOUD_PRIVATE_KEY", "hush-hush-7"),
    ];
    let found = app.desk.find_credentials(&around(home.path(), &variables)).unwrap();
    assert!(!serde_json::to_string(&found).unwrap().contains(HUSH));
    assert_eq!(profile(&found, "~/.ucloud/config.json", "default").region.as_deref(), Some("cn-sh2"));
    assert_eq!(profile(&found, "~/elsewhere.cfg", "Credentials").masked_key_id, "AKLT****here");
    assert_eq!(profile(&found, "TENCENTCLOUD_SECRET_ID", "").region.as_deref(), Some("ap-beijing"));
    for name in ["KS_ACCESS_KEY_ID", "KSYUN_ACCESS_KEY", "JDCLOUD_ACCESS_KEY", "UCLOUD_PUBLIC_KEY"] {
        assert_eq!(profile(&found, name, "").fate, Fate::Importable, "{name}");
        assert!(found.places.iter().any(|place| place.path == name && !place.is_file));
    }
}

#[tokio::test]
async fn a_token_in_the_environment_makes_the_key_a_temporary_one_under_every_name_it_goes_by() {
    let home = tempfile::tempdir().unwrap();
    let jd = [("JDCLOUD_ACCESS_KEY", "JDCvariable04"), ("JDCLOUD_SECRET_KEY", "hush-hush-6")];
    let tencent = [("TENCENTCLOUD_SECRET_ID", "AKIDvariable01"), ("TENCENTCLOUD_SECRET_KEY", "hush-hush-3")];
    let ks = [("KSYUN_ACCESS_KEY", "AKLTvariable03"), ("KSYUN_SECRET_KEY", "hush-hush-5")];
    for (keys, token) in [
        (&tencent, "TENCENTCLOUD_SECURITY_TOKEN"),
        (&tencent, "TENCENTCLOUD_TOKEN"),
        (&jd, "JDCLOUD_SESSION_TOKEN"),
        (&jd, "JDCLOUD_SECURITY_TOKEN"),
    ] {
        let variables = [keys[0], keys[1], (token, "hush-hush-token")];
        let found = open_app(None).desk.find_credentials(&around(home.path(), &variables)).unwrap();
        let one = profile(&found, keys[0].0, "");
        assert_eq!((one.temporary, &one.fate), (true, &Fate::Importable), "{token}");
        assert!(!serde_json::to_string(&found).unwrap().contains(HUSH));
    }
    let variables = [ks[0], ks[1], ("KSYUN_SECURITY_TOKEN", "hush-hush-token")];
    let found = open_app(None).desk.find_credentials(&around(home.path(), &variables)).unwrap();
    assert!(why(profile(&found, "KSYUN_ACCESS_KEY", "")).contains("temporary key"), "its API takes none");
}

#[tokio::test]
async fn the_files_of_the_sdks_are_found_where_they_and_their_variables_say() {
    let (home, app) = (tempfile::tempdir().unwrap(), open_app(None));
    let put = |name: &str, text: &str| write(home.path(), name, text);
    put(
        ".tencentcloud/credentials",
        "\u{feff}[default]\nsecret_id = AKIDsdk0000001\nsecret_key = hush-hush-1\n[lent]\nsecret_id = \"AKIDsdk0000002\"\nsecret_key = \"hush-hush-2\"\ntoken = hush-hush-token\nregion = ap-singapore\n",
    );
    put("sdk.ini", "[default]\nsecret_id = AKIDsdk0000003\nsecret_key = hush-hush-3\n");
    put("shared/default.credential", r#"{"secretId": "AKIDshared0004", "secretKey": "hush-hush-4"}"#);
    put("shared/default.configure", r#"{"_sys_param": {"region": "ap-beijing"}}"#);
    put("ks.env", "KSAccessKeyId=AKLTfile000005\nKSSecretKey=hush-hush-5\n");
    put(".ksyun/config", r#"{"ak": "AKLTphp0000006", "sk": "hush-hush-6"}"#);
    put(
        "ucloud.json",
        r#"[{"public_key":"pub-key-of-first-7","private_key":"hush-hush-7","profile":"first"},{"public_key":"pub-key-of-other-8","private_key":"hush-hush-8","profile":"other"}]"#,
    );
    put(
        "ucloud-config.json",
        r#"[{"region":"cn-bj2","base_url":"https://stack.example:4443/","profile":"other"},{"region":"cn-sh2","profile":"first"}]"#,
    );
    put(
        ".ucloud/config.json",
        r#"[{"public_key":"pub-key-inside-9","private_key":"hush-hush-9","region":"cn-gd","profile":"inside"}]"#,
    );
    let path = |name: &str| home.path().join(name).display().to_string();
    let (sdk, shared, ks) = (path("sdk.ini"), path("shared"), path("ks.env"));
    let (credential, config) = (path("ucloud.json"), path("ucloud-config.json"));
    let variables = [
        ("TENCENTCLOUD_CREDENTIALS_FILE", sdk.as_str()),
        ("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", shared.as_str()),
        ("KS_CREDENTIAL_FILE", ks.as_str()),
        ("UCLOUD_SHARED_CREDENTIAL_FILE", credential.as_str()),
        ("UCLOUD_SHARED_CONFIG_FILE", config.as_str()),
        ("KSYUN_SECRET_ID", "AKLTvariable10"),
        ("KSYUN_SECRET_KEY", "hush-hush-10"),
        ("JDCLOUD_ACCESS_KEY_ID", "JDCvariable011"),
        ("JDCLOUD_ACCESS_KEY_SECRET", "hush-hush-11"),
        ("UCLOUD_PUBLIC_KEY", "pub-variable-12"),
        ("UCLOUD_PRIVATE_KEY", "hush-hush-12"),
        ("UCLOUD_API_BASE_URL", "https://stack.example"),
    ];
    let found = app.desk.find_credentials(&around(home.path(), &variables)).unwrap();
    assert!(!serde_json::to_string(&found).unwrap().contains(HUSH) && !format!("{found:?}").contains(HUSH));
    let one = profile(&found, "~/.tencentcloud/credentials", "default");
    assert_eq!((one.masked_key_id.as_str(), one.temporary, &one.fate), ("AKID****0001", false, &Fate::Importable));
    let lent = profile(&found, "~/.tencentcloud/credentials", "lent");
    assert_eq!(
        (lent.masked_key_id.as_str(), lent.temporary, lent.region.as_deref(), &lent.fate),
        ("AKID****0002", true, Some("ap-singapore"), &Fate::Importable)
    );
    for (place, name, key, region) in [
        ("~/sdk.ini", "default", "AKID****0003", None),
        ("~/shared/default.credential", "default", "AKID****0004", Some("ap-beijing")),
        ("~/ks.env", "", "AKLT****0005", None),
        ("~/.ksyun/config", "default", "AKLT****0006", None),
        ("~/ucloud.json", "first", "pub-****st-7", Some("cn-sh2")),
        ("~/ucloud.json", "other", "pub-****er-8", Some("cn-bj2")),
        ("~/.ucloud/config.json", "inside", "pub-****de-9", Some("cn-gd")),
        ("KSYUN_SECRET_ID", "", "AKLT****le10", None),
        ("JDCLOUD_ACCESS_KEY_ID", "", "JDCv****e011", None),
        ("UCLOUD_PUBLIC_KEY", "", "pub-****e-12", None),
    ] {
        let one = profile(&found, place, name);
        assert_eq!((one.masked_key_id.as_str(), one.region.as_deref()), (key, region), "{place} {name}");
        assert_eq!(one.fate, Fate::Importable, "{place} {name}");
    }
    assert_eq!(
        profile(&found, "~/ucloud.json", "other").endpoint.as_deref(),
        Some("https://stack.example:4443"),
        "the address without its last stroke, as an account keeps it"
    );
    assert_eq!(profile(&found, "UCLOUD_PUBLIC_KEY", "").endpoint.as_deref(), Some("https://stack.example"));
    for place in ["~/.tencentcloud/credentials", "~/.ksyun/config", "JDCLOUD_ACCESS_KEY_ID", "KSYUN_SECRET_ID"] {
        assert!(found.looked_for.contains(&place.to_owned()), "{place}");
    }
}

#[tokio::test]
async fn a_profile_that_takes_a_role_is_told_with_the_reason_and_never_taken_for_a_key() {
    let (home, app) = (tempfile::tempdir().unwrap(), open_app(None));
    let put = |name: &str, text: &str| write(home.path(), name, text);
    put(
        ".tccli/roled.credential",
        r#"{"secretId": "AKIDrole000001", "secretKey": "hush-hush-1", "role-arn": "qcs::cam::uin/1:roleName/x", "role-session-name": "s"}"#,
    );
    put(".tccli/empty.credential", r#"{"secretId": "None", "secretKey": "None"}"#);
    put(
        ".tencentcloud/credentials",
        "[default]\nsecret_id = AKIDrole000002\nsecret_key = hush-hush-2\nrole_arn = qcs::cam::uin/1:roleName/x\n[machine]\ncam_role_name = y\n[command]\ncredential_process = /usr/bin/keys hush-hush\n",
    );
    put(
        ".ks/config",
        "[default]\nregion = cn-beijing-6\n[profile roled]\nrole_arn = ksc:iam::1:role/x\nsource_profile = default\n[profile both]\nks_access_key_id = AKLTrole000003\nks_secret_access_key = hush-hush-3\nrole_arn = ksc:iam::1:role/x\n[profile command]\ncredential_process = keys\n",
    );
    put(".jdc/config", "[process]\ncredential_process = keys\nregion_id = cn-north-1\n");
    let variables = [
        ("TENCENTCLOUD_SECRET_ID", "AKIDrole000004"),
        ("TENCENTCLOUD_SECRET_KEY", "hush-hush-4"),
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "qcs::cam::uin/1:roleName/x"),
    ];
    let around = around(home.path(), &variables);
    let found = app.desk.find_credentials(&around).unwrap();
    assert!(!serde_json::to_string(&found).unwrap().contains(HUSH) && !format!("{found:?}").contains(HUSH));
    for (place, name, says) in [
        ("~/.tccli/roled.credential", "roled", "role"),
        ("~/.tccli/empty.credential", "empty", "left empty"),
        ("~/.tencentcloud/credentials", "default", "role"),
        ("~/.tencentcloud/credentials", "machine", "instance role"),
        ("~/.tencentcloud/credentials", "command", "command"),
        ("~/.ks/config", "roled", "role"),
        ("~/.ks/config", "both", "role"),
        ("~/.ks/config", "command", "command"),
        ("~/.jdc/config", "process", "command"),
        ("TENCENTCLOUD_SECRET_ID", "", "role"),
    ] {
        let one = profile(&found, place, name);
        assert!(why(one).contains(says), "{place} {name}: {}", why(one));
        let outcome = app.desk.import_accounts(vec![choice(one)], &around).await.unwrap().remove(0);
        assert_eq!(outcome.error.map(|error| error.kind), Some(ErrorKind::Unsupported), "{place} {name}");
    }
    for role in ["TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_CAM_ROLE_NAME"] {
        let found = app.desk.find_credentials(&self::around(home.path(), &[(role, "r")])).unwrap();
        assert!(why(profile(&found, "TENCENTCLOUD_SECRET_ID", "")).contains("role"), "{role}");
    }
}

#[tokio::test]
async fn a_profile_becomes_an_account_whole_or_not_at_all() {
    let (home, app) = (home(), open_app(None));
    let around = around(home.path(), &[]);
    account(&app, "jdcloud", "JDC_INSIDE_00006").await;
    let found = app.desk.find_credentials(&around).unwrap();
    let work = profile(&found, "~/.tccli/work.credential", "work");
    let private = profile(&found, "~/.ucloud/credential.json", "default");
    let choices = vec![
        choice(work),
        choice(private),
        choice(profile(&found, "~/.tccli/signed-in.credential", "signed-in")),
        choice(profile(&found, "~/.jdc/config", "inside")),
        ImportChoice { id: "nothing".to_owned(), regions: vec![], endpoint: None },
        choice(profile(&found, "~/.jdc/config", "default")),
    ];
    let outcomes = app.desk.import_accounts(choices, &around).await.unwrap();
    let kinds: Vec<_> = outcomes.iter().map(|outcome| outcome.error.as_ref().map(|error| error.kind)).collect();
    assert_eq!(kinds[0], Some(ErrorKind::InvalidParams), "no region was given");
    let missing: Vec<_> =
        outcomes[1].error.iter().flat_map(|error| &error.problems).map(|problem| &problem.path).collect();
    assert_eq!(missing, ["/endpoint"], "a private cloud has no public address");
    assert_eq!(kinds[2], Some(ErrorKind::Unsupported));
    assert_eq!(kinds[3], Some(ErrorKind::Conflict));
    assert_eq!(kinds[4], Some(ErrorKind::NotFound));

    let accounts = app.desk.accounts().await.unwrap();
    match &outcomes[5].account {
        // Where the tests run with a keychain, it is in there now, and has to go again.
        Some(view) => {
            assert_eq!((accounts.len(), view.account.access_key_id.as_str()), (2, "JDC_DEFAULT_0005"));
            app.desk.remove_account(&view.account.id, false).await.unwrap();
        }
        None => {
            assert_eq!(kinds[5], Some(ErrorKind::KeychainUnavailable));
            assert_eq!(accounts.len(), 1, "without its secret an account is not added");
        }
    }
}

#[tokio::test]
async fn a_key_that_changed_since_it_was_shown_is_not_imported() {
    let (home, app) = (home(), open_app(None));
    let around = around(home.path(), &[]);
    let found = app.desk.find_credentials(&around).unwrap();
    let chosen = choice(profile(&found, "~/.jdc/config", "default"));
    write(home.path(), ".jdc/config", "[default]\naccess_key=ANOTHER\nsecret_key=hush-hush\nregion_id=cn-north-1\n");
    let outcome = app.desk.import_accounts(vec![chosen], &around).await.unwrap().remove(0);
    assert_eq!(outcome.error.map(|error| error.kind), Some(ErrorKind::NotFound));
}

#[tokio::test]
async fn a_file_is_deleted_when_all_its_keys_are_in_accounts_or_when_it_is_asked_for() {
    let (home, app) = (home(), open_app(None));
    let around = around(home.path(), &[]);
    let id = |path: &str| {
        let found = app.desk.find_credentials(&around).unwrap();
        found.places.iter().find(|place| place.path == path).map(|place| place.id.clone()).unwrap()
    };
    account(&app, "jdcloud", "JDC_DEFAULT_0005").await;
    let jd = id("~/.jdc/config");
    let refused = app.desk.delete_credential_file(&jd, false, &around).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict, "the other profile was not imported");
    assert!(home.path().join(".jdc/config").exists());
    account(&app, "jdcloud", "JDC_INSIDE_00006").await;
    app.desk.delete_credential_file(&jd, false, &around).await.unwrap();
    assert!(!home.path().join(".jdc/config").exists());
    assert_eq!(app.desk.delete_credential_file(&jd, true, &around).await.unwrap_err().kind, ErrorKind::NotFound);

    let broken = id("~/.tccli/broken.credential");
    assert_eq!(app.desk.delete_credential_file(&broken, false, &around).await.unwrap_err().kind, ErrorKind::Conflict);
    app.desk.delete_credential_file(&broken, true, &around).await.unwrap();
    assert!(!home.path().join(".tccli/broken.credential").exists());
    assert!(home.path().join(".tccli/default.credential").exists(), "no other file is touched");
}

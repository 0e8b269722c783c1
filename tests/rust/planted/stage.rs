//! An application that is given every secret that there is, and does everything with them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use yundeck_app::App;
use yundeck_app::ground::logs;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::draft::Draft;
use yundeck_app::records::event::Event;
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::JournalFilter;
use yundeck_app::records::plan::{Confirmed, Plan};
use yundeck_app::records::settings::Settings;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_catalogue::CloudSpec;
use yundeck_domain::{Account, ErrorKind, Proxy, Secret};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::keychain::PlayedKeychain;
use yundeck_tests::orders::order;
use yundeck_tests::planted::{USER_DATA, reads_with_data, with_data};
use yundeck_tests::{House, files_below, options, settled};

use crate::listener::PlayedProxy;

/// The name of what is made, which may be seen.
pub const CANARY: &str = "canary-that-may-be-seen";

/// A secret that was given to the application, or came to it.
pub struct Planted {
    pub cloud: String,
    pub kind: &'static str,
    pub text: String,
}

/// The application, what surrounds it, and what was seen of it.
pub struct Stage {
    home: TempDir,
    elsewhere: TempDir,
    house: House,
    app: Option<App>,
    echo: String,
    proxy: PlayedProxy,
    events: Arc<Mutex<String>>,
    pub planted: Vec<Planted>,
    pub instances: Vec<String>,
    pub previews: String,
    pub commands: String,
    pub replies: String,
}

fn secret(text: &str, token: Option<&str>) -> SecretInput {
    SecretInput {
        secret: Secret::new(text.to_owned()),
        session_token: token.map(|token| Secret::new(token.to_owned())),
    }
}

fn shown(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap() + "\n"
}

impl Stage {
    /// Opens it, with a proxy that wants a password and a log that tells everything.
    pub async fn set() -> Self {
        let home = tempfile::tempdir().unwrap();
        logs::write_to(&home.path().join(logs::FOLDER), Some("trace"));
        let house = House::build(None).await;
        let keychain = PlayedKeychain::default();
        let app = App::open_over(options(Some(home.path().to_owned())), keychain.secrets()).unwrap();
        let proxy = PlayedProxy::start().await;
        let events = Arc::<Mutex<String>>::default();
        let (mut heard, book) = (app.events.subscribe(), events.clone());
        tokio::spawn(async move {
            while let Ok(event) = heard.recv().await {
                let text = match &event {
                    Event::Inventory(status) => shown(status),
                    Event::Activity(activity) => shown(activity),
                    Event::Accounts => "accounts".to_owned(),
                    Event::Rows(noun) => noun.clone(),
                    Event::Update => "update".to_owned(),
                };
                book.lock().unwrap().push_str(&text);
            }
        });
        let by = Proxy::Manual { url: proxy.url("http"), username: Some("me".to_owned()) };
        app.desk.save_settings(&Settings { proxy: by, ..Settings::default() }).await.unwrap();
        app.desk.keep_proxy_password(None, secret("planted-password-of-the-proxy", None)).await.unwrap();
        Self {
            home,
            elsewhere: tempfile::tempdir().unwrap(),
            house,
            app: Some(app),
            echo: echo().await,
            proxy,
            events,
            planted: Vec::new(),
            instances: Vec::new(),
            previews: String::new(),
            commands: String::new(),
            replies: String::new(),
        }
    }

    pub fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Ends the application; its folder.
    pub fn close(&mut self) -> PathBuf {
        self.app = None;
        self.home.path().to_owned()
    }

    /// Everything that it told by itself.
    pub fn events(&self) -> String {
        self.events.lock().unwrap().clone()
    }

    pub fn log(&self) -> String {
        let files = files_below(&self.home.path().join(logs::FOLDER), &["log"]);
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }

    /// Everything that it tells when the window asks.
    pub async fn answers(&self) -> String {
        let app = self.app();
        [
            shown(&app.desk.accounts().await.unwrap()),
            shown(&app.desk.settings().unwrap()),
            shown(&app.desk.drafts().unwrap()),
            shown(&app.acts.activities()),
            shown(&app.journal.page(&JournalFilter::default(), 0, 1000).unwrap()),
            shown(&app.calls.page(0, 1000).unwrap()),
            shown(&app.reads.inventory_status()),
            shown(&app.reads.inventory_page(InventoryView::default(), 0, 1000)),
        ]
        .concat()
    }

    fn plant(&mut self, cloud: &CloudSpec, kind: &'static str, text: &str) {
        self.planted.push(Planted { cloud: cloud.id.clone(), kind, text: text.to_owned() });
    }

    /// Everything that is done on a cloud.
    pub async fn play(&mut self, cloud: &CloudSpec) {
        let endpoint = self.house.sandbox.endpoint(&cloud.id).unwrap();
        let (url, region, key) = (endpoint.url.clone(), endpoint.sample.region.clone(), endpoint.key.clone());
        let draft = AccountDraft {
            cloud: cloud.id.clone(),
            label: format!("ours at {}", cloud.id),
            access_key_id: key.id.clone(),
            regions: vec![region.clone()],
            endpoint: Some(url),
            ..AccountDraft::default()
        };
        self.plant(cloud, "API secret", &key.secret);
        let ours = self.app().desk.add_account(draft.clone(), secret(&key.secret, None)).await.unwrap().account;
        assert!(self.app().desk.test_account(&ours.id).await.unwrap().ok, "{}", cloud.id);
        self.refused(cloud, &draft).await;
        self.by_proxies(cloud, &draft).await;

        let order = self.order(cloud);
        self.refused_order(&ours, cloud, &order).await;
        let made = self.apply(&ours, cloud, self.plan_create(&ours, &order).await).await;
        assert_eq!(made.phase, ActivityPhase::Done, "{}: {:?}", cloud.id, made.error);
        let id = made.resources[0].id.clone();
        self.look(&ours, cloud, &id, &order).await;
        self.console(&ours, cloud, &id).await;
        self.key_pair(&ours, cloud).await;
        self.instances.push(id);
    }

    /// A key that is refused by somebody who repeats all of the request.
    async fn refused(&mut self, cloud: &CloudSpec, draft: &AccountDraft) {
        let (text, token) = (format!("planted-secret-of-{}", cloud.id), format!("planted-token-of-{}", cloud.id));
        let draft = AccountDraft { endpoint: Some(self.echo.clone()), label: "echo".to_owned(), ..draft.clone() };
        self.plant(cloud, "session token", &token);
        let app = self.app().clone();
        let report = app.desk.test_draft(draft.clone(), secret(&text, Some(&token)), None).await.unwrap();
        let id = app.desk.add_account(draft, secret(&text, Some(&token))).await.unwrap().account.id;
        let kept = app.desk.test_account(&id).await.unwrap();
        for report in [&report, &kept] {
            // It did repeat what it was sent.
            let told = report.error.as_ref().unwrap().vendor.as_ref().unwrap();
            assert!(!report.ok && told.message.contains("user-agent"), "{}: {report:?}", cloud.id);
        }
        self.replies += &(shown(&report) + &shown(&kept));
    }

    /// Calls by the proxy of all, and by one of the account's own.
    async fn by_proxies(&mut self, cloud: &CloudSpec, draft: &AccountDraft) {
        let password = format!("planted-proxy-word-of-{}", cloud.id);
        let app = self.app().clone();
        let beyond = AccountDraft { endpoint: Some("https://cloud.invalid".to_owned()), ..draft.clone() };
        let own = Proxy::Manual { url: self.proxy.url("http"), username: Some("own".to_owned()) };
        let before = self.proxy.headers().len();
        for proxy in [None, Some(own)] {
            let draft = AccountDraft { proxy, label: "beyond".to_owned(), ..beyond.clone() };
            let account = app.desk.add_account(draft, secret("of-no-matter-here", None)).await.unwrap().account;
            if account.proxy.is_some() {
                app.desk.keep_proxy_password(Some(&account.id), secret(&password, None)).await.unwrap();
            }
            let report = app.desk.test_account(&account.id).await.unwrap();
            assert!(!report.ok, "{}", cloud.id);
            self.replies += &shown(&report);
        }
        let asked = self.proxy.asked();
        assert!(asked.iter().all(|line| line == "CONNECT cloud.invalid:443 HTTP/1.1"), "{asked:?}");
        let told = self.proxy.headers()[before..].concat().to_ascii_lowercase();
        assert!(told.contains("proxy-authorization"), "{}: the proxies were told", cloud.id);
        self.plant(cloud, "proxy password", "planted-password-of-the-proxy");
        self.plant(cloud, "account's proxy password", &password);
    }

    /// An order with every secret that one can hold.
    fn order(&mut self, cloud: &CloudSpec) -> Value {
        let metadata = format!("planted-metadata-of-{}", cloud.id);
        let order = with_data(order(self.house.sandbox.endpoint(&cloud.id).unwrap(), CANARY, 1), &cloud.id, &metadata);
        let passwords = ["/LoginSettings/Password", "/InstancePassword", "/instanceSpec/password", "/Password"];
        let password = passwords.iter().find_map(|path| order.pointer(path)?.as_str()).unwrap().to_owned();
        self.plant(cloud, "instance password", &password);
        self.plant(cloud, "user data", USER_DATA);
        if order.to_string().contains(&metadata) {
            self.plant(cloud, "metadata", &metadata);
        }
        order
    }

    async fn plan_create(&self, account: &Account, order: &Value) -> Plan {
        self.app().acts.plan_create(&account.id, &account.regions[0], order).await.unwrap()
    }

    async fn apply(&mut self, account: &Account, cloud: &CloudSpec, plan: Plan) -> Activity {
        self.previews += &shown(&plan);
        let confirmed = Confirmed { typed_name: plan.confirm.asks_for(), repeat: true };
        let under_way = self.app().acts.apply_plan(&plan.id, &confirmed).await.unwrap();
        let ends = [ActivityPhase::Done, ActivityPhase::Failed, ActivityPhase::NotApplied];
        let end = settled(&self.house, self.app(), &under_way.id, &ends).await;
        self.replies += &shown(&end);
        self.replies += &shown(&self.app().acts.activity_reply(&end.id, false));
        assert_eq!(end.act.account, account.id, "{}", cloud.id);
        end
    }

    /// An order whose refusal repeats it.
    async fn refused_order(&mut self, account: &Account, cloud: &CloudSpec, order: &Value) {
        let operation = &cloud.jobs["create_instance"];
        let denied = cloud.errors.iter().find(|(code, error)| {
            error.kind == ErrorKind::PermissionDenied && error.decides_alone && !code.contains('*')
        });
        self.house.sandbox.inject(Fault {
            status: Some(403),
            code: Some(denied.unwrap().0.clone()),
            message: Some(format!("user-agent and {order} are no good")),
            ..Fault::new(FaultKind::Refuse).of(&cloud.id).on(operation)
        });
        let plan = self.plan_create(account, order).await;
        let refused = self.apply(account, cloud, plan).await;
        let told = refused.error.and_then(|error| error.vendor).unwrap();
        assert!(refused.phase == ActivityPhase::Failed && told.message.contains(CANARY), "{}: {told:?}", cloud.id);
        self.house.sandbox.clear_faults();
    }

    /// Looks at what was made in every way, and at how it would be made.
    async fn look(&mut self, account: &Account, cloud: &CloudSpec, id: &str, order: &Value) {
        let app = self.app().clone();
        let (region, create) = (&account.regions[0], &cloud.jobs["create_instance"]);
        for (operation, params) in reads_with_data(&cloud.id, id) {
            let reply = app.reads.call_operation(&account.id, region, operation, &params).await.unwrap();
            self.replies += &shown(&reply);
        }
        app.reads.refresh_inventory().await.unwrap();
        let key = InstanceKey { account: account.id.clone(), region: region.clone(), id: id.to_owned() };
        self.replies += &shown(&app.reads.instance_with_record(&key).await.unwrap());
        self.previews += &shown(&app.reads.preview_call(&account.id, region, create, order).await.unwrap());
        self.commands += &shown(&app.reads.call_commands(&account.id, region, create, order).await.unwrap());
        let list = &cloud.jobs["list_instances"];
        self.commands += &shown(&app.reads.call_commands(&account.id, region, list, &json!({})).await.unwrap());
        app.desk
            .save_draft(Draft {
                id: cloud.id.clone(),
                cloud: cloud.id.clone(),
                account: account.id.clone(),
                region: region.clone(),
                params: order.clone(),
                title: CANARY.to_owned(),
                saved_at: String::new(),
            })
            .unwrap();
    }

    /// The address of a console, which is for who asks for it alone.
    async fn console(&mut self, account: &Account, cloud: &CloudSpec, id: &str) {
        let console = cloud.operations.values().find(|one| one.output.contains_key("access")).unwrap();
        let mut params = console.example.clone();
        for value in params.as_object_mut().unwrap().values_mut() {
            *value = id.into();
        }
        let plan = self.app().acts.plan_operation(&account.id, &account.regions[0], &console.name, &params).await;
        let done = self.apply(account, cloud, plan.unwrap()).await;
        let open = self.app().acts.activity_reply(&done.id, true).unwrap();
        let open: Value = serde_json::from_str(&open.text.to_string()).unwrap();
        let token = console.output["access"].texts(&open).remove(0);
        // What lets one in stands at the end of an address.
        self.plant(cloud, "console token", token.rsplit('=').next().unwrap());
    }

    /// A key pair, whose private key goes into a file that the person chooses.
    async fn key_pair(&mut self, account: &Account, cloud: &CloudSpec) {
        let (operation, params) = match cloud.id.as_str() {
            "tencent" => ("CreateKeyPair", json!({ "KeyName": "planted", "ProjectId": 0 })),
            "kingsoft" => ("CreateKey", json!({ "KeyName": "planted" })),
            "jdcloud" => ("createKeypair", json!({ "keyName": "planted" })),
            _ => return,
        };
        let plan = self.app().acts.plan_operation(&account.id, &account.regions[0], operation, &params).await.unwrap();
        let made = self.apply(account, cloud, plan).await;
        let path = self.elsewhere.path().join(&cloud.id);
        self.app().acts.save_private_key(&made.id, &path).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        self.plant(cloud, "private key", text.lines().nth(1).unwrap());
    }
}

/// Refuses every request in the words of any cloud, and repeats all of it.
async fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 65536];
            let read = stream.read(&mut bytes).await.unwrap_or_default();
            let sent = String::from_utf8_lossy(&bytes[..read]).to_string();
            let error = json!({ "Code": "AuthFailure", "Message": sent, "code": 401, "status": sent, "message": sent });
            let body = json!({
                "Response": { "Error": error, "RequestId": "r" },
                "Error": error,
                "error": error,
                "RetCode": 171,
                "Message": sent,
                "RequestId": "r",
                "requestId": "r",
                "RequestUUID": "r",
            });
            let body = body.to_string();
            let head = format!("HTTP/1.1 401 No\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _ = stream.write_all((head + &body).as_bytes()).await;
        }
    });
    address
}

//! A client of the made-up cloud that speaks HTTP by hand, to see what really comes over the socket.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use yundeck_sandbox::verify::Key;
use yundeck_sandbox::{Options, Sandbox};

use crate::toy::Toy;

/// What came back.
#[derive(Debug)]
pub enum Got {
    /// Status line, headers and body, complete.
    Reply { status: u16, head: String, body: String },
    /// The connection was closed before anything came.
    Nothing,
    /// The connection was closed before the announced length had come.
    Part(String),
}

impl Got {
    /// The body of a complete reply.
    #[track_caller]
    pub fn json(&self) -> Value {
        match self {
            Self::Reply { body, .. } => serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}")),
            other => panic!("no reply: {other:?}"),
        }
    }

    /// The error code of a complete reply.
    #[track_caller]
    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }
}

/// Starts the made-up cloud with the key `id:secret`.
pub async fn start(mut options: Options) -> Sandbox {
    options.keys.insert("toy".into(), Key::new("id", "secret"));
    Sandbox::start(&[&Toy], options).await.unwrap()
}

/// Calls an operation of the made-up cloud.
pub async fn call(sandbox: &Sandbox, operation: &str, params: Value) -> Got {
    let url = sandbox.endpoint("toy").unwrap().url.clone();
    let head = format!("key: id:secret\r\noperation: {operation}\r\n");
    send(url, "POST", "/", head, params.to_string()).await
}

/// Runs an instance, or tries to.
pub async fn run(sandbox: &Sandbox) -> Got {
    call(sandbox, "Run", json!({ "Name": "x" })).await
}

/// How many instances there are.
pub fn count(sandbox: &Sandbox) -> usize {
    sandbox.world("toy", |world| world.instances.len()).unwrap()
}

/// Turns a control, with its token.
pub async fn control(sandbox: &Sandbox, method: &'static str, target: &'static str, body: Value) -> Got {
    let report = sandbox.report();
    let member = |name: &str| report["control"][name].as_str().unwrap().to_owned();
    let body = if body.is_null() { String::new() } else { body.to_string() };
    send(member("url"), method, target, format!("Authorization: Bearer {}\r\n", member("token")), body).await
}

/// Sends a request by hand, under the address's own name, and reads all that comes.
pub async fn send(url: String, method: &'static str, target: &'static str, head: String, body: String) -> Got {
    let host = format!("Host: {}\r\n", url.strip_prefix("http://").unwrap());
    send_as(url, method, target, host + &head, body).await
}

/// The same under whatever name `head` says.
pub async fn send_as(url: String, method: &'static str, target: &'static str, head: String, body: String) -> Got {
    tokio::task::spawn_blocking(move || {
        let address = url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let request = format!(
            "{method} {target} HTTP/1.1\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        if bytes.is_empty() {
            return Got::Nothing;
        }
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let head = head.to_ascii_lowercase();
        let length: usize =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
        if body.len() < length {
            return Got::Part(body.to_owned());
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Got::Reply { status, head, body: body.to_owned() }
    })
    .await
    .unwrap()
}

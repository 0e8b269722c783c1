//! A loopback server that records what it gets, byte for byte, and plays what a test tells it to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Request line and headers, without the blank line.
    pub head: String,
    /// The body.
    pub body: String,
    /// Which connection it came on, from 0.
    pub connection: usize,
}

impl Seen {
    /// Method and target.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The value of a header; names in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// A parameter in query or form, still encoded.
    pub fn param(&self, name: &str) -> Option<&str> {
        let query =
            self.line().split(' ').nth(1).and_then(|target| target.split_once('?')).map_or("", |(_, query)| query);
        [query, self.body.as_str()]
            .into_iter()
            .flat_map(|text| text.split('&'))
            .find_map(|pair| pair.split_once('=').filter(|(known, _)| *known == name).map(|(_, value)| value))
    }
}

/// What the server does with a request.
pub enum Play {
    /// These bytes; the connection stays open.
    Bytes(Vec<u8>),
    /// These bytes, and the connection is closed.
    Last(Vec<u8>),
    /// The connection is closed without a word.
    Drop,
    /// Nothing, for a minute.
    Hang,
}

/// A whole reply.
pub fn reply(status: u16, headers: &str, body: &str) -> Play {
    let length = body.len();
    Play::Bytes(format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{headers}\r\n{body}").into_bytes())
}

/// A good reply with JSON.
pub fn json(value: &serde_json::Value) -> Play {
    reply(200, "Content-Type: application/json\r\n", &value.to_string())
}

/// An error in the toy cloud's envelope.
pub fn refusal(status: u16, code: &str, message: &str) -> Play {
    let body = serde_json::json!({ "RequestId": "r-1", "Error": { "Code": code, "Message": message } });
    reply(status, "Content-Type: application/json\r\n", &body.to_string())
}

type Script = Box<dyn FnMut(usize, &Seen) -> Play + Send>;

/// A server; it ends with its test's runtime.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Plays a script: it is told the number of the request, from 0, and the request.
    pub async fn start(script: impl FnMut(usize, &Seen) -> Play + Send + 'static) -> Self {
        Self::listen(None, Box::new(script)).await
    }

    /// The same behind TLS.
    pub async fn start_tls(acceptor: TlsAcceptor, script: impl FnMut(usize, &Seen) -> Play + Send + 'static) -> Self {
        Self::listen(Some(acceptor), Box::new(script)).await
    }

    /// Everything that came in.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn listen(tls: Option<TlsAcceptor>, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let script = Arc::new(Mutex::new(script));
        let log = Arc::clone(&seen);
        tokio::spawn(async move {
            for connection in 0.. {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let (tls, log, script) = (tls.clone(), Arc::clone(&log), Arc::clone(&script));
                tokio::spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, connection, &log, &script).await;
                            }
                        }
                        None => serve(stream, connection, &log, &script).await,
                    }
                });
            }
        });
        Self { address, seen }
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    connection: usize,
    log: &Mutex<Vec<Seen>>,
    script: &Mutex<Script>,
) {
    let mut buffer = Vec::new();
    while let Some(seen) = request(&mut stream, &mut buffer, connection).await {
        let play = {
            let mut log = log.lock().unwrap();
            let turn = log.len();
            log.push(seen.clone());
            script.lock().unwrap()(turn, &seen)
        };
        match play {
            Play::Bytes(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Play::Last(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Play::Drop => return,
            Play::Hang => tokio::time::sleep(Duration::from_secs(60)).await,
        }
    }
}

async fn request(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>, connection: usize) -> Option<Seen> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer[..end].to_vec()).ok()?;
    let mut seen = Seen { head, body: String::new(), connection };
    let length: usize = seen.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    while buffer.len() < end + 4 + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    seen.body = String::from_utf8(buffer[end + 4..end + 4 + length].to_vec()).ok()?;
    buffer.drain(..end + 4 + length);
    Some(seen)
}

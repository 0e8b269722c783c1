//! A server of files that does what a test says, and writes down what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a request.
pub enum Play {
    /// These bytes, and the connection is closed.
    Bytes(Vec<u8>),
    /// A reply without an end, a byte now and then.
    Trickle,
    /// Nothing at all.
    Hang,
}

/// A whole reply with a file.
pub fn whole(file: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", file.len());
    [head.as_bytes(), file].concat()
}

/// It ends with its test's runtime.
pub struct FileServer {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl FileServer {
    /// Listens on loopback; the script is told the path.
    pub async fn start(script: impl Fn(&str) -> Play + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, script) = (Arc::<Mutex<Vec<String>>>::default(), Arc::new(script));
        let book = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (book, script) = (Arc::clone(&book), Arc::clone(&script));
                tokio::spawn(serve(stream, book, move |path| script(path)));
            }
        });
        Self { address, seen }
    }

    /// The address of a file.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Request line and headers of everything that came.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, book: Arc<Mutex<Vec<String>>>, script: impl Fn(&str) -> Play) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let head = String::from_utf8_lossy(&bytes).trim_end().to_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    book.lock().unwrap().push(head);
    match script(&path) {
        Play::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Play::Trickle => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n").await;
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Play::Hang => tokio::time::sleep(Duration::from_secs(60)).await,
    }
}

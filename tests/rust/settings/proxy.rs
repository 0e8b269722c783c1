//! A proxy that writes down what it is asked and refuses it.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// It ends with its test's runtime.
pub struct PlayedProxy {
    port: u16,
    seen: Arc<Mutex<Vec<Vec<String>>>>,
}

impl PlayedProxy {
    /// Listens on loopback.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Vec<Vec<String>>>>::default();
        let book = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let book = Arc::clone(&book);
                tokio::spawn(async move {
                    if let Some(lines) = serve(stream).await {
                        book.lock().unwrap().push(lines);
                    }
                });
            }
        });
        Self { port, seen }
    }

    /// Its address.
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// What it was asked for, a line for every request.
    pub fn asked(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().filter_map(|lines| lines.first().cloned()).collect()
    }

    /// Every header it was sent.
    pub fn headers(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().flat_map(|lines| lines.iter().skip(1).cloned()).collect()
    }
}

/// Reads a request, of HTTP or SOCKS 5, and refuses it.
async fn serve(stream: TcpStream) -> Option<Vec<String>> {
    let mut stream = BufReader::new(stream);
    if stream.fill_buf().await.ok()?.first() == Some(&5) {
        return socks(stream).await;
    }
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let _ = stream.get_mut().write_all(b"HTTP/1.1 502 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
    (!lines.is_empty()).then_some(lines)
}

async fn socks(mut stream: BufReader<TcpStream>) -> Option<Vec<String>> {
    let mut head = [0; 2];
    stream.read_exact(&mut head).await.ok()?;
    let mut methods = vec![0; head[1].into()];
    stream.read_exact(&mut methods).await.ok()?;
    stream.get_mut().write_all(&[5, 0]).await.ok()?;
    // Version, command, reserved, and 3 for a name with its length before it.
    let mut request = [0; 5];
    stream.read_exact(&mut request).await.ok()?;
    let mut name = vec![0; request[4].into()];
    stream.read_exact(&mut name).await.ok()?;
    let port = stream.read_u16().await.ok()?;
    let _ = stream.get_mut().write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]).await;
    Some(vec![format!("SOCKS5 {}:{port}", String::from_utf8_lossy(&name))])
}

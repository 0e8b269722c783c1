//! A server behind an account's endpoint that answers what it is told to, for replies that no sandbox makes.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The server. It ends with the test's runtime.
pub struct Replier {
    url: String,
}

impl Replier {
    /// One that answers every request with what `reply` says to its text.
    pub async fn start(reply: impl Fn(&str) -> Value + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let reply = std::sync::Arc::new(reply);
            while let Ok((stream, _)) = listener.accept().await {
                let reply = reply.clone();
                // A client that goes away in between is no fault.
                tokio::spawn(async move { answer(stream, &*reply).await.ok() });
            }
        });
        Self { url }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }
}

async fn answer(mut stream: TcpStream, reply: &(impl Fn(&str) -> Value + Sync)) -> std::io::Result<()> {
    let request = request(&mut stream).await?;
    let body = reply(&request).to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await
}

/// A request's head and body.
async fn request(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok()).flatten()
            });
            if body.len() >= length.unwrap_or(0) {
                return Ok(text);
            }
        }
        let mut some = [0; 4096];
        let count = stream.read(&mut some).await?;
        if count == 0 {
            return Ok(text);
        }
        read.extend_from_slice(&some[..count]);
    }
}

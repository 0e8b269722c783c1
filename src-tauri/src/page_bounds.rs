//! Where the page may go: nowhere. The window shows our own pages and nothing else, whatever a script in them asks for: an
//! address carries data out as well as any request, and a foreign page would stand in a window that people trust.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Runtime, Url, WebviewWindowBuilder};

/// Keeps a window's page where it is: it goes to no other address, opens no second window and saves no file.
pub fn keep<'a, R: Runtime>(
    handle: &AppHandle<R>,
    window: WebviewWindowBuilder<'a, R, AppHandle<R>>,
) -> WebviewWindowBuilder<'a, R, AppHandle<R>> {
    let development = handle.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    window
        .on_navigation(move |address| {
            let ours = is_ours(address, development.as_ref());
            if !ours {
                // What stands behind the host may be what was to be carried out.
                tracing::error!(scheme = address.scheme(), host = address.host_str(), "the page may not go there");
            }
            ours
        })
        .on_new_window(|address, _| {
            tracing::error!(scheme = address.scheme(), host = address.host_str(), "the page may open no window");
            NewWindowResponse::Deny
        })
        .on_download(|_, _| {
            tracing::error!("the page may save no file");
            false
        })
}

/// Whether an address is one of our own pages: of the program itself, or of the development server of a development build.
fn is_ours(address: &Url, development: Option<&Url>) -> bool {
    let own = match development {
        Some(server) => address.scheme() == server.scheme() && address.host_str() == server.host_str(),
        // As Tauri serves them: WebView2 knows no scheme of one's own.
        None if cfg!(windows) => address.scheme() == "http" && address.host_str() == Some("tauri.localhost"),
        None => address.scheme() == "tauri" && address.host_str() == Some("localhost"),
    };
    let port = development.map_or_else(|| Url::port(address).is_none(), |server| address.port() == server.port());
    own && port && address.username().is_empty() && address.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, development: Option<&str>, expected: bool) {
        let url = |text: &str| Url::parse(text).unwrap();
        assert_eq!(is_ours(&url(address), development.map(url).as_ref()), expected, "{address} with {development:?}");
    }

    #[test]
    fn our_own_pages_are_ours_and_no_other_address_is() {
        let own = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        for page in ["", "/", "/index.html", "/#/instances", "/?a=b#/explorer"] {
            check(&format!("{own}{page}"), None, true);
        }
        for other in [
            "https://evil.example/",
            "http://127.0.0.1:8080/?secret=x",
            "http://localhost/",
            "http://localhost:1420/",
            "https://tauri.localhost/",
            "https://tauri.localhost.evil.example/",
            "tauri://evil.example/",
            "tauri://localhost:81/",
            "tauri://user:secret@localhost/",
            "about:blank",
            "data:text/html,x",
            "blob:tauri://localhost/0",
            "file:///etc/passwd",
            "mailto:a@evil.example?body=x",
            "javascript:alert(1)",
        ] {
            check(other, None, false);
        }
    }

    #[test]
    fn a_development_build_stays_at_its_server() {
        let server = Some("http://localhost:1420");
        check("http://localhost:1420/#/accounts", server, true);
        for other in ["http://localhost:1421/", "https://localhost:1420/", "http://localhost/", "tauri://localhost/"] {
            check(other, server, false);
        }
    }
}

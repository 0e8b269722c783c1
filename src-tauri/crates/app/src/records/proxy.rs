//! A proxy: what is wrong with it, and where its password is kept.

use yundeck_catalogue::Problem;
use yundeck_catalogue::problem::Rule;
use yundeck_client::Route;
use yundeck_client::route::ProxyProblem;
use yundeck_domain::{AccountId, Proxy, Text};

/// The entry of the keychain with the password of an account's proxy, or of the application's.
pub(crate) fn entry(account: Option<&AccountId>) -> String {
    account.map_or_else(|| "proxy".to_owned(), |id| format!("proxy {id}"))
}

/// What is wrong with a proxy; `at`: where it stands.
pub(crate) fn problem(proxy: &Proxy, at: &str) -> Option<Problem> {
    let Proxy::Manual { url, .. } = proxy else { return None };
    let words = match Route::problem(url)? {
        ProxyProblem::Address => Text::new(
            "请填写代理地址，如 http://127.0.0.1:3128 或 socks5://10.0.0.1:1080。",
            "An address such as http://127.0.0.1:3128 or socks5://10.0.0.1:1080.",
        ),
        ProxyProblem::Credentials => Text::new(
            "地址里不要写用户名和密码，请填到下面单独的栏里；密码会存进系统钥匙串。",
            "No user name or password in the address: they have fields of their own, and the password goes into the keychain.",
        ),
    };
    Some(Problem {
        path: format!("{at}/url"),
        field: Text::new("代理地址", "Proxy address"),
        rule: Rule::Pattern { pattern: "scheme://host:port".to_owned() },
        words: Some(words),
    })
}

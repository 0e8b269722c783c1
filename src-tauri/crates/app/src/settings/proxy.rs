//! The proxy that is set, with its password out of the keychain.

use yundeck_catalogue::Problem;
use yundeck_catalogue::problem::Rule;
use yundeck_client::Route;
use yundeck_client::route::ProxyProblem;
use yundeck_domain::{Account, AccountId, Error, Proxy, Text};

use crate::app::App;
use crate::secrets::SecretInput;

/// The entry of the keychain with the password of an account's proxy, or of the application's.
fn entry(account: Option<&AccountId>) -> String {
    account.map_or_else(|| "proxy".to_owned(), |id| format!("proxy {id}"))
}

/// The user name that a password belongs to.
fn asks_for_password(proxy: &Proxy) -> bool {
    matches!(proxy, Proxy::Manual { username: Some(name), .. } if !name.trim().is_empty())
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

impl App {
    /// Keeps the password of the application's proxy, or of an account's, in the keychain; an empty one forgets it.
    ///
    /// # Errors
    /// `NotFound` when there is no such account; `KeychainUnavailable`.
    pub async fn keep_proxy_password(&self, account: Option<&AccountId>, password: SecretInput) -> Result<(), Error> {
        if let Some(id) = account {
            self.account(id)?;
        }
        if password.secret.expose().is_empty() {
            return self.secrets().forget(&entry(account)).await;
        }
        self.secrets().keep(&entry(account), password, false).await
    }

    /// Forgets the password of the proxy that an account had, when it has none any more that asks for one.
    pub(crate) async fn forget_proxy_password(&self, before: &Option<Proxy>, account: &Account) -> Result<(), Error> {
        let asks = |proxy: &Option<Proxy>| proxy.as_ref().is_some_and(asks_for_password);
        if asks(before) && !asks(&account.proxy) {
            self.secrets().forget(&entry(Some(&account.id))).await?;
        }
        Ok(())
    }

    /// By which proxy an account's calls go.
    pub(crate) async fn route(&self, account: &Account) -> Result<Route, Error> {
        let (proxy, entry) = match &account.proxy {
            Some(own) => (own.clone(), entry(Some(&account.id))),
            None => (self.settings()?.proxy, entry(None)),
        };
        let password = match asks_for_password(&proxy) {
            true => self.secrets().find(&entry).await?.map(|found| found.secret),
            false => None,
        };
        Ok(Route { proxy, password })
    }
}

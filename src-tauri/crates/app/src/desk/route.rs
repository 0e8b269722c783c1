//! The person's yes to the proxy by which calls go: asked by the system, since a page can be filled in by more than a person.

use yundeck_domain::{Account, Error, ErrorKind, Proxy, Text};

use crate::desk::Desk;
use crate::records::destination::address_of_proxy;
use crate::records::question::{Question, of_account, visible};

impl Desk {
    /// Has the person say yes before calls go by another proxy: those of an account, or of all that have none of their own. No
    /// proxy of one's own is none that has to be agreed to, and neither is another user name at the same one. What was said yes to
    /// since the start is not asked about again.
    ///
    /// # Errors
    /// `Cancelled` without a yes: nothing was sent, and nothing is kept. When the database cannot be read.
    pub(crate) async fn confirm_proxy(
        &self,
        before: Option<&Proxy>,
        now: Option<&Proxy>,
        account: Option<&Account>,
    ) -> Result<(), Error> {
        let Some(address) = now.and_then(address_of_proxy) else { return Ok(()) };
        let known = before.and_then(address_of_proxy);
        // Who may carry the calls of all may carry those of one.
        let of_all = if account.is_some() { address_of_proxy(&self.reach.settings.get()?.proxy) } else { None };
        if [known, of_all].contains(&Some(address.clone())) {
            return Ok(());
        }
        let agreed = |whose: &str| format!("proxy {address} {whose}");
        let whose = account.map(|account| format!("{}/{}", account.cloud, account.access_key_id)).unwrap_or_default();
        let turn = self.asker.turn().await;
        if ["", whose.as_str()].iter().any(|whose| self.agreed().contains(&agreed(whose))) {
            return Ok(());
        }
        if !turn.ask(self.question(&address, now, account)?).await {
            return Err(Error::not_sent(ErrorKind::Cancelled, "the person did not say yes to the proxy").with_words(
                Text::new(
                    "没有在系统对话框里同意使用这个代理，什么都没有发出，也没有保存。",
                    "The proxy was not agreed to in the system's dialog. Nothing was sent, and nothing was kept.",
                ),
            ));
        }
        self.agreed().insert(agreed(&whose));
        Ok(())
    }

    fn question(&self, address: &str, proxy: Option<&Proxy>, account: Option<&Account>) -> Result<Question, Error> {
        let whose = match account {
            Some(account) => {
                let title = &self.reach.adapter(&account.cloud)?.spec().title;
                of_account(title, &account.label)
            }
            None => Text::new("所有没有单独设置代理的账号", "All accounts that have no proxy of their own"),
        };
        let user = match proxy {
            Some(Proxy::Manual { username: Some(user), .. }) => {
                let user = visible(user);
                Text::new(format!("，用户名 {user}"), format!(", as {user}"))
            }
            _ => Text::same(""),
        };
        Ok(Question {
            title: Text::new("让请求经过这个代理？", "Send calls by way of this proxy?"),
            lines: vec![
                whose,
                Text::new(format!("{address}{}", user.zh), format!("{address}{}", user.en)),
                Text::new(
                    "代理看得到请求发往哪里；内容是加密的，密钥不会交给它。",
                    "The proxy sees where calls go. What is in them is encrypted, and it is given no key.",
                ),
            ],
            yes: Text::new("使用这个代理", "Use this proxy"),
        })
    }
}

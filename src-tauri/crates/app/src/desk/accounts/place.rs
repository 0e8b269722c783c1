//! The person's yes to where a secret goes, and to whose key it is: asked by the system, since a page can be filled in by more than a person.

use yundeck_domain::{Account, Error, ErrorKind, Text};

use crate::desk::Desk;
use crate::records::destination::Destination;
use crate::records::question::{Question, of_account, visible};

impl Desk {
    /// Has the person say yes before a secret that was just entered is sent to, or kept for, another address than the cloud's
    /// public one. Where that secret is kept for already, and what was said yes to since the start, is not asked about again.
    ///
    /// # Errors
    /// `NotFound` for a cloud that is not there; `Cancelled` without a yes: nothing was sent, and nothing is kept.
    pub(super) async fn confirm_place(&self, account: &Account) -> Result<(), Error> {
        let spec = self.reach.adapter(&account.cloud)?.spec();
        let place = Destination::of(account, spec);
        if place.is_the_clouds_own() {
            return Ok(());
        }
        let turn = self.asker.turn().await;
        if self.agreed().contains(&place.text()) || self.is_kept_for(account, &place).await {
            return Ok(());
        }
        let words = place.words();
        let question = Question {
            title: Text::new("把密钥交给这个地址？", "Give the key to this address?"),
            lines: vec![
                of_account(&spec.title, &account.label),
                words,
                Text::new(
                    "这不是该云的公网地址。发往它的请求会用这把密钥签名。",
                    "This is not the cloud's public address. What is sent to it is signed with this key.",
                ),
            ],
            yes: Text::new("使用这个地址", "Use this address"),
        };
        if !turn.ask(question).await {
            return Err(Error::not_sent(ErrorKind::Cancelled, "the person did not say yes to the address").with_words(
                Text::new(
                    "没有在系统对话框里同意使用这个地址，什么都没有发出，也没有保存。",
                    "The address was not agreed to in the system's dialog. Nothing was sent, and nothing was kept.",
                ),
            ));
        }
        self.agreed().insert(place.text());
        Ok(())
    }

    /// Has the person say yes before an account goes on with a key of another id: that may be somebody else's, and what is made and
    /// sent from then on is theirs.
    ///
    /// # Errors
    /// `NotFound` for a cloud that is not there; `Cancelled` without a yes: nothing is kept.
    pub(super) async fn confirm_key(&self, before: &str, account: &Account) -> Result<(), Error> {
        let now = &account.access_key_id;
        if before == now {
            return Ok(());
        }
        let title = &self.reach.adapter(&account.cloud)?.spec().title;
        let (before, now) = (visible(before), visible(now));
        let question = Question {
            title: Text::new("给这个账号换上另一把密钥？", "Use another key for this account?"),
            lines: vec![
                of_account(title, &account.label),
                Text::new(format!("现在：{before}"), format!("Now: {before}")),
                Text::new(format!("换成：{now}"), format!("Then: {now}")),
                Text::new(
                    "之后的操作、创建的资源和随请求发出的数据，都归这把密钥的主人。",
                    "What is done and made from then on, and the data that is sent with it, is its owner's.",
                ),
            ],
            yes: Text::new("换上这把密钥", "Use this key"),
        };
        if !self.asker.turn().await.ask(question).await {
            return Err(Error::not_sent(ErrorKind::Cancelled, "the person did not say yes to the key").with_words(
                Text::new(
                    "没有在系统对话框里同意换密钥，原来的密钥照旧使用。",
                    "The key was not agreed to in the system's dialog. The one before stays in use.",
                ),
            ));
        }
        Ok(())
    }

    /// Whether the account's secret is kept for that place.
    async fn is_kept_for(&self, account: &Account, place: &Destination) -> bool {
        let kept = self.reach.secrets.find(&account.id).await.ok().flatten();
        kept.is_some_and(|kept| kept.place.as_deref() == Some(place.text().as_str()))
    }
}

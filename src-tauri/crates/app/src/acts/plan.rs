//! Plans: what an act will do, at which price, to be confirmed once and applied at most once.

use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use yundeck_catalogue::{Effect, Operation, Text, schema, shown};
use yundeck_client::Access;
use yundeck_domain::adapter::Summary;
use yundeck_domain::{Account, AccountId, Call, CloudAdapter, Error, ErrorKind, Instance, InstanceAction, Quote};

use crate::acts::Acts;
use crate::acts::called::named;
use crate::acts::guard::{self, obstacle};
use crate::acts::period;
use crate::reads::forms::known;
use crate::reads::images::{OwnImage, no_sharing};
use crate::reads::quotes::QuoteAnswer;
use crate::records::act::{Act, Place};
use crate::records::act_name::act_name;
use crate::records::goal::{Called, Goal};
use crate::records::inventory::InstanceKey;
use crate::records::plan::{ActionPreview, Confirmation, Plan, PlanTarget, SkippedInstance};
use crate::records::token::{with_token, without_token};
use crate::registers::plans::{Pending, VALID_FOR};

/// So many characters of an id stand for a name that is not enough.
const TAIL: usize = 6;

/// What a plan is made of, before it has a price and an id.
pub(crate) struct Intent {
    pub(crate) call: Call,
    pub(crate) subject: String,
    pub(crate) summary: Option<Summary>,
    pub(crate) goal: Goal,
    pub(crate) explored: bool,
    /// How many are confirmed together with it, itself included.
    pub(crate) together: usize,
    /// What is typed in place of the subject's name, where that may be another's.
    pub(crate) typed: Option<String>,
}

impl Intent {
    /// What a page of its own plans.
    fn of(call: Call, subject: String, goal: Goal) -> Self {
        Self { call, subject, summary: None, goal, explored: false, together: 1, typed: None }
    }
}

impl Acts {
    /// Plans the creation of instances.
    ///
    /// # Errors
    /// `InvalidParams` with every problem; what the price call says. Nothing is bought by planning.
    pub async fn plan_create(&self, account: &AccountId, region: &str, params: &Value) -> Result<Plan, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let operation = job(adapter, "create_instance")?;
        self.plan(&access, adapter, region, creation(adapter, operation, params)).await
    }

    /// Plans an action on instances, one plan for each.
    ///
    /// # Errors
    /// `NotFound` for an instance that is not in the inventory, `Conflict` for one in a state that does not allow it.
    pub async fn plan_action(&self, action: InstanceAction, keys: &[InstanceKey]) -> Result<Vec<Plan>, Error> {
        let mut plans = Vec::new();
        for key in keys {
            let (access, adapter) = self.reach.access(&key.account).await?;
            let instance = self.held(key)?;
            let call = adapter.act(action, &instance);
            if let Some(reason) = obstacle(job(adapter, action.job())?, &call.params, &instance) {
                return Err(Error::not_sent(ErrorKind::Conflict, format!("{}: {}", key.id, instance.vendor_state))
                    .with_words(reason));
            }
            let goal = Goal::InstanceAction { action, id: key.id.clone(), was: Some(instance.vendor_state.clone()) };
            let twin = self.reads.inventory.has_twin(key, &instance.name);
            let typed = instead_of(&instance.name, &instance.id, twin);
            let intent = Intent { together: keys.len(), typed, ..Intent::of(call, title(&instance), goal) };
            plans.push(self.plan(&access, adapter, &key.region, intent).await?);
        }
        Ok(plans)
    }

    /// Which instances an action can be done to, by the states that the catalogue requires.
    ///
    /// # Errors
    /// `NotFound` for an account that is gone.
    pub fn action_preview(&self, action: InstanceAction, keys: &[InstanceKey]) -> Result<ActionPreview, Error> {
        let mut preview = ActionPreview { allowed: vec![], skipped: vec![] };
        for key in keys {
            let (_, adapter) = self.reach.account_and_adapter(&key.account)?;
            let reason = match (self.reads.instance(key), job(adapter, action.job())) {
                (None, _) => Some(Text::new("已不在列表中", "Not in the list any more")),
                (_, Err(error)) => error.words,
                (Some(instance), Ok(operation)) => {
                    obstacle(operation, &adapter.act(action, &instance).params, &instance)
                }
            };
            match reason {
                None => preview.allowed.push(key.clone()),
                Some(reason) => preview.skipped.push(SkippedInstance { key: key.clone(), reason }),
            }
        }
        Ok(preview)
    }

    /// Plans making an image from an instance.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` when the instance's state does not allow it, `Unsupported`, `InvalidParams`.
    pub async fn plan_create_image(&self, key: &InstanceKey, name: &str, description: &str) -> Result<Plan, Error> {
        let (access, adapter) = self.reach.access(&key.account).await?;
        let instance = self.held(key)?;
        let call = adapter.create_image(&instance, name.trim(), description.trim());
        if let Some(reason) = obstacle(job(adapter, "create_image")?, &call.params, &instance) {
            return Err(Error::not_sent(ErrorKind::Conflict, format!("{}: {}", key.id, instance.vendor_state))
                .with_words(reason));
        }
        let name = name.trim().to_owned();
        let goal = Goal::ImageCreated { before: vec![], name, looked_at: None, partial: false };
        self.plan(&access, adapter, &key.region, Intent::of(call, title(&instance), goal)).await
    }

    /// Plans removing an image of one's own.
    ///
    /// # Errors
    /// `NotFound`, `Unsupported`.
    pub async fn plan_delete_image(&self, account: &AccountId, region: &str, image_id: &str) -> Result<Plan, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        job(adapter, "delete_image")?;
        let OwnImage { image, twin } = self.reads.own_image(account, region, image_id).await?;
        let subject = name_or_id(&image.name, &image.id);
        let call = adapter.delete_image(&image);
        let typed = instead_of(&image.name, &image.id, twin);
        let intent = Intent { typed, ..Intent::of(call, subject, Goal::ImageGone { id: image.id }) };
        self.plan(&access, adapter, region, intent).await
    }

    /// Plans sharing an image with accounts, or ending that.
    ///
    /// # Errors
    /// `Unsupported` with the cloud's reason where there is no sharing; `Conflict` with what forbids it in words; `NotFound`.
    pub async fn plan_share(
        &self,
        account: &AccountId,
        region: &str,
        image_id: &str,
        accounts: &[String],
        share: bool,
    ) -> Result<Plan, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let spec = adapter.spec();
        let read = adapter.image_shares(image_id).ok_or_else(|| no_sharing(spec))?;
        let image = self.reads.own_image(account, region, image_id).await?.image;
        let mut wanted: Vec<String> = Vec::new();
        for id in accounts.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
            if !wanted.iter().any(|there| there == id) {
                wanted.push(id.to_owned());
            }
        }
        if wanted.is_empty() {
            return Err(Error::not_sent(ErrorKind::InvalidParams, "no account ids")
                .with_words(Text::new("请填写至少一个账号 ID。", "Enter at least one account id.")));
        }
        if share {
            let listing = self.reach.client.list(&access, region, &read).await;
            if let Some(error) = listing.failure {
                return Err(error);
            }
            let obstacles =
                adapter.share_obstacles(&image, &listing.items, &wanted, access.account.owner_id.as_deref());
            if let Some(words) = joined(&obstacles) {
                return Err(
                    Error::not_sent(ErrorKind::Conflict, "the image cannot be shared like this").with_words(words)
                );
            }
        }
        let call = adapter.share_image(&image, &wanted, share).ok_or_else(|| no_sharing(spec))?;
        let subject = name_or_id(&image.name, &image.id);
        let goal = Goal::Shared { image: image.id, accounts: wanted, share };
        self.plan(&access, adapter, region, Intent::of(call, subject, goal)).await
    }

    /// Throws a plan away; one that is not there is no error.
    pub fn discard_plan(&self, id: &str) {
        self.plans.discard(id);
    }

    pub(crate) async fn plan(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        intent: Intent,
    ) -> Result<Plan, Error> {
        let Intent { call, subject, summary, goal, explored, together, typed } = intent;
        let operation = known(adapter.spec(), &call.operation)?;
        let digest = digest(&access.account, region, operation, &call);
        // Made once, here: every resend of this plan carries the same one.
        let (call, token) = with_token(operation, call, || self.reach.new_id());
        let request = self.reach.client.preview(access, region, &call)?;
        let (quote, no_quote) = self.price(access, adapter, region, operation, &call.params).await?;
        let act = Act { subject, quote, ..self.act(access, adapter, region, operation, &call.params) };
        let key = |id: String| InstanceKey { account: act.account.clone(), region: region.to_owned(), id };
        let targets = named(operation, &call.params, "instance").into_iter();
        let mut targets: Vec<_> = targets.filter_map(|id| self.reads.instance(&key(id))).map(PlanTarget::of).collect();
        if act.effect == Effect::Purchase
            && let Some(months) = period::months(&operation.input, &call.params)
        {
            let now = self.reach.now_at(&act.account);
            targets.iter_mut().for_each(|target| target.paid_until = period::longer(target.expires, months, now));
        }
        let mut confirm = guard::confirmation(operation, &call.params, &act.subject, &targets, together);
        if let (Confirmation::TypeName { name, short, .. }, Some(typed)) = (&mut confirm, typed) {
            (*name, *short) = (typed, None);
        }
        let view = Plan {
            disruptive: operation.interrupts(&call.params),
            grants: operation.grants_of(&call.params),
            parties: goal.parties().to_vec(),
            summary,
            confirm,
            targets,
            no_quote,
            repeats: self.activities.same_order(&digest).as_ref().map(guard::repeats),
            request,
            expires_at: (self.reach.now() + VALID_FOR).to_rfc3339(),
            act,
        };
        let place = Place::of(&access.account);
        let made = Instant::now();
        self.plans.insert(Pending {
            view: view.clone(),
            call,
            token,
            goal,
            digest,
            place,
            explored,
            made,
            consented: false,
        });
        Ok(view)
    }

    /// An act of its own id, of no subject and no price yet.
    pub(crate) fn act(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &Operation,
        params: &Value,
    ) -> Act {
        Act {
            id: self.reach.new_id(),
            account: access.account.id.clone(),
            account_label: access.account.label.clone(),
            cloud: access.account.cloud.clone(),
            sandbox: access.account.sandbox,
            region: region.to_owned(),
            operation: operation.name.clone(),
            title: act_name(adapter.spec(), operation),
            effect: operation.effect_of(params),
            subject: String::new(),
            quote: None,
        }
    }

    /// The price of a purchase, or why there is none. What is not a purchase has a price only where the catalogue names the
    /// operation that gives it.
    pub(crate) async fn price(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &Operation,
        params: &Value,
    ) -> Result<(Option<Quote>, Option<Text>), Error> {
        if operation.effect != Effect::Purchase && operation.quote.is_none() {
            return Ok((None, operation.unpriced(params).cloned()));
        }
        match self.reads.quote_as(access, adapter, region, &operation.name, params).await? {
            QuoteAnswer::Priced { quote } => Ok((Some(quote), None)),
            QuoteAnswer::Unsupported { reason } => Ok((None, Some(reason))),
            // What is not a purchase may leave out what only its price depends on.
            QuoteAnswer::Incomplete { words, .. } if operation.effect != Effect::Purchase => Ok((None, words)),
            QuoteAnswer::Incomplete { missing, words } => Err(Error { words, ..Error::invalid(missing) }),
        }
    }

    fn held(&self, key: &InstanceKey) -> Result<Instance, Error> {
        self.reads.instance(key).ok_or_else(|| {
            Error::not_sent(ErrorKind::NotFound, format!("no instance {}", key.id))
                .with_words(Text::new(
                    "这个实例已不在列表中，请刷新。",
                    "This instance is not in the list any more. Refresh.",
                ))
                .at(&key.account, &key.region, "")
        })
    }
}

/// The operation that does a job at this cloud.
pub(crate) fn job(adapter: &dyn CloudAdapter, job: &str) -> Result<&'static Operation, Error> {
    let spec = adapter.spec();
    spec.job(job).ok_or_else(|| {
        let words = spec.lacks.get(job).cloned();
        Error::not_sent(ErrorKind::Unsupported, format!("{} does not do {job}", spec.id))
            .with_words(words.unwrap_or_else(|| Text::new("这个云不提供该操作。", "This cloud does not offer this.")))
    })
}

/// The creation of instances: what the review says of it, and what is looked for afterwards.
pub(crate) fn creation(adapter: &dyn CloudAdapter, operation: &Operation, params: &Value) -> Intent {
    let call = Call::new(operation.name.clone(), schema::pruned(params));
    let summary = adapter.summary(&call.operation, &call.params);
    let subject = if summary.name.is_empty() { summary.size.clone() } else { summary.name.clone() };
    let goal = match operation.only_checks(&call.params) {
        // Nothing is made, so that nothing that turns up is its result.
        true => Goal::Called(Called::of(adapter.spec(), operation, &call.params)),
        false => Goal::InstancesCreated { before: vec![], count: summary.count.max(1), looked_at: None },
    };
    Intent { summary: Some(summary), ..Intent::of(call, subject, goal) }
}

fn title(instance: &Instance) -> String {
    name_or_id(&instance.name, &instance.id)
}

/// What a thing is called: by its id where its name has nothing that one can see, and so nothing that one could type.
fn name_or_id(name: &str, id: &str) -> String {
    let is_seen = |letter: char| !(letter.is_whitespace() || shown::is_unseen(letter));
    if name.chars().any(is_seen) { name.to_owned() } else { id.to_owned() }
}

/// What is typed in place of a name that may be another's, or that cannot be read as it is: the end of the id. `twin`: something
/// else has this name.
fn instead_of(name: &str, id: &str, twin: bool) -> Option<String> {
    let start = id.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    (twin || shown::is_deceptive(name)).then(|| id[start..].to_owned())
}

fn joined(texts: &[Text]) -> Option<Text> {
    (!texts.is_empty()).then(|| {
        let all = |pick: fn(&Text) -> &str| texts.iter().map(pick).collect::<Vec<_>>();
        Text::new(all(|text| &text.zh).join(" "), all(|text| &text.en).join(" "))
    })
}

/// Identifies an order: what is asked of whom, without the token that only tells two sendings of it apart.
fn digest(account: &Account, region: &str, operation: &Operation, call: &Call) -> String {
    let params = without_token(operation, &call.params);
    hex::encode(Sha256::digest(format!("{}\n{region}\n{}\n{params}", account.id, call.operation).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{instead_of, name_or_id};

    #[test]
    fn instead_of_a_name_that_may_be_anothers_the_end_of_the_id_is_typed() {
        assert_eq!(instead_of("web", "ins-1a2b3c4d", false), None);
        assert_eq!(instead_of("web", "ins-1a2b3c4d", true).as_deref(), Some("2b3c4d"));
        for odd in ["web ", "\u{a0}web", "we\u{200b}b", "\u{202e}bew", "we\u{2067}b"] {
            assert_eq!(instead_of(odd, "ins-1a2b3c4d", false).as_deref(), Some("2b3c4d"), "{odd:?}");
        }
        assert_eq!(instead_of(" ", "i-1", false).as_deref(), Some("i-1"));
    }

    #[test]
    fn name_or_id_is_the_id_where_the_name_cannot_be_seen() {
        for name in ["", " ", "\u{a0}\u{3000}", "\u{200b}\u{202e}", "\u{feff}"] {
            assert_eq!(name_or_id(name, "img-1"), "img-1", "{name:?}");
        }
        assert_eq!(name_or_id(" web ", "img-1"), " web ");
    }
}

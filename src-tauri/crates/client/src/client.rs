//! The client: one for the whole process.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::TimeDelta;
use futures::StreamExt;
use futures::stream::BoxStream;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::{CloudSpec, Operation, Problem};
use yundeck_domain::{AccountId, Call, Error, Read};
use yundeck_wire as wire;

use crate::access::Access;
use crate::answer::Answer;
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::limit::Lanes;
use crate::offsets::Offsets;
use crate::options::Options;
use crate::paginate::{self, Listing};
use crate::permit::Permit;
use crate::pipeline::{self, Conduct};
use crate::places::Places;
use crate::poll::{self, Standing};
use crate::retry::Resend;
use crate::sign;
use crate::tuning::Tuning;
use crate::validate::Validators;
use crate::weight::Turns;

/// Sends calls. Cheap to clone; all clones share connections, limits and retry budgets.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    patient: bool,
}

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) options: Options,
    tuning: RwLock<Tuning>,
    pub(crate) validators: Validators,
    pub(crate) lanes: Lanes,
    pub(crate) places: Places,
    pub(crate) offsets: Offsets,
    pub(crate) heavy: Turns,
}

impl Client {
    /// A client.
    pub fn new(options: Options) -> Self {
        let inner = Inner {
            validators: Validators::default(),
            lanes: Lanes::new(options.concurrency, options.retry_budget),
            places: Places::default(),
            offsets: Offsets::default(),
            heavy: Turns::default(),
            tuning: RwLock::default(),
            options,
        };
        Self { inner: Arc::new(inner), patient: false }
    }

    /// The same client, whose reads let those of people go first: an account's turn is theirs when nobody else waits for it,
    /// and in the end in any case. For what is asked in the background.
    #[must_use]
    pub fn patient(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), patient: true }
    }

    /// The time of day, as everything that uses this client is to ask for it.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.inner.options.clock)
    }

    /// By how much the clock of an account's cloud is ahead of [`Client::clock`], as its last reply was dated: exact to a second
    /// and the reply's way. `None` before the first dated reply.
    pub fn clock_offset(&self, account: &AccountId) -> Option<TimeDelta> {
        self.inner.offsets.of(account)
    }

    /// Random bits, as everything that uses this client is to ask for them.
    pub fn entropy(&self) -> Arc<dyn Entropy> {
        Arc::clone(&self.inner.options.entropy)
    }

    /// Takes what a person set. It holds for every call from now on; what is under way goes on as it began.
    pub fn tune(&self, tuning: Tuning) {
        *self.inner.tuning.write().unwrap_or_else(PoisonError::into_inner) = tuning;
    }

    /// The parameters as they would be sent: what a form leaves behind is gone, what the target says is filled in.
    ///
    /// # Errors
    /// `InvalidParams` with every problem; `Bug` for an operation the cloud does not have.
    pub fn check(&self, access: &Access, region: &str, call: &Call) -> Result<Value, Error> {
        operation_of(access, &call.operation)
            .and_then(|operation| self.inner.validators.checked(access.cloud, operation, region, &call.params))
            .map_err(|error| error.at(&access.account.id, region, &call.operation))
    }

    /// Everything that is wrong with parameters as a form holds them, before account and region are chosen.
    ///
    /// # Errors
    /// `Bug` when the operation's schema is wrong.
    pub fn problems(&self, cloud: &CloudSpec, operation: &Operation, params: &Value) -> Result<Vec<Problem>, Error> {
        self.inner.validators.problems(cloud, operation, params)
    }

    /// Whether an account may name this endpoint, in which `{service}` and `{region}` stand for the name of each: https, or plain
    /// http with this computer only.
    ///
    /// # Errors
    /// As of [`wire::Endpoint::parse`], in its words.
    pub fn allows_endpoint(text: &str) -> Result<bool, wire::WireError> {
        let base = wire::Endpoint::parse(&text.replace("{service}", "service").replace("{region}", "region"))?.base();
        Ok(url::Url::parse(&base).is_ok_and(|url| crate::carrier::transport::may_be_dialled(&url)))
    }

    /// The host that serves each of a cloud's services for an account with this endpoint, as `https://host[:port][/prefix]`.
    ///
    /// # Errors
    /// As of [`wire::Endpoint::of_service`].
    pub fn service_hosts(
        cloud: &CloudSpec,
        region: &str,
        endpoint: Option<&str>,
    ) -> Result<Vec<(String, String)>, wire::WireError> {
        let host = |service: &String| {
            let found = wire::Endpoint::of_service(cloud, service, region, endpoint)?;
            Ok((service.clone(), format!("{}{}", found.base(), found.prefix)))
        };
        cloud.services.keys().map(host).collect()
    }

    /// Sends a read, again if need be. Dropping the future gives it up.
    ///
    /// # Errors
    /// `Bug` for whatever the catalogue does not call a read; else any kind but `OutcomeUnknown`.
    pub async fn read(&self, access: &Access, region: &str, call: &Call) -> Result<Answer, Error> {
        pipeline::run(
            &self.inner,
            access,
            region,
            call,
            Conduct::Read { patient: self.patient },
            &CancellationToken::new(),
        )
        .await
    }

    /// Reads a list to its end and hands the pages' results over as they come. The stream ends after its first error;
    /// the pages before it are good. An operation without paging yields one page.
    ///
    /// # Errors
    /// Those of [`Client::read`]; `BadReply` when the cloud does not get on: a page that repeats what was read, a marker that
    /// was there before; and in the end, when it counted more than it showed.
    pub fn pages(&self, access: &Access, region: &str, call: &Call) -> BoxStream<'static, Result<Value, Error>> {
        let pages = paginate::pages(self.clone(), access.clone(), region.to_owned(), call.clone());
        paginate::results(pages).boxed()
    }

    /// Reads a list to its end, as nouns. Never fails as a whole: what was read before a failure stays.
    pub async fn list<T>(&self, access: &Access, region: &str, read: &Read<T>) -> Listing<T> {
        self.list_some(access, region, read, u32::MAX).await
    }

    /// Reads so many pages of a list at most; [`Listing::complete`] says whether that was all of it. For a search that must
    /// not page through an account of ten thousand machines.
    pub async fn list_some<T>(&self, access: &Access, region: &str, read: &Read<T>, pages: u32) -> Listing<T> {
        paginate::list(self, access, region, read, pages).await
    }

    /// Sends what is not a read: the only way to do so. It is sent again only if it certainly was not sent, or if the
    /// cloud recognises it by the permit's token and the token's lifetime is not over. Dropping the future after it was sent
    /// leaves the outcome unknown.
    ///
    /// # Errors
    /// `OutcomeUnknown` when it may have worked, and always by a permit of [`Permit::again`] once it is as far as to be sent;
    /// `Cancelled` when the permit was withdrawn before anything was sent; `Bug` when the permit is for another scope or for a
    /// read; else any kind, and then it did not work.
    pub async fn apply(&self, access: &Access, region: &str, permit: Permit) -> Result<Answer, Error> {
        let Permit { scope, call, token, withdrawn, first_sent } = permit;
        let here = |error: Error| error.at(&access.account.id, region, &call.operation);
        if scope.account != access.account.id || scope.region != region {
            return Err(here(Error::bug("the permit is for another account or region")));
        }
        let operation = operation_of(access, &call.operation).map_err(here)?;
        let (call, recognised) = crate::retry::with_token(operation, call.clone(), token).map_err(here)?;
        let lifetime = operation.token_lifetime().filter(|_| recognised);
        let resend = lifetime.map(|lifetime| Resend { lifetime, first_sent });
        pipeline::run(&self.inner, access, region, &call, Conduct::Act { resend }, &withdrawn).await
    }

    /// The exact request as it would be sent now, with its secrets masked. Nothing is sent.
    ///
    /// # Errors
    /// As of [`Client::check`], and what keeps a request from being made: no endpoint, a malformed one, no region.
    pub fn preview(&self, access: &Access, region: &str, call: &Call) -> Result<wire::Preview, Error> {
        let params = self.check(access, region, call)?;
        operation_of(access, &call.operation)
            .and_then(|operation| sign::preview(access, region, operation, &params, &self.inner.options.moment()))
            .map_err(|error| error.at(&access.account.id, region, &call.operation))
    }

    /// Asks once, for each id, where it stands on its way to what a waiter of `cloud.json` waits for; in the order of the ids.
    /// As many are asked for at once as the operation takes. Waiting is asking again; how often and how long is the caller's.
    /// `call`: the parameters of the call whose effect it is, which say where it is to be seen.
    ///
    /// # Errors
    /// `Bug` for an unknown waiter; those of [`Client::read`]. That one is not there is no error.
    pub async fn poll(
        &self,
        access: &Access,
        region: &str,
        waiter: &str,
        ids: &[String],
        call: &Value,
    ) -> Result<Vec<(String, Standing)>, Error> {
        poll::poll(self, access, region, waiter, ids, call).await
    }
}

impl Inner {
    /// What a person set.
    pub(crate) fn tuning(&self) -> Tuning {
        self.tuning.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The operation of that name.
pub(crate) fn operation_of(access: &Access, name: &str) -> Result<&'static Operation, Error> {
    let cloud = access.cloud;
    cloud.operation(name).ok_or_else(|| Error::bug(format!("the catalogue has no operation {name}")))
}

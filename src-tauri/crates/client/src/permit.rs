//! The proof that a call may be sent although it is not a read.

use std::fmt;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::Operation;
use yundeck_domain::{Call, Delivery, Error, Scope};

/// What is on disk before a call that is not a read is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLine {
    /// The confirmed plan.
    pub plan_id: String,
    /// The digest of what was confirmed.
    pub digest: String,
    /// Which account and region it is sent to.
    pub scope: Scope,
    /// The operation.
    pub operation: String,
    /// The idempotency token that goes with the call, to look for its result later.
    pub token: Option<String>,
}

/// Where such lines are kept.
pub trait Ledger: Send + Sync {
    /// Writes the line and flushes it to disk. May block. It also is the place to refuse a plan that was used already.
    ///
    /// # Errors
    /// Any error means that the line is not on disk for sure; the request is then not sent.
    fn record(&self, line: &SentLine) -> Result<(), Error>;

    /// Writes and flushes that a call which was sent already is sent again with its token, and tells when the token went out
    /// first. May block. A token never serves two bodies: whatever does not equal the line that was written then (plan, digest,
    /// scope, operation, token) is to be refused here, and so is a line that was never sent.
    ///
    /// # Errors
    /// Any error means that nothing is sent. A ledger that does not say otherwise knows no sending again.
    fn record_again(&self, line: &SentLine) -> Result<DateTime<Utc>, Error> {
        Err(Error::bug(format!("this ledger lets nothing be sent again: {}", line.operation)))
    }
}

/// Proof that a call was confirmed and its journal line is on disk: good for one call, in one scope. Neither `Clone` nor
/// constructible otherwise than by [`Permit::after`] and [`Permit::again`].
#[must_use = "the journal says that the call is being sent"]
pub struct Permit {
    pub(crate) scope: Scope,
    pub(crate) call: Call,
    pub(crate) token: Option<String>,
    pub(crate) withdrawn: CancellationToken,
    /// When the token went out first, for a call that is sent again.
    pub(crate) first_sent: Option<DateTime<Utc>>,
}

impl Permit {
    /// A permit, after the ledger has the line.
    ///
    /// `digest` identifies what was confirmed. `token` is the idempotency token made with the plan; the client puts it
    /// into the operation's parameter for it, unless the call carries it there already. Without one, nothing is resent.
    ///
    /// # Errors
    /// Those of the ledger, as not sent.
    pub fn after(
        ledger: &dyn Ledger,
        plan_id: &str,
        digest: &str,
        scope: &Scope,
        call: Call,
        token: Option<String>,
    ) -> Result<Self, Error> {
        let line = line(plan_id, digest, scope, &call, token.clone());
        ledger.record(&line).map_err(|error| unsent(error, &line))?;
        Ok(Self { scope: scope.clone(), call, token, withdrawn: CancellationToken::new(), first_sent: None })
    }

    /// A permit to send the same call again with the same token, because a person wants to ask the cloud what became of it.
    /// The cloud answers what it answered then, or does now what never arrived. It is not sent once the token's lifetime
    /// ([`Operation::token_lifetime`]) is over, and what it ends with, short of an answer, leaves the outcome as unknown as it
    /// was.
    ///
    /// # Errors
    /// Not sent: `Bug` for an operation whose calls the cloud does not recognise, or a call that is not the operation's; those
    /// of the ledger.
    pub fn again(
        ledger: &dyn Ledger,
        plan_id: &str,
        digest: &str,
        scope: &Scope,
        operation: &Operation,
        call: Call,
        token: String,
    ) -> Result<Self, Error> {
        let line = line(plan_id, digest, scope, &call, Some(token.clone()));
        if operation.name != call.operation {
            return Err(unsent(Error::bug(format!("the call is not one of {}", operation.name)), &line));
        }
        if operation.idempotency.is_none() || token.is_empty() {
            let why = format!("{} is not recognised when it comes again", operation.name);
            return Err(unsent(Error::bug(why), &line));
        }
        let first_sent = ledger.record_again(&line).map_err(|error| unsent(error, &line))?;
        Ok(Self {
            scope: scope.clone(),
            call,
            token: Some(token),
            withdrawn: CancellationToken::new(),
            first_sent: Some(first_sent),
        })
    }

    /// The same permit, void once `withdrawn` is cancelled: a call that still waits for its turn is then not sent. What was
    /// sent already is not held back by it.
    pub fn until(self, withdrawn: CancellationToken) -> Self {
        Self { withdrawn, ..self }
    }
}

fn line(plan_id: &str, digest: &str, scope: &Scope, call: &Call, token: Option<String>) -> SentLine {
    SentLine {
        plan_id: plan_id.to_owned(),
        digest: digest.to_owned(),
        scope: scope.clone(),
        operation: call.operation.clone(),
        token,
    }
}

/// An error before anything was sent, whatever it thinks of that itself.
fn unsent(error: Error, line: &SentLine) -> Error {
    Error { delivery: Delivery::NotSent, ..error }.at(&line.scope.account, &line.scope.region, &line.operation)
}

impl fmt::Debug for Permit {
    // The parameters may hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Permit")
            .field("scope", &self.scope)
            .field("operation", &self.call.operation)
            .finish_non_exhaustive()
    }
}

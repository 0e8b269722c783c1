//! The proof that a call may be sent although it is not a read.

use std::fmt;

use tokio_util::sync::CancellationToken;
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
}

/// Proof that a call was confirmed and its journal line is on disk: good for one call, in one scope. Neither `Clone` nor
/// constructible otherwise than by [`Permit::after`].
#[must_use = "the journal says that the call is being sent"]
pub struct Permit {
    scope: Scope,
    call: Call,
    token: Option<String>,
    withdrawn: CancellationToken,
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
        let line = SentLine {
            plan_id: plan_id.to_owned(),
            digest: digest.to_owned(),
            scope: scope.clone(),
            operation: call.operation.clone(),
            token: token.clone(),
        };
        ledger.record(&line).map_err(|error| {
            Error { delivery: Delivery::NotSent, ..error }.at(&scope.account, &scope.region, &call.operation)
        })?;
        Ok(Self { scope: scope.clone(), call, token, withdrawn: CancellationToken::new() })
    }

    /// The same permit, void once `withdrawn` is cancelled: a call that still waits for its turn is then not sent. What was
    /// sent already is not held back by it.
    pub fn until(self, withdrawn: CancellationToken) -> Self {
        Self { withdrawn, ..self }
    }

    /// The parts, using the permit up.
    pub(crate) fn redeem(self) -> (Scope, Call, Option<String>, CancellationToken) {
        (self.scope, self.call, self.token, self.withdrawn)
    }
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

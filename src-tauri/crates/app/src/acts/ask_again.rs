//! Asking a cloud again what became of a call that it did not answer, by the token that it knows the call by.

use yundeck_client::permit::Permit;
use yundeck_domain::{Error, ErrorKind, Text};

use crate::acts::Acts;
use crate::acts::settle::unanswered_again;
use crate::reads::forms::known;
use crate::records::activity::{Activity, ActivityPhase};
use crate::records::journal::{JournalAnswer, JournalReached};
use crate::registers::activities::no_activity;
use crate::registers::journal::LineToWrite;

impl Acts {
    /// Sends an unanswered call once more with the same token, by which the cloud recognises it: it answers what it did then,
    /// or does it now.
    ///
    /// # Errors
    /// `Unsupported` when the cloud knows no token for it, or what was sent is not known any more (it is kept for this session
    /// only, since it may hold secrets); `Cancelled` while the application is being closed; `PlanExpired` when the account's calls go elsewhere now, or the token's time is over.
    pub async fn ask_again(&self, id: &str) -> Result<Activity, Error> {
        let activity = self.activities.get(id).ok_or_else(|| no_activity(id))?;
        let sent = self.activities.sent(id).filter(|_| activity.phase == ActivityPhase::OutcomeUnknown);
        let (call, token, digest) = sent.ok_or_else(cannot_ask)?;
        let mut line = self.journal.line(id)?;
        let act = line.entry.act.clone();
        let (access, adapter) = self.reach.access(&act.account).await?;
        let operation = known(adapter.spec(), &act.operation)?;
        let same_place = line.place.as_ref().is_some_and(|place| place.is_world_of(&access.account));
        let lifetime = operation.token_lifetime().ok_or_else(cannot_ask)?;
        let age = chrono::DateTime::parse_from_rfc3339(&line.entry.at).map(|at| self.reach.now() - at.to_utc());
        let in_time = age.is_ok_and(|age| age.to_std().is_ok_and(|age| age < lifetime));
        if !same_place || !in_time {
            return Err(token_over());
        }
        let now = self.reach.now();
        let ledger = LineToWrite { journal: &self.journal, line: &line, confirmed_at: now, now };
        let permit = self.plans.unless_closed(|| {
            let permit = Permit::again(&ledger, &act.id, &digest, &act.scope(), operation, call.clone(), token)?;
            self.activities.renew_stop(id);
            self.activities.change(id, |activity| {
                activity.phase = ActivityPhase::Sending;
                (activity.ended_at, activity.cancelled, activity.cleared) = (None, false, false);
                activity.can_ask_again = false;
            });
            Ok(permit)
        })?;
        line.set(JournalAnswer::Unknown, JournalReached::Open);
        let acts = self.clone();
        tokio::spawn(async move {
            let work = async {
                let answer = acts.reach.client.apply(&access, &act.region, permit).await;
                // A refusal now does not undo what the first sending may have done.
                let answer = answer.map_err(|error| match error.kind {
                    ErrorKind::OutcomeUnknown => error,
                    _ => Error { vendor: error.vendor, context: error.context, ..unanswered_again() },
                });
                acts.answered(line, operation, &call.params, answer);
            };
            tokio::select! {
                biased;
                () = acts.life.cancelled() => {}
                () = work => {}
            }
        });
        self.activities.get(id).ok_or_else(|| no_activity(id))
    }
}

fn cannot_ask() -> Error {
    Error::not_sent(ErrorKind::Unsupported, "the cloud cannot be asked again").with_words(Text::new(
        "这个请求不能再问一次：云厂商不认得重复的请求，或者原来的内容已经不在内存里。没有发出任何请求；可以再查一次结果。",
        "The cloud cannot be asked again: it does not recognise a repeated request, or what was sent is not in memory any more. Nothing was sent; you can look for the outcome once more.",
    ))
}

fn token_over() -> Error {
    Error::not_sent(ErrorKind::PlanExpired, "the token's time is over, or the account's calls go elsewhere").with_words(
        Text::new(
            "不能再问：幂等令牌已过有效期，或账号换了密钥或地址，再发一次可能会重复购买。没有发出任何请求。",
            "It cannot be asked again: the token's time is over, or the account has another key or address; sending it once more could buy twice. Nothing was sent.",
        ),
    )
}

//! Trying what a key may do, because a person asks for it: by calls that cannot do anything, since they name only what does not
//! exist. Like everything that is not a read they have a yes of the person and a line in the journal before they are sent.

use yundeck_catalogue::Operation;
use yundeck_client::permit::Permit;
use yundeck_client::{Access, Answer};
use yundeck_domain::adapter::Trials;
use yundeck_domain::{AccountId, Call, CloudAdapter, Delivery, Error, ErrorKind, Text};

use crate::acts::Acts;
use crate::acts::consent::words::place;
use crate::acts::settle::resources_of;
use crate::reads::forms::known;
use crate::records::account::Ability;
use crate::records::act::{Act, Place};
use crate::records::activity::Standing;
use crate::records::journal::{
    JournalAnswer, JournalEntry, JournalLine, JournalOrigin, JournalOutcome, JournalReached,
};
use crate::records::question::Question;
use crate::registers::journal::LineToWrite;

/// What trying showed; `NotTried` where the cloud has no harmless way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tried {
    /// Operating.
    pub operate: Ability,
    /// Buying.
    pub buy: Ability,
}

/// One call that can do nothing.
struct Trial {
    operation: &'static Operation,
    call: Call,
    act: Act,
}

impl Acts {
    /// Tries what an account's key may do in its first region, once the person has said yes to the calls that are sent for it.
    ///
    /// # Errors
    /// `Cancelled` without a yes; when there is no such account or secret, or the journal cannot be written: nothing is sent then.
    pub async fn try_abilities(&self, account: &AccountId) -> Result<Tried, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let region = access.account.regions.first().cloned().unwrap_or_default();
        let Trials { operate, buy } = adapter.trials(&region);
        let operate = self.trial(&access, adapter, &region, operate)?;
        let buy = self.trial(&access, adapter, &region, buy)?;
        let acts: Vec<&Act> = operate.iter().chain(&buy).map(|trial| &trial.act).collect();
        if let Some(question) = question(&self.reach.clouds, &acts)
            && !self.asker.turn().await.ask(question).await
        {
            return Err(Error::not_sent(ErrorKind::Cancelled, "the person did not say yes to the trial").with_words(
                Text::new(
                    "没有在系统对话框里同意，什么都没有发出。",
                    "It was not agreed to in the system's dialog. Nothing was sent.",
                ),
            ));
        }
        Ok(Tried { operate: self.try_call(&access, operate).await?, buy: self.try_call(&access, buy).await? })
    }

    fn trial(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        call: Option<Call>,
    ) -> Result<Option<Trial>, Error> {
        let Some(call) = call else { return Ok(None) };
        let operation = known(adapter.spec(), &call.operation)?;
        let act = self.act(access, adapter, region, operation, &call.params);
        Ok(Some(Trial { operation, call, act }))
    }

    async fn try_call(&self, access: &Access, trial: Option<Trial>) -> Result<Ability, Error> {
        let Some(Trial { operation, call, act }) = trial else { return Ok(Ability::NotTried) };
        let (region, scope) = (act.region.clone(), act.scope());
        let line = self.trial_line(access, act, &call)?;
        let now = self.reach.now();
        let ledger = LineToWrite { journal: &self.journal, line: &line, confirmed_at: now, now };
        let permit = Permit::after(&ledger, &line.entry.act.id, &line.digest, &scope, call.clone(), None)?;
        let answer = self.reach.client.apply(access, &region, permit).await;
        let ability = ability_of(operation, &answer);
        self.answered(line, operation, &call.params, answer);
        Ok(ability)
    }

    fn trial_line(&self, access: &Access, act: Act, call: &Call) -> Result<JournalLine, Error> {
        let request = self.reach.client.preview(access, &act.region, call)?;
        let entry = JournalEntry {
            at: self.reach.now().to_rfc3339(),
            answer: JournalAnswer::Sent,
            reached: JournalReached::Open,
            outcome: JournalOutcome::Sent,
            ordered: None,
            resources: vec![],
            request_id: None,
            error: None,
            request,
            settled_at: None,
            origin: JournalOrigin::Here,
            act,
        };
        Ok(JournalLine {
            digest: entry.act.id.clone(),
            goal: None,
            params: call.params.clone(),
            place: Some(Place::of(&access.account)),
            token: None,
            entry,
        })
    }
}

/// What the person is asked before a key is tried: with which calls, in which account and region; nothing where there are none.
fn question(clouds: &[&'static dyn CloudAdapter], acts: &[&Act]) -> Option<Question> {
    let first = acts.first()?;
    let all =
        |pick: fn(&Text) -> &str, between| acts.iter().map(|act| pick(&act.title)).collect::<Vec<_>>().join(between);
    Some(Question {
        title: Text::new("试一试这把密钥能做什么？", "Try what this key may do?"),
        lines: vec![
            place(clouds, first),
            Text::new(
                format!("发出的调用：{}", all(|name| &name.zh, "、")),
                format!("Calls that are sent: {}", all(|name| &name.en, ", ")),
            ),
            Text::new(
                "它们指向不存在的资源：什么都不会购买，也不会改动。",
                "They name only what does not exist: nothing is bought or changed.",
            ),
        ],
        yes: Text::new("试一试", "Try it"),
    })
}

/// What the answer to a call that can do nothing says of the key.
fn ability_of(operation: &Operation, answer: &Result<Answer, Error>) -> Ability {
    let passed = operation.dry_run.as_ref().and_then(|check| check.passed.as_ref());
    match answer {
        Err(error) if error.delivery != Delivery::Answered => Ability::Unknown,
        Err(error) if error.kind == ErrorKind::PermissionDenied => Ability::Lacking,
        Err(error) if error.vendor.as_ref().is_some_and(|vendor| Some(&vendor.code) == passed) => Ability::Yes,
        Err(error) => match error.kind {
            ErrorKind::NotFound | ErrorKind::InvalidParams | ErrorKind::Conflict => Ability::NotRefused,
            _ => Ability::Unknown,
        },
        Ok(answer) => {
            let resources = resources_of(operation, answer);
            let refused = !resources.is_empty() && resources.iter().all(|it| it.standing == Standing::Refused);
            if refused { Ability::NotRefused } else { Ability::Unknown }
        }
    }
}

#[cfg(test)]
mod tests;

//! Trying what a key may do, because a person asks for it: by calls that cannot do anything, since they name only what does not
//! exist. Like everything that is not a read they have a line in the journal before they are sent.

use yundeck_catalogue::Operation;
use yundeck_client::permit::Permit;
use yundeck_client::{Access, Answer};
use yundeck_domain::adapter::Trials;
use yundeck_domain::{AccountId, Call, CloudAdapter, Delivery, Error, ErrorKind};

use crate::acts::Acts;
use crate::acts::settle::resources_of;
use crate::reads::forms::known;
use crate::records::account::Ability;
use crate::records::act::{Act, Place};
use crate::records::act_name::act_name;
use crate::records::activity::Standing;
use crate::records::journal::{
    JournalAnswer, JournalEntry, JournalLine, JournalOrigin, JournalOutcome, JournalReached,
};
use crate::registers::journal::LineToWrite;

/// What trying showed; `NotTried` where the cloud has no harmless way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tried {
    /// Operating.
    pub operate: Ability,
    /// Buying.
    pub buy: Ability,
}

impl Acts {
    /// Tries what an account's key may do in its first region.
    ///
    /// # Errors
    /// When there is no such account or secret, or the journal cannot be written: nothing is sent then.
    pub async fn try_abilities(&self, account: &AccountId) -> Result<Tried, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let region = access.account.regions.first().cloned().unwrap_or_default();
        let Trials { operate, buy } = adapter.trials(&region);
        Ok(Tried {
            operate: self.try_call(&access, adapter, &region, operate).await?,
            buy: self.try_call(&access, adapter, &region, buy).await?,
        })
    }

    async fn try_call(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        call: Option<Call>,
    ) -> Result<Ability, Error> {
        let Some(call) = call else { return Ok(Ability::NotTried) };
        let operation = known(adapter.spec(), &call.operation)?;
        let line = self.trial_line(access, adapter, region, operation, &call)?;
        let now = self.reach.now();
        let ledger = LineToWrite { journal: &self.journal, line: &line, confirmed_at: now, now };
        let act = &line.entry.act;
        let permit = Permit::after(&ledger, &act.id, &line.digest, &act.scope(), call.clone(), None)?;
        let answer = self.reach.client.apply(access, region, permit).await;
        let ability = ability_of(operation, &answer);
        self.answered(line, operation, &call.params, answer);
        Ok(ability)
    }

    fn trial_line(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &Operation,
        call: &Call,
    ) -> Result<JournalLine, Error> {
        let act = Act {
            id: self.reach.new_id(),
            account: access.account.id.clone(),
            account_label: access.account.label.clone(),
            cloud: access.account.cloud.clone(),
            sandbox: access.account.sandbox,
            region: region.to_owned(),
            operation: operation.name.clone(),
            title: act_name(adapter.spec(), operation),
            effect: operation.effect_of(&call.params),
            subject: String::new(),
            quote: None,
        };
        let entry = JournalEntry {
            at: self.reach.now().to_rfc3339(),
            answer: JournalAnswer::Sent,
            reached: JournalReached::Open,
            outcome: JournalOutcome::Sent,
            ordered: None,
            resources: vec![],
            request_id: None,
            error: None,
            request: self.reach.client.preview(access, region, call)?,
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

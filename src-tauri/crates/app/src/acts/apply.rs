//! Applying a plan: price again, journal, send once, then watch.

use serde_json::Value;
use yundeck_catalogue::{Operation, Text, schema};
use yundeck_client::permit::Permit;
use yundeck_client::{Access, Answer};
use yundeck_domain::{CloudAdapter, Delivery, Error, ErrorKind, ImageSource, Quote, Scope};

use crate::activity::{Activity, ActivityPhase, ActivityResource, of_entry};
use crate::app::App;
use crate::explorer::history::CallRecord;
use crate::forms::known;
use crate::goal::Goal;
use crate::journal::{JournalEntry, JournalOutcome, JournalRecord, Line};
use crate::plans::{Confirmation, Pending, Plan, VALID_FOR};

/// What masks a secret in what is stored.
const MASK: &str = "******";

impl App {
    /// Applies a plan. Returns as soon as its journal line is on disk and the request is on its way; how it goes on is told
    /// by events. Applying the same plan again returns the same activity and sends nothing.
    ///
    /// # Errors
    /// Before anything is sent: `PlanExpired` when the plan is used up, too old, or the price moved; `InvalidParams` when the
    /// typed name does not match; what re-quoting and looking beforehand say.
    pub async fn apply_plan(&self, id: &str, typed_name: Option<&str>) -> Result<Activity, Error> {
        if let Some(activity) = self.activities_mut().get(id) {
            return Ok(activity.clone());
        }
        let plan = self.claim(id, typed_name)?;
        let outcome = self.send(id, &plan).await;
        if outcome.is_err() {
            self.plans_mut().remove(id);
        }
        outcome
    }

    /// Marks the plan as being applied; nobody else can claim it from now on.
    fn claim(&self, id: &str, typed_name: Option<&str>) -> Result<Plan, Error> {
        let mut plans = self.plans_mut();
        let pending = plans.get_mut(id).ok_or_else(|| expired("the plan is used up or was never made"))?;
        if pending.applying {
            return Err(Error::not_sent(ErrorKind::PlanExpired, "the plan is being applied").with_words(Text::new(
                "这个计划正在执行，不会重复提交。",
                "This plan is being applied; it is not submitted twice.",
            )));
        }
        if pending.made.elapsed() > VALID_FOR {
            plans.remove(id);
            return Err(expired("the plan is too old"));
        }
        if let Confirmation::TypeName { name } = &pending.view.confirm
            && typed_name.map(str::trim) != Some(name.as_str())
        {
            return Err(Error::not_sent(ErrorKind::InvalidParams, "the typed name does not match").with_words(
                Text::new("输入的名称不一致，什么都没有做。", "The typed name does not match; nothing was done."),
            ));
        }
        pending.applying = true;
        Ok(pending.view.clone())
    }

    async fn send(&self, id: &str, plan: &Plan) -> Result<Activity, Error> {
        let (access, adapter) = self.access(&plan.account).await?;
        let scope = Scope { account: plan.account.clone(), region: plan.region.clone() };
        let params = self.plans_mut().get(id).map(|pending| pending.call.params.clone()).unwrap_or_default();
        let operation = known(adapter.spec(), &plan.operation)?;
        let (quote, _) = self.price(&access, adapter, &plan.region, operation, &params).await?;
        if let Some(moved) = price_moved(plan.quote.as_ref(), quote.as_ref()) {
            return Err(moved);
        }
        let goal = self.plans_mut().get(id).map(|pending| pending.goal.clone());
        let goal = goal.ok_or_else(|| expired("the plan is used up"))?;
        let goal = self.before(&access, adapter, &scope, operation, &params, goal).await?;

        // From here on the plan is used up, whatever happens.
        let pending = self.plans_mut().remove(id).ok_or_else(|| expired("the plan is used up"))?;
        let Pending { view, call, token, digest, explored, .. } = pending;
        let view = Plan { quote, ..view };
        let record = JournalRecord {
            entry: entry_of(&view),
            goal,
            params: schema::masked(&operation.input, &call.params, MASK),
        };
        let permit = Permit::after(&Line { app: self, record: &record }, &view.id, &digest, &scope, call, token)?
            .until(self.stop_of(id));
        if explored {
            self.remember(CallRecord::of_plan(&view, &record.entry.at, operation, &params));
        }
        let activity = Activity { summary: view.summary, ..of_entry(&record.entry) };
        self.begin_activity(activity.clone());
        let app = self.clone();
        tokio::spawn(async move {
            let answer = app.client().apply(&access, &scope.region, permit).await;
            let answer = answer.and_then(|answer| Ok((result_of(operation, &answer)?, answer)));
            app.remember_answer(&record.entry.id, answer.as_ref().map(|(_, answer)| answer));
            if let Ok((_, answer)) = &answer {
                app.keep_reply(&record.entry.id, operation, &params, &answer.result);
            }
            app.answered(record, answer.map(|(ids, answer)| (ids, answer.request_id)));
        });
        Ok(activity)
    }

    /// The goal with what is there before the act, so that an unanswered one can be told by what is new. Without that look
    /// no instance and no image is made.
    async fn before(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        operation: &Operation,
        params: &Value,
        goal: Goal,
    ) -> Result<Goal, Error> {
        Ok(match goal {
            Goal::InstancesCreated { count, .. } => {
                let listing = self.client().list(access, &scope.region, &adapter.instances(&[])).await;
                if let Some(error) = listing.failure {
                    return Err(error);
                }
                let before = listing.items.into_iter().map(|instance| instance.id).collect();
                Goal::InstancesCreated { before, count }
            }
            Goal::ImageCreated { name, .. } => {
                let images = self.images(&scope.account, &scope.region, ImageSource::Private).await?;
                Goal::ImageCreated { before: images.into_iter().map(|image| image.id).collect(), name }
            }
            Goal::Called(called) => {
                Goal::Called(self.called_before(access, &scope.region, operation, params, called).await)
            }
            other => other,
        })
    }

    /// Takes the answer, or its absence, to the journal and goes on watching.
    fn answered(&self, mut record: JournalRecord, answer: Result<(Vec<String>, Option<String>), Error>) {
        let now = chrono::Utc::now().to_rfc3339();
        let phase = match answer {
            Ok((resources, request_id)) => {
                record.entry.outcome = JournalOutcome::Done;
                record.entry.resources = resources;
                record.entry.request_id = request_id;
                record.entry.settled_at = Some(now.clone());
                if record.goal.ends_with_answer(&record.entry.resources) {
                    ActivityPhase::Done
                } else {
                    ActivityPhase::Waiting
                }
            }
            Err(error) => {
                let (outcome, phase) = match error.kind {
                    ErrorKind::OutcomeUnknown => (JournalOutcome::Unknown, ActivityPhase::OutcomeUnknown),
                    // Withdrawn before it was sent.
                    ErrorKind::Cancelled => (JournalOutcome::NotApplied, ActivityPhase::NotApplied),
                    _ => (JournalOutcome::Failed, ActivityPhase::Failed),
                };
                record.entry.request_id = error.vendor.as_ref().and_then(|vendor| vendor.request_id.clone());
                record.entry.error = Some(error);
                record.entry.outcome = outcome;
                record.entry.settled_at = (phase != ActivityPhase::OutcomeUnknown).then(|| now.clone());
                phase
            }
        };
        let ended = matches!(phase, ActivityPhase::Failed | ActivityPhase::Done | ActivityPhase::NotApplied);
        self.settle_or_warn(&record);
        let entry = &record.entry;
        self.change_activity(&entry.id, |activity| {
            activity.phase = phase;
            activity.resources =
                entry.resources.iter().map(|id| ActivityResource { id: id.clone(), state: None }).collect();
            activity.request_id.clone_from(&entry.request_id);
            activity.error.clone_from(&entry.error);
            activity.ended_at = ended.then_some(now);
        });
        if !ended {
            return self.spawn_watch(record);
        }
        self.stops_mut().remove(&record.entry.id);
        if let (ActivityPhase::Done, Goal::Called(called)) = (phase, record.goal) {
            let (app, entry) = (self.clone(), record.entry);
            let scope = Scope { account: entry.account, region: entry.region };
            tokio::spawn(async move { app.show_instances(&scope, &called).await });
        }
    }
}

/// The ids that an accepted call brought. Some clouds accept the call and refuse what it asks for beside it.
fn result_of(operation: &Operation, answer: &Answer) -> Result<Vec<String>, Error> {
    let texts = |role: &str| operation.output.get(role).map(|path| path.texts(&answer.result)).unwrap_or_default();
    let accepted = texts("accepted");
    if !accepted.is_empty() && accepted.iter().all(|verdict| verdict == "false") {
        let mut error =
            Error::not_sent(ErrorKind::Conflict, "the cloud answered, and refused every item").with_words(Text::new(
                "云厂商拒绝了这次操作，通常是因为当前状态不允许。什么都没有改变。",
                "The cloud refused it, usually because the present state does not allow it. Nothing was changed.",
            ));
        error.delivery = Delivery::Answered;
        return Err(error);
    }
    Ok(texts("ids"))
}

fn entry_of(plan: &Plan) -> JournalEntry {
    JournalEntry {
        id: plan.id.clone(),
        at: chrono::Utc::now().to_rfc3339(),
        account: plan.account.clone(),
        account_label: plan.account_label.clone(),
        cloud: plan.cloud.clone(),
        sandbox: plan.sandbox,
        region: plan.region.clone(),
        operation: plan.operation.clone(),
        title: plan.title.clone(),
        effect: plan.effect,
        subject: plan.subject.clone(),
        quote: plan.quote.clone(),
        outcome: JournalOutcome::Sent,
        resources: vec![],
        request_id: None,
        error: None,
        request: plan.request.clone(),
        settled_at: None,
    }
}

fn price_moved(confirmed: Option<&Quote>, now: Option<&Quote>) -> Option<Error> {
    let same = match (confirmed, now) {
        (None, None) => true,
        (Some(confirmed), Some(now)) => confirmed.same_price(now),
        _ => false,
    };
    let sum = |quote: Option<&Quote>| {
        let totals = quote.into_iter().flat_map(|quote| &quote.totals);
        totals
            .map(|total| format!("{} {}", total.price.currency, total.price.amount.normalize()))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    (!same).then(|| {
        expired("the price moved").with_words(Text::new(
            format!("价格变了：确认时 {}，现在 {}。没有购买，请重新确认。", sum(confirmed), sum(now)),
            format!(
                "The price moved: {} when confirmed, {} now. Nothing was bought. Review it again.",
                sum(confirmed),
                sum(now)
            ),
        ))
    })
}

fn expired(context: &str) -> Error {
    let mut error = Error::not_sent(ErrorKind::PlanExpired, context).with_words(Text::new(
        "这个计划已失效，没有提交。请重新确认。",
        "This plan is no longer valid and was not submitted. Review it again.",
    ));
    error.delivery = Delivery::NotSent;
    error
}

//! Ordering something: planning it, reading the review, confirming it, once or twice or not.

use std::time::Duration;

use serde_json::Value;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::{Confirmed, Plan};
use yundeck_domain::{Error, InstanceAction};

use crate::orders;
use crate::person::Person;
use crate::schedule::{Act, Crash, Fault, Kind};
use crate::stage::Order;

/// What of an act is planned.
enum Wanted {
    Create { params: Value, mark: String },
    Action { action: InstanceAction, id: String },
    Image { id: String, name: String },
    Call(orders::Call),
}

impl Person {
    /// Orders something, and confirms it.
    pub(crate) async fn act(&self, step: u32, act: &Act) {
        // Equal names are equal orders.
        let paid = if act.prepaid { "p" } else { "h" };
        let name = format!("sim{}{paid}{}x{}", act.name, act.count, self.stage.state().schedule.seed % 1000);
        let targets = orders::targets(&self.stage);
        let first = usize::try_from(act.pick % 1_000_003).unwrap() % targets.len().max(1);
        let mut ids: Vec<orders::Target> = targets[first..].iter().chain(&targets[..first]).cloned().collect();
        let wants_stopped = act.kind == Kind::Resize || (act.kind == Kind::Action && act.pick.is_multiple_of(4));
        ids.sort_by_key(|target| if wants_stopped { !target.stopped } else { !target.running });
        if matches!(act.kind, Kind::Action | Kind::Batch) {
            // One that is acted on alone and in a batch could not be told apart by what the requests say.
            let other = if act.kind == Kind::Action { Kind::Batch } else { Kind::Action };
            let state = self.stage.state();
            let taken = |target: &orders::Target| {
                state.orders.iter().any(|order| order.act.kind == other && order.mark.contains(&target.id))
            };
            ids.retain(|target| !taken(target));
        }
        for attempt in 0..4 {
            let chosen: Vec<String> = ids.iter().skip(attempt).map(|target| target.id.clone()).collect();
            let several = self.wanted(act, &name, step, &chosen);
            let mut planned = false;
            for wanted in several {
                planned |= self.order(step, act, &wanted).await;
            }
            if planned || act.kind == Kind::Create {
                return;
            }
        }
    }

    fn wanted(&self, act: &Act, name: &str, step: u32, ids: &[String]) -> Vec<Wanted> {
        let Some(id) = ids.first().cloned() else { return Vec::new() };
        let unique = format!("sim{step}y{}", self.stage.state().schedule.seed % 1000);
        match act.kind {
            Kind::Create => {
                let params = orders::creation(&self.stage.endpoint, act, name);
                vec![Wanted::Create { params, mark: name.to_owned() }]
            }
            Kind::Action => {
                let action = match act.pick % 4 {
                    0 => InstanceAction::Start,
                    1 => InstanceAction::Stop,
                    _ => InstanceAction::Reboot,
                };
                vec![Wanted::Action { action, id }]
            }
            Kind::Terminate => vec![Wanted::Action { action: InstanceAction::Terminate, id }],
            Kind::Image => vec![Wanted::Image { id, name: unique }],
            Kind::Batch => match orders::call(&self.stage, act, &unique, ids) {
                Some(call) => vec![Wanted::Call(call)],
                None => ids
                    .iter()
                    .take(2)
                    .map(|id| Wanted::Action { action: InstanceAction::Reboot, id: id.clone() })
                    .collect(),
            },
            _ => orders::call(&self.stage, act, &unique, ids).map(Wanted::Call).into_iter().collect(),
        }
    }

    async fn plan(&self, act: &Act, wanted: &Wanted) -> Option<Result<Plan, Error>> {
        let app = self.app().await;
        let account = self.stage.state().account.clone();
        let region = self.stage.endpoint.sample.region.clone();
        let acts = app.acts.clone();
        let key = |id: &String| InstanceKey { account: account.clone(), region: region.clone(), id: id.clone() };
        drop(app);
        match wanted {
            Wanted::Create { params, .. } if act.explored => {
                let operation = self.stage.spec.jobs["create_instance"].clone();
                self.alive(acts.plan_operation(&account, &region, &operation, params)).await
            }
            Wanted::Create { params, .. } => self.alive(acts.plan_create(&account, &region, params)).await,
            Wanted::Action { action, id } => {
                let planned = self.alive(acts.plan_action(*action, &[key(id)])).await?;
                Some(planned.map(|mut plans| plans.remove(0)))
            }
            Wanted::Image { id, name } => self.alive(acts.plan_create_image(&key(id), name, "")).await,
            Wanted::Call(call) => {
                self.alive(acts.plan_operation(&account, &region, call.operation, &call.params)).await
            }
        }
    }

    /// Plans and confirms one call. Whether it could be planned.
    async fn order(&self, step: u32, act: &Act, wanted: &Wanted) -> bool {
        // What somebody else makes while an equal order of ours is open cannot be told from ours.
        if let (true, Wanted::Create { params, mark }) = (act.stranger, wanted)
            && self.stage.state().orders.iter().all(|order| order.mark != *mark)
        {
            self.somebody_else_orders(params, mark).await;
            // In the same second nobody could tell.
            tokio::time::sleep(Duration::from_secs(5 + act.pick % 90)).await;
        }
        let plan = match self.plan(act, wanted).await {
            Some(Ok(plan)) => plan,
            Some(Err(error)) => {
                self.stage.note(format!("  not planned: {:?} {}", error.kind, error.context));
                return false;
            }
            None => return true,
        };
        let number = self.remember(step, act, wanted, &plan);
        self.warned(number, &plan);
        let second = match act.planned_twice {
            true => self.plan(act, wanted).await.and_then(Result::ok),
            false => None,
        };
        if act.price_moves {
            self.move_price();
        }
        let repeat = plan.repeats.is_some();
        self.confirm(number, act, &plan, repeat, act.double_click).await;
        if let Some(second) = second {
            let open = self.is_open(&plan.act.id).await;
            self.stage.state().orders[number].plans.push(second.act.id.clone());
            let before = self.stage.state().orders[number].intended;
            let asked_for = second.repeats.is_some() && repeat;
            self.confirm(number, act, &second, asked_for, false).await;
            let taken = self.stage.state().orders[number].intended > before;
            if open && taken && !asked_for {
                self.stage.violated("S1", format!("order {number} was taken once more without a word"));
            }
        }
        if act.cancelled
            && let Some(app) = self.stage.machine().app.clone()
        {
            let _ = app.acts.cancel_activity(&plan.act.id);
        }
        true
    }

    /// The same order again while nobody knows of the first is planned with a warning.
    fn warned(&self, number: usize, plan: &Plan) {
        let app = self.stage.machine().app.clone();
        let plans = self.stage.state().orders[number].plans.clone();
        let open = |activity: &Activity| {
            plans.contains(&activity.act.id)
                && activity.act.id != plan.act.id
                && matches!(
                    activity.phase,
                    ActivityPhase::Preparing | ActivityPhase::Sending | ActivityPhase::OutcomeUnknown
                )
        };
        let first = app.and_then(|app| app.acts.activities().into_iter().find(open));
        let create = self.stage.state().orders[number].act.kind == Kind::Create;
        if let (Some(first), None, true) = (first, &plan.repeats, create) {
            self.stage.violated(
                "S1",
                format!("order {number} is planned again without a warning; {} is {:?}", first.act.id, first.phase),
            );
        }
    }

    async fn is_open(&self, id: &str) -> bool {
        let app = self.app().await;
        let activity = app.acts.activities().into_iter().find(|activity| activity.act.id == id);
        activity.is_some_and(|activity| {
            matches!(activity.phase, ActivityPhase::Preparing | ActivityPhase::Sending | ActivityPhase::OutcomeUnknown)
        })
    }

    /// Confirms a plan, twice at once if told so.
    async fn confirm(&self, number: usize, act: &Act, plan: &Plan, repeat: bool, twice: bool) {
        let acts = self.app().await.acts.clone();
        let confirmed = Confirmed { typed_name: plan.confirm.asks_for(), repeat };
        let stale = act.price_moves && plan.act.quote.is_some();
        {
            let mut state = self.stage.state();
            state.confirming = Some(number);
            state.orders[number].pending += 1;
            state.orders[number].stale += u32::from(stale);
        }
        let before_line = {
            let state = self.stage.state();
            act.crash == Crash::BeforeLine && state.orders[number].crashed == Crash::None && state.troubled
        };
        let applied = if before_line && matches!(act.kind, Kind::Action | Kind::Terminate | Kind::Modify) {
            // Nothing is read for it before its line: the program ends as soon as it was confirmed.
            let mut apply = Box::pin(acts.apply_plan(&plan.act.id, &confirmed));
            let _ = futures::poll!(apply.as_mut());
            self.stage.state().orders[number].crashed = Crash::BeforeLine;
            let start = self.stage.machine().starts;
            self.stage.crash(start, act.down, "before the line");
            None
        } else if twice {
            let both = futures::future::join(
                acts.apply_plan(&plan.act.id, &confirmed),
                acts.apply_plan(&plan.act.id, &confirmed),
            );
            self.alive(both).await.map(|(first, other)| first.or(other))
        } else {
            self.alive(acts.apply_plan(&plan.act.id, &confirmed)).await
        };
        let mut state = self.stage.state();
        state.confirming = None;
        let order = &mut state.orders[number];
        order.pending -= 1;
        // What it said was not submitted must not be.
        let refused = matches!(&applied, Some(Err(_)))
            || matches!(&applied, Some(Ok(activity)) if activity.phase == ActivityPhase::NotSent);
        order.intended += u32::from(!refused);
        if refused {
            order.stale -= u32::from(stale);
        }
        drop(state);
        self.stage.note(match applied {
            Some(Ok(activity)) => format!("  confirmed: {:?}", activity.phase),
            Some(Err(error)) => format!("  refused: {:?} {}", error.kind, error.context),
            None => "  the program ended".to_owned(),
        });
    }

    /// The order that a plan is of; equal ones are one.
    fn remember(&self, step: u32, act: &Act, wanted: &Wanted, plan: &Plan) -> usize {
        let (mark, count) = match wanted {
            Wanted::Create { params, mark } => (mark.clone(), orders::ordered(params)),
            Wanted::Action { id, .. } => (id.clone(), 1),
            Wanted::Image { name, .. } => (name.clone(), 1),
            Wanted::Call(call) => (call.mark.clone(), 1),
        };
        let operation = plan.act.operation.clone();
        let quoted = plan.act.quote.as_ref().filter(|_| act.prepaid).and_then(|quote| match &quote.totals[..] {
            [total] => Some(total.price.amount.normalize().to_string()),
            _ => None,
        });
        let mut state = self.stage.state();
        let known = state.orders.iter().position(|order| order.operation == operation && order.mark == mark);
        let number = known.unwrap_or_else(|| {
            state.orders.push(Order {
                act: act.clone(),
                step,
                token: self.stage.spec.operation(&operation).and_then(|operation| operation.idempotency.clone()),
                described: self.stage.spec.operation(&operation).unwrap(),
                operation,
                mark,
                intended: 0,
                pending: 0,
                count: 0,
                stale: 0,
                quoted: quoted.clone(),
                plans: Vec::new(),
                sends: 0,
                doubled: 0,
                struck: 0,
                met: Fault::None,
                crashed: Crash::None,
            });
            state.orders.len() - 1
        });
        let order = &mut state.orders[number];
        order.count = order.count.max(count);
        if order.quoted != quoted {
            order.quoted = None;
        }
        order.plans.push(plan.act.id.clone());
        number
    }

    /// The same was made beside the program, by another one with the same account.
    async fn somebody_else_orders(&self, params: &Value, mark: &str) {
        let spec = self.stage.spec;
        let operation = spec.operation(&spec.jobs["create_instance"]).unwrap();
        let key = self.stage.state().keys.last().unwrap().clone();
        let nonce = self.stage.state().dice.uuid();
        let signed = yundeck_wire::prepare(
            spec,
            operation,
            params,
            &yundeck_wire::Target {
                endpoint: Some(&self.stage.endpoint.url),
                region: &self.stage.endpoint.sample.region,
                scheme: spec.signing[0],
            },
            &yundeck_wire::Credential::new(&key.id, &key.secret, None),
            &yundeck_wire::Moment { unix_seconds: self.stage.now().timestamp(), nonce },
        );
        let raw = self.stage.raw(signed.unwrap().request);
        self.stage.sandbox.answer(&spec.id, raw).await;
        let done = self.stage.sandbox.done(&spec.id);
        let theirs = done.into_iter().filter(|done| done.params.to_string().contains(mark));
        let made: Vec<String> = theirs.flat_map(|done| done.made).collect();
        self.stage.note(format!("somebody else made {made:?}"));
        self.stage.state().strangers.extend(made);
    }
}

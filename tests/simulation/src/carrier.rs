//! The network: what is sent reaches the sandbox, or not, or twice, or late; and the program may end meanwhile.

use std::future::pending;
use std::time::Duration;

use serde_json::Value;
use yundeck_catalogue::Operation;
use yundeck_client::carrier::{Carried, Carrier};
use yundeck_client::{Failure, Manner, RawReply};
use yundeck_sandbox::{Answer, Fault as SandboxFault, FaultKind, Incoming, RawRequest};
use yundeck_wire::Request;

use crate::judge;
use crate::schedule::{Crash, Fault, ReadFault};
use crate::stage::{Sent, Shared};

/// The carrier of one start of the program.
pub struct Wire {
    pub stage: Shared,
    pub start: u64,
}

impl Carrier for Wire {
    fn carry<'a>(&'a self, request: Request, manner: Manner<'a>) -> Carried<'a> {
        Box::pin(async move {
            if !self.stage.is_alive(self.start) {
                return pending().await;
            }
            let host = request.authority.clone();
            let raw = self.stage.raw(request);
            self.stage.state().requests += 1;
            let Some(incoming) = self.stage.understand(&raw) else {
                self.stage.note("a request that the cloud does not believe");
                let answer = self.ask(raw);
                return manner.within(&host, async { reply(answer.await, &host).await }).await;
            };
            match incoming.operation.effect.is_read() {
                true => self.read(raw, &incoming, &host, &manner).await,
                false => self.act(raw, &incoming, &host, &manner).await,
            }
        })
    }
}

impl Wire {
    async fn read(
        &self,
        raw: RawRequest,
        incoming: &Incoming,
        host: &str,
        manner: &Manner<'_>,
    ) -> Result<RawReply, Failure> {
        let (fault, before_line, in_resume) = {
            let mut state = self.stage.state();
            let number = state.reads;
            state.reads += 1;
            let gusts = state.schedule.gusts.iter();
            let met =
                gusts.filter(|gust| (gust.at..gust.at + gust.reads).contains(&number)).map(|gust| gust.what).next();
            let met = met.filter(|_| state.troubled);
            if let Some(met) = met {
                *state.read_faults.entry(met).or_default() += 1;
            }
            let confirming = state.confirming;
            let before_line = confirming.filter(|order| {
                let order = &state.orders[*order];
                order.act.crash == Crash::BeforeLine && order.crashed == Crash::None
            });
            if let Some(order) = before_line {
                state.orders[order].crashed = Crash::BeforeLine;
            }
            let in_resume = state.crash_in_resume.take();
            if let Some(order) = in_resume {
                state.orders[order].crashed = Crash::InResume;
            }
            let down = |order: usize| state.orders[order].act.down;
            (met, before_line.map(down), in_resume.map(down))
        };
        self.stage.note(format!("read {} {}", incoming.name(), fault.map(|it| format!("{it:?}")).unwrap_or_default()));
        if let Some(down) = before_line {
            self.stage.crash(self.start, down, "before the line");
            return pending().await;
        }
        if let Some(down) = in_resume {
            self.stage.crash(self.start, down, "in resume");
            return pending().await;
        }
        if let Some(fault) = fault {
            let fault = read_fault(fault).of(&self.stage.spec.id).on(incoming.name());
            self.stage.sandbox.inject(fault);
        }
        let answer = self.ask(raw);
        manner.within(host, async { reply(answer.await, host).await }).await
    }

    async fn act(
        &self,
        raw: RawRequest,
        incoming: &Incoming,
        host: &str,
        manner: &Manner<'_>,
    ) -> Result<RawReply, Failure> {
        let text = incoming.params.to_string();
        let Some(number) = self.stage.state().order_of(incoming.name(), &text) else {
            self.stage.violated("S4", format!("nobody wanted {} {text}", incoming.name()));
            let answer = self.ask(raw);
            return manner.within(host, async { reply(answer.await, host).await }).await;
        };
        let (crash, fault, act) = self.meet(number);
        self.stage.note(format!("act {} order {number} {fault:?} {crash:?}", incoming.name()));
        if crash == Crash::LineFlushed {
            self.stage.crash(self.start, act.down, "line flushed");
            return pending().await;
        }
        if fault == Fault::Unreached {
            return Err(Failure::unreached(host));
        }
        self.sent(number, incoming);
        if crash == Crash::HalfSent {
            let kind = if act.pick.is_multiple_of(2) { FaultKind::DeliveredLate } else { FaultKind::DropBefore };
            let half = SandboxFault::new(kind).millis(act.seconds.min(30) * 1000);
            self.stage.sandbox.inject(half.of(&self.stage.spec.id).on(incoming.name()));
            drop(self.ask(raw));
            // The cloud has it, and the program ends before it hears anything.
            tokio::time::sleep(Duration::from_millis(1)).await;
            self.stage.crash(self.start, act.down, "half sent");
            return pending().await;
        }
        if let Some(fault) = act_fault(fault, &act, incoming.operation, self.stage.spec) {
            self.stage.sandbox.inject(fault.of(&self.stage.spec.id).on(incoming.name()));
        }
        let answer = self.ask(raw);
        match crash {
            Crash::Unheard | Crash::InResume => {
                let answer = tokio::time::timeout(manner.timeout, answer).await;
                drop(answer);
                if crash == Crash::InResume {
                    self.stage.state().crash_in_resume = Some(number);
                }
                self.stage.crash(self.start, act.down.min(30), "unheard");
                return pending().await;
            }
            Crash::Answered => self.crash_in(Duration::from_millis(60), act.down, "answered"),
            Crash::Settled => self.crash_in(Duration::from_secs(20 + act.pick % 200), act.down, "settled"),
            _ => {}
        }
        let answered = manner.within(host, async { reply(answer.await, host).await }).await;
        self.stage.note(match &answered {
            Ok(reply) => format!("  answered {}", reply.status),
            Err(failure) => format!("  {:?} {:?}", failure.error.kind, failure.error.delivery),
        });
        answered
    }

    /// What goes wrong with this sending of an order.
    fn meet(&self, number: usize) -> (Crash, Fault, crate::schedule::Act) {
        let mut state = self.stage.state();
        let troubled = state.troubled;
        let order = &mut state.orders[number];
        let crash = match order.crashed {
            Crash::None if troubled && order.act.crash != Crash::BeforeLine => order.act.crash,
            _ => Crash::None,
        };
        if crash != Crash::None {
            order.crashed = crash;
        }
        let meets = troubled && crash.meets_faults() && order.struck < order.act.times;
        let fault = if meets { order.act.fault } else { Fault::None };
        if fault != Fault::None {
            order.struck += 1;
            order.met = fault;
        }
        (crash, fault, order.act.clone())
    }

    /// A request is on its way: was it allowed to be?
    fn sent(&self, number: usize, incoming: &Incoming) {
        let now = self.stage.now();
        let lines = judge::lines(&self.stage.folder);
        let mut wrong = Vec::new();
        {
            let mut state = self.stage.state();
            let state = &mut *state;
            let order = &mut state.orders[number];
            order.sends += 1;
            if order.met == Fault::Twice && order.struck > 0 {
                order.doubled += 1;
            }
            let mine = lines.iter().filter(|line| line.is_of(order)).count();
            if mine == 0 {
                wrong.push(("S4", "a request without a flushed line".to_owned()));
            }
            let token = order.token.as_ref().and_then(|name| incoming.params.get(name)).and_then(Value::as_str);
            match token.filter(|token| !token.is_empty()) {
                None if order.sends as usize > mine => {
                    wrong.push(("S4", format!("sent {} times with {mine} lines", order.sends)));
                }
                None => {}
                Some(token) => {
                    if !lines.iter().any(|line| line.token.as_deref() == Some(token)) {
                        wrong.push(("S4", "a token that no flushed line has".to_owned()));
                    }
                    let body = incoming.params.to_string();
                    let first = state.tokens.entry(token.to_owned()).or_insert(Sent { body: body.clone(), at: now });
                    if first.body != body {
                        wrong.push(("S4", format!("a token with two bodies: {} and {body}", first.body)));
                    }
                    let lifetime = incoming.operation.token_lifetime().unwrap_or_default();
                    if (now - first.at).to_std().is_ok_and(|age| age >= lifetime) {
                        wrong.push(("S4", "a token after its lifetime".to_owned()));
                    }
                }
            }
            let wanted = order.intended + order.pending;
            if wanted == 0 {
                wrong.push(("S1", "sent though nobody confirmed it".to_owned()));
            }
            if wanted > 0 && order.stale >= wanted {
                wrong.push(("S1", "bought at another price than was confirmed".to_owned()));
            }
        }
        for (rule, what) in wrong {
            self.stage.violated(rule, format!("{} (order {number}): {what}", incoming.name()));
        }
    }

    /// Hands a request over. What the cloud does with it, it does whatever becomes of the sender.
    fn ask(&self, raw: RawRequest) -> tokio::task::JoinHandle<Answer> {
        let (stage, cloud) = (self.stage.clone(), self.stage.spec.id.clone());
        let (out, back) = {
            let mut state = self.stage.state();
            (2 + state.dice.below(30), 2 + state.dice.below(30))
        };
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(out)).await;
            let answer = stage.sandbox.answer(&cloud, raw).await.unwrap();
            tokio::time::sleep(Duration::from_millis(back)).await;
            answer
        })
    }

    fn crash_in(&self, time: Duration, down: u64, why: &'static str) {
        let (stage, start) = (self.stage.clone(), self.start);
        tokio::spawn(async move {
            tokio::time::sleep(time).await;
            stage.crash(start, down, why);
        });
    }
}

/// What the program hears of an answer.
async fn reply(answer: Result<Answer, tokio::task::JoinError>, host: &str) -> Result<RawReply, Failure> {
    let reply = match answer.unwrap() {
        Answer::Reply(reply) => reply,
        Answer::Slow { reply, time } => {
            tokio::time::sleep(time).await;
            reply
        }
        Answer::Dropped | Answer::Truncated { .. } => return Err(Failure::lost(host)),
    };
    let mut headers = vec![("content-type".to_owned(), reply.content_type)];
    headers.extend(reply.headers);
    Ok(RawReply { status: reply.status, headers, body: reply.body })
}

fn read_fault(fault: ReadFault) -> SandboxFault {
    let of = SandboxFault::new;
    match fault {
        ReadFault::Lost => of(FaultKind::DropAfter),
        ReadFault::Unavailable => of(FaultKind::Unavailable),
        ReadFault::Gateway => of(FaultKind::BadGateway),
        ReadFault::Garbled => of(FaultKind::Malformed),
        ReadFault::Throttled => of(FaultKind::Throttle),
        ReadFault::Slow => of(FaultKind::LatencyAfter).millis(31_000),
        ReadFault::UnknownCode => of(FaultKind::RefuseAfter),
        ReadFault::Behind { seconds } => of(FaultKind::Behind).millis(seconds * 1000),
        ReadFault::PageEmpty => of(FaultKind::PageEmpty),
        ReadFault::PageSkipped => of(FaultKind::PageSkipped),
    }
}

/// The sandbox's fault for what happens to an act; `None` where nothing does, or not there.
fn act_fault(
    fault: Fault,
    act: &crate::schedule::Act,
    operation: &Operation,
    spec: &yundeck_catalogue::CloudSpec,
) -> Option<SandboxFault> {
    let of = SandboxFault::new;
    let millis = act.seconds * 1000;
    Some(match fault {
        Fault::None | Fault::Unreached => return None,
        Fault::LostBefore => of(FaultKind::DropBefore),
        Fault::LostAfter => of(FaultKind::DropAfter),
        Fault::Cut => of(FaultKind::Truncated),
        Fault::Garbled => of(FaultKind::Malformed),
        Fault::Unavailable => of(FaultKind::Unavailable),
        Fault::UnavailableAfter => of(FaultKind::UnavailableAfter),
        Fault::GatewayAfter => of(FaultKind::BadGatewayAfter),
        Fault::UnknownCode => of(FaultKind::Refuse).code("9999"),
        Fault::UnknownCodeAfter => of(FaultKind::RefuseAfter),
        Fault::Refused => of(FaultKind::Refuse).code(known_refusal(spec, operation)?),
        Fault::Throttled => of(FaultKind::Throttle),
        Fault::SlowBefore => of(FaultKind::Latency).millis(millis.min(90_000)),
        Fault::SlowAfter => of(FaultKind::LatencyAfter).millis(millis.min(90_000)),
        Fault::Late => of(FaultKind::DeliveredLate).millis(millis),
        Fault::Twice => of(FaultKind::DeliveredTwice).millis(if act.pick.is_multiple_of(3) { 0 } else { millis }),
        Fault::Broken => of(FaultKind::Broken).millis(3000).count(1),
        Fault::Vanished => of(FaultKind::Vanished).millis(millis.min(170_000)).count(1),
        Fault::Partial => of(FaultKind::Partial).count(1),
    })
}

/// A code by which that cloud says that something is sold out or above a quota.
fn known_refusal<'s>(spec: &'s yundeck_catalogue::CloudSpec, _: &Operation) -> Option<&'s str> {
    use yundeck_catalogue::cloud::ErrorKind;
    spec.errors
        .iter()
        .find(|(_, error)| matches!(error.kind, ErrorKind::QuotaExceeded | ErrorKind::SoldOut))
        .map(|(code, _)| code.as_str())
}

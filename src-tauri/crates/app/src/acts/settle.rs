//! What is known of an act, said in one place to the journal and to the window.

use serde_json::Value;
use yundeck_catalogue::batch::ItemVerdict;
use yundeck_catalogue::{Operation, Text};
use yundeck_client::Answer;
use yundeck_domain::{Delivery, Error, ErrorKind};

use crate::acts::Acts;
use crate::acts::checked::{self, Verdict};
use crate::records::activity::{Activity, ActivityPhase, ActivityResource, PrivateKey, Standing};
use crate::records::goal::Goal;
use crate::records::journal::{JournalAnswer, JournalLine, JournalReached, Step};
use crate::registers::replies::makes_key;

/// How far an act is, by what the journal says of it.
pub(crate) fn phase_of(answer: JournalAnswer, reached: JournalReached) -> ActivityPhase {
    match answer {
        JournalAnswer::Sent => ActivityPhase::Sending,
        JournalAnswer::Refused => ActivityPhase::Failed,
        JournalAnswer::Unknown => ActivityPhase::OutcomeUnknown,
        JournalAnswer::NotApplied => ActivityPhase::NotApplied,
        JournalAnswer::NotSent => ActivityPhase::NotSent,
        JournalAnswer::Accepted | JournalAnswer::Found => match reached {
            JournalReached::Open | JournalReached::Left => ActivityPhase::Waiting,
            JournalReached::Reached => ActivityPhase::Done,
            JournalReached::Partly => ActivityPhase::Partly,
            JournalReached::Broken | JournalReached::Gone => ActivityPhase::Failed,
        },
    }
}

impl Acts {
    /// Says what is known now: to the journal, with the step that led to it, and to the window.
    pub(crate) fn settle(&self, line: &mut JournalLine, step: Step, note: Option<&str>) {
        let now = self.reach.now();
        let entry = &mut line.entry;
        let ended = entry.reached != JournalReached::Open;
        let known = ended && !matches!(entry.answer, JournalAnswer::Unknown);
        entry.settled_at = known.then(|| now.to_rfc3339());
        if let Err(error) = self.journal.settle(line, step, now, note) {
            tracing::error!(%error, plan = line.entry.act.id, "the journal could not be written; the line says what it said before");
        }
        let entry = &line.entry;
        let token_left = line.token.is_some() && entry.answer == JournalAnswer::Unknown;
        if !token_left {
            self.activities.forget_sent(&entry.act.id);
        }
        let can_ask_again = token_left && self.activities.sent(&entry.act.id).is_some();
        self.activities.change(&entry.act.id, |activity| {
            activity.phase = phase_of(entry.answer, entry.reached);
            activity.resources.clone_from(&entry.resources);
            activity.request_id.clone_from(&entry.request_id);
            activity.error.clone_from(&entry.error);
            activity.ended_at = ended.then(|| now.to_rfc3339());
            activity.can_ask_again = can_ask_again;
        });
    }

    /// Takes the answer, or its absence, and goes on polling where that is not the end.
    pub(crate) fn answered(
        &self,
        mut line: JournalLine,
        operation: &Operation,
        params: &Value,
        answer: Result<Answer, Error>,
    ) {
        let id = line.entry.act.id.clone();
        self.reads.calls.remember_answer(&id, answer.as_ref());
        if operation.only_checks(params) {
            match checked::verdict(operation, &answer) {
                Verdict::Passed(request_id) => return self.checked(&mut line, request_id),
                Verdict::Unclear(request_id) => {
                    self.unclear(&mut line, request_id);
                    return self.watch_or_leave(line);
                }
                Verdict::AsEver => {}
            }
        }
        match answer {
            Ok(answer) => {
                if self.replies.keep(&id, operation, params, &answer.result) {
                    // Announced with what the answer says besides.
                    self.activities.change(&id, |activity| activity.private_key = Some(PrivateKey::Unsaved));
                }
                self.accepted(&mut line, operation, &answer);
            }
            Err(error) => self.unanswered(&mut line, error),
        }
        if line.entry.reached == JournalReached::Open {
            self.watch_or_leave(line);
        } else if line.is_accepted() {
            self.show_instances(&line);
        }
    }

    fn accepted(&self, line: &mut JournalLine, operation: &Operation, answer: &Answer) {
        line.entry.request_id.clone_from(&answer.request_id);
        let resources = resources_of(operation, answer);
        let named = !resources.is_empty();
        let refused = |resource: &ActivityResource| resource.standing == Standing::Refused;
        if named && resources.iter().all(refused) {
            // Some clouds accept the call and refuse what it asks for beside it.
            line.entry.error = Some(refused_every_item());
            line.entry.resources = resources;
            line.set(JournalAnswer::Refused, JournalReached::Left);
            return self.settle(line, Step::Refused, None);
        }
        let some_refused = resources.iter().any(refused);
        let ids: Vec<String> = resources.iter().map(|resource| resource.id.clone()).collect();
        let subjects = || line.goal.iter().flat_map(Goal::subjects).map(ActivityResource::open).collect();
        line.entry.resources = if named { resources } else { subjects() };
        line.entry.error = None;
        let ends = line.goal.as_ref().is_none_or(|goal| goal.ends_with_answer(&ids));
        let ordered = line.goal.as_ref().and_then(Goal::ordered);
        let fewer = named && ordered.is_some_and(|ordered| ids.len() < ordered as usize);
        let reached = match (ends, some_refused || fewer) {
            (false, _) => JournalReached::Open,
            (true, false) => JournalReached::Reached,
            (true, true) => JournalReached::Partly,
        };
        if ends {
            let open = line.entry.resources.iter_mut().filter(|resource| resource.standing == Standing::Open);
            open.for_each(|resource| resource.standing = Standing::Done);
        }
        line.set(JournalAnswer::Accepted, reached);
        // Before anybody hears that it is not on its way any more: who looks for the like leaves these alone.
        let robbed = match named_in(line, &ids) {
            true => vec![],
            false => self.activities.claim_answered(
                &line.entry.act.scope(),
                &line.entry.act.id,
                &ids,
                line.sent_at(),
                self.reach.now_at(&line.entry.act.account),
            ),
        };
        self.settle(line, Step::Accepted, answer.request_id.as_deref());
        robbed.into_iter().for_each(|(act, id)| self.take_back(&act, &id));
    }

    fn unanswered(&self, line: &mut JournalLine, error: Error) {
        line.entry.request_id = error.vendor.as_ref().and_then(|vendor| vendor.request_id.clone());
        if error.vendor.as_ref().is_some_and(|vendor| !vendor.made.is_empty()) {
            return self.made_in_part(line, error);
        }
        let (answer, reached, step) = told_by(&error);
        let code = error.vendor.as_ref().map(|vendor| vendor.code.clone());
        line.entry.error = Some(error);
        line.set(answer, reached);
        self.settle(line, step, code.as_deref());
    }

    /// The cloud named what it made, and an error beside it: that much was accepted, and the rest was not.
    fn made_in_part(&self, line: &mut JournalLine, error: Error) {
        let vendor = error.vendor.as_deref();
        let (made, code) = vendor.map(|vendor| (vendor.made.clone(), vendor.code.clone())).unwrap_or_default();
        line.entry.resources = made.iter().map(ActivityResource::open).collect();
        line.entry.error = Some(error);
        line.set(JournalAnswer::Accepted, JournalReached::Open);
        let (scope, id) = (line.entry.act.scope(), line.entry.act.id.clone());
        let now = self.reach.now_at(&scope.account);
        let robbed = self.activities.claim_answered(&scope, &id, &made, line.sent_at(), now);
        self.settle(line, Step::Accepted, Some(&code));
        robbed.into_iter().for_each(|(act, id)| self.take_back(&act, &id));
    }

    /// A thing that an act had found belongs to another, which the cloud itself named it for.
    fn take_back(&self, act: &str, id: &str) {
        let Ok(mut line) = self.journal.line(act) else { return };
        if line.entry.answer != JournalAnswer::Found {
            return;
        }
        line.entry.resources.retain(|resource| resource.id != id);
        if !line.entry.resources.is_empty() {
            return self.settle(&mut line, Step::TakenBack, Some(id));
        }
        line.entry.error = Some(unanswered_again());
        line.set(JournalAnswer::Unknown, JournalReached::Open);
        self.settle(&mut line, Step::TakenBack, Some(id));
        self.activities.renew_stop(act);
        self.spawn_watch(line);
    }

    /// What was to come of an unanswered act was found.
    pub(crate) fn found(&self, line: &mut JournalLine, resources: Vec<ActivityResource>) {
        let ids = resources.iter().map(|resource| resource.id.as_str()).collect::<Vec<_>>().join(" ");
        let operation = self
            .reach
            .adapter(&line.entry.act.cloud)
            .ok()
            .and_then(|adapter| adapter.spec().operation(&line.entry.act.operation));
        let lost = operation.is_some_and(makes_key);
        line.entry.error = lost.then(key_lost);
        line.entry.resources = resources;
        line.set(JournalAnswer::Found, JournalReached::Open);
        if lost {
            self.activities.change(&line.entry.act.id, |activity| activity.private_key = Some(PrivateKey::Lost));
        }
        self.settle(line, Step::Found, Some(&ids));
    }

    /// More is known of what is on its way.
    pub(crate) fn underway(&self, line: &mut JournalLine, resources: Vec<ActivityResource>) {
        let standings =
            |all: &[ActivityResource]| all.iter().map(|it| (it.id.clone(), it.standing)).collect::<Vec<_>>();
        let changed = standings(&line.entry.resources) != standings(&resources);
        line.entry.resources = resources;
        if changed {
            // What became of one of several is not lost by a crash before the others are settled.
            return self.settle(line, Step::Progressed, None);
        }
        self.activities.change(&line.entry.act.id, |activity| activity.resources.clone_from(&line.entry.resources));
    }

    /// Everything that came of an act is settled.
    pub(crate) fn ended(&self, line: &mut JournalLine, reached: JournalReached, resources: Vec<ActivityResource>) {
        if !line.is_accepted() {
            self.found(line, resources.clone());
        }
        line.entry.resources = resources;
        match reached {
            JournalReached::Broken => line.entry.error = Some(broken(&line.entry.resources)),
            JournalReached::Gone => line.entry.error = Some(gone()),
            _ => {}
        }
        line.set(line.entry.answer, reached);
        self.settle(line, Step::Settled, None);
    }

    /// Nobody polls for an act any longer, and nothing definite is known of it.
    pub(crate) fn leave(&self, mut line: JournalLine, why: Unknown) {
        let answer = if line.is_accepted() { line.entry.answer } else { JournalAnswer::Unknown };
        if answer == JournalAnswer::Unknown {
            let error = line.entry.error.take().unwrap_or_else(unanswered_again);
            line.entry.error = Some(Error { words: Some(why.words()), ..error });
        }
        line.set(answer, JournalReached::Left);
        self.settle(&mut line, Step::Left, Some(why.word()));
    }

    /// A fault of this application ended an act halfway: nothing was sent if there is no line, and nobody knows otherwise.
    pub(crate) fn after_fault(&self, id: &str) {
        let Ok(mut line) = self.journal.line(id) else {
            let ended = self.reach.now().to_rfc3339();
            self.activities.change(id, |activity: &mut Activity| {
                activity.phase = ActivityPhase::NotSent;
                activity.ended_at = Some(ended);
                activity.error = Some(Error::bug("the act ended before its line was written"));
            });
            return;
        };
        if line.entry.answer == JournalAnswer::Sent {
            line.entry.error = Some(unanswered_again());
            line.set(JournalAnswer::Unknown, JournalReached::Open);
            self.settle(&mut line, Step::Unanswered, None);
            self.spawn_watch(line);
        }
    }
}

/// Why an act is left without a definite outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// The person ended the waiting, or it took longer than is waited for.
    NotWaitedFor,
    /// The account has another key or address now.
    Elsewhere,
    /// Polling failed, and would go on failing.
    CannotPoll,
    /// It was sent too long ago for a look in vain to say anything.
    TooLate,
    /// Nothing was found, and not every place where it could be was seen.
    NotEverywhere,
    /// What is there is like its result, and nothing tells whether it is.
    Resembling,
    /// What it acts on did not change, which says nothing: it may still, or may have been so already.
    Unchanged,
    /// Nothing can tell what became of it.
    NoTrace,
}

impl Unknown {
    fn word(self) -> &'static str {
        match self {
            Self::NotWaitedFor => "not_waited_for",
            Self::Elsewhere => "elsewhere",
            Self::CannotPoll => "cannot_poll",
            Self::TooLate => "too_late",
            Self::NotEverywhere => "not_everywhere",
            Self::Resembling => "resembling",
            Self::Unchanged => "unchanged",
            Self::NoTrace => "no_trace",
        }
    }

    /// What happened, what is not known, and what to do.
    fn words(self) -> Text {
        let (zh, en) = match self {
            Self::NotWaitedFor => (
                "请求已经发出，没有得到可以理解的答复，也没有再等它的结果。",
                "The request was sent, had no answer that can be understood, and was not waited for any longer.",
            ),
            Self::Elsewhere => (
                "请求已经发出，没有得到可以理解的答复。账号之后换了密钥或接入地址，现在看到的不是提交时的那个环境，查不出结果。",
                "The request was sent and had no answer that can be understood. The account has another key or address since: what is seen now is not where it was sent, and cannot tell.",
            ),
            Self::CannotPoll => (
                "请求已经发出，没有得到可以理解的答复，而且查询结果也一直失败（密钥、权限或时钟）。修好之后可以再查一次。",
                "The request was sent and had no answer that can be understood, and polling for it fails as well (key, permission or clock). Mend that and look again.",
            ),
            Self::TooLate => (
                "请求已经发出，没有得到可以理解的答复。过了太久才查，现在没有找到不等于当时没有创建（可能已被释放）。",
                "The request was sent and had no answer that can be understood. It was looked for too long afterwards: that nothing is there now does not say that nothing was made (it may have been released).",
            ),
            Self::NotEverywhere => (
                "请求已经发出，没有得到可以理解的答复。能看到的列表里没有找到，但没能看全，所以不能说没有创建。",
                "The request was sent and had no answer that can be understood. It is not in the lists that could be seen, but not all of them could: that does not say that nothing was made.",
            ),
            Self::Resembling => (
                "请求已经发出，没有得到可以理解的答复。有和它要创建的一样的东西，但分不清是不是它创建的：可能在请求发出之前就有了，可能比订的多，也可能编号是别的请求用过的。可能是别人创建的。",
                "The request was sent and had no answer that can be understood. Something like its result is there, but nothing tells whether it made it: it may have been made before it was sent, there may be more than was ordered, or its id may have been another's. It may be somebody else's.",
            ),
            Self::Unchanged => (
                "请求已经发出，没有得到可以理解的答复。目标的状态没有变化；请求可能没有生效，也可能稍后才生效。",
                "The request was sent and had no answer that can be understood. What it acts on has not changed: it may not have been done, or may still be.",
            ),
            Self::NoTrace => (
                "请求已经发出，没有得到可以理解的答复，而这个操作没有办法查证结果。",
                "The request was sent and had no answer that can be understood, and nothing can tell what became of this operation.",
            ),
        };
        Text::new(
            format!("{zh}请在云控制台核对，不要直接重复提交。"),
            format!("{en} Check in the cloud's console before you repeat it."),
        )
    }
}

/// What a failure says of the act that failed with it.
fn told_by(error: &Error) -> (JournalAnswer, JournalReached, Step) {
    match (error.kind, error.delivery) {
        (ErrorKind::OutcomeUnknown, _) => (JournalAnswer::Unknown, JournalReached::Open, Step::Unanswered),
        (ErrorKind::Cancelled, _) => (JournalAnswer::NotSent, JournalReached::Left, Step::Withdrawn),
        (_, Delivery::NotSent) => (JournalAnswer::NotSent, JournalReached::Left, Step::Settled),
        (_, Delivery::Answered) => (JournalAnswer::Refused, JournalReached::Left, Step::Refused),
        // What may have been sent is never called refused, whatever it is called.
        (_, Delivery::MaybeSent) => (JournalAnswer::Unknown, JournalReached::Open, Step::Unanswered),
    }
}

/// Whether the answer only names what the act was about.
fn named_in(line: &JournalLine, ids: &[String]) -> bool {
    let subjects = line.goal.as_ref().map(Goal::subjects).unwrap_or_default();
    ids.iter().all(|id| subjects.contains(&id.as_str()))
}

/// What an answer names: each thing with the cloud's verdict on it, where it gives one.
pub(crate) fn resources_of(operation: &Operation, answer: &Answer) -> Vec<ActivityResource> {
    let verdicts = operation.verdicts(&answer.result);
    if !verdicts.is_empty() {
        let resource = |verdict: ItemVerdict| ActivityResource {
            standing: if verdict.accepted { Standing::Open } else { Standing::Refused },
            words: verdict.message.filter(|_| !verdict.accepted),
            ..ActivityResource::open(verdict.id)
        };
        return verdicts.into_iter().map(resource).collect();
    }
    let ids = operation.output.get("ids").map(|path| path.texts(&answer.result)).unwrap_or_default();
    ids.into_iter().map(ActivityResource::open).collect()
}

fn refused_every_item() -> Error {
    let mut error =
        Error::not_sent(ErrorKind::Conflict, "the cloud answered, and refused every item").with_words(Text::new(
            "云厂商拒绝了这次操作，通常是因为当前状态不允许。什么都没有改变。",
            "The cloud refused it, usually because the present state does not allow it. Nothing was changed.",
        ));
    error.delivery = Delivery::Answered;
    error
}

/// That nobody knows what became of what was sent.
pub(crate) fn unanswered_again() -> Error {
    let mut error = Error::not_sent(ErrorKind::OutcomeUnknown, "sent, and it is not known what became of it")
        .with_words(Text::new(
            "请求已经发出，是否生效尚不清楚。请先查看结果，不要重复提交。",
            "The request was sent, and whether it worked is not known. Look first, do not repeat it.",
        ));
    error.delivery = Delivery::MaybeSent;
    error
}

/// That what came of it broke, in the cloud's words.
fn broken(resources: &[ActivityResource]) -> Error {
    let words: Vec<&str> = resources.iter().filter_map(|resource| resource.words.as_deref()).collect();
    let mut error = Error::not_sent(ErrorKind::Conflict, format!("the result broke: {}", words.join(", "))).with_words(
        Text::new(
            format!("云厂商接受了请求，但结果出错了（{}）。请在列表中查看，可能仍在计费。", words.join("，")),
            format!(
                "The cloud accepted the request, but its result broke ({}). See it in the list; it may still be charged.",
                words.join(", ")
            ),
        ),
    );
    error.delivery = Delivery::Answered;
    error
}

/// That what came of it is not there.
fn gone() -> Error {
    let mut error = Error::not_sent(ErrorKind::NotFound, "the result is not there").with_words(Text::new(
        "云厂商接受了请求，但结果现在不在列表里：没有创建成功，或者已经被删除。请在云控制台核对是否有费用。",
        "The cloud accepted the request, but its result is not listed: it was not made, or is gone. Check in the cloud's console whether anything is charged.",
    ));
    error.delivery = Delivery::Answered;
    error
}

fn key_lost() -> Error {
    let mut error = Error::not_sent(ErrorKind::OutcomeUnknown, "the private key was in an answer that was lost").with_words(
        Text::new(
            "密钥对已经创建，但带有私钥的答复丢失了，云厂商不会再给一次。请删除这个密钥对，重新创建一个。",
            "The key pair was made, but the answer with its private key was lost, and the cloud tells it only once. Delete the pair and make another.",
        ),
    );
    error.delivery = Delivery::MaybeSent;
    error
}

#[cfg(test)]
mod tests;

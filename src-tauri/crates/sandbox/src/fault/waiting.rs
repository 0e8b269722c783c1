//! The faults that wait for their calls.

use std::sync::{Mutex, PoisonError};

use super::{Fault, FaultKind, Layer};
use crate::behaviour::Incoming;
use crate::hold::Held;

/// The faults that wait for their calls.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<Vec<Fault>>,
    /// The calls that `Hold` and `HoldAfter` hold back now.
    pub(crate) held: Held,
}

impl Faults {
    /// Adds a fault behind those that wait already.
    pub fn inject(&self, fault: Fault) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Takes all of them away, and lets go what they hold back.
    pub fn clear(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.held.release(None);
    }

    /// The faults that wait.
    pub fn list(&self) -> Vec<Fault> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether one of that kind waits.
    pub(crate) fn any(&self, kind: FaultKind) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|fault| fault.kind == kind)
    }

    /// The fault of a layer that strikes a call, the one injected first of those that `apply`. It counts as struck.
    pub(crate) fn strike(
        &self,
        cloud: [&str; 2],
        incoming: &Incoming,
        layer: Layer,
        apply: impl Fn(&Fault) -> bool,
    ) -> Option<Fault> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let strikes = |fault: &Fault| fault.kind.layer() == layer && fault.strikes(cloud, incoming) && apply(fault);
        let at = waiting.iter().position(strikes)?;
        take(&mut waiting, at)
    }

    /// The faults that change what a call does: of each kind the one injected first. They count as struck.
    pub(crate) fn strike_deed(&self, cloud: [&str; 2], incoming: &Incoming) -> Vec<Fault> {
        let mut struck: Vec<Fault> = Vec::new();
        while let Some(fault) =
            self.strike(cloud, incoming, Layer::Deed, |fault| struck.iter().all(|known| known.kind != fault.kind))
        {
            struck.push(fault);
        }
        struck
    }
}

/// The fault at that place, once less.
fn take(waiting: &mut Vec<Fault>, at: usize) -> Option<Fault> {
    let fault = waiting.get_mut(at)?;
    let struck = fault.clone();
    match fault.times {
        0 => {}
        1 => {
            waiting.remove(at);
        }
        _ => fault.times -= 1,
    }
    Some(struck)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use serde_json::{Value, json};
    use yundeck_catalogue::Operation;

    use super::*;

    static RUN: LazyLock<Operation> = LazyLock::new(|| operation("Run", "purchase"));
    static LIST: LazyLock<Operation> = LazyLock::new(|| operation("List", "read"));

    fn operation(name: &str, effect: &str) -> Operation {
        let title = json!({ "zh": "x", "en": "x" });
        let members = json!({ "title": title, "effect": effect, "http": { "method": "POST", "path": "/" }, "input": {},
            "source": "test", "example": {} });
        Operation { name: name.to_owned(), ..serde_json::from_value(members).unwrap() }
    }

    fn calls(operation: &'static Operation) -> Incoming {
        let (service, version, region) = (String::new(), String::new(), "r".to_owned());
        Incoming { operation, service, version, region, params: Value::Null }
    }

    fn strike(faults: &Faults, cloud: [&str; 2], operation: &'static Operation) -> Option<Fault> {
        faults.strike(cloud, &calls(operation), Layer::Way, |_| true)
    }

    #[test]
    fn a_fault_strikes_its_calls_and_no_others() {
        let faults = Faults::default();
        faults.inject(Fault::new(FaultKind::Throttle).of("cloud").on("Run").times(2));
        assert_eq!(strike(&faults, ["cloud", "c"], &LIST), None);
        assert_eq!(strike(&faults, ["other", "o"], &RUN), None);
        assert!(strike(&faults, ["cloud", "c"], &RUN).is_some());
        assert!(strike(&faults, ["x", "cloud"], &RUN).is_some(), "by the report's name");
        assert_eq!(strike(&faults, ["cloud", "c"], &RUN), None, "used up");
    }

    #[test]
    fn a_fault_without_a_count_stays_until_cleared() {
        let faults = Faults::default();
        faults.inject(Fault::new(FaultKind::Unavailable).times(0));
        assert!((0..5).all(|_| strike(&faults, ["c", "c"], &LIST).is_some()));
        faults.clear();
        assert_eq!(strike(&faults, ["c", "c"], &LIST), None);
    }

    #[test]
    fn a_call_is_struck_by_one_fault_on_its_way_and_by_one_of_each_that_changes_what_it_does() {
        let faults = Faults::default();
        for kind in [FaultKind::Broken, FaultKind::Throttle, FaultKind::DeliveredTwice, FaultKind::Broken] {
            faults.inject(Fault::new(kind));
        }
        let kinds = |struck: Vec<Fault>| struck.into_iter().map(|fault| fault.kind).collect::<Vec<_>>();
        assert_eq!(faults.strike_deed(["c", "c"], &calls(&LIST)).len(), 1, "a read makes nothing that breaks");
        faults.inject(Fault::new(FaultKind::DeliveredTwice));
        let struck = kinds(faults.strike_deed(["c", "c"], &calls(&RUN)));
        assert_eq!(struck, [FaultKind::Broken, FaultKind::DeliveredTwice]);
        assert_eq!(kinds(faults.strike_deed(["c", "c"], &calls(&RUN))), [FaultKind::Broken]);
        assert_eq!(strike(&faults, ["c", "c"], &RUN).map(|fault| fault.kind), Some(FaultKind::Throttle));
    }

    #[test]
    fn a_misspelt_fault_is_refused() {
        let read = |text: &str| serde_json::from_str::<Fault>(text);
        assert_eq!(read(r#"{"kind":"drop_after"}"#).ok(), Some(Fault::new(FaultKind::DropAfter)));
        assert!(read(r#"{"kind":"drop_after","operatoin":"x"}"#).is_err());
        assert!(read(r#"{"kind":"explode"}"#).is_err());
    }
}

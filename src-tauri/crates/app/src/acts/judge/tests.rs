//! What was seen, and what it means.

use super::*;
use serde_json::json;

fn resource(id: &str, standing: Standing) -> ActivityResource {
    ActivityResource { standing, ..ActivityResource::open(id) }
}

fn instance(id: &str, state: InstanceState, word: &str) -> Instance {
    serde_json::from_value(json!({
        "id": id, "name": id, "state": state, "vendorState": word, "instanceType": null, "vcpus": null, "memoryMib": null,
        "gpus": 0, "zone": null, "imageId": null, "os": null, "privateIps": [], "publicIps": [],
        "billing": { "kind": "postpaid" }, "created": null, "expires": null, "vpcId": null, "subnetId": null,
        "securityGroupIds": [], "keyPairIds": [], "disks": [], "raw": null,
    }))
    .unwrap()
}

fn image(ready: bool, word: &str) -> Image {
    serde_json::from_value(json!({
        "id": "img", "name": "golden", "description": null, "source": "private", "os": null, "platform": null,
        "architecture": null, "sizeGib": null, "ready": ready, "vendorState": word, "wholeMachine": false,
        "created": null, "ownerId": null, "raw": null,
    }))
    .unwrap()
}

#[track_caller]
fn sum(standings: &[Standing], ordered: usize, more: bool) -> Option<JournalReached> {
    let all = standings.iter().enumerate().map(|(at, standing)| resource(&at.to_string(), *standing)).collect();
    match sum_up(all, ordered, more) {
        Sighting::Nothing => {
            assert!(standings.is_empty());
            None
        }
        Sighting::Underway(all) => {
            assert_eq!(all.len(), standings.len());
            Some(JournalReached::Open)
        }
        Sighting::Settled(reached, all) => {
            assert_eq!(all.len(), standings.len());
            Some(reached)
        }
    }
}

#[test]
fn several_things_are_settled_when_each_of_them_is() {
    use JournalReached as R;
    use Standing::{Broken, Done, Gone, Open, Refused};
    for (standings, ordered, more, expected) in [
        (&[][..], 3, false, None),
        (&[Done], 1, false, Some(R::Reached)),
        (&[Done, Done], 1, false, Some(R::Reached)),
        (&[Done], 3, false, Some(R::Partly)),
        (&[Done], 3, true, Some(R::Open)),
        (&[Done], 1, true, Some(R::Reached)),
        (&[Done, Open], 2, false, Some(R::Open)),
        (&[Broken, Open], 2, false, Some(R::Open)),
        (&[Done, Broken, Done], 3, false, Some(R::Partly)),
        (&[Done, Refused], 2, false, Some(R::Partly)),
        (&[Done, Gone], 2, false, Some(R::Partly)),
        (&[Broken, Broken], 2, false, Some(R::Broken)),
        (&[Broken, Gone], 2, false, Some(R::Broken)),
        (&[Gone, Gone], 2, false, Some(R::Gone)),
    ] {
        assert_eq!(sum(standings, ordered, more), expected, "{standings:?} of {ordered}, more: {more}");
    }
}

#[test]
fn made_instance_is_judged_by_its_state_and_the_waiters_words() {
    let failure = ["LAUNCH_FAILED".to_owned()];
    for (state, word, expected, words) in [
        (InstanceState::Running, "RUNNING", Standing::Done, None),
        (InstanceState::Creating, "PENDING", Standing::Open, None),
        (InstanceState::Creating, "LAUNCH_FAILED", Standing::Broken, Some("LAUNCH_FAILED")),
        (InstanceState::Failed, "ERROR", Standing::Broken, Some("ERROR")),
        (InstanceState::Terminated, "SHUTDOWN", Standing::Gone, Some("SHUTDOWN")),
        (InstanceState::Stopped, "STOPPED", Standing::Open, None),
        (InstanceState::Unknown { word: "NEW".into() }, "NEW", Standing::Open, None),
    ] {
        let judged = made(&instance("i", state.clone(), word), &failure);
        assert_eq!((judged.standing, judged.words.as_deref()), (expected, words), "{word}");
        assert_eq!(judged.state, Some(state));
    }
}

#[test]
fn created_instances_keep_what_is_settled_and_miss_only_what_is_gone() {
    let running = instance("b", InstanceState::Running, "RUNNING");
    let found = HashMap::from([("b", &running), ("a", &running)]);
    let before = [
        resource("a", Standing::Broken),
        resource("b", Standing::Open),
        resource("c", Standing::Open),
        resource("d", Standing::Open),
    ];
    let judged = created(&before, &found, &[], |id| id == "d");
    let standings: Vec<Standing> = judged.iter().map(|resource| resource.standing).collect();
    assert_eq!(standings, [Standing::Broken, Standing::Done, Standing::Open, Standing::Gone]);
}

#[test]
fn thing_is_gone_only_after_enough_polls_and_time_and_if_it_was_there() {
    let absence = |seen_before, polls, seconds| Absence { seen_before, polls, lasted: Duration::from_secs(seconds) };
    let after = Duration::from_secs(60);
    assert!(absence(true, 3, 60).is_final(after));
    assert!(!absence(true, 2, 600).is_final(after), "a page may be lost twice");
    assert!(!absence(true, 9, 59).is_final(after), "a list may lag");
    assert!(!absence(false, 9, 600).is_final(after), "it was never seen");
}

#[track_caller]
fn act(action: InstanceAction, state: InstanceState, was: &str, answered: bool) -> Option<JournalReached> {
    let word = format!("{state:?}");
    match acted(action, "i", Some(&instance("i", state, &word)), Some(was), answered, false) {
        Sighting::Nothing => None,
        Sighting::Underway(_) => Some(JournalReached::Open),
        Sighting::Settled(reached, _) => Some(reached),
    }
}

#[test]
fn action_is_told_by_a_state_that_was_another_before() {
    use InstanceAction::{Reboot, Start, Stop, Terminate};
    use InstanceState as S;
    use JournalReached as R;
    for (action, state, was, answered, expected) in [
        (Stop, S::Stopped, "Running", true, Some(R::Reached)),
        (Stop, S::Stopped, "Running", false, Some(R::Reached)),
        (Stop, S::Stopping, "Running", false, Some(R::Open)),
        (Stop, S::Running, "Running", true, Some(R::Open)),
        (Stop, S::Running, "Running", false, None),
        (Start, S::Running, "Stopped", false, Some(R::Reached)),
        (Start, S::Starting, "Stopped", false, Some(R::Open)),
        (Start, S::Failed, "Stopped", true, Some(R::Broken)),
        (Start, S::Failed, "Stopped", false, None),
        (Reboot, S::Running, "Running", true, Some(R::Reached)),
        (Reboot, S::Running, "Running", false, None),
        (Reboot, S::Rebooting, "Running", false, Some(R::Open)),
        (Reboot, S::Rebooting, "Rebooting", false, None),
        (Terminate, S::Terminated, "Running", true, Some(R::Reached)),
        (Terminate, S::Terminated, "Terminated", true, Some(R::Open)),
        (Terminate, S::Terminated, "Terminated", false, None),
        (Terminate, S::Terminating, "Running", false, Some(R::Open)),
    ] {
        assert_eq!(act(action, state.clone(), was, answered), expected, "{action:?} {state:?} {was} {answered}");
    }
}

#[test]
fn action_on_an_instance_that_is_missing_waits_until_it_is_gone_for_good() {
    let seen = |action, absent| match acted(action, "i", None, Some("RUNNING"), true, absent) {
        Sighting::Nothing => None,
        Sighting::Underway(_) => Some(JournalReached::Open),
        Sighting::Settled(reached, resources) => {
            assert_eq!(resources[0].state, Some(InstanceState::Terminated));
            Some(reached)
        }
    };
    assert_eq!(seen(InstanceAction::Terminate, false), None);
    assert_eq!(seen(InstanceAction::Terminate, true), Some(JournalReached::Reached));
    assert_eq!(seen(InstanceAction::Stop, false), None);
    assert_eq!(seen(InstanceAction::Stop, true), Some(JournalReached::Gone));
}

#[test]
fn image_is_judged_by_the_waiters_words_before_its_readiness() {
    let waiter: Waiter = serde_json::from_value(json!({
        "operation": "List", "ids": "Ids", "items": "Images[]", "id": "Id", "state": "State",
        "success": ["USING"], "failure": ["CREATEFAILED"], "intervalSeconds": 3, "timeoutSeconds": 60
    }))
    .unwrap();
    let standing = |ready, word, waiter| imaged(&image(ready, word), waiter).standing;
    assert_eq!(standing(true, "NORMAL", Some(&waiter)), Standing::Done);
    assert_eq!(standing(false, "USING", Some(&waiter)), Standing::Done);
    assert_eq!(standing(false, "CREATING", Some(&waiter)), Standing::Open);
    assert_eq!(standing(true, "CREATEFAILED", Some(&waiter)), Standing::Broken);
    assert_eq!(standing(true, "NORMAL", None), Standing::Done);
    assert_eq!(imaged(&image(false, "CREATEFAILED"), Some(&waiter)).words.as_deref(), Some("CREATEFAILED"));
}

#[test]
fn waited_things_are_judged_each_for_itself() {
    let word = |text: &str| text.to_owned();
    let seen = HashMap::from([
        (word("reached"), Seen::Reached { state: word("OK") }),
        (word("was"), Seen::Reached { state: word("SHUTDOWN") }),
        (word("broken"), Seen::Broken { state: word("FAILED") }),
        (word("underway"), Seen::Underway { state: None }),
        (word("absent"), Seen::Missing { awaited: true }),
        (word("missing"), Seen::Missing { awaited: true }),
        (word("gone"), Seen::Missing { awaited: false }),
        (word("unseen"), Seen::Missing { awaited: false }),
    ]);
    let ids = ["reached", "was", "broken", "underway", "absent", "missing", "gone", "unseen", "unasked"];
    let before: Vec<_> =
        ids.iter().map(|id| resource(id, Standing::Open)).chain([resource("reached", Standing::Refused)]).collect();
    let judged = waited(&before, &seen, &[word("was")], |id| id == "absent", |id| id == "gone");
    use Standing::{Broken, Done, Gone, Open, Refused};
    let standings: Vec<Standing> = judged.iter().map(|resource| resource.standing).collect();
    assert_eq!(standings, [Done, Open, Broken, Open, Done, Open, Gone, Open, Open, Refused]);
    assert_eq!(judged[2].words.as_deref(), Some("FAILED"));
}

#[test]
fn action_tells_the_clouds_word_only_for_what_broke() {
    let stop = |state, word, answered| {
        let seen =
            acted(InstanceAction::Stop, "i", Some(&instance("i", state, word)), Some("RUNNING"), answered, false);
        match seen {
            Sighting::Settled(_, all) | Sighting::Underway(all) => (all[0].standing, all[0].words.clone()),
            Sighting::Nothing => panic!("nothing"),
        }
    };
    assert_eq!(stop(InstanceState::Failed, "ERROR", true), (Standing::Broken, Some("ERROR".to_owned())));
    assert_eq!(stop(InstanceState::Stopped, "STOPPED", true), (Standing::Done, None));
    assert_eq!(stop(InstanceState::Stopping, "STOPPING", false), (Standing::Open, None));
    // Nobody noted the state before: whatever it is now is another.
    let unnoted =
        acted(InstanceAction::Stop, "i", Some(&instance("i", InstanceState::Stopped, "S")), None, false, false);
    assert!(matches!(unnoted, Sighting::Settled(JournalReached::Reached, _)));
}

#[test]
fn image_that_is_not_broken_has_no_words() {
    assert_eq!(imaged(&image(false, "CREATING"), None).words, None);
    assert_eq!(imaged(&image(true, "NORMAL"), None).words, None);
}

#[test]
fn things_are_told_apart_only_where_there_are_no_more_than_were_ordered_or_one_is_certain() {
    let tell = |things: &[u32], wanted, ordered| tell_apart(things.to_vec(), wanted, ordered, |thing| *thing >= 10);
    assert_eq!(tell(&[], 1, 1), (vec![], vec![]));
    assert_eq!(tell(&[1], 1, 1), (vec![1], vec![]));
    assert_eq!(tell(&[1, 2], 1, 2), (vec![1, 2], vec![]), "the second is of another order");
    assert_eq!(tell(&[1, 2], 1, 1), (vec![], vec![1, 2]));
    assert_eq!(tell(&[1, 10], 1, 1), (vec![10], vec![]), "the other is somebody else's");
    assert_eq!(tell(&[1, 2, 10], 2, 2), (vec![10], vec![1, 2]));
    assert_eq!(tell(&[1, 10, 11], 2, 2), (vec![10, 11], vec![]));
}

//! Batches that are answered item by item: each thing with its own verdict.

use serde_json::{Value, json};
use yundeck_app::records::activity::{ActivityPhase, Standing};
use yundeck_app::records::journal::{JournalAnswer, JournalOutcome, JournalReached};
use yundeck_sandbox::world::InstanceState as World;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::count;

const LOCKED: &str = "The instance is locked.";

/// Two machines that run.
async fn pair(house: &PausedHouse, cloud: &PausedCloud<'_>, name: &str) -> Vec<String> {
    for nth in 0..2 {
        let activity = cloud.buy(&format!("{name}-{nth}"), 1).await;
        house.ends_as(&activity.id, ActivityPhase::Done).await;
    }
    cloud.ids(name)
}

fn refuse(house: &PausedHouse, cloud: &PausedCloud<'_>, operation: &str, count: u32, ids: &[String]) {
    let fault = Fault::new(FaultKind::Partial).of(&cloud.id).on(operation).ids(ids).count(count);
    house.sandbox.inject(Fault { message: Some(LOCKED.to_owned()), ..fault });
}

/// The batches of instances of a cloud that answers item by item, with what they need besides and the state they start in.
fn batches(cloud: &PausedCloud<'_>) -> Vec<(&'static str, Value, World)> {
    let key = cloud.endpoint.sample.extra.get("key_id").cloned().unwrap_or_default();
    let all = vec![
        ("StopInstances", json!({}), World::Running),
        ("StartInstances", json!({}), World::Stopped),
        ("RebootInstances", json!({}), World::Running),
        ("AttachKey", json!({ "KeyId": [key] }), World::Running),
        ("DetachKey", json!({ "KeyId": [key] }), World::Running),
        ("TerminateInstances", json!({}), World::Running),
    ];
    let has_batch = |name: &str| cloud.spec.operation(name).is_some_and(|operation| operation.batch.is_some());
    all.into_iter().filter(|(name, ..)| has_batch(name)).collect()
}

#[tokio::test(start_paused = true)]
async fn batch_refused_in_part_is_told_by_item_with_the_clouds_message() {
    let house = PausedHouse::build().await;
    let mut seen = 0;
    for cloud in house.clouds() {
        for (operation, more, state) in batches(&cloud) {
            let machines = pair(&house, &cloud, &format!("batch-{operation}")).await;
            machines.iter().for_each(|id| cloud.set_state(id, state));
            let mut params = json!({ "InstanceId": machines });
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let plan = cloud.plan_operation(operation, &params).await;
            refuse(&house, &cloud, operation, 1, &machines[1..]);
            let activity = cloud.apply(&plan).await.unwrap();
            let answered = cloud.unanswered(&activity.id).await;
            let refused = answered.resources.iter().find(|it| it.id == machines[1]).unwrap();
            assert_eq!(
                (refused.standing, refused.words.as_deref()),
                (Standing::Refused, Some(LOCKED)),
                "{operation}: told at once"
            );
            let end = house.ends_as(&activity.id, ActivityPhase::Partly).await;
            assert_eq!((count(&end, Standing::Done), count(&end, Standing::Refused)), (1, 1), "{operation}");
            let line = house.line(&activity.id);
            assert_eq!((line.answer, line.reached), (JournalAnswer::Accepted, JournalReached::Partly), "{operation}");
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[tokio::test(start_paused = true)]
async fn batch_refused_as_a_whole_has_failed_with_each_message() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (operation, more, state) in batches(&cloud) {
            let machines = pair(&house, &cloud, &format!("none-{operation}")).await;
            machines.iter().for_each(|id| cloud.set_state(id, state));
            let mut params = json!({ "InstanceId": machines });
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let plan = cloud.plan_operation(operation, &params).await;
            refuse(&house, &cloud, operation, 2, &machines);
            let activity = cloud.apply(&plan).await.unwrap();
            let end = house.ends_as(&activity.id, ActivityPhase::Failed).await;
            assert!(end.resources.iter().all(|it| it.words.as_deref() == Some(LOCKED)), "{operation}");
            assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Failed, "{operation}");
        }
    }
}

/// A batch of one, as the pages send it: the refusal is the act's.
#[tokio::test(start_paused = true)]
async fn action_refused_by_its_item_has_failed() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.job("stop_instance").batch.is_some()) {
        let machines = pair(&house, &cloud, "single").await;
        house.app.reads.refresh_inventory().await.unwrap();
        let stop = yundeck_domain::InstanceAction::Stop;
        let plan = house.app.acts.plan_action(stop, &[cloud.key(&machines[0])]).await.unwrap().remove(0);
        refuse(&house, &cloud, &cloud.job("stop_instance").name, 1, &[]);
        let activity = cloud.apply(&plan).await.unwrap();
        let end = house.ends_as(&activity.id, ActivityPhase::Failed).await;
        assert_eq!(end.resources[0].words.as_deref(), Some(LOCKED), "{}", cloud.id);
    }
}

/// One has begun to be rebuilt since it was planned: the cloud refuses it, and takes the others.
#[tokio::test(start_paused = true)]
async fn batch_with_an_item_that_is_busy_by_now_is_done_in_part() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.job("start_instance").batch.is_some()) {
        let machines = pair(&house, &cloud, "rebuilt").await;
        machines.iter().for_each(|id| cloud.set_state(id, World::Stopped));
        let plan = cloud.plan_operation("StartInstances", &json!({ "InstanceId": machines })).await;
        cloud.set_state(&machines[1], World::Busy("rebuilding"));
        let activity = cloud.apply(&plan).await.unwrap();
        let end = house.ends_as(&activity.id, ActivityPhase::Partly).await;
        let refused = end.resources.iter().find(|it| it.standing == Standing::Refused).unwrap();
        assert_eq!(refused.id, machines[1], "{}", cloud.id);
        assert!(refused.words.as_ref().is_some_and(|words| !words.is_empty()), "{}: {refused:?}", cloud.id);
    }
}

/// Clouds that answer a batch as a whole still tell each thing's own end.
#[tokio::test(start_paused = true)]
async fn batch_of_which_one_breaks_afterwards_is_done_in_part() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let stop = cloud.job("stop_instance");
        let Some((name, _)) = yundeck_catalogue::schema::properties(&stop.input)
            .find(|(_, member)| member["type"] == "array" && member["items"]["x-ref"] == "instance")
        else {
            continue;
        };
        let machines = pair(&house, &cloud, "breaks").await;
        let plan = cloud.plan_operation(&stop.name, &json!({ name: machines })).await;
        let activity = cloud.apply(&plan).await.unwrap();
        cloud.unanswered(&activity.id).await;
        house.sandbox.world(&cloud.id, |world| world.break_instance(&machines[1], chrono::TimeDelta::zero())).unwrap();
        let end = house.ends_as(&activity.id, ActivityPhase::Partly).await;
        let broken = end.resources.iter().find(|it| it.standing == Standing::Broken).unwrap();
        assert_eq!((broken.id.as_str(), count(&end, Standing::Done)), (machines[1].as_str(), 1), "{}", cloud.id);
        assert!(broken.words.is_some(), "{}", cloud.id);
    }
}

//! An instance's life on a clock that is turned by hand.

use chrono::{DateTime, Duration};
use serde_json::{Value, json};
use yundeck_sandbox::world::{Act, Clock, ImageOrder, InstanceState, Obstacle, World};
use yundeck_sandbox::{Behaviour as _, Options};

use crate::guest::{call, count, run, start};
use crate::toy::Toy;

fn world() -> World {
    let mut world = World::new(Toy.spec(), Clock::standing(DateTime::UNIX_EPOCH + Duration::days(20_000)));
    Toy.seed(&mut world, 0);
    world
}

fn order(count: u32) -> yundeck_sandbox::world::InstanceOrder {
    yundeck_sandbox::world::InstanceOrder {
        count,
        region: "r1".into(),
        zone: "r1-a".into(),
        instance_type: Some("s".into()),
        image_id: "img".into(),
        subnet_id: Some("subnet".into()),
        public_ip: true,
        elastic_ip: true,
        ..Default::default()
    }
}

fn advance(world: &mut World, seconds: i64) {
    world.clock.advance(Duration::seconds(seconds));
    world.settle();
}

#[track_caller]
fn check(world: &World, id: &str, expected: InstanceState) {
    assert_eq!(world.instances.get(id).unwrap().state(world.now()), expected);
}

#[test]
fn an_instance_lives_from_order_to_removal() {
    let mut world = world();
    let ids = world.create_instances(&order(1)).unwrap();
    let id = &ids[0];
    check(&world, id, InstanceState::Pending);
    advance(&mut world, 4);
    check(&world, id, InstanceState::Running);

    for (act, during, afterwards) in [
        (Act::Stop, InstanceState::Stopping, InstanceState::Stopped),
        (Act::Start, InstanceState::Starting, InstanceState::Running),
        (Act::Reboot, InstanceState::Rebooting, InstanceState::Running),
    ] {
        world.act("r1", &ids, act).unwrap();
        check(&world, id, during);
        assert!(matches!(world.act("r1", &ids, act), Err(Obstacle::WrongState { .. })), "not while {during:?}");
        advance(&mut world, 10);
        check(&world, id, afterwards);
    }

    let before = world.subnets.get("subnet").unwrap().free();
    world.act("r1", &ids, Act::Terminate).unwrap();
    check(&world, id, InstanceState::Terminating);
    advance(&mut world, 10);
    assert!(world.instances.is_empty() && world.disks.is_empty() && world.elastic_ips.is_empty());
    assert_eq!(world.subnets.get("subnet").unwrap().free(), before + 1, "its address is free again");
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut world = world();
    let ids = world.create_instances(&order(1)).unwrap();
    advance(&mut world, 10);
    let both = vec![ids[0].clone(), "i-none".to_owned()];
    assert_eq!(world.act("r1", &both, Act::Stop), Err(Obstacle::NoSuch { noun: "instance", id: "i-none".into() }));
    check(&world, &ids[0], InstanceState::Running);

    // A /28 has 13 addresses for instances here, one of which is taken.
    assert_eq!(world.create_instances(&order(13)), Err(Obstacle::NoAddress { subnet_id: "subnet".into() }));
    assert_eq!((world.instances.len(), world.disks.len()), (1, 1));
    world.quotas.insert("instances".into(), 3);
    assert_eq!(world.create_instances(&order(3)), Err(Obstacle::Quota { noun: "instances", limit: 3 }));
    assert_eq!(world.create_instances(&order(2)).map(|ids| ids.len()), Ok(2));
}

#[test]
fn an_order_for_what_is_not_there_says_what() {
    let check = |change: &dyn Fn(&mut yundeck_sandbox::world::InstanceOrder), expected: Obstacle| {
        let mut order = order(1);
        change(&mut order);
        assert_eq!(world().create_instances(&order), Err(expected));
    };
    let none = |noun: &'static str| Obstacle::NoSuch { noun, id: "none".into() };
    check(&|order| order.image_id = "none".into(), none("image"));
    check(&|order| order.instance_type = Some("none".into()), none("instance_type"));
    check(&|order| order.subnet_id = Some("none".into()), none("subnet"));
    check(&|order| order.security_group_ids = vec!["none".into()], none("security_group"));
    check(&|order| order.key_pair_ids = vec!["none".into()], none("key_pair"));
    check(
        &|order| order.zone = "r1-b".into(),
        Obstacle::Mismatch { noun: "subnet", id: "subnet".into(), with: "r1-b".into() },
    );
    check(
        &|order| order.private_ips = vec!["192.168.0.1".into()],
        Obstacle::AddressOutside { address: "192.168.0.1".into(), subnet_id: "subnet".into() },
    );
}

#[test]
fn an_image_is_made_of_a_stopped_instance_shared_and_removed() {
    let mut world = world();
    let ids = world.create_instances(&order(1)).unwrap();
    advance(&mut world, 10);
    let order = ImageOrder { instance_id: ids[0].clone(), name: "mine".into(), ..Default::default() };
    assert!(matches!(world.create_image("r1", &order), Err(Obstacle::WrongState { state: "running", .. })));
    world.act("r1", &ids, Act::Stop).unwrap();
    advance(&mut world, 10);
    let id = world.create_image("r1", &order).unwrap();
    assert_eq!(world.create_image("r1", &order), Err(Obstacle::Exists { noun: "image", name: "mine".into() }));
    let accounts = ["1".to_owned(), "2".to_owned()];
    assert!(world.share_image("r1", &id, &accounts, true).is_err(), "not ready yet");
    advance(&mut world, 10);
    world.quotas.insert("image_shares".into(), 2);
    world.share_image("r1", &id, &accounts, true).unwrap();
    assert_eq!(
        world.share_image("r1", &id, &["3".to_owned()], true),
        Err(Obstacle::Quota { noun: "image_shares", limit: 2 })
    );
    assert_eq!(world.delete_image("r1", &id), Err(Obstacle::InUse { noun: "image", id: id.clone() }));
    world.share_image("r1", &id, &accounts, false).unwrap();
    world.delete_image("r1", &id).unwrap();
    assert!(!world.images.contains(&id));
    assert!(matches!(world.delete_image("r1", "img"), Err(Obstacle::Mismatch { .. })), "a public one stays");
}

#[test]
fn two_worlds_of_a_cloud_make_the_same_ids() {
    let ids = |mut world: World| world.create_instances(&order(3)).unwrap();
    assert_eq!(ids(world()), ids(world()));
}

#[tokio::test]
async fn turning_the_worlds_clock_does_not_spoil_signatures() {
    let sandbox = start(Options::default()).await;
    run(&sandbox).await.json();
    let state = || sandbox.state()["plaything"]["instances"][0]["state"].clone();
    assert_eq!(state(), "pending");
    sandbox.advance(Duration::hours(5));
    assert_eq!(state(), "running");
    assert_eq!(call(&sandbox, "List", json!({})).await.json()["result"]["count"], 1);
}

#[tokio::test]
async fn the_doors_clock_can_be_wrong_and_says_so_in_the_date_of_replies() {
    let sandbox = start(Options::default()).await;
    sandbox.skew(-86_400 * 400);
    let crate::guest::Got::Reply { head, .. } = call(&sandbox, "List", json!({})).await else { panic!("no reply") };
    let date = head.lines().find_map(|line| line.strip_prefix("date: ")).unwrap();
    let date = DateTime::parse_from_rfc2822(date).unwrap();
    assert!((chrono::Utc::now() - date.to_utc()).num_days() >= 399, "{date}");
    assert_eq!(count(&sandbox), 0);
}

#[test]
fn idempotency_tokens_are_remembered_for_a_day() {
    use yundeck_sandbox::world::tokens::Seen;
    let mut world = world();
    let (params, reply) = (json!({ "Name": "a" }), json!({ "ids": ["i"] }));
    let look = |world: &World, params: &Value| world.tokens.look("Run", "t", params, world.now());
    assert_eq!(look(&world, &params), Seen::New);
    let now = world.now();
    world.tokens.remember("Run", "t", &params, &reply, now);
    assert_eq!(look(&world, &params), Seen::Same(reply));
    assert_eq!(look(&world, &json!({ "Name": "b" })), Seen::Different);
    advance(&mut world, 25 * 3600);
    assert_eq!(look(&world, &params), Seen::New);
}

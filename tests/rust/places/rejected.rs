//! A key that the cloud rejects is not tried again and again.

use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::inventory::ScopeFailure;
use yundeck_domain::{ErrorKind, Secret};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::PausedHouse;

use crate::account::draft_of;

fn secret(text: &str) -> SecretInput {
    SecretInput { secret: Secret::new(text.to_owned()), session_token: None }
}

fn failure(house: &PausedHouse, account: &str) -> Option<ScopeFailure> {
    let failures = house.app.reads.inventory_status().failures;
    failures.into_iter().find(|failure| failure.scope.account == account)
}

#[tokio::test(start_paused = true)]
async fn a_rejected_key_is_asked_again_only_by_a_person_or_after_the_account_changed() {
    let house = PausedHouse::build().await;
    let reads = &house.app.reads;
    for cloud in house.clouds() {
        let list = &cloud.job("list_instances").name;
        let account =
            house.app.desk.accounts().await.unwrap().into_iter().find(|view| view.account.id == cloud.account);
        let account = account.unwrap().account;
        // As a wrong signature is answered, which the sandbox does not count as a call.
        let rejected = cloud.spec.errors.iter().find(|(code, error)| {
            error.kind == ErrorKind::CredentialRejected && error.decides_alone && !code.contains('*')
        });
        let fault = Fault::new(FaultKind::Refuse).of(&cloud.id).on(list).times(0).code(rejected.unwrap().0);
        house.sandbox.inject(Fault { status: Some(401), ..fault });
        let asked = || cloud.calls(list);
        let before = asked();
        reads.refresh_inventory_again().await.unwrap();
        let first = asked();
        assert!(first > before, "{}: a key that was entered is tried", cloud.id);
        let told = failure(&house, &account.id).unwrap();
        assert_eq!((told.error.kind, told.paused), (ErrorKind::CredentialRejected, true), "{}: {told:?}", cloud.id);

        for _ in 0..3 {
            reads.refresh_inventory_again().await.unwrap();
        }
        assert_eq!(asked(), first, "{}: it was asked again by itself", cloud.id);
        assert_eq!(failure(&house, &account.id), Some(told), "{}: what is wrong stays said", cloud.id);

        reads.refresh_inventory().await.unwrap();
        let second = asked();
        assert!(second > first, "{}: a person asked", cloud.id);
        reads.refresh_inventory_again().await.unwrap();
        assert_eq!(asked(), second, "{}", cloud.id);

        house.sandbox.clear_faults();
        reads.refresh_inventory_again().await.unwrap();
        assert_eq!(asked(), second, "{}: nobody has said that it is another key", cloud.id);
        let right = secret(&cloud.endpoint.key.secret);
        house.app.desk.rekey_account(&account.id, account.access_key_id.clone(), right).await.unwrap();
        reads.refresh_inventory_again().await.unwrap();
        assert!(asked() > second && failure(&house, &account.id).is_none(), "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_left_alone_and_a_fault_of_the_cloud_is_not() {
    let house = PausedHouse::build().await;
    let (reads, cloud) = (&house.app.reads, house.cloud("tencent"));
    let asked = || cloud.calls("DescribeInstances");
    let denied = Fault::new(FaultKind::Refuse).of("tencent").on("DescribeInstances").times(0);
    house.sandbox.inject(denied.code("UnauthorizedOperation"));
    reads.refresh_inventory_again().await.unwrap();
    let told = failure(&house, &cloud.account).unwrap();
    assert_eq!((told.error.kind, told.paused), (ErrorKind::PermissionDenied, true), "{told:?}");
    let first = asked();
    reads.refresh_inventory_again().await.unwrap();
    assert_eq!(asked(), first);
    // Whatever is changed of the account may be what was wrong.
    let account = house.app.desk.accounts().await.unwrap().into_iter().find(|view| view.account.id == cloud.account);
    let draft = AccountDraft { label: "renamed".to_owned(), ..draft_of(&account.unwrap().account) };
    house.app.desk.update_account(&cloud.account, draft).await.unwrap();
    reads.refresh_inventory_again().await.unwrap();
    assert!(asked() > first);

    house.sandbox.clear_faults();
    house.sandbox.inject(Fault::new(FaultKind::Unavailable).of("tencent").on("DescribeInstances").times(0));
    reads.refresh_inventory().await.unwrap();
    assert!(!failure(&house, &cloud.account).unwrap().paused);
    let first = asked();
    reads.refresh_inventory_again().await.unwrap();
    assert!(asked() > first, "it may be over");
}

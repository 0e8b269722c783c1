//! Taking in and handing on, as a whole or not at all.

use super::*;
use crate::acts::watch::patience::Patience;
use crate::desk::export::left_out::LeftOutKind;
use crate::{App, Options};

fn app() -> App {
    App::open(Options {
        adapters: vec![],
        data_dir: None,
        keychain_service: "yundeck-tests".to_owned(),
        client: Client::new(yundeck_client::Options::default()),
        person: std::sync::Arc::new(crate::acts::person::Agrees),
        patience: Patience::default(),
    })
    .unwrap()
}

#[tokio::test]
async fn what_cannot_be_taken_in_as_a_whole_changes_nothing() {
    let (from, to) = (app(), app());
    from.desk.save_settings(&Settings { refresh_seconds: 30, ..Settings::default() }).await.unwrap();
    let draft = crate::records::draft::Draft {
        id: "d".to_owned(),
        cloud: String::new(),
        account: String::new(),
        region: String::new(),
        params: Value::Null,
        title: "half".to_owned(),
        saved_at: "2026-01-01T00:00:00Z".to_owned(),
    };
    let body = to_json(&draft).unwrap();
    from.desk.store.with(|db| db.execute("INSERT INTO drafts VALUES ('d', ?1, ?2)", [&draft.saved_at, &body])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.json");
    std::fs::write(&path, from.desk.export().unwrap()).unwrap();

    // The settings are the last to be written, after the draft.
    to.desk
        .store
        .with(|db| {
            db.execute_batch(
                "CREATE TRIGGER broken BEFORE INSERT ON settings BEGIN SELECT RAISE(ABORT, 'disk full'); END",
            )
        })
        .unwrap();
    let preview = to.desk.look_at_export(&path).unwrap();
    assert_eq!((preview.drafts.added, preview.settings.len()), (1, 1));
    to.desk.take_export(&preview.id, &[]).await.unwrap_err();
    assert_eq!((to.desk.drafts().unwrap().len(), to.desk.settings().unwrap()), (0, Settings::default()));

    to.desk.store.with(|db| db.execute_batch("DROP TRIGGER broken")).unwrap();
    let preview = to.desk.look_at_export(&path).unwrap();
    to.desk.take_export(&preview.id, &[]).await.unwrap();
    assert_eq!((to.desk.drafts().unwrap().len(), to.desk.settings().unwrap().refresh_seconds), (1, 30));
}

#[test]
fn a_file_that_an_editor_saved_with_a_byte_order_mark_is_read() {
    let app = app();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.json");
    let text = app.desk.export().unwrap();
    for (text, right) in [(format!("\u{feff}{text}"), true), (format!("\u{feff}\u{feff}{text}"), false)] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(app.desk.look_at_export(&path).is_ok(), right);
    }
}

#[tokio::test]
async fn export_says_what_it_lacks_because_this_version_cannot_read_it() {
    let app = app();
    assert!(app.desk.left_out().unwrap().is_empty());
    app.desk
        .store
        .with(|db| {
            db.execute_batch(
                r#"INSERT INTO accounts (id, position, body) VALUES ('a', 1, '{"label":"newer","signing":{"kind":"quantum"}}');
                INSERT INTO drafts VALUES ('d', '2026-01-01T00:00:00Z', '{"title":"half","params":7,"cloud":[]}');
                INSERT INTO calls (id, body) VALUES ('c', '{"operation":"List","effect":"teleport"}');
                INSERT INTO journal VALUES ('j', 99, '2026-01-01T00:00:00Z', 'here', '', 'a', '', 'north', 'Buy', 'purchase', NULL, '{}',
                    '{}', 'unknown', 'left', 'unknown', '[]', NULL, '', 'not json');"#,
            )
        })
        .unwrap();
    let left =
        |kind, id: &str, label: Option<&str>| LeftOut { kind, id: id.to_owned(), label: label.map(str::to_owned) };
    let mut all = app.desk.left_out().unwrap();
    all.iter_mut().filter(|it| it.kind == LeftOutKind::Journal).for_each(|it| it.label = None);
    let expected = [
        left(LeftOutKind::Account, "a", Some("newer")),
        left(LeftOutKind::Draft, "d", Some("half")),
        left(LeftOutKind::Call, "c", Some("List")),
        left(LeftOutKind::Journal, "j", None),
    ];
    assert_eq!(all, expected);
    // The file says so as well, to whoever takes it in.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.json");
    std::fs::write(&path, app.desk.export().unwrap()).unwrap();
    let preview = self::app().desk.look_at_export(&path).unwrap();
    assert_eq!((preview.left_out.len(), preview.accounts.len()), (4, 0));
}

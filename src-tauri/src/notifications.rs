//! Tells the desktop what has ended while somebody looks elsewhere.

use std::collections::HashMap;
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::settings::Language;
use yundeck_app::{App, Event};
use yundeck_catalogue::{Text, shown};

/// What ends within so long of each other is told at once: twenty stopped instances are one notification.
const GATHER: Duration = Duration::from_millis(800);

/// So many are named; the others are counted.
const NAMED: usize = 3;

/// An activity that has ended, as others may see it: what it is called, and neither ids nor accounts.
#[derive(Debug, Clone, PartialEq)]
struct Ended {
    id: String,
    phase: ActivityPhase,
    title: Text,
    /// `None`: what it acts on has no name.
    name: Option<String>,
}

impl Ended {
    /// `None` while it goes on, and for what the person gave up themselves.
    fn of(activity: &Activity) -> Option<Self> {
        let goes_on =
            matches!(activity.phase, ActivityPhase::Preparing | ActivityPhase::Sending | ActivityPhase::Waiting);
        let is_id = activity.resources.iter().any(|resource| resource.id == activity.subject);
        (!activity.cancelled && !goes_on).then(|| Self {
            id: activity.id.clone(),
            phase: activity.phase,
            title: activity.title.clone(),
            name: (!is_id).then(|| shown::name(&activity.subject)),
        })
    }

    fn words(&self, zh: bool) -> String {
        let title = if zh { &self.title.zh } else { &self.title.en };
        self.name.as_ref().map_or_else(|| title.clone(), |name| format!("{title} · {name}"))
    }
}

/// Follows the activities, and tells what has ended while the window is not in front. Clicking on it raises the window.
pub(crate) async fn follow(mut events: Receiver<Event>, window: AppHandle, app: App) {
    let raise = window.clone();
    if let Err(error) = window.notification().on_action(move |_| crate::show(&raise)) {
        tracing::warn!(%error, "clicks on notifications are not heard");
    }
    let mut known = HashMap::new();
    let mut gathered: Vec<Ended> = Vec::new();
    // When what is gathered is told: not put off by what else happens.
    let mut due = Instant::now();
    loop {
        let next = if gathered.is_empty() {
            events.recv().await
        } else if let Ok(next) = tokio::time::timeout_at(due, events.recv()).await {
            next
        } else {
            tell(&window, &app, &std::mem::take(&mut gathered));
            continue;
        };
        match next {
            Ok(Event::Activity(activity)) => {
                let before = known.insert(activity.id.clone(), activity.phase);
                let ended = Ended::of(&activity).filter(|ended| before != Some(ended.phase));
                if let Some(ended) = ended.filter(|_| !in_front(&window)) {
                    if gathered.is_empty() {
                        due = Instant::now() + GATHER;
                    }
                    gathered.retain(|earlier| earlier.id != ended.id);
                    gathered.push(ended);
                }
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Whether somebody looks at the window, and so sees there what happens.
fn in_front(window: &AppHandle) -> bool {
    window.get_webview_window("main").is_none_or(|main| main.is_focused().unwrap_or(true))
}

fn tell(window: &AppHandle, app: &App, ended: &[Ended]) {
    let language = app.desk.settings().map(|settings| settings.language).unwrap_or(Language::Zh);
    let (title, body) = words(ended, language);
    if let Err(error) = window.notification().builder().title(title).body(escaped(&body)).show() {
        tracing::warn!(%error, "the desktop was not told");
    }
}

/// The text as the desktop shows it letter for letter: on Linux a notification's text is markup (Desktop Notifications, "Body"),
/// and a name that somebody else chose may be made to look like a link.
fn escaped(body: &str) -> String {
    if !cfg!(target_os = "linux") {
        return body.to_owned();
    }
    body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Title and text of a notification.
fn words(ended: &[Ended], language: Language) -> (String, String) {
    let zh = language == Language::Zh;
    if let [one] = ended {
        return (of_one(one.phase, zh).to_owned(), one.words(zh));
    }
    let worst_first = [
        ActivityPhase::OutcomeUnknown,
        ActivityPhase::Failed,
        ActivityPhase::Partly,
        ActivityPhase::NotApplied,
        ActivityPhase::NotSent,
        ActivityPhase::Done,
    ];
    let counted = worst_first.into_iter().filter_map(|phase| {
        let count = ended.iter().filter(|one| one.phase == phase).count();
        (count > 0).then(|| of_several(phase, count, zh))
    });
    let title = counted.collect::<Vec<_>>().join(if zh { "，" } else { ", " });
    let mut lines: Vec<String> = ended.iter().take(NAMED).map(|one| one.words(zh)).collect();
    if let more @ 1.. = ended.len().saturating_sub(NAMED) {
        lines.push(if zh { format!("另外 {more} 个") } else { format!("and {more} more") });
    }
    (title, lines.join("\n"))
}

fn of_one(phase: ActivityPhase, zh: bool) -> &'static str {
    let (zh_words, en_words) = match phase {
        ActivityPhase::Done => ("已完成", "Done"),
        ActivityPhase::Partly => ("部分完成", "Done in part"),
        ActivityPhase::Failed => ("失败", "Failed"),
        ActivityPhase::NotApplied => ("没有找到结果", "No result found"),
        ActivityPhase::NotSent => ("没有发出", "Not sent"),
        ActivityPhase::OutcomeUnknown => ("结果未知", "Outcome unknown"),
        ActivityPhase::Preparing | ActivityPhase::Sending | ActivityPhase::Waiting => ("进行中", "Under way"),
    };
    if zh { zh_words } else { en_words }
}

fn of_several(phase: ActivityPhase, count: usize, zh: bool) -> String {
    let (zh_words, en_words) = match phase {
        ActivityPhase::Done => ("已完成", "done"),
        ActivityPhase::Partly => ("部分完成", "done in part"),
        ActivityPhase::Failed => ("失败", "failed"),
        ActivityPhase::NotApplied => ("没有找到结果", "without a result"),
        ActivityPhase::NotSent => ("没有发出", "not sent"),
        ActivityPhase::OutcomeUnknown => ("结果未知", "of unknown outcome"),
        ActivityPhase::Preparing | ActivityPhase::Sending | ActivityPhase::Waiting => ("进行中", "under way"),
    };
    if zh { format!("{count} 个{zh_words}") } else { format!("{count} {en_words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(id: usize, name: Option<&str>, phase: ActivityPhase) -> Ended {
        Ended {
            id: id.to_string(),
            phase,
            title: Text::new("启动实例", "Start instance"),
            name: name.map(str::to_owned),
        }
    }

    #[test]
    fn one_is_told_by_its_name_where_it_has_one() {
        let named = ended(1, Some("web-1"), ActivityPhase::Done);
        assert_eq!(words(std::slice::from_ref(&named), Language::Zh), ("已完成".into(), "启动实例 · web-1".into()));
        assert_eq!(words(&[named], Language::En), ("Done".into(), "Start instance · web-1".into()));
        let nameless = ended(1, None, ActivityPhase::Failed);
        assert_eq!(words(&[nameless], Language::En), ("Failed".into(), "Start instance".into()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn escaped_shows_a_name_that_is_markup_as_it_is() {
        let name = r#"<a href="https://x.example/">web</a> & co"#;
        assert_eq!(escaped(name), r#"&lt;a href="https://x.example/"&gt;web&lt;/a&gt; &amp; co"#);
    }

    #[test]
    fn several_are_counted_the_bad_ones_first() {
        let mut several: Vec<Ended> =
            (1..=4).map(|turn| ended(turn, Some(&format!("web-{turn}")), ActivityPhase::Done)).collect();
        several.push(ended(5, Some("web-5"), ActivityPhase::OutcomeUnknown));
        let (title, body) = words(&several, Language::Zh);
        assert_eq!(title, "1 个结果未知，4 个已完成");
        assert_eq!(body, "启动实例 · web-1\n启动实例 · web-2\n启动实例 · web-3\n另外 2 个");
        assert_eq!(words(&several, Language::En).0, "1 of unknown outcome, 4 done");
    }
}

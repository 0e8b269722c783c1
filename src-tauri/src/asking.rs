//! The system's own question to the person: drawn by the system's toolkit in this process, so that the page can bring it about
//! but neither see nor answer it. Its default is "Cancel", and no answer counts that came before it could be read.

use std::time::Duration;

use futures::future::BoxFuture;
use tauri::{AppHandle, Manager, WebviewWindow};
use tokio::sync::oneshot;
use yundeck_app::App;
use yundeck_app::acts::person::Person;
use yundeck_app::records::question::Question;
use yundeck_app::records::settings::Language;
use yundeck_catalogue::Text;

/// So long a question stands before it can be answered: a key that was meant for the page is not a yes.
const READ: Duration = Duration::from_millis(500);

/// Asks in front of the window.
pub struct Asking(pub AppHandle);

/// A question in the language of the window.
struct Words {
    title: String,
    body: String,
    yes: String,
    no: &'static str,
}

impl Person for Asking {
    fn asked(&self, question: Question) -> BoxFuture<'static, bool> {
        let handle = self.0.clone();
        Box::pin(async move {
            // There is nobody to ask behind a window that is not there.
            let Some(window) = handle.get_webview_window("main") else { return false };
            let settings = handle.try_state::<App>().and_then(|app| app.desk.settings().ok());
            let words = words(question, settings.map_or(Language::Zh, |settings| settings.language));
            let (answer, answered) = oneshot::channel();
            ask(window, words, answer);
            answered.await.unwrap_or(false)
        })
    }
}

fn words(question: Question, language: Language) -> Words {
    let zh = language == Language::Zh;
    let one = |text: Text| if zh { text.zh } else { text.en };
    Words {
        title: one(question.title),
        body: question.lines.into_iter().map(one).collect::<Vec<_>>().join("\n"),
        yes: one(question.yes),
        no: if zh { "取消" } else { "Cancel" },
    }
}

#[cfg(target_os = "linux")]
fn ask(window: WebviewWindow, words: Words, answer: oneshot::Sender<bool>) {
    use std::cell::Cell;

    use gtk::glib;
    use gtk::prelude::*;
    use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType};

    let parent = window.clone();
    let shown = window.run_on_main_thread(move || {
        let flags = DialogFlags::MODAL | DialogFlags::DESTROY_WITH_PARENT;
        let parent = parent.gtk_window().ok();
        let dialog = MessageDialog::new(parent.as_ref(), flags, MessageType::Question, ButtonsType::None, &words.title);
        dialog.set_title(&words.title);
        dialog.set_secondary_text(Some(&words.body));
        dialog.add_button(words.no, ResponseType::Cancel);
        dialog.add_button(&words.yes, ResponseType::Accept);
        dialog.set_default_response(ResponseType::Cancel);
        dialog.set_response_sensitive(ResponseType::Accept, false);
        dialog.connect_map(|dialog| {
            let dialog = dialog.downgrade();
            glib::timeout_add_local_once(READ, move || {
                if let Some(dialog) = dialog.upgrade() {
                    dialog.set_response_sensitive(ResponseType::Accept, true);
                }
            });
        });
        // The first response is the answer. One that never comes, since the dialog goes with its window, is a no.
        let answer = Cell::new(Some(answer));
        dialog.connect_response(move |dialog, response| {
            if let Some(answer) = answer.take() {
                // Nobody waits any more when the application is ending.
                let _ = answer.send(response == ResponseType::Accept);
                dialog.close();
            }
        });
        dialog.show();
    });
    if let Err(error) = shown {
        tracing::error!(%error, "the person could not be asked");
    }
}

/// Elsewhere the dialog is the one of Tauri's plugin. Never tried on these systems: which button is the default is theirs, and a
/// yes that comes too fast is asked for again.
#[cfg(not(target_os = "linux"))]
fn ask(window: WebviewWindow, words: Words, answer: oneshot::Sender<bool>) {
    use std::time::Instant;

    use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

    let asked = Instant::now();
    let again = window.clone();
    window
        .dialog()
        .message(format!("{}\n\n{}", words.title, words.body))
        .title(&words.title)
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(words.yes.clone(), words.no.to_owned()))
        .parent(&window)
        .show(move |yes| match yes && asked.elapsed() < READ {
            true => ask(again, words, answer),
            // Nobody waits any more when the application is ending.
            false => drop(answer.send(yes)),
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_window_s_language() {
        let question = Question {
            title: Text::new("销毁？", "Terminate?"),
            lines: vec![Text::same("web · ins-1"), Text::new("不能撤销。", "This cannot be undone.")],
            yes: Text::new("销毁", "Terminate"),
        };
        let zh = words(question.clone(), Language::Zh);
        assert_eq!((zh.body.as_str(), zh.yes.as_str(), zh.no), ("web · ins-1\n不能撤销。", "销毁", "取消"));
        let en = words(question, Language::En);
        assert_eq!((en.title.as_str(), en.no), ("Terminate?", "Cancel"));
    }
}

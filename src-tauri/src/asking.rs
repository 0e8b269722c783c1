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
    let parent = window.clone();
    let shown = window.run_on_main_thread(move || gtk_dialog::show(parent.gtk_window().ok().as_ref(), &words, answer));
    if let Err(error) = shown {
        tracing::error!(%error, "the person could not be asked");
    }
}

#[cfg(target_os = "linux")]
mod gtk_dialog {
    use std::cell::Cell;
    use std::rc::Rc;

    use gtk::glib::{ControlFlow, Priority, Propagation, timeout_add_local_full};
    use gtk::prelude::*;
    use gtk::{ApplicationWindow, Button, ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType};
    use tokio::sync::oneshot;

    use super::{READ, Words};

    /// Shows the question; whichever way it is answered or goes, there is one answer. Until it can have been read, neither a button
    /// nor Enter, Escape or the window's closing is one.
    pub fn show(parent: Option<&ApplicationWindow>, words: &Words, answer: oneshot::Sender<bool>) {
        let flags = DialogFlags::MODAL | DialogFlags::DESTROY_WITH_PARENT;
        let dialog = MessageDialog::new(parent, flags, MessageType::Question, ButtonsType::None, &words.title);
        dialog.set_title(&words.title);
        dialog.set_secondary_text(Some(&words.body));
        // For who hears it: else GTK calls it a question, in a language of its own.
        if let Some(accessible) = dialog.accessible() {
            accessible.set_name(&words.title);
        }
        for (label, response) in [(words.no, ResponseType::Cancel), (words.yes.as_str(), ResponseType::Accept)] {
            // A label is what a name is in, and an underline in a name makes no key of the letter behind it.
            if let Ok(button) = dialog.add_button(label, response).downcast::<Button>() {
                button.set_use_underline(false);
            }
        }
        dialog.set_default_response(ResponseType::Cancel);
        dialog.set_response_sensitive(ResponseType::Accept, false);
        let was_read = Rc::new(Cell::new(false));
        let reading = Rc::clone(&was_read);
        dialog.connect_map(move |dialog| {
            let (dialog, reading) = (dialog.downgrade(), Rc::clone(&reading));
            // After what was typed and clicked before, were the program so busy that it has not heard it yet.
            timeout_add_local_full(READ, Priority::DEFAULT_IDLE, move || {
                reading.set(true);
                if let Some(dialog) = dialog.upgrade() {
                    dialog.set_response_sensitive(ResponseType::Accept, true);
                }
                ControlFlow::Break
            });
        });
        let closing = Rc::clone(&was_read);
        dialog.connect_delete_event(move |_, _| match closing.get() {
            true => Propagation::Proceed,
            false => Propagation::Stop,
        });
        // The first response is the answer. One that never comes, since the dialog goes with its window, is a no.
        let answer = Cell::new(Some(answer));
        dialog.connect_response(move |dialog, response| {
            if let Some(answer) = was_read.get().then(|| answer.take()).flatten() {
                // Nobody waits any more when the application is ending.
                let _ = answer.send(response == ResponseType::Accept);
                dialog.close();
            }
        });
        dialog.show();
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

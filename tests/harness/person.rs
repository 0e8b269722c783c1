//! People who answer the system's question.

use std::sync::Mutex;

use futures::future::BoxFuture;
use yundeck_app::acts::person::Person;
use yundeck_app::records::question::Question;

/// Who says yes to everything, for tests of what comes after.
pub struct Agrees;

impl Person for Agrees {
    fn asked(&self, _: Question) -> BoxFuture<'static, bool> {
        Box::pin(std::future::ready(true))
    }
}

/// Who answers as told, no when nothing is left to say, and remembers what was asked.
#[derive(Default)]
pub struct Told {
    answers: Mutex<Vec<bool>>,
    questions: Mutex<Vec<Question>>,
}

impl Told {
    /// Says these one after the other from now on.
    pub fn say(&self, answers: &[bool]) {
        *self.answers.lock().unwrap() = answers.iter().rev().copied().collect();
    }

    /// What was asked since the last look.
    pub fn heard(&self) -> Vec<Question> {
        std::mem::take(&mut self.questions.lock().unwrap())
    }
}

impl Person for Told {
    fn asked(&self, question: Question) -> BoxFuture<'static, bool> {
        self.questions.lock().unwrap().push(question);
        let answer = self.answers.lock().unwrap().pop().unwrap_or(false);
        Box::pin(std::future::ready(answer))
    }
}

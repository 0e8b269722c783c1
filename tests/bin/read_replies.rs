//! Reads a folder of replies with the application's own code and prints what it understood, as a JSON array.
//!
//! `read-replies FOLDER` prints an object a file; `read-replies --check FOLDER` prints a line for everything that is not as the
//! folder's index says it must be, and ends with 1 if there is any.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what it is for")]

use std::path::PathBuf;
use std::process::ExitCode;

use yundeck_tests::replies;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_checks =
        arguments.iter().position(|argument| argument == "--check").map(|at| arguments.remove(at)).is_some();
    let [folder] = arguments.as_slice() else {
        eprintln!("read-replies [--check] FOLDER");
        return ExitCode::from(2);
    };
    let read = replies::read(&PathBuf::from(folder));
    if !only_checks {
        let understood: serde_json::Value = read.into_iter().map(|(_, understood)| understood).collect();
        println!("{understood:#}");
        return ExitCode::SUCCESS;
    }
    let (wrong, count) = replies::check(&read);
    for line in &wrong {
        println!("{line}");
    }
    eprintln!("{} of {count} do not hold", wrong.len());
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

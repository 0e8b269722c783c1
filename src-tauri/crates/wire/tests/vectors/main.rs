//! Runs the known-answer signing vectors of all clouds through the signers and, where a vector has parameters, through
//! the encoders too. `YUNDECK_VECTORS` names another folder with files of the same names and shape.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a test binary without a harness")]

#[path = "../shared/clouds.rs"]
mod clouds;
mod jdcloud;
mod kingsoft;
mod tencent;
mod ucloudstack;
mod vector;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;
use vector::{Failure, Outcome, Vector};

/// File, cloud, how to run one, how many of our own fixtures are at least made again from their parameters.
type Suite = (&'static str, &'static str, fn(&Vector) -> Outcome, usize);

const SUITES: [Suite; 4] = [
    ("tencent.json", "tencent", tencent::run, 27),
    ("kec.json", "kingsoft", kingsoft::run, 20),
    ("jdcloud.json", "jdcloud", jdcloud::run, 41),
    ("ucloudstack.json", "ucloudstack", ucloudstack::run, 20),
];

fn main() -> ExitCode {
    let given = std::env::var_os("YUNDECK_VECTORS").map(PathBuf::from);
    let folder = given.clone().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"));
    println!("signing vectors of {}", folder.display());
    let (mut passed, mut failed) = (0, 0);
    for (file, cloud, run, least_prepared) in SUITES {
        let vectors = match load(&folder.join(file)) {
            Ok(vectors) => vectors,
            Err(why) => {
                println!("{cloud}: {file}: {why}");
                failed += 1;
                continue;
            }
        };
        let mut prepared = 0;
        for vector in vectors.iter().map(Vector::new) {
            match run(&vector) {
                Ok(made_again) => {
                    passed += 1;
                    prepared += usize::from(made_again);
                }
                Err(Failure { step, expected, actual }) => {
                    failed += 1;
                    println!(
                        "{cloud}: {}: {step} differs\n--- expected\n{expected}\n--- actual\n{actual}\n---",
                        vector.id()
                    );
                }
            }
        }
        println!("{cloud}: {} vectors ({prepared} also made again by the whole way of a call)", vectors.len());
        if given.is_none() && prepared < least_prepared {
            failed += 1;
            println!(
                "{cloud}: expected at least {least_prepared} to be made again: the test does not test what it should"
            );
        }
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {verdict}. {passed} passed; {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn load(path: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let json: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    match json.get("vectors").and_then(Value::as_array) {
        Some(vectors) if !vectors.is_empty() => Ok(vectors.clone()),
        _ => Err("no vectors in it".to_owned()),
    }
}

//! The sandbox without a window: plays the clouds that are built in, on loopback, until it is killed.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::Value;
use yundeck_clouds::REGISTRY;
use yundeck_sandbox::{Behaviour, Options, Sandbox};

const USAGE: &str = "\
Plays the clouds over HTTP on loopback until it is killed. The keys it prints work here and nowhere else.

  --json          one line of JSON when it listens, and nothing else
  --port N        the first of consecutive ports (any free ones without it)
  --instances N   N instances more per cloud
  --latency MS    hold every reply back for so many milliseconds
  --throttle      enforce the clouds' documented rate limits
";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match Arguments::read(&arguments) {
        Ok(Some(arguments)) => serve(arguments).await,
        Ok(None) => print(USAGE),
        Err(words) => Err(format!("{words}\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            // With standard error closed too there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "yundeck-sandbox: {words}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), String> {
    let behaviours: Vec<&'static dyn Behaviour> = REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
    let sandbox = Sandbox::start(&behaviours, arguments.options).await.map_err(|error| error.to_string())?;
    let report = sandbox.report();
    print(&if arguments.json { format!("{report}\n") } else { in_lines(&report) })?;
    std::future::pending().await
}

/// The report for people: a paragraph per cloud.
fn in_lines(report: &Value) -> String {
    let mut text = String::new();
    for (cloud, members) in report.as_object().into_iter().flatten() {
        text.push_str(cloud);
        text.push('\n');
        for (name, value) in members.as_object().into_iter().flatten() {
            text.push_str(&format!("  {name:<18} {}\n", value.as_str().unwrap_or_default()));
        }
    }
    text
}

fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| error.to_string())
}

struct Arguments {
    json: bool,
    options: Options,
}

impl Arguments {
    /// `None`: only help is wanted.
    fn read(arguments: &[String]) -> Result<Option<Self>, String> {
        let mut read = Self { json: false, options: Options { control: true, ..Options::default() } };
        let mut left = arguments.iter();
        while let Some(argument) = left.next() {
            let mut number = || {
                let value = left.next().ok_or_else(|| format!("{argument} needs a number"))?;
                value.parse::<u32>().map_err(|_| format!("{argument} needs a number, not {value}"))
            };
            match argument.as_str() {
                "--json" => read.json = true,
                "--throttle" => read.options.throttle = true,
                "--port" => {
                    let port = number()?;
                    let port = u16::try_from(port).map_err(|_| format!("{port} is not a port"))?;
                    read.options.port = (port != 0).then_some(port);
                }
                "--instances" => read.options.instances = number()? as usize,
                "--latency" => read.options.latency = Duration::from_millis(u64::from(number()?)),
                "--help" | "-h" => return Ok(None),
                other => return Err(format!("no argument {other} is known")),
            }
        }
        Ok(Some(read))
    }
}

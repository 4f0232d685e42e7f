//! Chooses between the explorer and the headless commands, and prints the one error.
use bluebook::cli::{self, Plan};
use bluebook::model::harmless;
use bluebook::runtime::{self, settled};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let asked = cli::plan(cli::arguments()).and_then(|plan| match plan {
        Plan::Explore(inputs, front, config, resume) => runtime::explore(inputs, front, &config, resume),
        Plan::Tour(config) => runtime::tour(&config),
        Plan::Keys(config, json) => cli::keys(&settled::keys(&config)?.table(), json),
        Plan::Config(config) => cli::config(&config, &settled::check(&config)?),
        Plan::Answer(command) => cli::answer(command),
    });
    match asked {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // Nobody may be listening: that is no reason to panic.
            for line in format!("{error:#}").lines() {
                let _ = writeln!(std::io::stderr(), "bluebook: {}", harmless(line));
            }
            ExitCode::from(2)
        }
    }
}

//! Chooses between the explorer and the headless commands, and prints the one error.
use bluebook::model::harmless;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = bluebook::cli::arguments();
    let asked = match bluebook::cli::plan(arguments) {
        Ok(bluebook::cli::Plan::Explore(inputs, front, resume)) => {
            bluebook::runtime::explore(inputs, front, resume)
        }
        Ok(bluebook::cli::Plan::Tour) => bluebook::runtime::tour(),
        Ok(bluebook::cli::Plan::Answer(command)) => bluebook::cli::answer(command),
        Err(error) => Err(error),
    };
    match asked {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // Nobody may be listening: that is no reason to panic.
            let _ = writeln!(std::io::stderr(), "bluebook: {}", harmless(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

//! Chooses between the explorer and the headless commands, and prints the one error.
use bluebook::cli::{self, Plan};
use bluebook::runtime::{self, settled};
use bluebook::store::log;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = cli::arguments();
    log::open(arguments.verbose);
    log::tell(|| {
        let words: Vec<String> =
            std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        format!("bluebook {} begins: {words:?}", env!("CARGO_PKG_VERSION"))
    });
    let asked = cli::plan(arguments).and_then(|plan| match plan {
        Plan::Explore(inputs, front, config, resume) => runtime::explore(inputs, front, &config, resume),
        Plan::Tour(config) => runtime::tour(&config),
        Plan::Keys(config, json) => cli::keys(&settled::keys(&config)?.table(), json),
        Plan::Config(config) => cli::config(&config, &settled::check(&config)?),
        Plan::Answer(command) => cli::answer(command),
    });
    let code = asked.unwrap_or_else(|error| {
        let told = format!("{error:#}");
        log::tell(|| told.clone());
        cli::tell_lines(&told);
        cli::code::BAD
    });
    log::tell(|| format!("ends with exit code {code}"));
    if let Some(trouble) = log::trouble() {
        cli::tell_lines(&trouble);
    }
    ExitCode::from(code)
}

//! The check `epub` of `tests/regressions/checks.rs`, fed by the fuzzer.
#![no_main]
use libfuzzer_sys::fuzz_target;

#[path = "../../regressions/checks.rs"]
#[allow(dead_code)]
mod checks;
#[path = "../../samples/sound.rs"]
mod sound;

fuzz_target!(|data: &[u8]| checks::epub(data));

//! Whole archives of documents, fed by the fuzzer. Not in `Cargo.toml` yet: `bluebook::import::unpack` is being
//! written; put its arguments here, and what must hold for what it hands over.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = bluebook::import::unpack(data);
});

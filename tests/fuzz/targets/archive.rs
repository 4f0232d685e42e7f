//! Whole archives of documents, fed by the fuzzer: what comes out stays within limits and leads nowhere.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let name = if data.starts_with(b"PK") { "yearbooks.zip" } else { "yearbook.txt.gz" };
    let Ok(unpacked) = bluebook::import::unpack(name, data) else { return };
    for entry in unpacked.entries {
        let path = entry.path;
        assert!(!path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
        assert!(!path.chars().any(bluebook::model::is_harmful), "{path:?}");
        let _ = bluebook::import::sniff(&path, &entry.bytes);
    }
});

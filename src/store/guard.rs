//! The threads that read files, and what happens when an importer fails on one: the file is named, the others
//! open, and nobody's terminal is written to.
use anyhow::{Result, anyhow};
use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// What the names of reading threads begin with; an importer's own threads are named so too.
const NAME: &str = "bluebook-import";
/// Their stacks, in bytes: documents nest deeper than other data.
const STACK: usize = 16 << 20;

/// Names the reading threads, and keeps a panic in one of them from being told as the program's own.
pub fn ready() {
    static READY: Once = Once::new();
    READY.call_once(|| {
        // Where somebody made the threads before us, they are as good.
        let _ = rayon::ThreadPoolBuilder::new()
            .thread_name(|number| format!("{NAME}-{number}"))
            .stack_size(STACK)
            .build_global();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |told| {
            if !std::thread::current().name().is_some_and(|name| name.starts_with(NAME)) {
                before(told);
            }
        }));
    });
}

/// Reads, and makes a panic an error: an importer's mistake must cost no more than its file.
pub fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|payload| {
        Err(anyhow!("bluebook fails on this file ({}); please report it", words(&*payload)))
    })
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn a_panic_in_one_file_is_an_error_of_that_file() {
        ready();
        let read: Vec<Result<u32>> = (0..8_u32)
            .into_par_iter()
            .map(|file| {
                guarded(|| {
                    assert!(file != 3, "page {file} is upside down");
                    Ok(file)
                })
            })
            .collect();
        for (file, read) in (0..).zip(read) {
            match read {
                Ok(same) => assert_eq!(same, file),
                Err(error) => {
                    assert_eq!(file, 3);
                    assert!(error.to_string().contains("page 3 is upside down"), "{error}");
                }
            }
        }
    }
}

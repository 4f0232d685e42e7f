//! More keys at once than are read at once.
use super::*;

#[test]
fn keys_that_come_in_one_burst_are_all_read_and_then_it_rests() {
    let terminal = start().open();
    terminal.started();
    // Far more than a buffer, and the last ones tell.
    terminal.keys(format!("{}/kirg", "jk\x1b[A\x1b[B".repeat(700)));
    terminal.sees("/kirg");
    terminal.sees("Kyrgyz Republic");
    let pid = terminal.pid();
    wait_for("a quiet time", || {
        let before = work(&pid);
        let length = terminal.bytes().len();
        let window = Duration::from_secs(1);
        let fed = terminal.feed.1.wait_timeout_while(terminal.fed(), window, |fed| fed.bytes.len() == length);
        (fed.expect("the feed").1.timed_out() && work(&pid) == before).then_some(())
    });
    terminal.quits();
}

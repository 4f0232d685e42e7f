//! Programs of the reader's that can be started. Starts none.
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Whether there is a program of this name, or at this path.
pub fn has_program(program: &str) -> bool {
    let is_program = |path: &Path| {
        path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
    };
    if program.contains('/') {
        return is_program(Path::new(program));
    }
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| is_program(&folder.join(program)))
}

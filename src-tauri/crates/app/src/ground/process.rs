//! What the system may keep of this process.

use std::io;

/// Sees to it that a crash leaves no picture of the memory behind: secrets are in it. Whatever is started later inherits that, the
/// process of the page too. On Unix only: elsewhere the system keeps none unless somebody tells it to.
///
/// # Errors
/// What the system says; everything is as it was then.
pub fn leave_no_core() -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn leave_no_core_of_a_process_that_had_a_limit_takes_it_away() {
        super::leave_no_core().unwrap();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    }
}

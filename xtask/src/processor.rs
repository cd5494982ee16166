//! Processor time: on a busy machine the clock on the wall says little.

use std::time::Duration;

#[cfg(unix)]
mod usage {
    use nix::sys::resource::{UsageWho, getrusage};
    use std::time::Duration;

    pub(super) fn of(children: bool) -> Option<Duration> {
        let usage = getrusage(if children { UsageWho::RUSAGE_CHILDREN } else { UsageWho::RUSAGE_SELF }).ok()?;
        let parts = [usage.user_time(), usage.system_time()];
        let microseconds: i64 = parts.iter().map(|time| time.tv_sec() * 1_000_000 + time.tv_usec()).sum();
        Some(Duration::from_micros(u64::try_from(microseconds).ok()?))
    }
}

#[cfg(not(unix))]
mod usage {
    pub(super) fn of(_: bool) -> Option<std::time::Duration> {
        None
    }
}

/// What all processes have used that were waited for.
pub(crate) fn of_children() -> Option<Duration> {
    usage::of(true)
}

/// What this process has used.
pub(crate) fn of_this() -> Option<Duration> {
    usage::of(false)
}

//! Debian's packages, for what cannot be had otherwise. Nothing is ever removed for them.

use crate::run;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Installs packages, or says what to type when this user may not.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {names}");
    if run::which("apt-get").is_none() {
        bail!("{why} is missing, and there is no apt-get here to install it with (Debian calls it: {names})");
    }
    let Some(prefix) = root_prefix() else {
        bail!("{why} is missing; as root, run: {by_hand}");
    };
    println!("installing Debian's {names}: {why}; a minute or two");
    let apt = |args: &[&str]| {
        let mut command = match prefix {
            "" => Command::new("apt-get"),
            sudo => {
                let mut command = Command::new(sudo);
                command.args(["-n", "apt-get"]);
                command
            }
        };
        // Another apt may be at work, for example the one that a fresh machine runs by itself.
        command.args(["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2"]);
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run::run(&mut apt(&["update"])).context("could not get Debian's list of packages")?;
    let install = [&["install", "--no-install-recommends"], packages].concat();
    let plan = run::output(&mut apt(&[&["--simulate"], install.as_slice()].concat()))
        .with_context(|| format!("Debian has no {names} for this machine"))?;
    let removed = removed_by(&plan);
    if !removed.is_empty() {
        bail!(
            "{why} is missing, and {names} would remove {}; if that is all right, run: {by_hand}",
            removed.join(", ")
        );
    }
    run::run(&mut apt(&[&["--yes"], install.as_slice()].concat())).with_context(|| format!("{why} is missing"))
}

/// What to put before `apt-get`, or `None` if this user cannot install packages.
fn root_prefix() -> Option<&'static str> {
    if run::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some("");
    }
    // `-n`: it must never stop to ask for a password.
    run::output(Command::new("sudo").args(["-n", "true"])).is_ok().then_some("sudo")
}

/// The packages that a simulated run says it would remove.
fn removed_by(plan: &str) -> Vec<&str> {
    plan.lines().filter_map(|line| line.strip_prefix("Remv ")?.split(' ').next()).collect()
}

#[cfg(test)]
mod tests {
    use super::removed_by;

    #[test]
    fn sees_what_would_be_removed() {
        let plan = "Remv rustc [1.63.0]\nInst rustc-web (1.96.0 Debian)\nConf rustc-web (1.96.0 Debian)";
        assert_eq!(removed_by(plan), ["rustc"]);
        assert!(removed_by("Inst chromium (150 Debian)").is_empty());
    }
}

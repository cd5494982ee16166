//! Debian's packages, for what cannot be had otherwise. Nothing is ever removed for them.

use crate::run;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Installs packages, or says what to type when this user may not.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    install_then(packages, why, |_| Ok(None))
}

/// Installs packages of servers without starting these, now or at the next boot.
pub(crate) fn install_idle(packages: &[&str], services: &[&str], why: &str) -> Result<()> {
    install_then(packages, why, |prefix| {
        let policy = Idle::begin(prefix)?;
        Ok(Some((policy, services.iter().map(|s| (*s).to_owned()).collect())))
    })
}

/// Installs packages with something held meanwhile: what keeps servers from starting, and which.
fn install_then(
    packages: &[&str],
    why: &str,
    hold: impl FnOnce(&'static str) -> Result<Option<(Idle, Vec<String>)>>,
) -> Result<()> {
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
        let mut command = as_root(prefix, "apt-get");
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
    let held = hold(prefix)?;
    run::run(&mut apt(&[&["--yes"], install.as_slice()].concat())).with_context(|| format!("{why} is missing"))?;
    if let Some((_idle, services)) = held
        && Path::new("/run/systemd/system").exists()
        && !services.is_empty()
    {
        run::run(as_root(prefix, "systemctl").args(["--quiet", "disable"]).args(&services))?;
    }
    Ok(())
}

fn as_root(prefix: &str, program: &str) -> Command {
    if prefix.is_empty() {
        return Command::new(program);
    }
    let mut command = Command::new(prefix);
    command.args(["-n", program]);
    command
}

/// Debian asks this program before it starts a service of a package; 101 means that it shall not.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// As long as it lives, installing a package starts nothing.
struct Idle {
    prefix: &'static str,
    ours: bool,
}

impl Idle {
    fn begin(prefix: &'static str) -> Result<Self> {
        if Path::new(POLICY).exists() {
            return Ok(Self { prefix, ours: false });
        }
        let script = format!("printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}");
        run::run(as_root(prefix, "sh").args(["-c", &script])).context("cannot keep the new servers from starting")?;
        Ok(Self { prefix, ours: true })
    }
}

impl Drop for Idle {
    fn drop(&mut self) {
        if self.ours
            && let Err(error) = run::run(as_root(self.prefix, "rm").args(["-f", POLICY]))
        {
            println!("note: {POLICY} keeps services from starting and could not be removed: {error:#}");
        }
    }
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

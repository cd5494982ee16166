//! Every configuration example, in every combination of its choices, is read by the real program.
//!
//! A program that is not installed is skipped, which the output says; with `WHY502_SERVERS=required` it fails. Debian
//! has all of them: nginx, apache2, haproxy, caddy, php-fpm, nodejs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use why502_knowledge::content;
use why502_knowledge::content::{Example, Piece, template};

/// The program's place, when it is installed.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).chain(["/usr/sbin".into()]).collect();
    names.iter().find_map(|name| folders.iter().map(|f| f.join(name)).find(|file| file.is_file()))
}

fn or_skip(names: &[&str]) -> Option<PathBuf> {
    let found = program(names);
    if found.is_none() {
        assert!(env::var_os("WHY502_SERVERS").is_none(), "{names:?} must be there");
        println!("skipped: {} is not installed", names[0]);
    }
    found
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("why502-examples-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|e| e.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

/// All combinations of the choices.
fn combinations(example: &Example) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![BTreeMap::new()];
    for field in &example.field {
        let values = if field.choices.is_empty() { vec![field.default.clone()] } else { field.choices.clone() };
        all = all
            .into_iter()
            .flat_map(|chosen| {
                values.iter().map(move |value| {
                    let mut chosen = chosen.clone();
                    chosen.insert(field.id.clone(), value.clone());
                    chosen
                })
            })
            .collect();
    }
    all
}

/// The example's files below `root`, with its paths there too, so that nothing of this machine is needed.
struct Written {
    root: PathBuf,
    files: Vec<(String, PathBuf)>,
}

fn write(example: &Example, chosen: &BTreeMap<String, String>, name: &str) -> Written {
    let root = folder(name);
    let mut values = chosen.clone();
    for field in &example.field {
        let value = &chosen[&field.id];
        // A path of the file system, not one of the site.
        let there = ["/var/", "/etc/", "/srv/"].iter().any(|top| value.starts_with(top));
        if field.kind == "path" && there {
            let path = format!("{}{value}", root.display());
            let file = Path::new(&path);
            if file.extension().is_some() {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
            } else {
                fs::create_dir_all(file).unwrap();
            }
            if ["certificate", "key"].contains(&field.id.as_str()) {
                fs::write(file, PEM).unwrap();
            }
            values.insert(field.id.clone(), path);
        }
        if field.kind == "port" && value.parse::<u16>().is_ok_and(|p| p < 1024) {
            values.insert(field.id.clone(), "18080".into());
        }
    }
    let mut files = Vec::new();
    for file in &example.file {
        let mut text = String::new();
        for line in template(&file.body) {
            if line.only.is_some_and(|(field, value)| values[field] != value) {
                continue;
            }
            for piece in line.pieces {
                text.push_str(match piece {
                    Piece::Text(text) => text,
                    Piece::Field(field) => &values[field],
                });
            }
            text.push('\n');
        }
        // Ports below 1024 are not everybody's to open, and nginx opens them even to test a file.
        let text = text.replace("listen 443", "listen 18443").replace("listen [::]:443", "listen [::]:18443");
        let path = root.join(file.name.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        files.push((file.name.clone(), path));
    }
    Written { root, files }
}

/// Runs `check` on every combination of every example that has a file for which `is` holds.
fn each(name: &str, is: impl Fn(&str) -> bool, check: impl Fn(&Written, &Path) -> Result<(), String>) {
    let mut read = BTreeSet::new();
    let mut wrong = Vec::new();
    for example in &content().unwrap().examples {
        for (n, chosen) in combinations(example).into_iter().enumerate() {
            let written = write(example, &chosen, &format!("{name}-{}-{n}", example.id));
            for (_, path) in written.files.iter().filter(|(file, _)| is(file)) {
                read.insert(example.id.clone());
                if let Err(said) = check(&written, path) {
                    let choices: Vec<_> = example
                        .field
                        .iter()
                        .filter(|f| !f.choices.is_empty())
                        .map(|f| (&f.id, &chosen[&f.id]))
                        .collect();
                    wrong.push(format!("{} {choices:?}: {said}", example.id));
                }
            }
            fs::remove_dir_all(&written.root).unwrap();
        }
    }
    assert!(!read.is_empty(), "no example has a file for {name}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nginx_reads_its_examples() {
    let Some(nginx) = or_skip(&["nginx"]) else { return };
    each(
        "nginx",
        |file| file.starts_with("/etc/nginx/"),
        |written, path| {
            let main = written.root.join("nginx.test.conf");
            for shared in ["mime.types", "fastcgi_params", "uwsgi_params", "proxy_params", "fastcgi.conf"] {
                let _ = fs::copy(Path::new("/etc/nginx").join(shared), written.root.join(shared));
            }
            let text = format!(
                "pid {0}/pid;\nevents {{}}\nhttp {{ access_log off; client_body_temp_path {0}/b; proxy_temp_path {0}/p; \
             fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u; scgi_temp_path {0}/s; include {1}; }}\n",
                written.root.display(),
                path.display()
            );
            fs::write(&main, text).unwrap();
            run(Command::new(&nginx).args(["-t", "-e", "stderr", "-c"]).arg(&main))
        },
    );
}

#[test]
fn apache_reads_its_examples() {
    let Some(apache) = or_skip(&["apache2", "httpd"]) else { return };
    let modules = Path::new("/usr/lib/apache2/modules");
    if !modules.exists() {
        println!("skipped: the modules of Apache are elsewhere");
        return;
    }
    each(
        "apache",
        |file| file.starts_with("/etc/apache2/"),
        |written, path| {
            let main = written.root.join("apache.test.conf");
            let mut text = format!(
                "ServerRoot {0}\nPidFile {0}/pid\nErrorLog {0}/error.log\nServerName localhost\nListen 18080\n",
                written.root.display()
            );
            for module in [
                "mpm_event",
                "authz_core",
                "alias",
                "headers",
                "proxy",
                "proxy_http",
                "slotmem_shm",
                "proxy_balancer",
                "lbmethod_byrequests",
            ] {
                text.push_str(&format!("LoadModule {module}_module {}/mod_{module}.so\n", modules.display()));
            }
            text.push_str(&format!("Define APACHE_LOG_DIR {}\nInclude {}\n", written.root.display(), path.display()));
            fs::write(&main, text).unwrap();
            run(Command::new(&apache).args(["-t", "-f"]).arg(&main))
        },
    );
}

#[test]
fn haproxy_reads_its_examples() {
    let Some(haproxy) = or_skip(&["haproxy"]) else { return };
    each(
        "haproxy",
        |file| file.ends_with("haproxy.cfg"),
        |_, path| run(Command::new(&haproxy).args(["-c", "-f"]).arg(path)),
    );
}

#[test]
fn caddy_reads_its_examples() {
    let Some(caddy) = or_skip(&["caddy"]) else { return };
    each(
        "caddy",
        |file| file.ends_with("Caddyfile"),
        |written, path| {
            let mut command = Command::new(&caddy);
            command.args(["validate", "--adapter", "caddyfile", "--config"]).arg(path);
            run(command.env("HOME", &written.root).env("XDG_DATA_HOME", &written.root))
        },
    );
}

#[test]
fn php_fpm_reads_its_examples() {
    let Some(fpm) = or_skip(&["php-fpm8.2", "php-fpm8.4", "php-fpm8.3", "php-fpm"]) else { return };
    each(
        "php-fpm",
        |file| file.contains("/fpm/pool.d/"),
        |written, path| {
            let main = written.root.join("fpm.test.conf");
            fs::write(
                &main,
                format!("[global]\nerror_log = {0}/fpm.log\ninclude={1}\n", written.root.display(), path.display()),
            )
            .unwrap();
            run(Command::new(&fpm).args(["-t", "-y"]).arg(&main))
        },
    );
}

#[test]
fn node_reads_its_examples() {
    let Some(node) = or_skip(&["node"]) else { return };
    each("node", |file| file.ends_with(".js"), |_, path| run(Command::new(&node).arg("--check").arg(path)));
}

/// A certificate and its key, for tests only: nobody trusts it, and nothing listens with it.
const PEM: &str = include_str!("localhost.pem");

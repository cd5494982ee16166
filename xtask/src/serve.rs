//! A plain static file server: what `cargo xtask serve` shows the site with, and what the browser
//! tests run it on.
//!
//! It is plain on purpose. It compresses nothing, rewrites nothing and knows no routes, so a site
//! that works here works on any file server.

use crate::tools::web_rust::Build;
use crate::{project, site};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Tried first; when something else listens there, the ports after it are tried.
const PORT: u16 = 8080;
const PORTS: u16 = 20;

/// A request's head is a few hundred bytes; more than this is not a browser's.
const MAX_HEAD: u64 = 64 * 1024;

/// `cargo xtask serve [--dev] [--no-build] [--port N]`
pub(crate) fn run(words: &[String]) -> Result<()> {
    let mut build = Some(Build::Release);
    let mut port = None;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--dev" => build = Some(Build::Dev),
            "--no-build" => build = None,
            "--port" => {
                let number = words.next().context("--port needs a number")?;
                port = Some(number.parse().with_context(|| format!("\"{number}\" is not a port"))?);
            }
            _ => bail!("serve does not know \"{word}\"; it takes --dev, --no-build and --port N"),
        }
    }
    if let Some(build) = build {
        site::make(build)?;
    }
    let folder = project::dist();
    if !folder.join("index.html").exists() {
        bail!("{} has no index.html: leave out --no-build", folder.display());
    }
    let server = Server::new(folder, "/", listen(port)?);
    println!("\nthe site is at {}   (Ctrl-C ends it)", server.url()?);
    println!("after a change, run `cargo xtask build` beside this and reload the page");
    server.serve();
    Ok(())
}

fn listen(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| format!("cannot listen on port {port}"));
    }
    for port in PORT..PORT + PORTS {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                println!("port {port} is taken by another program, trying {}", port + 1);
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot listen on port {port}"));
            }
        }
    }
    bail!("ports {PORT} to {} are all taken; name a free one with --port", PORT + PORTS - 1)
}

/// Serves one folder below one path.
pub(crate) struct Server {
    folder: PathBuf,
    /// Begins and ends with a slash.
    prefix: &'static str,
    listener: TcpListener,
}

impl Server {
    pub(crate) fn new(folder: PathBuf, prefix: &'static str, listener: TcpListener) -> Self {
        Self { folder, prefix, listener }
    }

    /// A server on a port that the system chooses, in the background until this process ends.
    pub(crate) fn start(folder: PathBuf, prefix: &'static str) -> Result<String> {
        let server = Self::new(folder, prefix, listen(Some(0))?);
        let url = server.url()?;
        thread::spawn(move || server.serve());
        Ok(url)
    }

    pub(crate) fn url(&self) -> Result<String> {
        let address: SocketAddr = self.listener.local_addr()?;
        Ok(format!("http://{address}{}", self.prefix))
    }

    pub(crate) fn serve(&self) {
        thread::scope(|scope| {
            for stream in self.listener.incoming().flatten() {
                // A browser that goes away in the middle of a file is no event here.
                scope.spawn(move || self.answer(stream));
            }
        });
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        // Browsers open connections in advance and leave them idle.
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut reader = BufReader::new(stream.try_clone()?.take(MAX_HEAD));
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut header = String::new();
        while reader.read_line(&mut header)? > 2 {
            header.clear();
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if method != "GET" && method != "HEAD" {
            return respond(
                &mut stream,
                "405 Method Not Allowed",
                "text/plain; charset=utf-8",
                b"only GET and HEAD\n",
                true,
            );
        }
        let body = method == "GET";
        match self.find(target) {
            Some((kind, content)) => respond(&mut stream, "200 OK", kind, &content, body),
            None => respond(&mut stream, "404 Not Found", "text/plain; charset=utf-8", b"no such file\n", body),
        }
    }

    /// The file that a request's target names, if there is one in the folder.
    fn find(&self, target: &str) -> Option<(&'static str, Vec<u8>)> {
        let path = target.split(['?', '#']).next()?.strip_prefix(self.prefix)?;
        let mut file = self.folder.join(inside(path)?);
        if file.is_dir() {
            file.push("index.html");
        }
        Some((mime(&file), fs::read(file).ok()?))
    }
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, content: &[u8], body: bool) -> io::Result<()> {
    // no-cache: after a rebuild, a reload must show the new site.
    let length = content.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    if body {
        stream.write_all(content)?;
    }
    stream.flush()
}

/// A request's path as a relative path, unless it leads out of the folder.
fn inside(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(percent_decoded(path)?);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Browsers refuse modules and streamed WebAssembly that come under a wrong type.
fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "log" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_the_folder() {
        assert_eq!(inside("www/style.css"), Some(PathBuf::from("www/style.css")));
        assert_eq!(inside("%E4%B8%AD.txt"), Some(PathBuf::from("中.txt")));
        for outside in ["../Cargo.toml", "a/../../b", "/etc/passwd", "%2e%2e/Cargo.toml", "%zz", "%"] {
            assert_eq!(inside(outside), None, "{outside}");
        }
    }

    #[test]
    fn wasm_and_scripts_have_the_types_that_browsers_insist_on() {
        assert_eq!(mime(Path::new("a_bg.wasm")), "application/wasm");
        assert_eq!(mime(Path::new("a.js")), "text/javascript; charset=utf-8");
    }

    /// Sends one request as it stands and returns the whole answer.
    fn ask(url: &str, request: &str) -> String {
        let address = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn serves_files_below_its_prefix_only() {
        let url = Server::start(PathBuf::from(env!("CARGO_MANIFEST_DIR")), "/a/b/").unwrap();
        let found = ask(&url, "GET /a/b/Cargo.toml?x HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(found.starts_with("HTTP/1.1 200 OK\r\n") && found.contains("name = \"xtask\""), "{found}");
        let head = ask(&url, "HEAD /a/b/Cargo.toml HTTP/1.1\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        for missing in ["/Cargo.toml", "/a/b/none", "/a/b/../Cargo.toml", "/a/b/src/"] {
            let answer = ask(&url, &format!("GET {missing} HTTP/1.1\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 404 "), "{missing}: {answer}");
        }
        assert!(ask(&url, "POST /a/b/ HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
    }
}

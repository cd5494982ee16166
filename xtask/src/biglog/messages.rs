//! What nginx writes into its error log: failures with what causes them, and what is there on every day.
//!
//! In braces stand the values that differ from line to line: see `Values` in `mod.rs`.

/// A failure as nginx reports it.
#[derive(Clone, Copy)]
pub(crate) struct Failure {
    pub(crate) level: &'static str,
    pub(crate) message: &'static str,
    /// As in `upstream: "…"`; empty when the line has none.
    pub(crate) upstream: &'static str,
    /// The line names client, server, request and host.
    pub(crate) request: bool,
    /// What the visitor got.
    pub(crate) status: u16,
    /// The label that the line alone deserves.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the engine to it"))]
    pub(crate) cause: &'static str,
}

const HTTP: &str = "http://{addr}{path}";
const HTTP_SOCKET: &str = "http://{sock}:{path}";
const HTTPS: &str = "https://{addr}{path}";
const FASTCGI: &str = "fastcgi://{addr}";
const FASTCGI_SOCKET: &str = "fastcgi://{sock}:";
const UWSGI: &str = "uwsgi://{addr}";
const UWSGI_SOCKET: &str = "uwsgi://{sock}:";
const GRPC: &str = "grpc://{addr}";

const fn failure(
    level: &'static str,
    message: &'static str,
    upstream: &'static str,
    status: u16,
    cause: &'static str,
) -> Failure {
    Failure { level, message, upstream, request: true, status, cause }
}

/// Every failure is as likely as every other.
pub(crate) const FAILURES: &[Failure] = &[
    failure(
        "error",
        "connect() failed (111: Connection refused) while connecting to upstream",
        HTTP,
        502,
        "connection-refused",
    ),
    failure(
        "error",
        "connect() failed (111: Connection refused) while connecting to upstream",
        FASTCGI,
        502,
        "connection-refused",
    ),
    failure(
        "error",
        "connect() failed (111: Connection refused) while connecting to upstream",
        GRPC,
        502,
        "connection-refused",
    ),
    failure(
        "error",
        "connect() failed (111: Connection refused) while connecting to upstream",
        UWSGI,
        502,
        "connection-refused",
    ),
    failure(
        "error",
        "connect() to {sock} failed (111: Connection refused) while connecting to upstream",
        HTTP_SOCKET,
        502,
        "connection-refused",
    ),
    failure(
        "crit",
        "connect() to {sock} failed (2: No such file or directory) while connecting to upstream",
        FASTCGI_SOCKET,
        502,
        "socket-missing",
    ),
    failure(
        "crit",
        "connect() to {sock} failed (2: No such file or directory) while connecting to upstream",
        HTTP_SOCKET,
        502,
        "socket-missing",
    ),
    failure(
        "crit",
        "connect() to {sock} failed (13: Permission denied) while connecting to upstream",
        FASTCGI_SOCKET,
        502,
        "permission-denied",
    ),
    failure(
        "error",
        "connect() to {sock} failed (11: Resource temporarily unavailable) while connecting to upstream",
        UWSGI_SOCKET,
        502,
        "workers-exhausted",
    ),
    failure(
        "error",
        "connect() failed (113: No route to host) while connecting to upstream",
        HTTP,
        502,
        "host-unreachable",
    ),
    failure(
        "error",
        "connect() to {addr} failed (101: Network is unreachable) while connecting to upstream",
        HTTP,
        502,
        "host-unreachable",
    ),
    failure(
        "crit",
        "connect() to {addr} failed (99: Cannot assign requested address) while connecting to upstream",
        HTTP,
        502,
        "ports-exhausted",
    ),
    failure(
        "error",
        "upstream timed out (110: Connection timed out) while connecting to upstream",
        HTTP,
        504,
        "connect-timeout",
    ),
    failure(
        "error",
        "upstream timed out (110: Connection timed out) while sending request to upstream",
        HTTP,
        504,
        "send-timeout",
    ),
    failure(
        "error",
        "upstream timed out (110: Connection timed out) while reading response header from upstream",
        HTTP,
        504,
        "response-timeout",
    ),
    failure(
        "error",
        "upstream timed out (110: Connection timed out) while reading response header from upstream",
        FASTCGI_SOCKET,
        504,
        "response-timeout",
    ),
    failure(
        "error",
        "recv() failed (104: Connection reset by peer) while reading response header from upstream",
        HTTP,
        502,
        "connection-reset",
    ),
    failure(
        "error",
        "upstream prematurely closed connection while reading response header from upstream",
        HTTP,
        502,
        "closed-before-response",
    ),
    failure(
        "error",
        "upstream prematurely closed connection while reading response header from upstream",
        UWSGI,
        502,
        "closed-before-response",
    ),
    failure(
        "error",
        "upstream prematurely closed connection while reading upstream",
        HTTP_SOCKET,
        200,
        "closed-mid-response",
    ),
    failure(
        "error",
        "upstream sent too big header while reading response header from upstream",
        HTTP,
        502,
        "header-too-big",
    ),
    failure(
        "error",
        "upstream sent too big header while reading response header from upstream",
        FASTCGI_SOCKET,
        502,
        "header-too-big",
    ),
    failure(
        "error",
        "upstream sent invalid header: \"Set Cookie\\x20...\" while reading response header from upstream",
        HTTP,
        502,
        "invalid-response",
    ),
    failure("error", "upstream sent invalid chunked response while reading upstream", HTTP, 200, "invalid-response"),
    failure(
        "error",
        "upstream sent unsupported FastCGI protocol version: 72 while reading response header from upstream",
        FASTCGI,
        502,
        "protocol-mismatch",
    ),
    failure(
        "error",
        "upstream sent too large http2 frame: 4740180 while reading response header from upstream",
        GRPC,
        502,
        "protocol-mismatch",
    ),
    failure(
        "error",
        "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream",
        HTTPS,
        502,
        "protocol-mismatch",
    ),
    failure(
        "error",
        "SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream",
        HTTPS,
        502,
        "tls-handshake",
    ),
    failure(
        "error",
        "peer closed connection in SSL handshake while SSL handshaking to upstream",
        HTTPS,
        502,
        "tls-handshake",
    ),
    failure(
        "error",
        "upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream",
        HTTPS,
        502,
        "tls-certificate",
    ),
    failure(
        "error",
        "upstream SSL certificate does not match \"{name}\" while SSL handshaking to upstream",
        HTTPS,
        502,
        "tls-certificate",
    ),
    failure(
        "error",
        "no live upstreams while connecting to upstream",
        "http://backend{path}",
        502,
        "no-healthy-backend",
    ),
    failure("error", "{name} could not be resolved (3: Host not found)", "", 502, "dns-not-found"),
    failure("error", "{name} could not be resolved (110: Operation timed out)", "", 502, "dns-failure"),
    failure("error", "no resolver defined to resolve {name}", "", 502, "dns-failure"),
    failure("error", "invalid URL prefix in \"{addr}\"", "", 500, "wrong-upstream"),
    failure("error", "limiting requests, excess: {excess} by zone \"perip\"", "", 503, "rate-limited"),
    failure("error", "limiting connections by zone \"conns\"", "", 503, "rate-limited"),
    failure(
        "crit",
        "pwritev() \"/var/lib/nginx/proxy/{file}\" failed (28: No space left on device) while reading upstream",
        HTTP,
        200,
        "disk-full",
    ),
    failure(
        "error",
        "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught Error: Call to undefined function load_order() in /var/www/html/index.php:2\nStack trace:\n#0 {main}\n  thrown in /var/www/html/index.php on line 2\" while reading response header from upstream",
        FASTCGI_SOCKET,
        500,
        "app-error",
    ),
    failure(
        "error",
        "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 2097152 bytes) in /var/www/html/index.php on line 1\" while reading response header from upstream",
        FASTCGI_SOCKET,
        500,
        "out-of-memory",
    ),
    Failure {
        level: "alert",
        message: "1024 worker_connections are not enough",
        upstream: "",
        request: false,
        status: 502,
        cause: "proxy-at-capacity",
    },
    Failure {
        level: "crit",
        message: "accept4() failed (24: Too many open files)",
        upstream: "",
        request: false,
        status: 502,
        cause: "too-many-open-files",
    },
];

/// What stands in an error log and says nothing about a failing backend, with how often it does, and whether the
/// line names client, server, request and host.
pub(crate) const HARMLESS: &[(&str, &str, u64, bool)] = &[
    ("error", "open() \"/var/www/html/favicon.ico\" failed (2: No such file or directory)", 30, true),
    ("error", "open() \"/var/www/html/apple-touch-icon.png\" failed (2: No such file or directory)", 14, true),
    ("error", "open() \"/var/www/html/wp-login.php\" failed (2: No such file or directory)", 12, true),
    ("error", "open() \"/var/www/html/.env\" failed (2: No such file or directory)", 8, true),
    ("error", "access forbidden by rule", 8, true),
    ("error", "directory index of \"/var/www/html/static/\" is forbidden", 4, true),
    ("error", "client intended to send too large body: 10485761 bytes", 2, true),
    ("warn", "a client request body is buffered to a temporary file /var/lib/nginx/body/{file}", 40, true),
    (
        "warn",
        "an upstream response is buffered to a temporary file /var/lib/nginx/proxy/4/03/{file} while reading upstream",
        60,
        true,
    ),
    ("info", "client {client} closed keepalive connection", 60, false),
    (
        "info",
        "SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: {client}, server: 0.0.0.0:443",
        6,
        false,
    ),
];

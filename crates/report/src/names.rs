//! Names: products as they spell themselves, families in the reader's language.

use why502_knowledge::{Family, Lang, words};

/// Product id → its usual spelling; an id that is not here is spelled as it is.
const NAMES: [(&str, &str); 24] = [
    ("apache", "Apache"),
    ("caddy", "Caddy"),
    ("cloudflare", "Cloudflare"),
    ("cloudfront", "CloudFront"),
    ("envoy", "Envoy"),
    ("gunicorn", "Gunicorn"),
    ("haproxy", "HAProxy"),
    ("java", "Java"),
    ("kernel", "Linux"),
    ("lighttpd", "lighttpd"),
    ("linux", "Linux"),
    ("mysql", "MySQL"),
    ("node", "Node.js"),
    ("php", "PHP"),
    ("php-fpm", "PHP-FPM"),
    ("postgres", "PostgreSQL"),
    ("python", "Python"),
    ("redis", "Redis"),
    ("selinux", "SELinux"),
    ("squid", "Squid"),
    ("traefik", "Traefik"),
    ("trafficserver", "Traffic Server"),
    ("uwsgi", "uWSGI"),
    ("varnish", "Varnish"),
];

/// The product's usual spelling.
pub(crate) fn product(id: &str) -> &str {
    NAMES.iter().find(|(i, _)| *i == id).map_or(id, |(_, name)| name)
}

/// Whether the product is a CDN, which stands before the site's own proxy.
pub(crate) fn is_cdn(id: &str) -> bool {
    ["cloudflare", "cloudfront", "fastly", "akamai"].contains(&id)
}

/// Whether the product is a proxy or a web server that passes requests on.
pub(crate) fn is_proxy(id: &str) -> bool {
    const PROXIES: [&str; 17] = [
        "apache",
        "caddy",
        "envoy",
        "go",
        "h2o",
        "haproxy",
        "http-proxy-middleware",
        "lighttpd",
        "nghttpx",
        "nginx",
        "node-http-proxy",
        "squid",
        "tinyproxy",
        "traefik",
        "trafficserver",
        "varnish",
        "vite",
    ];
    PROXIES.contains(&id)
}

/// The family's name in this language.
pub(crate) fn family(family: Family, lang: Lang) -> &'static str {
    let w = words(lang);
    match family {
        Family::BackendDown => w.family_backend_down,
        Family::Connection => w.family_connection,
        Family::Config => w.family_config,
        Family::Dns => w.family_dns,
        Family::Overload => w.family_overload,
        Family::Cdn => w.family_cdn,
        Family::Timeout => w.family_timeout,
        Family::Dependency => w.family_dependency,
        Family::NotGateway => w.family_not_gateway,
    }
}

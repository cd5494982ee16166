//! Who answered: the `Server` header, or the footer of a built-in error page.
//!
//! That is the speaker nearest to the visitor, not the culprit; but it says whose log to read next.

use super::between;

/// What servers call themselves → product. The version and what follows it are not part of the name.
const PRODUCTS: [(&str, &str); 28] = [
    ("akamaighost", "akamai"),
    ("apache", "apache"),
    ("ats", "trafficserver"),
    ("awselb", "aws-alb"),
    ("caddy", "caddy"),
    ("cloudflare", "cloudflare"),
    ("cloudfront", "cloudfront"),
    ("envoy", "envoy"),
    ("fly", "fly"),
    ("google frontend", "gcp-lb"),
    ("h2o", "h2o"),
    ("haproxy", "haproxy"),
    ("istio-envoy", "envoy"),
    ("kong", "kong"),
    ("lighttpd", "lighttpd"),
    ("litespeed", "litespeed"),
    ("microsoft-azure-application-gateway", "azure-appgw"),
    ("microsoft-iis", "iis"),
    ("nginx", "nginx"),
    ("openlitespeed", "litespeed"),
    ("openresty", "openresty"),
    ("railway", "railway"),
    ("railway-edge", "railway"),
    ("squid", "squid"),
    ("tinyproxy", "tinyproxy"),
    ("traefik", "traefik"),
    ("varnish", "varnish"),
    ("vercel", "vercel"),
];

/// The proxy that a header or a page's footer names; `None` for an application server or no such line.
pub(crate) fn producer(line: &[u8]) -> Option<&'static str> {
    let line = line.strip_prefix(b"< ").unwrap_or(line);
    if memchr::memmem::find(line, b"security by Cloudflare").is_some() {
        return Some("cloudflare");
    }
    let name = match line.split_at_checked(7) {
        Some((key, value)) if key.eq_ignore_ascii_case(b"server:") => value,
        // nginx closes its built-in pages with `<hr><center>nginx/1.22.1</center>` (ngx_http_special_response.c),
        // Apache with `<address>Apache/2.4.71 (Debian) Server at …` (server/core.c, ap_psignature).
        // Copied from a browser, the footer stands alone on its line.
        _ if line.len() < 60 && !line.contains(&b':') && !line.contains(&b'<') => line,
        _ => between(line, b"<hr><center>", b'<').or_else(|| between(line, b"<address>", b'<'))?,
    };
    let name = name.trim_ascii();
    let name = name.split(|b| b"/(".contains(b)).next()?.trim_ascii_end();
    let known = |own: &str| name.eq_ignore_ascii_case(own.as_bytes());
    PRODUCTS.iter().find(|(own, _)| known(own)).map(|(_, product)| *product)
}

#[cfg(test)]
mod tests {
    use super::producer;

    #[test]
    fn headers_and_footers_name_the_proxy() {
        assert_eq!(producer(b"< Server: nginx/1.22.1"), Some("nginx"));
        assert_eq!(producer(b"server: cloudflare"), Some("cloudflare"));
        assert_eq!(producer(b"Server: awselb/2.0"), Some("aws-alb"));
        assert_eq!(producer(b"<hr><center>nginx/1.22.1</center>"), Some("nginx"));
        assert_eq!(
            producer(b"<address>Apache/2.4.71 (Debian) Server at api.example.net Port 80</address>"),
            Some("apache")
        );
        assert_eq!(producer(b"nginx/1.24.0 (Ubuntu)"), Some("nginx"));
        assert_eq!(producer(b"cloudflare"), Some("cloudflare"));
        assert_eq!(producer(b"Performance & security by Cloudflare"), Some("cloudflare"));
        assert_eq!(producer(b"server: LiteSpeed"), Some("litespeed"));
        assert_eq!(producer(b"server: Fly/5c8a1b2 (2026-02-27)"), Some("fly"));
        assert_eq!(producer(b"nginx is down"), None);
        assert_eq!(producer(b"< Server: gunicorn"), None);
        assert_eq!(producer(b"server: 10.0.0.1"), None);
        assert_eq!(producer(b"x"), None);
    }
}

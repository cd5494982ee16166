//! Names: products as they spell themselves, families and hops in the reader's language.

use why502_knowledge::{Family, Layer, Words};

/// Product id → its usual spelling; an id that is not here is spelled as it is.
const NAMES: [(&str, &str); 79] = [
    ("akamai", "Akamai"),
    ("apache", "Apache"),
    ("apisix", "APISIX"),
    ("aspnetcore-module", "ASP.NET Core Module"),
    ("aws-alb", "AWS ALB"),
    ("aws-apigw", "API Gateway"),
    ("aws-ecs", "Amazon ECS"),
    ("aws-lambda", "AWS Lambda"),
    ("azure-afd", "Azure Front Door"),
    ("azure-appgw", "Azure Application Gateway"),
    ("azure-appservice", "Azure App Service"),
    ("azure-frontdoor", "Azure Front Door"),
    ("caddy", "Caddy"),
    ("cloud-run", "Cloud Run"),
    ("cloudflare", "Cloudflare"),
    ("cloudfront", "CloudFront"),
    ("coredns", "CoreDNS"),
    ("daphne", "Daphne"),
    ("dns-tools", "DNS"),
    ("docker", "Docker"),
    ("dotnet", ".NET"),
    ("elasticsearch", "Elasticsearch"),
    ("envoy", "Envoy"),
    ("envoy-istio", "Envoy"),
    ("fastify", "Fastify"),
    ("fastly", "Fastly"),
    ("fly", "Fly"),
    ("gcp-cloudrun", "Cloud Run"),
    ("gcp-lb", "Google Cloud load balancer"),
    ("gitlab", "GitLab"),
    ("go", "Go"),
    ("gunicorn", "Gunicorn"),
    ("h2o", "H2O"),
    ("haproxy", "HAProxy"),
    ("heroku", "Heroku"),
    ("hypercorn", "Hypercorn"),
    ("iis", "IIS"),
    ("java", "Java"),
    ("kafka", "Kafka"),
    ("kernel", "Linux"),
    ("kong", "Kong"),
    ("kubernetes", "Kubernetes"),
    ("linkerd", "Linkerd"),
    ("linux", "Linux"),
    ("litespeed", "LiteSpeed"),
    ("memcached", "Memcached"),
    ("mongodb", "MongoDB"),
    ("mysql", "MySQL"),
    ("netlify", "Netlify"),
    ("node", "Node.js"),
    ("openresty", "OpenResty"),
    ("passenger", "Passenger"),
    ("php", "PHP"),
    ("php-fpm", "PHP-FPM"),
    ("pm2", "PM2"),
    ("postgres", "PostgreSQL"),
    ("puma", "Puma"),
    ("python", "Python"),
    ("rabbitmq", "RabbitMQ"),
    ("railway", "Railway"),
    ("redis", "Redis"),
    ("render", "Render"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("selinux", "SELinux"),
    ("sqlserver", "SQL Server"),
    ("squid", "Squid"),
    ("supervisord", "Supervisor"),
    ("tinyproxy", "Tinyproxy"),
    ("traefik", "Traefik"),
    ("trafficserver", "Traffic Server"),
    ("unicorn", "Unicorn"),
    ("uvicorn", "Uvicorn"),
    ("uwsgi", "uWSGI"),
    ("varnish", "Varnish"),
    ("vercel", "Vercel"),
    ("waitress", "Waitress"),
    ("wget", "Wget"),
    ("yarp", "YARP"),
];

/// The product's usual spelling.
#[must_use]
pub fn product(id: &str) -> &str {
    NAMES.iter().find(|(i, _)| *i == id).map_or(id, |(_, name)| name)
}

/// Whether the product is a CDN, which stands before the site's own proxy.
pub(crate) fn is_cdn(id: &str) -> bool {
    ["akamai", "azure-frontdoor", "cloudflare", "cloudfront", "fastly", "netlify", "vercel"].contains(&id)
}

/// Whether the product is a proxy or a web server that passes requests on.
pub(crate) fn is_proxy(id: &str) -> bool {
    const PROXIES: [&str; 36] = [
        "apache",
        "apisix",
        "aspnetcore-module",
        "aws-alb",
        "aws-apigw",
        "azure-appgw",
        "caddy",
        "cloud-run",
        "envoy",
        "fly",
        "gcp-lb",
        "go",
        "h2o",
        "haproxy",
        "heroku",
        "http-proxy-middleware",
        "iis",
        "ingress-nginx",
        "kong",
        "lighttpd",
        "linkerd",
        "litespeed",
        "nghttpx",
        "nginx",
        "node-http-proxy",
        "openresty",
        "railway",
        "render",
        "squid",
        "tinyproxy",
        "traefik",
        "trafficserver",
        "varnish",
        "vite",
        "webpack-dev-server",
        "yarp",
    ];
    PROXIES.contains(&id)
}

/// What a family is called.
#[must_use]
pub fn family(family: Family, words: &Words) -> &'static str {
    match family {
        Family::BackendDown => words.family_backend_down,
        Family::Connection => words.family_connection,
        Family::Config => words.family_config,
        Family::Dns => words.family_dns,
        Family::Overload => words.family_overload,
        Family::Cdn => words.family_cdn,
        Family::Timeout => words.family_timeout,
        Family::Dependency => words.family_dependency,
        Family::NotGateway => words.family_not_gateway,
    }
}

/// What a hop is called.
#[must_use]
pub fn layer(layer: Layer, words: &Words) -> &'static str {
    match layer {
        Layer::Visitor => words.layer_visitor,
        Layer::Cdn => words.layer_cdn,
        Layer::Proxy => words.layer_proxy,
        Layer::Network => words.layer_network,
        Layer::Backend => words.layer_backend,
        Layer::Dependency => words.layer_dependency,
    }
}

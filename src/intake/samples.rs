//! The sample pastes. To add one: a file in `www/samples/`, a line here, a label in `locales/*.toml`.

use why502_knowledge::Words;

/// Something to try the page with.
pub(crate) struct Sample {
    /// For attributes.
    pub(crate) name: &'static str,
    /// The paste itself.
    pub(crate) text: &'static str,
    /// What the button says.
    pub(crate) label: fn(&Words) -> &'static str,
}

/// All of them, the most common trouble first.
pub(crate) const SAMPLES: [Sample; 8] = [
    Sample {
        name: "nginx-refused",
        text: include_str!("../../www/samples/nginx-refused.txt"),
        label: |w| w.sample_nginx_refused,
    },
    Sample {
        name: "php-fpm-socket",
        text: include_str!("../../www/samples/php-fpm-socket.txt"),
        label: |w| w.sample_php_fpm_socket,
    },
    Sample {
        name: "nginx-timeout",
        text: include_str!("../../www/samples/nginx-timeout.txt"),
        label: |w| w.sample_nginx_timeout,
    },
    Sample {
        name: "gunicorn-timeout",
        text: include_str!("../../www/samples/gunicorn-timeout.txt"),
        label: |w| w.sample_gunicorn_timeout,
    },
    Sample {
        name: "apache-503",
        text: include_str!("../../www/samples/apache-503.txt"),
        label: |w| w.sample_apache_503,
    },
    Sample {
        name: "haproxy-sc",
        text: include_str!("../../www/samples/haproxy-sc.txt"),
        label: |w| w.sample_haproxy_sc,
    },
    Sample {
        name: "cloudflare-522",
        text: include_str!("../../www/samples/cloudflare-522.txt"),
        label: |w| w.sample_cloudflare_522,
    },
    Sample { name: "curl-502", text: include_str!("../../www/samples/curl-502.txt"), label: |w| w.sample_curl_502 },
];

/// Is this text a sample, untouched?
pub(crate) fn is_one(text: &str) -> bool {
    SAMPLES.iter().any(|sample| sample.text == text)
}

#[cfg(test)]
mod tests {
    use super::SAMPLES;
    use why502_engine::{Engine, Options};
    use why502_report::Report;

    /// Every sample shows what its label promises: a sample that teaches a wrong answer is worse than none.
    #[test]
    fn samples_are_diagnosed_as_labelled() {
        let expected = [
            "connection-refused",
            "socket-missing",
            "response-timeout",
            "app-timeout",
            "connection-refused",
            "connection-refused",
            "cdn-cannot-reach-origin",
            "unknown",
        ];
        for (sample, expected) in SAMPLES.iter().zip(expected) {
            let mut engine = Engine::new(Options::default());
            engine.push(sample.text.as_bytes());
            let report = Report::from(&engine.finish());
            let cause = report.findings.first().map(|f| f.cause.as_str());
            assert_eq!(cause, Some(expected), "{}", sample.name);
        }
    }
}

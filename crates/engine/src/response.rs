//! A failed response as a whole: its status, who sent it, and whose page it carries. Two of these together say what
//! none of their lines says alone: who made the failure, and who only passed it on.

use std::ops::Range;

use crate::dialect::{Record, path_of_url, producer};

/// What is known of a response. Places are byte offsets in the text.
#[derive(Debug, Default)]
pub(crate) struct Response<'a> {
    pub(crate) status: u16,
    /// Where the status stands.
    pub(crate) at: Range<usize>,
    /// The `Server` header.
    pub(crate) server: Option<&'a [u8]>,
    /// A header that only a certain CDN adds was there.
    pub(crate) cloudflare: bool,
    pub(crate) cloudfront: bool,
    /// Who signed the page in its body.
    pub(crate) page: Option<&'static str>,
    /// The address that was asked for.
    pub(crate) url: Option<&'a [u8]>,
    /// When.
    pub(crate) time: Option<crate::dialect::time::Time>,
    /// Where what comes next stands; whoever does not say means the place of the status.
    pub(crate) here: Option<usize>,
    /// What told all this, with its place.
    pub(crate) told: Vec<(Option<usize>, Vec<u8>)>,
}

/// How many lines of a response are kept, and how much of each.
const MOST: usize = 8;
const LONGEST: usize = 500;

impl<'a> Response<'a> {
    /// Takes a header.
    pub(crate) fn header(&mut self, name: &[u8], value: &'a [u8]) {
        let named = |n: &str| name.trim_ascii().eq_ignore_ascii_case(n.as_bytes());
        let value = value.trim_ascii();
        let before = (self.server, self.cloudflare, self.cloudfront);
        if named("server") {
            self.server = Some(value);
        }
        self.cloudflare |= named("cf-ray");
        self.cloudfront |=
            named("x-amz-cf-id") || named("x-amz-cf-pop") || named("x-cache") && value.ends_with(b"cloudfront");
        if before != (self.server, self.cloudflare, self.cloudfront) {
            self.tell([name.trim_ascii(), b": ", value].concat());
        }
    }

    /// Takes a line of the body.
    pub(crate) fn body(&mut self, line: &[u8]) {
        let line = line.trim_ascii();
        // Some servers sign in a paragraph.
        let bare = line.strip_prefix(b"<p>").and_then(|rest| rest.strip_suffix(b"</p>")).unwrap_or(line);
        if self.page.is_none() {
            self.page = producer(bare);
            if self.page.is_some() {
                self.tell(line.to_vec());
            }
        }
    }

    fn tell(&mut self, mut line: Vec<u8>) {
        if self.told.len() < MOST {
            line.truncate(LONGEST);
            self.told.push((self.here, line));
        }
    }

    /// The lines that told it, as a tool shows a response, with their places.
    pub(crate) fn lines(&self) -> Vec<(usize, Vec<u8>)> {
        let status = (None, format!("Status Code: {}", self.status).into_bytes());
        let all = std::iter::once(&status).chain(&self.told);
        all.map(|(place, line)| (place.unwrap_or(self.at.start), line.clone())).collect()
    }

    /// The product that the headers name.
    pub(crate) fn product(&self) -> Option<&'static str> {
        producer(&[b"server: ", self.server?].concat())
    }

    /// The signature that the whole amounts to; `None` when it says no more than its lines.
    pub(crate) fn conclusion(&self) -> Option<String> {
        let server = self.product();
        let cloudflare = server == Some("cloudflare") || self.cloudflare;
        if cloudflare && matches!(self.status, 520..=526 | 530) {
            return Some(format!("cloudflare-{}", self.status));
        }
        let gateway = matches!(self.status, 500 | 502..=504);
        // The page is another's than the one that sent it.
        let foreign = self.page.is_some_and(|page| cloudflare && page != "cloudflare");
        let behind = self.cloudfront && self.server.is_some() && server != Some("cloudfront");
        if gateway && (foreign || behind) {
            return Some("response-relayed".into());
        }
        if server == Some("aws-alb") && self.page.is_none() {
            match self.status {
                503 => return Some("response-alb-503".into()),
                504 => return Some("response-alb-504".into()),
                _ => {}
            }
        }
        None
    }

    /// What commands can be filled with.
    pub(crate) fn record(&self) -> Record<'a> {
        let rest = self.url.and_then(|url| url.get(memchr::memmem::find(url, b"://")? + 3..));
        let end = rest.map_or(0, |rest| rest.iter().position(|b| b"/?#".contains(b)).unwrap_or(rest.len()));
        Record {
            status: Some(self.status),
            time: self.time,
            host: rest.and_then(|rest| rest.get(..end)).filter(|host| !host.is_empty()),
            path: rest.and_then(|rest| rest.get(end..)).and_then(path_of_url),
            ..Record::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Response;

    fn conclusion(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Option<String> {
        let mut response = Response { status, ..Response::default() };
        for (name, value) in headers {
            response.header(name.as_bytes(), value.as_bytes());
        }
        body.lines().for_each(|line| response.body(line.as_bytes()));
        response.conclusion()
    }

    #[test]
    fn who_made_it_and_who_passed_it_on() {
        let apache = "<address>Apache/2.4.58 (Ubuntu) Server at school.example Port 443</address>";
        assert_eq!(conclusion(503, &[("Server", "cloudflare")], apache).as_deref(), Some("response-relayed"));
        assert_eq!(conclusion(502, &[("server", "cloudflare")], "<hr><center>cloudflare</center>"), None);
        assert_eq!(conclusion(521, &[("CF-RAY", "92bb-FRA")], "").as_deref(), Some("cloudflare-521"));
        assert_eq!(
            conclusion(502, &[("server", "nginx/1.26.2"), ("x-cache", "Error from cloudfront")], "").as_deref(),
            Some("response-relayed")
        );
        assert_eq!(conclusion(502, &[("server", "CloudFront"), ("x-amz-cf-id", "x")], ""), None);
        assert_eq!(conclusion(504, &[("Server", "awselb/2.0")], "").as_deref(), Some("response-alb-504"));
        assert_eq!(conclusion(502, &[("Server", "nginx")], "<center>nginx</center>"), None);
    }
}

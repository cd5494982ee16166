//! What can show the page, and what each of them wants.
//!
//! To add one: a file in `target/` with a `SPEC`, a line in [`SPECS`], its words in every file of `text/`.

mod alb;
mod apache;
mod azure;
mod caddy;
mod cloudflare;
mod cloudfront;
mod envoy;
mod gateway_api;
mod gcp;
mod haproxy;
mod iis;
mod ingress_nginx;
mod lighttpd;
mod nginx;
mod traefik;
mod varnish;

use crate::description::Description;
use crate::kit::{File, Meter};
use crate::page::{self, Kind, Policy, Variant};
use crate::template::Template;
use crate::text::{Lang, TargetText};

/// A server, proxy or service in front of the failing program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target(&'static str);

/// What a target is made of.
pub(crate) struct Spec {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// Of its main page.
    pub(crate) variant: Variant,
    /// Whether it can serve the admin's tool itself.
    pub(crate) serves_files: bool,
    /// What goes with each step of its words; `{out}` is the folder of the files.
    pub(crate) runs: &'static [&'static str],
    pub(crate) files: fn(&mut Site),
}

const SPECS: &[Spec] = &[
    nginx::SPEC,
    apache::SPEC,
    haproxy::SPEC,
    varnish::SPEC,
    caddy::SPEC,
    lighttpd::SPEC,
    traefik::SPEC,
    envoy::SPEC,
    ingress_nginx::SPEC,
    gateway_api::SPEC,
    iis::SPEC,
    cloudflare::SPEC,
    cloudfront::SPEC,
    gcp::SPEC,
    azure::SPEC,
    alb::SPEC,
];

impl Default for Target {
    /// The most common.
    fn default() -> Self {
        Self(SPECS.first().map_or("nginx", |s| s.id))
    }
}

impl Target {
    /// The target with this id, as in `ingress-nginx`.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        SPECS.iter().find(|s| s.id == id).map(|s| Self(s.id))
    }

    /// All targets, the most common first.
    pub fn all() -> impl Iterator<Item = Self> {
        SPECS.iter().map(|s| Self(s.id))
    }

    /// The word that names it on a command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0
    }

    /// Its name as its makers write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// How much of the page it shows.
    #[must_use]
    pub fn variant(self) -> Variant {
        self.spec().variant
    }

    #[allow(clippy::indexing_slicing, reason = "a target is only ever made from the list, which is not empty")]
    pub(crate) fn spec(self) -> &'static Spec {
        SPECS.iter().find(|s| s.id == self.0).unwrap_or(&SPECS[0])
    }

    pub(crate) fn text(self, lang: Lang) -> Option<&'static TargetText> {
        lang.words().targets.iter().find(|t| t.id == self.0)
    }
}

/// The files of a target while they are being made.
pub(crate) struct Site<'a> {
    pub(crate) d: &'a Description,
    pub(crate) files: Vec<File>,
    pub(crate) meters: Vec<Meter>,
}

impl<'a> Site<'a> {
    pub(crate) fn new(d: &'a Description) -> Self {
        Self { d, files: Vec::new(), meters: Vec::new() }
    }

    /// Adds a file that nobody limits.
    pub(crate) fn add(&mut self, path: &str, text: String) {
        self.files.push(File { path: path.to_owned(), text });
    }

    /// Says how large something is, and may be.
    pub(crate) fn measure(&mut self, path: &str, bytes: usize, limit: Option<usize>) {
        self.meters.push(Meter { path: path.to_owned(), bytes, limit });
    }

    /// Adds the pages of all statuses and the one of planned work, measured. Names end in `.html`.
    pub(crate) fn pages(&mut self, folder: &str, variant: Variant, limit: Limit, render: impl Fn(&Template) -> String) {
        for (name, status, kind) in self.wanted() {
            let text = render(&page::page(self.d, status, kind, variant, Policy::Inside));
            let path = format!("{folder}{name}.html");
            self.measure(&path, text.len() + limit.headers, limit.bytes);
            self.add(&path, text);
        }
    }

    /// Adds the problem documents that go with the pages.
    pub(crate) fn problems(&mut self, folder: &str, render: impl Fn(&Template) -> String) {
        for (name, status, kind) in self.wanted() {
            self.add(&format!("{folder}{name}.json"), render(&page::problem(self.d, status, kind)));
        }
    }

    /// File name, status and matter of each page.
    pub(crate) fn wanted(&self) -> Vec<(String, u16, Kind)> {
        let mut all: Vec<_> = self.d.statuses.iter().map(|s| (s.to_string(), *s, Kind::of(*s))).collect();
        all.push(("planned".to_owned(), 503, Kind::Planned));
        all
    }

    /// The statuses, separated.
    pub(crate) fn statuses(&self, separator: &str) -> String {
        self.d.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(separator)
    }

    /// The text that `line` makes for each status, one below the other.
    pub(crate) fn each(&self, line: impl Fn(u16) -> String) -> String {
        self.d.statuses.iter().map(|s| line(*s)).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn policy(&self, variant: Variant) -> String {
        page::policy(self.d, variant)
    }

    /// The tool's path, if it is one of this very server.
    pub(crate) fn tool_path(&self) -> Option<String> {
        self.d.tool.starts_with('/').then(|| format!("/{}/", self.d.tool.trim_matches('/')))
    }
}

/// What a target takes at most of one page.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) bytes: Option<usize>,
    /// What counts beside the page itself.
    pub(crate) headers: usize,
}

impl Limit {
    pub(crate) const NONE: Self = Self { bytes: None, headers: 0 };

    pub(crate) const fn bytes(bytes: usize) -> Self {
        Self { bytes: Some(bytes), headers: 0 }
    }
}

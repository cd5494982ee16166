//! What an admin takes away: files, what to do with them, how large they are, and what to beware of.

use crate::csp;
use crate::description::{Description, Mistake};
use crate::escape::shell;
use crate::page::{self, Kind, Policy, Variant};
use crate::target::{Site, Target};
use crate::text::{Lang, fill};

/// One file of the kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies in the kit: relative, with slashes.
    pub path: String,
    /// Its content; UTF-8.
    pub text: String,
}

/// How much of what the target takes is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    /// The file that is measured.
    pub path: String,
    /// Its size as the target counts it: with headers where those count too.
    pub bytes: usize,
    /// What the target takes at most; `None` if it takes anything.
    pub limit: Option<usize>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What, in words.
    pub say: &'static str,
    /// The commands or the lines for it; may be empty.
    pub run: String,
}

/// Everything for one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kit {
    /// The target it is for.
    pub target: Target,
    /// The files.
    pub files: Vec<File>,
    /// The size of each page.
    pub meters: Vec<Meter>,
    /// The policy that the pages need, for a site that sends one of its own. `None`: the pages have no script.
    pub policy: Option<String>,
    /// The hashes of script and style in it.
    pub hashes: Vec<String>,
    /// The tool is to be on the same server, which serves no files.
    homeless_tool: bool,
}

impl Kit {
    /// What to do, in order. `out` is the folder that the files are in, as a shell would be told.
    #[must_use]
    pub fn steps(&self, lang: Lang, out: &str) -> Vec<Step> {
        let out = shell(out.trim_end_matches('/'));
        let says = self.target.text(lang).map_or(&[][..], |t| t.steps);
        let runs = self.target.spec().runs.iter().chain(std::iter::repeat(&""));
        says.iter().zip(runs).map(|(say, run)| Step { say, run: fill(run, &[("out", &out)]) }).collect()
    }

    /// What to beware of.
    #[must_use]
    pub fn traps(&self, lang: Lang) -> Vec<&'static str> {
        let mut traps = self.target.text(lang).map_or_else(Vec::new, |t| t.traps.to_vec());
        if self.homeless_tool {
            traps.push(lang.words().tool_elsewhere);
        }
        traps
    }
}

/// Why there is no kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A part of the description cannot be used.
    Mistake(Mistake),
    /// The target would refuse the file, or cut it.
    TooLarge {
        /// The target.
        target: Target,
        /// What is too large.
        meter: Meter,
    },
}

impl Refusal {
    /// What is wrong and what to do about it.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Mistake(mistake) => mistake.text(lang),
            Self::TooLarge { target, meter } => fill(
                lang.words().refusal_too_large,
                &[
                    ("file", &meter.path),
                    ("bytes", &grouped(meter.bytes)),
                    ("limit", &grouped(meter.limit.unwrap_or_default())),
                    ("target", target.name()),
                ],
            ),
        }
    }
}

/// A number with its thousands apart, as both languages write it.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Makes the files for one target.
///
/// # Errors
/// Everything that is wrong with the description, or every file that the target would not take.
pub fn build(description: &Description, target: Target) -> Result<Kit, Vec<Refusal>> {
    let d = description.checked().map_err(|wrong| wrong.into_iter().map(Refusal::Mistake).collect::<Vec<_>>())?;
    let spec = target.spec();
    let mut site = Site::new(&d);
    (spec.files)(&mut site);
    let Site { files, meters, .. } = site;
    let too_large: Vec<Refusal> = meters
        .iter()
        .filter(|m| m.limit.is_some_and(|limit| m.bytes > limit))
        .map(|m| Refusal::TooLarge { target, meter: m.clone() })
        .collect();
    if !too_large.is_empty() {
        return Err(too_large);
    }
    let script = page::script(spec.variant);
    let hashes = script.map(|s| vec![csp::hash(s), csp::hash(&page::style(&d, spec.variant))]).unwrap_or_default();
    let policy = script.map(|_| page::policy(&d, spec.variant));
    let homeless_tool = !spec.serves_files && d.tool.starts_with('/');
    Ok(Kit { target, files, meters, policy, hashes, homeless_tool })
}

/// One page alone, as a browser would get it; for a preview.
///
/// # Errors
/// Everything that is wrong with the description.
pub fn preview(description: &Description, status: u16, kind: Kind, variant: Variant) -> Result<String, Vec<Refusal>> {
    let d = description.checked().map_err(|wrong| wrong.into_iter().map(Refusal::Mistake).collect::<Vec<_>>())?;
    Ok(page::page(&d, status, kind, variant, Policy::Inside).plain())
}

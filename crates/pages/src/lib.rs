//! The page that visitors see when the server behind a gateway fails, and the configuration that installs it.
//!
//! ```
//! use why502_pages::{Description, Target, build};
//!
//! let nginx = Target::parse("nginx").ok_or("no such target")?;
//! let kit = build(&Description::new("My shop"), nginx).map_err(|_| "refused")?;
//! assert!(kit.files.iter().any(|f| f.path == "why502/pages/502.html"));
//! # Ok::<(), &str>(())
//! ```
//!
//! A page must work at any address, with nothing loaded from anywhere, without script, and inside the limits of
//! the server that shows it; so each is one file, and a [`build`] that would not be accepted is refused here.
//!
//! **Invariant:** text of the description never leaves the place it is put into. `escape.rs` has a function for
//! each kind of place; `tests/hostile.rs` tries to get out of them.

mod csp;
mod description;
mod escape;
mod kit;
mod page;
mod target;
mod template;
mod text;

pub use csp::hash as csp_hash;
pub use description::{Description, Field, Mistake, Retry, STATUSES, logo};
pub use escape::base64;
pub use kit::{File, Kit, Meter, Refusal, Step, build, preview};
pub use page::{Kind, Variant};
pub use target::Target;
pub use text::Lang;

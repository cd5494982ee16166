//! The whole engine: its laws, for any bytes.

use crate::laws;

/// Panics when a law is broken.
pub fn check(data: &[u8]) {
    laws::hold(data);
}

//! The privacy page: what stands on it, and in which order. The app and its twin draw it.

use crate::MoreWords;

impl MoreWords {
    /// Sections, each a heading and its paragraphs; `policy` says what is allowed to be asked for, and by whom.
    #[must_use]
    pub fn about_sections(&self, policy: &'static str) -> [(&'static str, Vec<&'static str>); 4] {
        [
            (self.about_what_title, vec![self.about_what]),
            (
                self.about_check_title,
                vec![self.about_check_offline, self.about_check_network, self.about_check_storage, policy],
            ),
            (self.about_share_title, vec![self.about_share, self.about_share_link]),
            (self.about_limits_title, vec![self.about_limits]),
        ]
    }
}

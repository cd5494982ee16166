//! A story around the paste. It tells nothing about the failure, and much about what was tried.

use super::{Kit, Text};

fn around(text: &Text<'_>, before: &str, after: &str) -> String {
    let end = if text.body.ends_with('\n') { "" } else { "\n" };
    format!("{before}\n\n{}{end}\n{after}\n", text.body)
}

pub(super) fn english(_: &Kit, text: &Text<'_>) -> String {
    around(
        text,
        "Hi all,\nsince this morning some of our customers cannot open the shop, others have no trouble at all. I \
         restarted nginx twice and looked at the disk and at the memory, nothing to see there. This is what I have:",
        "It is Debian 12 with everything up to date, and it ran like this for two years. Where should I look next? \
         Thanks a lot,\nKim",
    )
}

pub(super) fn chinese(_: &Kit, text: &Text<'_>) -> String {
    around(
        text,
        "各位好，今天早上開始有些客人打不開我們的網站，有些人又完全正常。nginx 已經重新啟動兩次了，硬碟和記憶體也都看過，\
         沒看到什麼異狀。以下是我找到的內容：",
        "系統是 Debian 12，都有更新，這樣跑了兩年都沒事。請問接下來該看哪裡？先謝謝大家！",
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;
    use crate::score::corpus::NOTHING;
    use crate::score::corpus::Paste;
    use crate::score::judge::answer;

    #[test]
    fn the_story_alone_says_nothing() {
        for name in ["prose-en", "prose-zh"] {
            let text = damaged(name, "x");
            assert!(text.contains("\n\nx\n\n"), "{text}");
            assert_eq!(answer(&[Paste { name: String::new(), text }]).cause, NOTHING);
        }
    }
}

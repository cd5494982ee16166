//! For those who do not know yet what to paste.

use yew::prelude::*;

use super::command::Command;
use crate::i18n::use_words;

#[component]
pub(crate) fn WhereToLook() -> Html {
    let words = use_words();
    html! {
        <details class="where">
            <summary>{ words.paste_where_title }</summary>
            <p>{ words.paste_where_log }</p>
            <Command lines={vec!["tail -n 200 /var/log/nginx/error.log".to_owned()]} />
            <p>{ words.paste_where_backend }</p>
            <Command lines={vec!["journalctl -u UNIT --since '30 min ago' --no-pager".to_owned()]} />
            <p>{ words.paste_where_curl }</p>
            <Command lines={vec!["curl -sv https://SITE/ 2>&1".to_owned()]} />
            <p>{ words.paste_where_page }</p>
        </details>
    }
}

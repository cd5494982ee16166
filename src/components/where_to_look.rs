//! For those who do not know yet what to paste.

use why502_knowledge::Words;
use yew::prelude::*;

use super::command::command;

pub(super) fn where_to_look(words: &Words) -> Html {
    let one = |line: &str| command(&[line.to_owned()], words);
    html! {
        <details class="where">
            <summary>{ words.paste_where_title }</summary>
            <p>{ words.paste_where_log }</p>
            { one("tail -n 200 /var/log/nginx/error.log") }
            <p>{ words.paste_where_backend }</p>
            { one("journalctl -u UNIT --since '30 min ago' --no-pager") }
            <p>{ words.paste_where_curl }</p>
            { one("curl -sv https://SITE/ 2>&1") }
            <p>{ words.paste_where_page }</p>
        </details>
    }
}

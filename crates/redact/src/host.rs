//! Which words are names of hosts.
//!
//! `error.log`, `java.net.ConnectException` and `shop.example.com` look alike. What tells them apart is the last
//! part, and where they stand: after `//`, after `Host:`, before a port.

use crate::kind::Kind;

/// The countries' domains, two letters each.
const COUNTRIES: &str = "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbvbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdmdodzeceeegereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsusvsxsysztctdtftgthtjtktltmtntotrtttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw";

/// The commoner of the others. Any will do where the place says that a host is named.
const OTHERS: &str = " academy agency app arpa art asia bank biz blog cafe capital care cat center chat city click clinic \
    clothing cloud club com company dental design dev digital edu education email expert fashion finance fun gallery \
    games global gov group guru health host hosting icu inc info ink insurance international jobs life link live llc \
    ltd market marketing media mil mobi money moscow name net network news one online onion org page partners photo \
    photos plus pro pub restaurant school services shoes shop site social software solutions space store studio \
    support systems taipei team tech tel tokyo tools top tours travel university vip website wiki wine work world xyz \
    zone ";

/// Names that only mean something inside: RFC 6762, RFC 8375 and what people use.
const INNER: &str = " corp home internal intra intranet lan local localdomain private svc ";

/// Countries whose letters are rather a file's ending or a field's name: `user.id`, `app.py`, `libc.so`.
const FILES: &str = " am as cc cs do id in is la md mk ml mm mo pl pm ps py rs sc sh so st tf ";

/// What may follow a name in the name of a file: `shop.example.com.access.log`.
const ENDINGS: &str = " access bak bundle cer cert cfg chain cnf conf config crt csr db env err error fullchain gz ini \
    json key log mount old out pem pid service slice socket sock sql ssl tar timer txt vhost xml yaml yml zip zst ";

/// Whose pages our texts, error pages and user agents name. They are no secret of anybody.
const KNOWN: &str = " akamai.com amazon.com apache.org asp.net aws.amazon.com baidu.com bing.com caddyserver.com \
    centos.org cloudflare.com config.ru curl.haxx.se curl.se debian.org docker.com docker.io duckduckgo.com edgesuite.net envoyproxy.io fastly.com fly.io \
    freedesktop.org ghcr.io github.com github.io gitlab.com golang.org google.com googlebot.com haproxy.org heroku.com \
    host.docker.internal ietf.org java.io java.net k8s.io kernel.org kubernetes.io letsencrypt.org lighttpd.net \
    metadata.google.internal microsoft.com mozilla.org mysql.com netlify.com nginx.com nginx.org node.js nodejs.org \
    openresty.org openssl.org php.net postgresql.org python.org redhat.com redis.io render.com rfc-editor.org schema.org self.app \
    socket.io traefik.io ubuntu.com varnish-cache.org vercel.com w3.org yahoo.com ";

/// What stands before a known name when its maker's pages are meant and no customer's.
const PAGES: &str = " blog bugs cloud dash developer developers dev docs errors go help httpd learn link nginx status support tools wiki www ";

/// Where the reserved names end (RFC 2606, RFC 6761).
const RESERVED: [&[u8]; 8] =
    [b"example", b"example.com", b"example.net", b"example.org", b"test", b"invalid", b"localhost", b"home.arpa"];

/// How sure the place makes it that a host is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Any word of the text.
    Free,
    /// After `//` or `@`.
    Authority,
    /// The value of `host:` and the like: a single word is a name too.
    Named,
}

fn listed(list: &str, word: &[u8]) -> bool {
    !word.is_empty()
        && list.as_bytes().windows(word.len() + 2).any(|w| {
            w.first() == Some(&b' ') && w.last() == Some(&b' ') && w.get(1..=word.len()).is_some_and(|w| w == word)
        })
}

fn is_country(word: &[u8]) -> bool {
    word.len() == 2 && COUNTRIES.as_bytes().chunks_exact(2).any(|pair| pair == word)
}

/// How many bytes of the word are the name of a host that is nobody's business, and of which kind.
/// `word` has letters, digits, full stops, hyphens, underscores, in a named place other letters too.
pub(crate) fn name(word: &[u8], place: Place) -> Option<(usize, Kind)> {
    let mut name = word;
    while let [head @ .., b'.' | b'-'] = name {
        name = head;
    }
    let lower = name.to_ascii_lowercase();
    let mut name = lower.as_slice();
    if reserved(name) {
        return None;
    }
    // `shop.example.com.error.log`: the ending is the file's.
    while let Some((head, ending)) = split_last(name) {
        if place != Place::Free || !listed(ENDINGS, ending) && !ending.iter().all(u8::is_ascii_digit) {
            break;
        }
        name = head;
    }
    let Some((head, last)) = split_last(name) else {
        return single(name, place);
    };
    let labels = name.split(|b| *b == b'.').filter(|label| !label.is_empty()).count();
    if labels != name.iter().filter(|b| **b == b'.').count() + 1 || known(name, head) || reserved(name) {
        return None;
    }
    if name.len() > 253 {
        return None;
    }
    if listed(INNER, last) {
        return Some((name.len(), Kind::InnerHost));
    }
    let domain = is_country(last) || listed(OTHERS, last) || last.starts_with(b"xn--");
    if place == Place::Free {
        if !domain {
            return None;
        }
        // `System.IO` and `Foo.is` are code. Names are written small, now and then large.
        let written = word.get(head.len() + 1..name.len()).unwrap_or_default();
        let all_large = !word.iter().any(u8::is_ascii_lowercase);
        // `Shop.Acme.De`: as a phone writes it.
        let title = |label: &[u8]| matches!(label, [b'A'..=b'Z', rest @ ..] if rest.iter().all(u8::is_ascii_lowercase));
        let titled = labels > 2 && is_country(last) && word.split(|b| *b == b'.').take(labels).all(title);
        if written.iter().any(u8::is_ascii_uppercase) && !all_large && !titled {
            return None;
        }
        let second = split_last(head).map_or(&b""[..], |(_, second)| second);
        let public = head.starts_with(b"www.") || listed(" ac co com edu go gov my ne net or org web ", second);
        if listed(FILES, last) && !public {
            return None;
        }
        if !head.iter().any(u8::is_ascii_alphabetic) {
            return None;
        }
        return Some((name.len(), Kind::Host));
    }
    let spelled = last.len() >= 2 && !last.iter().all(u8::is_ascii_digit);
    spelled.then_some((name.len(), Kind::Host))
}

fn split_last(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let dot = name.iter().rposition(|b| *b == b'.')?;
    Some((name.get(..dot)?, name.get(dot + 1..)?)).filter(|(head, _)| !head.is_empty())
}

/// A name without a full stop says something only where a host must be named. What a program is called, or what
/// everybody calls a machine, is no secret.
fn single(name: &[u8], place: Place) -> Option<(usize, Kind)> {
    const COMMON: &str = " admin any api app backend cache db default domain frontend gateway haproxy host kernel \
        local localhost mongo mysql nginx node none null php postgres proxy redis root router server site unknown web \
        www ";
    let word = name.iter().any(u8::is_ascii_alphabetic) && name.len() >= 2;
    (place == Place::Named && word && !listed(COMMON, name)).then_some((name.len(), Kind::InnerHost))
}

fn known(name: &[u8], head: &[u8]) -> bool {
    if listed(KNOWN, name) {
        return true;
    }
    // Labels of Kubernetes, and the only authority that most people know.
    const WHOLE: [&[u8]; 4] = [b".kubernetes.io", b".k8s.io", b".letsencrypt.org", b".lencr.org"];
    if WHOLE.iter().any(|end| name.ends_with(end)) {
        return true;
    }
    let first = head.iter().position(|b| *b == b'.').unwrap_or(head.len());
    let page = name.get(..first).unwrap_or_default();
    listed(PAGES, page) && listed(KNOWN, name.get(first + 1..).unwrap_or_default())
}

fn reserved(name: &[u8]) -> bool {
    if Kind::InnerHost.number(name).is_some() {
        return true;
    }
    RESERVED.iter().any(|end| name.strip_suffix(*end).is_some_and(|head| head.is_empty() || head.ends_with(b".")))
}

#[cfg(test)]
mod tests {
    use super::{Place, name};
    use crate::kind::Kind;

    fn found(word: &str, place: Place) -> Option<&str> {
        name(word.as_bytes(), place).map(|(length, _)| word.get(..length).unwrap())
    }

    #[test]
    fn names_are_told_from_files_and_code() {
        for host in ["acme.com", "SHOP.ACME.COM", "a-1.acme.co.uk", "www.acme.so", "acme.shop", "db.corp.internal"] {
            assert_eq!(found(host, Place::Free), Some(host));
        }
        assert_eq!(found("acme.com.access.log", Place::Free), Some("acme.com"));
        assert_eq!(found("acme.com.tw.conf", Place::Free), Some("acme.com.tw"));
        assert_eq!(found("acme.com.", Place::Free), Some("acme.com"));
        for other in [
            "error.log",
            "java.net.ConnectException",
            "org.apache.catalina.core",
            "System.IO",
            "app.py",
            "user.id",
            "php8.2-fpm.sock",
            "libc.so.6",
            "nginx.service",
            "e.g",
            "1.25.3",
            "main.rs",
            "index.php",
            "nginx.org",
            "httpd.apache.org",
            "www.w3.org",
            "shop.example.com",
            "host7.example",
            "host7.internal",
            "a..com",
        ] {
            assert_eq!(found(other, Place::Free), None, "{other}");
        }
    }

    #[test]
    fn the_place_makes_a_name() {
        assert_eq!(found("acme.photography", Place::Free), None);
        assert_eq!(found("acme.photography", Place::Authority), Some("acme.photography"));
        assert_eq!(found("acme.py", Place::Authority), Some("acme.py"));
        assert_eq!(found("backend", Place::Authority), None);
        assert_eq!(found("acme-web-7", Place::Named), Some("acme-web-7"));
        assert_eq!(found("localhost", Place::Named), None);
        assert_eq!(name(b"web.acme.lan", Place::Free).unwrap().1, Kind::InnerHost);
    }
}

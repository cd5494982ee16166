//! Addresses of networks: IPv4, IPv6, network cards.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::kind::Kind;
use crate::view::View;

/// Resolvers and a platform's own address, which everybody has in their settings.
const EVERYBODYS: [[u8; 4]; 6] =
    [[1, 1, 1, 1], [1, 0, 0, 1], [8, 8, 8, 8], [8, 8, 4, 4], [9, 9, 9, 9], [168, 63, 129, 16]];

/// The addresses of Cloudflare's own servers (network, bits), as it publishes them and as the signature of a firewall
/// that drops them has them: whom the firewall drops is the whole answer.
const CLOUDFLARE: [([u8; 4], u32); 15] = [
    ([103, 21, 244, 0], 22),
    ([103, 22, 200, 0], 22),
    ([103, 31, 4, 0], 22),
    ([104, 16, 0, 0], 13),
    ([104, 24, 0, 0], 14),
    ([108, 162, 192, 0], 18),
    ([131, 0, 72, 0], 22),
    ([141, 101, 64, 0], 18),
    ([162, 158, 0, 0], 15),
    ([172, 64, 0, 0], 13),
    ([173, 245, 48, 0], 20),
    ([188, 114, 96, 0], 20),
    ([190, 93, 240, 0], 20),
    ([197, 234, 240, 0], 22),
    ([198, 41, 128, 0], 17),
];

/// Whether an address tells nothing of anybody: private, of this machine, of a link, of documentation, a network's.
fn is_common4(address: Ipv4Addr) -> bool {
    let octets = address.octets();
    let shared = matches!(octets, [100, 64..=127, ..]);
    // `Chrome/126.0.0.0` is a version, and no host ends in three zeros.
    let network = matches!(octets, [_, 0, 0, 0] | [0 | 224..=255, ..]);
    let within =
        |(network, bits): &([u8; 4], u32)| (u32::from(address) ^ u32::from_be_bytes(*network)) >> (32 - bits) == 0;
    CLOUDFLARE.iter().any(within)
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || shared
        || network
        || EVERYBODYS.contains(&octets)
}

fn is_common6(address: Ipv6Addr) -> bool {
    let [first, second, inner @ .., _, _] = address.segments();
    // Of the documentation's addresses only the first four thousand million are pseudonyms; the others stay as well.
    let documentation = (first, second) == (0x2001, 0x0db8) && inner.iter().any(|part| *part != 0);
    address.is_loopback()
        || documentation
        || address.is_unspecified()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
        || first & 0xff00 == 0xff00
}

/// An IPv4 address that begins here: (where, whether it is to be replaced).
pub(crate) fn v4(view: &View, at: usize) -> Option<(Range<usize>, bool)> {
    let mut end = at;
    let mut dots = 0;
    while end < at + 16 && (view.at(end).is_ascii_digit() || (view.at(end) == b'.' && dots < 3)) {
        dots += usize::from(view.at(end) == b'.');
        end += 1;
    }
    // `192.0.2.7x` is none; `192.0.2.7.` ends a sentence, and in `192.0.2.7.443` tcpdump adds a port.
    if dots != 3 || view.at(end).is_ascii_alphanumeric() || view.at(end) == b'_' {
        return None;
    }
    let address: Ipv4Addr = std::str::from_utf8(view.get(at..end)).ok()?.parse().ok()?;
    Some((at..end, !is_version(view, at, end) && !is_common4(address)))
}

/// Whether a program's name stands before it: `nginx/1.25.3.1`, `OpenSSL 3.0.2.1`. Behind a blank only names of which
/// nobody has a machine, and no version is as large as most addresses or has a port.
fn is_version(view: &View, at: usize, end: usize) -> bool {
    const SLASH: [&[u8]; 9] =
        [b"openresty", b"nginx", b"tengine", b"apache", b"php", b"mysql", b"mariadb", b"haproxy", b"envoy"];
    const BLANK: [&[u8]; 3] = [b"openssl", b"kernel", b"postgresql"];
    let mark = view.at(at.saturating_sub(1));
    let before = view.get(at.saturating_sub(11)..at.saturating_sub(1)).to_ascii_lowercase();
    let behind = |list: &[&[u8]]| list.iter().any(|name| before.ends_with(name));
    let small = view.at(at + 1) == b'.' || view.at(at + 2) == b'.';
    let named = mark == b'/' && behind(&SLASH) || matches!(mark, b'/' | b' ') && behind(&BLANK);
    named && small && view.at(end) != b':'
}

/// An IPv6 address or the address of a network card that begins here. Of `::ffff:192.0.2.7` only the second half is
/// replaced, as an IPv4 address. The kind is `None` for what stays.
pub(crate) fn colons(view: &View, at: usize) -> Option<(Range<usize>, Option<Kind>)> {
    let mut end = at;
    let mut colons = 0;
    while end < at + 64 && (view.at(end).is_ascii_hexdigit() || matches!(view.at(end), b':' | b'.' | b'-')) {
        colons += usize::from(view.at(end) == b':');
        end += 1;
    }
    if let Some(end) = card(view, at, end) {
        return Some((at..end, Some(Kind::Mac)));
    }
    if colons < 2 || view.at(end).is_ascii_alphanumeric() || view.at(end) == b'_' {
        return None;
    }
    if is_code(view.get(at..end), view.at(end)) {
        return None;
    }
    // What follows may be punctuation, or a port.
    while end > at && matches!(view.at(end - 1), b'.' | b'-') {
        end -= 1;
    }
    loop {
        let text = std::str::from_utf8(view.get(at..end)).ok()?;
        if let Ok(address) = text.parse::<Ipv6Addr>() {
            if let Some(mapped) = address.to_ipv4_mapped().filter(|_| text.contains('.')) {
                let from = at + text.rfind(':').map_or(0, |colon| colon + 1);
                return Some((from..end, (!is_common4(mapped)).then_some(Kind::Address4)));
            }
            return Some((at..end, (!is_common6(address)).then_some(Kind::Address6)));
        }
        // Without its last part it may be one; `::` at the end belongs to it.
        let shorter = text.rfind([':', '-'])?;
        if shorter < 2 {
            return None;
        }
        end = at + shorter;
    }
}

/// `Fee::add(`, `C::{closure}`, `Cafe::Bad`: classes have names of such letters too. Nobody writes an address without
/// any digit in large and small letters.
fn is_code(text: &[u8], next: u8) -> bool {
    let mixed = text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase);
    let spelled = text.iter().any(u8::is_ascii_alphabetic) && !text.iter().any(u8::is_ascii_digit);
    spelled && (mixed || matches!(next, b'(' | b'{'))
}

/// Six or more pairs of hex digits, all with `:` or all with `-` between: the kernel writes fourteen in a row.
fn card(view: &View, at: usize, end: usize) -> Option<usize> {
    let mark = view.at(at + 2);
    let pair = |from: usize| view.at(from).is_ascii_hexdigit() && view.at(from + 1).is_ascii_hexdigit();
    let mut to = at;
    let mut pairs = 0;
    while to + 2 <= end && pair(to) && matches!(view.at(to + 2), b':' | b'-') && view.at(to + 2) == mark {
        to += 3;
        pairs += 1;
    }
    if !pair(to) || pairs < 5 {
        return None;
    }
    let to = to + 2;
    // Eight pairs could be an IPv6 address of eight short groups; nobody writes those with leading zeros.
    let whole = !view.at(to).is_ascii_alphanumeric() && view.at(to) != mark;
    whole.then_some(to)
}

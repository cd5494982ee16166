//! What is replaced, and by which words.
//!
//! A pseudonym keeps the form of what it stands for, so that the redacted text can still be read by every program
//! that could read the text: addresses come from the ranges set aside for documentation (RFC 5737, RFC 3849, RFC
//! 7042), names end in `.example` (RFC 2606).

use std::net::{Ipv4Addr, Ipv6Addr};

/// What kind of thing was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A public IPv4 address.
    Address4,
    /// A public IPv6 address.
    Address6,
    /// The name of a host or a domain.
    Host,
    /// A name known inside only, such as `db.corp.internal`.
    InnerHost,
    /// The name of a user.
    User,
    /// An e-mail address.
    Email,
    /// A password, a token, a key.
    Secret,
    /// What a cookie holds.
    Cookie,
    /// What a query string hands over.
    Value,
    /// A number or code in a path that stands for somebody's thing.
    Id,
    /// A number that can be a payment card's.
    Card,
    /// A network card's address.
    Mac,
    /// A Windows account's number.
    Sid,
}

impl Kind {
    /// The name in attributes, in JSON, in the keys of the locales. Both sorts of addresses and of host names are
    /// one to a reader.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Address4 | Self::Address6 => "address",
            Self::Host | Self::InnerHost => "host",
            Self::User => "user",
            Self::Email => "email",
            Self::Secret => "secret",
            Self::Cookie => "cookie",
            Self::Value => "value",
            Self::Id => "id",
            Self::Card => "card",
            Self::Mac => "mac",
            Self::Sid => "sid",
        }
    }

    /// What stands before and after the number.
    fn form(self) -> (&'static str, &'static str) {
        match self {
            Self::Address4 | Self::Address6 => ("", ""),
            Self::Host => ("host", ".example"),
            Self::InnerHost => ("host", ".internal"),
            Self::User => ("user-", ""),
            Self::Email => ("mail", "@example.com"),
            Self::Secret => ("redacted-", ""),
            Self::Cookie => ("cookie-", ""),
            Self::Value => ("value-", ""),
            Self::Id => ("id-", ""),
            Self::Card => ("card-", ""),
            Self::Mac => ("00:00:5e:00:53:", ""),
            Self::Sid => ("S-1-5-21-0-0-0-", ""),
        }
    }

    /// The pseudonym with this number, which counts from 1.
    pub(crate) fn pseudonym(self, number: u32) -> String {
        let (before, after) = self.form();
        match self {
            Self::Address4 => address4(number),
            Self::Address6 => Ipv6Addr::from((0x2001_0db8_u128 << 96) + u128::from(number)).to_string(),
            // There are 256 such addresses; the last stands for all that are more.
            Self::Mac => {
                let number = number.min(0xff);
                let digit = |n: u32| char::from_digit(n & 15, 16).unwrap_or('0');
                [before.to_owned(), String::from_iter([digit(number >> 4), digit(number)])].concat()
            }
            _ => [before, &number.to_string(), after].concat(),
        }
    }

    /// The number, when the value is one of this kind's pseudonyms (or could be).
    pub(crate) fn number(self, value: &[u8]) -> Option<u32> {
        let text = std::str::from_utf8(value).ok()?;
        match self {
            Self::Address4 => number4(text.parse().ok()?),
            Self::Address6 => {
                let rest = u128::from(text.parse::<Ipv6Addr>().ok()?).checked_sub(0x2001_0db8 << 96)?;
                u32::try_from(rest).ok()
            }
            Self::Mac => {
                let (head, digits) = text.split_at_checked(self.form().0.len())?;
                head.eq_ignore_ascii_case(self.form().0).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
            }
            _ => {
                let (before, after) = self.form();
                let digits = text.strip_prefix(before)?.strip_suffix(after)?;
                let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
                plain.then(|| digits.parse().ok()).flatten()
            }
        }
    }

    /// Kinds whose pseudonyms are plain words.
    pub(crate) const WORDS: [Self; 6] = [Self::Secret, Self::Cookie, Self::Value, Self::Id, Self::User, Self::Card];
}

/// The ranges for documentation have 762 addresses; those for measuring networks (RFC 2544), 131,072 more.
fn address4(number: u32) -> String {
    let at = number - 1;
    let address = match at / 254 {
        0 => Ipv4Addr::new(192, 0, 2, last(at)),
        1 => Ipv4Addr::new(198, 51, 100, last(at)),
        2 => Ipv4Addr::new(203, 0, 113, last(at)),
        _ => Ipv4Addr::from(0xc612_0000 + (at - 762).min(0x1_ffff)),
    };
    address.to_string()
}

fn last(at: u32) -> u8 {
    u8::try_from(at % 254 + 1).unwrap_or(254)
}

fn number4(address: Ipv4Addr) -> Option<u32> {
    let number = match address.octets() {
        [192, 0, 2, n] => u32::from(n),
        [198, 51, 100, n] => 254 + u32::from(n),
        [203, 0, 113, n] => 508 + u32::from(n),
        [198, 18 | 19, ..] => u32::from(address) - 0xc612_0000 + 763,
        _ => return None,
    };
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_pseudonym_is_known_by_its_form() {
        let kinds = [
            Kind::Address4,
            Kind::Address6,
            Kind::Host,
            Kind::InnerHost,
            Kind::User,
            Kind::Email,
            Kind::Secret,
            Kind::Sid,
        ];
        for kind in kinds {
            for number in [1, 2, 254, 255, 762, 763, 9_999, 65_535] {
                let pseudonym = kind.pseudonym(number);
                assert_eq!(kind.number(pseudonym.as_bytes()), Some(number), "{pseudonym}");
            }
        }
        assert_eq!(Kind::Mac.pseudonym(26), "00:00:5e:00:53:1a");
        assert_eq!(Kind::Mac.pseudonym(4_000), "00:00:5e:00:53:ff");
        assert_eq!(Kind::Mac.number(b"00:00:5E:00:53:1A"), Some(26));
        assert_eq!(Kind::Secret.number(b"redacted-"), None);
        assert_eq!(Kind::Secret.number(b"redacted-1x"), None);
        assert_eq!(Kind::Host.number(b"host1.example.com"), None);
    }
}

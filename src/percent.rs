//! Text in the address of a page, behind the `#`.

/// Percent-encoded: what is left is safe in an address and in what makes links of addresses.
pub(crate) fn encode(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:@,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.extend(DIGITS.get(usize::from(half)).map(|digit| char::from(*digit)));
            }
        }
    }
}

/// `None` when it is not text.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? << 4 | digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{decoded, encode};

    #[test]
    fn any_text_comes_back() {
        for text in ["", "nginx 502", "逾時 & 100 %", "a=b?c#d", "\u{0}\n😀"] {
            let mut coded = String::new();
            encode(text, &mut coded);
            assert!(coded.is_ascii() && !coded.contains(['#', '?', '&', '=', ' ']), "{coded}");
            assert_eq!(decoded(&coded).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bad in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }
}

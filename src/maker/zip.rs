//! A zip archive of small texts, not compressed: they are a few dozen kilobytes, and a packer would be more than that.
//!
//! The format is PKWARE's APPNOTE 6.3: each file with a header of its own, then the list of all, then its end.

/// Version 2.0 of the format, which knows folders.
const VERSION: u16 = 20;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// The first day that the format knows: the same form gives the same archive.
const DAY: u16 = 1 << 5 | 1;

/// The archive of these files: names with slashes, and what they hold.
pub(super) fn zip<'a>(files: impl Iterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let (mut out, mut list, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, content) in files {
        let place = word(out.len());
        let mut common = Vec::new();
        for half in [VERSION, UTF8, 0, 0, DAY] {
            common.extend(half.to_le_bytes());
        }
        for whole in [crc(content), word(content.len()), word(content.len())] {
            common.extend(whole.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        // No extra field.
        common.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content);
        list.extend(b"PK\x01\x02");
        list.extend(VERSION.to_le_bytes());
        list.extend(&common);
        // No comment, first disk, no attributes of any system.
        list.extend([0; 10]);
        list.extend(place.to_le_bytes());
        list.extend(name.as_bytes());
        count += 1;
    }
    let place = word(out.len());
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(word(list.len()).to_le_bytes());
    out.extend(place.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn word(n: usize) -> u32 {
    n as u32
}

/// CRC-32 as in ISO 3309, bit by bit: a table would be faster and larger.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ 0xedb8_8320 & (crc & 1).wrapping_neg();
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::{crc, zip};

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        // The check value of CRC-32/ISO-HDLC.
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b""), 0);
    }

    #[test]
    fn an_archive_ends_with_its_list() {
        let files = [("a/b.txt".to_owned(), &b"one"[..]), ("字.txt".to_owned(), &b""[..])];
        let made = zip(files.into_iter());
        let end = made.len() - 22;
        assert_eq!(&made[end..end + 4], b"PK\x05\x06");
        assert_eq!(made[end + 10], 2);
        let at = u32::from_le_bytes(made[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(&made[at..at + 4], b"PK\x01\x02");
        let size = u32::from_le_bytes(made[end + 12..end + 16].try_into().unwrap()) as usize;
        assert_eq!(at + size, end);
        assert_eq!(&made[30..37], b"a/b.txt");
        assert_eq!(&made[37..40], b"one");
    }
}

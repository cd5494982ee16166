//! What once survived, as lines have it, and what is left of each line: one test for each way of writing.

use why502_redact::redact;

/// Each line becomes the other, and that one stays.
#[track_caller]
fn become_these(lines: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (line, meant) in lines {
        let once = redact(line).text;
        let twice = redact(&once).text;
        if once != *meant || twice != once {
            wrong.push(format!("{line}\n  meant   {meant}\n  is      {once}\n  again   {twice}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

/// `%26` in a value is a letter of it; `&` is its end.
#[test]
fn an_encoded_delimiter_ends_nothing_that_a_plain_one_opened() {
    become_these(&[
        (
            "GET /s?filter=%7B%22name%22%3A%22linyc%22%2C%22tok%22%3A%22hunter22x%22%7D&p=1 HTTP/1.1",
            "GET /s?filter=value-1&p=value-2 HTTP/1.1",
        ),
        ("/?q=secret%20phrase77%20zz", "/?q=value-1"),
        ("/?name=O%27Brienxx", "/?name=value-1"),
        ("/?q=secret%26phrase77&x=secret%23phrase77", "/?q=value-1&x=value-2"),
        ("/?q=%3Cb%3Ephrase77", "/?q=value-1"),
        ("/?q=a%0Aphrase77%3Bzz", "/?q=value-1"),
        ("/?q=%E7%8E%8B%20%E5%B0%8F%E6%98%8E", "/?q=value-1"),
        ("/odata/Users?$filter=Name%20eq%20%27Linyc77%27", "/odata/Users?$filter=value-1"),
        (r#""GET /s?filter={\x22name\x22:\x22linyc\x22} HTTP/1.1" 502"#, r#""GET /s?filter=value-1} HTTP/1.1" 502"#),
        (
            "connect ECONNREFUSED 127.0.0.1:3000 password=hun%26ter22x",
            "connect ECONNREFUSED 127.0.0.1:3000 password=redacted-1",
        ),
        ("GET /f/O%27Brien/48123 HTTP/1.1", "GET /f/O%27Brien/id-1 HTTP/1.1"),
        ("GET /member/O%27Brien/x HTTP/1.1", "GET /member/user-1/x HTTP/1.1"),
        ("GET /home/lin%20yuchen/x", "GET /home/user-1/x"),
        // Where all is encoded, an encoded delimiter is one; and so on inside.
        ("next=%2Fs%3Fq%3Dsecret77%26p%3Dphrase77%20502", "next=%2Fs%3Fq%3Dvalue-1%26p%3Dvalue-2%20502"),
        ("next=%2Fs%3Fq%3Dsecret%252677%26p%3Dphrase77", "next=%2Fs%3Fq%3Dvalue-1%26p%3Dvalue-2"),
        // JSON's and HTML's escapes are no letters of a value.
        (
            r#"{"m":"GET /s?q=secret77\" 502","n":"password=hunter22x\nnext"}"#,
            r#"{"m":"GET /s?q=value-1\" 502","n":"password=redacted-1\nnext"}"#,
        ),
        (
            "<a href=&quot;/s?q=secret77&amp;p=phrase77&quot;>502</a>",
            "<a href=&quot;/s?q=value-1&amp;p=value-2&quot;>502</a>",
        ),
        (r#"{"url":"/s?q=secret77\u0026p=phrase77"}"#, r#"{"url":"/s?q=value-1\u0026p=value-2"}"#),
    ]);
}

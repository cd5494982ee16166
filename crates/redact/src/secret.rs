//! What lets somebody in: by the name it is handed over under, or by its own looks.

use crate::kind::Kind;

/// What a name says of the value after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// `Authorization`: the scheme stays, the rest goes, to the end of the line.
    Credentials,
    /// `Cookie`, `Set-Cookie`: names stay.
    Cookies,
    /// A header whose whole value is a secret.
    Header,
    /// A password: any value.
    Password,
    /// A token or key, if it looks like one: after these words logs say other things too (`session: closed`).
    Token,
    /// A name of a user.
    User,
    /// A name of a host.
    Host,
    /// An identifier that support will ask for.
    Trace,
}

/// The same names in Chinese, the longer ones first.
const CHINESE: [(&str, Key); 13] = [
    ("使用者名稱", Key::User),
    ("使用者", Key::User),
    ("用户名", Key::User),
    ("帳號", Key::User),
    ("账号", Key::User),
    ("密碼", Key::Password),
    ("密码", Key::Password),
    ("口令", Key::Password),
    ("權杖", Key::Token),
    ("金鑰", Key::Token),
    ("令牌", Key::Token),
    ("密钥", Key::Token),
    ("密鑰", Key::Token),
];

/// How long the Chinese name is that begins here: no blank stands around it.
pub(crate) fn chinese(text: &[u8]) -> Option<usize> {
    CHINESE.iter().find(|(name, _)| text.starts_with(name.as_bytes())).map(|(name, _)| name.len())
}

/// What this name announces.
pub(crate) fn key(word: &[u8]) -> Option<Key> {
    if word.len() > 64 {
        return None;
    }
    if let Some((_, key)) = CHINESE.iter().find(|(name, _)| name.as_bytes() == word) {
        return Some(*key);
    }
    let lower = word.to_ascii_lowercase();
    // CGI, Traefik and others put words before a header's name.
    if lower.ends_with(b"authorization") {
        return Some(Key::Credentials);
    }
    let is = |list: &[&[u8]]| list.contains(&lower.as_slice());
    if is(&[b"cookie", b"set-cookie", b"cookies", b"set-cookie2", b"http_cookie", b"request_cookie"]) {
        return Some(Key::Cookies);
    }
    if is(&[
        b"x-api-key",
        b"x-auth-token",
        b"x-amz-security-token",
        b"x-csrf-token",
        b"x-xsrf-token",
        b"api-key",
        b"apikey",
        b"x-goog-api-key",
        b"x-shopify-access-token",
        b"x-gitlab-token",
        b"private-token",
        b"x-vault-token",
    ]) {
        return Some(Key::Header);
    }
    let any = |list: &[&[u8]]| list.iter().any(|part| lower.windows(part.len()).any(|w| w == *part));
    // `accessToken`, `access_token` and `access-token` are the same name.
    let joined: Vec<u8> = lower.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    let within = |list: &[&[u8]]| list.iter().any(|part| joined.windows(part.len()).any(|w| w == *part));
    let parts = || lower.split(|b| !b.is_ascii_alphanumeric());
    let part = |list: &[&[u8]]| parts().any(|part| list.contains(&part));
    if any(&[b"-ray", b"traceparent", b"etag"])
        || within(&[
            b"requestid",
            b"traceid",
            b"spanid",
            b"correlationid",
            b"amzcfid",
            b"azureref",
            b"amzntraceid",
            b"operationid",
            b"invocationid",
            b"vercelid",
        ])
        || is(&[b"ray", b"trace", b"span", b"digest", b"sha256", b"ja3", b"fingerprint"])
    {
        return Some(Key::Trace);
    }
    if within(&[b"password", b"passwd", b"passphrase", b"passwort"])
        || part(&[b"pwd", b"pass", b"passcode", b"pgpass"]) && !any(&[b"_pass_", b"y_pass", b"i_pass"])
    {
        return Some(Key::Password);
    }
    let keys: &[&[u8]] = &[
        b"secret",
        b"token",
        b"apikey",
        b"accesskey",
        b"privatekey",
        b"accountkey",
        b"masterkey",
        b"signingkey",
        b"encryptionkey",
        b"licensekey",
        b"authkey",
        b"sharedkey",
        b"sessionid",
        b"sessid",
        b"sessionkey",
        b"credential",
        b"signature",
        b"jwt",
        b"csrf",
        b"xsrf",
        b"bearer",
        b"appkey",
        b"webhookkey",
        b"samlresponse",
        b"samlrequest",
        b"samlart",
        b"codeverifier",
        b"clientassertion",
    ];
    // `x-cache-key` is an address, `ssl_session_cache` a size.
    if any(&[b"cache"]) {
        return None;
    }
    if within(keys) || part(&[b"sid", b"session", b"sig", b"auth", b"otp", b"key", b"sas", b"nonce", b"sess"]) {
        return Some(Key::Token);
    }
    let last = lower.rsplit(|b| !b.is_ascii_alphanumeric()).next().unwrap_or_default();
    if matches!(last, b"user" | b"uid") || joined.ends_with(b"username") {
        return Some(Key::User);
    }
    if is(&[b"userid", b"user_id", b"login", b"remoteuser", b"uname", b"account", b"dbuser", b"pguser"]) {
        return Some(Key::User);
    }
    if is(&[
        b"host",
        b"hostname",
        b"host_name",
        b"authority",
        b"vhost",
        b"server_name",
        b"http_host",
        b"x-forwarded-host",
        b"sni",
        b"domain",
        b"nodename",
        b"computer",
        b"machinename",
    ]) {
        return Some(Key::Host);
    }
    None
}

/// Whether what follows `Bearer ` or `Basic ` is no word of a sentence, such as `Authentication`.
pub(crate) fn is_credential(value: &[u8]) -> bool {
    let small = value.iter().any(u8::is_ascii_lowercase);
    let large = value.iter().skip(1).any(u8::is_ascii_uppercase);
    value.len() >= 8 && (small && large || value.iter().any(u8::is_ascii_digit)) && !is_pseudonym(value)
}

/// Names of users that come with a system or a recipe.
pub(crate) fn is_common_user(name: &[u8]) -> bool {
    const COMMON: &str = " adm admin administrator all alpine anonymous any apache app appuser azureuser backup bin centos core \
        daemon data debian default deploy deployer ec2-user fedora ftp git guest haproxy httpd jenkins lighttpd linux \
        linuxbrew mail mongodb mysql nginx no nobody node none null opc php postgres public rabbitmq redis root runner \
        service shared sys system systemd-network tomcat ubuntu undefined unknown user vagrant varnish vscode web \
        webapp www www-data ";
    name.iter().all(u8::is_ascii_digit) || is_in(COMMON, name)
}

/// A page about everybody, in the path of a site: `/user/login`.
pub(crate) fn is_page(part: &[u8]) -> bool {
    const PAGES: &str = " about account activate add address addresses all api app assets auth avatar balance billing \
        block bulk cancel cart change check checkout confirm contact count coupons create css dashboard delete detail \
        details download edit email export favorites feed find forgot forgot-password group groups help history home id \
        image images import index info invite js json list login logout me message messages new notification \
        notifications oauth order orders page password pay payment points profile public query refresh register \
        registration remove reset reset-password role roles save search security session settings show sign-in sign-up \
        signin signout signup stats status store subscribe summary token unsubscribe update upload verify view wallet \
        wishlist 登入 登出 註冊 訂單 中心 資料 列表 ";
    // `login.php`, `list.json`, `v2`.
    let stem = part.split(|b| *b == b'.').next().unwrap_or(part);
    let version =
        matches!(stem, [b'v' | b'V', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
    stem.len() < 2 || version || is_in(PAGES, stem) || is_common_user(stem)
}

/// Whether a list of words between blanks has this one, whatever its case.
fn is_in(list: &str, word: &[u8]) -> bool {
    list.split(' ').any(|one| one.as_bytes().eq_ignore_ascii_case(word))
}

/// `$http_x_token`, `${API_KEY}`; but `$2y$10$…` is a password's hash (crypt's own way of writing).
pub(crate) fn is_variable(value: &[u8]) -> bool {
    let hash = value.len() > 20 && value.iter().skip(1).take(12).any(|b| *b == b'$');
    value.starts_with(b"$") && !hash
}

/// What stands where a secret would, and is none.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    const WORDS: [&[u8]; 14] = [
        b"yes",
        b"no",
        b"true",
        b"false",
        b"null",
        b"none",
        b"nil",
        b"undefined",
        b"on",
        b"off",
        b"redacted",
        b"[redacted]",
        b"[filtered]",
        b"<redacted>",
    ];
    let lower = value.to_ascii_lowercase();
    let hidden = !value.iter().any(u8::is_ascii_alphanumeric) && value.iter().all(u8::is_ascii_punctuation);
    WORDS.contains(&lower.as_slice())
        || (hidden && matches!(value, [b'*' | b'.' | b'-' | b'$' | b'<', ..] | []))
        || is_pseudonym(value)
}

/// Whether the value is one of our own words, of whatever kind.
pub(crate) fn is_pseudonym(value: &[u8]) -> bool {
    Kind::WORDS.iter().any(|kind| kind.number(value).is_some())
}

/// Whether one of our words of whatever kind stands in the value: then it was longer, or shorter, before.
pub(crate) fn has_pseudonym(value: &[u8]) -> bool {
    let names = [Kind::Host, Kind::InnerHost, Kind::Email, Kind::Address4];
    let ours = |word: &[u8]| is_pseudonym(word) || names.iter().any(|kind| kind.number(word).is_some());
    value.split(|b| !(b.is_ascii_alphanumeric() || b"@.-".contains(b))).any(ours)
}

/// Whether the word after a colon is prose: `session: closed`, `key: listen_fd`, `Missing secret: DATABASE_URL`.
pub(crate) fn is_prose(value: &[u8]) -> bool {
    let all = |is: fn(&u8) -> bool| value.iter().all(|b| is(b) || matches!(b, b'-' | b'_'));
    let setting = all(u8::is_ascii_uppercase) && value.contains(&b'_');
    setting || value.len() < 16 && all(u8::is_ascii_lowercase) || value.len() < 4
}

/// How the secrets of known makers begin, and how long they are at least.
const MAKERS: [(&[u8], usize); 53] = [
    (b"key-", 36),
    (b"AKIA", 20),
    (b"ASIA", 20),
    (b"AROA", 20),
    (b"AIDA", 20),
    (b"ABIA", 20),
    (b"ACCA", 20),
    (b"AIza", 30),
    (b"ya29.", 20),
    (b"GOCSPX-", 20),
    (b"ghp_", 20),
    (b"gho_", 20),
    (b"ghu_", 20),
    (b"ghs_", 20),
    (b"ghr_", 20),
    (b"github_pat_", 20),
    (b"glpat-", 16),
    (b"gldt-", 16),
    (b"glrt-", 16),
    (b"glcbt-", 16),
    (b"xoxa-", 14),
    (b"xoxb-", 14),
    (b"xoxe-", 14),
    (b"xoxp-", 14),
    (b"xoxr-", 14),
    (b"xoxs-", 14),
    (b"xapp-", 14),
    (b"sk_live_", 16),
    (b"sk_test_", 16),
    (b"rk_live_", 16),
    (b"rk_test_", 16),
    (b"pk_live_", 16),
    (b"pk_test_", 16),
    (b"whsec_", 16),
    (b"sk-", 24),
    (b"npm_", 20),
    (b"pypi-", 24),
    (b"dop_v1_", 20),
    (b"doo_v1_", 20),
    (b"shpat_", 16),
    (b"shpss_", 16),
    (b"shpca_", 16),
    (b"hvs.", 20),
    (b"hvb.", 20),
    (b"hf_", 20),
    (b"SG.", 30),
    (b"dapi", 32),
    (b"NRAK-", 20),
    (b"lin_api_", 20),
    (b"AGE-SECRET-KEY-", 20),
    (b"tskey-", 16),
    (b"EAA", 60),
    (b"dckr_pat_", 20),
];

/// Whether a word (letters, digits, `._+-`, also `/` and `=` inside) is a secret by its looks alone.
pub(crate) fn is_token(word: &[u8]) -> bool {
    // A JWT, or one of which the end is cut off.
    if word.starts_with(b"eyJ") && word.len() >= 20 {
        return true;
    }
    if MAKERS.iter().any(|(head, least)| word.len() >= *least && word.starts_with(head))
        && (word.iter().any(u8::is_ascii_digit) || word.len() >= 40 && word.iter().any(u8::is_ascii_uppercase))
    {
        return true;
    }
    // A bot's: a number, a colon (which ends the word before), 35 characters. Here the rest.
    word.split(|b| matches!(b, b'.' | b'=')).any(|part| is_random(part, 32))
}

/// Whether a part is long and without any order: no name, no number. What is hexadecimal throughout is far more often
/// the name of a container, a request or an image than a key; a key has its name before it.
pub(crate) fn is_random(part: &[u8], least: usize) -> bool {
    if part.len() < least {
        return false;
    }
    let digits = part.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = part.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if digits == 0 || letters == 0 {
        return false;
    }
    let large = part.iter().any(u8::is_ascii_uppercase);
    let small = part.iter().any(u8::is_ascii_lowercase);
    let sort = |b: u8| match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    // `HikariPool-1-connection-adder` changes where its words do; between them is no change.
    let sorts = || part.iter().map(|b| sort(*b)).filter(|sort| *sort < 3);
    let changes = sorts().zip(sorts().skip(1)).filter(|(a, b)| a != b).count();
    large && small && changes * 3 >= digits + letters
}

#[cfg(test)]
mod tests {
    use super::{Key, is_token, key};

    #[test]
    fn names_announce_what_follows() {
        for (word, announced) in [
            ("DB_PASSWORD", Some(Key::Password)),
            ("mysqlPwd", None),
            ("pwd", Some(Key::Password)),
            ("access_token", Some(Key::Token)),
            ("accessToken", Some(Key::Token)),
            ("aws_secret_access_key", Some(Key::Token)),
            ("PHPSESSID", Some(Key::Token)),
            ("X-Api-Key", Some(Key::Header)),
            ("Set-Cookie", Some(Key::Cookies)),
            ("x-request-id", Some(Key::Trace)),
            ("CF-RAY", Some(Key::Trace)),
            ("author", None),
            ("monkey", None),
            ("proxy_pass", None),
            ("fastcgi_pass", None),
            ("upstream", None),
            ("authority", Some(Key::Host)),
        ] {
            assert_eq!(key(word.as_bytes()), announced, "{word}");
        }
    }

    #[test]
    fn secrets_are_known_by_their_looks() {
        for secret in [
            "AKIAIOSFODNN7EXAMPLE",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
            "wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY9",
        ] {
            assert!(is_token(secret.as_bytes()), "{secret}");
        }
        for word in [
            "proxy_connect_timeout",
            "HikariPool-1-connection-adder-HikariPool-2",
            "acme-shop-7d4b9c6f5-x2x9p",
            "ngx_http_upstream_process_header",
            "java.util.concurrent.ThreadPoolExecutor",
            "0123456789abcdef0123456789abcdef",
            "0b9c1f2e-1c1d-4f0a-9a43-7f2f0c1f7b11",
            "NS_ERROR_NET_INADEQUATE_SECURITY_0123456",
        ] {
            assert!(!is_token(word.as_bytes()), "{word}");
        }
    }
}

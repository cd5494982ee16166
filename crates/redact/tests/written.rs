//! What once survived, as lines have it, and what is left of each line: one test for each way of writing.

mod becoming;

use becoming::{become_these, stay};

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

/// Who gets into a database is in its address, whatever the password is made of.
#[test]
fn a_login_goes_whatever_its_password_holds() {
    become_these(&[
        ("amqp://shopadm:hun%2Fter22x@10.0.0.3/vh", "amqp://user-1:redacted-1@10.0.0.3/vh"),
        ("postgres://shopadm:p%23ss%20word99@10.0.0.5/shop", "postgres://user-1:redacted-1@10.0.0.5/shop"),
        ("postgres://shopadm:hun/ter22x@10.0.0.5:5432/shop", "postgres://user-1:redacted-1@10.0.0.5:5432/shop"),
        ("postgres://shopadm:pa,ss)word99@10.0.0.5/shop", "postgres://user-1:redacted-1@10.0.0.5/shop"),
        ("(\"postgres://shopadm:pa}word99@10.0.0.5/shop\")", "(\"postgres://user-1:redacted-1@10.0.0.5/shop\")"),
        (
            "redis://shopadm:hun#ter22x@10.0.0.5 redis://:hun?ter22x@db",
            "redis://user-1:redacted-1@10.0.0.5 redis://:redacted-2@db",
        ),
        ("dsn: shopadm:hunter22x@tcp(10.0.0.3:3306)/shop", "dsn: user-1:redacted-1@tcp(10.0.0.3:3306)/shop"),
        ("HTTP_PROXY=linyc:hunter22x@10.0.0.3:3128", "HTTP_PROXY=user-1:redacted-1@10.0.0.3:3128"),
        (
            "jdbc:oracle:thin:shopadm/hunter22x@10.0.0.3:1521:orcl",
            "jdbc:oracle:thin:user-1/redacted-1@10.0.0.3:1521:orcl",
        ),
        (
            "jdbc:oracle:thin:shopadm/hunter22x@//10.0.0.3:1521/shop",
            "jdbc:oracle:thin:user-1/redacted-1@//10.0.0.3:1521/shop",
        ),
        (
            "curl -sulinyc:x -ulinyc:hunter22x http://127.0.0.1/",
            "curl -sulinyc:x -uuser-1:redacted-1 http://127.0.0.1/",
        ),
        ("mysql -ushopadm -phunter22x -h 10.0.0.5", "mysql -uuser-1 -predacted-1 -h 10.0.0.5"),
    ]);
}

/// A port is no password, and a package is no host.
#[test]
fn what_only_looks_like_a_login_stays() {
    stay(&[
        "http://127.0.0.1:3000/@scope/pkg upstream: \"http://10.0.0.5:8080/a,b@c\"",
        "Error: app:1.2@sha256:9b2c4d6e8f0a1b3c5d7e9f0a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8d0e2f4a6b8c",
        "10:47:22 root@10.0.0.5:22 jdbc:postgresql://10.0.0.5:5432/shop",
        "docker run --name mysql -p3306:3306 -p127.0.0.1:80:80",
        "nc -p3000 -upstream: php -ufoo:bar; ssh -p2222 root@10.0.0.5",
    ]);
}

/// Programs write headers as lists, maps and pairs.
#[test]
fn a_header_is_known_in_every_structure() {
    become_these(&[
        (
            r#""headers":{"Authorization":["Bearer abcDEF123456ghi"],"X-Api-Key":["k-99887766aa"],"X-Auth-Token":["tok77aa88bb","tok88bb99cc"],"Accept":["*/*"]},"status":502"#,
            r#""headers":{"Authorization":["Bearer redacted-1"],"X-Api-Key":["redacted-2"],"X-Auth-Token":["redacted-3","redacted-4"],"Accept":["*/*"]},"status":502"#,
        ),
        (
            "map[Authorization:[Bearer abcDEF123456ghi] X-Api-Key:[k-99887766aa]] 502",
            "map[Authorization:[Bearer redacted-1] X-Api-Key:[redacted-2]] 502",
        ),
        (
            r#"{"token":[4711],"session":["abc77def88", "xyz"]}"#,
            r#"{"token":[0],"session":["redacted-1", "redacted-2"]}"#,
        ),
        ("md authorization=[Bearer abcDEF123456ghi] 502", "md authorization=[Bearer redacted-1] 502"),
        (
            "password=[hunter22x] token=(tok77aa88bb) secret={yy99zz88} refused",
            "password=[redacted-1] token=(redacted-2) secret={redacted-3} refused",
        ),
        (
            r#""request_Authorization":"Bearer abcDEF123456ghi","OriginStatus":502"#,
            r#""request_Authorization":"Bearer redacted-1","OriginStatus":502"#,
        ),
        ("HTTP_AUTHORIZATION=Basic dXNlcjpwYXNz", "HTTP_AUTHORIZATION=Basic redacted-1"),
        (
            r#""HTTP_AUTHORIZATION"=>"Bearer abcDEF123456ghi", "a"=>1"#,
            r#""HTTP_AUTHORIZATION"=>"Bearer redacted-1", "a"=>1"#,
        ),
        ("(b'authorization', b'Bearer abcDEF123456ghi'), 502", "(b'authorization', b'Bearer redacted-1'), 502"),
        (
            r#"{"key":"Authorization","value":"Bearer abcDEF123456ghi"} {"key":"x-api-key","value":"k-99887766aa"}"#,
            r#"{"key":"Authorization","value":"Bearer redacted-1"} {"key":"x-api-key","value":"redacted-2"}"#,
        ),
        (
            r#"{"value":"Bearer abcDEF123456ghi","name":"authorization"}"#,
            r#"{"value":"Bearer redacted-1","name":"authorization"}"#,
        ),
        ("{example.com|sid=x77y88|Bearer abcDEF123456ghi} 502", "{example.com|sid=redacted-1|Bearer redacted-2} 502"),
        (
            "sent Bearer abcDEF123456ghi, sent Basic dXNlcjpodW50ZXIyMng=",
            "sent Bearer redacted-1, sent Basic redacted-2",
        ),
        (
            r#"proxy_set_header Authorization "Basic dXNlcjpwYXNz";"#,
            r#"proxy_set_header Authorization "Basic redacted-1";"#,
        ),
    ]);
    stay(&[
        "Basic Authentication, Bearer authentication, Basic realm=\"x\", BASIC AUTHENTICATION, Bearer token",
        r#"{"password": {"a": 1}, "token": [], "secret": {"b": ["c"]}}"#,
        "session: [emerg] token: [closed] session: (111: Connection refused) secret: (key",
        "AH01618: user not found: authorization [core:error]",
    ]);
}

/// Whatever a site calls its parameters, and whether it does at all.
#[test]
fn a_query_value_goes_whatever_its_name() {
    become_these(&[
        ("GET /s?%E9%97%9C=hunter22x HTTP/1.1", "GET /s?%E9%97%9C=value-1 HTTP/1.1"),
        ("GET /搜尋?關鍵字=王小明&電話=0912345678", "GET /搜尋?關鍵字=value-1&電話=value-2"),
        (
            "/s?a=1&d:e=tok77aa88bb&f/g=yy99zz88&h@i=oo11pp22&j,k=qq33rr44&é=mm55nn66 502",
            "/s?a=value-1&d:e=value-2&f/g=value-3&h@i=value-4&j,k=value-5&é=value-6 502",
        ),
        ("GET /cb?hunter22x HTTP/1.1", "GET /cb?value-1 HTTP/1.1"),
        ("GET /cb?a=1&hunter22x&b HTTP/1.1", "GET /cb?a=value-1&value-2&b HTTP/1.1"),
        ("GET /s?a=1&x=a;tok77aa88bb HTTP/1.1", "GET /s?a=value-1&x=value-2 HTTP/1.1"),
        ("GET /index.php;jsessionid=abc77def?a=1 HTTP/1.1", "GET /index.php;jsessionid=value-1 HTTP/1.1"),
        ("see http://10.0.0.5/?a=tok77; then", "see http://10.0.0.5/?a=value-1; then"),
    ]);
    stay(&["GET /cb?wsdl HTTP/1.1", "/page?refresh&x /a?b", "is it /etc/hosts? maybe"]);
}

/// Where a line says which host it is about, any name is one.
#[test]
fn a_host_goes_in_every_notation() {
    become_these(&[
        (
            "client: 10.0.0.9, server: *.blauwal.de, request: \"GET / HTTP/1.1\"",
            "client: 10.0.0.9, server: *.host1.example, request: \"GET / HTTP/1.1\"",
        ),
        ("client: 10.0.0.9, server: .blauwal.de, request:", "client: 10.0.0.9, server: .host1.example, request:"),
        ("X509v3: DNS:*.blauwal.de, DNS:blauwal.de", "X509v3: DNS:*.host1.example, DNS:host1.example"),
        ("certificate subject name '*.blauwal.de' does not", "certificate subject name '*.host1.example' does not"),
        ("< Set-Cookie: a=; Domain=.blauwal.de; Path=/", "< Set-Cookie: a=; Domain=.host1.example; Path=/"),
        (
            "client: 10.0.0.9, server: kiosk.blauwal.photography, host: \"kiosk.blauwal.photography\"",
            "client: 10.0.0.9, server: host1.example, host: \"host1.example\"",
        ),
        (
            "client: 10.0.0.9, server: acme77.sh, request: client: 10.0.0.9, server: 商店77.台灣, request:",
            "client: 10.0.0.9, server: host1.example, request: client: 10.0.0.9, server: host2.example, request:",
        ),
        (
            r"client: 10.0.0.9, server: ~^(www\.)?blauwal\.de$, request:",
            "client: 10.0.0.9, server: ~host1.example, request:",
        ),
        ("Could not reach Kiosk.Blauwal.De.", "Could not reach host1.example."),
        (
            "<34>1 2026-03-04T10:47:22.003Z acme-web01 nginx 812 - - upstream timed out",
            "<34>1 2026-03-04T10:47:22.003Z host1.internal nginx 812 - - upstream timed out",
        ),
    ]);
    stay(&[
        "client: 10.0.0.9, server: _, request: \"GET / HTTP/1.1\"",
        "client: 10.0.0.9, server: localhost, request: a, server: nginx/1.25.3",
        "<34>1 2026-03-04T10:47:22.003Z - nginx 812 - - upstream timed out",
        "host not found in upstream \"backend:8000\" document.querySelector('.btn.info').user.name System.Net.IO",
        "lo, server: openresty/1.25.3.1, Server: Apache/2.4.58 (Debian)",
    ]);
}

/// What somebody has to type in again, or to look up, stays.
#[test]
fn words_of_prose_are_no_secrets() {
    stay(&[
        "Missing secret: DATABASE_URL",
        "missing key: listen_fd",
        "Cookie: missing",
        "invalid session: UNKNOWN_SESSION",
    ]);
    become_these(&[
        ("token: abc77def88 Cookie: hunter22xhunter22x", "token: redacted-1 Cookie: cookie-1"),
        ("DB_SECRET=DATABASE_URL", "DB_SECRET=redacted-1"),
    ]);
}

/// A path of this machine is typed into a command; its numbers are nobody's.
#[test]
fn numbers_in_a_machines_own_paths_stay() {
    stay(&[
        "connect() to unix:/run/user/1000/app.sock failed (2: No such file or directory)",
        "connect() to unix:/srv/shop48123/app.sock failed",
        "cat /proc/48123/limits; ls /run/user/1000/ /var/lib/docker/containers/3f9a8c7b6d5e4f3a2b1c0d9e8f7a6b5c/x.log",
        "/var/www/shop/releases/20260304104722/public/index.php",
    ]);
    become_these(&[
        (
            "upstream: \"http://unix:/run/user/1000/app.sock:/orders/48123\"",
            "upstream: \"http://unix:/run/user/1000/app.sock:/orders/id-1\"",
        ),
        ("GET /orders/48123 unix:/home/lin.yuchen/1000/app.sock", "GET /orders/id-1 unix:/home/user-1/1000/app.sock"),
        ("GET http://10.0.0.5/proc/48123", "GET http://10.0.0.5/proc/id-1"),
    ]);
}

/// Four numbers behind a program's name are its version.
#[test]
fn a_version_of_four_parts_is_no_address() {
    stay(&["nginx/1.25.3.1", "OpenSSL 3.0.2.1", "kernel 5.15.0.91", "postgresql 14.10.0.1", "PostgreSQL/14.10.0.1"]);
    become_these(&[
        ("kiosk/185.17.88.7:443 nginx 185.17.88.7", "kiosk/192.0.2.1:443 nginx 192.0.2.1"),
        ("nginx/185.17.88.7:80", "nginx/192.0.2.1:80"),
    ]);
}

/// Notes of people who write Chinese, with its signs.
#[test]
fn chinese_names_and_full_width_signs_announce_too() {
    become_these(&[
        ("帳號：lin.yc 密碼：hunter22x 權杖：abcDEF123456ghi", "帳號：user-1 密碼：redacted-1 權杖：redacted-2"),
        ("密碼=hunter22x，token＝abcDEF123456ghi。連線被拒", "密碼=redacted-1，token＝redacted-2。連線被拒"),
        ("password：hunter22x、使用者名稱: linyc", "password：redacted-1、使用者名稱: user-1"),
        (r#"{"密碼":"hunter，22x","金鑰":"tok77aa88bb"}"#, r#"{"密碼":"redacted-1","金鑰":"redacted-2"}"#),
        ("GET /會員/王小明/訂單 GET /使用者/lin.yc", "GET /會員/user-1/訂單 GET /使用者/user-2"),
    ]);
    stay(&["密碼：錯誤", "密碼錯誤：連線被拒", "使用者 10.0.0.5 看到 502", "GET /會員/登入", "權杖：已過期"]);
}

/// A name that ends in `user` names one.
#[test]
fn a_user_goes_whatever_stands_before_the_word() {
    become_these(&[
        ("uid=linyc DB_USERNAME=linyc SMTP_USER=anna77", "uid=user-1 DB_USERNAME=user-1 SMTP_USER=user-2"),
        ("X-Forwarded-User: linyc", "X-Forwarded-User: user-1"),
        ("Remote-User: linyc", "Remote-User: user-1"),
        (
            r#""ClientUsername":"linyc","X-Remote-User":["anna77"]"#,
            r#""ClientUsername":"user-1","X-Remote-User":["user-2"]"#,
        ),
    ]);
    stay(&["uid=33 gid=33 SMTP_USER=www-data"]);
}

/// Who has the link gets in: a part of a path that is no word.
#[test]
fn a_link_that_only_one_has_goes() {
    become_these(&[
        ("GET /password/reset/q9Zk3LmPx7RtYw2Bn5Vc8Dh4 HTTP/1.1", "GET /password/reset/id-1 HTTP/1.1"),
        ("GET /verify/bGluLnljQGFjbWUuY29t /s/V1StGXR8_Z5jdHi6B-myT", "GET /verify/id-1 /s/id-2"),
        ("GET /s/01ARZ3NDEKTSV4RRFFQ69G5FAV /o/5f2a9c0b7d1e", "GET /s/id-1 /o/id-2"),
        (
            "https://hooks.slack.com/services/T024BE7LD/B03ABCD12/XyZ1aBcDeFgHiJkLmNoPqRsT",
            "https://host1.example/services/T024BE7LD/B03ABCD12/id-1",
        ),
    ]);
    stay(&[
        "GET /assets/index-BKx3kP9aQ2.js /api/v1/OAuth2LoginController /login/oauth2/HttpServer2Connection",
        "/usr/lib/x86_64-linux-gnu/libssl.so.3 /etc/letsencrypt/live /opt/HikariPool1/ADMIN_CONSOLE_PAGE_OVERVIEW",
    ]);
}

/// Settings of servers, forms and documents.
#[test]
fn a_value_goes_where_settings_and_pages_have_it() {
    become_these(&[
        (
            "git: ghp_abcdefghijABCDEFGHIJabcdefghijABCDEF mail: key-3ax6xnjp29jd6fds4gc373sgvjxteol0",
            "git: redacted-1 mail: redacted-2",
        ),
        ("SetEnv DB_PASS hunter22x", "SetEnv DB_PASS redacted-1"),
        ("fastcgi_param APP_SECRET tok77aa88bb;", "fastcgi_param APP_SECRET redacted-1;"),
        ("RequestHeader set X-Api-Key \"k-99887766aa\"", "RequestHeader set X-Api-Key \"redacted-1\""),
        ("<password>hunter22x</password>", "<password>redacted-1</password>"),
        ("<meta name=\"csrf-token\" content=\"tok77aa88bb\">", "<meta name=\"csrf-token\" content=\"redacted-1\">"),
        ("<input name=\"_token\" value=\"tok77aa88bb\">", "<input name=\"_token\" value=\"redacted-1\">"),
        ("<add key=\"ApiKey\" value=\"tok77aa88bb\"/>", "<add key=\"ApiKey\" value=\"redacted-1\"/>"),
    ]);
    stay(&["<Key>index.html</Key>", "the \"token\" value is wrong", "fastcgi_param HTTPS on; SetEnv APP_ENV prod"]);
}

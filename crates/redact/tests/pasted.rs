//! What people paste besides lines of logs: a terminal with its prompt, commands, settings, rows of columns, stack
//! traces.

mod becoming;

use becoming::{become_these, stay};

/// Who typed a command, and on which machine.
#[test]
fn a_prompt_names_nobody() {
    become_these(&[
        ("linyc@web01:~$ curl -I http://127.0.0.1/", "user-1@host1.internal:~$ curl -I http://127.0.0.1/"),
        ("[linyc@acme-web01 conf.d]$ nginx -t", "[user-1@host1.internal conf.d]$ nginx -t"),
        ("root@acme-web01:/etc/nginx# nginx -t", "root@host1.internal:/etc/nginx# nginx -t"),
        ("linyc@Lins-MacBook-Pro ~ % curl x", "user-1@host1.internal ~ % curl x"),
        ("(venv) linyc@web01 ~/shop> curl x", "(venv) user-1@host1.internal ~/shop> curl x"),
        ("> linyc@web01 ~ $\nHTTP/1.1 502 Bad Gateway", "> user-1@host1.internal ~ $\nHTTP/1.1 502 Bad Gateway"),
        (r#"{"paste":"linyc@web01:/srv/shop$ ls\n"}"#, r#"{"paste":"user-1@host1.internal:/srv/shop$ ls\n"}"#),
        // Known from the prompt, it is known in the journal.
        ("root@acme-web01:~# journalctl\nacme-web01 is up", "root@host1.internal:~# journalctl\nhost1.internal is up"),
        ("ssh linyc@10.0.0.5; ssh linyc@185.17.88.7", "ssh user-1@10.0.0.5; ssh user-1@192.0.2.1"),
    ]);
    stay(&[
        "root@localhost:~# nginx -t",
        "error: root@web01 > 5 # x",
        "bind ipv4@10.0.0.5:80 express@4.18.2 GET /@scope/pkg@10.2.3.4",
        "a@b.service: Failed with result 'exit-code'.",
    ]);
}

/// sudo, PAM, systemd and sshd, as the journal has them.
#[test]
fn a_journal_names_nobody() {
    become_these(&[
        (
            "sudo[811]:    linyc : TTY=pts/0 ; PWD=/home/linyc ; USER=root ; COMMAND=/usr/sbin/nginx -t",
            "sudo[811]:    user-1 : TTY=pts/0 ; PWD=/home/user-1 ; USER=root ; COMMAND=/usr/sbin/nginx -t",
        ),
        (
            "pam_unix(sshd:session): session opened for user linyc(uid=1000) by (uid=0)",
            "pam_unix(sshd:session): session opened for user user-1(uid=1000) by (uid=0)",
        ),
        (
            "Accepted publickey for linyc from 10.0.0.9 port 51234",
            "Accepted publickey for user-1 from 10.0.0.9 port 51234",
        ),
        (
            "Failed password for invalid user linyc from 10.0.0.9",
            "Failed password for invalid user user-1 from 10.0.0.9",
        ),
        ("[sudo] password for linyc: ", "[sudo] password for user-1: "),
        ("New session 12 of user linyc.", "New session 12 of user user-1."),
        ("FATAL:  role \"linyc\" does not exist", "FATAL:  role \"user-1\" does not exist"),
        (
            "Access denied for user 'shopadm'@'acme-web01' (using password: YES)",
            "Access denied for user 'user-1'@'host1.internal' (using password: YES)",
        ),
    ]);
    stay(&[
        "session opened for user root(uid=0) by (uid=0)",
        "Access denied for user 'root'@'localhost' (using password: NO)",
        "no handler for request from 10.0.0.9, waiting for server from 10.0.0.9",
        "the list of users for user agents; role: primary, \"role\":\"assistant\"",
        "PWD=/var/www/shop",
    ]);
}

/// What only its column gives away.
#[test]
fn a_column_goes_where_the_row_has_no_names() {
    become_these(&[
        (
            "10.0.0.7 annaw linyc [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
            "10.0.0.7 user-1 user-2 [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
        ),
        (
            "10.0.0.7 - ANNAW [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
            "10.0.0.7 - user-1 [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
        ),
        (
            "2026-03-04 02:47:22 10.0.0.5 GET /shop.aspx t=hunter22x&u=a 443 - 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
            "2026-03-04 02:47:22 10.0.0.5 GET /shop.aspx t=value-1&u=value-2 443 - 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
        ),
        (
            "2026-03-04 02:47:22 10.0.0.5 POST /a q=a%20phrase77 443 SHOP\\annaw ::1 Mozilla/5.0 - 502 3 12029 21031",
            "2026-03-04 02:47:22 10.0.0.5 POST /a q=value-1 443 user-1 ::1 Mozilla/5.0 - 502 3 12029 21031",
        ),
        (
            "2026-03-04 02:47:22 10.0.0.5 GET / - 443 annaw 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
            "2026-03-04 02:47:22 10.0.0.5 GET / - 443 user-1 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
        ),
        (
            "2026-03-04\t02:47:22\tTPE52-C1\t512\t10.0.0.9\tGET\td1.cloudfront.net\t/a\t502\t-\tMozilla/5.0\tq=hunter22x&b=1\tcart=abc77;%20sid=def88\tError",
            "2026-03-04\t02:47:22\tTPE52-C1\t512\t10.0.0.9\tGET\thost1.example\t/a\t502\t-\tMozilla/5.0\tq=value-1&b=value-2\tcart=cookie-1;%20sid=cookie-2\tError",
        ),
        (
            "body: code=4/0AX4XfWh&state=abc77 (SAMLResponse=PHNhbWxwOlJlc3BvbnNl)",
            "body: code=value-1&state=value-2 (SAMLResponse=redacted-1)",
        ),
    ]);
    become_these(&[(
        "10.0.0.7 kiosk.blauwal.de - [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
        "10.0.0.7 host1.example - [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
    )]);
    stay(&[
        "10.0.0.7 - - [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
        "10.0.0.7 GET 502 [04/Mar/2026:10:47:20 +0800] x",
        "10.0.0.7 - \"\" [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/1.1\" 502 157",
        "2026-03-04 02:47:22 10.0.0.5 GET /shop.aspx - 443 - 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
        "GET /a HTTP/1.1 502 - 10.0.0.5",
        "GET /a 502 157 0.003 10.0.0.5:8080",
        "GET /a status=502 duration=5ms upstream=10.0.0.5",
        "a=1 && b=2; x=1 & y=2",
    ]);
}

/// PHP writes the arguments of every call into its trace, the password of the database among them.
#[test]
fn the_arguments_of_a_trace_go() {
    become_these(&[
        (
            "#0 /var/www/shop/db.php(12): PDO->__construct('mysql:host=10.0...', 'shopadm', 'hunter,22x', Array)",
            "#0 /var/www/shop/db.php(12): PDO->__construct('mysql:host=10.0...', 'value-1', 'value-2', Array)",
        ),
        (
            "#1 /srv/wp-db.php(736): mysqli_real_connect(Object(mysqli), '10.0.0.5', 'shopadm', 'hunter22x', NULL, 3306)",
            "#1 /srv/wp-db.php(736): mysqli_real_connect(Object(mysqli), '10.0.0.5', 'value-1', 'value-2', NULL, 3306)",
        ),
        (
            "#2 /srv/a.php(1): wpdb->__construct('shopadm', 'hunter22x', 'shop', 'localhost')",
            "#2 /srv/a.php(1): wpdb->__construct('value-1', 'value-2', 'value-3', 'localhost')",
        ),
        (
            r"x.php:3\nStack trace:\n#3 [internal function]: Shop\\Cart->pay('王小明', '')\n#4 {main}",
            r"x.php:3\nStack trace:\n#3 [internal function]: Shop\\Cart->pay('value-1', '')\n#4 {main}",
        ),
        // As PHP 8.2 wrote it.
        (
            r"#1 /srv/t.php(2): C::{closure}('mysql:host=10.0...', 'O'Brien, x', 'pa\nss)w'ord', 12, NULL, Array)",
            r"#1 /srv/t.php(2): C::{closure}('mysql:host=10.0...', 'value-1', 'value-2', 12, NULL, Array)",
        ),
        (
            r"#3 /srv/t.php(4): {closure}('mysql:host=10.0...', 'O'Brien, x', 'pa\nss)w'ord', 12, NULL, Array)",
            r"#3 /srv/t.php(4): {closure}('mysql:host=10.0...', 'value-1', 'value-2', 12, NULL, Array)",
        ),
        ("#4 /srv/x.php(88): App->{closure}('O'Brien', Array)", "#4 /srv/x.php(88): App->{closure}('value-1', Array)"),
        (
            "PHP message: #5 /srv/db.php(8): Redis->auth('hunter2\" while reading response header from upstream",
            "PHP message: #5 /srv/db.php(8): Redis->auth('value-1\" while reading response header from upstream",
        ),
    ]);
    stay(&[
        "#5 /srv/wp-load.php(50): require_once('/srv/shop/w...')",
        "#6 /srv/x.php(3): Fee::add(12) DB::{closure}() Cafe::Bad: no such table",
        "#6 /srv/x.php(3): fetch('http://127.0.0.1:3000/a')",
        "at Object.connect (/srv/app.js:12:3) it('works') expect(a): b('c')",
    ]);
}

/// Developer tools copy a request as an archive, whose lists say what is what only at their head.
#[test]
fn lists_of_an_archive_keep_their_names() {
    become_these(&[
        (
            r#"{"cookies":[{"name":"cart","value":"abc77","domain":"blauwal.de"},{"name":"b","value":""}],"queryString": [{"name":"q[]","value":"schuhe \"rot\""},{ "name": "n", "value": "王" }],"x":[{"name":"content-type","value":"text/html"}]}"#,
            r#"{"cookies":[{"name":"cart","value":"cookie-1","domain":"host1.example"},{"name":"b","value":""}],"queryString": [{"name":"q[]","value":"value-1"},{ "name": "n", "value": "value-2" }],"x":[{"name":"content-type","value":"text/html"}]}"#,
        ),
        (
            "\"params\": [\n  {\n    \"name\": \"comment\",\n    \"value\": \"geheim\"\n  }\n]",
            "\"params\": [\n  {\n    \"name\": \"comment\",\n    \"value\": \"value-1\"\n  }\n]",
        ),
    ]);
    stay(&[
        r#"{"headers":[{"name":"server","value":"nginx"},{"name":"x-cache","value":"MISS"}],"cookies":[],"params":["a"]}"#,
    ]);
}

/// Settings of programs, and commands with a secret of their own.
#[test]
fn settings_and_commands_keep_no_secret() {
    become_these(&[
        (
            "- name: DB_PASSWORD\n  value: hunter22x\n- name: DB_PORT\n  value: \"3306\"",
            "- name: DB_PASSWORD\n  value: redacted-1\n- name: DB_PORT\n  value: \"3306\"",
        ),
        ("env: [{name: API_TOKEN, value: \"tok77 aa\"}]", "env: [{name: API_TOKEN, value: \"redacted-1\"}]"),
        ("token: $2y$10$N9qo8uLOickgx2ZMRZoMye", "token: redacted-1"),
        ("linyc:$apr1$9Cv/OMGj$ZomWQzuQbL.3TRCS81A1g/", "user-1:redacted-1"),
        ("proxy_set_header X-Api-Key k-99887766aa;", "proxy_set_header X-Api-Key redacted-1;"),
        ("$config['db']['password'] = 'hunter22x';", "$config['db']['password'] = 'redacted-1';"),
        (
            "ALTER USER a WITH PASSWORD 'hunter22x'; CREATE USER a IDENTIFIED BY 'hunter33x';",
            "ALTER USER a WITH PASSWORD 'redacted-1'; CREATE USER a IDENTIFIED BY 'redacted-2';",
        ),
        (
            "wrong password hunter22x, invalid token abcDEF123456ghi",
            "wrong password redacted-1, invalid token redacted-2",
        ),
        (
            "sshpass -p hunter22x ssh a; redis-cli -a hunter22x ping; psql -U shopadm",
            "sshpass -p redacted-1 ssh a; redis-cli -a redacted-1 ping; psql -U user-1",
        ),
        ("mongosh -u shopadm -p 'hunter 22x'", "mongosh -u user-1 -p 'redacted-1'"),
        ("curl -b 'cart=abc77; b=1' http://127.0.0.1", "curl -b 'cart=cookie-1; b=cookie-2' http://127.0.0.1"),
        ("wget --cookie \"a=b77cc88\"", "wget --cookie \"a=cookie-1\""),
    ]);
    stay(&[
        "- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: shop-db\n      key: password",
        "- name: DB_PASSWORD\n- value: 8080",
        "token: $http_x_token key=${API_KEY} proxy_set_header X-Api-Key $http_x_api_key;",
        "unsupported password scram-sha-256, Unexpected token '<', \"password\" is required, token expired",
        "Invalid URI in request GET /../../etc/passwd HTTP/1.1",
        "docker run -p 3000:3000 -a stdout, ps -U, journalctl -u shop.service, ab -b 4096, curl -b jar.txt",
    ]);
}

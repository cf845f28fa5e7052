//! Who may ask, and what nobody may do: names, tokens, broken and endless requests, many at once.

use std::fs;
use std::io::{Read as _, Write as _};
use std::thread;
use std::time::{Duration, Instant};

use super::{Site, corpus};

/// Anonymous memory of a process, in MiB, as Linux counts it.
fn memory(site: &Site) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", site.pid())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[test]
fn on_loopback_no_foreign_name_is_answered() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    site.get("/api/stats").is(200);
    for host in ["exemple.org", "127.0.0.1.exemple.org", "10.0.0.1:7878"] {
        site.ask("GET", "/api/stats", &[("Host", host)], "").refuses(421, "foreign_host");
    }
    site.ask("GET", "/healthz", &[("Host", "10.0.0.1:7878")], "").is(200);
    let public = Site::new(&world, &["--public"]);
    public.ask("GET", "/api/stats", &[("Host", "exemple.org")], "").is(200);
}

#[test]
fn other_addresses_need_a_word_on_who_may_ask() {
    let world = corpus();
    let refused = world.run(["serve", "--addr", "0.0.0.0:0"]);
    refused.exits(2).complains("0.0.0.0:0").complains("--public").complains("--token-file");
    world.call(["serve", "--addr", "0.0.0.0:0", "--json"]).run().exits(2).complains("\"open_to_others\"");
    world.write("weak", "hush\n");
    world.run(["serve", "--token-file", "weak"]).exits(2).complains("weak").complains("16");
    world.run(["serve", "--token-file", "nowhere"]).exits(2).complains("nowhere");
    world.run(["serve", "--addr", "localhost"]).exits(2).complains("--addr");
    world.run(["serve", "--index", "nowhere"]).exits(2).complains("no index");
    let taken = Site::new(&world, &[]);
    world.run(["serve", "--addr", &taken.host]).exits(2).complains(&taken.host).complains("--addr");
}

#[test]
fn a_token_opens_everything_but_health() {
    let world = corpus();
    world.write("secret", "0123456789abcdef\n");
    let site = Site::new(&world, &["--token-file", "secret"]);
    let refused = site.get("/api/stats");
    refused.refuses(401, "unauthorized");
    assert!(
        refused.header("www-authenticate").is_some_and(|schemes| schemes.starts_with("Basic")),
        "{refused:?}"
    );
    site.get("/").is(401);
    site.get("/metrics").is(401);
    site.get("/healthz").is(200);
    for value in ["Bearer 0123456789abcdef", "Basic eDowMTIzNDU2Nzg5YWJjZGVm"] {
        site.ask("GET", "/api/stats", &[("Authorization", value), ("Host", "exemple.org")], "").is(200);
    }
    site.ask("GET", "/api/stats", &[("Authorization", "Bearer 0123456789abcdee")], "").is(401);
    let mut command =
        world.call(["serve", "--addr", "127.0.0.1:0"]).env("ALINEA_TOKEN", "fedcba9876543210").command();
    command.stderr(std::process::Stdio::null());
    let site = Site::start(command);
    site.get("/api/stats").is(401);
    site.ask("GET", "/api/stats", &[("Authorization", "Bearer fedcba9876543210")], "").is(200);
}

#[test]
fn other_origins_read_nothing_unless_asked() {
    let world = corpus();
    let origin = [("Origin", "https://exemple.org")];
    let closed = Site::new(&world, &[]);
    assert_eq!(closed.ask("GET", "/api/stats", &origin, "").header("access-control-allow-origin"), None);
    let open = Site::new(&world, &["--cors", "https://exemple.org"]);
    let allowed = open.ask("GET", "/api/stats", &origin, "");
    assert_eq!(allowed.is(200).header("access-control-allow-origin"), Some("https://exemple.org"));
    let other = open.ask("GET", "/api/stats", &[("Origin", "https://ailleurs.org")], "");
    assert_eq!(other.header("access-control-allow-origin"), None);
}

#[test]
fn every_answer_is_guarded() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    for path in ["/", "/?q=camp", "/api/search?q=camp", "/nowhere", "/api/nowhere", "/passage/zzzzzz"] {
        let answer = site.get(path);
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
    }
}

#[test]
fn tricks_with_paths_lead_nowhere() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc%2fpasswd",
        "/assets/../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/passage/..%2F..%2Fetc%2Fpasswd",
        "/article/..%2F..%2Fetc%2Fpasswd",
        "/api/passages/..%2f..%2fetc%2fpasswd",
        "/%00",
        "/passage/%00",
        "/passage/%ff%fe",
        "//etc/passwd",
        "/api/../../etc/passwd",
    ] {
        let answer = site.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {answer:?}");
        answer.has_not("root:");
    }
    site.get("/api/stats").is(200);
}

#[test]
fn malformed_requests_end_their_connection_and_nothing_else() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let head = |line: &str| format!("{line}\r\nHost: {}\r\nConnection: close\r\n\r\n", site.host);
    let huge = |line: String| format!("GET / HTTP/1.1\r\nHost: {}\r\n{line}\r\n\r\n", site.host);
    for (name, bytes, statuses) in [
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), &["400", ""][..]),
        ("no version", b"GET /\r\n\r\n".to_vec(), &["400"]),
        ("no host", b"GET /api/stats HTTP/1.1\r\nConnection: close\r\n\r\n".to_vec(), &["421"]),
        ("HTTP/3", head("GET / HTTP/3.0").into_bytes(), &["400"]),
        ("bad header", huge("A B: c".to_owned()).into_bytes(), &["400"]),
        ("two lengths", huge("Content-Length: 1\r\nContent-Length: 2".to_owned()).into_bytes(), &["400"]),
        // What is closed with bytes unread is reset, and the answer may go with it.
        ("a huge header", huge(format!("A: {}", "b".repeat(100_000))).into_bytes(), &["431", ""]),
        (
            "a thousand headers",
            huge((0..1_000).map(|n| format!("A{n}: b\r\n")).collect::<String>()).into_bytes(),
            &["431", ""],
        ),
        (
            "a query of 1 MB",
            head(&format!("GET /api/search?q={} HTTP/1.1", "a".repeat(1 << 20))).into_bytes(),
            &["414", "431", ""],
        ),
        ("NUL", b"GET /\0 HTTP/1.1\r\n\r\n".to_vec(), &["400"]),
        (
            "smuggling",
            huge("Transfer-Encoding: chunked\r\nContent-Length: 5".to_owned()).into_bytes(),
            &["200", "400"],
        ),
    ] {
        let mut stream = site.connect();
        let _ = stream.write_all(&bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(statuses.contains(&status), "{name}: {answer:?}");
    }
    site.get("/api/stats").is(200);
}

/// More are asked at once than are answered at once: each is answered or told to come back, and health is told
/// meanwhile.
#[test]
fn five_hundred_searches_at_once() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let bytes = format!(
        "GET /api/search?q=index+du+camp&limit=100 HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        site.host
    );
    let statuses: Vec<String> = thread::scope(|scope| {
        let asked: Vec<_> = (0..500)
            .map(|_| {
                scope.spawn(|| site.send(bytes.as_bytes()).split(' ').nth(1).unwrap_or_default().to_owned())
            })
            .collect();
        site.get("/healthz").is(200);
        asked.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let number = |status: &str| statuses.iter().filter(|known| *known == status).count();
    assert_eq!(number("200") + number("503"), 500, "{statuses:?}");
    assert!(number("200") >= 200, "{statuses:?}");
    site.get("/metrics").has("alinea_requests_in_work 0");
}

#[test]
fn a_client_that_says_nothing_is_cut() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let mut slow = site.connect();
    slow.write_all(b"GET /api/stats HTTP/1.1\r\nHost:").unwrap();
    let start = Instant::now();
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    let took = start.elapsed();
    assert!((Duration::from_secs(5)..Duration::from_secs(25)).contains(&took), "{took:?}");
}

/// Ten thousand connections on loopback that each send a part of a request and then nothing. Others are answered all the
/// while, and what the server holds stays bounded. `ulimit -n 12000` first:
/// `cargo test --release serve::guard::ten_thousand -- --ignored --nocapture`
#[test]
#[ignore = "needs 10,000 descriptors and a minute"]
fn ten_thousand_slow_connections() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    site.get("/api/search?q=camp").is(200);
    let before = memory(&site);
    let (mut slow, mut worst, start) = (Vec::new(), Duration::ZERO, Instant::now());
    for number in 0..10_000 {
        let mut stream = site.connect();
        stream.write_all(b"GET /api/search?q=camp HTTP/1.1\r\nHost: ").unwrap();
        slow.push(stream);
        if number % 500 == 0 {
            let asked = Instant::now();
            site.get("/api/search?q=camp").is(200);
            worst = worst.max(asked.elapsed());
        }
    }
    let (opened, held) = (start.elapsed(), memory(&site));
    let metrics = site.get("/metrics");
    let value = |name: &str| {
        let line = metrics.body.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().parse::<u64>().unwrap_or_default()
    };
    let (connections, cut) = (value("alinea_connections "), value("alinea_connections_cut_total "));
    println!(
        "10,000 slow connections in {opened:.1?}: {connections} open, {cut} cut; {before} MiB before, {held} with them; the slowest of 20 searches meanwhile took {worst:.1?}"
    );
    assert!(connections <= 900 && cut >= 9_000, "{}", metrics.body);
    assert!(held < before + 64, "{before} MiB, {held} MiB");
    assert!(worst < Duration::from_secs(2), "{worst:?}");
}

/// What abuse costs: figures for docs/reliability.md.
/// `cargo test --release serve::guard::abuse_in_figures -- --ignored --nocapture`
#[test]
#[ignore = "prints figures, which want a quiet machine"]
fn abuse_in_figures() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let timed = |name: &str, work: &dyn Fn()| {
        let (before, start) = (memory(&site), Instant::now());
        work();
        println!("{name}: {:.1?}, {} MiB before, {} after", start.elapsed(), before, memory(&site));
    };
    site.get("/api/search?q=camp").is(200);
    let head = |line: String| format!("GET {line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", site.host);
    timed("100 queries of 1 MB", &|| {
        for _ in 0..100 {
            site.send(format!("{}\r\n", head(format!("/api/search?q={}", "a".repeat(1 << 20)))).as_bytes());
        }
    });
    timed("100 heads of 1 MB", &|| {
        for _ in 0..100 {
            site.send(format!("{}A: {}\r\n\r\n", head("/".to_owned()), "b".repeat(1 << 20)).as_bytes());
        }
    });
    timed("500 searches at once", &|| {
        thread::scope(|scope| {
            for _ in 0..500 {
                scope.spawn(|| {
                    site.send(format!("{}\r\n", head("/api/search?q=index&limit=100".to_owned())).as_bytes())
                });
            }
        });
    });
    site.get("/metrics").has("alinea_requests_in_work 0");
}

//! The pages in Chromium, the description of the API before the schema of OpenAPI and before schemathesis: real clients,
//! none of them ours.
//!
//! They are installed by `.ci/run`; by hand: Debian's chromium, `npm ci --prefix tests/browser`, and
//! `pip install schemathesis`. Tests that need one that is absent say that they were skipped.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use super::{Site, corpus, page::HOSTILE};
use crate::support::{World, package};

/// Where Debian has the browser, as run.mjs names it.
const CHROMIUM: &str = "/usr/bin/chromium";

fn folder() -> PathBuf {
    package().join("tests/browser")
}

/// Whether these files are there; says past the test's captured output what is not.
fn are_there(test: &str, needed: &[&Path]) -> bool {
    let absent: Vec<_> =
        needed.iter().filter(|path| !path.exists()).map(|path| path.display().to_string()).collect();
    if !absent.is_empty() {
        let _ = writeln!(std::io::stderr(), "skipped: {test} needs {}, which is absent", absent.join(", "));
    }
    absent.is_empty()
}

/// Runs `script` of the folder with node; what it said.
#[track_caller]
fn node(script: &str, arguments: &[&str], input: &[u8]) -> String {
    let mut command = Command::new("node");
    command.current_dir(folder()).arg(script).args(arguments);
    run(command, input)
}

#[track_caller]
fn run(mut command: Command, input: &[u8]) -> String {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{said}");
    said.into_owned()
}

/// Typing, sources, keys, copying, no script, narrow, dark, axe, hostile text. Prints the times that issue readers ask for;
/// `serve::browser::paints_and_keys` holds them. `SHOTS=folder` keeps pictures of every page.
#[test]
fn in_chromium() {
    let modules = folder().join("node_modules/playwright-core");
    if !are_there("serve::browser::in_chromium", &[Path::new(CHROMIUM), &modules]) {
        return;
    }
    println!("{}", in_browser());
}

/// `CHROMIUM=/usr/bin/chromium-headless-shell cargo test --release serve::browser::paints_and_keys -- --ignored --nocapture`,
/// on a machine that does nothing else. The shell is Debian's package of that name: the same engine without the windows of a
/// whole browser, which without a graphics card take a third of the time.
#[test]
#[ignore = "times want a quiet machine and a release build"]
fn paints_and_keys() {
    let said = in_browser();
    let times = said.lines().find_map(|line| line.strip_prefix("times ")).unwrap();
    println!("{times}");
    let times: serde_json::Value = serde_json::from_str(times).unwrap();
    assert!(times["first_paint_ms"]["p50"].as_f64().unwrap() < 100.0, "{times}");
    assert!(times["keystroke_to_results_ms"]["p95"].as_f64().unwrap() < 50.0, "{times}");
}

fn in_browser() -> String {
    let (samples, trap) = (corpus(), World::with_text(HOSTILE));
    let article = trap.search(&["paragraphe"]).swap_remove(0).article.id;
    let (corpus, hostile) = (Site::new(&samples, &[]), Site::new(&trap, &[]));
    let url = |site: &Site| format!("http://{}/", site.host);
    let shots = std::env::var("SHOTS").unwrap_or_default();
    let (corpus, hostile) = (url(&corpus), url(&hostile));
    let said = node("run.mjs", &[&corpus, &hostile, &article, &shots], b"");
    assert!(said.matches("ok ").count() >= 12, "{said}");
    said
}

#[test]
fn the_description_is_valid_openapi() {
    let modules = folder().join("node_modules/@seriousme/openapi-schema-validator");
    if !are_there("serve::browser::the_description_is_valid_openapi", &[&modules]) {
        return;
    }
    let world = corpus();
    let site = Site::new(&world, &[]);
    let document = site.get("/api/openapi.json").is(200).json();
    let said = node("openapi.mjs", &[], document.to_string().as_bytes());
    assert!(said.contains("\"version\": \"3.1\""), "{said}");
}

/// One of every kind of answer, to the last member.
#[test]
fn answers_are_as_described() {
    let modules = folder().join("node_modules/ajv");
    if !are_there("serve::browser::answers_are_as_described", &[&modules]) {
        return;
    }
    let world = corpus();
    let site = Site::new(&world, &[]);
    let document = site.get("/api/openapi.json").is(200).json();
    let hit = world.search(&["-n", "1", "--cites", "Manning", "index"]).swap_remove(0).id.replace('#', "%23");
    let of = "in=les-index-inverses";
    let answers: Vec<_> = [
        ("/api/search", "?q=index&facets=article,section,source,year&explain=true&limit=100".to_owned()),
        ("/api/search", "?q=index&kind=reference&facets=year".to_owned()),
        ("/api/search", "?q=lattaque+ET&count=false".to_owned()),
        ("/api/search", "?colour=red".to_owned()),
        ("/api/search", "?limit=1000".to_owned()),
        ("/api/passages/{id}", format!("{hit}?around=5")),
        ("/api/passages/{id}", "les-index-inverses%23%5B1%5D".to_owned()),
        ("/api/passages/{id}", "nulle-part".to_owned()),
        ("/api/cite", format!("?label=4&{of}")),
        ("/api/cite", "?source=Manning".to_owned()),
        ("/api/cite", format!("?for={hit}")),
        ("/api/cite", "?claim=une+vingtaine+de+rescap%C3%A9s".to_owned()),
        ("/api/cite", format!("?together=1&{of}")),
        ("/api/cite", format!("?list=true&{of}")),
        ("/api/cite", format!("?unsourced=true&{of}")),
        ("/api/cite", format!("?check=true&{of}")),
        ("/api/quotes", "?q=union+nationale".to_owned()),
        ("/api/quotes", "?q=dix+rescap%C3%A9+seulement&verify=true".to_owned()),
        ("/api/quotes", "?q=nulle+part+ailleurs&verify=true".to_owned()),
        ("/api/suggest", "?q=l".to_owned()),
        ("/api/stats", String::new()),
    ]
    .into_iter()
    .map(|(path, rest)| {
        let asked = path.replace("{id}", "") + &rest;
        let answer = site.get(&asked);
        json!({"path": path, "status": answer.status, "asked": asked, "body": answer.json()})
    })
    .collect();
    let number = answers.len();
    let input = json!({"document": document, "answers": answers}).to_string();
    let said = node("answers.mjs", &[], input.as_bytes());
    assert!(said.contains(&format!("{number} answers, 0 not")), "{said}");
}

/// Requests made from the description, right ones and wrong ones: no answer is a failure of ours, and every answer is
/// one that the description has.
#[test]
fn schemathesis_finds_nothing() {
    let program = folder().join("venv/bin/schemathesis");
    if !are_there("serve::browser::schemathesis_finds_nothing", &[&program]) {
        return;
    }
    let world = corpus();
    let site = Site::new(&world, &[]);
    let mut command = Command::new(program);
    command.arg("run").arg(format!("http://{}/api/openapi.json", site.host));
    // It keeps files of its own where it runs.
    let folder = tempfile::tempdir().unwrap();
    command.current_dir(folder.path());
    // Limits of numbers and texts are the server's own, so a value that fits the description may still be too large;
    // methods that are none are refused before the body is looked at.
    command.args(["--max-examples", "40", "--seed", "1", "--suppress-health-check", "all"]);
    command.args([
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    ]);
    println!("{}", run(command, b""));
}

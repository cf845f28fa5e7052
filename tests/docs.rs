//! What is written about the program is true: links lead somewhere, examples are commands that it takes, and
//! what it prints about itself is whole.

use std::fs;
use std::path::{Path, PathBuf};

use alinea::cli::Arguments;
use clap::{CommandFactory as _, Parser as _};
use regex::Regex;

use crate::cluster::Cluster;
use crate::support::{World, package};

/// The Markdown files of the package.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![package().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let ours = !["target", "node_modules", "venv"].contains(&name.as_str()) && !name.starts_with('.');
            if path.is_dir() && ours {
                folders.push(path);
            } else if name.ends_with(".md") {
                pages.push(path);
            }
        }
    }
    assert!(!pages.is_empty(), "corpus/README.md at least");
    pages
}

/// GitHub's anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn has_anchor(page: &Path, wanted: &str) -> bool {
    let text = fs::read_to_string(page).unwrap();
    text.lines()
        .filter(|line| line.starts_with('#'))
        .any(|line| anchor(line.trim_start_matches('#')) == wanted)
}

#[test]
fn every_relative_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for found in link.captures_iter(&text).filter(|found| !found[1].contains("://")) {
            let (file, heading) = found[1].split_once('#').unwrap_or((&found[1], ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {} leads nowhere", page.display(), &found[1]);
            let found_heading = heading.is_empty() || has_anchor(&target, heading);
            assert!(found_heading, "{}: {} has no such heading", page.display(), &found[1]);
        }
    }
}

/// The words of a shell command up to a pipe, a comment or another command.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '|' | ';' | '#' | '>' | '<') => break,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[track_caller]
fn parses(command: &str, of: &str) {
    let words = words(command);
    if let Err(error) = Arguments::try_parse_from(&words) {
        let wanted = matches!(
            error.kind(),
            clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion
        );
        assert!(wanted, "{of}: `{command}` is not a command: {error}");
    }
}

#[test]
fn the_examples_of_help_are_commands() {
    let world = World::new();
    let help = world.run(["--help"]);
    help.exits(0).is_quiet();
    let (_, examples) = help.out.split_once("Examples:").unwrap();
    let column = Regex::new(r" {2,}").unwrap();
    let examples: Vec<_> =
        examples.lines().map(str::trim).filter(|line| line.starts_with("alinea ")).collect();
    assert!(examples.len() >= 5, "several examples{help}");
    for example in examples {
        parses(column.split(example).next().unwrap(), "--help");
    }
    for (status, meaning) in [("0", "found"), ("1", "nothing found"), ("2", "error")] {
        help.says(&format!("{status} {meaning}"));
    }
}

/// Each command's help ends with examples, and all of them do what they say on `corpus/`.
#[test]
fn the_examples_of_help_run() {
    let world = World::new();
    for entry in fs::read_dir(package().join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        world.write(&format!("corpus/{name}"), fs::read(path).unwrap());
    }
    world.index(&["corpus"]);
    let cluster = Cluster::new(50);
    let column = Regex::new(r" {2,}").unwrap();
    let mut number = 0;
    for command in commands().iter().map(String::as_str).chain([""]) {
        let arguments = [command, "--help"];
        let help = world.run(arguments.iter().filter(|argument| !argument.is_empty()));
        let (_, examples) = help.out.split_once("Examples:").unwrap_or_else(|| panic!("no examples{help}"));
        for example in examples.lines().map(str::trim).filter(|line| line.starts_with("alinea ")) {
            let example = example.replace("http://localhost:7280", &cluster.node.url());
            let words = words(column.split(&example).next().unwrap());
            // Without a query there is a prompt, which wants a terminal; a server ends when it is told to.
            if words != ["alinea", "search"] && words[1] != "serve" {
                let call = world.call(&words[1..]);
                let call =
                    if command == "push" { call.env("ALINEA_ENGINE", cluster.node.url()) } else { call };
                let run = call.run();
                assert!(matches!(run.status, Some(0 | 1)), "{example}{run}");
                number += 1;
            }
        }
    }
    assert!(number > 30, "{number}");
}

/// The commands on the page about citations find something in `corpus/`; what has faults to tell of is no success.
#[test]
fn the_examples_on_citations_run() {
    let world = World::new();
    world.index(&[package().join("corpus").to_str().unwrap()]);
    let page = fs::read_to_string(package().join("docs/citations.md")).unwrap();
    let examples: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("    alinea ")).collect();
    assert!(examples.len() >= 13, "{examples:?}");
    for example in examples {
        let run = world.run(words(example));
        run.exits(0);
        assert!(!run.out.is_empty(), "{example}{run}");
    }
}

/// What the program would be given by the lines of code and the code between words, however it is started.
fn commands_of(page: &str) -> Vec<String> {
    let line = Regex::new(r"(?m)^(?: {4}|\$ )(?:cargo run --release (?:--quiet )?--|alinea) (.+)$").unwrap();
    let inline = Regex::new(r"`alinea ([^`]+)`").unwrap();
    let found = line.captures_iter(page).chain(inline.captures_iter(page));
    let found = found.map(|found| format!("alinea {}", found[1].replace("\\|", "|")));
    // « alinea show » in a sentence names the command and does not call it.
    found
        .filter(|command| words(command).len() > 2 || !command.ends_with(|c: char| c.is_alphabetic()))
        .collect()
}

#[test]
fn the_commands_of_every_page_are_commands() {
    let mut number = 0;
    for page in pages() {
        for command in commands_of(&fs::read_to_string(&page).unwrap()) {
            parses(&command, &page.display().to_string());
            number += 1;
        }
    }
    assert!(number > 10, "the README's commands were found: {number}");
}

/// The names of all commands but `help`.
fn commands() -> Vec<String> {
    let command = Arguments::command();
    let names: Vec<_> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert!(names.len() >= 8, "{names:?}");
    names
}

#[test]
fn completions_know_every_command() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        let run = world.run(["completions", shell]);
        run.exits(0).is_quiet();
        for command in commands() {
            let whole = Regex::new(&format!(r"\b{command}\b")).unwrap();
            assert!(whole.is_match(&run.out), "{shell}: {command}{run}");
        }
        run.says("corpus").says("rebuild");
    }
    world.run(["completions", "tcsh"]).exits(2).complains("tcsh");
}

#[test]
fn the_manual_page_has_a_section_for_every_command() {
    let world = World::new();
    let run = world.run(["man"]);
    run.exits(0).is_quiet().says(".TH alinea 1");
    for command in commands() {
        run.says(&format!(".SH ALINEA {}", command.to_uppercase()));
    }
    for option in ["corpus", "rebuild", "context", "json"] {
        run.says(option);
    }
    let french = world.run(["man", "--lang", "fr"]);
    french.exits(0).says("Seulement dans cet article").says(".SH ALINEA SEARCH");
}

#[test]
fn help_is_in_the_language_that_is_asked_for() {
    let world = World::new();
    let french = world.call(["search", "-h"]).env("LC_ALL", "fr_FR.UTF-8").run();
    french.exits(0).says("Restreindre la recherche:").says("Trouver des passages");
    world.call(["search", "-h", "--lang=en"]).env("LC_ALL", "fr_FR.UTF-8").run().says("Find passages");
    world.run(["--lang", "fr", "--help"]).exits(0).says("Commandes").says("0 trouvé");
    assert_eq!(french.out.matches("  -h, --help").count(), 1, "{french}");
}

#[test]
fn the_version_is_the_packages() {
    let world = World::new();
    let run = world.run(["--version"]);
    run.exits(0).is_quiet();
    assert_eq!(run.out, format!("alinea {}\n", env!("CARGO_PKG_VERSION")), "{run}");
}

#[test]
fn every_command_explains_itself() {
    let world = World::new();
    for command in commands() {
        world.run([&command, "--help"]).exits(0).is_quiet().says("Usage: alinea");
    }
}

#[test]
fn a_wrong_command_line_says_what_is_wrong() {
    let world = World::new();
    let cases: &[(&str, &[&str], &str)] = &[
        ("no command", &[], "Usage: alinea"),
        ("unknown command", &["serch", "x"], "search"),
        ("unknown option", &["search", "--colour", "x"], "--colour"),
        ("no query", &["search"], "<QUERY>"),
        ("no path", &["index"], "PATH"),
        ("no number", &["search", "-n", "dix", "x"], "dix"),
        ("no label", &["cite"], "LABEL"),
        ("label and list", &["cite", "4", "--list"], "--list"),
        ("--in and --all", &["cite", "4", "--all", "--in", "x"], "--all"),
    ];
    for (name, arguments, part) in cases {
        let run = world.run(*arguments);
        assert_eq!(run.status, Some(2), "{name}{run}");
        assert!(run.err.contains(part) && run.out.is_empty(), "{name}: {part}{run}");
    }
}

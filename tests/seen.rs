//! What a person sees of each command: in both languages, on a narrow and on a wide terminal, with and without colour.
//!
//! The expected screens are in `tests/snapshots/`. After a change that is meant: `INSTA_UPDATE=always cargo test seen::`,
//! and read the difference.

use std::fmt::Write as _;

use regex::Regex;

use crate::screen::Screen;
use crate::support::{World, package};

/// Rows of a terminal that pages nothing.
const ROWS: u16 = 400;

fn world() -> World {
    let world = World::new();
    for entry in std::fs::read_dir(package().join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        world.write(&format!("corpus/{name}"), std::fs::read(path).unwrap());
    }
    world.index(&["corpus"]);
    world
}

/// Times differ from run to run, sizes of files from machine to machine; blanks before a line's end are no sight.
fn steady(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n");
    for (pattern, by) in [
        (r"[ ]*\d+[.,]\d+ ms", " 0.0 ms"),
        (r"\d+[.,]\d+ s\b", "0.0 s"),
        (r"(?m)^(octets de l'index|bytes of index|segments) .*$", "$1 …"),
        (r"(?m)[ ]+$", ""),
    ] {
        text = Regex::new(pattern).unwrap().replace_all(&text, by).into_owned();
    }
    text.trim_end().to_owned()
}

/// The command on a narrow terminal in French, on a wide one in English, and in a pipe with colour.
fn seen(world: &World, arguments: &[&str]) -> String {
    let mut seen = String::new();
    for (lang, columns) in [("fr", 60), ("en", 110)] {
        let environment = [("ALINEA_LANG", lang), ("NO_COLOR", "1")];
        let mut screen = Screen::new(world, (ROWS, columns), arguments, &environment);
        let status = screen.ends();
        let text = steady(&screen.text());
        writeln!(seen, "══ {lang}, {columns} columns, exit status {status}\n{text}").unwrap();
    }
    let coloured = world.call(arguments).env("CLICOLOR_FORCE", "1").env("ALINEA_LANG", "fr").run();
    let text = format!("{}{}", coloured.err, coloured.out).replace('\u{1b}', "␛");
    writeln!(seen, "══ fr, colour in a pipe\n{}", steady(&text)).unwrap();
    seen
}

macro_rules! sights {
    ($($name:ident: $arguments:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(seen(&world(), &$arguments));
            }
        )*
    };
}

sights! {
    search: ["search", "-n", "2", "rescapes", "du", "camp"];
    search_by_article: ["search", "--group", "--per-article", "2", "-n", "4", "index"];
    search_with_neighbours: ["search", "-n", "1", "-C", "1", "élision"];
    search_with_facets: ["search", "-n", "1", "--facets", "article,section,source,year", "index"];
    search_explained: ["search", "-n", "1", "--explain", "élision"];
    search_repaired: ["search", "-n", "1", "lattaque"];
    search_that_finds_little: ["search", "-n", "1", "titre:orthografe"];
    search_that_finds_nothing: ["search", "zzzzqqqq"];
    search_with_a_stray_operator: ["search", "-n", "1", "camp ET"];
    search_references: ["search", "-n", "2", "--kind", "reference", "index"];
    search_markdown: ["search", "-n", "1", "--format", "markdown", "élision"];
    cite_a_label: ["cite", "4", "--in", "les-index-inverses"];
    cite_an_ambiguous_label: ["cite", "4"];
    cite_list: ["cite", "--list", "--in", "les-index-inverses"];
    cite_a_source: ["cite", "--source", "Manning", "-n", "1"];
    cite_a_claim: ["cite", "--claim", "une vingtaine de rescapés", "-n", "1"];
    cite_unsourced: ["cite", "--unsourced", "-n", "1"];
    cite_check: ["cite", "--check"];
    quote: ["quote", "union nationale"];
    quote_verified: ["quote", "--verify", "dix rescapé seulement"];
    show_an_article: ["show", "attaque-d-indelimane"];
    show_nothing: ["show", "attaques"];
    suggest: ["suggest", "resc"];
    stats: ["stats"];
    analyze: ["analyze", "L’attaque du XIXe siècle[4]"];
    eval: ["eval", "corpus/topics.tsv", "corpus/qrels.tsv", "--measures", "ndcg@10"];
    index_anew: ["index", "--rebuild", "corpus"];
    index_missing: ["stats", "--index", "nowhere"];
    help: ["--help"];
    help_of_search: ["search", "--help"];
}

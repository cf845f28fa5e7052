//! What is done only on a terminal: paging, links, its width.

use crate::screen::{Screen, has};
use crate::support::World;

fn world(passages: usize) -> World {
    let world = World::new();
    world.write("été 1.txt", format!("Titre\n{}", "Un camp, puis un autre.\n".repeat(passages)));
    world.index(&["été 1.txt"]);
    world
}

#[test]
fn what_is_longer_than_the_terminal_is_paged() {
    if !has("sed") {
        return eprintln!("skipped: no `sed` to page with");
    }
    let world = world(40);
    let pager = ("ALINEA_PAGER", "sed -n s/Titre/PAGE/p");
    let mut long = Screen::new(&world, (10, 60), &["search", "camp", "-n", "30"], &[pager]);
    assert_eq!(long.ends(), 0);
    assert!(long.text().contains("PAGE") && !long.text().contains("camp"), "{}", long.text());

    for (name, arguments, environment) in [
        ("short", &["search", "camp", "-n", "1"][..], &[pager][..]),
        ("--no-pager", &["search", "camp", "-n", "30", "--no-pager"], &[pager]),
        ("cat", &["search", "camp", "-n", "30"], &[("ALINEA_PAGER", "cat")]),
        ("ids", &["search", "camp", "-n", "30", "--ids"], &[pager]),
        ("JSON", &["search", "camp", "-n", "30", "--json"], &[pager]),
        ("a pager that is none", &["search", "camp", "-n", "30"], &[("ALINEA_PAGER", "no-such-pager")]),
    ] {
        let mut screen = Screen::new(&world, (10, 60), arguments, environment);
        assert_eq!(screen.ends(), 0, "{name}");
        let text = screen.text();
        assert!(!text.contains("PAGE") && !text.trim().is_empty(), "{name}: {text}");
    }
    let mut other = Screen::new(&world, (10, 60), &["search", "camp", "-n", "30"], &[("PAGER", pager.1)]);
    assert_eq!(other.ends(), 0);
    assert!(other.text().contains("PAGE"), "{}", other.text());
}

/// vt100 takes links out, so the bytes are looked at.
#[test]
fn titles_lead_to_their_files_where_terminals_know_links() {
    let world = world(1);
    let linked = |environment: (&str, &str), color: &str| {
        let call = world.call(["search", "camp", "--color", color]).env(environment.0, environment.1);
        call.run().out.contains("\u{1b}]8;;file:///")
    };
    assert!(linked(("FORCE_HYPERLINK", "1"), "always"));
    assert!(!linked(("FORCE_HYPERLINK", "0"), "always"));
    assert!(!linked(("TERM", "xterm"), "always"), "no terminal that is known to show them");
    assert!(!linked(("FORCE_HYPERLINK", "1"), "never"));
    let run = world.call(["search", "camp", "--color", "always"]).env("FORCE_HYPERLINK", "1").run();
    run.says("%C3%A9t%C3%A9%201.txt");
}

#[test]
fn lines_are_as_wide_as_the_terminal_and_no_wider_than_one_reads() {
    let world = World::new();
    world.write("a.txt", format!("Titre\n{}\n", "Un camp bien loin de tout. ".repeat(14)));
    world.index(&["a.txt"]);
    for (columns, expected) in [(40, 40), (80, 80), (100, 100), (160, 100)] {
        let mut screen = Screen::new(&world, (24, columns), &["search", "camp"], &[]);
        assert_eq!(screen.ends(), 0);
        let text = screen.text();
        let widest = text.lines().map(|line| line.trim_end().chars().count()).max().unwrap();
        assert!(widest <= expected && widest + 12 > expected, "{columns}: {widest}\n{text}");
    }
}

/// A document cannot move the cursor, ring, or colour what is not its own.
#[test]
fn what_a_document_holds_does_not_steer_the_terminal() {
    let world = World::with_rows(&[("a", "Le \u{1b}[2J\u{1b}[31m camp\u{9b}31m est \u{7}loin.")]);
    let run = world.run(["search", "--color", "always", "camp"]);
    run.exits(0).says("camp");
    assert!(!run.out.contains("\u{1b}[2J") && !run.out.contains(['\u{9b}', '\u{7}']), "{run}");
}

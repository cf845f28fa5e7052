//! `search` without a query, in a terminal.

use crate::screen::Screen;
use crate::support::{World, package};

const ESCAPE: &str = "\u{1b}";
const DOWN: &str = "\u{1b}[B";
const CONTROL_C: &str = "\u{3}";

fn world() -> World {
    let world = World::new();
    world.index(&[package().join("corpus").to_str().unwrap()]);
    world
}

#[test]
fn passages_are_seen_as_one_types_and_read_with_their_sources() {
    let world = world();
    let mut screen = Screen::new(&world, (24, 80), &["search"], &[("LC_ALL", "fr_FR.UTF-8")]);
    screen.shows("tapez des mots");
    screen.press("rescu\u{7f}");
    screen.shows("› resc");
    screen.press("apes");
    let list = screen.shows("Attaque d'Indelimane › Bilan");
    assert!(list.contains("rescapés"), "{list}");
    let marked = screen.cells(|cell| cell.fgcolor() == vt100::Color::Idx(3));
    assert!(marked.contains("rescapés"), "{marked}");

    screen.press("\r");
    let passage = screen.shows("c citations");
    assert!(
        passage.contains("attaque-d-indelimane#") && passage.contains("absente du document"),
        "{passage}"
    );
    screen.press("c");
    screen.waits_for("a claim below its label", |text| {
        text.lines().any(|line| line.trim() == "[3]") && !text.contains("c citations")
    });
    screen.press(ESCAPE);
    screen.shows("c citations");
    screen.press(ESCAPE);
    screen.shows("Échap quitter");
    screen.press(ESCAPE);
    assert_eq!(screen.ends(), 0, "something was found");
}

/// A text that its lines have no room for says so; one that ends in them ends as it does.
#[test]
fn a_text_that_goes_on_ends_in_a_sign() {
    let world = World::new();
    let long = "Le phare domine la baie depuis mille huit cents ans et guide encore les pêcheurs du port. "
        .repeat(3);
    world.write("phares.txt", format!("{long}\n\nUn phare court.\n"));
    world.index(&["phares.txt"]);
    for (columns, signs) in [(80, 1), (160, 0)] {
        let mut screen = Screen::new(&world, (16, columns), &["search"], &[]);
        screen.shows("type some words");
        screen.press("phare");
        let list = screen.shows("Un phare court.");
        let cut: Vec<&str> = list.lines().map(str::trim_end).filter(|line| line.ends_with('…')).collect();
        assert_eq!(cut.len(), signs, "at {columns} columns\n{list}");
        assert!(cut.iter().all(|line| line.chars().count() <= usize::from(columns)), "{list}");
        assert!(list.lines().any(|line| line.trim_end() == "Un phare court."), "{list}");
        screen.press(CONTROL_C);
        assert_eq!(screen.ends(), 0);
    }
}

#[test]
fn the_list_is_gone_through_and_left() {
    let world = world();
    let mut screen = Screen::new(&world, (12, 60), &["search"], &[]);
    screen.shows("type some words");
    screen.press("index");
    screen.waits_for("two hits", |text| text.matches(" › ").count() >= 2);
    let before = screen.settles();
    assert!(!screen.cells(vt100::Cell::inverse).is_empty(), "one is chosen\n{before}");
    screen.press(DOWN).press(DOWN).press(DOWN).press(DOWN);
    screen.waits_for("other hits", |text| text != before);
    screen.press("zzzzzzzqqqqxxxx");
    screen.shows("nothing found");
    screen.press(CONTROL_C);
    assert_eq!(screen.ends(), 1, "nothing was found");
    let text = screen.text();
    assert!(!text.contains("nothing found"), "the screen is as it was\n{text}");
}

#[test]
fn an_article_that_is_none_is_said_and_mended() {
    let world = world();
    let mut screen = Screen::new(&world, (24, 80), &["search"], &[]);
    screen.shows("type some words");
    screen.press("article:zzz");
    screen.shows("no article «zzz»");
    screen.press("\u{15}elision");
    screen.shows("L’élision");
    screen.press(CONTROL_C);
    assert_eq!(screen.ends(), 0);
}

#[test]
fn off_a_terminal_a_query_is_required() {
    let world = world();
    world.run(["search"]).exits(2).complains("<QUERY>");
}

//! `show`: a passage by its id, with its neighbours; an article; a reference.

use crate::support::{Hit, World};

fn world() -> World {
    let world = World::new();
    world.write(
        "pain.txt",
        "Le pain\nUn.\nDeux[1].\nTrois.\nQuatre.\nCinq.\nNotes et références\n[1] Un livre, 2001\n",
    );
    world.write("vin.txt", "Le vin\nRouge.\nUn.\n");
    world.index(&["pain.txt", "vin.txt"]);
    world
}

#[track_caller]
fn shown(world: &World, arguments: &[&str]) -> Vec<String> {
    let run = world.call(["show", "--json"]).args(arguments).run();
    run.exits(0).hits().into_iter().map(|hit| hit.text).collect()
}

fn passage(world: &World, text: &str) -> Hit {
    world.passages().into_iter().find(|hit| hit.text == text).unwrap()
}

#[test]
fn a_passage_is_found_by_its_id() {
    let world = world();
    let hit = passage(&world, "Trois.");
    assert_eq!(shown(&world, &[&hit.id]), ["Trois."], "article and key");
    assert_eq!(shown(&world, &[hit.key()]), ["Trois."], "key");
    for letters in 4..hit.key().len() {
        assert_eq!(shown(&world, &[&hit.key()[..letters]]), ["Trois."], "{letters} letters of the key");
        let with_article = format!("le-pain#{}", &hit.key()[..letters]);
        assert_eq!(shown(&world, &[&with_article]), ["Trois."], "{letters} letters behind the article");
    }
    world.run(["show", hit.key()]).exits(0).says("Le pain").says(hit.key()).says("Trois.");
}

#[test]
fn an_id_that_fits_several_names_them() {
    let world = world();
    let key = passage(&world, "Un.").key().to_owned();
    let run = world.run(["show", &key]);
    run.exits(2).complains(&format!("«{key}» fits 2 passages"));
    run.complains(&format!("le-pain#{key}")).complains(&format!("le-vin#{key}"));
    assert_eq!(run.out, "", "{run}");
    let json = world.run(["show", "--json", &key]);
    assert_eq!(json.exits(2).errors()[0]["code"], "ambiguous_id");
    assert_eq!(shown(&world, &[&format!("le-vin#{key}")]), ["Un."]);
    world.run(["show", "le"]).exits(2).complains("le-pain le-vin");
}

#[test]
fn an_id_that_fits_nothing_is_nothing_found() {
    let world = world();
    world.run(["show", "le-lait"]).exits(1).complains("«le-lait»").complains("le-pain le-vin");
    world.run(["show", "le-pain#zzzz"]).exits(1).complains("le-pain");
    assert_eq!(world.run(["show", "--json", "zzz"]).exits(1).errors()[0]["code"], "unknown_id");
    world.run(["show", ""]).exits(1).complains("le-pain le-vin");
}

#[test]
fn neighbours_stop_at_the_articles_edges() {
    let world = world();
    let cases: &[(&str, &str, &[&str])] = &[
        ("Trois.", "0", &["Trois."]),
        ("Trois.", "1", &["Deux[1].", "Trois.", "Quatre."]),
        ("Un.", "1", &["Un.", "Deux[1]."]),
        ("Cinq.", "2", &["Trois.", "Quatre.", "Cinq."]),
        ("Trois.", "99", &["Un.", "Deux[1].", "Trois.", "Quatre.", "Cinq."]),
    ];
    for (text, around, expected) in cases {
        let hit = passage(&world, text);
        assert_eq!(shown(&world, &[&hit.id, "-C", around]), *expected, "{text} -C {around}");
    }
    let hit = passage(&world, "Trois.");
    let run = world.run(["show", hit.key(), "-C", "1"]);
    run.exits(0).says("▌Trois.▐").says("Quatre.");
}

#[test]
fn an_article_is_shown_whole_by_its_name() {
    let world = world();
    let whole = ["Un.", "Deux[1].", "Trois.", "Quatre.", "Cinq."];
    for name in ["le-pain", "Le pain", "le-p"] {
        assert_eq!(shown(&world, &[name]), whole, "{name}");
    }
    world.run(["show", "le-pain"]).exits(0).says("[1] Un livre, 2001");
}

#[test]
fn a_reference_is_shown_by_its_id() {
    let world = world();
    let run = world.run(["show", "--json", "le-pain#[1]"]);
    let hits = run.exits(0).hits();
    assert_eq!(hits.len(), 1, "{run}");
    assert_eq!((hits[0].kind.as_str(), hits[0].text.as_str()), ("reference", "Un livre, 2001"), "{run}");
    world.run(["show", "le-pain#[2]"]).exits(1);
    world.run(["show", "le-vin#[1]"]).exits(1);
}

#[test]
fn a_repeated_passage_has_an_id_of_its_own() {
    let world = World::with_text("Titre\nIdem.\nAutre.\nIdem.\nIdem.\n");
    let hits = world.passages();
    let first = hits[0].id.clone();
    let numbered: Vec<_> = hits.iter().filter(|hit| hit.text == "Idem.").map(|hit| hit.id.clone()).collect();
    assert_eq!(numbered, [first.clone(), format!("{first}-2"), format!("{first}-3")]);
    assert_eq!(shown(&world, &[&format!("{first}-2"), "-C", "1"]), ["Autre.", "Idem.", "Idem."]);
    assert_eq!(shown(&world, &[&first, "-C", "1"]), ["Idem.", "Autre."], "a whole key is the first of them");
}

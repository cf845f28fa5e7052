//! `cite`: who cites a source, for which claim, and which sources there are.

use crate::support::{World, ids};

/// The program's answer about one text: label and claim of every marker, in text order.
fn claims(text: &str) -> Vec<(String, String)> {
    let world = World::with_rows(&[("a", text)]);
    let hits = world.passages();
    let claims = hits.iter().flat_map(|hit| hit.claims());
    claims.map(|(label, claim)| (label.to_owned(), claim.to_owned())).collect()
}

#[test]
fn cite_11_of_the_seed_is_the_passage_of_the_5_november() {
    let Some(world) = World::with_seed() else { return };
    let run = world.run(["cite", "11", "--json"]);
    let hits = run.exits(0).hits();
    assert_eq!(hits.len(), 1, "{run}");
    assert!(hits[0].text.starts_with("Le 5 novembre, l'armée malienne abandonne"), "{run}");
    assert_eq!(hits[0].highlighted(), ["[11]", "[11]"], "{run}");
    let claims: Vec<_> = hits[0].claims().into_iter().filter(|(label, _)| *label == "11").collect();
    let expected = [
        ("11", "Le 5 novembre, l'armée malienne abandonne le camp d'Andéramboukane et se replie sur Ménaka"),
        ("11", "Des combattants du MSA se déploient alors dans la zone"),
    ];
    assert_eq!(claims, expected, "{run}");
    let text = world.run(["cite", "11"]);
    text.exits(0).says("Ménaka▌[11]▐").says("dans la zone▌[11]▐").says("[11] not in the document");
    assert!(!text.out.contains("Labbézanga"), "the claim of another source is not shown{text}");
}

#[test]
fn cite_2_of_the_seed_is_its_three_uses() {
    let Some(world) = World::with_seed() else { return };
    let run = world.run(["cite", "2", "--json"]);
    let hits = run.exits(0).hits();
    assert_eq!(hits.iter().map(|hit| hit.highlights.len()).sum::<usize>(), 3, "{run}");
    assert_eq!(hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>(), [1, 2], "document order{run}");
    let claims: Vec<_> =
        hits.iter().flat_map(|hit| hit.claims()).filter(|(label, _)| *label == "2").collect();
    assert!(
        claims[0].1.starts_with("Du côté des djihadistes, ") && claims[0].1.ends_with("du journal Le Monde")
    );
    assert!(claims[1].1.starts_with("Le camp avait été établi") && claims[1].1.ends_with("Barkhane"));
    assert_eq!(claims[2].1, "Ils s'emparent du camp, puis se retirent en direction du Niger");
    assert_eq!((&run.summary()["label"], &run.summary()["total"]), (&"2".into(), &2.into()), "{run}");
}

#[test]
fn cite_7_of_the_seed_names_the_labels_that_there_are() {
    let Some(world) = World::with_seed() else { return };
    world
        .run(["cite", "7"])
        .exits(1)
        .says("[7]")
        .says("[1] [2] [3] [4] [5] [6] [9] [10] [11] [12] [13] [14]");
    let run = world.run(["cite", "7", "--json"]);
    run.exits(1).is_quiet();
    assert_eq!(run.objects().len(), 1, "{run}");
    let summary = run.summary();
    assert_eq!((&summary["shown"], &summary["total"]), (&0.into(), &0.into()), "{run}");
    let labels = serde_json::json!(["1", "2", "3", "4", "5", "6", "9", "10", "11", "12", "13", "14"]);
    assert_eq!(summary["labels"], labels, "{run}");
}

#[test]
fn a_claim_is_the_stretch_that_the_marker_vouches_for() {
    let cases: &[(&str, &str, &[(&str, &str)])] = &[
        ("from the sentence's start", "Un fait connu. Le camp est pris[1].", &[("1", "Le camp est pris")]),
        (
            "from the previous group",
            "Le camp est pris[1] et la ville tombe[2].",
            &[("1", "Le camp est pris"), ("2", "et la ville tombe")],
        ),
        (
            "a group with commas",
            "Il pleut[1],[2],[3].",
            &[("1", "Il pleut"), ("2", "Il pleut"), ("3", "Il pleut")],
        ),
        ("a group without", "Il pleut[1][2].", &[("1", "Il pleut"), ("2", "Il pleut")]),
        ("after the full stop", "Il neige. Il pleut.[1] Il vente.", &[("1", "Il pleut.")]),
        ("after a closing guillemet", "Il dit : « Je pars. »[1]", &[("1", "Il dit : « Je pars. »")]),
        ("a range", "Il pleut[3-5].", &[("3", "Il pleut"), ("4", "Il pleut"), ("5", "Il pleut")]),
        (
            "an abbreviation ends no sentence",
            "Selon M. Keïta, il pleut[1].",
            &[("1", "Selon M. Keïta, il pleut")],
        ),
        ("an editorial remark beside it", "Il pleut[réf. nécessaire][1].", &[("1", "Il pleut")]),
        ("the same label twice", "Il pleut[1]. Il vente[1].", &[("1", "Il pleut"), ("1", "Il vente")]),
        ("a lone letter attached to a word", "En Lituanie[b], il pleut.", &[("b", "En Lituanie")]),
        ("a group of notes", "Il pleut[note 2],[RP 3].", &[("note 2", "Il pleut"), ("RP 3", "Il pleut")]),
        ("in the middle, with a comma", "À midi[1], il pleut.", &[("1", "À midi")]),
    ];
    for (name, text, expected) in cases {
        let found = claims(text);
        let found: Vec<_> = found.iter().map(|(label, claim)| (label.as_str(), claim.as_str())).collect();
        assert_eq!(found, *expected, "{name}: {text}");
    }
}

#[test]
fn editorial_brackets_are_no_citations() {
    let cases = [
        ("reference needed", "Il pleut[réf. nécessaire]."),
        ("reference needed, no-break space", "Il pleut[réf.\u{a0}nécessaire]."),
        ("reference wanted", "Il pleut[réf. souhaitée]."),
        ("reference not conforming", "Il pleut[réf. non conforme]."),
        ("ellipsis", "Il pleut […] et vente."),
        ("three dots", "Il pleut [...] et vente."),
        ("when", "Il pleut[Quand ?]."),
        ("which", "Il pleut[Laquelle\u{a0}?]."),
        ("unclear", "Il pleut[pas clair]."),
        ("sic", "Il pleus [sic] ce jour."),
        ("a word put into a quote", "Il parle « [des] pluies »."),
        ("the end of a word", "Pour assur[er] la paix."),
        ("a letter before an apostrophe", "« [l]'un des deux »."),
        ("a letter that begins a word", "« [l]e camp »."),
        ("an ordinal's end", "Le 1[er] mai."),
        ("a year put into a quote", "« en [1914] déjà »."),
    ];
    for (name, text) in cases {
        let world = World::with_rows(&[("a", text)]);
        assert_eq!(world.stats()["markers"], 0, "{name}: {text}");
        let run = world.run(["cite", "--list", "--json"]);
        run.exits(1);
        assert_eq!(run.out, "", "{name}{run}");
    }
}

#[test]
fn uses_come_in_document_order() {
    let world = World::new();
    world.write("b.txt", "Second\nDeux[4].\nTrois[4].");
    world.write("a.txt", "Premier\nRien.\nUn[4].");
    world.index(&["b.txt", "a.txt"]);
    let run = world.run(["cite", "4", "--all", "--json"]);
    let texts: Vec<_> = run.exits(0).hits().into_iter().map(|hit| hit.text).collect();
    assert_eq!(texts, ["Un[4].", "Deux[4].", "Trois[4]."], "{run}");
    assert_eq!(run.hits().iter().map(|hit| hit.rank).collect::<Vec<_>>(), [1, 2, 3]);
}

fn library() -> World {
    let world = World::new();
    world.write(
        "pain.txt",
        "Le pain\nLe pain lève[1] puis cuit[Note 2]. Il refroidit[3].\n\
         Notes et références\n[1] Steven Kaplan, « Le Retour du bon pain », Perrin, 2002\n[Note 2] Au four.\n[9] Un livre jamais cité, 1999\n",
    );
    world.write("vin.txt", "Le vin\nLe vin vieillit[1].\n");
    world.index(&["pain.txt", "vin.txt"]);
    world
}

#[test]
fn a_source_is_shown_or_said_to_be_absent() {
    let world = library();
    let run = world.run(["cite", "1", "--in", "le-pain"]);
    run.exits(0).says("Le pain lève▌[1]▐").says("[1] Steven Kaplan, « Le Retour du bon pain »");
    assert!(!run.out.contains("not in the document"), "{run}");
    let json = world.run(["cite", "1", "--in", "le-pain", "--json"]);
    let reference = json.hits()[0].citations[0].reference.clone().unwrap();
    assert_eq!((&reference["label"], &reference["date"]), (&"1".into(), &"2002".into()), "{json}");

    world.run(["cite", "3"]).exits(0).says("sources  [3] not in the document");
    let unresolved = world.run(["cite", "1", "--in", "le-vin", "--json"]);
    assert!(
        unresolved.hits()[0].citations[0].reference.is_none(),
        "another article's list is not its own{unresolved}"
    );
}

#[test]
fn labels_match_in_any_case_and_with_any_space() {
    let world = library();
    for label in ["Note 2", "note 2", "NOTE 2", "note\u{a0}2", "note2", "[Note 2]", " note  2 "] {
        let run = world.run(["cite", "--json", label]);
        assert_eq!(run.hits().len(), 1, "{label:?}{run}");
        assert_eq!(run.hits()[0].highlighted(), ["[Note 2]"], "{label:?}{run}");
    }
    for label in ["2", "note", "note 22", "ote 2", "note*"] {
        assert_eq!(world.run(["cite", label]).status, Some(1), "{label:?}");
    }
}

#[test]
fn a_label_of_several_articles_must_be_told_apart() {
    let world = library();
    let run = world.run(["cite", "1"]);
    run.exits(2)
        .complains("[1] occurs in 2 articles")
        .complains("--in")
        .complains("--all")
        .complains("le-pain le-vin");
    assert_eq!(run.out, "", "{run}");
    assert_eq!(world.run(["cite", "1", "--json"]).errors()[0]["code"], "ambiguous_label");

    let article = |arguments: &[&str]| -> Vec<String> {
        let run = world.call(["cite", "1", "--json"]).args(arguments).run();
        run.exits(0).hits().into_iter().map(|hit| hit.article.id).collect()
    };
    assert_eq!(article(&["--in", "le-vin"]), ["le-vin"]);
    assert_eq!(article(&["--in", "Le vin"]), ["le-vin"]);
    assert_eq!(article(&["--all"]), ["le-pain", "le-vin"]);
    world.run(["cite", "1", "--in", "le-lait"]).exits(1).complains("le-pain le-vin");
    world.run(["cite", "3", "--in", "le-vin"]).exits(1).says("near it: [1]");
}

#[test]
fn every_label_can_be_listed_with_its_uses() {
    let world = library();
    let run = world.run(["cite", "--list", "--json"]);
    let labels = run.exits(0).labels();
    let uses: Vec<_> = labels.iter().map(|l| (l.article.id.as_str(), l.label.as_str(), l.uses)).collect();
    let expected = [
        ("le-pain", "1", 1),
        ("le-pain", "3", 1),
        ("le-pain", "9", 0),
        ("le-pain", "Note 2", 1),
        ("le-vin", "1", 1),
    ];
    assert_eq!(uses, expected, "{run}");
    let resolved: Vec<_> = labels.iter().map(|label| label.reference.is_some()).collect();
    assert_eq!(resolved, [true, false, true, true, false], "{run}");
    let passage = &world.passages()[0].id;
    assert_eq!(labels[0].passages, [passage.as_str()], "{run}");
    assert!(labels[2].passages.is_empty(), "a source that nothing cites has no passage{run}");

    let one = world.run(["cite", "--list", "--in", "le-vin", "--json"]);
    assert_eq!(one.labels().len(), 1, "{one}");
    world.run(["cite", "--list"]).exits(0).says("Le pain").says("Steven Kaplan").says("not in the document");
}

#[test]
fn a_range_is_one_marker_with_a_use_for_each_label() {
    let world = World::with_rows(&[("a", "Il pleut[3-5] et vente[4].")]);
    assert_eq!(world.stats()["markers"], 2);
    let run = world.run(["cite", "--list", "--json"]);
    let uses: Vec<_> = run.labels().into_iter().map(|label| (label.label, label.uses)).collect();
    assert_eq!(uses, [("3".to_owned(), 1), ("4".to_owned(), 2), ("5".to_owned(), 1)], "{run}");
    let hit = world.run(["cite", "4", "--json"]).hits().swap_remove(0);
    assert_eq!(hit.highlighted(), ["[3-5]", "[4]"]);
}

#[test]
fn labels_are_listed_as_people_count() {
    let world = World::with_rows(&[("a", "Un[10], deux[2], trois[note 10], quatre[note 9], cinq[1].")]);
    let labels: Vec<_> =
        world.run(["cite", "--list", "--json"]).labels().into_iter().map(|l| l.label).collect();
    assert_eq!(labels, ["1", "2", "10", "note 9", "note 10"]);
}

#[test]
fn a_passage_that_cites_twice_is_one_hit() {
    let world = World::with_rows(&[("a", "Il pleut[1]. Il vente[1].\n\nIl neige[1].")]);
    let run = world.run(["cite", "1", "--json"]);
    let hits = run.hits();
    assert_eq!(ids(&hits).len(), 2, "{run}");
    assert_eq!(hits[0].highlights.len(), 2, "{run}");
    world.run(["cite", "1"]).exits(0).says("3 uses in 2 passages");
}

#[test]
fn a_label_within_a_range_is_shown_once_with_its_own_source() {
    let world = World::with_text(
        "Titre\n\nLe camp est pris[3-5].\n\nNotes et références\n\n[3] Trois, 2003\n[4] Quatre, 2004\n[5] Cinq, 2005\n",
    );
    let run = world.run(["cite", "4"]);
    run.exits(0).says("[4] Quatre, 2004").says("[4]: 1 use in 1 passage");
    assert_eq!(run.out.matches("Le camp est pris").count(), 1, "{run}");
    assert!(!run.out.contains("Trois"), "{run}");
}

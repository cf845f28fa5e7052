//! Citations as their users meet them: what bad input is told, what every JSON object holds, notes that cite, copies
//! that archives keep.

use serde_json::Value;

use crate::support::{Run, World};

const PORT: &str = "Le port\n\
    Le port ouvre[1] en mai, dit-on[3]. Anne Ker déclare : « Le port est à nous »[2].\n\
    Personne ne sait pourquoi il ferme[réf. nécessaire].\n\
    Notes et références\n\
    [1] « Le port », https://web.archive.org/web/20190101/http://www.lemonde.fr/port.html\n\
    [2] Anne Ker, « Un livre », Seuil, 1999 (ISBN 2-02-000001-6)\n";

fn port() -> World {
    let world = World::new();
    world.write("port.txt", PORT);
    world.write(
        "mer.txt",
        "La mer\nLa mer monte[1].\nNotes et références\n[1] « La mer », 2001, doi:10.1000/mer\n",
    );
    world.index(&["port.txt", "mer.txt"]);
    world
}

/// One line of the contract each: what is unknown says what there is near it, what may be several things names them,
/// what is malformed is named.
#[test]
fn bad_input_is_told_what_there_is() {
    let world = port();
    for (arguments, status, said) in [
        (&["cite", "9", "--in", "le-port"][..], 1, "near it: [1] [2] [3]"),
        (&["cite", "--together", "9", "--in", "le-port"], 1, "near it: [1] [2] [3]"),
        (&["cite", "1"], 2, "la-mer le-port"),
        (&["cite", "--together", "1"], 2, "la-mer le-port"),
        (&["cite", "1", "--in", "le-pont"], 1, "le-port"),
        (&["cite", "--source", "lemonde.com"], 1, "lemonde.fr"),
        (&["cite", "--source", "10.1000/mers"], 1, "10.1000/mer"),
        (&["cite", "--source", "2-02-000002-4"], 1, "9782020000017"),
        (&["cite", "--source", "1850"], 1, "1999"),
        (&["cite", "--source", "2020-2019"], 2, "ends before, with 2019"),
        (&["cite", "--source", "2019-20"], 2, "four digits"),
        (&["cite", "--source", "2-02-000001-7"], 2, "check digit"),
        (&["cite", "--source", "ISBN 123"], 2, "10 or 13 digits, not 3"),
        (&["cite", "--for", "le-port#zzz"], 1, "le-port#"),
        (&["cite", "--for", "le-pont"], 1, "le-port"),
        (&["quote", "--verify", "« »"], 2, "no words"),
        (&["quote", "--verify", "port", "--in", "le-pont"], 1, "le-port"),
    ] {
        let run = world.run(arguments);
        run.exits(status);
        let all = format!("{}{}", run.out, run.err);
        assert!(all.contains(said), "{arguments:?}: {said}{run}");
    }
    let json = world.run(["cite", "--together", "9", "--in", "le-port", "--json"]);
    assert_eq!(json.exits(1).summary()["labels"], serde_json::json!(["1", "2", "3"]), "{json}");
}

#[test]
fn a_copy_in_an_archive_is_of_its_source() {
    let world = port();
    for source in
        ["lemonde.fr", "www.lemonde.fr", "archive.org", "https://web.archive.org/web/2020/http://lemonde.fr/"]
    {
        let run = world.run(["cite", "--json", "--source", source]);
        assert_eq!(run.exits(0).hits()[0].highlighted(), ["[1]"], "{source}{run}");
    }
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The keys of the objects of one type; all of them have the same.
#[track_caller]
fn keys_of<'r>(run: &Run, objects: &'r [Value], kind: &str) -> Vec<&'r str> {
    let mut own = objects.iter().filter(|object| object["type"] == kind);
    let first = own.next().unwrap_or_else(|| panic!("no {kind}{run}"));
    own.for_each(|other| assert_eq!(keys(first), keys(other), "{kind}{run}"));
    keys(first)
}

/// Names are frozen: what is there may not be called otherwise, absent or null by turns.
#[test]
fn every_object_has_its_keys() {
    const HIT: &str = "type rank score id kind form article section ordinal text highlights snippet citations \
                       quotes wants_source source";
    const LABEL: &str = "type article label uses passages notes reference";
    let world = port();
    let passage = world.passages()[1].id.clone();
    for (arguments, kind, expected) in [
        (&["cite", "2"][..], "hit", HIT),
        (&["cite", "2"], "summary", "type label shown total"),
        (&["cite", "9"], "summary", "type label shown total labels"),
        (&["cite", "--source", "Seuil"], "hit", HIT),
        (&["cite", "--source", "Seuil"], "summary", "type source shown total references near"),
        (&["cite", "--claim", "port"], "hit", HIT),
        (&["cite", "--claim", "port"], "summary", "type claim shown total"),
        (&["cite", "--list"], "reference", LABEL),
        (&["cite", "--for", &passage], "reference", LABEL),
        (&["cite", "--together", "2"], "reference", &format!("{LABEL} claims")),
        (&["cite", "--together", "2"], "summary", "type label shown total"),
        (&["cite", "--unsourced"], "hit", HIT),
        (&["cite", "--unsourced"], "count", "type article passages unsourced flagged"),
        (&["cite", "--unsourced"], "summary", "type shown total"),
        (&["cite", "--check"], "finding", "type kind article labels passages text"),
        (&["cite", "--check"], "summary", "type shown total"),
        (&["quote", "le port"], "hit", HIT),
        (&["quote", "le port"], "summary", "type quote shown total"),
        (
            &["quote", "--verify", "le port"],
            "verdict",
            "type verdict asked passage article span found quote diff pieces",
        ),
        (
            &["quote", "--verify", "zèbre"],
            "verdict",
            "type verdict asked passage article span found quote diff pieces",
        ),
    ] {
        let run = world.call(arguments).args(&["--json"]).run();
        let objects = run.objects();
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(keys_of(&run, &objects, kind), expected, "{arguments:?} {kind}{run}");
    }
}

/// A source that only a note cites is cited, and the note says where.
#[test]
fn a_note_may_cite() {
    let world = World::with_text(
        "Le sel\nLe sel se vend[note 1].\nNotes et références\n[note 1] Le prix varie[2],[3]. Voir [9].\n\
         [2] Anne Le Goff, « Le sel », 2001, https://sel.example.org/\n[3] « La mine », 1999\n",
    );
    let run = world.run(["cite", "--list", "--json"]);
    let labels = run.exits(0).objects();
    let uses: Vec<_> =
        labels.iter().map(|l| (&l["label"], &l["uses"], l["notes"].as_array().unwrap().len())).collect();
    assert_eq!(
        uses,
        [(&"2".into(), &1.into(), 1), (&"3".into(), &1.into(), 1), (&"note 1".into(), &1.into(), 0)]
    );
    assert_eq!(labels[0]["notes"][0], "le-sel#[note 1]", "{run}");
    let two = world.run(["cite", "2", "--json"]);
    let hit = &two.exits(0).objects()[0];
    assert_eq!((&hit["kind"], &hit["id"]), (&"reference".into(), &"le-sel#[note 1]".into()), "{two}");
    assert_eq!(two.hits()[0].highlighted(), ["[2]"], "{two}");
    assert_eq!(two.hits()[0].claims(), [("2", "Le prix varie"), ("3", "Le prix varie")], "{two}");
    world.run(["cite", "2"]).exits(0).says("Le prix varie▌[2]▐").says("1 use in 1 note");
    let source = world.run(["cite", "--source", "sel.example.org", "--json"]);
    assert_eq!(source.exits(0).hits()[0].id, "le-sel#[note 1]", "{source}");
    let check = world.run(["cite", "--check", "--json"]);
    assert!(check.objects().iter().all(|found| found["kind"] != "uncited"), "{check}");
    let found = world.run(["search", "--json", "--kind", "reference", "Anne Le Goff"]);
    assert_eq!(
        (&found.objects()[0]["uses"], &found.objects()[0]["passages"]),
        (&1.into(), &serde_json::json!([]))
    );
    assert_eq!(world.search(&["sel", "--cites", "sel.example.org"]).len(), 0, "a note is no passage");
    world.run(["cite", "9"]).exits(1);
    let salt = &world.passages()[0].id;
    let chain = world.run(["cite", "--for", salt, "--json"]);
    let labels: Vec<String> = chain.exits(0).labels().into_iter().map(|label| label.label).collect();
    assert_eq!(labels, ["note 1", "2", "3"], "what the note cites comes after it{chain}");
    world.run(["cite", "--for", salt]).exits(0).says("through [note 1]: Anne Le Goff");
}

/// Of many labels those next to it are told, each once, as they are written.
#[test]
fn an_unknown_label_is_told_its_neighbours() {
    let world = World::new();
    let of = |first: usize, last: usize| -> String {
        (first..=last).map(|n| format!("Le fait {n} est connu[{n}]. ")).collect()
    };
    world.write("a.txt", format!("Le sel\n{}Le sel se vend[Note 2].\n", of(1, 40)));
    world.write("b.txt", format!("La mer\n{}\n", of(35, 60)));
    world.index(&["a.txt", "b.txt"]);
    let labels = |arguments: &[&str]| -> Vec<String> {
        let summary = world.call(arguments).args(&["--json"]).run().summary();
        summary["labels"].as_array().unwrap().iter().map(|l| l.as_str().unwrap().to_owned()).collect()
    };
    let last: Vec<String> = (41..=60).map(|n| n.to_string()).collect();
    assert_eq!(labels(&["cite", "61"]), last);
    assert_eq!(labels(&["cite", "99", "--in", "la-mer"]), last);
    assert_eq!(labels(&["cite", "note 3"])[19..], ["Note 2"], "as it is written");
    assert_eq!(labels(&["cite", "--together", "41", "--in", "le-sel"])[19..], ["40"]);
}

/// What an option would not change, it is not taken for.
#[test]
fn options_that_say_nothing_are_refused() {
    let world = port();
    for arguments in [
        &["cite", "1", "--sort", "uses"][..],
        &["cite", "1", "--min-words", "4"],
        &["cite", "1", "--since", "2019"],
        &["cite", "--list", "--until", "2019"],
    ] {
        world.run(arguments).exits(2).complains(arguments[arguments.len() - 2]);
    }
    let shown = |arguments: &[&str]| world.call(arguments).args(&["--json", "-n", "1"]).run().objects().len();
    assert_eq!(shown(&["cite", "--list"]), 1);
    assert_eq!(shown(&["cite", "--check"]), 2, "with the summary, which has the total");
}

//! `quote`: quotes found whatever their typography, and verified word by word.

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{Run, World};

const TEXT: &str = "Jean Dupont déclare : « Nous n'avons pas compté les dix-sept blessés du Cœur de l'Île, mais 3,5 % des vivres sont perdus »[4]. Le maire parle d'une « nuit très longue »[5].\n\n\
    Les renforts arrivent en fin d'après-midi avec 1\u{a0}200 hommes[6],[7]. Ils repartent le lendemain matin vers la côte […] sans attendre la relève promise.\n\n\
    « Il est parti “sans un mot”, dit-elle », affirme Marie Martin[8].";

fn world() -> World {
    World::with_rows(&[("récit", TEXT)])
}

#[track_caller]
fn verdict(world: &World, text: &str) -> (String, Run) {
    let run = world.run(["quote", "--verify", "--json", text]);
    let verdict = run.objects()[0]["verdict"].as_str().unwrap().to_owned();
    run.exits(i32::from(verdict == "absent"));
    (verdict, run)
}

#[test]
fn every_verdict() {
    let world = world();
    for (asked, expected) in [
        ("nuit très longue", "exact"),
        ("  nuit très longue\n", "exact"),
        ("« nuit très longue »", "exact"),
        ("d'après-midi", "exact"),
        ("1\u{a0}200 hommes[6],[7]. Ils repartent", "exact"),
        ("Nous n'avons pas compté […] des vivres sont perdus", "exact"),
        ("vers la côte […] sans attendre", "exact"),
        ("Nuit tres longue", "typography"),
        ("nous n’avons pas compté les dix sept blessés", "typography"),
        ("blessés du coeur de l'ile", "typography"),
        ("1 200 hommes. Ils repartent", "typography"),
        ("1\u{a0}200 hommes[7]. Ils repartent", "typography"),
        ("parti « sans un mot », dit-elle", "typography"),
        ("nous avons pas compté les dix-sept blessés", "altered"),
        ("Nous n'avons pas compté les dix", "altered"),
        ("5 % des vivres sont perdus", "altered"),
        ("3,5 € des vivres sont perdus", "altered"),
        ("nuit très courte", "altered"),
        ("Ils repartent le lendemain vers la côte", "altered"),
        ("vers la côte sans attendre la relève", "altered"),
        ("blessés les compté pas avons n'", "absent"),
        ("les dix-sept blessés du Cœur arrivent en fin d'après-midi avec", "stitched"),
        ("la guerre est finie depuis longtemps", "absent"),
    ] {
        let (found, run) = verdict(&world, asked);
        assert_eq!(found, expected, "{asked}{run}");
    }
}

#[test]
fn a_verdict_says_where_whose_and_what_differs() {
    let world = world();
    let (_, run) = verdict(&world, "nous n’avons pas compté les dix-huit blessés");
    let verdict = &run.objects()[0];
    let passage = &world.passages()[0];
    assert_eq!(verdict["passage"], passage.id.as_str(), "{run}");
    assert_eq!(verdict["found"], "Nous n'avons pas compté les dix-sept blessés", "{run}");
    assert_eq!(
        (&verdict["quote"]["speaker"], &verdict["quote"]["verb"]),
        (&"Jean Dupont".into(), &"déclare".into())
    );
    assert_eq!(verdict["quote"]["labels"], serde_json::json!(["4"]), "{run}");
    let replaced: Vec<&Value> =
        verdict["diff"].as_array().unwrap().iter().filter(|d| d["kind"] == "replaced").collect();
    assert_eq!(replaced.len(), 1, "{run}");
    assert_eq!(
        (&replaced[0]["asked"]["text"], &replaced[0]["found"]["text"]),
        (&"huit".into(), &"sept".into())
    );
    let text = world.run(["quote", "--verify", "nuit très courte"]);
    text.exits(0).says("altered").says("« courte » in place of « longue »").says("▌nuit");
    let own = world.run(["quote", "--verify", "Les renforts arrivent"]);
    own.exits(0).says("exact").says("outside quotation marks");
}

#[test]
fn pieces_say_where_they_come_from() {
    let (_, run) = verdict(&world(), "les dix-sept blessés du Cœur arrivent en fin d'après-midi avec");
    let pieces = run.objects()[0]["pieces"].as_array().unwrap().clone();
    let texts: Vec<&str> = pieces.iter().map(|piece| piece["found"]["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["les dix-sept blessés du Cœur", "arrivent en fin d'après-midi avec"], "{run}");
    assert_ne!(pieces[0]["passage"], pieces[1]["passage"], "{run}");
}

#[test]
fn a_text_without_words_is_an_error() {
    let world = world();
    for text in ["", "« »", "[…]", "?!"] {
        world.run(["quote", "--verify", text]).exits(2).complains("no words");
        world.run(["quote", text]).exits(2).complains("no words");
    }
}

#[test]
fn quotes_are_found_however_typed() {
    let world = world();
    for text in ["NUIT TRES LONGUE", "n’avons pas", "nuit […] longue", "“sans un mot”", "coeur de l'ile"]
    {
        let run = world.run(["quote", "--json", text]);
        assert_eq!(run.exits(0).hits().len(), 1, "{text}{run}");
    }
    let run = world.run(["quote", "--json", "nuit tres longue"]);
    assert_eq!(run.hits()[0].highlighted(), ["nuit très longue"], "{run}");
    world.run(["quote", "renforts arrivent"]).exits(1);
    world.run(["quote", "dix-sept blessés"]).exits(0).says("— Jean Dupont (déclare)");
}

#[test]
fn quotes_carry_speaker_verb_and_labels() {
    let hits = world().passages();
    let quotes: Vec<_> = hits.iter().flat_map(|hit| &hit.quotes).collect();
    let told: Vec<_> = quotes
        .iter()
        .map(|quote| (quote.speaker.as_deref(), quote.verb.as_deref(), quote.labels.join(" ")))
        .collect();
    assert_eq!(told[0], (Some("Jean Dupont"), Some("déclare"), "4".into()));
    assert_eq!(told[1], (None, None, "5".into()));
    assert_eq!(told[2], (Some("Marie Martin"), Some("affirme"), "8".into()));
    assert_eq!(quotes[3].text, "sans un mot", "a quote inside a quote");
}

#[test]
fn guillemets_restricts_to_quoted_text() {
    let world = World::with_rows(&[
        ("a", "Le camp est pris. Il parle d'une « longue nuit d'attente »."),
        ("b", "La nuit tombe sur le camp."),
        ("c", "« Le camp tient », dit-il."),
    ]);
    let ids = |query: &[&str]| -> Vec<String> {
        let mut ids: Vec<String> = world.search(query).into_iter().map(|hit| hit.article.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&["nuit"]), ["a", "b"]);
    assert_eq!(ids(&["guillemets:nuit"]), ["a"]);
    assert_eq!(ids(&["guillemets:camp"]), ["c"]);
    assert_eq!(ids(&["guillemets:\"longue nuit\""]), ["a"]);
    assert_eq!(ids(&["guillemets:\"camp pris\""]), [""; 0]);
    assert_eq!(ids(&["camp", "guillemets:nuit"]), ["a"]);
    let hits = world.search(&["guillemets:(camp nuit)"]);
    assert!(hits.iter().all(|hit| hit.highlighted().iter().all(|word| ["camp", "nuit"].contains(word))));
    let a = hits.iter().find(|hit| hit.article.id == "a").unwrap();
    assert_eq!(a.highlighted(), ["nuit"], "the camp outside the quote is not meant");
}

#[test]
fn a_phrase_stands_over_a_hole() {
    let Some(world) = World::with_seed() else { return };
    let hits = world.search(&["« Le camp militaire »"]);
    assert!(hits[0].text.starts_with("Le , le camp militaire"), "nothing is filled in: {}", hits[0].text);
    assert_eq!(hits[0].highlighted()[..3], ["le", "camp", "militaire"]);
    let (found, run) = verdict(&world, "le camp militaire d'Indelimane");
    assert_eq!(found, "exact", "{run}");
    let (found, run) = verdict(&world, "Le camp militaire d'Indelimane");
    assert_eq!(found, "typography", "{run}");
}

/// What a text can suffer: each corruption with the verdicts that may follow it.
const CORRUPTIONS: [(&str, &[&str]); 9] = [
    ("apostrophes", &["typography"]),
    ("accents", &["typography"]),
    ("capitals", &["typography"]),
    ("spaces", &["typography"]),
    ("markers", &["typography"]),
    ("word replaced", &["altered"]),
    ("word left out", &["altered"]),
    ("word put in", &["altered"]),
    ("words swapped", &["altered"]),
];

/// Corrupts `words` at the place `at`; none where that changes nothing.
fn corrupt(words: &[&str], at: usize, kind: &str) -> Option<String> {
    let mut changed: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let word = changed[at].clone();
    match kind {
        "apostrophes" => changed[at] = word.replace('\'', "’"),
        "accents" => changed[at] = word.replace(['é', 'è', 'ê'], "e").replace('ô', "o").replace('î', "i"),
        "capitals" => changed[at] = word.to_uppercase(),
        "spaces" => changed[at] = format!("{word}\u{a0}"),
        "markers" => changed[at] = format!("{word}[12]"),
        "word replaced" => changed[at] = "zèbre".to_owned(),
        "word left out" => drop(changed.remove(at)),
        "word put in" => changed.insert(at, "zèbre".to_owned()),
        _ => changed.swap(at, (at + 1) % words.len()),
    }
    let (before, after) = (words.join(" "), changed.join(" "));
    (before != after && !after.trim().is_empty()).then_some(after)
}

/// No corruption passes for exact: the program is asked once for each sentence, place and corruption.
#[test]
fn no_corruption_is_exact() {
    const SENTENCES: [&str; 3] = [
        "Le comité n'a jamais reçu la lettre égarée du préfet avant la tempête",
        "Aucune école de l'île ne fermera ses portes cet hiver-là",
        "Dès l'aube une foule muette descend lentement vers le port",
    ];
    let rows: Vec<String> = SENTENCES.iter().map(|s| format!("Elle écrit : « {s} »[3].")).collect();
    let rows: Vec<(&str, &str)> = ["a", "b", "c"].into_iter().zip(rows.iter().map(String::as_str)).collect();
    let world = World::with_rows(&rows);
    let engine = alinea::search::Local::open(&world.path("index")).unwrap();
    let mut asked = 0;
    for sentence in SENTENCES {
        assert_eq!(verdict_of(&engine, sentence), "exact");
        let words: Vec<&str> = sentence.split(' ').collect();
        for at in 1..words.len() - 1 {
            for (kind, allowed) in CORRUPTIONS {
                let Some(text) = corrupt(&words, at, kind) else { continue };
                let found = verdict_of(&engine, &text);
                assert!(allowed.contains(&found.as_str()), "{kind} at {at}: {text}: {found}");
                asked += 1;
            }
        }
    }
    assert!(asked > 150, "{asked} corruptions");
    println!("{asked} corruptions, no false exact");
}

fn verdict_of(engine: &alinea::search::Local, text: &str) -> String {
    let verdict = engine.verify(text, None).unwrap();
    serde_json::to_value(verdict.verdict).unwrap().as_str().unwrap().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever is asked, « exact » is said only of bytes that are there, in whole words.
    #[test]
    fn exact_means_the_same_bytes(text in "(Nous|nous|Nôus|pas| |compté|dix|-sept|sept|les|'|’|n|avons|\\[4\\]|3,5|5| %| ){1,14}") {
        thread_local! {
            static WORLD: World = world();
        }
        WORLD.with(|world| {
            let engine = alinea::search::Local::open(&world.path("index")).unwrap();
            let Ok(verdict) = engine.verify(&text, None) else { return Ok(()) };
            let exact = serde_json::to_value(verdict.verdict).unwrap() == "exact";
            if exact {
                prop_assert!(TEXT.contains(text.trim()), "{text:?} {verdict:?}");
                prop_assert_eq!(verdict.found.as_deref(), Some(text.trim()));
            }
            Ok(())
        })?;
    }
}

//! The rules of French text, by name, through the program: each row is a text, a query, and whether one finds
//! the other.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Run, World};

/// Rule, text, queries that find it, queries that do not. All rows stand in one index, each as an article.
type Row = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

#[track_caller]
fn holds(rows: &[Row]) {
    let world = World::new();
    let mut lines = String::new();
    for (n, (_, text, ..)) in rows.iter().enumerate() {
        writeln!(lines, "{}", serde_json::json!({"_id": format!("r{n}"), "title": "-", "text": text}))
            .unwrap();
    }
    world.write("rows.jsonl", lines);
    world.index(&["rows.jsonl"]);
    for (n, (rule, text, found, not)) in rows.iter().enumerate() {
        let finds = |query: &str| -> (bool, Run) {
            let run = world.run(["search", "--json", "--in", &format!("r{n}"), query]);
            (run.hits().len() == 1, run)
        };
        for query in *found {
            let (finds, run) = finds(query);
            assert!(finds, "{rule}: {query:?} finds {text:?}{run}");
        }
        for query in *not {
            let (finds, run) = finds(query);
            assert!(!finds, "{rule}: {query:?} does not find {text:?}{run}");
        }
    }
}

#[test]
fn rule_1_unicode_first() {
    holds(&[
        ("composed text", "Un été.", &["e\u{301}te\u{301} un", "été un"], &[]),
        ("decomposed text", "Un De\u{301}sert.", &["désert", "de\u{301}sert", "desert"], &[]),
        ("two marks", "Vi\u{1ec7}t.", &["Vie\u{323}\u{302}t", "viet"], &[]),
        ("ligatures fi, fl", "Une \u{fb01}lle et une \u{fb02}èche.", &["fille", "flèche"], &["lle"]),
        ("superscript letters", "Au XIX\u{1d49} siècle.", &["XIXe siècle", "19e"], &[]),
        ("superscript digits", "Cent m².", &["m2", "m²"], &[]),
        ("numero", "Le № 7.", &["n° 7", "numéro"], &[]),
        ("full-width letters", "Ｍａｌｉ.", &["mali"], &[]),
    ]);
}

#[test]
fn rule_2_apostrophes_hyphens_and_spaces() {
    let texts: Vec<(String, String)> = "'\u{2019}\u{2018}\u{2bc}\u{ff07}\u{2b9}\u{201b}\u{2032}\u{b4}`"
        .chars()
        .map(|sign| {
            (format!("U+{:04X}", u32::from(sign)), format!("On craint l{sign}attaque et prud{sign}homme."))
        })
        .collect();
    for (name, text) in &texts {
        let world = World::with_rows(&[("a", text)]);
        for query in ["attaque", "l'attaque", "L’attaque", "prud'homme", "prud’homme"] {
            let hits = world.search(&[query]);
            assert_eq!(hits.len(), 1, "{name}: {query}");
            let marked = hits[0].highlighted().concat();
            assert!(marked == "attaque" || marked.starts_with("prud"), "{name}: {query} marks {marked:?}");
        }
    }
    holds(&[
        (
            "half rings are dropped",
            "La Ka\u{2bf}ba et le Qur\u{2be}an.",
            &["kaba", "quran", "Ka\u{2bf}ba"],
            &[],
        ),
        ("hyphen U+2010", "Le porte\u{2010}avions.", &["porte-avions", "avions"], &[]),
        ("hyphen U+2011", "Le porte\u{2011}avions.", &["porte-avions", "\"porte avions\""], &[]),
        ("soft hyphen", "Une anti\u{ad}constitution.", &["anticonstitution"], &["constitution"]),
        ("zero-width space", "Une mon\u{200b}tagne.", &["montagne"], &[]),
        (
            "no-break space",
            "Trois\u{a0}jours\u{202f}durant\u{2009}la nuit.",
            &["\"jours durant la nuit\""],
            &[],
        ),
    ]);
}

#[test]
fn rule_3_elision_before_a_vowel_or_h_only() {
    let mut rows: Vec<(String, String, String)> = Vec::new();
    for article in "l m t s n j d c qu jusqu quoiqu lorsqu puisqu presqu quelqu entr".split(' ') {
        rows.push((article.to_owned(), format!("{article}'arbre tombe"), "arbre".to_owned()));
        rows.push((
            article.to_uppercase(),
            format!("{}’HIVER vient", article.to_uppercase()),
            "hiver".to_owned(),
        ));
    }
    rows.push(("ç".to_owned(), "ç’aurait plu".to_owned(), "aurait".to_owned()));
    rows.push(("z".to_owned(), "les z'animaux".to_owned(), "animaux".to_owned()));
    for (rule, text, query) in &rows {
        let world = World::with_rows(&[("a", text)]);
        let hits = world.search(&[query]);
        assert_eq!(hits.len(), 1, "{rule}: {query} finds {text}");
        assert_eq!(hits[0].highlighted().concat().to_lowercase(), *query, "{rule}: the word alone is marked");
    }
    holds(&[
        ("not before a consonant", "À N'Djamena.", &["N'Djamena", "n’djamena", "ndjamena"], &["djamena"]),
        ("not before a consonant", "Kylian M'Bappé.", &["m'bappe", "mbappé"], &["bappé"]),
        ("no article", "Eugene O'Neill.", &["O’Neill", "oneill"], &["neill"]),
        ("kept: aujourd'hui", "C'est aujourd’hui.", &["aujourd'hui", "aujourdhui"], &["hui"]),
        ("kept: presqu'île", "La presqu'île.", &["presqu’île", "presquile"], &["ile"]),
        ("kept: entr'acte", "Un entr’acte.", &["entr'acte", "entracte"], &["acte"]),
        ("kept: prud'homme", "Un prud'homme.", &["prud’homme"], &["homme"]),
        ("kept: grand'mère", "Sa grand’mère.", &["grand'mère"], &["mère"]),
        ("kept: quelqu'un", "Voici quelqu'un.", &["quelqu’un"], &[]),
        (
            "checked again: d'aujourd'hui",
            "Le monde d’aujourd’hui.",
            &["aujourd'hui", "d'aujourd'hui"],
            &["hui"],
        ),
        ("checked again: l'entr'acte", "Pendant l’entr’acte.", &["entr'acte", "l'entr'acte"], &["acte"]),
    ]);
}

#[test]
fn rule_4_hyphens_split() {
    holds(&[
        (
            "a town",
            "À Saint-Étienne.",
            &["saint etienne", "etienne", "Saint-Etienne", "\"saint étienne\""],
            &["saintetienne"],
        ),
        ("an inverted verb", "Arrive-t-il demain ?", &["arrive", "arrive-t-il", "il arrive"], &[]),
        ("a compound", "Un arc-en-ciel.", &["ciel", "arc en ciel", "\"arc-en-ciel\""], &["arcenciel"]),
    ]);
    let world = World::with_rows(&[("a", "C'est-à-dire, dit-on, a-t-il dit demain.")]);
    let marked = world.search(&["c'est-à-dire demain"]).swap_remove(0);
    assert_eq!(marked.highlighted(), ["dire", "demain"], "of -à-, -t-il, -on function words are left");
}

#[test]
fn rule_5_numbers_ordinals_acronyms() {
    holds(&[
        (
            "groups, plain space",
            "Soit 1 200 morts.",
            &["1200", "1\u{a0}200", "1\u{202f}200", "1 200"],
            &["200"],
        ),
        ("groups, no-break space", "Soit 1\u{a0}200\u{a0}000 euros.", &["1200000"], &["000", "200"]),
        ("groups, narrow no-break space", "Soit 12\u{202f}500 tonnes.", &["12500"], &["500"]),
        ("no group of two", "Le 12 50 du code.", &["12", "50"], &["1250"]),
        ("ordinals: 1er", "Le 1er mai.", &["1er", "1re", "1ère"], &[]),
        ("ordinals: 1ère", "La 1ère fois.", &["1er", "1re"], &[]),
        ("ordinals: 2ème", "La 2ème fois.", &["2e", "2ème"], &[]),
        ("centuries", "Au XIXe siècle.", &["19e", "XIXe", "xixe", "XIXᵉ", "19ème siècle"], &[]),
        ("acronyms with dots", "Selon l'O.N.U., rien.", &["ONU", "onu", "O.N.U.", "l'ONU"], &[]),
        ("acronyms without", "Selon l'ONU, rien.", &["O.N.U.", "o.n.u"], &[]),
        ("n°", "Le n° 7.", &["numéro 7", "№", "nº"], &[]),
        ("numéro", "Le numéro sept.", &["n°", "N°"], &[]),
        ("St", "L'abbaye de St Denis.", &["saint denis"], &[]),
        ("Ste", "L'île de Ste-Hélène.", &["sainte-hélène"], &[]),
        ("Saint", "Saint-Denis, Sainte-Hélène.", &["st-denis", "ste helene"], &[]),
    ]);
}

#[test]
fn rule_6_lower_case_then_folded() {
    holds(&[
        (
            "accents",
            "Élève à Noël, là où ça gêne, maïs dû.",
            &["eleve", "noel", "gene", "mais", "ÉLÈVE", "élevé"],
            &[],
        ),
        ("without accents in the text", "Les eleves.", &["élèves"], &[]),
        ("œ", "Un œuf de bœuf.", &["oeuf", "OEUF", "ŒUF", "boeuf"], &[]),
        ("oe", "Une oeuvre.", &["œuvre"], &[]),
        ("æ", "Un curriculum vitæ.", &["vitae", "VITÆ"], &[]),
        ("ÿ", "L'Haÿ-les-Roses, Louÿs.", &["hay", "louys"], &[]),
        ("capital with accent", "L'ÉTAT de droit.", &["etat", "état"], &[]),
    ]);
}

/// Inflected forms find one another; words that only look alike do not.
#[test]
fn rule_7_stems() {
    holds(&[
        ("plural in s", "Des attaques.", &["attaque"], &[]),
        ("plural in x", "Des châteaux.", &["château", "chateau"], &[]),
        ("plural in aux", "Des journaux.", &["journal"], &[]),
        ("feminine", "Une armée malienne.", &["malien", "maliens", "maliennes"], &[]),
        ("marie is no mari", "Marie chante.", &["marie"], &["mari", "maris"]),
        ("communiste is no commune", "Un communiste.", &["communistes"], &["commune", "communes"]),
        (
            "the words themselves, so that nothing needs repair",
            "Maris et mari, commune, communes.",
            &["mari"],
            &["marie"],
        ),
        ("numbers are not stemmed", "En 1999.", &["1999"], &["199"]),
    ]);
}

#[test]
fn rule_8_markers_and_editorial_brackets_are_no_words() {
    holds(&[
        ("marker", "Le camp[4] est pris.", &["camp", "\"camp est\""], &["4"]),
        ("note", "Le camp[note 2] est pris.", &["\"camp est\""], &["note", "2"]),
        ("range", "Le camp[3-5] est pris.", &["\"camp est\""], &["3", "5"]),
        ("reference needed", "Le camp[réf. nécessaire] est pris.", &["\"camp est\""], &["nécessaire", "réf"]),
        ("when", "Le camp[Quand\u{a0}?] est pris.", &["\"camp est\""], &["quand"]),
        ("ellipsis", "Le camp […] est pris.", &["\"camp est\""], &[]),
        ("a word put into a quote stays a word", "Il craint [les renforts].", &["renforts"], &[]),
        ("the end of a word belongs to it", "Pour assur[er] la paix.", &["assurer"], &["er"]),
        ("a number in the text is a word", "Il y a 4 camps[9].", &["4"], &["9"]),
    ]);
    let world = World::with_rows(&[
        ("bare", "Le camp est pris avant midi par les renforts."),
        ("marked", "Le camp[1],[2],[3] est pris[note 4] avant midi[5] par les renforts[6][7][8][9]."),
    ]);
    let hits = world.search(&["camp"]);
    assert_eq!(hits.len(), 2);
    assert_eq!(hits[0].score, hits[1].score, "markers count in no length");
}

#[test]
fn rule_9_every_word_is_indexed_and_weighed_in_queries() {
    holds(&[
        ("function words", "Qui va là ?", &["qui", "là", "qui va là"], &[]),
        ("single letters", "Le plan B.", &["b", "plan b"], &[]),
        ("function words in phrases", "L'être et le néant.", &["\"l'être et le néant\""], &[]),
    ]);
    let world = World::with_rows(&[
        ("many small words", "Pour le et la de le, comment et pour la de le dans le."),
        ("the word", "Un camp retranché."),
        ("mali", "Au Mali rien ne bouge."),
        ("niger", "Au Niger rien ne bouge."),
    ]);
    let first = |query: &str| world.search(&[query]).swap_remove(0).article.id;
    assert_eq!(
        first("comment le camp pour la de le dans"),
        "the word",
        "function words do not outweigh a word"
    );
    assert_eq!(first("passer niger Mali"), "mali", "a capital inside a query weighs more");
    assert_eq!(first("passer mali Niger"), "niger", "a capital inside a query weighs more");
    let scores = |query: &str| world.search(&[query]).iter().map(|hit| hit.score).collect::<Vec<_>>();
    assert_eq!(scores("PASSER NIGER MALI"), scores("passer niger mali"), "not where most words are capitals");
    assert_ne!(scores("passer niger Mali"), scores("passer niger mali"));
}

/// Rules 1 to 6 in one place: what `analyze` says becomes of each word.
#[test]
fn analyze_shows_each_words_way() {
    let world = World::new();
    let cases: &[(&str, &str, &[(&str, &str)])] = &[
        ("elision and accents", "L’Élève", &[("Élève", "eleve")]),
        ("ordinal", "XIXᵉ", &[("XIXᵉ", "19e")]),
        ("digits", "1\u{202f}200", &[("1\u{202f}200", "1200")]),
        ("acronym", "O.N.U.", &[("O.N.U", "onu")]),
        ("numero", "n°", &[("n°", "numero")]),
        ("saint", "Ste-Foy", &[("Ste", "sainte"), ("Foy", "foy")]),
    ];
    for (rule, text, expected) in cases {
        let run = world.run(["analyze", "--json", text]);
        let objects = run.exits(0).objects();
        let terms = objects
            .iter()
            .filter_map(|object| Some((object["raw"].as_str()?, object["fate"]["term"]["form"].as_str()?)));
        assert_eq!(terms.collect::<Vec<_>>(), *expected, "{rule}{run}");
    }
    let run = world.run(["analyze", "--json", "l’attaque[4] […]"]);
    let objects = run.exits(0).objects();
    let fates: Vec<_> = objects.iter().map(|object| object["fate"]["dropped"].clone()).collect();
    assert_eq!(fates, ["elided_article".into(), Value::Null, "marker".into(), "editorial".into()], "{run}");
    world.run(["analyze", "l’Attaque"]).exits(0).says("→ attaque (fold)").says("elided article");
    world.call(["analyze"]).input("Été").run().exits(0).says("ete");
    world.run(["analyze", "?!"]).exits(1);
}

/// What real keyboards type for one sentence finds one passage, with the same words marked.
#[test]
fn a_questions_many_spellings_find_one_passage() {
    let world = World::with_rows(&[
        ("a", "Le 1er mai 1871, l’assemblée de Saint-Étienne vote 1\u{202f}200 francs d’aide aux élèves."),
        ("b", "Rien de tout cela ne s'y passe."),
    ]);
    let expected = world.search(&["l'assemblée de Saint-Étienne aide 1 200 élèves"]);
    assert_eq!(expected[0].highlighted().len(), 6);
    for query in [
        "l’assemblee de saint etienne aide 1200 eleves",
        "L'ASSEMBLÉE DE SAINT-ÉTIENNE AIDE 1200 ÉLÈVES ?",
        "assemblée St-Etienne aides 1\u{a0}200 eleve",
        "l`assemblée de Saint‑Étienne, aide, 1 200 élèves…",
    ] {
        let hits = world.search(&[query]);
        assert_eq!(hits[0].article.id, "a", "{query}");
        assert_eq!(hits[0].highlighted(), expected[0].highlighted(), "{query}");
    }
}

//! The query language: what each sign finds, and that no text at all is refused.

use alinea::analysis::Analyzer;
use alinea::search::rank::distance;
use alinea::search::{Local, Repaired, SearchRequest, SearchResponse};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{World, data, package};

fn pantry() -> World {
    let world = World::new();
    world.write(
        "pantry.jsonl",
        concat!(
            r#"{"_id": "pain", "title": "Le pain", "text": "Histoire\n\nLe pain se cuit au four, dit-on[1].\n\nConservation\n\nUne huche garde le pain au sec.\n\nNotes et références\n\n[1] Steven Kaplan, « Le Retour du bon pain », Perrin, 2002"}"#,
            "\n",
            r#"{"_id": "vin", "title": "Le vin", "text": "Histoire\n\nLe vin vieillit en barrique[1].\n\nConservation\n\nLa cave reste fraîche et sombre.\n\nNotes et références\n\n[1] Marie Dupont, « La Cave », Le Monde, 12 mai 2019. https://www.lemonde.fr/cave"}"#,
            "\n",
            r#"{"_id": "vinaigre", "title": "Le vinaigre", "text": "Une mère de vinaigre flotte « sur le vin aigri » de Saint-Étienne.\n\nLa Mère Poulard n'en buvait pas."}"#,
            "\n"
        ),
    );
    world.index(&["pantry.jsonl"]);
    world
}

/// The first letters of the passages that a query finds, in alphabetical order.
fn found(world: &World, query: &str) -> Vec<String> {
    let run = world.run(["search", "--json", "--", query]);
    assert!(matches!(run.status, Some(0 | 1)), "{run}");
    let mut found: Vec<String> = run.hits().iter().map(|hit| hit.text.chars().take(8).collect()).collect();
    found.sort();
    found
}

const FOUR: &str = "Le pain ";
const HUCHE: &str = "Une huch";
const BARRIQUE: &str = "Le vin v";
const CAVE: &str = "La cave ";
const MOTHER: &str = "Une mère";
const POULARD: &str = "La Mère ";

#[test]
fn every_sign_finds_what_it_says() {
    let world = pantry();
    let cases: &[(&str, &[&str])] = &[
        // Words, and what must or must not be there.
        ("huche barrique", &[BARRIQUE, HUCHE]),
        ("pain +huche", &[HUCHE]),
        ("pain -huche", &[FOUR]),
        ("pain vin -titre:vin", &[FOUR, MOTHER, HUCHE]),
        ("-vin -vinaigre", &[FOUR, HUCHE]),
        ("vin +Saint-Étienne", &[MOTHER]),
        ("vinaigre -Saint-Étienne", &[POULARD]),
        // Operators.
        ("pain ET huche", &[HUCHE]),
        ("huche OU barrique", &[BARRIQUE, HUCHE]),
        ("pain SAUF huche", &[FOUR]),
        ("(huche OU four) ET sec", &[HUCHE]),
        ("cave OU pain ET huche", &[CAVE, HUCHE]),
        ("(cave OU pain) ET huche", &[HUCHE]),
        ("huche barrique ET pain", &[HUCHE]),
        // Phrases.
        ("\"pain au sec\"", &[HUCHE]),
        ("\"garde sec\"~3", &[HUCHE]),
        ("\"garde sec\"~2 ET huche", &[]),
        ("\"cave reste\" OU \"mère Poulard\"", &[CAVE, POULARD]),
        // Beginnings, errors, forms.
        ("barri*", &[BARRIQUE]),
        ("vieill*", &[BARRIQUE]),
        ("barrik~", &[]),
        ("bariqe~2", &[BARRIQUE]),
        ("pain +hiche~1", &[HUCHE]),
        ("=mère", &[MOTHER]),
        ("=Mère", &[POULARD]),
        ("=mere", &[]),
        ("mere", &[POULARD, MOTHER]),
        ("vinaigre -=Mère", &[MOTHER]),
        // Fields.
        ("titre:vin", &[CAVE, BARRIQUE]),
        ("titre : vin", &[CAVE, BARRIQUE]),
        ("titre:vin cave", &[CAVE]),
        ("titre:vin +cave", &[CAVE]),
        ("titre:\"le vinaigre\"", &[POULARD, MOTHER]),
        ("titre:vinai*", &[POULARD, MOTHER]),
        ("section:conservation", &[CAVE, HUCHE]),
        ("section:conservation -titre:pain", &[CAVE]),
        ("guillemets:vin", &[MOTHER]),
        ("guillemets:\"vin aigri\"", &[MOTHER]),
        ("guillemets:aigr*", &[MOTHER]),
        ("article:vin", &[CAVE, BARRIQUE]),
        ("article:vin cave", &[CAVE]),
        ("cite:1", &[FOUR, BARRIQUE]),
        ("cite:[1] -vin", &[FOUR]),
        ("source:lemonde.fr", &[BARRIQUE]),
        ("auteur:Kaplan", &[FOUR]),
        ("date:2010..2020", &[BARRIQUE]),
        ("date:..2010 OU cave", &[CAVE, FOUR]),
        ("form:paragraphe barrique", &[BARRIQUE]),
        ("form:tableau", &[]),
    ];
    for (query, expected) in cases {
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found(&world, query), expected, "{query}");
    }
}

#[test]
fn the_kind_can_be_asked_for_in_the_query() {
    let world = pantry();
    let ids = |query: &str| -> Vec<String> { world.search(&[query]).into_iter().map(|hit| hit.id).collect() };
    assert_eq!(ids("kind:reference kaplan"), ["pain#[1]"]);
    assert_eq!(ids("genre:référence kapl*"), ["pain#[1]"]);
    assert_eq!(ids("kind:references date:2019"), ["vin#[1]"]);
    let all = ids("kind:reference");
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(["pain#[1]", "vin#[1]"].iter().all(|id| all.iter().any(|found| found == id)), "{all:?}");
    // The articles of one file are indexed in whatever order threads take them.
    world.index(&["pantry.jsonl", "--rebuild", "--threads", "1"]);
    assert_eq!(ids("kind:reference"), all);
    let rows = std::fs::read_to_string(world.path("pantry.jsonl")).unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    world.write("pantry.jsonl", turned.join("\n"));
    world.index(&["pantry.jsonl", "--rebuild"]);
    assert_eq!(ids("kind:reference"), all);
}

#[test]
fn all_words_can_be_asked_for() {
    let world = pantry();
    let hits = world.search(&["--all-words", "le pain du four"]);
    assert_eq!(hits.len(), 1, "function words need not be there");
    assert_eq!(world.search(&["--all-words", "pain barrique"]).len(), 0);
    assert_eq!(world.search(&["--all-words", "pain huche OU vin barrique"]).len(), 2);
}

#[test]
fn what_was_not_taken_as_meant_is_pointed_at() {
    let world = pantry();
    for (query, part) in [
        ("pain date:hier", "byte 10: «hier» is no year"),
        ("pain form:poème", "byte 10: «poème» is no form"),
        ("pain ET", "byte 5: ET has nothing to join"),
        ("pain -kind:reference", "byte 11: kind: holds for the whole query"),
        ("pain \"four", "byte 5: \" has no partner"),
    ] {
        let run = world.run(["search", "--json", "--", query]);
        let warnings = run.summary()["warnings"].to_string().replace("\\\"", "\"");
        assert!(warnings.contains(part), "{query}: {part}{run}");
        assert!(!run.hits().is_empty(), "{query}: the rest is searched{run}");
    }
    world.run(["search", "article:vinasse"]).exits(1).complains("no article «vinasse»");
}

/// Words that folding makes one: the typed form stands first, and every other is within reach.
const PAIRS: &str = "cote côte|cote côté|côte côté|mur mûr|pêche péché|pêche pèche|ou où|la là|a à|du dû|sur sûr|des dès|\
    jeune jeûne|tache tâche|roder rôder|matin mâtin|chasse châsse|male mâle|mature mâture|notre nôtre|votre vôtre|cru crû|\
    foret forêt|haler hâler|colon côlon|boite boîte|acre âcre|bailler bâiller|cure curé|pate pâte|pate pâté|pâte pâté|\
    sale salé|marche marché|passe passé|conte conté|congres congrès|interne interné|mange mangé|maçon macon|\
    prés près|pré prè|gène gêne|gene gène|genet genêt|hale hâle|levé lève|modele modèle|mome môme|morne mornè|mais maïs|\
    naif naïf|ambigue ambiguë|aieul aïeul|ile île|ete été|eleve élève|eleve élevé|élève élevé|rate raté|retraite retraité|\
    legende légende|tôt tot|trône trone|supplice supplicé";

#[test]
fn minimal_pairs_stand_in_the_typed_order() {
    let pairs: Vec<(&str, &str)> = PAIRS.split('|').filter_map(|pair| pair.split_once(' ')).collect();
    assert!(pairs.len() >= 60, "{}", pairs.len());
    let mut rows = Vec::new();
    for (number, (first, second)) in pairs.iter().enumerate() {
        for (side, word) in [("x", first), ("y", second)] {
            rows.push((format!("{number}{side}"), format!("Voici {word} chez zed{number}.")));
        }
    }
    let rows: Vec<(&str, &str)> = rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let world = World::with_rows(&rows);
    let engine = Local::open(&world.path("index")).unwrap();
    let ids = |query: String| -> Vec<String> {
        let request = SearchRequest { query, limit: 10, ..Default::default() };
        engine.search(&request).unwrap().hits.into_iter().map(|hit| hit.article.id).collect()
    };
    for (number, (first, second)) in pairs.iter().enumerate() {
        let (x, y) = (format!("{number}x"), format!("{number}y"));
        for (word, own, other) in [(first, &x, &y), (second, &y, &x)] {
            let both = ids(format!("+zed{number} +{word}"));
            assert_eq!(both, [own.clone(), other.clone()], "{word} first, the other within reach");
            assert_eq!(ids(format!("+zed{number} +={word}")), std::slice::from_ref(own), "={word} alone");
        }
    }
}

/// What elides before what: 204 ways to write one word after an article, all found by the word and by each other.
#[test]
fn elisions_are_within_reach() {
    let articles = ["l", "d", "qu", "n", "s", "c", "j", "m", "t", "jusqu", "lorsqu", "puisqu"];
    let words = [
        "attaque", "école", "île", "orage", "usine", "homme", "hiver", "yeuse", "œuvre", "amitié", "été",
        "entrave", "ombre", "idée", "âme", "échec", "uniforme",
    ];
    let mut rows = Vec::new();
    for (a, article) in articles.iter().enumerate() {
        for (w, word) in words.iter().enumerate() {
            let sign = if (a + w) % 2 == 0 { '’' } else { '\'' };
            rows.push((format!("{a}-{w}"), format!("zig{a}zag {article}{sign}{word} vient.")));
        }
    }
    assert!(rows.len() >= 200, "{}", rows.len());
    let rows: Vec<(&str, &str)> = rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let world = World::with_rows(&rows);
    let engine = Local::open(&world.path("index")).unwrap();
    for (a, article) in articles.iter().enumerate() {
        for (w, word) in words.iter().enumerate() {
            for typed in
                [word.to_string(), format!("{article}’{word}"), format!("{article}'{}", word.to_uppercase())]
            {
                let request = SearchRequest { query: format!("+zig{a}zag +{typed}"), ..Default::default() };
                let hits = engine.search(&request).unwrap().hits;
                assert_eq!(hits.len(), 1, "{typed}");
                assert_eq!(hits[0].article.id, format!("{a}-{w}"), "{typed}");
                let marked: Vec<&str> = hits[0].highlights.iter().map(|s| &hits[0].text[s.clone()]).collect();
                assert_eq!(marked.last(), Some(word), "{typed}: the word without its article");
            }
        }
    }
}

/// What a query asks for, worked out apart from the search.
struct Asked {
    stems: Vec<String>,
    forms: Vec<Vec<char>>,
}

impl Asked {
    /// The words of the whole and of every piece that its signs may cut it into, each analysed apart: `=1 200` asks for
    /// « 1 » and « 200 », where « 1 200 » is a number, and `"l'"Union` for « l », where « l'"Union » elides it. And the
    /// words of the repairs that the answer names: « Qsection » is « question », of which « questions » is another form.
    fn new(query: &str, repairs: &[Repaired]) -> Self {
        let is_mark = |c: char| "\"«»“”".contains(c);
        let is_sign = |c: char| c.is_whitespace() || is_mark(c) || "()+-=~*:".contains(c);
        let pieces = std::iter::once(query)
            .chain(query.split_whitespace())
            .chain(query.split(is_mark))
            .chain(query.split(|c: char| c.is_whitespace() || is_mark(c)))
            .chain(query.split(is_sign))
            .chain(repairs.iter().flat_map(|repair| &repair.used).map(String::as_str));
        let mut analyzer = Analyzer::new();
        let mut asked = Self { stems: Vec::new(), forms: Vec::new() };
        for piece in pieces {
            for token in analyzer.analyze(piece) {
                asked.stems.push(token.stem.to_owned());
                asked.forms.push(token.form.chars().collect());
            }
        }
        asked
    }

    /// Whether a marked word, analysed again, is a word of the query: its stem, its beginning, or it but for two
    /// letters, as errors and repairs allow.
    fn names(&self, word: &str) -> bool {
        let mut analyzer = Analyzer::new();
        let mut tokens = analyzer.analyze(word);
        tokens.len() == 1
            && tokens.all(|token| {
                let letters: Vec<char> = token.form.chars().collect();
                let near =
                    |form: &Vec<char>| letters.starts_with(form) || distance(form, &letters, 2).is_some();
                self.stems.iter().any(|stem| stem == token.stem) || self.forms.iter().any(near)
            })
    }
}

/// The questions that the figures of docs/ranking.md are measured on have no operator, whatever way they are typed: they
/// take the path of plain words.
#[test]
fn no_question_of_the_evaluation_has_an_operator() {
    let Some(folder) = data("retrieval") else { return };
    let mut questions = 0;
    for set in ["afriqa-dev", "piaf-dev", "piaf-dev/variants"] {
        for entry in std::fs::read_dir(folder.join(set)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with('q') || !name.ends_with(".jsonl") {
                continue;
            }
            for line in std::fs::read_to_string(path).unwrap().lines() {
                let question: serde_json::Value = serde_json::from_str(line).unwrap();
                let text = question["text"].as_str().unwrap();
                let query = alinea::query::parse(text);
                assert!(query.root.is_plain(), "{text}: {}", query.spelled_out());
                questions += 1;
            }
        }
    }
    println!("{questions} questions are plain");
    assert!(questions > 10_000, "{questions}");
}

fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,3}",
        prop::sample::select(vec![
            " ",
            " ",
            " ",
            "\u{a0}",
            "camp",
            "l'attaque",
            "été",
            "bénévole",
            "Moulin",
            "ET",
            "OU",
            "SAUF",
            "(",
            ")",
            "\"",
            "« ",
            " »",
            "+",
            "-",
            "=",
            "~1",
            "~3",
            "*",
            "titre:",
            "section : ",
            "date:2019",
            "cite:1",
            "source:",
            "guillemets:",
            "article:",
            "form:",
            "kind:",
            "1 200",
            "?",
            "[4]",
            ":",
            "ma*",
            "=Le",
            "jardin~2",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// The index of `corpus/`, asked anything.
struct Asking {
    _world: World,
    engine: Local,
}

impl Asking {
    fn new() -> Self {
        let world = World::new();
        world.index(&[package().join("corpus").to_str().unwrap()]);
        let engine = Local::open(&world.path("index")).unwrap();
        Self { _world: world, engine }
    }

    /// What a query finds; nothing where it names an article that is none, which is the only error there may be.
    fn answer(&self, query: &str) -> Option<SearchResponse> {
        let request = SearchRequest { query: query.to_owned(), limit: 500, ..Default::default() };
        match self.engine.search(&request) {
            Ok(found) => Some(found),
            Err(error) => {
                let code = error.code();
                assert!(
                    matches!(code, "unknown_article" | "ambiguous_article"),
                    "{query:?}: {code}: {error}"
                );
                None
            }
        }
    }

    fn ids(&self, query: &str) -> Vec<String> {
        let mut ids: Vec<String> =
            self.answer(query).into_iter().flat_map(|found| found.hits).map(|hit| hit.id).collect();
        ids.sort();
        ids
    }

    /// No panic, no other error, the same passages however the same text is written, and marks that stand for words of
    /// the query.
    fn check(&self, query: &str) -> Result<(), TestCaseError> {
        let expected = self.ids(query);
        let variants = [
            query.nfd().collect::<String>(),
            query.nfc().collect(),
            query.replace('\'', "’"),
            query.replace(' ', "\u{a0}"),
            query.replace(' ', "\u{202f}"),
        ];
        for other in variants {
            prop_assert_eq!(&self.ids(&other), &expected, "{:?} as {:?}", query, other);
        }
        let Some(found) = self.answer(query) else { return Ok(()) };
        let asked = Asked::new(query, &found.repairs);
        for hit in found.hits {
            for mark in &hit.highlights {
                let word = hit.text.get(mark.clone());
                prop_assert!(word.is_some_and(|word| asked.names(word)), "{query:?} marks {word:?}");
            }
        }
        Ok(())
    }
}

proptest! {
    // The same queries each time, so that a change is judged by what it changes; `fuzz_queries` takes fresh ones.
    #![proptest_config(ProptestConfig {
        cases: 1,
        max_shrink_iters: 30,
        rng_seed: RngSeed::Fixed(20_261_128),
        ..ProptestConfig::default()
    })]

    /// A bounded fuzzing run.
    #[test]
    fn any_text_finds_the_same_however_it_is_written(queries in prop::collection::vec(typed(), 400)) {
        let asking = Asking::new();
        for query in queries {
            asking.check(&query)?;
        }
    }
}

/// The same for long: `PROPTEST_CASES=100000 cargo test --release --test alinea fuzz_queries -- --ignored --nocapture`.
#[test]
#[ignore = "minutes to hours, as one likes"]
fn fuzz_queries() {
    let (asking, start) = (Asking::new(), std::time::Instant::now());
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() });
    runner.run(&typed(), |query| asking.check(&query)).unwrap_or_else(|failure| panic!("{failure}"));
    println!("{} queries in {:?}", runner.config().cases, start.elapsed());
}

/// What fuzzing found, each mended.
#[test]
fn what_fuzzing_found() {
    let asking = Asking::new();
    // The phrase asks for the word « L » that it holds, whatever stands behind it.
    for query in ["+\"`®/L`\"\u{1e020}-🕴%", "\"dire l'\"Union"] {
        asking.check(query).unwrap();
    }
    // A repair marks the other forms of the word that it is.
    asking.check("(cite:1\"Qsection : U𞟪").unwrap();
}

/// The commands of `docs/query.md` find something in `corpus/`, and none is misunderstood; nor is any row of its table.
#[test]
fn the_guide_is_true() {
    let world = World::new();
    world.index(&[package().join("corpus").to_str().unwrap()]);
    let guide = std::fs::read_to_string(package().join("docs/query.md")).unwrap();
    let commands: Vec<&str> =
        guide.lines().filter_map(|line| line.strip_prefix("    alinea search ")).collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands {
        let (options, query) = command.trim_end_matches('\'').split_once('\'').unwrap();
        let options: Vec<&str> = options.split_whitespace().collect();
        world.call(["search"]).args(&options).arg(query).run().exits(0).is_quiet();
    }
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let rows: Vec<&str> = rows.collect();
    assert!(rows.len() > 20, "{rows:?}");
    for query in rows {
        let run = world.run(["search", "--json", "--", query]);
        assert!(matches!(run.status, Some(0 | 1)), "{query}{run}");
        let summary = run.summary();
        let mut warnings = summary["warnings"].as_array().unwrap().iter();
        assert!(warnings.all(|w| w.as_str().unwrap().contains("no passage holds")), "{query}{run}");
    }
}

#[test]
fn what_was_meant_is_said_where_little_was_found() {
    let mut rows: Vec<(String, String)> = (0..30)
        .map(|n| {
            (format!("a{n}"), "La pharmacie de l'hôpital est près du château ; la question reste.".to_owned())
        })
        .collect();
    rows.push(("b".to_owned(), "Le camp.".to_owned()));
    let rows: Vec<(&str, &str)> = rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let world = World::with_rows(&rows);
    for (query, meant) in [
        ("=vide l'opital kestion", "=vide l'hôpital question"),
        ("+farmacie +camp", "+pharmacie +camp"),
        ("+lhopital +camp", "+l'hôpital +camp"),
        ("+chareau +camp", "+château +camp"),
        // An operator that joins nothing goes; one that was a word stays one, and one that joins stays.
        ("farmacie camp ET", "pharmacie camp"),
        ("ET farmacie camp", "pharmacie camp"),
        ("farmacie OU OU camp zzz", "pharmacie OU camp zzz"),
        ("+farmacie ET +camp", "+pharmacie ET +camp"),
        ("FARMACIE ET CAMP", "pharmacie et CAMP"),
        ("CAMP NOT FARMACIE", "CAMP not pharmacie"),
        ("CHAREAU EN OR", "château EN or"),
    ] {
        let run = world.run(["search", "--json", "--all-words", "--", query]);
        assert_eq!(run.summary()["suggestion"], meant, "{query}{run}");
        let again = world.run(["search", "--json", "--all-words", "--", meant]);
        let warnings = again.summary()["warnings"].to_string();
        assert!(!warnings.contains("nothing to join") && !warnings.contains("capitals"), "{meant}{again}");
    }
    let run = world.run(["search", "--json", "pharmacie"]);
    assert_eq!(run.summary()["suggestion"], serde_json::Value::Null, "enough was found{run}");
    world.run(["search", "+farmacie +camp"]).complains("did you mean «+pharmacie +camp»?");
}

#[test]
fn words_titles_and_sources_are_completed() {
    let world = pantry();
    let suggest = |prefix: &str| -> Vec<(String, String)> {
        let objects = world.run(["suggest", "--json", prefix]).objects();
        let part = |object: &serde_json::Value, name: &str| object[name].as_str().unwrap().to_owned();
        objects.iter().map(|object| (part(object, "kind"), part(object, "text"))).collect()
    };
    let is = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
    assert_eq!(suggest("du vinai"), [is("word", "du vinaigre")]);
    assert_eq!(suggest("mer"), [is("word", "mère")], "as it is spelled");
    assert_eq!(suggest("l'aig"), [is("word", "l'aigri")], "the article stays");
    assert_eq!(suggest("le v"), [is("title", "Le vin"), is("title", "Le vinaigre")]);
    assert_eq!(suggest("lemon"), [is("source", "lemonde.fr")]);
    world.run(["suggest", "zzz"]).exits(1);
    let engine = Local::open(&world.path("index")).unwrap();
    engine.suggest("vin", 5).unwrap();
    let start = std::time::Instant::now();
    assert_eq!(engine.suggest("vin", 5).unwrap().len(), 2);
    println!("a suggestion takes {:?}", start.elapsed());
}

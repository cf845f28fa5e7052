//! `search`: what is found, in which order, and how it is shown.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{Hit, PROGRAM, Run, World, data, ids, package};

/// A small collection: each word below stands in few of the articles.
fn pantry() -> World {
    let world = World::new();
    world.write(
        "pantry.jsonl",
        concat!(
            r#"{"_id": "pain", "title": "Le pain", "text": "Histoire\n\nLe pain se cuit au four.\n\nConservation\n\nUne huche garde le pain au sec.\n\nNotes et références\n\n[1] Steven Kaplan, « Le Retour du bon pain », Perrin, 2002"}"#,
            "\n",
            r#"{"_id": "vin", "title": "Le vin", "text": "Histoire\n\nLe vin vieillit en barrique[1].\n\nConservation\n\nLa cave reste fraîche."}"#,
            "\n",
            r#"{"_id": "vinaigre", "title": "Le vinaigre", "text": "Une mère de vinaigre flotte sur le vin."}"#,
            "\n"
        ),
    );
    world.index(&["pantry.jsonl"]);
    world
}

fn texts(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.text.as_str()).collect()
}

#[test]
fn the_first_command_of_the_readme() {
    let world = World::new();
    for entry in std::fs::read_dir(package().join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        world.write(
            &format!("corpus/{}", path.file_name().unwrap().to_string_lossy()),
            std::fs::read(path).unwrap(),
        );
    }
    let first = world.run(["search", "--corpus", "corpus", "rescapes du camp"]);
    first.exits(0).complains("12 articles").complains("111 passages");
    first.says("Attaque d'Indelimane › Bilan").says("▌rescapés▐");
    assert!(world.path("index/meta.json").exists(), "the index was built{first}");

    let again = world.run(["search", "--corpus", "corpus", "rescapes du camp"]);
    again.exits(0).is_quiet();
    let hits = |run: &Run| {
        run.out.lines().filter(|line| !line.ends_with("ms")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(hits(&first), hits(&again), "the same passages{again}");

    let without = world.run(["search", "rescapes du camp"]);
    without.exits(0).is_quiet();
    assert_eq!(hits(&first), hits(&without), "the index is found without --corpus{without}");
}

#[test]
fn the_seed_answers_with_its_survivors_first() {
    let Some(seed) = data("seed") else { return };
    let world = World::new();
    let run = world.call(["search", "--json", "rescapes", "--corpus"]).arg(seed).run();
    run.exits(0);
    let first = run.hits().swap_remove(0);
    assert!(first.text.contains("dix rescapés") && first.text.contains("vingtaine de rescapés"), "{run}");
    assert_eq!(first.highlighted(), ["rescapés", "rescapés"], "{run}");
}

/// However it is typed, a query finds the same passages and marks the same words.
#[test]
fn a_query_means_the_same_however_it_is_typed() {
    let Some(world) = World::with_seed() else { return };
    let clean = "l'attaque de l'armée et l'existence d'un président";
    let found = |query: &str| {
        let hits = world.search(&[query]);
        let marked = |hit: &Hit| hit.highlighted().into_iter().map(str::to_owned).collect::<Vec<_>>();
        hits.iter().map(|hit| (hit.id.clone(), marked(hit))).collect::<Vec<_>>()
    };
    let expected = found(clean);
    assert!(expected.len() > 2, "{expected:?}");
    let bare = "l'attaque de l'armee et l'existence d'un president";
    let mut typed: Vec<(String, String)> = vec![
        ("no accents".into(), bare.into()),
        ("decomposed".into(), clean.nfd().collect()),
        ("upper case".into(), clean.to_uppercase()),
        ("upper case without accents".into(), bare.to_uppercase()),
        ("no-break spaces".into(), clean.replace(' ', "\u{a0}")),
        ("narrow no-break spaces".into(), clean.replace(' ', "\u{202f}")),
        ("thin spaces".into(), clean.replace(' ', "\u{2009}")),
        ("soft hyphens".into(), clean.replace("tt", "t\u{ad}t")),
        ("zero-width spaces".into(), clean.replace("tt", "t\u{200b}t")),
        ("French punctuation".into(), format!("{clean}\u{202f}?")),
        ("line breaks".into(), clean.replace(' ', "\n")),
    ];
    for apostrophe in "\u{2019}\u{2018}\u{2bc}\u{ff07}\u{2b9}\u{201b}\u{2032}\u{b4}`".chars() {
        let name = format!("apostrophe U+{:04X}", u32::from(apostrophe));
        typed.push((name, clean.replace('\'', &apostrophe.to_string())));
    }
    for (name, query) in typed {
        assert_eq!(found(&query), expected, "{name}: {query}");
    }
}

#[test]
fn what_is_marked_is_the_word_and_nothing_else() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("elision, curly", "On craint l’attaque.", "attaque", &["attaque"]),
        ("elision, straight", "On craint l'attaque.", "l’attaque", &["attaque"]),
        ("two elisions", "Il parle d’aujourd’hui.", "aujourd'hui", &["aujourd’hui"]),
        ("plural", "Des attaques, une attaque.", "attaque", &["attaques", "attaque"]),
        ("before a marker", "On craint l’attaque[12].", "attaque", &["attaque"]),
        ("in guillemets", "Il dit «\u{a0}attaque\u{a0}».", "attaque", &["attaque"]),
        ("before French punctuation", "Une attaque\u{202f}!", "attaque", &["attaque"]),
        ("a part of a hyphenated name", "À Saint-Étienne.", "etienne", &["Étienne"]),
        ("ligature", "Une œuvre.", "oeuvre", &["œuvre"]),
        ("compatibility ligature", "Une \u{fb01}lle.", "fille", &["\u{fb01}lle"]),
        ("capital accents", "L’ÉTAT.", "etat", &["ÉTAT"]),
        ("decomposed text", "L’e\u{301}te\u{301}.", "été", &["été"]),
        ("grouped digits", "Soit 1\u{202f}200 morts.", "1200", &["1\u{202f}200"]),
        ("function words are not marked", "Le camp de la mort.", "le camp de", &["camp"]),
        (
            "but in a phrase they are",
            "Le camp de la mort.",
            "\"camp de la mort\"",
            &["camp", "de", "la", "mort"],
        ),
    ];
    for (name, text, query, expected) in cases {
        let world = World::with_rows(&[("a", text)]);
        let hits = world.search(&[query]);
        assert_eq!(hits.len(), 1, "{name}");
        assert_eq!(hits[0].highlighted(), *expected, "{name}");
    }
}

#[test]
fn the_terminal_marks_what_json_marks() {
    let world = World::with_rows(&[("a", "On craint l’attaque[4] du camp.")]);
    world.run(["search", "attaque camp"]).exits(0).says("l’▌attaque▐[4] du ▌camp▐.");
    let coloured = world.run(["search", "--color", "always", "attaque"]);
    coloured.exits(0).says("l’\u{1b}[");
    assert!(!coloured.out.contains('▌'), "colour marks enough{coloured}");
}

#[test]
fn titles_and_headings_are_found_like_text() {
    let world = pantry();
    let title = world.search(&["vinaigre"]);
    assert_eq!(title[0].article.id, "vinaigre");
    let title_only = world.search(&["vin cave"]);
    assert_eq!(title_only[0].text, "La cave reste fraîche.", "a word of the title counts");
    let heading = world.search(&["conservation"]);
    assert_eq!(texts(&heading).len(), 2, "{heading:?}");
    for hit in &heading {
        assert_eq!(hit.section, ["Conservation"]);
        assert!(hit.highlights.is_empty(), "the word stands in the heading, not in the text");
    }
    let both = world.search(&["conservation pain"]);
    assert_eq!(both[0].text, "Une huche garde le pain au sec.", "heading and text together are best");
}

#[test]
fn a_search_can_be_narrowed_to_an_article() {
    let world = pantry();
    for (name, article) in
        [("id", "pain"), ("title", "Le pain"), ("title, other case", "LE PAIN"), ("prefix", "pa")]
    {
        let run = world.run(["search", "--json", "--in", article, "histoire"]);
        let found: Vec<_> = run.hits().into_iter().map(|hit| hit.article.id).collect();
        assert_eq!(found, ["pain"], "{name}{run}");
    }
    let exact = world.search(&["--in", "vin", "vin"]);
    assert_eq!(exact.len(), 2, "a whole id is itself, though another begins with it: {exact:?}");

    let unknown = world.run(["search", "--in", "vinasse", "pain"]);
    unknown.exits(1).complains("no article «vinasse»").complains("near it: vinaigre");
    assert_eq!(unknown.out, "", "{unknown}");
    let ambiguous = world.run(["search", "--in", "vi", "pain"]);
    ambiguous.exits(2).complains("«vi» fits 2 articles").complains("vin vinaigre");
}

#[test]
fn a_search_can_be_narrowed_to_a_section() {
    let world = pantry();
    let hits = world.search(&["--section", "conservation", "pain cave"]);
    assert_eq!(texts(&hits).len(), 2, "{hits:?}");
    assert!(hits.iter().all(|hit| hit.section == ["Conservation"]), "{hits:?}");
    world.run(["search", "--section", "Bibliographie", "pain"]).exits(1);
    let all = world.search(&["--section", "HISTOIRE", "*"]);
    assert_eq!(texts(&all), ["Le pain se cuit au four.", "Le vin vieillit en barrique[1]."]);
}

#[test]
fn references_are_searched_apart() {
    let world = pantry();
    world.run(["search", "Kaplan"]).exits(1);
    let run = world.run(["search", "--json", "--kind", "reference", "kaplan"]);
    let hits = run.exits(0).hits();
    assert_eq!(ids(&hits), ["pain#[1]"], "{run}");
    let hit = &hits[0];
    assert_eq!((hit.kind.as_str(), &hit.form, hit.ordinal), ("reference", &None, 0), "{run}");
    assert_eq!(hit.highlighted(), ["Kaplan"], "{run}");
    assert_eq!(hit.reference.as_ref().unwrap()["date"], "2002", "{run}");
    assert!(hit.source.span.is_none(), "{run}");
    let every = world.search(&["--kind", "reference", "*"]);
    assert_eq!(ids(&every), ["pain#[1]"]);
    world.run(["search", "--kind", "reference", "kaplan"]).exits(0).says("1 reference, 1 article");
}

#[test]
fn a_page_of_hits_can_be_asked_for() {
    let world = World::new();
    let rows: Vec<(String, String)> =
        (0..30).map(|n| (format!("a{n}"), format!("Un camp{}", " ou un camp".repeat(n)))).collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    world.write("rows.jsonl", crate::support::rows_of(&rows));
    world.index(&["rows.jsonl"]);

    let all = world.run(["search", "--json", "camp", "-n", "100"]);
    let (hits, summary) = (all.hits(), all.summary());
    assert_eq!((hits.len(), &summary["shown"], &summary["total"]), (30, &30.into(), &30.into()), "{all}");
    assert_eq!(hits.iter().map(|hit| hit.rank).collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
    assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score), "best first{all}");

    let ten = world.run(["search", "--json", "camp"]);
    assert_eq!(ids(&ten.hits()), ids(&hits)[..10], "ten where nothing is said");
    assert_eq!((&ten.summary()["shown"], &ten.summary()["total"]), (&10.into(), &30.into()), "{ten}");
    let page = world.run(["search", "--json", "camp", "-n", "7", "--offset", "20"]);
    assert_eq!(ids(&page.hits()), ids(&hits)[20..27]);
    assert_eq!(page.hits()[0].rank, 21, "ranks go on{page}");
    world.run(["search", "camp", "--offset", "30"]).exits(1);
    world.run(["search", "camp", "-n", "3"]).exits(0).says("3 of 30 passages");
}

#[test]
fn a_star_is_every_passage_in_document_order() {
    let world = World::new();
    world.write(
        "b.jsonl",
        "{\"_id\": \"z\", \"text\": \"Un.\\n\\nDeux.\"}\n{\"_id\": \"a\", \"text\": \"Trois.\"}\n",
    );
    world.write("a.txt", "Titre\nZéro.\nZéro bis.");
    world.write("c.txt", "Autre\nQuatre.");
    world.index(&["c.txt", "b.jsonl", "a.txt"]);
    let hits = world.passages();
    assert_eq!(texts(&hits), ["Zéro.", "Zéro bis.", "Un.", "Deux.", "Trois.", "Quatre."]);
    assert_eq!(hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>(), [0, 1, 0, 1, 0, 0]);
    assert_eq!(texts(&world.search(&["*", "-n", "2", "--offset", "3"])), ["Deux.", "Trois."]);
    assert_eq!(texts(&world.search(&["*", "--in", "z"])), ["Un.", "Deux."]);
}

#[test]
fn a_phrase_is_words_side_by_side() {
    let world = World::with_rows(&[
        ("marker", "Le poste[4] avancé est pris."),
        ("group", "Le camp[2],[5] retranché est pris."),
        ("remark", "La ville[réf. nécessaire] haute est prise."),
        ("ellipsis", "Toute la face […] aurait changé."),
        ("hole", "Le , le camp militaire d'Indelimane est attaqué."),
        ("elision", "La reprise de l’avant-poste est longue."),
        ("guillemets", "Il veut «\u{a0}l’union nationale\u{a0}» de tous."),
        ("apart", "Le poste est loin, avancé de deux lieues ; ville basse et haute."),
        ("sentence", "On loue la tente. Verte, elle plaît."),
    ]);
    let cases: &[(&str, &str, &[&str])] = &[
        ("straight quotes", "\"union nationale\"", &["guillemets"]),
        ("guillemets", "« union nationale »", &["guillemets"]),
        ("guillemets with no-break spaces", "«\u{a0}union nationale\u{a0}»", &["guillemets"]),
        ("curly quotes", "“union nationale”", &["guillemets"]),
        ("over a marker", "\"poste avancé\"", &["marker"]),
        ("over a group of markers", "\"camp retranche\"", &["group"]),
        ("over an editorial remark", "\"ville haute\"", &["remark"]),
        ("over an ellipsis in brackets", "\"face aurait change\"", &["ellipsis"]),
        ("with the ellipsis typed", "\"la face […] aurait\"", &["ellipsis"]),
        ("with the marker typed", "\"poste[4] avancé\"", &["marker"]),
        ("over a hole", "\"Le , le camp\"", &["hole"]),
        ("over a hole, typed without its comma", "\"le le camp\"", &["hole"]),
        ("over an elision", "\"reprise de l'avant-poste\"", &["elision"]),
        ("over an elision, article left out", "\"reprise de avant poste\"", &["elision"]),
        ("two phrases, both held to", "\"toute la\" \"aurait change\"", &["ellipsis"]),
        ("phrase and words", "poste \"camp militaire\"", &["hole"]),
    ];
    for (name, query, expected) in cases {
        let run = world.run(["search", "--json", query]);
        let found: Vec<_> = run.hits().into_iter().map(|hit| hit.article.id).collect();
        assert_eq!(found, *expected, "{name}: {query}{run}");
        assert_eq!(run.summary()["warnings"], Value::Array(vec![]), "{name}{run}");
    }
}

#[test]
fn a_phrase_does_not_reach_from_a_title_or_heading_into_the_text() {
    let world = World::new();
    world.write(
        "a.jsonl",
        r#"{"_id": "a", "title": "La guerre", "text": "Avant midi\n\nDu Mali on sait peu.\n\nSoir calme."}"#,
    );
    world.index(&["a.jsonl"]);
    for query in ["\"guerre du Mali\"", "\"guerre avant\"", "\"midi du Mali\"", "\"peu soir\""] {
        let run = world.run(["search", "--json", query]);
        assert_eq!(run.summary()["warnings"].as_array().unwrap().len(), 1, "{query} is no phrase of it{run}");
    }
    let run = world.run(["search", "--json", "\"avant midi\""]);
    assert_eq!(run.hits().len(), 2, "a heading's own words are a phrase{run}");
    assert_eq!(run.summary()["warnings"], Value::Array(vec![]), "{run}");
}

#[test]
fn a_phrase_that_is_nowhere_is_searched_as_words_and_says_so() {
    let world = World::with_rows(&[("a", "Le camp est loin de la ville.")]);
    let run = world.run(["search", "« ville du camp »"]);
    run.exits(0).says("▌camp▐").complains("no passage holds «ville du camp» as it stands");
    let json = world.run(["search", "--json", "« ville du camp »"]);
    json.exits(0).is_quiet();
    let warnings = json.summary()["warnings"].clone();
    assert!(warnings[0].as_str().unwrap().contains("searched one by one"), "{json}");
    world.run(["search", "\"zèbre rayé\""]).exits(1);
}

#[test]
fn function_words_alone_are_searched_too() {
    let world = World::with_rows(&[("a", "Le camp est loin."), ("b", "Rien ici.")]);
    let hits = world.search(&["le est"]);
    assert_eq!(ids(&hits).len(), 1);
    assert_eq!(hits[0].highlighted(), ["Le", "est"]);
    let mixed = world.search(&["le ici"]);
    assert_eq!(texts(&mixed), ["Rien ici."], "beside a word of content they decide nothing");
}

#[test]
fn nothing_found_is_status_1() {
    let world = World::with_rows(&[("a", "Le camp est loin.")]);
    let run = world.run(["search", "zèbre"]);
    run.exits(1).is_quiet().says("0 passage");
    let json = world.run(["search", "--json", "zèbre"]);
    json.exits(1).is_quiet();
    assert_eq!(json.objects().len(), 1, "a summary and no hit{json}");
    assert_eq!((&json.summary()["shown"], &json.summary()["total"]), (&0.into(), &0.into()));
}

/// The keys of an object, in the order in which they are written.
fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value} is no object")).keys().map(String::as_str).collect()
}

/// Published names are frozen: a program that reads them must not break. New ones may be added here.
#[test]
fn the_json_form_is_frozen() {
    let world = World::new();
    world.write(
        "a.jsonl",
        r#"{"_id": "a", "title": "A", "url": "https://example.org/a", "text": "Section\n\nIl dit « non » fermement[1].\n\nRéférences\n\n[1] Un livre, 2001"}"#,
    );
    world.index(&["a.jsonl"]);

    let search = world.run(["search", "--json", "non"]);
    let objects = search.objects();
    let hit = &objects[0];
    let of_hit = [
        "type",
        "rank",
        "score",
        "id",
        "kind",
        "form",
        "article",
        "section",
        "ordinal",
        "text",
        "highlights",
        "snippet",
        "citations",
        "quotes",
        "wants_source",
        "source",
    ];
    let of_reference = [
        "label",
        "raw",
        "authors",
        "title",
        "container",
        "publisher",
        "date",
        "url",
        "archive_url",
        "isbn",
        "doi",
        "pages",
        "language",
    ];
    assert_eq!(keys(hit), of_hit, "{search}");
    assert_eq!(keys(&hit["article"]), ["id", "title", "url"], "{search}");
    assert_eq!(keys(&hit["highlights"][0]), ["start", "end"], "{search}");
    assert_eq!(keys(&hit["citations"][0]), ["label", "span", "claim", "reference"], "{search}");
    assert_eq!(keys(&hit["citations"][0]["span"]), ["start", "end"], "{search}");
    assert_eq!(keys(&hit["citations"][0]["claim"]), ["start", "end"], "{search}");
    assert_eq!(keys(&hit["citations"][0]["reference"]), of_reference, "{search}");
    assert_eq!(keys(&hit["quotes"][0]), ["span", "text", "speaker", "verb", "labels"], "{search}");
    assert_eq!(keys(&hit["source"]), ["path", "format", "span"], "{search}");
    let of_summary = ["type", "query", "shown", "total", "elapsed_ms", "suggestion", "repairs", "warnings"];
    assert_eq!(keys(&objects[1]), of_summary, "{search}");

    let reference = world.run(["search", "--json", "--kind", "reference", "livre"]);
    let mut of_reference_hit = of_hit.to_vec();
    of_reference_hit.splice(15..15, ["reference", "uses", "passages", "notes"]);
    assert_eq!(keys(&reference.objects()[0]), of_reference_hit, "{reference}");

    let list = world.run(["cite", "--list", "--json"]);
    let label = &list.objects()[0];
    assert_eq!(keys(label), ["type", "article", "label", "uses", "passages", "notes", "reference"], "{list}");
    assert_eq!(keys(&label["reference"]), of_reference, "{list}");

    let stats = world.stats();
    for name in
        ["type", "articles", "passages", "references", "markers", "terms", "bytes", "analyzer", "schema"]
    {
        assert!(stats.get(name).is_some(), "{name}: {stats}");
    }

    let error = world.run(["search", "--json", "--in", "zzz", "x"]);
    let error = &error.errors()[0];
    assert_eq!(keys(error), ["type", "code", "message", "hint", "location"], "{error}");
    let located = world.run(["--json", "--index", "nowhere", "stats"]);
    let located = &located.errors()[0];
    assert_eq!(keys(&located["location"]), ["path", "line", "byte"], "{located}");
    assert_eq!(
        (&located["code"], &located["location"]["path"]),
        (&"index_missing".into(), &"nowhere".into())
    );
}

#[test]
fn a_hit_says_where_it_was_read() {
    let text = "Titre\nPremière ligne.\n\n  Le camp, été comme hiver.  \nFin.";
    let world = World::with_text(text);
    let hit = world.search(&["camp"]).swap_remove(0);
    assert_eq!((hit.source.path.as_str(), hit.source.format.as_str()), ("article.txt", "text"));
    assert_eq!(hit.source.span.unwrap().of(text), "Le camp, été comme hiver.");
    assert_eq!((hit.kind.as_str(), hit.form.as_deref(), hit.ordinal), ("passage", Some("paragraph"), 1));
    assert_eq!(hit.article.title, "Titre");
}

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let world = World::with_rows(&[("a", "Le camp est loin.")]);
    let colours = |arguments: &[&str], environment: &[(&str, &str)]| {
        let call = world.call(["search", "camp"]).args(arguments);
        let run = environment.iter().fold(call, |call, (name, value)| call.env(name, value)).run();
        run.exits(0).is_quiet();
        run.out.contains('\u{1b}')
    };
    let force = ("CLICOLOR_FORCE", "1");
    let cases: &[(&str, &[&str], &[(&str, &str)], bool)] = &[
        ("to a pipe", &[], &[], false),
        ("--color always", &["--color", "always"], &[], true),
        ("--color always before NO_COLOR", &["--color", "always"], &[("NO_COLOR", "1")], true),
        ("CLICOLOR_FORCE", &[], &[force], true),
        ("NO_COLOR", &[], &[force, ("NO_COLOR", "1")], false),
        ("--color never", &["--color", "never"], &[force], false),
        ("JSON has none", &["--color", "always", "--json"], &[force], false),
    ];
    for (name, arguments, environment, expected) in cases {
        assert_eq!(colours(arguments, environment), *expected, "{name}");
    }
    let json = world.run(["search", "--json", "--color", "always", "camp"]);
    assert!(!json.out.contains(['▌', '▐']), "JSON marks with spans only{json}");
}

/// On a terminal of its own, made by `script`.
#[test]
fn a_terminal_gets_colour_unless_it_is_dumb() {
    if Command::new("script").arg("--version").output().is_err() {
        return eprintln!("skipped: no `script` to make a terminal with");
    }
    let world = World::with_rows(&[("a", "Le camp est loin.")]);
    for (name, environment, expected) in [
        ("a terminal", ("TERM", "xterm"), true),
        ("TERM=dumb", ("TERM", "dumb"), false),
        ("NO_COLOR", ("NO_COLOR", "1"), false),
    ] {
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--command", &format!("{PROGRAM} search camp"), "/dev/null"]);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("SHELL", "/bin/sh").env("TERM", "xterm");
        command.env(environment.0, environment.1).current_dir(world.path("")).stdin(Stdio::null());
        let run = Run::new(name.to_owned(), command.output().unwrap());
        run.exits(0).says("camp");
        assert_eq!(run.out.contains('\u{1b}'), expected, "{name}{run}");
    }
}

/// As in `alinea search … | head -1`: whoever reads has had enough, and that is no error.
#[test]
fn a_closed_pipe_is_no_error() {
    let world = World::with_text(&"Un camp militaire, puis un autre camp.\n".repeat(3000));
    for arguments in
        [&["search", "camp", "-n", "9999", "--json"][..], &["search", "*", "-n", "9999", "--full"]]
    {
        let mut child = world.call(arguments).command().spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let run = Run::new(format!("{arguments:?} | head -1"), child.wait_with_output().unwrap());
        run.exits(0).is_quiet();
    }
}

/// Spans count the bytes of the text that was printed, so nothing may be lost from it on its way.
#[test]
fn control_characters_of_a_text_come_through_json_unharmed() {
    let text = "Le \u{7f}\u{1b}[31m camp\u{9b} est \u{0}loin\u{8}.";
    let world = World::with_rows(&[("a", text)]);
    let run = world.run(["search", "--json", "camp"]);
    let hits = run.exits(0).hits();
    assert_eq!(hits[0].text, text, "{run}");
    assert_eq!(hits[0].highlighted(), ["camp"], "{run}");
}

//! `cite` beyond labels: sources in any article, what backs a sentence, what has no source, what is wrong; exported.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;
use serde_json::Value;

use crate::support::{World, data, package};

const PAIN: &str = "Le pain\n\
    Le pain lève[1],[2] puis cuit[note 1]. Il refroidit[3].\n\
    La croûte chante quand il sort du four[réf. nécessaire].\n\
    Personne ne sait pourquoi il rassit si vite en hiver.\n\
    Le levain vit longtemps[2]. La farine vient du moulin voisin[réf. nécessaire][1].\n\
    Notes et références\n\
    [1] Steven Kaplan, « Le Retour du bon pain », Perrin, 2002 (ISBN 978-2-262-01839-9)\n\
    [2] Marie Dupont, « Le Monde du levain », Le Monde, 2 novembre 2019, https://www.lemonde.fr/pain/a.html\n\
    [note 1] Au four.\n\
    [5] Jean Martin, « Un livre jamais cité », 1999, DOI 10.1000/pain.5\n\
    [6] « Page perdue », consulté le 3 mai 2020\n\
    [6] « Page », https://exemple/page\n";

const VIN: &str = "Le vin\n\
    Le vin vieillit[1]. On le boit à table, dit-on[2].\n\
    Notes et références\n\
    [1] Paul Durand, « La cave », Revue du vin, 2020, https://afrique.lemonde.fr/vin\n\
    [2] Paul Durand, « La table », Le Monde, 1998\n";

fn library() -> World {
    let world = World::new();
    world.write("pain.txt", PAIN);
    world.write("vin.txt", VIN);
    world.index(&["pain.txt", "vin.txt"]);
    world
}

#[test]
fn a_source_is_named_in_many_ways() {
    let world = library();
    for (source, passages, references) in [
        ("lemonde.fr", 3, 2),
        ("www.lemonde.fr", 3, 2),
        ("https://www.lemonde.fr/autre", 3, 2),
        ("afrique.lemonde.fr", 1, 1),
        ("Le Monde", 3, 2),
        ("le monde", 3, 2),
        ("Paul Durand", 1, 2),
        ("Kaplan", 2, 1),
        ("Perrin", 2, 1),
        ("978-2-262-01839-9", 2, 1),
        ("ISBN 2262018391", 2, 1),
        ("10.1000/PAIN.5", 0, 1),
        ("2019-2020", 3, 2),
        ("..2002", 3, 3),
        ("levain", 0, 0),
        ("gallica.bnf.fr", 0, 0),
    ] {
        let run = world.run(["cite", "--json", "--source", source]);
        let summary = run.summary();
        let found = (summary["total"].as_u64().unwrap(), summary["references"].as_u64().unwrap());
        assert_eq!(found, (passages, references), "{source}{run}");
        run.exits(i32::from(passages == 0)).is_quiet();
    }
}

#[test]
fn the_markers_of_the_source_are_highlighted_and_its_claims_shown() {
    let world = library();
    let run = world.run(["cite", "--json", "--source", "Le Monde", "--in", "le-pain"]);
    let hits = run.exits(0).hits();
    assert_eq!(hits.iter().flat_map(|hit| hit.highlighted()).collect::<Vec<_>>(), ["[2]", "[2]"], "{run}");
    let text = world.run(["cite", "--source", "Le Monde"]);
    text.exits(0).says("Le pain lève[1],▌[2]▐").says("2 references, 3 passages");
    let one = world.run(["cite", "--source", "Le Monde", "-n", "1"]);
    one.exits(0).says("1 of 3 passages");
    let of_2019 = world.run(["cite", "--json", "--source", "Le Monde", "--since", "2019"]);
    assert_eq!(of_2019.summary()["references"], 1, "{of_2019}");
}

#[test]
fn bad_sources_are_named() {
    let world = library();
    for (arguments, complaint) in [
        (vec!["cite", "--source", "978-2-262-01839-0"], "check digit"),
        (vec!["cite", "--source", "2020-2019"], "ends before"),
        (vec!["cite", "--source", " "], "no source"),
        (vec!["cite", "--source", "Le Monde", "--since", "2020", "--until", "2019"], "--since 2020"),
        (vec!["search", "*", "--cites", "978-2-262-01839-0"], "check digit"),
        (vec!["cite", "--list", "--source", "x"], "cannot be used with"),
        (vec!["cite", "--export", "word"], "word"),
    ] {
        let run = world.run(&arguments);
        run.exits(2).complains(complaint);
    }
    let near = world.run(["cite", "--source", "lemonde.com"]);
    near.exits(1).says("no reference names").says("lemonde.fr");
    world.run(["cite", "--source", "Monde diplomatique"]).exits(1).says("Le Monde");
    let other_years = world.run(["cite", "--source", "Le Monde", "--since", "2990"]);
    other_years.exits(1).says("no reference of these years names «Le Monde»");
}

#[test]
fn the_sources_of_a_passage() {
    let world = library();
    let id = &world.passages()[0].id;
    let run = world.run(["cite", "--json", "--for", id]);
    let labels: Vec<_> =
        run.exits(0).labels().into_iter().map(|l| (l.label, l.uses, l.reference.is_some())).collect();
    let expected = [("1", 2, true), ("2", 2, true), ("note 1", 1, true), ("3", 1, false)];
    assert_eq!(labels, expected.map(|(label, uses, known)| (label.to_owned(), uses, known)), "{run}");
    let none = &world.passages()[2].id;
    world.run(["cite", "--for", none]).exits(1).says("cites nothing");
    world.run(["cite", "--for", "le-pain#zzzzzzzz"]).exits(1).complains("no passage");
    let beginning = &id[..id.len() - 2];
    assert_eq!(world.run(["cite", "--json", "--for", beginning]).labels().len(), 4);
}

#[test]
fn what_backs_a_sentence() {
    let world = library();
    let run = world.run(["cite", "--json", "--claim", "le levain vit longtemps"]);
    let hits = run.exits(0).hits();
    assert_eq!(hits[0].highlighted(), ["Le levain vit longtemps"], "{run}");
    assert!(hits.iter().all(|hit| !hit.citations.is_empty()), "{run}");
    world.run(["cite", "--claim", "le levain vit"]).exits(0).says("[2] Marie Dupont");
    world.run(["cite", "--claim", "zèbre"]).exits(1);
    let Some(seed) = World::with_seed() else { return };
    let run = seed.run(["cite", "--json", "--claim", "49 militaires ont été tués"]);
    let hit = &run.exits(0).hits()[0];
    assert!(hit.highlighted()[0].starts_with("Le lendemain, l'armée malienne revoit le bilan"), "{run}");
}

#[test]
fn what_has_no_source() {
    let world = library();
    let run = world.run(["cite", "--json", "--unsourced"]);
    let texts: Vec<_> = run.exits(0).hits().into_iter().map(|hit| hit.text).collect();
    assert_eq!(texts.len(), 3, "{run}");
    assert!(
        texts[0].starts_with("La croûte")
            && texts[1].starts_with("Personne")
            && texts[2].starts_with("Le levain")
    );
    assert_eq!(run.hits()[2].highlighted(), ["[réf. nécessaire]"], "flagged beside a marker{run}");
    let counts: Vec<Value> = run.objects().into_iter().filter(|object| object["type"] == "count").collect();
    let counted =
        |at: usize| ["passages", "unsourced", "flagged"].map(|name| counts[at][name].as_u64().unwrap());
    assert_eq!((counted(0), counted(1)), ([4, 2, 2], [1, 0, 0]), "{run}");
    let long = world.run(["cite", "--json", "--unsourced", "--min-words", "9"]);
    assert_eq!(long.hits().len(), 2, "{long}");
    world.run(["cite", "--unsourced", "--in", "le-vin"]).exits(1).says("0 of 1 passage without a source");
}

#[test]
fn sources_cited_together() {
    let world = library();
    let run = world.run(["cite", "--json", "--together", "1", "--in", "le-pain"]);
    let together: Vec<_> = run.exits(0).objects();
    assert_eq!((&together[0]["label"], &together[0]["claims"]), (&"2".into(), &1.into()), "{run}");
    let labels: Vec<_> = together.iter().filter_map(|object| object["label"].as_str()).collect();
    assert_eq!(
        labels.into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["1", "2", "3", "note 1"]),
        "{run}"
    );
    world.run(["cite", "--together", "1"]).exits(2).complains("--in");
    world.run(["cite", "--together", "9"]).exits(1);
}

#[test]
fn what_is_wrong_with_references() {
    let world = library();
    let run = world.run(["cite", "--json", "--check", "--in", "le-pain"]);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in run.exits(0).objects().iter().filter(|object| object["type"] == "finding") {
        let labels = finding["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap());
        found
            .entry(finding["kind"].as_str().unwrap().to_owned())
            .or_default()
            .extend(labels.map(str::to_owned));
    }
    let expected: [(&str, &[&str]); 6] = [
        ("duplicate_label", &["6"]),
        ("gap", &["4"]),
        ("malformed_url", &["6"]),
        ("missing_url", &["6"]),
        ("uncited", &["5", "6", "6"]),
        ("unresolved", &["3"]),
    ];
    let found: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|(kind, labels)| (kind.as_str(), labels.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(found, expected.map(|(kind, labels)| (kind, labels.to_vec())), "{run}");
    world
        .run(["cite", "--check", "--in", "le-pain"])
        .exits(0)
        .says("numbers missing  [4]")
        .says("never cited  [5]");
    world.run(["cite", "--check", "--in", "le-vin"]).exits(1).says("nothing to report");
}

#[test]
fn the_list_in_other_orders() {
    let world = library();
    let labels = |sort: &str| -> Vec<String> {
        let run = world.run(["cite", "--list", "--json", "--in", "le-pain", "--sort", sort]);
        run.exits(0).labels().into_iter().map(|label| label.label).collect()
    };
    assert_eq!(labels("label"), ["1", "2", "3", "5", "6", "note 1"]);
    assert_eq!(labels("uses"), ["1", "2", "3", "note 1", "5", "6"]);
    assert_eq!(labels("domain")[0], "2");
    assert_eq!(labels("date"), ["5", "1", "2", "3", "6", "note 1"]);
}

#[test]
fn searches_are_narrowed_by_what_is_cited() {
    let world = library();
    for (arguments, expected) in [
        (vec!["*", "--cited"], 3),
        (vec!["*", "--uncited"], 2),
        (vec!["*", "--cites", "lemonde.fr"], 3),
        (vec!["*", "--cites", "lemonde.fr", "--since", "2020"], 1),
        (vec!["*", "--since", "2019", "--until", "2019"], 2),
        (vec!["levain", "--cites", "lemonde.fr"], 1),
        (vec!["pain", "--uncited"], 2),
        (vec!["*", "--cites", "Le Monde", "--in", "le-vin"], 1),
        (vec!["*", "--kind", "reference", "--since", "2019"], 2),
        (vec!["*", "--kind", "reference", "--cites", "Paul Durand"], 2),
    ] {
        assert_eq!(world.search(&arguments).len(), expected, "{arguments:?}");
    }
}

#[test]
fn references_are_ranked_and_say_where_they_are_cited() {
    let world = library();
    let run = world.run(["search", "--json", "--kind", "reference", "le monde levain"]);
    let first = &run.exits(0).objects()[0];
    assert_eq!((&first["reference"]["label"], &first["uses"]), (&"2".into(), &2.into()), "{run}");
    assert_eq!(first["passages"].as_array().unwrap().len(), 2, "{run}");
    for query in ["Kaplan", "perrin", "2002"] {
        let hits = world.search(&["--kind", "reference", query]);
        assert!(hits[0].text.contains("Retour du bon pain"), "{query}");
    }
    world.run(["search", "--kind", "reference", "Kaplan"]).exits(0).says("cited 2 times");
    world.run(["search", "--kind", "reference", "jamais cité"]).exits(0).says("never cited");
}

#[test]
fn bibliographies_are_read_back() {
    let world = library();
    let export = |form: &str| world.run(["cite", "--export", form, "--in", "le-pain"]).exits(0).out.clone();
    let csl: Value = serde_json::from_str(&export("csl-json")).unwrap();
    let dupont = &csl.as_array().unwrap()[1];
    assert_eq!(dupont["title"], "Le Monde du levain");
    assert_eq!(dupont["author"][0], serde_json::json!({"family": "Dupont", "given": "Marie"}));
    assert_eq!(dupont["issued"]["date-parts"], serde_json::json!([[2019, 11, 2]]));
    assert_eq!(dupont["container-title"], "Le Monde");

    let ris = ris_entries(&export("ris"));
    assert_eq!(ris.len(), 6);
    assert_eq!(ris[1]["AU"], ["Dupont, Marie"]);
    assert_eq!(
        (&ris[1]["TI"][..], &ris[1]["T2"][..]),
        (&["Le Monde du levain".to_owned()][..], &["Le Monde".to_owned()][..])
    );
    assert_eq!((ris[1]["PY"][0].as_str(), ris[1]["DA"][0].as_str()), ("2019", "2019/11/02/"));
    assert_eq!((ris[0]["TY"][0].as_str(), ris[0]["SN"][0].as_str()), ("BOOK", "978-2-262-01839-9"));
    assert_eq!(
        ris.iter().filter_map(|entry| entry.get("DO")).collect::<Vec<_>>(),
        [&["10.1000/pain.5".to_owned()]]
    );

    let bibtex = bibtex_entries(&export("bibtex"));
    assert_eq!(bibtex.len(), 6);
    let dupont = &bibtex["dupont-2019-2"];
    assert_eq!(
        (dupont["author"].as_str(), dupont["title"].as_str()),
        ("Dupont, Marie", "Le Monde du levain")
    );
    assert_eq!((dupont["year"].as_str(), dupont["month"].as_str()), ("2019", "11"));
    assert_eq!(dupont["url"], "https://www.lemonde.fr/pain/a.html");
    assert_eq!(bibtex.values().filter_map(|entry| entry.get("doi")).collect::<Vec<_>>(), ["10.1000/pain.5"]);
    let one = world.run(["cite", "--export", "ris", "--source", "Paul Durand"]);
    assert_eq!(one.exits(0).out.matches("TY  - ").count(), 2, "{one}");
}

/// RIS as its specification has it: `XX  - value`, `ER` ends an entry.
fn ris_entries(text: &str) -> Vec<BTreeMap<String, Vec<String>>> {
    let line = Regex::new(r"^([A-Z][A-Z0-9])  - (.*)$").unwrap();
    let mut entries = Vec::new();
    let mut open: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for written in text.lines().filter(|line| !line.is_empty()) {
        let found = line.captures(written).unwrap_or_else(|| panic!("{written:?} is no line of RIS"));
        match &found[1] {
            "ER" => entries.push(std::mem::take(&mut open)),
            tag => open.entry(tag.to_owned()).or_default().push(found[2].to_owned()),
        }
    }
    assert!(open.is_empty(), "every entry ends");
    entries
}

/// BibTeX of one field a line, by key; braces around a value are left out.
fn bibtex_entries(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let head = Regex::new(r"^@[a-z]+\{([^,\s]+),$").unwrap();
    let field = Regex::new(r"^([a-z]+) = \{+(.*?)\}+,$").unwrap();
    let mut entries: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !matches!(*line, "" | "}")) {
        if let Some(found) = head.captures(line) {
            key = found[1].to_owned();
            entries.insert(key.clone(), BTreeMap::new());
        } else {
            let found = field.captures(line).unwrap_or_else(|| panic!("{line:?} is no field of BibTeX"));
            entries.get_mut(&key).unwrap().insert(found[1].to_owned(), found[2].to_owned());
        }
    }
    assert_eq!(text.matches('{').count(), text.matches('}').count(), "braces are balanced");
    entries
}

#[test]
fn raised_digits_are_markers() {
    let world = World::with_rows(&[("a", "Le camp est pris⁴. La ville tombe¹,². Il fait 12 m² et 10³ pas.")]);
    let claims: Vec<(String, String)> = world.passages()[0]
        .claims()
        .into_iter()
        .map(|(label, claim)| (label.to_owned(), claim.to_owned()))
        .collect();
    let expected = [("4", "Le camp est pris"), ("1", "La ville tombe"), ("2", "La ville tombe")];
    assert_eq!(claims, expected.map(|(label, claim)| (label.to_owned(), claim.to_owned())));
    assert_eq!(world.run(["cite", "4", "--json"]).hits()[0].highlighted(), ["⁴"]);
}

/// The references that a page of wikitext defines outside a group, as its own markup has them: the first use of each
/// name, and each without one.
fn references_of(wikitext: &str) -> usize {
    let without_comments = Regex::new(r"(?s)<!--.*?-->").unwrap().replace_all(wikitext, "").into_owned();
    let tag = Regex::new(r#"(?is)<ref((?:\s[^<>]*?)?)(/?)>"#).unwrap();
    let name = Regex::new(r#"(?i)name\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s/"'>]+))"#).unwrap();
    let mut named = BTreeSet::new();
    let mut unnamed = 0;
    for found in
        tag.captures_iter(&without_comments).filter(|found| !found[1].to_lowercase().contains("group"))
    {
        match name.captures(&found[1]) {
            Some(name) => {
                named.insert(name.iter().skip(1).flatten().next().unwrap().as_str().trim().to_owned());
            }
            None => unnamed += 1,
        }
    }
    named.len() + unnamed
}

#[test]
fn the_list_of_a_wiki_page_is_numbered_as_the_page_is() {
    let Some(folder) = data("wikitext") else { return };
    for name in ["Antoine_Meillet.2022-08-17.196192956", "Autriche.2022-08-19.196240083"] {
        let file = folder.join(format!("{name}.wikitext"));
        let page = fs::read_to_string(&file).unwrap();
        let world = World::new();
        world.call(["index"]).arg(&file).run().exits(0);
        let run = world.run(["cite", "--list", "--json"]);
        let numbers: Vec<usize> =
            run.exits(0).labels().iter().filter_map(|label| label.label.parse().ok()).collect();
        let expected: Vec<usize> = (1..=references_of(&page)).collect();
        assert_eq!(numbers, expected, "{name}: as many as the page defines, without a gap");
        let unused: Vec<String> =
            run.labels().into_iter().filter(|label| label.uses == 0).map(|label| label.label).collect();
        assert_eq!(unused, [""; 0], "{name}: every source is used, some within a note");
        same_by_source(
            &world,
            &run.labels().iter().filter_map(|label| label.reference.clone()).collect::<Vec<_>>(),
        );
    }
}

/// `--source` finds the references that a plain search of their addresses finds.
#[track_caller]
fn same_by_source(world: &World, references: &[Value]) {
    let host = Regex::new(r"^https?://(?:www\.)?([^/:?#]+)").unwrap();
    let mut hosts: BTreeMap<String, usize> = BTreeMap::new();
    for url in references.iter().filter_map(|reference| reference["url"].as_str()) {
        if let Some(found) = host.captures(url) {
            *hosts.entry(found[1].to_lowercase()).or_default() += 1;
        }
    }
    for (host, count) in &hosts {
        let above = hosts
            .iter()
            .filter(|(other, _)| other.ends_with(&format!(".{host}")))
            .map(|(_, n)| n)
            .sum::<usize>();
        let run = world.run(["cite", "--json", "--source", host]);
        assert_eq!(run.summary()["references"], count + above, "{host}{run}");
    }
    println!("{} domains", hosts.len());
}

/// `--source` finds as many references as a plain search of the wikitext itself does for each domain that stands in
/// an address between `<ref>` and `</ref>`: no reader of ours is asked what a reference is or where it leads.
#[test]
fn sources_are_as_many_as_in_the_raw_wikitext() {
    let Some(folder) = data("wikitext") else { return };
    let comment = Regex::new(r"(?s)<!--.*?-->").unwrap();
    let reference = Regex::new(r"(?is)<ref(?:\s(?:[^<>]*[^<>/])?)?>(.*?)</ref\s*>").unwrap();
    let host = Regex::new(r#"(?i)https?://(?:www\.)?([^/\s|:\]}?#"'<>]+)"#).unwrap();
    let mut domains = 0;
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "wikitext") {
            continue;
        }
        let page = fs::read_to_string(&file).unwrap();
        let page = comment.replace_all(&page, "");
        let hosts_of = |text: &str| {
            host.captures_iter(text).map(|found| found[1].to_lowercase()).collect::<BTreeSet<_>>()
        };
        let references: Vec<BTreeSet<String>> =
            reference.captures_iter(&page).map(|found| hosts_of(&found[1])).collect();
        let world = World::new();
        world.call(["index"]).arg(&file).run().exits(0);
        for domain in references.iter().flatten().collect::<BTreeSet<_>>() {
            let below = format!(".{domain}");
            let is_of = |hosts: &&BTreeSet<String>| hosts.iter().any(|h| h == domain || h.ends_with(&below));
            let expected = references.iter().filter(is_of).count();
            let run = world.run(["cite", "--json", "--source", domain]);
            assert_eq!(run.summary()["references"], expected, "{}: {domain}{run}", file.display());
            domains += 1;
        }
    }
    assert!(domains > 70, "{domains} domains");
}

#[test]
fn the_corpus_has_every_source_that_a_plain_search_finds() {
    let world = World::new();
    world.call(["index"]).arg(package().join("corpus")).run().exits(0);
    let run = world.run(["cite", "--list", "--json"]);
    let references: Vec<Value> = run.labels().into_iter().filter_map(|label| label.reference).collect();
    assert!(references.len() > 60);
    same_by_source(&world, &references);
    for name in ["Robertson", "Lucene", "Unicode Consortium", "Journal of Documentation"] {
        let outside_title = |reference: &&Value| {
            let title = reference["title"].as_str().unwrap_or("\u{0}");
            let outside = reference["raw"].as_str().unwrap().replace(title, "");
            outside.to_lowercase().contains(&name.to_lowercase())
        };
        let expected = references.iter().filter(outside_title).count();
        let found = world.run(["cite", "--json", "--source", name]);
        assert_eq!(found.summary()["references"], expected, "{name}{found}");
    }
}

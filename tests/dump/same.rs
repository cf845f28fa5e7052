//! A page of a dump is read as the same page alone.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::{bzip2, dump, escaped, gzip, indexed, page, zstd};
use crate::support::{Hit, LabelUses, World, data, package};

/// A page of our own for each construct that could go another way in a dump: entities, tags, groups, short notes,
/// tables, quotations, templates, a page without a line end and one of words alone.
fn own_pages() -> Vec<String> {
    let canal = fs::read_to_string(package().join("tests/specs/forms/canal.wikitext")).unwrap();
    let signs = "L'usine ''Dupont & fils'' <small>(1 < 2)</small> &amp; C{{ie}}&nbsp;: « on y tient »<ref name=\"a\">{{Lien \
         web|titre=L'usine & la ville|url=https://www.exemple.fr/?a=1&b=2|date=12 mai 2019}}</ref>.\n\nOn dit &lt;ref&gt; aussi<ref \
         name=\"a\" />{{,}}<ref group=\"note\">Ou presque<ref>Ailleurs.</ref>.</ref>.";
    let notes = "Il part{{sfn|Dupont|2010|p=12}} et revient{{note|texte=En train.}}.\n\n{| class=\"wikitable\"\n! An !! Pont\n|-\n| 1901 \
         || Le neuf{{sfn|Dupont|2010|p=12}}\n|}\n\n== Sources ==\n{{Références}}\n* {{Ouvrage|prénom=Jean|nom=Dupont|titre=Ponts}}\n";
    vec![canal, signs.to_owned(), notes.to_owned(), "Un mot".to_owned()]
}

fn real_pages() -> Vec<String> {
    let Some(folder) = data("wikitext") else { return Vec::new() };
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "wikitext"));
    paths.sort();
    assert!(paths.len() >= 7);
    let beginning = |text: String| {
        let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at < ENOUGH).last().unwrap_or(0);
        text[..end].to_owned()
    };
    paths.into_iter().map(|path| beginning(fs::read_to_string(path).unwrap())).collect()
}

/// Bytes of a page that are compared: the list of names goes on alike for ten thousand items.
const ENOUGH: usize = 24 << 10;

/// What must not depend on where a page was read from.
#[derive(Debug, PartialEq)]
struct Same {
    passages: Vec<Value>,
    labels: Vec<Value>,
}

/// Article by article what the index of `world` holds.
fn articles(world: &World) -> BTreeMap<String, Same> {
    let mut articles: BTreeMap<String, Same> = BTreeMap::new();
    let mut of = |hits: Vec<Value>, is_passage: bool| {
        for mut hit in hits {
            let id = hit["article"]["id"].as_str().unwrap().to_owned();
            for varying in ["source", "rank", "article"] {
                hit.as_object_mut().unwrap().remove(varying);
            }
            let same =
                articles.entry(id).or_insert_with(|| Same { passages: Vec::new(), labels: Vec::new() });
            if is_passage { same.passages.push(hit) } else { same.labels.push(hit) }
        }
    };
    let typed = |objects: Vec<Value>, name: &str| -> Vec<Value> {
        objects.into_iter().filter(|object| object["type"] == name).collect()
    };
    of(typed(world.run(["search", "--json", "*", "-n", "1000000"]).exits(0).objects(), "hit"), true);
    of(typed(world.run(["cite", "--list", "--json"]).exits(0).objects(), "reference"), false);
    articles
}

#[test]
fn pages_of_a_dump_are_those_pages_alone() {
    let texts: Vec<String> = own_pages().into_iter().chain(real_pages()).collect();
    let alone = World::new();
    for (n, text) in texts.iter().enumerate() {
        alone.write(&format!("pages/Page {n}.wikitext"), text);
    }
    alone.index(&["pages"]);
    let expected = articles(&alone);
    assert_eq!(expected.len(), texts.len());
    let markers =
        |same: &Same| same.passages.iter().any(|hit| !hit["citations"].as_array().unwrap().is_empty());
    assert!(expected.values().filter(|same| markers(same) && !same.labels.is_empty()).count() >= 3);

    let pages = texts.iter().enumerate();
    let pages: Vec<String> =
        pages.map(|(n, text)| page(&format!("Page {n}"), "<ns>0</ns>", &escaped(text))).collect();
    let plain = dump(&pages);
    let streams: Vec<u8> = plain.as_bytes().chunks(plain.len() / 5 + 1).flat_map(bzip2).collect();
    for (name, bytes) in [
        ("a.xml", plain.clone().into_bytes()),
        ("a.xml.bz2", bzip2(plain.as_bytes())),
        ("multistream.xml.bz2", streams),
        ("a.xml.gz", gzip(plain.as_bytes())),
        ("a.xml.zst", zstd(plain.as_bytes())),
    ] {
        let world = World::new();
        world.write(name, bytes);
        indexed(&world, &["--threads", "2", name]);
        let found = articles(&world);
        for (id, same) in &expected {
            assert_eq!(found.get(id), Some(same), "{name}: {id}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
        world.passages().iter().for_each(|hit| stands_in_its_page(hit, &plain));
    }
}

/// The span of a passage is its page's in the dump, or in what the dump unpacks to.
#[track_caller]
fn stands_in_its_page(hit: &Hit, dump: &str) {
    let page = hit.source.span.unwrap().of(dump);
    assert!(page.starts_with("<page>") && page.ends_with("</page>"), "{}", hit.id);
    assert!(page.contains(&format!("<title>{}</title>", hit.article.title)), "{}", hit.id);
    assert_eq!(hit.source.format, "dump");
}

#[test]
fn the_real_dump_is_the_newest_revision_that_it_holds() {
    let Some(folder) = data("wikitext") else { return };
    let of_dump = World::new();
    of_dump.call(["index"]).arg(folder.join("minidump-meillet.xml.bz2")).run().exits(0);
    let labels: Vec<LabelUses> = of_dump.run(["cite", "--list", "--json"]).exits(0).labels();
    let uses: usize = labels.iter().map(|label| label.uses).sum();
    let text = fs::read_to_string(folder.join("minidump-meillet.xml")).unwrap();
    let written = |sign: &str| text.matches(sign).count();
    assert_eq!(
        uses,
        written("&lt;ref&gt;") + written("&lt;ref name"),
        "its tags, counted as they are written"
    );
    assert!(uses > 0 && labels.iter().all(|label| label.reference.is_some()));
}

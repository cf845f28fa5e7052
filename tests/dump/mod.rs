//! Dumps and packed files: what is taken of them, and what is said of the rest.

mod broken;
mod redirects;
mod resumed;
mod same;

use std::fs;
use std::io::Write as _;

use alinea::document::Format;
use serde_json::{Value, json};

use crate::support::{Run, World, data, rows_of};

/// A page of a dump; its fields besides title and text as XML.
fn page(title: &str, fields: &str, text: &str) -> String {
    format!(
        "  <page>\n    <title>{title}</title>\n    {fields}\n    <revision>\n      <model>wikitext</model>\n      \
        <text xml:space=\"preserve\">{text}</text>\n    </revision>\n  </page>\n"
    )
}

fn article(title: &str) -> String {
    let text = format!(
        "'''{title}''' est une [[ville]] du pays<ref>{{{{Ouvrage|titre=Les villes}}}}</ref>.\n\nSon camp est loin.\n"
    );
    page(title, "<ns>0</ns>", &escaped(&text))
}

/// Text as an XML file holds it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn redirect(title: &str, target: &str) -> String {
    let fields = format!("<ns>0</ns>\n    <redirect title=\"{target}\" />");
    page(title, &fields, &format!("#REDIRECTION [[{target}]]"))
}

fn dump(pages: &[String]) -> String {
    let header = "<mediawiki xml:lang=\"fr\">\n  <siteinfo>\n    <base>https://fr.example.org/wiki/Accueil</base>\n  \
        </siteinfo>\n";
    format!("{header}{}</mediawiki>\n", pages.concat())
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

/// What a run of `index --json` reports.
#[track_caller]
fn report(run: &Run) -> Value {
    run.objects().swap_remove(0)
}

#[track_caller]
fn indexed(world: &World, arguments: &[&str]) -> Value {
    let run = world.call(["index", "--json"]).args(arguments).run();
    report(run.exits(0))
}

/// Articles, redirects and passages that the index holds.
#[track_caller]
fn held(world: &World) -> [u64; 3] {
    let stats = world.stats();
    ["articles", "redirects", "passages"].map(|name| stats[name].as_u64().unwrap())
}

#[test]
fn a_dump_is_the_same_however_it_is_packed() {
    let plain = dump(&[
        article("Gao"),
        redirect("Gawgaw", "Gao"),
        article("Ménaka"),
        page("Aide:Gao", "<ns>12</ns>", "x"),
    ]);
    let parts = plain.as_bytes().chunks(100);
    let streams: Vec<u8> = parts.flat_map(bzip2).collect();
    let mut known: Option<Vec<String>> = None;
    for (name, bytes) in [
        ("a.xml", plain.clone().into_bytes()),
        ("a.xml.bz2", bzip2(plain.as_bytes())),
        ("multistream.bz2", streams),
        ("without-a-name", gzip(plain.as_bytes())),
        ("misnamed.txt", zstd(plain.as_bytes())),
    ] {
        let world = World::new();
        world.write(name, bytes);
        let report = indexed(&world, &[name]);
        assert_eq!(
            (&report["read"]["articles"], &report["read"]["redirects"]),
            (&2.into(), &1.into()),
            "{name}"
        );
        assert_eq!(held(&world)[..2], [2, 1], "{name}");
        let passages: Vec<String> = world.passages().into_iter().map(|hit| hit.id).collect();
        assert_eq!(*known.get_or_insert_with(|| passages.clone()), passages, "{name}");
    }
}

#[test]
fn what_is_left_out_is_listed() {
    let world = World::new();
    let pages = [
        article("Gao"),
        page("Discussion:Gao", "<ns>1</ns>", "x"),
        page("Discussion:Kidal", "<ns>1</ns>", "x"),
        page("Données", "<ns>0</ns>", "{}").replace("wikitext", "json"),
        page("Titre", "<ns>0</ns>", "&nbsp; &inconnu;"),
    ];
    world.write("a.xml", dump(&pages));
    let run = world.run(["index", "--json", "--report", "a.xml"]);
    let objects = run.exits(0).objects();
    let dropped: Vec<&Value> =
        objects.iter().filter(|object| object["type"] == "dropped" && object["kind"] == "page").collect();
    let expected = [
        json!({"type": "dropped", "kind": "page", "name": "namespace 1", "count": 2}),
        json!({"type": "dropped", "kind": "page", "name": "json", "count": 1}),
    ];
    assert_eq!(dropped, expected.iter().collect::<Vec<_>>());
    let warnings = objects[0]["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning.as_str().unwrap().contains("« Titre »: &nbsp")), "{run}");
    let text = world.run(["index", "--rebuild", "--report", "a.xml"]);
    text.exits(0).says("           2  page              namespace 1\n");
    assert_eq!(world.run(["index", "--rebuild", "a.xml"]).out, "", "only when it is asked for");
}

#[test]
fn a_folder_of_many_forms_is_read_whole() {
    let world = World::new();
    world.write("pages/a.txt.gz", gzip(b"Titre\nUn texte."));
    world.write("pages/b.jsonl.zst", zstd(rows_of(&[("b", "Une ligne.")]).as_bytes()));
    world.write("pages/c.xml.bz2", bzip2(dump(&[redirect("Autre nom", "Titre")]).as_bytes()));
    world.write("pages/rows", rows_of(&[("d", "Sans nom.")]));
    world.write("pages/feed.xml", "<?xml version=\"1.0\"?>\n<feed><entry/></feed>");
    world.write("pages/archive.tar.gz", gzip(&[0; 2048]));
    world.write("pages/picture.png", [0x89, b'P', b'N', b'G', 0, 0]);
    let report = indexed(&world, &["pages"]);
    assert_eq!((&report["added"], &report["skipped"]), (&4.into(), &3.into()));
    let mut texts = world.texts();
    texts.sort();
    assert_eq!(texts, ["Sans nom.", "Un texte.", "Une ligne."]);
    assert_eq!(world.search(&["--in", "autre nom", "*"])[0].text, "Un texte.");
    assert_eq!(indexed(&world, &["pages"])["unchanged"], 4);
}

#[test]
fn what_has_no_reader_is_told_with_the_forms_that_have() {
    let world = World::new();
    world.write("feed.xml", "<?xml version=\"1.0\"?><feed/>");
    let run = world.run(["index", "feed.xml"]);
    run.exits(2).complains("no reader for this form of file");
    for format in Format::ALL {
        run.complains(format.name());
    }
    fs::create_dir(world.path("empty")).unwrap();
    let empty = world.run(["index", "empty"]);
    for ending in Format::ALL.iter().map(|format| format.extensions()[0]).chain(["bz2", "gz", "zst"]) {
        empty.complains(&format!(".{ending}"));
    }
    world.run(["index", "--format", "dump", "feed.xml"]).exits(2).complains("root is not <mediawiki>");
    world.run(["index", "--format", "text", "feed.xml"]).exits(0);
    assert_eq!(
        world.texts().len() + world.stats()["articles"].as_u64().unwrap() as usize,
        2,
        "read as a text"
    );
}

#[test]
fn options_that_change_what_is_read_read_again() {
    let world = World::new();
    world.write("a.xml", dump(&[article("Gao")]));
    world.index(&["a.xml"]);
    assert_eq!(indexed(&world, &["--no-infobox", "a.xml"])["changed"], 1);
    assert_eq!(indexed(&world, &["--no-infobox", "a.xml"])["unchanged"], 1);
}

#[test]
fn a_real_dump_is_the_same_packed_or_not() {
    let Some(folder) = data("wikitext") else { return };
    let of = |name: &str| {
        let world = World::new();
        let file = folder.join(name);
        world.call(["index"]).arg(&file).run().exits(0).complains("1 article");
        assert_eq!(held(&world)[..2], [1, 0]);
        world.passages().into_iter().map(|hit| (hit.id, hit.text, hit.section)).collect::<Vec<_>>()
    };
    assert_eq!(of("minidump-meillet.xml"), of("minidump-meillet.xml.bz2"));
}

#[test]
fn real_rows_are_read_as_they_are_unpacked() {
    let Some(folder) = data("text") else { return };
    let world = World::new();
    let run = world.call(["index", "--limit", "500"]).arg(folder.join("fr-open.jsonl.zst")).run();
    run.exits(0).complains("read 500 articles");
    assert_eq!(held(&world)[0], 500);
}

// cargo test --release -- --ignored --nocapture fr_open
#[test]
#[ignore = "indexes 276 MB"]
fn all_of_fr_open_is_read() {
    let Some(folder) = data("text") else { return };
    let world = World::new();
    world.call(["index"]).arg(folder.join("fr-open.jsonl.zst")).run().exits(0);
    assert_eq!(held(&world)[0], 422_690);
}

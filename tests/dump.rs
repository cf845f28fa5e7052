//! Dumps and packed files: what is taken of them, what is said of the rest, and how a long run goes on.

use std::fs;
use std::io::Write as _;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use alinea::document::Format;
use serde_json::{Value, json};

use crate::support::{Run, World, data, ids, rows_of};

/// A page of a dump; its fields besides title and text as XML.
fn page(title: &str, fields: &str, text: &str) -> String {
    format!(
        "  <page>\n    <title>{title}</title>\n    {fields}\n    <revision>\n      <model>wikitext</model>\n      \
        <text xml:space=\"preserve\">{text}</text>\n    </revision>\n  </page>\n"
    )
}

fn article(title: &str) -> String {
    page(title, "<ns>0</ns>", &format!("'''{title}''' est une [[ville]] du pays.\n\nSon camp est loin.\n"))
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
fn a_redirect_is_another_title_of_its_target() {
    let world = World::new();
    world.write(
        "rows.jsonl",
        rows_of(&[("union-africaine", "L'union siège loin du camp."), ("gao", "Une ville.")]),
    );
    let dump = dump(&[
        redirect("U.A.", "Union africaine"),
        redirect("Organisation de l'unité", "U.A."),
        redirect("Nulle part", "Absent"),
        redirect("Cercle 1", "Cercle 2"),
        redirect("Cercle 2", "Cercle 1"),
        redirect("Gao", "Union africaine"),
    ]);
    world.write("a.xml", &dump);
    world.index(&["rows.jsonl", "a.xml"]);
    for name in ["U.A.", "u.a", "u-a", "Organisation de l’unité"] {
        assert_eq!(ids(&world.search(&["--in", name, "union"])).len(), 1, "{name}");
        world.run(["show", name]).exits(0).says("siège");
    }
    assert_eq!(
        world.search(&["--in", "Gao", "*"])[0].text,
        "Une ville.",
        "an article goes before a redirect"
    );
    for name in ["Nulle part", "Cercle 1", "Absent"] {
        world.run(["search", "--in", name, "camp"]).exits(1).complains("no article");
    }
    assert_eq!(held(&world), [2, 6, 2]);
    assert_eq!(world.search(&["*"]).len(), 2, "a redirect is no passage");
    assert_eq!(world.search(&["--kind", "reference", "*"]).len(), 0, "and no reference");

    let alone =
        World::with_rows(&[("union-africaine", "L'union siège loin du camp."), ("gao", "Une ville.")]);
    let scores =
        |world: &World| world.search(&["ville camp union"]).iter().map(|hit| hit.score).collect::<Vec<_>>();
    assert_eq!(scores(&world), scores(&alone), "no statistic sees it");

    world.write("a.xml", dump.replace("U.A.", "A.U."));
    world.index(&["a.xml"]);
    world.run(["show", "U.A."]).exits(1);
    world.run(["show", "A.U."]).exits(0);
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
fn what_is_broken_is_read_as_far_as_it_goes() {
    let whole = dump(&(0..300).map(|n| article(&format!("Ville {n}"))).collect::<Vec<_>>());
    let packed = bzip2(whole.repeat(4).as_bytes());
    let cut = whole.len() * 2 / 3;
    for (name, bytes, code, place) in [
        ("a.xml", whole.as_bytes()[..cut].to_vec(), "bad_dump", cut as u64),
        ("a.xml.bz2", packed[..packed.len() * 2 / 3].to_vec(), "bad_archive", 0),
        ("a.xml.gz", gzip(whole.as_bytes())[..cut / 40].to_vec(), "bad_archive", 0),
        ("a.xml.zst", zstd(whole.as_bytes())[..500].to_vec(), "bad_archive", 0),
    ] {
        let world = World::new();
        world.write(name, &bytes);
        let run = world.run(["index", "--json", name]);
        let error = run.exits(2).errors().swap_remove(0);
        assert_eq!((&error["code"], &error["location"]["path"]), (&code.into(), &name.into()), "{run}");
        let byte = error["location"]["byte"].as_u64().unwrap();
        assert!(byte <= bytes.len() as u64 && byte >= place, "{run}");
        assert!(error["message"].as_str().unwrap().contains(&format!("byte {byte}")), "{run}");
        if name != "a.xml.gz" && name != "a.xml.zst" {
            assert!(held(&world)[0] >= 100, "{name}: {:?}", held(&world));
        }
        assert_eq!(report(&run)["read"]["articles"], world.stats()["articles"], "{name}: it is committed");
    }
}

#[test]
fn a_text_that_is_packed_is_read_up_to_where_it_breaks_off() {
    let world = World::new();
    let text = format!(
        "Titre\n{}",
        (0..40_000).map(|n| format!("Phrase {} du récit.\n", n * 7919)).collect::<String>()
    );
    let packed = gzip(text.as_bytes());
    world.write("a.txt.gz", &packed[..packed.len() / 2]);
    world
        .run(["index", "a.txt.gz"])
        .exits(2)
        .complains("a.txt.gz: cannot be unpacked from byte")
        .complains("gzip");
    let hits = world.search(&["récit", "-n", "3"]);
    assert_eq!((hits.len(), hits[0].article.id.as_str()), (3, "titre"));
    let span = hits[0].source.span.unwrap();
    assert_eq!(&text[span.start..span.end], hits[0].text, "bytes of what it unpacks to");
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
fn a_limit_is_of_what_the_index_comes_to() {
    let world = World::new();
    let row = |n: usize| format!("{}\n", json!({"_id": format!("r{n}"), "text": "Un camp."}));
    world.write("a.jsonl", (0..20).map(row).collect::<String>());
    let mut pages: Vec<String> = (0..20).map(|n| article(&format!("Ville {n}"))).collect();
    pages.insert(3, redirect("Bourg", "Ville 1"));
    world.write("b.xml", dump(&pages));
    world.write("c.txt", "Titre\nUn texte.");
    let all = ["a.jsonl", "b.xml", "c.txt"];
    let limited = |limit: &str| indexed(&world, &[&["--limit", limit], &all[..]].concat());
    assert_eq!(limited("5")["read"]["articles"], 5);
    assert_eq!(limited("5")["read"]["articles"], 0, "they are there");
    let more = limited("27");
    assert_eq!(
        (&more["read"]["articles"], &more["resumed"], &more["added"]),
        (&22.into(), &1.into(), &2.into())
    );
    assert_eq!(held(&world)[..2], [27, 1]);
    assert_eq!(world.search(&["--in", "r19", "*"]).len(), 1);
    let rest = indexed(&world, &all);
    assert_eq!(
        (&rest["read"]["articles"], &rest["resumed"], &rest["unchanged"]),
        (&14.into(), &1.into(), &1.into())
    );
    assert_eq!(held(&world)[..2], [41, 1]);
    assert_eq!(indexed(&world, &all)["unchanged"], 3);
}

#[test]
fn options_that_change_what_is_read_read_again() {
    let world = World::new();
    world.write("a.xml", dump(&[article("Gao")]));
    world.index(&["a.xml"]);
    assert_eq!(indexed(&world, &["--no-infobox", "a.xml"])["changed"], 1);
    assert_eq!(indexed(&world, &["--no-infobox", "a.xml"])["unchanged"], 1);
}

/// A run that commits after each article, killed once it has committed a few.
fn killed(world: &World, paths: &[&str], articles: u64) {
    let mut child: Child =
        world.call(["index", "--commit-every", "0"]).args(paths).command().spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let run = world.run(["stats", "--json"]);
        if run.status == Some(0) && run.objects()[0]["articles"].as_u64() >= Some(articles) {
            break;
        }
        assert!(child.try_wait().unwrap().is_none() && Instant::now() < end, "it is still running{run}");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_had_committed() {
    let number = 2000;
    let rows: String = (0..number)
        .map(|n| {
            format!("{}\n", json!({"_id": format!("r{n}"), "text": format!("Camp {n}.\n\nVille {}.", n % 7)}))
        })
        .collect();
    let mut pages: Vec<String> = (0..number).map(|n| article(&format!("Ville {}", n % 1990))).collect();
    (0..number).for_each(|n| pages.insert(2 * n, redirect(&format!("Bourg {n}"), "Ville 1")));
    for (name, bytes) in [
        ("a.jsonl", rows.into_bytes()),
        ("a.xml", dump(&pages).into_bytes()),
        ("a.xml.bz2", bzip2(dump(&pages).as_bytes())),
    ] {
        let (world, whole) = (World::new(), World::new());
        world.write(name, &bytes);
        whole.write(name, &bytes);
        whole.index(&[name]);
        killed(&world, &[name], 5);
        let before = held(&world)[0];
        let report = indexed(&world, &[name]);
        assert_eq!(report["resumed"], 1, "{name}");
        assert_eq!(
            report["read"]["articles"],
            number as u64 - before,
            "{name}: what was read is not read again"
        );
        assert_eq!(held(&world), held(&whole), "{name}");
        assert_eq!(world.stats()["terms"], whole.stats()["terms"], "{name}");
        let answers = |world: &World| {
            let hits = world.search(&["camp 12 ville", "-n", "50"]);
            // Which of two thousand that score alike are shown is not told by the score.
            let hits: Vec<f64> = hits.into_iter().map(|hit| hit.score).collect();
            (hits, ids(&world.passages()).into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        assert!(answers(&world) == answers(&whole), "{name}: as if it had been built in one go");
        assert_eq!(indexed(&world, &[name])["unchanged"], 1, "{name}");
    }
}

#[test]
fn a_run_that_was_killed_leaves_what_it_had_not_come_to() {
    let world = World::new();
    let rows = |text: &str| -> String {
        (0..500).map(|n| format!("{}\n", json!({"_id": format!("r{n}"), "text": text}))).collect()
    };
    world.write("a.jsonl", rows("Avant."));
    world.write("z.txt", "Zéro\nLe texte d'avant.");
    world.index(&["a.jsonl", "z.txt"]);
    world.write("a.jsonl", rows("Après coup."));
    world.write("z.txt", "Zéro\nLe texte d'après.");
    // The index holds 500 + 1 articles; the first commit takes all 500 out and brings the first of the new.
    let mut child =
        world.call(["index", "--commit-every", "0", "a.jsonl", "z.txt"]).command().spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while world.stats()["articles"] == 501 && Instant::now() < end {
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(world.search(&["--in", "Zéro", "*"])[0].text, "Le texte d'avant.");
    assert!(world.search(&["après", "-n", "999"]).len() == held(&world)[0] as usize - 1);
    let report = indexed(&world, &["a.jsonl", "z.txt"]);
    assert_eq!((&report["resumed"], &report["changed"]), (&1.into(), &1.into()));
    assert_eq!(world.search(&["après", "-n", "999"]).len(), 501);
}

#[test]
fn a_source_that_changed_meanwhile_is_read_anew() {
    let world = World::new();
    let rows = |word: &str| rows_of(&[("a", word), ("b", word), ("c", word)]);
    world.write("a.jsonl", rows("avant"));
    indexed(&world, &["--limit", "2", "a.jsonl"]);
    world.write("a.jsonl", rows("ensuite"));
    let report = indexed(&world, &["a.jsonl"]);
    assert_eq!((&report["changed"], &report["read"]["articles"]), (&1.into(), &3.into()));
    assert_eq!(world.texts(), ["ensuite"; 3]);
}

#[test]
fn strict_commits_nothing_on_the_way() {
    let world = World::new();
    world.write(
        "a.xml",
        format!("{}x", dump(&[article("Gao"), article("Ménaka")]).replace("</mediawiki>", "")),
    );
    world.run(["index", "--strict", "--commit-every", "0", "a.xml"]).exits(2);
    world.run(["stats"]).exits(2);
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

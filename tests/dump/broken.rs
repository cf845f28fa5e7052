//! What is broken or hostile: read as far as it goes, and told.

use super::{article, bzip2, dump, gzip, held, page, report, zstd};
use crate::support::World;

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

/// What a run on a dump with this page says, which stands between two others.
fn run_with(page: &str) -> (World, crate::support::Run) {
    let world = World::new();
    world.write("a.xml", dump(&[article("Gao"), page.to_owned(), article("Kidal")]));
    let run = world.run(["index", "--json", "a.xml"]);
    (world, run)
}

/// Of each case: the page, what is said of it, whether that is an error, and how many articles there are.
#[test]
fn a_bad_page_is_named_and_the_others_are_read() {
    let nested = format!("Avant. {}fond{} Après.", "{{citation|".repeat(3000), "}}".repeat(3000));
    let long =
        format!("Le début.\n\n&lt;!--{}--&gt;\n\nLa fin.\n", "x".repeat(99).repeat(50 << 20 >> 7) + "\n");
    let in_text = "Avant. <b>gras</b> Après.";
    for (what, text, said, is_error) in [
        ("signs nest", nested.as_str(), "signs nest too deep at byte", false),
        ("it is long", &long, "longer than a page may be", false),
        ("an entity of HTML", "Un&nbsp;camp &amp; un poste.", "&nbsp is no entity of XML", false),
        ("a character that is none", "Un camp &#0; loin.", "&#0 is no entity of XML", false),
        ("no entity at all", "Le camp & le poste.", "& is no entity of XML", false),
        ("an entity without end", "Le camp &lt le poste.", "& is no entity of XML", false),
        ("elements in its text", in_text, "elements within its text", false),
    ] {
        let (world, run) = run_with(&page("Mauvaise page", "<ns>0</ns>", text));
        let report = report(run.exits(if is_error { 2 } else { 0 }));
        let warnings: Vec<&str> =
            report["warnings"].as_array().unwrap().iter().filter_map(|w| w.as_str()).collect();
        let named = |w: &&&str| w.starts_with("a.xml: « Mauvaise page »") && w.contains(said);
        assert_eq!((warnings.len(), warnings.iter().filter(named).count()), (1, 1), "{what}: {warnings:?}");
        assert_eq!(held(&world)[0], 3, "{what}: it is read as far as it goes");
    }
}

#[test]
fn a_page_in_no_encoding_is_an_error_of_its_own() {
    let world = World::new();
    let mut bytes =
        dump(&[article("Gao"), page("Mauvaise page", "<ns>0</ns>", "Un @."), article("Kidal")]).into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
    bytes[at] = 0xE9;
    world.write("a.xml", &bytes);
    let run = world.run(["index", "--json", "a.xml"]);
    let error = run.exits(2).errors().swap_remove(0);
    assert_eq!(error["code"], "bad_page", "{run}");
    assert!(error["message"].as_str().unwrap().contains("« Mauvaise page »"), "{run}");
    let byte = error["location"]["byte"].as_u64().unwrap() as usize;
    assert!(bytes[byte..].starts_with(b"<page>") && byte < at && at - byte < 300, "{run}");
    assert_eq!(held(&world)[0], 2);
}

#[test]
fn a_header_of_another_wiki_is_told_and_not_believed() {
    for (header, is_told) in [
        (
            "<siteinfo><dbname>enwiki</dbname><base>https://en.wikipedia.org/wiki/Main_Page</base></siteinfo>",
            true,
        ),
        ("<siteinfo><base>nonsense</base><base></base></siteinfo>", false),
        ("<siteinfo><namespaces><namespace>&bad;</namespace></namespaces></siteinfo>", false),
        ("", false),
    ] {
        let world = World::new();
        let pages = [article("Gao"), article("Kidal")].concat();
        world.write("a.xml", format!("<mediawiki xml:lang=\"en\">{header}{pages}</mediawiki>"));
        let run = world.run(["index", "a.xml"]);
        run.exits(0);
        assert_eq!(run.err.contains("a.xml: its header names no French wiki"), is_told, "{run}");
        assert_eq!(held(&world)[0], 2, "{header}");
    }
}

/// « Billion laughs »: entities that are made of entities. No declaration is read, whatever stands behind it.
#[test]
fn declarations_of_entities_are_refused() {
    let world = World::new();
    let entity = |n: u32| format!("<!ENTITY e{} \"{}\">", n + 1, format!("&e{n};").repeat(10));
    let declared: String = (0..10).map(entity).collect();
    let pages = page("Rires", "<ns>0</ns>", "&e10;");
    for text in [
        format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE mediawiki [<!ENTITY e0 \"ha\">{declared}]>\n<mediawiki>{pages}</mediawiki>"
        ),
        format!("<mediawiki>{}<!DOCTYPE x [{declared}]>{pages}</mediawiki>", article("Gao")),
    ] {
        world.write("a.xml", &text);
        let run = world.run(["index", "--json", "a.xml"]);
        let error = run.exits(2).errors().swap_remove(0);
        assert_eq!(
            (&error["code"], &error["location"]["path"]),
            (&"bad_dump".into(), &"a.xml".into()),
            "{run}"
        );
        assert_eq!(error["location"]["byte"], text.find("<!DOCTYPE").unwrap(), "{run}");
        assert!(error["message"].as_str().unwrap().contains("declarations are refused"), "{run}");
    }
    assert_eq!(held(&world)[0], 1, "what stands before it is read");
}

#[test]
fn a_page_alone_is_read_as_far_as_its_bound() {
    let filler = ("x".repeat(99) + "\n").repeat((50 << 20) / 100);
    for (name, open, close) in
        [("a.wikitext", "<!--", "-->"), ("a.html", "<style>", "</style>"), ("a.md", "<!--", "-->")]
    {
        let world = World::new();
        world.write(name, format!("Le début du récit.\n\n{open}{filler}{close}\n\nLa fin.\n"));
        let run = world.run(["index", name]);
        run.exits(0).complains(&format!("{name}: "));
        assert_eq!(world.texts(), ["Le début du récit."], "{name}{run}");
    }
    let world = World::new();
    world.write("a.wikitext", format!("Avant. {}fond{}", "{{citation|".repeat(3000), "}}".repeat(3000)));
    world.run(["index", "a.wikitext"]).exits(0).complains("« a »: signs nest too deep at byte");
    world.write("b.wikitext", b"Un camp.\n\nUn \xFF octet.\n");
    world.run(["index", "b.wikitext"]).exits(0).complains("windows-1252");
}

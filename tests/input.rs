//! Bad input: each row of the first issue's table, by name. Whatever is wrong with one input, the others are
//! indexed, nothing is lost, and what is said names the value, the place and the way out.

use std::fs;

use serde_json::Value;

use crate::support::{Run, World};

#[test]
fn no_index() {
    let world = World::new();
    for command in [&["search", "x"][..], &["cite", "4"], &["cite", "--list"], &["show", "x"], &["stats"]] {
        let run = world.run(command);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{command:?}{run}");
        run.complains("no index at index").complains("alinea index --index index PATH");
    }
    let json = world.run(["--json", "--index", "elsewhere", "search", "x"]);
    let error = &json.exits(2).errors()[0];
    assert_eq!((&error["code"], &error["location"]["path"]), (&"index_missing".into(), &"elsewhere".into()));
    assert!(!world.path("index").exists() && !world.path("elsewhere").exists(), "looking makes no folder");
}

/// The bad input beside a good one: the good one is indexed, the bad one said, the status is 2.
#[track_caller]
fn beside_a_good_one(world: &World, bad: &str, parts: &[&str]) -> Run {
    world.write("good.txt", "Bon\nUn camp.");
    let run = world.run(["index", bad, "good.txt"]);
    run.exits(2).complains("; read ");
    for part in parts {
        run.complains(part);
    }
    assert!(world.texts().contains(&"Un camp.".to_owned()), "the other input is indexed{run}");
    run
}

#[test]
fn a_missing_path() {
    let world = World::new();
    let run = beside_a_good_one(&world, "nowhere.txt", &["nowhere.txt: No such file"]);
    assert_eq!(run.err.matches("No such file").count(), 1, "the cause is told once{run}");
}

#[test]
fn an_unreadable_file() {
    let world = World::new();
    // A folder in a file's place, and links that lead in a circle, cannot be read by root either.
    std::os::unix::fs::symlink("circle.txt", world.path("circle.txt")).unwrap();
    beside_a_good_one(&world, "circle.txt", &["circle.txt: ", "symbolic link"]);

    world.write("pages/a.txt", "Titre\nUne page.");
    std::os::unix::fs::symlink("broken", world.path("pages/broken.txt")).unwrap();
    let run = world.run(["index", "pages"]);
    run.exits(2).complains("pages/broken.txt");
    assert_eq!(
        world.texts(),
        ["Un camp.", "Une page."],
        "what stands beside it in the folder is indexed{run}"
    );
}

/// A folder that cannot be walked whole proves nothing about what is no longer seen in it.
#[test]
fn nothing_is_lost_while_a_folder_cannot_be_read_whole() {
    let world = World::new();
    world.write("pages/a.txt", "Titre a\nUn.");
    world.write("pages/b.txt", "Titre b\nDeux.");
    world.index(&["pages"]);
    fs::remove_file(world.path("pages/b.txt")).unwrap();
    std::os::unix::fs::symlink("broken", world.path("pages/b.txt")).unwrap();
    world.run(["index", "pages"]).exits(2).complains("b.txt");
    assert_eq!(world.texts(), ["Un.", "Deux."]);
}

#[test]
fn a_directory_without_articles() {
    let world = World::new();
    world.write("pictures/a.png", "\u{0}");
    world.write("pictures/README.md", "x");
    beside_a_good_one(
        &world,
        "pictures",
        &["pictures: no article in this folder (2 files of other forms skipped)", ".txt"],
    );
    fs::create_dir(world.path("empty")).unwrap();
    let run = world.run(["--index", "other", "index", "empty"]);
    run.exits(2).complains("empty: no article in this folder");
    world.run(["--index", "other", "search", "x"]).exits(2).complains("no index at other");
}

#[test]
fn every_error_is_told_in_json_too() {
    let world = World::new();
    fs::create_dir(world.path("empty")).unwrap();
    world.write("good.txt", "Bon\nUn camp.");
    let run = world.run(["--json", "index", "nowhere.txt", "empty", "good.txt"]);
    let codes: Vec<_> = run.exits(2).errors().into_iter().map(|error| error["code"].clone()).collect();
    assert_eq!(codes, [Value::from("io"), "no_article".into()], "{run}");
    let report = &run.objects()[0];
    assert_eq!((&report["errors"], &report["read"]["articles"]), (&2.into(), &1.into()), "{run}");
}

#[test]
fn strict_stops_at_the_first_and_changes_nothing() {
    let world = World::with_text("Titre\nUn.");
    world.write("good.txt", "Bon\nUn camp.");
    world.write("rows.jsonl", "{\"_id\": \"a\", \"text\": \"Trois.\"}\nno row\n");
    for bad in ["nowhere.txt", "rows.jsonl"] {
        let run = world.run(["index", "--strict", bad, "good.txt"]);
        run.exits(2).complains(bad);
        assert_eq!(world.texts(), ["Un."], "{bad}{run}");
    }
    let run = world.run(["--index", "fresh", "index", "--strict", "good.txt", "rows.jsonl"]);
    run.exits(2).complains("rows.jsonl:2");
    world.run(["--index", "fresh", "search", "camp"]).exits(2);
}

#[test]
fn invalid_utf_8() {
    let world = World::new();
    let mut bytes = "Été\nUn début lisible.\nPuis un déb".as_bytes().to_vec();
    let place = bytes.len();
    bytes.extend(b"\xE9t illisible.\nFin.\n");
    world.write("bad.txt", &bytes);
    let message = format!("bad.txt: invalid UTF-8 at byte {place} (line 3)");
    let run = beside_a_good_one(&world, "bad.txt", &[&message, "iconv -f WINDOWS-1252 -t UTF-8 'bad.txt'"]);
    assert!(world.texts().contains(&"Un début lisible.".to_owned()), "what stands before it is kept{run}");
    let json = world.run(["--json", "index", "bad.txt"]);
    let location = &json.exits(2).errors()[0]["location"];
    let expected = serde_json::json!({"path": "bad.txt", "line": 3, "byte": place});
    assert_eq!(*location, expected, "it is looked at again, and said again{json}");

    world.write("bad.txt", "Été\nTout est lisible.\n");
    world.index(&["bad.txt"]);
    assert_eq!(world.search(&["--in", "ete", "*"]).len(), 1, "once mended, it is read");
}

#[test]
fn latin_1_is_detected_and_read() {
    let world = World::new();
    // « L’été à Châtellerault, œuvre » in Windows-1252, which is Latin-1 with curly quotes and œ.
    let text =
        b"L\x92\xE9t\xE9\nL\x92\xE9t\xE9 \xE0 Ch\xE2tellerault, une \x9Cuvre \xAB\xA0finie\xA0\xBB[4].\nFin.";
    world.write("old.txt", text);
    let run = world.run(["index", "old.txt"]);
    run.exits(0).complains("old.txt: read as windows-1252");
    let french = world.run(["--lang", "fr", "index", "old.txt", "--rebuild"]);
    french.exits(0).complains("old.txt : lu comme du windows-1252");
    let hit = world.search(&["chatellerault oeuvre finie", "-n", "1"]).swap_remove(0);
    assert_eq!(hit.text, "L’été à Châtellerault, une œuvre «\u{a0}finie\u{a0}»[4].");
    assert_eq!(hit.highlighted(), ["Châtellerault", "œuvre", "finie"]);
    assert_eq!(hit.article.title, "L’été");
    let span = hit.source.span.unwrap();
    assert_eq!(&text[span.start..span.end], &text[6..text.len() - 5], "the bytes of the file as it is");
}

#[test]
fn utf_16_with_a_mark_is_detected_and_read() {
    let text = "L’été\nL’été à Châtellerault, une œuvre 𝒳.\nFin.";
    for (name, bytes) in [
        (
            "little end first",
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ),
        (
            "big end first",
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        ),
    ] {
        let world = World::new();
        world.write("wide.txt", &bytes);
        world.index(&["wide.txt"]);
        let hit = world.search(&["châtellerault"]).swap_remove(0);
        assert_eq!(hit.text, "L’été à Châtellerault, une œuvre 𝒳.", "{name}");
        assert_eq!(hit.highlighted(), ["Châtellerault"], "{name}");
        let before = "L’été\n".encode_utf16().count();
        let long = hit.text.encode_utf16().count();
        let span = hit.source.span.unwrap();
        assert_eq!(
            (span.start, span.end),
            (2 + 2 * before, 2 + 2 * (before + long)),
            "{name}: bytes of the file"
        );
        assert_eq!(world.search(&["*"])[1].text, "Fin.", "{name}");
    }
}

#[test]
fn a_bad_jsonl_row() {
    let long = format!("{{\"_id\": \"x\", \"text\": \"{}\"}}", "mot ".repeat(3 << 20));
    let deep = format!("{{\"_id\": \"x\", \"text\": {}", "[".repeat(200_000));
    let cases: &[(&str, &[u8], &str)] = &[
        ("no JSON", b"{\"_id\": \"x\", \"text\": ", "no JSON"),
        ("plain text", b"Bonjour.", "no JSON"),
        ("an array", b"[1, 2]", "the row is no JSON object"),
        ("no id", b"{\"text\": \"Un.\"}", "the field \"_id\" is missing"),
        ("an empty id", b"{\"_id\": \"\", \"text\": \"Un.\"}", "the field \"_id\" is empty"),
        ("an id that is a list", b"{\"_id\": [1], \"text\": \"Un.\"}", "the field \"_id\" is an array"),
        ("no text", b"{\"_id\": \"x\"}", "the field \"text\" is missing"),
        ("a text that is a number", b"{\"_id\": \"x\", \"text\": 4}", "the field \"text\" is a number"),
        (
            "a title that is an object",
            b"{\"_id\": \"x\", \"title\": {}, \"text\": \"Un.\"}",
            "\"title\" is an object",
        ),
        ("invalid UTF-8", b"{\"_id\": \"x\", \"text\": \"\xE9\"}", "invalid UTF-8 at byte 22 of the row"),
        ("nested without end", deep.as_bytes(), "no JSON"),
        ("longer than a row may be", long.as_bytes(), "the row is longer than 8388608 bytes"),
    ];
    let mut file = "{\"_id\": \"é1\", \"text\": \"Premier.\"}\n\n".as_bytes().to_vec();
    for (_, row, _) in cases {
        file.extend(*row);
        file.push(b'\n');
    }
    file.extend("{\"_id\": 7, \"text\": \"Dernier.\"}".as_bytes());
    let world = World::new();
    world.write("rows.jsonl", file);
    let run = world.run(["--json", "index", "rows.jsonl"]);
    let errors = run.exits(2).errors();
    assert_eq!(errors.len(), cases.len(), "{run}");
    for ((line, (name, _, reason)), error) in (3..).zip(cases).zip(&errors) {
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with(&format!("rows.jsonl:{line}: ")) && message.contains(reason),
            "{name}: {message}"
        );
        assert_eq!((&error["code"], &error["location"]["line"]), (&"bad_row".into(), &line.into()), "{name}");
    }
    assert_eq!(run.objects()[0]["errors"], cases.len(), "they are counted{run}");
    assert_eq!(world.texts(), ["Premier.", "Dernier."], "the others are indexed");
    let text = world.run(["index", "rows.jsonl"]);
    text.exits(2).complains("rows.jsonl:3: no JSON").complains("rows.jsonl:14: ");
    assert_eq!(world.texts(), ["Premier.", "Dernier."], "one copy");
}

/// A thousand are told, the rest counted: a file of the wrong form must not flood a terminal, nor the memory.
#[test]
fn ten_thousand_bad_rows_are_counted() {
    let world = World::new();
    world.write("rows.jsonl", format!("{{\"_id\": \"a\", \"text\": \"Un.\"}}\n{}", "non\n".repeat(10_000)));
    let run = world.run(["index", "rows.jsonl"]);
    run.exits(2).complains("9000 more errors");
    assert_eq!(run.err.matches("no JSON").count(), 1000, "a thousand are told");
    assert_eq!(world.texts(), ["Un."]);
}

#[test]
fn odd_queries() {
    let world = World::with_rows(&[("a", "Le camp est « loin » de tout.")]);
    let long = "camp de l’été ".repeat(6400);
    let distinct: String = (0..11_000).map(|n| format!("mot{n} ")).collect();
    let nested = "«".repeat(50_000);
    let cases: &[(&str, &str, i32, &str)] = &[
        ("empty", "", 1, "no letter and no digit"),
        ("spaces", " \u{a0}\t", 1, "no letter and no digit"),
        ("only punctuation", "?!… — «\u{a0}» [4", 0, ""),
        ("only signs", "?! … ()[]{}~^*+-\\/:", 1, "no letter and no digit"),
        ("a lone guillemet", "« camp", 0, "byte 0: « has no partner"),
        ("a closing guillemet", "camp »", 0, "byte 5: » has no partner"),
        ("a lone straight quote", "camp \"loin", 0, "byte 5: \" has no partner"),
        ("an empty phrase", "\"\" camp", 0, ""),
        ("an engine's syntax", "camp AND (loin OR -tout)~2^3 [a TO b]", 0, ""),
        ("a backslash at the end", "camp\\", 0, ""),
        ("100 KB", &long, 0, ""),
        ("100 KB of different words", &distinct, 1, "only the first 512 distinct words"),
        ("50,000 guillemets", &nested, 1, "« has no partner"),
        ("only a marker", "[4]", 1, ""),
        ("beyond the alphabet", "𝒳 東京 \u{200b}", 1, ""),
        ("a star among words", "camp * loin", 0, ""),
    ];
    for (name, query, status, warning) in cases {
        let run = world.run(["search", query]);
        let expected = if *name == "only punctuation" { Some(1) } else { Some(*status) };
        assert_eq!(run.status, expected, "{name}{run}");
        assert!(run.err.contains(warning), "{name}: {warning}{run}");
        assert!(!run.err.contains("error") && !run.err.contains("panicked"), "{name}{run}");
        if warning.is_empty() && *status == 0 && *name != "only punctuation" {
            run.is_quiet();
        }
    }
}

#[test]
fn a_passage_of_one_mebibyte() {
    let world = World::new();
    let sentence = "Le camp est loin de la ville et de ses remparts. ";
    let whole = sentence.repeat((1 << 20) / sentence.len());
    world.write("long.txt", format!("Long\n{whole}\nFin du texte, avec un zèbre[4]."));
    world.index(&["long.txt"]);
    let hits = world.passages();
    assert_eq!((hits.len(), hits[0].text.as_str()), (2, whole.trim()), "one passage and the next");
    let run = world.run(["search", "camp"]);
    assert!(run.exits(0).out.len() < 4096, "a part of it is shown");
    let marked = world.search(&["remparts"]);
    assert!(marked[0].highlighted().iter().all(|word| *word == "remparts"));
    assert_eq!(marked[0].highlights.len(), whole.matches("remparts").count());
}

/// Longer ones are cut after a sentence, and nothing is lost between the pieces.
#[test]
fn a_passage_of_several_mebibytes() {
    let world = World::new();
    let sentence = "Le camp de Ménaka est loin[4]. ";
    let whole = sentence.repeat((3 << 20) / sentence.len());
    world.write("long.jsonl", serde_json::json!({"_id": "long", "text": whole}).to_string());
    world.write("long.txt", format!("Autre\n{whole}\n"));
    world.index(&["long.jsonl", "long.txt"]);
    for article in ["long", "autre"] {
        let hits = world.search(&["--in", article, "*"]);
        assert!(hits.len() >= 3, "{article}: {} pieces", hits.len());
        assert!(
            hits.iter().all(|hit| hit.text.len() <= 1 << 20 && hit.text.ends_with("loin[4].")),
            "{article}"
        );
        let pieces: Vec<_> = hits.iter().map(|hit| hit.text.as_str()).collect();
        assert!(pieces.join(" ") == whole.trim(), "{article}");
    }
}

#[test]
fn an_article_without_passages() {
    let world = World::new();
    world.write("rows.jsonl", "{\"_id\": \"a\", \"text\": \"\"}\n{\"_id\": \"b\", \"text\": \" \\n \"}\n{\"_id\": \"c\", \"text\": \"Un.\"}\n");
    let run = world.run(["index", "rows.jsonl"]);
    run.exits(0).complains("2 rows have an empty text");
    assert_eq!(world.texts(), ["Un."]);
    world.write("empty.txt", "");
    world.write("blank.txt", " \n\n\t\n");
    world.run(["index", "empty.txt", "blank.txt"]).exits(0);
    world.write("title.txt", "Un titre seul");
    world.run(["index", "title.txt"]).exits(0);
    world.run(["index", "empty.txt", "blank.txt", "title.txt"]).exits(0).is_quiet();
}

#[test]
fn an_unknown_or_ambiguous_id() {
    let world = World::with_rows(&[("camp-nord", "Un."), ("camp-sud", "Deux."), ("ville", "Trois.")]);
    let cases: &[(&str, &[&str], i32, &str)] = &[
        ("unknown id", &["show", "camping"], 1, "camp-nord camp-sud"),
        ("unknown article", &["search", "--in", "camping", "un"], 1, "camp-nord camp-sud"),
        ("unknown article of cite", &["cite", "4", "--in", "camping"], 1, "camp-nord camp-sud"),
        ("nothing near", &["show", "zzz"], 1, "camp-nord camp-sud ville"),
        ("ambiguous id", &["show", "camp"], 2, "camp-nord camp-sud"),
        ("ambiguous article", &["search", "--in", "camp", "un"], 2, "camp-nord camp-sud"),
        ("ambiguous article of cite", &["cite", "--list", "--in", "camp"], 2, "camp-nord camp-sud"),
    ];
    for (name, arguments, status, candidates) in cases {
        let run = world.run(*arguments);
        assert_eq!((run.status, run.out.as_str()), (Some(*status), ""), "{name}{run}");
        assert!(run.err.contains(candidates), "{name}: {candidates}{run}");
    }
}

/// Ids that begin alike to the last letter, and one that is the beginning of all others.
#[test]
fn prefixes_as_deep_as_ids_go() {
    let long = "a".repeat(300);
    let (first, second) = (format!("{long}b"), format!("{long}c"));
    let world = World::with_rows(&[(&long, "Un."), (&first, "Deux."), (&second, "Trois.")]);
    world.run(["show", &long]).exits(0).says("Un.");
    world.run(["show", &long[1..]]).exits(2).complains("3 articles");
    world.run(["show", &first]).exits(0).says("Deux.");
    world.run(["show", &format!("{second}x")]).exits(1).complains(&second);
}

#[test]
fn folders_as_deep_as_they_go() {
    let world = World::new();
    let deep = "d/".repeat(100);
    world.write(&format!("{deep}a.txt"), "Titre\nTout au fond.");
    world.index(&["d"]);
    assert_eq!(world.texts(), ["Tout au fond."]);
}

#[test]
fn too_little_memory_is_said() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn.");
    let run = world.run(["index", "--memory", "8", "a.txt"]);
    run.exits(2).complains("--memory 8 MiB is too little; the least is ");
    let least = run.err.trim().rsplit(' ').next().unwrap().to_owned();
    world.index(&["--memory", &least, "a.txt"]);
    assert_eq!(world.texts(), ["Un."]);
}

/// What the tests above indexed beside something bad must be right after the next run as well.
#[test]
fn an_error_does_not_stick() {
    let world = World::new();
    world.write("rows.jsonl", "{\"_id\": \"a\", \"text\": \"Un.\"}\nnon\n");
    let first = world.run(["index", "rows.jsonl"]);
    first.exits(2);
    let second = world.run(["index", "rows.jsonl"]);
    second.exits(2).complains("rows.jsonl:2");
    world.write("rows.jsonl", "{\"_id\": \"a\", \"text\": \"Un.\"}\n");
    world.index(&["rows.jsonl"]);
    world.index(&["rows.jsonl"]).is_quiet();
    assert_eq!(world.texts(), ["Un."]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_passed_over_in_a_folder_and_refused_by_name() {
    let world = World::new();
    world.write("pages/a.txt", "Titre\n\nLe camp est pris.\n");
    let made = std::process::Command::new("mkfifo").arg(world.path("pages/tube.txt")).status().unwrap();
    assert!(made.success());
    let run = world.run(["index", "--json", "pages"]);
    assert_eq!(run.exits(0).objects()[0]["skipped"], 1, "{run}");
    assert_eq!(world.search(&["camp"]).len(), 1);
    world.run(["index", "pages/tube.txt"]).exits(2).complains("pages/tube.txt").complains("standard input");
}

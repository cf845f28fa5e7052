//! What flags, the environment and files say together, and the language that people are spoken to in.

use crate::support::{Call, Run, World};

fn world() -> World {
    let world = World::new();
    world.write("a.txt", "Titre\nUn camp.\nDeux camps.\nTrois camps.\n");
    world.run(["index", "--index", "elsewhere", "a.txt"]).exits(0);
    world
}

/// Hits that a search shows, and its run.
fn shown(call: Call) -> (usize, Run) {
    let run = call.run();
    (run.out.matches("Titre").count(), run)
}

#[test]
fn the_nearest_setting_decides() {
    let world = world();
    world.write("home/alinea/config.toml", "index = \"nowhere\"\nlimit = 1\n");
    let home = world.path("home");
    let search =
        |arguments: &[&str]| world.call(["search", "camp"]).args(arguments).env("XDG_CONFIG_HOME", &home);

    let user = search(&[]).run();
    user.exits(2).complains("no index at").complains("nowhere");
    world.write("alinea.toml", "index = \"elsewhere\"\n");
    let (number, run) = shown(search(&[]));
    assert_eq!(number, 1, "the project's index, the user's limit{run}");
    let (number, run) = shown(search(&[]).env("ALINEA_LIMIT", "2"));
    assert_eq!(number, 2, "a variable goes before a file{run}");
    let (number, run) = shown(search(&["-n", "3"]).env("ALINEA_LIMIT", "2"));
    assert_eq!(number, 3, "a flag goes before a variable{run}");
    search(&["--index", "none"]).run().exits(2).complains("no index at none");

    world.write("other.toml", "index = \"elsewhere\"\nlimit = 2\n");
    let (number, run) = shown(search(&["--config", "other.toml"]));
    assert_eq!(number, 2, "a named file goes in the place of both{run}");
    search(&["--config", "missing.toml"]).run().exits(2).complains("missing.toml");
}

#[test]
fn a_project_is_found_from_below() {
    let world = world();
    world.write("alinea.toml", "index = \"elsewhere\"\n");
    world.write("deep/er/x", "");
    let mut command = world.call(["search", "camp"]).command();
    command.current_dir(world.path("deep/er"));
    assert!(command.output().unwrap().status.success(), "the index is meant as seen from the file");
}

#[test]
fn the_users_file_is_also_found_at_home() {
    let world = world();
    world.write(".config/alinea/config.toml", "index = \"../../elsewhere\"\nlang = \"fr\"\n");
    world.call(["search", "camp"]).env("HOME", world.path("")).run().exits(0).says("3 passages, 1 article, ");
}

#[test]
fn a_wrong_setting_is_pointed_at() {
    let world = world();
    for (text, line, part) in [
        ("index = \"elsewhere\"\ncolour = \"never\"\n", 2, "unknown field `colour`"),
        ("\n\nlimit = \"dix\"\n", 3, "invalid type"),
        ("lang = \"de\"\n", 1, "unknown variant `de`"),
        ("lang = fr\n", 1, ""),
    ] {
        world.write("alinea.toml", text);
        let run = world.run(["search", "camp", "--json"]);
        let error = &run.exits(2).errors()[0];
        assert_eq!(
            (&error["code"], &error["location"]["line"]),
            (&"bad_settings".into(), &line.into()),
            "{run}"
        );
        assert!(error["message"].as_str().unwrap().contains(part), "{part}{run}");
        world
            .run(["search", "camp", "--lang", "fr"])
            .exits(2)
            .complains("remède")
            .complains("lang, color, pager");
    }
}

#[test]
fn the_system_says_the_language() {
    let world = world();
    let cases: &[(&[(&str, &str)], &[&str], &str)] = &[
        (&[], &[], "2 of 3 passages"),
        (&[("LANG", "fr_FR.UTF-8")], &[], "2 passages sur 3"),
        (&[("LANG", "fr_FR.UTF-8"), ("LC_MESSAGES", "C")], &[], "2 of 3 passages"),
        (&[("LANG", "C"), ("LC_ALL", "fr")], &[], "2 passages sur 3"),
        (&[("LC_ALL", ""), ("LANG", "fr_CA")], &[], "2 passages sur 3"),
        (&[("LANG", "de_DE.UTF-8")], &[], "2 of 3 passages"),
        (&[("LANG", "fr_FR.UTF-8"), ("ALINEA_LANG", "en")], &[], "2 of 3 passages"),
        (&[("ALINEA_LANG", "en")], &["--lang", "fr"], "2 passages sur 3"),
    ];
    for (environment, arguments, expected) in cases {
        let call = world.call(["search", "camp", "-n", "2", "--index", "elsewhere"]).args(arguments);
        let run = environment.iter().fold(call, |call, (name, value)| call.env(name, value)).run();
        assert!(run.exits(0).out.contains(expected), "{environment:?} {arguments:?}: {expected}{run}");
    }
}

/// What programs read is the same in every language: keys, codes, values, the messages of errors.
#[test]
fn json_knows_no_language() {
    let world = world();
    for arguments in [
        &["search", "camp ET", "--json", "--index", "elsewhere"][..],
        &["show", "zzz", "--json", "--index", "elsewhere"],
        &["stats", "--json"],
    ] {
        let in_language = |lang| {
            let run = world.call(arguments).env("ALINEA_LANG", lang).run();
            let lines = run.out.lines().chain(run.err.lines()).map(|line| {
                let mut value: serde_json::Value = serde_json::from_str(line).unwrap();
                value.as_object_mut().unwrap().remove("elapsed_ms");
                value
            });
            (run.status, lines.collect::<Vec<_>>())
        };
        assert_eq!(in_language("fr"), in_language("en"), "{arguments:?}");
    }
}

#[test]
fn one_can_ask_for_less_and_for_more() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn camp.\n");
    world.run(["index", "a.txt", "--quiet"]).exits(0).is_quiet();
    let more = world.run(["search", "camp ET titre", "--verbose"]);
    more.exits(0).complains("index: index; settings: –").complains("query read as: ");
    world.run(["search", "camp", "--quiet", "--verbose"]).exits(2);
    world.run(["index", "--no-progress", "--rebuild", "a.txt"]).exits(0).complains("1 new");
}

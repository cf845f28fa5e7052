//! Files of an index that are not what was written: an error that names the file, or the right answer.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::{PROGRAM, Random, Run, World, package, rounds, seed};

/// What is asked of a damaged index; between them they read every kind of file.
const COMMANDS: [&[&str]; 7] = [
    &["search", "--json", "rescapes du camp"],
    &["search", "--json", "\"index inversés\""],
    &["search", "--json", "-n", "500", "*"],
    &["cite", "--json", "4", "--all"],
    &["quote", "--json", "Vénus tout entière à sa proie attachée"],
    &["show", "--json", "attaque-d-indelimane"],
    &["stats", "--json"],
];

/// Memory that a command may ask for, in KiB: many times what it needs, and the program itself.
const MEMORY: u64 = 2 << 20;

fn ask(world: &World, arguments: &[&str]) -> Run {
    let script = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.env_clear().current_dir(world.path("")).args(["-c", &script, PROGRAM]).args(arguments);
    Run::new(format!("{arguments:?}"), command.output().unwrap())
}

/// An answer without what differs from run to run.
fn answer(run: &Run) -> Vec<Value> {
    let mut objects = run.objects();
    for object in &mut objects {
        object.as_object_mut().unwrap().remove("elapsed_ms");
        // The files' own size is what was changed.
        object.as_object_mut().unwrap().remove("bytes");
    }
    objects
}

/// The samples, some of them indexed twice, so that there are two segments and deleted passages.
fn indexed() -> World {
    let world = World::new();
    for entry in fs::read_dir(package().join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        world.write(&format!("pages/{name}"), fs::read(path).unwrap());
    }
    world.index(&["pages"]);
    let changed = fs::read_to_string(world.path("pages/bm25.txt")).unwrap();
    world.write("pages/bm25.txt", changed + "\nUne phrase de plus.\n");
    world.index(&["pages"]);
    world
}

/// The files of the index, those of locks apart.
fn files(world: &World) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(world.path("index")).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| !path.to_string_lossy().ends_with(".lock"));
    files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[derive(Debug)]
enum Damage {
    /// A bit, or all bits of some bytes.
    Flip {
        at: usize,
        bytes: usize,
        mask: u8,
    },
    Zero {
        at: usize,
        bytes: usize,
    },
    Cut {
        at: usize,
    },
    Gone,
}

impl Damage {
    /// In a region of the file: all regions have their turn.
    fn choose(random: &mut Random, length: usize, region: u64, regions: u64) -> Self {
        let start = length as u64 * region / regions;
        let end = (length as u64 * (region + 1) / regions).max(start + 1);
        let at = ((start + random.below(end - start)) as usize).min(length.saturating_sub(1));
        match random.below(8) {
            0..3 => Self::Flip { at, bytes: 1, mask: 1 << random.below(8) },
            3 => Self::Flip { at, bytes: 1 + random.below(64) as usize, mask: 0xff },
            4 => Self::Zero { at, bytes: 1 + random.below(600) as usize },
            5 | 6 => Self::Cut { at },
            _ => Self::Gone,
        }
    }

    fn apply(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = bytes.to_vec();
        match self {
            Self::Flip { at, bytes: number, mask } => {
                bytes.iter_mut().skip(*at).take(*number).for_each(|byte| *byte ^= mask);
            }
            Self::Zero { at, bytes: number } => {
                bytes.iter_mut().skip(*at).take(*number).for_each(|byte| *byte = 0);
            }
            Self::Cut { at } => bytes.truncate(*at),
            Self::Gone => return None,
        }
        Some(bytes)
    }
}

fn damage_each_file(rounds: u64) {
    let world = indexed();
    let sound: Vec<Vec<Value>> =
        COMMANDS.iter().map(|arguments| answer(ask(&world, arguments).exits(0))).collect();
    assert!(sound.iter().all(|answer| !answer.is_empty()));
    let mut random = Random::new(seed());
    let (mut errors, mut answers) = (0, 0);
    let files = files(&world);
    for region in 0..rounds {
        for (path, bytes) in &files {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let damage = Damage::choose(&mut random, bytes.len(), region, rounds);
            match damage.apply(bytes) {
                Some(damaged) if damaged == *bytes => continue,
                Some(damaged) => fs::write(path, damaged).unwrap(),
                None => fs::remove_file(path).unwrap(),
            }
            let first = random.below(COMMANDS.len() as u64) as usize;
            for at in [first, (first + 3) % COMMANDS.len()] {
                let run = ask(&world, COMMANDS[at]);
                match run.status {
                    Some(0) => {
                        assert!(answer(&run) == sound[at], "another answer: {name} {damage:?}{run}");
                        answers += 1;
                    }
                    Some(2) => {
                        let error = run.errors().swap_remove(0);
                        let names = error["message"].as_str().unwrap().contains(&name);
                        let code = error["code"].as_str().unwrap();
                        // A changed number of a version makes another version.
                        let told = names || code == "index_missing" || code == "index_version";
                        assert!(told, "the error names the file: {name} {damage:?}{run}");
                        errors += 1;
                    }
                    _ => panic!("{name} {damage:?}{run}"),
                }
            }
            let check = ask(&world, &["check", "--json"]);
            let harmless = name == ".managed.json";
            assert_eq!(check.status == Some(0), harmless, "check sees it: {name} {damage:?}{check}");
            let other = ["index_missing", "index_version"].iter().any(|code| check.err.contains(code));
            assert!(
                harmless || other || check.err.contains(&name) || check.out.contains(&name),
                "{name} {damage:?}{check}"
            );
            fs::write(path, bytes).unwrap();
        }
    }
    println!(
        "{} files in {rounds} regions: {errors} errors, {answers} answers, all as they should be",
        files.len()
    );
    assert!(errors > 0 && answers > 0, "{errors} errors, {answers} answers");
}

#[test]
fn damage_in_three_regions_of_each_file_is_an_error_or_does_no_harm() {
    damage_each_file(rounds(3));
}

/// A passage that cannot be read may hold a phrase: it is not left out beside one that does.
#[test]
fn a_damaged_passage_is_no_passage_without_the_phrase() {
    let world = World::new();
    let between: String =
        (0..1000).map(|n| format!("\n\nLe registre {n} nomme {} navires.", n * 7)).collect();
    world.write("a.txt", format!("Le port\n\nUn vieux bateau.{between}\n\nUn autre vieux bateau.\n"));
    world.index(&["a.txt"]);
    let phrases = ["\"vieux bateau\"", "+bate* +=vieux", "+vieux~1 +bateau"];
    for phrase in phrases {
        assert_eq!(ask(&world, &["search", "--json", phrase]).exits(0).hits().len(), 2, "{phrase}");
    }
    for (path, bytes) in files(&world).iter().filter(|(path, _)| path.extension() == Some("forward".as_ref()))
    {
        fs::write(path, Damage::Zero { at: 0, bytes: 4 }.apply(bytes).unwrap()).unwrap();
    }
    let searches = phrases.iter().map(|phrase| vec!["search", "--json", phrase]);
    for command in searches.chain([vec!["quote", "--json", "--verify", "un vieux bateau"]]) {
        let run = ask(&world, &command);
        assert_eq!((run.status, run.errors()[0]["code"].as_str()), (Some(2), Some("index_damaged")), "{run}");
    }
}

// cargo test --release -- --ignored --nocapture two_hundred_regions
#[test]
#[ignore = "as above in two hundred regions, some ten thousand commands; its command is above"]
fn damage_in_two_hundred_regions_of_each_file_is_an_error_or_does_no_harm() {
    damage_each_file(rounds(200));
}

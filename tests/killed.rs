//! `kill -9` at any moment of indexing: what is searched is whole, and the next run brings it to what one run would make.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Random, World, package, rounds, rows_of, seed};

/// Files of the folder that is indexed, and rows of each.
const FILES: u64 = 24;
const ROWS: u64 = 25;

/// Questions whose answers must be the same, ids and scores.
const QUESTIONS: [&str; 6] =
    ["*", "rescapés du camp", "index inversés", "mot17", "mot3 mot250 siècle", "\"mot8 neige\" mot100"];

const WORDS: [&str; 9] =
    ["ville", "neige", "rempart", "soldat", "passage", "élection", "cheval", "siècle", "renfort"];

/// The rows of a file in one of its versions: no id stands in two files.
fn rows(file: u64, version: u64) -> String {
    let mut random = Random::new(file << 32 | version);
    let rows = (0..ROWS).map(|row| {
        let mut text = String::new();
        for paragraph in 0..3 {
            // Of the numbered words a passage in a hundred has each: candidates of a question are few enough to be ranked all.
            let words =
                (0..6).map(|_| format!("mot{} {}", random.below(600), WORDS[random.below(9) as usize]));
            let words = words.collect::<Vec<_>>().join(" ");
            text.push_str(&format!(
                "Dans la ville, {words}[{}].\n\nFin {paragraph} de {version}.\n\n",
                row + 1
            ));
        }
        (format!("f{file}-{row}"), text)
    });
    let rows: Vec<(String, String)> = rows.collect();
    rows_of(&rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// A folder of the samples and of files that change from round to round.
struct Folder {
    world: World,
    /// By file: its version, and whether it is there.
    files: Vec<(u64, bool)>,
    /// Whether a run came to its end.
    complete: bool,
}

impl Folder {
    fn new() -> Self {
        let world = World::new();
        for entry in fs::read_dir(package().join("corpus")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            world.write(&format!("pages/{name}"), fs::read(path).unwrap());
        }
        let mut folder = Self { world, files: vec![(0, false); FILES as usize], complete: false };
        (0..FILES / 2).for_each(|file| folder.put(file));
        folder
    }

    fn put(&mut self, file: u64) {
        let (version, there) = &mut self.files[file as usize];
        (*version, *there) = (*version + 1, true);
        let rows = rows(file, *version);
        self.world.write(&format!("pages/f{file}.jsonl"), rows);
    }

    /// A few files come, change, go, or get another name and their own back.
    fn change(&mut self, random: &mut Random) {
        for _ in 0..1 + random.below(6) {
            let file = random.below(FILES);
            let path = |name: String| self.world.path(&name);
            let (plain, moved) =
                (path(format!("pages/f{file}.jsonl")), path(format!("pages/moved/f{file}.jsonl")));
            fs::create_dir_all(path("pages/moved".to_owned())).unwrap();
            match (random.below(4), self.files[file as usize].1) {
                (0, true) => {
                    fs::remove_file(&plain).or_else(|_| fs::remove_file(&moved)).unwrap();
                    self.files[file as usize].1 = false;
                }
                (1, true) => fs::rename(&plain, &moved).or_else(|_| fs::rename(&moved, &plain)).unwrap(),
                (_, true) if moved.exists() => {
                    fs::remove_file(&moved).unwrap();
                    self.put(file);
                }
                _ => self.put(file),
            }
        }
    }

    /// The next run, which nobody kills.
    fn finish(&mut self) {
        self.world.index(&["pages"]);
        self.complete = true;
    }

    /// The ids and scores of every question.
    fn answers(&self, index: &str) -> Vec<Vec<(String, f64)>> {
        let answer = |question: &&str| {
            let hits = self.world.search(&[
                "--index",
                index,
                "-n",
                if *question == "*" { "5000" } else { "10" },
                question,
            ]);
            hits.into_iter().map(|hit| (hit.id, hit.score)).collect()
        };
        QUESTIONS.iter().map(answer).collect()
    }

    /// The index answers as one that is built in one go.
    fn is_as_built_in_one_go(&self, round: u64) {
        if self.world.path("fresh").exists() {
            fs::remove_dir_all(self.world.path("fresh")).unwrap();
        }
        self.world.run(["index", "--index", "fresh", "pages"]).exits(0);
        let (found, wanted) = (self.answers("index"), self.answers("fresh"));
        for ((question, found), wanted) in QUESTIONS.iter().zip(found).zip(wanted) {
            assert!(found == wanted, "round {round}, {question}:\n{found:?}\n{wanted:?}");
        }
    }

    /// What was committed is sound, if anything was; it holds the samples once a run came to its end, and before that as
    /// many of them as the last commit in between had come to.
    fn is_sound(&self, round: u64) {
        let check = self.world.run(["check", "--json"]);
        if check.status == Some(2) && check.out.is_empty() {
            let code = check.errors()[0]["code"].clone();
            assert!(code == "index_missing" || code == "index_unfinished", "round {round}{check}");
            return;
        }
        assert_eq!(check.exits(0).summary()["sound"], true, "round {round}{check}");
        let search = self.world.run(["search", "--json", "rescapés"]);
        assert!(
            search.status == Some(0) || (!self.complete && search.status == Some(1)),
            "round {round}{search}"
        );
    }
}

fn kill(rounds: u64) {
    let mut random = Random::new(seed());
    let mut folder = Folder::new();
    let commits = ["--commit-every", "0"];
    let start = Instant::now();
    folder.world.run(["index", "--index", "timed", "--commit-every", "0", "pages"]).exits(0);
    // Runs that only bring up to date are shorter than the first. How long they take depends on what else the machine does: what
    // had ended before it was killed is killed earlier the next time.
    let (mut whole, mut update) = (start.elapsed(), start.elapsed() / 3);
    let mut killed = 0;
    for round in 1..=rounds {
        let rebuild = round.is_multiple_of(7);
        let extra: &[&str] = if rebuild { &["--rebuild"] } else { &[] };
        let call = folder.world.call(["index", "pages"]).args(&commits).args(extra);
        let mut child = call.command().spawn().unwrap();
        let most = if rebuild || round == 1 { &mut whole } else { &mut update };
        thread::sleep(Duration::from_micros(random.below(most.as_micros() as u64)));
        let is_running = child.try_wait().unwrap().is_none();
        *most = if is_running { *most * 9 / 8 } else { *most * 2 / 3 };
        killed += u64::from(is_running);
        child.kill().unwrap();
        child.wait().unwrap();
        folder.is_sound(round);
        if random.below(3) == 0 {
            // The next run is killed as well.
            folder.change(&mut random);
            continue;
        }
        folder.finish();
        if round.is_multiple_of(5) || round == rounds {
            folder.is_as_built_in_one_go(round);
        }
        folder.change(&mut random);
    }
    folder.finish();
    folder.is_sound(rounds);
    folder.is_as_built_in_one_go(rounds);
    println!("{rounds} runs, {killed} of them killed before their end");
    assert!(killed * 4 >= rounds, "{killed} of {rounds} runs were still running when they were killed");
}

#[test]
fn twenty_kills_leave_what_one_run_would_make() {
    kill(rounds(20));
}

// cargo test --release -- --ignored --nocapture a_hundred_kills
#[test]
#[ignore = "as above, a hundred times; its command is above"]
fn a_hundred_kills_leave_what_one_run_would_make() {
    kill(rounds(100));
}

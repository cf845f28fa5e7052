//! A folder of its own for each test, the built program run in it, and what it said.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::TempDir;

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_alinea");

/// A folder of its own, in which the program is run; it goes with the test.
pub(crate) struct World {
    folder: TempDir,
}

impl World {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::Builder::new().prefix("alinea-").tempdir().unwrap() }
    }

    /// A folder with one indexed article of plain text.
    #[track_caller]
    pub(crate) fn with_text(text: &str) -> Self {
        let world = Self::new();
        world.write("article.txt", text);
        world.index(&["article.txt"]);
        world
    }

    /// A folder with an index of `rows`: the id and the text of each article, its id being its title too.
    #[track_caller]
    pub(crate) fn with_rows(rows: &[(&str, &str)]) -> Self {
        let world = Self::new();
        world.write("rows.jsonl", rows_of(rows));
        world.index(&["rows.jsonl"]);
        world
    }

    /// A folder with the index of the article that the project started from; none, saying so, where the data is
    /// not in reach.
    #[track_caller]
    pub(crate) fn with_seed() -> Option<Self> {
        let seed = data("seed")?;
        let world = Self::new();
        world.call(["index", "--title", "Attaque d'Indelimane"]).arg(seed).run().exits(0);
        Some(world)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders that lead to it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn call(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Call {
        Call::new(Path::new(PROGRAM), self.folder.path(), arguments)
    }

    pub(crate) fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        self.call(arguments).run()
    }

    /// Brings `./index` up to date with `paths`, which must go well.
    #[track_caller]
    pub(crate) fn index(&self, paths: &[&str]) -> Run {
        let run = self.call(["index"]).args(paths).run();
        run.exits(0);
        run
    }

    /// The hits of a search, with the options that `arguments` hold besides the query; none is fine.
    #[track_caller]
    pub(crate) fn search(&self, arguments: &[&str]) -> Vec<Hit> {
        let run = self.call(["search", "--json"]).args(arguments).run();
        assert!(matches!(run.status, Some(0 | 1)), "{run}");
        run.hits()
    }

    /// Every passage of the index, in document order.
    #[track_caller]
    pub(crate) fn passages(&self) -> Vec<Hit> {
        self.search(&["*", "-n", "1000000"])
    }

    /// The texts of every passage, in document order.
    #[track_caller]
    pub(crate) fn texts(&self) -> Vec<String> {
        self.passages().into_iter().map(|hit| hit.text).collect()
    }

    /// The report of an evaluation, its topics left out.
    #[track_caller]
    pub(crate) fn eval(&self, arguments: &[&str]) -> Value {
        let run = self.call(["eval", "--json"]).args(arguments).run();
        run.exits(0).is_quiet();
        run.objects().pop().unwrap_or_else(|| panic!("no report{run}"))
    }

    /// What `stats --json` says of the index.
    #[track_caller]
    pub(crate) fn stats(&self) -> Value {
        let run = self.run(["stats", "--json"]);
        run.exits(0);
        run.objects().swap_remove(0)
    }
}

/// JSONL of articles whose id is their title too.
pub(crate) fn rows_of(rows: &[(&str, &str)]) -> String {
    let row = |(id, text): &(&str, &str)| {
        format!("{}\n", serde_json::json!({"_id": id, "title": id, "text": text}))
    };
    rows.iter().map(row).collect()
}

/// The package's own folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of the shared data; none, saying so past the test's captured output, where it is not in reach.
#[track_caller]
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    let folder = package().join("../shared/data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let test = thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "skipped: {test} needs {}, which is absent", folder.display());
    None
}

/// A run of the program in the making.
pub(crate) struct Call {
    command: Command,
    input: Vec<u8>,
}

impl Call {
    /// `program` with nothing of the environment that the tests run in.
    pub(crate) fn new(
        program: &Path,
        folder: &Path,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Self {
        let mut command = Command::new(program);
        command.env_clear().current_dir(folder).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, input: Vec::new() }
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// What the program reads on standard input.
    pub(crate) fn input(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.input = bytes.as_ref().to_vec();
        self
    }

    /// The command itself, for what the methods above do not offer.
    pub(crate) fn command(self) -> Command {
        self.command
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Run {
        let line = format!("{:?}", self.command);
        let mut child = self.command.spawn().unwrap_or_else(|error| panic!("{line}: {error}"));
        let mut stdin = child.stdin.take().unwrap();
        // Beside the reading of the output, so that neither side waits for the other. A program that ends without
        // reading its input is no failure of the test.
        let feeder = thread::spawn(move || stdin.write_all(&self.input).ok());
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Run::new(line, output)
    }
}

/// What a run of the program said. Shown, it tells the whole story.
pub(crate) struct Run {
    line: String,
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.map_or("killed".to_owned(), |status| status.to_string());
        write!(
            f,
            "\n  command: {}\n  status: {status}\n  stdout:\n{}\n  stderr:\n{}\n",
            self.line, self.out, self.err
        )
    }
}

impl Run {
    pub(crate) fn new(line: String, output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|e| panic!("{line}: {e}"));
        let (out, err) = (text(output.stdout), text(output.stderr));
        Self { status: output.status.code(), line, out, err }
    }

    #[track_caller]
    pub(crate) fn exits(&self, status: i32) -> &Self {
        assert_eq!(self.status, Some(status), "exit status {status} expected{self}");
        self
    }

    /// On standard output.
    #[track_caller]
    pub(crate) fn says(&self, part: &str) -> &Self {
        assert!(self.out.contains(part), "{part:?} expected on stdout{self}");
        self
    }

    /// On standard error.
    #[track_caller]
    pub(crate) fn complains(&self, part: &str) -> &Self {
        assert!(self.err.contains(part), "{part:?} expected on stderr{self}");
        self
    }

    #[track_caller]
    pub(crate) fn is_quiet(&self) -> &Self {
        assert_eq!(self.err, "", "nothing expected on stderr{self}");
        self
    }

    /// The JSON objects on standard output, one a line.
    #[track_caller]
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.out.lines().map(|line| self.parse(line)).collect()
    }

    /// The JSON objects on standard error, one a line.
    #[track_caller]
    pub(crate) fn errors(&self) -> Vec<Value> {
        self.err.lines().map(|line| self.parse(line)).collect()
    }

    #[track_caller]
    pub(crate) fn hits(&self) -> Vec<Hit> {
        self.of_type("hit")
    }

    /// The objects that `cite --list` prints.
    #[track_caller]
    pub(crate) fn labels(&self) -> Vec<LabelUses> {
        self.of_type("reference")
    }

    /// The last object on standard output, which must be a summary.
    #[track_caller]
    pub(crate) fn summary(&self) -> Value {
        let last = self.objects().pop().unwrap_or_else(|| panic!("no summary{self}"));
        assert_eq!(last["type"], "summary", "{self}");
        last
    }

    #[track_caller]
    fn of_type<T: DeserializeOwned>(&self, name: &str) -> Vec<T> {
        let objects = self.objects().into_iter().filter(|object| object["type"] == name);
        objects.map(|o| serde_json::from_value(o).unwrap_or_else(|e| panic!("{e}{self}"))).collect()
    }

    #[track_caller]
    fn parse(&self, line: &str) -> Value {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{line:?} is no JSON: {error}{self}"))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    /// The bytes of `text` that it covers: they exist, and stand on character boundaries.
    #[track_caller]
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_else(|| panic!("{self:?} is no stretch of {text:?}"))
    }
}

/// A hit as JSON gives it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Hit {
    pub(crate) rank: usize,
    pub(crate) score: f64,
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) form: Option<String>,
    pub(crate) article: ArticleName,
    pub(crate) section: Vec<String>,
    pub(crate) ordinal: usize,
    pub(crate) text: String,
    pub(crate) highlights: Vec<Span>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) reference: Option<Value>,
    pub(crate) source: Source,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ArticleName {
    pub(crate) id: String,
    pub(crate) title: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Citation {
    pub(crate) label: String,
    pub(crate) span: Span,
    pub(crate) claim: Span,
    pub(crate) reference: Option<Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Quote {
    pub(crate) span: Span,
    pub(crate) text: String,
    pub(crate) speaker: Option<String>,
    pub(crate) verb: Option<String>,
    pub(crate) labels: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) format: String,
    pub(crate) span: Option<Span>,
}

/// A label as `cite --list` gives it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LabelUses {
    pub(crate) article: ArticleName,
    pub(crate) label: String,
    pub(crate) uses: usize,
    pub(crate) passages: Vec<String>,
    pub(crate) reference: Option<Value>,
}

impl Hit {
    /// The highlighted words.
    #[track_caller]
    pub(crate) fn highlighted(&self) -> Vec<&str> {
        self.highlights.iter().map(|span| span.of(&self.text)).collect()
    }

    /// Label and claim of every citation.
    #[track_caller]
    pub(crate) fn claims(&self) -> Vec<(&str, &str)> {
        self.citations.iter().map(|c| (c.label.as_str(), c.claim.of(&self.text))).collect()
    }

    /// The id without its article.
    pub(crate) fn key(&self) -> &str {
        self.id.split_once('#').unwrap().1
    }
}

pub(crate) fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// Numbers that look random and are the same at each run: xorshift64 (Marsaglia, 2003).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// How many rounds a long test has: those of its default, or of `ALINEA_ROUNDS`.
pub(crate) fn rounds(default: u64) -> u64 {
    std::env::var("ALINEA_ROUNDS").ok().map_or(default, |rounds| rounds.parse().unwrap())
}

/// The seed of a test that chooses at random: `ALINEA_SEED`, else the clock's. It is printed.
pub(crate) fn seed() -> u64 {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = std::env::var("ALINEA_SEED").ok().map_or(clock, |seed| seed.parse().unwrap());
    println!("ALINEA_SEED={seed}");
    seed
}

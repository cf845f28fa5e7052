//! The command line: every command, flag and example.

mod cite;
mod examples;
mod french;
mod help;
mod search;
mod wrong;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::settings::Colour;
use crate::document::Format;
use crate::eval::Measure;
use crate::lang::Lang;
use crate::search::{CANDIDATES, Level};
pub(super) use cite::CiteCommand;
pub(super) use french::in_french;
pub(super) use search::{ResultFormat, SearchCommand};
pub(super) use wrong::{exit, misused, not_on_a_cluster};

/// French full-text search that answers with passages and the sources behind them.
#[derive(Debug, Parser)]
#[command(name = "alinea", version, after_help = help::EXAMPLES, max_term_width = 100, styles = Styles::plain())]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub global: GlobalOptions,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    /// Whether objects are printed, errors too.
    pub(super) fn is_json(&self) -> bool {
        let asked = |command: &SearchCommand| command.format == Some(ResultFormat::Json);
        self.global.json || matches!(&self.command, Command::Search(command) if asked(command))
    }

    /// Whether a program reads what is printed.
    pub(super) fn is_for_programs(&self) -> bool {
        let forms = [ResultFormat::Csv, ResultFormat::Trec];
        let table = |command: &SearchCommand| command.format.is_some_and(|format| forms.contains(&format));
        match &self.command {
            Command::Search(command) => command.ids || table(command) || self.is_json(),
            Command::Cite(command) => command.export.is_some() || self.is_json(),
            Command::Completions(_) | Command::Man => true,
            _ => self.is_json(),
        }
    }
}

/// A command that answers a question. To define all commands and their options costs a process that answers one
/// question a tenth of its time, so those that wait for an answer are looked at alone first; see
/// [`Arguments::of_question`]. Help is not defined here: whoever asks for it is not understood.
#[derive(Debug, Parser)]
#[command(
    name = "alinea",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Question {
    #[command(flatten)]
    global: GlobalOptions,
    #[command(subcommand)]
    command: QuestionCommand,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum QuestionCommand {
    Search(SearchCommand),
    Cite(CiteCommand),
    Quote(QuoteCommand),
    Show(ShowCommand),
    Suggest(SuggestCommand),
}

impl Arguments {
    /// The process's arguments where they are those of a question and nothing is wrong with them. All else, help too, is
    /// for the whole command line to say.
    pub(super) fn of_question() -> Option<Self> {
        let Question { global, command } = Question::try_parse().ok()?;
        let command = match command {
            QuestionCommand::Search(command) => Command::Search(command),
            QuestionCommand::Cite(command) => Command::Cite(command),
            QuestionCommand::Quote(command) => Command::Quote(command),
            QuestionCommand::Show(command) => Command::Show(command),
            QuestionCommand::Suggest(command) => Command::Suggest(command),
        };
        Some(Self { global, command })
    }
}

/// What holds for every command. What is not said here is said by the environment, by a file of settings, or by default;
/// see `settings`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct GlobalOptions {
    /// The index's folder [default: index].
    #[arg(long, global = true, env = "ALINEA_INDEX", hide_env_values = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Take settings from this file, and not from alinea.toml here or above, nor from the user's own.
    #[arg(long, global = true, env = "ALINEA_CONFIG", hide_env_values = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The language of messages [default: as LC_ALL, LC_MESSAGES or LANG have it].
    #[arg(long, global = true, env = "ALINEA_LANG", hide_env_values = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// When to use colour; `auto` also heeds NO_COLOR and TERM=dumb [default: auto].
    #[arg(long, global = true, env = "ALINEA_COLOR", hide_env_values = true, value_name = "WHEN")]
    pub color: Option<Colour>,
    /// Print one JSON object a line; errors too, on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// Print no progress and no summary on standard error.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Also say, on standard error, which settings hold and how the query was read.
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Show no progress line.
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// Never page what is longer than the terminal.
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Ask a cluster, not a folder: addresses of its nodes (Quickwit, OpenSearch, Elasticsearch), with commas between them.
    #[arg(long, global = true, env = "ALINEA_ENGINE", hide_env_values = true, value_name = "URL,…")]
    #[arg(help_heading = "On a cluster")]
    pub engine: Option<String>,
    /// The index's name there [default: alinea].
    #[arg(long, global = true, env = "ALINEA_INDEX_NAME", hide_env_values = true, value_name = "NAME")]
    #[arg(help_heading = "On a cluster")]
    pub index_name: Option<String>,
    /// How long one node may take before another is asked, in milliseconds [default: 3000].
    #[arg(long, global = true, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=600_000))]
    #[arg(help_heading = "On a cluster")]
    pub engine_timeout: Option<u64>,
    /// Take an answer for one though some of the cluster's splits did not answer.
    #[arg(long, global = true, help_heading = "On a cluster")]
    pub allow_partial: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the index up to date with files and folders.
    #[command(after_help = help::INDEX)]
    Index(IndexCommand),
    /// Bring a cluster up to date with files and folders.
    #[command(after_help = help::PUSH)]
    Push(PushCommand),
    /// Find passages, best first.
    #[command(after_help = help::SEARCH)]
    Search(SearchCommand),
    /// Find the passages that cite a source, the sources of a passage, and what has none.
    #[command(after_help = help::CITE)]
    Cite(CiteCommand),
    /// Find quotes, or verify one word by word.
    #[command(after_help = help::QUOTE)]
    Quote(QuoteCommand),
    /// Show a passage by its id, or a whole article by its own.
    #[command(after_help = help::SHOW)]
    Show(ShowCommand),
    /// Complete the beginning of a query: words, titles, sources.
    #[command(after_help = help::SUGGEST)]
    Suggest(SuggestCommand),
    /// Say what the index holds.
    #[command(after_help = help::STATS)]
    Stats(StatsCommand),
    /// Answer on the network: pages for a browser, an HTTP API for programs.
    #[command(after_help = help::SERVE)]
    Serve(ServeCommand),
    /// Answer a language model on standard input and output, by the Model Context Protocol.
    #[command(after_help = help::MCP)]
    Mcp,
    /// Check that the index holds what it should; exit status 0 where it does, 2 where it is damaged.
    #[command(after_help = help::CHECK)]
    Check(CheckCommand),
    /// Make one segment of the index, and give back what deleted articles take.
    #[command(after_help = help::OPTIMIZE)]
    Optimize(MemoryOptions),
    /// Measure the ranking against human judgements.
    #[command(after_help = help::EVAL)]
    Eval(EvalCommand),
    /// Show how a text becomes terms, word by word.
    #[command(after_help = help::ANALYZE)]
    Analyze(AnalyzeCommand),
    /// Print a completion script for a shell.
    #[command(after_help = help::COMPLETIONS)]
    Completions(CompletionsCommand),
    /// Print the manual page (roff).
    #[command(after_help = help::MAN)]
    Man,
}

/// What to say of the index.
#[derive(Debug, Args)]
pub struct StatsCommand {
    /// Say what its bytes are spent on, part by part and field by field.
    #[arg(long)]
    pub(super) sizes: bool,
}

/// What to index, and how to read it.
#[derive(Debug, Args)]
pub struct IndexCommand {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub paths: Vec<String>,
    /// Also take paths from this file, one a line; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The form of all inputs [default: told from each].
    #[arg(long, value_enum)]
    pub format: Option<Form>,
    /// How to read.
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Build the index anew: what it held before, from these or other paths, is left out; the old one is searched until
    /// the new one is whole.
    #[arg(long)]
    pub rebuild: bool,
    /// Keep the articles of files that are gone.
    #[arg(long)]
    pub keep_missing: bool,
    /// Only say what would be added, changed, renamed and removed.
    #[arg(long, conflicts_with_all = ["watch", "report"])]
    pub dry_run: bool,
    /// Go on when all is read: bring the index up to date again whenever something changes under the paths; Ctrl-C ends
    /// it.
    #[arg(long, conflicts_with = "rebuild")]
    pub watch: bool,
    /// List what was left out of what this run read, by template, tag, page …, the most frequent first.
    #[arg(long)]
    pub report: bool,
    /// Read so many articles at most, with those of these paths that the index holds already.
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Commit what was read every so many seconds; a run that is interrupted goes on from there.
    #[arg(long, value_name = "SECONDS", default_value_t = COMMIT_EVERY)]
    pub commit_every: u64,
}

/// What to push, and how to read it.
#[derive(Debug, Args)]
pub struct PushCommand {
    /// Files and folders.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    /// The form of all inputs [default: told from each].
    #[arg(long, value_enum)]
    pub format: Option<Form>,
    /// How to read.
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Build a new index of these paths alone, which takes the place of the old one at the end.
    #[arg(long)]
    pub swap: bool,
    /// How many requests are in work.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub requests: u8,
    /// How large the body of a request is, in MiB; Quickwit takes less than 10.
    #[arg(long, value_name = "MIB", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=9))]
    pub body_mb: u8,
}

/// In seconds. A commit costs about a second and some merging later; ten minutes are what one may lose.
pub(super) const COMMIT_EVERY: u64 = 600;

/// How sources are read, wherever they may be named.
#[derive(Debug, Args)]
pub struct ReadingOptions {
    /// The title of an article read from plain text [default: its first line, or the file's name].
    #[arg(long)]
    pub title: Option<String>,
    /// Leave out the fields of infoboxes.
    #[arg(long)]
    pub no_infobox: bool,
    /// Stop at the first thing that cannot be read, and leave the index as it was.
    #[arg(long)]
    pub strict: bool,
    /// Memory for the whole process while it indexes, in MiB; unpacking comes on top: 10 a thread for bzip2, up to 128
    /// for zstd.
    #[arg(long, value_name = "MIB", default_value_t = 512)]
    pub memory: u64,
    /// Threads that analyse and write [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
}

/// The readable forms, as the command line spells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Plain text with headings, paragraphs and citation markers.
    Text,
    /// One JSON object a line: _id, title, text, url.
    Jsonl,
    /// A page of a wiki as it is edited.
    Wikitext,
    /// A wiki's page as it is shown, or a saved page of any site.
    Html,
    /// CommonMark with footnotes.
    Markdown,
    /// A MediaWiki XML dump.
    Dump,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Text => Self::Text,
            Form::Jsonl => Self::Jsonl,
            Form::Wikitext => Self::Wikitext,
            Form::Html => Self::Html,
            Form::Markdown => Self::Markdown,
            Form::Dump => Self::Dump,
        }
    }
}

/// A quote to find or to verify.
#[derive(Debug, Args)]
pub struct QuoteCommand {
    /// Its words; `[…]` stands for any words between them.
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    /// Say whether it is quoted right: exact, typography, altered, stitched or absent, and what differs.
    #[arg(long)]
    pub verify: bool,
    /// Only in this article.
    #[arg(long = "in", value_name = "ARTICLE")]
    pub article: Option<String>,
    /// How many to show.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
}

/// What to show.
#[derive(Debug, Args)]
pub struct ShowCommand {
    /// A passage's id or its beginning, a reference's, or an article's.
    pub id: String,
    /// Also show N passages before and after it.
    #[arg(long, short = 'C', value_name = "N", default_value_t = 0)]
    pub context: usize,
}

/// A server.
#[derive(Debug, Args)]
pub struct ServeCommand {
    /// Where to listen; port 0 takes a free one.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "ALINEA_ADDR",
        hide_env_values = true,
        default_value = "127.0.0.1:7878"
    )]
    pub addr: SocketAddr,
    /// Answer everybody, under every name: at an address that others reach, or behind a proxy.
    #[arg(long)]
    pub public: bool,
    /// Answer only those who send the token in this file; ALINEA_TOKEN may hold it too.
    #[arg(long, value_name = "FILE", conflicts_with = "public")]
    pub token_file: Option<PathBuf>,
    /// Let pages of this origin read the API's answers (`https://exemple.org`); may be given several times, `*` is all.
    #[arg(long, value_name = "ORIGIN")]
    pub cors: Vec<String>,
}

/// A check.
#[derive(Debug, Args)]
pub struct CheckCommand {
    /// Build what is damaged anew from the texts that the index stores; sources whose text is lost are read again by the
    /// next `index`.
    #[arg(long)]
    pub repair: bool,
    /// What mending may take.
    #[command(flatten)]
    pub memory: MemoryOptions,
}

/// What may be taken of the machine.
#[derive(Debug, Args)]
pub struct MemoryOptions {
    /// Memory for writing segments anew, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 512)]
    pub memory: u64,
    /// Threads that analyse and write [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
}

/// An evaluation.
#[derive(Debug, Args)]
pub struct EvalCommand {
    /// The questions: BEIR's queries.jsonl, or lines of an id, a tab, a question.
    pub topics: PathBuf,
    /// The judgements: BEIR's TSV, or TREC's qrels.
    pub qrels: PathBuf,
    /// What to measure.
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "MEASURES",
        default_value = "ndcg@10,mrr@10,recall@10,recall@100,success@1"
    )]
    pub measures: Vec<Measure>,
    /// What counts as a document: an article with its best passage, or a passage.
    #[arg(long, value_enum, default_value_t)]
    pub level: LevelArgument,
    /// How many candidates of the first stage are ranked again at most; 0 leaves the second stage out.
    #[arg(long, value_name = "N", default_value_t = CANDIDATES)]
    pub candidates: usize,
    /// Also write the ranking as a TREC run.
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// Compare with the ranking in this TREC run, topic by topic.
    #[arg(long, value_name = "RUN")]
    pub against: Option<PathBuf>,
    /// Draw the differences in the first measure, topic by topic.
    #[arg(long, value_name = "FILE.svg", requires = "against")]
    pub plot: Option<PathBuf>,
    /// Also print the measures of each topic.
    #[arg(long)]
    pub per_topic: bool,
}

/// What counts as a document, as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LevelArgument {
    /// An article, with its best passage.
    #[default]
    Article,
    /// A passage.
    Passage,
}

impl From<LevelArgument> for Level {
    fn from(level: LevelArgument) -> Self {
        match level {
            LevelArgument::Article => Self::Article,
            LevelArgument::Passage => Self::Passage,
        }
    }
}

/// A query that goes on.
#[derive(Debug, Args)]
pub struct SuggestCommand {
    /// What is typed so far.
    #[arg(value_name = "PREFIX", required = true)]
    pub prefix: Vec<String>,
    /// How many of each kind to show.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 5)]
    pub limit: usize,
}

/// What to analyse.
#[derive(Debug, Args)]
pub struct AnalyzeCommand {
    /// The text; without it, standard input.
    pub text: Vec<String>,
}

/// Which shell.
#[derive(Debug, Args)]
pub struct CompletionsCommand {
    /// The shell.
    pub shell: clap_complete::Shell,
}

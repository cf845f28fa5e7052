//! The command line: every command, flag and example.

use std::path::PathBuf;

use clap::builder::Styles;
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use crate::document::Format;
use crate::eval::Measure;
use crate::search::{CANDIDATES, ExportFormat, Kind, Level, Sort};

const EXAMPLES: &str = "\
Examples:
  alinea index articles/                       index a folder, or bring its index up to date
  alinea search rescapes du camp               passages with any of the words, accents or not
  alinea search '« union nationale »'          passages with the phrase
  alinea search --corpus articles/ rescapes    bring the index up to date first, then search
  alinea cite 4 --in attaque-d-indelimane      who cites [4], for which claim, from which source
  alinea cite --source lemonde.fr              passages that rest on a source, in any article
  alinea quote --verify 'dix rescapés'         whether a text stands there as it is quoted
  alinea show k3f9xq2m -C 1                    a passage with its neighbours
  alinea search --json rescapes | jq .text     one JSON object a line

Exit status: 0 found, 1 nothing found, 2 error.";

/// French full-text search that answers with passages and the sources behind them.
#[derive(Debug, Parser)]
#[command(name = "alinea", version, after_help = EXAMPLES, max_term_width = 100, styles = Styles::plain())]
pub struct Arguments {
    /// The index's folder.
    #[arg(long, global = true, env = "ALINEA_INDEX", default_value = "index", value_name = "DIR")]
    pub index: PathBuf,
    /// Print one JSON object a line; errors too, on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colour; `auto` also heeds NO_COLOR and TERM=dumb.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Print no progress and no summary on standard error.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the index up to date with files and folders.
    Index(IndexCommand),
    /// Find passages, best first.
    Search(SearchCommand),
    /// Find the passages that cite a source, the sources of a passage, and what has none.
    Cite(CiteCommand),
    /// Find quotes, or verify one word by word.
    Quote(QuoteCommand),
    /// Show a passage by its id, or a whole article by its own.
    Show(ShowCommand),
    /// Complete the beginning of a query: words, titles, sources.
    Suggest(SuggestCommand),
    /// Say what the index holds.
    Stats,
    /// Measure the ranking against human judgements.
    Eval(EvalCommand),
    /// Show how a text becomes terms, word by word.
    Analyze(AnalyzeCommand),
    /// Print a completion script for a shell.
    Completions(CompletionsCommand),
    /// Print the manual page (roff).
    Man,
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
    #[command(flatten)]
    /// How to read.
    pub reading: ReadingOptions,
    /// Build the index anew: what it held before, from these or other paths, is left out.
    #[arg(long)]
    pub rebuild: bool,
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

/// In seconds. A commit costs about a second and some merging later; ten minutes are what one may lose.
pub(super) const COMMIT_EVERY: u64 = 600;

/// How sources are read, wherever they may be named.
#[derive(Debug, Args)]
pub struct ReadingOptions {
    /// The form of all inputs [default: told from each].
    #[arg(long, value_enum)]
    pub format: Option<Form>,
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

/// A search.
#[derive(Debug, Args)]
pub struct SearchCommand {
    /// Words, "phrases", +must, -not, ET, OU, SAUF, prefix*, =form, titre:…; `*` for every passage. See docs/query.md.
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// How many to show.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How many of the best to pass over first.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Only in this article: its id, its title, or the beginning of its id.
    #[arg(long = "in", value_name = "ARTICLE")]
    pub article: Option<String>,
    /// Only under a heading with these words.
    #[arg(long, value_name = "HEADING")]
    pub section: Option<String>,
    /// What to search.
    #[arg(long, value_enum, default_value_t)]
    pub kind: KindArgument,
    /// Only passages with a citation marker.
    #[arg(long, conflicts_with = "uncited")]
    pub cited: bool,
    /// Only passages without one.
    #[arg(long)]
    pub uncited: bool,
    /// Only passages that cite this source, or references of it: a domain, a name, an ISBN, a DOI, or years.
    #[arg(long, value_name = "SOURCE")]
    pub cites: Option<String>,
    /// Only passages that cite a source from this year on.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999))]
    pub since: Option<u16>,
    /// Only passages that cite a source up to this year.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999))]
    pub until: Option<u16>,
    /// Only passages with all the words, where several stand side by side.
    #[arg(long)]
    pub all_words: bool,
    /// Search words that no passage has as they are, instead of what they may be misspellings of.
    #[arg(long)]
    pub exact_words: bool,
    /// Say what each score is made of.
    #[arg(long)]
    pub explain: bool,
    /// First bring the index up to date with this file or folder; may be given several times.
    #[arg(long, value_name = "PATH")]
    pub corpus: Vec<String>,
    /// Show passages whole, not the part that matches best.
    #[arg(long)]
    pub full: bool,
    /// How to read the corpus.
    #[command(flatten, next_help_heading = "With --corpus")]
    pub reading: ReadingOptions,
}

/// What to search, as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum KindArgument {
    /// Units of text.
    #[default]
    Passage,
    /// Bibliographic entries.
    Reference,
}

impl From<KindArgument> for Kind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::Passage => Self::Passage,
            KindArgument::Reference => Self::Reference,
        }
    }
}

/// A citation lookup.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("asked").multiple(false))]
pub struct CiteCommand {
    /// The label as it stands in brackets: 4, "note 2".
    #[arg(group = "asked", required_unless_present_any = ["asked", "export"])]
    pub label: Option<String>,
    /// Passages that rest on a source: a domain, a name, an ISBN, a DOI, or years (2019-2020).
    #[arg(long, value_name = "SOURCE", group = "asked")]
    pub source: Option<String>,
    /// Sources of a passage, by its id.
    #[arg(long = "for", value_name = "ID", group = "asked")]
    pub of: Option<String>,
    /// Passages that say this, and what they cite.
    #[arg(long, value_name = "TEXT", group = "asked")]
    pub claim: Option<String>,
    /// List every label with its uses and its source.
    #[arg(long, group = "asked")]
    pub list: bool,
    /// Passages without a marker, and those for which an editor wants a source; counts for each article.
    #[arg(long, group = "asked")]
    pub unsourced: bool,
    /// Sources that are cited beside a label.
    #[arg(long, value_name = "LABEL", group = "asked")]
    pub together: Option<String>,
    /// Gaps, duplicates, entries never cited, labels without an entry, addresses dead or missing by their form.
    #[arg(long, group = "asked")]
    pub check: bool,
    /// Only in this article.
    #[arg(long = "in", value_name = "ARTICLE")]
    pub article: Option<String>,
    /// In every article that has the label.
    #[arg(long, conflicts_with = "article")]
    pub all: bool,
    /// In which order to list.
    #[arg(long, value_enum, default_value_t)]
    pub sort: SortArgument,
    /// Only passages of so many words, with --unsourced.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub min_words: usize,
    /// Only references from this year on, with --source or --export.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999))]
    pub since: Option<u16>,
    /// Only references up to this year, with --source or --export.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999))]
    pub until: Option<u16>,
    /// How many passages to show [default: all; 5 with --claim].
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Write the sources as bibtex, csl-json or ris: all, or those of --source, --for, --together.
    #[arg(long, value_name = "FORM", conflicts_with_all = ["label", "claim", "unsourced", "check"])]
    pub export: Option<ExportFormat>,
}

/// In which order sources are listed, as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SortArgument {
    /// Article by article, as people count.
    #[default]
    Label,
    /// The most used first.
    Uses,
    /// By the domain of their address.
    Domain,
    /// The oldest first.
    Date,
}

impl From<SortArgument> for Sort {
    fn from(sort: SortArgument) -> Self {
        match sort {
            SortArgument::Label => Self::Label,
            SortArgument::Uses => Self::Uses,
            SortArgument::Domain => Self::Domain,
            SortArgument::Date => Self::Date,
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

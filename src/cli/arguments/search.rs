//! `search` on the command line.

use clap::{Args, ValueEnum};

use super::{Form, ReadingOptions};
use crate::search::{Facet, Kind, Order};

/// A search.
#[derive(Debug, Args)]
pub struct SearchCommand {
    /// Words, "phrases", +must, -not, ET, OU, SAUF, prefix*, =form, titre:…; `*` for every passage. See docs/query.md.
    /// Without any, on a terminal: a prompt.
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// How many to show [default: 10].
    #[arg(
        long,
        short = 'n',
        value_name = "N",
        env = "ALINEA_LIMIT",
        hide_env_values = true,
        help_heading = "Results"
    )]
    pub limit: Option<usize>,
    /// How many of the first to pass over.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Results")]
    pub offset: usize,
    /// In which order.
    #[arg(long, value_enum, default_value_t, help_heading = "Results")]
    pub sort: OrderArgument,
    /// Show the passages of one article together, where its first stands.
    #[arg(long, help_heading = "Results")]
    pub group: bool,
    /// How many passages of one article at most [default: all].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Results")]
    pub per_article: Option<u32>,
    /// Also show N passages before and after each.
    #[arg(long, short = 'C', value_name = "N", default_value_t = 0, help_heading = "Results")]
    pub context: usize,
    /// Show passages whole, not the part that matches best.
    #[arg(long, help_heading = "Results")]
    pub full: bool,
    /// Also count all that matches by these.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FACETS", help_heading = "Results")]
    pub facets: Vec<FacetArgument>,
    /// Say what each score is made of.
    #[arg(long, help_heading = "Results")]
    pub explain: bool,
    /// In which form [default: text].
    #[arg(long, value_enum, conflicts_with = "json", help_heading = "Results")]
    pub format: Option<ResultFormat>,
    /// Print only how many passages match.
    #[arg(long, conflicts_with_all = ["format", "ids", "facets"], help_heading = "Results")]
    pub count: bool,
    /// Print only ids, one a line.
    #[arg(long, conflicts_with_all = ["format", "json", "facets"], help_heading = "Results")]
    pub ids: bool,
    /// End each id with a NUL byte, for `xargs -0`.
    #[arg(long = "null", short = '0', requires = "ids", help_heading = "Results")]
    pub null: bool,

    /// Only in this article: its id, its title, or the beginning of its id.
    #[arg(long = "in", value_name = "ARTICLE", help_heading = "Narrow the search")]
    pub article: Option<String>,
    /// Only under a heading with these words.
    #[arg(long, value_name = "HEADING", help_heading = "Narrow the search")]
    pub section: Option<String>,
    /// What to search.
    #[arg(long, value_enum, default_value_t, help_heading = "Narrow the search")]
    pub kind: KindArgument,
    /// Only passages with a citation marker.
    #[arg(long, conflicts_with = "uncited", help_heading = "Narrow the search")]
    pub cited: bool,
    /// Only passages without one.
    #[arg(long, help_heading = "Narrow the search")]
    pub uncited: bool,
    /// Only passages that cite this source, or references of it: a domain, a name, an ISBN, a DOI, or years.
    #[arg(long, value_name = "SOURCE", help_heading = "Narrow the search")]
    pub cites: Option<String>,
    /// Only passages that cite a source from this year on.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999), help_heading = "Narrow the search")]
    pub since: Option<u16>,
    /// Only passages that cite a source up to this year.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999), help_heading = "Narrow the search")]
    pub until: Option<u16>,
    /// Only passages with all the words, where several stand side by side.
    #[arg(long, help_heading = "Narrow the search")]
    pub all_words: bool,
    /// Search words that no passage has as they are, instead of what they may be misspellings of.
    #[arg(long, help_heading = "Narrow the search")]
    pub exact_words: bool,

    /// First bring the index up to date with this file or folder; may be given several times.
    #[arg(long, value_name = "PATH", help_heading = "With --corpus")]
    pub corpus: Vec<String>,
    /// The form of the corpus [default: told from each file].
    #[arg(long, value_enum, value_name = "FORM", help_heading = "With --corpus")]
    pub read_as: Option<Form>,
    /// How to read the corpus.
    #[command(flatten, next_help_heading = "With --corpus")]
    pub reading: ReadingOptions,
}

/// In which form results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ResultFormat {
    /// For people.
    #[default]
    Text,
    /// One object a line, as --json.
    Json,
    /// A table with a header (RFC 4180).
    Csv,
    /// A run for trec_eval: articles, each with its best passage's score.
    Trec,
    /// Quoted passages, words in bold, sources below.
    Markdown,
}

/// In which order, as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OrderArgument {
    /// The best first.
    #[default]
    Score,
    /// As the sources stand in their folders and the passages in their sources.
    Document,
    /// Those first that cite the newest source.
    Date,
}

impl From<OrderArgument> for Order {
    fn from(order: OrderArgument) -> Self {
        match order {
            OrderArgument::Score => Self::Score,
            OrderArgument::Document => Self::Document,
            OrderArgument::Date => Self::Date,
        }
    }
}

/// By what to count, as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FacetArgument {
    /// The outermost heading.
    Section,
    /// The article.
    Article,
    /// What is cited, by domain or name.
    Source,
    /// The year of what is cited.
    Year,
}

impl From<FacetArgument> for Facet {
    fn from(facet: FacetArgument) -> Self {
        match facet {
            FacetArgument::Section => Self::Section,
            FacetArgument::Article => Self::Article,
            FacetArgument::Source => Self::Source,
            FacetArgument::Year => Self::Year,
        }
    }
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

//! `cite` on the command line.

use clap::{Args, ValueEnum};

use crate::search::{ExportFormat, Sort};

/// What is asked of citations without regard to years.
const UNDATED: [&str; 7] = ["label", "of", "claim", "list", "unsourced", "together", "check"];

/// What is asked that has an order of its own.
const UNLISTED: [&str; 7] = ["label", "source", "of", "claim", "unsourced", "together", "check"];
/// What is asked of passages of any length.
const SOURCED: [&str; 7] = ["label", "source", "of", "claim", "list", "together", "check"];

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
    /// In which order to list, with --list.
    #[arg(long, value_enum, default_value_t, conflicts_with_all = UNLISTED)]
    pub sort: SortArgument,
    /// Only passages of so many words, with --unsourced.
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with_all = SOURCED)]
    pub min_words: usize,
    /// Only references from this year on, with --source or --export.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999), conflicts_with_all = UNDATED)]
    pub since: Option<u16>,
    /// Only references up to this year, with --source or --export.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1000..=2999), conflicts_with_all = UNDATED)]
    pub until: Option<u16>,
    /// How many to show [default: all; 5 with --claim].
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

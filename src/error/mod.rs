//! Everything that can go wrong, with the values that explain it.

mod cluster;
mod fault;
mod flaw;
mod holder;
mod notice;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Serialize;

pub use cluster::ClusterFault;
pub use fault::Fault;
pub use flaw::{Flaw, JsonKind};
pub use holder::Holder;
pub use notice::{Notice, Oddity};

/// What the library's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where an error is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Location {
    /// The file, as it was named.
    pub path: Option<String>,
    /// From 1.
    pub line: Option<u64>,
    /// From 0, in the file or in the query.
    pub byte: Option<u64>,
}

/// How many candidates a hint names.
const NAMED: usize = 20;

/// A failure: which value, where, and (by [`Error::hint`]) what mends it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index in that folder.
    #[error("no index at {}", path.display())]
    IndexMissing {
        /// The folder that was looked into.
        path: PathBuf,
    },
    /// The first build of the index has not committed yet, or was interrupted before it did.
    #[error("the index at {} is not finished: its first build was interrupted or is still running", path.display())]
    IndexUnfinished {
        /// The index.
        path: PathBuf,
    },
    /// The index was built by another version of the program.
    #[error("the index at {} was built with {found}; this program reads {expected}", path.display())]
    IndexVersion {
        /// The index.
        path: PathBuf,
        /// Schema and analyzer that the index records.
        found: String,
        /// Schema and analyzer of this program.
        expected: String,
    },
    /// A file of the index does not hold what it should.
    #[error("the index at {} is damaged: {reason}", path.display())]
    IndexDamaged {
        /// The index.
        path: PathBuf,
        /// Which file, and what is wrong with it.
        reason: String,
    },
    /// Another process is writing to the index.
    #[error("the index at {} is being written by another process{}", path.display(), said(holder.as_ref()))]
    IndexLocked {
        /// The index.
        path: PathBuf,
        /// Which process that is, where it is known.
        holder: Option<Holder>,
    },
    /// The folder for a new index holds something else.
    #[error("{} holds files that are no index of this program ({found})", path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
        /// One of the files.
        found: String,
    },
    /// A file or folder could not be read or written.
    #[error("{}: {reason}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// A folder holds nothing that a reader takes.
    #[error("{}: no article in this folder ({skipped} files of other forms skipped)", path.display())]
    NoArticle {
        /// The folder.
        path: PathBuf,
        /// Files that were passed over.
        skipped: u64,
    },
    /// A file named on the command line has a form without a reader.
    #[error("{path}: no reader for this form of file")]
    UnknownFormat {
        /// The file.
        path: String,
    },
    /// Bytes that are not the encoding that the file is in.
    #[error("{path}: invalid {encoding} at byte {byte} (line {line})")]
    InvalidEncoding {
        /// The file.
        path: String,
        /// `UTF-8` or `UTF-16`.
        encoding: &'static str,
        /// The first byte that is wrong, from 0.
        byte: u64,
        /// Its line, from 1.
        line: u64,
    },
    /// A row of a JSONL file that is no article.
    #[error("{path}:{line}: {reason}")]
    BadRow {
        /// The file.
        path: String,
        /// From 1.
        line: u64,
        /// The row's first byte in the file.
        byte: u64,
        /// What is wrong with the row.
        reason: Flaw,
    },
    /// A packed file that does not unpack; what stood before that place was read.
    #[error("{path}: cannot be unpacked from byte {byte} on ({packing}): {reason}")]
    BadArchive {
        /// The file.
        path: String,
        /// `bzip2`, `gzip` or `zstd`.
        packing: &'static str,
        /// From 0, in the packed file.
        byte: u64,
        /// What is wrong there.
        reason: Flaw,
    },
    /// A dump that cannot be read on; the pages before that place were read.
    #[error("{path}: the dump cannot be read from byte {byte} on: {reason}")]
    BadDump {
        /// The file.
        path: String,
        /// From 0; of a packed dump, in what it unpacks to.
        byte: u64,
        /// What is wrong there.
        reason: Flaw,
    },
    /// A page of a dump that is no article.
    #[error("{path}: « {title} » (byte {byte}): {reason}")]
    BadPage {
        /// The file.
        path: String,
        /// The page's title; empty where it has none.
        title: String,
        /// The page's first byte, as in [`BadDump`](Self::BadDump).
        byte: u64,
        /// What is wrong with the page.
        reason: Flaw,
    },
    /// A topics, qrels or run file that does not parse.
    #[error("{path}:{line}: {reason}")]
    BadJudgement {
        /// The file.
        path: String,
        /// From 1.
        line: u64,
        /// What is wrong with the line.
        reason: Flaw,
    },
    /// An id, or the beginning of one, that fits several passages.
    #[error("the id «{id}» fits {} passages", candidates.len())]
    AmbiguousId {
        /// As typed.
        id: String,
        /// Full ids that it fits, at most twenty.
        candidates: Vec<String>,
    },
    /// A label that several articles have.
    #[error("the label [{label}] occurs in {} articles", articles.len())]
    AmbiguousLabel {
        /// As typed.
        label: String,
        /// Their ids.
        articles: Vec<String>,
    },
    /// An article that the index does not hold.
    #[error("no article «{name}» in the index")]
    UnknownArticle {
        /// As typed.
        name: String,
        /// Ids that are near it.
        near: Vec<String>,
    },
    /// The beginning of several articles' ids.
    #[error("«{name}» fits {} articles", candidates.len())]
    AmbiguousArticle {
        /// As typed.
        name: String,
        /// Their ids, at most twenty.
        candidates: Vec<String>,
    },
    /// An id that no passage and no article has.
    #[error("no passage and no article «{id}» in the index")]
    UnknownId {
        /// As typed.
        id: String,
        /// Ids that are near it.
        near: Vec<String>,
    },
    /// A file of settings that says something else.
    #[error("{path}:{line}: {reason}")]
    BadSettings {
        /// The file.
        path: String,
        /// From 1.
        line: u64,
        /// From 0.
        byte: u64,
        /// What is wrong there.
        reason: Flaw,
    },
    /// A source that is written like a number or a range of years and is none.
    #[error("«{value}» is no source: {reason}")]
    BadSource {
        /// As typed.
        value: String,
        /// What is wrong with it.
        reason: Fault,
    },
    /// A form of bibliography that is not written.
    #[error("«{name}» is no form of bibliography")]
    UnknownExport {
        /// As typed.
        name: String,
    },
    /// A text to verify that has no letter and no digit.
    #[error("«{text}» has no words to find")]
    NoWords {
        /// As typed.
        text: String,
    },
    /// Whoever asked has gone, so that the answer was not worked out.
    #[error("nobody waits for the answer any more")]
    NobodyWaits,
    /// The memory that was granted is less than the work needs.
    #[error("--memory {given} MiB is too little; the least is {least}")]
    TooLittleMemory {
        /// As asked, in MiB.
        given: u64,
        /// In MiB.
        least: u64,
    },
    /// A cluster did not do what it was asked.
    #[error("{url}: {call}: {reason}")]
    Cluster {
        /// The address that was asked, or all of them.
        url: String,
        /// The call: method and path.
        call: String,
        /// Why.
        reason: ClusterFault,
    },
    /// An address that other machines reach, with no word on who may ask there.
    #[error("{address} is reached from other machines, and it was not said who may ask")]
    OpenToOthers {
        /// The address.
        address: SocketAddr,
    },
    /// An address that cannot be listened at.
    #[error("cannot listen at {address}: {reason}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        reason: io::Error,
    },
    /// A token that can be guessed, or that no header can carry.
    #[error("{origin}: a token has {least} visible ASCII characters or more")]
    WeakToken {
        /// Where it was taken from.
        origin: String,
        /// The fewest characters.
        least: usize,
    },
    /// The search library failed in a way that is none of the above.
    #[error("the index at {}: {reason}", path.display())]
    Engine {
        /// The index.
        path: PathBuf,
        /// What it said.
        reason: Box<tantivy::TantivyError>,
    },
}

/// What is there, as it is written in a sentence.
fn said(holder: Option<&Holder>) -> String {
    holder.map(Holder::to_string).unwrap_or_default()
}

impl Error {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::IndexMissing { .. } => "index_missing",
            Self::IndexUnfinished { .. } => "index_unfinished",
            Self::IndexVersion { .. } => "index_version",
            Self::IndexDamaged { .. } => "index_damaged",
            Self::IndexLocked { .. } => "index_locked",
            Self::NotAnIndex { .. } => "not_an_index",
            Self::Io { .. } => "io",
            Self::NoArticle { .. } => "no_article",
            Self::UnknownFormat { .. } => "unknown_format",
            Self::InvalidEncoding { .. } => "invalid_encoding",
            Self::BadRow { .. } => "bad_row",
            Self::BadArchive { .. } => "bad_archive",
            Self::BadDump { .. } => "bad_dump",
            Self::BadPage { .. } => "bad_page",
            Self::BadJudgement { .. } => "bad_judgement",
            Self::AmbiguousId { .. } => "ambiguous_id",
            Self::AmbiguousLabel { .. } => "ambiguous_label",
            Self::UnknownArticle { .. } => "unknown_article",
            Self::AmbiguousArticle { .. } => "ambiguous_article",
            Self::UnknownId { .. } => "unknown_id",
            Self::BadSettings { .. } => "bad_settings",
            Self::BadSource { .. } => "bad_source",
            Self::UnknownExport { .. } => "unknown_export",
            Self::NoWords { .. } => "no_words",
            Self::NobodyWaits => "nobody_waits",
            Self::TooLittleMemory { .. } => "too_little_memory",
            Self::OpenToOthers { .. } => "open_to_others",
            Self::Listen { .. } => "listen",
            Self::WeakToken { .. } => "weak_token",
            Self::Cluster { .. } => "cluster",
            Self::Engine { .. } => "engine",
        }
    }

    /// The command or the act that mends it, where there is one.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::IndexMissing { path } => format!("build it: alinea index --index {} PATH…", path.display()),
            Self::IndexUnfinished { path } => {
                format!("wait for it, or build it: alinea index --index {} PATH…", path.display())
            }
            Self::IndexVersion { path, .. } => {
                format!("rebuild it: alinea index --rebuild --index {} PATH…", path.display())
            }
            Self::IndexDamaged { path, .. } => {
                let path = path.display();
                format!(
                    "mend it: alinea check --repair --index {path}, or: alinea index --rebuild --index {path} PATH…"
                )
            }
            Self::IndexLocked { .. } => {
                "wait for the other process to end, or name another --index".to_owned()
            }
            Self::NotAnIndex { .. } => "name an empty or new folder with --index".to_owned(),
            Self::NoArticle { .. } => {
                "name files, or a folder that holds .txt, .jsonl, .wikitext, .html, .md or .xml \
                                       files, packed (.bz2, .gz, .zst) or not"
                    .to_owned()
            }
            Self::UnknownFormat { .. } => {
                "say what it is: --format text, jsonl, wikitext, html, markdown or dump".to_owned()
            }
            Self::BadArchive { path, .. } | Self::BadDump { path, .. } => {
                format!(
                    "what was read before it is in the index; mend or fetch the file again, then: alinea index '{path}'"
                )
            }
            Self::InvalidEncoding { path, encoding: "UTF-8", .. } => {
                format!(
                    "convert it: iconv -f WINDOWS-1252 -t UTF-8 '{path}' > '{path}.utf8' (or its real encoding)"
                )
            }
            Self::AmbiguousId { candidates, .. } | Self::AmbiguousArticle { candidates, .. } => {
                format!("one of: {}", candidates.join(" "))
            }
            Self::AmbiguousLabel { articles, .. } => {
                let named = articles.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(" ");
                let more = if articles.len() > NAMED { " …" } else { "" };
                format!("name one with --in, or ask for all with --all: {named}{more}")
            }
            Self::BadSettings { .. } => {
                "what may stand there: index, engine, index_name, engine_timeout, allow_partial, engine_credentials, lang, color, pager, limit, quiet, verbose, progress".to_owned()
            }
            Self::BadSource { .. } => {
                "a domain (lemonde.fr), a name (\"Le Monde\"), an ISBN, a DOI, or years (2019-2020)"
                    .to_owned()
            }
            Self::UnknownExport { .. } => "one of: bibtex csl-json ris".to_owned(),
            Self::OpenToOthers { .. } => {
                "ask for a token (--token-file FILE, or ALINEA_TOKEN), or say --public".to_owned()
            }
            Self::Listen { .. } => "name another address or port with --addr".to_owned(),
            Self::WeakToken { .. } => "make one: openssl rand -hex 16".to_owned(),
            Self::UnknownArticle { near, .. } | Self::UnknownId { near, .. } if !near.is_empty() => {
                format!("near it: {}", near.join(" "))
            }
            Self::Cluster { reason, .. } => reason.hint()?.to_owned(),
            _ => return None,
        })
    }

    /// Where it is, as far as it is in a file.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        let at = |path: &str, line: Option<u64>, byte: Option<u64>| Location {
            path: Some(path.to_owned()),
            line,
            byte,
        };
        Some(match self {
            Self::InvalidEncoding { path, byte, line, .. } => at(path, Some(*line), Some(*byte)),
            Self::BadRow { path, line, byte, .. } | Self::BadSettings { path, line, byte, .. } => {
                at(path, Some(*line), Some(*byte))
            }
            Self::BadArchive { path, byte, .. }
            | Self::BadDump { path, byte, .. }
            | Self::BadPage { path, byte, .. } => at(path, None, Some(*byte)),
            Self::BadJudgement { path, line, .. } => at(path, Some(*line), None),
            Self::UnknownFormat { path } => at(path, None, None),
            Self::Io { path, .. }
            | Self::NoArticle { path, .. }
            | Self::IndexMissing { path }
            | Self::IndexUnfinished { path }
            | Self::IndexVersion { path, .. }
            | Self::IndexDamaged { path, .. }
            | Self::IndexLocked { path, .. }
            | Self::NotAnIndex { path, .. }
            | Self::Engine { path, .. } => at(&path.display().to_string(), None, None),
            _ => return None,
        })
    }
}

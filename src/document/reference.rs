//! A bibliographic entry.

use serde::{Deserialize, Serialize};

/// What a citation marker resolves to. Only what the source says: a field that it does not give is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reference {
    /// The label of the markers that point here, in written form.
    pub label: String,
    /// The entry as a reader of the page sees it, NFC, without its label.
    pub raw: String,
    /// In the order given.
    pub authors: Vec<String>,
    /// Of the work.
    pub title: Option<String>,
    /// The journal, newspaper, site or book that holds the work.
    pub container: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// `2019-11-02`, `2019-11` or `2019`; only a date that was understood.
    pub date: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Where a copy of that page is kept.
    pub archive_url: Option<String>,
    /// As written, hyphens kept.
    pub isbn: Option<String>,
    /// Without the resolver's address.
    pub doi: Option<String>,
    /// As written: `12`, `p. 12-14`.
    pub pages: Option<String>,
    /// A language code, where the entry gives one.
    pub language: Option<String>,
}

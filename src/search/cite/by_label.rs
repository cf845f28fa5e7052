//! Who cites a label.

use super::markers_of;
use crate::document::label_key;
use crate::error::{Error, Result};
use crate::index::cites_term;
use crate::search::hit::Hit;
use crate::search::local::Local;
use crate::search::resolve;

/// Which uses of a label are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CiteRequest {
    /// As typed, without brackets; case and spaces do not matter.
    pub label: String,
    /// Only in this article; see [`SearchRequest`](crate::search::SearchRequest).
    pub article: Option<String>,
    /// In all articles that have the label, where that is several.
    pub all: bool,
}

impl Local {
    /// The passages that cite a label, in document order, with the marker highlighted; none where nothing does.
    ///
    /// # Errors
    /// `AmbiguousLabel` where several articles have the label and none was named; `UnknownArticle`,
    /// `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn cite(&self, request: &CiteRequest) -> Result<Vec<Hit>> {
        let key = label_key(&request.label);
        let mut citing = Vec::new();
        for term in self.citing_terms(request)? {
            citing.extend(self.reader.documents(self.reader.fields().cites, &term)?);
        }
        self.hits_in_order(citing, usize::MAX, |hit| markers_of(hit, |c| label_key(&c.label) == key))
    }

    /// The terms under which the passages are found that cite the label of `request`: one an article.
    pub(super) fn citing_terms(&self, request: &CiteRequest) -> Result<Vec<String>> {
        if let Some(name) = &request.article {
            return Ok(vec![cites_term(&resolve::article(&self.reader, name)?, &request.label)]);
        }
        let beginning = cites_term("", &request.label);
        let terms = self.reader.terms_from(self.reader.fields().cites, &beginning, usize::MAX)?;
        if terms.len() > 1 && !request.all {
            let articles = terms.iter().filter_map(|term| term.strip_prefix(&beginning)).map(str::to_owned);
            let articles = articles.collect();
            return Err(Error::AmbiguousLabel { label: request.label.clone(), articles });
        }
        Ok(terms)
    }
}

//! What a passage rests on.

use std::collections::HashSet;

use super::list::LabelUses;
use crate::document::label_key;
use crate::error::Result;
use crate::index::{cites_term, label_term};
use crate::search::Hit;
use crate::search::local::Local;

/// A passage with its sources.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageSources {
    /// The passage.
    pub hit: Hit,
    /// Its labels, each once, in the order in which it cites them; with their uses in all of its article.
    pub sources: Vec<LabelUses>,
}

impl Local {
    /// The sources of the passage that `id` names, which may be the beginning of an id.
    ///
    /// # Errors
    /// `UnknownId`, also where `id` names an article or a reference; `AmbiguousId`; `IndexDamaged`, `Io`.
    pub fn sources_of(&self, id: &str) -> Result<PassageSources> {
        let hit = self.passage(id)?;
        let article = hit.article.id.as_str();
        let fields = self.reader.fields();
        let mut seen = HashSet::new();
        let mut sources = Vec::new();
        for citation in hit.citations.iter().filter(|citation| seen.insert(label_key(&citation.label))) {
            let mut documents = self.reader.documents(fields.cites, &cites_term(article, &citation.label))?;
            documents.extend(self.reader.documents(fields.label, &label_term(article, &citation.label))?);
            let labels = self.labels_among(documents)?;
            sources.extend(
                labels.into_iter().find(|label| label_key(&label.label) == label_key(&citation.label)),
            );
        }
        Ok(PassageSources { hit, sources })
    }
}

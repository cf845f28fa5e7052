//! What a passage rests on.

use std::collections::{HashSet, VecDeque};

use super::list::LabelUses;
use crate::document::label_key;
use crate::error::Result;
use crate::index::{cites_term, label_term, note_markers};
use crate::search::Hit;
use crate::search::local::Local;
use schemars::JsonSchema;
use serde::Serialize;

/// A passage with its sources.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PassageSources {
    /// The passage.
    pub hit: Hit,
    /// Its labels, each once, in the order in which it cites them, then those that its notes cite; with their uses in all
    /// of its article.
    pub sources: Vec<LabelUses>,
}

impl Local {
    /// The sources of the passage that `id` names, which may be the beginning of an id: those that it cites, those that
    /// a note cites which it points to, and so on.
    ///
    /// # Errors
    /// `UnknownId`, also where `id` names an article or a reference; `AmbiguousId`; `IndexDamaged`, `Io`.
    pub fn sources_of(&self, id: &str) -> Result<PassageSources> {
        let hit = self.passage(id)?;
        let mut seen = HashSet::new();
        let mut sources = Vec::new();
        let mut cited: VecDeque<String> = hit.citations.iter().map(|cited| cited.label.clone()).collect();
        while let Some(label) = cited.pop_front() {
            if !seen.insert(label_key(&label)) {
                continue;
            }
            if let Some(source) = self.label_of(&hit.article.id, &label)? {
                let of_note = source.reference.iter().flat_map(note_markers);
                cited.extend(of_note.flat_map(|marker| marker.labels));
                sources.push(source);
            }
        }
        Ok(PassageSources { hit, sources })
    }

    /// A label of an article with all its uses; none where nothing has it.
    fn label_of(&self, article: &str, label: &str) -> Result<Option<LabelUses>> {
        let fields = self.reader.fields();
        let mut documents = self.reader.documents(fields.cites, &cites_term(article, label))?;
        documents.extend(self.reader.documents(fields.label, &label_term(article, label))?);
        let labels = self.labels_among(documents)?;
        Ok(labels.into_iter().find(|known| label_key(&known.label) == label_key(label)))
    }
}

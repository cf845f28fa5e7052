//! The articles of a source as the index holds them, to be indexed again without reading the source.

use std::collections::BTreeSet;

use crate::document::Article;
use crate::error::Result;
use crate::index;
use crate::index::{Reader, Record};

/// The articles of a source, one after the other. Memory: their ids, and the article at hand.
///
/// # Errors
/// `IndexDamaged`, `Io`; so for each article.
pub(super) fn articles_of<'a>(
    reader: &'a Reader,
    source: &str,
) -> Result<impl Iterator<Item = Result<Article>> + use<'a>> {
    let mut ids = BTreeSet::new();
    for address in reader.documents(reader.fields().source, source)? {
        ids.insert(reader.record(address)?.into_head().id);
    }
    Ok(ids.into_iter().filter_map(|id| article(reader, &id).transpose()))
}

/// An article of the index.
fn article(reader: &Reader, id: &str) -> Result<Option<Article>> {
    let documents = reader.documents(reader.fields().article, id)?;
    let records: Result<Vec<Record>> = documents.into_iter().map(|address| reader.record(address)).collect();
    Ok(index::article(records?))
}

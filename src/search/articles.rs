//! What there is: the articles of the index, by their titles.

use schemars::JsonSchema;
use serde::Serialize;

use super::hit::{ArticleName, HitSource};
use super::local::Local;
use crate::document::slug;
use crate::error::Result;

/// An article and how much of it there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ArticleSummary {
    /// Which.
    #[serde(flatten)]
    pub article: ArticleName,
    /// Its passages.
    pub passages: usize,
    /// Entries of its lists of references.
    pub references: usize,
    /// Where it was read; its bytes are those of its passages and references.
    pub source: HitSource,
}

/// Some articles of all there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ArticleList {
    /// In alphabetical order of their titles, without accents.
    pub articles: Vec<ArticleSummary>,
    /// How many there are in all.
    pub total: usize,
}

impl Local {
    /// The articles whose titles hold `title`, in any case, with or without accents and signs; all for an empty one.
    /// `limit` of them after the first `offset`.
    ///
    /// Cost: a look at each title; the articles that are answered are counted, a visit to each of their documents.
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`.
    pub fn articles(&self, title: &str, offset: usize, limit: usize) -> Result<ArticleList> {
        let wanted = if title.contains(char::is_alphanumeric) { slug(title) } else { String::new() };
        let mut found = self.reader.titles()?;
        found.retain(|(title, _)| title.contains(&wanted));
        let page = found.iter().skip(offset).take(limit);
        let articles = page.map(|(_, id)| self.summary(id)).collect::<Result<Vec<_>>>()?;
        Ok(ArticleList { articles: articles.into_iter().flatten().collect(), total: found.len() })
    }

    /// None where the article is gone since it was found, which an open index cannot show.
    fn summary(&self, id: &str) -> Result<Option<ArticleSummary>> {
        let documents = self.reader.documents(self.reader.fields().article, id)?;
        let Some(first) = documents.first() else { return Ok(None) };
        let head = self.record(*first)?.into_head();
        let source = HitSource::new(&head);
        let mut references = 0;
        for address in &documents {
            references += usize::from(self.reader.is_reference(*address)?);
        }
        let passages = documents.len() - references;
        Ok(Some(ArticleSummary { article: ArticleName::new(head), passages, references, source }))
    }
}

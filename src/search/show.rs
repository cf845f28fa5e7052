//! A passage by its id, with what stands around it.

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::DocAddress;

use super::hit::{Hit, References, reference_id};
use super::local::Local;
use super::order::sorted;
use super::resolve;
use crate::document::passage_id;
use crate::error::{Error, Result};
use crate::index::{Record, label_term};

/// What an id names.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Context {
    /// In document order.
    pub hits: Vec<Hit>,
    /// Which of them was asked for; `None` when that is the whole article.
    pub target: Option<usize>,
}

/// How many passages of an article are told where an id names none of them.
const NEAR: usize = 8;

impl Local {
    /// The passage, reference or article that `id` names, with up to `around` passages of its article before and
    /// after it.
    ///
    /// # Errors
    /// `UnknownId`, `AmbiguousId`; `IndexDamaged`, `Io`.
    pub fn show(&self, id: &str, around: usize) -> Result<Context> {
        let mut found = self.reference_at(id)?;
        if found.is_empty() {
            found = resolve::passages(&self.reader, id)?;
        }
        match found.as_slice() {
            [] => self.show_article(id),
            [only] => self.show_around(*only, around),
            several => Err(Error::AmbiguousId { id: id.to_owned(), candidates: self.ids(several)? }),
        }
    }

    /// The passage that `id` names.
    pub(super) fn passage(&self, id: &str) -> Result<Hit> {
        match resolve::passages(&self.reader, id)?.as_slice() {
            [only] => self.read(vec![*only])?.pop().ok_or_else(|| self.unknown(id)),
            [] => Err(self.unknown(id)),
            several => Err(Error::AmbiguousId { id: id.to_owned(), candidates: self.ids(several)? }),
        }
    }

    /// What is there near an id that names no passage: keys that begin as it does, or else the first passages of its
    /// article, or articles that are called so.
    fn unknown(&self, id: &str) -> Error {
        let (article, key) = id.rsplit_once('#').unwrap_or((id, id));
        let ends = key.char_indices().map(|(byte, _)| byte).skip(1).collect::<Vec<_>>();
        let alike = ends
            .into_iter()
            .rev()
            .map(|end| resolve::passages(&self.reader, &key[..end]).unwrap_or_default())
            .find(|found| !found.is_empty());
        let near = match (alike, resolve::article(&self.reader, article)) {
            (Some(alike), _) => self.ids(&alike).unwrap_or_default(),
            (None, Ok(article)) => self.first_ids(&article).unwrap_or_default(),
            (None, Err(Error::UnknownArticle { near, .. })) => near,
            (None, Err(_)) => Vec::new(),
        };
        Error::UnknownId { id: id.to_owned(), near }
    }

    fn first_ids(&self, article: &str) -> Result<Vec<String>> {
        let mut passages = self.passages_of(article)?;
        passages.truncate(NEAR);
        self.ids(&passages)
    }

    /// `article#[label]`.
    fn reference_at(&self, id: &str) -> Result<Vec<DocAddress>> {
        let Some((article, label)) = id.strip_suffix(']').and_then(|id| id.rsplit_once("#[")) else {
            return Ok(Vec::new());
        };
        let mut found = self.reader.documents(self.reader.fields().label, &label_term(article, label))?;
        found.truncate(1);
        Ok(found)
    }

    fn show_article(&self, id: &str) -> Result<Context> {
        let article = match resolve::article(&self.reader, id) {
            Err(Error::UnknownArticle { near, .. }) => {
                return Err(Error::UnknownId { id: id.to_owned(), near });
            }
            article => article?,
        };
        let hits = self.read(self.passages_of(&article)?)?;
        Ok(Context { hits, target: None })
    }

    fn show_around(&self, target: DocAddress, around: usize) -> Result<Context> {
        let article = match self.record(target)? {
            Record::Passage(stored) => stored.head.id,
            Record::Reference(_) => return Ok(Context { hits: self.read(vec![target])?, target: Some(0) }),
        };
        let passages = self.passages_of(&article)?;
        let place = passages.iter().position(|address| *address == target).unwrap_or(0);
        let first = place.saturating_sub(around);
        let last = (place.saturating_add(around).saturating_add(1)).min(passages.len());
        let hits = self.read(passages[first..last].to_vec())?;
        Ok(Context { hits, target: Some(place - first) })
    }

    /// In document order.
    fn passages_of(&self, article: &str) -> Result<Vec<DocAddress>> {
        let keyed = self.documents_of(article)?;
        let all = sorted(&self.reader, keyed.into_iter().collect())?;
        let mut passages = Vec::with_capacity(all.len());
        for address in all {
            if !self.reader.is_reference(address)? {
                passages.push(address);
            }
        }
        Ok(passages)
    }

    fn read(&self, addresses: Vec<DocAddress>) -> Result<Vec<Hit>> {
        let mut references = References::new(&self.reader);
        let hits = (1..).zip(addresses).map(|(rank, address)| {
            let hit = Hit::new(self.record(address)?, &mut references)?;
            Ok(Hit { rank, ..hit })
        });
        self.with_uses(hits.collect::<Result<_>>()?)
    }

    fn ids(&self, addresses: &[DocAddress]) -> Result<Vec<String>> {
        let id = |address: &DocAddress| {
            Ok(match self.record(*address)? {
                Record::Passage(stored) => passage_id(&stored.head.id, &stored.passage.key),
                Record::Reference(stored) => reference_id(&stored.head.id, &stored.reference.label),
            })
        };
        let mut ids: Vec<String> = addresses.iter().map(id).collect::<Result<_>>()?;
        ids.sort();
        Ok(ids)
    }
}

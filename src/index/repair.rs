//! An index built anew of what it stores.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::{DocId, Index};

use super::directory::SharedDirectory;
use super::identity::Identity;
use super::manifest::{Counts, Manifest, SourceEntry};
use super::replacement::Replacement;
use super::salvage::{Salvage, Salvaged};
use super::schema::Fields;
use super::writer::{Writer, engine};
use crate::document::{Article, Format, Head, Section};
use crate::error::{Error, Result};

/// What a repair could save.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// What the index holds now.
    pub counts: Counts,
    /// Sources of which something was lost: the next run of `index` that is given them reads them again.
    pub incomplete: Vec<String>,
}

/// Builds the index in `folder` anew of the texts that it stores, and puts that in its place in one commit: terms, words,
/// look-ups and statistics are made of them. What is damaged in the texts themselves is lost, and its sources are
/// marked to be read again.
///
/// `memory` and `threads` are as for [`Writer::open`]. Cost: as of indexing, without reading sources. Memory: beside that,
/// some 40 bytes a document and the ids of the articles.
///
/// # Errors
/// `IndexDamaged` when the list of segments is damaged itself, `IndexLocked`, `IndexVersion`, `IndexMissing`, `Io`; the
/// index is then as it was.
pub fn repair(folder: &Path, memory: usize, threads: usize) -> Result<Repaired> {
    let commit = Identity::read(folder)?.ok_or_else(|| Error::IndexUnfinished { path: folder.to_owned() })?;
    let manifest = Manifest::load(folder, &commit).ok();
    let replacement = Replacement::begin(folder)?;
    let writer = Writer::open(replacement.folder(), memory, threads)?;
    let found = Found::in_index(folder, manifest.as_ref())?;
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for (source, article) in found.articles() {
        *counts.entry(source).or_default() += Counts::of(&article);
        writer.add([(source.to_owned(), article)])?;
    }
    let entries = entries(manifest.unwrap_or_default(), &counts);
    writer.finish(&entries)?;
    replacement.publish()?;
    let incomplete = entries.sources.iter().filter(|(_, entry)| !entry.sound);
    let incomplete = incomplete.map(|(identity, _)| identity.clone()).collect();
    Ok(Repaired { counts: entries.counts(), incomplete })
}

/// Where the documents of each article are, and what titles lead elsewhere.
struct Found {
    segments: Vec<Salvage>,
    /// By source and article: segment and document.
    articles: BTreeMap<(String, String), Vec<(usize, DocId)>>,
    /// Source, title, target.
    redirects: Vec<(String, String, String)>,
}

impl Found {
    fn in_index(folder: &Path, manifest: Option<&Manifest>) -> Result<Self> {
        let failed = |e| engine(folder, e);
        let directory = SharedDirectory::open(folder)?;
        let index = Index::open(directory.clone()).map_err(failed)?;
        let (_, fields) = Fields::build();
        let metas = index.load_metas().map_err(failed)?;
        let segments =
            metas.segments.iter().filter_map(|segment| Salvage::open(&index, &directory, &fields, segment));
        let segments: Vec<Salvage> = segments.collect();
        let (mut articles, mut redirects) = (BTreeMap::new(), Vec::new());
        for (number, segment) in segments.iter().enumerate() {
            for document in segment.live() {
                let source = segment.source(document);
                match segment.document(document) {
                    Salvaged::Record(record) => {
                        let head = record.into_head();
                        let source = source.or_else(|| source_of(&head, manifest));
                        let Some(source) = source else { continue };
                        let places: &mut Vec<_> = articles.entry((source, head.id)).or_default();
                        places.push((number, document));
                    }
                    Salvaged::Redirect(title, target) => {
                        redirects.extend(source.map(|source| (source, title, target)));
                    }
                    Salvaged::Lost => {}
                }
            }
        }
        Ok(Self { segments, articles, redirects })
    }

    /// All that can be indexed again, with its source.
    fn articles(&self) -> impl Iterator<Item = (&str, Article)> {
        let texts = self.articles.iter();
        let texts = texts.filter_map(|((source, _), places)| Some((source.as_str(), self.article(places)?)));
        let redirects = self.redirects.iter();
        texts.chain(redirects.map(|(source, title, target)| (source.as_str(), redirect(title, target))))
    }

    /// An article of its documents.
    fn article(&self, places: &[(usize, DocId)]) -> Option<Article> {
        let records = places.iter().filter_map(|(segment, document)| {
            match self.segments[*segment].document(*document) {
                Salvaged::Record(record) => Some(*record),
                Salvaged::Redirect(..) | Salvaged::Lost => None,
            }
        });
        super::record::article(records)
    }
}

fn redirect(title: &str, target: &str) -> Article {
    let head = Head {
        id: String::new(),
        title: title.to_owned(),
        url: None,
        path: String::new(),
        format: Format::Dump,
    };
    Article {
        head,
        redirect: Some(target.to_owned()),
        part: 0,
        sections: Vec::<Section>::new(),
        references: Vec::new(),
    }
}

/// The only source of the manifest that a document may have come from, by the path that is shown of it.
fn source_of(head: &Head, manifest: Option<&Manifest>) -> Option<String> {
    if head.path == "-" {
        return Some(format!("-:{}", head.id));
    }
    let shown = Path::new(&head.path);
    let names = || manifest.into_iter().flat_map(|manifest| manifest.sources.keys());
    let end: std::path::PathBuf =
        shown.components().filter(|part| matches!(part, std::path::Component::Normal(_))).collect();
    let mut fitting = names().filter(|identity| Path::new(identity).ends_with(&end));
    fitting.next().filter(|_| fitting.next().is_none()).cloned()
}

/// The list of sources for what was saved: those of which less was found than they gave are to be read again.
fn entries(before: Manifest, counts: &BTreeMap<&str, Counts>) -> Manifest {
    let mut entries = before;
    for source in counts.keys() {
        entries.sources.entry((*source).to_owned()).or_insert_with(unknown);
    }
    for (identity, entry) in &mut entries.sources {
        let found = counts.get(identity.as_str()).copied().unwrap_or_default();
        // An article without text and references leaves no document.
        let whole = Counts { articles: entry.counts.articles, ..found } == entry.counts;
        if !whole {
            (entry.counts, entry.sound) = (found, false);
        }
    }
    entries
}

/// A source of which nothing is known but what it gave.
fn unknown() -> SourceEntry {
    SourceEntry {
        size: 0,
        modified_ns: 0,
        read_ns: 0,
        hash: String::new(),
        options: String::new(),
        sound: false,
        unfinished: None,
        counts: Counts::default(),
    }
}

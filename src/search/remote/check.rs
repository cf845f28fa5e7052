//! Whether a cluster holds what was pushed, and whether that is what it should be.
//!
//! Every document that questions see is fetched once, lot by lot, and gone through as those of a folder are
//! ([`Contents`]). What a cluster alone can have wrong comes on top: another mapping, a lot that lacks documents or has
//! some twice, statistics that cannot be fetched whole, terms that do not lead to the documents that have them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Address;
use super::cluster::{Asked, Cluster};
use super::document::{CONTENT, Kept, PASSAGE, What};
use super::mapping::{BORN, KIND, LOT, PLACE, RECORD};
use super::part::last_state;
use super::sample::Sample;
use super::state::{Packed, Sources, State};
use crate::error::{ClusterFault, Error, Result};
use crate::index::{
    Contents, Counted, Fields, Given, Inspection, Report, Statistics, Subject, Unseen, cites_term,
    field_name, label_term,
};

/// How often a check begins again because a push finished under it.
const ATTEMPTS: usize = 5;
/// Documents that are fetched in one call: some megabytes.
const PAGE: usize = 2000;
/// The most terms of each kind that are looked up: stems, labels, and what cites them. They are drawn by their hashes, the
/// same ones each time.
pub const LOOKED_UP: usize = 10_000;
/// Searches of one call.
const SEARCHES_A_CALL: usize = 100;

/// Checks the collection of `address`. `progress` is told how many of so many documents have been gone through.
///
/// Cost: everything is fetched once, and every passage analysed, as long as pushing took. Memory: as of
/// [`check`](crate::index::check) of a folder.
///
/// # Errors
/// `Cluster`: there is nothing to check, or it cannot be reached. Damage is in the report.
pub fn check(address: &Address, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    let cluster = Cluster::patient(address)?;
    let mut attempts = 1..ATTEMPTS;
    loop {
        let state = last_state(&cluster, &address.index)?;
        let report = Checking { cluster: &cluster, state: &state }.run(progress);
        let is_sound = report.as_ref().is_ok_and(Report::is_sound);
        let overtaken = || -> Result<bool> { Ok(last_state(&cluster, &address.index)? != state) };
        if is_sound || attempts.next().is_none() || !overtaken()? {
            return report;
        }
    }
}

struct Checking<'a> {
    cluster: &'a Cluster,
    state: &'a State,
}

/// What was published beside the documents.
struct Published {
    sources: Sources,
    statistics: Statistics,
}

/// What is gone through, and what is to be looked up of it.
struct Walk {
    contents: Contents,
    lots: Inspection,
    /// By lot, its source and how many documents of it were promised and are there.
    expected: BTreeMap<u64, (String, u64, u64)>,
    citing: Sample,
    labelled: Sample,
}

impl Checking<'_> {
    fn run(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
        let mut report = Report::default();
        report.add(self.mapping()?);
        let mut lots = Inspection::new(Subject::Lots);
        let published = self.published(&mut lots)?;
        let Some(Published { sources, statistics }) = published else {
            report.add(lots);
            return Ok(report);
        };
        let mut walk = Walk::new(&sources, lots);
        let seen = self.go_through(&mut walk, progress)?;
        walk.count(seen);
        let Walk { mut contents, lots, citing, labelled, .. } = walk;
        report.add(lots);
        let mut words = Inspection::new(Subject::Words);
        self.look_up(&self.stems(&contents), &mut words)?;
        for sample in [citing, labelled] {
            self.look_up(&sample, contents.references())?;
        }
        let finished = contents.finish(&sources.manifest, &statistics, words, &mut report);
        finished.map_err(|e| self.broken(&e))?;
        report.unseen = Some(self.unseen()?);
        Ok(report)
    }

    fn mapping(&self) -> Result<Inspection> {
        let mut part = Inspection::new(Subject::Mapping);
        let (count, different) = self.cluster.mapping(&self.state.at)?;
        part.count = count;
        different.into_iter().for_each(|(field, reason)| part.damage(field, reason));
        Ok(part)
    }

    /// What was published beside the documents, fetched anew; `None` where it is not whole, which `lots` then says.
    fn published(&self, lots: &mut Inspection) -> Result<Option<Published>> {
        let mut fetch = |what: &str, packed: &Packed| {
            lots.count += 1;
            match packed.fetch(&self.state.at, self.cluster) {
                Err(Error::Cluster { reason: ClusterFault::NotUnderstood(reason), .. }) => {
                    lots.damage(format!("{what} {:x}", packed.hash), reason);
                    Ok(None)
                }
                fetched => fetched.map(Some),
            }
        };
        let mut counted = |parts: &[Packed]| -> Result<Option<Vec<Counted>>> {
            let fetched =
                parts.iter().map(|packed| fetch("statistics", packed)).collect::<Result<Vec<_>>>()?;
            let open = |bytes: Vec<u8>| Counted::open(&bytes).map_err(|e| self.broken(&e));
            fetched.into_iter().map(|bytes| bytes.map(open).transpose()).collect()
        };
        let (added, removed) = (counted(&self.state.added)?, counted(&self.state.removed)?);
        let sources = fetch("sources", &self.state.sources)?;
        let (Some(added), Some(removed), Some(sources)) = (added, removed, sources) else { return Ok(None) };
        let statistics = Statistics::of_counts(added, &removed).map_err(|e| self.broken(&e))?;
        let sources = serde_json::from_slice(&sources).map_err(|e| self.broken(&e.into()))?;
        Ok(Some(Published { sources, statistics }))
    }

    /// Takes in every document that questions see; how many there are.
    fn go_through(&self, walk: &mut Walk, progress: &mut dyn FnMut(u64, u64)) -> Result<u64> {
        let (mut after, mut done) = (None, 0);
        loop {
            let answer = self.page(after.take())?;
            let total = answer.pointer("/hits/total/value").and_then(Value::as_u64).unwrap_or_default();
            let hits = answer.pointer("/hits/hits").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            for hit in hits {
                walk.see(hit);
                done += 1;
                progress(done, total);
            }
            match hits.last().and_then(|hit| hit.get("sort")) {
                Some(sort) if hits.len() == PAGE => after = Some(sort.clone()),
                _ => return Ok(total),
            }
        }
    }

    fn page(&self, after: Option<Value>) -> Result<Value> {
        let mut body = json!({
            "query": self.state.living(json!({"terms": {KIND: CONTENT}})), "sort": [{LOT: "asc"}, {PLACE: "asc"}],
            "size": PAGE, "track_total_hits": true, "_source": [RECORD],
        });
        if let (Some(after), Some(body)) = (after, body.as_object_mut()) {
            body.insert("search_after".to_owned(), after);
        }
        Ok(self.cluster.search(&[self.asked(body)])?.pop().unwrap_or_default())
    }

    /// Stems, evenly spread, with how many passages hold them.
    fn stems(&self, contents: &Contents) -> Sample {
        let terms = field_name(Fields::known().terms);
        let mut sample = Sample::new(terms, Some(PASSAGE), LOOKED_UP);
        contents.stems().into_iter().for_each(|(stem, df)| sample.add(stem, df));
        sample
    }

    /// Counts in the cluster what holds each term.
    fn look_up(&self, sample: &Sample, part: &mut Inspection) -> Result<()> {
        let terms: Vec<(&String, u64)> = sample.terms().collect();
        for terms in terms.chunks(SEARCHES_A_CALL) {
            let counted = self.count(terms.iter().map(|(term, _)| sample.query(term)))?;
            for ((term, there), found) in terms.iter().zip(counted) {
                if *there != found {
                    let term = term.replace('\u{1f}', " ");
                    let reason = format!("leads to {found} documents; {there} have it");
                    part.damage(format!("{} {term}", sample.field()), reason);
                }
            }
        }
        Ok(())
    }

    /// How many documents that questions see each query finds.
    fn count(&self, queries: impl Iterator<Item = Value>) -> Result<Vec<u64>> {
        let count = |query| json!({"query": self.state.living(query), "size": 0, "track_total_hits": true});
        let asked: Vec<Asked> = queries.map(|query| self.asked(count(query))).collect();
        let total = |answer: &Value| answer.pointer("/hits/total/value").and_then(Value::as_u64);
        Ok(self.cluster.search(&asked)?.iter().map(|answer| total(answer).unwrap_or_default()).collect())
    }

    fn unseen(&self) -> Result<Unseen> {
        let mut unseen = Unseen::default();
        let count = |query: Value| {
            let body = json!({"query": query, "size": 0, "track_total_hits": true});
            let answer = self.cluster.search(&[self.asked(body)])?.pop().unwrap_or_default();
            Ok::<u64, Error>(answer.pointer("/hits/total/value").and_then(Value::as_u64).unwrap_or_default())
        };
        unseen.unfinished = count(json!({"range": {BORN: {"gte": self.state.generation + 1}}}))?;
        for lots in self.state.dead.chunks(SEARCHES_A_CALL) {
            unseen.replaced += count(json!({"terms": {LOT: lots}}))?;
        }
        Ok(unseen)
    }

    fn asked(&self, body: Value) -> Asked {
        Asked { index: self.state.at.clone(), body }
    }

    fn broken(&self, error: &std::io::Error) -> Error {
        self.cluster.error("POST _msearch", ClusterFault::NotUnderstood(error.to_string()))
    }
}

impl Walk {
    fn new(sources: &Sources, lots: Inspection) -> Self {
        let fields = Fields::known();
        let promised = sources.lots.iter();
        Self {
            contents: Contents::default(),
            lots,
            expected: promised
                .map(|(source, (lot, documents))| (*lot, (source.clone(), *documents, 0)))
                .collect(),
            citing: Sample::new(field_name(fields.cites), None, LOOKED_UP),
            labelled: Sample::new(field_name(fields.label), None, LOOKED_UP),
        }
    }

    /// Takes in a document as it was found.
    fn see(&mut self, hit: &Value) {
        let number = |place: &str| hit.pointer(place).and_then(Value::as_u64).unwrap_or_default();
        let (lot, place) = (number("/sort/0"), number("/sort/1"));
        match self.expected.get_mut(&lot) {
            Some((.., there)) => *there += 1,
            None => self
                .lots
                .damage(format!("lot {lot}"), format!("document {place} is of no source that was pushed")),
        }
        let record = hit.pointer(&format!("/_source/{RECORD}")).and_then(Value::as_str).unwrap_or_default();
        match serde_json::from_str::<Kept>(record) {
            Ok(kept) => self.take(kept),
            Err(e) => {
                self.lots
                    .damage(format!("lot {lot}"), format!("the record of document {place} is none: {e}"));
            }
        }
    }

    fn take(&mut self, kept: Kept) {
        match &kept.what {
            What::Passage(stored) => {
                let labels = stored.passage.markers.iter().flat_map(|marker| &marker.labels);
                self.citing.add_each(labels.map(|label| cites_term(&stored.head.id, label)));
            }
            What::Reference(stored, cites) => {
                self.labelled.add(label_term(&stored.head.id, &stored.reference.label), 1);
                self.citing.add_each(cites.iter().map(|label| cites_term(&stored.head.id, label)));
            }
            What::Redirect(..) => {}
        }
        let (source, given) = kept.into_record();
        match given {
            Given::Record(record, _) => self.contents.see(&source, Some(&record)),
            Given::Redirect(..) => self.contents.see(&source, None),
        }
    }

    /// Compares how many documents there are with what was promised; `seen` is what the cluster says of all together.
    fn count(&mut self, seen: u64) {
        let promised: u64 = self.expected.values().map(|(_, documents, _)| documents).sum();
        self.lots.count += self.expected.len() as u64;
        for (source, documents, there) in self.expected.values() {
            if there != documents {
                self.lots.damage(source.clone(), format!("gave {documents} documents; {there} are there"));
            }
        }
        if seen != promised {
            self.lots.damage("all sources", format!("gave {promised} documents; {seen} are there"));
        }
    }
}

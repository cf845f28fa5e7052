//! Bringing documents to a cluster so that each is there once, whatever breaks off meanwhile.
//!
//! A source's documents come as a *lot*, whose number follows from the source, its content and the push. Sending is no
//! proof: a node may take a body and lose it, or take it and never say so. So what a lot should hold is counted in the
//! cluster when all is sent; where something is missing, the source is read again and what is not there is sent. A push
//! that was cut off goes on the same way: it finds what its lots hold already. Nothing that was sent is seen before the
//! push publishes ([`State`]), and what it replaces is not seen after.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::address::Address;
use super::cluster::{Asked, Cluster};
use super::document::{Kept, Lot, What, place_of};
use super::mapping::{BORN, LOT, PLACE, RECORD};
use super::send::{Job, Sender, Sent};
use super::state::{Sources, State};
use crate::analysis::Analyzer;
use crate::document::Article;
use crate::error::{ClusterFault, Error, Result};
use crate::index::{Fields, Manifest, SourceEntry, Tally, field_name};

/// How often what is missing is sent again without any of it arriving.
const IN_VAIN: usize = 3;
/// How long a count may stay as it is before what is missing is taken for lost. A cluster commits every ten seconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(25);
/// Between two counts.
pub(super) const PAUSE: Duration = Duration::from_millis(200);
/// Lots that are counted in one call.
const LOTS_A_CALL: usize = 100;
/// Lots that an unfinished push may have left; Quickwit's own limit of an aggregation.
const MOST_LOTS: usize = 65_000;
/// Documents of a page.
const PAGE: usize = 10_000;
/// Articles waiting for a thread.
const WAITING: usize = 8;

/// How much is sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Threads that analyse and send; as many requests are in work.
    pub threads: usize,
    /// Bytes of a body. Quickwit takes ten mebibytes.
    pub body: usize,
}

impl Default for Load {
    fn default() -> Self {
        Self { threads: 4, body: 4 << 20 }
    }
}

/// What is not there after a pass.
#[derive(Default)]
struct Missing {
    /// The places of the sources that lack something.
    sources: Vec<usize>,
    /// How many documents they lack.
    documents: u64,
}

/// A source that is to be pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Its identity; see [`Manifest`].
    pub identity: String,
    /// Its content and how it is read: what of this is new makes a new lot.
    pub content: String,
}

/// How far a push is, and what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// Documents that the sources hold.
    pub documents: u64,
    /// Documents that were sent.
    pub sent: u64,
    /// Bytes that were sent.
    pub bytes: u64,
    /// Documents that an earlier push had sent.
    pub found: u64,
    /// Documents that no longer count, and wait to be deleted.
    pub dead: u64,
    /// How often what was missing had to be sent again.
    pub repeated: u64,
    /// Which push it was, from 1.
    pub generation: u64,
}

/// What reads a source: it hands each article to the second argument, and answers what is to be kept of the source.
pub type Read<'r> = dyn Fn(&Offered, &mut dyn FnMut(Article) -> Result<()>) -> Result<SourceEntry> + 'r;

/// A push under way.
pub struct Push {
    pub(super) cluster: Cluster,
    /// The name that the collection goes by, and the index that holds it after this push.
    pub(super) name: String,
    pub(super) at: String,
    pub(super) before: Option<State>,
    pushed: Sources,
    pub(super) born: u64,
}

/// The lot of a source.
struct Planned<'o> {
    offered: &'o Offered,
    lot: u64,
    /// How many lots of it came to nothing.
    attempt: u32,
    documents: u64,
    entry: Option<SourceEntry>,
}

impl Push {
    /// Looks at what is there, and creates the index where there is none. With `swap` another index is built, which
    /// takes the place of the one that is there when the push publishes.
    ///
    /// # Errors
    /// `Cluster`.
    pub fn begin(address: &Address, swap: bool) -> Result<Self> {
        let cluster = Cluster::patient(address)?;
        let name = address.index.clone();
        create(&cluster, &name)?;
        let answer = cluster.search(&[State::last(&name)])?.pop().unwrap_or_default();
        let before = match State::read(&answer, &cluster) {
            // What another version published is replaced as a whole.
            Err(Error::Cluster { reason: ClusterFault::Version(..), .. }) if swap => None,
            before => before?,
        };
        let generation = answer.pointer("/hits/hits/0/sort/0").and_then(Value::as_u64).unwrap_or(0);
        let born = generation + 1;
        let at = match (&before, swap) {
            (_, true) => format!("{name}-{born}"),
            (Some(before), false) => before.at.clone(),
            (None, false) => name.clone(),
        };
        create(&cluster, &at)?;
        let pushed = match &before {
            Some(before) if !swap => {
                let bytes = before.sources.fetch(&before.at, &cluster)?;
                let broken =
                    |e: serde_json::Error| cluster.error("push", ClusterFault::NotUnderstood(e.to_string()));
                serde_json::from_slice(&bytes).map_err(broken)?
            }
            _ => Sources::default(),
        };
        Ok(Self { cluster, name, at, before, pushed, born })
    }

    /// What the cluster holds of earlier pushes.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.pushed.manifest
    }

    /// The source that an article came from which the cluster holds; `None` where it holds none of that id.
    ///
    /// # Errors
    /// `Cluster`.
    pub fn source_of(&self, article: &str) -> Result<Option<String>> {
        let Some(before) = self.before.as_ref().filter(|before| before.at == self.at) else {
            return Ok(None);
        };
        let fields = Fields::known();
        let query = before.living(json!({"term": {field_name(fields.article): article}}));
        let body = json!({"query": query, "size": 1, "_source": [RECORD]});
        let answer = self.cluster.search(&[self.asked(body)])?.pop().unwrap_or_default();
        let record = answer.pointer(&format!("/hits/hits/0/_source/{RECORD}")).and_then(Value::as_str);
        Ok(record.and_then(|record| serde_json::from_str::<Kept>(record).ok()).map(|kept| kept.source))
    }

    /// Brings what `offered` holds to the cluster in the place of what its sources gave before, takes away what `gone`
    /// gave, and publishes.
    ///
    /// # Errors
    /// `Cluster`, and those of `read`. What was sent stays, and the same push goes on there.
    pub fn run(
        &self,
        offered: &[Offered],
        gone: &[String],
        load: Load,
        read: &Read<'_>,
        report: &mut dyn FnMut(&Delivery),
    ) -> Result<Delivery> {
        let mut delivery = Delivery { generation: self.born, ..Delivery::default() };
        let mut dead: Vec<u64> = self.still_there()?;
        let mut planned: Vec<Planned<'_>> = offered.iter().map(|offered| self.plan(offered, 0)).collect();
        let begun = self.begun()?;
        dead.extend(begun.iter().filter(|lot| !planned.iter().any(|planned| planned.lot == **lot)));
        let (mut tally, reference_words) = (Tally::default(), AtomicU64::new(0));
        let mut left: Vec<usize> = (0..planned.len()).collect();
        let (mut least, mut in_vain) = (u64::MAX, 0);
        loop {
            let again = delivery.repeated > 0;
            let look = again || !begun.is_empty();
            let counted = (!again).then_some((&mut tally, &reference_words));
            self.send(&mut planned, &left, load, look, counted, read, &mut delivery, report)?;
            let Missing { sources, documents } = self.missing(&mut planned, &left, &mut dead)?;
            left = sources;
            in_vain = if documents < least { 0 } else { in_vain + 1 };
            least = least.min(documents);
            if left.is_empty() || in_vain == IN_VAIN {
                break;
            }
            delivery.repeated += 1;
        }
        if let Some(first) = left.first().and_then(|first| planned.get(*first)) {
            let there = self.count(&[first.lot])?.pop().unwrap_or(0);
            return Err(self.cluster.error("push", ClusterFault::Counts { sent: first.documents, there }));
        }
        let (pushed, replaced) = self.replace(&planned, gone);
        let removed = self.removed(&replaced)?;
        dead.extend(replaced);
        self.publish(&pushed, (tally, reference_words.into_inner()), removed, dead, &mut delivery)?;
        Ok(delivery)
    }

    fn plan<'o>(&self, offered: &'o Offered, attempt: u32) -> Planned<'o> {
        let Offered { identity, content } = offered;
        let lot = place_of(&format!("{identity}\0{content}\0{}\0{attempt}", self.born));
        Planned { offered, lot, attempt, documents: 0, entry: None }
    }

    fn asked(&self, body: Value) -> Asked {
        Asked { index: self.at.clone(), body }
    }

    /// Lots that no longer count and that the cluster has not deleted.
    fn still_there(&self) -> Result<Vec<u64>> {
        let before = self.before.as_ref().filter(|before| before.at == self.at);
        let dead = before.map(|before| before.dead.clone()).unwrap_or_default();
        let counts = self.count(&dead)?;
        Ok(dead.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(lot, _)| lot).collect())
    }

    /// Lots that a push of this generation, which did not publish, has sent.
    fn begun(&self) -> Result<Vec<u64>> {
        let body = json!({
            "query": {"term": {BORN: self.born}}, "size": 0, "track_total_hits": true,
            "aggs": {"lots": {"terms": {"field": LOT, "size": MOST_LOTS}}},
        });
        let answer = self.cluster.search(&[self.asked(body)])?.pop().unwrap_or_default();
        let buckets = answer.pointer("/aggregations/lots/buckets").and_then(Value::as_array);
        Ok(buckets.into_iter().flatten().filter_map(|bucket| bucket.get("key")?.as_u64()).collect())
    }

    /// How many documents each lot has.
    pub(super) fn count(&self, lots: &[u64]) -> Result<Vec<u64>> {
        let mut counts = Vec::with_capacity(lots.len());
        for lots in lots.chunks(LOTS_A_CALL) {
            let body = |lot: &u64| {
                self.asked(json!({"query": {"term": {LOT: lot}}, "size": 0, "track_total_hits": true}))
            };
            let asked: Vec<Asked> = lots.iter().map(body).collect();
            let answers = self.cluster.search(&asked)?;
            counts.extend(answers.iter().map(|answer| {
                answer.pointer("/hits/total/value").and_then(Value::as_u64).unwrap_or_default()
            }));
        }
        Ok(counts)
    }

    /// Reads sources and sends what is not there.
    #[expect(clippy::too_many_arguments, reason = "what a pass reads, what it fills, and who is told")]
    fn send(
        &self,
        planned: &mut [Planned<'_>],
        left: &[usize],
        load: Load,
        look: bool,
        mut counted: Option<(&mut Tally, &AtomicU64)>,
        read: &Read<'_>,
        delivery: &mut Delivery,
        report: &mut dyn FnMut(&Delivery),
    ) -> Result<()> {
        let (jobs, waiting) = sync_channel::<Job>(WAITING);
        let waiting = Mutex::new(waiting);
        let sent = Sent::default();
        let words = counted.as_ref().map(|(_, words)| *words);
        let outcome = thread::scope(|scope| {
            let worker = || {
                Sender { push: self, load, sent: &sent, words, lines: Vec::new(), bytes: 0 }.work(&waiting)
            };
            let workers: Vec<_> = (0..load.threads.max(1)).map(|_| scope.spawn(worker)).collect();
            let mut analyzer = Analyzer::new();
            let outcome = left.iter().try_for_each(|place| {
                let Some(planned) = planned.get_mut(*place) else { return Ok(()) };
                let there = if look { Arc::new(self.places(planned.lot)?) } else { Arc::default() };
                let lot = Lot { number: planned.lot, born: self.born };
                let (documents, source) =
                    (Arc::new(AtomicU64::new(0)), Arc::<str>::from(planned.offered.identity.as_str()));
                let entry = read(planned.offered, &mut |article| {
                    if let Some((tally, _)) = &mut counted {
                        count(tally, &article, &mut analyzer);
                    }
                    let (there, documents) = (Arc::clone(&there), Arc::clone(&documents));
                    let job = Job {
                        source: Arc::clone(&source),
                        lot,
                        article,
                        there,
                        documents: Arc::clone(&documents),
                    };
                    // Where no thread is left to take it, they say why.
                    drop(jobs.send(job));
                    sent.fill(delivery);
                    report(delivery);
                    Ok(())
                })?;
                planned.entry = Some(entry);
                sent.lots.lock().unwrap_or_else(PoisonError::into_inner).insert(*place, documents);
                Ok(())
            });
            drop(jobs);
            for worker in workers {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            }
            outcome
        });
        outcome?;
        for (place, documents) in sent.lots.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            if let Some(planned) = planned.get_mut(*place) {
                planned.documents = documents.load(Ordering::Relaxed);
            }
        }
        sent.fill(delivery);
        delivery.documents = planned.iter().map(|planned| planned.documents).sum();
        report(delivery);
        Ok(())
    }

    /// The numbers of a lot's documents.
    fn places(&self, lot: u64) -> Result<HashSet<u64>> {
        let mut places = HashSet::new();
        self.each_of(lot, &json!(false), &mut |hit| {
            places.extend(hit.pointer("/sort/0").and_then(Value::as_u64));
            Ok(())
        })?;
        Ok(places)
    }

    /// Shows each document of a lot.
    fn each_of(&self, lot: u64, source: &Value, show: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()> {
        let mut after = None;
        loop {
            let mut body = json!({"query": {"term": {LOT: lot}}, "sort": [{PLACE: "asc"}], "size": PAGE,
                                  "track_total_hits": true, "_source": source});
            if let (Some(after), Some(body)) = (after.take(), body.as_object_mut()) {
                body.insert("search_after".to_owned(), after);
            }
            let answer = self.cluster.search(&[self.asked(body)])?.pop().unwrap_or_default();
            let hits = answer.pointer("/hits/hits").and_then(Value::as_array).cloned().unwrap_or_default();
            hits.iter().try_for_each(&mut *show)?;
            match hits.last().and_then(|hit| hit.get("sort")) {
                Some(sort) if hits.len() == PAGE => after = Some(sort.clone()),
                _ => return Ok(()),
            }
        }
    }

    /// Which lots are not whole once the cluster had time to commit. One that has too much, because a body was taken twice,
    /// is given up for another.
    fn missing(&self, planned: &mut [Planned<'_>], left: &[usize], dead: &mut Vec<u64>) -> Result<Missing> {
        let (mut since, mut last) = (Instant::now(), 0);
        loop {
            let lots: Vec<u64> =
                left.iter().filter_map(|place| planned.get(*place)).map(|planned| planned.lot).collect();
            let counts = self.count(&lots)?;
            let whole =
                |(place, count): (&usize, &u64)| planned.get(*place).is_none_or(|p| p.documents <= *count);
            let all = left.iter().zip(&counts).all(whole);
            let sum: u64 = counts.iter().sum();
            if sum != last {
                (since, last) = (Instant::now(), sum);
            }
            if all || since.elapsed() > PATIENCE {
                let mut missing = Missing::default();
                for (place, count) in left.iter().zip(counts) {
                    let Some(of) = planned.get_mut(*place) else { continue };
                    if count != of.documents {
                        missing.sources.push(*place);
                        // Of a lot that has too much nothing counts.
                        missing.documents += of.documents.checked_sub(count).unwrap_or(of.documents);
                    }
                    if count > of.documents {
                        dead.push(of.lot);
                        *of = self.plan(of.offered, of.attempt + 1);
                    }
                }
                return Ok(missing);
            }
            thread::sleep(PAUSE);
        }
    }

    /// Puts what was sent in the place of what its sources gave before; the lots that no longer count.
    fn replace(&self, planned: &[Planned<'_>], gone: &[String]) -> (Sources, Vec<u64>) {
        let Sources { mut manifest, mut lots } = self.pushed.clone();
        let mut replaced = Vec::new();
        for source in gone {
            manifest.sources.remove(source);
            replaced.extend(lots.remove(source).map(|(lot, _)| lot));
        }
        for planned in planned {
            let identity = &planned.offered.identity;
            let before = lots.insert(identity.clone(), (planned.lot, planned.documents));
            replaced.extend(before.map(|(lot, _)| lot));
            manifest.sources.extend(planned.entry.clone().map(|entry| (identity.clone(), entry)));
        }
        (Sources { manifest, lots }, replaced)
    }

    /// The words of the passages, and how many words the references have, of lots that no longer count.
    fn removed(&self, lots: &[u64]) -> Result<(Tally, u64)> {
        let (mut tally, mut words, mut analyzer) = (Tally::default(), 0, Analyzer::new());
        for lot in lots {
            self.each_of(*lot, &json!([RECORD]), &mut |hit| {
                let record =
                    hit.pointer(&format!("/_source/{RECORD}")).and_then(Value::as_str).unwrap_or_default();
                let broken = |e: serde_json::Error| {
                    self.cluster.error("push", ClusterFault::NotUnderstood(e.to_string()))
                };
                match serde_json::from_str::<Kept>(record).map_err(broken)?.what {
                    What::Passage(stored) => {
                        let (title, text) = (&stored.head.title, &stored.passage.text);
                        tally.count(title, &stored.section, text, &mut analyzer);
                    }
                    What::Reference(stored, _) => {
                        let described = crate::index::described(&stored.reference);
                        words +=
                            described.iter().map(|text| analyzer.analyze(text).count() as u64).sum::<u64>();
                    }
                    What::Redirect(..) => {}
                }
                Ok(())
            })?;
        }
        Ok((tally, words))
    }
}

fn create(cluster: &Cluster, index: &str) -> Result<()> {
    match cluster.describe(index) {
        Err(Error::Cluster { reason: ClusterFault::NoIndex(_), .. }) => match cluster.create(index) {
            // Another push was faster.
            Err(Error::Cluster { reason: ClusterFault::IndexExists(_), .. }) => Ok(()),
            created => created,
        },
        described => described.map(drop),
    }
}

fn count(tally: &mut Tally, article: &Article, analyzer: &mut Analyzer) {
    if article.redirect.is_none() {
        for (section, passage) in article.passages() {
            tally.count(&article.head.title, section, &passage.text, analyzer);
        }
    }
}

//! The part of a collection that a question needs, as an index of its own.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde_json::{Value, json};
use tantivy::schema::Field;

use super::address::Address;
use super::cluster::{Asked, Cluster};
use super::document::{Kept, REFERENCE};
use super::language::any_of;
use super::mapping::{KIND, PLACE, RECORD};
use super::state::{Snapshot, State};
use crate::analysis;
use crate::error::{ClusterFault, Error, Result};
use crate::index::{
    Answer, Beyond, Given, Holds, MemoryIndex, MemoryIndexers, SCHEMA, Stats, Take, Wanted, field_name,
};
use crate::search::engine::Engine;
use crate::search::local::Local;

/// What one answer of a cluster may hold, by Quickwit's and Elasticsearch's own rule.
const PAGE: usize = 10_000;
/// The most documents that a question may need.
const MOST: usize = 200_000;
/// Terms that one search looks up.
const TERMS_A_SEARCH: usize = 500;
/// How often a question is asked before it is given up: each time it looks for something that the last time led to.
const MOST_ROUNDS: usize = 16;

/// A collection in a cluster.
pub struct Remote {
    cluster: Cluster,
    /// The name that the collection goes by.
    name: String,
    snapshot: RwLock<Arc<Snapshot>>,
    indexers: MemoryIndexers,
}

/// The part that one question needs, as far as it was fetched.
pub(in crate::search) struct Part {
    snapshot: Arc<Snapshot>,
    /// What was fetched, and what that answers.
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    index: MemoryIndex,
    places: HashSet<u64>,
    known: Arc<HashMap<Wanted, Answer>>,
    rounds: usize,
}

impl Remote {
    /// Opens the collection of that name. Cost: two calls; and the statistics of its words are fetched where they are not
    /// kept from before.
    ///
    /// # Errors
    /// `Cluster`.
    pub fn open(address: &Address) -> Result<Self> {
        let cluster = Cluster::connect(address)?;
        let snapshot = Arc::new(snapshot(&cluster, &address.index)?);
        let indexers = MemoryIndexers::default();
        Ok(Self { cluster, name: address.index.clone(), snapshot: RwLock::new(snapshot), indexers })
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Fetches what was asked for; `None` where something else was published meanwhile.
    fn fetch(&self, part: &Part, wanted: Vec<Wanted>) -> Result<Option<Fetched>> {
        let state = &part.snapshot.state;
        let (terms, others): (Vec<Wanted>, Vec<Wanted>) =
            wanted.into_iter().partition(|wanted| matches!(wanted, Wanted::Term(..)));
        let searched: Vec<Wanted> = together(&terms).into_iter().chain(others).collect();
        let mut asked = vec![State::last(&self.name)];
        asked.extend(searched.iter().map(|wanted| first_page(state, wanted)));
        let mut answers = self.cluster.search(&asked)?.into_iter();
        let published =
            answers.next().map(|answer| State::read(&answer, &self.cluster)).transpose()?.flatten();
        if published
            .is_none_or(|published| published.generation != state.generation || published.at != state.at)
        {
            return Ok(None);
        }
        let mut fetched = Fetched::default();
        for (wanted, answer) in searched.iter().zip(answers) {
            self.take(state, wanted, answer, &mut fetched)?;
        }
        fetched.answers.extend(terms.into_iter().map(|term| (term, Answer::Documents(0))));
        Ok(Some(fetched))
    }

    fn take(&self, state: &State, wanted: &Wanted, mut answer: Value, fetched: &mut Fetched) -> Result<()> {
        if let Wanted::Terms(_, prefix, limit) = wanted {
            let terms = self.terms(&answer, prefix, *limit)?;
            fetched.answers.push((wanted.clone(), Answer::Terms(terms)));
            return Ok(());
        }
        let total = total(&answer).ok_or_else(|| self.not_understood("no total"))?;
        let all = !matches!(wanted, Wanted::Query(_, Take::Best(_)));
        if all && total > MOST {
            return Err(self.cluster.error("POST _msearch", ClusterFault::TooMany(total as u64)));
        }
        let mut taken = 0;
        loop {
            let last = self.documents(&answer, fetched, &mut taken)?;
            let (true, Some(last), true) = (all, last, taken < total) else { break };
            let mut next = first_page(state, wanted);
            if let Some(body) = next.body.as_object_mut() {
                body.insert("search_after".to_owned(), last);
            }
            answer = self.cluster.search(&[next])?.pop().unwrap_or_default();
        }
        fetched.answers.push((wanted.clone(), Answer::Documents(total)));
        Ok(())
    }

    /// Takes the documents of a page; what the next one follows.
    fn documents(&self, answer: &Value, fetched: &mut Fetched, taken: &mut usize) -> Result<Option<Value>> {
        let hits = answer.pointer("/hits/hits").and_then(Value::as_array);
        let hits = hits.ok_or_else(|| self.not_understood("no hits"))?;
        for hit in hits {
            let record = hit.pointer(&format!("/_source/{RECORD}")).and_then(Value::as_str);
            let place = hit
                .get("sort")
                .and_then(Value::as_array)
                .and_then(|sort| sort.last())
                .and_then(Value::as_u64);
            let (Some(record), Some(place)) = (record, place) else {
                return Err(self.not_understood("a hit without its record or its place"));
            };
            if fetched.places.insert(place) {
                let kept: Kept =
                    serde_json::from_str(record).map_err(|e| self.not_understood(&e.to_string()))?;
                fetched.documents.push((place, kept.into_record()));
            }
        }
        *taken += hits.len();
        Ok(hits.last().and_then(|hit| hit.get("sort")).cloned())
    }

    fn terms(&self, answer: &Value, prefix: &str, limit: usize) -> Result<Vec<String>> {
        let buckets = answer.pointer("/aggregations/terms/buckets").and_then(Value::as_array);
        // An index without documents has no buckets at all.
        let keys =
            buckets.into_iter().flatten().filter_map(|bucket| bucket.get("key").and_then(Value::as_str));
        let mut terms: Vec<String> = keys.filter(|key| key.starts_with(prefix)).map(str::to_owned).collect();
        terms.sort_unstable();
        terms.truncate(limit);
        let others =
            answer.pointer("/aggregations/terms/sum_other_doc_count").and_then(Value::as_u64).unwrap_or(0);
        if others > 0 && limit > PAGE {
            return Err(self.cluster.error("POST _msearch", ClusterFault::TooMany(others)));
        }
        Ok(terms)
    }

    fn not_understood(&self, reason: &str) -> Error {
        self.cluster.error("POST _msearch", ClusterFault::NotUnderstood(reason.to_owned()))
    }

    /// A part without documents.
    fn begin(&self, snapshot: Arc<Snapshot>) -> Result<Local> {
        let part = Arc::new(Part { snapshot, held: Mutex::default() });
        self.grow(&part, Fetched::default())
    }

    /// The part with more documents.
    fn grow(&self, part: &Arc<Part>, fetched: Fetched) -> Result<Local> {
        let mut held = part.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.rounds += 1;
        if held.rounds > MOST_ROUNDS {
            return Err(self.not_understood("the answers lead on and on"));
        }
        let Held { index, places, known, .. } = &mut *held;
        let new = fetched.documents.into_iter().filter(|(place, _)| places.insert(*place));
        let reader = self.indexers.add(index, new.map(|(_, given)| given))?;
        Arc::make_mut(known).extend(fetched.answers);
        let State { counts, documents, reference_words, .. } = part.snapshot.state;
        let holds = Holds { redirects: counts.redirects > 0, documents, reference_words };
        let beyond = Beyond::new(holds, Arc::clone(known));
        let reader = reader.part_of(Arc::clone(&part.snapshot.statistics), beyond);
        Ok(Local::of_part(reader, Arc::clone(part)))
    }
}

impl Engine for Remote {
    fn local(&self) -> Result<Local> {
        self.begin(self.snapshot())
    }

    fn more(&self, asked: &Local) -> Result<Option<Local>> {
        let Some(part) = asked.part() else { return Ok(None) };
        let wanted = asked.reader().beyond().map(Beyond::missed).unwrap_or_default();
        if wanted.is_empty() {
            return Ok(None);
        }
        match self.fetch(part, wanted)? {
            Some(fetched) => self.grow(part, fetched).map(Some),
            None => {
                let newer = Arc::new(snapshot(&self.cluster, &self.name)?);
                *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&newer);
                self.begin(newer).map(Some)
            }
        }
    }

    /// What is newer is noticed by the questions themselves.
    fn is_current(&self) -> bool {
        true
    }

    fn stats(&self) -> Result<Stats> {
        let state = snapshot(&self.cluster, &self.name)?;
        let described = self.cluster.describe(&state.state.at)?;
        let sources = state.state.sources.fetch(&state.state.at, &self.cluster)?;
        let sources: super::state::Sources =
            serde_json::from_slice(&sources).map_err(|e| self.not_understood(&e.to_string()))?;
        Ok(Stats {
            counts: state.state.counts,
            terms: state.statistics.stems().map_err(|e| self.not_understood(&e.to_string()))?,
            bytes: described.bytes,
            sources: sources.manifest.sources.len() as u64,
            segments: described.splits,
            analyzer: analysis::NAME.to_owned(),
            schema: SCHEMA,
        })
    }
}

/// What was published last, without its statistics.
pub(super) fn last_state(cluster: &Cluster, name: &str) -> Result<State> {
    let answer = cluster.search(&[State::last(name)])?.pop().unwrap_or_default();
    State::read(&answer, cluster)?
        .ok_or_else(|| cluster.error("POST _msearch", ClusterFault::NotPublished(name.to_owned())))
}

/// What was published last.
pub(super) fn snapshot(cluster: &Cluster, name: &str) -> Result<Snapshot> {
    let mut state = last_state(cluster, name)?;
    loop {
        match state.statistics(&state.at, cluster) {
            Ok(statistics) => return Ok(Snapshot { state, statistics: Arc::new(statistics) }),
            // A push that finished meanwhile has them deleted.
            Err(error) => {
                let newer = last_state(cluster, name)?;
                if newer == state {
                    return Err(error);
                }
                state = newer;
            }
        }
    }
}

/// What was fetched for a round.
#[derive(Default)]
struct Fetched {
    places: HashSet<u64>,
    documents: Vec<(u64, (String, Given))>,
    answers: Vec<(Wanted, Answer)>,
}

/// Look-ups of single terms as searches for any of many.
fn together(terms: &[Wanted]) -> Vec<Wanted> {
    let mut by_field: BTreeMap<Field, Vec<&String>> = BTreeMap::new();
    for wanted in terms {
        if let Wanted::Term(field, term) = wanted {
            by_field.entry(*field).or_default().push(term);
        }
    }
    let queries = by_field.iter().flat_map(|(field, terms)| {
        terms.chunks(TERMS_A_SEARCH).map(|terms| any_of(*field, terms.iter().copied()).to_string())
    });
    queries.map(|query| Wanted::Query(query, Take::All)).collect()
}

fn total(answer: &Value) -> Option<usize> {
    answer.pointer("/hits/total/value").and_then(Value::as_u64).and_then(|total| usize::try_from(total).ok())
}

/// The search that answers a question, or begins to.
fn first_page(state: &State, wanted: &Wanted) -> Asked {
    let parsed = |query: &str| serde_json::from_str(query).unwrap_or_else(|_| json!({"match_none": {}}));
    let everything = |query: Value| {
        json!({"query": state.living(query), "sort": [{PLACE: "asc"}], "size": PAGE, "track_total_hits": true,
               "_source": [RECORD]})
    };
    let body = match wanted {
        Wanted::Term(field, term) => everything(any_of(*field, [term])),
        Wanted::Having(field) if field_name(*field) == "label" => {
            everything(json!({"term": {KIND: REFERENCE}}))
        }
        Wanted::Having(field) => everything(json!({"exists": {"field": field_name(*field)}})),
        Wanted::Query(query, Take::All) => everything(parsed(query)),
        Wanted::Query(query, Take::Best(0)) => {
            json!({"query": state.living(parsed(query)), "size": 0, "track_total_hits": true})
        }
        Wanted::Query(query, Take::Best(most)) => json!({
            "query": state.living(parsed(query)), "sort": [{"_score": "desc"}, {PLACE: "asc"}],
            "size": (*most).min(PAGE), "track_total_hits": true, "_source": [RECORD],
        }),
        Wanted::Terms(field, prefix, _) => {
            let name = field_name(*field);
            let begins = match prefix.as_str() {
                "" => json!({"match_all": {}}),
                prefix => json!({"prefix": {name: {"value": prefix}}}),
            };
            json!({
                "query": state.living(begins), "size": 0,
                "aggs": {"terms": {"terms": {"field": name, "size": PAGE, "order": {"_key": "asc"}}}},
            })
        }
    };
    Asked { index: state.at.clone(), body }
}

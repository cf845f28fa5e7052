//! `find_sources`: from words to what vouches for them, and back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::limits::Cost;
use super::search::MOST;
use super::tool::{Refusal, Tool, call, input, output, text, within};
use crate::search::{CiteRequest, Engine, Hit, LabelUses, SearchRequest, SourceFilter};

pub(super) const TOOL: Tool = Tool {
    name: "find_sources",
    title: ("Trouver les sources", "Find sources"),
    about: (
        "La chaîne des sources, dans un sens ou dans l'autre. Donnez une seule chose : `passage` (les sources d'un passage, celles de ses notes \
         comprises), `claim` (ce qui appuie une affirmation : les passages pourvus de sources qui la disent), `source` (les passages, de tous \
         les articles, qui reposent sur cette source), ou `label` (ceux qui portent cet appel, [4], dans `article`). Dans chaque passage, \
         `highlights` marque l'appel ou l'affirmation, et `citations` va de l'affirmation à la référence.",
        "The chain of sources, in either direction. Give one thing only: `passage` (the sources of a passage, those of its notes included), \
         `claim` (what backs a statement: the passages with sources that say it), `source` (the passages, of any article, that rest on it), or \
         `label` (those that carry this marker, [4], in `article`). In each passage `highlights` marks the marker or the claim, and \
         `citations` leads from claim to reference.",
    ),
    arguments: &[
        ("passage", ("L'identifiant d'un passage", "The id of a passage")),
        ("claim", ("Une affirmation, dans n'importe quels mots", "A statement, in any words")),
        (
            "source",
            (
                "Un domaine (lemonde.fr), un nom (Le Monde), un ISBN, un DOI, ou des années (2019-2020)",
                "A domain (lemonde.fr), a name (Le Monde), an ISBN, a DOI, or years (2019-2020)",
            ),
        ),
        ("label", ("L'étiquette d'un appel : 4, note 2", "The label of a marker: 4, note 2")),
        ("article", ("Seulement dans cet article", "Only in this article")),
        ("limit", ("Combien de passages, 50 au plus", "How many passages, 50 at most")),
    ],
    cost: |arguments| if arguments.contains_key("source") { Cost::Long } else { Cost::Usual },
    input: input::<Arguments>,
    output: output::<Answer>,
    call: |engine, arguments| call(engine, arguments, ask),
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    passage: Option<String>,
    claim: Option<String>,
    source: Option<String>,
    label: Option<String>,
    article: Option<String>,
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = MOST))]
    limit: usize,
}

fn ten() -> usize {
    10
}

/// Passages and the sources that they rest on.
#[derive(Default, Serialize, JsonSchema)]
struct Answer {
    /// The best first for a claim, else in document order.
    passages: Vec<Hit>,
    /// How many there are in all.
    total: Option<usize>,
    /// Of a passage: each of its sources, with all its uses; `notes` are the references that lead to it.
    sources: Vec<LabelUses>,
    /// Of a source: how many references name it.
    references: Option<usize>,
    /// Of a source or a label that is none: what there is near it.
    near: Vec<String>,
}

fn ask(engine: &dyn Engine, asked: Arguments) -> Result<Answer, Refusal> {
    let limit = within("limit", asked.limit, MOST)?;
    let article = asked.article;
    match (asked.passage, asked.claim, asked.source, asked.label) {
        (Some(id), None, None, None) => of_passage(engine, &id),
        (None, Some(claim), None, None) => of_claim(engine, text("claim", claim)?, article, limit),
        (None, None, Some(source), None) => of_source(engine, &source, article.as_deref(), limit),
        (None, None, None, Some(label)) => of_label(engine, &label, article.as_deref(), limit),
        _ => Err(Refusal::Arguments("one of passage, claim, source, label, and one only".to_owned())),
    }
}

fn of_passage(engine: &dyn Engine, id: &str) -> Result<Answer, Refusal> {
    let found = engine.sources_of(id)?;
    Ok(Answer { passages: vec![found.hit], total: Some(1), sources: found.sources, ..Answer::default() })
}

fn of_claim(
    engine: &dyn Engine,
    claim: String,
    article: Option<String>,
    limit: usize,
) -> Result<Answer, Refusal> {
    let found =
        engine.cite_claim(&SearchRequest { query: claim, limit, article, ..SearchRequest::default() })?;
    Ok(Answer { passages: found.hits, total: found.total, ..Answer::default() })
}

fn of_source(
    engine: &dyn Engine,
    typed: &str,
    article: Option<&str>,
    limit: usize,
) -> Result<Answer, Refusal> {
    let filter = SourceFilter::typed(Some(typed), None, None)?;
    let found = engine.cite_source(&filter, article, limit)?;
    let near = match (&filter.source, found.references) {
        (Some(source), 0) => engine.sources_near(source)?,
        _ => Vec::new(),
    };
    let (passages, total, references) = (found.hits, Some(found.total), Some(found.references));
    Ok(Answer { passages, total, references, near, ..Answer::default() })
}

fn of_label(
    engine: &dyn Engine,
    label: &str,
    article: Option<&str>,
    limit: usize,
) -> Result<Answer, Refusal> {
    let label = label.trim().trim_start_matches('[').trim_end_matches(']').trim().to_owned();
    let asked = CiteRequest { label: label.clone(), article: article.map(str::to_owned), all: false };
    let mut hits = engine.cite(&asked)?;
    let total = hits.len();
    hits.truncate(limit);
    let near = if total == 0 { engine.labels_near(&label, article)? } else { Vec::new() };
    Ok(Answer { passages: hits, total: Some(total), near, ..Answer::default() })
}

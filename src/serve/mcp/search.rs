//! `search_passages`: the passages that answer a question.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::limits::{self, Cost, OFFSET};
use super::tool::{Refusal, Tool, call, input, output, text, within};
use crate::search::{Engine, Hit, Kind, Repaired, SearchRequest};

/// As many as a model can weigh.
pub(super) const MOST: usize = 50;

pub(super) const TOOL: Tool = Tool {
    name: "search_passages",
    title: ("Chercher des passages", "Search passages"),
    about: (
        "Les passages qui répondent le mieux à une question en français, les meilleurs d'abord, chacun avec son texte tel quel, les octets \
         de ce qui répond, ses citations et les sources qu'elles désignent. Accents, majuscules, apostrophes et la plupart des flexions ne \
         comptent pas. Langage : +exigé, -exclu, \"suite de mots\", ET OU SAUF, préf*, mot~1, =forme, titre:, section:, auteur:, \
         guillemets:, date:2019..2020.",
        "The passages that answer a question in French best, best first, each with its text as it stands, the bytes that match, its \
         citations and the sources that they point to. Accents, case, apostrophes and most inflections do not matter. Language: +must, \
         -not, \"exact phrase\", ET OU SAUF (AND OR NOT), pref*, word~1, =form, titre:, section:, auteur:, guillemets: (quoted text), \
         date:2019..2020.",
    ),
    arguments: &[
        ("query", ("Ce qui est cherché ; * pour tous les passages", "What to look for; * for every passage")),
        ("limit", ("Combien de passages, 50 au plus", "How many passages, 50 at most")),
        (
            "offset",
            ("Combien des premiers passer, pour la suite", "How many of the first to pass over, to go on"),
        ),
        (
            "kind",
            ("Des passages, ou des références bibliographiques", "Passages, or bibliographic references"),
        ),
        (
            "article",
            (
                "Seulement cet article : identifiant, titre, ou début d'identifiant",
                "Only this article: its id, its title, or the beginning of its id",
            ),
        ),
        ("section", ("Seulement sous un intertitre qui a ces mots", "Only under a heading with these words")),
        (
            "cited",
            (
                "Seulement avec (true) ou sans (false) appel de citation",
                "Only with (true) or without (false) citations",
            ),
        ),
        (
            "source",
            (
                "Seulement ce qui cite cette source : domaine, nom, ISBN, DOI, années",
                "Only what cites this source: a domain, a name, an ISBN, a DOI, years",
            ),
        ),
        (
            "since",
            (
                "Seulement ce qui cite une source de cette année ou d'après",
                "Only what cites a source of this year or later",
            ),
        ),
        (
            "until",
            (
                "Seulement ce qui cite une source de cette année ou d'avant",
                "Only what cites a source of this year or before",
            ),
        ),
        ("all_words", ("Exiger tous les mots", "Want all the words")),
        ("exact_words", ("Ne pas corriger les mots inconnus", "Do not mend unknown words")),
    ],
    cost: |arguments| match arguments.get("query").and_then(Value::as_str).map(str::trim) {
        Some("" | "*") => Cost::Long,
        _ => Cost::Usual,
    },
    input: input::<Arguments>,
    output: output::<Answer>,
    call: |engine, arguments| call(engine, arguments, ask),
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    query: String,
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = MOST))]
    limit: usize,
    #[serde(default)]
    #[schemars(range(max = OFFSET))]
    offset: usize,
    #[serde(default)]
    kind: Kind,
    article: Option<String>,
    section: Option<String>,
    cited: Option<bool>,
    source: Option<String>,
    since: Option<u16>,
    until: Option<u16>,
    #[serde(default)]
    all_words: bool,
    #[serde(default)]
    exact_words: bool,
}

fn ten() -> usize {
    10
}

/// What a search found.
#[derive(Serialize, JsonSchema)]
struct Answer {
    /// The best first.
    passages: Vec<Hit>,
    /// How many match in all.
    total: Option<usize>,
    /// The offset to ask for what follows; null at the end, and where no more can be asked for.
    next_offset: Option<usize>,
    /// What was searched in the place of words that no passage has.
    repairs: Vec<Repaired>,
    /// What may have been meant, where little was found.
    suggestion: Option<String>,
    /// What of the query could not be taken as it was meant.
    warnings: Vec<String>,
}

fn ask(engine: &dyn Engine, asked: Arguments) -> Result<Answer, Refusal> {
    limits::at_most("offset", asked.offset, OFFSET)?;
    let request = SearchRequest {
        limit: within("limit", asked.limit, MOST)?,
        offset: asked.offset,
        kind: asked.kind,
        article: asked.article,
        section: asked.section,
        cited: asked.cited,
        cites: asked.source,
        since: asked.since,
        until: asked.until,
        all_words: asked.all_words,
        exact_words: asked.exact_words,
        query: text("query", asked.query)?,
        ..SearchRequest::default()
    };
    let found = engine.search(&request)?;
    let total = found.total.unwrap_or_default();
    Ok(Answer {
        next_offset: limits::next_offset(request.offset, found.hits.len(), total, OFFSET),
        passages: found.hits,
        total: found.total,
        repairs: found.repairs,
        suggestion: found.suggestion,
        warnings: found.warnings.iter().map(ToString::to_string).collect(),
    })
}

//! `verify_quote`: is it quoted right?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::limits::Cost;
use super::tool::{Refusal, Tool, call, input, output, text};
use crate::search::{Engine, Hit, Verdict};

pub(super) const TOOL: Tool = Tool {
    name: "verify_quote",
    title: ("Vérifier une citation", "Verify a quote"),
    about: (
        "Dit si un texte est dans le fonds et s'il est cité fidèlement : exact, typography (aux accents, majuscules, signes et appels près), \
         altered (avec les différences, mot à mot), stitched (recomposé de plusieurs endroits) ou absent ; avec le passage, qui parle si la \
         phrase le dit, et les sources. […] tient lieu de mots omis. À appeler avant de rendre une citation.",
        "Says whether a text stands in the collection and is quoted faithfully: exact, typography (but for accents, case, signs, markers), \
         altered (with the differences, word by word), stitched (from several places) or absent; with the passage, who speaks where the \
         sentence says so, and the sources. […] stands for words left out. To be called before a quote is given.",
    ),
    arguments: &[
        ("text", ("La citation, telle qu'elle serait rendue", "The quote as it would be given")),
        ("article", ("Seulement dans cet article", "Only in this article")),
    ],
    cost: |_| Cost::Usual,
    input: input::<Arguments>,
    output: output::<Answer>,
    call: |engine, arguments| call(engine, arguments, ask),
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    text: String,
    article: Option<String>,
}

/// What is said of a quote, and where it stands.
#[derive(Serialize, JsonSchema)]
struct Answer {
    verdict: Verdict,
    /// The passages that it comes from, with their citations: one, several of a stitched text, none of an absent one.
    passages: Vec<Hit>,
}

fn ask(engine: &dyn Engine, asked: Arguments) -> Result<Answer, Refusal> {
    let verdict = engine.verify(&text("text", asked.text)?, asked.article.as_deref())?;
    let mut ids: Vec<&String> = verdict.passage.iter().collect();
    for piece in &verdict.pieces {
        if !ids.contains(&&piece.passage) {
            ids.push(&piece.passage);
        }
    }
    let mut passages = Vec::new();
    for id in ids {
        passages.extend(engine.show(id, 0)?.hits);
    }
    Ok(Answer { verdict, passages })
}

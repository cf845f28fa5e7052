//! `get_passage`: a passage as it stands, with what stands around it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::limits::{self, Cost};
use super::tool::{Refusal, Tool, call, input, output, text};
use crate::search::{Engine, Hit};

/// The most neighbours on either side, and passages of an article at once.
const MOST: usize = 20;

pub(super) const TOOL: Tool = Tool {
    name: "get_passage",
    title: ("Lire un passage", "Read a passage"),
    about: (
        "Un passage par son identifiant, avec ceux qui l'entourent si `around` est donné ; une référence (article#[4]) ; ou, par l'identifiant \
         d'un article, ses passages dans l'ordre, vingt à la fois. Le texte est tel quel : c'est lui qu'on cite.",
        "A passage by its id, with its neighbours where `around` is given; a reference (article#[4]); or, by the id of an article, its \
         passages in order, twenty at a time. The text is as it stands: it is what one quotes.",
    ),
    arguments: &[
        (
            "id",
            (
                "L'identifiant d'un passage ou son début, d'une référence, ou d'un article",
                "The id of a passage or its beginning, of a reference, or of an article",
            ),
        ),
        (
            "around",
            (
                "Combien de passages avant et après, 20 au plus",
                "How many passages before and after it, 20 at most",
            ),
        ),
        (
            "offset",
            (
                "D'un article : combien de ses premiers passages passer",
                "Of an article: how many of its first passages to pass over",
            ),
        ),
    ],
    cost: |_| Cost::Usual,
    input: input::<Arguments>,
    output: output::<Answer>,
    call: |engine, arguments| call(engine, arguments, ask),
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    id: String,
    #[serde(default)]
    #[schemars(range(max = MOST))]
    around: usize,
    #[serde(default)]
    offset: usize,
}

/// Passages of one article, in its order.
#[derive(Serialize, JsonSchema)]
struct Answer {
    passages: Vec<Hit>,
    /// Which of them was asked for, from 0; null where that is the article.
    target: Option<usize>,
    /// The offset to ask for what follows; null at the end.
    next_offset: Option<usize>,
}

fn ask(engine: &dyn Engine, asked: Arguments) -> Result<Answer, Refusal> {
    let Arguments { id, around, offset } = asked;
    limits::at_most("around", around, MOST)?;
    let context = engine.show(&text("id", id)?, around)?;
    if context.target.is_some() {
        return Ok(Answer { passages: context.hits, target: context.target, next_offset: None });
    }
    let after = offset.saturating_add(MOST);
    let next_offset = (after < context.hits.len()).then_some(after);
    let passages = context.hits.into_iter().skip(offset).take(MOST).collect();
    Ok(Answer { passages, target: None, next_offset })
}

//! `list_articles`: what there is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::limits::{self, Cost};
use super::tool::{Refusal, Tool, call, input, output, text, within};
use crate::search::{ArticleList, Engine};

/// As many as fit a page.
const MOST: usize = 200;
/// More than a collection has articles. To pass over them costs nothing, so that a list of any length has an end.
const FARTHEST: usize = 1_000_000;

pub(super) const TOOL: Tool = Tool {
    name: "list_articles",
    title: ("Énumérer les articles", "List articles"),
    about: (
        "Les articles du fonds, par ordre alphabétique des titres, avec le nombre de leurs passages et de leurs références ; ou ceux dont le titre \
         contient certains mots. L'identifiant sert d'`article` aux autres outils.",
        "The articles of the collection, in alphabetical order of their titles, with how many passages and references each has; or those whose \
         title holds some words. The id serves as `article` in the other tools.",
    ),
    arguments: &[
        ("title", ("Seulement ceux dont le titre contient cela", "Only those whose title holds this")),
        ("limit", ("Combien, 200 au plus", "How many, 200 at most")),
        (
            "offset",
            (
                "Combien des premiers passer, 1 000 000 au plus",
                "How many of the first to pass over, 1,000,000 at most",
            ),
        ),
    ],
    cost: |_| Cost::Long,
    input: input::<Arguments>,
    output: output::<Answer>,
    call: |engine, arguments| call(engine, arguments, ask),
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    #[serde(default)]
    title: String,
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = MOST))]
    limit: usize,
    #[serde(default)]
    #[schemars(range(max = FARTHEST))]
    offset: usize,
}

fn fifty() -> usize {
    50
}

/// A page of the list.
#[derive(Serialize, JsonSchema)]
struct Answer {
    #[serde(flatten)]
    list: ArticleList,
    /// The offset to ask for what follows; null at the end, and where no more can be asked for.
    next_offset: Option<usize>,
}

fn ask(engine: &dyn Engine, asked: Arguments) -> Result<Answer, Refusal> {
    let Arguments { title, limit, offset } = asked;
    let limit = within("limit", limit, MOST)?;
    limits::at_most("offset", offset, FARTHEST)?;
    let list = engine.articles(&text("title", title)?, offset, limit)?;
    let next_offset = limits::next_offset(offset, list.articles.len(), list.total, FARTHEST);
    Ok(Answer { list, next_offset })
}

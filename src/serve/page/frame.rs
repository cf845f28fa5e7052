//! What stands around every page: head, search field, foot.

use axum::http::Uri;
use maud::{DOCTYPE, Markup, html};

use super::view::{View, in_language};
use crate::lang::Lang;
use crate::search::{Kind, Order};
use crate::serve::asset;

/// A page with its title.
pub(super) fn frame(view: &View, here: &Uri, title: &str, body: &Markup) -> Markup {
    let lang = view.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="description" content=(lang.of(
                    "Recherche en texte intégral : des passages, et les sources qui les appuient",
                    "Full-text search: passages, and the sources behind them",
                ));
                title { (title) @if title != "alinea" { " · alinea" } }
                link rel="stylesheet" href=(asset::STYLE.path());
                link rel="icon" href=(asset::ICON.path()) type="image/svg+xml";
                script src=(asset::SCRIPT.path()) defer {}
            }
            body {
                a.skip href="#main" { (lang.of("Aller au contenu", "Skip to content")) }
                (head(view, here))
                main #main tabindex="-1" { (body) }
                (foot(view))
            }
        }
    }
}

fn head(view: &View, here: &Uri) -> Markup {
    let lang = view.lang;
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    html! {
        header {
            a.name href=(View::empty(lang).href()) { "alinea" }
            (form(view, here))
            a.switch href=(in_language(here, other)) lang=(other.code()) hreflang=(other.code()) rel="alternate" data-switch {
                (other.of("Français", "English"))
            }
        }
    }
}

fn form(view: &View, here: &Uri) -> Markup {
    let lang = view.lang;
    // Nothing else is to be done there.
    let begins = here.path() == "/" && view.request.query.is_empty();
    html! {
        form #search action="/" method="get" role="search" {
            label.hidden for="q" { (lang.of("Chercher", "Search")) }
            input #q type="search" name="q" value=(view.request.query) autocomplete="off" spellcheck="false"
                maxlength="2000" enterkeyhint="search" aria-keyshortcuts="/"
                autofocus[begins]
                placeholder=(lang.of("Des mots, une « suite de mots », titre:…", "Words, a “phrase”, titre:…"));
            button type="submit" { (lang.of("Chercher", "Search")) }
            (options(view))
            @for (name, value) in view.pairs() {
                @if !CHOSEN.contains(&name.as_str()) { input type="hidden" name=(name) value=(value); }
            }
        }
    }
}

/// What the form has fields for, and what another search does not keep.
const CHOSEN: [&str; 7] = ["q", "sort", "kind", "cited", "group", "all_words", "offset"];

/// How to search, for those who want to say it.
fn options(view: &View) -> Markup {
    let (lang, request) = (view.lang, &view.request);
    let changed = request.order != Order::Score || request.kind != Kind::Passage || request.cited.is_some();
    let cited = request.cited.map_or("", |cited| if cited { "true" } else { "false" });
    let order = match request.order {
        Order::Score => "score",
        Order::Document => "document",
        Order::Date => "date",
    };
    let kind = if request.kind == Kind::Reference { "reference" } else { "passage" };
    html! {
        details.options open[changed || view.group || request.all_words] {
            summary { (lang.of("Options", "Options")) }
            div {
                (select("kind", lang.of("Chercher", "Search"), kind, &[
                    ("passage", lang.of("les passages", "passages")),
                    ("reference", lang.of("les références", "references")),
                ]))
                (select("sort", lang.of("Ordre", "Order"), order, &[
                    ("score", lang.of("les meilleurs d'abord", "best first")),
                    ("date", lang.of("sources récentes d'abord", "newest sources first")),
                    ("document", lang.of("celui des textes", "as in the texts")),
                ]))
                (select("cited", lang.of("Sources", "Sources"), cited, &[
                    ("", lang.of("avec ou sans", "with or without")),
                    ("true", lang.of("avec", "with")),
                    ("false", lang.of("sans", "without")),
                ]))
                label { input type="checkbox" name="group" value="true" checked[view.group]; " "
                    (lang.of("par article", "by article")) }
                label { input type="checkbox" name="all_words" value="true" checked[request.all_words]; " "
                    (lang.of("tous les mots", "all the words")) }
            }
        }
    }
}

fn select(name: &str, label: &str, chosen: &str, values: &[(&str, &str)]) -> Markup {
    html! {
        label {
            (label) " "
            select name=(name) {
                @for (value, said) in values { option value=(value) selected[*value == chosen] { (said) } }
            }
        }
    }
}

fn foot(view: &View) -> Markup {
    let lang = view.lang;
    html! {
        footer {
            p {
                (lang.of("Clavier :", "Keys:")) " "
                kbd { "/" } " " (lang.of("chercher", "search")) ", "
                kbd { "↓" } " " kbd { "↑" } " " (lang.of("passer d'un passage à l'autre", "go from passage to passage")) ", "
                kbd { (lang.of("Entrée", "Enter")) } " " (lang.of("ouvrir", "open")) ", "
                kbd { (lang.of("Échap", "Esc")) } " " (lang.of("revenir à la recherche", "back to the search"))
            }
            p { a href="/api/openapi.json" { "API" } }
        }
    }
}

//! « Citer ce passage »: its words with where they stand and what they rest on, to be copied.

use maud::{Markup, html};

use crate::lang::Lang;
use crate::search::{Bibliography, ExportFormat, Hit, LabelUses};

/// The text to copy, and the sources as BibTeX.
pub(super) fn citation(hit: &Hit, sources: &[LabelUses], lang: Lang) -> Markup {
    let bibliography = Bibliography::new(sources);
    html! {
        section #cite {
            h2 { (lang.of("Citer ce passage", "Cite this passage")) }
            (copied("cite-text", lang.of("Texte et sources", "Text and sources"), &as_text(hit, sources, lang), lang))
            @if !bibliography.is_empty() {
                (copied("cite-bibtex", "BibTeX", &bibliography.write(ExportFormat::Bibtex), lang))
            }
        }
    }
}

fn copied(id: &str, label: &str, text: &str, lang: Lang) -> Markup {
    let rows = text.lines().map(|line| 1 + line.chars().count() / 70).sum::<usize>().clamp(2, 12);
    html! {
        div.copied {
            label for=(id) { (label) }
            textarea id=(id) readonly rows=(rows) spellcheck="false" { (text) }
            button type="button" hidden data-copy=(id) data-copied=(lang.of("Copié", "Copied")) { (lang.of("Copier", "Copy")) }
        }
    }
}

/// The words between guillemets, where they stand, and each source below.
fn as_text(hit: &Hit, sources: &[LabelUses], lang: Lang) -> String {
    let place = std::iter::once(hit.article.title.as_str()).chain(hit.section.iter().map(String::as_str));
    let place = place.collect::<Vec<_>>().join(", ");
    // An address of ours would lead nowhere from where it is pasted.
    let address = hit.article.url.as_deref().unwrap_or(&hit.id);
    let mut text = format!("« {} »\n— {place} ({address})\n", hit.text.trim());
    for label in sources {
        let entry = label.reference.as_ref().map(|reference| reference.raw.as_str());
        let entry =
            entry.unwrap_or(lang.of("référence absente du document", "reference not in the document"));
        text.push_str(&format!("[{}] {entry}\n", label.label));
    }
    text
}

//! What is said of a query, in both languages; its English is the library's own.

use super::Lang;
use super::errors::fault;
use crate::query::Warning;

/// What could not be taken as it was meant, with its place.
#[must_use]
pub fn warning(warning: &Warning, lang: Lang) -> String {
    match (lang, warning.span()) {
        (Lang::En, _) => warning.to_string(),
        (Lang::Fr, Some(span)) => format!("octet {} : {}", span.start, french(warning)),
        (Lang::Fr, None) => french(warning),
    }
}

fn french(warning: &Warning) -> String {
    match warning {
        Warning::UnbalancedQuote { mark, .. } => {
            format!("{mark} est seul et a été lu comme une ponctuation")
        }
        Warning::UnbalancedParenthesis { .. } => {
            "cette parenthèse est seule et a été lue comme une ponctuation".to_owned()
        }
        Warning::StrayOperator { word, .. } => {
            format!("{word} n'a rien à joindre d'un de ses côtés et a été lu comme un mot")
        }
        Warning::Capitals { word, .. } => format!(
            "toute la requête est en capitales, {word} a donc été lu comme un mot ; + et - valent toujours"
        ),
        Warning::EmptyField { name, .. } => {
            format!("rien ne suit {name}: et le nom a été lu comme un mot")
        }
        Warning::ShortPrefix { .. } => {
            "un début de mot a deux lettres au moins ; ceci a été lu comme un mot".to_owned()
        }
        Warning::TooFuzzy { most, .. } => format!("on ne cherche pas au-delà de {most} fautes"),
        Warning::BadValue { reason, .. } => format!("{} ; laissé de côté", fault(reason)),
        Warning::NoWords => "la requête n'a ni lettre ni chiffre, rien n'a été cherché".to_owned(),
        Warning::PhraseNotFound { phrase, .. } => {
            format!("aucun passage n'a « {phrase} » tel quel ; ses mots ont été cherchés un à un")
        }
        Warning::TooManyWords { searched } => {
            format!("seuls les {searched} premiers mots différents de la requête ont été cherchés")
        }
        Warning::OneArticle { ranked } => {
            format!("d'autres articles n'ont été cherchés que parmi les {ranked} meilleurs résultats")
        }
    }
}

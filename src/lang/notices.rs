//! In French what is odd about a source that was read all the same.

use super::Lang;
use crate::error::{Notice, Oddity};

/// The notice in a language.
#[must_use]
pub fn notice(notice: &Notice, lang: Lang) -> String {
    let Notice { path, title, oddity } = notice;
    match (lang, title) {
        (Lang::En, _) => notice.to_string(),
        (Lang::Fr, Some(title)) => format!("{path} : « {title} » : {}", french(oddity)),
        (Lang::Fr, None) => format!("{path} : {}", french(oddity)),
    }
}

fn french(oddity: &Oddity) -> String {
    match oddity {
        Oddity::Windows1252 => "lu comme du windows-1252".to_owned(),
        Oddity::EmptyRows { count } => format!("{count} lignes dont le texte est vide"),
        Oddity::SameName { wanted, given } => {
            format!("un autre article s'appelle {wanted} ; celui-ci est {given}")
        }
        Oddity::NoFrenchWiki { language, base } => format!(
            "son en-tête ne nomme pas un wiki en français (« {language} », {base}) ; ses pages sont lues, sans adresse"
        ),
        Oddity::PageTooLong { read } => {
            format!("plus longue qu'une page ne peut l'être ; ses {read} premiers octets ont été lus")
        }
        Oddity::FileTooLong { read } => format!("seuls les {read} premiers octets ont été lus"),
        Oddity::BreaksOff { read } => format!("le dump s'interrompt au milieu ; {read} octets ont été lus"),
        oddity => of_markup(oddity),
    }
}

/// Of how a page is written.
fn of_markup(oddity: &Oddity) -> String {
    match oddity {
        Oddity::ElementsInText => {
            "il y a des éléments dans son texte ; ce qu'ils contiennent est laissé de côté".to_owned()
        }
        Oddity::UnknownEntity { name } => format!("{name} n'est pas une entité XML ; laissé tel quel"),
        Oddity::ElementsTooDeep { most } => {
            format!("des éléments sont imbriqués à plus de {most} niveaux ; lus comme s'ils ne l'étaient pas")
        }
        Oddity::BadCharacters { count, byte } => format!(
            "{count} références ne nomment aucun caractère, la première vers l'octet {byte} ; laissées telles quelles"
        ),
        Oddity::FrontMatter { said } => format!(
            "son en-tête n'est pas du YAML (« {said} ») ; mettez entre guillemets une valeur qui a de tels signes"
        ),
        Oddity::SignsTooDeep { byte } => {
            format!(
                "des signes trop imbriqués à l'octet {byte} : ce qui est plus loin à l'intérieur est lu comme du texte"
            )
        }
        Oddity::NotesWithoutText { names } => {
            format!("des références appelées et sans texte : {}", names.join(", "))
        }
        Oddity::NotesUnused { names } => {
            format!("des références de la liste que rien n'appelle : {}", names.join(", "))
        }
        oddity => oddity.to_string(),
    }
}

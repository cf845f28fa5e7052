//! Errors in French. Their English is the library's own; values, names of files and flags are the same in both.

use super::cluster;
use super::flaws::flaw;
use super::reasons::io;
use crate::{Error, Fault};

/// What went wrong.
#[must_use]
pub fn message(error: &Error) -> String {
    match error {
        Error::IndexMissing { path } => format!("pas d'index dans {}", path.display()),
        Error::IndexUnfinished { path } => format!(
            "l'index {} n'est pas fini : sa première construction a été interrompue ou dure encore",
            path.display()
        ),
        Error::IndexVersion { path, found, expected } => {
            format!("l'index {} a été construit avec {found} ; ce programme lit {expected}", path.display())
        }
        Error::IndexDamaged { path, reason } => {
            format!("l'index {} est endommagé (« {reason} »)", path.display())
        }
        Error::IndexLocked { path, holder } => {
            let holder = holder.as_ref().map(|holder| {
                let host = holder.host.as_deref().unwrap_or("localhost");
                format!(" (pid {} sur {host}, depuis {} s)", holder.pid, holder.seconds())
            });
            format!("un autre processus écrit dans l'index {}{}", path.display(), holder.unwrap_or_default())
        }
        Error::NotAnIndex { path, found } => format!(
            "{} contient des fichiers qui ne sont pas un index de ce programme ({found})",
            path.display()
        ),
        Error::Io { path, reason } => format!("{} : {}", path.display(), io(reason)),
        Error::NoArticle { path, skipped } => format!(
            "{} : aucun article dans ce dossier ({skipped} fichiers d'autres formes passés)",
            path.display()
        ),
        Error::UnknownFormat { path } => format!("{path} : aucun lecteur pour cette forme de fichier"),
        Error::InvalidEncoding { path, encoding, byte, line } => {
            format!("{path} : {encoding} invalide à l'octet {byte} (ligne {line})")
        }
        Error::BadRow { path, line, reason, .. }
        | Error::BadJudgement { path, line, reason }
        | Error::BadSettings { path, line, reason, .. } => format!("{path}:{line} : {}", flaw(reason)),
        Error::BadArchive { path, packing, byte, reason } => {
            let reason = flaw(reason);
            format!("{path} : ne se décompresse pas à partir de l'octet {byte} ({packing}) : {reason}")
        }
        Error::BadDump { path, byte, reason } => {
            let reason = flaw(reason);
            format!("{path} : l'export ne se lit pas au-delà de l'octet {byte} : {reason}")
        }
        Error::BadPage { path, title, byte, reason } => {
            let reason = flaw(reason);
            format!("{path} : « {title} » (octet {byte}) : {reason}")
        }
        Error::TooLittleMemory { given, least } => {
            format!("--memory {given} Mio ne suffit pas ; le moins est {least}")
        }
        Error::Engine { path, reason } => {
            format!("l'index {} : le moteur a échoué (« {reason} »)", path.display())
        }
        Error::Cluster { url, call, reason } => format!("{url} : {call} : {}", cluster::fault(reason)),
        error => name(error),
    }
}

/// What was named and is not there, or is there several times.
fn name(error: &Error) -> String {
    match error {
        Error::AmbiguousId { id, candidates } => {
            format!("l'identifiant « {id} » convient à {} passages", candidates.len())
        }
        Error::AmbiguousLabel { label, articles } => {
            format!("l'étiquette [{label}] se trouve dans {} articles", articles.len())
        }
        Error::UnknownArticle { name, .. } => format!("aucun article « {name} » dans l'index"),
        Error::AmbiguousArticle { name, candidates } => {
            format!("« {name} » convient à {} articles", candidates.len())
        }
        Error::UnknownId { id, .. } => format!("aucun passage ni article « {id} » dans l'index"),
        Error::BadSource { value, reason } => format!("« {value} » n'est pas une source : {}", fault(reason)),
        Error::UnknownExport { name } => format!("« {name} » n'est pas une forme de bibliographie"),
        Error::OpenToOthers { address } => {
            format!("{address} s'atteint depuis d'autres machines, et il n'est pas dit qui peut demander")
        }
        Error::Listen { address, reason } => format!("impossible d'écouter sur {address} : {}", io(reason)),
        Error::WeakToken { origin, least } => {
            format!("{origin} : un jeton a {least} caractères ASCII visibles au moins")
        }
        Error::NoWords { text } => format!("« {text} » n'a pas de mot à trouver"),
        Error::NobodyWaits => "plus personne n'attend la réponse".to_owned(),
        error => error.to_string(),
    }
}

/// Why a value is none of its kind.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Empty => "une source est un domaine, un nom, un ISBN, un DOI ou des années".to_owned(),
        Fault::YearsReversed { first, last } => {
            format!("les années commencent par {first} et finissent avant, par {last}")
        }
        Fault::YearDigits => "une année a quatre chiffres : 2019, 2019-2020, 2019.. ou ..2020".to_owned(),
        Fault::NoYear { typed } => {
            format!("« {typed} » n'est pas une année : 2019, 2019..2020, 2019.. ou ..2020")
        }
        Fault::IsbnCheck => "le chiffre de contrôle de cet ISBN est faux".to_owned(),
        Fault::IsbnDigits { digits } => format!("un ISBN a 10 ou 13 chiffres, et non {digits}"),
        Fault::NoForm { typed, names } => format!("« {typed} » n'est pas une forme : {names}"),
        Fault::NoKind { typed, names } => format!("« {typed} » n'est pas un genre : {names}"),
        Fault::KindElsewhere => {
            "kind: vaut pour toute la requête et s'écrit une fois, à côté du reste".to_owned()
        }
    }
}

/// The command or the act that mends it, where there is one.
#[must_use]
pub fn hint(error: &Error) -> Option<String> {
    let english = error.hint()?;
    // What follows the words is a command or names, which are the same.
    let rest = english.split_once(": ").map_or("", |(_, rest)| rest);
    Some(match error {
        Error::IndexMissing { .. } => format!("construisez-le : {rest}"),
        Error::IndexUnfinished { .. } => format!("attendez, ou construisez-le : {rest}"),
        Error::IndexVersion { .. } => format!("reconstruisez-le : {rest}"),
        Error::IndexDamaged { .. } => format!("réparez-le : {}", rest.replace(", or: ", ", ou : ")),
        Error::IndexLocked { .. } => "attendez la fin de l'autre processus, ou nommez un autre --index".to_owned(),
        Error::NotAnIndex { .. } => "nommez avec --index un dossier vide ou nouveau".to_owned(),
        Error::NoArticle { .. } => "nommez des fichiers, ou un dossier qui contienne des fichiers .txt, .jsonl, .wikitext, .html, .md \
             ou .xml, compressés (.bz2, .gz, .zst) ou non"
            .to_owned(),
        Error::UnknownFormat { .. } => {
            "dites ce que c'est : --format text, jsonl, wikitext, html, markdown ou dump".to_owned()
        }
        Error::BadArchive { .. } | Error::BadDump { .. } => {
            format!("ce qui précède est dans l'index ; réparez ou reprenez le fichier, puis : {rest}")
        }
        Error::InvalidEncoding { .. } => {
            format!("convertissez-le : {}", rest.replace("(or its real encoding)", "(ou son vrai encodage)"))
        }
        Error::AmbiguousId { .. } | Error::AmbiguousArticle { .. } | Error::UnknownExport { .. } => {
            format!("au choix : {rest}")
        }
        Error::AmbiguousLabel { .. } => format!("nommez-en un par --in, ou tous par --all : {rest}"),
        Error::BadSettings { .. } => format!("ce qui peut s'y trouver : {rest}"),
        Error::BadSource { .. } => {
            "un domaine (lemonde.fr), un nom (\"Le Monde\"), un ISBN, un DOI, ou des années (2019-2020)".to_owned()
        }
        Error::UnknownArticle { .. } | Error::UnknownId { .. } => format!("proches : {rest}"),
        Error::OpenToOthers { .. } => {
            "demandez un jeton (--token-file FICHIER, ou ALINEA_TOKEN), ou dites --public".to_owned()
        }
        Error::Listen { .. } => "nommez une autre adresse ou un autre port avec --addr".to_owned(),
        Error::WeakToken { .. } => format!("faites-en un : {rest}"),
        Error::Cluster { reason, .. } => cluster::hint(reason).to_owned(),
        _ => english,
    })
}

#[cfg(test)]
mod tests;

//! Errors in French. Their English is the library's own; values, names of files and flags are the same in both.

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
            format!("l'index {} est endommagé : {reason}", path.display())
        }
        Error::IndexLocked { path } => {
            format!("un autre processus écrit dans l'index {}", path.display())
        }
        Error::NotAnIndex { path, found } => format!(
            "{} contient des fichiers qui ne sont pas un index de ce programme ({found})",
            path.display()
        ),
        Error::Io { path, reason } => format!("{} : {reason}", path.display()),
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
        | Error::BadSettings { path, line, reason, .. } => format!("{path}:{line} : {reason}"),
        Error::BadArchive { path, packing, byte, reason } => {
            format!("{path} : ne se décompresse pas à partir de l'octet {byte} ({packing}) : {reason}")
        }
        Error::BadDump { path, byte, reason } => {
            format!("{path} : l'export ne se lit pas au-delà de l'octet {byte} : {reason}")
        }
        Error::BadPage { path, title, byte, reason } => {
            format!("{path} : « {title} » (octet {byte}) : {reason}")
        }
        Error::TooLittleMemory { given, least } => {
            format!("--memory {given} Mio ne suffit pas ; le moins est {least}")
        }
        Error::Engine { path, reason } => format!("l'index {} : {reason}", path.display()),
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
        Error::Listen { address, reason } => format!("impossible d'écouter sur {address} : {reason}"),
        Error::WeakToken { origin, least } => {
            format!("{origin} : un jeton a {least} caractères ASCII visibles au moins")
        }
        Error::NoWords { text } => format!("« {text} » n'a pas de mot à trouver"),
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
    let pairs = [
        ("build it: ", "construisez-le : "),
        ("wait for it, or build it: ", "attendez, ou construisez-le : "),
        ("rebuild it: ", "reconstruisez-le : "),
        (
            "wait for the other process to end, or name another --index",
            "attendez la fin de l'autre processus, ou nommez un autre --index",
        ),
        ("name an empty or new folder with --index", "nommez avec --index un dossier vide ou nouveau"),
        ("name files, or a folder that holds ", "nommez des fichiers, ou un dossier qui contienne des "),
        ("say what it is: ", "dites ce que c'est : "),
        (
            "what was read before it is in the index; mend or fetch the file again, then: ",
            "ce qui précède est dans l'index ; réparez ou reprenez le fichier, puis : ",
        ),
        ("convert it: ", "convertissez-le : "),
        ("one of: ", "au choix : "),
        (
            "ask for a token (--token-file FILE, or ALINEA_TOKEN), or say --public",
            "demandez un jeton (--token-file FICHIER, ou ALINEA_TOKEN), ou dites --public",
        ),
        ("name another address or port with --addr", "nommez une autre adresse ou un autre port avec --addr"),
        ("make one: ", "faites-en un : "),
        ("name one with --in, or ask for all with --all: ", "nommez-en un par --in, ou tous par --all : "),
        ("what may stand there: ", "ce qui peut s'y trouver : "),
        ("a domain (", "un domaine, un nom, un ISBN, un DOI ou des années ("),
        ("near it: ", "proches : "),
    ];
    let found = pairs.iter().find_map(|(from, to)| Some(format!("{to}{}", english.strip_prefix(from)?)));
    Some(found.unwrap_or(english))
}

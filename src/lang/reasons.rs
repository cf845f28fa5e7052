//! In French what a system says of a file, an address, a device.

use std::io::{Error, ErrorKind};

/// Unix's numbers for what [`ErrorKind`] has no name for (`errno.h`): ENFILE, EMFILE, EIO, ELOOP.
const NUMBERED: [(i32, &str); 4] = [
    (23, "la machine a trop de fichiers ouverts"),
    (24, "trop de fichiers ouverts"),
    (5, "le support ne se lit ou ne s'écrit pas"),
    (40, "des liens qui tournent en rond"),
];

/// What went wrong, with the system's number; what did not come from the system is said as it is.
pub(super) fn io(error: &Error) -> String {
    let Some(number) = error.raw_os_error() else {
        return of_kind(error.kind())
            .filter(|_| error.get_ref().is_none())
            .map_or_else(|| error.to_string(), str::to_owned);
    };
    let numbered =
        || NUMBERED.iter().find(|(known, _)| cfg!(unix) && *known == number).map(|(_, said)| *said);
    match of_kind(error.kind()).or_else(numbered) {
        Some(said) => format!("{said} (erreur {number} du système)"),
        None => error.to_string(),
    }
}

fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "aucun fichier ni dossier de ce nom",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::AlreadyExists => "existe déjà",
        ErrorKind::IsADirectory => "c'est un dossier",
        ErrorKind::NotADirectory => "ce n'est pas un dossier",
        ErrorKind::DirectoryNotEmpty => "le dossier n'est pas vide",
        ErrorKind::ReadOnlyFilesystem => "ce système de fichiers ne s'écrit pas",
        ErrorKind::StorageFull => "il n'y a plus de place",
        ErrorKind::QuotaExceeded => "la place accordée est épuisée",
        ErrorKind::FileTooLarge => "le fichier est trop grand",
        ErrorKind::InvalidFilename => "ce nom n'est pas celui d'un fichier",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "occupé par un autre processus",
        ErrorKind::OutOfMemory => "il n'y a plus de mémoire",
        ErrorKind::UnexpectedEof => "fin inattendue",
        ErrorKind::InvalidData => "le contenu n'est pas ce qu'il devrait être",
        ErrorKind::InvalidInput => "demande impossible",
        ErrorKind::Unsupported => "le système ne le permet pas",
        ErrorKind::TimedOut => "le délai est passé",
        ErrorKind::Interrupted => "interrompu",
        ErrorKind::BrokenPipe => "personne ne lit plus",
        ErrorKind::AddrInUse => "cette adresse est déjà prise",
        ErrorKind::AddrNotAvailable => "cette machine n'a pas cette adresse",
        ErrorKind::ConnectionRefused => "connexion refusée",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "connexion rompue",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "hors d'atteinte",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::io;

    /// All that a person is likely to meet; the numbers are Linux's.
    #[test]
    #[cfg(target_os = "linux")]
    fn systems_speak_french() {
        for number in [
            1, 2, 5, 11, 12, 13, 16, 17, 20, 21, 22, 23, 24, 26, 27, 28, 30, 32, 36, 39, 40, 98, 99, 104,
            110, 111, 113, 122,
        ] {
            let error = Error::from_raw_os_error(number);
            let said = io(&error);
            // EAGAIN, which no reader of files gives, keeps the system's words.
            assert!(
                number == 11 || said.ends_with(&format!("(erreur {number} du système)")),
                "{error}: {said}"
            );
        }
        assert_eq!(io(&Error::other("ce qui est")), "ce qui est");
    }
}

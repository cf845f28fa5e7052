//! What the arguments of bibliographic templates say, after the documentation of `Lien web`, `Article`, `Ouvrage`,
//! `Chapitre` on French Wikipedia, their redirections, and the English templates that come with translations.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What an argument says of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) enum Field {
    /// A whole name; may be numbered.
    Author,
    /// May be numbered.
    FirstName,
    /// May be numbered.
    LastName,
    /// That there are more authors.
    EtAl,
    /// Of the book that holds a chapter.
    BookAuthors,
    /// What these persons did: « (dir.) ».
    Responsibility,
    Title,
    Subtitle,
    Chapter,
    /// Of the book that holds a chapter.
    BookTitle,
    /// The journal or the site.
    Container,
    Series,
    Publisher,
    Place,
    Date,
    Day,
    Month,
    Year,
    Volume,
    Issue,
    Tome,
    TomeTitle,
    Edition,
    /// The pages that are meant.
    Pages,
    /// How many it has.
    PageCount,
    Isbn,
    Issn,
    Doi,
    Url,
    ArchiveUrl,
    Accessed,
    Language,
}

/// The field that an argument of that name is, and its number; numbers are left out where there is none.
pub(in super::super) fn field(name: &str) -> Option<(Field, usize)> {
    static TABLE: LazyLock<FxHashMap<&str, Field>> = LazyLock::new(|| {
        FIELDS.iter().flat_map(|(field, names)| names.iter().map(|name| (*name, *field))).collect()
    });
    if let Some(field) = TABLE.get(name) {
        return Some((*field, 1));
    }
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[bare.len()..].parse().ok()?;
    TABLE.get(bare.trim_end()).filter(|field| field.is_numbered()).map(|field| (*field, number))
}

impl Field {
    fn is_numbered(self) -> bool {
        matches!(
            self,
            Self::Author | Self::FirstName | Self::LastName | Self::BookAuthors | Self::Responsibility
        )
    }
}

const FIELDS: &[(Field, &[&str])] = &[
    (
        Field::Author,
        &[
            "auteur",
            "auteurs",
            "author",
            "authors",
            "auteur institutionnel",
            "auteurs institutionnels",
            "par",
            "réalisateur",
            "artiste",
            "vauthors",
            "journaliste",
            "collectif",
        ],
    ),
    (Field::FirstName, &["prénom", "first", "given", "prenom"]),
    (Field::LastName, &["nom", "last", "surname", "nom auteur"]),
    (Field::EtAl, &["et al.", "et al", "et alii"]),
    (
        Field::BookAuthors,
        &[
            "auteurs ouvrage",
            "auteur ouvrage",
            "editor",
            "éditeur scientifique",
            "directeur",
            "directeur ouvrage",
        ],
    ),
    (Field::Responsibility, &["responsabilité", "directeur1", "direction"]),
    (Field::Title, &["titre", "title", "intitulé", "nom en ligne"]),
    (Field::Subtitle, &["sous-titre", "sous titre", "subtitle"]),
    (Field::Chapter, &["titre chapitre", "chapitre", "chapter", "partie", "contribution"]),
    (Field::BookTitle, &["titre ouvrage", "ouvrage"]),
    (
        Field::Container,
        &[
            "site",
            "website",
            "périodique",
            "periodique",
            "journal",
            "revue",
            "magazine",
            "newspaper",
            "work",
            "série",
            "encyclopédie",
            "encyclopedia",
            "nom site",
            "site web",
            "publication",
            "titre périodique",
            "émission",
            "programme",
            "chaîne",
        ],
    ),
    (Field::Series, &["collection", "series", "coll"]),
    (
        Field::Publisher,
        &[
            "éditeur",
            "editeur",
            "publisher",
            "edition",
            "organisme",
            "maison d'édition",
            "label",
            "institution",
            "via",
        ],
    ),
    (Field::Place, &["lieu", "location", "place", "lieu édition", "ville", "lieu éditeur"]),
    (Field::Date, &["date", "en ligne le", "mis en ligne le", "publié le", "date de publication"]),
    (Field::Day, &["jour", "day"]),
    (Field::Month, &["mois", "month"]),
    (Field::Year, &["année", "an", "year", "annee"]),
    (Field::Volume, &["volume", "vol", "titre volume"]),
    (Field::Issue, &["numéro", "numero", "no", "n°", "issue", "number"]),
    (Field::Tome, &["tome"]),
    (Field::TomeTitle, &["titre tome"]),
    (Field::Edition, &["numéro d'édition", "numéro édition", "mention d'édition"]),
    (
        Field::Pages,
        &["passage", "pages", "page", "p.", "pp.", "passages", "at", "p", "pp", "numéro de page", "temps"],
    ),
    (Field::PageCount, &["pages totales", "nombre de pages", "nb pages"]),
    (Field::Isbn, &["isbn", "isbn13", "ISBN", "isbn10", "isbn 13", "isbn 10", "isbn1"]),
    (Field::Issn, &["issn", "ISSN", "e-issn", "issn1"]),
    (Field::Doi, &["doi", "DOI"]),
    (
        Field::Url,
        &[
            "url",
            "lire en ligne",
            "url texte",
            "présentation en ligne",
            "URL",
            "lien",
            "adresse",
            "url ouvrage",
            "url chapitre",
            "écouter en ligne",
            "chapter-url",
            "texte",
            "site officiel",
            "url=",
        ],
    ),
    (Field::ArchiveUrl, &["archive-url", "archiveurl", "url archive", "archive", "archive url"]),
    (
        Field::Accessed,
        &[
            "consulté le",
            "consulté",
            "accessdate",
            "access-date",
            "consulté en",
            "date consultation",
            "consulte le",
        ],
    ),
    (Field::Language, &["langue", "lang", "language", "lien langue", "langue1", "langue originale code"]),
];

#[cfg(test)]
mod tests {
    use super::{FIELDS, Field, field};

    #[test]
    fn names_are_told() {
        for (name, expected) in [
            ("titre", Some((Field::Title, 1))),
            ("prénom2", Some((Field::FirstName, 2))),
            ("auteur3", Some((Field::Author, 3))),
            ("nom", Some((Field::LastName, 1))),
            ("isbn2", None),
            ("?", None),
        ] {
            assert_eq!(field(name), expected, "{name}");
        }
    }

    #[test]
    fn no_name_says_two_things() {
        let mut names: Vec<&str> = FIELDS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}

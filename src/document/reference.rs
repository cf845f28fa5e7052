//! A bibliographic entry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a citation marker resolves to. Only what the source says: a field that it does not give is `None`. Names and
/// titles have no spaces but the ordinary one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// The label of the markers that point here, in written form.
    pub label: String,
    /// The entry as a reader of the page sees it, NFC, without its label.
    pub raw: String,
    /// In the order given.
    pub authors: Vec<String>,
    /// Of the work.
    pub title: Option<String>,
    /// The journal, newspaper, site or book that holds the work.
    pub container: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// `2019-11-02`, `2019-11` or `2019`; only a date that was understood.
    pub date: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Where a copy of that page is kept.
    pub archive_url: Option<String>,
    /// As written, hyphens kept.
    pub isbn: Option<String>,
    /// Without the resolver's address.
    pub doi: Option<String>,
    /// As written: `12`, `p. 12-14`.
    pub pages: Option<String>,
    /// A language code, where the entry gives one.
    pub language: Option<String>,
}

impl Reference {
    /// The year of its date.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.date.as_deref()?.get(..4)?.parse().ok()
    }
}

/// The host of an address in lower case, without `www.`, user and port; none where it is no web address with one.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let web = matches!(scheme.to_lowercase().as_str(), "http" | "https");
    let named = host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
    (web && named).then(|| host.to_owned())
}

/// The address whose copy an archive keeps, where the archive's own address ends with it, as those of the Wayback
/// Machine and archive.today do: `https://web.archive.org/web/2019/http://exemple.fr/a`.
#[must_use]
pub fn archived(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?;
    let at = ["/http://", "/https://"].iter().filter_map(|scheme| path.rfind(scheme)).max()?;
    url.get(at + 1..)
}

#[cfg(test)]
mod tests {
    use super::{archived, host};

    #[test]
    fn what_an_archive_keeps() {
        for (url, expected) in [
            (
                "https://web.archive.org/web/2019/http://www.exemple.fr/a?b=c",
                Some("http://www.exemple.fr/a?b=c"),
            ),
            ("https://archive.is/2019.01.01/https://exemple.fr/", Some("https://exemple.fr/")),
            ("https://exemple.fr/partager?u=/http://ailleurs.fr/", None),
            ("https://exemple.fr/a", None),
            ("/http://", Some("http://")),
        ] {
            assert_eq!(archived(url), expected, "{url}");
        }
    }

    #[test]
    fn hosts() {
        for (url, expected) in [
            ("https://www.lemonde.fr/a", Some("lemonde.fr")),
            ("HTTP://Afrique.LeMonde.fr:80?x=/b", Some("afrique.lemonde.fr")),
            ("https://nom:mot@exemple.org#a", Some("exemple.org")),
            ("https://", None),
            ("https://exemple", None),
            ("https://exemple..org/", None),
            ("ftp://exemple.org/", None),
            ("lemonde.fr", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }
}

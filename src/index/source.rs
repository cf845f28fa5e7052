//! What a reference's source is found by: its domain, its numbers, its names.

use std::collections::BTreeSet;

use crate::document::{Reference, archived, host};

/// The keys of the source that `reference` names: `domain:lemonde.fr` for each of the domains that its address
/// stands in, and for those of the page that an archive keeps, `isbn:` and 13 digits, `doi:` in lower case. Without repetition.
#[must_use]
pub fn source_keys(reference: &Reference) -> BTreeSet<String> {
    let copies =
        [&reference.url, &reference.archive_url].into_iter().flatten().filter_map(|url| archived(url));
    let hosts = reference.url.as_deref().into_iter().chain(copies).filter_map(host);
    let isbn = reference.isbn.as_deref().and_then(isbn_13).map(|isbn| format!("isbn:{isbn}"));
    let doi = reference.doi.as_deref().map(|doi| format!("doi:{}", doi.to_lowercase()));
    let domains = hosts.flat_map(domains).map(|domain| format!("domain:{domain}"));
    domains.chain(isbn).chain(doi).collect()
}

/// `afrique.lemonde.fr` and `lemonde.fr`: a domain with those above it, the last one apart.
fn domains(host: String) -> Vec<String> {
    let above = host.match_indices('.').map(|(at, _)| &host[at + 1..]).filter(|rest| rest.contains('.'));
    let mut domains: Vec<String> = above.map(str::to_owned).collect();
    domains.push(host);
    domains
}

/// The thirteen digits of an ISBN in either of its forms, signs between them left out; none where the number of
/// digits or the check digit is wrong (ISO 2108: weights 10 to 2 modulo 11, weights 1 and 3 modulo 10).
#[must_use]
pub fn isbn_13(written: &str) -> Option<String> {
    let digits: Vec<u32> = written.chars().filter_map(isbn_digit).collect();
    match digits.as_slice() {
        ten if ten.len() == 10 && ten[..9].iter().all(|digit| *digit < 10) => {
            let sum: u32 = ten.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            let digits: Vec<u32> = [9, 7, 8].into_iter().chain(ten[..9].iter().copied()).collect();
            sum.is_multiple_of(11).then(|| spelled(&digits))
        }
        thirteen if thirteen.len() == 13 && thirteen.iter().all(|digit| *digit < 10) => {
            let right = thirteen.last() == Some(&check_digit(&thirteen[..12]));
            right.then(|| spelled(&thirteen[..12]))
        }
        _ => None,
    }
}

/// X stands for ten.
fn isbn_digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| matches!(c, 'X' | 'x').then_some(10))
}

fn check_digit(twelve: &[u32]) -> u32 {
    let sum: u32 = twelve.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}

fn spelled(twelve: &[u32]) -> String {
    twelve.iter().chain([&check_digit(twelve)]).filter_map(|digit| char::from_digit(*digit, 10)).collect()
}

/// What a reference is ranked by. What was told apart in it counts once more than the rest of its text, and the
/// domain is there even where a reader of the page does not see it.
#[must_use]
pub fn described(reference: &Reference) -> Vec<String> {
    let fields = [&reference.title, &reference.container, &reference.date];
    let host = reference.url.as_deref().and_then(host);
    let told_apart = reference.authors.iter().chain(fields.into_iter().flatten()).cloned();
    std::iter::once(reference.raw.clone()).chain(told_apart).chain(host).collect()
}

/// What a reference's source may be called: all of its text but the title, which may hold any words.
#[must_use]
pub fn names(reference: &Reference) -> Vec<String> {
    let (before, after) = match reference.title.as_deref().and_then(|title| reference.raw.split_once(title)) {
        Some(around) => around,
        None => (reference.raw.as_str(), ""),
    };
    let shown = [before, after].map(str::to_owned);
    let fields = [&reference.container, &reference.publisher].into_iter().flatten();
    let unseen =
        reference.authors.iter().chain(fields).filter(|name| !shown.iter().any(|s| s.contains(*name)));
    let unseen: Vec<String> = unseen.cloned().collect();
    shown.into_iter().chain(unseen).filter(|words| !words.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{isbn_13, names, source_keys};
    use crate::document::Reference;

    #[test]
    fn one_isbn_in_all_its_forms() {
        for (written, isbn) in [
            ("978-2-02-000001-7", Some("9782020000017")),
            ("9782020000017", Some("9782020000017")),
            ("2-02-000001-6", Some("9782020000017")),
            ("2 02 000001 6", Some("9782020000017")),
            ("0-8044-2957-X", Some("9780804429573")),
            ("978-2-02-000001-8", None),
            ("2-02-000001-2", None),
            ("X-02-000001-6", None),
            ("978-2", None),
        ] {
            assert_eq!(isbn_13(written).as_deref(), isbn, "{written}");
        }
    }

    #[test]
    fn keys_name_the_source_exactly() {
        let reference = Reference {
            url: Some("https://www.Afrique.LeMonde.fr:443/a?b=c.org".into()),
            doi: Some("10.1000/ABC".into()),
            ..Reference::default()
        };
        let keys: Vec<String> = source_keys(&reference).into_iter().collect();
        assert_eq!(keys, ["doi:10.1000/abc", "domain:afrique.lemonde.fr", "domain:lemonde.fr"]);
    }

    #[test]
    fn a_copy_is_of_its_own_source() {
        let copy = "https://web.archive.org/web/2019/http://www.lemonde.fr/a";
        for (url, archive_url) in [(Some(copy), None), (None, Some(copy))] {
            let of = |url: Option<&str>| url.map(str::to_owned);
            let reference = Reference { url: of(url), archive_url: of(archive_url), ..Reference::default() };
            assert!(source_keys(&reference).contains("domain:lemonde.fr"), "{url:?} {archive_url:?}");
        }
    }

    #[test]
    fn a_title_is_no_name() {
        let reference = Reference {
            raw: "Jean Dupont, « Le Monde perdu », RFI, 2019".into(),
            title: Some("Le Monde perdu".into()),
            container: Some("RFI".into()),
            publisher: Some("Seuil".into()),
            ..Reference::default()
        };
        assert_eq!(names(&reference), ["Jean Dupont, « ", " », RFI, 2019", "Seuil"]);
    }
}

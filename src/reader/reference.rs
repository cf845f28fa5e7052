//! A bibliographic entry: its text, and the fields that it plainly gives.

use super::date::date;
use super::passages::tidy;
use crate::document::{Reference, Span};

/// The entry `raw` (without its label). A field that is not certain is `None`; the entry's own text has it all.
///
/// What stands in « » (else in “ ”) first is the title; what stands before it are authors if each is a name, what
/// stands after it up to a comma is the container.
pub(super) fn parse(label: String, raw: &str) -> Reference {
    let raw = tidy(raw);
    let around = around_title(&raw);
    with_title(label, &raw, around)
}

/// As [`parse`], of an entry whose markup tells which of its bytes are the title.
pub(super) fn parse_titled(label: String, raw: &str, title: Span) -> Reference {
    match (raw.get(..title.start), raw.get(title.clone()), raw.get(title.end..)) {
        (Some(before), Some(title), Some(after)) => {
            let title_start = before.trim_end().len();
            let before = before.trim_end_matches(['«', '“', '"', ' ', '\u{a0}']);
            let after = after.trim_start_matches(['»', '”', '"', ' ', '\u{a0}']);
            let is_quoted = before.len() < title_start;
            let reference = with_title(label, raw, (before, Some(title.trim()), after));
            // A book's title stands in no marks; what follows is where it was published.
            Reference { container: reference.container.filter(|_| is_quoted), ..reference }
        }
        _ => parse(label, raw),
    }
}

fn with_title(label: String, raw: &str, (before, title, after): (&str, Option<&str>, &str)) -> Reference {
    let after = without_archive(after);
    let urls: Vec<&str> = raw.split_whitespace().filter_map(url).collect();
    Reference {
        label,
        authors: title.map_or_else(Vec::new, |_| authors(before)),
        title: title.map(str::to_owned),
        container: title.and_then(|_| container(after)),
        publisher: None,
        date: date(&without_numbers(before, after)),
        url: urls.first().map(|url| (*url).to_owned()),
        archive_url: urls.iter().skip(1).find(|url| is_archive(url)).map(|url| (*url).to_owned()),
        isbn: isbn(raw),
        doi: doi(raw),
        pages: pages(after),
        language: language(before).or_else(|| language(after)),
        raw: raw.to_owned(),
    }
}

/// What follows the title without the link to its copy, `[archive]` or `[archive du 3 mai 2020]`.
fn without_archive(after: &str) -> &str {
    let link = after.trim_start().strip_prefix("[archive");
    link.and_then(|link| link.split_once(']')).map_or(after, |(_, rest)| rest)
}

/// Whether the text names where something was published: an address, an ISBN, or a year in a short line.
pub(super) fn has_source(text: &str) -> bool {
    const SHORT_BYTES: usize = 300;
    let named = text.split_whitespace().any(|word| url(word).is_some()) || text.contains("ISBN");
    named || (text.len() <= SHORT_BYTES && date(text).is_some() && text.contains(','))
}

/// What stands before the title, the title, and what stands after it; all is "after" without a title.
fn around_title(raw: &str) -> (&str, Option<&str>, &str) {
    let found = [('«', '»'), ('“', '”')].into_iter().find_map(|(open, close)| {
        let (before, rest) = raw.split_once(open)?;
        let (title, after) = rest.split_at(closing(rest, open, close)?);
        Some((before, title.trim(), after.trim_start_matches(close)))
    });
    match found {
        Some((before, title, after)) if !title.is_empty() => (before, Some(title), after),
        _ => ("", None, raw),
    }
}

/// Where the mark stands that closes a quote whose words are at the start of `rest`.
fn closing(rest: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1;
    rest.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == open) - i32::from(c == close);
        (depth == 0).then_some(at)
    })
}

/// The address in a word, without the signs around it.
fn url(word: &str) -> Option<&str> {
    if !word.contains(':') {
        return None;
    }
    let start = ["https://", "http://"].into_iter().find_map(|scheme| word.find(scheme))?;
    let end = word[start..].find(['>', '»', '"', ']', '<']).map_or(word.len(), |at| start + at);
    let url = word[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let opened = url.contains('(');
    Some(if opened { url } else { url.trim_end_matches(')').trim_end_matches(['.', ',']) })
}

/// The hosts of web archives that French Wikipedia links to (its template `Lien archive`).
pub(super) fn is_archive(url: &str) -> bool {
    const HOSTS: [&str; 6] = [
        "web.archive.org",
        "archive.org/web",
        "archive.wikiwix.com",
        "archive.is",
        "archive.today",
        "archive.ph",
    ];
    HOSTS.iter().any(|host| url.contains(host))
}

/// 10 or 13 digits after `ISBN`, `ISBN-10` or `ISBN-13`, as written.
fn isbn(raw: &str) -> Option<String> {
    let rest = raw.split_once("ISBN")?.1;
    let rest = rest.strip_prefix("-10").or_else(|| rest.strip_prefix("-13")).unwrap_or(rest);
    let rest = rest.trim_start_matches([':', ' ', '\u{a0}']);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '‑' | 'X' | ' ' | '\u{a0}');
    let written = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
    let written = written.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let digits = written.chars().filter(char::is_ascii_alphanumeric).count();
    matches!(digits, 10 | 13).then(|| written.to_owned())
}

/// `10.1000/182`, without the resolver's address.
fn doi(raw: &str) -> Option<String> {
    let start = raw.match_indices("10.").map(|(at, _)| at).find(|at| is_doi(&raw[*at..]))?;
    let end = raw[start..].find(|c: char| c.is_whitespace() || matches!(c, '»' | '>' | ']' | ',' | ';'));
    let doi = &raw[start..end.map_or(raw.len(), |at| start + at)];
    let doi = if doi.contains('(') { doi } else { doi.trim_end_matches(')') };
    Some(doi.trim_end_matches('.').to_owned())
}

/// `10.`, four to nine digits, `/` and something (ISO 26324; the digits as Crossref gives them out).
fn is_doi(text: &str) -> bool {
    let digits = text[3..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[3 + digits..];
    (4..=9).contains(&digits) && rest.len() > 1 && rest.starts_with('/')
}

/// `p. 12-14`, `pp. 3, 5`: not `320 p.`, which counts the pages of a book.
fn pages(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.windows(2).position(|pair| is_page_sign(pair[0]) && begins_with_digit(pair[1]))?;
    let numbers = words[at + 1].trim_end_matches([',', '.', ';', ')', '(']);
    Some(format!("{} {numbers}", words[at].trim_start_matches('(')))
}

fn is_page_sign(word: &str) -> bool {
    matches!(word.trim_start_matches('('), "p." | "pp." | "p" | "pp" | "page" | "pages")
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// The names before a title, if each of them is one: two to five words that begin with capitals, or particles.
fn authors(before: &str) -> Vec<String> {
    let before = before.trim().trim_end_matches([',', ':', ' ', '\u{a0}']);
    let before = without_language(before).trim_start_matches("Par ").trim_start_matches("par ");
    let names: Vec<&str> =
        before.split([',', ';', '&']).flat_map(|part| part.split(" et ")).map(str::trim).collect();
    if names.iter().all(|name| is_name(name)) {
        names.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

fn is_name(name: &str) -> bool {
    const ARTICLES: [&str; 6] = ["Le", "La", "Les", "Un", "Une", "The"];
    const PARTICLES: [&str; 14] =
        ["de", "du", "des", "la", "le", "van", "von", "der", "den", "ben", "bin", "al", "el", "ag"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let named = |word: &&str| {
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'));
        letters
            && (word.starts_with(char::is_uppercase) || PARTICLES.contains(word) || word.starts_with("d'"))
    };
    (2..=5).contains(&words.len()) && !ARTICLES.contains(&words[0]) && words.iter().all(named)
}

/// The first thing named after the title, if it is no date, place of pages, address or number.
fn container(after: &str) -> Option<String> {
    let after = after.trim_start_matches([',', '.', ' ', '\u{a0}']);
    let after =
        ["in ", "In ", "dans ", "sur "].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
    let name = without_language(after).split([',', '(', '[', ';']).next()?.trim().trim_end_matches('.');
    let plain = name.starts_with(char::is_uppercase) && name.chars().count() <= 80 && !name.contains("://");
    (plain && date(name).is_none() && !name.starts_with("ISBN")).then(|| name.to_owned())
}

/// `(en)` at the start: the code of a language.
fn language(text: &str) -> Option<String> {
    let (code, _) = text.trim_start_matches([',', ' ', '\u{a0}']).strip_prefix('(')?.split_once(')')?;
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    is_code.then(|| code.to_owned())
}

fn without_language(text: &str) -> &str {
    if language(text).is_none() {
        return text;
    }
    text.split_once(')').map_or(text, |(_, rest)| rest.trim_start())
}

/// The entry without title, addresses and what follows `ISBN`: what may hold its date.
fn without_numbers(before: &str, after: &str) -> String {
    let after = after.split_once("ISBN").map_or(after, |(before, _)| before);
    let words = before.split_whitespace().chain(after.split_whitespace());
    words.filter(|word| url(word).is_none() && !word.contains("10.")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_article_with_everything() {
        let reference = parse(
            "4".into(),
            "(en) Jean Dupont et Marie de La Tour, « Le camp « perdu » », Le Monde, 2 novembre 2019, p. 12-14, \
             DOI 10.1000/abc.182, https://exemple.org/a_(b), (consulté le 3 mai 2020), \
             https://web.archive.org/web/2020/https://exemple.org.",
        );
        assert_eq!(reference.authors, ["Jean Dupont", "Marie de La Tour"]);
        assert_eq!(reference.title.as_deref(), Some("Le camp « perdu »"));
        assert_eq!(reference.container.as_deref(), Some("Le Monde"));
        assert_eq!(reference.date.as_deref(), Some("2019-11-02"));
        assert_eq!(reference.pages.as_deref(), Some("p. 12-14"));
        assert_eq!(reference.doi.as_deref(), Some("10.1000/abc.182"));
        assert_eq!(reference.url.as_deref(), Some("https://exemple.org/a_(b)"));
        assert_eq!(
            reference.archive_url.as_deref(),
            Some("https://web.archive.org/web/2020/https://exemple.org")
        );
        assert_eq!(reference.language.as_deref(), Some("en"));
        assert_eq!(reference.publisher, None);
    }

    #[test]
    fn a_book() {
        let reference =
            parse("".into(), "Jean Dupont, Le Mali, Paris, Seuil, 1980, 320 p. (ISBN 978-2-02-000000-1)");
        assert_eq!(reference.isbn.as_deref(), Some("978-2-02-000000-1"));
        assert_eq!(reference.date.as_deref(), Some("1980"));
        assert_eq!((reference.title, reference.container, reference.pages), (None, None, None));
        assert!(reference.authors.is_empty());
    }

    #[test]
    fn what_is_not_sure_is_left_out() {
        let reference = parse("1".into(), "Le Monde, RFI, « Titre », 2019, ISBN 12");
        assert!(reference.authors.is_empty());
        assert_eq!((reference.container, reference.isbn), (None, None));
        assert_eq!(parse("1".into(), "« Sans fin").title, None);
        assert_eq!(parse("1".into(), "AFP, « Titre »").authors, Vec::<String>::new());
        assert_eq!(parse("1".into(), "10. Le Mali").doi, None);
    }

    #[test]
    fn isbn_forms() {
        for (raw, isbn) in [
            ("ISBN 2-02-000000-X", Some("2-02-000000-X")),
            ("ISBN\u{a0}: 9782020000001.", Some("9782020000001")),
            ("ISBN-13 : 978-2-02-000000-1", Some("978-2-02-000000-1")),
            ("ISBN 978-2", None),
        ] {
            assert_eq!(parse("1".into(), raw).isbn.as_deref(), isbn, "{raw:?}");
        }
    }
}

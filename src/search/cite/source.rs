//! A source as a person names it.

use std::ops::RangeInclusive;

use crate::document::{archived, host};
use crate::error::{Error, Fault, Result};
use crate::index::isbn_13;

/// What names the source of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A domain, which stands for those below it too: `lemonde.fr`.
    Domain(String),
    /// Its thirteen digits.
    Isbn(String),
    /// In lower case, without the resolver's address.
    Doi(String),
    /// References of these years.
    Years(RangeInclusive<u16>),
    /// Words that stand side by side in a reference outside its title: an author, a newspaper, a publisher.
    Name(String),
}

/// Which references are asked for; all where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceFilter {
    /// What names the source.
    pub source: Option<Source>,
    /// The first year of the reference's date.
    pub since: Option<u16>,
    /// The last year of the reference's date.
    pub until: Option<u16>,
}

/// The years that a range may name.
const YEARS: RangeInclusive<u16> = 1000..=2999;

impl Source {
    /// What `typed` means: an address or a domain, an ISBN (10 or 13 digits, signs between them), a DOI, a year or a
    /// range of years (`2019`, `2019-2020`, `2019..`), else a name.
    ///
    /// # Errors
    /// `BadSource` for what is written like an ISBN or a range of years and is none, and for nothing at all.
    pub fn parse(typed: &str) -> Result<Self> {
        let typed = typed.trim();
        let bad = |reason| Err(Error::BadSource { value: typed.to_owned(), reason });
        if !typed.contains(char::is_alphanumeric) {
            return bad(Fault::Empty);
        }
        if let Some(doi) = doi(typed) {
            return Ok(Self::Doi(doi));
        }
        if let Some(domain) = domain(typed) {
            return Ok(Self::Domain(domain));
        }
        if let Some(years) = years(typed) {
            return years.map(Self::Years).or_else(bad);
        }
        match isbn(typed) {
            Some(written) => match isbn_13(written) {
                Some(isbn) => Ok(Self::Isbn(isbn)),
                None => bad(why_no_isbn(written)),
            },
            None => Ok(Self::Name(typed.to_owned())),
        }
    }
}

impl SourceFilter {
    /// What a person typed: the source's name, see [`Source::parse`], and the years that its references must be of.
    ///
    /// # Errors
    /// `BadSource`, also where the years end before they begin.
    pub fn typed(source: Option<&str>, since: Option<u16>, until: Option<u16>) -> Result<Self> {
        if let (Some(first), Some(last)) = (since, until)
            && first > last
        {
            let reason = Fault::YearsReversed { first, last };
            return Err(Error::BadSource { value: format!("--since {first} --until {last}"), reason });
        }
        Ok(Self { source: source.map(Source::parse).transpose()?, since, until })
    }

    /// References of that source.
    #[must_use]
    pub fn of(source: Source) -> Self {
        Self { source: Some(source), ..Self::default() }
    }

    /// Whether every reference is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// `10.1000/182`, with or without `doi:` or the resolver's address.
fn doi(typed: &str) -> Option<String> {
    let lower = typed.to_lowercase();
    let known =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:", "doi "];
    let bare = known.iter().find_map(|before| lower.strip_prefix(before)).unwrap_or(&lower).trim();
    let (registrant, rest) = bare.strip_prefix("10.")?.split_once('/')?;
    let named = !registrant.is_empty() && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (named && !rest.is_empty() && !rest.contains(char::is_whitespace)).then(|| bare.to_owned())
}

/// The host of an address, or of the page that it keeps a copy of, or one word of letters with a dot in it and no digits only.
fn domain(typed: &str) -> Option<String> {
    if typed.contains("://") {
        return host(archived(typed).unwrap_or(typed));
    }
    let last = typed.split('/').next()?.rsplit('.').next()?;
    let top = last.chars().nth(1).is_some() && last.chars().all(char::is_alphabetic);
    let typed = typed.strip_suffix('.').unwrap_or(typed);
    top.then(|| host(&format!("https://{typed}"))).flatten()
}

/// The years of `2019`, `2019-2020`, `2019..2020`, `2019..`, `..2020`; nothing where it is written otherwise.
fn years(typed: &str) -> Option<Result<RangeInclusive<u16>, Fault>> {
    let separators = ["..", "-", "–", "—"];
    let (first, last) = separators.iter().find_map(|by| typed.split_once(by)).unwrap_or((typed, typed));
    let (first, last) = (first.trim(), last.trim());
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= 4;
    if !number(first) || !number(last) || (first.len() < 4 && last.len() < 4) {
        return None;
    }
    let open = |text: &str, end: u16| if text.is_empty() { Some(end) } else { year(text) };
    Some(match (open(first, *YEARS.start()), open(last, *YEARS.end())) {
        (Some(first), Some(last)) if first <= last => Ok(first..=last),
        (Some(first), Some(last)) => Err(Fault::YearsReversed { first, last }),
        _ => Err(Fault::YearDigits),
    })
}

fn year(text: &str) -> Option<u16> {
    text.parse().ok().filter(|year| YEARS.contains(year))
}

/// What is written like an ISBN: with that word before it, or ten digits or more and nothing but what parts them.
fn isbn(typed: &str) -> Option<&str> {
    let word = typed.get(..4).filter(|word| word.eq_ignore_ascii_case("isbn"));
    let rest = word.map_or(typed, |_| typed[4..].trim_start_matches([':', ' ', '\u{a0}']));
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '‑' | ' ' | '\u{a0}' | 'X' | 'x');
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (rest.chars().all(is_part) && (word.is_some() || digits >= 9)).then_some(rest)
}

fn why_no_isbn(written: &str) -> Fault {
    let digits = written.chars().filter(char::is_ascii_alphanumeric).count();
    match digits {
        10 | 13 => Fault::IsbnCheck,
        digits => Fault::IsbnDigits { digits },
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn a_source_is_what_it_looks_like() {
        for (typed, source) in [
            ("lemonde.fr", Source::Domain("lemonde.fr".into())),
            ("https://www.lemonde.fr/afrique/", Source::Domain("lemonde.fr".into())),
            ("https://web.archive.org/web/2019/http://lemonde.fr/a", Source::Domain("lemonde.fr".into())),
            ("978-2-02-000001-7", Source::Isbn("9782020000017".into())),
            ("ISBN 2-02-000001-6", Source::Isbn("9782020000017".into())),
            ("10.1000/ABC", Source::Doi("10.1000/abc".into())),
            ("https://doi.org/10.1000/abc", Source::Doi("10.1000/abc".into())),
            ("2019", Source::Years(2019..=2019)),
            ("2019-2020", Source::Years(2019..=2020)),
            ("2019..", Source::Years(2019..=2999)),
            (" Le Monde ", Source::Name("Le Monde".into())),
            ("J. Dupont", Source::Name("J. Dupont".into())),
            ("S.N.C.F.", Source::Name("S.N.C.F.".into())),
            ("12", Source::Name("12".into())),
        ] {
            assert_eq!(Source::parse(typed).unwrap(), source, "{typed}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (typed, reason) in [
            ("2020-2019", "ends before"),
            ("2019-20", "four digits"),
            ("0000-2019", "four digits"),
            ("978-2-02-000001-8", "check digit"),
            ("ISBN 978-2", "10 or 13 digits, not 4"),
            ("978202000001", "10 or 13 digits, not 12"),
            (" ", "a source is"),
            ("…", "a source is"),
        ] {
            let error = Source::parse(typed).unwrap_err().to_string();
            assert!(error.contains(reason), "{typed}: {error}");
        }
    }
}

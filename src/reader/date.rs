//! Dates in references, as far as they are certain.

/// The months with the abbreviations of the *Lexique* of the Imprimerie nationale, also without accents.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan"],
    &["février", "fevrier", "févr", "fév"],
    &["mars"],
    &["avril", "avr"],
    &["mai"],
    &["juin"],
    &["juillet", "juil"],
    &["août", "aout"],
    &["septembre", "sept"],
    &["octobre", "oct"],
    &["novembre", "nov"],
    &["décembre", "decembre", "déc"],
];

/// Words before a date that say when somebody looked at a page, or copied it, and not when it appeared; the
/// English ones are those of the citation templates of the English Wikipedia.
const NOT_ITS_OWN: [&str; 13] = [
    "consulté",
    "consultée",
    "consultés",
    "consultées",
    "consultation",
    "accès",
    "archivé",
    "archivée",
    "archive",
    "lu",
    "retrieved",
    "accessed",
    "original",
];

/// The date that an entry gives as its own: `2019-11-02`, `2019-11` or `2019`; the first full one, else the
/// first with a month, else the only year that stands alone.
pub(super) fn date(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | '[' | ']'))
        .filter(|word| !word.is_empty())
        .collect();
    first_of(&words, full).or_else(|| first_of(&words, with_month)).or_else(|| only_year(&words))
}

fn first_of(words: &[&str], form: fn(&[&str]) -> Option<String>) -> Option<String> {
    let mut dates = (0..words.len()).filter_map(|at| form(&words[at..]).map(|date| (at, date)));
    dates.find(|(at, _)| !is_of_access(&words[..*at])).map(|(_, date)| date)
}

/// « consulté le 3 mai 2020 », « archive du 3 mai 2020 »
fn is_of_access(before: &[&str]) -> bool {
    before.iter().rev().take(4).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        NOT_ITS_OWN.contains(&word.as_str())
    })
}

/// `2 novembre 2019`, `1er novembre 2019`, `2019-11-02`
fn full(words: &[&str]) -> Option<String> {
    if let Some(date) = iso(bare(words.first()?)) {
        return Some(date);
    }
    let [day, month, year, ..] = words else { return None };
    let day = day.strip_suffix("er").unwrap_or(day);
    valid(self::year(bare(year))?, self::month(month)?, digits(day, 1..=2)?)
}

/// `novembre 2019`
fn with_month(words: &[&str]) -> Option<String> {
    let [month, year, ..] = words else { return None };
    Some(format!("{:04}-{:02}", self::year(bare(year))?, self::month(month)?))
}

fn only_year(words: &[&str]) -> Option<String> {
    let mut years: Vec<u32> = (0..words.len())
        .filter_map(|at| year(bare(words[at])).map(|year| (at, year)))
        .filter(|(at, _)| !is_of_access(&words[..*at]) && !is_counted(words, *at))
        .map(|(_, year)| year)
        .collect();
    years.dedup();
    match years.as_slice() {
        [year] => Some(format!("{year:04}")),
        _ => None,
    }
}

/// « 1200 p. », « p. 1200 », « n° 1200 »: a number that is no year.
fn is_counted(words: &[&str], at: usize) -> bool {
    const UNITS: [&str; 8] = ["p.", "pp.", "pages", "page", "n°", "no", "vol.", "p"];
    let near = |i: usize| words.get(i).is_some_and(|word| UNITS.contains(word));
    // « 1960, p. 216 »: the unit belongs to the number after it.
    let counts_the_next =
        words.get(at + 2).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    (near(at + 1) && !counts_the_next) || at.checked_sub(1).is_some_and(near)
}

fn iso(word: &str) -> Option<String> {
    let mut fields = word.split('-');
    let (year, month, day) = (fields.next()?, fields.next()?, fields.next()?);
    let whole = fields.next().is_none() && month.len() == 2 && day.len() == 2;
    valid(self::year(year)?, digits(month, 2..=2)?, digits(day, 2..=2)?).filter(|_| whole)
}

fn valid(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn bare(word: &str) -> &str {
    word.trim_end_matches(['.', ':', '»'])
}

fn year(word: &str) -> Option<u32> {
    digits(word, 4..=4).filter(|year| (1400..2100).contains(year))
}

fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    u32::try_from(at + 1).ok()
}

fn digits(word: &str, len: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let all = len.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| word.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn only_what_is_sure() {
        for (text, expected) in [
            ("Le Monde, 2 novembre 2019.", Some("2019-11-02")),
            ("1er août 2019", Some("2019-08-01")),
            ("2019-11-02", Some("2019-11-02")),
            ("le 12 févr. 2001", Some("2001-02-12")),
            ("novembre 2019", Some("2019-11")),
            ("Paris, Seuil, 1980", Some("1980")),
            ("(1980)", Some("1980")),
            ("1980, 1200 p.", Some("1980")),
            ("Revue, 1980, p. 216-244", Some("1980")),
            ("Revue, 1980, vol. 7, 320 p.", Some("1980")),
            ("31 février 2019", Some("2019-02")),
            ("1980 et 1990", None),
            ("consulté le 3 mai 2020", None),
            ("2 novembre 2019 (consulté le 3 mai 2020)", Some("2019-11-02")),
            ("2019-13-02", None),
            ("p. 1980", None),
            ("", None),
        ] {
            assert_eq!(date(text).as_deref(), expected, "{text:?}");
        }
    }
}

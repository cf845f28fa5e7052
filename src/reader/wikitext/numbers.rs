//! Numbers, units, dates and hours as French Wikipedia's templates write them.

/// The space in numbers and before units in templates, and the narrow one of `{{formatnum:}}`.
const SPACE: &str = "\u{a0}";
const NARROW: &str = "\u{202f}";

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `{{formatnum:6933905}}`: « 6 933 905 », with narrow spaces and a comma.
pub(super) fn formatted(number: &str) -> String {
    grouped(number, NARROW)
}

/// The digits in threes, `.` as a comma; what is no digit stays as it is.
fn grouped(number: &str, space: &str) -> String {
    let (whole, fraction) = number.split_at(number.find(['.', ',']).unwrap_or(number.len()));
    let digits = whole.chars().filter(char::is_ascii_digit).count();
    let mut left = digits;
    let mut shown = String::new();
    for c in whole.chars() {
        if c.is_ascii_digit() {
            if left < digits && left.is_multiple_of(3) {
                shown.push_str(space);
            }
            left -= 1;
        }
        shown.push(c);
    }
    shown + &fraction.replacen('.', ",", 1)
}

/// `{{unité|3797|m}}`: a number, its unit and the unit's power, more units; or two numbers with a word between them.
pub(super) fn quantity(values: &[String], unit: &str) -> String {
    let mut values = values.iter().map(|value| value.trim()).peekable();
    let mut shown = number(values.next().unwrap_or_default());
    while let Some(word) = values.next_if(|value| is_between(value)) {
        shown = shown + " " + word + " " + &number(values.next().unwrap_or_default());
    }
    let mut units = values.filter(|value| !value.is_empty());
    while let Some(given) = units.next() {
        let is_power = given.trim_start_matches(['-', '−']).bytes().all(|byte| byte.is_ascii_digit());
        let space = if is_power { "" } else { SPACE };
        if !(is_power && given == "1") {
            shown = shown + space + given;
        }
    }
    if unit.is_empty() { shown } else { shown + SPACE + unit }
}

/// What stands between two numbers of one unit.
fn is_between(value: &str) -> bool {
    matches!(value, "à" | "et" | "ou" | "×" | "x" | "/" | "-" | "–" | "±")
}

/// The number at the start of a value with its digits in threes; what follows it stays, held together.
fn number(value: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '-' | '−' | '+');
    let end = value.find(|c| !is_part(c)).unwrap_or(value.len());
    let (number, rest) = value.split_at(end);
    let spaced = number.len() > number.trim_end().len();
    let compact: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let shown = grouped(compact.trim_end_matches('.'), SPACE);
    if rest.is_empty() || shown.is_empty() {
        shown + rest
    } else {
        shown + if spaced { SPACE } else { "" } + rest
    }
}

/// Day, month and year, or one text that holds them, as a date is written.
pub(super) fn date(values: &[String]) -> String {
    let joined = values.iter().take(3).map(|value| value.trim()).collect::<Vec<_>>().join(" ");
    let joined = from_numbers(joined.trim()).unwrap_or(joined);
    let mut words: Vec<String> = joined.split_whitespace().map(str::to_owned).collect();
    if words.len() == 3 {
        let month = words[1].parse().ok().and_then(|month: usize| MONTHS.get(month.wrapping_sub(1)));
        month.into_iter().for_each(|month| words[1] = (*month).to_owned());
    }
    if let Some(day) = words.first_mut().filter(|day| matches!(day.as_str(), "1" | "01")) {
        *day = "1er".to_owned();
    }
    if let Some(day) = words.first_mut().and_then(|day| day.strip_prefix('0').map(str::to_owned)) {
        words[0] = day;
    }
    let before = words.last().and_then(|year| year.strip_prefix('-').or_else(|| year.strip_prefix('−')));
    if let Some(year) = before.map(|year| format!("{year} av. J.-C.")) {
        words.pop();
        words.push(year);
    }
    words.join(" ")
}

/// `11/11/1866`, `11.11.1866` and `1866-11-11` as day, month and year.
fn from_numbers(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [first, month, last] = fields.as_slice() else { return None };
    let digits = fields.iter().all(|field| !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit()));
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    digits.then(|| format!("{day} {month} {year}"))
}

/// The years between a birth and a death, each as day, month and year.
pub(super) fn age(death: &[String], birth: &[String]) -> Option<u32> {
    let (death, birth) = (fields(death)?, fields(birth)?);
    let had_birthday = (death.1, death.2) >= (birth.1, birth.2);
    death.0.checked_sub(birth.0)?.checked_sub(u32::from(!had_birthday))
}

fn fields(values: &[String]) -> Option<(u32, usize, u32)> {
    let [day, month, year] = values else { return None };
    let named = MONTHS.iter().position(|name| *name == month.trim().to_lowercase()).map(|at| at + 1);
    let month = named.or_else(|| month.trim().parse().ok())?;
    Some((year.trim().parse().ok()?, month, day.trim().trim_end_matches("er").parse().ok()?))
}

/// `{{heure|12|30}}`: « 12 h 30 ».
pub(super) fn hour(values: &[String]) -> String {
    let units = ["h", "min", "s"];
    let mut given =
        values.iter().map(|value| value.trim()).take(3).zip(units).filter(|(value, _)| !value.is_empty());
    let Some((first, unit)) = given.next() else { return String::new() };
    let first = format!("{first}{SPACE}{unit}");
    let rest: Vec<&str> = given.map(|(value, _)| value).collect();
    std::iter::once(first.as_str()).chain(rest).collect::<Vec<_>>().join(SPACE)
}

#[cfg(test)]
mod tests {
    use super::{age, date, formatted, hour, quantity};

    fn values(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    fn plain(text: &str) -> String {
        text.replace(['\u{a0}', '\u{202f}'], "_")
    }

    #[test]
    fn quantities() {
        for (given, expected) in [
            (&["3797", "m"][..], "3_797_m"),
            (&["25000 km"], "25_000_km"),
            (&["440 millions"], "440_millions"),
            (&["1.5", "km", "2"], "1,5_km2"),
            (&["5", "à", "10", "km"], "5 à 10_km"),
            (&["-12.5", "°C"], "-12,5_°C"),
            (&["8032926 Autrichiens"], "8_032_926_Autrichiens"),
            (&["64751.064", "$"], "64_751,064_$"),
            (&["beaucoup"], "beaucoup"),
            (&[""], ""),
        ] {
            assert_eq!(plain(&quantity(&values(given), "")), expected, "{given:?}");
        }
        assert_eq!(plain(&formatted("6933905.5")), "6_933_905,5");
        assert_eq!(plain(&quantity(&values(&["77.80"]), "€")), "77,80_€");
    }

    #[test]
    fn dates() {
        for (given, expected) in [
            (&["11", "novembre", "1866"][..], "11 novembre 1866"),
            (&["1", "5", "2000", "en musique"], "1er mai 2000"),
            (&["1 janvier"], "1er janvier"),
            (&["", "mars", "1900"], "mars 1900"),
            (&["976"], "976"),
            (&["2001-02-03"], "3 février 2001"),
            (&["03/02/2001"], "3 février 2001"),
            (&["14.01.2007"], "14 janvier 2007"),
            (&["1902-1905"], "1902-1905"),
            (&["15", "mars", "-44"], "15 mars 44 av. J.-C."),
            (&[], ""),
        ] {
            assert_eq!(date(&values(given)), expected, "{given:?}");
        }
    }

    #[test]
    fn ages_and_hours() {
        let of = |death: &[&str], birth: &[&str]| age(&values(death), &values(birth));
        assert_eq!(of(&["21", "septembre", "1936"], &["11", "novembre", "1866"]), Some(69));
        assert_eq!(of(&["11", "11", "1936"], &["11", "novembre", "1866"]), Some(70));
        assert_eq!(of(&["", "", "1936"], &["11", "novembre", "1866"]), None);
        assert_eq!(plain(&hour(&values(&["12", "30"]))), "12_h_30");
    }
}

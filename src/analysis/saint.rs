//! `St`, `Ste` and their plurals: the words that they abbreviate.

/// The word behind the abbreviation, on folded forms. Unconditional: a guard that looked at the neighbours
/// would give a word one term in a text and another in a query. Known price: « Atari ST », « Wall St » and
/// « Sté » are found under « saint », by either spelling.
pub(super) fn saint(form: &str) -> Option<&'static str> {
    Some(match form {
        "st" => "saint",
        "ste" => "sainte",
        "sts" => "saints",
        "stes" => "saintes",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::battery;
    use super::saint;

    #[test]
    fn cases() {
        for (form, word) in [
            ("st", Some("saint")),
            ("ste", Some("sainte")),
            ("sts", Some("saints")),
            ("stes", Some("saintes")),
            ("saint", None),
            ("", None),
        ] {
            assert_eq!(saint(form), word, "{form}");
        }
    }

    #[test]
    fn battery_holds() {
        battery::check(["St-Étienne", "Ste Anne", "Sté", "Sts", "STES"]);
    }
}

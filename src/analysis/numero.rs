//! `n°`: the word « numéro » in its four spellings.

/// « numero » where `word` is `n°`, `nº`, `nᵒ`, `№` or a plural of these, in either case. It stands before
/// folding, which would leave `n` or `no`.
pub(super) fn numero(word: &str) -> Option<&'static str> {
    let singular = word.strip_suffix(['s', 'S', 'ˢ']).unwrap_or(word);
    matches!(singular, "n°" | "N°" | "nº" | "Nº" | "nᵒ" | "Nᵒ" | "№").then_some("numero")
}

#[cfg(test)]
mod tests {
    use super::super::battery;
    use super::numero;

    #[test]
    fn cases() {
        for word in ["n°", "N°", "nº", "Nº", "nᵒ", "№", "n°s", "nᵒˢ", "N°S"] {
            assert_eq!(numero(word), Some("numero"), "{word}");
        }
        for word in ["", "n", "no", "nos", "№№", "5°"] {
            assert_eq!(numero(word), None, "{word}");
        }
    }

    #[test]
    fn battery_holds() {
        battery::check(["n° 5", "N°5", "nº 5", "nᵒˢ 3", "№ 7", "l'n°", "5°"]);
    }
}

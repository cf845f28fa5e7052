//! The stemmer: what inflected forms of a word have in common. Made for folded text.

/// The shortest form, in bytes, that is stemmed.
const MIN_BYTES: usize = 4;

/// The stem of `form`, which is folded. Numbers and words with digits are left alone.
pub(super) fn stem(form: &str) -> String {
    if form.len() < MIN_BYTES || form.bytes().any(|b| b.is_ascii_digit()) {
        return form.to_owned();
    }
    let mut stem = form.to_owned();
    if stem.ends_with("eaux") {
        stem.pop();
    } else if stem.ends_with("aux") && stem.len() > 5 {
        stem.truncate(stem.len() - 2);
        stem.push('l');
    } else if stem.ends_with('s') && !stem.ends_with("ss") {
        stem.pop();
    }
    if stem.ends_with('e') && !stem.ends_with("ie") && stem.len() > 3 {
        stem.pop();
    }
    if stem.ends_with('e') && !stem.ends_with("ie") && stem.len() > 3 {
        stem.pop();
    }
    stem
}

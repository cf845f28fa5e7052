//! Parts of words.

/// Letters of a prefix.
pub const PREFIX_CHARS: usize = 4;

/// The first four letters of `form`, or all of it.
#[must_use]
pub fn prefix(form: &str) -> &str {
    form.char_indices().nth(PREFIX_CHARS).map_or(form, |(end, _)| &form[..end])
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn prefixes() {
        for (form, expected) in
            [("", ""), ("camp", "camp"), ("attaque", "atta"), ("ελληνικα", "ελλη"), ("annee", "anne")]
        {
            assert_eq!(prefix(form), expected);
        }
    }
}

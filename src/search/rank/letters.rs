//! Parts of words.

/// Letters of a prefix.
pub const PREFIX_CHARS: usize = 4;
/// What stands for the edge of a word in a gram; no form holds it.
const EDGE: char = '_';

/// The first four letters of `form`, or all of it.
#[must_use]
pub fn prefix(form: &str) -> &str {
    form.char_indices().nth(PREFIX_CHARS).map_or(form, |(end, _)| &form[..end])
}

/// The 4-grams of `_form_`, in order, repeated ones repeated; none for a form of one letter.
pub fn grams(form: &str) -> impl Iterator<Item = [char; 4]> {
    let mut window = [EDGE; 4];
    let letters = form.chars().chain([EDGE]).enumerate();
    letters.filter_map(move |(place, c)| {
        window.rotate_left(1);
        window[3] = c;
        (place >= 2).then_some(window)
    })
}

#[cfg(test)]
mod tests {
    use super::{grams, prefix};

    #[test]
    fn prefixes() {
        for (form, expected) in
            [("", ""), ("camp", "camp"), ("attaque", "atta"), ("ελληνικα", "ελλη"), ("annee", "anne")]
        {
            assert_eq!(prefix(form), expected);
        }
    }

    #[test]
    fn grams_of_words() {
        let joined = |form| grams(form).map(String::from_iter).collect::<Vec<_>>().join(" ");
        assert_eq!(joined("camp"), "_cam camp amp_");
        assert_eq!(joined("mer"), "_mer mer_");
        assert_eq!(joined("or"), "_or_");
        assert_eq!(joined("a"), "");
        assert_eq!(joined(""), "");
    }
}

//! Words that weigh little in a query. Every word is indexed all the same: dropping these costs answers.

use super::data::function_words::{FUNCTION_WORDS, QUESTION_WORDS};

/// Whether `form`, folded, is a function word: article, pronoun, preposition, conjunction, auxiliary, or the
/// letter that an elision leaves. Words that are something else as often (est, été) are judged by what they are
/// in questions. Cost: a binary search.
#[must_use]
pub fn is_function_word(form: &str) -> bool {
    FUNCTION_WORDS.binary_search(&form).is_ok()
}

/// Whether `form`, folded, is a question word: quel, comment, combien … A word may be in both lists (qui, que).
/// Cost: a binary search.
#[must_use]
pub fn is_question_word(form: &str) -> bool {
    QUESTION_WORDS.binary_search(&form).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::{FUNCTION_WORDS, QUESTION_WORDS, is_function_word, is_question_word};

    #[test]
    fn lists_are_folded_and_sorted() {
        for list in [&FUNCTION_WORDS[..], &QUESTION_WORDS[..]] {
            assert!(list.is_sorted_by(|a, b| a < b), "{:?}", list.windows(2).find(|w| w[0] >= w[1]));
            assert!(list.iter().all(|word| fold(word) == *word));
        }
    }

    #[test]
    fn cases() {
        for word in ["le", "de", "a", "qui", "quelquun", "celles", "est", "aurait"] {
            assert!(is_function_word(word), "{word}");
        }
        for word in ["quel", "ou", "qui", "combien", "comment", "pourquoi", "laquelle"] {
            assert!(is_question_word(word), "{word}");
        }
        for word in ["", "camp", "or", "car1", "president"] {
            assert!(!is_function_word(word) && !is_question_word(word), "{word}");
        }
    }
}

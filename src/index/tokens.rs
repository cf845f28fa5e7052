//! How tantivy cuts ready-made terms apart.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The tokenizer's name, which the schema gives with each field of ready-made terms.
pub(super) const READY_MADE: &str = "ready_made";

/// Cuts at spaces, each term followed by one. Terms hold no white space, so nothing else is looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadyMade {
    token: Token,
}

impl Tokenizer for ReadyMade {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        self.token.reset();
        Terms { rest: text, token: &mut self.token }
    }
}

/// Terms of a text.
pub(super) struct Terms<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for Terms<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        let Some(end) = self.rest.bytes().position(|byte| byte == b' ') else { return false };
        let (term, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        self.token.text.clear();
        self.token.text.push_str(term);
        // The first position is 0: a token that was reset stands before it.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

    use super::ReadyMade;

    #[test]
    fn each_term_has_its_place() {
        let mut tokenizer = ReadyMade::default();
        for _ in 0..2 {
            let mut stream = tokenizer.token_stream("dix 12 elu ");
            let mut found = Vec::new();
            stream.process(&mut |token| found.push((token.position, token.text.clone())));
            assert_eq!(found, [(0, "dix".into()), (1, "12".into()), (2, "elu".into())]);
        }
        assert!(!tokenizer.token_stream("").advance());
    }
}

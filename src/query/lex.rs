//! Text to tokens: what carries a sign is cut out, the words between stay together as they are.

use std::ops::Range;

use super::ast::{Node, NodeKind};
use super::field::Field;
use super::marks::{Marks, is_mark};
use super::operand::{self, field_at, sign_at, word_end};
use super::warning::Warning;

/// A stretch of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// With its signs.
    pub(super) span: Range<usize>,
}

/// What a stretch of a query is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Words that carry no sign, and the punctuation between them.
    Plain,
    /// A phrase, a prefix …, or the word behind a sign.
    Leaf(Node),
    Open,
    Close,
    Must,
    Not,
    Field(Field),
    Operator(Operator),
}

/// A word in capitals that joins what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// The operators in French and in English.
const OPERATORS: [(&str, Operator); 6] = [
    ("ET", Operator::And),
    ("AND", Operator::And),
    ("OU", Operator::Or),
    ("OR", Operator::Or),
    ("SAUF", Operator::Not),
    ("NOT", Operator::Not),
];

/// The tokens of `text`. Cost: linear.
pub(super) fn lex(text: &str, marks: &Marks, warnings: &mut Vec<Warning>) -> Vec<Token> {
    let mut lexer = Lexer { text, marks, warnings, tokens: Vec::new(), plain: 0, at: 0 };
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.flush(text.len());
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    marks: &'t Marks,
    warnings: &'t mut Vec<Warning>,
    tokens: Vec<Token>,
    /// Where the words begin that are not yet a token.
    plain: usize,
    at: usize,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let Some(c) = self.text[self.at..].chars().next() else { return };
        if self.marks.groups(self.at) {
            self.push(if c == '(' { TokenKind::Open } else { TokenKind::Close }, self.at + 1);
        } else if self.marks.quotation(self.at).is_some() {
            self.leaf();
        } else if c.is_whitespace() || is_mark(c) || !self.begins_word() {
            self.at += c.len_utf8();
        } else if let Some(sign) = sign_at(self.text, self.at, self.marks) {
            self.push(if sign == '+' { TokenKind::Must } else { TokenKind::Not }, self.at + 1);
            self.value_or_leaf(true);
        } else {
            self.value_or_leaf(false);
        }
    }

    /// A field with its value, an operator, or a word; behind a sign a word is a token of its own.
    fn value_or_leaf(&mut self, signed: bool) {
        if let Some((field, end)) = field_at(self.text, self.at, self.opens_operand()) {
            self.field(field, end);
        } else if signed {
            self.leaf();
        } else {
            self.word();
        }
    }

    /// Whether nothing stands before this place that it could belong to.
    fn opens_operand(&self) -> bool {
        let words = self.text[self.plain..self.at].contains(char::is_alphanumeric);
        let before = self.tokens.last().map(|token| &token.kind);
        !words && !matches!(before, Some(TokenKind::Plain | TokenKind::Leaf(_) | TokenKind::Close))
    }

    /// The name of a field, and what it must hold where that is a value.
    fn field(&mut self, field: Field, end: usize) {
        let start = end + self.text[end..].len() - self.text[end..].trim_start().len();
        let name = self.at..end;
        if !operand::begins(self.text, start, self.marks) {
            let word = self.text[name.clone()].trim_end_matches(':').trim_end().to_owned();
            self.warnings.push(Warning::EmptyField { span: name, name: word });
            self.at = end;
        } else {
            self.push(TokenKind::Field(field), end);
            self.at = start;
            match field.has_words() {
                true => self.leaf(),
                false => self.value(start),
            }
        }
    }

    fn value(&mut self, start: usize) {
        let (span, end) = operand::value(self.text, start, self.marks);
        self.push(TokenKind::Leaf(Node { kind: NodeKind::Word, span }), end);
    }

    /// The phrase or word at this place, whose sign stands before it. A group is left for the next step.
    fn leaf(&mut self) {
        if !self.marks.groups(self.at) {
            let (node, end) = operand::leaf(self.text, self.at, self.marks, self.warnings);
            self.push(TokenKind::Leaf(node), end);
        }
    }

    /// A word that carries no sign before it.
    fn word(&mut self) {
        let end = word_end(self.text, self.at, self.marks);
        let word = &self.text[self.at..end];
        if let Some((_, operator)) = OPERATORS.iter().find(|(name, _)| *name == word) {
            return self.push(TokenKind::Operator(*operator), end);
        }
        let (node, leaf_end) = operand::leaf(self.text, self.at, self.marks, self.warnings);
        match node.kind {
            NodeKind::Word => self.at = end,
            _ => self.push(TokenKind::Leaf(node), leaf_end),
        }
    }

    fn begins_word(&self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        let opened = self.tokens.last().is_some_and(|token| token.kind == TokenKind::Open);
        before.is_none_or(char::is_whitespace) || (opened && self.plain == self.at)
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        self.flush(self.at);
        self.tokens.push(Token { kind, span: self.at..end });
        (self.at, self.plain) = (end, end);
    }

    fn flush(&mut self, end: usize) {
        if has_words(&self.text[self.plain..end]) {
            self.tokens.push(Token { kind: TokenKind::Plain, span: self.plain..end });
        }
        self.plain = end;
    }
}

/// A stretch without letter or digit is punctuation; № stands for letters.
pub(super) fn has_words(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric() || c == '№')
}

/// Operators that join nothing, or stand in a query of capitals only, become the words that they are.
pub(super) fn settle_operators(
    text: &str,
    mut tokens: Vec<Token>,
    warnings: &mut Vec<Warning>,
) -> Vec<Token> {
    let shouted = !text.contains(char::is_lowercase);
    for at in 0..tokens.len() {
        let TokenKind::Operator(operator) = tokens[at].kind else { continue };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let joins = joins(operator, before, tokens.get(at + 1));
        if joins && !shouted {
            continue;
        }
        let span = tokens[at].span.clone();
        let word = text[span.clone()].to_owned();
        warnings.push(match joins {
            true => Warning::Capitals { span, word },
            false => Warning::StrayOperator { span, word },
        });
        tokens[at].kind = TokenKind::Plain;
    }
    merged(tokens)
}

/// Whether an operator has something to join on each of its sides. SAUF needs nothing before it.
fn joins(operator: Operator, before: Option<&Token>, after: Option<&Token>) -> bool {
    use TokenKind::{Close, Field, Leaf, Must, Not, Open, Plain};
    let after = after.map(|token| &token.kind);
    let negated = operator == Operator::And && after == Some(&TokenKind::Operator(Operator::Not));
    let starts = negated || matches!(after, Some(Plain | Leaf(_) | Open | Must | Not | Field(_)));
    let ended = matches!(before.map(|token| &token.kind), Some(Plain | Leaf(_) | Close));
    starts && (ended || operator == Operator::Not)
}

/// Words that touch are one stretch of words.
fn merged(tokens: Vec<Token>) -> Vec<Token> {
    let mut merged: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match merged.last_mut() {
            Some(last) if last.kind == TokenKind::Plain && token.kind == TokenKind::Plain => {
                last.span.end = token.span.end;
            }
            _ => merged.push(token),
        }
    }
    merged
}

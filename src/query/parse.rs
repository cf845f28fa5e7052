//! Tokens to tree. Every text is a query: French punctuation is never a syntax error.

use std::ops::Range;

use super::ast::{Node, NodeKind, Query};
use super::lex::{Operator, Token, TokenKind, lex, settle_operators};
use super::marks::Marks;
use super::warning::Warning;

/// Reads a query; `docs/query.md` says what means what. Cost: linear in the text.
#[must_use]
pub fn parse(text: &str) -> Query {
    let mut warnings = Vec::new();
    let root = match text.trim() {
        "*" => everything(text),
        _ => read(text, &mut warnings),
    };
    if root.kind == NodeKind::Nothing {
        warnings.push(Warning::NoWords);
    }
    warnings.sort_by_key(|warning| warning.span().map_or(0, |span| span.start));
    Query { text: text.to_owned(), root, warnings }
}

fn everything(text: &str) -> Node {
    let start = text.len() - text.trim_start().len();
    Node { kind: NodeKind::Everything, span: start..start + 1 }
}

fn read(text: &str, warnings: &mut Vec<Warning>) -> Node {
    let marks = Marks::read(text, warnings);
    let tokens = settle_operators(text, lex(text, &marks, warnings), warnings);
    if let Some(byte) = marks.lone_parenthesis
        && tokens.iter().any(|token| matches!(token.kind, TokenKind::Operator(_)))
    {
        warnings.push(Warning::UnbalancedParenthesis { byte });
    }
    Parser { text, tokens: &tokens, at: 0 }.either()
}

/// Goes down one level of precedence a method. Parentheses that group are nested to a bounded depth (see
/// [`Marks`]), and with them the calls.
struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
}

impl Parser<'_> {
    /// `a OU b`.
    fn either(&mut self) -> Node {
        let mut nodes = vec![self.all()];
        while self.takes(&TokenKind::Operator(Operator::Or)) {
            nodes.push(self.all());
        }
        self.joined(nodes, NodeKind::Or)
    }

    /// `a ET b`, `a SAUF b`, `a ET SAUF b`.
    fn all(&mut self) -> Node {
        let first = self.negated(false);
        let mut nodes = vec![first];
        loop {
            let and = self.takes(&TokenKind::Operator(Operator::And));
            match self.peek() {
                Some(TokenKind::Operator(Operator::Not)) => nodes.push(self.negated(true)),
                _ if and => nodes.push(self.negated(true)),
                _ => break,
            }
        }
        self.joined(nodes, NodeKind::And)
    }

    fn negated(&mut self, joined: bool) -> Node {
        if !self.takes(&TokenKind::Operator(Operator::Not)) {
            let node = self.beside();
            return if joined { self.operand(node) } else { node };
        }
        let node = self.beside();
        let node = self.operand(node);
        Node { span: node.span.clone(), kind: NodeKind::Not(Box::new(node)) }
    }

    /// What stands side by side.
    fn beside(&mut self) -> Node {
        let mut nodes: Vec<Node> = Vec::new();
        while let Some(node) = self.item() {
            push_beside(&mut nodes, node);
        }
        match (nodes.len(), nodes.pop()) {
            (_, None) => Node { kind: NodeKind::Nothing, span: self.here() },
            (1, Some(only)) => only,
            (_, Some(last)) => {
                nodes.push(last);
                Node { span: around(&nodes), kind: NodeKind::Beside(nodes) }
            }
        }
    }

    /// The next word, phrase, group or field with its sign.
    fn item(&mut self) -> Option<Node> {
        let token = self.tokens.get(self.at)?;
        let span = token.span.clone();
        match &token.kind {
            TokenKind::Close | TokenKind::Operator(_) => return None,
            TokenKind::Plain => {
                self.at += 1;
                return Some(Node { kind: NodeKind::Words, span });
            }
            TokenKind::Leaf(node) => {
                self.at += 1;
                return Some(node.clone());
            }
            TokenKind::Open => return Some(self.group()),
            TokenKind::Must | TokenKind::Not | TokenKind::Field(_) => self.at += 1,
        }
        let of = self.signed()?;
        let kind = match token.kind {
            TokenKind::Field(field) => NodeKind::Field { field, value: Box::new(of) },
            TokenKind::Not => NodeKind::Not(Box::new(of)),
            _ => NodeKind::Must(Box::new(of)),
        };
        Some(Node { kind, span })
    }

    /// What a sign or a field's name applies to: at most a sign, a name and a leaf, or a group.
    fn signed(&mut self) -> Option<Node> {
        match self.peek() {
            Some(TokenKind::Plain) => {
                let node = self.item()?;
                Some(self.operand(node))
            }
            _ => self.item(),
        }
    }

    fn group(&mut self) -> Node {
        self.at += 1;
        let node = self.either();
        self.takes(&TokenKind::Close);
        node
    }

    /// A word alone keeps together: « Saint-Étienne ET camp ».
    fn operand(&self, node: Node) -> Node {
        let typed = &self.text[node.span.clone()];
        let trimmed = typed.trim();
        if node.kind != NodeKind::Words || trimmed.contains(char::is_whitespace) {
            return node;
        }
        let start = node.span.start + typed.len() - typed.trim_start().len();
        Node { kind: NodeKind::Word, span: start..start + trimmed.len() }
    }

    fn joined(&self, mut nodes: Vec<Node>, kind: impl Fn(Vec<Node>) -> NodeKind) -> Node {
        if nodes.len() > 1 {
            let nodes: Vec<Node> = nodes.into_iter().map(|node| self.operand(node)).collect();
            return Node { span: around(&nodes), kind: kind(nodes) };
        }
        nodes.pop().unwrap_or(Node { kind: NodeKind::Nothing, span: self.here() })
    }

    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn takes(&mut self, kind: &TokenKind) -> bool {
        let next = self.peek() == Some(kind);
        self.at += usize::from(next);
        next
    }

    fn here(&self) -> Range<usize> {
        let start = self.tokens.get(self.at).map_or(self.text.len(), |token| token.span.start);
        start..start
    }
}

/// Adds a neighbour. Parentheses around words are punctuation where nothing is asked of the group: what they hold
/// stands beside what stands around them.
fn push_beside(nodes: &mut Vec<Node>, node: Node) {
    match node.kind {
        NodeKind::Nothing => {}
        NodeKind::Beside(inner) if inner.iter().all(Node::is_plain_leaf) => {
            inner.into_iter().for_each(|node| push_beside(nodes, node));
        }
        NodeKind::Words => match nodes.last_mut() {
            Some(last) if last.kind == NodeKind::Words => last.span.end = node.span.end,
            _ => nodes.push(node),
        },
        _ => nodes.push(node),
    }
}

fn around(nodes: &[Node]) -> Range<usize> {
    let start = nodes.first().map_or(0, |node| node.span.start);
    start..nodes.last().map_or(start, |node| node.span.end)
}

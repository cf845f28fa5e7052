//! A tree as one line, for specifications and for those who wonder what their query means.

use std::fmt::Write as _;

use super::ast::{Node, NodeKind, Query};

impl Query {
    /// The tree, each leaf with its words: `words[camp]`, `and(word[camp], not(word[ville]))`.
    #[must_use]
    pub fn spelled_out(&self) -> String {
        let mut out = String::new();
        self.write(&self.root, &mut out);
        out
    }

    fn write(&self, node: &Node, out: &mut String) {
        match &node.kind {
            NodeKind::Nothing => out.push_str("nothing"),
            NodeKind::Everything => out.push_str("everything"),
            NodeKind::Words => self.leaf("words", node, out),
            NodeKind::Word => self.leaf("word", node, out),
            NodeKind::Phrase { slop: 0 } => self.leaf("phrase", node, out),
            NodeKind::Phrase { slop } => self.leaf(&format!("phrase~{slop}"), node, out),
            NodeKind::Quoted => self.leaf("quoted", node, out),
            NodeKind::Prefix => self.leaf("prefix", node, out),
            NodeKind::Fuzzy { errors } => self.leaf(&format!("fuzzy~{errors}"), node, out),
            NodeKind::Exact => self.leaf("exact", node, out),
            NodeKind::Field { field, value } => {
                self.inner(&format!("{}:", field.name()), std::slice::from_ref(value), out);
            }
            NodeKind::Beside(nodes) => self.inner("beside", nodes, out),
            NodeKind::And(nodes) => self.inner("and", nodes, out),
            NodeKind::Or(nodes) => self.inner("or", nodes, out),
            NodeKind::Must(node) => self.inner("must", std::slice::from_ref(node), out),
            NodeKind::Not(node) => self.inner("not", std::slice::from_ref(node), out),
        }
    }

    fn leaf(&self, name: &str, node: &Node, out: &mut String) {
        let words = self.text.get(node.span.clone()).unwrap_or_default().trim();
        // Writing to a string cannot fail.
        let _ = write!(out, "{name}[{words}]");
    }

    fn inner(&self, name: &str, nodes: &[impl std::borrow::Borrow<Node>], out: &mut String) {
        out.push_str(name);
        out.push('(');
        for (place, node) in nodes.iter().enumerate() {
            out.push_str(if place > 0 { ", " } else { "" });
            self.write(node.borrow(), out);
        }
        out.push(')');
    }
}

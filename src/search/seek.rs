//! What a search looks for in the rest of a collection, where only a part of it is here.

use super::local::Question;
use super::remote;
use crate::error::Result;
use crate::index::Answer;

/// Whether phrases are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// What does not have them does not match.
    Strictly,
    /// Their words are as good as any.
    Loosely,
}

/// Which of a question's queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought {
    /// Every document of its kind.
    Everything,
    /// Its words.
    Plain(Held),
    /// Its tree.
    Operators,
}

impl Question<'_> {
    /// What is asked next is this.
    pub(super) fn seek(&mut self, sought: Sought) -> Result<()> {
        if self.reader.beyond().is_none() {
            return Ok(());
        }
        let Self { reader, kind, terms, filters, .. } = self;
        let asked = match sought {
            Sought::Everything => remote::everything(*kind, filters, reader),
            Sought::Plain(held) => remote::plain(terms, held, *kind, filters, reader),
            Sought::Operators => {
                let options = (*kind, self.request.all_words);
                remote::operators(&self.query, terms, options, filters, self.engine, &mut self.analyzer)?
            }
        };
        let sources = self.request.sources()?;
        self.sought = Some(asked.resting_on(self.engine, &sources, self.kind)?);
        Ok(())
    }

    /// The best of it are to be here.
    pub(super) fn seek_best(&self, depth: usize) -> Result<()> {
        let Some(asked) = &self.sought else { return Ok(()) };
        let wanted = asked.best(depth, self.reader.statistics()?).map_err(|e| self.reader.damaged(&e))?;
        self.reader.want(|| wanted);
        Ok(())
    }

    /// All of it is to be here.
    pub(super) fn seek_all(&self) {
        if let Some(asked) = &self.sought {
            self.reader.want(|| asked.all());
        }
    }

    /// How much of it there is, where all of it is not here.
    pub(super) fn counted_beyond(&self) -> Option<usize> {
        let wanted = self.sought.as_ref()?.counted()?;
        match self.reader.want(|| wanted)? {
            Answer::Documents(documents) => Some(*documents),
            Answer::Terms(_) => None,
        }
    }
}

//! Words of passages counted without an index: the statistics of a collection that is kept elsewhere.

use std::io;

use tantivy::directory::OwnedBytes;

use super::super::checked::Checked;
use super::damage::{damaged, number, take};
use super::dictionary::Dictionary;
use super::passages::Totals;
use super::segment::SegmentWords;
use super::word::WordForms;
use crate::analysis::sentence::sentences;
use crate::analysis::{Analyzer, spelling};

/// Counts as they are collected. Memory: as the distinct words take, about 60 bytes each.
pub struct Tally {
    words: SegmentWords,
    /// Stems as words of their own.
    stems: SegmentWords,
    totals: Totals,
    key: String,
    passage: (Vec<u32>, Vec<u32>),
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            words: SegmentWords::new(),
            stems: SegmentWords::new(),
            totals: Totals::default(),
            key: String::new(),
            passage: (Vec::new(), Vec::new()),
        }
    }
}

impl Tally {
    /// Counts a passage, as a segment would.
    pub fn count(&mut self, title: &str, section: &[String], text: &str, analyzer: &mut Analyzer) {
        self.passage.0.clear();
        self.passage.1.clear();
        self.totals.passages += 1;
        self.totals.title_words += self.words(title, &[], analyzer).0;
        for heading in section {
            self.totals.heading_words += self.words(heading, &[], analyzer).0;
        }
        let ends: Vec<usize> = sentences(text).iter().map(|span| span.end).collect();
        let (words, sentences) = self.words(text, &ends, analyzer);
        self.totals.text_words += words;
        self.totals.sentences += sentences;
        self.words.count(self.passage.0.iter().copied());
        self.stems.count(self.passage.1.iter().copied());
    }

    /// How many words, and how many of the sentences that `ends` end have one.
    fn words(&mut self, text: &str, ends: &[usize], analyzer: &mut Analyzer) -> (u64, u64) {
        let (mut words, mut sentences) = (0, 0);
        let mut ends = ends.iter().peekable();
        for token in analyzer.analyze(text) {
            let mut ended = words == 0;
            while ends.next_if(|end| **end <= token.span.start).is_some() {
                ended = true;
            }
            words += 1;
            sentences += u64::from(ended);
            let spelling = spelling(token.raw);
            let spelling = if spelling.is_empty() { token.form } else { &spelling };
            WordForms { spelling, form: token.form, stem: token.stem }.write_key(&mut self.key);
            self.passage.0.push(self.words.intern(&self.key));
            WordForms { spelling: token.stem, form: token.stem, stem: token.stem }.write_key(&mut self.key);
            self.passage.1.push(self.stems.intern(&self.key));
        }
        (words, sentences)
    }

    /// Passages so far.
    #[must_use]
    pub fn passages(&self) -> u64 {
        self.totals.passages
    }

    /// What [`Counted::open`] reads.
    ///
    /// # Errors
    /// When the records take 4 GiB.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        written(&self.totals, &self.words, &self.stems)
    }
}

fn written(totals: &Totals, words: &SegmentWords, stems: &SegmentWords) -> io::Result<Vec<u8>> {
    let (mut word_bytes, mut stem_bytes) = (Vec::new(), Vec::new());
    words.finish(&mut word_bytes)?;
    stems.finish(&mut stem_bytes)?;
    let mut bytes = Vec::with_capacity(48 + word_bytes.len() + stem_bytes.len());
    totals.parts().iter().for_each(|part| bytes.extend_from_slice(&part.to_le_bytes()));
    bytes.extend_from_slice(&(word_bytes.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&word_bytes);
    bytes.extend_from_slice(&stem_bytes);
    Ok(bytes)
}

/// Counts of a [`Tally`], read in place.
#[derive(Clone)]
pub struct Counted {
    pub(in super::super) words: Dictionary,
    /// Its forms are stems.
    pub(in super::super) stems: Dictionary,
    pub(in super::super) totals: Totals,
}

/// Bytes that came from elsewhere, under no checksums of ours.
fn in_memory(bytes: &[u8]) -> Checked {
    Checked::sound(OwnedBytes::new(bytes.to_vec()))
}

impl Counted {
    /// Cost: two headers are read.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn open(bytes: &[u8]) -> io::Result<Self> {
        let mut parts = [0; 5];
        for (place, part) in parts.iter_mut().enumerate() {
            *part = number::<8>(bytes, 8 * place)?;
        }
        let mut rest = bytes.get(40..).ok_or_else(|| damaged("counts: cut short"))?;
        let length = usize::try_from(number::<8>(rest, 0)?).unwrap_or(usize::MAX);
        rest = &rest[8..];
        let words = Dictionary::open(in_memory(take(&mut rest, length)?))?;
        let stems = Dictionary::open(in_memory(rest))?;
        let [passages, title_words, heading_words, text_words, sentences] = parts;
        let totals = Totals { passages, title_words, heading_words, text_words, sentences };
        Ok(Self { words, stems, totals })
    }

    /// What [`open`](Self::open) reads: all that was `added`, without what was `removed`. Memory: as of a [`Tally`] of the
    /// words of all.
    ///
    /// # Errors
    /// `InvalidData`; when the records take 4 GiB.
    pub fn join(added: &[Self], removed: &[Self]) -> io::Result<Vec<u8>> {
        let (mut words, mut stems) = (SegmentWords::new(), SegmentWords::new());
        let mut totals = Totals::default();
        for counts in added {
            totals = totals.zip(&counts.totals, u64::saturating_add);
            words.take_in(&counts.words)?;
            stems.take_in(&counts.stems)?;
        }
        for counts in removed {
            totals = totals.zip(&counts.totals, u64::saturating_sub);
            words.take_away(&counts.words)?;
            stems.take_away(&counts.stems)?;
        }
        written(&totals, &words, &stems)
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Tally};
    use crate::analysis::Analyzer;
    use crate::index::Statistics;

    const TEXTS: [&str; 5] = [
        "Le côté obscur de la cote. Les côtes et l'Élection.",
        "Une élection, deux Élections : le camp.",
        "Le CAMP du cheval ; les chevaux du camp.",
        "La Côte d'Azur et la côte de porc.",
        "Un autre camp.",
    ];

    fn counted(texts: &[&str]) -> Counted {
        let (mut tally, mut analyzer) = (Tally::default(), Analyzer::new());
        texts.iter().for_each(|text| tally.count("Titre", &["Partie".to_owned()], text, &mut analyzer));
        Counted::open(&tally.finish().unwrap()).unwrap()
    }

    /// Joined parts say what they say one by one, of each form, stem, prefix and gram.
    #[test]
    fn joined_counts_are_those_of_their_parts() {
        let added = [counted(&TEXTS[..2]), counted(&TEXTS[2..4]), counted(&TEXTS[4..])];
        for removed in [vec![], vec![counted(&TEXTS[1..3]), counted(&TEXTS[4..])]] {
            let joined = Counted::open(&Counted::join(&added, &removed).unwrap()).unwrap();
            let joined = Statistics::of_counts(vec![joined], &[]).unwrap();
            let parts = Statistics::of_counts(added.to_vec(), &removed).unwrap();
            assert_eq!(joined.totals(), parts.totals());
            assert_eq!(joined.stems().unwrap(), parts.stems().unwrap());
            for form in ["cote", "cotes", "election", "elections", "camp", "cheval", "titre", "un", "rien"] {
                assert_eq!(joined.form_df(form).unwrap(), parts.form_df(form).unwrap(), "{form}");
                assert_eq!(joined.stem_df(form).unwrap(), parts.stem_df(form).unwrap(), "{form}");
                assert_eq!(
                    joined.prefix_df(&form[..2]).unwrap(),
                    parts.prefix_df(&form[..2]).unwrap(),
                    "{form}"
                );
                if parts.form_df(form).unwrap() > 0 {
                    assert_eq!(joined.spelling(form).unwrap(), parts.spelling(form).unwrap(), "{form}");
                }
                for gram in crate::index::grams(form) {
                    assert_eq!(joined.gram_df(gram).unwrap(), parts.gram_df(gram).unwrap(), "{form}");
                }
            }
            assert_eq!(joined.most_frequent("c", 9).unwrap(), parts.most_frequent("c", 9).unwrap());
        }
    }
}

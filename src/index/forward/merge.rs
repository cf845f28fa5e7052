//! The dictionary of a merged segment, from those of its sources, as if all passages had been written at once.
//!
//! The sources' words are gone through in order three times, read in place: to count, to give out numbers, to write
//! the places. That costs about 2 µs a word and saves what a table of all words would take in memory.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::damage::damaged;
use super::dictionary::Dictionary;
use super::dictionary_file::Head;
use super::grams::GramCounts;
use super::order::Blocks;
use super::places::PlaceWriter;
use super::source::Source;
use super::starts::StartsWriter;
use super::union::{Part, each_form};

/// Writes the dictionary of all live words to `out`, and leaves their numbers in it with the sources; returns how
/// many numbers there are, with 0.
///
/// Memory: four bytes for each word of the target and a byte and a quarter for its block, beside the sources; the table of
/// grams.
///
/// # Errors
/// `InvalidData`; when `out` fails; when the records take 4 GiB.
pub(super) fn merge_words(sources: &mut [Source<'_>], out: &mut impl Write) -> io::Result<u32> {
    let owned: Vec<Dictionary> = sources.iter().map(|source| source.forward().dictionary().clone()).collect();
    let dictionaries: Vec<&Dictionary> = owned.iter().collect();
    let Survey { counts, blocks, grams, numbers, record_bytes } = Survey::of(&dictionaries, sources)?;
    let homes = Homes::give_numbers(&dictionaries, sources, counts, numbers)?;
    let (gram_entries, gram_marks, marks) = grams.write();
    Head { numbers, gram_marks: marks, place_bytes: blocks.place_bytes, record_bytes }.write(out)?;
    homes.write_starts(&dictionaries, out)?;
    out.write_all(&blocks.finish()?)?;
    write_places(&dictionaries, sources, out)?;
    homes.write_records(&dictionaries, out)?;
    out.write_all(&gram_marks)?;
    out.write_all(&gram_entries)?;
    Ok(numbers)
}

/// What can be told before words have numbers.
struct Survey {
    /// How many words stand so many times in the passages. As many entries as there are different counts: fewer than
    /// the square root of twice the words of the text.
    counts: BTreeMap<u32, u32>,
    blocks: Blocks,
    grams: GramCounts,
    numbers: u32,
    record_bytes: u64,
}

impl Survey {
    fn of(dictionaries: &[&Dictionary], sources: &[Source<'_>]) -> io::Result<Self> {
        let mut survey = Self {
            counts: BTreeMap::new(),
            blocks: Blocks::default(),
            grams: GramCounts::default(),
            numbers: 1,
            record_bytes: ZERO.len() as u64,
        };
        survey.blocks.push(0, b"");
        each_form(dictionaries, |form| survey.add(form, dictionaries, sources))?;
        Ok(survey)
    }

    fn add(
        &mut self,
        form: &[Part<'_>],
        dictionaries: &[&Dictionary],
        sources: &[Source<'_>],
    ) -> io::Result<()> {
        let live = || words(form).map(|word| (word[0], count(word, sources))).filter(|(_, count)| *count > 0);
        let most = live().map(|(_, count)| count).max().unwrap_or(0);
        let mut df = live_df(form, sources);
        if most > 0 && df > 0 {
            self.grams.add(form[0].key[0], u64::from(df));
        }
        for (part, count) in live() {
            // The first of the most frequent words, which will have the lowest number.
            let df = if count == most { std::mem::take(&mut df) } else { 0 };
            self.blocks.push(df, form[0].key[0].as_bytes());
            *self.counts.entry(count).or_default() += 1;
            self.numbers = self.numbers.checked_add(1).ok_or_else(|| damaged("words: too many"))?;
            self.record_bytes += dictionaries[part.source].record_bytes(part.number)?.len() as u64;
        }
        Ok(())
    }
}

/// Where the record of each word stands in the sources.
struct Homes {
    /// By number in the target, from 1: number in the source, plus all numbers of the sources before.
    homes: Vec<u32>,
    /// How many numbers the sources before each have.
    starts: Vec<u32>,
}

impl Homes {
    /// Gives out numbers by frequency; words of one frequency have them in the order of their places.
    fn give_numbers(
        dictionaries: &[&Dictionary],
        sources: &mut [Source<'_>],
        counts: BTreeMap<u32, u32>,
        numbers: u32,
    ) -> io::Result<Self> {
        let mut next = first_numbers(counts);
        let mut homes = Self { homes: vec![0; numbers as usize - 1], starts: starts(dictionaries)? };
        each_form(dictionaries, |form| {
            for word in words(form) {
                let count = count(word, sources);
                if count > 0 {
                    let next =
                        next.get_mut(&count).ok_or_else(|| damaged("words: a number has two places"))?;
                    word.iter().for_each(|part| sources[part.source].renumber(part.number, *next));
                    homes.put(*next, &word[0])?;
                    *next += 1;
                }
            }
            Ok(())
        })?;
        Ok(homes)
    }

    fn put(&mut self, number: u32, part: &Part<'_>) -> io::Result<()> {
        let home = self.homes.get_mut(number as usize - 1);
        *home.ok_or_else(|| damaged("words: a number has two places"))? =
            self.starts[part.source] + part.number;
        Ok(())
    }

    /// Calls `visit` with each record, in the order of numbers.
    fn each_record(
        &self,
        dictionaries: &[&Dictionary],
        mut visit: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        visit(&ZERO)?;
        for home in &self.homes {
            // The first start is 0.
            let source = self.starts.partition_point(|start| start <= home) - 1;
            visit(dictionaries[source].record_bytes(home - self.starts[source])?)?;
        }
        Ok(())
    }

    fn write_starts(&self, dictionaries: &[&Dictionary], out: &mut impl Write) -> io::Result<()> {
        let mut starts = StartsWriter::default();
        self.each_record(dictionaries, |record| starts.push(record.len(), out))?;
        starts.finish(out)
    }

    fn write_records(&self, dictionaries: &[&Dictionary], out: &mut impl Write) -> io::Result<()> {
        self.each_record(dictionaries, |record| out.write_all(record))
    }
}

/// The record of number 0: an empty form, and nothing cut off it.
const ZERO: [u8; 2] = [0; 2];

/// Number and df by place, once the sources have their new numbers.
fn write_places(
    dictionaries: &[&Dictionary],
    sources: &[Source<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut writer = PlaceWriter::default();
    out.write_all(writer.push(0, 0, b""))?;
    each_form(dictionaries, |form| {
        let numbers = || words(form).map(|word| count(&word[..1], sources)).filter(|number| *number > 0);
        let first = numbers().min();
        let df = live_df(form, sources);
        numbers().try_for_each(|number| {
            let df = if Some(number) == first { df } else { 0 };
            out.write_all(writer.push(number, df, form[0].key[0].as_bytes()))
        })
    })
}

/// The words of a form.
fn words<'p, 'a>(form: &'p [Part<'a>]) -> impl Iterator<Item = &'p [Part<'a>]> {
    form.chunk_by(|one, other| one.key == other.key)
}

/// The sum of what the sources keep for a word.
fn count(word: &[Part<'_>], sources: &[Source<'_>]) -> u32 {
    word.iter().fold(0, |sum, part| sum.saturating_add(sources[part.source].number(part.number)))
}

/// In how many live passages a form stands.
fn live_df(form: &[Part<'_>], sources: &[Source<'_>]) -> u32 {
    form.iter().fold(0, |sum, part| sum.saturating_add(sources[part.source].live_df(part)))
}

/// For each count the first number of the words that have it: the largest counts have the lowest numbers, from 1.
fn first_numbers(mut counts: BTreeMap<u32, u32>) -> BTreeMap<u32, u32> {
    let mut next = 1;
    for words in counts.values_mut().rev() {
        next += std::mem::replace(words, next);
    }
    counts
}

fn starts(dictionaries: &[&Dictionary]) -> io::Result<Vec<u32>> {
    let mut next = 0u32;
    let mut start = |dictionary: &&Dictionary| {
        let start = next;
        next = next.checked_add(dictionary.numbers()).ok_or_else(|| io::Error::other("too many words"))?;
        Ok(start)
    };
    dictionaries.iter().map(&mut start).collect()
}

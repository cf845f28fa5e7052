//! tantivy's side: its own French chain (lower case, stop words, Snowball, folding), title and text with positions, the
//! row's id as a term, all three stored; everything else as it comes.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter,
    TextAnalyzer,
};
use tantivy::{DocAddress, Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::{Held, MEMORY, THREADS, bytes_of, each_row};

const CHAIN: &str = "french";
/// As its own default analyzer has it, in bytes.
const LONGEST_WORD: usize = 40;

fn chain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(StopWordFilter::new(Language::French).expect("French stop words"))
        .filter(Stemmer::new(Language::French))
        .filter(AsciiFoldingFilter)
        .build()
}

fn schema() -> (Schema, [Field; 3]) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(CHAIN)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing).set_stored();
    let fields = [
        schema.add_text_field("_id", STRING | STORED),
        schema.add_text_field("title", text.clone()),
        schema.add_text_field("text", text),
    ];
    (schema.build(), fields)
}

/// This program as one that indexes.
pub(crate) fn indexing(rows: &Path, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("--index").args([rows, folder]);
    command
}

/// This program as one that answers a question.
pub(crate) fn asking(folder: &Path, question: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("--ask").arg(folder).arg(question);
    command
}

/// Opens the index, asks, and prints title and text of what it finds.
pub(crate) fn print(folder: &Path, question: &str, most: usize) {
    let mut engine = Engine::open(folder);
    let mut out = std::io::stdout().lock();
    for address in engine.find(question, most) {
        let document: TantivyDocument = engine.searcher.doc(address).expect("a document");
        for field in engine.fields {
            let text = document.get_first(field).and_then(|value| value.as_str()).expect("a text");
            writeln!(out, "{text}").expect("standard output");
        }
    }
}

pub(crate) fn index(rows: &Path, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let (schema, [id, title, text]) = schema();
    let index = Index::create_in_dir(folder, schema).expect("an index");
    index.tokenizers().register(CHAIN, chain());
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, MEMORY).expect("a writer");
    for row in each_row(rows) {
        let mut document = TantivyDocument::new();
        document.add_text(id, row.id);
        document.add_text(title, row.title);
        document.add_text(text, row.text);
        writer.add_document(document).expect("room");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
}

pub(crate) fn held(folder: &Path) -> Held {
    let searcher = searcher(&Index::open_in_dir(folder).expect("an index"));
    let segments = searcher.segment_readers().len() as u64;
    Held { articles: searcher.num_docs(), segments, bytes: bytes_of(folder) }
}

fn searcher(index: &Index) -> Searcher {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().expect("a reader");
    reader.searcher()
}

/// An open index.
pub(crate) struct Engine {
    searcher: Searcher,
    chain: TextAnalyzer,
    id: Field,
    fields: [Field; 2],
}

impl Engine {
    pub(crate) fn open(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder).expect("an index");
        let (_, [id, title, text]) = schema();
        Self { searcher: searcher(&index), chain: chain(), id, fields: [title, text] }
    }

    /// How many of `most` it finds for any word of the question, in title or text.
    pub(crate) fn search(&mut self, question: &str, most: usize) -> usize {
        self.find(question, most).len()
    }

    /// As [`search`](Self::search), with the id of each.
    pub(crate) fn search_ids(&mut self, question: &str, most: usize) -> usize {
        let found = self.find(question, most);
        let id = |address| {
            let document: TantivyDocument = self.searcher.doc(address).expect("a document");
            document.get_first(self.id).and_then(|value| value.as_str()).expect("an id").len()
        };
        found.into_iter().filter(|address| id(*address) > 0).count()
    }

    fn find(&mut self, question: &str, most: usize) -> Vec<DocAddress> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut words = self.chain.token_stream(question);
        while words.advance() {
            for field in self.fields {
                let term = Term::from_field_text(field, &words.token().text);
                clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
            }
        }
        let best = TopDocs::with_limit(most).order_by_score();
        let found = self.searcher.search(&BooleanQuery::new(clauses), &best).expect("an answer");
        found.into_iter().map(|(_, address)| address).collect()
    }
}

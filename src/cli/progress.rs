//! The progress line on standard error.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ingest::Progress;
use crate::lang::Lang;
use crate::search::Delivery;

/// How often the line is drawn, a second.
const DRAWS: u8 = 8;
const FRENCH: &str = "{bytes}/{total_bytes} {wide_bar} {msg} passages, {prefix}/s, reste {eta}";
const ENGLISH: &str = "{bytes}/{total_bytes} {wide_bar} {msg} passages, {prefix}/s, {eta} left";

const FRENCH_DOCUMENTS: &str = "{human_pos}/{human_len} documents {wide_bar} reste {eta}";
const ENGLISH_DOCUMENTS: &str = "{human_pos}/{human_len} documents {wide_bar} {eta} left";

/// A line that shows how far a run is; nothing where standard error is no terminal.
pub(super) struct ProgressLine(ProgressBar);

impl ProgressLine {
    pub(super) fn new(hidden: bool, lang: Lang) -> Self {
        Self(bar(hidden, lang.of(FRENCH, ENGLISH)))
    }

    pub(super) fn show(&self, progress: &Progress) {
        self.0.set_length(progress.total_bytes.max(progress.bytes));
        self.0.set_position(progress.bytes);
        self.0.set_message(progress.passages.to_string());
        let rate = progress.passages as f64 / self.0.elapsed().as_secs_f64().max(f64::EPSILON);
        self.0.set_prefix((rate as u64).to_string());
    }

    /// A line that shows how many documents are done.
    pub(super) fn of_documents(hidden: bool, lang: Lang) -> Self {
        let line = Self::new(hidden, lang);
        let style = ProgressStyle::with_template(lang.of(FRENCH_DOCUMENTS, ENGLISH_DOCUMENTS));
        line.0.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        line
    }

    pub(super) fn show_documents(&self, done: u64, all: u64) {
        self.0.set_length(all);
        self.0.set_position(done);
    }

    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

const FRENCH_PUSH: &str = "{bytes} envoyés, {msg} documents, {bytes_per_sec}";
const ENGLISH_PUSH: &str = "{bytes} sent, {msg} documents, {bytes_per_sec}";

/// A line that shows how far a push is.
pub(super) struct PushLine(ProgressBar);

impl PushLine {
    pub(super) fn new(hidden: bool, lang: Lang) -> Self {
        Self(bar(hidden, lang.of(FRENCH_PUSH, ENGLISH_PUSH)))
    }

    pub(super) fn show(&self, delivery: &Delivery) {
        self.0.set_position(delivery.bytes);
        self.0.set_message((delivery.sent + delivery.found).to_string());
    }

    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn bar(hidden: bool, template: &str) -> ProgressBar {
    let target =
        if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(DRAWS) };
    let bar = ProgressBar::with_draw_target(None, target);
    let style = ProgressStyle::with_template(template);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(1000 / u64::from(DRAWS)));
    bar
}

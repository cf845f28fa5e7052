//! Where text goes: to standard output, or to a pager once it is longer than the terminal.

use std::io::{self, BufWriter, Write};
use std::process::{Child, Command, Stdio};

use anstream::{AutoStream, ColorChoice};

use crate::cli::interrupt;

/// Standard output, buffered, with or without colour, paged or not.
pub(in crate::cli) type Output = BufWriter<AutoStream<Box<dyn Write>>>;

/// `rows` is the height of the terminal, where there is one.
pub(super) fn new(choice: ColorChoice, pager: Option<&str>, rows: Option<usize>) -> Output {
    let raw: Box<dyn Write> = match (pager, rows) {
        (Some(pager), Some(rows)) => Box::new(Paged::new(pager, rows)),
        // Standard output alone would be written line by line.
        _ => Box::new(BufWriter::new(io::stdout())),
    };
    BufWriter::new(AutoStream::new(raw, choice))
}

/// Holds text back until it is clear whether it fits the terminal.
struct Paged {
    pager: String,
    /// Lines that still fit.
    room: usize,
    held: Vec<u8>,
    shown: Shown,
}

enum Shown {
    /// Nothing yet.
    Not,
    /// What is written goes to standard output.
    Directly,
    /// What is written goes to the pager.
    Paged(Child),
}

impl Paged {
    fn new(pager: &str, rows: usize) -> Self {
        // The prompt of the shell wants a line.
        Self { pager: pager.to_owned(), room: rows.saturating_sub(1), held: Vec::new(), shown: Shown::Not }
    }

    /// A pager that cannot be started is done without.
    fn start(&mut self) -> io::Result<()> {
        let mut words = self.pager.split_whitespace();
        let program = words.next().unwrap_or_default();
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            // As git does: keep colours, leave the text on the screen, end where one page is enough.
            command.env("LESS", "FRX");
        }
        self.shown = match command.spawn() {
            Ok(child) => {
                interrupt::leave_to_pager();
                Shown::Paged(child)
            }
            Err(_) => Shown::Directly,
        };
        self.give_held()
    }

    fn give_held(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        self.give(&held)
    }

    fn give(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.shown {
            Shown::Paged(child) => child.stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(bytes)),
            _ => io::stdout().write_all(bytes),
        }
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !matches!(self.shown, Shown::Not) {
            return self.give(bytes).map(|()| bytes.len());
        }
        self.held.extend_from_slice(bytes);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        match self.room.checked_sub(lines) {
            Some(room) => self.room = room,
            None => self.start()?,
        }
        Ok(bytes.len())
    }

    /// The end of what fits.
    fn flush(&mut self) -> io::Result<()> {
        match &mut self.shown {
            Shown::Paged(child) => child.stdin.as_mut().map_or(Ok(()), Write::flush),
            _ => {
                self.shown = Shown::Directly;
                self.give_held()?;
                io::stdout().flush()
            }
        }
    }
}

impl Drop for Paged {
    /// The pager has the terminal until its reader leaves it.
    fn drop(&mut self) {
        if let Shown::Paged(child) = &mut self.shown {
            drop(child.stdin.take());
            drop(child.wait());
        }
    }
}

//! Ctrl-C.
//!
//! An index can be left at any moment: what is searched is always a whole commit, and the next run goes on from there. So
//! there is nothing to wind up, and an interrupt ends the process at once.

use std::io::Write as _;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use super::lang::Lang;

/// The exit status of an interrupted command: 128 and the number of SIGINT, as shells have it.
const INTERRUPTED: i32 = 130;

static PAGING: AtomicBool = AtomicBool::new(false);
static PROMPTING: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C ends the process, saying what that means for an index where `indexing`.
pub(super) fn handle(lang: Lang, indexing: bool) {
    // Where no handler can be set, the system's own ends the process too.
    drop(ctrlc::set_handler(move || {
        if PAGING.load(Ordering::Relaxed) {
            return;
        }
        if PROMPTING.load(Ordering::Relaxed) {
            ratatui::restore();
        }
        if indexing {
            let said = lang.of(
                "interrompu ; l'index est entier, tel qu'enregistré en dernier, et la même commande reprend le travail",
                "interrupted; the index is whole, as of its last commit, and the same command goes on from there",
            );
            drop(writeln!(anstream::stderr(), "\nalinea: {said}"));
        }
        process::exit(INTERRUPTED);
    }));
}

/// The prompt has changed the terminal, or has put it back.
pub(super) fn prompting(now: bool) {
    PROMPTING.store(now, Ordering::Relaxed);
}

/// A pager uses Ctrl-C itself, and its reader leaves it by its own keys.
pub(super) fn leave_to_pager() {
    PAGING.store(true, Ordering::Relaxed);
}

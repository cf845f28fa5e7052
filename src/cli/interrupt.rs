//! Ctrl-C.
//!
//! An index can be left at any moment: what is searched is always a whole commit, and the next run goes on from there. So
//! there is nothing to wind up, and an interrupt ends the process at once.

use std::io::Write as _;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::lang::Lang;

/// The exit status of an interrupted command: 128 and the number of SIGINT, as shells have it.
const INTERRUPTED: i32 = 130;

static INDEXING: AtomicBool = AtomicBool::new(false);
static PAGING: AtomicBool = AtomicBool::new(false);
static PROMPTING: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C ends a run that indexes, saying what that means for the index. Elsewhere there is nothing to say, and
/// the system's own way of ending a process, of which a shell says the same status, needs no thread that waits for it.
pub(super) fn handle(lang: Lang) {
    INDEXING.store(true, Ordering::Relaxed);
    set_handler(lang);
}

fn set_handler(lang: Lang) {
    // Where no handler can be set, or one is set already, that is left to end the process.
    drop(ctrlc::set_handler(move || {
        if PAGING.load(Ordering::Relaxed) {
            return;
        }
        if PROMPTING.load(Ordering::Relaxed) {
            ratatui::restore();
        }
        if INDEXING.load(Ordering::Relaxed) {
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
    set_handler(Lang::default());
}

/// A pager uses Ctrl-C itself, and its reader leaves it by its own keys.
pub(super) fn leave_to_pager() {
    PAGING.store(true, Ordering::Relaxed);
    set_handler(Lang::default());
}

//! A terminal to run the program in, and what it shows.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::{PROGRAM, World};

/// How long something may take to show; a machine under load is slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program in a terminal.
pub(crate) struct Screen {
    parser: Arc<Mutex<vt100::Parser>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// Closes the terminal when it goes.
    _terminal: Box<dyn MasterPty + Send>,
}

impl Screen {
    /// Starts the program in the world's folder, with nothing of the tests' own environment.
    pub(crate) fn new(
        world: &World,
        (rows, cols): (u16, u16),
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let terminal = native_pty_system().openpty(PtySize { rows, cols, ..Default::default() }).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        command.cwd(world.path(""));
        command.args(arguments);
        for (name, value) in [("TERM", "xterm-256color"), ("PATH", "/usr/bin:/bin")].iter().chain(environment)
        {
            command.env(name, value);
        }
        let child = terminal.slave.spawn_command(command).unwrap();
        let parser = Arc::new(Mutex::new(vt100::Parser::new(rows, cols, 0)));
        let mut output = terminal.master.try_clone_reader().unwrap();
        let shown = Arc::clone(&parser);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read) = output.read(&mut bytes)
                && read > 0
            {
                shown.lock().unwrap().process(&bytes[..read]);
            }
        });
        let keys = terminal.master.take_writer().unwrap();
        Self { parser, keys, child, _terminal: terminal.master }
    }

    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    pub(crate) fn text(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Waits until the screen fits; what it shows when it never does is in the panic.
    #[track_caller]
    pub(crate) fn waits_for(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.text();
            if fits(&text) {
                return text;
            }
            assert!(Instant::now() < end, "{what} is waited for on:\n{text}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[track_caller]
    pub(crate) fn shows(&mut self, part: &str) -> String {
        self.waits_for(part, |text| text.contains(part))
    }

    /// Waits until nothing changes any more.
    pub(crate) fn settles(&mut self) -> String {
        let mut text = self.text();
        loop {
            thread::sleep(Duration::from_millis(400));
            let now = self.text();
            if now == text {
                return text;
            }
            text = now;
        }
    }

    /// Letters of a part of the screen that have an attribute, such as bold.
    pub(crate) fn cells(&self, has: impl Fn(&vt100::Cell) -> bool) -> String {
        let parser = self.parser.lock().unwrap();
        let (rows, cols) = parser.screen().size();
        let cells = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
        let cells = cells.filter_map(|(row, col)| parser.screen().cell(row, col).filter(|cell| has(cell)));
        cells.map(|cell| cell.contents().to_owned()).collect()
    }

    #[track_caller]
    pub(crate) fn ends(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What was written last may still be on its way.
                thread::sleep(Duration::from_millis(100));
                return status.exit_code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.child.kill().unwrap();
        panic!("the program does not end:\n{}", self.text());
    }
}

/// Whether a program that a test needs is there.
pub(crate) fn has(program: &str) -> bool {
    ["/usr/bin", "/bin"].iter().any(|folder| Path::new(folder).join(program).exists())
}

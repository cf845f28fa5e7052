//! Parses, runs, maps an error to an exit status; nothing else.

fn main() {}

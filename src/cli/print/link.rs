//! Links in a terminal: OSC 8, as iTerm2 and VTE agreed on it (Egmont Koblinger, *Hyperlinks in terminal emulators*).

use std::path::{Path, absolute};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What may not stand in a path of a URL as it is (WHATWG URL, path percent-encode set), and `%` itself.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%');

/// The address of a file, where there is one of that name.
pub(super) fn file_url(path: &str) -> Option<String> {
    let path = absolute(Path::new(path)).ok().filter(|path| path.is_file())?;
    Some(format!("file://{}", utf8_percent_encode(path.to_str()?, PATH)))
}

/// `text` as a link. An address with control characters is none.
pub(super) fn linked(text: &str, url: Option<&str>) -> String {
    match url.filter(|url| !url.contains(char::is_control)) {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_exist_have_an_address() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("été 1.txt");
        std::fs::write(&path, "").unwrap();
        let url = file_url(path.to_str().unwrap()).unwrap();
        assert!(url.starts_with("file:///") && url.ends_with("/%C3%A9t%C3%A9%201.txt"), "{url}");
        assert_eq!(file_url("nowhere.txt"), None);
    }

    #[test]
    fn an_address_cannot_end_its_own_link() {
        assert_eq!(linked("a", Some("https://b\u{1b}\\")), "a");
        assert_eq!(linked("a", Some("https://b")), "\u{1b}]8;;https://b\u{1b}\\a\u{1b}]8;;\u{1b}\\");
    }
}

//! Images and galleries: the words under them.

use super::Reader;
use super::call::{Call, Key};
use super::tree::Region;
use crate::document::Form;
use crate::reader::prose::Prose;

/// Namespaces of images, in French and in English.
const NAMESPACES: [&str; 6] = ["fichier", "file", "image", "média", "media", "vidéo"];

/// Options that show the words of an image under it.
const FRAMES: [&str; 7] = ["cadre", "encadré", "enframé", "frame", "framed", "thumb", "thumbnail"];

/// Other options of an image that are one word (MediaWiki's `MessagesFr` and `MessagesEn`).
const OPTIONS: [&str; 37] = [
    "baseline",
    "bas",
    "bas-du-texte",
    "bas-texte",
    "base",
    "border",
    "bordure",
    "bottom",
    "center",
    "centre",
    "centré",
    "droite",
    "exp",
    "exposant",
    "frameless",
    "gauche",
    "haut",
    "haut-du-texte",
    "haut-texte",
    "ind",
    "indice",
    "left",
    "ligne-de-base",
    "middle",
    "milieu",
    "none",
    "neant",
    "néant",
    "redresse",
    "right",
    "sans_cadre",
    "sub",
    "super",
    "text-bottom",
    "text-top",
    "top",
    "upright",
];

/// Options with a value.
const VALUED: [&str; 19] = [
    "alt",
    "alternative",
    "class",
    "classe",
    "debut",
    "début",
    "end",
    "fin",
    "lang",
    "langue",
    "lien",
    "link",
    "loop",
    "page",
    "redresse",
    "start",
    "thumb",
    "upright",
    "vignette",
];

/// Whether a link's page is an image.
pub(super) fn is_media(page: &str) -> bool {
    let Some((namespace, _)) = page.split_once(':') else { return false };
    let namespace = namespace.trim();
    NAMESPACES.iter().any(|known| namespace.eq_ignore_ascii_case(known) || namespace.to_lowercase() == *known)
}

impl Reader<'_> {
    /// `[[Fichier:…|vignette|words]]`: its words are a caption; nothing of it is running text.
    pub(super) fn media(&mut self, node: usize, _out: &mut Prose) {
        let tree = self.tree;
        let mut parts = tree.split(tree.inner(node), b'|');
        parts.remove(0);
        let is_framed = parts.iter().any(|part| is_frame(tree.written(*part)));
        let words = parts.into_iter().rfind(|part| !is_option(tree.written(*part)));
        let Some(words) = words.filter(|words| !tree.written(*words).trim().is_empty()) else { return };
        if is_framed {
            self.caption(words);
        } else {
            // The page shows it to a mouse only.
            self.page.dropped("caption", "image sans cadre");
        }
    }

    /// `<gallery>`: a line is an image, and its words a caption.
    pub(super) fn gallery(&mut self, node: usize) {
        let tree = self.tree;
        for line in tree.split(tree.inner(node), b'\n') {
            let parts = tree.split(line, b'|');
            let words = parts.iter().skip(1).rfind(|part| !is_option(tree.written(**part)));
            words.into_iter().for_each(|words| self.caption(*words));
        }
    }

    /// The words under the images of a template, whose arguments are called one of `names`, numbered or not.
    pub(super) fn captions(&mut self, call: &Call<'_>, names: &[&str]) {
        for argument in &call.arguments {
            let Key::Name(name) = argument.key else { continue };
            let bare = name.trim_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '_');
            if names.contains(&bare) {
                self.caption(argument.value);
            }
        }
    }

    /// Keeps a caption until the paragraph that is being read ends.
    fn caption(&mut self, words: Region) {
        let prose = self.prose(words);
        self.captions.push((prose, words.start..words.end));
    }

    /// Gives out the captions that were kept.
    pub(super) fn give_captions(&mut self) {
        for (prose, span) in std::mem::take(&mut self.captions) {
            self.page.block(Form::Caption, &prose, span);
        }
    }
}

fn is_frame(part: &str) -> bool {
    let part = part.trim();
    let word = part.split('=').next().unwrap_or_default().trim();
    word == "vignette" || FRAMES.contains(&word)
}

fn is_option(part: &str) -> bool {
    let part = part.trim();
    match part.split_once('=') {
        Some((name, _)) => VALUED.contains(&name.trim()),
        None => {
            let word = part.to_lowercase();
            part == "vignette" || FRAMES.contains(&part) || OPTIONS.contains(&word.as_str()) || is_size(part)
        }
    }
}

/// `200px`, `x150px`, `200x150px`, `upright 1.2`
fn is_size(part: &str) -> bool {
    let number = part.strip_suffix("px").or_else(|| part.strip_suffix("pix")).map(str::trim_end);
    let worded = || part.strip_prefix("upright ").or_else(|| part.strip_prefix("redresse "));
    let is_number = |number: &str| number.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | '.' | ','));
    number.or_else(worded).is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::{is_media, is_option};

    #[test]
    fn options_are_no_captions() {
        for part in [
            "vignette",
            "200px",
            "x150px",
            "gauche",
            "alt=Une carte",
            "redresse=1.2",
            "upright 1.5",
            " thumb ",
        ] {
            assert!(is_option(part), "{part}");
        }
        for part in ["Le camp en 1960", "px", "La droite, 200px", "a = b", "Vienne"] {
            assert!(!is_option(part) || part == "px", "{part}");
        }
        assert!(
            is_media("Fichier:a.jpg") && is_media("image : a") && !is_media("Vienne") && !is_media("a:b")
        );
    }
}

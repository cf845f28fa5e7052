//! Infoboxes: their fields as one passage.

use super::Reader;
use super::call::{Call, Key, canonical};
use super::tree::Region;
use crate::document::Form;
use crate::reader::prose::Prose;
use crate::reader::table::{NEXT, OF};

/// How the names of fields begin that say how an infobox looks, or name a picture or a sound.
const LOOKS: [&str; 17] = [
    "alt",
    "audio",
    "blason",
    "carte",
    "charte",
    "coordonnées",
    "couleur",
    "drapeau",
    "géolocalisation",
    "image",
    "latitude",
    "lien_",
    "logo",
    "longitude",
    "taille",
    "upright",
    "zoom",
];

/// Endings of files.
const FILES: [&str; 12] =
    [".gif", ".jpeg", ".jpg", ".ogg", ".ogv", ".pdf", ".png", ".svg", ".tif", ".tiff", ".webm", ".webp"];

impl Reader<'_> {
    /// Gives the fields of an infobox as one passage, and the words under its pictures as captions.
    pub(super) fn infobox(&mut self, call: &Call<'_>) {
        if !self.page.infobox {
            return self.page.dropped("infobox", &canonical(call.name));
        }
        let mut fields = Prose::default();
        for argument in &call.arguments {
            let Key::Name(name) = argument.key else { continue };
            if name.starts_with("légende") || LOOKS.iter().any(|looks| name.starts_with(looks)) {
                continue;
            }
            let value = self.prose(self.without_sign(argument.value));
            if !value.is_empty() && !is_file(value.text()) {
                add(&mut fields, name, &value);
            }
        }
        self.page.block(Form::Infobox, &fields, self.tree.span(call.node));
        self.captions(call, &["légende"]);
        self.give_captions();
    }

    /// A value that is a list without the sign of its first item.
    fn without_sign(&self, value: Region) -> Region {
        let text = self.tree.written(value);
        let signs = text.len() - text.trim_start_matches(['*', '#', ' ']).len();
        self.tree.part(value, value.start + signs..value.end)
    }
}

fn add(fields: &mut Prose, name: &str, value: &Prose) {
    if !fields.is_empty() {
        fields.push(NEXT);
    }
    fields.push(&name.replace('_', " "));
    fields.push(OF);
    fields.append(value);
}

fn is_file(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    FILES.iter().any(|ending| value.ends_with(ending))
}

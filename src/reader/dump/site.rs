//! Where the pages of a wiki live.

use crate::error::Oddity;

/// What a dump's header says of its wiki.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// `<mediawiki xml:lang>`
    pub(super) language: String,
    /// `<base>`: the address of the main page.
    pub(super) base: String,
}

impl Site {
    /// What a person should know of a header that says where the pages live and is not believed.
    pub(super) fn oddity(&self) -> Option<Oddity> {
        let is_doubtful = !self.base.is_empty() && self.url("").is_none();
        is_doubtful.then(|| Oddity::NoFrenchWiki { language: self.language.clone(), base: self.base.clone() })
    }

    /// The address of a page.
    ///
    /// A header is written by whoever made the file, and may be that of another wiki: then no address is better than
    /// a wrong one. It is believed where it says, in both places, that the wiki is French, as the pages are.
    pub(super) fn url(&self, title: &str) -> Option<String> {
        let (scheme, rest) = self.base.split_once("://")?;
        let host = rest.split('/').next().unwrap_or_default();
        let subdomain = host.split('.').next().unwrap_or_default();
        let is_french = self.language.split('-').next() == Some("fr");
        // Only subdomains of two or three letters are languages (ISO 639).
        let says_another = matches!(subdomain.len(), 2 | 3) && !matches!(subdomain, "fr" | "www");
        let (folder, _) = rest.rsplit_once('/')?;
        let believed = matches!(scheme, "http" | "https") && is_french && !says_another;
        believed.then(|| format!("{scheme}://{folder}/{}", encoded(title)))
    }
}

/// A title as MediaWiki writes it in an address (`wfUrlencode`): spaces are low lines, and these signs stay.
fn encoded(title: &str) -> String {
    let mut url = String::with_capacity(title.len());
    for byte in title.bytes() {
        match byte {
            b' ' => url.push('_'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => url.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b';' | b'@' | b'$' | b'!' | b'*' | b'(' | b')' | b',' | b'/'
            | b':' => {
                url.push(char::from(byte));
            }
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn only_a_french_header_is_believed() {
        let url = |language: &str, base: &str| {
            Site { language: language.into(), base: base.into() }.url("L'été à Paris (75)")
        };
        assert_eq!(
            url("fr", "https://fr.wikipedia.org/wiki/Wikip%C3%A9dia:Accueil_principal").as_deref(),
            Some("https://fr.wikipedia.org/wiki/L%27%C3%A9t%C3%A9_%C3%A0_Paris_(75)")
        );
        assert!(url("fr-CA", "http://wiki.example.org/index.php/Accueil").is_some());
        for (language, base) in [
            ("en", "https://en.wikipedia.org/wiki/Main_Page"),
            ("fr", "https://en.wikipedia.org/wiki/Main_Page"),
            ("en", "https://fr.wikipedia.org/wiki/Accueil"),
            ("fr", "javascript://fr.x/a"),
            ("fr", "nothing"),
            ("", ""),
        ] {
            assert_eq!(url(language, base), None, "{language} {base}");
            let site = Site { language: language.into(), base: base.into() };
            assert_eq!(site.oddity().is_some(), !base.is_empty(), "{language} {base}");
        }
    }
}

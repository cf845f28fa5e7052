//! From what a person typed to an article or a passage of the index.

use tantivy::DocAddress;

use crate::document::slug;
use crate::error::{Error, Result};
use crate::index::{Reader, title_term};

/// How many candidates an error names.
const NAMED: usize = 20;

/// The id of the article that `name` means: an id, a title, or the beginning of one id only.
pub(super) fn article(reader: &Reader, name: &str) -> Result<String> {
    let field = reader.fields().article;
    let slug = slug(name);
    for exact in [name, &slug] {
        if !reader.documents(field, exact)?.is_empty() {
            return Ok(exact.to_owned());
        }
    }
    let mut of_title = titled(reader, slug.clone())?;
    match of_title.len() {
        0 => {}
        1 => return Ok(of_title.swap_remove(0)),
        _ => return Err(Error::AmbiguousArticle { name: name.to_owned(), candidates: of_title }),
    }
    for prefix in [name, &slug].into_iter().filter(|prefix| !prefix.is_empty()) {
        let mut near = reader.terms_from(field, prefix, NAMED)?;
        match near.len() {
            0 => {}
            1 => return Ok(near.swap_remove(0)),
            _ => return Err(Error::AmbiguousArticle { name: name.to_owned(), candidates: near }),
        }
    }
    Err(Error::UnknownArticle { name: name.to_owned(), near: near(reader, &slug)? })
}

/// The title of the article of that id; none where the index does not hold it.
pub(super) fn title(reader: &Reader, article: &str) -> Result<Option<String>> {
    let first = reader.documents(reader.fields().article, article)?.into_iter().next();
    Ok(first.map(|address| reader.record(address)).transpose()?.map(|record| record.into_head().title))
}

/// How many redirects are followed one after the other; MediaWiki itself follows one.
const MAX_REDIRECTS: usize = 4;

/// The ids of the articles with that slug of a title, or of those that a redirect of that title leads to, through
/// further redirects where it has to. A redirect to no article leads nowhere.
pub(super) fn titled(reader: &Reader, slug: String) -> Result<Vec<String>> {
    let mut slugs = vec![slug];
    for _ in 0..=MAX_REDIRECTS {
        let (found, absent) = of_slugs(reader, &slugs)?;
        if !found.is_empty() || absent.is_empty() {
            return Ok(found);
        }
        slugs = absent;
    }
    Ok(Vec::new())
}

/// The ids under these slugs, at most as many as are named; those of articles, else those of none.
fn of_slugs(reader: &Reader, slugs: &[String]) -> Result<(Vec<String>, Vec<String>)> {
    let (mut found, mut absent) = (Vec::new(), Vec::new());
    for slug in slugs {
        let start = title_term(slug, "");
        for mut term in reader.terms_from(reader.fields().title, &start, NAMED)? {
            let id = term.split_off(start.len());
            let exists = reader.source_of(&id)?.is_some();
            if exists { found.push(id) } else { absent.push(id) }
        }
    }
    absent.truncate(NAMED);
    Ok((found, absent))
}

/// Ids that share a beginning with `slug`, the longer the better.
fn near(reader: &Reader, slug: &str) -> Result<Vec<String>> {
    let ends = slug.char_indices().map(|(byte, _)| byte).skip(1);
    for end in ends.collect::<Vec<_>>().into_iter().rev() {
        let near = reader.terms_from(reader.fields().article, &slug[..end], NAMED)?;
        if !near.is_empty() {
            return Ok(near);
        }
    }
    reader.terms_from(reader.fields().article, "", NAMED)
}

/// Where the passages stand whose id is `id`, or begins so: `article#key`, or a key alone. The key may be given
/// by its first letters.
pub(super) fn passages(reader: &Reader, id: &str) -> Result<Vec<DocAddress>> {
    let (article, key) = match id.rsplit_once('#') {
        Some((article, key)) => (Some(article), key),
        None => (None, id),
    };
    let of_article = article.map(|article| reader.documents(reader.fields().article, article)).transpose()?;
    let mut found = Vec::new();
    for key in keys(reader, key)? {
        let documents = reader.documents(reader.fields().key, &key)?;
        found.extend(documents.into_iter().filter(|d| of_article.as_ref().is_none_or(|own| own.contains(d))));
    }
    Ok(found)
}

/// The keys that `key` means: itself where it is whole, else those that begin so. A whole key names only the
/// first of a repeated passage.
fn keys(reader: &Reader, key: &str) -> Result<Vec<String>> {
    let field = reader.fields().key;
    if key.is_empty() {
        return Ok(Vec::new());
    }
    if !reader.documents(field, key)?.is_empty() {
        return Ok(vec![key.to_owned()]);
    }
    reader.terms_from(field, key, NAMED + 1)
}

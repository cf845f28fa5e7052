//! Style, script and picture of the pages. Their addresses hold a hash of what they are, so that browsers keep them for
//! good and a new version has new ones.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

use super::router::Shared;

/// Never asked for again.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file that pages load.
pub(super) struct Asset {
    name: &'static str,
    media_type: &'static str,
    text: &'static str,
    path: LazyLock<String>,
}

macro_rules! asset {
    ($name:literal, $media_type:literal) => {{
        const TEXT: &str = include_str!(concat!("page/", $name));
        Asset {
            name: $name,
            media_type: $media_type,
            text: TEXT,
            path: LazyLock::new(|| format!("/assets/{:016x}/{}", xxh3_64(TEXT.as_bytes()), $name)),
        }
    }};
}

pub(super) static STYLE: Asset = asset!("style.css", "text/css; charset=utf-8");
pub(super) static SCRIPT: Asset = asset!("script.js", "text/javascript; charset=utf-8");
pub(super) static ICON: Asset = asset!("icon.svg", "image/svg+xml");

impl Asset {
    /// Where it is.
    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

/// The routes of the files; the icon also where browsers look for one by themselves.
pub(super) fn routes() -> Router<Arc<Shared>> {
    let assets = [&STYLE, &SCRIPT, &ICON];
    let router = assets.into_iter().fold(Router::new(), |router, asset| {
        debug_assert!(asset.path().ends_with(asset.name), "a file has its own name");
        router.route(asset.path(), get(|| answer(asset)))
    });
    router.route("/favicon.ico", get(|| answer(&ICON)))
}

async fn answer(asset: &'static Asset) -> axum::response::Response {
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(asset.media_type)), (CACHE_CONTROL, FOR_GOOD)];
    (headers, asset.text).into_response()
}

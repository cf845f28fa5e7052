//! A query to the index, passages with their sources back.
//!
//! An [`Engine`] answers; [`Local`] from an index on this machine. [`Hit`] is what every output shows.

mod answers;
mod articles;
mod asker;
mod candidates;
mod cite;
mod depth;
mod engine;
mod facets;
mod first_stage;
mod highlight;
mod hit;
mod live;
mod local;
mod lower;
mod matches;
mod meant;
mod names;
mod operators;
mod order;
mod pattern;
mod phrase;
mod quote;
pub mod rank;
mod ranking;
mod remote;
mod repairs;
mod request;
mod resolve;
mod second_stage;
mod seek;
mod show;
mod snippet;
mod sound;
mod suggest;
mod tagged;
mod terms;
mod values;
mod widen;

pub use articles::{ArticleList, ArticleSummary};
pub use asker::{AskedBy, Asker};
pub use cite::{
    ArticleCounts, Bibliography, CiteRequest, ExportFormat, Finding, FindingKind, LabelUses, PassageSources,
    Sort, Source, SourceFilter, SourceUses, Together, Unsourced,
};
pub use engine::Engine;
pub use facets::{Facet, FacetCount};
pub use hit::{ArticleName, Citation, Hit, HitQuote, HitSource, Uses};
pub use local::Local;
pub use quote::{Difference, DifferenceKind, Piece, Stretch, Verdict, VerdictKind};
pub use ranking::Level;
pub use remote::{
    Address, Credentials, Delivery, INDEX_NAME, LOOKED_UP, Load, Offered, Push, Read, Remote, TIMEOUT,
    check as check_remote,
};
pub use repairs::Repaired;
pub use request::{CANDIDATES, Kind, Order, SearchRequest, SearchResponse};
pub use show::Context;
pub use snippet::{Mark, SNIPPET_CHARS, snippet};
pub use suggest::Suggestion;

pub use crate::index::Stats;

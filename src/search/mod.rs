//! A query to the index, passages with their sources back.
//!
//! [`Local`] answers from an index on this machine; [`Hit`] is what every output shows.

mod candidates;
mod cite;
mod depth;
mod highlight;
mod hit;
mod live;
mod local;
mod lower;
mod order;
pub mod rank;
mod ranking;
mod repairs;
mod request;
mod resolve;
mod second_stage;
mod show;
mod snippet;
mod terms;

pub use cite::{CiteRequest, LabelUses};
pub use hit::{ArticleName, Citation, Hit, HitQuote, HitSource};
pub use local::Local;
pub use ranking::Level;
pub use repairs::Repaired;
pub use request::{CANDIDATES, Kind, SearchRequest, SearchResponse};
pub use show::Context;
pub use snippet::snippet;

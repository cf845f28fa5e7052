//! The stems of a segment and their posting lists, read in place.
//!
//! tantivy keeps both: a dictionary that leads from a stem to its list, and the lists. Its dictionary is an automaton of which
//! nobody can tell which bytes a look-up will read, so all of it has to be compared with its checksums first: a twentieth of what a
//! process with one question spends. So [`plugin`] writes the same stems once more beside it, in a file of which a look-up
//! reads some hundred bytes, and the lists are read from tantivy's file block by block ([`postings`]). tantivy's own queries
//! go on reading tantivy's dictionary.
//!
//! | bytes of the file       | what they are                                                                |
//! |-------------------------|------------------------------------------------------------------------------|
//! | 8, 4, 8                 | magic, stems and one, bytes of the places                                    |
//! | the stems in their order | see [`Order`]: the number of each is how many documents it has, its count the bytes of its list |

mod plugin;
mod postings;

use std::io;

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{HasLen as _, SegmentReader};

use super::checked::Checked;
use super::forward::damage::damaged;
use super::forward::{Order, Places};

use postings::without_header;
pub use postings::{Block, Postings};

pub(super) use plugin::{STEMS, StemsPlugin};

const MAGIC: u64 = u64::from_le_bytes(*b"alinstm1");
const HEADER: u64 = 20;

/// The stems of a segment. A clone reads the same files.
#[derive(Clone)]
pub struct Stems {
    order: Order,
    /// The lists of all, one after another; none where no document has a stem.
    lists: Option<FileSlice>,
}

impl Stems {
    /// The stems of `segment`, whose field of stems is `field`. Cost: a header, and the list of the segment's fields.
    ///
    /// # Errors
    /// `InvalidData` when the bytes are no such file.
    pub(super) fn open(bytes: Checked, segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let postings = segment.open_read(SegmentComponent::Postings)?;
        let lists = CompositeFile::open(&postings)?.open_read(field);
        Ok(Self { order: order(bytes)?, lists: lists.as_ref().and_then(without_header) })
    }

    /// How many documents hold `stem`, deleted ones included. Cost: about 0.3 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn documents(&self, stem: &str) -> io::Result<u32> {
        Ok(self.place(stem)?.map_or(0, |place| place.number))
    }

    /// The posting list of `stem`; `None` where no document holds it. Cost: as of [`documents`](Self::documents), and 2 ns for
    /// each block of the list.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn postings(&self, stem: &str) -> io::Result<Option<Postings>> {
        let (Some(lists), Some(place)) = (&self.lists, self.place(stem)?) else { return Ok(None) };
        let start = self.order.sum_before(place.place)?;
        let end = start.saturating_add(u64::from(place.count));
        if end > lists.len() as u64 {
            return Err(damaged("stems: a posting list is missing"));
        }
        Postings::open(lists.slice(start as usize..end as usize), place.number).map(Some)
    }

    /// Where `stem` stands.
    fn place(&self, stem: &str) -> io::Result<Option<Places<'_>>> {
        let place = self.order.seek(stem.as_bytes())?;
        Ok(Some(place).filter(|place| !place.is_at_end() && place.form == stem.as_bytes()))
    }
}

fn order(bytes: Checked) -> io::Result<Order> {
    if bytes.number::<8>(0)? != MAGIC {
        return Err(damaged("stems: not a list of stems"));
    }
    let (places, length) = (bytes.number::<4>(8)?, bytes.number::<8>(12)?);
    Order::open(bytes, places as u32, HEADER, length)
}

//! What can go wrong between this program and a cluster.

use std::fmt;

/// Why a call to a cluster did not give what it was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClusterFault {
    /// Nobody answers at that address; what the system said.
    Unreachable(String),
    /// No answer within so many milliseconds.
    TimedOut(u64),
    /// It is not known whether the call was carried out: the connection broke off; what the system said.
    Broken(String),
    /// The cluster has no index of that name.
    NoIndex(String),
    /// It has one already.
    IndexExists(String),
    /// The name is none that an index may have; what the cluster said.
    BadName(String),
    /// Credentials are missing or wrong.
    Refused,
    /// The body is larger than the cluster takes.
    TooLarge,
    /// The cluster has no node or no service for this just now; what it said.
    Unavailable(String),
    /// Of so many splits or shards these many did not answer.
    Partial {
        /// How many did not.
        failed: u64,
        /// How many there are.
        total: u64,
    },
    /// The cluster did not take some of what was sent.
    Rejected {
        /// How many documents.
        documents: u64,
        /// What it said of the first.
        reason: String,
    },
    /// The cluster does not take the call as it is; status and what it said.
    Status(u16, String),
    /// An answer of another form than is known; what is wrong with it.
    NotUnderstood(String),
    /// The index holds nothing that this program published.
    NotPublished(String),
    /// The index was pushed by another version of the program; what it has, and what this one reads.
    Version(String, String),
    /// A question that would need so many documents at once.
    TooMany(u64),
    /// So many documents were sent, and these are there.
    Counts {
        /// As sent.
        sent: u64,
        /// As counted.
        there: u64,
    },
    /// Another push has published meanwhile.
    Overtaken,
    /// The address holds a user or a password.
    SecretInAddress,
    /// No address of `http://` or `https://`.
    NoAddress,
}

impl ClusterFault {
    /// Whether another node, or the same one later, may carry out what this one did not.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::TimedOut(_) | Self::Broken(_) | Self::Unavailable(_))
    }

    /// Whether it is certain that nothing was carried out.
    #[must_use]
    pub fn left_untouched(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }

    /// What to do about it, in English.
    pub(super) fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unreachable(_) => {
                "see that a node runs there, or name others: --engine URL,URL (GET /health/readyz tells)"
            }
            Self::TimedOut(_) | Self::Unavailable(_) => {
                "name several nodes with --engine URL,URL, or give it more time with --engine-timeout"
            }
            Self::Broken(_) => {
                "ask again, or name several nodes with --engine URL,URL; a push that is run again sends what is missing"
            }
            Self::Counts { .. } => "run the same push again: it sends what is missing",
            Self::NoIndex(_) | Self::NotPublished(_) => {
                "build it: alinea push PATH… --engine URL, or name another --index-name"
            }
            Self::IndexExists(_) | Self::BadName(_) => "name another index with --index-name",
            Self::Refused => {
                "set ALINEA_ENGINE_TOKEN, or ALINEA_ENGINE_USER and ALINEA_ENGINE_PASSWORD, or name a file that holds them \
                 with ALINEA_ENGINE_CREDENTIALS"
            }
            Self::TooLarge => "send smaller bodies: --body-mb 2",
            Self::Partial { .. } => "ask again when all nodes are up, or take what there is: --allow-partial",
            Self::Version(..) => "push anew: alinea push PATH… --swap --engine URL",
            Self::TooMany(_) => "narrow the question: --in ARTICLE",
            Self::Overtaken => "wait for the other push to end, then run this one again",
            Self::SecretInAddress => {
                "leave it out of the address, and set ALINEA_ENGINE_USER and ALINEA_ENGINE_PASSWORD"
            }
            Self::NoAddress => "write it as http://host:7280",
            Self::Rejected { .. } | Self::Status(..) | Self::NotUnderstood(_) => return None,
        })
    }
}

impl fmt::Display for ClusterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(reason) => write!(f, "nobody answers ({reason})"),
            Self::TimedOut(ms) => write!(f, "no answer within {ms} ms"),
            Self::Broken(reason) => {
                write!(f, "the connection broke off, so it may have been carried out ({reason})")
            }
            Self::NoIndex(name) => write!(f, "the cluster has no index «{name}»"),
            Self::IndexExists(name) => write!(f, "the cluster has an index «{name}» already"),
            Self::BadName(reason) => write!(f, "no name for an index: {reason}"),
            Self::Refused => f.write_str("credentials are missing or wrong"),
            Self::TooLarge => f.write_str("the body is larger than the cluster takes"),
            Self::Unavailable(reason) => write!(f, "not available just now ({reason})"),
            Self::Partial { failed, total } => write!(f, "{failed} of {total} splits did not answer"),
            Self::Rejected { documents, reason } => {
                write!(f, "{documents} documents were not taken, the first because: {reason}")
            }
            Self::Status(status, reason) => write!(f, "status {status}: {reason}"),
            Self::NotUnderstood(reason) => write!(f, "the answer is not understood: {reason}"),
            Self::NotPublished(name) => {
                write!(f, "the index «{name}» holds nothing that a push has finished")
            }
            Self::Version(found, expected) => {
                write!(f, "the index was pushed with {found}; this program reads {expected}")
            }
            Self::TooMany(documents) => {
                write!(f, "the question needs {documents} documents of the cluster at once")
            }
            Self::Counts { sent, there } => write!(f, "{sent} documents were sent and {there} are there"),
            Self::Overtaken => f.write_str("another push has finished meanwhile"),
            Self::SecretInAddress => f.write_str("an address on a command line must not hold a password"),
            Self::NoAddress => f.write_str("no address of an engine"),
        }
    }
}

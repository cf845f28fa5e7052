//! To come in the next commits of the first issue.

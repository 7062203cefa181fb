//! Every rule of the five documents is shown by a test, named as missing, or no behaviour at all.
//!
//! What the rules are, in short words, stands in `tests/conformance/rows`, one file per document, written by hand. Which
//! tests show them is read from the doc comments of the tests. `docs/conformance.md` is made of both.

#[cfg(test)]
mod checks;
#[cfg(test)]
mod document;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod scan;

#[cfg(test)]
use std::path::{Path, PathBuf};

/// The root of the workspace.
#[cfg(test)]
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap().to_owned()
}

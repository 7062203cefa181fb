//! Whether a licence expression can be met with licences that we accept.
//!
//! SPDX expressions with `AND`, `OR`, `WITH` and parentheses; an older `/` means `OR`.

use std::iter::Peekable;
use std::vec::IntoIter;

/// Licences that ask for no more than a notice, or (MPL) for changes to the library itself.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Exceptions give more rights than the licence they stand with; these we have looked at.
const EXCEPTIONS: &[&str] = &["LLVM-exception"];

/// Whether the expression is well formed and leaves us a choice that we accept.
pub(super) fn is_accepted(expression: &str) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    let mut parser = Parser {
        words: words.into_iter().peekable(),
    };
    parser.any() == Some(true) && parser.words.peek().is_none()
}

/// Each method gives `None` for what is no expression.
struct Parser {
    words: Peekable<IntoIter<String>>,
}

impl Parser {
    fn skip(&mut self, word: &str) -> bool {
        self.words.next_if(|next| next == word).is_some()
    }

    fn any(&mut self) -> Option<bool> {
        let mut accepted = self.all()?;
        while self.skip("OR") {
            accepted |= self.all()?;
        }
        Some(accepted)
    }

    fn all(&mut self) -> Option<bool> {
        let mut accepted = self.one()?;
        while self.skip("AND") {
            accepted &= self.one()?;
        }
        Some(accepted)
    }

    fn one(&mut self) -> Option<bool> {
        if self.skip("(") {
            let accepted = self.any()?;
            return self.skip(")").then_some(accepted);
        }
        let name = self
            .words
            .next_if(|word| !["AND", "OR", "WITH", ")"].contains(&word.as_str()))?;
        let mut accepted = ACCEPTED.contains(&name.as_str());
        if self.skip("WITH") {
            accepted &= EXCEPTIONS.contains(&self.words.next()?.as_str());
        }
        Some(accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::is_accepted;

    #[test]
    fn one_acceptable_choice_is_enough() {
        for expression in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "Apache-2.0 / MIT",
            "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
            "GPL-3.0 OR (MIT AND ISC)",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(is_accepted(expression), "{expression}");
        }
    }

    #[test]
    fn every_part_of_a_conjunction_must_be_acceptable() {
        assert!(is_accepted("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!is_accepted("(MIT OR Apache-2.0) AND GPL-3.0"));
        assert!(!is_accepted("MIT AND OpenSSL OR GPL-3.0"));
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert!(is_accepted("MIT OR ISC AND GPL-3.0"));
        assert!(is_accepted("GPL-3.0 AND ISC OR MIT"));
    }

    #[test]
    fn what_is_unknown_or_malformed_is_not_accepted() {
        for expression in [
            "",
            "GPL-3.0",
            "MIT OR",
            "(MIT",
            "MIT)",
            "MIT ISC",
            "MIT WITH Surprise",
        ] {
            assert!(!is_accepted(expression), "{expression:?}");
        }
    }
}

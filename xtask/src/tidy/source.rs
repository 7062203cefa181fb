//! Rust text taken apart: code, comments and string literals, each with its line.
//!
//! Not a parser: just enough to know that a word stands in code and not in a comment or a
//! literal, and which lines belong to tests inside a file.

use std::ops::RangeInclusive;

/// A Rust file taken apart. Lines count from 1.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The text with comments left out and literals emptied; its lines are those of the file.
    code: String,
    /// The lines of comments.
    pub(super) comments: Vec<(usize, String)>,
    /// What stands between the quotes of string literals.
    pub(super) literals: Vec<(usize, String)>,
    tests: Vec<RangeInclusive<usize>>,
}

impl Source {
    pub(super) fn of(text: &str) -> Self {
        let mut scanner = Scanner {
            rest: text,
            line: 1,
            before: ' ',
            source: Self::default(),
        };
        while scanner.step() {}
        let mut source = scanner.source;
        source.tests = test_items(&source.code);
        source
    }

    /// The lines of code, without comments and without what literals say.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.code.lines())
    }

    /// Whether this line belongs to an item under `#[cfg(test)]`.
    pub(super) fn is_test(&self, line: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&line))
    }
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    /// The last character of code.
    before: char,
    source: Source,
}

impl<'a> Scanner<'a> {
    /// Takes one comment, literal or character; false at the end.
    fn step(&mut self) -> bool {
        let Some(next) = self.rest.chars().next() else {
            return false;
        };
        if self.rest.starts_with("//") {
            let line = self.line;
            let comment = self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            self.source.comments.push((line, comment.to_owned()));
        } else if self.rest.starts_with("/*") {
            self.block_comment();
        } else if let Some((opening, hashes)) = self.raw_string() {
            self.take(opening);
            let closing = format!("\"{}", "#".repeat(hashes));
            self.literal(
                self.rest.find(&closing).unwrap_or(self.rest.len()),
                closing.len(),
            );
        } else if next == '"' {
            self.take(1);
            self.literal(end_of_literal(self.rest, '"'), 1);
        } else if next == '\'' && self.is_character() {
            self.take(1);
            self.take(end_of_literal(self.rest, '\'') + 1);
            self.source.code.push_str("' '");
        } else {
            self.take(next.len_utf8());
            self.source.code.push(next);
            self.before = next;
        }
        true
    }

    /// Takes this many bytes, or what is left; keeps the count of lines.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        self.line += taken.matches('\n').count();
        taken
    }

    fn block_comment(&mut self) {
        let start = self.line;
        let (mut depth, mut end) = (0_usize, self.rest.len());
        for (at, _) in self.rest.char_indices() {
            let here = self.rest.get(at..).unwrap_or_default();
            if here.starts_with("/*") {
                depth += 1;
            } else if here.starts_with("*/") {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = at + 2;
                    break;
                }
            }
        }
        let comment = self.take(end);
        self.source
            .comments
            .extend((start..).zip(comment.lines().map(str::to_owned)));
        self.source.code.push_str(&"\n".repeat(self.line - start));
    }

    /// The length of the opening of a raw string that begins here, and its number of hashes.
    fn raw_string(&self) -> Option<(usize, usize)> {
        if self.before.is_alphanumeric() || self.before == '_' {
            return None;
        }
        let prefix = ["r", "br", "cr"].into_iter().find(|prefix| {
            self.rest
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with(['#', '"']))
        })?;
        let rest = self.rest.get(prefix.len()..)?;
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        rest.get(hashes..)?
            .starts_with('"')
            .then_some((prefix.len() + hashes + 1, hashes))
    }

    /// The rest of a literal whose opening quote was taken.
    fn literal(&mut self, content: usize, closing: usize) {
        let line = self.line;
        let literal = self.take(content);
        self.take(closing);
        self.source.literals.push((line, literal.to_owned()));
        self.source.code.push('"');
        self.source.code.push_str(&"\n".repeat(self.line - line));
        self.source.code.push('"');
        self.before = '"';
    }

    /// A character literal and not a lifetime.
    fn is_character(&self) -> bool {
        let mut after = self.rest.chars().skip(1);
        matches!(
            (after.next(), after.next()),
            (Some('\\'), _) | (Some(_), Some('\''))
        )
    }
}

/// Where the closing quote is, in text that begins after the opening one.
fn end_of_literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// The lines of every item that stands under `#[cfg(test)]`.
fn test_items(code: &str) -> Vec<RangeInclusive<usize>> {
    let line_of = |at: usize| code.get(..at).unwrap_or_default().matches('\n').count() + 1;
    code.match_indices("#[cfg(test)]")
        .map(|(start, _)| {
            let item = code.get(start..).unwrap_or_default();
            let length = end_of_item(item).unwrap_or(item.len());
            line_of(start)..=line_of(start + length)
        })
        .collect()
}

/// An item ends with the brace that closes its first one, or with a semicolon before any.
fn end_of_item(item: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in item.char_indices() {
        match character {
            ';' if depth == 0 => return Some(at),
            '{' => depth += 1,
            '}' if depth <= 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn code(text: &str) -> String {
        Source::of(text).code
    }

    #[test]
    fn comments_are_no_code_and_keep_their_lines() {
        let source = Source::of("a // one\nb /* two\n /* three */ */ c\n");
        assert_eq!(source.code, "a \nb \n c\n");
        let comments = source
            .comments
            .iter()
            .map(|(line, text)| (*line, text.as_str()));
        let expected = [(1, "// one"), (2, "/* two"), (3, " /* three */ */")];
        assert_eq!(comments.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_literal_is_known_with_its_line_and_no_code() {
        let source = Source::of("let a =\n  \"two // \\\" words\"; b(r#\"raw \" one\"#, b\"c\")");
        assert_eq!(source.code, "let a =\n  \"\"; b(\"\", b\"\")");
        let literals = source
            .literals
            .iter()
            .map(|(line, text)| (*line, text.as_str()));
        let expected = [(2, "two // \\\" words"), (2, "raw \" one"), (2, "c")];
        assert_eq!(literals.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_lifetime_opens_no_literal_and_a_quote_character_neither() {
        assert_eq!(
            code("fn f<'a>(x: &'a str) { '\"' }"),
            "fn f<'a>(x: &'a str) { ' ' }"
        );
        assert_eq!(
            code(r"('\'', '\\', 'é', b'x') // end"),
            "(' ', ' ', ' ', b' ') "
        );
    }

    #[test]
    fn an_identifier_that_ends_in_r_opens_no_raw_string() {
        assert_eq!(Source::of("for\"x\" r#type").code, "for\"\" r#type");
    }

    #[test]
    fn a_module_under_cfg_test_is_test_from_its_attribute_to_its_brace() {
        let source = Source::of("a\n#[cfg(test)]\nmod t {\n  fn f() { \"}\" }\n}\nb\n");
        let lines: Vec<usize> = (1..=6).filter(|line| source.is_test(*line)).collect();
        assert_eq!(lines, [2, 3, 4, 5]);
    }

    #[test]
    fn a_test_module_in_its_own_file_ends_at_the_semicolon() {
        let source = Source::of("#[cfg(test)]\nmod tests;\nfn f() {}\n");
        assert!(source.is_test(2) && !source.is_test(3));
    }
}

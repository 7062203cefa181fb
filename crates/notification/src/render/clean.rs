//! Names that others chose, made fit for a line of a mail.

/// Longer names are cut.
const LONGEST: usize = 100;

/// One line: no control characters, nothing invisible or that turns the direction of writing, single blanks.
pub(super) fn line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !is_hidden(*c))
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// A person's name: one line that no mail program takes for a web address. A stranger's name must not become
/// a link in a mail that we sign.
pub(super) fn name(text: &str) -> String {
    let text = line(text).replace("://", ": ");
    let mut name = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        name.push(c);
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let mut after = text.get(at + c.len_utf8()..).unwrap_or_default().chars();
        let joined = before.is_some_and(char::is_alphanumeric)
            && after.next().is_some_and(char::is_alphanumeric)
            && after.next().is_some_and(char::is_alphanumeric);
        if c == '.' && joined {
            name.push(' ');
        }
    }
    name
}

fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::{line, name};

    #[test]
    fn a_line_has_no_breaks_and_nothing_hidden() {
        assert_eq!(line("Ana\r\nBcc: x@y.zz\u{0}"), "Ana Bcc: x@y.zz");
        assert_eq!(line("  Ana \t Li\u{2028}\u{202E}\u{85}  "), "Ana Li");
        assert_eq!(line(&"x".repeat(200)).len(), 103);
    }

    #[test]
    fn a_name_is_never_a_web_address() {
        assert_eq!(name("J.R. Smith jr."), "J.R. Smith jr.");
        assert_eq!(name("Ana (evil.com)"), "Ana (evil. com)");
        assert_eq!(name("http://www.evil.com/x"), "http: www. evil. com/x");
    }
}

//! Sentences that the rules say in English, in other languages. The domain, the use cases and the API say what is wrong,
//! and what a setting means, in English; pages in another language look the sentence up here. A test holds that every
//! such sentence of the sources is there.

use std::{collections::HashMap, sync::LazyLock};

static GERMAN: LazyLock<Phrasebook> = LazyLock::new(|| Phrasebook::of(&FILES));

/// What the rules say, and what settings mean.
const FILES: [&str; 2] = [
    include_str!("../../../sentences/de.txt"),
    include_str!("../../../sentences/de-settings.txt"),
];

/// No sentence is longer in bytes, with what somebody typed in it; what is longer is not looked up.
const LONGEST: usize = 2_000;
/// A sentence itself has fewer colons.
const COLONS: usize = 4;

/// The sentences in German.
pub(super) fn german() -> &'static Phrasebook {
    &GERMAN
}

/// Sentences in English, each with the same in another language. The file has them in pairs of lines; `{name}` in the
/// English line is whatever stands there, `{}` the next without a name, and the other line says where it comes. A
/// second line of `-` says that only programs are ever told this.
#[derive(Debug, Default)]
pub(super) struct Phrasebook {
    whole: HashMap<&'static str, &'static str>,
    patterns: Vec<Pattern>,
}

/// A sentence with gaps.
#[derive(Debug)]
struct Pattern {
    /// What stands before the gaps, with the name of the gap after it; the last has none.
    parts: Vec<(&'static str, Option<String>)>,
    said: &'static str,
}

/// What stands in the gaps of a sentence.
type Gaps<'a> = HashMap<&'a str, &'a str>;

impl Phrasebook {
    fn of(files: &[&'static str]) -> Self {
        let mut book = Self::default();
        let all = files.iter().flat_map(|text| pairs(text));
        for (english, said) in all.filter(|(_, said)| *said != "-") {
            if english.contains('{') {
                let parts = parts(english);
                book.patterns.push(Pattern { parts, said });
            } else {
                book.whole.insert(english, said);
            }
        }
        book
    }

    /// The same in the other language. What a sentence is about may stand before it, with a colon.
    pub(super) fn translate(
        &self,
        english: &str,
        name: &dyn Fn(&str, &str) -> Option<String>,
    ) -> Option<String> {
        if english.len() > LONGEST {
            return None;
        }
        self.sentence(english, name).or_else(|| {
            // What stands before may be what somebody typed, with colons of its own.
            let colons = english.rmatch_indices(": ").take(COLONS);
            colons.into_iter().find_map(|(at, _)| {
                let (about, rest) = english.split_at_checked(at)?;
                let said = self.sentence(rest.strip_prefix(": ")?, name)?;
                Some(format!("{about}: {said}"))
            })
        })
    }

    fn sentence(
        &self,
        english: &str,
        name: &dyn Fn(&str, &str) -> Option<String>,
    ) -> Option<String> {
        if let Some(said) = self.whole.get(english) {
            return Some((*said).to_owned());
        }
        self.patterns.iter().find_map(|pattern| {
            let gaps = pattern.gaps(english)?;
            self.filled(pattern.said, &gaps, name)
        })
    }

    /// The sentence with its gaps filled: as they are, `{gap|family}` with the name of that message family,
    /// `{gap|said}` with a sentence that is translated by itself, and `{gap|parts}` with such parts of a sentence.
    fn filled(
        &self,
        said: &str,
        gaps: &Gaps<'_>,
        name: &dyn Fn(&str, &str) -> Option<String>,
    ) -> Option<String> {
        let mut filled = String::with_capacity(said.len());
        let mut rest = said;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (gap, after) = after.split_once('}')?;
            let (gap, how) = gap.split_once('|').unwrap_or((gap, ""));
            let value = *gaps.get(gap)?;
            match how {
                "" => filled.push_str(value),
                "parts" => {
                    let parts = value.split(", ").map(|part| self.sentence(part, name));
                    let parts = parts.collect::<Option<Vec<_>>>()?;
                    filled.push_str(&parts.join(", "));
                }
                "said" => filled.push_str(&self.translate(value, name)?),
                family => filled.push_str(&name(family, value).unwrap_or_else(|| value.to_owned())),
            }
            rest = after;
        }
        filled.push_str(rest);
        Some(filled)
    }
}

impl Pattern {
    fn gaps<'a>(&'a self, text: &'a str) -> Option<Gaps<'a>> {
        let mut gaps = Gaps::new();
        let mut rest = text;
        let mut open = None::<&str>;
        for (before, gap) in &self.parts {
            match open {
                None => rest = rest.strip_prefix(before)?,
                // What a sentence ends with stands at its very end.
                Some(name) if gap.is_none() => {
                    gaps.insert(name, rest.strip_suffix(before)?);
                    rest = "";
                }
                Some(name) => {
                    let (within, after) = rest.split_once(before)?;
                    gaps.insert(name, within);
                    rest = after;
                }
            }
            open = gap.as_deref();
        }
        Some(gaps)
    }
}

/// Every pair of sentences.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.into_iter().flat_map(pairs)
}

/// The pairs of lines in a phrasebook.
fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?)))
}

fn parts(english: &'static str) -> Vec<(&'static str, Option<String>)> {
    let mut parts = Vec::new();
    let mut rest = english;
    let mut unnamed = 0_u8..;
    while let Some((before, after)) = rest.split_once('{') {
        let (gap, after) = after.split_once('}').unwrap_or((after, ""));
        let gap = match gap {
            "" => unnamed.next().unwrap_or_default().to_string(),
            name => name.to_owned(),
        };
        parts.push((before, Some(gap)));
        rest = after;
    }
    parts.push((rest, None));
    parts
}

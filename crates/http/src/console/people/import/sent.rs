//! A file as a browser sends it: its text or itself, with what its columns are.

use crate::{
    console::people::kept::{mark, new_key},
    problem::{Code, Problem},
};
use axum::extract::Multipart;
use tenure_domain::Violation;
use tenure_service::{
    cells::Column,
    import::{FileFormat, ImportOptions, Naming},
};
use uuid::Uuid;

/// So many bytes are taken here; more goes by the API or the command.
const MOST: usize = 1024 * 1024;
/// So many parts has no form of ours.
const MOST_PARTS: usize = 1_000;
/// What is chosen for a column that is not read.
pub(super) const IGNORED: &str = "-";

/// The names in the head of a file.
fn head(text: &str) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.lines().next().unwrap_or_default().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => names.push(std::mem::take(&mut name)),
            _ => name.push(letter),
        }
    }
    names.push(name);
    names.retain(|name| !name.trim().is_empty());
    names
}

/// The parts of a form. The file's own, where one was chosen, are not yet text.
#[derive(Default)]
struct Parts {
    texts: Vec<(String, String)>,
    file: Vec<u8>,
}

impl Parts {
    async fn read(mut sent: Multipart) -> Result<Self, Problem> {
        let broken =
            |_| Problem::with_detail(Code::Malformed, "The form broke off. Send it again.");
        let mut parts = Self::default();
        while let Some(mut part) = sent.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(broken)? {
                if bytes.len() + chunk.len() > MOST {
                    let detail = format!("Send at most {} KiB.", MOST / 1024);
                    return Err(Problem::with_detail(Code::PayloadTooLarge, detail));
                }
                bytes.extend_from_slice(&chunk);
            }
            if name == "file" {
                parts.file = bytes;
                continue;
            }
            if parts.texts.len() >= MOST_PARTS {
                return Err(Problem::new(Code::PayloadTooLarge));
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            parts.texts.push((name, text));
        }
        Ok(parts)
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.texts.iter().filter(|(key, _)| key == name);
        named.next().map(|(_, text)| text.as_str())
    }

    /// The file that was chosen, else the text that was pasted. Browsers end lines as they like.
    fn text(&self) -> Option<String> {
        let text = match self.file.is_empty() {
            true => self.get("text").unwrap_or_default(),
            false => std::str::from_utf8(&self.file).ok()?,
        };
        Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
    }
}

/// A file as it was sent.
pub(super) struct Sent {
    pub(super) text: String,
    /// Each of its columns, with ours.
    pub(super) columns: Vec<(String, String)>,
    pub(super) invite: bool,
    pub(super) key: Uuid,
    /// What was looked at, where it is to be carried in.
    seen: Option<String>,
    /// Are the refused rows asked for as a file?
    pub(super) as_file: bool,
    /// What is wrong with it before it is read.
    wrong: Option<Violation>,
}

impl Sent {
    pub(super) async fn read(sent: Multipart) -> Result<Self, Problem> {
        let parts = Parts::read(sent).await?;
        let text = parts.text();
        let wrong = match &text {
            None => Some(("not_text", "Choose a file of text in UTF-8.")),
            Some(text) if text.trim().is_empty() => Some(("required", "Choose a file.")),
            Some(_) => None,
        };
        let text = text.unwrap_or_default();
        // What was chosen for a column goes by its name: the text may have been changed meanwhile.
        let chosen = |theirs: &str| {
            let mut named = parts.texts.iter().filter(|(_, name)| name == theirs);
            let (place, _) = named.find(|(key, _)| key.starts_with("named."))?;
            parts.get(&place.replacen("named.", "column.", 1))
        };
        let ours = |theirs: String| {
            let usual = Column::of(&theirs.to_ascii_lowercase()).map_or(IGNORED, Column::name);
            let ours = chosen(&theirs).unwrap_or(usual).to_owned();
            (theirs, ours)
        };
        let key = parts.get("key").and_then(|key| key.parse().ok());
        Ok(Self {
            columns: head(&text).into_iter().map(ours).collect(),
            invite: parts.get("invite").is_some(),
            key: key.unwrap_or_else(new_key),
            seen: parts.get("run").map(ToOwned::to_owned),
            as_file: parts.get("as_file").is_some(),
            wrong: wrong.map(|(code, message)| Violation::new("/file", code, message)),
            text,
        })
    }

    /// Is there anything to be read?
    ///
    /// # Errors
    /// `validation`.
    pub(super) fn whole(&self) -> Result<(), Problem> {
        match &self.wrong {
            Some(wrong) => Err(Problem::validation(vec![wrong.clone()])),
            None => Ok(()),
        }
    }

    /// What is looked at: the text, what its columns are, and whether anybody is invited.
    pub(super) fn mark(&self) -> String {
        let invite = if self.invite { "invite" } else { "" };
        let text = [self.text.as_str(), invite].into_iter();
        let columns = self.columns.iter();
        let columns = columns.flat_map(|(theirs, ours)| [theirs.as_str(), ours.as_str()]);
        mark(text.chain(columns))
    }

    /// Is just what was looked at to be carried in?
    pub(super) fn runs(&self) -> bool {
        self.seen.as_ref() == Some(&self.mark())
    }

    pub(super) fn options(&self, dry_run: bool) -> ImportOptions {
        let mut naming = Naming::default();
        for (theirs, ours) in &self.columns {
            match Column::of(ours) {
                Some(column) => drop(naming.map.insert(theirs.clone(), column)),
                None => drop(naming.ignore.insert(theirs.clone())),
            }
        }
        ImportOptions {
            format: FileFormat::Csv,
            naming,
            dry_run,
            invite: self.invite,
        }
    }
}

//! From what a mail says to its words. The words are in `templates/mail/<language>/`.

mod clean;
mod templates;

use tenure_domain::value::Timestamp;
use tenure_service::ports::{DeliveryError, Mail, MailContent, MailText};

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject: one line without control characters.
    pub subject: String,
    /// The plain text, complete on its own.
    pub text: String,
    /// The same as HTML; loads nothing from anywhere.
    pub html: String,
}

/// Why a mail cannot be put into words. Trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A mail about a link came without one.
    #[error("this mail needs a link and has none")]
    NoLink,
    /// The link is not one that can be opened.
    #[error("the link in this mail is not a web address (http or https)")]
    BadLink,
    /// The template failed.
    #[error("the template failed: {0}")]
    Template(#[from] askama::Error),
}

/// Puts a mail into words, in the language asked for or else in English. `now` is when it is sent; the mail
/// says from then how long its link works.
///
/// # Errors
/// [`RenderError`] when the mail needs a link and has none that works, or its template fails.
pub fn render(
    content: &MailContent,
    language: Option<&str>,
    now: Timestamp,
) -> Result<Rendered, RenderError> {
    let link = match (content.about.ticket(), content.link.as_deref()) {
        (None, _) => "",
        (Some(_), None) => return Err(RenderError::NoLink),
        (Some(_), Some(link)) => opens(link).ok_or(RenderError::BadLink)?,
    };
    let mail = View {
        system: clean::line(&content.system),
        name: clean::name(&content.name),
        link,
        expires: content.expires_at.map(|end| Moment::new(end, now)),
        until: content.until.map(|end| Moment::new(end, now)),
    };
    let templates = templates::of(Language::choose(language), content.about);
    let (subject, text) = subject_and_text(&(templates.text)(&mail)?);
    let html = (templates.html)(&mail, &subject)?;
    Ok(Rendered {
        subject,
        text,
        html: html.lines().fold(String::new(), |html, line| {
            let line = line.trim_end();
            if line.is_empty() {
                html
            } else {
                html + line + "\n"
            }
        }),
    })
}

/// A mail as it would be sent now.
pub(crate) fn words(mail: &Mail, now: Timestamp) -> Result<MailText, DeliveryError> {
    let rendered = render(&mail.content, mail.language.as_deref(), now);
    let Rendered { subject, text, .. } =
        rendered.map_err(|error| DeliveryError::Permanent(error.into()))?;
    Ok(MailText { subject, text })
}

/// Languages that there are templates for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    English,
}

impl Language {
    /// The language of a tag such as `en-GB`. To add one: copy `templates/mail/en`, translate the copy, list
    /// it in [`templates`], and choose it here by its tag.
    fn choose(_tag: Option<&str>) -> Self {
        Self::English
    }
}

/// What templates see.
#[derive(Clone, Debug)]
struct View<'a> {
    system: String,
    name: String,
    link: &'a str,
    expires: Option<Moment>,
    until: Option<Moment>,
}

/// A point in time as people read it.
#[derive(Clone, Debug)]
struct Moment {
    utc: String,
    left: Left,
}

/// How long it is until then, rounded.
#[derive(Clone, Copy, Debug)]
enum Left {
    Days(i64),
    Hours(i64),
    Minutes(i64),
    Nothing,
}

impl Moment {
    fn new(at: Timestamp, now: Timestamp) -> Self {
        let minutes = (at - now).num_seconds().saturating_add(30) / 60;
        let left = match minutes {
            ..=0 => Left::Nothing,
            1..=90 => Left::Minutes(minutes),
            91..=2160 => Left::Hours((minutes + 30) / 60),
            2161.. => Left::Days((minutes + 720) / 1440),
        };
        Self {
            utc: at.format("%Y-%m-%d %H:%M UTC").to_string(),
            left,
        }
    }
}

/// A text template begins with its subject, so that one file holds all words of a mail.
fn subject_and_text(rendered: &str) -> (String, String) {
    let (first, rest) = rendered.trim_start().split_once('\n').unwrap_or_default();
    let subject = clean::line(first.strip_prefix("Subject:").unwrap_or(first));
    let mut text = String::with_capacity(rest.len());
    for line in rest.lines().map(str::trim_end) {
        if !(line.is_empty() && (text.is_empty() || text.ends_with("\n\n"))) {
            text.push_str(line);
            text.push('\n');
        }
    }
    (subject, text)
}

/// The link, if a mail may carry it: a web address, no blanks, nothing that ends a line or an attribute.
fn opens(link: &str) -> Option<&str> {
    let web = link.starts_with("https://") || link.starts_with("http://");
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`');
    (web && link.chars().all(plain)).then_some(link)
}

//! From a rendered mail to a message as RFC 5322 has it.

use crate::{MailFrom, Rendered};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};
use tenure_domain::value::{MessageId, Timestamp};
use tenure_service::ports::BoxError;

/// The longest line that a message may have (RFC 5322, 2.1.1).
const LONGEST_LINE: usize = 998;

/// What a message is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) id: MessageId,
    pub(crate) from: &'a MailFrom,
    pub(crate) to: &'a [Address],
    pub(crate) rendered: &'a Rendered,
    pub(crate) date: Timestamp,
    /// Whether the message may hold bytes beyond ASCII.
    pub(crate) eight_bit: bool,
    /// Whether the message says to whom it goes when there are several.
    pub(crate) keep_bcc: bool,
}

impl Draft<'_> {
    /// The message. One recipient stands in `To`; several do not see each other: `To` is an empty group.
    ///
    /// Text and HTML are sent as they are (`7bit`, or `8bit` with a name such as Ömer in them) wherever that
    /// is possible, so that the link stands unbroken in the raw message: quoted-printable would break it with
    /// `=` at every 76th character. Only a server without 8BITMIME gets a mail beyond ASCII in such an encoding.
    pub(crate) fn compose(self) -> Result<Message, BoxError> {
        let envelope = Envelope::new(Some(self.from.mailbox().email.clone()), self.to.to_vec())?;
        let mut builder = Message::builder()
            .envelope(envelope)
            .message_id(Some(format!("<{}@{}>", self.id, self.from.domain())))
            .date(date(self.date))
            .from(self.from.mailbox().clone())
            .subject(self.rendered.subject.as_str());
        if let [one] = self.to {
            builder = builder.to(Mailbox::from(one.clone()));
        } else {
            builder = builder.raw_header(text_header("To", "undisclosed-recipients:;"));
            if self.keep_bcc {
                for address in self.to {
                    builder = builder.bcc(Mailbox::from(address.clone()));
                }
                builder = builder.keep_bcc();
            }
        }
        // No out-of-office answers to this mail (RFC 3834).
        builder = builder.raw_header(text_header("Auto-Submitted", "auto-generated"));
        let parts = MultiPart::alternative()
            .boundary(format!("=_tenure_{}", self.id))
            .singlepart(self.part(ContentType::TEXT_PLAIN, &self.rendered.text))
            .singlepart(self.part(ContentType::TEXT_HTML, &self.rendered.html));
        Ok(builder.multipart(parts)?)
    }

    fn part(self, content_type: ContentType, text: &str) -> SinglePart {
        let lines: Vec<&str> = text.lines().collect();
        let fits = lines.iter().all(|line| line.len() <= LONGEST_LINE);
        let encoding = match (fits, text.is_ascii(), self.eight_bit) {
            (true, true, _) => Some(ContentTransferEncoding::SevenBit),
            (true, false, true) => Some(ContentTransferEncoding::EightBit),
            (true, false, false) | (false, ..) => None,
        };
        let body = match encoding {
            // lettre would wrap lines of more than 76 characters, and with them the link.
            Some(encoding) => {
                Body::dangerous_pre_encoded(lines.join("\r\n").into_bytes(), encoding)
            }
            None => Body::new(text.to_owned()),
        };
        SinglePart::builder().header(content_type).body(body)
    }
}

fn text_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The time as lettre wants it; never before 1970, which it cannot write.
fn date(at: Timestamp) -> SystemTime {
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.min(253_402_300_799))
}

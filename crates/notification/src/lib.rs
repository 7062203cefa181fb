//! Mail: rendered by askama, written as files or sent by SMTP.
//!
//! [`render()`] makes subject, text and HTML of what a mail says. [`FileMailer`] writes each mail as a file
//! that anybody can open, [`SmtpMailer`] hands it to a mail server. Both keep the contract of
//! [`Mailer`](tenure_service::ports::Mailer): the outbox id is the `Message-ID`, and an error says whether
//! trying again makes sense.

mod file;
mod message;
mod render;
mod sender;
mod smtp;

pub use file::FileMailer;
pub use render::{RenderError, Rendered, render};
pub use sender::{InvalidMailFrom, MailFrom};
pub use smtp::{InvalidSmtp, SmtpConfig, SmtpMailer};

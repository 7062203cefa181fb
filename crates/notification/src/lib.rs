//! Mail: rendered by askama, written as files or sent by SMTP.

//! The table of templates: for each language and each thing to write about one text and one HTML file.

use super::{Language, Left, View};
use askama::Template;
use tenure_domain::About;

/// The two forms of a mail.
pub(super) struct Pair {
    pub(super) text: fn(&View<'_>) -> askama::Result<String>,
    pub(super) html: fn(&View<'_>, &str) -> askama::Result<String>,
}

/// The templates of one language. `About` is matched in full: what has no template does not compile.
macro_rules! language {
    ($choose:ident { $($about:pat => $text:tt, $html:tt;)* }) => {
        fn $choose(about: About) -> Pair {
            match about {
                $($about => {
                    #[derive(Template)]
                    #[template(path = $text)]
                    struct Text<'a> {
                        mail: &'a View<'a>,
                    }
                    #[derive(Template)]
                    #[template(path = $html)]
                    struct Html<'a> {
                        mail: &'a View<'a>,
                        subject: &'a str,
                    }
                    Pair {
                        text: |mail| Text { mail }.render(),
                        html: |mail, subject| Html { mail, subject }.render(),
                    }
                })*
            }
        }
    };
}

language! { english {
    About::Invitation { .. } => "mail/en/invitation.txt", "mail/en/invitation.html";
    About::InvitationExpired => "mail/en/invitation_expired.txt", "mail/en/invitation_expired.html";
    About::InvitationRenewed { .. } => "mail/en/invitation_renewed.txt", "mail/en/invitation_renewed.html";
    About::PasswordReset { .. } => "mail/en/password_reset.txt", "mail/en/password_reset.html";
    About::EmailConfirmation { .. } => "mail/en/email_confirmation.txt", "mail/en/email_confirmation.html";
    About::EmailChanged => "mail/en/email_changed.txt", "mail/en/email_changed.html";
    About::PasswordChanged => "mail/en/password_changed.txt", "mail/en/password_changed.html";
    About::LockedOut => "mail/en/locked_out.txt", "mail/en/locked_out.html";
    About::Blocked => "mail/en/blocked.txt", "mail/en/blocked.html";
    About::Unblocked => "mail/en/unblocked.txt", "mail/en/unblocked.html";
    About::Deactivated => "mail/en/deactivated.txt", "mail/en/deactivated.html";
    About::Activated => "mail/en/activated.txt", "mail/en/activated.html";
    About::UploadRecorded => "mail/en/upload_recorded.txt", "mail/en/upload_recorded.html";
} }

pub(super) fn of(language: Language, about: About) -> Pair {
    match language {
        Language::English => english(about),
    }
}

//! What each act does, what it does not, and how it is undone: said beforehand, as the tenant's rules have it.

use super::Subject;
use crate::{AppState, console::Visit};
use tenure_domain::{
    ActionKind,
    credential::Credential,
    policy::{
        AnonymizedAccess, DeleteMode, LockoutRelease, Restorable, RevokeOnInactivate, Supported,
    },
    value::Span,
};

/// The points, in the order in which they matter.
pub(super) fn of(
    kind: ActionKind,
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
) -> Vec<String> {
    let keys = match kind {
        ActionKind::Unblock => unblock(app, subject),
        ActionKind::Deactivate => deactivate(subject),
        ActionKind::Delete => return delete(visit, subject),
        ActionKind::Anonymize => anonymize(subject),
        ActionKind::SetPassword => password(subject),
        ActionKind::SetTemporaryPassword => {
            vec![
                "user-point-temporary",
                "user-point-sessions-end",
                "user-point-tell",
            ]
        }
        ActionKind::SendInvitation => {
            vec!["user-point-invitation", "user-point-invitation-link"]
        }
        ActionKind::RevokeInvitation => {
            vec!["user-point-link-dies", "user-point-revoked-again"]
        }
        ActionKind::SendPasswordReset => {
            vec!["user-point-reset", "user-point-password-stays"]
        }
        ActionKind::EndSessions => {
            vec!["user-point-sessions-end", "user-point-log-in-again"]
        }
        ActionKind::SetExternalCredential => {
            vec!["user-point-directory", "user-point-directory-password"]
        }
        ActionKind::RemoveExternalCredential => {
            vec!["user-point-directory-off", "user-point-directory-next"]
        }
        ActionKind::RemovePhoto => vec!["user-point-picture"],
        ActionKind::Activate => vec!["user-point-activate"],
        ActionKind::Block => vec![
            "user-point-kept-out",
            "user-point-sessions-end",
            "user-point-data-stays",
            "user-point-unblock-undoes",
        ],
        ActionKind::Restore => vec!["user-point-restore", "user-point-restore-next"],
        ActionKind::Purge => vec![
            "user-point-purge",
            "user-point-purge-trail",
            "user-point-for-good",
        ],
        _ => Vec::new(),
    };
    keys.into_iter().map(|key| visit.say(key)).collect()
}

/// Where time must pass too, an administrator's word is not enough (OB-47).
fn unblock(app: &AppState, subject: &Subject) -> Vec<&'static str> {
    let block = subject.account.user.lifecycle().block();
    let lasts = block.is_some_and(|block| {
        block.is_lockout() && block.until.is_some_and(|until| app.now() < until)
    });
    let outlives = subject.policy().lockout.release == LockoutRelease::AdminAndDuration;
    if lasts && outlives {
        vec!["user-point-lock-outlives"]
    } else {
        vec!["user-point-unblock"]
    }
}

fn deactivate(subject: &Subject) -> Vec<&'static str> {
    let revokes = subject.policy().invitation.revoke_on_inactivate == RevokeOnInactivate::Revoke;
    let mut keys = vec!["user-point-kept-out"];
    keys.push(match subject.view.has_invitation() {
        true if revokes => "user-point-link-dies",
        true => "user-point-link-kept",
        false => "user-point-sessions-end",
    });
    keys.extend(["user-point-data-stays", "user-point-activate-undoes"]);
    keys
}

fn delete(visit: &Visit, subject: &Subject) -> Vec<String> {
    let removal = &subject.policy().removal;
    let mut points = vec![visit.say("user-point-kept-out")];
    if removal.mode == DeleteMode::Hard {
        points.push(visit.say("user-point-purge"));
        points.push(visit.say("user-point-for-good"));
        return points;
    }
    points.push(visit.say("user-point-deleted-stays"));
    points.push(match (removal.restorable, removal.retention) {
        (Restorable::Yes, Some(span)) => {
            visit
                .words
                .say1("user-point-restorable-for", "days", days(span))
        }
        (Restorable::Yes, None) => visit.say("user-point-restorable"),
        (Restorable::No, _) => visit.say("user-point-for-good"),
    });
    points
}

fn days(span: Span) -> u32 {
    span.as_seconds() / 86_400
}

fn anonymize(subject: &Subject) -> Vec<&'static str> {
    let policy = &subject.policy().anonymization;
    vec![
        "user-point-masked",
        match policy.keeps_username {
            Supported::Yes => "user-point-username-kept",
            Supported::No => "user-point-username-gone",
        },
        match policy.access {
            AnonymizedAccess::Keeps => "user-point-access-kept",
            AnonymizedAccess::Loses => "user-point-access-lost",
        },
        "user-point-orders-stay",
        "user-point-for-good",
    ]
}

fn password(subject: &Subject) -> Vec<&'static str> {
    if subject.view.has_invitation() {
        return vec![
            "user-point-becomes-active",
            "user-point-link-dies",
            "user-point-tell",
        ];
    }
    match subject.account.user.credential() {
        Credential::External { .. } => vec!["user-point-directory-off", "user-point-tell"],
        Credential::None | Credential::Temporary { .. } | Credential::Permanent { .. } => {
            vec![
                "user-point-password-replaced",
                "user-point-sessions-end",
                "user-point-tell",
            ]
        }
    }
}

//! What each act does, what it does not, and how it is undone: said beforehand, as the tenant's rules have it.

use super::{Subject, act::Act};
use crate::{AppState, console::Visit};
use tenure_domain::{
    credential::Credential,
    policy::{
        AnonymizedAccess, DeleteMode, LockoutRelease, Restorable, RevokeOnInactivate, Supported,
    },
    value::Span,
};

/// The points, in the order in which they matter.
pub(super) fn of(act: Act, app: &AppState, visit: &Visit, subject: &Subject) -> Vec<String> {
    let keys = match act.path {
        "unblock" => unblock(app, subject),
        "deactivate" => deactivate(subject),
        "delete" => return delete(visit, subject),
        "anonymize" => anonymize(subject),
        "password" => password(subject),
        "temporary-password" => {
            vec![
                "user-point-temporary",
                "user-point-sessions-end",
                "user-point-tell",
            ]
        }
        "invitation" => {
            vec!["user-point-invitation", "user-point-invitation-link"]
        }
        "invitation/revoke" => {
            vec!["user-point-link-dies", "user-point-revoked-again"]
        }
        "password-reset" => {
            vec!["user-point-reset", "user-point-password-stays"]
        }
        "end-sessions" => {
            vec!["user-point-sessions-end", "user-point-log-in-again"]
        }
        "external-credential" => {
            vec!["user-point-directory", "user-point-directory-password"]
        }
        "external-credential/remove" => {
            vec!["user-point-directory-off", "user-point-directory-next"]
        }
        "picture/remove" => vec!["user-point-picture"],
        "activate" => vec!["user-point-activate"],
        "block" => vec![
            "user-point-kept-out",
            "user-point-sessions-end",
            "user-point-data-stays",
            "user-point-unblock-undoes",
        ],
        "restore" => vec!["user-point-restore", "user-point-restore-next"],
        "purge" => vec![
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

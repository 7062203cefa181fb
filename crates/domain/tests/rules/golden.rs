//! Stored formats, held fast: what is in a database today must be read by every later version.

use expect_test::expect_file;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use tenure_domain::{
    About, Fact, Message, Policy, Recipient, Rejection,
    authority::{ActorRef, Permission},
    credential::{Credential, EmailChange, Ticket, TicketPurpose, Tickets},
    lifecycle::{Block, BlockCause, InactiveReason, Invitation, Lifecycle, RevokedWhy, Status},
    policy::presets,
    testing::*,
    value::{Span, Timestamp, WeakPassword},
};

/// One value a line; each line reads back as the value it came from.
fn lines<T: Serialize + DeserializeOwned + PartialEq + Debug>(values: &[T]) -> String {
    let mut out = String::new();
    for value in values {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
        out.push_str(&text);
        out.push('\n');
    }
    out
}

fn end() -> Timestamp {
    noon_and(Span::hours(1))
}

#[test]
fn facts_are_stored_like_this() {
    let facts = every_fact();
    for fact in &facts {
        let stored = serde_json::to_value(fact).unwrap();
        assert_eq!(stored["kind"], fact.code());
    }
    expect_file!["../golden/facts.jsonl"].assert_eq(&lines(&facts));
}

#[test]
fn a_fact_whose_personal_part_was_cut_out_can_still_be_read() {
    for fact in every_fact() {
        let mut stored = serde_json::to_value(&fact).unwrap();
        if let Some(personal) = stored.pointer_mut("/data/personal") {
            *personal = serde_json::Value::Null;
            let read = serde_json::from_value::<Fact>(stored.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), stored);
        }
    }
}

#[test]
fn the_policy_standard_is_stored_like_this() {
    let policy = presets::standard();
    let text = serde_json::to_string_pretty(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    expect_file!["../golden/policy_standard.json"].assert_eq(&format!("{text}\n"));
}

#[test]
fn a_policy_with_a_setting_nobody_knows_or_without_one_is_not_read() {
    let mut stored = serde_json::to_value(presets::standard()).unwrap();
    stored["block"]["colour"] = "red".into();
    assert!(serde_json::from_value::<Policy>(stored.clone()).is_err());
    stored["block"] = serde_json::json!({});
    assert!(serde_json::from_value::<Policy>(stored).is_err());
}

#[test]
fn messages_are_stored_like_this() {
    let about = [
        About::Invitation { serial: 1 },
        About::InvitationExpired,
        About::InvitationRenewed { serial: 2 },
        About::PasswordReset { serial: 3 },
        About::EmailConfirmation { serial: 4 },
        About::EmailChanged,
        About::PasswordChanged,
        About::LockedOut,
        About::Blocked,
        About::Unblocked,
        About::Deactivated,
        About::Activated,
        About::UploadRecorded,
    ];
    let to = [
        Recipient::User,
        Recipient::Address(email("anna@example.com")),
        Recipient::Administrator,
    ];
    let messages = about.into_iter().zip(to.into_iter().cycle());
    let messages = messages.map(|(about, to)| Message {
        to,
        about,
        expires_at: about.ticket().map(|_| end()),
    });
    expect_file!["../golden/messages.jsonl"].assert_eq(&lines(&messages.collect::<Vec<_>>()));
}

fn block(cause: BlockCause) -> Block {
    Block {
        since: noon(),
        until: Some(end()),
        cause,
    }
}

fn manual() -> Block {
    block(BlockCause::Manual {
        by: ActorRef::Operator("root".to_owned()),
        reason: Some(reason("lost laptop")),
    })
}

fn lockout() -> Block {
    block(BlockCause::Lockout {
        admin_released: false,
        timed_only: true,
    })
}

fn invitations() -> [Invitation; 4] {
    [
        Invitation::NotSent,
        Invitation::Open {
            serial: 1,
            sent_at: noon(),
            expires_at: end(),
        },
        Invitation::Expired {
            serial: 1,
            expired_at: end(),
        },
        Invitation::Revoked {
            revoked_at: noon(),
            why: RevokedWhy::Opened,
        },
    ]
}

fn reasons_to_rest() -> [InactiveReason; 7] {
    [
        InactiveReason::Administrator {
            by: ActorRef::User(ana()),
            reason: Some(reason("on leave")),
        },
        InactiveReason::ValidityEnded,
        InactiveReason::Inactivity,
        InactiveReason::Anonymized,
        InactiveReason::Directory,
        InactiveReason::Restored,
        InactiveReason::NoCredential,
    ]
}

fn lifecycles() -> Vec<Lifecycle> {
    let since = noon();
    let pending = invitations().map(|invitation| Lifecycle::Pending { since, invitation });
    let inactive = reasons_to_rest().map(|reason| Lifecycle::Inactive {
        since,
        reason,
        block: Some(lockout()),
    });
    let blocked = [manual(), lockout()].map(|block| Lifecycle::Blocked { since, block });
    let deleted = [(Some(end()), Some(manual())), (None, None)];
    let deleted = deleted.map(|(purge_at, block)| Lifecycle::Deleted {
        since,
        purge_at,
        block,
    });
    let mut all = Vec::from(pending);
    all.push(Lifecycle::Active { since });
    all.extend(inactive);
    all.extend(blocked);
    all.extend(deleted);
    all
}

#[test]
fn lifecycles_are_stored_like_this() {
    expect_file!["../golden/lifecycles.jsonl"].assert_eq(&lines(&lifecycles()));
}

#[test]
fn credentials_and_links_are_stored_like_this() {
    let credentials = [
        Credential::None,
        Credential::Temporary {
            set_by: ActorRef::Visitor,
            expires_at: Some(end()),
        },
        Credential::Permanent { changed_at: noon() },
        Credential::External {
            domain: directory(),
            directory_id: Some(directory()),
        },
    ];
    let ticket = Ticket {
        serial: 2,
        expires_at: end(),
    };
    let tickets = Tickets {
        last_invitation: 1,
        last_reset: 2,
        last_email_change: 2,
        reset: Some(ticket),
        email_change: Some(EmailChange {
            ticket,
            to: email("anna@example.com"),
        }),
        invitations_sent: vec![noon()],
        renewals: 1,
        kept_invitation: Some(1),
    };
    let both = lines(&credentials) + &lines(&[tickets]);
    expect_file!["../golden/credentials.jsonl"].assert_eq(&both);
}

fn every_rejection() -> Vec<Rejection> {
    vec![
        Rejection::NotFound,
        Rejection::Forbidden {
            permission: Permission::UsersBlock,
        },
        Rejection::SystemAdminOnly,
        Rejection::SelfOnly,
        Rejection::SelfAction,
        Rejection::LastAdmin,
        Rejection::ProtectedUser,
        Rejection::StrongerUser {
            role: role("clerk"),
        },
        Rejection::BuiltInRole {
            role: role("system_admin"),
        },
        Rejection::RoleNotGrantable {
            role: role("clerk"),
        },
        Rejection::InvalidTransition {
            from: Status::Deleted,
            action: tenure_domain::ActionKind::Block,
        },
        Rejection::PolicyForbids {
            setting: "removal.mode",
        },
        Rejection::ImmutableField { field: "email" },
        Rejection::Validation(Vec::new()),
        Rejection::PasswordPolicy(WeakPassword(Vec::new())),
        Rejection::ExternalCredential,
        Rejection::NoEmail,
        Rejection::LinkInvalid,
        Rejection::LinkExpired,
        Rejection::SeatLimit { seats: 5 },
        Rejection::TooSoon,
        Rejection::Anonymized,
        Rejection::NotRestorable,
        Rejection::HasHistory,
        Rejection::StaleVersion,
        Rejection::NoAdministratorLeft,
    ]
}

#[test]
fn every_refusal_has_a_permanent_code_and_a_sentence() {
    let told = every_rejection().into_iter().map(|rejection| {
        let sentence = rejection.to_string();
        assert!(sentence.ends_with('.'), "{sentence}");
        format!("{}: {sentence}\n", rejection.code())
    });
    expect_file!["../golden/rejections.txt"].assert_eq(&told.collect::<String>());
}

#[test]
fn actions_links_and_states_have_permanent_names() {
    let actions = every_action()
        .into_iter()
        .map(|action| action.kind().code());
    let purposes = TicketPurpose::ALL.map(TicketPurpose::code);
    let states = Status::ALL.map(Status::code);
    let names = actions.chain(purposes).chain(states);
    let text = names.map(|name| format!("{name}\n")).collect::<String>();
    expect_file!["../golden/names.txt"].assert_eq(&text);
}

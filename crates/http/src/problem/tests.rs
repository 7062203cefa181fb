//! Every refusal has the status that the API's contract promises.

use super::{Code, Problem};
use std::collections::BTreeSet;
use tenure_domain::{
    ActionKind, LogInFailure, Rejection, Violation,
    authority::Permission,
    lifecycle::Status,
    policy::{ErrorStyle, Policy, presets},
    value::{OrderId, PasswordFault, RoleName, UserId, WeakPassword},
};
use tenure_service::{Error, ports::Claim};
use uuid::Uuid;

fn rejections() -> Vec<(u16, Rejection)> {
    let role = || RoleName::parse("auditor").unwrap();
    let from = Status::Deleted;
    let action = ActionKind::Block;
    let permission = Permission::UsersBlock;
    vec![
        (404, Rejection::NotFound),
        (403, Rejection::Forbidden { permission }),
        (403, Rejection::SystemAdminOnly),
        (403, Rejection::SelfOnly),
        (409, Rejection::SelfAction),
        (409, Rejection::LastAdmin),
        (409, Rejection::ProtectedUser),
        (403, Rejection::StrongerUser { role: role() }),
        (403, Rejection::RoleNotGrantable { role: role() }),
        (409, Rejection::BuiltInRole { role: role() }),
        (409, Rejection::InvalidTransition { from, action }),
        (409, Rejection::PolicyForbids { setting: "x" }),
        (422, Rejection::ImmutableField { field: "email" }),
        (
            422,
            Rejection::Validation(vec![Violation::new("/a", "b", "c")]),
        ),
        (422, WeakPassword(vec![PasswordFault::TooCommon]).into()),
        (409, Rejection::ExternalCredential),
        (409, Rejection::NoEmail),
        (410, Rejection::LinkInvalid),
        (410, Rejection::LinkExpired),
        (409, Rejection::SeatLimit { seats: 3 }),
        (429, Rejection::TooSoon),
        (409, Rejection::Anonymized),
        (409, Rejection::NotRestorable),
        (409, Rejection::HasHistory),
        (412, Rejection::StaleVersion),
    ]
}

fn errors() -> Vec<(u16, Error)> {
    let change_token = "t".to_owned();
    let source = "secret of the disk";
    let all = rejections().into_iter();
    let rejected = all.map(|(status, rejection)| (status, Error::from(rejection)));
    let own = [
        (404, Error::NotFound),
        (409, Error::Taken(Claim::Email)),
        (
            409,
            Error::HeldByDeleted {
                claim: Claim::Email,
                user: UserId(Uuid::nil()),
                number: "US3".to_owned(),
            },
        ),
        (409, Error::OrderExists(OrderId::parse("R-1").unwrap())),
        (422, Error::KeyReused),
        (409, Error::Contended),
        (401, refused(&presets::standard(), LogInFailure::LockedOut)),
        (403, Error::AuthorizationFailure),
        (403, Error::PasswordChangeRequired { change_token }),
        (401, Error::NotLoggedIn),
        (410, Error::SetupClosed),
        (503, Error::Busy),
        (
            503,
            Error::Unavailable {
                port: "database",
                source: source.into(),
            },
        ),
        (500, Error::Corrupt(source.to_owned())),
    ];
    rejected.chain(own).collect()
}

#[test]
fn every_error_keeps_its_code_and_has_the_status_of_the_contract() {
    for (status, error) in errors() {
        let code = error.code();
        let problem = Problem::from(error);
        assert_eq!(problem.code.as_str(), code);
        assert_eq!(problem.status().as_u16(), status, "{code}");
    }
}

#[test]
fn codes_are_permanent_names_and_no_two_are_the_same() {
    let names = Code::ALL.iter().map(|code| code.as_str());
    let different = names.clone().collect::<BTreeSet<_>>();
    assert_eq!(different.len(), Code::ALL.len());
    for name in names {
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        assert!(plain, "{name}");
        assert_eq!(Code::from_name(name).map(Code::as_str), Some(name));
    }
}

#[test]
fn the_two_titles_that_the_seeds_give_are_kept_word_for_word() {
    assert_eq!(Code::LoginFailed.title(), "Log in failed.");
    assert_eq!(Code::AuthorizationFailure.title(), "Authorization Failure");
}

#[test]
fn what_is_wrong_inside_is_for_the_log_alone() {
    let inside = errors().into_iter().filter(|(status, _)| *status >= 500);
    for (_, error) in inside {
        let problem = Problem::from(error);
        let told = serde_json::to_string(&problem.body("id")).unwrap();
        assert!(!told.contains("secret"), "{told}");
        assert!(!told.contains("database"), "{told}");
    }
    let lost = Error::Corrupt("secret".to_owned());
    assert_eq!(Problem::from(lost).cause(), Some("secret"));
}

fn refused(policy: &Policy, why: LogInFailure) -> Error {
    let told = policy.log_in.told(why);
    Error::LogInFailed { why, told }
}

const REASONS: [LogInFailure; 7] = [
    LogInFailure::WrongCredential,
    LogInFailure::NotActive,
    LogInFailure::Blocked,
    LogInFailure::LockedOut,
    LogInFailure::OutsideValidity,
    LogInFailure::TemporaryPasswordExpired,
    LogInFailure::NoCredential,
];

/// OB-44, P-58.
#[test]
fn a_failed_log_in_tells_its_reason_only_where_the_policy_does() {
    for (name, preset) in presets::ALL {
        let policy = preset();
        let verbose = policy.log_in.error_style == ErrorStyle::Verbose;
        let body = |why| {
            let problem = Problem::from(refused(&policy, why)).body("id");
            assert_eq!(
                (problem.title, problem.code),
                ("Log in failed.", "login_failed")
            );
            serde_json::to_string(&problem).unwrap()
        };
        let told = REASONS.map(body).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(told.len(), if verbose { 7 } else { 1 }, "{name}");
    }
}

#[test]
fn a_problem_says_what_each_code_promises() {
    let body = |error: Error| serde_json::to_value(Problem::from(error).body("id-1")).unwrap();
    let transition = body(
        Rejection::InvalidTransition {
            from: Status::Deleted,
            action: ActionKind::Block,
        }
        .into(),
    );
    assert_eq!(transition["type"], "/problems/invalid_transition");
    assert_eq!(transition["instance"], "id-1");
    assert_eq!(transition["from"], "deleted");
    assert!(transition["allowed"].is_array());
    let change_token = "t".to_owned();
    let forced = body(Error::PasswordChangeRequired { change_token });
    assert_eq!(forced["change_token"], "t");
    let taken = body(Error::Taken(Claim::Username));
    assert_eq!(taken["errors"][0]["pointer"], "/username");
    let weak = WeakPassword(vec![PasswordFault::TooShort { min: 15 }]);
    let weak = body(Rejection::from(weak).into());
    assert_eq!(weak["errors"][0]["code"], "too_short");
}

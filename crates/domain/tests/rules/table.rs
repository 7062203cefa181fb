//! Every cell of state × command under `standard`, written by hand.
//!
//! A cell says where the user stands afterwards, `=` that he stands where he stood but something
//! happened, `.` that nothing happened, `✗` that the transition is refused, or the code of another
//! refusal.

use tenure_domain::{
    Action, LogInOutcome, ProfileChange, Proof, User,
    lifecycle::{Lifecycle, Status},
    testing::*,
    value::Span,
};

const STATES: &str = "pending active inactive manual lockout deleted";

/// Rows 3 to 6, 8 to 13, 17 to 30 and 33, each asked by whoever may ask.
const COMMANDS: &str = "
    command                   | pending        active       inactive     manual       lockout      deleted
    activate                  | ✗              .            active       ✗            active       ✗
    deactivate                | inactive       inactive     .            inactive     inactive     ✗
    deactivate_by_directory   | inactive       inactive     .            inactive     inactive     .
    block                     | ✗              manual       ✗            =            manual       ✗
    unblock                   | ✗              .            ✗            active       active       ✗
    delete                    | deleted        deleted      deleted      deleted      deleted      .
    restore                   | ✗              ✗            ✗            ✗            ✗            inactive
    purge                     | ✗              ✗            ✗            ✗            ✗            =
    anonymize                 | inactive       inactive     =            =            inactive     =
    send_invitation           | =              ✗            ✗            ✗            ✗            ✗
    revoke_invitation         | =              ✗            ✗            ✗            ✗            ✗
    open_invitation           | .              link_invalid link_invalid link_invalid link_invalid link_invalid
    accept_invitation         | active         link_invalid link_invalid link_invalid link_invalid link_invalid
    set_password              | policy_forbids policy_forbids policy_forbids policy_forbids policy_forbids ✗
    set_temporary_password    | active         =            =            =            =            ✗
    send_password_reset       | ✗              =            =            =            =            ✗
    request_password_reset    | .              =            .            .            =            .
    complete_password_reset   | link_invalid   =            =            =            active       link_invalid
    change_password           | ✗              =            ✗            ✗            ✗            ✗
    set_external_credential   | policy_forbids policy_forbids policy_forbids policy_forbids policy_forbids ✗
    remove_external_credential| ✗              .            .            .            .            ✗
    update                    | =              =            =            =            =            ✗
    change_email              | =              =            =            =            =            ✗
    confirm_email             | link_invalid   =            =            =            =            link_invalid
    set_validity              | =              =            =            =            =            ✗
    grant_role                | =              =            =            =            =            ✗
    set_roles                 | =              =            =            =            =            ✗
    set_organizations         | =              =            =            =            =            ✗
    revoke_role               | =              =            =            =            =            ✗
    set_favourites            | =              =            =            =            =            ✗
    set_capabilities          | =              =            =            =            =            ✗
    set_days_off              | =              =            =            =            =            ✗
    set_facilities            | =              =            =            =            =            ✗
    set_product_stores        | policy_forbids policy_forbids policy_forbids policy_forbids policy_forbids ✗
    set_facility_log_in       | =              =            =            =            =            ✗
    remove_facility_log_in    | .              .            .            .            .            ✗
    set_position              | policy_forbids policy_forbids policy_forbids policy_forbids policy_forbids ✗
    set_department            | policy_forbids policy_forbids policy_forbids policy_forbids policy_forbids ✗
    set_photo                 | =              =            =            =            =            ✗
    remove_photo              | =              =            =            =            =            ✗
    record_upload             | =              =            =            =            =            ✗
    end_sessions              | .              =            .            .            .            .
    elapse                    | .              .            .            .            .            .
";

/// Rows 7, 16, 21 and 31: what time alone does.
const TIME: &str = "
    after                     | pending        active       inactive     manual       lockout      deleted
    the_lockout               | .              .            .            .            active       .
    the_invitation            | =              .            .            .            active       .
    the_end_of_the_block      | =              .            .            active       active       .
    the_end_of_validity       | inactive       inactive     .            inactive     inactive     .
    a_year_without_log_in     | =              .            .            .            active       .
";

/// Rows 14 and 15: what log-in answers, and where the user stands then.
const LOG_IN: &str = "
    with                      | pending        active       inactive     manual       lockout      deleted
    the_right_password        | fail           ok           fail         fail         fail         fail
    a_wrong_password          | fail           fail         fail         fail         fail         fail
    the_tenth_wrong_password  | fail           fail→lockout fail         fail         fail         fail
    the_right_one_after_the_lockout | fail     ok           fail         fail         ok→active    fail
";

/// Where a user stands, the two kinds of block apart.
fn stands(user: &User) -> &'static str {
    match user.lifecycle() {
        Lifecycle::Pending { .. } => "pending",
        Lifecycle::Active { .. } => "active",
        Lifecycle::Inactive { .. } => "inactive",
        Lifecycle::Blocked { .. } if user.is_locked_out() => "lockout",
        Lifecycle::Blocked { .. } => "manual",
        Lifecycle::Deleted { .. } => "deleted",
    }
}

fn user_who_is(state: &str) -> User {
    let user = match state {
        "pending" => pending(),
        "active" => active(),
        "inactive" => inactive(),
        "manual" => blocked(),
        "lockout" => locked_out(),
        "deleted" => deleted(),
        other => panic!("no state {other}"),
    };
    assert_eq!(stands(&user), state);
    user
}

/// The sample of this name; `change_email` is an update of another kind.
fn action(name: &str) -> Action {
    if name == "change_email" {
        return Action::UpdateProfile(Box::new(ProfileChange {
            email: Some(Some(email("anna@example.com"))),
            ..ProfileChange::default()
        }));
    }
    let mut samples = every_action().into_iter();
    let found = samples.find(|action| action.kind().code() == name);
    found.unwrap_or_else(|| panic!("no command {name}"))
}

/// What has to happen before, where the state allows it, so that the command has something to act on.
fn before(name: &str) -> Option<Action> {
    match name {
        "complete_password_reset" => Some(action("send_password_reset")),
        "confirm_email" => Some(action("change_email")),
        "revoke_role" => Some(action("grant_role")),
        "set_facility_log_in" => Some(action("set_facilities")),
        "remove_photo" => Some(action("set_photo")),
        _ => None,
    }
}

fn prepared(scenario: Scenario, action: Option<Action>) -> Scenario {
    match action.map(|action| scenario.clone().when(action).try_then()) {
        Some(Ok((_, ready))) => ready,
        Some(Err(_)) | None => scenario,
    }
}

fn answer(state: &str, scenario: Scenario, action: Action) -> String {
    match scenario.when(action).try_then() {
        Ok((facts, _)) if facts.is_empty() => ".".to_owned(),
        Ok((_, next)) if stands(next.user()) == state => "=".to_owned(),
        Ok((_, next)) => stands(next.user()).to_owned(),
        Err(rejection) if rejection.is_transition() => "✗".to_owned(),
        Err(rejection) => rejection.code().to_owned(),
    }
}

/// Asks every cell of a table and compares the whole, so that a failure shows all that differ.
fn holds(table: &str, cell: impl Fn(&str, &str) -> String) {
    let mut wrong = Vec::new();
    let mut rows = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let head = rows.next().and_then(|line| line.split_once('|'));
    assert_eq!(
        head.map(|(_, states)| states.split_whitespace().collect::<Vec<_>>()),
        Some(STATES.split(' ').collect())
    );
    for row in rows {
        let (name, cells) = row.split_once('|').unwrap();
        let cells = cells.split_whitespace().collect::<Vec<_>>();
        assert_eq!(cells.len(), 6, "{row}");
        for (state, expected) in STATES.split(' ').zip(cells) {
            let found = cell(name.trim(), state);
            if found != expected {
                wrong.push(format!(
                    "{} of a user who is {state}: {found}, not {expected}",
                    name.trim()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_state_answers_every_command_as_the_table_says() {
    holds(COMMANDS, |name, state| {
        let scenario = prepared(given(user_who_is(state)), before(name));
        answer(state, scenario, action(name))
    });
}

#[test]
fn every_action_stands_in_the_table() {
    for action in every_action() {
        let code = action.kind().code();
        let row = COMMANDS
            .lines()
            .any(|line| line.trim().split([' ', '|']).next() == Some(code));
        assert!(row, "{code}");
    }
}

#[test]
fn time_does_to_every_state_what_the_table_says() {
    holds(TIME, |name, state| {
        let scenario = given(user_who_is(state));
        let until = Some(noon_and(Span::days(10)));
        let scenario = match name {
            "the_lockout" => scenario.after(Span::minutes(10)),
            "the_invitation" => scenario.after(Span::hours(71)),
            "the_end_of_the_block" => {
                let end = (state == "manual").then_some(Action::Block {
                    reason: None,
                    until,
                });
                prepared(scenario, end).after(Span::days(10))
            }
            "the_end_of_validity" => {
                let end = Action::SetValidity {
                    from: None,
                    until: Some(noon_and(Span::minutes(1))),
                };
                prepared(scenario, Some(end)).after(Span::minutes(1))
            }
            "a_year_without_log_in" => scenario.after(Span::days(365)),
            other => panic!("no time {other}"),
        };
        answer(state, scenario, Action::Elapse)
    });
}

#[test]
fn an_inactivity_limit_puts_only_the_active_to_rest() {
    for state in STATES.split(' ') {
        let policy = standard_but(|policy| policy.activity.inactivity_limit = Some(Span::days(90)));
        // Sooner than that the invitation and the lockout are over, on their own account.
        let settled = given(user_who_is(state))
            .under(policy)
            .after(Span::days(89))
            .and(Action::Elapse);
        let after = answer(
            stands(settled.user()),
            settled.clone().after(Span::days(1)),
            Action::Elapse,
        );
        let expected = match state {
            "active" => "inactive",
            _ => ".",
        };
        assert_eq!(after, expected, "{state}");
    }
}

#[test]
fn log_in_answers_every_state_as_the_table_says() {
    holds(LOG_IN, |name, state| {
        let scenario = given(user_who_is(state));
        let (scenario, proof) = match name {
            "the_right_password" => (scenario, Proof::Right),
            "a_wrong_password" => (scenario, Proof::Wrong),
            "the_tenth_wrong_password" => (scenario.after_wrong_passwords(9), Proof::Wrong),
            "the_right_one_after_the_lockout" => (scenario.after(Span::minutes(10)), Proof::Right),
            other => panic!("no log-in {other}"),
        };
        let (verdict, next) = scenario.try_to_log_in(proof);
        let mut answer = match verdict.outcome {
            LogInOutcome::LoggedIn => "ok",
            LogInOutcome::ChangeRequired => "change required",
            LogInOutcome::AuthorizationFailure => "authorization failure",
            LogInOutcome::Failed(_) => "fail",
        }
        .to_owned();
        if stands(next.user()) != state {
            answer = format!("{answer}→{}", stands(next.user()));
        }
        answer
    });
}

#[test]
fn the_five_names_of_the_states_are_all_of_them() {
    let reached = STATES.split(' ').map(|state| user_who_is(state).status());
    assert_eq!(
        reached.collect::<std::collections::BTreeSet<_>>(),
        Status::ALL.into()
    );
}

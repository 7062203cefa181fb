//! What people are shown of a user: status with its cause, invitation, live links, what they may do.

use tenure_domain::{
    Action, ActionKind, Admission, LogInFailure, User,
    authority::{Authority, Grant, Permission, Reach, Scope},
    available,
    change::PhotoEffect,
    credential::{Credential, TicketPurpose},
    lifecycle::Status,
    policy::{LockoutRelease, PhotoType},
    sees,
    testing::*,
    value::{Span, Timestamp},
};

fn hours(n: u32) -> Timestamp {
    noon_and(Span::hours(n))
}

/// The status, its cause and what somebody wrote.
fn shown(user: &User, now: Timestamp) -> (Status, Option<&'static str>, Option<String>) {
    let view = user.status_view(&standard(), now);
    (view.status, view.cause, view.reason)
}

/// HW-14: a block says by whom, why and until when.
#[test]
fn a_status_is_shown_with_its_cause_its_reason_its_author_and_its_end() {
    let block = |until| Action::Block {
        reason: Some(reason("lost laptop")),
        until,
    };
    let by = Some(system_admin().reference().to_string());
    let blocked = given(active()).and(block(Some(hours(2))));
    let view = blocked.user().status_view(&standard(), noon());
    assert_eq!(view.status, Status::Blocked);
    assert_eq!((view.cause, view.by), (Some("manual"), by.clone()));
    assert_eq!(view.reason.as_deref(), Some("lost laptop"));
    assert_eq!((view.since, view.until), (noon(), Some(hours(2))));
    let over = blocked.user().status_view(&standard(), hours(2));
    assert_eq!((over.status, over.cause), (Status::Active, None));
    let rests = given(active()).and(Action::Deactivate {
        reason: Some(reason("on leave")),
    });
    let view = rests.user().status_view(&standard(), noon());
    assert_eq!((view.cause, view.by), (Some("administrator"), by));
    assert_eq!(view.reason.as_deref(), Some("on leave"));
}

#[test]
fn what_happened_by_itself_is_shown_by_its_cause() {
    let ends = given(active()).and(Action::SetValidity {
        from: None,
        until: Some(hours(1)),
    });
    assert_eq!(
        shown(ends.user(), hours(1)),
        (Status::Inactive, Some("validity_ended"), None)
    );
    let cause = |scenario: Scenario| shown(scenario.user(), scenario.now()).1;
    assert_eq!(cause(given(locked_out())), Some("lockout"));
    assert_eq!(cause(given(anonymized())), Some("anonymized"));
    let restored = given(deleted()).and(Action::Restore);
    assert_eq!(cause(restored), Some("restored"));
    let directory = given(active())
        .when(Action::DeactivateByDirectory)
        .by(clock());
    assert_eq!(cause(directory.then_accepted()), Some("directory"));
    let idle = given(active())
        .where_policy(|policy| policy.activity.inactivity_limit = Some(Span::days(30)))
        .after(Span::days(31))
        .and(Action::Elapse);
    assert_eq!(cause(idle), Some("inactivity"));
    assert_eq!(cause(given(active())), None);
    assert_eq!(cause(given(pending())), None);
}

#[test]
fn a_deleted_user_is_shown_with_the_moment_at_which_the_row_goes() {
    let gone = given(active())
        .where_policy(|policy| policy.removal.retention = Some(Span::days(30)))
        .and(Action::Delete);
    let view = gone.user().status_view(gone.policy(), noon());
    assert_eq!(view.status, Status::Deleted);
    assert_eq!(view.until, Some(noon_and(Span::days(30))));
}

/// OB-43: whether a user can log in follows from status, validity and credential, at this moment.
#[test]
fn who_can_log_in_is_active_valid_and_has_something_to_prove_himself_with() {
    let can = |scenario: &Scenario, now| scenario.user().can_log_in(scenario.policy(), now);
    assert!(can(&given(active()), noon()));
    for user in [
        pending(),
        inactive(),
        blocked(),
        locked_out(),
        deleted(),
        non_login(),
    ] {
        assert!(!can(&given(user), noon()));
    }
    assert!(can(&given(locked_out()), noon_and(Span::minutes(15))));
    let temporary = given(with_temporary_password());
    assert!(can(&temporary, hours(22)));
    assert!(!can(&temporary, hours(23)));
    let window = given(active()).and(Action::SetValidity {
        from: Some(hours(1)),
        until: Some(hours(2)),
    });
    let at = [0, 1, 2].map(|n| window.user().is_valid_at(hours(n)));
    assert_eq!(at, [false, true, false]);
    assert_eq!(
        [0, 1, 2].map(|n| can(&window, hours(n))),
        [false, true, false]
    );
}

/// HE-12, SH-34: how the invitation stands, swept or not.
#[test]
fn an_invitation_is_shown_as_it_stands_now() {
    let view = |user: &User, now| user.invitation_view(now);
    assert_eq!(view(&active(), noon()), None);
    assert_eq!(
        view(&invitation_not_sent(), noon()).unwrap().status,
        "not_sent"
    );
    assert_eq!(
        view(&revoked_invitation(), noon()).unwrap().status,
        "revoked"
    );
    let open = view(&pending(), hours(70)).unwrap();
    assert_eq!((open.status, open.serial), ("open", Some(1)));
    assert_eq!(
        (open.sent_at, open.expires_at),
        (Some(Span::hours(1).before(noon())), Some(hours(71)))
    );
    let late = view(&pending(), hours(71)).unwrap();
    assert_eq!((late.status, late.serial), ("expired", None));
    assert_eq!(
        (late.sent_at, late.expires_at),
        (Some(Span::hours(1).before(noon())), Some(hours(71)))
    );
    let expired = view(&expired_invitation(), hours(71)).unwrap();
    assert_eq!(
        (expired.status, expired.expires_at),
        ("expired", Some(Span::days(1).before(noon())))
    );
}

#[test]
fn who_was_added_and_has_not_accepted_is_waited_for() {
    for user in [
        pending(),
        invitation_not_sent(),
        expired_invitation(),
        revoked_invitation(),
    ] {
        assert!(user.awaits_acceptance());
    }
    for user in [active(), inactive(), blocked(), deleted()] {
        assert!(!user.awaits_acceptance());
    }
}

/// HE-12, HE-13: a link lives until its end, and only the last one.
#[test]
fn a_link_is_live_until_its_end_and_bound_to_an_address() {
    let live = |scenario: &Scenario, purpose, now| scenario.user().live_ticket(purpose, now);
    let invited = given(pending());
    let ticket = live(&invited, TicketPurpose::Invitation, hours(70)).unwrap();
    assert_eq!((ticket.serial, ticket.expires_at), (1, hours(71)));
    assert_eq!(ticket.address, Some(email("ana@example.com")));
    assert_eq!(live(&invited, TicketPurpose::Invitation, hours(71)), None);
    assert_eq!(
        live(
            &given(revoked_invitation()),
            TicketPurpose::Invitation,
            noon()
        ),
        None
    );
    assert_eq!(
        live(&given(active()), TicketPurpose::Invitation, noon()),
        None
    );
    let reset = given(active()).and(Action::SendPasswordReset);
    let ticket = live(&reset, TicketPurpose::PasswordReset, noon()).unwrap();
    assert_eq!((ticket.serial, ticket.expires_at), (1, hours(1)));
    assert_eq!(ticket.address, Some(email("ana@example.com")));
    assert_eq!(live(&reset, TicketPurpose::PasswordReset, hours(1)), None);
    assert_eq!(live(&reset, TicketPurpose::EmailChange, noon()), None);
    let moved = given(active()).and(Action::UpdateProfile(Box::new(
        tenure_domain::ProfileChange {
            email: Some(Some(email("new@example.com"))),
            ..tenure_domain::ProfileChange::default()
        },
    )));
    let ticket = live(&moved, TicketPurpose::EmailChange, noon()).unwrap();
    assert_eq!(ticket.address, Some(email("new@example.com")));
}

/// HW-11: what is refused whatever the password is refused before any is looked at.
#[test]
fn an_attempt_is_looked_at_only_where_the_answer_depends_on_it() {
    let admit = |user: &User| tenure_domain::admit(user, &facts(), &standard(), noon());
    let refused = |why| Admission::Refuse(why);
    assert_eq!(admit(&active()), Admission::Verify { limit: Some(10) });
    assert_eq!(admit(&locked_out()), refused(LogInFailure::LockedOut));
    assert_eq!(admit(&blocked()), refused(LogInFailure::Blocked));
    assert_eq!(admit(&non_login()), refused(LogInFailure::NoCredential));
    for user in [pending(), inactive(), deleted()] {
        assert_eq!(admit(&user), refused(LogInFailure::NotActive));
    }
    let early = given(active()).and(Action::SetValidity {
        from: Some(hours(1)),
        until: None,
    });
    assert_eq!(admit(early.user()), refused(LogInFailure::OutsideValidity));
    let unlimited = standard_but(|policy| policy.lockout.max_failures = 0);
    assert_eq!(
        tenure_domain::admit(&active(), &facts(), &unlimited, noon()),
        Admission::Verify { limit: None }
    );
}

/// HW-26: a role counts from its beginning to before its end.
#[test]
fn a_role_for_a_while_allows_only_meanwhile() {
    let clerk = Grant {
        from: Some(hours(1)),
        until: Some(hours(2)),
        ..grant("clerk")
    };
    assert_eq!(
        [0, 1, 2].map(|n| clerk.is_live(hours(n))),
        [false, true, false]
    );
    let admin = Grant {
        from: Some(hours(1)),
        until: Some(hours(2)),
        ..grant("system_admin")
    };
    let at = |n| Authority::of(std::slice::from_ref(&admin), &facts().roles, hours(n));
    assert_eq!(
        [0, 1, 2].map(|n| at(n).is_system_admin()),
        [false, true, false]
    );
    assert_eq!(at(0).reach(&Permission::UsersRead), Reach::Nowhere);
    assert_eq!(at(1).reach(&Permission::UsersRead), Reach::Tenant);
    let there = Authority::of(&[grant_in("organization_admin", 1)], &facts().roles, noon());
    assert!(!there.is_system_admin());
    assert!(there.holds(
        &role("organization_admin"),
        Scope::Organization(organization(1))
    ));
    assert!(!there.holds(
        &role("organization_admin"),
        Scope::Organization(organization(2))
    ));
    assert!(!there.holds(&role("organization_admin"), Scope::Tenant));
}

#[test]
fn updating_is_offered_to_who_may_update_and_to_nobody_else() {
    let offers = |user: &User, actor| {
        available(user, &actor, &facts(), &standard(), noon()).contains(&ActionKind::UpdateProfile)
    };
    assert!(offers(&active(), system_admin()));
    assert!(offers(&active(), oneself(&active(), noon())));
    assert!(!offers(&active(), plain_user()));
    assert!(!offers(&deleted(), system_admin()));
}

#[test]
fn by_permission_one_sees_members_of_ones_own_organizations_and_oneself() {
    let may_see = |user: &User, actor| sees(user, &actor, &standard());
    let member = member_of([1]);
    assert!(may_see(&member, organization_admin()));
    assert!(!may_see(&member_of([2]), organization_admin()));
    assert!(!may_see(&member, plain_user()));
    assert!(!may_see(&member, visitor()));
    assert!(may_see(&member, clock()) && may_see(&member, operator()));
    assert!(may_see(&member, oneself(&member, noon())));
}

#[test]
fn nothing_becomes_of_a_picture_that_is_not_there_or_stays() {
    let bare = given(active()).when(Action::Anonymize);
    assert_eq!(bare.change().photo, PhotoEffect::Keep);
    let held = given(active()).and(Action::SetPhoto(photo(PhotoType::Jpeg, "digest")));
    let rests = held.when(Action::Deactivate { reason: None });
    assert_eq!(rests.change().photo, PhotoEffect::Keep);
}

#[test]
fn the_kind_of_a_credential_has_a_permanent_name() {
    let code = |user: User| user.credential().code();
    assert_eq!(Credential::None.code(), "none");
    assert_eq!(code(with_temporary_password()), "temporary");
    assert_eq!(code(active()), "password");
    assert_eq!(code(external()), "external");
}

#[test]
fn every_status_is_known_by_its_name() {
    for status in Status::ALL {
        assert_eq!(Status::from_code(status.code()), Some(status));
    }
    assert_eq!(Status::from_code("enabled"), None);
}

/// OB-47: who needs the administrator as well is not let in by time alone.
#[test]
fn a_lockout_reads_as_over_only_where_time_may_end_it() {
    let locked = |release| {
        given(active())
            .where_policy(move |policy| policy.lockout.release = release)
            .after_wrong_passwords(10)
            .after(Span::days(2))
    };
    let status = |scenario: Scenario| {
        let view = scenario
            .user()
            .status_view(scenario.policy(), scenario.now());
        view.status
    };
    assert_eq!(status(locked(LockoutRelease::Duration)), Status::Active);
    assert_eq!(
        status(locked(LockoutRelease::AdminOrDuration)),
        Status::Active
    );
    assert_eq!(status(locked(LockoutRelease::Admin)), Status::Blocked);
    assert_eq!(
        status(locked(LockoutRelease::AdminAndDuration)),
        Status::Blocked
    );
}

/// HE-16: whoever opens a link that time has replaced reads that it expired, not that it never was one.
#[test]
fn a_link_that_died_of_age_says_so_also_where_time_put_another_in_its_place() {
    use tenure_domain::{Rejection, policy::ExpiredInvitation};
    let why = |user: &User, given| user.why_dead(TicketPurpose::Invitation, given);
    let (old, dead) = (Rejection::LinkExpired, Rejection::LinkInvalid);
    assert_eq!(
        [1, 2].map(|n| why(&expired_invitation(), n)),
        [old.clone(), dead.clone()]
    );
    assert_eq!(why(&revoked_invitation(), 1), dead);
    assert_eq!(why(&active(), 1), dead);
    let renewed = given(pending())
        .where_policy(|policy| {
            policy.invitation.on_expiry = ExpiredInvitation::NotifyAdminWithNewLink;
        })
        .after(Span::hours(72))
        .and(Action::Elapse);
    assert_eq!(
        [0, 1, 3].map(|n| why(renewed.user(), n)),
        [dead.clone(), old.clone(), dead.clone()]
    );
    let accept = |serial| Action::AcceptInvitation {
        serial,
        password: hash(),
        names: tenure_domain::ProfileChange::default(),
    };
    renewed.clone().when(accept(1)).then_refused("link_expired");
    renewed.clone().when(accept(2)).then_accepted();
    // Sending it again is somebody's act, and the link before it was replaced, not too old.
    let again = renewed.and(Action::SendInvitation);
    assert_eq!([1, 2].map(|n| why(again.user(), n)), [dead.clone(), dead]);
    let reset = given(active()).and(Action::SendPasswordReset);
    let of = |n| reset.user().why_dead(TicketPurpose::PasswordReset, n);
    assert_eq!([1, 2].map(of), [old, Rejection::LinkInvalid]);
}

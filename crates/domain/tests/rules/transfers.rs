//! Users carried in from a file, and what a file may and may not do.

use serde_json::json;
use std::collections::BTreeSet;
use tenure_domain::{
    Action, BackupMade, ExportMade, ImportCounts, Kind, NewCredential, ProfileChange, Rejection,
    TenantFact,
    authority::{Permission, Reach, transfer_reach},
    lifecycle::Status,
    policy::{CredentialWay, EmailMutability},
    register,
    testing::{
        active, anonymized, carry_out, deleted, email, facts, hash, holder_of, noon, operator,
        organization, organization_admin, plain_user, registered, registration, standard,
        standard_but, system_admin, visitor,
    },
    value::{Span, Username},
};

#[test]
fn whoever_imports_brings_passwords_along_whatever_p_2_says_of_those_that_are_set() {
    let policy = standard_but(|policy| {
        policy.creation.allowed_credentials = [CredentialWay::Invitation].into();
    });
    let mut wish = registration(NewCredential::Imported(hash()));
    wish.actor = holder_of([Permission::UsersImport, Permission::UsersCreate]);
    let user = registered(&wish, &policy, noon());
    assert_eq!(user.status(), Status::Active);
    assert!(user.can_log_in(&policy, noon()));
    let refused = |permissions: &[Permission], kind| {
        let mut wish = wish.clone();
        wish.actor = holder_of(permissions.iter().cloned());
        wish.kind = kind;
        register(&wish, &facts(), &policy, noon()).unwrap_err()
    };
    let lacks = |permission| Rejection::Forbidden { permission };
    let person = Kind::Person;
    assert_eq!(
        refused(&[Permission::UsersCreate], person),
        lacks(Permission::UsersImport)
    );
    assert_eq!(
        refused(&[Permission::UsersImport], person),
        lacks(Permission::UsersCreate)
    );
    let both = [Permission::UsersImport, Permission::UsersCreate];
    let kind = Rejection::PolicyForbids { setting: "kind" };
    assert_eq!(refused(&both, Kind::NonLogin), kind);
}

#[test]
fn a_transfer_reaches_as_far_as_its_permission() {
    let import = |actor| transfer_reach(&actor, Permission::UsersImport);
    assert_eq!(import(operator()), Ok(Reach::Tenant));
    assert_eq!(import(system_admin()), Ok(Reach::Tenant));
    let lacks = Rejection::Forbidden {
        permission: Permission::UsersImport,
    };
    for actor in [visitor(), plain_user(), organization_admin()] {
        assert_eq!(import(actor), Err(lacks.clone()));
    }
    let export = transfer_reach(&organization_admin(), Permission::UsersExport);
    assert_eq!(export, Ok(Reach::Organizations([organization(1)].into())));
}

#[test]
fn two_reaches_together_reach_no_further_than_each() {
    let some = |numbers: &[u8]| {
        Reach::Organizations(
            numbers
                .iter()
                .map(|n| organization(*n))
                .collect::<BTreeSet<_>>(),
        )
    };
    assert_eq!(Reach::Tenant.and(some(&[1])), some(&[1]));
    assert_eq!(some(&[1, 2]).and(some(&[2, 3])), some(&[2]));
    assert_eq!(some(&[1]).and(some(&[2])), Reach::Nowhere);
    assert_eq!(Reach::Nowhere.and(Reach::Tenant), Reach::Nowhere);
}

#[test]
fn what_is_so_already_is_not_wished_again_in_whatever_case_it_is_written() {
    let user = active();
    let held = user.profile().clone();
    let upper = held.email.clone().unwrap().to_string().to_uppercase();
    let mut wish = ProfileChange {
        email: Some(Some(email(&upper))),
        first_name: Some(held.first_name.clone()),
        ..ProfileChange::default()
    };
    if let Some(name) = &held.username {
        wish.username = Some(Some(
            Username::parse(&name.to_string().to_uppercase()).unwrap(),
        ));
    }
    let policy = standard();
    let nothing = ProfileChange::default();
    assert_eq!(user.still_wished(wish.clone(), &policy, noon()), nothing);
    wish.email = Some(Some(email("other@example.com")));
    let still = user.still_wished(wish, &policy, noon());
    assert_eq!(still.email, Some(Some(email("other@example.com"))));
    assert_eq!(still.first_name, None);
}

#[test]
fn an_address_that_waits_for_its_confirmation_is_not_mailed_to_again_until_it_has_waited_too_long()
{
    let policy = standard_but(|policy| {
        policy.identity.email_mutability = EmailMutability::VerifiedChange;
    });
    let wish = ProfileChange {
        email: Some(Some(email("new@example.com"))),
        ..ProfileChange::default()
    };
    let action = Action::UpdateProfile(Box::new(wish.clone()));
    let asked = carry_out(&active(), system_admin(), action, &facts(), &policy, noon());
    let asked = asked.unwrap().after;
    let late = policy.credential.email_change_ttl.after(noon());
    let soon = Span::seconds(1).after(noon());
    assert_eq!(
        asked.still_wished(wish.clone(), &policy, soon),
        ProfileChange::default()
    );
    assert_eq!(asked.still_wished(wish.clone(), &policy, late), wish);
}

#[test]
fn an_import_finds_a_deleted_user_by_what_he_holds_and_a_masked_one_by_nothing() {
    let policy = standard();
    let gone = deleted();
    assert_eq!(gone.found_by(&policy), gone.claims(&policy));
    assert_eq!(anonymized().found_by(&policy).email, None);
    assert!(active().found_by(&policy).email.is_some());
}

#[test]
fn without_being_asked_for_nobody_who_is_deleted_leaves_with_an_export() {
    let removal = &standard().removal;
    assert!(!removal.exported(None).contains(&Status::Deleted));
    let asked = [Status::Deleted].into();
    assert_eq!(removal.exported(Some(&asked)), removal.listed(Some(&asked)));
}

#[test]
fn the_stored_forms_of_transfers_stay_as_they_are() {
    let counts = ImportCounts {
        created: 1,
        updated: 2,
        unchanged: 3,
        failed: 4,
    };
    let made = ExportMade {
        filter: vec!["status=active".to_owned(), "q".to_owned()],
        users: 7,
    };
    let stored = [
        (
            TenantFact::ImportFinished(counts),
            json!({
                "kind": "import.finished",
                "data": {"created": 1, "updated": 2, "unchanged": 3, "failed": 4},
            }),
        ),
        (
            TenantFact::ExportMade(made),
            json!({
                "kind": "export.made",
                "data": {"filter": ["status=active", "q"], "users": 7},
            }),
        ),
        (
            TenantFact::BackupMade(BackupMade { bytes: 4_096 }),
            json!({ "kind": "backup.made", "data": {"bytes": 4_096} }),
        ),
    ];
    for (fact, stored) in stored {
        assert_eq!(serde_json::to_value(&fact).unwrap(), stored);
        assert_eq!(serde_json::from_value::<TenantFact>(stored).unwrap(), fact);
        assert!(TenantFact::CODES.contains(&fact.code()));
    }
}

//! Roles that tenants make: how many, and who is in the way of their end.

use tenure_domain::{
    Rejection,
    authority::{NewRole, RoleRules, Roles},
    testing::{role, standard, system_admin},
    value::RoleTitle,
};

#[test]
fn a_tenant_makes_five_hundred_roles_and_no_more() {
    let make = |own: usize| {
        let known = (0..own).map(|number| (role(&format!("role_{number}")), [].into()));
        let rules = RoleRules {
            actor: &system_admin(),
            known: &Roles::new(known),
            policy: &standard(),
        };
        rules.make(NewRole {
            name: None,
            title: RoleTitle::parse("One more").unwrap(),
            description: None,
            permissions: [].into(),
        })
    };
    assert!(make(499).is_ok());
    let Err(Rejection::Validation(wrong)) = make(500) else {
        panic!("a role too many");
    };
    assert_eq!(
        (wrong[0].pointer.as_str(), wrong[0].code),
        ("/id", "too_many")
    );
    assert!(wrong[0].message.contains("500"), "{}", wrong[0].message);
}

#[test]
fn whoever_may_not_remove_what_is_held_hears_how_many_of_the_holders_are_deleted() {
    let told = |users, deleted, children| {
        let refused = Rejection::InUse {
            users,
            deleted,
            children,
        };
        refused.to_string()
    };
    assert_eq!(
        told(7, 0, 1),
        "7 users are assigned to it, 1 other record belongs to it. Move them first."
    );
    let end = "Move them first. Deleted users hold it until they are purged.";
    for (users, deleted, said) in [
        (1, 1, "1 user is assigned to it, who is deleted"),
        (2, 2, "2 users are assigned to it, 2 of them deleted"),
        (3, 1, "3 users are assigned to it, 1 of them deleted"),
    ] {
        assert_eq!(told(users, deleted, 0), format!("{said}. {end}"));
    }
}

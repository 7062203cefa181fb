//! The pages behind the links that are mailed.

use crate::{
    html::{attribute, field, keeps_the_rules, value},
    world::{BETTER, GOOD, World},
};
use axum::http::{StatusCode, header};
use tenure_domain::{
    Action, ProfileChange,
    authority::Actor,
    credential::TicketPurpose,
    lifecycle::Status,
    policy::{EmailMutability, ExpiredInvitation, ResetLink},
    value::{EmailAddress, Span},
};
use tenure_service::users::FirstCredential;

async fn invited() -> (World, String) {
    let world = World::new().with_ana(FirstCredential::Invitation).await;
    let path = format!("/invite/{}", world.link(TicketPurpose::Invitation));
    (world, path)
}

async fn command(world: &World, actor: Actor, action: Action) {
    let wish = world.users.command(actor, action);
    let (tenant, id) = (world.tenant.id, world.ana().id());
    world.users.execute(tenant, id, wish, None).await.unwrap();
}

#[tokio::test]
async fn opening_an_invitation_changes_nothing_however_often() {
    let (world, path) = invited().await;
    let before = world.commits();
    for _ in 0..3 {
        let page = world.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.html);
        keeps_the_rules(&page.html);
        assert!(page.html.contains("Acme Outfitters"));
        assert_eq!(value(&page.html, "first_name"), Some("Ana"));
        assert_eq!(value(&page.html, "login"), Some("ana@example.com"));
        assert!(page.html.contains("Use at least 15 characters"));
        assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
        assert!(page.header(header::CACHE_CONTROL).contains("no-store"));
    }
    assert_eq!(world.commits(), before);
    assert_eq!(world.ana().status(), Status::Pending);
}

#[tokio::test]
async fn an_accepted_invitation_leads_to_the_log_in_and_is_used_up() {
    let (world, path) = invited().await;
    let fields = [
        ("tenant", "default"),
        ("login", "ana@example.com"),
        ("first_name", "Anna"),
        ("last_name", "Lopez"),
        ("password", GOOD),
    ];
    let weak = world
        .post(&path, &[("password", "short"), ("first_name", "Anna")])
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    keeps_the_rules(&weak.html);
    assert_eq!(value(&weak.html, "first_name"), Some("Anna"));
    assert_eq!(
        attribute(field(&weak.html, "password"), "aria-invalid"),
        Some("true")
    );
    let done = world.post(&path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(
        done.header(header::LOCATION),
        "/login?notice=invitation_accepted"
    );
    assert!(!done.cookie().starts_with("session="));
    assert_eq!(world.ana().profile().shown_name().unwrap(), "Anna Lopez");
    for used in [world.get(&path).await, world.post(&path, &fields).await] {
        assert_eq!(used.status, StatusCode::GONE);
        keeps_the_rules(&used.html);
        assert!(used.html.contains("not valid any more"));
    }
    world.logged_in().await;
}

#[tokio::test]
async fn an_old_invitation_says_that_it_has_expired() {
    let (world, path) = invited().await;
    world.advance(Span::days(30));
    let page = world.get(&path).await;
    assert_eq!(page.status, StatusCode::GONE);
    keeps_the_rules(&page.html);
    assert!(page.html.contains("expired"), "{}", page.html);
    let told = "Your administrator is told of it and can send a new link.";
    assert!(page.html.contains(told), "{}", page.html);
}

#[tokio::test]
async fn an_old_invitation_does_not_say_that_somebody_is_told_where_nobody_is() {
    let world = World::at("http://localhost:8080", |policy| {
        policy.invitation.on_expiry = ExpiredInvitation::Nothing;
    });
    let world = world.with_ana(FirstCredential::Invitation).await;
    let path = format!("/invite/{}", world.link(TicketPurpose::Invitation));
    world.advance(Span::days(30));
    let page = world.get(&path).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.html.contains("expired"), "{}", page.html);
    assert!(!page.html.contains("administrator is told"));
}

#[tokio::test]
async fn a_dead_reset_link_offers_a_new_one_where_users_may_ask_for_it() {
    for (rule, offered) in [
        (ResetLink::Admin, false),
        (ResetLink::SelfService, true),
        (ResetLink::Both, true),
    ] {
        let world = World::at("http://localhost:8080", |policy| {
            policy.credential.reset_link = rule;
        });
        let world = world.with_active_ana().await;
        let (actor, action) = match offered {
            true => (Actor::Visitor, Action::RequestPasswordReset),
            false => {
                let name = "root".to_owned();
                (Actor::Operator { name }, Action::SendPasswordReset)
            }
        };
        command(&world, actor, action).await;
        let path = format!(
            "/password/reset/{}",
            world.link(TicketPurpose::PasswordReset)
        );
        world.advance(Span::days(30));
        let page = world.get(&path).await;
        assert_eq!(page.status, StatusCode::GONE);
        let link = page.html.contains("href=\"/password/forgot\"");
        assert_eq!(link, offered, "{rule:?}: {}", page.html);
    }
}

#[tokio::test]
async fn links_that_nobody_made_are_not_valid() {
    let world = World::new().with_active_ana().await;
    for path in ["/invite/x", "/password/reset/x", "/email/confirm/x"] {
        let page = world.get(path).await;
        assert_eq!(page.status, StatusCode::GONE, "{path}");
        keeps_the_rules(&page.html);
        assert!(page.html.contains("Link not valid"), "{}", page.html);
        let page = world.post(path, &[("password", GOOD)]).await;
        assert_eq!(page.status, StatusCode::GONE, "{path}");
    }
}

#[tokio::test]
async fn a_reset_link_sets_a_new_password_once_and_ends_every_session() {
    let world = World::new().with_active_ana().await;
    world.logged_in().await;
    command(&world, Actor::Visitor, Action::RequestPasswordReset).await;
    let path = format!(
        "/password/reset/{}",
        world.link(TicketPurpose::PasswordReset)
    );
    let before = world.commits();
    let page = world.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    keeps_the_rules(&page.html);
    let empty = world.post(&path, &[("password", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let same = world.post(&path, &[("password", GOOD)]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        same.html
            .contains("You have this password, or had it lately.")
    );
    assert_eq!(world.commits(), before);
    let done = world
        .post(&path, &[("login", "ana@example.com"), ("password", BETTER)])
        .await;
    assert_eq!(
        done.header(header::LOCATION),
        "/login?notice=password_changed",
        "{}",
        done.html
    );
    assert!(!done.cookie().starts_with("session="));
    assert_eq!(world.open_sessions(), 0);
    assert_eq!(world.get(&path).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_new_address_is_confirmed_by_a_button_not_by_opening_the_page() {
    let world = World::at("http://localhost:8080", |policy| {
        policy.identity.email_mutability = EmailMutability::VerifiedChange;
    });
    let world = world.with_active_ana().await;
    let change = ProfileChange {
        email: Some(Some(EmailAddress::parse("ana@new.example").unwrap())),
        ..ProfileChange::default()
    };
    let root = Actor::Operator {
        name: "root".to_owned(),
    };
    command(&world, root, Action::UpdateProfile(Box::new(change))).await;
    let path = format!("/email/confirm/{}", world.link(TicketPurpose::EmailChange));
    let page = world.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    keeps_the_rules(&page.html);
    assert!(page.html.contains("ana@new.example"));
    assert_eq!(
        world.ana().profile().email.as_ref().unwrap().as_str(),
        "ana@example.com"
    );
    let done = world.post(&path, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(done.header(header::LOCATION), "/");
    assert_eq!(
        world.ana().profile().email.as_ref().unwrap().as_str(),
        "ana@new.example"
    );
    let page = world.get_as("/login", "notice=email-confirmed").await;
    assert!(page.html.contains("Your new e-mail address is confirmed."));
}

#[tokio::test]
async fn asking_for_a_link_tells_nobody_who_is_known() {
    let world = World::new().with_active_ana().await;
    let form = world.get("/password/forgot").await;
    keeps_the_rules(&form.html);
    let known = world
        .post("/password/forgot", &[("login", "ana@example.com")])
        .await;
    let unknown = world
        .post("/password/forgot", &[("login", "eve@example.com")])
        .await;
    assert!(
        known
            .html
            .contains("If the address is known, a link is on its way.")
    );
    assert_eq!((known.status, &known.html), (unknown.status, &unknown.html));
    let made = || {
        world
            .users
            .link_token(&world.ana(), TicketPurpose::PasswordReset)
    };
    for _ in 0..1_000 {
        // The link is made beside the answer.
        tokio::task::yield_now().await;
    }
    assert!(made().is_some());
    let empty = world.post("/password/forgot", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

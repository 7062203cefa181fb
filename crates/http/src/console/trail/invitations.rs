//! Who is invited and has not answered yet.

use super::{Person, View, audit::link, people};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    extract::Params,
    input::UserQuery,
    pages::Asked,
    problem::Problem,
    view::{DeliveryView, PageView, UserView},
};
use askama::Template;
use axum::{extract::State, response::Response};
use tenure_domain::{ActionKind, authority::Permission};
use tenure_service::ports::Loaded;

/// The ways to look at them: how the address names it, and the filter of the API that it is.
const VIEWS: [(&str, (&str, &str)); 3] = [
    ("all", ("status", "pending")),
    ("open", ("invitation", "open")),
    ("expired", ("invitation", "expired")),
];
/// Each row asks how its mail fares.
const ROWS: &str = "25";

/// One invitation.
#[derive(Debug)]
struct Row {
    user: UserView,
    by: Option<Person>,
    /// How much of its time is gone, in percent.
    gone: Option<i64>,
    mail: Option<String>,
    link: Option<String>,
}

impl Row {
    fn name(&self) -> &str {
        let user = &self.user;
        user.email.as_deref().unwrap_or(&user.number)
    }

    /// What sending it is called, as it stands.
    fn send(&self, shell: &Shell) -> String {
        let invitation = self.user.invitation.as_ref();
        let status = invitation.map_or("not_sent", |invitation| invitation.status);
        shell.name("invitations-send", status)
    }
}

#[derive(Template)]
#[template(path = "console/trail/invitations.html")]
struct Invitations {
    shell: Shell,
    rows: Vec<Row>,
    /// The filter that finds them all and how many there are, where any can be sent again.
    all: Option<(String, u64)>,
    views: Vec<View>,
    next: Option<String>,
    prev: Option<String>,
    may_invite: bool,
    /// That mail is written to a folder, where it is not sent, and to which.
    folder: Option<(String, Option<String>)>,
}

impl Page for Invitations {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The invitations, those that were sent last on top.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, Problem> {
    let chosen = asked.get("view");
    let view = VIEWS.iter().find(|(name, _)| Some(*name) == chosen);
    let (name, filter) = *view.unwrap_or(&VIEWS[0]);
    let whole = format!("{}={}", filter.0, filter.1);
    let mut pairs = vec![
        (filter.0, filter.1),
        ("sort", "-created_at"),
        ("limit", ROWS),
    ];
    pairs.extend(asked.get("cursor").map(|cursor| ("cursor", cursor)));
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let mut params = Params::of(pairs.collect());
    let (tenant, now) = (&visit.session.tenant, app.now());
    let UserQuery { filter, page, key } = UserQuery::read(&mut params, tenant, now)?;
    let found = app
        .reading
        .list(tenant, filter, &page, &visit.actor)
        .await?;
    let place = PageView::of(&found, page.limit, &key);
    let users = with_mails(&app, &visit, &found.rows).await?;
    let sends = ActionKind::SendInvitation.code();
    let all = users.iter().any(|user| user.may(sends));
    let shell = visit.shell(&app, visit.say("nav-invitations"));
    let listed = users.iter().map(UserView::id).collect();
    let inviters = app.reading.inviters(visit.tenant(), &listed).await?;
    let named = inviters.values().copied().collect();
    let named = people(&app, &visit, &shell, named).await?;
    let rows = users.into_iter().map(|user| {
        let by = inviters.get(&user.id()).and_then(|by| named.get(by));
        row(&shell, &app, user, by.cloned())
    });
    let turn = |cursor: Option<String>| {
        cursor.map(|cursor| link("/invitations", [("view", name), ("cursor", &cursor)]))
    };
    let page = Invitations {
        rows: rows.collect(),
        all: all.then_some((whole, found.total)),
        views: VIEWS
            .iter()
            .map(|(view, _)| View {
                path: link("/invitations", [("view", *view)]),
                name: shell.name("invitations-view", view),
                here: *view == name,
            })
            .collect(),
        next: turn(place.next_cursor),
        prev: turn(place.prev_cursor),
        folder: folder(&app, &visit, &shell),
        may_invite: visit.may_invite(),
        shell,
    };
    Ok(page.show())
}

/// The users, each with how the mail of his invitation fares.
async fn with_mails(
    app: &AppState,
    visit: &Visit,
    rows: &[Loaded],
) -> Result<Vec<UserView>, Problem> {
    let named = rows.iter().map(|account| account.user.id()).collect();
    let mails = app
        .reading
        .last_messages(visit.tenant(), &named, "invitation");
    let mut mails = mails.await?;
    let users = app.views(rows, &visit.actor).await?.into_iter();
    let users = users.map(|user| {
        let mail = mails.remove(&user.id()).map(DeliveryView::from);
        user.with_delivery(mail)
    });
    Ok(users.collect())
}

/// That mail is written to a folder, if it is: where, only whoever manages the outbox learns.
fn folder(app: &AppState, visit: &Visit, shell: &Shell) -> Option<(String, Option<String>)> {
    let folder = app.settings.mail_folder.clone()?;
    Some(match visit.may(&Permission::OutboxManage) {
        true => (shell.say("messages-folder"), Some(folder)),
        false => (shell.say("messages-folder-somewhere"), None),
    })
}

fn row(shell: &Shell, app: &AppState, user: UserView, by: Option<Person>) -> Row {
    let invitation = user.invitation.as_ref();
    let times =
        invitation.and_then(|invitation| Some((invitation.sent_at?, invitation.expires_at?)));
    let gone = times.map(|(sent, expires)| {
        let whole = (expires - sent).num_seconds().max(1);
        ((shell.now() - sent).num_seconds() * 100 / whole).clamp(0, 100)
    });
    let delivery = invitation.and_then(|invitation| invitation.delivery.as_ref());
    Row {
        by,
        gone,
        mail: delivery.map(|delivery| shell.mail_state(app, delivery)),
        link: invitation.and_then(|invitation| invitation.link.clone()),
        user,
    }
}

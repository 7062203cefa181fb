//! Who was added: the link to hand over, and how its mail fares.

use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit, people::row},
    problem::Problem,
    view::{DeliveryView, UserView},
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use tenure_service::ports::{ListFilter, OutboxState, PageRequest, SortKey, SortOrder, UserKey};

/// So many are added and shown at once.
pub(super) const MOST: usize = 100;

/// Somebody new.
#[derive(Debug)]
struct Newcomer {
    user: UserView,
    name: String,
    colour: &'static str,
    /// How the mail fares, in honest words.
    mail: Option<String>,
}

#[derive(Template)]
#[template(path = "console/people/added.html")]
struct Added {
    shell: Shell,
    newcomers: Vec<Newcomer>,
    again: &'static str,
}

impl Page for Added {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Where these are shown.
pub(super) fn path(numbers: &[String]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for number in numbers.iter().take(MOST) {
        query.append_pair("user", number);
    }
    format!("/users/new/done?{}", query.finish())
}

/// Who was added just now. Whatever is shown, the caller may see it.
pub(in crate::console::people) async fn done(
    State(app): State<AppState>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let numbers = pairs.filter(|(name, _)| name == "user").map(|(_, it)| it);
    let keys = numbers.take(MOST).filter_map(|it| visit.user_key(&it).ok());
    let newcomers = newcomers(&app, &visit, keys.collect()).await?;
    let invited = newcomers.iter().any(|it| it.user.has_invitation());
    let (key, again) = match invited {
        true => ("people-added-invited", "people-added-again-invite"),
        false => ("people-added-title", "people-added-again"),
    };
    let title = visit.words.say1(key, "count", newcomers.len());
    let trail = [Crumb::new("/users", visit.say("nav-users"))];
    let added = Added {
        shell: visit.shell_below(&app, trail, title),
        newcomers,
        again,
    };
    Ok(added.show())
}

/// These users, in the order in which they were added.
async fn newcomers(
    app: &AppState,
    visit: &Visit,
    keys: Vec<UserKey>,
) -> Result<Vec<Newcomer>, Problem> {
    let tenant = &visit.session.tenant;
    let filter = ListFilter {
        these: Some(keys),
        ..ListFilter::default()
    };
    let page = PageRequest {
        sort: SortKey::Id,
        order: SortOrder::Ascending,
        limit: 200,
        cursor: None,
    };
    let found = app
        .reading
        .list(tenant, filter, &page, &visit.actor)
        .await?;
    let ids = found.rows.iter().map(|account| account.user.id()).collect();
    let about = "invitation";
    let mut mails = app.reading.last_messages(tenant.id, &ids, about).await?;
    let users = app.views(&found.rows, &visit.actor).await?;
    let all = found.rows.iter().zip(users).map(|(account, user)| {
        let delivery = mails.remove(&account.user.id()).map(DeliveryView::from);
        let user = user.with_delivery(delivery);
        Newcomer {
            name: row::name(&user).unwrap_or_else(|| format!("#{}", user.number)),
            colour: row::colour(&tenant.policy, user.status),
            mail: mail(app, visit, &user),
            user,
        }
    });
    Ok(all.collect())
}

/// What became of the mail: queued, written to a file, sent, failed; or that there is none.
fn mail(app: &AppState, visit: &Visit, user: &UserView) -> Option<String> {
    let invitation = user.invitation.as_ref()?;
    let Some(delivery) = &invitation.delivery else {
        return Some(visit.say("people-mail-none"));
    };
    Some(told(app, visit, delivery))
}

fn told(app: &AppState, visit: &Visit, delivery: &DeliveryView) -> String {
    match (delivery.state, &app.settings.mail_folder) {
        (OutboxState::Sent, Some(folder)) => {
            visit
                .words
                .say1("people-mail-file", "folder", folder.as_str())
        }
        (OutboxState::Sent, None) => visit.say("people-mail-sent"),
        (OutboxState::Dead, _) => {
            let error = delivery.last_error.clone().unwrap_or_default();
            visit.words.say1("people-mail-dead", "error", error)
        }
        (OutboxState::Cancelled, _) => visit.say("people-mail-cancelled"),
        (OutboxState::Queued, _) => match &delivery.last_error {
            Some(error) => visit
                .words
                .say1("people-mail-retried", "error", error.as_str()),
            None => visit.say("people-mail-queued"),
        },
    }
}

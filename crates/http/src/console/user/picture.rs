//! A picture for a user, as a browser's form sends it.

use super::{Subject, subject::terms};
use crate::{
    AppState,
    console::{Page as _, Visit, Window},
    pages::{Field, FormPage, Kind},
    problem::{Code, Problem},
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::Violation;

/// Beside the picture a form has a few hundred bytes.
const MOST: usize = 17 * 1024 * 1024;
/// What browsers offer to choose; what is taken, the tenant's rules say.
const OFFERED: &str = "image/jpeg,image/png,image/webp,image/gif";

/// The page.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}/picture", get(show).post(submit))
        .layer(DefaultBodyLimit::max(MOST))
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let limit = limit(&app, &visit, &subject).await?;
    Ok(window(&app, &visit, &subject, limit).show())
}

async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    sent: Multipart,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let limit = limit(&app, &visit, &subject).await?;
    match take(&app, &visit, &subject, (sent, limit)).await {
        Ok(()) => Ok(visit.done(&app, &subject.path(), "user-picture")),
        Err(problem) => Ok(window(&app, &visit, &subject, limit).refuse(problem)),
    }
}

/// The most bytes that are taken, for whoever may give this user a picture.
async fn limit(app: &AppState, visit: &Visit, subject: &Subject) -> Result<u32, Problem> {
    let most = app
        .users
        .photo_limit(visit.tenant(), subject.id(), &visit.actor);
    match most.await {
        Ok(most) => Ok(most),
        Err(error) => Err(app.explain(visit, subject.id(), error).await),
    }
}

/// May the visitor give this user a picture?
pub(super) async fn is_offered(app: &AppState, visit: &Visit, subject: &Subject) -> bool {
    limit(app, visit, subject).await.is_ok()
}

async fn take(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    (sent, limit): (Multipart, u32),
) -> Result<(), Problem> {
    app.limiters.photo(visit.id())?;
    let (file, version) = read(sent, limit).await?;
    let actor = visit.actor.clone();
    let (tenant, id) = (visit.tenant(), subject.id());
    let set = app.users.set_photo(tenant, id, actor, file, terms(version));
    match set.await {
        Ok(_) => Ok(()),
        Err(error) => Err(app.explain(visit, id, error).await),
    }
}

/// The file and the version that the form was seen at; read no further than is taken.
async fn read(mut sent: Multipart, limit: u32) -> Result<(Vec<u8>, Option<u64>), Problem> {
    let broken = |_| Problem::with_detail(Code::Malformed, "The form broke off. Send it again.");
    let most = usize::try_from(limit).unwrap_or(MOST);
    let (mut file, mut version) = (Vec::new(), None);
    while let Some(mut part) = sent.next_field().await.map_err(broken)? {
        if part.name() == Some("version") {
            version = part.text().await.map_err(broken)?.parse().ok();
            continue;
        }
        if part.name() != Some("picture") {
            continue;
        }
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if file.len() + chunk.len() > most {
                let detail = format!("Send at most {} KiB.", most / 1024);
                return Err(Problem::with_detail(Code::PayloadTooLarge, detail));
            }
            file.extend_from_slice(&chunk);
        }
    }
    if file.is_empty() {
        let wrong = Violation::new("/picture", "required", "Choose a file.");
        return Err(Problem::validation(vec![wrong]));
    }
    Ok((file, version))
}

fn window(app: &AppState, visit: &Visit, subject: &Subject, limit: u32) -> Window {
    let label = visit.say("user-picture-file");
    let field = Field::of_kind(Kind::File(OFFERED), "picture", label);
    let form = FormPage {
        hidden: vec![subject.hidden()],
        fields: vec![field.hint(visit.words.say1("user-picture-limit", "size", limit / 1024))],
        button: visit.say("user-picture-save"),
        cancel: Some(subject.path()),
        upload: true,
        ..FormPage::default()
    };
    let title = visit.say("user-picture-title");
    Window::new(subject.shell(app, visit, title), form)
}

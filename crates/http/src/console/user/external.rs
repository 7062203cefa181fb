//! The directory that vouches for a user.

use super::{
    OWN, Subject,
    act::{Act, refusal},
};
use crate::{
    AppState,
    console::{Page, Visit, Window},
    input::ExternalInput,
    pages::{Field, Form},
    problem::{Code, Problem},
};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::{Action, ActionKind, credential::Credential, value::DirectoryName};

/// The page.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/users/{id}/external-credential", get(show).post(submit))
}

fn the_act() -> Result<Act, Problem> {
    Act::of(ActionKind::SetExternalCredential).ok_or_else(|| Problem::new(Code::NotFound))
}

/// What there is, or what was typed.
fn window(app: &AppState, visit: &Visit, subject: &Subject, act: Act, typed: Form) -> Window {
    let held = subject.account.user.credential();
    let typed = if let Credential::External {
        domain,
        directory_id,
    } = held
        && typed.version().is_none()
    {
        let id = directory_id.as_ref().map(ToString::to_string);
        typed
            .with("domain", Some(domain.to_string()))
            .with("external_id", id)
    } else {
        typed
    };
    let domain = Field::text("domain", visit.say("user-directory-domain")).verbatim();
    let domain = domain.hint(visit.say("user-directory-domain-hint"));
    let id = Field::text("external_id", visit.say("user-directory-id")).verbatim();
    let id = id.hint(visit.say("user-directory-id-hint")).optional();
    let fields = vec![
        domain.holding(typed.text("domain")),
        id.holding(typed.text("external_id")),
    ];
    act.window(app, visit, subject, fields)
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let act = the_act()?;
    let sample = DirectoryName::parse("directory").ok();
    let sample = sample.map(|domain| Action::SetExternalCredential {
        domain,
        directory_id: None,
    });
    let refused = sample.and_then(|sample| refusal(&app, &visit, &subject, sample));
    Ok(match refused {
        Some(problem) => act.refused(&app, &visit, &subject, &problem),
        None if visit.lacks_proof(&app, act.kind) => visit.prove_first(),
        None => window(&app, &visit, &subject, act, Form::default()).show(),
    })
}

async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    typed: Form,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let act = the_act()?;
    Ok(match set(&app, &visit, &subject, &typed).await {
        Ok(()) => visit.done(&app, &subject.below("security"), &act.notice()),
        Err(problem) => window(&app, &visit, &subject, act, typed).refuse(problem),
    })
}

async fn set(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    typed: &Form,
) -> Result<(), Problem> {
    visit.require_proof(app, ActionKind::SetExternalCredential)?;
    let input = typed.input::<ExternalInput>(OWN)?;
    let action = Action::SetExternalCredential {
        domain: input.domain,
        directory_id: input.external_id,
    };
    app.act(visit, subject.id(), action, typed.version(), None)
        .await?;
    Ok(())
}

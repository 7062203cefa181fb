//! The acts that need no more than a word: they lead from one status to another, send a link, end what is open.

use super::{
    OWN, Subject,
    act::{ACTS, Act, refusal},
    when,
};
use crate::{
    AppState,
    console::{Page, Visit, Window},
    extract::Nothing,
    input::{BlockUser, DeactivateUser},
    pages::{Field, Form, Kind},
    problem::Problem,
};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::{Action, ActionKind};

/// A page for each.
pub(super) fn router() -> Router<AppState> {
    let simple = ACTS.into_iter().filter(|act| blank(*act).is_some());
    simple.fold(Router::new(), |router, act| {
        let show = move |State(app): State<AppState>, visit: Visit, Path(id): Path<String>| {
            show(app, visit, id, act)
        };
        let submit = move |State(app): State<AppState>,
                           visit: Visit,
                           Path(id): Path<String>,
                           typed: Form| { submit(app, visit, id, typed, act) };
        let path = format!("/users/{{id}}/{}", act.path);
        router.route(&path, get(show).post(submit))
    })
}

/// The act without what may be said to it; `None` for those that need more.
fn blank(act: Act) -> Option<Action> {
    Some(match act.path {
        "invitation" => Action::SendInvitation,
        "invitation/revoke" => Action::RevokeInvitation,
        "password-reset" => Action::SendPasswordReset,
        "end-sessions" => Action::EndSessions,
        "external-credential/remove" => Action::RemoveExternalCredential { temporary: None },
        "picture/remove" => Action::RemovePhoto,
        "activate" => Action::Activate,
        "unblock" => Action::Unblock,
        "restore" => Action::Restore,
        "anonymize" => Action::Anonymize,
        "delete" => Action::Delete,
        "purge" => Action::Purge,
        "deactivate" => Action::Deactivate { reason: None },
        "block" => Action::Block {
            reason: None,
            until: None,
        },
        _ => return None,
    })
}

/// What was typed, as the API reads it.
fn action(act: Act, typed: &Form) -> Result<Option<Action>, Problem> {
    Ok(match act.path {
        "block" => Some(typed.input::<BlockUser>(OWN)?.action()),
        "deactivate" => Some(typed.input::<DeactivateUser>(OWN)?.action()),
        _ => {
            typed.input::<Nothing>(OWN)?;
            blank(act)
        }
    })
}

fn fields(visit: &Visit, act: Act, typed: &Form) -> Vec<Field> {
    let blocks = act.kind == ActionKind::Block;
    let mut fields = Vec::new();
    if blocks || act.kind == ActionKind::Deactivate {
        let reason = Field::of_kind(Kind::Lines(3), "reason", visit.say("user-reason"));
        let reason = reason.hint(visit.say("user-reason-hint"));
        let reason = reason.holding(typed.text("reason"));
        fields.push(if blocks { reason } else { reason.optional() });
    }
    if blocks {
        let until = when::field(visit, "until", visit.say("user-until"));
        let until = until.hint(visit.say("user-until-hint"));
        fields.push(until.holding(typed.text("until")));
    }
    fields
}

fn window(app: &AppState, visit: &Visit, subject: &Subject, act: Act, typed: &Form) -> Window {
    act.window(app, visit, subject, fields(visit, act, typed))
}

async fn show(app: AppState, visit: Visit, id: String, act: Act) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let refused = blank(act).and_then(|action| refusal(&app, &visit, &subject, action));
    Ok(match refused {
        Some(problem) => act.refused(&app, &visit, &subject, &problem),
        None if visit.lacks_proof(&app, act.kind) => visit.prove_first(),
        None => window(&app, &visit, &subject, act, &Form::default()).show(),
    })
}

async fn submit(
    app: AppState,
    visit: Visit,
    id: String,
    typed: Form,
    act: Act,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    Ok(match carry_out(&app, &visit, &subject, &typed, act).await {
        Ok(()) => leave(&app, &visit, &subject, act),
        Err(problem) => window(&app, &visit, &subject, act, &typed).refuse(problem),
    })
}

/// Whoever is gone for good has no page to go back to.
fn leave(app: &AppState, visit: &Visit, subject: &Subject, act: Act) -> Response {
    let gone = act.kind == ActionKind::Purge;
    let to = if gone {
        "/users".to_owned()
    } else {
        subject.path()
    };
    visit.done(app, &to, &act.notice())
}

async fn carry_out(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    typed: &Form,
    act: Act,
) -> Result<(), Problem> {
    // Whether one may comes before what one typed.
    if let Some(blank) = blank(act) {
        let judged = subject.judge(app, visit, blank);
        judged.map_err(tenure_service::Error::from)?;
    }
    visit.require_proof(app, act.kind)?;
    act.check_typed(subject, typed)?;
    let moments = when::with_moments(typed.clone(), &["until"], visit.reading.zone);
    if let Some(action) = action(act, &moments)? {
        app.act(visit, subject.id(), action, typed.version(), None)
            .await?;
    }
    Ok(())
}

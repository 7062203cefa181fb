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
    let simple = ACTS.into_iter().filter(|act| blank(act.kind).is_some());
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
fn blank(kind: ActionKind) -> Option<Action> {
    Some(match kind {
        ActionKind::SendInvitation => Action::SendInvitation,
        ActionKind::RevokeInvitation => Action::RevokeInvitation,
        ActionKind::SendPasswordReset => Action::SendPasswordReset,
        ActionKind::EndSessions => Action::EndSessions,
        ActionKind::RemoveExternalCredential => {
            Action::RemoveExternalCredential { temporary: None }
        }
        ActionKind::RemovePhoto => Action::RemovePhoto,
        ActionKind::Activate => Action::Activate,
        ActionKind::Unblock => Action::Unblock,
        ActionKind::Restore => Action::Restore,
        ActionKind::Anonymize => Action::Anonymize,
        ActionKind::Delete => Action::Delete,
        ActionKind::Purge => Action::Purge,
        ActionKind::Deactivate => Action::Deactivate { reason: None },
        ActionKind::Block => Action::Block {
            reason: None,
            until: None,
        },
        _ => return None,
    })
}

/// What was typed, as the API reads it.
fn action(kind: ActionKind, typed: &Form) -> Result<Option<Action>, Problem> {
    Ok(match kind {
        ActionKind::Block => Some(typed.input::<BlockUser>(OWN)?.action()),
        ActionKind::Deactivate => Some(typed.input::<DeactivateUser>(OWN)?.action()),
        other => {
            typed.input::<Nothing>(OWN)?;
            blank(other)
        }
    })
}

fn fields(visit: &Visit, kind: ActionKind, typed: &Form) -> Vec<Field> {
    let mut fields = Vec::new();
    if matches!(kind, ActionKind::Block | ActionKind::Deactivate) {
        let reason = Field::of_kind(Kind::Lines(3), "reason", visit.say("user-reason"));
        let reason = reason.hint(visit.say("user-reason-hint"));
        let reason = reason.holding(typed.text("reason"));
        fields.push(match kind {
            ActionKind::Block => reason,
            _ => reason.optional(),
        });
    }
    if kind == ActionKind::Block {
        let until = when::field(visit, "until", visit.say("user-until"));
        let until = until.hint(visit.say("user-until-hint"));
        fields.push(until.holding(typed.text("until")));
    }
    fields
}

fn window(app: &AppState, visit: &Visit, subject: &Subject, act: Act, typed: &Form) -> Window {
    act.window(app, visit, subject, fields(visit, act.kind, typed))
}

async fn show(app: AppState, visit: Visit, id: String, act: Act) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let refused = blank(act.kind).and_then(|action| refusal(&app, &visit, &subject, action));
    Ok(match refused {
        Some(problem) => act.refused(&app, &visit, &subject, &problem),
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
    let to = match act.kind {
        ActionKind::Purge => "/users".to_owned(),
        _ => subject.path(),
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
    if let Some(blank) = blank(act.kind) {
        let judged = subject.judge(app, visit, blank);
        judged.map_err(tenure_service::Error::from)?;
    }
    act.check_typed(subject, typed)?;
    let moments = when::with_moments(typed.clone(), &["until"], visit.reading.zone);
    if let Some(action) = action(act.kind, &moments)? {
        app.act(visit, subject.id(), action, typed.version(), None)
            .await?;
    }
    Ok(())
}

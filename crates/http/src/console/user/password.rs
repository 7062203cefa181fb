//! Passwords that an administrator sets: one that lasts, or one to be changed at the next log-in.

use super::{
    OWN, Subject,
    act::{Act, refusal},
    subject::terms,
};
use crate::{
    AppState,
    console::{Page, Visit, Window},
    input::SetPassword,
    pages::{Field, Form, Kind},
    problem::Problem,
};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::{Action, ActionKind, policy::ForcedChange, value::PasswordHash};

/// A page for each of the two.
pub(super) fn router() -> Router<AppState> {
    let kinds = [ActionKind::SetPassword, ActionKind::SetTemporaryPassword];
    let acts = kinds.into_iter().filter_map(Act::of);
    acts.fold(Router::new(), |router, act| {
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

/// The act with a password that no rule is asked about yet.
fn sample(kind: ActionKind) -> Action {
    let password = PasswordHash::from_phc(String::new());
    if kind == ActionKind::SetPassword {
        Action::SetPassword { password }
    } else {
        Action::SetTemporaryPassword {
            password,
            must_change: None,
        }
    }
}

fn leaves_open(subject: &Subject) -> bool {
    subject.policy().credential.force_change == ForcedChange::Optional
}

fn window(app: &AppState, visit: &Visit, subject: &Subject, act: Act, typed: &Form) -> Window {
    let rules = subject.policy().credential.password;
    let lasting = act.kind == ActionKind::SetPassword;
    let name = if lasting {
        "password"
    } else {
        "temporary_password"
    };
    let label = visit.say(&format!("{}-field", act.key(subject)));
    let mut fields = vec![Field::new_password(name, label, rules)];
    if !lasting && leaves_open(subject) {
        let label = visit.say("user-must-change");
        let check = Field::of_kind(Kind::Check, "must_change", label).optional();
        let first = typed.version().is_none();
        fields.push(check.checked(first || typed.is_checked("must_change")));
    }
    act.window(app, visit, subject, fields)
}

async fn show(app: AppState, visit: Visit, id: String, act: Act) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let refused = refusal(&app, &visit, &subject, sample(act.kind));
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
    Ok(match set(&app, &visit, &subject, &typed, act).await {
        Ok(()) => visit.done(&app, &subject.below("security"), &act.notice()),
        Err(problem) => window(&app, &visit, &subject, act, &typed).refuse(problem),
    })
}

async fn set(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    typed: &Form,
    act: Act,
) -> Result<(), Problem> {
    visit.require_proof(app, act.kind)?;
    let (tenant, id, actor) = (visit.tenant(), subject.id(), visit.actor.clone());
    let terms = terms(typed.version());
    let open = act.kind == ActionKind::SetTemporaryPassword && leaves_open(subject);
    let wish = if open {
        typed.clone().flag("must_change")
    } else {
        typed.clone()
    };
    let (done, place) = match wish.input::<SetPassword>(OWN)? {
        SetPassword::Lasting(plain) => {
            let set = app.users.set_password(tenant, id, actor, plain, terms);
            (set.await, "/password")
        }
        SetPassword::Temporary(plain, must_change) => {
            let users = &app.users;
            let set = users.set_temporary_password(tenant, id, actor, plain, must_change, terms);
            (set.await, "/temporary_password")
        }
    };
    match done {
        Ok(_) => Ok(()),
        Err(error) => Err(app.explain(visit, id, error).await.password_at(place)),
    }
}

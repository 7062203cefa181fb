//! The window with the general data (HE-26), and what it says when somebody else was faster.

use super::{OWN, Subject, card::Card, history};
use crate::{
    AppState,
    console::{
        Page, Shell, Visit,
        own::languages,
        window::{proof_missing, to_proof},
    },
    input::Patch,
    pages::{Choice, Field, Form, FormPage, Kind, Trouble},
    problem::{Code, Problem},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono_tz::TZ_VARIANTS;
use tenure_domain::{
    Action, ActionKind, ProfileChange, Rejection,
    policy::{FieldUse, NameShape},
    value::EmailAddress,
};

/// A field that three people see differently.
#[derive(Clone, Debug)]
struct Conflict {
    label: String,
    yours: String,
    theirs: String,
    before: String,
}

#[derive(Template)]
#[template(path = "console/user/edit.html")]
struct Edit {
    shell: Shell,
    card: Card,
    form: FormPage,
    trouble: Option<Trouble>,
    /// What is told in the place of `trouble` where somebody was faster, with what differs below it.
    faster: Option<Trouble>,
    conflicts: Vec<Conflict>,
}

impl Page for Edit {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What the API calls a field, and what stands in it.
type Held = (&'static str, Option<String>);

/// What of the profile stands in the form, in its order.
fn held(subject: &Subject) -> Vec<Held> {
    let (view, rules) = (&subject.view, &subject.policy().identity);
    let mut held = match rules.name_shape {
        NameShape::FirstLast => vec![
            ("first_name", view.first_name.clone()),
            ("last_name", view.last_name.clone()),
        ],
        NameShape::Single => vec![("display_name", view.display_name.clone())],
        NameShape::None => Vec::new(),
    };
    held.push(("email", view.email.clone()));
    if rules.username_length.is_some() {
        held.push(("username", view.username.clone()));
    }
    if rules.phone == FieldUse::Used {
        held.push(("phone", view.phone.clone()));
    }
    if rules.external_id == FieldUse::Used {
        held.push(("external_id", view.external_id.clone()));
    }
    held.push(("language", view.language.clone()));
    held.push(("time_zone", view.time_zone.clone()));
    held
}

/// Would the rules refuse another value of this field, whatever it is? Then they are asked why beforehand.
pub(super) fn refusal(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    name: &str,
) -> Option<Rejection> {
    let profile = subject.account.user.profile().clone();
    let mut change = ProfileChange::default();
    match name {
        "email" => change.email = Some(EmailAddress::parse("somebody@example.com").ok()),
        "username" => change.username = Some(other_name(&profile)),
        "external_id" => change.external_id = Some(profile.external_id),
        _ => change.language = Some(profile.language),
    }
    let judged = subject.judge(app, visit, Action::UpdateProfile(Box::new(change)));
    // What another value would look like is no reason to keep it from being written.
    judged.err().filter(|rejection| {
        !matches!(
            rejection,
            Rejection::Validation(_) | Rejection::StaleVersion
        )
    })
}

/// A user name that differs.
fn other_name(profile: &tenure_domain::Profile) -> Option<tenure_domain::value::Username> {
    let held = profile.username.as_ref().map(ToString::to_string);
    let other = if held.as_deref() == Some("somebody1") {
        "somebody2"
    } else {
        "somebody1"
    };
    tenure_domain::value::Username::parse(other).ok()
}

/// By what an account is found again, and so handed over.
const FOUND_BY: [&str; 2] = ["email", "username"];

/// Must one prove who one is before another address or user name is taken? Said beforehand, so that nothing is typed in
/// vain.
fn needs_proof(app: &AppState, visit: &Visit, subject: &Subject) -> bool {
    let is_open = |name: &&str| refusal(app, visit, subject, name).is_none();
    FOUND_BY.iter().any(is_open) && !visit.proved_recently(app.now())
}

/// A list to choose from; where there is nothing to choose, what there is.
fn choice(name: &'static str, label: String, choices: Vec<Choice>, fixed: bool) -> Field {
    match fixed {
        true => Field::text(name, label).verbatim(),
        false => Field::of_kind(Kind::Choice(choices), name, label),
    }
}

fn field(
    (app, visit, subject): (&AppState, &Visit, &Subject),
    name: &'static str,
    typed: Option<&Form>,
) -> Field {
    let label = label(visit, name);
    let refusal = refusal(app, visit, subject, name);
    let fixed = refusal.is_some();
    let field = match name {
        "email" => {
            let proof = needs_proof(app, visit, subject);
            let hint = proof.then(|| visit.say("user-email-proof"));
            let field = Field::email().labelled(label).known_as("off");
            hint.into_iter().fold(field, Field::hint)
        }
        "phone" => Field::of_kind(Kind::Line("tel"), name, label),
        "time_zone" => {
            let zones = TZ_VARIANTS.iter().map(|zone| zone.name());
            let zones = zones.map(|zone| Choice::new(zone, zone));
            let none = Choice::new("", visit.say("user-no-time-zone"));
            let all = std::iter::once(none).chain(zones).collect();
            choice(name, label, all, fixed)
        }
        "language" => {
            let typed = typed.and_then(|typed| typed.text(name));
            let tags = subject.view.language.as_deref().into_iter().chain(typed);
            choice(name, label, languages(visit, tags), fixed)
        }
        "external_id" => {
            let hint = visit.say("user-field-external-id-hint");
            Field::text(name, label).verbatim().hint(hint)
        }
        "username" => Field::text(name, label).verbatim(),
        _ => Field::text(name, label),
    };
    match refusal {
        Some(rejection) => {
            let problem = Problem::from(tenure_service::Error::from(rejection));
            let key = format!("user-fixed-{}", problem.code.as_str().replace('_', "-"));
            let why = visit.words.find(&key);
            field
                .optional()
                .fixed()
                .hint(why.unwrap_or_else(|| problem.told(&visit.words)))
        }
        None => field.optional(),
    }
}

pub(super) fn label(visit: &Visit, name: &str) -> String {
    visit.say(&format!("user-field-{}", name.replace('_', "-")))
}

/// The form with what was typed, or with what there is.
fn form(app: &AppState, visit: &Visit, subject: &Subject, typed: Option<&Form>) -> FormPage {
    let held = held(subject);
    let fields = held.iter().map(|(name, value)| {
        let field = field((app, visit, subject), name, typed);
        match typed {
            Some(typed) if !field.fixed => field.holding(typed.text(name)),
            _ => field.holding(value.as_deref()),
        }
    });
    let fields = fields.collect();
    let mut hidden = vec![subject.hidden()];
    for (name, value) in held {
        if let Some(value) = value {
            hidden.push((was(name), value));
        }
    }
    FormPage {
        hidden,
        fields,
        button: visit.say("user-save"),
        cancel: Some(subject.path()),
        words: visit.words.clone(),
        ..FormPage::default()
    }
}

/// Where the form keeps what stood in a field when it was shown.
fn was(name: &'static str) -> &'static str {
    match name {
        "first_name" => "was.first_name",
        "last_name" => "was.last_name",
        "display_name" => "was.display_name",
        "email" => "was.email",
        "username" => "was.username",
        "phone" => "was.phone",
        "external_id" => "was.external_id",
        "language" => "was.language",
        _ => "was.time_zone",
    }
}

async fn page(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    form: FormPage,
) -> Result<Edit, Problem> {
    let name = subject.name(&visit.words);
    let title = visit.words.say1("user-edit-title", "name", name);
    let shell = subject.shell(app, visit, title);
    let links = needs_proof(app, visit, subject).then(|| to_proof(&shell));
    Ok(Edit {
        form: FormPage {
            title: shell.title.clone(),
            links: links.into_iter().collect(),
            ..form
        },
        card: Card::new(app, visit, subject).await?,
        shell,
        trouble: None,
        faster: None,
        conflicts: Vec::new(),
    })
}

/// The window.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    if !subject.offers(ActionKind::UpdateProfile) {
        let asked = subject.judge(&app, &visit, Action::UpdateProfile(Box::default()));
        asked.map_err(tenure_service::Error::from)?;
    }
    let form = form(&app, &visit, &subject, None);
    Ok(page(&app, &visit, &subject, form).await?.show())
}

/// Saves what differs from what was shown.
pub(super) async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    typed: Form,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let saved = save(&app, &visit, &subject, &typed).await;
    match saved {
        Ok(()) => Ok(visit.done(&app, &subject.path(), "user-edit")),
        Err(problem) => again(&app, &visit, &subject, &typed, problem).await,
    }
}

async fn save(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    typed: &Form,
) -> Result<(), Problem> {
    let moves = |name: &&str| typed.within("was", name) != typed.text(name);
    if FOUND_BY.iter().any(moves) && !visit.proved_recently(app.now()) {
        return Err(tenure_service::Error::ReauthenticationRequired.into());
    }
    let mut patch = Form::default();
    for (name, _) in held(subject) {
        let (before, after) = (typed.within("was", name), typed.text(name));
        if before != after {
            patch = patch.with(name, after).clearing(&[name]);
        }
    }
    let patch = patch.input::<Patch>(OWN)?;
    let changed = crate::api::change_user(app, visit, subject.id(), patch, typed.version());
    changed.await.map(|_| ())
}

/// The form with what was typed; where somebody was faster, with what differs.
async fn again(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    typed: &Form,
    problem: Problem,
) -> Result<Response, Problem> {
    if problem.cause().is_some() {
        return Err(problem);
    }
    let stale = problem.code == Code::StaleVersion;
    let shown = if stale {
        merged(subject, typed)
    } else {
        typed.clone()
    };
    let form = form(app, visit, subject, Some(&shown));
    let mut page = page(app, visit, subject, form).await?;
    if stale {
        page.form.compares = true;
        page.conflicts = conflicts(visit, subject, typed);
        let name = subject.name(&visit.words);
        page.form.button = visit.words.say1("user-save-anyway", "name", name);
    } else {
        // What it was filled in on stays what it was: only a conflict shows what there is now.
        page.form.hidden = kept(subject, typed);
    }
    if page.form.links.is_empty() {
        page.form.links.extend(proof_missing(&page.shell, &problem));
    }
    let trouble = page.form.trouble(&problem);
    if stale {
        let detail = Some(faster(app, visit, subject).await);
        page.faster = Some(Trouble { detail, ..trouble });
    } else {
        page.trouble = Some(trouble);
    }
    let mut response = page.show_as(problem.status());
    problem.dress(&mut response);
    Ok(response)
}

/// What one has not changed oneself becomes what somebody else has made of it.
fn merged(subject: &Subject, typed: &Form) -> Form {
    let held = held(subject).into_iter();
    held.fold(Form::default(), |form, (name, theirs)| {
        let yours = typed.text(name);
        let untouched = yours == typed.within("was", name);
        form.with(
            name,
            if untouched {
                theirs
            } else {
                yours.map(ToOwned::to_owned)
            },
        )
    })
}

fn kept(subject: &Subject, typed: &Form) -> Vec<(&'static str, String)> {
    let version = typed
        .version()
        .map(|version| ("version", version.to_string()));
    let was = held(subject).into_iter().filter_map(|(name, _)| {
        let value = typed.within("was", name)?;
        Some((was(name), value.to_owned()))
    });
    version.into_iter().chain(was).collect()
}

/// Who changed him last, as far as the visitor may know.
async fn faster(app: &AppState, visit: &Visit, subject: &Subject) -> String {
    let shell = visit.shell(app, String::new());
    let last = history::latest(app, visit, &shell, subject, (&[], 1)).await;
    let last = last.and_then(|mut all| all.pop());
    let values = match last {
        Some(last) => [
            ("by", last.who.into()),
            ("when", visit.reading.distance(last.at, &visit.words).into()),
        ],
        None => [
            ("by", visit.say("user-by-another").into()),
            ("when", visit.say("moment-now").into()),
        ],
    };
    visit.words.say_with("user-changed-by", &values)
}

fn conflicts(visit: &Visit, subject: &Subject, typed: &Form) -> Vec<Conflict> {
    let said = |value: Option<&str>| match value {
        Some(value) => value.to_owned(),
        None => visit.say("user-nothing"),
    };
    let held = held(subject).into_iter();
    let differing = held.filter_map(|(name, theirs)| {
        let (before, yours) = (typed.within("was", name), typed.text(name));
        let theirs = theirs.as_deref();
        (theirs != before).then(|| Conflict {
            label: label(visit, name),
            yours: said(yours),
            theirs: said(theirs),
            before: said(before),
        })
    });
    differing.collect()
}

//! Changing the tenant's rules: one group, or all of them for those of a preset.

use super::{
    setting::{OWN, field_of, fields, meaning, read, value},
    settings::{crumb, rules, settings_of, stored, stored_group, title},
    stale,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit, Window, Words, proof},
    pages::{Asked, Field, Form, FormPage, Trouble},
    problem::{Code, Problem},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Map, Value};
use tenure_domain::{
    Policy,
    policy::{
        outline::{Setting, Takes},
        presets,
    },
};
use tenure_service::{
    Error,
    policies::{Rules, RulesChanged},
    ports::Tenant,
};

type Answer = Result<Response, Problem>;

/// Gives the tenant these rules, which needs a log-in not long ago.
async fn give(
    app: &AppState,
    visit: &Visit,
    rules: Result<Rules, Vec<tenure_domain::Violation>>,
    version: Option<u64>,
) -> Result<RulesChanged, Problem> {
    if !visit.proved_recently(app.now()) {
        return Err(Error::ReauthenticationRequired.into());
    }
    let rules = rules.map_err(Problem::validation)?;
    let changed = app
        .policies
        .change(visit.tenant(), &rules, version, &visit.actor);
    Ok(changed.await?)
}

/// The group that an address names.
fn group(name: &str) -> Result<Setting, Problem> {
    let mut groups = Policy::outline().into_iter();
    let found = groups.find(|group| group.name == name);
    found.ok_or_else(|| Error::NotFound.into())
}

/// The form of a group that says these values.
fn form(visit: &Visit, group: &Setting, values: &Value, version: u64) -> FormPage {
    let settings = settings_of(group).iter();
    let fields =
        settings.flat_map(|setting| fields(visit, group.name, setting, &values[setting.name]));
    FormPage {
        intro: vec![
            meaning(&visit.words, &group.meaning),
            visit.say("organization-settings-at-once"),
        ],
        hidden: vec![("version", version.to_string())],
        fields: fields.collect(),
        button: visit.say("organization-save"),
        cancel: Some(format!("/settings#group-{}", group.name)),
        ..FormPage::default()
    }
}

fn window(app: &AppState, visit: &Visit, group: &Setting, form: FormPage) -> Window {
    let shell = visit.shell_below(app, [crumb(visit)], title(visit, group.name));
    Window::new(shell, form)
}

/// The form of a group as it is.
pub(super) async fn filled(
    State(app): State<AppState>,
    visit: Visit,
    Path(name): Path<String>,
) -> Answer {
    let tenant = rules(&app, &visit).await?;
    let group = group(&name)?;
    if !visit.proved_recently(app.now()) {
        return Ok(visit.prove_first());
    }
    let values = &stored_group(&tenant.policy, group.name);
    let form = form(
        &visit,
        &group,
        values,
        tenant.policy_revision.unsigned_abs(),
    );
    Ok(window(&app, &visit, &group, form).show())
}

/// Changes a group.
pub(super) async fn change(
    State(app): State<AppState>,
    visit: Visit,
    Path(name): Path<String>,
    typed: Form,
) -> Answer {
    let tenant = rules(&app, &visit).await?;
    let group = group(&name)?;
    let settings = settings_of(&group).iter();
    let values = settings.map(|setting| {
        let value = read(&typed, &field_of(setting), &setting.takes);
        (setting.name.to_owned(), value)
    });
    let values = Value::Object(values.collect::<Map<_, _>>());
    let mut whole = stored(&tenant.policy);
    if let Some(place) = whole.get_mut(group.name) {
        place.clone_from(&values);
    }
    // The words of the console are those of the preset that the rules are called by: it stays.
    let rules = Rules::written(&whole, Some(&tenant.preset));
    let Err(problem) = give(&app, &visit, rules, typed.version()).await else {
        return Ok(visit.done(&app, "/settings", "organization-settings-hold"));
    };
    let now = tenant.policy_revision.unsigned_abs();
    let stale = problem.code == Code::StaleVersion;
    let version = typed.version().filter(|_| !stale).unwrap_or(now);
    let mut page = form(&visit, &group, &values, version);
    if stale {
        let values = &stored_group(&tenant.policy, group.name);
        let current = form(&visit, &group, values, now);
        stale::tell(&mut page, &visit.words, &said(&current.fields));
    }
    let problem = placed(problem, group.name);
    Ok(window(&app, &visit, &group, page).refuse(problem))
}

/// What fields say.
fn said(fields: &[Field]) -> Form {
    fields.iter().fold(Form::default(), |form, field| {
        form.with(field.name(), Some(field.value.as_str()))
    })
}

/// With faults of this group beside its fields, and of others by their names.
fn placed(mut problem: Problem, group: &str) -> Problem {
    for error in &mut problem.errors {
        let Some(path) = error.pointer.strip_prefix("/policy/") else {
            continue;
        };
        let own = path.split_once('/').filter(|(named, _)| *named == group);
        if let Some((_, setting)) = own {
            error.pointer = format!("/{OWN}{}", setting.replace('/', "-"));
        } else {
            error.message = format!("{}: {}", path.replace('/', "."), error.message);
        }
    }
    problem
}

/// A setting that another preset changes.
struct Difference {
    path: String,
    /// What it decides.
    meaning: String,
    now: String,
    then: String,
}

#[derive(Template)]
#[template(path = "console/organization/preset.html")]
struct Comparison {
    shell: Shell,
    form: FormPage,
    trouble: Option<Trouble>,
    about: String,
    differences: Vec<Difference>,
}

impl Page for Comparison {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The setting at this path, under its group or another setting that it is a part of.
fn setting<'a>(settings: &'a [Setting], path: &str) -> Option<&'a Setting> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let found = settings.iter().find(|setting| setting.name == first)?;
    if rest.is_empty() {
        return Some(found);
    }
    let whole = if let Takes::Optional(takes) = &found.takes {
        takes
    } else {
        &found.takes
    };
    if let Takes::Group(settings) = whole {
        setting(settings, rest)
    } else {
        None
    }
}

/// What the setting at this path decides; of a part of a setting, the whole as well.
fn decides(words: &Words, outline: &[Setting], path: &str) -> String {
    let whole = path.match_indices('.').nth(1);
    let whole = whole.and_then(|(end, _)| setting(outline, path.get(..end)?));
    let told = [whole, setting(outline, path)].into_iter().flatten();
    let told = told.map(|setting| meaning(words, &setting.meaning));
    told.collect::<Vec<_>>().join(" ")
}

fn comparison(
    app: &AppState,
    visit: &Visit,
    tenant: &Tenant,
    to: &str,
) -> Result<Comparison, Problem> {
    let preset = presets::by_name(to).ok_or(Error::NotFound)?;
    let outline = Policy::outline();
    let differences = tenant
        .policy
        .differences(&preset)
        .into_iter()
        .map(|change| {
            let shown = |held: &Value| match setting(&outline, &change.setting) {
                Some(setting) => value(visit, &setting.takes, held),
                None => held.to_string(),
            };
            Difference {
                now: shown(&change.from),
                then: shown(&change.to),
                meaning: decides(&visit.words, &outline, &change.setting),
                path: change.setting,
            }
        });
    let title = visit
        .words
        .say1("organization-preset-title", "preset", to.to_owned());
    let version = tenant.policy_revision.unsigned_abs().to_string();
    let shell = visit.shell_below(app, [crumb(visit)], title.clone());
    Ok(Comparison {
        form: FormPage {
            title: title.clone(),
            hidden: vec![("version", version), ("preset", to.to_owned())],
            button: title,
            danger: true,
            cancel: Some("/settings".to_owned()),
            words: shell.words.clone(),
            ..FormPage::default()
        },
        shell,
        trouble: None,
        about: meaning(&visit.words, presets::description(to).unwrap_or_default()),
        differences: differences.collect(),
    })
}

/// What would change with the rules of a preset.
pub(super) async fn compare(State(app): State<AppState>, visit: Visit, asked: Asked) -> Answer {
    let tenant = rules(&app, &visit).await?;
    let to = asked.get("to").unwrap_or_default();
    let page = comparison(&app, &visit, &tenant, to)?;
    if !visit.proved_recently(app.now()) {
        let next = format!("/settings/preset?to={to}");
        return Ok(Redirect::to(&proof(&next)).into_response());
    }
    Ok(page.show())
}

/// Takes the rules of a preset.
pub(super) async fn switch(State(app): State<AppState>, visit: Visit, typed: Form) -> Answer {
    let tenant = rules(&app, &visit).await?;
    let to = typed.text("preset").unwrap_or_default();
    let mut page = comparison(&app, &visit, &tenant, to)?;
    match give(&app, &visit, Rules::preset(to), typed.version()).await {
        Ok(_) => Ok(visit.done(&app, "/settings", "organization-settings-hold")),
        Err(problem) if problem.cause().is_some() => Err(problem),
        Err(problem) => {
            if problem.code == Code::ReauthenticationRequired {
                let next = format!("/settings/preset?to={to}");
                page.form
                    .links
                    .push((proof(&next), visit.say("organization-prove")));
            }
            let problem = placed(problem, "");
            page.trouble = Some(page.form.trouble(&problem));
            let mut response = page.show_as(problem.status());
            problem.dress(&mut response);
            Ok(response)
        }
    }
}

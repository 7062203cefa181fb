//! The tenant's rules: shown in groups, beside those of the preset that they are called by.

use super::setting::{meaning, value, words};
use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit},
    problem::Problem,
};
use askama::Template;
use axum::{extract::State, response::Response};
use serde_json::Value;
use std::sync::Arc;
use tenure_domain::{
    Policy,
    policy::{
        outline::{Setting, Takes},
        presets,
    },
};
use tenure_service::ports::Tenant;

/// The groups in the order in which people look for them, under what they are about.
const PARTS: &[(&str, &[&str])] = &[
    ("identity", &["identity"]),
    ("adding", &["creation", "invitation"]),
    ("passwords", &["credential"]),
    ("access", &["log_in", "lockout", "block", "sessions"]),
    ("roles", &["roles", "authority"]),
    ("list", &["list"]),
    ("removal", &["activity", "removal", "anonymization"]),
    ("rest", &["notices", "work", "orders"]),
];

/// One group of settings.
struct Group {
    name: &'static str,
    title: String,
    about: String,
    lines: Vec<Line>,
    /// How many differ from the preset.
    differ: usize,
}

/// One setting.
struct Line {
    path: String,
    meaning: String,
    value: String,
    /// What the value means.
    says: Vec<String>,
    /// What the preset has instead.
    preset: Option<String>,
}

#[derive(Template)]
#[template(path = "console/organization/settings.html")]
struct Settings {
    shell: Shell,
    preset: String,
    about: String,
    custom: bool,
    differ: usize,
    revision: i64,
    parts: Vec<(String, Vec<Group>)>,
    others: Vec<(&'static str, String)>,
}

impl Page for Settings {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The settings, as a page above others.
pub(super) fn crumb(visit: &Visit) -> Crumb {
    Crumb::new("/settings", visit.say("nav-settings"))
}

/// The rules as they are now, for whoever may change them.
pub(super) async fn rules(app: &AppState, visit: &Visit) -> Result<Arc<Tenant>, Problem> {
    Ok(app.policies.show(visit.tenant(), &visit.actor).await?)
}

/// The policy in its stored form.
pub(super) fn stored(policy: &Policy) -> Value {
    serde_json::to_value(policy).unwrap_or_default()
}

/// The settings of a group in the stored form.
pub(super) fn stored_group(policy: &Policy, group: &str) -> Value {
    let whole = stored(policy);
    whole.get(group).cloned().unwrap_or_default()
}

/// The settings of a group.
pub(super) fn settings_of(group: &Setting) -> &[Setting] {
    if let Takes::Group(settings) = &group.takes {
        settings
    } else {
        &[]
    }
}

/// The name of a group, in the visitor's language.
pub(super) fn title(visit: &Visit, group: &str) -> String {
    visit.say(&format!("organization-group-{}", group.replace('_', "-")))
}

fn group(visit: &Visit, outline: &Setting, now: &Value, preset: &Value) -> Group {
    let line = |setting: &Setting| {
        let of = |whole: &Value| {
            let group = whole.get(outline.name);
            let value = group.and_then(|group| group.get(setting.name));
            value.cloned().unwrap_or_default()
        };
        let (now, preset) = (of(now), of(preset));
        let (shown, differs) = (value(visit, &setting.takes, &now), now != preset);
        Line {
            path: format!("{}.{}", outline.name, setting.name),
            meaning: meaning(&visit.words, &setting.meaning),
            says: words(&visit.words, &setting.takes, &now),
            value: shown,
            preset: differs.then(|| value(visit, &setting.takes, &preset)),
        }
    };
    let lines = settings_of(outline).iter().map(line).collect::<Vec<_>>();
    Group {
        name: outline.name,
        title: title(visit, outline.name),
        about: meaning(&visit.words, &outline.meaning),
        differ: lines.iter().filter(|line| line.preset.is_some()).count(),
        lines,
    }
}

/// The page.
pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let tenant = rules(&app, &visit).await?;
    let known = presets::by_name(&tenant.preset);
    let custom = known.is_none();
    let preset = stored(&known.unwrap_or_else(presets::standard));
    let now = stored(&tenant.policy);
    let outline = Policy::outline();
    let parts = PARTS.iter().map(|(part, names)| {
        let groups = names
            .iter()
            .filter_map(|name| outline.iter().find(|group| group.name == *name));
        let groups = groups.map(|outline| group(&visit, outline, &now, &preset));
        let title = visit.say(&format!("organization-part-{part}"));
        (title, groups.collect::<Vec<_>>())
    });
    let parts = parts.collect::<Vec<_>>();
    let all = parts.iter().flat_map(|(_, groups)| groups);
    let others = presets::ALL
        .iter()
        .filter(|(name, _)| *name != tenant.preset);
    let page = Settings {
        shell: visit.shell(&app, visit.say("nav-settings")),
        differ: all.map(|group| group.differ).sum(),
        preset: if custom {
            "standard".to_owned()
        } else {
            tenant.preset.clone()
        },
        about: meaning(
            &visit.words,
            presets::description(&tenant.preset).unwrap_or_default(),
        ),
        custom,
        revision: tenant.policy_revision,
        parts,
        others: others
            .map(|(name, _)| {
                let about = presets::description(name).unwrap_or_default();
                (*name, meaning(&visit.words, about))
            })
            .collect(),
    };
    Ok(page.show())
}

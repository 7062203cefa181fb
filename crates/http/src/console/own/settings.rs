//! How the console speaks and looks to oneself: the language and the time zone are part of the profile, the look and
//! the shortcuts are this browser's.

use crate::{
    AppState, api,
    console::{Page as _, Theme, Visit, Window, keys_off},
    input::Patch,
    pages::{Choice, Field, Form, FormPage, Kind},
    problem::Problem,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use chrono_tz::TZ_VARIANTS;

/// What the browser itself remembers.
const OWN: &[&str] = &["theme", "shortcuts"];
const YEAR: u32 = 31_536_000;

pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    let profile = visit.session.user.profile();
    let shortcuts = (!keys_off(&headers)).then_some("true");
    let held = Form::default()
        .with("language", Some(visit.words.language.code()))
        .with(
            "time_zone",
            profile.time_zone.as_ref().map(ToString::to_string),
        )
        .with("theme", visit.words.theme.map(Theme::code))
        .with("shortcuts", shortcuts);
    window(&app, &visit, &held).show()
}

pub(super) async fn submit(State(app): State<AppState>, visit: Visit, typed: Form) -> Response {
    match save(&app, &visit, &typed).await {
        Ok(()) => remember(&app, &typed, visit.done(&app, "/me/settings", "saved")),
        Err(problem) => window(&app, &visit, &typed).refuse(problem),
    }
}

async fn save(app: &AppState, visit: &Visit, typed: &Form) -> Result<(), Problem> {
    let patch = typed.clone().clearing(&["time_zone"]).input::<Patch>(OWN)?;
    api::users::update(app, &visit.caller, visit.id(), patch, None).await?;
    Ok(())
}

/// What this browser remembers, as the cookies that say so.
fn remember(app: &AppState, typed: &Form, mut response: Response) -> Response {
    let secure = if app.settings.secure_cookies {
        "; Secure"
    } else {
        ""
    };
    let theme = typed.text("theme").and_then(Theme::of_code);
    let keys = (!typed.is_checked("shortcuts")).then_some("off");
    for (name, value) in [(Theme::COOKIE, theme.map(Theme::code)), ("keys", keys)] {
        let (value, age) = value.map_or(("", 0), |value| (value, YEAR));
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }
    response
}

fn window(app: &AppState, visit: &Visit, held: &Form) -> Window {
    let languages = crate::console::Language::ALL.into_iter();
    let languages = languages.map(|(language, name)| Choice::new(language.code(), name));
    let zones = TZ_VARIANTS
        .iter()
        .map(|zone| Choice::new(zone.name(), zone.name().replace('_', " ")));
    let utc = std::iter::once(Choice::new("", visit.say("own-zone-none")));
    let themes = ["", "light", "dark"].map(|theme| {
        let key = if theme.is_empty() { "auto" } else { theme };
        Choice::new(theme, visit.say(&format!("own-theme-{key}")))
    });
    let choice = |name: &'static str, label: &str, choices: Vec<Choice>| {
        let field = Field::of_kind(Kind::Choice(choices), name, visit.say(label));
        field.holding(held.text(name))
    };
    let form = FormPage {
        fields: vec![
            choice("language", "own-language", languages.collect()),
            choice("time_zone", "own-zone", utc.chain(zones).collect()).optional(),
            choice("theme", "own-theme", themes.into()).optional(),
            Field::of_kind(Kind::Check, "shortcuts", visit.say("own-shortcuts"))
                .checked(held.is_checked("shortcuts"))
                .hint(visit.say("own-shortcuts-hint")),
        ],
        action: Some("/me/settings".to_owned()),
        button: visit.say("own-save"),
        ..FormPage::default()
    };
    Window::new(visit.shell(app, visit.say("own-settings")), form)
}

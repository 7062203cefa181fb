//! How the console speaks and looks to oneself: the language and the time zone are part of the profile, the look and
//! the shortcuts are this browser's.

use crate::{
    AppState, api,
    console::{Language, Page as _, Theme, Visit, Window, keys_off},
    input::Patch,
    pages::{Choice, Field, Form, FormPage, Kind, zones},
    problem::Problem,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

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
        .with(
            "language",
            profile.language.as_ref().map(ToString::to_string),
        )
        .with(
            "time_zone",
            profile.time_zone.as_ref().map(ToString::to_string),
        )
        .with("theme", visit.words.theme.map(Theme::code))
        .with("shortcuts", shortcuts);
    window(&app, &visit, &held).show()
}

pub(super) async fn submit(State(app): State<AppState>, mut visit: Visit, typed: Form) -> Response {
    let saved = save(&app, &visit, &typed).await;
    // The look is this browser's own: whatever becomes of the profile, it is as chosen.
    visit.words.theme = typed.text("theme").and_then(Theme::of_code);
    let answer = match saved {
        Ok(()) => visit.done(&app, "/me/settings", "saved"),
        Err(problem) => window(&app, &visit, &typed).refuse(problem),
    };
    remember(&app, &typed, answer)
}

async fn save(app: &AppState, visit: &Visit, typed: &Form) -> Result<(), Problem> {
    let wish = typed.clone().clearing(&["language", "time_zone"]);
    let patch = wish.input::<Patch>(OWN)?;
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

/// The languages that the console speaks, and those on file or typed that are none of them, such as `fr` or `de-CH`.
pub(in crate::console) fn languages<'a>(
    visit: &Visit,
    tags: impl IntoIterator<Item = &'a str>,
) -> Vec<Choice> {
    let spoken = Language::ALL.into_iter();
    let spoken = spoken.map(|(language, name)| Choice::new(language.code(), name));
    let mut choices = vec![Choice::new("", visit.say("own-language-browser"))];
    choices.extend(spoken);
    for tag in tags {
        if !choices.iter().any(|choice| choice.value == tag) {
            let name = match Language::of_tag(tag) {
                Some(_) => tag.to_owned(),
                None => visit.words.say1("own-language-unspoken", "tag", tag),
            };
            choices.push(Choice::new(tag, name));
        }
    }
    choices
}

fn window(app: &AppState, visit: &Visit, held: &Form) -> Window {
    let themes = ["", "light", "dark"].map(|theme| {
        let key = if theme.is_empty() { "auto" } else { theme };
        Choice::new(theme, visit.say(&format!("own-theme-{key}")))
    });
    let choice = |name: &'static str, label: &str, choices: Vec<Choice>| {
        let field = Field::of_kind(Kind::Choice(choices), name, visit.say(label));
        field.holding(held.text(name))
    };
    let on_file = visit.session.user.profile().language.as_ref();
    let on_file = on_file.map(ToString::to_string);
    let tags = on_file.as_deref().into_iter().chain(held.text("language"));
    let form = FormPage {
        fields: vec![
            choice("language", "own-language", languages(visit, tags)).optional(),
            choice("time_zone", "own-zone", zones(&visit.words)).optional(),
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

//! Somebody who looks at the console.

use super::{
    moment::Reading,
    nav, notice,
    shell::{Crumb, Own, Shell},
    words::{Language, Words},
};
use crate::view::photo_url;
use crate::{
    AppState,
    extract::{Caller, cookie},
    problem::{Code, Problem},
};
use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use chrono_tz::Tz;
use std::ops::Deref;
use tenure_domain::{
    ActionKind,
    authority::{Actor, Permission, Reach},
};

/// A theme that somebody chose instead of his system's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// The cookie that remembers it.
    pub(crate) const COOKIE: &'static str = "theme";

    /// For the page and the cookie.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name; any other is the system's own.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.code() == code)
    }

    /// The one that a browser's cookie names.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        cookie(headers, Self::COOKIE).and_then(Self::of_code)
    }
}

/// Has this browser's user switched the shortcuts off?
pub(crate) fn keys_off(headers: &HeaderMap) -> bool {
    cookie(headers, "keys") == Some("off")
}

/// Somebody logged in who looks at a page.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) caller: Caller,
    pub(crate) words: Words,
    pub(crate) reading: Reading,
    keys: bool,
    /// The address that was asked for: path and query.
    asked: String,
    /// The message to be told.
    notice: Option<String>,
}

impl Deref for Visit {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

/// The language of a request: the user's own, else his browser's.
pub(crate) fn language_of(own: Option<&str>, headers: &HeaderMap) -> Language {
    let wishes = headers.get(header::ACCEPT_LANGUAGE);
    let wishes = wishes.and_then(|wishes| wishes.to_str().ok());
    let own = own.and_then(Language::of_tag);
    own.or_else(|| wishes.and_then(Language::of_wishes))
        .unwrap_or_default()
}

/// The words for somebody who is logged in.
pub(crate) fn words_of(caller: &Caller, headers: &HeaderMap) -> Words {
    let own = caller.session.user.profile().language.as_ref();
    let own = own.map(ToString::to_string);
    let language = language_of(own.as_deref(), headers);
    Words::new(language, &caller.session.tenant.preset).themed(Theme::of(headers))
}

/// The words for whoever reads a page without being logged in.
pub(crate) fn words_of_stranger(headers: &HeaderMap) -> Words {
    Words::new(language_of(None, headers), "").themed(Theme::of(headers))
}

/// The words for the page of this problem: those of the session, if there is one and it can be asked for.
pub(crate) async fn words_for(app: &AppState, headers: HeaderMap, problem: &Problem) -> Words {
    let (mut parts, ()) = axum::http::Request::new(()).into_parts();
    parts.headers = headers;
    let answers = problem.status() != StatusCode::SERVICE_UNAVAILABLE;
    let caller = match answers {
        true => Caller::from_request_parts(&mut parts, app).await.ok(),
        false => None,
    };
    caller.map_or_else(
        || words_of_stranger(&parts.headers),
        |caller| words_of(&caller, &parts.headers),
    )
}

/// The words for whoever reads a page without being logged in.
#[derive(Clone, Debug)]
pub(crate) struct Reader(pub(crate) Words);

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(words_of_stranger(&parts.headers)))
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        let caller = Caller::from_request_parts(parts, app).await;
        let whole = parts.extensions.get::<OriginalUri>();
        let uri = whole.map_or(&parts.uri, |OriginalUri(uri)| uri);
        let asked = uri.path_and_query().map_or("/", |asked| asked.as_str());
        let caller = caller.map_err(|problem| log_in_first(problem, asked))?;
        let profile = caller.session.user.profile();
        let zone = profile.time_zone.as_ref().map(ToString::to_string);
        let zone = zone.and_then(|zone| zone.parse::<Tz>().ok());
        Ok(Self {
            words: words_of(&caller, &parts.headers),
            reading: Reading {
                zone: zone.unwrap_or(Tz::UTC),
                now: app.now(),
            },
            keys: !keys_off(&parts.headers),
            asked: asked.to_owned(),
            notice: notice::left(&parts.headers),
            caller,
        })
    }
}

/// Where one proves anew who one is, and goes on to this address.
pub(crate) fn proof(next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("/me/confirm?{}", query.append_pair("next", next).finish())
}

/// To the log-in page and back; other troubles are told.
fn log_in_first(problem: Problem, asked: &str) -> Response {
    if problem.code != Code::Unauthorized {
        return problem.into_response();
    }
    let mut address = "/login".to_owned();
    if asked != "/" {
        let mut query = form_urlencoded::Serializer::new(String::new());
        address = format!("{address}?{}", query.append_pair("next", asked).finish());
    }
    Redirect::to(&address).into_response()
}

impl Visit {
    /// Does the caller hold this permission anywhere?
    pub(crate) fn may(&self, permission: &Permission) -> bool {
        match &self.caller.actor {
            Actor::User { authority, .. } => authority.reach(permission) != Reach::Nowhere,
            Actor::Clock | Actor::Operator { .. } | Actor::Visitor => false,
        }
    }

    /// A message.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// The frame of a page with this title.
    pub(crate) fn shell(&self, app: &AppState, title: impl Into<String>) -> Shell {
        let user = &self.caller.session.user;
        let profile = user.profile();
        let name = profile.shown_name();
        Shell {
            title: title.into(),
            asked: self.asked.clone(),
            trail: Vec::new(),
            nav: nav::items(app, self),
            notice: self.notice_text(),
            told: self.notice.is_some(),
            keys: self.keys,
            own: Own {
                name: name.unwrap_or_else(|| self.say("nameless")),
                photo: (user.work().photo.is_some()).then(|| photo_url(user)),
            },
            system: self.caller.session.tenant.name.clone(),
            sees_users: nav::sees_users(app, self),
            reading: self.reading.clone(),
            words: self.words.clone(),
        }
    }

    /// The frame of a page below others.
    pub(crate) fn shell_below(
        &self,
        app: &AppState,
        trail: impl IntoIterator<Item = Crumb>,
        title: impl Into<String>,
    ) -> Shell {
        Shell {
            trail: trail.into_iter().collect(),
            ..self.shell(app, title)
        }
    }

    /// The path that was asked for.
    pub(crate) fn path(&self) -> &str {
        self.asked.split('?').next().unwrap_or_default()
    }

    /// Where one proves anew who one is, and comes back to what was asked for.
    pub(crate) fn proof(&self) -> String {
        proof(&self.asked)
    }

    /// Is the proof of who one is missing that such an act asks for?
    pub(crate) fn lacks_proof(&self, app: &AppState, act: ActionKind) -> bool {
        act.needs_proof() && !self.proved_recently(app.now())
    }

    /// The same as a refusal, for what was sent already.
    pub(crate) fn require_proof(&self, app: &AppState, act: ActionKind) -> Result<(), Problem> {
        if self.lacks_proof(app, act) {
            return Err(tenure_service::Error::ReauthenticationRequired.into());
        }
        Ok(())
    }

    /// On to the proof, and back to what was asked for.
    pub(crate) fn prove_first(&self) -> Response {
        Redirect::to(&self.proof()).into_response()
    }

    /// On to another page, which tells the message `notice-<key>`.
    pub(crate) fn done(&self, app: &AppState, to: &str, key: &str) -> Response {
        let mut response = Redirect::to(to).into_response();
        notice::tell(app, &mut response, key);
        response
    }

    fn notice_text(&self) -> Option<String> {
        let key = format!("notice-{}", self.notice.as_deref()?);
        self.words.find(&key)
    }
}

//! The console: every page behind the log-in, for people. It is a second face over the use cases of the API: the same
//! inputs, the same views, the same [`Problem`](crate::problem::Problem).
//!
//! How a page is made:
//! - A handler takes a [`Visit`]: the caller with his language, time zone and theme. Whoever is not logged in is led
//!   to the log-in page and back.
//! - [`Visit::shell`] makes the frame (navigation, title, trail); a template of its own extends `console/base.html` and
//!   has it as `shell`, implementing [`Page`].
//! - Every text is a message of `messages/<language>/*.ftl`, said by `shell.say("key")`. A message that the documents
//!   give another wording under one preset selects by `$preset`.
//! - What changes something is a page with one form ([`Window`]) under an address of its own: GET shows it, POST does
//!   it and leads on by [`Visit::done`] with a notice. Where there is JavaScript, a link with `data-window` opens that
//!   very page as a dialog.
//! - Buttons come from `actions` of a view, which is `domain::available`.

mod dashboard;
mod moment;
mod nav;
pub(crate) mod notice;
mod organization;
mod own;
mod people;
mod shell;
mod system;
mod trail;
mod user;
mod visit;
mod ways;
mod window;
mod words;

pub(crate) use moment::date;
pub(crate) use shell::{Crumb, Page, Shell};
pub(crate) use trail::Line;
pub(crate) use visit::{
    Reader, Theme, Visit, keys_off, proof, words_for, words_of, words_of_stranger,
};
pub(crate) use window::Window;
pub(crate) use words::{Language, Words};

use crate::{AppState, pages::Longest};
use axum::{Extension, Router, middleware::from_fn, routing::get};

/// Forms with hundreds of boxes to tick, read only once it is known who sends them.
const LONGEST: Longest = Longest(256 * 1024);

/// The pages of the console.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(dashboard::show))
        .merge(own::router())
        .merge(people::router())
        .merge(user::router())
        .merge(organization::router())
        .merge(trail::router())
        .merge(system::router())
        .layer(from_fn(notice::settle_windows))
        .layer(Extension(LONGEST))
}

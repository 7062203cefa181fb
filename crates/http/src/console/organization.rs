//! Roles, facilities and other records, positions, time off, the rules.

mod departments;
mod effect;
mod holder;
mod matrix;
mod people;
mod place;
mod record;
mod record_form;
mod records;
mod role_form;
mod roles;
mod setting;
mod settings;
mod settings_form;
mod stale;
mod time_off;

use crate::AppState;
use axum::{Extension, Router, routing::get};
use place::Place;

pub(super) use matrix::called;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    let records = Place::ALL.iter().map(|place| pages_of(*place));
    records
        .fold(departments::router(), Router::merge)
        .merge(role_pages())
        .merge(rule_pages())
        .route(
            "/positions/titles/{id}/holder",
            get(holder::blank).post(holder::choose),
        )
}

fn rule_pages() -> Router<AppState> {
    Router::new()
        .route("/settings", get(settings::show))
        .route(
            "/settings/preset",
            get(settings_form::compare).post(settings_form::switch),
        )
        .route(
            "/settings/{group}",
            get(settings_form::filled).post(settings_form::change),
        )
}

fn role_pages() -> Router<AppState> {
    Router::new()
        .route("/time-off", get(time_off::show))
        .route("/roles", get(roles::list))
        .route("/roles/new", get(role_form::blank).post(role_form::make))
        .route("/roles/{id}", get(roles::show))
        .route(
            "/roles/{id}/edit",
            get(role_form::filled).post(role_form::change),
        )
        .route(
            "/roles/{id}/delete",
            get(role_form::farewell).post(role_form::delete),
        )
}

/// The pages of one kind of record.
fn pages_of(place: Place) -> Router<AppState> {
    let at = |rest: &str| format!("{}{rest}", place.path);
    Router::new()
        .route(place.path, get(records::list))
        .route(&at("/new"), get(record_form::blank).post(record_form::add))
        .route(&at("/{id}"), get(record::show))
        .route(
            &at("/{id}/edit"),
            get(record_form::filled).post(record_form::change),
        )
        .route(
            &at("/{id}/delete"),
            get(record_form::farewell).post(record_form::delete),
        )
        .route_layer(Extension(place))
}

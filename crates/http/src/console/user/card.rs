//! Who somebody is, in short, where his data are changed: what is not changed there is shown there all the same (SH-20 to
//! SH-31).

use super::{
    Subject, general,
    head::{self, Badge, Button},
    roles,
};
use crate::{AppState, console::Visit, problem::Problem};
use chrono::{DateTime, Utc};

/// Who somebody is, in short.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) initials: String,
    pub(super) photo: Option<String>,
    pub(super) status: &'static str,
    pub(super) colour: &'static str,
    /// Is it a lock that came by itself?
    pub(super) automatic: bool,
    pub(super) badges: Vec<Badge>,
    pub(super) roles: Option<String>,
    pub(super) organizations: Option<String>,
    pub(super) created_at: DateTime<Utc>,
    /// Where a picture is given, for whoever may.
    pub(super) picture: Option<Button>,
}

impl Card {
    pub(super) async fn new(
        app: &AppState,
        visit: &Visit,
        subject: &Subject,
    ) -> Result<Self, Problem> {
        let view = &subject.view;
        Ok(Self {
            initials: head::initials(&subject.name(&visit.words)),
            photo: view.photo_url.clone(),
            status: view.status,
            colour: head::status_colour(app, subject),
            automatic: view.status_detail.is_automatic(),
            badges: head::badges(app, visit, subject).await,
            roles: roles::told(app, visit, subject).await,
            organizations: general::organizations(app, visit, subject).await?,
            created_at: view.created_at,
            picture: general::picture(app, visit, subject).await,
        })
    }
}

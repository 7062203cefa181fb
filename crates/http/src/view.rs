//! What clients see: users, sessions, history, messages, links.

mod bulk;
mod event;
mod facility;
mod list;
mod order;
mod policy;
mod reference;
mod role;
mod transfer;
mod user;
mod work;

pub(crate) use bulk::BulkView;
pub(crate) use event::EventView;
pub(crate) use facility::{FacilitiesView, FacilityLoggedInView, PostView, ProductStoresView};
pub(crate) use list::{CountsView, Listed, PageView, Rows};
pub(crate) use order::{OrderView, RecordedOrder};
pub(crate) use policy::{PolicyView, PresetView};
pub(crate) use reference::ReferenceView;
pub(crate) use role::{HoldingView, PermissionView, RoleView};
pub(crate) use transfer::{ImportReport, LastLine, RowView, file_name};
pub(crate) use user::{DeliveryView, GrantView, UserView, photo_url};
pub(crate) use work::{CapabilitiesView, DaysOffView, FavouritesView, PinnedView};

use crate::state::AppState;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_domain::value::{FacilityId, MessageId, OrganizationId, SessionId, UserId};
use tenure_service::{
    ports::{OutboxEntry, OutboxState, SessionRecord},
    sessions::LoggedIn,
    users::LinkView,
};
use utoipa::ToSchema;

/// An answer to a log-in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoggedInView {
    /// The token for `Authorization: Bearer`; told this once.
    pub(crate) token: String,
    /// When the session ends whatever happens.
    pub(crate) expires_at: DateTime<Utc>,
    /// The user.
    pub(crate) user: UserView,
    /// What he may do somewhere.
    pub(crate) permissions: Vec<String>,
    /// The organization that he works in: the only one that he could choose, or none yet.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) organization: Option<OrganizationId>,
    /// What he has pinned, to be applied now.
    pub(crate) favourites: FavouritesView,
}

impl LoggedInView {
    pub(crate) fn new(logged_in: &LoggedIn, user: UserView) -> Self {
        let permissions = logged_in.authority.permissions();
        Self {
            token: logged_in.token.clone(),
            expires_at: logged_in.expires_at,
            user,
            permissions: permissions.iter().map(ToString::to_string).collect(),
            organization: logged_in
                .authority
                .organization(logged_in.account.user.organizations()),
            favourites: logged_in.account.user.work().into(),
        }
    }
}

/// A fresh session in the place of those that ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreshSession {
    /// The token for `Authorization: Bearer`; told this once.
    pub(crate) token: String,
    /// When the session ends whatever happens.
    pub(crate) expires_at: DateTime<Utc>,
}

/// Oneself, with what one may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeView {
    /// The user.
    #[serde(flatten)]
    pub(crate) user: UserView,
    /// What he may do somewhere.
    pub(crate) permissions: Vec<String>,
    /// The organization that he works in, where one was chosen or he has only one.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) organization: Option<OrganizationId>,
}

/// An open session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub(crate) id: SessionId,
    /// Is it the one that asks?
    pub(crate) current: bool,
    /// When it was opened.
    pub(crate) created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub(crate) seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub(crate) expires_at: DateTime<Utc>,
    /// The facility that it is good at, if it was opened by a PIN.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) facility: Option<FacilityId>,
    /// The organization that is worked in, where one was chosen or there is only one.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) organization: Option<OrganizationId>,
    /// From where.
    pub(crate) ip: Option<String>,
    /// By which program.
    pub(crate) user_agent: Option<String>,
}

impl SessionView {
    pub(crate) fn new(session: SessionRecord, current: SessionId) -> Self {
        Self {
            id: session.id,
            current: session.id == current,
            created_at: session.created_at,
            seen_at: session.seen_at,
            expires_at: session.expires_at,
            facility: session
                .facility_log_in
                .and_then(|id| session.user.work().facility_of(id)),
            organization: session.organization,
            ip: session.ip,
            user_agent: session.user_agent,
        }
    }
}

/// What stands behind a link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkBody {
    /// `invitation`, `password_reset` or `email_change`.
    #[schema(example = "invitation")]
    pub(crate) purpose: &'static str,
    /// The system's name.
    pub(crate) system: String,
    /// The user's name as people see it.
    pub(crate) name: Option<String>,
    /// The user name to log in with.
    pub(crate) username: Option<String>,
    /// The address on file.
    pub(crate) email: Option<String>,
    /// First name.
    pub(crate) first_name: Option<String>,
    /// Last name.
    pub(crate) last_name: Option<String>,
    /// When the link dies.
    pub(crate) expires_at: DateTime<Utc>,
    /// The least characters of a password.
    pub(crate) password_min: u16,
    /// The most characters of a password.
    pub(crate) password_max: u16,
}

impl From<LinkView> for LinkBody {
    fn from(link: LinkView) -> Self {
        let profile = link.account.user.profile();
        let rules = link.account.tenant.policy.credential.password;
        Self {
            purpose: link.purpose.code(),
            system: link.account.tenant.name.clone(),
            name: profile.shown_name(),
            username: profile.username.as_ref().map(ToString::to_string),
            email: profile.email.as_ref().map(ToString::to_string),
            first_name: profile.first_name.as_ref().map(ToString::to_string),
            last_name: profile.last_name.as_ref().map(ToString::to_string),
            expires_at: link.expires_at,
            password_min: rules.min,
            password_max: rules.max,
        }
    }
}

/// A message on its way out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub(crate) id: MessageId,
    /// About whom.
    #[schema(value_type = Uuid)]
    pub(crate) user: UserId,
    /// What about.
    #[schema(example = "invitation")]
    pub(crate) about: String,
    /// Where it stands.
    #[schema(value_type = String, example = "queued")]
    pub(crate) state: OutboxState,
    /// Tries so far.
    pub(crate) attempts: u32,
    /// When it was put in.
    pub(crate) created_at: DateTime<Utc>,
    /// When it is tried next, or was settled.
    pub(crate) due_at: DateTime<Utc>,
    /// What went wrong last.
    pub(crate) last_error: Option<String>,
}

impl From<OutboxEntry> for MessageView {
    fn from(entry: OutboxEntry) -> Self {
        Self {
            id: entry.id,
            user: entry.user,
            about: entry.about,
            state: entry.state,
            attempts: entry.attempts,
            created_at: entry.created_at,
            due_at: entry.due_at,
            last_error: entry.last_error,
        }
    }
}

/// A picture.
#[derive(Debug, ToSchema)]
#[schema(as = Picture, value_type = String, format = Binary)]
pub(crate) struct PictureBytes(
    #[expect(dead_code, reason = "the document's shape of a body that is no JSON")] Vec<u8>,
);

impl AppState {
    /// The address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }
}

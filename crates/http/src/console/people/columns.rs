//! The columns of the list: which there are, which are shown.

use crate::{
    AppState,
    console::{Crumb, Page, Visit, Window},
    extract::cookie,
    pages::{Choice, Field, Form, FormPage, Kind},
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use tenure_domain::policy::{FieldUse, NameShape, Policy, SortColumn, Supported};
use tenure_service::ports::Tenant;

/// The cookie that remembers what somebody chose.
const COOKIE: &str = "columns";

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    User,
    Username,
    Name,
    Email,
    FirstName,
    LastName,
    Phone,
    ExternalId,
    Status,
    LogIn,
    Role,
    Facilities,
    Position,
    LastLogIn,
    Created,
    Password,
    Edit,
    Delete,
}

impl Column {
    const ALL: [Self; 19] = [
        Self::Id,
        Self::User,
        Self::Username,
        Self::Name,
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::Phone,
        Self::ExternalId,
        Self::Status,
        Self::LogIn,
        Self::Role,
        Self::Facilities,
        Self::Position,
        Self::LastLogIn,
        Self::Created,
        Self::Password,
        Self::Edit,
        Self::Delete,
    ];

    /// For the cookie and the messages.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::User => "user",
            Self::Username => "username",
            Self::Name => "name",
            Self::Email => "email",
            Self::FirstName => "first-name",
            Self::LastName => "last-name",
            Self::Phone => "phone",
            Self::ExternalId => "external-id",
            Self::Status => "status",
            Self::LogIn => "log-in",
            Self::Role => "role",
            Self::Facilities => "facilities",
            Self::Position => "position",
            Self::LastLogIn => "last-log-in",
            Self::Created => "created",
            Self::Password => "password",
            Self::Edit => "edit",
            Self::Delete => "delete",
        }
    }

    /// What the list is sorted by where this column's head is clicked.
    pub(super) fn sort(self) -> Option<SortColumn> {
        match self {
            Self::Id => Some(SortColumn::Id),
            Self::User | Self::Name => Some(SortColumn::Name),
            Self::Username => Some(SortColumn::Username),
            Self::Email => Some(SortColumn::Email),
            Self::FirstName => Some(SortColumn::FirstName),
            Self::LastName => Some(SortColumn::LastName),
            Self::Status => Some(SortColumn::Status),
            Self::LastLogIn => Some(SortColumn::LastLogInAt),
            Self::Created => Some(SortColumn::CreatedAt),
            Self::Phone
            | Self::ExternalId
            | Self::LogIn
            | Self::Role
            | Self::Facilities
            | Self::Position
            | Self::Password
            | Self::Edit
            | Self::Delete => None,
        }
    }

    /// Says this column who it is? The first that does leads to the user.
    pub(super) fn is_identity(self) -> bool {
        matches!(self, Self::User | Self::Username | Self::Name | Self::Email)
    }

    /// Have users of this tenant anything to stand in it?
    fn is_used(self, policy: &Policy) -> bool {
        let identity = &policy.identity;
        match self {
            Self::Username => identity.username_length.is_some(),
            Self::Name => identity.name_shape != NameShape::None,
            Self::FirstName | Self::LastName => identity.name_shape == NameShape::FirstLast,
            Self::Phone => identity.phone == FieldUse::Used,
            Self::ExternalId => identity.external_id == FieldUse::Used,
            Self::Facilities => policy.work.has_facilities(),
            Self::Position => policy.work.orgchart == Supported::Yes,
            Self::Id
            | Self::User
            | Self::Email
            | Self::Status
            | Self::LogIn
            | Self::Role
            | Self::LastLogIn
            | Self::Created
            | Self::Password
            | Self::Edit
            | Self::Delete => true,
        }
    }

    fn listed(text: &str) -> Vec<Self> {
        let codes = text.split(['.', ' ']);
        let named = |code: &str| Self::ALL.into_iter().find(|column| column.code() == code);
        codes.filter_map(named).collect()
    }
}

/// The columns that somebody chose, else those that the tenant's system is known for.
pub(super) fn shown(headers: &HeaderMap, visit: &Visit) -> Vec<Column> {
    let tenant = &visit.session.tenant;
    let chosen = remembered(headers, COOKIE, tenant).map(Column::listed);
    let mut columns = match chosen {
        Some(chosen) if !chosen.is_empty() => chosen,
        _ => Column::listed(&visit.say("people-columns")),
    };
    columns.retain(|column| column.is_used(&tenant.policy));
    if !columns.iter().any(|column| column.is_identity()) {
        columns.insert(0, Column::User);
    }
    columns
}

fn window(app: &AppState, visit: &Visit, shown: &[Column]) -> Window {
    let policy = &visit.session.tenant.policy;
    let all = Column::ALL.into_iter().filter(|it| it.is_used(policy));
    let choice = |column: Column| {
        let label = visit.say(&format!("people-column-{}", column.code()));
        Choice::new(column.code(), label).chosen(shown.contains(&column))
    };
    let kind = Kind::Several(all.map(choice).collect());
    let form = FormPage {
        fields: vec![Field::of_kind(
            kind,
            "columns[]",
            visit.say("people-columns-label"),
        )],
        button: visit.say("people-columns-save"),
        cancel: Some("/users".to_owned()),
        ..FormPage::default()
    };
    let trail = [Crumb::new("/users", visit.say("nav-users"))];
    let shell = visit.shell_below(app, trail, visit.say("people-columns-title"));
    Window::new(shell, form)
}

/// Which columns there are.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    let shown = shown(&headers, &visit);
    window(&app, &visit, &shown).show()
}

/// Remembers which columns somebody wants; none: those of the system.
pub(super) async fn choose(State(app): State<AppState>, visit: Visit, form: Form) -> Response {
    let chosen = Column::listed(&form.all("columns").join("."));
    let codes = chosen.into_iter().map(Column::code).collect::<Vec<_>>();
    let mut response = visit.done(&app, "/users", "people-columns");
    let name = (COOKIE, &*visit.session.tenant);
    remember(&app, &mut response, name, &codes.join("."));
    response
}

/// The cookie of a choice: each tenant has its own, for one browser may visit several.
fn cookie_of(name: &str, tenant: &Tenant) -> String {
    format!("{name}-{}", tenant.slug)
}

/// What somebody chose here before.
pub(super) fn remembered<'a>(
    headers: &'a HeaderMap,
    name: &str,
    tenant: &Tenant,
) -> Option<&'a str> {
    cookie(headers, &cookie_of(name, tenant))
}

/// Has the browser remember a choice for a year.
pub(super) fn remember(
    app: &AppState,
    response: &mut Response,
    (name, tenant): (&str, &Tenant),
    value: &str,
) {
    let name = cookie_of(name, tenant);
    let secure = if app.settings.secure_cookies {
        "; Secure"
    } else {
        ""
    };
    let line =
        format!("{name}={value}; Path=/users; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

//! Who asks, from where, of which tenant.

use crate::{
    limits::Network,
    problem::{Code, Problem},
    state::AppState,
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::Deref,
    sync::Arc,
};
use tenure_domain::{
    Action, Command,
    value::{TenantId, UserId},
};
use tenure_service::{
    Error,
    ports::{CommandKey, Tenant, UserKey},
    references::Asker,
    sessions::{self, Origin},
    users::Repeatable,
};
use uuid::Uuid;

/// The header that names the tenant.
const TENANT: &str = "tenure-tenant";
/// The tenant of requests that name none.
const DEFAULT_TENANT: &str = "default";

/// Somebody with an open session.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    inner: sessions::Caller,
    /// Did the session come as a cookie?
    pub(crate) by_cookie: bool,
}

impl Deref for Caller {
    type Target = sessions::Caller;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl Caller {
    /// The caller's tenant.
    pub(crate) fn tenant(&self) -> TenantId {
        self.session.tenant.id
    }

    /// The caller himself.
    pub(crate) fn id(&self) -> UserId {
        self.session.user.id()
    }

    /// The caller, as one who looks at organizations and other reference data.
    pub(crate) fn asker(&self) -> Asker<'_> {
        Asker {
            tenant: &self.session.tenant,
            actor: &self.actor,
            user: &self.session.user,
        }
    }

    /// What the caller asks for.
    pub(crate) fn command(&self, app: &AppState, action: Action, expect: Option<u64>) -> Command {
        Command {
            expect,
            ..app.users.command(self.actor.clone(), action)
        }
    }

    /// A user named in an address: the id, or the display number with or without the tenant's prefix.
    pub(crate) fn user_key(&self, text: &str) -> Result<UserKey, Problem> {
        let prefix = &self.session.tenant.policy.identity.display_id_prefix;
        parse_user_key(text, prefix).ok_or_else(|| Error::NotFound.into())
    }

    /// The caller's key for a wish that is not to be done twice.
    pub(crate) fn repeatable(&self, key: Option<WishKey>, status: u16) -> Option<Repeatable> {
        let caller = self.actor.reference().to_string();
        key.map(|key| key.of(self.tenant(), caller, status))
    }
}

/// A user by his id, or by his number with or without the tenant's prefix.
pub(crate) fn parse_user_key(text: &str, prefix: &str) -> Option<UserKey> {
    if let Ok(id) = Uuid::try_parse(text) {
        return Some(UserKey::Id(UserId(id)));
    }
    let digits = match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => text.get(prefix.len()..)?,
        _ => text,
    };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| plain)?;
    Some(UserKey::Number(number))
}

/// The key of a wish with the hash of what was asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WishKey {
    pub(crate) key: Uuid,
    pub(crate) request_hash: [u8; 32],
}

impl WishKey {
    /// The key as this caller's, in this tenant.
    pub(crate) fn of(self, tenant: TenantId, caller: String, status: u16) -> Repeatable {
        let Self { key, request_hash } = self;
        let key = CommandKey {
            tenant,
            caller,
            key,
            request_hash,
        };
        Repeatable {
            key,
            status,
            unchanged: status,
        }
    }
}

/// A cookie that a browser sent.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    let mut named = pairs.filter_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    });
    named.next()
}

/// The token of a request: a bearer's, else the session cookie's.
fn token<'a>(headers: &'a HeaderMap, app: &AppState) -> Option<&'a str> {
    let Some(given) = headers.get(header::AUTHORIZATION) else {
        return cookie(headers, app.settings.cookie_name());
    };
    let (scheme, token) = given.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// The tenants that a request names, by header and by host.
fn named_tenants<'a>(parts: &'a Parts, app: &'a AppState) -> [Option<&'a str>; 2] {
    let header = parts.headers.get(TENANT);
    // A header that is not even text names no tenant that exists.
    let header = header.map(|slug| slug.to_str().unwrap_or("\0"));
    let authority = parts
        .uri
        .authority()
        .map(axum::http::uri::Authority::as_str);
    let host = parts.headers.get(header::HOST);
    let host = authority.or_else(|| host.and_then(|host| host.to_str().ok()));
    [
        header,
        host.and_then(|host| app.settings.tenant_of_host(host)),
    ]
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let token = token(&parts.headers, app).ok_or(Error::NotLoggedIn)?;
        let caller = app.sessions.authenticate(token).await?;
        let own = caller.session.tenant.slug.as_str();
        let mut named = named_tenants(parts, app).into_iter().flatten();
        if named.any(|slug| slug != own) {
            let detail = "This session belongs to another tenant. Log in there.";
            return Err(Problem::with_detail(Code::Unauthorized, detail));
        }
        Ok(Self {
            inner: caller,
            by_cookie: !parts.headers.contains_key(header::AUTHORIZATION),
        })
    }
}

/// The session cookie that a browser sent, whether it still opens anything or not.
#[derive(Clone, Debug)]
pub(crate) struct Presented(pub(crate) Option<String>);

impl FromRequestParts<AppState> for Presented {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let held = cookie(&parts.headers, app.settings.cookie_name());
        Ok(Self(held.map(ToOwned::to_owned)))
    }
}

/// Whoever asks, if he is logged in; and if not, why not.
#[derive(Clone, Debug)]
pub(crate) struct MaybeCaller(pub(crate) Result<Caller, Problem>);

impl FromRequestParts<AppState> for MaybeCaller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(Caller::from_request_parts(parts, app).await))
    }
}

/// The tenant that a request without a session is about.
#[derive(Clone, Debug)]
pub(crate) struct TenantOf(pub(crate) Arc<Tenant>);

impl FromRequestParts<AppState> for TenantOf {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let mut named = named_tenants(parts, app).into_iter().flatten();
        let slug = named.next().unwrap_or(DEFAULT_TENANT);
        Ok(Self(app.tenant_called(slug).await?))
    }
}

/// The cookie that remembers where this browser logged in last. It opens nothing, but no other host may set it: the next
/// password is typed where it says.
fn tenant_cookie_name(app: &AppState) -> &'static str {
    match app.settings.secure_cookies {
        true => "__Host-tenant",
        false => "tenant",
    }
}

/// The tenant where this browser logged in last, for a request that names none.
#[derive(Clone, Debug)]
pub(crate) struct LastTenant(pub(crate) Option<Arc<Tenant>>);

impl FromRequestParts<AppState> for LastTenant {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let named = named_tenants(parts, app).into_iter().flatten().count() > 0;
        let slug = cookie(&parts.headers, tenant_cookie_name(app));
        let slug = slug.filter(|slug| !named && *slug != DEFAULT_TENANT);
        Ok(Self(match slug {
            Some(slug) => app.tenant_called(slug).await.ok(),
            None => None,
        }))
    }
}

/// The header that has a browser remember where it logged in.
pub(crate) fn tenant_cookie(app: &AppState, tenant: &Tenant) -> Option<HeaderValue> {
    let slug = tenant.slug.as_str();
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let (name, secure) = (tenant_cookie_name(app), secure(app));
    let line = format!("{name}={slug}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
    let plain = slug.bytes().all(sign);
    plain.then(|| HeaderValue::from_str(&line).ok()).flatten()
}

/// Where a request comes from.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) ip: Option<IpAddr>,
    user_agent: Option<String>,
}

impl Client {
    /// The network that rate limits count; all clients without an address are one.
    pub(crate) fn network(&self) -> Network {
        Network::of(self.ip.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }

    /// For the session and the audit trail.
    pub(crate) fn origin(&self) -> Origin {
        Origin {
            ip: self.ip.map(|ip| ip.to_canonical().to_string()),
            user_agent: self.user_agent.clone(),
        }
    }
}

/// What the proxy nearest to us added: the last address. The ones before it are anybody's claim.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").into_iter().next_back()?;
    let last = line.to_str().ok()?.rsplit(',').next()?.trim();
    last.parse().ok().or_else(|| {
        let with_port = last.parse::<SocketAddr>().ok()?;
        Some(with_port.ip())
    })
}

impl FromRequestParts<AppState> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| address.ip());
        let claimed = forwarded(&parts.headers).filter(|_| app.settings.trusted_proxies);
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Ok(Self {
            ip: claimed.or(peer),
            user_agent: agent.map(|agent| agent.chars().take(200).collect()),
        })
    }
}

/// The header that hands the browser its session.
pub(crate) fn session_cookie(app: &AppState, token: &str) -> Option<HeaderValue> {
    let (name, secure) = (app.settings.cookie_name(), secure(app));
    let line = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&line).ok()
}

/// The header that takes the session away from the browser.
pub(crate) fn session_cookie_gone(app: &AppState) -> Option<HeaderValue> {
    let (name, secure) = (app.settings.cookie_name(), secure(app));
    let line = format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}");
    HeaderValue::from_str(&line).ok()
}

/// Nothing of the session stays in the browser.
pub(crate) fn forget_session(app: &AppState, headers: &mut HeaderMap) {
    if let Some(cookie) = session_cookie_gone(app) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    // The session's cookie goes by name; others on this host are none of ours.
    let kinds = HeaderValue::from_static("\"cache\", \"storage\"");
    headers.insert(HeaderName::from_static("clear-site-data"), kinds);
}

fn secure(app: &AppState) -> &'static str {
    if app.settings.secure_cookies {
        "; Secure"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::parse_user_key;
    use tenure_service::ports::UserKey;

    #[test]
    fn a_user_is_named_by_id_or_by_number_with_or_without_the_prefix() {
        for text in ["US12", "us12", "12"] {
            assert_eq!(
                parse_user_key(text, "US"),
                Some(UserKey::Number(12)),
                "{text}"
            );
        }
        assert_eq!(parse_user_key("12", ""), Some(UserKey::Number(12)));
        let id = "0190a1b2-0000-7000-8000-000000000001";
        assert!(matches!(parse_user_key(id, "US"), Some(UserKey::Id(_))));
        for text in [
            "",
            "US",
            "XX12",
            "-1",
            "+1",
            "1.5",
            "99999999999999999999",
            "ü",
        ] {
            assert_eq!(parse_user_key(text, "US"), None, "{text}");
        }
    }
}

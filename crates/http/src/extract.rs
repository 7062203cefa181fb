//! What a request says: who asks, where, under which conditions, with which key, and the body.

mod body;
mod caller;
pub(crate) mod condition;
mod file;
mod params;
mod picture;

pub(crate) use body::{Input, Json, MOST_SECRET, Nothing, Wish, parse_value};
pub(crate) use caller::{
    Caller, Client, LastTenant, MaybeCaller, Presented, TenantOf, WishKey, cookie, forget_session,
    parse_user_key, session_cookie, session_cookie_gone, tenant_cookie,
};
pub(crate) use condition::IfMatch;
pub(crate) use file::UserFile;
pub(crate) use params::Params;
pub(crate) use picture::Picture;

//! What a request says: who asks, where, with which conditions, and the body.

mod caller;

pub(crate) use caller::{Caller, Client, MaybeCaller, TenantOf, session_cookie, session_cookie_gone};

//! Who asks, as of now: long work asks again and again, so that a right that is taken away meanwhile ends it.

use super::{Caller, Sessions};
use crate::{error::Error, users::store_error};
use tenure_domain::{
    authority::Actor,
    value::{SessionId, TenantId, UserId},
};

/// Somebody who asks for work that takes a while.
#[derive(Clone, Debug)]
pub struct Presence {
    actor: Actor,
    /// By which session; none: whoever runs the server, whose rights nobody takes away.
    session: Option<Open>,
}

#[derive(Clone, Debug)]
struct Open {
    sessions: Sessions,
    tenant: TenantId,
    user: UserId,
    id: SessionId,
}

impl Presence {
    /// Somebody without a session, such as whoever runs the server.
    #[must_use]
    pub fn lasting(actor: Actor) -> Self {
        let session = None;
        Self { actor, session }
    }

    /// The actor as of the last look.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The actor as of now: his session, his status and his roles are read anew.
    ///
    /// # Errors
    /// [`Error::NotLoggedIn`] once his session has ended or he is kept out; when the store cannot be reached.
    pub async fn renew(&mut self) -> Result<&Actor, Error> {
        if let Some(open) = &self.session {
            self.actor = open.caller().await?.actor;
        }
        Ok(&self.actor)
    }

    /// Has the actor left, or was he put out?
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn has_ended(&mut self) -> Result<bool, Error> {
        match self.renew().await {
            Ok(_) => Ok(false),
            Err(Error::NotLoggedIn) => Ok(true),
            Err(error) => Err(error),
        }
    }
}

impl Open {
    async fn caller(&self) -> Result<Caller, Error> {
        let store = &self.sessions.sessions;
        let all = store.list(self.tenant, self.user).await;
        let mut all = all.map_err(store_error)?.into_iter();
        let session = all.find(|session| session.id == self.id);
        self.sessions.opened(session).await
    }
}

impl Sessions {
    /// The caller, to be looked at again while his work goes on.
    #[must_use]
    pub fn presence(&self, caller: &Caller) -> Presence {
        let session = &caller.session;
        let open = Open {
            sessions: self.clone(),
            tenant: session.tenant.id,
            user: session.user.id(),
            id: session.id,
        };
        Presence {
            actor: caller.actor.clone(),
            session: Some(open),
        }
    }
}

//! From a use case's result to an answer about one user.

use crate::{
    extract::{Caller, IfMatch, WishKey, condition::entity_tag},
    problem::{Code, Problem},
    state::AppState,
    view::{DeliveryView, PostView, UserView},
};
use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tenure_domain::{Action, User, authority::Actor, available, value::UserId, work::Work};
use tenure_service::{
    Error,
    ports::{Loaded, UserKey},
    users::Done,
};

/// Says that the answer repeats an earlier one.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// A user with the status of the answer.
#[derive(Debug)]
pub(crate) struct UserAnswer {
    status: StatusCode,
    user: UserView,
    replayed: bool,
}

/// A part of a user, with the user's tag.
#[derive(Debug)]
pub(crate) struct Part<T> {
    version: u64,
    body: T,
}

impl<T: for<'a> From<&'a Work>> Part<T> {
    /// What this user works with.
    pub(crate) fn of(user: &User) -> Self {
        Self {
            version: user.version(),
            body: user.work().into(),
        }
    }
}

impl<T> Part<T> {
    /// This part of a user.
    pub(crate) fn with(user: &User, body: T) -> Self {
        let version = user.version();
        Self { version, body }
    }
}

impl<T: Serialize> IntoResponse for Part<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        if let Some(tag) = entity_tag(self.version) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// An answer of nothing but its status, which says whether it repeats an earlier one.
pub(crate) fn replayed(done: &Done, status: StatusCode) -> Response {
    let mut response = status.into_response();
    if done.replayed.is_some() {
        let headers = response.headers_mut();
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// An answer about a user, or why there is none.
pub(crate) type Answer = Result<UserAnswer, Problem>;

impl IntoResponse for UserAnswer {
    fn into_response(self) -> Response {
        let tag = entity_tag(self.user.version());
        let created = self.status == StatusCode::CREATED;
        let place = created.then(|| format!("/api/v1/users/{}", self.user.id()));
        let mut response = (self.status, Json(self.user)).into_response();
        let headers = response.headers_mut();
        if let Some(place) = place.and_then(|place| HeaderValue::from_str(&place).ok()) {
            headers.insert(header::LOCATION, place);
        }
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

impl AppState {
    /// A user as this actor sees him, with the state of his invitation's mail.
    pub(crate) async fn show(&self, account: &Loaded, actor: &Actor) -> Result<UserView, Problem> {
        let post = self.post_of(account).await?.body;
        let view = UserView::new(self, account, actor).with_post(post);
        if !view.has_invitation() {
            return Ok(view);
        }
        let message = self
            .reading
            .last_message(&account.user, "invitation")
            .await?;
        Ok(view.with_delivery(message.map(DeliveryView::from)))
    }

    /// Users of a list, as this actor sees them.
    pub(crate) async fn views(
        &self,
        accounts: &[Loaded],
        actor: &Actor,
    ) -> Result<Vec<UserView>, Problem> {
        let Some(first) = accounts.first() else {
            return Ok(Vec::new());
        };
        let names = self
            .assignments
            .names_of_posts(first.tenant.id, accounts)
            .await?;
        let view = |account: &Loaded| {
            let post = account.user.work().post;
            let post = post.map(|post| PostView::new(post, &names));
            UserView::new(self, account, actor).with_post(post)
        };
        Ok(accounts.iter().map(view).collect())
    }

    /// As what a user works, with what that is called.
    pub(crate) async fn post_of(
        &self,
        account: &Loaded,
    ) -> Result<Part<Option<PostView>>, Problem> {
        let body = match account.user.work().post {
            Some(post) => {
                let one = std::slice::from_ref(account);
                let names = self.assignments.names_of_posts(account.tenant.id, one);
                Some(PostView::new(post, &names.await?))
            }
            None => None,
        };
        Ok(Part::with(&account.user, body))
    }

    /// What was done, as an answer of this status.
    pub(crate) async fn answer(&self, done: &Done, actor: &Actor, status: StatusCode) -> Answer {
        let user = self.show(&done.account, actor).await?;
        let earlier = done
            .replayed
            .and_then(|code| StatusCode::from_u16(code).ok());
        Ok(UserAnswer {
            status: earlier.unwrap_or(status),
            user,
            replayed: done.replayed.is_some(),
        })
    }

    /// A user who is read.
    pub(crate) async fn found(&self, account: &Loaded, actor: &Actor) -> Answer {
        Ok(UserAnswer {
            status: StatusCode::OK,
            user: self.show(account, actor).await?,
            replayed: false,
        })
    }

    /// The user that an address names.
    pub(crate) async fn named(&self, caller: &Caller, id: &str) -> Result<Loaded, Problem> {
        Ok(self.visible(caller, caller.user_key(id)?).await?)
    }

    /// A user, if the caller sees him.
    pub(crate) async fn visible(&self, caller: &Caller, key: UserKey) -> Result<Loaded, Error> {
        let (tenant, now) = (&caller.session.tenant, self.now());
        self.reading.user(tenant, key, &caller.actor, now).await
    }

    /// The id of the user that an address names; only a display number has to be looked up.
    pub(crate) async fn id_of(&self, caller: &Caller, id: &str) -> Result<UserId, Problem> {
        match caller.user_key(id)? {
            UserKey::Id(id) => Ok(id),
            UserKey::Number(_) => Ok(self.named(caller, id).await?.user.id()),
        }
    }

    /// Carries out what the caller asks of the user whom the address names.
    pub(crate) async fn change(
        &self,
        caller: &Caller,
        id: &str,
        action: Action,
        version: &IfMatch,
        key: Option<WishKey>,
    ) -> Answer {
        let id = self.id_of(caller, id).await?;
        let expect = version.optional()?;
        let done = self.act(caller, id, action, expect, key).await?;
        self.answer(&done, &caller.actor, StatusCode::OK).await
    }

    /// Carries out a command; a refusal for the user's status says what would be possible.
    pub(crate) async fn act(
        &self,
        caller: &Caller,
        id: UserId,
        action: Action,
        expect: Option<u64>,
        key: Option<WishKey>,
    ) -> Result<Done, Problem> {
        let command = caller.command(self, action, expect);
        let repeatable = caller.repeatable(key, StatusCode::OK.as_u16());
        let done = self
            .users
            .execute(caller.tenant(), id, command, repeatable)
            .await;
        match done {
            Ok(done) => Ok(done),
            Err(error) => Err(self.explain(caller, id, error).await),
        }
    }

    /// The refusal of a command, with what would be possible instead.
    pub(crate) async fn explain(&self, caller: &Caller, id: UserId, error: Error) -> Problem {
        let mut problem = Problem::from(error);
        if problem.code != Code::InvalidTransition {
            return problem;
        }
        let found = self.visible(caller, UserKey::Id(id)).await;
        problem.allowed = found.ok().map(|account| {
            let policy = &account.tenant.policy;
            let (facts, now) = (&account.facts, self.now());
            available(&account.user, &caller.actor, facts, policy, now)
        });
        problem
    }
}

//! The user whom a page is about.

use crate::{
    AppState,
    console::{Crumb, Shell, Visit, Words},
    problem::Problem,
    view::UserView,
};
use tenure_domain::{
    Action, ActionKind, Command, Rejection, ValidPolicy,
    authority::ActorRef,
    decide,
    value::{CommandId, UserId},
};
use tenure_service::{
    ports::{Loaded, UserKey},
    references::Asker,
    users::Terms,
};
use uuid::Uuid;

/// What stands for the name of somebody who was anonymized.
const MASKED: &str = "*****";

/// A user, as the visitor sees him.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) account: Loaded,
    pub(super) view: UserView,
}

impl Subject {
    /// The user whom the address names.
    pub(super) async fn read(app: &AppState, visit: &Visit, id: &str) -> Result<Self, Problem> {
        let account = app.named(visit, id).await?;
        let view = app.show(&account, &visit.actor).await?;
        Ok(Self { account, view })
    }

    pub(super) fn id(&self) -> UserId {
        self.account.user.id()
    }

    pub(super) fn policy(&self) -> &ValidPolicy {
        &self.account.tenant.policy
    }

    /// The address of his page.
    pub(super) fn path(&self) -> String {
        format!("/users/{}", self.view.number)
    }

    /// An address below it.
    pub(super) fn below(&self, tail: &str) -> String {
        format!("/users/{}/{tail}", self.view.number)
    }

    /// The address of one of his tabs; the first has no name.
    pub(super) fn tab(&self, tab: &str) -> String {
        match tab {
            "" => self.path(),
            tab => self.below(tab),
        }
    }

    /// What he is called.
    pub(super) fn name(&self, words: &Words) -> String {
        if self.view.anonymized {
            return MASKED.to_owned();
        }
        let name = self.account.user.profile().shown_name();
        name.unwrap_or_else(|| words.say("nameless"))
    }

    /// May the visitor do this now?
    pub(super) fn offers(&self, kind: ActionKind) -> bool {
        self.view.actions.contains(&kind.code())
    }

    /// What the rules would say to this now.
    pub(super) fn judge(
        &self,
        app: &AppState,
        visit: &Visit,
        action: Action,
    ) -> Result<(), Rejection> {
        let (policy, facts) = (self.policy(), &self.account.facts);
        let command = Command::new(CommandId(Uuid::nil()), visit.actor.clone(), action);
        decide(&self.account.user, &command, facts, policy, app.now()).map(|_| ())
    }

    /// The frame of a page about him.
    pub(super) fn shell(&self, app: &AppState, visit: &Visit, title: String) -> Shell {
        let mut trail = self.trail(app, visit);
        trail.push(Crumb::new(self.path(), self.name(&visit.words)));
        visit.shell_below(app, trail, title)
    }

    /// The frame of his own page.
    pub(super) fn own_shell(&self, app: &AppState, visit: &Visit) -> Shell {
        visit.shell_below(app, self.trail(app, visit), self.name(&visit.words))
    }

    fn trail(&self, app: &AppState, visit: &Visit) -> Vec<Crumb> {
        let sees = app
            .reading
            .sees_users(&visit.session.tenant, &visit.actor)
            .is_ok();
        let users = sees.then(|| Crumb::new("/users", visit.say("nav-users")));
        users.into_iter().collect()
    }

    /// What goes with every form: which version it was filled in on.
    pub(super) fn hidden(&self) -> (&'static str, String) {
        ("version", self.view.version.to_string())
    }
}

/// Only if the user still has the version that the form was filled in on.
pub(super) fn terms(expect: Option<u64>) -> Terms {
    Terms {
        expect,
        repeatable: None,
    }
}

/// Who asks for records.
pub(super) fn asker(visit: &Visit) -> Asker<'_> {
    Asker {
        tenant: &visit.session.tenant,
        actor: &visit.actor,
        user: &visit.session.user,
    }
}

/// What whoever did something is called, as far as the visitor may know.
pub(super) async fn doer(app: &AppState, visit: &Visit, by: &str) -> String {
    match by.parse::<ActorRef>() {
        Ok(ActorRef::User(id)) => {
            let found = app.visible(visit, UserKey::Id(id)).await.ok();
            let name = found.and_then(|account| account.user.profile().shown_name());
            name.unwrap_or_else(|| visit.say("user-by-another"))
        }
        Ok(ActorRef::Operator(name)) => visit.words.say1("user-by-operator", "name", name),
        Ok(ActorRef::Clock) => visit.say("user-by-clock"),
        Ok(ActorRef::Visitor) | Err(_) => visit.say("user-by-visitor"),
    }
}

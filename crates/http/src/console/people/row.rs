//! A user as a row of the list.

use super::{
    acts::{self, Act},
    columns::Column,
    role_names::RoleNames,
};
use crate::{
    console::{Shell, Visit},
    view::{GrantView, UserView},
};
use tenure_domain::{lifecycle::Status, policy::Policy, value::Timestamp};

/// A badge: what it says, and its colour.
pub(super) type Badge = (String, &'static str);

/// A user as a row of the list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) user: UserView,
    pub(super) name: String,
    pub(super) initials: String,
    /// The colour of the status' badge.
    pub(super) colour: &'static str,
    /// What there is to say about the status.
    pub(super) detail: Option<String>,
    pub(super) roles: Vec<Badge>,
    /// Where the row leads, and whether that opens as a window.
    pub(super) path: String,
    pub(super) is_window: bool,
    pub(super) acts: Vec<Act>,
    /// Where the icon for changes leads, for whoever may make some, and whether that opens as a window.
    pub(super) icon: Option<(String, bool)>,
    /// When it was looked.
    now: Timestamp,
    /// The column that says who it is and leads to him.
    pub(super) main: Column,
}

impl Row {
    pub(super) fn new(
        user: UserView,
        visit: &Visit,
        (shell, names): (&Shell, &RoleNames),
        columns: &[Column],
    ) -> Self {
        let policy = &visit.session.tenant.policy;
        let acts = acts::of(&user, &visit.words);
        let edit = acts.iter().find(|act| act.code == "update");
        // OB-63: the document's icon leads to rights, LDAP settings and shipping system, which are a page.
        let rights = visit.say("people-edits") == "access";
        let icon = edit.map(|act| match rights {
            true => (format!("/users/{}/access", user.number), false),
            false => (act.path.clone(), true),
        });
        let page = format!("/users/{}", user.number);
        // SH-20: the document's rows open the window for changes.
        let edit = edit.filter(|_| visit.say("people-opens") == "window");
        let is_window = edit.is_some();
        Self {
            path: edit.map_or(page, |act| act.path.clone()),
            is_window,
            name: name(&user).unwrap_or_else(|| format!("#{}", user.number)),
            initials: initials(&user),
            colour: colour(policy, user.status),
            detail: detail(&user, shell),
            roles: roles(&user, shell, names, visit.reading.now),
            main: main(columns),
            icon,
            now: visit.reading.now,
            acts,
            user,
        }
    }

    /// What stands in a column that is plain text.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates hand over references"
    )]
    pub(super) fn text(&self, column: &Column, shell: &Shell) -> String {
        let user = &self.user;
        let text = match *column {
            Column::Id => Some(format!("#{}", user.number)),
            Column::User => Some(self.name.clone()),
            Column::Username => user.username.clone(),
            Column::Name => named(user),
            Column::Email => user.email.clone(),
            Column::FirstName => user.first_name.clone(),
            Column::LastName => user.last_name.clone(),
            Column::Phone => user.phone.clone(),
            Column::ExternalId => user.external_id.clone(),
            Column::Facilities => Some(user.facilities.len().to_string()),
            Column::Position => user.position.as_ref().map(|post| post.title.clone()),
            Column::Status => Some(shell.name("status", user.status)),
            Column::LogIn
            | Column::Role
            | Column::LastLogIn
            | Column::Created
            | Column::Password
            | Column::Edit
            | Column::Delete => None,
        };
        // Whoever the row is about, there is something to click on.
        match text {
            None if *column == self.main => format!("#{}", user.number),
            text => text.unwrap_or_default(),
        }
    }

    /// Can he log in?
    pub(super) fn able(&self) -> &'static str {
        match self.user.can_log_in {
            true => "yes",
            false => "no",
        }
    }

    /// What switches his log-in: off where he can log in, else whatever of this can be undone (OB-43).
    pub(super) fn switch(&self) -> Option<&Act> {
        match self.user.can_log_in {
            true => self.act(&["deactivate"]),
            false => {
                let undone = ["activate", "unblock"].into_iter();
                undone.filter_map(|code| self.act(&[code])).next()
            }
        }
    }

    /// Why he cannot log in though there is nothing to undo.
    pub(super) fn kept_out(&self, shell: &Shell) -> Option<String> {
        let (user, now) = (&self.user, self.now);
        let from = user.valid_from.filter(|from| *from > now);
        let until = user.valid_until.filter(|until| *until <= now);
        let said = |key, name, at: &Timestamp| shell.say1(key, name, shell.moment(at));
        let detail = self.detail.clone();
        let waits = || Some(said("user-not-valid-yet", "from", from.as_ref()?));
        let over = || Some(said("user-not-valid-any-more", "until", until.as_ref()?));
        let why = detail.or_else(waits).or_else(over);
        why.filter(|_| !user.can_log_in && self.switch().is_none())
    }

    /// The first of these actions that could be done.
    pub(super) fn act(&self, codes: &[&str]) -> Option<&Act> {
        self.acts.iter().find(|act| codes.contains(&act.code))
    }
}

/// The colour of a status (P-101).
pub(super) fn colour(policy: &Policy, status: &str) -> &'static str {
    let status = Status::from_code(status);
    status.map_or("gray", |status| {
        policy.list.status_colours.of(status).code()
    })
}

/// The first column that says who it is.
fn main(columns: &[Column]) -> Column {
    let mut all = columns.iter();
    let first = all.find(|column| column.is_identity());
    first.copied().unwrap_or(Column::User)
}

/// The name that a user has.
fn named(user: &UserView) -> Option<String> {
    let both = [&user.first_name, &user.last_name];
    let both = both.into_iter().flatten().map(String::as_str);
    let both = both.collect::<Vec<_>>().join(" ");
    let known = user.display_name.clone();
    known.or_else(|| (!both.is_empty()).then_some(both))
}

/// What people call a user.
pub(super) fn name(user: &UserView) -> Option<String> {
    named(user)
        .or_else(|| user.email.clone())
        .or_else(|| user.username.clone())
}

fn initials(user: &UserView) -> String {
    let name = name(user).unwrap_or_default();
    let letters = name.split_whitespace().filter_map(|word| {
        let letter = word.chars().find(|letter| letter.is_alphanumeric())?;
        Some(letter.to_uppercase().to_string())
    });
    let letters = letters.take(2).collect::<String>();
    if letters.is_empty() {
        "?".to_owned()
    } else {
        letters
    }
}

/// An automatic lock has another sound than somebody's block.
fn detail(user: &UserView, shell: &Shell) -> Option<String> {
    let told = &user.status_detail;
    let until = told.until.as_ref().map(|until| shell.moment(until));
    match (told.cause, until) {
        (Some("lockout"), Some(until)) => Some(shell.say1("people-locked-until", "until", until)),
        (Some("lockout"), None) => Some(shell.say("people-locked")),
        (Some("manual"), Some(until)) => Some(shell.say1("people-blocked-until", "until", until)),
        _ => None,
    }
}

fn is_live(grant: &GrantView, now: Timestamp) -> bool {
    grant.from.is_none_or(|from| from <= now) && grant.until.is_none_or(|until| now < until)
}

/// SH-22, SH-37, SH-38: the roles as blue badges, a gray one where there are none.
fn roles(user: &UserView, shell: &Shell, names: &RoleNames, now: Timestamp) -> Vec<Badge> {
    let live = user.roles.iter().filter(|grant| is_live(grant, now));
    let mut roles = live
        .map(|grant| (names.of(&grant.role), "blue"))
        .collect::<Vec<_>>();
    if roles.is_empty() {
        roles.push((shell.say("people-no-role"), "gray"));
    }
    roles.dedup();
    roles
}

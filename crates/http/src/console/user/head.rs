//! What stands above every tab: who he is, how he stands, what can be done, where the tabs lead.

use super::{
    Subject,
    act::{ACTS, Act, OF_STATUS},
    banner::{self, Banner, Invited},
};
use crate::{
    AppState,
    console::{Visit, Words, trail::Titles},
};
use chrono::{DateTime, Utc};
use tenure_domain::{
    ActionKind,
    authority::{Grant, ORGANIZATION_ADMIN, Permission, SYSTEM_ADMIN},
    policy::{Colour, Favourites, RoleModel, ScopeKind, Supported},
};

/// A badge beside the status.
#[derive(Clone, Debug)]
pub(super) struct Badge {
    pub(super) text: String,
    pub(super) colour: &'static str,
}

/// Something that can be done, as a link to its window.
#[derive(Clone, Debug)]
pub(super) struct Button {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) danger: bool,
}

impl Button {
    /// The way to one of a user's windows.
    pub(super) fn to(visit: &Visit, subject: &Subject, tail: &str, key: &str) -> Self {
        Self {
            path: subject.below(tail),
            text: visit.say(key),
            danger: false,
        }
    }
}

/// One of the tabs.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) here: bool,
}

/// What stands above every tab.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) initials: String,
    pub(super) photo: Option<String>,
    pub(super) status: &'static str,
    pub(super) colour: &'static str,
    /// Is it a lock that came by itself?
    pub(super) automatic: bool,
    pub(super) away: bool,
    pub(super) can_log_in: bool,
    pub(super) badges: Vec<Badge>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) last_log_in_at: Option<DateTime<Utc>>,
    pub(super) banners: Vec<Banner>,
    pub(super) invited: Option<Invited>,
    pub(super) primary: Option<Button>,
    /// What leads to another status.
    pub(super) changes: Vec<Button>,
    pub(super) menu: Vec<Button>,
    pub(super) tabs: Vec<Tab>,
    /// Where the tabs stand: above, or beside.
    pub(super) layout: String,
}

/// The colour of a badge, as the look names it.
pub(super) fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Green => "green",
        Colour::Gray => "gray",
        Colour::Orange => "orange",
        Colour::Red => "red",
        Colour::Purple => "purple",
        Colour::Blue => "blue",
    }
}

/// The colour of his status (P-101).
pub(super) fn status_colour(app: &AppState, subject: &Subject) -> &'static str {
    let policy = subject.policy();
    let status = subject.account.user.status_view(policy, app.now());
    colour(policy.list.status_colours.of(status.status))
}

impl Head {
    /// The head of this tab.
    pub(super) async fn new(app: &AppState, visit: &Visit, subject: &Subject, tab: &str) -> Self {
        let view = &subject.view;
        let name = subject.name(&visit.words);
        let primary = primary(visit, subject);
        let menu = menu(visit, subject, primary.as_ref());
        Self {
            number: view.number.clone(),
            initials: initials(&name),
            photo: view.photo_url.clone(),
            status: view.status,
            colour: status_colour(app, subject),
            automatic: view.status_detail.is_automatic(),
            away: view.on_vacation,
            can_log_in: view.can_log_in,
            badges: badges(app, visit, subject).await,
            created_at: view.created_at,
            last_log_in_at: view.last_log_in_at,
            banners: banner::of(app, visit, subject).await,
            invited: banner::invited(app, visit, subject),
            changes: changes(visit, subject),
            tabs: tabs(visit, subject, tab),
            layout: visit.say("user-tabs-layout"),
            name,
            primary,
            menu,
        }
    }
}

/// Two letters that stand for a picture.
pub(super) fn initials(name: &str) -> String {
    let words = name.split_whitespace();
    let letters = words.filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// What there is to know at once beside the status.
pub(super) async fn badges(app: &AppState, visit: &Visit, subject: &Subject) -> Vec<Badge> {
    let badge = |text: String, colour| Badge { text, colour };
    let mut badges = role_badges(app, visit, subject).await;
    if subject.view.credential == "external" {
        badges.push(badge(visit.say("user-badge-directory"), "teal"));
    }
    if subject.view.anonymized {
        badges.push(badge(visit.say("user-badge-anonymized"), "gray"));
    }
    if subject.view.must_change_password {
        badges.push(badge(visit.say("user-badge-must-change"), "orange"));
    }
    badges
}

/// Administrators are blue; where users hold one role or none, none is gray (SH-37, SH-38).
async fn role_badges(app: &AppState, visit: &Visit, subject: &Subject) -> Vec<Badge> {
    let roles = &subject.policy().roles;
    let now = app.now();
    let grants = subject.account.user.grants().iter();
    let live = grants
        .filter(|grant| grant.is_live(now))
        .collect::<Vec<_>>();
    let titles = match roles.model {
        RoleModel::Single => Titles::read(app, visit).await,
        RoleModel::Multi | RoleModel::DirectPermissions => Titles::default(),
    };
    let badge = |text: String, colour| Badge { text, colour };
    let of = |grant: &&Grant| match grant.role.as_str() {
        SYSTEM_ADMIN => Some(badge(roles.superuser.clone(), "blue")),
        ORGANIZATION_ADMIN => Some(badge(visit.say("user-badge-organization-admin"), "blue")),
        _ if roles.model == RoleModel::Single => Some(badge(titles.of(&grant.role), "blue")),
        _ => None,
    };
    let mut badges = live.iter().filter_map(of).collect::<Vec<_>>();
    badges.dedup_by(|one, next| one.text == next.text);
    if badges.is_empty() && roles.model == RoleModel::Single {
        badges.push(badge(visit.say("user-badge-no-role"), "gray"));
    }
    badges
}

pub(super) fn button(words: &Words, subject: &Subject, act: Act) -> Button {
    Button {
        path: subject.below(act.path),
        text: words.say(&act.key(subject)),
        danger: act.danger,
    }
}

/// A button of this act, where it is offered.
pub(super) fn offered(visit: &Visit, subject: &Subject, kind: ActionKind) -> Option<Button> {
    let act = Act::of(kind).filter(|act| subject.offers(act.kind))?;
    Some(button(&visit.words, subject, act))
}

/// What one most likely came for.
fn primary(visit: &Visit, subject: &Subject) -> Option<Button> {
    let first = [
        ActionKind::SendInvitation,
        ActionKind::Unblock,
        ActionKind::Activate,
        ActionKind::Restore,
    ];
    let act = first
        .into_iter()
        .find_map(|kind| offered(visit, subject, kind));
    act.or_else(|| edit(visit, subject))
}

/// The window with the general data (HE-26).
pub(super) fn edit(visit: &Visit, subject: &Subject) -> Option<Button> {
    let may = subject.offers(ActionKind::UpdateProfile);
    may.then(|| Button::to(visit, subject, "edit", "user-edit"))
}

fn menu(visit: &Visit, subject: &Subject, primary: Option<&Button>) -> Vec<Button> {
    let acts = ACTS.into_iter().filter(|act| subject.offers(act.kind));
    let acts = acts.map(|act| button(&visit.words, subject, act));
    let all = edit(visit, subject).into_iter().chain(acts);
    let other = |one: &Button| primary.is_none_or(|primary| primary.path != one.path);
    let mut all = all.filter(other).collect::<Vec<_>>();
    // What cannot be undone easily stands last.
    all.sort_by_key(|button| button.danger);
    all
}

/// What the badge of the status opens (HE-22).
fn changes(visit: &Visit, subject: &Subject) -> Vec<Button> {
    let kinds = OF_STATUS.into_iter();
    kinds
        .filter_map(|kind| offered(visit, subject, kind))
        .collect()
}

fn tabs(visit: &Visit, subject: &Subject, here: &str) -> Vec<Tab> {
    let work = &subject.policy().work;
    let places = [ScopeKind::Facility, ScopeKind::ProductStore];
    let all = [
        ("", true),
        ("security", true),
        ("access", true),
        (
            "facilities",
            places.iter().any(|place| work.scopes.contains(place)),
        ),
        ("position", work.orgchart == Supported::Yes),
        ("time-off", work.absences == Supported::Yes),
        ("favourites", work.favourites != Favourites::Unused),
        (
            "activity",
            subject.view.is_self || visit.may(&Permission::AuditRead),
        ),
        ("raw", true),
    ];
    let shown = all.into_iter().filter(|(_, shown)| *shown);
    shown
        .map(|(tail, _)| Tab {
            path: subject.tab(tail),
            text: match tail {
                "" => visit.say("user-tab-general"),
                tail => visit.say(&format!("user-tab-{tail}")),
            },
            here: tail == here,
        })
        .collect()
}

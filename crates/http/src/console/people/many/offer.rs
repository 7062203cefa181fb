//! What can be done to several users of a list.

use super::asked::ADD_FACILITY;
use crate::{
    console::{Shell, Visit, people::row::Row},
    pages::Choice,
};
use std::collections::BTreeSet;
use tenure_domain::{ActionKind, authority::Permission, conceivable, policy::Supported};

/// The acts that are offered for many, in this order, with whether something is lost.
pub(super) const OFFERED: [(ActionKind, bool); 11] = [
    (ActionKind::SendInvitation, false),
    (ActionKind::Activate, false),
    (ActionKind::Unblock, false),
    (ActionKind::GrantRole, false),
    (ActionKind::SendPasswordReset, false),
    (ActionKind::Restore, false),
    (ActionKind::EndSessions, true),
    (ActionKind::Deactivate, true),
    (ActionKind::Block, true),
    (ActionKind::Anonymize, true),
    (ActionKind::Delete, true),
];
/// Carries them out into a file.
pub(super) const EXPORT: &str = "export";

/// Is something lost by it?
pub(super) fn is_danger(code: &str) -> bool {
    let danger = |(kind, danger): (ActionKind, bool)| danger && kind.code() == code;
    OFFERED.into_iter().any(danger)
}

/// What could be done to any of these users, as choices; and where the list goes on, what could be done to others.
pub(in crate::console::people) fn offered(
    visit: &Visit,
    shell: &Shell,
    rows: &[Row],
    goes_on: bool,
) -> Vec<Choice> {
    let open = Open::of(visit, rows, goes_on);
    let mut codes = Vec::new();
    for (kind, _) in OFFERED {
        if open.has(kind) {
            codes.push(kind.code());
        }
        if kind == ActionKind::GrantRole && open.facilities() {
            codes.push(ADD_FACILITY);
        }
    }
    if visit.may(&Permission::UsersExport) {
        codes.push(EXPORT);
    }
    let choice = |code: &str| Choice::new(code, shell.name("people-many", code));
    codes.into_iter().map(choice).collect()
}

/// What stands open.
struct Open<'a> {
    visit: &'a Visit,
    rows: &'a [Row],
    goes_on: bool,
    /// What could be done to somebody whom this page does not show.
    beyond: BTreeSet<ActionKind>,
}

impl<'a> Open<'a> {
    fn of(visit: &'a Visit, rows: &'a [Row], goes_on: bool) -> Self {
        let policy = &visit.session.tenant.policy;
        let beyond = match goes_on {
            true => conceivable(&visit.actor, policy, visit.reading.now),
            false => BTreeSet::new(),
        };
        Self {
            visit,
            rows,
            goes_on,
            beyond,
        }
    }

    fn has(&self, kind: ActionKind) -> bool {
        // Roles are no action of a row: whoever may give them chooses which.
        let roles = kind == ActionKind::GrantRole
            && self.visit.session.tenant.policy.roles.editable == Supported::Yes
            && self.visit.may(&Permission::UsersRoles);
        let mut rows = self.rows.iter();
        roles || self.beyond.contains(&kind) || rows.any(|row| row.user.may(kind.code()))
    }

    fn facilities(&self) -> bool {
        let beyond = self.goes_on && self.visit.may(&Permission::UsersFacilities);
        self.visit.session.tenant.policy.work.has_facilities()
            && (beyond || self.has(ActionKind::SetFacilities))
    }
}

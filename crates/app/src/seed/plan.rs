//! The past six weeks, written down before they are lived: who does what, and when.

use super::{chance::Chance, fate::Fate};
use tenure_domain::{
    policy::{CredentialWay, FieldUse, Supported, UnknownEmail, ValidPolicy},
    reference::ReferenceKind,
    value::{Span, Timestamp},
};

/// So long the past is.
pub(super) const PAST: Span = Span::days(42);
const MINUTE: u32 = 60;
const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;
/// The last second of the past, and a little before.
const END: u32 = PAST.as_seconds() - 5 * MINUTE;

/// Something that happens to a user, or that he does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// He is added, in this way.
    Join(Way),
    /// He does it himself.
    Own(Own),
    /// An administrator does it, or who stands for one.
    Asked(Asked),
    /// The order management system tells of an order of his.
    Order,
}

/// What a user does himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// Accepts the invitation.
    Accept,
    /// Logs in with the temporary password and chooses his own.
    Settle,
    /// Logs in.
    LogIn,
    /// Types so many wrong passwords.
    Mistype(u8),
    /// Asks for a link to set a new password.
    Forget,
    /// Writes another phone number.
    Phone,
}

/// What is done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Activate,
    Deactivate,
    Block,
    Unblock,
    Delete,
    Anonymize,
    /// The directory does not know him any more.
    Drop,
    /// He gets a picture.
    Picture,
    /// He is set to work somewhere, as something, with some role.
    Place,
    /// He is away from this second of the past on, until that one.
    Away(u32, u32),
    /// He logs in at his facility with a name and a PIN from now on.
    Pin,
}

/// How somebody is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By an invitation.
    Invited,
    /// With a password that lasts.
    Password,
    /// With a password to be changed.
    Temporary,
    /// By the directory.
    Directory,
    /// Without any.
    Bare,
    /// By ordering something, where customers come of their orders.
    Order,
}

/// One line of the plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deed {
    /// In seconds since the past began.
    pub(super) at: u32,
    /// Whose, by his place in the list.
    pub(super) who: usize,
    pub(super) step: Step,
}

/// When the past began.
pub(super) fn beginning(now: Timestamp) -> Timestamp {
    PAST.before(now)
}

/// Plans lives under one tenant's rules.
#[derive(Debug)]
pub(super) struct Planner<'a> {
    pub(super) policy: &'a ValidPolicy,
    /// The seconds of the day at which the past begins.
    pub(super) dawn: u32,
    /// The day of the week on which it begins; 0 is Sunday.
    pub(super) weekday: u32,
    pub(super) busy: bool,
}

impl<'a> Planner<'a> {
    pub(super) fn new(policy: &'a ValidPolicy, start: Timestamp, busy: bool) -> Self {
        let seconds = start.timestamp();
        let dawn = u32::try_from(seconds.rem_euclid(i64::from(DAY))).unwrap_or_default();
        let days = seconds.div_euclid(i64::from(DAY));
        // The first of January 1970 was a Thursday.
        let weekday = u32::try_from((days + 4).rem_euclid(7)).unwrap_or_default();
        Self {
            policy,
            dawn,
            weekday,
            busy,
        }
    }

    /// Some time of a day on which people work.
    fn on_day(&self, day: u32, chance: &mut Chance) -> u32 {
        let daytime = chance.between(7 * HOUR, 18 * HOUR);
        (day * DAY + daytime).saturating_sub(self.dawn).min(END)
    }

    fn is_weekend(&self, day: u32) -> bool {
        matches!((self.weekday + day) % 7, 0 | 6)
    }

    /// How people are added here.
    fn usual_way(&self, chance: &mut Chance) -> Way {
        let allowed = &self.policy.creation.allowed_credentials;
        let temporary = allowed.contains(&CredentialWay::TemporaryPassword);
        if allowed.contains(&CredentialWay::Invitation) {
            let other = temporary && chance.percent(12);
            return if other { Way::Temporary } else { Way::Invited };
        }
        if allowed.contains(&CredentialWay::AdminPassword) {
            Way::Password
        } else {
            Way::Temporary
        }
    }

    /// What happens to one user, in order.
    pub(super) fn life(&self, fate: Fate, chance: &mut Chance) -> Vec<(u32, Step)> {
        let mut life = Life {
            at: self.joined(fate, chance),
            steps: Vec::new(),
        };
        if matches!(fate, Fate::Waits | Fate::Missed) {
            life.now(Step::Join(Way::Invited));
        } else if fate == Fate::Handed {
            life.now(Step::Join(Way::Temporary));
        } else if fate == Fate::Buyer {
            self.buy(&mut life, chance);
        } else if fate == Fate::Hand {
            life.now(Step::Join(Way::Bare));
            life.after(HOUR, Step::Asked(Asked::Place));
        } else if fate == Fate::Place {
            life.now(Step::Join(self.lasting_way(chance)));
        } else if matches!(fate, Fate::Listed | Fate::Dropped) {
            life.now(Step::Join(Way::Directory));
            life.after(2 * HOUR, Step::Asked(Asked::Place));
        } else {
            self.arrive(&mut life, chance);
        }
        self.end(fate, &mut life, chance);
        let mut steps = life.steps;
        if matches!(
            fate,
            Fate::Works | Fate::Away | Fate::Returned | Fate::LockedOut
        ) {
            self.fill(&mut steps, chance);
        }
        steps.retain(|(at, _)| *at <= PAST.as_seconds() - MINUTE);
        steps.sort_by_key(|(at, _)| *at);
        steps
    }

    fn joined(&self, fate: Fate, chance: &mut Chance) -> u32 {
        if matches!(fate, Fate::Waits | Fate::Handed) {
            return END.saturating_sub(chance.between(HOUR, 11 * HOUR));
        }
        let last = if fate == Fate::Missed {
            24
        } else if chance.percent(70) {
            12
        } else {
            33
        };
        let day = chance.between(1, last);
        self.on_day(day, chance)
    }

    /// A place cannot accept an invitation.
    fn lasting_way(&self, chance: &mut Chance) -> Way {
        let way = self.usual_way(chance);
        if way == Way::Invited {
            Way::Temporary
        } else {
            way
        }
    }

    fn arrive(&self, life: &mut Life, chance: &mut Chance) {
        let way = self.usual_way(chance);
        life.now(Step::Join(way));
        let soon = chance.between(20 * MINUTE, 18 * HOUR);
        match way {
            Way::Invited => life.after(soon, Step::Own(Own::Accept)),
            Way::Temporary => life.after(soon, Step::Own(Own::Settle)),
            Way::Password | Way::Directory | Way::Bare | Way::Order => {}
        }
        life.after(chance.between(HOUR, 20 * HOUR), Step::Asked(Asked::Place));
        if !self.policy.identity.photo.types.is_empty() && chance.percent(40) {
            life.after(HOUR, Step::Asked(Asked::Picture));
        }
        let facilities = self.policy.work.uses(ReferenceKind::Facility).is_ok();
        let names = self.policy.identity.username_length.is_some();
        if facilities && names && chance.percent(15) {
            life.after(HOUR, Step::Asked(Asked::Pin));
        }
        if self.policy.identity.phone == FieldUse::Used && chance.percent(8) {
            life.after(2 * DAY, Step::Own(Own::Phone));
        }
    }

    fn buy(&self, life: &mut Life, chance: &mut Chance) {
        let bare = self
            .policy
            .creation
            .allowed_credentials
            .contains(&CredentialWay::None);
        let by_order = self.policy.orders.unknown_email == UnknownEmail::CreateCustomer;
        let way = if by_order || !bare {
            Way::Order
        } else {
            Way::Bare
        };
        life.now(Step::Join(way));
        for _ in 0..chance.between(1, 4) {
            life.after(chance.between(3 * HOUR, 9 * DAY), Step::Order);
        }
    }

    /// How it comes to what became of him.
    fn end(&self, fate: Fate, life: &mut Life, chance: &mut Chance) {
        let while_later = chance.between(2 * DAY, 8 * DAY);
        match fate {
            Fate::Rests => life.after(while_later, Step::Asked(Asked::Deactivate)),
            Fate::KeptOut => life.after(while_later, Step::Asked(Asked::Block)),
            Fate::LockedOut => self.lock_out(life),
            Fate::Returned if self.policy.block.enabled == Supported::Yes && chance.percent(50) => {
                life.after(while_later, Step::Asked(Asked::Block));
                life.after(chance.between(HOUR, 2 * DAY), Step::Asked(Asked::Unblock));
            }
            Fate::Returned => {
                life.after(while_later, Step::Asked(Asked::Deactivate));
                life.after(chance.between(HOUR, 3 * DAY), Step::Asked(Asked::Activate));
            }
            Fate::Left | Fate::Erased => life.after(while_later, Step::Asked(Asked::Delete)),
            Fate::Forgotten => {
                life.after(while_later, Step::Asked(Asked::Deactivate));
                life.after(chance.between(HOUR, 2 * DAY), Step::Asked(Asked::Anonymize));
            }
            Fate::Dropped => life.after(while_later, Step::Asked(Asked::Drop)),
            Fate::Away => {
                let (before, after) = (chance.between(1, 6), chance.between(2, 9));
                let from = PAST.as_seconds() - before * DAY;
                let until = PAST.as_seconds() + after * DAY;
                life.after(while_later, Step::Asked(Asked::Away(from, until)));
            }
            Fate::Works if self.policy.work.absences == Supported::Yes && chance.percent(25) => {
                let from = chance.between(8, 60) * DAY;
                let days = chance.between(1, 10);
                life.after(DAY, Step::Asked(Asked::Away(from, from + days * DAY)));
            }
            Fate::Works
            | Fate::Waits
            | Fate::Missed
            | Fate::Handed
            | Fate::Listed
            | Fate::Buyer
            | Fate::Vendor
            | Fate::Place
            | Fate::Hand => {}
        }
    }

    /// Again and again, where time lets people in again and locks them out longer each time; the last time is just
    /// now.
    fn lock_out(&self, life: &mut Life) {
        let lockout = &self.policy.lockout;
        let failures = u8::try_from(lockout.max_failures).unwrap_or(u8::MAX);
        let mut moments = vec![END];
        if let Some(first) = lockout.duration {
            let mut back = 0;
            let longest = first.doubled(3, lockout.duration_cap.max(first));
            let again = longest > first;
            for times in (0..3_u32).rev().take_while(|_| again) {
                let span = first.doubled(times, lockout.duration_cap.max(first));
                back += span.as_seconds() + 3 * MINUTE;
                moments.push(END - back);
            }
        }
        moments.reverse();
        for moment in moments {
            life.steps.push((moment, Step::Own(Own::Mistype(failures))));
        }
    }

    /// The days of somebody who works.
    fn fill(&self, steps: &mut Vec<(u32, Step)>, chance: &mut Chance) {
        let arrived = steps.iter().map(|(at, _)| *at).find(|at| *at < END);
        let first = arrived.unwrap_or(END) / DAY + 2;
        let often = if self.busy { 10 } else { 3 };
        for day in first..42 {
            let today = if self.is_weekend(day) {
                often / 4
            } else {
                often
            };
            if !chance.percent(today) {
                continue;
            }
            let at = self.on_day(day, chance);
            if chance.percent(18) {
                steps.push((at.saturating_sub(MINUTE), Step::Own(Own::Mistype(1))));
            }
            steps.push((at, Step::Own(Own::LogIn)));
        }
        if chance.percent(4) {
            let day = chance.between(first, 41);
            steps.push((self.on_day(day, chance), Step::Own(Own::Forget)));
        }
        if chance.percent(6) {
            steps.push((END - chance.between(0, 20 * MINUTE), Step::Own(Own::LogIn)));
        }
    }
}

/// A life as it is written down.
#[derive(Debug)]
struct Life {
    at: u32,
    steps: Vec<(u32, Step)>,
}

impl Life {
    fn now(&mut self, step: Step) {
        self.steps.push((self.at, step));
    }

    fn after(&mut self, wait: u32, step: Step) {
        self.at += wait;
        self.now(step);
    }
}

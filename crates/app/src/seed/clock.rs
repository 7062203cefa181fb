//! A clock that is set forward by hand: what is seeded happened weeks ago, one thing after the other.

use std::sync::{Mutex, PoisonError};
use tenure_domain::value::Timestamp;
use tenure_service::ports::Clock;

/// It stands still until it is set forward, and never goes back.
#[derive(Debug)]
pub(super) struct WalkingClock(Mutex<Timestamp>);

impl WalkingClock {
    pub(super) fn at(start: Timestamp) -> Self {
        Self(Mutex::new(start))
    }

    /// Walks on to this moment; an earlier one changes nothing.
    pub(super) fn walk_to(&self, moment: Timestamp) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = moment.max(*now);
    }
}

impl Clock for WalkingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::WalkingClock;
    use tenure_domain::value::moment;
    use tenure_service::ports::Clock;

    #[test]
    fn it_goes_forward_and_never_back() {
        let (noon, later) = ("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z");
        let (noon, later) = (moment(noon).unwrap(), moment(later).unwrap());
        let clock = WalkingClock::at(noon);
        clock.walk_to(later);
        clock.walk_to(noon);
        assert_eq!(clock.now(), later);
    }
}

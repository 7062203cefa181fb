//! Chance that comes out the same every time.

use rand::{RngExt, SeedableRng, rngs::StdRng};

/// A row of dice, thrown in a fixed order.
#[derive(Debug)]
pub(super) struct Chance(StdRng);

impl Chance {
    pub(super) fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number below this one; 0 where there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            return 0;
        }
        self.0.random_range(0..end)
    }

    /// A moment or a length of time, in seconds, the ends among them.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        self.0.random_range(least..=most.max(least))
    }

    /// Does it happen, that happens so often in a hundred times?
    pub(super) fn percent(&mut self, often: u32) -> bool {
        self.between(1, 100) <= often
    }

    /// One of these.
    pub(super) fn pick<T: Copy + Default>(&mut self, all: &[T]) -> T {
        let at = self.below(all.len());
        all.get(at).copied().unwrap_or_default()
    }

    /// Puts them in some order.
    pub(super) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = self.below(at + 1);
            all.swap(at, other);
        }
    }
}

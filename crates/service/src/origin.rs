//! From where the wish comes that is being carried out: the edge says it once, around the whole request, and every
//! event that is written within has it. Nothing is decided by it, so no use case hands it on.

use std::future::Future;
use tenure_domain::change::Origin;

tokio::task_local! {
    static ORIGIN: Origin;
}

/// Does the work as asked from there.
pub async fn within<F: Future>(origin: Origin, work: F) -> F::Output {
    ORIGIN.scope(origin, work).await
}

/// From where the present work was asked; nowhere for the clock and the command line.
#[must_use]
pub fn current() -> Origin {
    ORIGIN.try_with(Clone::clone).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{current, within};
    use tenure_domain::change::Origin;

    #[tokio::test]
    async fn what_is_done_within_a_request_knows_from_where_and_nothing_else_does() {
        let origin = Origin {
            ip: Some("192.0.2.7".to_owned()),
            request_id: Some("r-1".to_owned()),
        };
        assert_eq!(within(origin.clone(), async { current() }).await, origin);
        assert_eq!(current(), Origin::default());
    }
}

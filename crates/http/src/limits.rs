//! How often something may be tried, before anything is looked up: a bucket for each client.

use crate::problem::{Code, Problem};
use axum::http::HeaderValue;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use std::{
    fmt,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};
use tenure_domain::value::UserId;

/// Beyond so many clients, those who came long ago are forgotten.
const REMEMBERED: usize = 10_000;

/// So many at once, then so many in a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// At once.
    pub burst: u32,
    /// Then so many …
    pub count: u32,
    /// … in so many seconds.
    pub seconds: u32,
}

/// What is limited; `None` is without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// Log-ins from one address.
    pub log_in: Option<Limit>,
    /// Password resets asked for from one address.
    pub reset: Option<Limit>,
    /// Password resets asked for one account; more are dropped without a word.
    pub reset_of_account: Option<Limit>,
    /// Links and tokens sent in from one address.
    pub token: Option<Limit>,
    /// Pictures sent in by one user.
    pub photo: Option<Limit>,
    /// Files of users or of the audit trail carried out by one user.
    pub export: Option<Limit>,
}

impl RateLimits {
    /// What an installation has unless it says otherwise.
    #[must_use]
    pub const fn standard() -> Self {
        const fn limit(burst: u32, count: u32, seconds: u32) -> Option<Limit> {
            Some(Limit {
                burst,
                count,
                seconds,
            })
        }
        Self {
            log_in: limit(20, 10, 60),
            reset: limit(10, 10, 3_600),
            reset_of_account: limit(3, 3, 3_600),
            token: limit(10, 10, 60),
            photo: limit(10, 10, 3_600),
            export: limit(6, 6, 3_600),
        }
    }

    /// No limits, for tests that are about something else.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            log_in: None,
            reset: None,
            reset_of_account: None,
            token: None,
            photo: None,
            export: None,
        }
    }
}

/// The network of a client: one IPv4 address, or one IPv6 network of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Network(IpAddr);

impl Network {
    pub(crate) fn of(ip: IpAddr) -> Self {
        let IpAddr::V6(v6) = ip.to_canonical() else {
            return Self(ip.to_canonical());
        };
        let network = v6.to_bits() & !u128::from(u64::MAX);
        Self(IpAddr::V6(Ipv6Addr::from_bits(network)))
    }
}

struct Bucket<K: Hash + Eq + Clone> {
    name: &'static str,
    limit: Limit,
    limiter: DefaultKeyedRateLimiter<K>,
}

impl<K: Hash + Eq + Clone> Bucket<K> {
    fn new(name: &'static str, limit: Option<Limit>) -> Option<Self> {
        let limit = limit?;
        let every = Duration::from_secs(u64::from(limit.seconds)).checked_div(limit.count)?;
        let quota = Quota::with_period(every)?.allow_burst(NonZeroU32::new(limit.burst)?);
        Some(Self {
            name,
            limit,
            limiter: RateLimiter::keyed(quota),
        })
    }

    /// Takes one, or says in how many seconds there will be one.
    fn take(&self, key: &K) -> Result<(), u64> {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        let taken = self.limiter.check_key(key);
        taken.map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            wait.as_secs().saturating_add(1)
        })
    }

    fn problem(&self, wait: u64) -> Problem {
        let Self { name, limit, .. } = self;
        let policy = format!("\"{name}\";q={};w={}", limit.count, limit.seconds);
        let state = format!("\"{name}\";r=0;t={wait}");
        let mut problem = Problem::new(Code::TooManyRequests).retry_after(wait);
        for (header, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                problem = problem.header(header, value);
            }
        }
        problem
    }
}

/// The buckets of this server.
pub(crate) struct Limiters {
    log_in: Option<Bucket<Network>>,
    reset: Option<Bucket<Network>>,
    reset_of_account: Option<Bucket<String>>,
    token: Option<Bucket<Network>>,
    photo: Option<Bucket<UserId>>,
    export: Option<Bucket<UserId>>,
}

impl fmt::Debug for Limiters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limiters")
    }
}

fn take<K: Hash + Eq + Clone>(bucket: Option<&Bucket<K>>, key: &K) -> Result<(), Problem> {
    let Some(bucket) = bucket else { return Ok(()) };
    bucket.take(key).map_err(|wait| bucket.problem(wait))
}

impl Limiters {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Self {
            log_in: Bucket::new("log_in", limits.log_in),
            reset: Bucket::new("password_reset", limits.reset),
            reset_of_account: Bucket::new("password_reset_of_account", limits.reset_of_account),
            token: Bucket::new("token", limits.token),
            photo: Bucket::new("photo", limits.photo),
            export: Bucket::new("export", limits.export),
        }
    }

    /// A log-in from this network.
    pub(crate) fn log_in(&self, network: Network) -> Result<(), Problem> {
        take(self.log_in.as_ref(), &network)
    }

    /// A wish for a reset link from this network.
    pub(crate) fn reset(&self, network: Network) -> Result<(), Problem> {
        take(self.reset.as_ref(), &network)
    }

    /// A link or token sent in from this network.
    pub(crate) fn token(&self, network: Network) -> Result<(), Problem> {
        take(self.token.as_ref(), &network)
    }

    /// A picture sent in by this user.
    pub(crate) fn photo(&self, by: UserId) -> Result<(), Problem> {
        take(self.photo.as_ref(), &by)
    }

    /// A file carried out by this user.
    pub(crate) fn export(&self, user: UserId) -> Result<(), Problem> {
        take(self.export.as_ref(), &user)
    }

    /// May a reset link for this account be made once more? Nobody is told when not.
    pub(crate) fn admits_reset_of(&self, account: &str) -> bool {
        let key = account.to_owned();
        self.reset_of_account
            .as_ref()
            .is_none_or(|bucket| bucket.take(&key).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::{Limiters, Network, RateLimits, UserId};
    use axum::{http::StatusCode, response::IntoResponse};
    use uuid::Uuid;

    fn network(text: &str) -> Network {
        Network::of(text.parse().unwrap())
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_bucket_and_mapped_addresses_are_folded() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:2"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }

    #[test]
    fn the_twenty_first_log_in_of_one_client_waits_and_another_client_does_not() {
        let limiters = Limiters::new(RateLimits::standard());
        for _ in 0..20 {
            assert!(limiters.log_in(network("192.0.2.1")).is_ok());
        }
        assert!(limiters.log_in(network("192.0.2.1")).is_err());
        assert!(limiters.log_in(network("192.0.2.2")).is_ok());
    }

    #[test]
    fn the_eleventh_picture_of_one_user_within_an_hour_waits_and_another_s_does_not() {
        let limiters = Limiters::new(RateLimits::standard());
        let user = |number| UserId(Uuid::from_u128(number));
        for _ in 0..10 {
            assert!(limiters.photo(user(1)).is_ok());
        }
        assert!(limiters.photo(user(1)).is_err());
        assert!(limiters.photo(user(2)).is_ok());
    }

    #[test]
    fn without_limits_everything_is_let_through() {
        let limiters = Limiters::new(RateLimits::off());
        assert!((0..1_000).all(|_| limiters.token(network("192.0.2.1")).is_ok()));
        assert!((0..1_000).all(|_| limiters.admits_reset_of("ana")));
    }

    #[test]
    fn a_user_carries_six_files_out_then_waits_and_another_does_not() {
        let limiters = Limiters::new(RateLimits::standard());
        let users = [1, 2].map(|n| UserId(Uuid::from_u128(n)));
        assert!((0..6).all(|_| limiters.export(users[0]).is_ok()));
        let refused = limiters.export(users[0]).unwrap_err().into_response();
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        let wait = refused.headers()["retry-after"].to_str().unwrap();
        let wait = wait.parse::<u64>().unwrap();
        assert!(
            (590..=600).contains(&wait),
            "six an hour are one in ten minutes: {wait}"
        );
        assert!(limiters.export(users[1]).is_ok());
    }
}

//! Password hashing: Argon2id on threads of its own, at the lowest priority, behind a bounded queue.
//!
//! Full speed when nothing else wants the cores, invisible when something does. What would wait longer
//! than two seconds is refused at once, so that a storm of log-ins neither piles up nor starves the rest.

mod foreign;

pub use foreign::{HashKind, UnusableHash, recognise};

use crate::error::Error;
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, Version, password_hash::phc::PasswordHash as Phc,
};
use foreign::Foreign;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};
use tenure_domain::value::{AcceptedPassword, PasswordHash, PlainPassword};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// Whoever waits longer is told to come again.
const DEADLINE: Duration = Duration::from_secs(2);

/// Argon2id's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashParameters {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl HashParameters {
    /// What OWASP and ASVS 5.0 (appendix C) ask for: 19 MiB, two passes, one lane.
    pub const RECOMMENDED: Self = Self {
        memory: 19_456,
        passes: 2,
        lanes: 1,
    };

    /// Well under a millisecond: for tests that are not about hashing.
    pub const FOR_TESTS: Self = Self {
        memory: 8,
        passes: 1,
        lanes: 1,
    };

    /// Is it at least as strong as one line of OWASP's table?
    #[must_use]
    pub fn is_strong(self) -> bool {
        const TABLE: [(u32, u32); 5] = [
            (47_104, 1),
            (19_456, 2),
            (12_288, 3),
            (9_216, 4),
            (7_168, 5),
        ];
        self.lanes >= 1
            && TABLE
                .iter()
                .any(|(memory, passes)| self.memory >= *memory && self.passes >= *passes)
    }
}

type Job = Box<dyn FnOnce(&Argon2<'static>) + Send>;

/// Hashes and verifies; cheap to clone.
#[derive(Clone, Debug)]
pub struct Hasher {
    queue: SyncSender<Job>,
    parameters: HashParameters,
    dummy: Arc<PasswordHash>,
    verified: Arc<AtomicU64>,
}

impl Hasher {
    /// Starts as many threads as there are cores.
    ///
    /// # Errors
    /// When the parameters are not ones Argon2 takes, or a thread cannot be started.
    pub fn start(parameters: HashParameters) -> Result<Self, HasherError> {
        let argon2 = argon2(parameters)?;
        let started = Instant::now();
        let dummy = hash(&argon2, b"a password nobody has").ok_or(HasherError::Parameters)?;
        let cost = started.elapsed().max(Duration::from_micros(100));
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let places = (DEADLINE.as_micros() / cost.as_micros()).clamp(8, 4_096);
        let places = usize::try_from(places)
            .unwrap_or(8)
            .saturating_mul(threads)
            .min(8_192);
        let (queue, jobs) = sync_channel(places);
        let jobs = Arc::new(Mutex::new(jobs));
        for n in 0..threads {
            let (jobs, argon2) = (Arc::clone(&jobs), argon2.clone());
            thread::Builder::new()
                .name(format!("hashing-{n}"))
                .spawn(move || work(&jobs, &argon2))
                .map_err(HasherError::Thread)?;
        }
        Ok(Self {
            queue,
            parameters,
            dummy: Arc::new(dummy),
            verified: Arc::default(),
        })
    }

    /// The hash to store for a password that the policy accepts.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full or the deadline has passed.
    pub async fn hash(&self, password: &AcceptedPassword) -> Result<PasswordHash, Error> {
        let secret = Zeroizing::new(password.expose().to_owned());
        self.run(move |argon2| hash(argon2, secret.as_bytes()))
            .await?
            .ok_or(Error::Busy)
    }

    /// Is this the password behind the hash? A hash that cannot be read matches nothing.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full or the deadline has passed.
    pub async fn verify(
        &self,
        password: &PlainPassword,
        stored: &PasswordHash,
    ) -> Result<bool, Error> {
        let right = self.compare(password, stored).await?;
        self.verified.fetch_add(1, Ordering::Relaxed);
        Ok(right)
    }

    /// Takes as long as a verification, for users who do not exist or cannot log in.
    ///
    /// # Errors
    /// [`Error::Busy`], as for a real one.
    pub async fn verify_nothing(&self, password: &PlainPassword) -> Result<(), Error> {
        self.compare(password, &self.dummy).await.map(|_| ())
    }

    /// How many passwords were really compared with a user's hash since the start.
    #[must_use]
    pub fn verified(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    async fn compare(
        &self,
        password: &PlainPassword,
        stored: &PasswordHash,
    ) -> Result<bool, Error> {
        let normal = Zeroizing::new(password.expose().to_owned());
        // Our hashes are of the normal form; another system hashed what was typed.
        let typed = password.expose_typed().filter(|_| !self.is_current(stored));
        let typed = typed.map(|typed| Zeroizing::new(typed.to_owned()));
        let stored = stored.clone();
        self.run(move |argon2| {
            let candidates = [Some(normal), typed];
            verify(argon2, candidates.iter().flatten(), &stored)
        })
        .await
    }

    /// A fresh hash of a password that was just verified, where the stored one has other parameters.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full or the deadline has passed.
    pub async fn rehash(
        &self,
        password: &PlainPassword,
        stored: &PasswordHash,
    ) -> Result<Option<PasswordHash>, Error> {
        if self.is_current(stored) {
            return Ok(None);
        }
        let secret = Zeroizing::new(password.expose().to_owned());
        self.run(move |argon2| hash(argon2, secret.as_bytes()))
            .await
    }

    fn is_current(&self, stored: &PasswordHash) -> bool {
        let HashParameters {
            memory,
            passes,
            lanes,
        } = self.parameters;
        let wanted = format!("$argon2id$v=19$m={memory},t={passes},p={lanes}$");
        stored.as_phc().starts_with(&wanted)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let deadline = Instant::now() + DEADLINE;
        let job: Job = Box::new(move |argon2| {
            // Whoever has gone, or would be answered too late, costs nothing.
            if !answer.is_closed() && Instant::now() < deadline {
                drop(answer.send(work(argon2)));
            }
        });
        match self.queue.try_send(job) {
            Ok(()) => answered.await.map_err(|_| Error::Busy),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Error::Busy),
        }
    }
}

/// Why hashing cannot start.
#[derive(Debug, thiserror::Error)]
pub enum HasherError {
    /// Argon2 does not take these parameters.
    #[error("Argon2 does not take these parameters; use memory >= 8 * lanes KiB, passes >= 1")]
    Parameters,
    /// The operating system gave no thread.
    #[error("no thread for hashing: {0}")]
    Thread(#[source] std::io::Error),
}

fn argon2(parameters: HashParameters) -> Result<Argon2<'static>, HasherError> {
    let HashParameters {
        memory,
        passes,
        lanes,
    } = parameters;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| HasherError::Parameters)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Option<PasswordHash> {
    let phc: Phc = argon2.hash_password(password).ok()?;
    Some(PasswordHash::from_phc(phc.to_string()))
}

fn verify<'a>(
    argon2: &Argon2<'_>,
    candidates: impl Iterator<Item = &'a Zeroizing<String>>,
    stored: &PasswordHash,
) -> bool {
    let Ok(stored) = Foreign::parse(stored.as_phc()) else {
        return false;
    };
    let mut right = false;
    for password in candidates {
        if stored.is_fast() {
            // Whoever measures answers must not learn from where a user came, nor that he exists.
            drop(hash(argon2, password.as_bytes()));
        }
        right |= stored.matches(password.as_bytes());
    }
    right
}

fn work(jobs: &Mutex<Receiver<Job>>, argon2: &Argon2<'static>) {
    if let Err(error) =
        thread_priority::set_current_thread_priority(thread_priority::ThreadPriority::Min)
    {
        tracing::debug!(?error, "hashing runs at normal priority");
    }
    loop {
        let job = {
            let jobs = jobs
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            jobs.recv()
        };
        let Ok(job) = job else { return };
        job(argon2);
    }
}

//! Connections: a limit to their number, and to the time a request's head may take.
//!
//! `axum::serve` has neither, so the loop is here, on the same parts of hyper.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{Instant, timeout, timeout_at},
};
use tower::ServiceExt;

/// The head of a request has to be there after so long; a connection may be idle as long.
const HEAD: Duration = Duration::from_secs(10);
/// The length of the kernel's queue.
const IN_QUEUE: usize = 1024;
/// After an error such as too many open files.
const PAUSE: Duration = Duration::from_millis(100);
/// Beyond the limit so many more are told to come again; the rest is closed without a word.
const TURNED_AWAY: usize = 64;
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\
    Content-Length: 0\r\n\r\n";

/// Told to stop, so long a server that has clients still takes their requests; each answer then closes its
/// connection. Clients and balancers have that time to turn elsewhere.
const GRACE: Duration = Duration::from_millis(500);
/// With nobody there for so long, the grace is over.
const QUIET: Duration = Duration::from_millis(50);
/// For so long a connection that has not asked anything yet may still do so.
const FIRST: Duration = Duration::from_millis(500);

/// Accepts connections until told to stop and nobody is surprised by it. What was accepted is still served.
pub(super) async fn accept_until(
    listener: TcpListener,
    router: Router,
    most: u32,
    stop: impl Future<Output = ()>,
) -> Open {
    let door = Door {
        router,
        open: Open::new(most),
        turned_away: Arc::new(Semaphore::new(TURNED_AWAY)),
    };
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => door.enter(accepted).await,
        }
    }
    let end = Instant::now() + GRACE;
    loop {
        let look = end.min(Instant::now() + QUIET);
        match timeout_at(look, listener.accept()).await {
            Ok(accepted) => door.enter(accepted).await,
            Err(_) if Instant::now() >= end || door.open.is_empty() => break,
            Err(_) => {}
        }
        if Instant::now() >= end {
            break;
        }
    }
    // Who stands in the kernel's queue would be thrown out with the listener.
    for _ in 0..IN_QUEUE {
        let Ok(accepted) = timeout(Duration::from_millis(1), listener.accept()).await else {
            break;
        };
        door.enter(accepted).await;
    }
    door.open
}

/// The connections that are open.
pub(super) struct Open {
    most: u32,
    places: Arc<Semaphore>,
    end: watch::Sender<bool>,
}

impl Open {
    fn new(most: u32) -> Self {
        Self {
            most,
            places: Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1))),
            end: watch::Sender::new(false),
        }
    }

    fn is_empty(&self) -> bool {
        usize::try_from(self.most).is_ok_and(|most| self.places.available_permits() == most)
    }

    /// Lets every connection end after the request that it is at, and waits for them.
    pub(super) async fn shutdown(self) {
        self.end.send_replace(true);
        // Who has every place is alone.
        drop(self.places.acquire_many(self.most).await);
    }
}

struct Door {
    router: Router,
    open: Open,
    turned_away: Arc<Semaphore>,
}

impl Door {
    async fn enter(&self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => return rest(&error).await,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        if let Ok(place) = Arc::clone(&self.open.places).try_acquire_owned() {
            let end = self.open.end.subscribe();
            let served = serve(stream, peer, self.router.clone(), end, place);
            tokio::spawn(served);
        } else if let Ok(place) = Arc::clone(&self.turned_away).try_acquire_owned() {
            tokio::spawn(turn_away(stream, place));
        }
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut end: watch::Receiver<bool>,
    place: OwnedSemaphorePermit,
) {
    let asked = Arc::new(AtomicBool::new(false));
    let has_asked = Arc::clone(&asked);
    let service = service_fn(move |request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let mut outcome = tokio::select! {
        outcome = connection.as_mut() => Some(outcome),
        _ = end.wait_for(|end| *end) => None,
    };
    // Its request may be there, unread; told to end now, the connection would be cut off. The answer closes it.
    if outcome.is_none() && !has_asked.load(Ordering::Relaxed) {
        outcome = timeout(FIRST, connection.as_mut()).await.ok();
    }
    let outcome = match outcome {
        Some(outcome) => outcome,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection broke off");
    }
    drop(place);
}

/// Says in a word that every place is taken.
async fn turn_away(mut stream: TcpStream, place: OwnedSemaphorePermit) {
    let farewell = async {
        stream.write_all(BUSY).await?;
        stream.shutdown().await?;
        // Until the other side has read it: closing with something unread would cut the answer off.
        let mut unread = [0; 1024];
        while stream.read(&mut unread).await? > 0 {}
        io::Result::Ok(())
    };
    if !matches!(timeout(Duration::from_secs(1), farewell).await, Ok(Ok(()))) {
        tracing::debug!("a connection that was turned away did not wait for the answer");
    }
    drop(place);
}

/// After an error of the listener itself, such as too many open files, a pause helps; one of the connection alone
/// needs none.
async fn rest(error: &io::Error) {
    let of_connection = matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    );
    if !of_connection {
        tracing::error!(%error, "cannot accept connections; trying again");
        wait(PAUSE).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "only time brings back what is used up"
)]
async fn wait(time: Duration) {
    tokio::time::sleep(time).await;
}

//! Connections: a limit to their number, and to the time a request's head may take.
//!
//! `axum::serve` has neither, so the loop is here, on the same parts of hyper.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
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
/// With nobody there for so long, the grace is over. What has arrived is read in that time, too.
const QUIET: Duration = Duration::from_millis(50);

/// Accepts connections until told to stop and nobody is surprised by it. What was accepted is still served.
pub(super) async fn accept_until(
    listener: TcpListener,
    router: Router,
    most: usize,
    stop: impl Future<Output = ()>,
) -> GracefulShutdown {
    let open = GracefulShutdown::new();
    let door = Door {
        router,
        places: Arc::new(Semaphore::new(most)),
        turned_away: Arc::new(Semaphore::new(TURNED_AWAY)),
    };
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => door.enter(accepted, &open).await,
        }
    }
    let end = Instant::now() + GRACE;
    loop {
        let look = end.min(Instant::now() + QUIET);
        match timeout_at(look, listener.accept()).await {
            Ok(accepted) => door.enter(accepted, &open).await,
            Err(_) if Instant::now() >= end || open.count() == 0 => break,
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
        door.enter(accepted, &open).await;
    }
    drop(listener);
    if open.count() > 0 {
        // A connection that is told to end before its first request was read would be cut off.
        wait(QUIET).await;
    }
    open
}

struct Door {
    router: Router,
    places: Arc<Semaphore>,
    turned_away: Arc<Semaphore>,
}

impl Door {
    async fn enter(&self, accepted: io::Result<(TcpStream, SocketAddr)>, open: &GracefulShutdown) {
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => return rest(&error).await,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            let served = serve(stream, peer, self.router.clone(), open.watcher(), place);
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
    watcher: Watcher,
    place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
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
    reason = "clients need time, and only time brings back what is used up"
)]
async fn wait(time: Duration) {
    tokio::time::sleep(time).await;
}

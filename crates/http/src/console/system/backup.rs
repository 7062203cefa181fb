//! A copy of everything, downloaded by whoever proved lately who he is.

use crate::{
    AppState,
    console::{Crumb, Visit, Window},
    pages::FormPage,
    problem::{Code, Problem},
};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use http_body_util::channel::{Channel, Sender};
use std::{
    fs::File,
    io::{self, Read},
};
use tenure_service::{installation::Backup, ports::Copy};

/// What is read at a time.
const PIECE: usize = 256 * 1024;
/// Pieces that wait to be sent.
const AHEAD: usize = 2;

/// What the copy holds, before it is made.
pub(super) async fn ask(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    if app.installation.way_to_back_up(&visit.actor).await? != Backup::Download {
        return Err(Problem::new(Code::NotFound));
    }
    Ok(crate::console::Page::show(window(&app, &visit)))
}

/// The copy, or why there is none.
pub(super) async fn make(State(app): State<AppState>, visit: Visit) -> Response {
    match app.installation.back_up(&visit.caller).await {
        Ok(copy) => download(&app, copy),
        Err(error) => match Problem::from(error) {
            problem if problem.code == Code::ReauthenticationRequired => {
                window(&app, &visit).refuse(problem)
            }
            problem => problem.into_response(),
        },
    }
}

fn window(app: &AppState, visit: &Visit) -> Window {
    let above = [Crumb::new("/system", visit.say("nav-system"))];
    let shell = visit.shell_below(app, above, visit.say("backup-make"));
    let mut form = FormPage {
        intro: vec![visit.say("backup-ask")],
        points: [
            "backup-ask-all",
            "backup-ask-hashes",
            "backup-ask-key",
            "backup-ask-told",
        ]
        .map(|key| visit.say(key))
        .to_vec(),
        button: visit.say("backup-button"),
        cancel: Some("/system".to_owned()),
        ..FormPage::default()
    };
    if !visit.proved_recently(app.now()) {
        form.intro.push(visit.say("backup-again"));
        let again = visit.say("backup-log-in");
        form.links.push((visit.proof(), again));
    }
    Window::new(shell, form)
}

fn download(app: &AppState, copy: Copy) -> Response {
    let Copy { file, bytes } = copy;
    let (to, body) = Channel::<Bytes, io::Error>::new(AHEAD);
    app.begin(send(file, to));
    let day = app.now().format("%Y-%m-%d");
    let name = format!("attachment; filename=\"tenure-{day}.db\"");
    let mut response = Body::new(body).into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/vnd.sqlite3");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// Piece after piece, as fast as it is read at the other end.
async fn send(mut file: File, mut to: Sender<Bytes, io::Error>) {
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let length = file.read(&mut piece)?;
            piece.truncate(length);
            io::Result::Ok((file, piece))
        });
        let piece = match read.await {
            Ok(Ok((rest, piece))) => {
                file = rest;
                piece
            }
            Ok(Err(error)) => return to.abort(error),
            Err(error) => return to.abort(io::Error::other(error)),
        };
        // At the end, or nobody reads any more.
        if piece.is_empty() || to.send_data(piece.into()).await.is_err() {
            return;
        }
    }
}

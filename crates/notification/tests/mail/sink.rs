//! A mail server that keeps what it gets, and fails when told to.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// What the server does at one point of the conversation.
#[derive(Clone, Debug, Default)]
pub(crate) enum Does {
    /// Accepts.
    #[default]
    Accept,
    /// Answers this instead.
    Say(&'static str),
    /// Closes the connection.
    Drop,
    /// Says nothing and keeps the connection open.
    Hang,
}

/// What the server does, point by point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    pub(crate) greeting: Does,
    pub(crate) mail: Does,
    /// For recipients that contain the text.
    pub(crate) rcpt: Vec<(&'static str, Does)>,
    pub(crate) data: Does,
    /// When the first line of the content has come.
    pub(crate) within: Does,
    /// After the content.
    pub(crate) end: Does,
    /// What it says it can do.
    pub(crate) extensions: &'static [&'static str],
}

/// One mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) to: Vec<String>,
    pub(crate) raw: String,
}

#[derive(Default)]
struct Kept {
    manner: Manner,
    mails: Vec<Received>,
    commands: Vec<String>,
    connections: usize,
}

/// The server. It ends when it is dropped.
pub(crate) struct Sink {
    pub(crate) port: u16,
    kept: Arc<Mutex<Kept>>,
    _tasks: JoinSet<()>,
}

impl Sink {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Arc::new(Mutex::new(Kept {
            manner,
            ..Kept::default()
        }));
        let mut tasks = JoinSet::new();
        let shared = Arc::clone(&kept);
        tasks.spawn(async move {
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                conversations.spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self {
            port,
            kept,
            _tasks: tasks,
        }
    }

    pub(crate) fn behave(&self, manner: Manner) {
        self.kept.lock().unwrap().manner = manner;
    }

    pub(crate) fn mails(&self) -> Vec<Received> {
        self.kept.lock().unwrap().mails.clone()
    }

    /// Every line that was not content.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.kept.lock().unwrap().commands.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.kept.lock().unwrap().connections
    }
}

/// Ends with `None` when either side leaves.
async fn converse(stream: TcpStream, kept: Arc<Mutex<Kept>>) {
    let mut peer = BufReader::new(stream);
    let manner = || kept.lock().unwrap().manner.clone();
    let mut mail = Received::default();
    if act(&mut peer, manner().greeting, "220 sink")
        .await
        .is_none()
    {
        return;
    }
    while let Some(line) = read(&mut peer).await {
        kept.lock().unwrap().commands.push(line.clone());
        let verb = line
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let manner = manner();
        let said = match verb.as_str() {
            "EHLO" => {
                let mut lines = vec!["sink"];
                lines.extend(manner.extensions);
                let last = lines.pop().unwrap();
                let head: String = lines.iter().map(|line| format!("250-{line}\r\n")).collect();
                act(&mut peer, Does::Accept, &format!("{head}250 {last}")).await
            }
            "MAIL" => {
                mail = Received::default();
                act(&mut peer, manner.mail, "250 ok").await
            }
            "RCPT" => {
                let rule = manner
                    .rcpt
                    .into_iter()
                    .find(|(part, _)| line.contains(part));
                let does = rule.map(|(_, does)| does).unwrap_or_default();
                if matches!(does, Does::Accept) {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    mail.to.push(address.to_owned());
                }
                act(&mut peer, does, "250 ok").await
            }
            "DATA" => match (
                act(&mut peer, manner.data.clone(), "354 go on").await,
                manner.data,
            ) {
                (Some(()), Does::Accept) => content(&mut peer, manner.within, &mut mail.raw).await,
                (said, _) => {
                    if said.is_none() {
                        return;
                    }
                    continue;
                }
            },
            "QUIT" => return,
            _ => act(&mut peer, Does::Accept, "250 ok").await,
        };
        let ended = verb == "DATA" && said.is_some();
        if ended {
            if matches!(manner.end, Does::Accept) {
                kept.lock().unwrap().mails.push(std::mem::take(&mut mail));
            }
            if act(&mut peer, manner.end, "250 kept").await.is_none() {
                return;
            }
        } else if said.is_none() {
            return;
        }
    }
}

async fn act(peer: &mut BufReader<TcpStream>, does: Does, accept: &str) -> Option<()> {
    let line = match does {
        Does::Accept => accept,
        Does::Say(line) => line,
        Does::Drop => return None,
        Does::Hang => std::future::pending().await,
    };
    peer.get_mut()
        .write_all(format!("{line}\r\n").as_bytes())
        .await
        .ok()
}

async fn read(peer: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let count = peer.read_line(&mut line).await.ok()?;
    (count > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn content(peer: &mut BufReader<TcpStream>, within: Does, raw: &mut String) -> Option<()> {
    loop {
        let line = read(peer).await?;
        match within {
            Does::Drop => return None,
            Does::Hang => std::future::pending().await,
            Does::Accept | Does::Say(_) => {}
        }
        if line == "." {
            return Some(());
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
}

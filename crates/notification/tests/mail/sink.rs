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

/// One connection. Its steps are `None` when either side leaves.
struct Conversation {
    peer: BufReader<TcpStream>,
    kept: Arc<Mutex<Kept>>,
    mail: Received,
}

async fn converse(stream: TcpStream, kept: Arc<Mutex<Kept>>) {
    let mut conversation = Conversation {
        peer: BufReader::new(stream),
        kept,
        mail: Received::default(),
    };
    let greeting = conversation.manner().greeting;
    let mut next = conversation.act(greeting, "220 sink").await;
    while next.is_some() {
        next = conversation.command().await;
    }
}

impl Conversation {
    fn manner(&self) -> Manner {
        self.kept.lock().unwrap().manner.clone()
    }

    async fn command(&mut self) -> Option<()> {
        let line = self.read().await?;
        self.kept.lock().unwrap().commands.push(line.clone());
        let manner = self.manner();
        match line.split(' ').next().unwrap_or_default() {
            "EHLO" => {
                let lines = [&["sink"], manner.extensions].concat();
                let (last, head) = lines.split_last()?;
                let head: String = head.iter().map(|line| format!("250-{line}\r\n")).collect();
                self.act(Does::Accept, &format!("{head}250 {last}")).await
            }
            "MAIL" => {
                self.mail = Received::default();
                self.act(manner.mail, "250 ok").await
            }
            "RCPT" => {
                let mut rules = manner.rcpt.into_iter();
                let rule = rules.find(|(part, _)| line.contains(part));
                let does = rule.map(|(_, does)| does).unwrap_or_default();
                if matches!(does, Does::Accept) {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    self.mail.to.push(address.to_owned());
                }
                self.act(does, "250 ok").await
            }
            "DATA" if matches!(manner.data, Does::Accept) => self.content(manner).await,
            "DATA" => self.act(manner.data, "").await,
            "QUIT" => None,
            _ => self.act(Does::Accept, "250 ok").await,
        }
    }

    async fn content(&mut self, manner: Manner) -> Option<()> {
        self.act(Does::Accept, "354 go on").await?;
        loop {
            let line = self.read().await?;
            match manner.within {
                Does::Drop => return None,
                Does::Hang => std::future::pending().await,
                Does::Accept | Does::Say(_) => {}
            }
            if line == "." {
                break;
            }
            let line = line.strip_prefix('.').unwrap_or(&line);
            self.mail.raw.push_str(line);
            self.mail.raw.push_str("\r\n");
        }
        if matches!(manner.end, Does::Accept) {
            let mail = std::mem::take(&mut self.mail);
            self.kept.lock().unwrap().mails.push(mail);
        }
        self.act(manner.end, "250 kept").await
    }

    async fn act(&mut self, does: Does, accept: &str) -> Option<()> {
        let line = match does {
            Does::Accept => accept,
            Does::Say(line) => line,
            Does::Drop => return None,
            Does::Hang => std::future::pending().await,
        };
        let line = format!("{line}\r\n");
        self.peer.get_mut().write_all(line.as_bytes()).await.ok()
    }

    async fn read(&mut self) -> Option<String> {
        let mut line = String::new();
        let count = self.peer.read_line(&mut line).await.ok()?;
        (count > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

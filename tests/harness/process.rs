//! The server as a process: started, killed, started again on the same data.

use crate::{client::Client, database::Database};
use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// What the tests know of the first administrator.
pub(crate) const ADMIN: (&str, &str) = ("ana@example.com", "plum ladder orbit canvas");
/// A password for everybody else.
pub(crate) const PASSWORD: &str = "velvet harbor snail trumpet";

/// A server under test with its data.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    base: String,
    setup_token: Option<String>,
    data: TempDir,
    /// Gone with the server.
    _database: Database,
    environment: Vec<(String, String)>,
    database_url: Option<String>,
    shell: Option<String>,
}

/// How a server differs from the ordinary.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    /// More environment.
    pub(crate) environment: Vec<(String, String)>,
    /// Another way to the database, such as a proxy.
    pub(crate) database_url: Option<String>,
    /// Shell words before the server starts, such as limits.
    pub(crate) shell: Option<String>,
}

impl Server {
    pub(crate) async fn start(database: Database) -> Self {
        Self::start_with(database, Wish::default()).await
    }

    pub(crate) async fn start_with(database: Database, wish: Wish) -> Self {
        let data = TempDir::new().unwrap();
        let mut environment = wish.environment;
        // Hashing and rate limits are not what these tests are about.
        let ordinary = [
            ("TENURE__HASHING__WEAK_FOR_TESTS", "true"),
            ("TENURE__HASHING__MEMORY", "8"),
            ("TENURE__HASHING__PASSES", "1"),
            ("TENURE__LIMITS__ENABLED", "false"),
        ];
        for (name, value) in ordinary {
            if !environment.iter().any(|(known, _)| known == name) {
                environment.push((name.to_owned(), value.to_owned()));
            }
        }
        let database_url = wish.database_url.or_else(|| database.url());
        let (child, base, setup_token) = spawn(
            data.path(),
            database_url.as_deref(),
            &environment,
            wish.shell.as_deref(),
        )
        .await;
        Self {
            child,
            base,
            setup_token,
            data,
            _database: database,
            environment,
            database_url,
            shell: wish.shell,
        }
    }

    /// A client without a session.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.base, None)
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id().expect("the server runs")
    }

    pub(crate) fn setup_token(&self) -> &str {
        self.setup_token
            .as_deref()
            .expect("a fresh server prints its set-up link")
    }

    pub(crate) fn prints_setup_link(&self) -> bool {
        self.setup_token.is_some()
    }

    /// The way to the database, where it is a server's.
    pub(crate) fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref()
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// The first administrator, set up and logged in.
    pub(crate) async fn administrator(&self) -> Client {
        let client = self.client();
        let body = serde_json::json!({
            "token": self.setup_token(), "organization": "Acme", "email": ADMIN.0,
            "first_name": "Ana", "last_name": "López", "password": ADMIN.1,
        });
        client.post("/setup", &body).await.expect(201);
        self.client().log_in(ADMIN.0, ADMIN.1).await
    }

    /// The end of a power cut: nothing is flushed, nobody is asked.
    pub(crate) async fn kill(&mut self) {
        self.child.start_kill().unwrap();
        self.child.wait().await.unwrap();
    }

    /// Asks the server to stop and says how it ended.
    pub(crate) async fn stop(&mut self) -> std::process::ExitStatus {
        let pid = self.pid().to_string();
        let status = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap();
        assert!(status.success());
        timeout(Duration::from_secs(15), self.child.wait())
            .await
            .expect("stops within 15 s")
            .unwrap()
    }

    /// Starts again on the same data, after a kill or a stop.
    pub(crate) async fn start_again(&mut self) {
        let (child, base, token) = spawn(
            self.data.path(),
            self.database_url.as_deref(),
            &self.environment,
            self.shell.as_deref(),
        )
        .await;
        self.child = child;
        self.base = base;
        self.setup_token = token;
    }

    /// Runs another command of the same program on the same data.
    pub(crate) async fn command(&self, arguments: &[&str]) -> Output {
        self.command_reading(arguments, "").await
    }

    /// The same with this on its standard input.
    pub(crate) async fn command_reading(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .arg("--data")
            .arg(self.data.path())
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that reads nothing may have ended already.
        drop(stdin.write_all(input.as_bytes()).await);
        drop(stdin);
        child.wait_with_output().await.unwrap()
    }

    /// The administrator of a tenant of this preset, made beside the default one.
    pub(crate) async fn tenant(&self, preset: &str) -> Client {
        let made = ["tenant", "create", preset, "--preset", preset];
        let admin = ["--admin-email", ADMIN.0, "--admin-password-stdin"];
        let arguments = [&made[..], &admin[..]].concat();
        let output = self
            .command_reading(&arguments, &format!("{}\n", ADMIN.1))
            .await;
        assert!(output.status.success(), "{output:?}");
        let visitor = Client::new(&self.base, Some(preset));
        visitor.log_in(ADMIN.0, ADMIN.1).await
    }

    /// The mails written so far, oldest first.
    pub(crate) fn mails(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.data.path().join("mail")) else {
            return Vec::new();
        };
        let mut paths = entries
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<PathBuf>>();
        paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
        paths.sort();
        paths
            .iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    /// The newest link of this kind mailed to an address, once it is there.
    pub(crate) async fn mailed_token(&self, to: &str, path: &str) -> String {
        let found = crate::client::eventually("a mail with a link", || async {
            let mails = self.mails();
            let mine = mails
                .iter()
                .rev()
                .filter(|mail| mail.contains(&format!("To: {to}")));
            mine.filter_map(|mail| token_after(mail, path)).next()
        });
        found.await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only this child, by its handle; it may have ended already.
        drop(self.child.start_kill());
    }
}

/// The token that follows a link's path in a text.
pub(crate) fn token_after(text: &str, path: &str) -> Option<String> {
    let (_, rest) = text.split_once(path)?;
    let token = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c));
    Some(token.collect::<String>()).filter(|token| token.len() > 20)
}

pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_tenure-under-test")
}

async fn spawn(
    data: &Path,
    database_url: Option<&str>,
    environment: &[(String, String)],
    shell: Option<&str>,
) -> (Child, String, Option<String>) {
    let mut words = vec![
        "serve".to_owned(),
        "--listen".to_owned(),
        "127.0.0.1:0".to_owned(),
    ];
    words.extend(["--data".to_owned(), data.display().to_string()]);
    if let Some(url) = database_url {
        words.extend(["--database-url".to_owned(), url.to_owned()]);
    }
    let mut command = match shell {
        None => Command::new(program()),
        Some(before) => {
            let mut command = Command::new("sh");
            command.args(["-c", &format!("{before}; exec \"$0\" \"$@\""), program()]);
            command
        }
    };
    command.args(words).envs(environment.iter().cloned());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    if std::env::var_os("SHOW_SERVER_LOG").is_none() {
        command.stderr(Stdio::null());
    }
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reading = async {
        let (mut base, mut token) = (None, None);
        while let Some(line) = lines.next_line().await.unwrap() {
            token = token.or_else(|| token_after(&line, "/setup?token="));
            if let Some((_, url)) = line.split_once("Listening on ") {
                base = Some(url.trim().to_owned());
                break;
            }
        }
        // The set-up link, if any, is printed right with the address.
        if token.is_none() {
            let next = timeout(Duration::from_millis(200), lines.next_line()).await;
            if let Ok(Ok(Some(line))) = next {
                token = token_after(&line, "/setup?token=");
            }
        }
        (base, token)
    };
    let (base, token) = timeout(Duration::from_secs(30), reading)
        .await
        .expect("listens within 30 s");
    // Whatever is printed later is read away, so that the server never waits for us.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, base.expect("prints where it listens"), token)
}

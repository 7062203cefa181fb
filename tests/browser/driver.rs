//! One chromedriver for all tests of this process. It ends with the process, however that ends.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    sync::OnceLock,
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A shell that waits until its input ends, then ends the driver and removes its folder.
///
/// We hold the other end of that input; when this process goes, the kernel closes it. Chromium hangs on a pipe of the
/// driver and goes with it.
const GUARD: &str = r#"
    trap : INT TERM HUP
    TMPDIR=$1 chromedriver --port=0 </dev/null 2>/dev/null &
    cat >/dev/null
    kill -KILL $!
    wait
    rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
"#;

/// So many Chromiums at a time; more only wait for each other.
static SLOTS: Semaphore = Semaphore::const_new(4);

#[derive(Debug)]
struct Driver {
    url: String,
    /// Its input keeps the driver alive, its output has a reader as long as there is somebody to write.
    _guard: Child,
    _output: BufReader<ChildStdout>,
}

static DRIVER: OnceLock<Driver> = OnceLock::new();

/// Where the driver listens. The first who asks starts it.
pub(crate) fn url() -> &'static str {
    &DRIVER.get_or_init(start).url
}

/// Room for one more Chromium.
pub(crate) async fn slot() -> SemaphorePermit<'static> {
    SLOTS.acquire().await.unwrap()
}

fn start() -> Driver {
    let folder = tempfile::TempDir::with_prefix("tenure-browser-");
    let folder = folder.unwrap().keep();
    let mut guard = Command::new("sh")
        .args(["-c", GUARD, "guard"])
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(guard.stdout.take().unwrap());
    let mut line = String::new();
    let port = loop {
        line.clear();
        let length = output.read_line(&mut line).unwrap();
        assert_ne!(
            length, 0,
            "chromedriver does not start; Debian has it in `chromium-driver`"
        );
        if let Some((_, port)) = line.trim_end().split_once("started successfully on port ") {
            break port.trim_end_matches('.').to_owned();
        }
    };
    Driver {
        url: format!("http://127.0.0.1:{port}"),
        _guard: guard,
        _output: output,
    }
}

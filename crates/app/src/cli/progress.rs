//! How far a long piece of work has come: a bar on a terminal, a line now and then elsewhere.

use crate::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr};

/// Without a terminal a line after so many more.
const EVERY: u64 = 10_000;

/// The progress of some work.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    told: u64,
}

impl Progress {
    /// Of work on so many bytes, where that is known.
    pub(super) fn of_bytes(length: Option<u64>) -> Self {
        let template = match length {
            Some(_) => "{bar:30} {percent:>3}%  {elapsed_precise}  {msg}",
            None => "{spinner} {elapsed_precise}  {msg}",
        };
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, told: 0 }
    }

    /// So many bytes are read, so many users or rows done.
    pub(super) fn at(&mut self, bytes: u64, done: u64, words: impl FnOnce() -> String) {
        match &self.bar {
            Some(bar) => {
                bar.set_position(bytes);
                bar.set_message(words());
            }
            None if done >= self.told.saturating_add(EVERY) => {
                self.told = done;
                output::note(&words());
            }
            None => {}
        }
    }

    /// Says something that stays.
    pub(super) fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| output::note(text)),
            None => output::note(text),
        }
    }

    /// The work is over.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

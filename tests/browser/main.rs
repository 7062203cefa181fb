//! The pages in a real Chromium: what a person sees, clicks, types and hears.
//!
//! Every page that a test looks at is checked by axe-core, at two widths, light and dark, and photographed; nothing may
//! come from a foreign host, and the console of the browser stays empty.

#[cfg(test)]
#[path = "../harness/client.rs"]
#[expect(dead_code, reason = "the browser needs a part of it")]
mod client;
#[cfg(test)]
#[path = "../harness/database.rs"]
#[expect(dead_code, reason = "SQLite will do to look at pages")]
mod database;
#[cfg(test)]
#[path = "../harness/jpeg.rs"]
mod jpeg;
#[cfg(test)]
#[path = "../harness/process.rs"]
#[expect(dead_code, reason = "the browser needs a part of it")]
mod process;

#[cfg(test)]
mod browser;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod hands;
#[cfg(test)]
mod house;
#[cfg(test)]
mod life;
#[cfg(test)]
mod look;
#[cfg(test)]
mod net;
#[cfg(test)]
mod table;

#[cfg(test)]
mod demo;
#[cfg(test)]
mod entry;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod people;
#[cfg(test)]
mod window;

#[cfg(test)]
pub(crate) use browser::Browser;

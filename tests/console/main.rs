//! The console as a browser without JavaScript meets it: pages and forms over HTTP against the real server process,
//! under the rules of each of the systems. What only a browser shows is in `tests/browser`.

#[cfg(test)]
#[path = "../harness/both.rs"]
mod both;
#[cfg(test)]
#[path = "../harness/client.rs"]
#[expect(dead_code, reason = "the console needs a part of it")]
mod client;
#[cfg(test)]
#[path = "../conformance/clock.rs"]
mod clock;
#[cfg(test)]
#[path = "../harness/database.rs"]
mod database;
#[cfg(test)]
#[path = "../../crates/http/tests/pages/html.rs"]
mod html;
#[cfg(test)]
#[path = "../harness/jpeg.rs"]
mod jpeg;
#[cfg(test)]
#[path = "../harness/process.rs"]
#[expect(dead_code, reason = "the console needs a part of it")]
mod process;
#[cfg(test)]
#[path = "../conformance/system.rs"]
#[expect(dead_code, reason = "the console needs a part of it")]
mod system;
#[cfg(test)]
mod web;

#[cfg(test)]
mod dashboard;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod german;
#[cfg(test)]
mod organization;
#[cfg(test)]
mod people;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod system_pages;
#[cfg(test)]
mod trail;
#[cfg(test)]
mod user;

//! The pages as a browser meets them: forms over real use cases, with stores that live in memory.

#[cfg(test)]
#[path = "pages/account.rs"]
mod account;
#[cfg(test)]
#[path = "pages/assets.rs"]
mod assets;
#[cfg(test)]
#[path = "pages/errors.rs"]
mod errors;
#[cfg(test)]
#[path = "pages/forms.rs"]
mod forms;
#[cfg(test)]
#[path = "pages/html.rs"]
mod html;
#[cfg(test)]
#[path = "pages/links.rs"]
mod links;
#[cfg(test)]
#[path = "pages/log_in.rs"]
mod log_in;
#[cfg(test)]
#[path = "pages/setup.rs"]
mod setup;
#[cfg(test)]
#[path = "pages/world.rs"]
mod world;

//! The tables as flat rows. Moments are whole microseconds since 1970 in UTC, so that both databases
//! keep and compare them alike.
#![expect(
    unreachable_pub,
    reason = "the derive asks for `pub`; the module itself is private"
)]

pub mod answer;
pub mod assignment;
pub mod attempt;
pub mod command;
pub mod day_off;
pub mod event;
pub mod facility_log_in;
pub mod grant;
pub mod membership;
pub mod old_password;
pub mod order;
pub mod outbox;
pub mod photo;
pub mod place;
pub mod reference;
pub mod role;
pub mod session;
pub mod setup_token;
pub mod tenant;
pub mod user;

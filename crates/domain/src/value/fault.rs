//! What is wrong with a text, said to whoever wrote it.

use super::{InvalidEmail, InvalidPin, InvalidText, InvalidUsername};

/// Why a parser refused a text, with its permanent code.
pub trait Fault: ToString {
    /// The permanent code.
    fn code(&self) -> &'static str {
        "invalid"
    }
}

impl Fault for &'static str {}
impl Fault for String {}
impl Fault for InvalidEmail {}
impl Fault for InvalidUsername {}
impl Fault for uuid::Error {}

impl Fault for InvalidPin {
    fn code(&self) -> &'static str {
        Self::code(*self)
    }
}

impl Fault for InvalidText {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter | Self::Form { .. } => "invalid",
        }
    }
}

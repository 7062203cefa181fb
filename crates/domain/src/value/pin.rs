//! PINs: a few digits, good at one facility (HW-33).

use super::{AcceptedPassword, PlainPassword};
use std::ops::RangeInclusive;

/// How many digits a PIN has.
const LENGTH: RangeInclusive<usize> = 4..=12;

/// A PIN that can be set: digits that are not the first ones that anybody tries.
#[derive(Clone, Debug)]
pub struct Pin(PlainPassword);

/// Why digits are no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPin {
    /// Something else than digits, or too few or too many.
    #[error("Write a PIN of 4 to 12 digits.")]
    Form,
    /// One digit again and again.
    #[error("Use more than one digit.")]
    Repeated,
    /// Digits as they are counted, up or down.
    #[error("Do not use digits in their order, such as 1234 or 9876.")]
    Sequence,
}

impl InvalidPin {
    /// The permanent code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "invalid",
            Self::Repeated | Self::Sequence => "too_common",
        }
    }
}

impl Pin {
    /// Takes a new PIN.
    ///
    /// # Errors
    /// [`InvalidPin`] for what is no PIN or too easy to guess.
    pub fn parse(text: &str) -> Result<Self, InvalidPin> {
        let plain = PlainPassword::parse(text).ok_or(InvalidPin::Form)?;
        let digits = plain.expose().as_bytes();
        if !LENGTH.contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return Err(InvalidPin::Form);
        }
        let steps = digits.iter().zip(digits.iter().skip(1));
        // After nine comes zero, as on a telephone.
        let mut steps = steps.map(|(one, next)| (10 + next - one) % 10);
        let first = steps.next();
        match first {
            Some(step) if steps.any(|other| other != step) => Ok(Self(plain)),
            Some(0) => Err(InvalidPin::Repeated),
            Some(1 | 9) => Err(InvalidPin::Sequence),
            Some(_) | None => Ok(Self(plain)),
        }
    }

    /// The PIN as what can be hashed.
    #[must_use]
    pub fn accepted(self) -> AcceptedPassword {
        AcceptedPassword::new(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidPin, Pin};

    #[test]
    fn a_pin_is_4_to_12_digits_that_nobody_tries_first() {
        for good in ["2846", "1235", "2468", "000001", "914703528614"] {
            assert!(Pin::parse(good).is_ok(), "{good}");
        }
        let wrong = [
            ("", InvalidPin::Form),
            ("284", InvalidPin::Form),
            ("9147035286140", InvalidPin::Form),
            ("28 46", InvalidPin::Form),
            ("abcd", InvalidPin::Form),
            ("7777", InvalidPin::Repeated),
            ("1234", InvalidPin::Sequence),
            ("67890", InvalidPin::Sequence),
            ("4321", InvalidPin::Sequence),
            ("3210987", InvalidPin::Sequence),
        ];
        for (text, fault) in wrong {
            assert_eq!(Pin::parse(text).map(drop), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_pin_is_never_printed() {
        assert!(!format!("{:?}", Pin::parse("2846")).contains("2846"));
    }
}

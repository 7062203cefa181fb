//! Judging a new password (P-55; NIST SP 800-63B-4, OWASP ASVS 6.2).

use super::{Blocklist, CharacterClasses, PasswordRules};
use crate::value::{
    AcceptedPassword, PasswordContext, PasswordFault, PlainPassword, WeakPassword, fold,
};
use zxcvbn::{Score, zxcvbn};

impl PasswordRules {
    /// Accepts a password or says everything that is wrong with it, at once.
    ///
    /// # Errors
    /// [`WeakPassword`] with each fault.
    pub fn accept(
        &self,
        password: PlainPassword,
        context: &PasswordContext,
    ) -> Result<AcceptedPassword, WeakPassword> {
        let mut faults = Vec::new();
        let length = password.length();
        if length < usize::from(self.min) {
            faults.push(PasswordFault::TooShort { min: self.min });
        }
        if length > usize::from(self.max) {
            faults.push(PasswordFault::TooLong { max: self.max });
        }
        if self.classes == CharacterClasses::LetterDigitSpecial && !has_classes(password.expose()) {
            faults.push(PasswordFault::MissingClass);
        }
        if self.blocklist == Blocklist::Guessable {
            let folded = fold(password.expose());
            if context
                .words()
                .iter()
                .any(|word| folded.contains(word.as_str()))
            {
                faults.push(PasswordFault::ContextWord);
            }
            if is_guessable(&folded, context) {
                faults.push(PasswordFault::TooCommon);
            }
        }
        if faults.is_empty() {
            Ok(AcceptedPassword::new(password))
        } else {
            Err(WeakPassword(faults))
        }
    }
}

fn has_classes(password: &str) -> bool {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    has(char::is_alphabetic) && has(char::is_numeric) && has(|c| "!@#$%^&*".contains(c))
}

/// Estimated guesses below 10^8 (score under 3), on the first 100 characters: zxcvbn reads no more.
fn is_guessable(folded: &str, context: &PasswordContext) -> bool {
    let words = context
        .words()
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>();
    let head = folded.chars().take(100).collect::<String>();
    zxcvbn(&head, &words).score() < Score::Three
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::presets::standard;

    fn judge(text: &str) -> Vec<PasswordFault> {
        let context = PasswordContext::new(["Tenure", "Acme Outfitters", "ana.lopez@example.com"]);
        let plain = PlainPassword::parse(text).expect("within the byte limit");
        match standard().credential.password.accept(plain, &context) {
            Ok(_) => Vec::new(),
            Err(WeakPassword(faults)) => faults,
        }
    }

    #[test]
    fn long_passphrases_of_any_characters_are_accepted() {
        for good in [
            "plum ladder orbit canvas",
            "violetteharborsnail",
            "窓辺の猫は夜明けの歌を静かに聴いている",
            "🦀🌵🧭🎻🧂🪁🛶🥨🪴🧵🎈🗿🚲🧦🍉",
        ] {
            assert_eq!(judge(good), [], "{good}");
        }
    }

    #[test]
    fn every_fault_is_named_at_once() {
        assert_eq!(
            judge("lopez2024"),
            [
                PasswordFault::TooShort { min: 15 },
                PasswordFault::ContextWord,
                PasswordFault::TooCommon
            ]
        );
    }

    #[test]
    fn common_and_repeated_passwords_are_refused_whatever_their_length() {
        for bad in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaaaaaa",
            "123456789012345",
            "qwertyuiopasdfgh",
        ] {
            assert!(judge(bad).contains(&PasswordFault::TooCommon), "{bad}");
        }
    }

    #[test]
    fn the_name_of_the_organization_may_not_stand_in_a_password() {
        assert!(judge("plum OUTFITTERS orbit canvas").contains(&PasswordFault::ContextWord));
    }

    #[test]
    fn too_long_is_said_not_cut() {
        let long = "plum ladder orbit canvas ".repeat(6);
        assert!(judge(&long).contains(&PasswordFault::TooLong { max: 128 }));
    }
}

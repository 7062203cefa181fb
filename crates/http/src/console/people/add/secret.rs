//! A password that nobody has to think of.

use tenure_domain::policy::PasswordRules;

/// Letters and digits that are not taken for one another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz";
const DIGITS: &[u8] = b"23456789";

/// Twenty characters at least: groups of letters, with the digit and the sign that some rules ask for.
pub(super) fn suggestion(rules: PasswordRules) -> String {
    let most = usize::from(rules.max);
    let wanted = usize::from(rules.min).max(20).min(most.max(2));
    let mut text = String::new();
    while text.len() + 2 < wanted {
        if text.len() % 6 == 5 {
            text.push('-');
        } else {
            text.push(one_of(LETTERS));
        }
    }
    text.push(one_of(DIGITS));
    text.push('!');
    text
}

fn one_of(signs: &[u8]) -> char {
    let at = rand::random_range(0..signs.len());
    signs.get(at).copied().map_or('x', char::from)
}

#[cfg(test)]
mod tests {
    use super::suggestion;
    use tenure_domain::{policy::presets, value::PasswordContext, value::PlainPassword};

    #[test]
    fn every_system_accepts_what_is_suggested_and_it_is_never_the_same() {
        let policies = [
            presets::standard(),
            presets::hotwax(),
            presets::order_broker(),
            presets::hesh(),
            presets::chord(),
        ];
        for policy in policies {
            let rules = policy.credential.password;
            let first = suggestion(rules);
            assert_ne!(first, suggestion(rules));
            let plain = PlainPassword::parse(&first).unwrap();
            let context = PasswordContext::new(["ana", "tenure"]);
            assert!(rules.accept(plain, &context).is_ok(), "{first}");
        }
    }
}

//! Every setting with its default: the one list that loading, `config print` and the documents share.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// `section.key`, as a file writes it.
    pub key: &'static str,
    /// What holds when nobody says anything; empty: nothing.
    pub default: &'static str,
    /// Is the value kept from whoever looks over a shoulder? Then it can also come from a file.
    pub secret: bool,
}

const fn plain(key: &'static str, default: &'static str) -> Setting {
    Setting {
        key,
        default,
        secret: false,
    }
}

const fn secret(key: &'static str) -> Setting {
    Setting {
        key,
        default: "",
        secret: true,
    }
}

/// Every setting, in the order in which people read them.
pub const SETTINGS: &[Setting] = &[
    plain("server.listen", "127.0.0.1:8080"),
    plain("server.public_url", ""),
    plain("server.trusted_proxies", "false"),
    plain("server.hosts", ""),
    plain("server.insecure_http", "false"),
    plain("server.max_connections", "1024"),
    plain("server.max_requests", "1024"),
    plain("data.dir", "./data"),
    secret("database.url"),
    plain("database.max_connections", ""),
    plain("database.migrate", "auto"),
    secret("smtp.url"),
    plain("smtp.from", "Tenure <no-reply@localhost>"),
    plain("hashing.memory", "19456"),
    plain("hashing.passes", "2"),
    plain("hashing.lanes", "1"),
    plain("hashing.weak_for_tests", "false"),
    plain("log.format", "text"),
    plain("log.level", "info"),
    plain("limits.enabled", "true"),
    plain("bootstrap.email", ""),
    plain("bootstrap.password_file", ""),
];

impl Setting {
    /// The name of its environment variable.
    #[must_use]
    pub fn env(&self) -> String {
        format!("TENURE__{}", self.key.replace('.', "__").to_uppercase())
    }

    /// The name of the variable that names a file with the value; only for secrets.
    #[must_use]
    pub fn env_file(&self) -> Option<String> {
        self.secret.then(|| format!("{}_FILE", self.env()))
    }
}

/// The setting of this key.
#[must_use]
pub(super) fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// The setting that somebody may have meant.
#[must_use]
pub(super) fn nearest(key: &str) -> Option<&'static str> {
    let known = SETTINGS.iter().map(|setting| setting.key);
    known
        .map(|known| (distance(key, known), known))
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, known)| known)
}

/// How many letters must be put in, taken out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b = b.chars().collect::<Vec<_>>();
    let mut row = (0..=b.len()).collect::<Vec<_>>();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let best = (diagonal + usize::from(x != *y))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{SETTINGS, distance, nearest};

    #[test]
    fn a_misspelt_setting_finds_the_one_that_was_meant() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(nearest("server.listne"), Some("server.listen"));
        assert_eq!(nearest("colour"), None);
    }

    #[test]
    fn every_setting_stands_in_the_operations_guide() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");
        let guide = std::fs::read_to_string(guide).unwrap();
        for setting in SETTINGS {
            let default = if setting.default.is_empty() {
                "–".to_owned()
            } else {
                format!("`{}`", setting.default)
            };
            let row = format!("| `{}` | `{}` | {default} |", setting.key, setting.env());
            assert!(guide.contains(&row), "docs/operations.md lacks: {row}");
        }
    }
}

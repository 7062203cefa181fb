//! The data directory, the key, the settings file: who can read them?

use crate::{
    config::{Config, SETTINGS, Sources},
    data_dir::{KEY_FILE, mode, read_key},
};
use std::fs;
use tenure_service::ports::Check;

/// A settings file with secrets in it is nobody else's business.
pub(crate) fn config_file(sources: &Sources) -> Option<Check> {
    let name = "settings file";
    let path = sources.config_file()?;
    let shown = path.display();
    let values = sources.load().values;
    let origin = path.display().to_string();
    let has_password = SETTINGS.iter().any(|setting| {
        let found = values.get(setting.key);
        setting.secret
            && found.is_some_and(|found| found.origin == origin && found.text.contains('@'))
    });
    let open = fs::metadata(&path).ok().and_then(|about| mode(&about));
    let open = open.is_some_and(|mode| mode & 0o077 != 0);
    if has_password && open {
        let remedy = format!("chmod 600 {shown}");
        return Some(Check::warn(
            name,
            "has a password in it and others can read it",
            remedy,
        ));
    }
    Some(Check::ok(name, shown.to_string()))
}

pub(crate) fn data_dir(config: &Config) -> Vec<Check> {
    let name = "data directory";
    let dir = &config.data_dir;
    let shown = dir.display();
    let about = match fs::metadata(dir) {
        Ok(about) if about.is_dir() => about,
        Ok(_) => {
            let found = format!("{shown} is not a directory");
            return vec![Check::fail(name, found, "choose another data.dir")];
        }
        Err(error) => {
            let found = format!("{shown}: {error}");
            let remedy = "tenure serve makes it at the first start";
            return vec![Check::fail(name, found, remedy)];
        }
    };
    let dir_check = match mode(&about) {
        Some(mode) if mode & 0o077 != 0 => {
            let found = format!("{shown} is open to others (mode {mode:04o})");
            Check::warn(name, found, format!("chmod 700 {shown}"))
        }
        Some(_) | None => Check::ok(name, shown.to_string()),
    };
    let key = dir.join(KEY_FILE);
    let key_check = if key.exists() {
        match read_key(&key) {
            Ok(_) => Check::ok("key of links", key.display().to_string()),
            Err(error) => Check::fail("key of links", format!("{error:#}"), "see there"),
        }
    } else {
        let found = format!("{} is not there yet", key.display());
        Check::warn(
            "key of links",
            found,
            "tenure serve makes it at the first start",
        )
    };
    vec![dir_check, key_check]
}

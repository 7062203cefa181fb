//! The sources of settings, laid over each other by the crate `config`; each value keeps its origin.

use super::settings::{self, SETTINGS};
use config::{Environment, File, FileFormat, Source, Value, ValueKind};
use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// The file that is read when nobody names one.
const USUAL_FILE: &str = "tenure.toml";

/// Where settings come from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file that somebody named; it must exist.
    pub file: Option<PathBuf>,
    /// Where the usual file is looked for.
    pub directory: PathBuf,
    /// The environment.
    pub env: Vec<(OsString, OsString)>,
    /// Flags: the setting's key and its value.
    pub flags: Vec<(&'static str, String)>,
}

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As text; lists joined by commas.
    pub text: String,
    /// In words.
    pub origin: String,
}

/// All values, and what is wrong with their sources.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// By key.
    pub values: BTreeMap<&'static str, Found>,
    /// Each a sentence.
    pub errors: Vec<String>,
}

impl Sources {
    /// The process's own environment and working directory.
    #[must_use]
    pub fn of_process(file: Option<PathBuf>, flags: Vec<(&'static str, String)>) -> Self {
        Self {
            file,
            directory: PathBuf::new(),
            env: std::env::vars_os().collect(),
            flags,
        }
    }

    /// Reads all sources.
    #[must_use]
    pub fn load(&self) -> Loaded {
        let mut loaded = Loaded::default();
        let file = self.file_values(&mut loaded.errors);
        let env = self.env_values(&mut loaded.errors);
        let flags = self.flag_values();
        for setting in SETTINGS {
            let layers = [&flags, &env, &file];
            let found = layers.into_iter().find_map(|layer| layer.get(setting.key));
            let found = found.cloned().unwrap_or_else(|| Found {
                text: setting.default.to_owned(),
                origin: "default".to_owned(),
            });
            loaded.values.insert(setting.key, found);
        }
        loaded
    }

    /// The file to read, if there is one.
    #[must_use]
    pub fn config_file(&self) -> Option<PathBuf> {
        self.file.clone().or_else(|| {
            let usual = self.directory.join(USUAL_FILE);
            usual.is_file().then_some(usual)
        })
    }

    fn file_values(&self, errors: &mut Vec<String>) -> BTreeMap<String, Found> {
        let Some(path) = self.config_file() else {
            return BTreeMap::new();
        };
        let collected = File::new(&path.to_string_lossy(), FileFormat::Toml).collect();
        let table = match collected {
            Ok(table) => table,
            Err(error) => {
                errors.push(format!("{}: {error}", path.display()));
                return BTreeMap::new();
            }
        };
        let mut values = BTreeMap::new();
        flatten("", table, &mut values, errors, &path);
        known_only(values, errors, |key| {
            format!("{} in {}", key, path.display())
        })
    }

    fn env_values(&self, errors: &mut Vec<String>) -> BTreeMap<String, Found> {
        let mut variables = HashMap::new();
        for (name, value) in &self.env {
            let Some(name) = name.to_str().filter(|name| is_ours(name)) else {
                continue;
            };
            match value.to_str() {
                Some(value) => drop(variables.insert(name.to_owned(), value.to_owned())),
                None => errors.push(format!("{name}: the value is not UTF-8")),
            }
        }
        let secrets = secrets_in_files(&mut variables, errors);
        let environment = Environment::with_prefix("TENURE")
            .separator("__")
            .ignore_empty(true)
            .source(Some(variables));
        let mut values = BTreeMap::new();
        match environment.collect() {
            Ok(table) => {
                for (key, value) in table {
                    let name = format!("TENURE__{}", key.replace('.', "__").to_uppercase());
                    let origin = secrets.get(&name).cloned().unwrap_or(name);
                    let text = value.into_string().unwrap_or_default();
                    values.insert(key, Found { text, origin });
                }
            }
            Err(error) => errors.push(error.to_string()),
        }
        known_only(values, errors, |key| {
            let name = key.replace('.', "__").to_uppercase();
            format!("{key} (the environment variable TENURE__{name})")
        })
    }

    fn flag_values(&self) -> BTreeMap<String, Found> {
        let flags = self.flags.iter().map(|(key, text)| {
            let origin = "command line".to_owned();
            let text = text.clone();
            ((*key).to_owned(), Found { text, origin })
        });
        flags.collect()
    }
}

fn is_ours(name: &str) -> bool {
    name.to_ascii_uppercase().starts_with("TENURE__")
}

/// Replaces `…_FILE` by what is in the file, for secrets; answers with the origin of each.
fn secrets_in_files(
    variables: &mut HashMap<String, String>,
    errors: &mut Vec<String>,
) -> BTreeMap<String, String> {
    let mut origins = BTreeMap::new();
    for setting in SETTINGS {
        let Some(named) = setting.env_file() else {
            continue;
        };
        let Some(path) = variables.remove(&named).filter(|path| !path.is_empty()) else {
            continue;
        };
        if variables.contains_key(&setting.env()) {
            errors.push(format!(
                "{named}: {} is set as well; leave out one of the two",
                setting.env()
            ));
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                origins.insert(setting.env(), format!("{named} ({path})"));
                variables.insert(setting.env(), text.trim_end().to_owned());
            }
            Err(error) => errors.push(format!("{named}: cannot read {path}: {error}")),
        }
    }
    origins
}

fn flatten(
    prefix: &str,
    table: HashMap<String, Value>,
    values: &mut BTreeMap<String, Found>,
    errors: &mut Vec<String>,
    path: &Path,
) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        let text = match value.kind.clone() {
            ValueKind::Table(inner) => {
                flatten(&key, inner, values, errors, path);
                continue;
            }
            ValueKind::Array(items) => {
                let items = items.into_iter().map(Value::into_string);
                items
                    .collect::<Result<Vec<_>, _>>()
                    .map(|all| all.join(","))
            }
            ValueKind::Nil
            | ValueKind::Boolean(_)
            | ValueKind::I64(_)
            | ValueKind::I128(_)
            | ValueKind::U64(_)
            | ValueKind::U128(_)
            | ValueKind::Float(_)
            | ValueKind::String(_) => value.into_string(),
        };
        match text {
            Ok(text) => {
                let origin = path.display().to_string();
                values.insert(key, Found { text, origin });
            }
            Err(error) => errors.push(format!("{key} in {}: {error}", path.display())),
        }
    }
}

/// Keeps what is a setting; the rest is an error with a hint.
fn known_only(
    mut values: BTreeMap<String, Found>,
    errors: &mut Vec<String>,
    place: impl Fn(&str) -> String,
) -> BTreeMap<String, Found> {
    values.retain(|key, _| {
        if settings::find(key).is_some() {
            return true;
        }
        let hint = settings::nearest(key).map(|near| format!(" Did you mean {near}?"));
        let hint = hint.unwrap_or_default();
        errors.push(format!("{}: there is no such setting.{hint}", place(key)));
        false
    });
    values
}

//! Conditions on a user's version.

use crate::problem::{Code, Problem};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};
use std::convert::Infallible;

/// The tag of a version.
pub(crate) fn entity_tag(version: u64) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"v{version}\"")).ok()
}

/// Says `If-None-Match` that the client has what this tag stands for?
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = tags(headers, &header::IF_NONE_MATCH);
    let bare = |known: &str| known.strip_prefix("W/").unwrap_or(known) == tag;
    known.into_iter().any(|known| known == "*" || bare(known))
}

fn tags<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let lines = headers.get_all(name).into_iter();
    let texts = lines.map(|line| line.to_str().unwrap_or_default());
    texts
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect()
}

/// The version that a tag stands for. No user has the version 0, so a tag that is not ours matches nobody.
fn version(tag: &str) -> u64 {
    let bare = tag
        .strip_prefix("\"v")
        .and_then(|tag| tag.strip_suffix('"'));
    bare.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// "Only if the user still has this version."
#[derive(Clone, Debug)]
pub(crate) struct IfMatch(Vec<String>);

impl IfMatch {
    /// The condition, where there is one.
    pub(crate) fn optional(&self) -> Result<Option<u64>, Problem> {
        match self.0.as_slice() {
            [] => Ok(None),
            [any] if any == "*" => Ok(None),
            [tag] => Ok(Some(version(tag))),
            _ => {
                let detail = "Send one entity tag as If-Match, such as \"v7\".";
                Err(Problem::with_detail(Code::Malformed, detail))
            }
        }
    }

    /// The condition, which must be there; `*` says that any version will do.
    pub(crate) fn required(&self) -> Result<Option<u64>, Problem> {
        if self.0.is_empty() {
            return Err(Problem::new(Code::VersionRequired));
        }
        self.optional()
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let found = tags(&parts.headers, &header::IF_MATCH);
        Ok(Self(found.into_iter().map(ToOwned::to_owned).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{IfMatch, version};

    #[test]
    fn only_our_own_tags_stand_for_a_version() {
        assert_eq!(version("\"v7\""), 7);
        for tag in ["v7", "\"7\"", "W/\"v7\"", "\"v-1\"", "\"vx\"", ""] {
            assert_eq!(version(tag), 0, "{tag}");
        }
    }

    #[test]
    fn a_change_asks_for_a_version_and_takes_any_when_told() {
        let given = |tags: &[&str]| IfMatch(tags.iter().map(ToString::to_string).collect());
        assert!(given(&[]).required().is_err());
        assert_eq!(given(&[]).optional().unwrap(), None);
        assert_eq!(given(&["*"]).required().unwrap(), None);
        assert_eq!(given(&["\"v3\""]).required().unwrap(), Some(3));
        assert!(given(&["\"v3\"", "\"v4\""]).optional().is_err());
    }
}

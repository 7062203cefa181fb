//! One action for many users.

use super::{
    BlockUser, DeactivateUser, Fields, UserQuery,
    user::{GrantInput, grant_of},
};
use crate::{
    extract::{Caller, Input, Nothing, Params},
    problem::Problem,
};
use serde_json::{Map, Value};
use tenure_domain::{
    Action,
    value::{FacilityId, Timestamp},
};
use tenure_service::users::{BulkWish, Deed, Targets};
use utoipa::ToSchema;
use uuid::Uuid;

/// The actions that are offered for many.
const ACTIONS: &str = "activate, deactivate, block, unblock, delete, restore, purge, anonymize, send_invitation, \
                       revoke_invitation, send_password_reset, end_sessions, grant_role, revoke_role, \
                       add_facility";

/// One action for many users: either `ids` or `filter` says whom.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkInput {
    /// `activate`, `deactivate`, `block`, `unblock`, `delete`, `restore`, `purge`, `anonymize`, `send_invitation`,
    /// `revoke_invitation`, `send_password_reset`, `end_sessions`, `grant_role`, `revoke_role` or
    /// `add_facility`, which leaves a user where he works already.
    #[schema(value_type = String, example = "deactivate")]
    action: Deed,
    /// Ids or display numbers.
    #[schema(max_items = 10_000, example = json!(["US12", "US13"]))]
    ids: Option<Vec<String>>,
    /// Whoever the list of users shows with these filters: an object such as `{"status": "active"}`, or the query
    /// of the list's address.
    #[schema(value_type = Option<Object>)]
    filter: Option<Vec<(String, String)>>,
    /// What the action takes alone: `reason`, `until`, `role`, `organization`, `from`, `facility`.
    #[schema(value_type = Object, required = false)]
    #[expect(dead_code, reason = "the document's shape; read into the action")]
    params: (),
    /// Only say what would happen? Each user is judged by himself, as things are now: what doing it to one would
    /// change for the next, such as who is the last administrator, is not counted in.
    #[schema(value_type = bool, required = false)]
    dry_run: bool,
}

impl Input for BulkInput {
    const MOST: usize = 1024 * 1024;

    fn read(fields: &mut Fields) -> Option<Self> {
        let action = action(fields);
        let one_of_two = fields.has("ids") != fields.has("filter");
        let most = Targets::MOST;
        let ids = fields.list_up_to(most, "ids", |fields, place, item| {
            let id = item.as_str().map(ToOwned::to_owned);
            let id = id.filter(|id| (1..=64).contains(&id.chars().count()));
            if id.is_none() {
                fields.refuse(place, "invalid", "Write an id, or a number such as US12.");
            }
            id
        });
        let filter = filter(fields);
        if !one_of_two {
            fields.refuse("ids", "required", "Send either ids or a filter.");
        }
        if ids.as_ref().is_some_and(Vec::is_empty) {
            fields.refuse("ids", "required", "Name at least one user.");
        }
        let dry_run = fields.flag("dry_run").unwrap_or(false);
        Some(Self {
            action: action?,
            ids,
            filter,
            params: (),
            dry_run,
        })
    }
}

/// Where to work too.
struct FacilityToAdd(FacilityId);

impl Input for FacilityToAdd {
    fn read(fields: &mut Fields) -> Option<Self> {
        let facility = fields.required("facility", Uuid::try_parse)?;
        Some(Self(FacilityId(facility)))
    }
}

fn act(action: Action) -> Deed {
    Deed::Act(Box::new(action))
}

/// The action by its name, with its own parameters.
fn action(fields: &mut Fields) -> Option<Deed> {
    let name = fields.required("action", |text| Ok::<_, &'static str>(text.to_owned()));
    let given = fields.value("params");
    let params = given.unwrap_or_else(|| Value::Object(Map::new()));
    let name = name?;
    let known = match name.as_str() {
        "activate" => Some(Action::Activate),
        "unblock" => Some(Action::Unblock),
        "delete" => Some(Action::Delete),
        "restore" => Some(Action::Restore),
        "purge" => Some(Action::Purge),
        "anonymize" => Some(Action::Anonymize),
        "send_invitation" => Some(Action::SendInvitation),
        "revoke_invitation" => Some(Action::RevokeInvitation),
        "send_password_reset" => Some(Action::SendPasswordReset),
        "end_sessions" => Some(Action::EndSessions),
        "deactivate" => {
            return fields
                .nested::<DeactivateUser>("params", params)
                .map(|input| act(input.action()));
        }
        "block" => {
            return fields
                .nested::<BlockUser>("params", params)
                .map(|input| act(input.action()));
        }
        "add_facility" => {
            let input = fields.nested::<FacilityToAdd>("params", params)?;
            return Some(Deed::AddFacility(input.0));
        }
        "grant_role" | "revoke_role" => {
            let input = fields.nested::<GrantInput>("params", params)?;
            return Some(act(grant_of(input, name == "grant_role")));
        }
        _ => None,
    };
    let Some(action) = known else {
        let message = format!("There is no such action for many. There is: {ACTIONS}.");
        fields.refuse("action", "unknown", message);
        return None;
    };
    let nothing = fields.nested::<Nothing>("params", params);
    nothing.map(|_| act(action))
}

/// A filter as an object, or as the query of an address.
fn filter(fields: &mut Fields) -> Option<Vec<(String, String)>> {
    let wrong =
        "Send an object such as {\"status\": \"active\"}, or a query such as status=active.";
    let pairs = match fields.value("filter")? {
        Value::String(query) => Params::pairs(query.trim_start_matches('?')),
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| Some((name, plain(value)?)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    };
    if pairs.is_none() {
        fields.refuse("filter", "wrong_type", wrong);
    }
    pairs
}

fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items = items.into_iter().map(plain).collect::<Option<Vec<_>>>();
            items.map(|items| items.join(","))
        }
        Value::Null | Value::Object(_) => None,
    }
}

impl BulkInput {
    /// The wish, as this caller means it.
    ///
    /// # Errors
    /// `validation` for a filter that the list does not have.
    pub(crate) fn wish(self, caller: &Caller, now: Timestamp) -> Result<BulkWish, Problem> {
        let targets = match self.filter {
            Some(pairs) => {
                let mut params = Params::of(pairs);
                for name in ["sort", "limit", "cursor"] {
                    params.without(name);
                }
                let query = UserQuery::read(&mut params, &caller.session.tenant, now);
                let query = query.map_err(|problem| problem.within("/filter"))?;
                Targets::Listed(Box::new(query.filter))
            }
            None => {
                let named = self.ids.unwrap_or_default().into_iter();
                let key = |named: String| {
                    let key = caller.user_key(&named).ok();
                    (named, key)
                };
                Targets::Named(named.map(key).collect())
            }
        };
        Ok(BulkWish {
            deed: self.action,
            targets,
            dry_run: self.dry_run,
        })
    }
}

//! A tenant's rules: read, and changed as a whole.

use crate::{
    error::Error,
    ports::{
        Clock, Ids, NewPolicy, PolicyOutcome, PolicyStore, Stamp, StoreError, Tenant, TenantRow,
        UserStore,
    },
    users::{pause, store_error},
};
use serde_json::Value;
use std::{fmt, sync::Arc};
use tenure_domain::{
    Policy, PolicyChanged, Rejection, ValidPolicy, Violation,
    authority::{Actor, may_manage_policy},
    policy::{PolicyConflict, change::Clash, presets},
    value::TenantId,
};

/// So many tries against other writers, then 409 `contended`.
const ATTEMPTS: u32 = 5;
/// What rules are called that no preset has.
const CUSTOM: &str = "custom";

/// Complete rules with their name.
#[derive(Clone, Debug)]
pub struct Rules {
    /// A preset's name, or `custom`.
    pub preset: String,
    /// The rules.
    pub policy: Arc<ValidPolicy>,
}

impl Rules {
    /// The preset of this name.
    ///
    /// # Errors
    /// A violation at `/preset` when there is none such.
    pub fn preset(name: &str) -> Result<Self, Vec<Violation>> {
        let policy = presets::by_name(name).ok_or_else(|| vec![unknown_preset()])?;
        Self::checked(policy, name.to_owned())
    }

    /// A complete policy, called as its author says, else by the preset that it is.
    ///
    /// # Errors
    /// Everything that is wrong with it: missing, unknown and wrong values, or else every contradiction. The
    /// pointers begin with `/policy`.
    pub fn written(policy: &Value, label: Option<&str>) -> Result<Self, Vec<Violation>> {
        let known = |label: &&str| *label == CUSTOM || presets::by_name(label).is_some();
        let mut wrong = Vec::new();
        if label.is_some_and(|label| !known(&label)) {
            wrong.push(unknown_preset());
        }
        match Policy::read(policy) {
            Ok(policy) if wrong.is_empty() => {
                let named = || presets::name_of(&policy).unwrap_or(CUSTOM);
                let name = label.unwrap_or_else(named).to_owned();
                Self::checked(policy, name)
            }
            Ok(_) => Err(wrong),
            Err(found) => {
                wrong.extend(found.into_iter().map(in_policy));
                Err(wrong)
            }
        }
    }

    fn checked(policy: Policy, preset: String) -> Result<Self, Vec<Violation>> {
        let policy = policy.check().map_err(|conflicts| {
            let each = conflicts.iter().map(PolicyConflict::violation);
            each.map(in_policy).collect::<Vec<_>>()
        })?;
        let policy = Arc::new(policy);
        Ok(Self { preset, policy })
    }
}

fn unknown_preset() -> Violation {
    let names = presets::ALL.iter().map(|(name, _)| *name);
    let names = names.collect::<Vec<_>>().join(", ");
    let message = format!("There is no such preset. There is: {names}.");
    Violation::new("/preset", "unknown", message)
}

fn in_policy(wrong: Violation) -> Violation {
    let pointer = format!("/policy{}", wrong.pointer);
    Violation { pointer, ..wrong }
}

/// What a change of the rules led to.
#[derive(Clone, Debug)]
pub struct RulesChanged {
    /// The tenant with the rules that hold now.
    pub tenant: Arc<Tenant>,
    /// What differs from before; none where nothing does.
    pub change: Option<PolicyChanged>,
}

/// The use cases on tenants' rules.
#[derive(Clone)]
pub struct Policies {
    store: Arc<dyn UserStore>,
    policies: Arc<dyn PolicyStore>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl fmt::Debug for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Policies")
    }
}

impl Policies {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(
        store: Arc<dyn UserStore>,
        policies: Arc<dyn PolicyStore>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        Self {
            store,
            policies,
            clock,
            ids,
        }
    }

    /// Every tenant. For whoever runs the server; no user sees beyond his tenant.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn tenants(&self) -> Result<Vec<TenantRow>, Error> {
        self.policies.tenants().await.map_err(store_error)
    }

    /// The tenant with its rules as they are now.
    ///
    /// # Errors
    /// `forbidden` for whoever may not change them.
    pub async fn show(&self, tenant: TenantId, actor: &Actor) -> Result<Arc<Tenant>, Error> {
        may_manage_policy(actor)?;
        let tenant = self.store.tenant(tenant).await.map_err(store_error)?;
        tenant.ok_or(Error::NotFound)
    }

    /// Gives the tenant other rules, if it still has those of revision `expect`. Rules that it has already change
    /// nothing.
    ///
    /// # Errors
    /// `forbidden`, `stale_version`; `validation` where users would hold the same keys, `last_admin` where no
    /// administrator could log in any more. Then nothing was changed.
    pub async fn change(
        &self,
        tenant: TenantId,
        rules: &Rules,
        expect: Option<u64>,
        actor: &Actor,
    ) -> Result<RulesChanged, Error> {
        for _ in 1..ATTEMPTS {
            match self.attempt(tenant, rules, expect, actor).await {
                Err(StoreError::Conflict) => pause().await,
                done => return done.map_err(store_error)?,
            }
        }
        let last = self.attempt(tenant, rules, expect, actor).await;
        last.map_err(store_error)?
    }

    async fn attempt(
        &self,
        tenant: TenantId,
        rules: &Rules,
        expect: Option<u64>,
        actor: &Actor,
    ) -> Result<Result<RulesChanged, Error>, StoreError> {
        let before = match self.show(tenant, actor).await {
            Ok(before) => before,
            Err(error) => return Ok(Err(error)),
        };
        let revision = before.policy_revision;
        if expect.is_some_and(|expect| i64::try_from(expect) != Ok(revision)) {
            return Ok(Err(Rejection::StaleVersion.into()));
        }
        let from = (before.preset.as_str(), &**before.policy, revision);
        let to = (rules.preset.as_str(), &**rules.policy);
        let Some(change) = PolicyChanged::between(from, to) else {
            return Ok(Ok(RulesChanged {
                tenant: before,
                change: None,
            }));
        };
        let known = self.store.facts(tenant).await?.roles;
        let unknown = rules.policy.unknown_roles(&known);
        if !unknown.is_empty() {
            return Ok(Err(Rejection::Validation(unknown).into()));
        }
        let new = NewPolicy {
            tenant,
            policy: Arc::clone(&rules.policy),
            change,
            stamp: Stamp::new(&*self.ids, actor, self.clock.now()),
        };
        Ok(match self.policies.set_policy(&new).await? {
            PolicyOutcome::Written => Ok(RulesChanged {
                tenant: Arc::new(Tenant {
                    preset: rules.preset.clone(),
                    policy: new.policy,
                    policy_revision: new.change.to_revision,
                    ..(*before).clone()
                }),
                change: Some(new.change),
            }),
            PolicyOutcome::Clashing(clashes) => {
                let prefix = &before.policy.identity.display_id_prefix;
                let wrong = clashes.iter().map(|clash| told(clash, prefix));
                Err(Rejection::Validation(wrong.collect()).into())
            }
            PolicyOutcome::NoAdministratorLeft => Err(Rejection::NoAdministratorLeft.into()),
        })
    }
}

/// A clash in words, with the first few of those who must be changed before.
fn told(clash: &Clash, prefix: &str) -> Violation {
    const NAMED: usize = 10;
    let named = clash.numbers.iter().take(NAMED);
    let named = named.map(|number| format!("{prefix}{number}"));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match clash.numbers.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "{} users share a value that no two may share under these rules: {named}{more}. Change them first.",
        clash.numbers.len()
    );
    let pointer = format!("/policy/{}", clash.setting.replace('.', "/"));
    Violation::new(&pointer, "taken", message)
}

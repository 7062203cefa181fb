//! The installation, for whoever answers for it: is it sound, and a copy of everything.

use crate::{
    error::Error,
    ports::{
        Check, Clock, Copy, Ids, PolicyStore, Premises, Scope, Stamp, Storage, Tenant,
        TransferStore, Verdict,
    },
    sessions::Caller,
    users::store_error,
};
use std::{fmt, sync::Arc};
use tenure_domain::{
    BackupMade, TenantFact,
    authority::{Actor, may_back_up, may_manage_policy},
};

/// How the tenant's administrator gets a copy of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backup {
    /// As a download.
    Download,
    /// From whoever runs the server: others live here, too, and a copy has their users in it.
    Shared,
    /// By the tools of the database's server.
    Server,
    /// Not at all: it is for system administrators.
    Withheld,
}

/// What is known of the installation.
#[derive(Clone, Debug)]
pub struct Report {
    /// One look after the other.
    pub checks: Vec<Check>,
    /// How to get a copy.
    pub backup: Backup,
}

impl Report {
    /// The worst that was found.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let has = |verdict| self.checks.iter().any(|check| check.verdict == verdict);
        match (has(Verdict::Fail), has(Verdict::Warn)) {
            (true, _) => Verdict::Fail,
            (false, true) => Verdict::Warn,
            (false, false) => Verdict::Ok,
        }
    }
}

/// What [`Installation`] is made of.
#[expect(missing_debug_implementations, reason = "ports have none")]
#[derive(Clone)]
pub struct Parts {
    /// The house.
    pub premises: Arc<dyn Premises>,
    /// Who else lives there.
    pub tenants: Arc<dyn PolicyStore>,
    /// Where it is told.
    pub trail: Arc<dyn TransferStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// The use cases.
#[derive(Clone)]
pub struct Installation(Parts);

impl fmt::Debug for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Installation")
    }
}

impl Installation {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(parts)
    }

    /// Looks at everything that concerns the tenant.
    ///
    /// # Errors
    /// `forbidden` without `policy.manage`; when the store cannot be reached.
    pub async fn report(&self, tenant: &Tenant, actor: &Actor) -> Result<Report, Error> {
        may_manage_policy(actor)?;
        let scope = self.scope().await?;
        Ok(Report {
            checks: self.0.premises.look(tenant, scope).await,
            backup: self.backup(actor, scope),
        })
    }

    /// How this actor gets a copy of everything.
    ///
    /// # Errors
    /// `forbidden` without `policy.manage`; when the store cannot be reached.
    pub async fn way_to_back_up(&self, actor: &Actor) -> Result<Backup, Error> {
        may_manage_policy(actor)?;
        Ok(self.backup(actor, self.scope().await?))
    }

    /// A copy of everything, told in the audit trail.
    ///
    /// # Errors
    /// `system_admin_only`, `reauthentication_required`; [`Error::NotFound`] where none can be downloaded.
    pub async fn back_up(&self, caller: &Caller) -> Result<Copy, Error> {
        may_back_up(&caller.actor)?;
        if self.way_to_back_up(&caller.actor).await? != Backup::Download {
            return Err(Error::NotFound);
        }
        let now = self.0.clock.now();
        if !caller.proved_recently(now) {
            return Err(Error::ReauthenticationRequired);
        }
        let copy = self.0.premises.copy().await;
        let copy = copy.map_err(|source| Error::Unavailable {
            port: "backup",
            source,
        })?;
        let stamp = Stamp::new(&*self.0.ids, &caller.actor, now);
        let fact = TenantFact::BackupMade(BackupMade { bytes: copy.bytes });
        let tenant = caller.session.tenant.id;
        let noted = self.0.trail.note(tenant, &fact, &stamp).await;
        noted.map_err(store_error)?;
        Ok(copy)
    }

    async fn scope(&self) -> Result<Scope, Error> {
        let tenants = self.0.tenants.tenants().await.map_err(store_error)?;
        Ok(if tenants.len() > 1 {
            Scope::Tenant
        } else {
            Scope::House
        })
    }

    fn backup(&self, actor: &Actor, scope: Scope) -> Backup {
        match (may_back_up(actor), scope, self.0.premises.storage()) {
            (Err(_), _, _) => Backup::Withheld,
            (Ok(()), Scope::Tenant, _) => Backup::Shared,
            (Ok(()), Scope::House, Storage::Server) => Backup::Server,
            (Ok(()), Scope::House, Storage::File) => Backup::Download,
        }
    }
}

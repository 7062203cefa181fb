//! Rows decided together and written in one commit; where that is refused, each by itself.

use super::{
    Import,
    around::Surroundings,
    plan::Plan,
    report::{Outcome, Reason, RowResult},
    row::Row,
};
use crate::{
    error::Error,
    origin,
    ports::{StoreError, Unit},
    users::{ATTEMPTS, pause, store_error},
};
use tenure_domain::{Change, change::Circumstances};

impl Import {
    /// Decides these rows and writes them in one commit; where that is refused, each by itself.
    pub(super) async fn carry(&mut self, rows: &[Row]) -> Result<Vec<RowResult>, Error> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut around = self.surroundings(rows).await?;
        let plans = self.plans(rows, &mut around);
        let mut results = rows
            .iter()
            .zip(&plans)
            .map(|(row, plan)| result(row, plan))
            .collect();
        if self.options.dry_run {
            return Ok(results);
        }
        let written = self.write(&around, &plans).await?;
        match written {
            Ok(()) => Ok(results),
            Err(()) => {
                for ((row, plan), result) in rows.iter().zip(&plans).zip(&mut results) {
                    if matches!(plan, Ok(Plan::Create(_) | Plan::Update(..))) {
                        *result = self.alone(row).await?;
                    }
                }
                Ok(results)
            }
        }
    }

    fn plans(&mut self, rows: &[Row], around: &mut Surroundings) -> Vec<Result<Plan, Vec<Reason>>> {
        around.facts.seats_used = around.facts.seats_used.saturating_add(self.seats);
        let mut plans = Vec::with_capacity(rows.len());
        for row in rows {
            let plan = self.plan(row, around);
            if let Ok(Plan::Create(new)) = &plan
                && tenure_domain::replay(&new.1).is_some_and(|user| user.holds_seat())
            {
                around.facts.seats_used = around.facts.seats_used.saturating_add(1);
                self.seats = self.seats.saturating_add(u32::from(self.options.dry_run));
            }
            plans.push(plan);
        }
        plans
    }

    /// Writes what was planned. `Err(())`: somebody was faster, or a condition does not hold for all of it.
    async fn write(
        &self,
        around: &Surroundings,
        plans: &[Result<Plan, Vec<Reason>>],
    ) -> Result<Result<(), ()>, Error> {
        let changes = self.changes_of(around, plans).await?;
        if changes.is_empty() {
            return Ok(Ok(()));
        }
        match self.imports.users.store.commit(Unit::of(&changes)).await {
            Ok(()) => {
                if changes.iter().any(|change| !change.messages.is_empty()) {
                    self.imports.users.wake.notify_one();
                }
                Ok(Ok(()))
            }
            Err(StoreError::Unavailable(source)) => {
                Err(store_error(StoreError::Unavailable(source)))
            }
            Err(
                StoreError::Conflict
                | StoreError::Taken(_)
                | StoreError::Guard
                | StoreError::Repeated
                | StoreError::Corrupt { .. },
            ) => Ok(Err(())),
        }
    }

    /// The changes in the order of the rows, the new users' numbers taken in one step.
    async fn changes_of(
        &self,
        around: &Surroundings,
        plans: &[Result<Plan, Vec<Reason>>],
    ) -> Result<Vec<Change>, Error> {
        let new = plans
            .iter()
            .filter(|plan| matches!(plan, Ok(Plan::Create(_))))
            .count();
        let mut number = 0;
        if new > 0 {
            let new = u32::try_from(new).unwrap_or(u32::MAX);
            let first = self.imports.store.next_numbers(self.tenant.id, new).await;
            number = first.map_err(store_error)?;
        }
        let circumstances = Circumstances {
            now: around.now,
            policy_revision: around.tenant.policy_revision,
            last_log_in_at: None,
        };
        let mut changes = Vec::new();
        for plan in plans {
            match plan {
                Ok(Plan::Create(new)) => {
                    let (wish, events) = &**new;
                    let mut mint = || self.imports.users.ids.next();
                    let policy = &around.tenant.policy;
                    let change = Change::registration(
                        wish,
                        events.clone(),
                        policy,
                        circumstances,
                        number,
                        &mut mint,
                    );
                    let origin = origin::current();
                    changes.extend(change.map(|change| Change { origin, ..change }));
                    number += 1;
                }
                Ok(Plan::Update(_, of_row)) => changes.extend(of_row.iter().cloned()),
                Ok(Plan::Unchanged(_)) | Err(_) => {}
            }
        }
        Ok(changes)
    }

    /// Decides a row by itself, again where somebody was faster.
    async fn alone(&mut self, row: &Row) -> Result<RowResult, Error> {
        for _ in 0..ATTEMPTS {
            let mut around = self.surroundings(std::slice::from_ref(row)).await?;
            let plans = self.plans(std::slice::from_ref(row), &mut around);
            let changes = self.changes_of(&around, &plans).await?;
            let Some(plan) = plans.first() else { break };
            if changes.is_empty() {
                return Ok(result(row, plan));
            }
            match self.imports.users.store.commit(Unit::of(&changes)).await {
                Ok(()) => {
                    self.imports.users.wake.notify_one();
                    return Ok(result(row, plan));
                }
                Err(StoreError::Conflict | StoreError::Guard) => pause().await,
                Err(StoreError::Taken(claim)) => {
                    let error = Error::Taken(claim);
                    let reason = Reason::new(claim.field(), error.code(), error.to_string());
                    return Ok(RowResult::failed(row.line, vec![reason]));
                }
                Err(other) => return Err(store_error(other)),
            }
        }
        let error = Error::Contended;
        let reason = Reason::new("", error.code(), error.to_string());
        Ok(RowResult::failed(row.line, vec![reason]))
    }
}

fn result(row: &Row, plan: &Result<Plan, Vec<Reason>>) -> RowResult {
    let (user, outcome) = match plan {
        Ok(Plan::Create(new)) => (Some(new.0.id), Outcome::Created),
        Ok(Plan::Update(id, _)) => (Some(*id), Outcome::Updated),
        Ok(Plan::Unchanged(id)) => (Some(*id), Outcome::Unchanged),
        Err(reasons) => (None, Outcome::Failed(reasons.clone())),
    };
    RowResult {
        line: row.line,
        user,
        outcome,
    }
}

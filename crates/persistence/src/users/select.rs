//! The one query for users: the row, the count of attempts, and what stands around.

use crate::{
    entity::{attempt, tenant, user},
    mapping::UserRow,
};
use sea_orm::{
    IdenStatic,
    sea_query::{Alias, Expr, ExprTrait, IntoIden, Query, SelectStatement},
};
use tenure_domain::{
    lifecycle::Status,
    value::{TenantId, UserId},
};

/// Everything that [`UserRow`] reads, from `users`; filters and order are added to it. With a tenant,
/// what is the same for all its users is looked up once.
pub(crate) fn select_users(tenant: Option<TenantId>) -> SelectStatement {
    let mut select = Query::select();
    let attempts = [
        (attempt::Column::Revision, "a_revision"),
        (attempt::Column::Failures, "a_failures"),
        (attempt::Column::WindowStart, "a_window_start"),
        (attempt::Column::Consecutive, "a_consecutive"),
        (attempt::Column::LockCount, "a_lock_count"),
        (attempt::Column::LastLogInAt, "a_last_log_in_at"),
    ];
    for column in UserRow::COLUMNS {
        select.column((user::Entity, column));
    }
    for (column, name) in attempts {
        select.expr_as(Expr::col((attempt::Entity, column)), Alias::new(name));
    }
    let scope = Scope(tenant);
    for column in [
        tenant::Column::PolicyRevision,
        tenant::Column::RolesRevision,
    ] {
        let revision = Query::select()
            .column(column)
            .from(tenant::Entity)
            .and_where(scope.holds(tenant::Entity, tenant::Column::Id))
            .take();
        let name = Alias::new(column.as_str());
        select.expr_as(Expr::SubQuery(None, Box::new(revision.into())), name);
    }
    select
        .expr_as(other_admin(scope), Alias::new("other_admin"))
        .expr_as(seats_used(scope), Alias::new("seats_used"))
        .from(user::Entity)
        .left_join(
            attempt::Entity,
            Scope(None)
                .holds(attempt::Entity, attempt::Column::TenantId)
                .and(
                    Expr::col((attempt::Entity, attempt::Column::UserId))
                        .equals((user::Entity, user::Column::Id)),
                ),
        );
    select
}

/// Whose users are read: one tenant's, or those of whatever tenant the row says.
#[derive(Clone, Copy)]
struct Scope(Option<TenantId>);

impl Scope {
    /// Is this column the tenant?
    fn holds(self, table: impl IntoIden, column: impl IntoIden) -> Expr {
        let column = Expr::col((table, column));
        match self.0 {
            Some(tenant) => column.eq(tenant.0),
            None => column.equals((user::Entity, user::Column::TenantId)),
        }
    }
}

/// Another user of the same tenant who counts as an administrator.
fn other_admin(scope: Scope) -> Expr {
    let other = Alias::new("other");
    let column = |column: user::Column| Expr::col((Alias::new("other"), column));
    let others = Query::select()
        .expr(Expr::val(1))
        .from_as(user::Entity, other)
        .and_where(scope.holds(Alias::new("other"), user::Column::TenantId))
        .and_where(column(user::Column::IsAdmin))
        // Said again so that SQLite prefers the index of administrators to all others that begin with the tenant.
        .and_where(column(user::Column::IsAdmin).eq(true))
        .and_where(column(user::Column::Id).ne(Expr::col((user::Entity, user::Column::Id))))
        .take();
    Expr::exists(others)
}

/// How many seats are taken, where the tenant's rules count them; elsewhere nobody asks.
fn seats_used(scope: Scope) -> Expr {
    let column = |column: user::Column| Expr::col((Alias::new("seated"), column));
    let seated = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from_as(user::Entity, Alias::new("seated"))
        .and_where(scope.holds(Alias::new("seated"), user::Column::TenantId))
        .and_where(column(user::Column::Status).is_in(seat_holders()))
        .take();
    let counts = Query::select()
        .column(tenant::Column::Seats)
        .from(tenant::Entity)
        .and_where(scope.holds(tenant::Entity, tenant::Column::Id))
        .take();
    let counts = Expr::SubQuery(None, Box::new(counts.into()));
    Expr::case(counts.is_null(), Expr::val(0_i64))
        .finally(Expr::SubQuery(None, Box::new(seated.into())))
        .into()
}

/// The statuses that hold a seat.
pub(crate) fn seat_holders() -> [&'static str; 2] {
    [Status::Active.code(), Status::Blocked.code()]
}

/// The user of this id in this tenant.
pub(crate) fn is_user(tenant: TenantId, id: UserId) -> Expr {
    let column = |column: user::Column| Expr::col((user::Entity, column));
    column(user::Column::TenantId)
        .eq(tenant.0)
        .and(column(user::Column::Id).eq(id.0))
}

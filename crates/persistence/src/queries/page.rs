//! One page of a sorted list, found by its place and never by counting rows before it.

use super::{
    column,
    filter::{condition, pinned},
};
use crate::{
    Store,
    entity::user::{Column, Entity},
    error,
    users::select_users,
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement},
};
use tenure_domain::value::TenantId;
use tenure_service::ports::{
    Cursor, ListFilter, Loaded, Page, PageRequest, SortKey, SortOrder, StoreError,
};

/// Totals are exact up to here.
const COUNTED: u64 = 10_000;

impl Store {
    pub(crate) async fn page(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
        page: &PageRequest,
    ) -> Result<Page<Loaded>, StoreError> {
        let own = self.own(tenant, filter).await?;
        let limit = usize::from(page.limit);
        let came = page.cursor.is_some();
        let backward = page.cursor.as_ref().is_some_and(|cursor| cursor.backward);
        // On the first page the top takes a row.
        let opens = own.is_some() && !came;
        let room = if opens {
            limit.saturating_sub(1)
        } else {
            limit
        };
        let mut rows = self.read_rows(&select(tenant, filter, page)).await?;
        let is_more = rows.len() > room;
        rows.truncate(room);
        if backward {
            rows.reverse();
        }
        // Going back, the top joins the rows that are left, or stands on a page of its own before a full one.
        let reaches_top = own.is_some() && backward && !is_more;
        let is_full = rows.len() >= limit;
        // Where a page was asked for by a place, there is something on the other side of it.
        let (before, after) = if backward {
            (is_more || reaches_top && is_full, true)
        } else {
            (came, is_more)
        };
        let prev = before.then(|| place(rows.first(), true));
        let next = after.then(|| place(rows.last(), false));
        let total = self.total(tenant, filter).await?;
        let total = total.saturating_add(u64::from(own.is_some()));
        let own = own.filter(|_| opens || reaches_top && !is_full);
        let rows = rows.into_iter().map(|(_, row)| row);
        Ok(Page {
            rows: own.into_iter().chain(rows).collect(),
            next,
            prev,
            total: Ord::min(total, COUNTED),
            total_is_exact: total <= COUNTED,
        })
    }

    /// Who stands on top, if he is among those whom the filter shows.
    async fn own(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<Option<Loaded>, StoreError> {
        let Some(condition) = pinned(tenant, filter) else {
            return Ok(None);
        };
        let mut select = select_users(Some(tenant));
        select.cond_where(condition);
        Ok(self.read_users(&select).await?.into_iter().next())
    }

    /// How many users there are, counted no further than is said exactly.
    async fn total(&self, tenant: TenantId, filter: &ListFilter) -> Result<u64, StoreError> {
        let some = Query::select()
            .expr(Expr::val(1))
            .from(Entity)
            .cond_where(condition(tenant, filter))
            .limit(COUNTED.saturating_add(1))
            .take();
        let count = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), Alias::new("total"))
            .from_subquery(some, Alias::new("some_rows"))
            .take();
        let row = self.0.backend.db.query_one(&count).await;
        let row = row.map_err(error::of)?.ok_or(StoreError::Conflict)?;
        let total: i64 = row.try_get("", "total").map_err(error::of)?;
        Ok(total.unsigned_abs())
    }
}

/// The place next to a row; where a page has none, all others are on its one side: the place is that end.
fn place(row: Option<&(Option<String>, Loaded)>, backward: bool) -> Cursor {
    Cursor {
        value: row.and_then(|(value, _)| value.clone()),
        number: row.map(|(_, row)| row.number),
        backward,
    }
}

/// The rows of a page and one more, which tells whether there is another page.
pub(crate) fn select(tenant: TenantId, filter: &ListFilter, page: &PageRequest) -> SelectStatement {
    let mut select = select_users(Some(tenant));
    select.cond_where(condition(tenant, filter));
    let backward = page.cursor.as_ref().is_some_and(|cursor| cursor.backward);
    let order = match (page.order, backward) {
        (SortOrder::Ascending, false) | (SortOrder::Descending, true) => Order::Asc,
        (SortOrder::Descending, false) | (SortOrder::Ascending, true) => Order::Desc,
    };
    let key = sort_column(page.sort);
    if page.sort != SortKey::Id {
        select.expr_as(column(key).cast_as("text"), Alias::new("sort_value"));
    }
    if let Some(place) = page
        .cursor
        .as_ref()
        .and_then(|cursor| position(page.sort, cursor))
    {
        let row = if page.sort == SortKey::Id {
            column(key)
        } else {
            Expr::tuple([column(key), column(Column::Number)])
        };
        select.and_where(if order == Order::Asc {
            row.gt(place)
        } else {
            row.lt(place)
        });
    }
    if page.sort != SortKey::Id {
        select.order_by((Entity, key), order.clone());
    }
    select
        .order_by((Entity, Column::Number), order)
        .limit(u64::from(page.limit).saturating_add(1))
        .take()
}

fn sort_column(sort: SortKey) -> Column {
    match sort {
        SortKey::Id => Column::Number,
        SortKey::Username => Column::UsernameKey,
        SortKey::Email => Column::EmailKey,
        SortKey::FirstName => Column::FirstNameKey,
        SortKey::LastName => Column::LastNameKey,
        SortKey::Name => Column::NameKey,
        SortKey::Status => Column::Status,
        SortKey::CreatedAt => Column::CreatedAt,
        SortKey::LastLogInAt => Column::LastLogInAt,
    }
}

/// The place of a cursor as the columns compare it. `None`: one end of the list, or the cursor is of another sort.
fn position(sort: SortKey, cursor: &Cursor) -> Option<Expr> {
    let number = Expr::val(cursor.number?);
    let value = cursor.value.as_deref();
    let value = match sort {
        SortKey::Id => return Some(number),
        SortKey::CreatedAt | SortKey::LastLogInAt => {
            Expr::val(value.unwrap_or("0").parse::<i64>().ok()?)
        }
        SortKey::Username
        | SortKey::Email
        | SortKey::FirstName
        | SortKey::LastName
        | SortKey::Name
        | SortKey::Status => Expr::val(value.unwrap_or_default().replace('\0', "")),
    };
    Some(Expr::tuple([value, number]))
}

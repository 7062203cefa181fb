//! Pages of lists.

use crate::{cursor::ListKey, extract::Params};
use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::collections::BTreeMap;
use tenure_service::queries::Counts;
use utoipa::ToSchema;

/// Where a page stands in its list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageView {
    /// For the page after this one; null on the last.
    pub(crate) next_cursor: Option<String>,
    /// For the page before this one; null on the first, and in lists that only go forward.
    pub(crate) prev_cursor: Option<String>,
    /// Rows on a page at most.
    pub(crate) limit: u16,
    /// How many rows there are in all, counted up to 10,000; null where nobody counts.
    pub(crate) total: Option<u64>,
    /// Is `total` exact?
    pub(crate) total_is_exact: bool,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rows<T> {
    /// The rows.
    pub(crate) data: Vec<T>,
    /// Where they stand in the list.
    pub(crate) page: PageView,
}

/// How many users the views of the list show.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsView {
    /// Everybody whom the list shows where no status is asked for.
    pub(crate) total: u64,
    /// In each status that the list can show.
    #[schema(value_type = BTreeMap<String, u64>, example = json!({ "active": 12, "pending": 3 }))]
    pub(crate) status: BTreeMap<&'static str, u64>,
    /// Of the total, who is away now.
    pub(crate) on_vacation: u64,
    /// Of the total, who can log in now.
    pub(crate) can_log_in: u64,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        let status = counts.status.into_iter();
        Self {
            total: counts.total,
            status: status.map(|(one, count)| (one.code(), count)).collect(),
            on_vacation: counts.on_vacation,
            can_log_in: counts.can_log_in,
        }
    }
}

/// A page with the addresses of its neighbours.
#[derive(Debug)]
pub(crate) struct Listed<T> {
    pub(crate) rows: Rows<T>,
    pub(crate) link: Option<HeaderValue>,
}

impl<T> Listed<T> {
    /// A page whose neighbours are known.
    pub(crate) fn new(data: Vec<T>, page: PageView, params: &Params) -> Self {
        let links = [(&page.next_cursor, "next"), (&page.prev_cursor, "prev")];
        let links = links.into_iter().filter_map(|(cursor, rel)| {
            let address = params.with_cursor(cursor.as_deref()?);
            Some(format!("<{address}>; rel=\"{rel}\""))
        });
        let links = links.collect::<Vec<_>>().join(", ");
        let link = HeaderValue::from_str(&links).ok();
        let rows = Rows { data, page };
        Self {
            rows,
            link: link.filter(|link| !link.is_empty()),
        }
    }

    /// Are there no rows?
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.data.is_empty()
    }

    /// A page of a list that only goes forward; `rows` holds one more than the limit where there are more.
    pub(crate) fn forward<R, Id: Serialize>(
        mut rows: Vec<R>,
        limit: u16,
        params: &Params,
        key: &ListKey,
        id: impl Fn(&R) -> Id,
    ) -> Self
    where
        T: From<R>,
    {
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let last = rows.last().filter(|_| more);
        let page = PageView {
            next_cursor: last.and_then(|last| key.write(&id(last))),
            prev_cursor: None,
            limit,
            total: None,
            total_is_exact: false,
        };
        Self::new(rows.into_iter().map(T::from).collect(), page, params)
    }
}

impl PageView {
    /// The place of a page of users.
    pub(crate) fn of<T>(page: &tenure_service::ports::Page<T>, limit: u16, key: &ListKey) -> Self {
        let write = |cursor: &Option<_>| cursor.as_ref().and_then(|cursor| key.write(cursor));
        Self {
            next_cursor: write(&page.next),
            prev_cursor: write(&page.prev),
            limit,
            total: Some(page.total),
            total_is_exact: page.total_is_exact,
        }
    }

    /// A list that always comes whole.
    pub(crate) fn whole(rows: usize) -> Self {
        Self {
            next_cursor: None,
            prev_cursor: None,
            limit: u16::try_from(rows).unwrap_or(u16::MAX),
            total: u64::try_from(rows).ok(),
            total_is_exact: true,
        }
    }
}

impl<T: Serialize> IntoResponse for Listed<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.rows).into_response();
        if let Some(link) = self.link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

//! Orders as the order management system tells of them, and pages of them.

use super::{Fields, fields::moment};
use crate::{
    cursor::ListKey,
    extract::{Input, Params},
    problem::Problem,
};
use tenure_domain::value::{EmailAddress, OrderId, Timestamp};
use tenure_service::{
    orders::NewOrder,
    ports::{Loaded, OrderPlace},
};
use utoipa::{IntoParams, ToSchema};

/// Rows on a page of orders, unless asked for.
const USUAL: u16 = 25;

/// An order.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrderInput {
    /// The order's number in the order management system.
    #[schema(value_type = String, min_length = 1, max_length = 100, example = "R-1024")]
    order_id: OrderId,
    /// The address it was placed with.
    #[schema(value_type = String, format = Email, max_length = 254)]
    email: EmailAddress,
    /// When it was placed; not in the future.
    #[schema(value_type = String, format = DateTime)]
    placed_at: Timestamp,
}

impl Input for NewOrderInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let order_id = fields.required("order_id", OrderId::parse);
        let email = fields.required("email", EmailAddress::parse);
        let placed_at = fields.required("placed_at", moment);
        Some(Self {
            order_id: order_id?,
            email: email?,
            placed_at: placed_at?,
        })
    }
}

impl NewOrderInput {
    /// The wish for the use case.
    pub(crate) fn wish(self) -> NewOrder {
        NewOrder {
            id: self.order_id,
            email: self.email,
            placed_at: self.placed_at,
        }
    }
}

/// A page of a user's orders.
#[derive(Debug)]
pub(crate) struct OrderQuery {
    pub(crate) after: Option<OrderPlace>,
    pub(crate) limit: u16,
    pub(crate) key: ListKey,
}

/// The query of a user's orders.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what OrderQuery reads")]
pub(crate) struct OrderParams {
    /// Rows on a page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor`.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

impl OrderQuery {
    /// Reads the query of this user's orders.
    ///
    /// # Errors
    /// `validation`, `cursor_mismatch`.
    pub(crate) fn read(params: &mut Params, account: &Loaded) -> Result<Self, Problem> {
        let limit = params.limit(USUAL);
        let cursor = params.text("cursor");
        params.finish()?;
        let key = ListKey::of(account.tenant.id, &("orders", account.user.id()));
        let after = cursor.map(|cursor| key.read(&cursor)).transpose()?;
        Ok(Self { after, limit, key })
    }
}

//! Orders as clients see them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_domain::value::UserId;
use tenure_service::{
    orders::Recorded,
    ports::{Loaded, OrderRecord},
};
use utoipa::ToSchema;

/// An order of a user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Order)]
pub(crate) struct OrderView {
    /// Its number in the order management system.
    #[schema(example = "R-1024")]
    pub(crate) order_id: String,
    /// The address it was placed with; null once the user was anonymized.
    pub(crate) email: Option<String>,
    /// When it was placed.
    pub(crate) placed_at: DateTime<Utc>,
    /// When it was told of.
    pub(crate) recorded_at: DateTime<Utc>,
}

impl From<OrderRecord> for OrderView {
    fn from(order: OrderRecord) -> Self {
        Self {
            order_id: order.id.to_string(),
            email: order.email.map(String::from),
            placed_at: order.placed_at,
            recorded_at: order.recorded_at,
        }
    }
}

/// Whose an order is, as the order management system needs to know him.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderUser)]
pub(crate) struct OrderUserView {
    /// The id.
    #[schema(value_type = Uuid)]
    pub(crate) id: UserId,
    /// The display number with the tenant's prefix.
    #[schema(example = "US12")]
    pub(crate) number: String,
    /// What kind of account.
    #[schema(example = "customer")]
    pub(crate) kind: &'static str,
    /// Where the user stands.
    #[schema(example = "active")]
    pub(crate) status: &'static str,
}

impl OrderUserView {
    fn of(account: &Loaded) -> Self {
        let prefix = &account.tenant.policy.identity.display_id_prefix;
        Self {
            id: account.user.id(),
            number: format!("{prefix}{}", account.number),
            kind: account.user.kind().code(),
            status: account.user.status().code(),
        }
    }
}

/// A recorded order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordedOrder {
    /// Its number in the order management system.
    #[schema(example = "R-1024")]
    pub(crate) order_id: String,
    /// The address it was placed with; null once its user was anonymized.
    pub(crate) email: Option<String>,
    /// When it was placed.
    pub(crate) placed_at: DateTime<Utc>,
    /// Whose it is; null while no user has the address.
    pub(crate) user: Option<OrderUserView>,
    /// Was the user made by this order?
    pub(crate) customer_created: bool,
}

impl RecordedOrder {
    pub(crate) fn new(recorded: Recorded) -> Self {
        let Recorded { order, user, .. } = recorded;
        Self {
            order_id: order.id.to_string(),
            email: order.email.map(String::from),
            placed_at: order.placed_at,
            user: user.as_ref().map(OrderUserView::of),
            customer_created: order.made_customer,
        }
    }
}

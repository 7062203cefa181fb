//! Where users work: facilities with their log-ins, product stores, positions, departments.

use super::{Fields, password, plain_text};
use crate::extract::{Input, MOST_SECRET};
use serde_json::Value;
use tenure_domain::value::{Pin, PlainPassword, ReferenceName, Username};
use utoipa::ToSchema;

/// The most records in one request.
const MOST: usize = 1_000;

/// Records by what they are called, each an id or an external id.
fn called(fields: &mut Fields, name: &str) -> Option<Vec<String>> {
    if !fields.has(name) {
        fields.refuse(name, "required", "Send the list.");
    }
    fields.list_up_to(MOST, name, |fields, place, item| {
        let Value::String(text) = item else {
            fields.refuse(place, "wrong_type", "Send a string.");
            return None;
        };
        let read = plain_text(&text);
        if let Err(message) = read {
            fields.refuse(place, "invalid", message);
        }
        read.ok()
    })
}

/// All the facilities that a user works at.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FacilitiesInput {
    /// The id or external id of each; those that are not named are taken away.
    #[schema(max_items = 1000)]
    pub(crate) facilities: Vec<String>,
}

impl Input for FacilitiesInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let facilities = called(fields, "facilities")?;
        Some(Self { facilities })
    }
}

/// All the product stores that a user works for.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductStoresInput {
    /// The id or external id of each; those that are not named are taken away.
    #[schema(max_items = 1000)]
    pub(crate) product_stores: Vec<String>,
}

impl Input for ProductStoresInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let product_stores = called(fields, "product_stores")?;
        Some(Self { product_stores })
    }
}

/// A user name and a PIN that count at one facility.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FacilityCredentialInput {
    /// The name, unique at the facility.
    #[schema(value_type = String, min_length = 1, max_length = 250)]
    pub(crate) username: Username,
    /// 4 to 12 digits, neither all the same nor in their order.
    #[schema(value_type = String, format = Password, min_length = 4, max_length = 12, pattern = "^[0-9]+$")]
    pub(crate) pin: Pin,
}

impl Input for FacilityCredentialInput {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let username = fields.required("username", Username::parse);
        let pin = fields.required("pin", Pin::parse);
        Some(Self {
            username: username?,
            pin: pin?,
        })
    }
}

/// A log-in at a facility.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FacilitySessionInput {
    /// The facility's id or external id.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$",
        example = "STORE_12"
    )]
    pub(crate) facility: String,
    /// The user name that counts there.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$",
        example = "ana"
    )]
    pub(crate) username: String,
    /// The PIN.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 512)]
    pub(crate) pin: PlainPassword,
}

impl Input for FacilitySessionInput {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let facility = fields.required("facility", plain_text);
        let username = fields.required("username", plain_text);
        let pin = fields.required("pin", password);
        Some(Self {
            facility: facility?,
            username: username?,
            pin: pin?,
        })
    }
}

/// The position that a user is to hold.
#[derive(Clone, Debug, ToSchema)]
#[schema(description = "Send `position` or `title`, not both.")]
#[expect(dead_code, reason = "the document's shape of what SetPosition reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PositionInput {
    /// The id or external id of a position.
    #[schema(min_length = 1, max_length = 500)]
    position: Option<String>,
    /// Its title; where no position is called so, whatever the case, a new one is made.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    title: Option<ReferenceName>,
}

/// Which position a user is to hold.
#[derive(Clone, Debug)]
pub(crate) enum SetPosition {
    /// One that is there.
    Called(String),
    /// One of this title, there or new.
    Titled(ReferenceName),
}

impl Input for SetPosition {
    fn read(fields: &mut Fields) -> Option<Self> {
        let neither_or_both = fields.has("position") == fields.has("title");
        let called = fields.text("position", plain_text);
        let titled = fields.text("title", ReferenceName::parse);
        if neither_or_both {
            let message = "Send position or title, one of them.";
            fields.refuse("position", "required", message);
        }
        called.map(Self::Called).or(titled.map(Self::Titled))
    }
}

/// The department that a user's position is to be in.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DepartmentInput {
    /// The id or external id of a department; `null`: in none.
    #[schema(min_length = 1, max_length = 500)]
    pub(crate) department: Option<String>,
}

impl Input for DepartmentInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        if !fields.names().iter().any(|name| name == "department") {
            fields.refuse("department", "required", "Send a department, or null.");
        }
        let department = fields.text("department", plain_text);
        Some(Self { department })
    }
}

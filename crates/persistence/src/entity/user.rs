//! Users: the state as JSON, beside it what lists sort, filter and constrain.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub version: i64,
    pub status: String,
    pub kind: String,
    pub email_claim: Option<String>,
    pub username_claim: Option<String>,
    pub external_id_claim: Option<String>,
    pub username_key: String,
    pub email_key: String,
    pub first_name_key: String,
    pub last_name_key: String,
    pub name_key: String,
    pub display_name_key: String,
    pub phone_key: String,
    pub external_id_key: String,
    pub state: String,
    pub password_hash: Option<String>,
    pub log_in_gate: String,
    pub log_in_from: Option<i64>,
    pub log_in_until: Option<i64>,
    pub invitation: String,
    pub locked_until: Option<i64>,
    pub is_admin: bool,
    pub is_picker: bool,
    pub created_at: i64,
    pub last_log_in_at: i64,
    pub due_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Events: the audit trail, chained for each user.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant_id: Uuid,
    pub subject_id: Uuid,
    pub seq: i64,
    pub version: i64,
    pub ordinal: i32,
    pub kind: String,
    pub payload: String,
    pub personal: Option<String>,
    pub personal_salt: Option<Vec<u8>>,
    pub personal_digest: Option<Vec<u8>>,
    pub actor: String,
    pub command_id: Uuid,
    pub policy_revision: i64,
    pub occurred_at: i64,
    pub chain: Vec<u8>,
    pub request_id: Option<String>,
    pub ip: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! What clients send, read field by field: unknown fields and every wrong one are named at once.

mod bulk;
mod credential;
mod day_off;
mod event;
mod facility;
mod fields;
mod link;
mod list;
mod order;
mod patch;
mod policy;
mod reference;
mod role;
mod session;
mod transfer;
mod user;
mod work;

pub(crate) use bulk::BulkInput;
pub(crate) use credential::{ExternalInput, PasswordInput, SetPassword};
pub(crate) use day_off::DaysOffInput;
pub(crate) use event::{EventFormat, EventParams, EventQuery};
pub(crate) use facility::{
    DepartmentInput, FacilitiesInput, FacilityCredentialInput, FacilitySessionInput, PositionInput,
    ProductStoresInput, SetPosition,
};
pub(crate) use fields::{Fields, password, plain_text};
pub(crate) use link::{AcceptInvitation, CompleteReset, RequestReset, SetUp};
pub(crate) use list::{
    OutboxParams, OutboxQuery, PickerParams, PickerQuery, UserFilterParams, UserParams, UserQuery,
    users_wanted,
};
pub(crate) use order::{NewOrderInput, OrderParams, OrderQuery};
pub(crate) use patch::{Patch, PatchUser};
pub(crate) use policy::{PolicyBody, PolicyInput};
pub(crate) use reference::{
    MembershipsInput, NewDepartment, NewRecord, NewShop, PatchDepartment, PatchRecord, PatchShop,
    RecordPatch, ReferenceParams, ReferenceQuery,
};
pub(crate) use role::{NewRoleInput, PatchRole, RolePatch};
pub(crate) use session::{ChangePassword, ChosenOrganization, LogIn};
pub(crate) use transfer::{ExportParams, ExportQuery, ImportParams, ImportQuery};
pub(crate) use user::{BlockUser, DeactivateUser, NewUserInput, RolesInput};
pub(crate) use work::{CapabilitiesInput, FavouritesInput, Pinned, UploadInput};

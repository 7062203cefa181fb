//! Which users a list shows, as a condition. What was folded when it was stored is compared folded.

use super::column;
use crate::{
    entity::{assignment, day_off, grant, membership, user::Column, user::Entity},
    mapping::micros,
};
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, IntoColumnRef, LikeExpr, Query, SelectStatement,
};
use std::collections::BTreeSet;
use tenure_domain::{
    Fit, Search,
    policy::SearchField,
    value::{OrganizationId, TenantId},
};
use tenure_service::ports::{Away, ListFilter, LockFilter, LogInFilter, UserKey, Vacation};
use uuid::Uuid;

/// The condition of a filter, within a tenant; who stands on top is not among the others.
pub(super) fn condition(tenant: TenantId, filter: &ListFilter) -> Condition {
    let others = filter.pinned.map(|id| column(Column::Id).ne(id.0));
    narrowed(tenant, filter)
        .add_option(visible(tenant, filter.visible.as_ref()))
        .add_option(others)
}

/// The same for whoever stands on top: he sees himself.
pub(super) fn pinned(tenant: TenantId, filter: &ListFilter) -> Option<Condition> {
    let id = filter.pinned?;
    Some(narrowed(tenant, filter).add(column(Column::Id).eq(id.0)))
}

fn narrowed(tenant: TenantId, filter: &ListFilter) -> Condition {
    let invitation =
        |open: bool| column(Column::Invitation).eq(if open { "open" } else { "expired" });
    let kind = Some(&filter.kind).filter(|kinds| !kinds.is_empty());
    let kind = kind.map(|kinds| column(Column::Kind).is_in(kinds.iter().map(|kind| kind.code())));
    let status = filter.status.as_ref();
    let status = status.map(|some| column(Column::Status).is_in(some.iter().map(|it| it.code())));
    let from = filter.created_from;
    let to = filter.created_to;
    let seen = column(Column::LastLogInAt);
    let seen_from = filter.last_log_in_from.map(micros);
    // Who never logged in stands at the beginning of time.
    let seen_to = filter.last_log_in_to.map(micros);
    let seen_to = seen_to.map(|to| seen.clone().lt(to).and(seen.clone().gt(0)));
    let all = Condition::all()
        .add(column(Column::TenantId).eq(tenant.0))
        .add_option(filter.these.as_deref().map(is_one_of))
        .add_option(status)
        .add_option(kind)
        .add_option(filter.role.as_ref().map(|role| holds(tenant, role)))
        .add_option(filter.organization.map(|id| is_member(tenant, [id])))
        .add_option(filter.facility.map(|id| is_assigned(tenant, [id.0])))
        .add_option(filter.picker.then(|| column(Column::IsPicker)))
        .add_option(filter.log_in.as_ref().map(log_in))
        .add_option(filter.locked.as_ref().map(locked))
        .add_option(seen_from.map(|from| seen.gte(from)))
        .add_option(seen_to)
        .add_option(filter.invitation_open.map(invitation))
        .add_option(filter.vacation.map(|wanted| vacation(tenant, wanted)))
        .add_option(filter.away.map(|span| away(tenant, span)))
        .add_option(from.map(|from| column(Column::CreatedAt).gte(micros(from))))
        .add_option(to.map(|to| column(Column::CreatedAt).lt(micros(to))));
    let searches = filter.searches.iter().map(has);
    searches.fold(all, Condition::add)
}

/// By their ids, or by their numbers.
fn is_one_of(these: &[UserKey]) -> Condition {
    let id = |key: &UserKey| match key {
        UserKey::Id(id) => Some(id.0),
        UserKey::Number(_) => None,
    };
    let number = |key: &UserKey| match key {
        UserKey::Number(number) => Some(*number),
        UserKey::Id(_) => None,
    };
    Condition::any()
        .add(column(Column::Id).is_in(these.iter().filter_map(id)))
        .add(column(Column::Number).is_in(these.iter().filter_map(number)))
}

/// In one of the fields, or the number itself.
fn has(search: &Search) -> Condition {
    let number = search
        .number
        .map(|number| column(Column::Number).eq(number));
    let fields = search.fields.iter().map(|(field, fit)| {
        let key = column(searched(*field));
        match fit {
            Fit::AtStart => starts_with(key, &search.text),
            Fit::Anywhere => key.like(anywhere(&search.text)),
        }
    });
    fields.fold(Condition::any().add_option(number), Condition::add)
}

fn searched(field: SearchField) -> Column {
    match field {
        SearchField::Email => Column::EmailKey,
        SearchField::Username => Column::UsernameKey,
        SearchField::FirstName => Column::FirstNameKey,
        SearchField::LastName => Column::LastNameKey,
        SearchField::DisplayName => Column::DisplayNameKey,
        SearchField::Phone => Column::PhoneKey,
        SearchField::ExternalId => Column::ExternalIdKey,
    }
}

/// As `User::can_log_in` decides it.
fn log_in(filter: &LogInFilter) -> Condition {
    let at = micros(filter.at);
    let (from, until) = (Column::LogInFrom, Column::LogInUntil);
    let gates = filter.gates.iter().map(|gate| gate.code());
    let can = Condition::all()
        .add(column(Column::LogInGate).is_in(gates))
        .add(column(from).is_null().or(column(from).lte(at)))
        .add(column(until).is_null().or(column(until).gt(at)));
    if filter.can { can } else { can.not() }
}

/// As `User::stays_locked_out` decides it.
fn locked(filter: &LockFilter) -> Condition {
    let until = || column(Column::LockedUntil);
    let gates = filter.gates.iter().map(|gate| gate.code());
    let over = column(Column::LogInGate)
        .is_in(gates)
        .and(until().lte(micros(filter.at)));
    if filter.is {
        let stands = Condition::all().add(until().is_not_null());
        stands.add(over.not())
    } else {
        Condition::any().add(until().is_null()).add(over)
    }
}

/// Members of any of these organizations, where not the whole tenant is visible.
fn visible(tenant: TenantId, visible: Option<&BTreeSet<OrganizationId>>) -> Option<Expr> {
    visible.map(|ids| is_member(tenant, ids.iter().copied()))
}

fn holds(tenant: TenantId, role: &str) -> Expr {
    let of = |column: grant::Column| Expr::col((grant::Entity, column));
    let held = Query::select()
        .expr(Expr::val(1))
        .from(grant::Entity)
        .and_where(of(grant::Column::TenantId).eq(tenant.0))
        .and_where(of(grant::Column::UserId).equals((Entity, Column::Id)))
        .and_where(of(grant::Column::Role).eq(typable(role)))
        .take();
    Expr::exists(held)
}

/// Who is away at the moment, or who is not (HE-47, HE-49).
fn vacation(tenant: TenantId, wanted: Vacation) -> Expr {
    let of = |column: day_off::Column| Expr::col((day_off::Entity, column));
    let at = micros(wanted.at);
    let begun = of(day_off::Column::StartAt).lte(at);
    if wanted.away {
        return is_off(tenant, begun.and(of(day_off::Column::EndAt).gt(at)));
    }
    // Without the sum SQLite would take the index of ends, and go through all that is to come for every user.
    let ends_later = of(day_off::Column::EndAt).add(0).gt(at);
    let off = days_off(tenant, begun.and(ends_later))
        .expr(Expr::val(1))
        .and_where(of(day_off::Column::UserId).equals((Entity, Column::Id)))
        .take();
    Expr::exists(off).not()
}

/// Whose time off overlaps the span.
fn away(tenant: TenantId, span: Away) -> Expr {
    let of = |column: day_off::Column| Expr::col((day_off::Entity, column));
    let begun = of(day_off::Column::StartAt).lt(micros(span.until));
    let lasts = of(day_off::Column::EndAt).gt(micros(span.from));
    is_off(tenant, begun.and(lasts))
}

/// Who has a time off of this kind: found once, not for every user.
fn is_off(tenant: TenantId, which: Expr) -> Expr {
    let off = days_off(tenant, which)
        .column((day_off::Entity, day_off::Column::UserId))
        .take();
    column(Column::Id).in_subquery(off)
}

fn days_off(tenant: TenantId, which: Expr) -> SelectStatement {
    Query::select()
        .from(day_off::Entity)
        .and_where(Expr::col((day_off::Entity, day_off::Column::TenantId)).eq(tenant.0))
        .and_where(which)
        .take()
}

/// Assigned to any of these records.
fn is_assigned(tenant: TenantId, to: impl IntoIterator<Item = Uuid>) -> Expr {
    let of = |column: assignment::Column| Expr::col((assignment::Entity, column));
    let held = Query::select()
        .expr(Expr::val(1))
        .from(assignment::Entity)
        .and_where(of(assignment::Column::TenantId).eq(tenant.0))
        .and_where(of(assignment::Column::UserId).equals((Entity, Column::Id)))
        .and_where(of(assignment::Column::ReferenceId).is_in(to))
        .take();
    Expr::exists(held)
}

fn is_member(tenant: TenantId, of: impl IntoIterator<Item = OrganizationId>) -> Expr {
    Expr::exists(members(tenant, of, (Entity, Column::Id)))
}

/// The memberships of somebody in any of these organizations.
pub(crate) fn members(
    tenant: TenantId,
    of: impl IntoIterator<Item = OrganizationId>,
    who: impl IntoColumnRef,
) -> SelectStatement {
    let column = |column: membership::Column| Expr::col((membership::Entity, column));
    let ids = of.into_iter().map(|id| id.0);
    Query::select()
        .expr(Expr::val(1))
        .from(membership::Entity)
        .and_where(column(membership::Column::TenantId).eq(tenant.0))
        .and_where(column(membership::Column::UserId).equals(who))
        .and_where(column(membership::Column::OrganizationId).is_in(ids))
        .take()
}

/// As a pattern, for columns that no index looks up by their beginning.
pub(super) fn at_start(text: &str) -> LikeExpr {
    LikeExpr::new(format!("{}%", literal(text))).escape('\\')
}

pub(crate) fn anywhere(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", literal(text))).escape('\\')
}

/// As a range, which every index knows how to look up; no stored text has the last character there is.
fn starts_with(key: Expr, text: &str) -> Expr {
    let from = typable(text);
    let to = format!("{from}\u{10FFFF}");
    key.clone().gte(from).and(key.lt(to))
}

/// The text itself, whatever signs of a pattern are in it.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for sign in typable(text).chars() {
        if matches!(sign, '\\' | '%' | '_') {
            literal.push('\\');
        }
        literal.push(sign);
    }
    literal
}

/// No stored text has this sign, and one of the databases refuses to be asked for it.
pub(crate) fn typable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

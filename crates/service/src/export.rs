//! Carrying users out: what a list shows, page by page, in the form that an import reads.

use crate::{
    cells::{Column, csv_cell, grant_cell, join, moment_cell},
    error::Error,
    import::FileFormat,
    ports::{
        Cursor, ListFilter, Loaded, PageRequest, SortKey, SortOrder, Stamp, Tenant, TransferStore,
    },
    queries::Reading,
    sessions::Presence,
    users::{Users, store_error},
};
use serde_json::{Map, Value};
use std::{fmt, sync::Arc};
use tenure_domain::{
    ExportMade, TenantFact,
    authority::{Permission, transfer_reach},
};

/// So many users at a time.
const PAGE: u16 = 200;

/// The use case.
#[derive(Clone)]
pub struct Exports {
    reading: Reading,
    users: Users,
    store: Arc<dyn TransferStore>,
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exports")
    }
}

/// Which users are carried out, and how.
#[derive(Clone, Debug)]
pub struct ExportWish {
    /// What the file is written in.
    pub format: FileFormat,
    /// Which users.
    pub filter: ListFilter,
    /// What the audit trail says of the filter.
    pub told: Vec<String>,
}

/// Users who are being carried out.
pub struct Export {
    exports: Exports,
    tenant: Arc<Tenant>,
    presence: Presence,
    wish: ExportWish,
    next: Option<Place>,
    sent: u64,
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export")
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}

/// Where the next page begins.
enum Place {
    Beginning,
    After(Cursor),
}

impl Exports {
    /// The use case over these parts.
    #[must_use]
    pub fn new(reading: Reading, users: Users, store: Arc<dyn TransferStore>) -> Self {
        Self {
            reading,
            users,
            store,
        }
    }

    /// Begins to carry users out.
    ///
    /// # Errors
    /// `forbidden` without `users.export`.
    pub fn begin(
        &self,
        tenant: &Arc<Tenant>,
        presence: Presence,
        wish: ExportWish,
    ) -> Result<Export, Error> {
        transfer_reach(presence.actor(), Permission::UsersExport)?;
        Ok(Export {
            exports: self.clone(),
            tenant: Arc::clone(tenant),
            presence,
            wish,
            next: Some(Place::Beginning),
            sent: 0,
        })
    }
}

impl Export {
    /// How many users left so far.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// The next piece of the file; none at its end. Before each but the first it is looked whether the actor is still
    /// there, and what he may carry out now.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody, [`Error::NotLoggedIn`] once he is put out, or what the store says.
    pub async fn piece(&mut self) -> Result<Option<String>, Error> {
        let Some(place) = self.next.take() else {
            return Ok(None);
        };
        let mut text = String::new();
        let cursor = match place {
            Place::Beginning => {
                text.push_str(&head(self.wish.format));
                None
            }
            Place::After(cursor) => {
                self.presence.renew().await?;
                Some(cursor)
            }
        };
        let page = PageRequest {
            sort: SortKey::Id,
            order: SortOrder::Ascending,
            limit: PAGE,
            cursor,
        };
        let filter = self.wish.filter.clone();
        let reading = &self.exports.reading;
        let page = reading
            .portable(&self.tenant, filter, &page, self.presence.actor())
            .await?;
        for account in &page.rows {
            text.push_str(&line(self.wish.format, account));
        }
        self.sent = self
            .sent
            .saturating_add(page.rows.len().try_into().unwrap_or(0));
        self.next = page.next.map(Place::After);
        Ok(Some(text))
    }

    /// Tells the audit trail how many users left, whether all of them did or somebody stopped listening.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn tell(&self) -> Result<(), Error> {
        let users = &self.exports.users;
        let stamp = Stamp::new(&*users.ids, self.presence.actor(), users.clock.now());
        let fact = TenantFact::ExportMade(ExportMade {
            filter: self.wish.told.clone(),
            users: self.sent,
        });
        let noted = self.exports.store.note(self.tenant.id, &fact, &stamp).await;
        noted.map_err(store_error)
    }
}

fn written() -> impl Iterator<Item = Column> {
    Column::ALL
        .iter()
        .copied()
        .filter(|column| column.is_written())
}

fn head(format: FileFormat) -> String {
    match format {
        FileFormat::Csv => {
            let names = written().map(Column::name).chain(Column::SHOWN);
            format!("{}\r\n", names.collect::<Vec<_>>().join(","))
        }
        FileFormat::Ndjson => String::new(),
    }
}

fn line(format: FileFormat, account: &Loaded) -> String {
    let cells = written().map(|column| (column.name(), cell(column, account)));
    let cells = cells.chain(Column::SHOWN.into_iter().zip(shown(account)));
    match format {
        FileFormat::Csv => {
            let cells = cells.map(|(_, cell)| csv_cell(&cell.text()));
            format!("{}\r\n", cells.collect::<Vec<_>>().join(","))
        }
        FileFormat::Ndjson => {
            let filled = cells.filter_map(|(name, cell)| Some((name.to_owned(), cell.value()?)));
            format!("{}\n", Value::Object(filled.collect::<Map<_, _>>()))
        }
    }
}

/// What stands in a cell.
enum Cell {
    One(Option<String>),
    Several(Vec<String>),
}

impl Cell {
    fn of<T: ToString>(value: Option<&T>) -> Self {
        Self::One(value.map(ToString::to_string))
    }

    fn text(self) -> String {
        match self {
            Self::One(text) => text.unwrap_or_default(),
            Self::Several(items) => join(items),
        }
    }

    fn value(self) -> Option<Value> {
        match self {
            Self::One(text) => text.map(Value::String),
            Self::Several(items) => Some(items.into()),
        }
    }
}

/// Fields that were masked for good are empty.
fn cell(column: Column, account: &Loaded) -> Cell {
    let user = &account.user;
    let profile = user.profile();
    let at = |at: Option<_>| Cell::One(at.map(moment_cell));
    match column {
        Column::Id => Cell::One(Some(user.id().to_string())),
        Column::ExternalId => Cell::of(profile.external_id.as_ref()),
        Column::Email => Cell::of(profile.email.as_ref()),
        Column::Username => Cell::of(profile.username.as_ref()),
        Column::FirstName => Cell::of(profile.first_name.as_ref()),
        Column::LastName => Cell::of(profile.last_name.as_ref()),
        Column::DisplayName => Cell::of(profile.display_name.as_ref()),
        Column::Phone => Cell::of(profile.phone.as_ref()),
        Column::Kind => Cell::One(Some(user.kind().code().to_owned())),
        Column::Organizations => Cell::Several(
            user.organizations()
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        Column::Facilities => {
            let facilities = user.work().facilities.iter();
            Cell::Several(facilities.map(ToString::to_string).collect())
        }
        Column::Roles => Cell::Several(user.grants().iter().map(grant_cell).collect()),
        Column::Language => Cell::of(profile.language.as_ref()),
        Column::TimeZone => Cell::of(profile.time_zone.as_ref()),
        Column::ShippingSystem => Cell::of(profile.shipping_system.as_ref()),
        Column::ValidFrom => at(user.valid_from()),
        Column::ValidUntil => at(user.valid_until()),
        Column::PasswordHash | Column::Credential => Cell::One(None),
    }
}

/// In the order of [`Column::SHOWN`].
fn shown(account: &Loaded) -> [Cell; 4] {
    let prefix = &account.tenant.policy.identity.display_id_prefix;
    let last = account.facts.last_log_in_at.map(moment_cell);
    [
        Cell::One(Some(format!("{prefix}{}", account.number))),
        Cell::One(Some(account.user.status().code().to_owned())),
        Cell::One(Some(moment_cell(account.user.created_at()))),
        Cell::One(last),
    ]
}

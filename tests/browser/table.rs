//! The table of the console's pages. A new page is one line more.

/// A page, and what one does on it.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// What its pictures are called.
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    /// The status of the answer.
    pub(crate) status: u16,
    /// Its form: what is typed into which fields, the button, and what one reads then.
    pub(crate) form: Option<Form>,
}

#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub(crate) fields: &'static [(&'static str, &'static str)],
    pub(crate) button: &'static str,
    pub(crate) then: &'static str,
}

const fn page(name: &'static str, path: &'static str) -> Page {
    Page {
        name,
        path,
        status: 200,
        form: None,
    }
}

impl Page {
    /// A page that tells what went wrong.
    const fn refused(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// With a form that works without scripts.
    const fn with(
        self,
        fields: &'static [(&'static str, &'static str)],
        button: &'static str,
        then: &'static str,
    ) -> Self {
        let form = Some(Form {
            fields,
            button,
            then,
        });
        Self { form, ..self }
    }
}

/// Who there is.
pub(crate) const PEOPLE: &[Page] = &[
    page("dashboard", "/"),
    page("users", "/users").with(&[("Search", "esra")], "Search", "Esra Adler"),
    page("users-nobody", "/users?q=nobody"),
    page(
        "users-of-two-states",
        "/users?status=blocked&status=inactive",
    ),
    page("users-fifty", "/users?per=50"),
    page("users-columns", "/users/columns"),
    page("users-import", "/users/import"),
    page("user-invite", "/users/new?way=invite").with(
        &[("E-mail addresses", "yara@example.com")],
        "Send invitation",
        "Invitation on its way",
    ),
    page("user-with-password", "/users/new?way=password"),
    page("user-customer", "/users/new?way=customer"),
    page("invitations", "/invitations"),
    page("audit", "/audit").with(&[("By whom", "visitor")], "Apply", "Clear all"),
    page("audit-nothing", "/audit?ip=10.1.2.3").with(&[], "Clear all", "Older"),
    page("audit-refused", "/audit?from=yesterday").refused(422),
    page("messages", "/messages"),
];

/// One user.
pub(crate) const ONE_USER: &[Page] = &[
    page("user", "/users/{ben}"),
    page("user-pending", "/users/{pending}"),
    page("user-blocked", "/users/{blocked}"),
    page("user-inactive", "/users/{inactive}"),
    page("user-deleted", "/users/{deleted}"),
    page("user-edit", "/users/{ben}/edit").with(&[("Phone", "+49 30 901820")], "Save", "901820"),
    page("user-security", "/users/{ben}/security"),
    page("user-access", "/users/{ben}/access"),
    page("user-facilities", "/users/{ben}/facilities"),
    page("user-position", "/users/{ben}/position"),
    page("user-time-off", "/users/{ben}/time-off"),
    page("user-favourites", "/users/{ben}/favourites"),
    page("user-activity", "/users/{ben}/activity"),
    page("user-raw", "/users/{ben}/raw"),
    page("user-password-reset", "/users/{ben}/password-reset").with(
        &[],
        "Send the link to Ben Okafor",
        "Ben Okafor",
    ),
    page("user-end-sessions", "/users/{ben}/end-sessions").with(
        &[],
        "End the sessions of Ben Okafor",
        "Ben Okafor",
    ),
    page("user-temporary-password", "/users/{ben}/temporary-password"),
    page("user-invitation", "/users/{pending}/invitation").with(
        &[],
        "Send the invitation to Pia Lund",
        "Invited",
    ),
    page(
        "user-invitation-revoke",
        "/users/{pending}/invitation/revoke",
    ),
    page("user-block", "/users/{ben}/block").with(
        &[("Reason", "left the laptop")],
        "Block Ben Okafor",
        "left the laptop",
    ),
    page("user-unblock", "/users/{blocked}/unblock").with(&[], "Unblock Bela Horvat", "Active"),
    page("user-inactivate", "/users/{ben}/deactivate"),
    page("user-activate", "/users/{inactive}/activate").with(&[], "Activate Ines Sousa", "Active"),
    page("user-anonymize", "/users/{inactive}/anonymize"),
    page("user-delete", "/users/{inactive}/delete").with(
        &[("Type", "{inactive#}")],
        "Delete Ines Sousa",
        "Deleted on",
    ),
    page("user-restore", "/users/{deleted}/restore").with(&[], "Restore Dora Klein", "Inactive"),
    page("user-not-there", "/users/US9999").refused(404),
];

/// Roles and records.
pub(crate) const ORGANIZATION: &[Page] = &[
    page("roles", "/roles"),
    page("role-new", "/roles/new").with(
        &[("Name", "Packer")],
        "Make the role",
        "The role is made.",
    ),
    page("role", "/roles/{role}"),
    page("role-edit", "/roles/{role}/edit").with(&[("Name", "Clerks")], "Save", "Clerks"),
    page("role-delete", "/roles/{role}/delete"),
    page("facilities", "/facilities").with(
        &[("Name or external ID", "north")],
        "Search",
        "Warehouse North",
    ),
    page("facilities-none", "/facilities?q=nowhere"),
    page("facility-new", "/facilities/new").with(&[("Name", "Dock")], "Add", "Added."),
    page("facility", "/facilities/{facility}"),
    page("facility-edit", "/facilities/{facility}/edit").with(
        &[("Name", "Dock South")],
        "Save",
        "Dock South",
    ),
    page("facility-delete", "/facilities/{facility}/delete"),
    page("organizations", "/facilities/organizations"),
    page("product-stores", "/facilities/product-stores"),
    page("shops", "/facilities/shops"),
    page("positions", "/positions"),
    page("time-off", "/time-off"),
    page("settings", "/settings"),
    page("settings-identity", "/settings/identity"),
    page("settings-preset", "/settings/preset?to=shopp"),
];

/// Oneself and the system.
pub(crate) const THE_REST: &[Page] = &[
    page("integrations", "/integrations"),
    page("system", "/system"),
    page("system-backup", "/system/backup"),
    page("me", "/me"),
    page("me-settings", "/me/settings").with(&[("Look", "Light")], "Save", "Saved."),
    page("me-confirm", "/me/confirm").with(
        &[("Your password", "not it")],
        "Confirm",
        "Your password:",
    ),
    page("help", "/help"),
    page("password-change", "/password/change").with(
        &[
            ("Current password", "not it"),
            ("New password", "copper lantern drifts north"),
        ],
        "Change password",
        "Current password:",
    ),
];

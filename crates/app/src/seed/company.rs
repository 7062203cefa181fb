//! The sample companies: one for each preset, each with what its users work with.

/// One sample tenant.
#[derive(Debug)]
pub(super) struct Company {
    /// Whose rules it lives by; also its name in addresses.
    pub(super) preset: &'static str,
    pub(super) name: &'static str,
    /// Where its people get their mail.
    pub(super) domain: &'static str,
    /// The administrator's first and last name.
    pub(super) administrator: (&'static str, &'static str),
    /// How many users it has beside the administrator.
    pub(super) users: usize,
    pub(super) organizations: &'static [&'static str],
    /// Name, and what the order management system calls it.
    pub(super) facilities: &'static [(&'static str, &'static str)],
    /// A product store, what the order management system calls it, and its shops, the parent first.
    pub(super) stores: &'static [(&'static str, &'static str, &'static [&'static str])],
    /// Name, and the one that it lies within.
    pub(super) departments: &'static [(&'static str, Option<&'static str>)],
    pub(super) positions: &'static [&'static str],
    /// Roles of its own, where its rules let it have some.
    pub(super) roles: &'static [OwnRole],
    /// Permissions that users hold by their own names, where its rules know no roles.
    pub(super) permissions: &'static [&'static str],
}

/// A role that a sample tenant made.
#[derive(Debug)]
pub(super) struct OwnRole {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) permissions: &'static [&'static str],
}

const STORE_MANAGER: OwnRole = OwnRole {
    id: "store_manager",
    title: "Store manager",
    description: "Runs a store and its people.",
    permissions: &[
        "users.read",
        "users.create",
        "users.invite",
        "users.update",
        "users.block",
        "users.facilities",
        "order.view",
        "product.view",
    ],
};
const CUSTOMER_CARE: OwnRole = OwnRole {
    id: "customer_care",
    title: "Customer care",
    description: "Answers customers and looks their orders up.",
    permissions: &["users.read", "order.view", "order.refund"],
};
const WAREHOUSE_CLERK: OwnRole = OwnRole {
    id: "warehouse_clerk",
    title: "Warehouse clerk",
    description: "Picks, packs and counts stock.",
    permissions: &["order.pick", "order.pack", "product.view"],
};
const AUDITOR: OwnRole = OwnRole {
    id: "auditor",
    title: "Auditor",
    description: "Reads who did what, and changes nothing.",
    permissions: &["users.read", "audit.read"],
};

pub(super) const COMPANIES: &[Company] = &[
    Company {
        preset: "standard",
        name: "Larkspur & Finch Outfitters",
        domain: "larkspurfinch.example",
        administrator: ("Ana", "Lindqvist"),
        users: 400,
        organizations: &["Larkspur Retail", "Finch Wholesale", "Head office"],
        facilities: &[
            ("Harbour warehouse", "WH-01"),
            ("Old Town store", "ST-11"),
            ("Riverside store", "ST-12"),
            ("Airport shop", "ST-20"),
            ("Returns centre", "RC-01"),
        ],
        stores: &[],
        departments: &[],
        positions: &[],
        roles: &[STORE_MANAGER, CUSTOMER_CARE, WAREHOUSE_CLERK, AUDITOR],
        permissions: &[],
    },
    Company {
        preset: "hotwax",
        name: "Saltmarsh Footwear",
        domain: "saltmarsh.example",
        administrator: ("Ben", "Achterberg"),
        users: 60,
        organizations: &["Saltmarsh Footwear"],
        facilities: &[
            ("Mill Road warehouse", "MILL_WH"),
            ("Broadway store", "BROADWAY"),
            ("Canal Street store", "CANAL_ST"),
            ("Lakeside outlet", "LAKESIDE"),
        ],
        stores: &[
            (
                "Saltmarsh US",
                "SM_US",
                &["saltmarsh-us", "saltmarsh-us-outlet"],
            ),
            ("Saltmarsh EU", "SM_EU", &["saltmarsh-eu"]),
        ],
        departments: &[],
        positions: &[],
        roles: &[STORE_MANAGER, WAREHOUSE_CLERK, CUSTOMER_CARE],
        permissions: &[],
    },
    Company {
        preset: "shopp",
        name: "Atelier Corbeau",
        domain: "corbeau.example",
        administrator: ("Camille", "Rousselot"),
        users: 60,
        organizations: &["Corbeau Maison", "Corbeau Enfants", "Corbeau Outlet"],
        facilities: &[],
        stores: &[],
        departments: &[],
        positions: &[],
        roles: &[],
        permissions: &[],
    },
    Company {
        preset: "order_broker",
        name: "Kestrel Brothers Supply",
        domain: "kestrelbros.example",
        administrator: ("Dorothea", "Kestrel"),
        users: 60,
        organizations: &["Kestrel Hardware", "Kestrel Garden"],
        facilities: &[
            ("Distribution centre 1", "1"),
            ("Store 101 Main Street", "101"),
            ("Store 102 Orchard Park", "102"),
        ],
        stores: &[],
        departments: &[],
        positions: &[],
        roles: &[STORE_MANAGER, CUSTOMER_CARE, AUDITOR],
        permissions: &[],
    },
    Company {
        preset: "hesh",
        name: "Bergamot Home Textiles",
        domain: "bergamot.example",
        administrator: ("Esra", "Demirci"),
        users: 60,
        organizations: &["Bergamot"],
        facilities: &[],
        stores: &[],
        departments: &[
            ("Company", None),
            ("Sales", Some("Company")),
            ("Online sales", Some("Sales")),
            ("Wholesale", Some("Sales")),
            ("Logistics", Some("Company")),
            ("Design", Some("Company")),
            ("Finance", Some("Company")),
        ],
        positions: &[
            "Head of department",
            "Sales representative",
            "Textile designer",
            "Warehouse lead",
            "Accountant",
            "Customer adviser",
        ],
        roles: &[],
        permissions: &[
            "product.edit",
            "order.view",
            "order.edit",
            "report.view",
            "users.read",
        ],
    },
    Company {
        preset: "chord",
        name: "Cadenza Records",
        domain: "cadenza.example",
        administrator: ("Felix", "Okoro"),
        users: 12,
        organizations: &["Cadenza"],
        facilities: &[("Vinyl stock", "VINYL"), ("Merchandise stock", "MERCH")],
        stores: &[],
        departments: &[],
        positions: &[],
        roles: &[CUSTOMER_CARE],
        permissions: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::COMPANIES;
    use tenure_domain::policy::presets;

    #[test]
    fn there_is_a_company_for_each_preset() {
        let companies = COMPANIES.iter().map(|company| company.preset);
        let presets = presets::ALL.iter().map(|(name, _)| *name);
        assert!(companies.eq(presets), "in the order of the documents");
    }
}

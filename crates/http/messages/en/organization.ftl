# Roles, facilities and other records, positions, time off, the rules.

# Records.
organization-tabs = Lists
organization-all-facility = Facilities
organization-all-organization = Organizations
organization-all-product-store = Product stores
organization-all-shop = Shops
organization-all-department = Departments
organization-all-position = Positions
organization-one-facility = Facility
organization-one-organization = Organization
organization-one-product-store = Product store
organization-one-shop = Shop
organization-one-department = Department
organization-one-position = Position
organization-new-facility = Add a facility
organization-new-organization = Add an organization
organization-new-product-store = Add a product store
organization-new-shop = Add a shop
organization-new-department = Add a department
organization-new-position = Add a position
organization-none-facility = There is no facility yet
organization-none-organization = There is no organization yet
organization-none-product-store = There is no product store yet
organization-none-shop = There is no shop yet
organization-none-department = There is no department yet
organization-none-position = There is no position yet
organization-about-facility = Stores, warehouses and other places where users work.
organization-about-organization = Teams, brands and business units that users are members of.
organization-about-product-store = What shops sell for.
organization-about-shop = Each sells for a product store, and may belong to a parent shop, on which jobs run.
organization-about-department = Departments may lie within each other. Users are moved into one on their own page.
organization-about-position = The titles that users hold. One can also be written anew on a user's page.
organization-in-product-store = Sells for
organization-in-shop = Parent shop
organization-in-department = Lies within
organization-within-shop = Parent shop
organization-within-department = Lies within
organization-below-shop = Shops that belong to it
organization-below-department = Departments within
organization-find = Name or external ID
organization-find-button = Search
organization-no-match = Nothing matches “{ $text }”
organization-show-all = Show all
organization-name = Name
organization-external-id = External ID
organization-external-id-hint = What the order management system calls it.
organization-of-store = Product store
organization-acts = What one can do
organization-kind = Kind
organization-created = Created
organization-none = – none –
organization-change = Change
organization-delete = Delete
organization-add = Add
organization-save = Save
organization-add-within = Add within
organization-change-title = Change { $name }
organization-delete-title = Delete { $name }
organization-delete-goes = The record goes for good. What the audit log says of it stays.
organization-delete-held = It stays while anybody works there or anything belongs to it; deleted users count.
organization-departments-more = There are more departments than can be shown at once.
organization-paging = Pages
organization-first-page = First page
organization-next-page = Next page
organization-people = Users
organization-people-all = Show in the list of users
organization-more-than = more than { $total }
organization-pickers = Pickers
organization-nobody = Nobody.
organization-now = Now it says: { $value }
organization-nothing = nothing
notice-organization-added = Added.
notice-organization-deleted = Deleted.

# Roles.
organization-role = Role
organization-new-role = New role
organization-make-role = Make the role
organization-duplicate = Duplicate
organization-copy-of = { $name } (copy)
organization-built-in = Built in
organization-built-in-about = Every tenant has this role; it stays as it is. Duplicate it to make one like it.
organization-roles-about = Roles say what users may do. Those that are built in come first.
organization-permissions = Permissions
organization-role-id = Internal ID
organization-role-id-hint = Letters, digits, _ and -. Left empty, it follows from the name. It never changes.
organization-description = Description
organization-holders = { $count ->
    [one] { $count } user
   *[other] { $count } users
}
organization-matrix-about = What its holders may do. A tick marks what the role allows.
organization-matrix-form = Tick what its holders may do. What you may not do yourself cannot be ticked.
organization-area = Area
organization-act-view = View
organization-act-create = Create
organization-act-edit = Edit
organization-act-delete = Delete
organization-act-administer = Administer
organization-act-other = Other
organization-area-users = Users
organization-area-audit = Audit log
organization-area-roles = Roles
organization-area-policy = Settings
organization-area-outbox = Messages
organization-area-reference = Records
organization-area-integrations = Integrations
organization-area-orders = Orders
organization-allowed = Allowed
organization-not-allowed = Not allowed
organization-role-more = Permissions of applications
organization-role-more-hint = One in each line, such as product.view. Applications define and read them.
organization-role-confirm = This changes what users may do:
organization-role-gains = { $users ->
    [one] { $users } user gains: { $what }
   *[other] { $users } users gain: { $what }
}
organization-role-loses = { $users ->
    [one] { $users } user loses: { $what }
   *[other] { $users } users lose: { $what }
}
organization-role-many = More users hold the role than were looked at: the numbers are those of the first { $users }.
organization-role-later = It counts for each of them from the next log-in on.
organization-role-now = By now the role differs from what is ticked here: { $what }
organization-role-goes = The role goes for good. What the audit log says of it stays.
organization-role-held = It stays while anybody holds it or a setting names it.
organization-history = History
organization-role-made = Made.
organization-role-reads = Now called: { $what }
organization-role-allows = Allowed: { $what }
organization-role-forbids = No longer allowed: { $what }
organization-somebody = somebody
notice-organization-role-made = The role is made.

permission-users-read = See users
permission-users-create = Add users with a credential
permission-users-invite = Invite users
permission-users-update = Change names, phone, external ID
permission-users-email = Change e-mail addresses
permission-users-status = Activate and deactivate
permission-users-block = Block and unblock
permission-users-password = Set passwords, send reset links
permission-users-roles = Give and take roles
permission-users-facilities = Assign facilities
permission-users-delete = Delete users
permission-users-restore = Restore users
permission-users-anonymize = Anonymize users
permission-users-sessions = End other users’ sessions
permission-users-import = Import users
permission-users-export = Export users
permission-users-impersonate = Act as somebody else
permission-audit-read = Read the audit log
permission-roles-manage = Define roles
permission-policy-manage = Change the settings
permission-outbox-manage = See and resend messages
permission-reference-manage = Define facilities and other records
permission-integrations-manage = Define webhooks, tokens, directories
permission-orders-write = Tell of orders

# Time off.
organization-away-now = Away now
organization-away-nobody = Everybody is there.
organization-away-until = until { $day }
organization-away-more = There are { $total } in all; the first of them by name are shown.
organization-away = away
organization-month = Month
organization-month-about = Who is away in this month. Days are those of the time zone in which each user lives.
organization-month-empty = Nobody is away in this month
organization-month-how = Time off is entered on the page of a user.
organization-person = User
organization-weekday-1 = Mo
organization-weekday-2 = Tu
organization-weekday-3 = We
organization-weekday-4 = Th
organization-weekday-5 = Fr
organization-weekday-6 = Sa
organization-weekday-7 = Su

# The rules.
organization-custom = own rules
organization-revision = Version { $number }
organization-switch = Take a preset
organization-groups = Groups of settings
organization-differ-none = Every setting is as “{ $preset }” has it.
organization-differ = { $count ->
    [one] { $count } setting differs from it.
   *[other] { $count } settings differ from it.
}
organization-differs = { $preset }:
organization-part-identity = Who a user is
organization-part-adding = Adding and inviting
organization-part-passwords = Passwords
organization-part-access = Log-in, lockout and sessions
organization-part-roles = Roles and rights
organization-part-list = The list of users
organization-part-removal = Inactivity, deletion and anonymization
organization-part-rest = Notices, work and orders
organization-group-identity = Identity
organization-group-creation = Adding users
organization-group-invitation = Invitations
organization-group-credential = Passwords
organization-group-log-in = Log-in
organization-group-lockout = Lockout
organization-group-block = Blocking
organization-group-sessions = Sessions
organization-group-roles = Roles
organization-group-authority = Rights
organization-group-list = List
organization-group-activity = Activity
organization-group-removal = Deletion
organization-group-anonymization = Anonymization
organization-group-notices = Notices
organization-group-work = Work
organization-group-orders = Orders
organization-settings-at-once = What you save holds for everybody from the next request on.
organization-prove = Prove that it is you, then try again
organization-preset-title = Take the rules of { $preset }
organization-preset-count = { $count ->
    [0] Nothing would change but the name of the rules.
    [one] One setting changes, for everybody and at once.
   *[other] { $count } settings change, for everybody and at once.
}
organization-preset-about = What changes. What is not here stays as it is.
organization-setting = Setting
organization-value-now = Now
organization-value-then = Then
organization-value-none = none
organization-value-empty = (empty)
organization-yes = yes
organization-no = no
organization-span-d = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
organization-span-h = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
organization-span-m = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
organization-span-s = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
organization-span-hint = A number with s, m, h or d, such as 15m, 24h or 3d.
organization-names-hint = Several are separated by commas.
organization-optional-hint = Left empty: none.
notice-organization-settings-hold = The settings hold from now on.

organization-holder = Choose a user for the position
organization-holder-who = Who
organization-holder-hint = A user's ID such as US12, or a name or e-mail address.
organization-holder-several = Several are called so: which one?
organization-holder-button = Give the position

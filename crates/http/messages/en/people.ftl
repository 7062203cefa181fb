# Users in numbers.

# What the list shows unless somebody chooses: the columns that each document names.
people-columns = { $preset ->
    [shopp] id email first-name last-name status created role
    [order_broker] username name email password log-in edit delete
    [hotwax] user username created role status
    [hesh] user status position created
    [chord] email role last-log-in created
   *[other] id user status role facilities position last-log-in created
}
# What a row of the list opens: its page, or the window for changes.
people-opens = { $preset ->
    [shopp] window
   *[other] page
}
# What the icon for changes opens: the data, or what somebody may do and how he gets in.
people-edits = { $preset ->
    [order_broker] access
   *[other] data
}

people-invite = { $preset ->
    [shopp] Invite A User
    [hesh] Add user
   *[other] Invite user
}
people-add = { $preset ->
    [hesh] Add with a password
    [chord] New Users
    [order_broker] New
   *[other] Add user
}
people-more = More
people-import = Import a file
people-export = Export what is shown
people-columns-title = Columns
people-columns-label = Columns to show
people-columns-save = Show these
notice-people-columns = The columns are as you chose.

people-search = Search
people-search-hint = Anonymized users are not found by name or e-mail.
people-filters = Filters
people-sort = Sort by
people-any = Any
people-yes = yes
people-views = Views
people-view-all = All
people-view-kind-person = People
people-view-kind-facility-login = Facility logins
people-view-kind-non-login = Without login
people-view-kind-service = Programs
people-view-kind-customer = Customers
people-view-kind-vendor = Vendors
people-view-kind-store-associate = Store associates
people-view-vacation = At vacation
people-chips = What is asked for
people-chip-remove = Without
people-clear = Clear all

people-filter-q = { $preset ->
    [hesh] Search by Keyword
    [hotwax] Search users by name
   *[other] Search
}
people-filter-username = { $preset ->
    [order_broker] User ID
   *[other] User name
}
people-filter-name = Name
people-filter-email = E-mail
people-filter-status = Status
people-filter-role = { $preset ->
    [hotwax] Clearance
   *[other] Role
}
people-filter-facility = Facility
people-filter-organization = Organization
people-filter-can-log-in = { $preset ->
    [order_broker] Disabled logins
   *[other] Sign-in
}
people-filter-hide-inactive = { $preset ->
    [hotwax] Hide disabled users
   *[other] Hide inactive users
}
people-filter-locked = Locked out
people-filter-invitation = Invitation
people-filter-vacation = Vacation
people-filter-created-from = Created from
people-filter-created-to = Created to
people-filter-last-log-in-from = Last sign-in from
people-filter-last-log-in-to = Last sign-in to
people-filter-ids = User
people-filter-kind = Type
people-able-yes-can = { $preset ->
    [order_broker] Yes (users who can log in)
   *[other] Possible
}
people-able-yes-cannot = { $preset ->
    [order_broker] Yes (users who cannot log in)
   *[other] Not possible
}
people-able-no-can = { $preset ->
    [order_broker] No (users who can log in)
   *[other] Possible
}
people-able-no-cannot = { $preset ->
    [order_broker] No (users who cannot log in)
   *[other] Not possible
}
people-locked-true = Locked out
people-locked-false = Not locked out
people-invitation-open = Open
people-invitation-expired = Expired
people-vacation-yes = At vacation
people-vacation-no = Not at vacation
people-kind-person = Person
people-kind-facility-login = Facility login
people-kind-non-login = Without login
people-kind-service = Program
people-kind-customer = Customer
people-kind-vendor = Vendor
people-kind-store-associate = Store associate

people-column-id = ID
people-column-user = User
people-column-username = { $preset ->
    [order_broker] User ID
   *[other] User name
}
people-column-name = Name
people-column-email = Email
people-column-first-name = First Name
people-column-last-name = Last Name
people-column-phone = Phone
people-column-external-id = External ID
people-column-status = Status
people-column-log-in = { $preset ->
    [order_broker] Active
   *[other] Sign-in
}
people-column-role = { $preset ->
    [hotwax] Clearance
   *[other] Role
}
people-column-facilities = Facilities
people-column-position = Position
people-column-last-log-in = Last sign-in
people-column-created = Created On
people-column-password = { $preset ->
    [order_broker] Reset Password
   *[other] Password
}
people-column-edit = Edit
people-column-delete = Delete
people-column-actions = Actions

people-sort-id-up = ID, oldest first
people-sort-id-down = ID, newest first
people-sort-username-up = { $preset ->
    [order_broker] User ID, A to Z
   *[other] Login name, A to Z
}
people-sort-username-down = { $preset ->
    [order_broker] User ID, Z to A
   *[other] Login name, Z to A
}
people-sort-email-up = E-mail, A to Z
people-sort-email-down = E-mail, Z to A
people-sort-first-name-up = First name, A to Z
people-sort-first-name-down = First name, Z to A
people-sort-last-name-up = Last name, A to Z
people-sort-last-name-down = Last name, Z to A
people-sort-name-up = User name, A to Z
people-sort-name-down = User name, Z to A
people-sort-status-up = Status, A to Z
people-sort-status-down = Status, Z to A
people-sort-created-at-up = Create date, oldest first
people-sort-created-at-down = Create date, newest first
people-sort-last-log-in-at-up = Last sign-in, oldest first
people-sort-last-log-in-at-down = Last sign-in, newest first

people-caption = Users, sorted by { $order }, { $from }–{ $to } of { $total }
people-your-user = Your user
people-at-vacation = At vacation
people-anonymized = Anonymized
people-never = never
people-locked = Locked out until an administrator unblocks
people-locked-until = Locked until { $until }
people-blocked-until = Blocked until { $until }
people-able-icon-yes = Enabled
people-able-icon-no = Disabled
people-no-role = No Role
people-grant-everywhere = Everywhere
people-grant-place = Holds in
people-role-organization-admin = Organization Admin

people-acts = What to do with { $name }
people-act-open = Open
people-act-update = Edit

people-none-title = Nobody fits
people-none-text = No user is as you ask. Take something away from what is asked for.
people-deleted-match = { $count ->
    [one] { $count } deleted user matches
   *[other] { $count } deleted users match
}
people-only-title = Only you so far
people-only-text = Bring the others in: one by one, or all at once from a file.
people-ask-title = Whom are you looking for?
people-ask-text = Fill in what you know and press Search; with nothing filled in, everybody is shown.
people-paging = Pages
people-previous = Previous
people-next = Next
people-per = Rows on a page:

# Adding.
people-ways = Ways to add a user
people-way-invite = Invite
people-way-password = With a password
people-way-directory = Directory (LDAP)
people-way-customer = Customer
people-way-profile = Profile
people-new-invite = { $preset ->
    [shopp] Invite A User
    [hesh] Add user
   *[other] Invite users
}
people-new-invite-intro = Each gets a link by e-mail, by which they set a password.
people-new-invite-button = { $preset ->
    [shopp] Invite
    [hesh] Add
   *[other] Send invitation
}
people-new-password = { $preset ->
    [hesh] Add user with a password
    [chord] New User
   *[other] Add a user
}
people-new-password-intro = You choose the first password and hand it over yourself.
people-new-password-button = { $preset ->
    [hesh] Add
    [chord] Create
   *[other] Add user
}
people-new-directory = Add a user of the directory
people-new-directory-intro = The directory checks the password; none is kept here.
people-new-directory-button = Add user
people-new-customer = Add somebody who does not log in
people-new-customer-intro = A customer for an order, or somebody who picks and earns commissions: no password, no role.
people-new-customer-button = { $preset ->
    [chord] Create
   *[other] Add
}
people-new-profile = New user profile
people-new-profile-intro = First who it is; authority and log-in come next. Nothing is kept before you save.
people-new-profile-button = New
people-new-second = User Profile Configuration
people-new-second-intro = The profile is made when you save.
people-new-second-button = Save
people-field-emails = { $preset ->
    [shopp] Email
   *[other] E-mail addresses
}
people-field-emails-hint = { $min } to { $max } characters each; several go one to a line.
people-field-username-lower = { $min } to { $max } characters, kept in lower case.
people-field-username-any = { $min } to { $max } characters.
people-field-no-organization = As usual
people-field-credential = Log-in
people-credential-password = A password that lasts
people-credential-temporary-password = A temporary password
people-credential-external = The directory (LDAP)
people-credential-none = None
people-field-password = Password
people-field-temporary-password = Temporary password
people-field-suggested = Suggested just now: copy it before you go on, it is not shown again.
people-suggest = Suggest a password
people-field-domain = Directory domain
people-field-directory-id = User ID in the directory, where it differs
people-field-roles = { $preset ->
    [order_broker] Authority
    [hotwax] Security groups
    [chord] Role
   *[other] Roles
}
people-field-shipping = Default shipping system
people-field-disabled = Starts inactive: nobody can log in by it yet
people-added-invited = { $count ->
    [one] Invitation on its way
   *[other] { $count } invitations on their way
}
people-added-title = { $count ->
    [one] User added
   *[other] { $count } users added
}
people-added-some = Some were invited; see their links.
people-added-link = Invitation link, to hand over yourself if the mail does not arrive
people-added-copy = Copy
people-added-copied = Copied
people-added-until = Valid until
people-added-mail = Mail
people-added-must-change = The password must be changed at the first log-in.
people-added-again-invite = Invite another
people-added-again = Add another
people-added-list = To the list
people-mail-none = No mail was sent: hand over the link yourself.
people-mail-queued = Queued: it leaves in a moment.
people-mail-retried = Not sent yet, tried again soon: { $error }
people-mail-sent = Handed to the mail server.
people-mail-file = Written to a file in { $folder }; nothing is mailed from here.
people-mail-dead = Could not be sent: { $error }
people-mail-cancelled = Cancelled.

# Many at once.
people-many-send-invitation = Resend invitations
people-many-activate = Activate
people-many-unblock = Unblock
people-many-grant-role = Add a role
people-many-add-facility = Add a facility
people-many-export = Export
people-many-send-password-reset = Send reset links
people-many-restore = Restore
people-many-end-sessions = End all sessions
people-many-deactivate = Inactivate
people-many-block = Block
people-many-anonymize = Anonymize
people-many-delete = Delete
people-many-chosen = Chosen:
people-many-action = With those chosen
people-many-go = Go on
people-many-all = With all { $total } that fit
people-many-page = Choose everybody on this page
people-many-choose = Choose { $name }
people-many-reason = Reason
people-many-count = Type { $count } to go on
people-many-look = See what would happen
people-many-do = { $count ->
    [one] Do it for { $count } user
   *[other] Do it for { $count } users
}
people-many-would = { $count ->
    [one] It would be done for { $count } user.
   *[other] It would be done for { $count } users.
}
people-many-was = { $count ->
    [one] Done for { $count } user.
   *[other] Done for { $count } users.
}
people-many-unchanged = { $count ->
    [one] For { $count } user there is nothing to do.
   *[other] For { $count } users there is nothing to do.
}
people-many-left-out = { $count ->
    [one] { $count } user is left out; the reason is below.
   *[other] { $count } users are left out; the reasons are below.
}
people-many-skipped = { $count ->
    [one] { $count } left out
   *[other] { $count } left out
}
people-many-why = Why
people-many-file-now = Download who is left out
people-more-in-file = { $count ->
    [one] { $count } more is in the file.
   *[other] { $count } more are in the file.
}
people-many-file = Download who was left out
notice-people-nobody-chosen = Nobody was chosen.

# From a file.
people-import-title = Import users
people-import-intro = A file of comma-separated values with a head. A row names its user by external ID, else by e-mail, else by user name: who is there gets what differs, who is not there is added. Sent again, nothing is done twice.
people-import-file = Choose a file
people-import-text = Or the file's text
people-import-text-hint = Up to 1 MiB, such as: email,first_name,last_name. Larger files go by the API or the command line.
people-import-invite = Invite new people by e-mail
people-import-ignore = Do not read
people-import-look = See what would happen
people-import-run = Import
people-import-would = What would happen
people-import-done = What was imported
people-import-columns = Columns of the file
people-import-created = { $count ->
    [one] { $count } user is new
   *[other] { $count } users are new
}
people-import-updated = { $count ->
    [one] { $count } user is changed
   *[other] { $count } users are changed
}
people-import-unchanged = { $count ->
    [one] { $count } is as in the file already
   *[other] { $count } are as in the file already
}
people-import-failed = { $count ->
    [one] { $count } row is refused
   *[other] { $count } rows are refused
}
people-import-source = The file
people-import-running = Importing
people-import-so-far = { $count ->
    [one] { $count } row so far.
   *[other] { $count } rows so far.
}
people-import-goes-on = It goes on without you; this page tells what became of it once it has ended.
people-import-look-again = Look again
people-import-stopped = It ended before the file did: { $why }
people-import-first = The first { $kept } of { $total } reasons are kept, here and in the file. Mend them and import the file again.
people-import-each = What would become of each row
people-import-row = Row
people-import-fate = What happens
people-import-fate-created = New
people-import-fate-updated = Changed
people-import-fate-unchanged = Stays as it is
people-import-fate-failed = Refused
people-import-untold = { $count ->
    [one] { $count } more row is not listed.
   *[other] { $count } more rows are not listed.
}
people-import-refused = Rows that are refused
people-import-line = Line
people-import-column = Column
people-import-download = Download the refused rows

# One user's page.

# Where the tabs stand: above, or beside.
user-tabs-layout = { $preset ->
    [hesh] beside
   *[other] above
}
user-tabs = Parts of this page
user-tab-general = { $preset ->
    [hesh] General Information
    [hotwax] User Details
   *[other] General
}
user-tab-security = Security
user-tab-access = { $preset ->
    [hesh] Permissions
   *[other] Access
}
user-tab-facilities = Facilities
user-tab-position = Position
user-tab-time-off = { $preset ->
    [hesh] Day-offs
   *[other] Time off
}
user-tab-favourites = { $preset ->
    [hotwax] Favorites
   *[other] Favourites
}
user-tab-activity = Activity
user-tab-raw = Raw

user-more = More
user-change-status = Status: { $status }. Change it
user-back = Back
user-save = Save
user-copied = Copied
user-copy-link = Copy link
user-nothing = none
user-in-zone = Time zone: { $zone }
user-already = This is so already, or cannot be done now.

# Whoever did something.
user-by-another = another user
user-by-operator = the operator { $name }
user-by-clock = the system
user-by-visitor = somebody by a link

# Badges.
user-badge-away = At vacation
user-badge-directory = LDAP
user-badge-anonymized = Anonymized
user-badge-must-change = Must change password
user-badge-organization-admin = Organization Admin
user-badge-no-role = No Role
user-can-log-in = can log in
user-cannot-log-in = cannot log in
user-created = Created
user-last-log-in = Last log-in
user-never-logged-in = Never logged in

# Why somebody stands where he does.
user-is-blocked-manual = Blocked by { $by } on { $day }
user-is-blocked-lockout = Locked after { $count ->
    [one] { $count } failed log-in
   *[other] { $count } failed log-ins
}
user-is-inactive-administrator = Inactivated by { $by } on { $day }
user-is-inactive-validity-ended = Inactive since { $day }: the account is not valid any more
user-is-inactive-inactivity = Inactive since { $day }: no log-in for too long
user-is-inactive-anonymized = Inactive since { $day }: anonymized
user-is-inactive-directory = Inactive since { $day }: the directory does not know this user any more, or has disabled the account
user-is-inactive-restored = Restored on { $day }, and inactive until somebody activates the account
user-is-inactive-no-credential = Inactive since { $day }: there is no way to log in yet
user-is-deleted-plain = Deleted on { $day }
user-until-blocked = Until { $until }
user-until-deleted = Is removed for good on { $until }
user-can-be-restored = Can be restored.
user-release-admin = It ends when an administrator unblocks the user.
user-release-duration = It ends with the time; nobody can end it before.
user-release-admin-or-duration = It ends with the time, or when an administrator unblocks the user before.
user-release-admin-and-duration = Unblocking does not end it at once: the lock stays until its time is over.
user-release-released = An administrator has unblocked the user; the lock stays until its time is over.
user-is-anonymized = The person's data was masked for good.
user-is-protected = Administrators cannot be deleted. Inactivate the account, or take the role away first.
user-not-valid-yet = The account is valid from { $from } on.
user-valid-until = The account is valid until { $until }.
user-not-valid-any-more = The account was valid until { $until }.
user-email-waits = The new address { $to } waits for its confirmation.

# An invitation.
user-invitation-not-sent = No invitation was sent yet
user-invitation-open = Invited
user-invitation-expired = The invitation has expired
user-invitation-revoked = The invitation was revoked
user-invitation-sent-at = Sent on
user-invitation-expires = Valid until
user-invitation-link = Invitation link, to be handed over in another way

# The general data.
user-contact = { $preset ->
    [hotwax] Contact information
   *[other] Person
}
user-account = Account
user-edit = Edit
user-edit-title = Edit { $name }
user-save-anyway = Save { $name }
user-validity = Validity
user-organizations = Organizations
user-picture = Picture
user-field-first-name = First name
user-field-last-name = Last name
user-field-display-name = Name
user-field-email = E-mail
user-field-username = { $preset ->
    [order_broker] User ID
   *[other] User name
}
user-field-phone = Phone
user-field-external-id = External ID
user-field-external-id-hint = The number in another system, used for commissions.
user-email-proof = Before you change it, confirm that it is you: by the link below.
user-field-language = Language
user-field-time-zone = Time zone
user-field-organizations = Organizations
user-field-kind = Kind of account
user-field-validity = Valid
user-field-created-on = { $preset ->
    [shopp] Created On
   *[other] Created on
}
user-field-default-shipping-system = Default shipping system
user-field-roles = { $preset ->
    [shopp] Role
    [order_broker] Authority
    [hesh] Permissions
   *[other] Roles
}
user-no-time-zone = None (UTC)
user-created-by = By { $by }
user-validity-always = Always
user-validity-from = From { $from }
user-validity-until = Until { $until }
user-validity-between = From { $from } until { $until }
user-kind-person = Person
user-kind-facility-login = A facility's own log-in
user-kind-non-login = Person who does not log in
user-kind-service = Program
user-kind-customer = Customer
user-kind-vendor = Vendor
user-kind-store-associate = Store associate
user-fixed-immutable-field = It cannot be changed in this system.
user-fixed-forbidden = You may not change it.
user-fixed-policy-forbids = The rules of this system do not let it be changed.

# Somebody was faster.
user-changed-by = Changed by { $by } { $when }. Compare, then save: nothing that you typed is lost.
user-conflict = What differs
user-conflict-field = Field
user-conflict-yours = Yours
user-conflict-theirs = Theirs
user-conflict-before = Before

# Security.
user-method = Log-in
user-method-label = Logs in by
user-method-none = Nothing yet
user-method-temporary = Temporary password, to be changed at the next log-in
user-method-password = Password
user-method-external = Directory (LDAP)
user-directory-domain = Directory
user-directory-domain-hint = The directory's domain, such as corp.example.com.
user-directory-settings = LDAP settings
user-directory-none = No directory vouches for this user.
# The tab that the directory is also shown on: where somebody's rights are, or none.
user-directory-place = { $preset ->
    [order_broker] access
   *[other] security
}
user-directory-id = ID in the directory
user-directory-id-hint = Only where it differs from the user name.
user-password-changed = Password set
user-password-expires = Works until
user-password-rules = What a password must have
user-must-change = Must be changed at the next log-in
user-failures = Failed log-ins
user-failures-none = None that count.
user-failures-some = { $count ->
    [one] { $count } counts now.
   *[other] { $count } count now.
}
user-failures-most = { $count } in a row lock the account.
user-failures-never = They never lock an account.
user-sessions = Open sessions
user-sessions-hint = Where somebody else is logged in is his own business. All his sessions can be ended.
user-session-program = Program
user-session-from = From
user-session-started = Started
user-session-seen = Last used
user-session-unknown = Unknown
user-session-this = This one
user-security-history = What happened
user-history-nothing = Nothing yet.
user-history-all = All of it

# Acts: in the menu, as the title of the window, on its button.
user-typed = Type { $number } to go on
user-reason = Reason
user-reason-hint = Kept in the history.
user-until = Until
user-until-hint = Left empty: until somebody unblocks.
user-instead-deactivate = Inactivate { $name } instead

user-act-invitation = Resend invitation
user-act-invitation-title = Send { $name } an invitation?
user-act-invitation-button = Send the invitation to { $name }
user-act-invitation-revoke = Revoke invitation
user-act-invitation-revoke-title = Revoke the invitation of { $name }?
user-act-invitation-revoke-button = Revoke the invitation of { $name }
user-act-unblock = { $preset ->
    [hotwax] Unblock user login
    [order_broker] Enable
   *[other] Unblock
}
user-act-unblock-title = Unblock { $name }?
user-act-unblock-button = Unblock { $name }
user-act-activate = { $preset ->
    [order_broker] Enable
   *[other] Activate
}
user-act-activate-title = Activate { $name }?
user-act-activate-button = Activate { $name }
user-act-restore = Restore
user-act-restore-title = Restore { $name }?
user-act-restore-button = Restore { $name }
user-act-password-create = Create password
user-act-password-create-title = { $preset ->
    [hesh] Create new password: { $name }
   *[other] Create a password for { $name }
}
user-act-password-create-field = New password
user-act-password-create-button = { $preset ->
    [hesh] Confirm password
   *[other] Create the password of { $name }
}
user-act-password = { $preset ->
    [hotwax] Reset Password
   *[other] Change password
}
user-act-password-title = { $preset ->
    [hesh] Create new password: { $name }
   *[other] Change the password of { $name }
}
user-act-password-field = New password
user-act-password-button = { $preset ->
    [hesh] Confirm password
   *[other] Change the password of { $name }
}
user-act-temporary-password = { $preset ->
    [order_broker] Reset password
   *[other] Set a temporary password
}
user-act-temporary-password-title = { $preset ->
    [order_broker] Reset User Profile Password: { $name }
   *[other] Set a temporary password for { $name }
}
user-act-temporary-password-field = New temporary password
user-act-temporary-password-button = Set the temporary password of { $name }
user-act-password-reset = Send reset link
user-act-password-reset-title = Send { $name } a link to set a new password?
user-act-password-reset-button = Send the link to { $name }
user-act-end-sessions = End all sessions
user-act-end-sessions-title = End all sessions of { $name }?
user-act-end-sessions-button = End the sessions of { $name }
user-act-external-credential = Log-in by directory
user-act-external-credential-title = Let the directory vouch for { $name }
user-act-external-credential-button = Use the directory for { $name }
user-act-external-credential-remove = No log-in by directory
user-act-external-credential-remove-title = End the directory's vouching for { $name }?
user-act-external-credential-remove-button = End it for { $name }
user-act-picture-remove = Remove picture
user-act-picture-remove-title = Remove the picture of { $name }?
user-act-picture-remove-button = Remove the picture of { $name }
user-act-deactivate = { $preset ->
    [order_broker] Disable
   *[other] Inactivate
}
user-act-deactivate-title = { $preset ->
    [order_broker] Disable { $name }?
   *[other] Inactivate { $name }?
}
user-act-deactivate-button = { $preset ->
    [order_broker] Disable { $name }
   *[other] Inactivate { $name }
}
user-act-block = { $preset ->
    [hotwax] Block user login
   *[other] Block
}
user-act-block-title = Block { $name }?
user-act-block-button = Block { $name }
user-act-anonymize = Anonymize
user-act-anonymize-title = Anonymize { $name }?
user-act-anonymize-button = Anonymize { $name }
user-act-delete = Delete
user-act-delete-title = Delete { $name }?
user-act-delete-button = Delete { $name }
user-act-purge = Remove for good
user-act-purge-title = Remove { $name } for good?
user-act-purge-button = Remove { $name } for good

# What an act does, what it does not, and how it is undone.
user-point-invitation = A mail with a link goes out; by the link a password is set.
user-point-invitation-link = The link is shown here too, to be handed over in another way.
user-point-link-dies = The invitation's link stops working.
user-point-link-kept = The invitation's link works again when the account is activated.
user-point-revoked-again = The invitation can be sent again.
user-point-lock-outlives = The account is unblocked, but the lock stays until its time is over. Logging in is possible only then.
user-point-unblock = Logging in is possible at once.
user-point-activate = The account is in use again.
user-point-restore = The account comes back, inactive, with its roles and places of work.
user-point-restore-next = Activate it then, so that one can log in.
user-point-kept-out = Nobody can log in to this account any more.
user-point-sessions-end = Open sessions end at once.
user-point-log-in-again = Logging in again is possible.
user-point-data-stays = Data, roles and history stay as they are.
user-point-unblock-undoes = Unblocking undoes it.
user-point-activate-undoes = Activating undoes it.
user-point-deleted-stays = The record stays, with the status Deleted.
user-point-restorable = A system administrator can restore it.
user-point-restorable-for = A system administrator can restore it within { $days } days.
user-point-for-good = This cannot be undone.
user-point-purge = The record is removed with all of the person's data.
user-point-purge-trail = That it was there stays in the audit log, without personal data.
user-point-masked = Names, addresses and phone number are masked, here and in the history.
user-point-username-kept = The user name stays, and the user is still found by it.
user-point-username-gone = The user name is masked, too.
user-point-access-kept = The status stays as it is: whoever could log in still can.
user-point-access-lost = The account becomes inactive.
user-point-orders-stay = Orders and their numbers stay.
user-point-becomes-active = The user becomes active.
user-point-password-replaced = It takes the place of the present password.
user-point-temporary = It works once, and must be changed at the next log-in.
user-point-tell = No mail tells the password: hand it over yourself.
user-point-reset = A mail with a link to set a new password goes out.
user-point-password-stays = The present password works until then.
user-point-directory = The directory's password counts from now on.
user-point-directory-password = The password here stops working.
user-point-directory-off = The directory does not vouch for the user any more.
user-point-directory-next = Set a password or send a link afterwards, so that one can log in.
user-point-picture = The initials are shown in its place.

# What was done.
notice-user-edit = Saved.
notice-user-invitation = The invitation is on its way.
notice-user-invitation-revoke = The invitation's link does not work any more.
notice-user-unblock = Unblocked.
notice-user-activate = Activated.
notice-user-restore = Restored. The account is inactive.
notice-user-password = The password was changed.
notice-user-temporary-password = The temporary password is set. It must be changed at the next log-in.
notice-user-password-reset = The link to set a new password is on its way.
notice-user-end-sessions = All sessions have ended.
notice-user-external-credential = The directory vouches for this user now.
notice-user-external-credential-remove = The directory does not vouch for this user any more.
notice-user-picture-remove = The picture is removed.
notice-user-deactivate = Inactivated.
notice-user-block = Blocked.
notice-user-anonymize = Anonymized.
notice-user-delete = Deleted.
notice-user-purge = Removed for good.

# Windows that change a part of the user.
user-change = Change
user-remove = Remove
user-acts = What can be done
user-copy = Copy
user-from = From
user-valid-from = Valid from
user-valid-to = Valid until
user-no-records = There are none to choose from yet.
user-part-validity-title = Validity of { $name }
user-part-validity-button = Save the validity of { $name }
user-point-validity = Before and after, nobody can log in to the account. Leave a field empty for no limit.
user-part-organizations-title = Organizations of { $name }
user-part-organizations-button = Save the organizations of { $name }
user-point-organizations = Roles in an organization go with the membership.

# Access.
user-add-role = { $preset ->
    [hesh] Add permission
    [order_broker] Add authority
   *[other] Add role
}
user-role = { $preset ->
    [order_broker] Authority
   *[other] Role
}
user-role-place = Where
user-role-everywhere = Everywhere
user-role-time = When
user-role-always = Always
user-role-given = Given
user-role-rests = Does not hold now
user-roles-none = No roles.
user-part-access-add-title = Give { $name } a role
user-part-access-add-button = Give { $name } the role
user-part-access-remove-title = Take a role from { $name }?
user-part-access-remove-button = Take the role from { $name }
user-point-role = The role { $role } is taken away.
user-point-role-again = It can be given again.
user-point-own-role = It is your own role: you may not be able to come back to this page.
user-permissions = What this allows
user-permissions-none = Nothing.
user-because = because of { $role }
user-area-users = Users
user-area-audit = Audit log
user-area-roles = Roles
user-area-policy = Rules
user-area-outbox = Messages
user-area-reference = Facilities and other records
user-area-integrations = Integrations
user-area-orders = Orders
user-area-product = Products
user-picker = Show as Picker
user-picker-on = Shown as a picker: picklists can be assigned.
user-picker-off = Not shown as a picker.
user-part-picker-title = Show { $name } as a picker
user-point-picker = Pickers can be assigned picklists.
user-part-shipping-title = Default shipping system of { $name }

# Facilities.
user-facility = Facility
user-add-facilities = Add Facilities
user-facilities-none = Not assigned to any facility.
user-product-stores = Product stores
user-product-stores-none = Not assigned to any product store.
user-part-facilities-add-title = { $preset ->
    [hotwax] Add Facilities: { $name }
   *[other] Facilities of { $name }
}
user-part-facilities-remove-title = Remove { $name } from a facility?
user-part-facilities-remove-button = Remove { $name }
user-point-facility = The user does not work at { $facility } any more; a log-in there ends with it.
user-point-facility-again = It can be added again.
user-part-product-stores-title = Product stores of { $name }
user-pin = PIN
user-pin-username = User name there
user-pin-hint = 4 to 12 digits, neither all the same nor in their order.
user-pin-set = Set PIN
user-pin-unset = Remove PIN
user-point-pin = User name and PIN count at this facility and nowhere else.
user-point-pin-gone = Nobody can log in there by this user name any more.
user-part-facilities-log-in-title = Log-in of { $name } at a facility
user-part-facilities-log-in-button = Set the log-in of { $name }
user-part-facilities-log-in-remove-title = Remove the log-in of { $name } at a facility?
user-part-facilities-log-in-remove-button = Remove the log-in of { $name }

# Position.
user-manage-position = Manage User Position
user-change-department = Change department
user-remove-position = Remove position
user-position-title = Title
user-position-title-hint = Where there is no position of this title yet, it is made.
user-position-choose = Choose from the list
user-position-new = Write a new one below
user-position-none = No position yet.
user-point-position = With another position the user is in no department until moved into one.
user-point-position-gone = The user holds no position and is in no department any more.
user-department = Department
user-no-department = None
user-no-department-yet = Not in any department yet
user-part-position-manage-title = Position of { $name }
user-part-position-remove-title = Remove the position of { $name }?
user-part-position-remove-button = Remove the position of { $name }
user-part-department-title = Department of { $name }

# Time off.
user-in-own-zone = In the user's time zone, { $zone }.
user-time-off-add = { $preset ->
    [hesh] Add day-off
   *[other] Add time off
}
user-time-off-none = No time off.
user-time-off-first = First day
user-time-off-last = Last day
user-time-off-last-hint = Left empty: one day.
user-time-off-part = Part of the day
user-time-off-part-hint = Half a day counts for the first day alone.
user-time-off-whole = Whole days
user-time-off-morning = The morning, until noon
user-time-off-afternoon = The afternoon, from noon
user-away = away
user-away-partly = partly away
user-month-before = The month before
user-month-after = The next month
user-month-1 = January
user-month-2 = February
user-month-3 = March
user-month-4 = April
user-month-5 = May
user-month-6 = June
user-month-7 = July
user-month-8 = August
user-month-9 = September
user-month-10 = October
user-month-11 = November
user-month-12 = December
user-weekday-1 = Monday
user-weekday-2 = Tuesday
user-weekday-3 = Wednesday
user-weekday-4 = Thursday
user-weekday-5 = Friday
user-weekday-6 = Saturday
user-weekday-7 = Sunday
user-weekday-short-1 = Mo
user-weekday-short-2 = Tu
user-weekday-short-3 = We
user-weekday-short-4 = Th
user-weekday-short-5 = Fr
user-weekday-short-6 = Sa
user-weekday-short-7 = Su
user-part-time-off-add-title = Time off for { $name }
user-part-time-off-add-button = Add the time off of { $name }
user-part-time-off-remove-title = Remove this time off of { $name }?
user-part-time-off-remove-button = Remove the time off of { $name }

# Favourites.
user-favourite-product-store = Product store
user-favourite-shopify-shop = Shopify shop
user-favourite-none = Nothing pinned
user-favourite-lines = Favourites
user-favourite-lines-hint = One in each line, such as theme = dark.
user-favourites-when = Applied at the next log-in.
user-point-favourites = Applied at the next log-in. Another product store leaves the shop of the old one behind.
user-part-favourites-change-title = { $preset ->
    [hotwax] Favorites of { $name }
   *[other] Favourites of { $name }
}

# Activity and raw.
user-activity-kind = What
user-activity-all = Everything
user-activity-account = Account and data
user-activity-invitation = Invitation
user-activity-security = Passwords and log-ins
user-activity-access = Roles
user-activity-work = Work
user-activity-show = Show
user-activity-download = Download JSON
user-activity-older = Older
user-activity-newest = Newest
user-activity-trouble = This cannot be searched for. Choose something else.
user-raw = As the API answers
user-raw-docs = API documentation

notice-user-role-added = The role is given.
notice-user-role-removed = The role is taken away.
notice-user-facilities = The facilities are saved.
notice-user-product-stores = The product stores are saved.
notice-user-pin = The log-in at the facility is set.
notice-user-pin-removed = The log-in at the facility is removed.
notice-user-position = The position is saved.
notice-user-department = The department is saved.
notice-user-time-off = The time off is added.
notice-user-time-off-removed = The time off is removed.
notice-user-favourites = The favourites are saved and applied at the next log-in.
notice-user-favourites-child = The favourites are saved. But this is not the parent shop: jobs for the whole product store have to run on that one.
user-picture-file = Picture
user-picture-limit = A photo or drawing, at most { $size } KiB. It is stored as a new JPEG, without what else was in the file.
user-picture-save = Save picture
user-picture-title = Change picture
user-picture-change = Change picture
notice-user-picture = The picture is changed.

# What stands around every page.
skip = Skip to the content
seek = Search users
own-account = Your account
own-settings = Language and look
help = Help and keyboard
log-out = Log out
close = Close
no-answer = No answer came from the server. The change may have been made or not: look at the page before you send it again.
show-password = Show { $field }
cancel = Cancel
optional = (optional)
error-in-title = Error:
nameless = a user without a name

nav-label = Main
nav-menu = Menu
trail-label = You are here
nav-start = Dashboard
nav-users = { $preset ->
    [order_broker] User Profiles
    [hotwax] Find User
   *[other] Users
}
nav-invitations = Invitations
nav-roles = Roles
nav-facilities = Facilities
nav-positions = Positions
nav-time-off = { $preset ->
    [hesh] Day-offs
   *[other] Time off
}
nav-audit = Audit log
nav-messages = Messages
nav-integrations = Webhooks & API
nav-settings = Settings
nav-system = System

# Statuses, as badges say them.
status-pending = Pending
status-active = Active
status-inactive = Inactive
status-blocked = Blocked
status-deleted = Deleted

# Moments.
moment-now = just now
moment-ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
moment-ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
moment-ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
moment-ago-months = { $count ->
    [one] { $count } month ago
   *[other] { $count } months ago
}
moment-ahead-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
moment-ahead-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
moment-ahead-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
moment-ahead-months = { $count ->
    [one] in { $count } month
   *[other] in { $count } months
}
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

notice-saved = Saved.
notice-password-changed = Your password is changed.
notice-email-confirmed = Your new e-mail address is confirmed.

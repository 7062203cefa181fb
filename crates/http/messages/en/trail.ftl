# What happened, and what is on its way.

audit-kind = What
audit-any = Everything
audit-family-user = Users
audit-family-log-in = Log-ins
audit-family-facility-log-in = Log-ins at facilities
audit-family-invitation = Invitations
audit-family-password = Passwords
audit-family-role = Roles
audit-family-email = E-mail addresses
audit-family-policy = Rules
audit-family-reference = Facilities and other records
audit-family-import = Imports
audit-family-export = Exports
audit-family-credential = Ways to log in
audit-family-sessions = Sessions
audit-family-organizations = Organizations
audit-family-capabilities = Capabilities
audit-family-facilities = Facilities of users
audit-family-product-stores = Product stores of users
audit-family-position = Positions
audit-family-department = Departments
audit-family-days-off = Time off
audit-family-favourites = Favourites
audit-family-photo = Pictures
audit-family-upload = Uploads
audit-family-backup = Backups
audit-all-of = All of: { $group }
audit-group-account = Accounts and their data
audit-group-security = Invitations, passwords and log-ins
audit-group-access = Roles and organizations
audit-group-work = Work
audit-group-system = The system
audit-actor = By whom
audit-subject = About whom
audit-from = From
audit-to = Until, this day included
audit-ip = Network address
audit-who-hint = By whom and about whom: a user's ID such as US12; by whom may also be “clock” or “visitor”.
audit-apply = Apply
audit-clear = Clear all
audit-export = Download { $format }
audit-nothing = Nothing found
audit-nothing-text = Nothing that you may see happened with these filters.
audit-wrong = Some filters are not right
audit-wrong-kind = What: choose one from the list.
audit-wrong-actor = By whom: there is no such user. Write an ID such as US12, “clock” or “visitor”.
audit-wrong-subject = About whom: there is no such user. Write an ID such as US12.
audit-wrong-from = From: write a day such as 2026-01-31.
audit-wrong-to = Until: write a day such as 2026-01-31.
audit-wrong-ip = Network address: write one such as 192.0.2.7.
audit-wrong-request-id = Request: write its ID as the audit log shows it.
audit-kept = Entries are kept without end. What they say of a person goes when that user is anonymized or removed for good; the entries stay.
audit-pages = Pages
audit-older = Older

page-previous = Previous
page-next = Next
copied = Copied

invitations-views = Views
invitations-view-all = All
invitations-view-open = Open
invitations-view-expired = Expired
invitations-nothing = Nobody waits
invitations-nothing-text = There is no invitation here that waits for its answer.
invitations-caption = { $count ->
    [one] { $count } invitation on this page, newest user first
   *[other] { $count } invitations on this page, newest user first
}
invitations-who = Who
invitations-by = Invited by
invitations-sent = Sent
invitations-unsent-not-sent = not sent
invitations-unsent-open = –
invitations-unsent-expired = –
invitations-unsent-revoked = revoked
invitations-expires = Expires
invitations-gone = Time gone
invitations-mail = Mail
invitations-acts = Actions
invitations-send-not-sent = Send
invitations-send-open = { $preset ->
    [hesh] Resend invitation
   *[other] Send again
}
invitations-send-expired = New link
invitations-send-revoked = New link
invitations-resend-chosen = Send again to those chosen
invitations-resend-all = Send again to all { $total }
invitations-revoke = Revoke
invitations-copy = Copy link

mail-queued = waits to be sent
mail-retried = waits for another try: { $error }
mail-sent = handed to the mail server
mail-file = written to a file, not sent
mail-dead = could not be sent: { $error }
mail-cancelled = not sent: nobody needs it any more

messages-folder = No mail server is set. Messages are written as files to
messages-folder-somewhere = No mail server is set. Messages are written to a folder of the server.
messages-views = Views
messages-all = All
message-state-queued = Queued
message-state-sent = Sent
message-state-written = Written to a file
message-state-dead = Failed
message-state-cancelled = Cancelled
messages-nothing = No messages
messages-nothing-text = Nothing was sent, and nothing waits.
messages-caption = { $count ->
    [one] { $count } message, newest first
   *[other] { $count } messages, newest first
}
messages-about = What about
messages-to = About whom
messages-state = State
messages-created = Queued at
messages-attempts = Tries
messages-next = Next try or settled
messages-recipient = To
messages-subject = Subject
messages-words = What it says
messages-masked = As it would read if it were sent now. The secret part of its link is left out.
messages-wordless = The message cannot be shown any more: its user or its address is gone.
messages-retry = Send again
messages-cancel = Cancel
message-invitation = Invitation
message-invitation-expired = Expired invitation
message-invitation-renewed = New invitation link, for the administrator
message-password-reset = Link for a new password
message-email-confirmation = New e-mail address to be confirmed
message-email-changed = E-mail address changed
message-password-changed = Password changed
message-locked-out = Locked out
message-blocked = Blocked
message-unblocked = Unblocked
message-deactivated = Inactivated
message-activated = Activated
message-upload-recorded = File uploaded
notice-message-queued = The message is queued again.
notice-message-cancelled = The message is cancelled.

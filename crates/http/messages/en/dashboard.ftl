# The first page.

dashboard-users = { $count ->
    [one] user
   *[other] users
}
dashboard-locked-now = locked out now
dashboard-expired = { $count ->
    [one] expired invitation
   *[other] expired invitations
}
dashboard-away = at vacation now
dashboard-by-status = Users by status
dashboard-numbers = The numbers
dashboard-status = Status
dashboard-how-many = Users
dashboard-by-day = Log-ins in the last 30 days
dashboard-log-ins = Log-ins
dashboard-failed = Failed log-ins
dashboard-locked = Lockouts
dashboard-day = Day
dashboard-sum = All of them
dashboard-by-age = How long open invitations wait
dashboard-waits = Waits since
dashboard-age-day = less than a day
dashboard-age-days = one to three days
dashboard-age-week = up to a week
dashboard-age-more = longer
dashboard-open = Show open invitations
dashboard-life = How a user lives here
dashboard-ways = All ways between the statuses
dashboard-from = From
dashboard-to = To
dashboard-by = By
dashboard-new = not there yet
dashboard-gone = removed for good
way-added = being added
way-time = time: an end that was set or that the rules set
way-failed-log-ins = too many failed log-ins
way-activate = activate
way-deactivate = inactivate
way-block = block
way-unblock = unblock
way-delete = delete
way-restore = restore
way-purge = purge
way-anonymize = anonymize
way-accept-invitation = accepting the invitation
way-set-password = setting a password
way-set-temporary-password = setting a temporary password
way-complete-password-reset = setting a new password by a link
way-set-external-credential = switching to the directory
way-remove-external-credential = switching the directory off
way-change-password = changing the own password
way-send-invitation = sending an invitation
way-revoke-invitation = revoking the invitation
way-send-password-reset = sending a link for a new password
way-end-sessions = ending all sessions

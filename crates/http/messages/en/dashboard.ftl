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
dashboard-by-day = Log-ins on the last 30 days
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

# Oneself.

own-log-in-as = You log in as
own-password = Your password
own-confirm = Confirm that it is you
own-confirm-why = What you are about to do could change who may do what. Enter your password once more; then go on where you were.
own-confirm-demo = In the demonstration nobody knows the passwords. Log in by the link that `tenure demo` printed last: that counts as well.
own-confirm-button = Confirm
own-language = Language
own-language-browser = As the browser wishes
own-language-unspoken = { $tag } (not spoken here)
own-zone = Time zone
own-zone-none = UTC
own-theme = Look
own-theme-auto = As the system
own-theme-light = Light
own-theme-dark = Dark
own-shortcuts = Keyboard shortcuts
own-shortcuts-hint = Single keys such as / and ?, where nothing is typed into.
own-save = Save
own-edit = Edit profile
own-change-password = Change password
own-number = User number
own-system = System
own-since = Added on
own-page = What is on file about you
own-organization = Organization
own-organization-text = You belong to several organizations. Choose the one in which you work now.
own-organization-all = All of them
own-choose = Work here
own-sessions = Open sessions
own-end-all = Log out everywhere
own-sessions-caption = { $count ->
    [one] { $count } open session
   *[other] { $count } open sessions
}
own-device = Browser or program
own-unknown-device = unknown
own-this = this one
own-started = Started
own-seen = Last used
own-ends = Ends
own-end = End
notice-session-ended = The session is ended.

help-intro = These keys work wherever nothing is typed into.
help-seek = go to the search
help-help = show this help
help-start = dashboard
help-users = users
help-invitations = invitations
help-roles = roles
help-audit = audit log
help-close = close a window or a menu
help-off = Shortcuts can be switched off:
help-more = More:
help-api = API documentation
help-problems = All error messages

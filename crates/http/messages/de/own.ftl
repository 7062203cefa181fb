# Oneself.

own-log-in-as = Sie melden sich an als
own-password = Ihr Passwort
own-confirm = Bestätigen Sie, dass Sie es sind
own-confirm-why = Was Sie vorhaben, könnte ändern, wer was darf. Geben Sie Ihr Passwort noch einmal ein; dann geht es dort weiter, wo Sie waren.
own-confirm-demo = In der Vorführung kennt niemand die Passwörter. Melden Sie sich mit dem Link an, den `tenure demo` zuletzt ausgegeben hat: Das gilt ebenso.
own-confirm-button = Bestätigen
own-language = Sprache
own-language-browser = Wie der Browser es wünscht
own-language-unspoken = { $tag } (wird hier nicht gesprochen)
own-zone = Zeitzone
own-zone-none = UTC
own-theme = Aussehen
own-theme-auto = Wie das System
own-theme-light = Hell
own-theme-dark = Dunkel
own-shortcuts = Tastenkürzel
own-shortcuts-hint = Einzelne Tasten wie / und ?, wo gerade nichts eingegeben wird.
own-save = Speichern
own-edit = Profil bearbeiten
own-change-password = Passwort ändern
own-number = Benutzernummer
own-system = System
own-since = Angelegt am
own-page = Was über Sie gespeichert ist
own-organization = Organisation
own-organization-text = Sie gehören zu mehreren Organisationen. Wählen Sie die, in der Sie gerade arbeiten.
own-organization-all = Alle
own-choose = Hier arbeiten
own-sessions = Offene Sitzungen
own-end-all = Überall abmelden
own-sessions-caption = { $count ->
    [one] { $count } offene Sitzung
   *[other] { $count } offene Sitzungen
}
own-device = Browser oder Programm
own-unknown-device = unbekannt
own-this = diese
own-started = Begonnen
own-seen = Zuletzt benutzt
own-ends = Endet
own-end = Beenden
notice-session-ended = Die Sitzung ist beendet.

help-intro = Diese Tasten wirken überall, wo gerade nichts eingegeben wird.
help-seek = zur Suche
help-help = diese Hilfe
help-start = Übersicht
help-users = Benutzer
help-invitations = Einladungen
help-roles = Rollen
help-audit = Protokoll
help-close = ein Fenster oder Menü schließen
help-off = Tastenkürzel lassen sich abschalten:
help-more = Mehr:
help-api = Dokumentation der API
help-problems = Alle Fehlermeldungen

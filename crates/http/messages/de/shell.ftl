# Was um jede Seite herum steht.
skip = Zum Inhalt springen
seek = Benutzer suchen
own-account = Mein Konto
own-settings = Sprache und Aussehen
help = Hilfe und Tastatur
log-out = Abmelden
close = Schließen
no-answer = Der Server hat nicht geantwortet. Die Änderung ist vielleicht schon gespeichert: Sehen Sie auf der Seite nach, bevor Sie sie noch einmal senden.
show-password = { $field } anzeigen
cancel = Abbrechen
optional = (freiwillig)
error-in-title = Fehler:
nameless = ein Benutzer ohne Namen

nav-label = Hauptmenü
nav-menu = Menü
trail-label = Sie sind hier
nav-start = Übersicht
nav-users = { $preset ->
    [order_broker] Benutzerprofile
    [hotwax] Benutzer finden
   *[other] Benutzer
}
nav-invitations = Einladungen
nav-roles = Rollen
nav-facilities = Standorte
nav-positions = Positionen
nav-time-off = { $preset ->
    [hesh] Freie Tage
   *[other] Abwesenheit
}
nav-audit = Protokoll
nav-messages = Nachrichten
nav-integrations = Webhooks & API
nav-settings = Einstellungen
nav-system = System

# Status, wie die Plaketten sie nennen.
status-pending = Ausstehend
status-active = Aktiv
status-inactive = Inaktiv
status-blocked = Gesperrt
status-deleted = Gelöscht

# Zeitpunkte.
moment-now = gerade eben
moment-ago-minutes = { $count ->
    [one] vor { $count } Minute
   *[other] vor { $count } Minuten
}
moment-ago-hours = { $count ->
    [one] vor { $count } Stunde
   *[other] vor { $count } Stunden
}
moment-ago-days = { $count ->
    [one] vor { $count } Tag
   *[other] vor { $count } Tagen
}
moment-ago-months = { $count ->
    [one] vor { $count } Monat
   *[other] vor { $count } Monaten
}
moment-ahead-minutes = { $count ->
    [one] in { $count } Minute
   *[other] in { $count } Minuten
}
moment-ahead-hours = { $count ->
    [one] in { $count } Stunde
   *[other] in { $count } Stunden
}
moment-ahead-days = { $count ->
    [one] in { $count } Tag
   *[other] in { $count } Tagen
}
moment-ahead-months = { $count ->
    [one] in { $count } Monat
   *[other] in { $count } Monaten
}
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = Apr.
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sep.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.

notice-saved = Gespeichert.
notice-password-changed = Ihr Passwort ist geändert.
notice-email-confirmed = Ihre neue E-Mail-Adresse ist bestätigt.

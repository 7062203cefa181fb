# Benutzer in großer Zahl.

# Was die Liste zeigt, solange niemand etwas anderes wählt.
people-columns = { $preset ->
    [shopp] id email first-name last-name status created role
    [order_broker] username name email password log-in edit delete
    [hotwax] user username created role status
    [hesh] user status position created
    [chord] email role last-log-in created
   *[other] id user status role facilities position last-log-in created
}
# Was eine Zeile der Liste öffnet: die Seite oder das Fenster zum Ändern.
people-opens = { $preset ->
    [shopp] window
   *[other] page
}
# Was das Symbol zum Ändern öffnet: die Daten oder was jemand darf und wie er hineinkommt.
people-edits = { $preset ->
    [order_broker] access
   *[other] data
}

people-invite = { $preset ->
    [shopp] Einen Benutzer einladen
    [hesh] Benutzer hinzufügen
   *[other] Benutzer einladen
}
people-add = { $preset ->
    [hesh] Mit Passwort hinzufügen
    [chord] Neue Benutzer
    [order_broker] Neu
   *[other] Benutzer hinzufügen
}
people-more = Mehr
people-import = Datei importieren
people-export = Angezeigte exportieren
people-columns-title = Spalten
people-columns-label = Angezeigte Spalten
people-columns-save = Diese anzeigen
notice-people-columns = Die Spalten sind wie gewählt.

people-search = Suchen
people-search-hint = Anonymisierte Benutzer sind nicht über Name oder E-Mail zu finden.
people-filters = Filter
people-sort = Sortieren nach
people-any = Alle
people-yes = ja
people-views = Ansichten
people-view-all = Alle
people-view-kind-person = Personen
people-view-kind-facility-login = Anmeldungen von Standorten
people-view-kind-non-login = Ohne Anmeldung
people-view-kind-service = Programme
people-view-kind-customer = Kunden
people-view-kind-vendor = Lieferanten
people-view-kind-store-associate = Filialmitarbeiter
people-view-vacation = Abwesend
people-chips = Eingrenzung
people-chip-remove = Ohne
people-clear = Alles zurücksetzen

people-filter-q = { $preset ->
    [hotwax] Benutzer nach Namen suchen
    [hesh] Stichwortsuche
   *[other] Suche
}
people-filter-username = { $preset ->
    [order_broker] Benutzer-ID
   *[other] Benutzername
}
people-filter-name = Name
people-filter-email = E-Mail
people-filter-status = Status
people-filter-role = { $preset ->
    [hotwax] Freigabe
   *[other] Rolle
}
people-filter-facility = Standort
people-filter-organization = Organisation
people-filter-can-log-in = { $preset ->
    [order_broker] Gesperrte Anmeldungen
   *[other] Anmeldung
}
people-filter-hide-inactive = { $preset ->
    [hotwax] Abgeschaltete Benutzer ausblenden
   *[other] Inaktive Benutzer ausblenden
}
people-filter-locked = Ausgesperrt
people-filter-invitation = Einladung
people-filter-vacation = Abwesenheit
people-filter-created-from = Angelegt ab
people-filter-created-to = Angelegt bis
people-filter-last-log-in-from = Letzte Anmeldung ab
people-filter-last-log-in-to = Letzte Anmeldung bis
people-filter-ids = Benutzer
people-filter-kind = Art
people-able-yes-can = { $preset ->
    [order_broker] Ja (wer sich anmelden kann)
   *[other] Möglich
}
people-able-yes-cannot = { $preset ->
    [order_broker] Ja (wer sich nicht anmelden kann)
   *[other] Nicht möglich
}
people-able-no-can = { $preset ->
    [order_broker] Nein (wer sich anmelden kann)
   *[other] Möglich
}
people-able-no-cannot = { $preset ->
    [order_broker] Nein (wer sich nicht anmelden kann)
   *[other] Nicht möglich
}
people-locked-true = Ausgesperrt
people-locked-false = Nicht ausgesperrt
people-invitation-open = Offen
people-invitation-expired = Abgelaufen
people-vacation-yes = Abwesend
people-vacation-no = Nicht abwesend
people-kind-person = Person
people-kind-facility-login = Anmeldung eines Standorts
people-kind-non-login = Ohne Anmeldung
people-kind-service = Programm
people-kind-customer = Kunde
people-kind-vendor = Lieferant
people-kind-store-associate = Filialmitarbeiter

people-column-id = Nr.
people-column-user = Benutzer
people-column-username = { $preset ->
    [order_broker] Benutzer-ID
   *[other] Benutzername
}
people-column-name = Name
people-column-email = E-Mail
people-column-first-name = Vorname
people-column-last-name = Nachname
people-column-phone = Telefon
people-column-external-id = Externe ID
people-column-status = Status
people-column-log-in = { $preset ->
    [order_broker] Aktiv
   *[other] Anmeldung
}
people-column-role = { $preset ->
    [hotwax] Freigabe
   *[other] Rolle
}
people-column-facilities = Standorte
people-column-position = Position
people-column-last-log-in = Letzte Anmeldung
people-column-created = Angelegt am
people-column-password = { $preset ->
    [order_broker] Passwort zurücksetzen
   *[other] Passwort
}
people-column-edit = Bearbeiten
people-column-delete = Löschen
people-column-actions = Aktionen

people-sort-id-up = Nummer, älteste zuerst
people-sort-id-down = Nummer, neueste zuerst
people-sort-username-up = { $preset ->
    [order_broker] Benutzer-ID, A bis Z
   *[other] Benutzername, A bis Z
}
people-sort-username-down = { $preset ->
    [order_broker] Benutzer-ID, Z bis A
   *[other] Benutzername, Z bis A
}
people-sort-email-up = E-Mail, A bis Z
people-sort-email-down = E-Mail, Z bis A
people-sort-first-name-up = Vorname, A bis Z
people-sort-first-name-down = Vorname, Z bis A
people-sort-last-name-up = Nachname, A bis Z
people-sort-last-name-down = Nachname, Z bis A
people-sort-name-up = Name, A bis Z
people-sort-name-down = Name, Z bis A
people-sort-status-up = Status, A bis Z
people-sort-status-down = Status, Z bis A
people-sort-created-at-up = Anlagedatum, älteste zuerst
people-sort-created-at-down = Anlagedatum, neueste zuerst
people-sort-last-log-in-at-up = Letzte Anmeldung, älteste zuerst
people-sort-last-log-in-at-down = Letzte Anmeldung, neueste zuerst

people-caption = Benutzer, sortiert nach { $order }, { $from }–{ $to } von { $total }
people-your-user = Ihr Benutzer
people-at-vacation = Abwesend
people-anonymized = Anonymisiert
people-never = nie
people-locked = Ausgesperrt, bis ein Administrator freigibt
people-locked-until = Ausgesperrt bis { $until }
people-blocked-until = Gesperrt bis { $until }
people-able-icon-yes = Möglich
people-able-icon-no = Gesperrt
people-no-role = Keine Rolle
people-grant-everywhere = Überall
people-grant-place = Gilt in
people-role-organization-admin = Organisationsadministrator

people-acts = Aktionen für { $name }
people-act-open = Öffnen
people-act-update = Bearbeiten

people-none-title = Keine Treffer
people-none-text = Kein Benutzer passt zu Ihrer Suche. Lassen Sie etwas davon weg.
people-deleted-match = { $count ->
    [one] { $count } gelöschter Benutzer passt
   *[other] { $count } gelöschte Benutzer passen
}
people-only-title = Bisher nur Sie
people-only-text = Holen Sie die anderen dazu: einzeln oder alle auf einmal aus einer Datei.
people-ask-title = Wen suchen Sie?
people-ask-text = Füllen Sie aus, was Sie wissen, und wählen Sie „Suchen“; ohne Angaben werden alle gezeigt.
people-paging = Seiten
people-previous = Zurück
people-next = Weiter
people-per = Zeilen pro Seite:

# Hinzufügen.
people-ways = Wege, einen Benutzer hinzuzufügen
people-way-invite = Einladen
people-way-password = Mit Passwort
people-way-directory = Verzeichnis (LDAP)
people-way-customer = Kunde
people-way-profile = Profil
people-new-invite = { $preset ->
    [shopp] Einen Benutzer einladen
    [hesh] Benutzer hinzufügen
   *[other] Benutzer einladen
}
people-new-invite-intro = Jeder erhält per E-Mail einen Link, über den er sein Passwort setzt.
people-new-invite-button = { $preset ->
    [shopp] Einladen
    [hesh] Hinzufügen
   *[other] Einladung senden
}
people-new-password = { $preset ->
    [hesh] Benutzer mit Passwort hinzufügen
    [chord] Neuer Benutzer
   *[other] Benutzer hinzufügen
}
people-new-password-intro = Sie wählen das erste Passwort und geben es selbst weiter.
people-new-password-button = { $preset ->
    [hesh] Hinzufügen
    [chord] Anlegen
   *[other] Benutzer hinzufügen
}
people-new-directory = Benutzer des Verzeichnisses hinzufügen
people-new-directory-intro = Das Verzeichnis prüft das Passwort; hier wird keines gespeichert.
people-new-directory-button = Hinzufügen
people-new-customer = Jemanden ohne Anmeldung hinzufügen
people-new-customer-intro = Ein Kunde für eine Bestellung oder jemand, der kommissioniert und Provision erhält: ohne Passwort, ohne Rolle.
people-new-customer-button = { $preset ->
    [chord] Anlegen
   *[other] Hinzufügen
}
people-new-profile = Neues Benutzerprofil
people-new-profile-intro = Zuerst, um wen es geht; Berechtigung und Anmeldung folgen. Vor dem Speichern wird nichts angelegt.
people-new-profile-button = Neu
people-new-second = Benutzerprofil einrichten
people-new-second-intro = Das Profil entsteht, wenn Sie speichern.
people-new-second-button = Speichern
people-field-emails = { $preset ->
    [shopp] E-Mail
   *[other] E-Mail-Adressen
}
people-field-emails-hint = Je { $min } bis { $max } Zeichen; mehrere in eigenen Zeilen.
people-field-username-lower = { $min } bis { $max } Zeichen, immer klein geschrieben.
people-field-username-any = { $min } bis { $max } Zeichen.
people-field-no-organization = Wie üblich
people-field-credential = Anmeldung
people-credential-password = Ein dauerhaftes Passwort
people-credential-temporary-password = Ein vorläufiges Passwort
people-credential-external = Das Verzeichnis (LDAP)
people-credential-none = Keine
people-field-password = Passwort
people-field-temporary-password = Vorläufiges Passwort
people-field-suggested = Eben vorgeschlagen: Kopieren Sie es jetzt, es wird nicht noch einmal gezeigt.
people-suggest = Passwort vorschlagen
people-field-domain = Domäne des Verzeichnisses
people-field-directory-id = Kennung im Verzeichnis, falls abweichend
people-field-roles = { $preset ->
    [order_broker] Berechtigung
    [hotwax] Sicherheitsgruppen
    [chord] Rolle
   *[other] Rollen
}
people-field-shipping = Standard-Versandsystem
people-field-disabled = Beginnt inaktiv: noch ist keine Anmeldung möglich
people-added-invited = { $count ->
    [one] Einladung unterwegs
   *[other] { $count } Einladungen unterwegs
}
people-added-title = { $count ->
    [one] Benutzer hinzugefügt
   *[other] { $count } Benutzer hinzugefügt
}
people-added-some = Einige wurden eingeladen; hier sind die Links.
people-added-link = Einladungslink, falls die E-Mail nicht ankommt
people-added-copy = Kopieren
people-added-copied = Kopiert
people-added-until = Gültig bis
people-added-mail = E-Mail
people-added-must-change = Das Passwort muss bei der ersten Anmeldung geändert werden.
people-added-again-invite = Weitere einladen
people-added-again = Weitere hinzufügen
people-added-list = Zur Liste
people-mail-none = Es wurde keine E-Mail gesendet: Geben Sie den Link selbst weiter.
people-mail-queued = In der Warteschlange: Sie wird gleich gesendet.
people-mail-retried = Noch nicht gesendet, nächster Versuch folgt: { $error }
people-mail-sent = An den Mailserver übergeben.
people-mail-file = Als Datei abgelegt in { $folder }; von hier wird nichts versendet.
people-mail-dead = Konnte nicht gesendet werden: { $error }
people-mail-cancelled = Abgebrochen.

# Viele auf einmal.
people-many-send-invitation = Einladungen erneut senden
people-many-activate = Aktivieren
people-many-unblock = Sperre aufheben
people-many-grant-role = Rolle hinzufügen
people-many-add-facility = Standort hinzufügen
people-many-export = Exportieren
people-many-send-password-reset = Links zum Zurücksetzen senden
people-many-restore = Wiederherstellen
people-many-end-sessions = Alle Sitzungen beenden
people-many-deactivate = Deaktivieren
people-many-block = Sperren
people-many-anonymize = Anonymisieren
people-many-delete = Löschen
people-many-chosen = Gewählt:
people-many-action = Mit den Gewählten
people-many-go = Weiter
people-many-all = Mit allen { $total } Treffern
people-many-page = Alle auf dieser Seite wählen
people-many-choose = { $name } wählen
people-many-reason = Grund
people-many-count = Geben Sie { $count } ein, um fortzufahren
people-many-look = Ansehen, was geschähe
people-many-do = { $count ->
    [one] Für { $count } Benutzer ausführen
   *[other] Für { $count } Benutzer ausführen
}
people-many-would = { $count ->
    [one] Es würde für { $count } Benutzer ausgeführt.
   *[other] Es würde für { $count } Benutzer ausgeführt.
}
people-many-was = { $count ->
    [one] Für { $count } Benutzer ausgeführt.
   *[other] Für { $count } Benutzer ausgeführt.
}
people-many-unchanged = { $count ->
    [one] Bei { $count } Benutzer ist nichts zu tun.
   *[other] Bei { $count } Benutzern ist nichts zu tun.
}
people-many-left-out = { $count ->
    [one] { $count } Benutzer bleibt aus; der Grund steht unten.
   *[other] { $count } Benutzer bleiben aus; die Gründe stehen unten.
}
people-many-skipped = { $count ->
    [one] { $count } ausgelassen
   *[other] { $count } ausgelassen
}
people-many-why = Grund
people-many-file-now = Ausgelassene herunterladen
people-more-in-file = { $count ->
    [one] Eine weitere Zeile steht in der Datei.
   *[other] { $count } weitere stehen in der Datei.
}
people-many-file = Ausgelassene herunterladen
notice-people-nobody-chosen = Es wurde niemand gewählt.

# Aus einer Datei.
people-import-title = Benutzer importieren
people-import-intro = Eine Datei mit kommagetrennten Werten und einer Kopfzeile. Eine Zeile nennt ihren Benutzer durch externe ID, sonst E-Mail, sonst Benutzername: Wer da ist, erhält, was abweicht; wer fehlt, kommt hinzu. Erneut gesendet, geschieht nichts doppelt.
people-import-file = Datei wählen
people-import-text = Oder der Text der Datei
people-import-text-hint = Bis 1 MiB, etwa: email,first_name,last_name. Größere Dateien nehmen die API oder die Kommandozeile.
people-import-invite = Neue per E-Mail einladen
people-import-ignore = Nicht lesen
people-import-look = Ansehen, was geschähe
people-import-run = Importieren
people-import-would = Was geschähe
people-import-done = Was importiert wurde
people-import-columns = Spalten der Datei
people-import-created = { $count ->
    [one] { $count } Benutzer ist neu
   *[other] { $count } Benutzer sind neu
}
people-import-updated = { $count ->
    [one] { $count } Benutzer ist geändert
   *[other] { $count } Benutzer sind geändert
}
people-import-unchanged = { $count ->
    [one] { $count } ist schon wie in der Datei
   *[other] { $count } sind schon wie in der Datei
}
people-import-failed = { $count ->
    [one] { $count } Zeile ist abgelehnt
   *[other] { $count } Zeilen sind abgelehnt
}
people-import-source = Die Datei
people-import-running = Import läuft
people-import-so-far = { $count ->
    [one] Bisher { $count } Zeile.
   *[other] Bisher { $count } Zeilen.
}
people-import-goes-on = Er läuft ohne Sie weiter; diese Seite sagt, was daraus wurde, sobald er beendet ist.
people-import-look-again = Erneut ansehen
people-import-stopped = Er endete vor dem Ende der Datei: { $why }
people-import-first = Die ersten { $kept } von { $total } Gründen sind hier und in der Datei. Berichtigen Sie diese und importieren Sie die Datei noch einmal.
people-import-each = Was mit jeder Zeile geschähe
people-import-row = Zeile der Datei
people-import-fate = Was geschieht
people-import-fate-created = Neu
people-import-fate-updated = Geändert
people-import-fate-unchanged = Bleibt, wie sie ist
people-import-fate-failed = Abgelehnt
people-import-untold = { $count ->
    [one] { $count } weitere Zeile ist nicht aufgeführt.
   *[other] { $count } weitere Zeilen sind nicht aufgeführt.
}
people-import-refused = Abgelehnte Zeilen
people-import-line = Zeile
people-import-column = Spalte
people-import-download = Abgelehnte Zeilen herunterladen

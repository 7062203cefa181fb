# What happened, and what is on its way.

audit-kind = Was
audit-any = Alles
audit-family-user = Benutzer
audit-family-log-in = Anmeldungen
audit-family-facility-log-in = Anmeldungen an Standorten
audit-family-invitation = Einladungen
audit-family-password = Passwörter
audit-family-role = Rollen
audit-family-email = E-Mail-Adressen
audit-family-policy = Regeln
audit-family-reference = Standorte und andere Einträge
audit-family-import = Importe
audit-family-export = Exporte
audit-family-credential = Arten der Anmeldung
audit-family-sessions = Sitzungen
audit-family-organizations = Organisationen
audit-family-capabilities = Fähigkeiten
audit-family-facilities = Standorte der Benutzer
audit-family-product-stores = Produktstores der Benutzer
audit-family-position = Positionen
audit-family-department = Abteilungen
audit-family-days-off = Freie Tage
audit-family-favourites = Favoriten
audit-family-photo = Bilder
audit-family-upload = Hochgeladene Dateien
audit-family-backup = Sicherungen
audit-all-of = Alles über: { $group }
audit-group-account = Konten und ihre Daten
audit-group-security = Einladungen, Passwörter und Anmeldungen
audit-group-access = Rollen und Organisationen
audit-group-work = Arbeit
audit-group-system = Das System
audit-actor = Durch wen
audit-subject = Über wen
audit-from = Ab
audit-to = Bis einschließlich
audit-ip = Netzadresse
audit-who-hint = Durch wen und über wen: die Nummer eines Benutzers wie US12; durch wen darf auch „clock“ oder „visitor“ sein.
audit-apply = Anwenden
audit-clear = Alles zurücksetzen
audit-export = { $format } herunterladen
audit-nothing = Nichts gefunden
audit-nothing-text = Mit diesen Filtern geschah nichts, was Sie sehen dürfen.
audit-wrong = Einige Filter stimmen nicht
audit-wrong-kind = Was: Wählen Sie etwas aus der Liste.
audit-wrong-actor = Durch wen: Diesen Benutzer gibt es nicht. Geben Sie eine Nummer wie US12, „clock“ oder „visitor“ ein.
audit-wrong-subject = Über wen: Diesen Benutzer gibt es nicht. Geben Sie eine Nummer wie US12 ein.
audit-wrong-from = Ab: Geben Sie einen Tag wie 2026-01-31 ein.
audit-wrong-to = Bis einschließlich: Geben Sie einen Tag wie 2026-01-31 ein.
audit-wrong-ip = Netzadresse: Geben Sie eine wie 192.0.2.7 ein.
audit-wrong-request-id = Anfrage: Geben Sie ihre ID so ein, wie das Protokoll sie zeigt.
audit-kept = Einträge werden ohne Ende aufbewahrt. Was sie über eine Person sagen, verschwindet, wenn der Benutzer anonymisiert oder endgültig entfernt wird; die Einträge bleiben.
audit-pages = Seiten
audit-older = Ältere

page-previous = Zurück
page-next = Weiter
copied = Kopiert

invitations-views = Ansichten
invitations-view-all = Alle
invitations-view-open = Offen
invitations-view-expired = Abgelaufen
invitations-nothing = Niemand wartet
invitations-nothing-text = Hier wartet keine Einladung auf ihre Antwort.
invitations-caption = { $count ->
    [one] { $count } Einladung auf dieser Seite, neueste Benutzer zuerst
   *[other] { $count } Einladungen auf dieser Seite, neueste Benutzer zuerst
}
invitations-who = Wer
invitations-by = Eingeladen von
invitations-sent = Versandt
invitations-unsent-not-sent = nicht versandt
invitations-unsent-open = –
invitations-unsent-expired = –
invitations-unsent-revoked = widerrufen
invitations-expires = Läuft ab
invitations-gone = Verstrichene Zeit
invitations-mail = E-Mail
invitations-acts = Aktionen
invitations-send-not-sent = Senden
invitations-send-open = { $preset ->
    [hesh] Einladung erneut senden
   *[other] Erneut senden
}
invitations-send-expired = Neuer Link
invitations-send-revoked = Neuer Link
invitations-resend-chosen = An die ausgewählten erneut senden
invitations-resend-all = An alle { $total } erneut senden
invitations-revoke = Widerrufen
invitations-copy = Link kopieren

mail-queued = wartet auf den Versand
mail-retried = wartet auf einen neuen Versuch: { $error }
mail-sent = dem Mailserver übergeben
mail-file = als Datei geschrieben, nicht versandt
mail-dead = konnte nicht versandt werden: { $error }
mail-cancelled = nicht versandt: niemand braucht sie mehr

messages-folder = Kein Mailserver ist eingestellt. Nachrichten werden als Dateien geschrieben nach
messages-folder-somewhere = Kein Mailserver ist eingestellt. Nachrichten werden in einen Ordner des Servers geschrieben.
messages-views = Ansichten
messages-all = Alle
message-state-queued = Wartet
message-state-sent = Versandt
message-state-written = In eine Datei geschrieben
message-state-dead = Fehlgeschlagen
message-state-cancelled = Hinfällig
messages-nothing = Keine Nachrichten
messages-nothing-text = Nichts wurde versandt, und nichts wartet.
messages-caption = { $count ->
    [one] { $count } Nachricht, neueste zuerst
   *[other] { $count } Nachrichten, neueste zuerst
}
messages-about = Worum es geht
messages-to = Um wen es geht
messages-state = Stand
messages-created = Eingestellt
messages-attempts = Versuche
messages-next = Nächster Versuch oder erledigt
messages-recipient = An
messages-subject = Betreff
messages-words = Was darin steht
messages-masked = So läse sie sich, würde sie jetzt versandt. Der geheime Teil des Links ist weggelassen.
messages-wordless = Die Nachricht lässt sich nicht mehr zeigen: Den Benutzer oder die Adresse gibt es nicht mehr.
messages-retry = Erneut senden
messages-cancel = Abbrechen
message-invitation = Einladung
message-invitation-expired = Abgelaufene Einladung
message-invitation-renewed = Neuer Einladungslink, für den Administrator
message-password-reset = Link für ein neues Passwort
message-email-confirmation = Neue E-Mail-Adresse zu bestätigen
message-email-changed = E-Mail-Adresse geändert
message-password-changed = Passwort geändert
message-locked-out = Ausgesperrt
message-blocked = Gesperrt
message-unblocked = Entsperrt
message-deactivated = Deaktiviert
message-activated = Aktiviert
message-upload-recorded = Datei hochgeladen
notice-message-queued = Die Nachricht wartet wieder auf den Versand.
notice-message-cancelled = Die Nachricht wird nicht gesendet.

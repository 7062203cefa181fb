# Die Seite eines Benutzers.

user-tabs-layout = { $preset ->
    [hesh] beside
   *[other] above
}
user-tabs = Teile dieser Seite
user-tab-general = Allgemein
user-tab-security = Sicherheit
user-tab-access = { $preset ->
    [hesh] Berechtigungen
   *[other] Zugriff
}
user-tab-facilities = Standorte
user-tab-position = Stelle
user-tab-time-off = Abwesenheit
user-tab-favourites = Favoriten
user-tab-activity = Verlauf
user-tab-raw = Rohdaten

user-more = Mehr
user-change-status = Status: { $status }. Ändern
user-back = Zurück
user-save = Speichern
user-copied = Kopiert
user-copy-link = Link kopieren
user-nothing = keine Angabe
user-in-zone = Zeitzone: { $zone }
user-already = Das ist bereits so oder jetzt nicht möglich.

user-by-another = einem anderen Benutzer
user-by-operator = dem Betreiber { $name }
user-by-clock = dem System
user-by-visitor = jemandem über einen Link

user-badge-away = Im Urlaub
user-badge-directory = LDAP
user-badge-anonymized = Anonymisiert
user-badge-must-change = Muss Passwort ändern
user-badge-organization-admin = Organisations-Administrator
user-badge-no-role = Keine Rolle
user-can-log-in = kann sich anmelden
user-cannot-log-in = kann sich nicht anmelden
user-created = Angelegt
user-last-log-in = Zuletzt angemeldet
user-never-logged-in = Noch nie angemeldet

user-is-blocked-manual = Gesperrt von { $by } am { $day }
user-is-blocked-lockout = Gesperrt nach { $count ->
    [one] { $count } fehlgeschlagenen Anmeldung
   *[other] { $count } fehlgeschlagenen Anmeldungen
}
user-is-inactive-administrator = Deaktiviert von { $by } am { $day }
user-is-inactive-validity-ended = Inaktiv seit { $day }: Das Konto ist nicht mehr gültig
user-is-inactive-inactivity = Inaktiv seit { $day }: zu lange nicht angemeldet
user-is-inactive-anonymized = Inaktiv seit { $day }: anonymisiert
user-is-inactive-directory = Inaktiv seit { $day }: Das Verzeichnis kennt diesen Benutzer nicht mehr oder hat das Konto abgeschaltet
user-is-inactive-restored = Wiederhergestellt am { $day } und inaktiv, bis jemand das Konto aktiviert
user-is-inactive-no-credential = Inaktiv seit { $day }: Eine Anmeldung ist noch nicht eingerichtet
user-is-deleted-plain = Gelöscht am { $day }
user-until-blocked = Bis { $until }
user-until-deleted = Wird am { $until } endgültig entfernt
user-can-be-restored = Kann wiederhergestellt werden.
user-release-admin = Die Sperre endet, wenn ein Administrator sie aufhebt.
user-release-duration = Die Sperre endet mit der Zeit; niemand kann sie vorher aufheben.
user-release-admin-or-duration = Die Sperre endet mit der Zeit oder wenn ein Administrator sie vorher aufhebt.
user-release-admin-and-duration = Das Aufheben wirkt nicht sofort: Die Sperre bleibt, bis ihre Zeit um ist.
user-release-released = Ein Administrator hat die Sperre aufgehoben; sie bleibt, bis ihre Zeit um ist.
user-is-anonymized = Die Daten der Person wurden endgültig unkenntlich gemacht.
user-is-protected = Administratoren können nicht gelöscht werden. Deaktivieren Sie das Konto oder entziehen Sie zuerst die Rolle.
user-not-valid-yet = Das Konto gilt ab { $from }.
user-valid-until = Das Konto gilt bis { $until }.
user-not-valid-any-more = Das Konto galt bis { $until }.
user-email-waits = Die neue Adresse { $to } wartet auf ihre Bestätigung.

user-invitation-not-sent = Noch keine Einladung gesendet
user-invitation-open = Eingeladen
user-invitation-expired = Die Einladung ist abgelaufen
user-invitation-revoked = Die Einladung wurde widerrufen
user-invitation-sent-at = Gesendet am
user-invitation-expires = Gültig bis
user-invitation-link = Einladungslink, um ihn auf anderem Weg zu übergeben
user-mail-queued = Die E-Mail wartet auf den Versand.
user-mail-sent = Die E-Mail wurde gesendet.
user-mail-dead = Die E-Mail konnte nicht gesendet werden. Übergeben Sie den Link auf anderem Weg.
user-mail-cancelled = Die E-Mail wurde nicht gesendet.

user-contact = { $preset ->
    [hotwax] Kontaktdaten
   *[other] Person
}
user-account = Konto
user-edit = Bearbeiten
user-edit-title = { $name } bearbeiten
user-save-anyway = { $name } speichern
user-validity = Gültigkeit
user-organizations = Organisationen
user-picture = Bild
user-field-first-name = Vorname
user-field-last-name = Nachname
user-field-display-name = Name
user-field-email = E-Mail
user-field-username = { $preset ->
    [order_broker] Benutzer-ID
   *[other] Benutzername
}
user-field-phone = Telefon
user-field-external-id = Externe ID
user-field-external-id-hint = Die Nummer in einem anderen System, etwa für Provisionen.
user-field-language = Sprache
user-field-language-hint = Ein Sprachkürzel wie de, en oder pt-BR.
user-field-time-zone = Zeitzone
user-field-organizations = Organisationen
user-field-kind = Art des Kontos
user-field-validity = Gültig
user-field-created-on = Angelegt am
user-field-default-shipping-system = Standard-Versandsystem
user-field-roles = Rollen
user-no-time-zone = Keine (UTC)
user-created-by = Von { $by }
user-validity-always = Immer
user-validity-from = Ab { $from }
user-validity-until = Bis { $until }
user-validity-between = Von { $from } bis { $until }
user-kind-person = Person
user-kind-facility-login = Eigene Anmeldung eines Standorts
user-kind-non-login = Person ohne Anmeldung
user-kind-service = Programm
user-kind-customer = Kunde
user-kind-vendor = Lieferant
user-kind-store-associate = Filialmitarbeiter
user-fixed-immutable-field = In diesem System nicht änderbar.
user-fixed-forbidden = Sie dürfen dies nicht ändern.
user-fixed-policy-forbids = Die Regeln dieses Systems lassen keine Änderung zu.

user-changed-by = Geändert von { $by }, { $when }. Vergleichen Sie und speichern Sie dann: Ihre Eingaben sind nicht verloren.
user-conflict = Was sich unterscheidet
user-conflict-field = Feld
user-conflict-yours = Ihres
user-conflict-theirs = Jetziges
user-conflict-before = Vorher

user-method = Anmeldung
user-method-label = Anmeldung durch
user-method-none = Noch nichts
user-method-temporary = Vorläufiges Passwort, bei der nächsten Anmeldung zu ändern
user-method-password = Passwort
user-method-external = Verzeichnis (LDAP)
user-directory-domain = Verzeichnis
user-directory-domain-hint = Die Domäne des Verzeichnisses, etwa corp.example.com.
user-directory-id = ID im Verzeichnis
user-directory-id-hint = Nur, wenn sie vom Benutzernamen abweicht.
user-password-changed = Passwort gesetzt
user-password-expires = Gilt bis
user-password-rules = Anforderungen an ein Passwort
user-must-change = Muss bei der nächsten Anmeldung geändert werden
user-failures = Fehlgeschlagene Anmeldungen
user-failures-none = Keine, die zählen.
user-failures-some = { $count ->
    [one] { $count } zählt derzeit.
   *[other] { $count } zählen derzeit.
}
user-failures-most = { $count } in Folge sperren das Konto.
user-failures-never = Sie sperren nie ein Konto.
user-sessions = Offene Sitzungen
user-sessions-hint = Wo jemand anderes angemeldet ist, bleibt seine Sache. Alle seine Sitzungen lassen sich beenden.
user-session-program = Programm
user-session-from = Von
user-session-seen = Zuletzt benutzt
user-session-unknown = Unbekannt
user-session-this = Diese
user-security-history = Was geschah
user-history-nothing = Noch nichts.
user-history-all = Alles anzeigen

user-typed = Geben Sie { $number } ein, um fortzufahren
user-reason = Grund
user-reason-hint = Bleibt im Verlauf stehen.
user-until = Bis
user-until-hint = Leer: bis jemand die Sperre aufhebt.
user-instead-deactivate = Stattdessen { $name } deaktivieren

user-act-invitation = Einladung erneut senden
user-act-invitation-title = { $name } eine Einladung senden?
user-act-invitation-button = Einladung an { $name } senden
user-act-invitation-revoke = Einladung widerrufen
user-act-invitation-revoke-title = Einladung von { $name } widerrufen?
user-act-invitation-revoke-button = Einladung von { $name } widerrufen
user-act-unblock = { $preset ->
    [hotwax] Benutzeranmeldung entsperren
   *[other] Entsperren
}
user-act-unblock-title = { $name } entsperren?
user-act-unblock-button = { $name } entsperren
user-act-activate = Aktivieren
user-act-activate-title = { $name } aktivieren?
user-act-activate-button = { $name } aktivieren
user-act-restore = Wiederherstellen
user-act-restore-title = { $name } wiederherstellen?
user-act-restore-button = { $name } wiederherstellen
user-act-password-create = Passwort anlegen
user-act-password-create-title = Passwort für { $name } anlegen
user-act-password-create-field = Neues Passwort
user-act-password-create-button = { $preset ->
    [hesh] Passwort bestätigen
   *[other] Passwort von { $name } anlegen
}
user-act-password = { $preset ->
    [hotwax] Passwort zurücksetzen
   *[other] Passwort ändern
}
user-act-password-title = Passwort von { $name } ändern
user-act-password-field = Neues Passwort
user-act-password-button = { $preset ->
    [hesh] Passwort bestätigen
   *[other] Passwort von { $name } ändern
}
user-act-temporary-password = { $preset ->
    [order_broker] Passwort zurücksetzen
   *[other] Vorläufiges Passwort setzen
}
user-act-temporary-password-title = Vorläufiges Passwort für { $name } setzen
user-act-temporary-password-field = Neues vorläufiges Passwort
user-act-temporary-password-button = Vorläufiges Passwort von { $name } setzen
user-act-password-reset = Link zum Zurücksetzen senden
user-act-password-reset-title = { $name } einen Link für ein neues Passwort senden?
user-act-password-reset-button = Link an { $name } senden
user-act-end-sessions = Alle Sitzungen beenden
user-act-end-sessions-title = Alle Sitzungen von { $name } beenden?
user-act-end-sessions-button = Sitzungen von { $name } beenden
user-act-external-credential = Anmeldung durch Verzeichnis
user-act-external-credential-title = { $name } durch das Verzeichnis anmelden
user-act-external-credential-button = Verzeichnis für { $name } verwenden
user-act-external-credential-remove = Keine Anmeldung durch Verzeichnis
user-act-external-credential-remove-title = Anmeldung von { $name } durch das Verzeichnis beenden?
user-act-external-credential-remove-button = Für { $name } beenden
user-act-picture-remove = Bild entfernen
user-act-picture-remove-title = Bild von { $name } entfernen?
user-act-picture-remove-button = Bild von { $name } entfernen
user-act-deactivate = Deaktivieren
user-act-deactivate-title = { $name } deaktivieren?
user-act-deactivate-button = { $name } deaktivieren
user-act-block = { $preset ->
    [hotwax] Benutzeranmeldung sperren
   *[other] Sperren
}
user-act-block-title = { $name } sperren?
user-act-block-button = { $name } sperren
user-act-anonymize = Anonymisieren
user-act-anonymize-title = { $name } anonymisieren?
user-act-anonymize-button = { $name } anonymisieren
user-act-delete = Löschen
user-act-delete-title = { $name } löschen?
user-act-delete-button = { $name } löschen
user-act-purge = Endgültig entfernen
user-act-purge-title = { $name } endgültig entfernen?
user-act-purge-button = { $name } endgültig entfernen

user-point-invitation = Eine E-Mail mit einem Link wird gesendet; über den Link wird ein Passwort gesetzt.
user-point-invitation-link = Der Link wird auch hier angezeigt, um ihn auf anderem Weg zu übergeben.
user-point-link-dies = Der Link der Einladung gilt nicht mehr.
user-point-link-kept = Der Link der Einladung gilt wieder, wenn das Konto aktiviert wird.
user-point-revoked-again = Die Einladung kann erneut gesendet werden.
user-point-lock-outlives = Das Konto wird entsperrt, doch die Sperre bleibt, bis ihre Zeit um ist. Erst dann ist eine Anmeldung möglich.
user-point-unblock = Die Anmeldung ist sofort wieder möglich.
user-point-activate = Das Konto ist wieder in Gebrauch.
user-point-restore = Das Konto kommt inaktiv zurück, mit seinen Rollen und Arbeitsorten.
user-point-restore-next = Aktivieren Sie es danach, damit eine Anmeldung möglich ist.
user-point-kept-out = Mit diesem Konto kann sich niemand mehr anmelden.
user-point-sessions-end = Offene Sitzungen enden sofort.
user-point-log-in-again = Eine erneute Anmeldung ist möglich.
user-point-data-stays = Daten, Rollen und Verlauf bleiben, wie sie sind.
user-point-unblock-undoes = Entsperren macht es rückgängig.
user-point-activate-undoes = Aktivieren macht es rückgängig.
user-point-deleted-stays = Der Datensatz bleibt mit dem Status Gelöscht bestehen.
user-point-restorable = Ein Systemadministrator kann ihn wiederherstellen.
user-point-restorable-for = Ein Systemadministrator kann ihn innerhalb von { $days } Tagen wiederherstellen.
user-point-for-good = Das lässt sich nicht rückgängig machen.
user-point-purge = Der Datensatz wird mit allen Daten der Person entfernt.
user-point-purge-trail = Dass es ihn gab, bleibt ohne persönliche Daten im Protokoll.
user-point-masked = Namen, Adressen und Telefonnummer werden unkenntlich gemacht, hier und im Verlauf.
user-point-username-kept = Der Benutzername bleibt; darüber ist der Benutzer weiterhin zu finden.
user-point-username-gone = Auch der Benutzername wird unkenntlich gemacht.
user-point-access-kept = Der Status bleibt: Wer sich anmelden konnte, kann es weiterhin.
user-point-access-lost = Das Konto wird inaktiv.
user-point-orders-stay = Bestellungen und ihre Nummern bleiben.
user-point-becomes-active = Der Benutzer wird aktiv.
user-point-password-replaced = Es tritt an die Stelle des jetzigen Passworts.
user-point-temporary = Es gilt einmal und muss bei der nächsten Anmeldung geändert werden.
user-point-tell = Das Passwort wird nicht per E-Mail mitgeteilt: Übergeben Sie es selbst.
user-point-reset = Eine E-Mail mit einem Link für ein neues Passwort wird gesendet.
user-point-password-stays = Bis dahin gilt das jetzige Passwort.
user-point-directory = Ab jetzt zählt das Passwort des Verzeichnisses.
user-point-directory-password = Das Passwort hier gilt nicht mehr.
user-point-directory-off = Das Verzeichnis steht nicht mehr für den Benutzer ein.
user-point-directory-next = Setzen Sie danach ein Passwort oder senden Sie einen Link, damit eine Anmeldung möglich ist.
user-point-picture = An seiner Stelle werden die Initialen angezeigt.

notice-user-edit = Gespeichert.
notice-user-invitation = Die Einladung ist unterwegs.
notice-user-invitation-revoke = Der Link der Einladung gilt nicht mehr.
notice-user-unblock = Entsperrt.
notice-user-activate = Aktiviert.
notice-user-restore = Wiederhergestellt. Das Konto ist inaktiv.
notice-user-password = Das Passwort wurde geändert.
notice-user-temporary-password = Das vorläufige Passwort ist gesetzt. Es muss bei der nächsten Anmeldung geändert werden.
notice-user-password-reset = Der Link für ein neues Passwort ist unterwegs.
notice-user-end-sessions = Alle Sitzungen sind beendet.
notice-user-external-credential = Das Verzeichnis steht jetzt für diesen Benutzer ein.
notice-user-external-credential-remove = Das Verzeichnis steht nicht mehr für diesen Benutzer ein.
notice-user-picture-remove = Das Bild ist entfernt.
notice-user-deactivate = Deaktiviert.
notice-user-block = Gesperrt.
notice-user-anonymize = Anonymisiert.
notice-user-delete = Gelöscht.
notice-user-purge = Endgültig entfernt.

user-event-user-registered = Benutzer angelegt
user-event-invitation-sent = Einladung gesendet
user-event-invitation-expired = Einladung abgelaufen
user-event-invitation-revoked = Einladung widerrufen
user-event-invitation-accepted = Einladung angenommen
user-event-user-activated = Aktiviert
user-event-user-returned-to-pending = Wieder ausstehend
user-event-user-deactivated = Deaktiviert
user-event-user-blocked = Gesperrt
user-event-user-locked-out = Ausgesperrt
user-event-user-lockout-released = Sperre freigegeben
user-event-user-unblocked = Entsperrt
user-event-password-set-by-administrator = Passwort von einem Administrator gesetzt
user-event-password-temporary-set = Vorläufiges Passwort gesetzt
user-event-password-changed = Passwort geändert
user-event-password-reset-requested = Link für ein neues Passwort gesendet
user-event-credential-made-external = Anmeldung durch Verzeichnis
user-event-credential-external-removed = Keine Anmeldung durch Verzeichnis mehr
user-event-email-change-requested = Neue E-Mail-Adresse, noch zu bestätigen
user-event-email-changed = E-Mail-Adresse geändert
user-event-user-updated = Daten geändert
user-event-user-validity-changed = Gültigkeit geändert
user-event-role-granted = Rolle vergeben
user-event-role-revoked = Rolle entzogen
user-event-organizations-changed = Organisationen geändert
user-event-favourites-changed = Favoriten geändert
user-event-capabilities-changed = Als Kommissionierer angezeigt oder nicht mehr
user-event-days-off-changed = Abwesenheit geändert
user-event-facilities-changed = Standorte geändert
user-event-product-stores-changed = Produktshops geändert
user-event-facility-log-in-set = Anmeldung an einem Standort gesetzt
user-event-facility-log-in-removed = Anmeldung an einem Standort entfernt
user-event-position-changed = Stelle geändert
user-event-department-changed = Abteilung geändert
user-event-photo-set = Bild gesetzt
user-event-photo-removed = Bild entfernt
user-event-upload-recorded = Datei hochgeladen
user-event-user-deleted = Gelöscht
user-event-user-restored = Wiederhergestellt
user-event-user-purged = Endgültig entfernt
user-event-user-anonymized = Anonymisiert
user-event-sessions-ended = Sitzungen beendet
user-event-user-last-admin-kept = Als letzter Administrator behalten
user-event-log-in-succeeded = Angemeldet
user-event-log-in-failed = Anmeldung fehlgeschlagen
user-event-log-in-password-change-required = Anmeldung mit einem Passwort, das zu ändern ist
user-event-log-in-authorization-failed = Anmeldung ohne die nötige Rolle
user-event-facility-log-in-succeeded = An einem Standort angemeldet
user-event-facility-log-in-failed = Anmeldung an einem Standort fehlgeschlagen
user-event-facility-log-in-authorization-failed = Anmeldung an einem Standort ohne die nötige Rolle
user-event-facility-log-in-locked-out = An einem Standort ausgesperrt

# Die Seite eines Benutzers.

user-tabs-layout = { $preset ->
    [hesh] beside
   *[other] above
}
user-tabs = Teile dieser Seite
user-tab-general = { $preset ->
    [hesh] Allgemeine Angaben
    [hotwax] Benutzerangaben
   *[other] Allgemein
}
user-tab-security = Sicherheit
user-tab-access = { $preset ->
    [hesh] Berechtigungen
   *[other] Zugriff
}
user-tab-facilities = Standorte
user-tab-position = Position
user-tab-time-off = { $preset ->
    [hesh] Freie Tage
   *[other] Abwesenheit
}
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

user-badge-away = Abwesend
user-badge-directory = LDAP
user-badge-anonymized = Anonymisiert
user-badge-must-change = Muss Passwort ändern
user-badge-organization-admin = Organisationsadministrator
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
user-email-proof = Bevor Sie sie ändern, bestätigen Sie mit dem Link unten, dass Sie es sind.
user-field-language = Sprache
user-field-time-zone = Zeitzone
user-field-organizations = Organisationen
user-field-kind = Art des Kontos
user-field-validity = Gültig
user-field-created-on = Angelegt am
user-field-default-shipping-system = Standard-Versandsystem
user-field-roles = { $preset ->
    [shopp] Rolle
    [order_broker] Befugnisse
    [hesh] Berechtigungen
   *[other] Rollen
}
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
user-directory-settings = LDAP-Einstellungen
user-directory-none = Kein Verzeichnis meldet diesen Benutzer an.
# Die Karte, auf der das Verzeichnis auch steht: die der Befugnisse oder keine.
user-directory-place = { $preset ->
    [order_broker] access
   *[other] security
}
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
user-session-started = Begonnen
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
    [order_broker] Einschalten
   *[other] Entsperren
}
user-act-unblock-title = { $name } entsperren?
user-act-unblock-button = { $name } entsperren
user-act-activate = { $preset ->
    [order_broker] Einschalten
   *[other] Aktivieren
}
user-act-activate-title = { $name } aktivieren?
user-act-activate-button = { $name } aktivieren
user-act-restore = Wiederherstellen
user-act-restore-title = { $name } wiederherstellen?
user-act-restore-button = { $name } wiederherstellen
user-act-password-create = Passwort anlegen
user-act-password-create-title = { $preset ->
    [hesh] Neues Passwort anlegen: { $name }
   *[other] Passwort für { $name } anlegen
}
user-act-password-create-field = Neues Passwort
user-act-password-create-button = { $preset ->
    [hesh] Passwort bestätigen
   *[other] Passwort von { $name } anlegen
}
user-act-password = { $preset ->
    [hotwax] Passwort zurücksetzen
   *[other] Passwort ändern
}
user-act-password-title = { $preset ->
    [hesh] Neues Passwort anlegen: { $name }
   *[other] Passwort von { $name } ändern
}
user-act-password-field = Neues Passwort
user-act-password-button = { $preset ->
    [hesh] Passwort bestätigen
   *[other] Passwort von { $name } ändern
}
user-act-temporary-password = { $preset ->
    [order_broker] Passwort zurücksetzen
   *[other] Vorläufiges Passwort setzen
}
user-act-temporary-password-title = { $preset ->
    [order_broker] Passwort des Benutzerprofils zurücksetzen: { $name }
   *[other] Vorläufiges Passwort für { $name } setzen
}
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
user-act-deactivate = { $preset ->
    [order_broker] Abschalten
   *[other] Deaktivieren
}
user-act-deactivate-title = { $preset ->
    [order_broker] { $name } abschalten?
   *[other] { $name } deaktivieren?
}
user-act-deactivate-button = { $preset ->
    [order_broker] { $name } abschalten
   *[other] { $name } deaktivieren
}
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

user-change = Ändern
user-remove = Entfernen
user-acts = Was möglich ist
user-copy = Kopieren
user-from = Von
user-valid-from = Gültig ab
user-valid-to = Gültig bis
user-no-records = Es gibt noch nichts zur Auswahl.
user-part-validity-title = Gültigkeit von { $name }
user-part-validity-button = Gültigkeit von { $name } speichern
user-point-validity = Davor und danach kann sich mit dem Konto niemand anmelden. Ein leeres Feld bedeutet: keine Grenze.
user-part-organizations-title = Organisationen von { $name }
user-part-organizations-button = Organisationen von { $name } speichern
user-point-organizations = Rollen in einer Organisation gehen mit der Mitgliedschaft verloren.

user-add-role = { $preset ->
    [hesh] Berechtigung hinzufügen
    [order_broker] Befugnis hinzufügen
   *[other] Rolle hinzufügen
}
user-role = { $preset ->
    [order_broker] Befugnis
   *[other] Rolle
}
user-role-place = Wo
user-role-everywhere = Überall
user-role-time = Wann
user-role-always = Immer
user-role-given = Vergeben
user-role-rests = Gilt derzeit nicht
user-roles-none = Keine Rollen.
user-part-access-add-title = { $name } eine Rolle geben
user-part-access-add-button = { $name } die Rolle geben
user-part-access-remove-title = { $name } eine Rolle entziehen?
user-part-access-remove-button = { $name } die Rolle entziehen
user-point-role = Die Rolle { $role } wird entzogen.
user-point-role-again = Sie kann erneut vergeben werden.
user-point-own-role = Es ist Ihre eigene Rolle: Möglicherweise können Sie diese Seite danach nicht mehr öffnen.
user-permissions = Was damit erlaubt ist
user-permissions-none = Nichts.
user-because = wegen { $role }
user-area-users = Benutzer
user-area-audit = Protokoll
user-area-roles = Rollen
user-area-policy = Regeln
user-area-outbox = Nachrichten
user-area-reference = Standorte und andere Stammdaten
user-area-integrations = Schnittstellen
user-area-orders = Bestellungen
user-area-product = Produkte
user-picker = Als Kommissionierer anzeigen
user-picker-on = Wird als Kommissionierer angezeigt: Picklisten können zugewiesen werden.
user-picker-off = Wird nicht als Kommissionierer angezeigt.
user-part-picker-title = { $name } als Kommissionierer anzeigen
user-point-picker = Kommissionierern können Picklisten zugewiesen werden.
user-part-shipping-title = Standard-Versandsystem von { $name }

user-facility = Standort
user-add-facilities = Standorte hinzufügen
user-facilities-none = Keinem Standort zugeordnet.
user-product-stores = Produktstores
user-product-stores-none = Keinem Produktstore zugeordnet.
user-part-facilities-add-title = { $preset ->
    [hotwax] Standorte hinzufügen: { $name }
   *[other] Standorte von { $name }
}
user-part-facilities-remove-title = { $name } von einem Standort entfernen?
user-part-facilities-remove-button = { $name } entfernen
user-point-facility = Der Benutzer arbeitet nicht mehr in { $facility }; eine Anmeldung dort endet damit.
user-point-facility-again = Der Standort kann wieder hinzugefügt werden.
user-part-product-stores-title = Produktstores von { $name }
user-pin = PIN
user-pin-username = Benutzername dort
user-pin-hint = 4 bis 12 Ziffern, weder alle gleich noch der Reihe nach.
user-pin-set = PIN setzen
user-pin-unset = PIN entfernen
user-point-pin = Benutzername und PIN gelten an diesem Standort und sonst nirgends.
user-point-pin-gone = Mit diesem Benutzernamen kann sich dort niemand mehr anmelden.
user-part-facilities-log-in-title = Anmeldung von { $name } an einem Standort
user-part-facilities-log-in-button = Anmeldung von { $name } setzen
user-part-facilities-log-in-remove-title = Anmeldung von { $name } an einem Standort entfernen?
user-part-facilities-log-in-remove-button = Anmeldung von { $name } entfernen

user-manage-position = Position verwalten
user-change-department = Abteilung ändern
user-remove-position = Position entfernen
user-position-title = Bezeichnung
user-position-title-hint = Gibt es noch keine Position mit dieser Bezeichnung, wird sie angelegt.
user-position-choose = Aus der Liste wählen
user-position-new = Unten eine neue eingeben
user-position-none = Noch keine Position.
user-point-position = Mit einer anderen Position gehört der Benutzer zu keiner Abteilung, bis er in eine versetzt wird.
user-point-position-gone = Der Benutzer hat keine Position mehr und gehört zu keiner Abteilung.
user-department = Abteilung
user-no-department = Keine
user-no-department-yet = Noch in keiner Abteilung
user-part-position-manage-title = Position von { $name }
user-part-position-remove-title = Position von { $name } entfernen?
user-part-position-remove-button = Position von { $name } entfernen
user-part-department-title = Abteilung von { $name }

user-in-own-zone = In der Zeitzone des Benutzers, { $zone }.
user-time-off-add = { $preset ->
    [hesh] Freien Tag hinzufügen
   *[other] Abwesenheit hinzufügen
}
user-time-off-none = Keine Abwesenheit.
user-time-off-first = Erster Tag
user-time-off-last = Letzter Tag
user-time-off-last-hint = Leer: ein Tag.
user-time-off-part = Teil des Tages
user-time-off-part-hint = Ein halber Tag gilt nur für den ersten Tag.
user-time-off-whole = Ganze Tage
user-time-off-morning = Der Vormittag, bis zwölf Uhr
user-time-off-afternoon = Der Nachmittag, ab zwölf Uhr
user-away = abwesend
user-away-partly = teils abwesend
user-month-before = Vorheriger Monat
user-month-after = Nächster Monat
user-month-1 = Januar
user-month-2 = Februar
user-month-3 = März
user-month-4 = April
user-month-5 = Mai
user-month-6 = Juni
user-month-7 = Juli
user-month-8 = August
user-month-9 = September
user-month-10 = Oktober
user-month-11 = November
user-month-12 = Dezember
user-weekday-1 = Montag
user-weekday-2 = Dienstag
user-weekday-3 = Mittwoch
user-weekday-4 = Donnerstag
user-weekday-5 = Freitag
user-weekday-6 = Samstag
user-weekday-7 = Sonntag
user-weekday-short-1 = Mo
user-weekday-short-2 = Di
user-weekday-short-3 = Mi
user-weekday-short-4 = Do
user-weekday-short-5 = Fr
user-weekday-short-6 = Sa
user-weekday-short-7 = So
user-part-time-off-add-title = Abwesenheit von { $name }
user-part-time-off-add-button = Abwesenheit von { $name } hinzufügen
user-part-time-off-remove-title = Diese Abwesenheit von { $name } entfernen?
user-part-time-off-remove-button = Abwesenheit von { $name } entfernen

user-favourite-product-store = Produktstore
user-favourite-shopify-shop = Shopify-Shop
user-favourite-none = Nichts angeheftet
user-favourite-lines = Favoriten
user-favourite-lines-hint = Einer je Zeile, etwa theme = dark.
user-favourites-when = Gilt ab der nächsten Anmeldung.
user-point-favourites = Gilt ab der nächsten Anmeldung. Mit einem anderen Produktstore entfällt der Shop des alten.
user-part-favourites-change-title = Favoriten von { $name }

user-activity-kind = Was
user-activity-all = Alles
user-activity-account = Konto und Daten
user-activity-invitation = Einladung
user-activity-security = Passwörter und Anmeldungen
user-activity-access = Rollen
user-activity-work = Arbeit
user-activity-show = Anzeigen
user-activity-download = JSON herunterladen
user-activity-older = Ältere
user-activity-newest = Neueste
user-activity-trouble = Danach kann nicht gesucht werden. Wählen Sie etwas anderes.
user-raw = Wie die API antwortet
user-raw-docs = API-Dokumentation

notice-user-role-added = Die Rolle ist vergeben.
notice-user-role-removed = Die Rolle ist entzogen.
notice-user-facilities = Die Standorte sind gespeichert.
notice-user-product-stores = Die Produktstores sind gespeichert.
notice-user-pin = Die Anmeldung am Standort ist gesetzt.
notice-user-pin-removed = Die Anmeldung am Standort ist entfernt.
notice-user-position = Die Position ist gespeichert.
notice-user-department = Die Abteilung ist gespeichert.
notice-user-time-off = Die Abwesenheit ist hinzugefügt.
notice-user-time-off-removed = Die Abwesenheit ist entfernt.
notice-user-favourites = Die Favoriten sind gespeichert und gelten ab der nächsten Anmeldung.
notice-user-favourites-child = Die Favoriten sind gespeichert. Doch dies ist nicht der übergeordnete Shop: Aufträge für den ganzen Produktstore müssen auf diesem laufen.
user-picture-file = Bild
user-picture-limit = Ein Foto oder eine Zeichnung, höchstens { $size } KiB. Gespeichert wird ein neues JPEG, ohne was sonst in der Datei war.
user-picture-save = Bild speichern
user-picture-title = Bild ändern
user-picture-change = Bild ändern
notice-user-picture = Das Bild ist geändert.

# Rollen, Standorte und andere Stammdaten, Positionen, Abwesenheit, Regeln.

# Stammdaten.
organization-tabs = Listen
organization-all-facility = Standorte
organization-all-organization = Organisationen
organization-all-product-store = Produktstores
organization-all-shop = Shops
organization-all-department = Abteilungen
organization-all-position = Positionen
organization-one-facility = Standort
organization-one-organization = Organisation
organization-one-product-store = Produktstore
organization-one-shop = Shop
organization-one-department = Abteilung
organization-one-position = Position
organization-new-facility = Standort hinzufügen
organization-new-organization = Organisation hinzufügen
organization-new-product-store = Produktstore hinzufügen
organization-new-shop = Shop hinzufügen
organization-new-department = Abteilung hinzufügen
organization-new-position = Position hinzufügen
organization-none-facility = Es gibt noch keinen Standort
organization-none-organization = Es gibt noch keine Organisation
organization-none-product-store = Es gibt noch keinen Produktstore
organization-none-shop = Es gibt noch keinen Shop
organization-none-department = Es gibt noch keine Abteilung
organization-none-position = Es gibt noch keine Position
organization-about-facility = Filialen, Lager und andere Orte, an denen Benutzer arbeiten.
organization-about-organization = Teams, Marken und Geschäftsbereiche, denen Benutzer angehören.
organization-about-product-store = Wofür Shops verkaufen.
organization-about-shop = Jeder verkauft für einen Produktstore und kann zu einem übergeordneten Shop gehören, auf dem Aufträge laufen.
organization-about-department = Abteilungen können ineinander liegen. Benutzer werden auf ihrer eigenen Seite einer zugeordnet.
organization-about-position = Die Positionen, die Benutzer innehaben. Eine neue lässt sich auch auf der Seite eines Benutzers eintragen.
organization-in-product-store = Verkauft für
organization-in-shop = Übergeordneter Shop
organization-in-department = Liegt in
organization-within-shop = Übergeordneter Shop
organization-within-department = Liegt in
organization-below-shop = Shops, die dazugehören
organization-below-department = Abteilungen darin
organization-find = Name oder externe ID
organization-find-button = Suchen
organization-no-match = Nichts passt zu „{ $text }“
organization-show-all = Alle anzeigen
organization-name = Name
organization-external-id = Externe ID
organization-external-id-hint = Wie das Auftragssystem ihn oder sie nennt.
organization-of-store = Produktstore
organization-acts = Was möglich ist
organization-kind = Art
organization-created = Angelegt
organization-none = – keine Angabe –
organization-change = Ändern
organization-delete = Löschen
organization-add = Hinzufügen
organization-save = Speichern
organization-add-within = Darin anlegen
organization-change-title = { $name } ändern
organization-delete-title = { $name } löschen
organization-delete-goes = Der Eintrag verschwindet endgültig. Was das Protokoll darüber sagt, bleibt.
organization-delete-held = Er bleibt, solange jemand dort arbeitet oder etwas dazugehört; gelöschte Benutzer zählen mit.
organization-departments-more = Es gibt mehr Abteilungen, als auf einmal gezeigt werden können.
organization-paging = Seiten
organization-first-page = Erste Seite
organization-next-page = Nächste Seite
organization-people = Benutzer
organization-people-all = In der Benutzerliste anzeigen
organization-more-than = mehr als { $total }
organization-pickers = Kommissionierer
organization-nobody = Niemand.
organization-now = Jetzt steht dort: { $value }
organization-nothing = nichts
notice-organization-added = Hinzugefügt.
notice-organization-deleted = Gelöscht.

# Rollen.
organization-role = Rolle
organization-new-role = Neue Rolle
organization-make-role = Rolle anlegen
organization-duplicate = Duplizieren
organization-copy-of = { $name } (Kopie)
organization-built-in = Eingebaut
organization-built-in-about = Diese Rolle gibt es in jedem System; sie bleibt, wie sie ist. Duplizieren Sie sie, um eine ähnliche anzulegen.
organization-roles-about = Rollen sagen, was Benutzer dürfen. Die eingebauten stehen oben.
organization-permissions = Berechtigungen
organization-role-id = Interne Kennung
organization-role-id-hint = Buchstaben, Ziffern, _ und -. Bleibt sie leer, folgt sie aus dem Namen. Sie ändert sich nie.
organization-description = Beschreibung
organization-holders = { $count ->
    [one] { $count } Benutzer
   *[other] { $count } Benutzer
}
organization-matrix-about = Was ihre Inhaber dürfen. Ein Haken bezeichnet, was die Rolle erlaubt.
organization-matrix-form = Kreuzen Sie an, was ihre Inhaber dürfen. Was Sie selbst nicht dürfen, lässt sich nicht ankreuzen.
organization-area = Bereich
organization-act-view = Ansehen
organization-act-create = Anlegen
organization-act-edit = Ändern
organization-act-delete = Löschen
organization-act-administer = Verwalten
organization-act-other = Anderes
organization-area-users = Benutzer
organization-area-audit = Protokoll
organization-area-roles = Rollen
organization-area-policy = Einstellungen
organization-area-outbox = Nachrichten
organization-area-reference = Stammdaten
organization-area-integrations = Schnittstellen
organization-area-orders = Bestellungen
organization-allowed = Erlaubt
organization-not-allowed = Nicht erlaubt
organization-role-more = Berechtigungen von Anwendungen
organization-role-more-hint = Eine je Zeile, etwa product.view. Anwendungen legen sie fest und lesen sie.
organization-role-confirm = Damit ändert sich, was Benutzer dürfen:
organization-role-gains = { $users ->
    [one] { $users } Benutzer gewinnt: { $what }
   *[other] { $users } Benutzer gewinnen: { $what }
}
organization-role-loses = { $users ->
    [one] { $users } Benutzer verliert: { $what }
   *[other] { $users } Benutzer verlieren: { $what }
}
organization-role-many = Mehr Benutzer haben die Rolle, als geprüft wurden: Die Zahlen gelten für die ersten { $users }.
organization-role-later = Für jeden von ihnen gilt es ab der nächsten Anmeldung.
organization-role-now = Inzwischen unterscheidet sich die Rolle von dem, was hier angekreuzt ist: { $what }
organization-role-goes = Die Rolle verschwindet endgültig. Was das Protokoll über sie sagt, bleibt.
organization-role-held = Sie bleibt, solange jemand sie hat oder eine Einstellung sie nennt.
organization-history = Verlauf
organization-role-made = Angelegt.
organization-role-reads = Heißt nun: { $what }
organization-role-allows = Erlaubt: { $what }
organization-role-forbids = Nicht mehr erlaubt: { $what }
organization-somebody = jemand
notice-organization-role-made = Die Rolle ist angelegt.

permission-users-read = Benutzer sehen
permission-users-create = Benutzer mit Zugangsdaten anlegen
permission-users-invite = Benutzer einladen
permission-users-update = Namen, Telefon, externe ID ändern
permission-users-email = E-Mail-Adressen ändern
permission-users-status = Aktivieren und deaktivieren
permission-users-block = Sperren und entsperren
permission-users-password = Passwörter setzen, Links zum Zurücksetzen senden
permission-users-roles = Rollen geben und nehmen
permission-users-facilities = Standorte zuweisen
permission-users-delete = Benutzer löschen
permission-users-restore = Benutzer wiederherstellen
permission-users-anonymize = Benutzer anonymisieren
permission-users-sessions = Sitzungen anderer beenden
permission-users-import = Benutzer importieren
permission-users-export = Benutzer exportieren
permission-users-impersonate = Als jemand anderes handeln
permission-audit-read = Das Protokoll lesen
permission-roles-manage = Rollen festlegen
permission-policy-manage = Die Einstellungen ändern
permission-outbox-manage = Nachrichten sehen und erneut senden
permission-reference-manage = Standorte und andere Stammdaten festlegen
permission-integrations-manage = Webhooks, Tokens, Verzeichnisse festlegen
permission-orders-write = Bestellungen melden

# Abwesenheit.
organization-away-now = Jetzt abwesend
organization-away-nobody = Alle sind da.
organization-away-until = bis { $day }
organization-away-more = Insgesamt sind es { $total }; gezeigt werden die ersten nach Namen.
organization-away = abwesend
organization-month = Monat
organization-month-about = Wer in diesem Monat abwesend ist. Die Tage sind die der Zeitzone, in der jeder Benutzer lebt.
organization-month-empty = In diesem Monat ist niemand abwesend
organization-month-how = Freie Tage werden auf der Seite eines Benutzers eingetragen.
organization-person = Benutzer
organization-weekday-1 = Mo
organization-weekday-2 = Di
organization-weekday-3 = Mi
organization-weekday-4 = Do
organization-weekday-5 = Fr
organization-weekday-6 = Sa
organization-weekday-7 = So

# Die Regeln.
organization-custom = eigene Regeln
organization-revision = Fassung { $number }
organization-switch = Vorlage übernehmen
organization-groups = Gruppen von Einstellungen
organization-differ-none = Jede Einstellung ist wie in „{ $preset }“.
organization-differ = { $count ->
    [one] { $count } Einstellung weicht davon ab.
   *[other] { $count } Einstellungen weichen davon ab.
}
organization-differs = { $preset }:
organization-part-identity = Wer ein Benutzer ist
organization-part-adding = Anlegen und Einladen
organization-part-passwords = Passwörter
organization-part-access = Anmeldung, Aussperrung und Sitzungen
organization-part-roles = Rollen und Rechte
organization-part-list = Die Benutzerliste
organization-part-removal = Inaktivität, Löschen und Anonymisieren
organization-part-rest = Mitteilungen, Arbeit und Bestellungen
organization-group-identity = Identität
organization-group-creation = Benutzer anlegen
organization-group-invitation = Einladungen
organization-group-credential = Passwörter
organization-group-log-in = Anmeldung
organization-group-lockout = Aussperrung
organization-group-block = Sperren
organization-group-sessions = Sitzungen
organization-group-roles = Rollen
organization-group-authority = Rechte
organization-group-list = Liste
organization-group-activity = Aktivität
organization-group-removal = Löschen
organization-group-anonymization = Anonymisieren
organization-group-notices = Mitteilungen
organization-group-work = Arbeit
organization-group-orders = Bestellungen
organization-settings-at-once = Was Sie speichern, gilt ab der nächsten Anfrage für alle.
organization-prove = Bestätigen Sie, dass Sie es sind, und versuchen Sie es dann erneut
organization-preset-title = Regeln von { $preset } übernehmen
organization-preset-count = { $count ->
    [0] Nichts würde sich ändern außer dem Namen der Regeln.
    [one] Eine Einstellung ändert sich, für alle und sofort.
   *[other] { $count } Einstellungen ändern sich, für alle und sofort.
}
organization-preset-about = Was sich ändert. Was hier nicht steht, bleibt, wie es ist.
organization-setting = Einstellung
organization-value-now = Jetzt
organization-value-then = Dann
organization-value-none = keine
organization-value-empty = (leer)
organization-yes = ja
organization-no = nein
organization-span-d = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
organization-span-h = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
organization-span-m = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
organization-span-s = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
organization-span-hint = Eine Zahl mit s, m, h oder d (Sekunden, Minuten, Stunden, Tage), etwa 15m, 24h oder 3d.
organization-names-hint = Mehrere werden durch Kommas getrennt.
organization-optional-hint = Bleibt es leer: keine.
notice-organization-settings-hold = Die Einstellungen gelten ab jetzt.

organization-holder = Einen Benutzer für die Position wählen
organization-holder-who = Wer
organization-holder-hint = Die Nummer eines Benutzers wie US12, ein Name oder eine E-Mail-Adresse.
organization-holder-several = Mehrere heißen so: Wer ist gemeint?
organization-holder-button = Position geben

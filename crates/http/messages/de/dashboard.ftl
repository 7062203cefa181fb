# The first page.

dashboard-users = { $count ->
    [one] Benutzer
   *[other] Benutzer
}
dashboard-locked-now = gerade ausgesperrt
dashboard-expired = { $count ->
    [one] abgelaufene Einladung
   *[other] abgelaufene Einladungen
}
dashboard-away = gerade abwesend
dashboard-by-status = Benutzer nach Status
dashboard-numbers = Die Zahlen
dashboard-status = Status
dashboard-how-many = Benutzer
dashboard-by-day = Anmeldungen der letzten 30 Tage
dashboard-log-ins = Anmeldungen
dashboard-failed = Fehlgeschlagene Anmeldungen
dashboard-locked = Aussperrungen
dashboard-day = Tag
dashboard-sum = Alle
dashboard-by-age = Wie lange offene Einladungen warten
dashboard-waits = Wartet seit
dashboard-age-day = weniger als einem Tag
dashboard-age-days = ein bis drei Tagen
dashboard-age-week = bis zu einer Woche
dashboard-age-more = länger
dashboard-open = Offene Einladungen zeigen
dashboard-life = Wie ein Benutzer hier lebt
dashboard-ways = Alle Wege zwischen den Status
dashboard-from = Von
dashboard-to = Nach
dashboard-by = Durch
dashboard-new = noch nicht da
dashboard-gone = endgültig entfernt
way-added = Anlegen
way-time = Zeit: ein gesetztes Ende oder eines der Regeln
way-failed-log-ins = zu viele fehlgeschlagene Anmeldungen
way-activate = Aktivieren
way-deactivate = Deaktivieren
way-block = Sperren
way-unblock = Entsperren
way-delete = Löschen
way-restore = Wiederherstellen
way-purge = Endgültig entfernen
way-anonymize = Anonymisieren
way-accept-invitation = Annehmen der Einladung
way-set-password = Setzen eines Passworts
way-set-temporary-password = Setzen eines vorläufigen Passworts
way-complete-password-reset = ein neues Passwort per Link
way-set-external-credential = Umstellen auf das Verzeichnis
way-remove-external-credential = Abstellen des Verzeichnisses
way-change-password = Ändern des eigenen Passworts
way-send-invitation = Senden einer Einladung
way-revoke-invitation = Zurückziehen der Einladung
way-send-password-reset = Senden eines Links für ein neues Passwort
way-end-sessions = Beenden aller Sitzungen

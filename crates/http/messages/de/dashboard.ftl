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
dashboard-by-status = Benutzer nach Zustand
dashboard-numbers = Die Zahlen
dashboard-status = Zustand
dashboard-how-many = Benutzer
dashboard-by-day = Anmeldungen der letzten 30 Tage
dashboard-log-ins = Anmeldungen
dashboard-failed = Gescheiterte Anmeldungen
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

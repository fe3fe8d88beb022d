-- table:      hulp
-- title:      Hulp bij toegang tot zorg en rechtsbijstand
-- population: meldingen van hulp per organisatie, maand en soort
-- kind:       list
-- by:         maand, soort
-- measures:   personen, contacten
-- unit:       meldingen
-- params:     van, tot
-- definition: aantallen zoals de organisaties ze per maand opgeven; over personen is niets bekend
-- clause:     S-U 2a
SELECT (maand - DATE '1970-01-01')::INTEGER AS maand,
       enum_code(soort)::INTEGER AS soort,
       aantal_personen AS personen,
       aantal_contacten AS contacten
FROM hulp
WHERE maand BETWEEN $van AND $tot
ORDER BY ALL;

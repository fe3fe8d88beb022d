-- table:      balans
-- title:      Stand, instroom en uitstroom per organisatie
-- population: alle verblijven
-- kind:       list
-- by:         organisatie
-- measures:   stand_begin, instroom, uitstroom, stand_eind
-- unit:       verblijven
-- params:     van, tot
-- definition: stand begin + instroom - uitstroom = stand eind, geteld zonder de andere tabellen, om die eraan te toetsen
-- clause:     S-A 9
SELECT organisatie,
       count(*) FILTER (datum_instroom < $van AND (datum_uitstroom IS NULL OR datum_uitstroom >= $van)) AS stand_begin,
       count(*) FILTER (datum_instroom BETWEEN $van AND $tot) AS instroom,
       count(*) FILTER (datum_uitstroom BETWEEN $van AND $tot) AS uitstroom,
       count(*) FILTER (datum_instroom <= $tot AND (datum_uitstroom IS NULL OR datum_uitstroom > $tot)) AS stand_eind
FROM opvang
GROUP BY organisatie
ORDER BY ALL;

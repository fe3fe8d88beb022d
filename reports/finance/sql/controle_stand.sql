-- table: controle_stand
-- title: Stand en stroom per organisatie, ter controle
-- population: verblijven met een dag in de periode
-- kind: list
-- by: organisatie
-- measures: begin, instroom, uitstroom, eind, nachten, dagen
-- unit: verblijven
-- params: van, tot
-- definition: stand aan het einde van een dag: begonnen en nog niet vertrokken; dient alleen voor de aansluiting en gaat nergens heen
-- clause: S-A 9
SELECT organisatie,
       count(*) FILTER (datum_instroom < $van::DATE AND coalesce(datum_uitstroom, $tot::DATE + 1) >= $van::DATE) AS begin,
       count(*) FILTER (datum_instroom BETWEEN $van::DATE AND $tot::DATE) AS instroom,
       count(*) FILTER (datum_uitstroom BETWEEN $van::DATE AND $tot::DATE) AS uitstroom,
       count(*) FILTER (datum_instroom <= $tot::DATE AND coalesce(datum_uitstroom, $tot::DATE + 1) > $tot::DATE) AS eind,
       coalesce(sum(greatest(least(coalesce(datum_uitstroom, $tot::DATE + 1), $tot::DATE + 1) - greatest(datum_instroom, $van::DATE), 0)), 0) AS nachten,
       coalesce(sum(greatest(least(coalesce(datum_uitstroom, $tot::DATE), $tot::DATE) - greatest(datum_instroom, $van::DATE) + 1, 0)), 0) AS dagen
FROM opvang
GROUP BY GROUPING SETS ((organisatie), ())
ORDER BY ALL;

-- table: eendaags
-- title: Verblijven die op de dag van instroom eindigen
-- population: verblijven met instroom en uitstroom op een dag in de periode
-- kind: flow
-- by: periode
-- people: personen
-- measures: verblijven, grootste
-- unit: verblijven
-- params: van, tot
-- definition: verblijven waarvan de dag van instroom ook de dag van uitstroom is: geen nacht, een aanwezigheidsdag
-- clause: S-A 15.2
WITH per_persoon AS (
    SELECT year(datum_instroom)::VARCHAR AS periode, persoon, count(*) AS verblijven
    FROM opvang
    WHERE datum_uitstroom = datum_instroom
      AND datum_instroom BETWEEN $van::DATE AND $tot::DATE
    GROUP BY GROUPING SETS ((year(datum_instroom), persoon), (persoon))
)
SELECT periode,
       count(*) AS personen,
       sum(verblijven) AS verblijven,
       max(verblijven) AS grootste
FROM per_persoon
GROUP BY periode
ORDER BY ALL;

-- table: vertrek
-- title: Vertrekken
-- population: verblijven die in de periode eindigen
-- kind: flow
-- by: periode, organisatie
-- people: personen
-- measures: verblijven, grootste
-- unit: verblijven
-- params: van, tot
-- definition: aantal verblijven met de dag van uitstroom in de periode; aanwezigheidsdagen zijn nachten plus vertrekken
-- clause: S-A 15.2
WITH vertrek AS (
    SELECT organisatie, persoon, datum_uitstroom AS dag
    FROM opvang
    WHERE datum_uitstroom BETWEEN $van::DATE AND $tot::DATE
),
vak AS (
    SELECT year(dag) || '-K' || quarter(dag) AS periode, NULL AS organisatie, persoon FROM vertrek
    UNION ALL
    SELECT year(dag)::VARCHAR, NULL, persoon FROM vertrek
    UNION ALL
    SELECT NULL, NULL, persoon FROM vertrek
    UNION ALL
    SELECT NULL, organisatie, persoon FROM vertrek
),
per_persoon AS (
    SELECT periode, organisatie, persoon, count(*) AS verblijven
    FROM vak
    GROUP BY ALL
)
SELECT periode, organisatie,
       count(*) AS personen,
       sum(verblijven) AS verblijven,
       max(verblijven) AS grootste
FROM per_persoon
GROUP BY periode, organisatie
ORDER BY ALL;

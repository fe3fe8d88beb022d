-- table: vertrek
-- title: Vertrekken
-- population: verblijven met datum uitstroom in de periode
-- kind: flow
-- by: periode, organisatie
-- people: personen
-- measures: verblijven, grootste
-- unit: verblijven
-- params: van, tot
-- definition: aantal verblijven met de dag van uitstroom in de periode; aanwezigheidsdagen zijn nachten plus vertrekken
-- clause: S-A 15.2
WITH vertrek AS (
    SELECT organisatie, persoon, year(datum_uitstroom) AS jaar, quarter(datum_uitstroom) AS kwartaal
    FROM opvang
    WHERE datum_uitstroom BETWEEN $van::DATE AND $tot::DATE
),
-- Only who left more than once has to be counted by person.
vaker AS MATERIALIZED (
    SELECT persoon
    FROM vertrek
    GROUP BY persoon
    HAVING count(*) > 1
),
per_persoon AS (
    SELECT jaar, kwartaal, organisatie, persoon, count(*) AS verblijven
    FROM vertrek
    SEMI JOIN vaker USING (persoon)
    GROUP BY GROUPING SETS ((jaar, kwartaal, persoon), (jaar, persoon), (organisatie, persoon), (persoon))
),
geteld AS (
    SELECT jaar, kwartaal, organisatie, count(*) AS personen, sum(verblijven) AS verblijven, max(verblijven) AS grootste
    FROM per_persoon
    GROUP BY jaar, kwartaal, organisatie
    UNION ALL
    SELECT jaar, kwartaal, organisatie, count(*), count(*), 1
    FROM vertrek
    ANTI JOIN vaker USING (persoon)
    GROUP BY GROUPING SETS ((jaar, kwartaal), (jaar), (organisatie), ())
    HAVING count(*) > 0
)
SELECT jaar || coalesce('-K' || kwartaal, '') AS periode, organisatie,
       sum(personen) AS personen,
       sum(verblijven) AS verblijven,
       max(grootste) AS grootste
FROM geteld
GROUP BY ALL
ORDER BY ALL;

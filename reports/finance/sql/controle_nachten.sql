-- table: controle_nachten
-- title: Nachten per maand en organisatie, ter controle
-- population: verblijven met een nacht in de periode
-- kind: list
-- by: maand, organisatie
-- measures: nachten
-- unit: nachten
-- params: van, tot
-- definition: dezelfde nachten, geteld als de bezetting van elke dag; dient alleen voor de aansluiting en gaat nergens heen
-- clause: S-A 15.2
WITH verandering AS (
    SELECT organisatie, greatest(datum_instroom, $van::DATE) AS dag, count(*) AS erbij
    FROM opvang
    WHERE datum_instroom <= $tot::DATE AND coalesce(datum_uitstroom > $van::DATE, true)
    GROUP BY ALL
    UNION ALL
    SELECT organisatie, datum_uitstroom, -count(*)
    FROM opvang
    WHERE datum_instroom <= $tot::DATE AND datum_uitstroom > $van::DATE AND datum_uitstroom <= $tot::DATE
    GROUP BY ALL
),
-- Every day, so that a day on which nobody comes or goes counts too.
dag AS (
    SELECT organisatie, dag, 0 AS erbij
    FROM (SELECT DISTINCT organisatie FROM verandering)
    CROSS JOIN (SELECT unnest(generate_series($van::DATE, $tot::DATE, INTERVAL 1 DAY))::DATE AS dag)
),
bezetting AS (
    SELECT organisatie, dag, sum(sum(erbij)) OVER (PARTITION BY organisatie ORDER BY dag) AS bezet
    FROM (FROM verandering UNION ALL FROM dag)
    GROUP BY organisatie, dag
)
SELECT strftime(dag, '%Y-%m') AS maand, organisatie,
       sum(bezet) AS nachten
FROM bezetting
GROUP BY ALL
HAVING sum(bezet) > 0
ORDER BY ALL;

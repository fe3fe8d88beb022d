-- table: controle_uniek
-- title: Nachten, elke persoon een keer per nacht, ter controle
-- population: personen met een nacht in de periode
-- kind: list
-- by: periode
-- measures: nachten
-- unit: nachten
-- params: van, tot
-- definition: nachten waarop een persoon in de opvang was; wie op een nacht bij twee opvanglocaties staat, telt die nacht een keer; dient alleen voor de aansluiting en gaat nergens heen
-- clause: S-A 15.2
WITH nacht AS (
    SELECT persoon,
           greatest(datum_instroom, $van::DATE) AS van,
           least(coalesce(datum_uitstroom, $tot::DATE + 1), $tot::DATE + 1) AS tot
    FROM opvang
    WHERE datum_instroom <= $tot::DATE
      AND (datum_uitstroom IS NULL OR datum_uitstroom > greatest(datum_instroom, $van::DATE))
),
keten AS (
    SELECT persoon, van, tot,
           max(tot) OVER (PARTITION BY persoon ORDER BY van, tot ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS eerder_tot
    FROM nacht
),
-- What a stay adds to the earlier stays of the same person.
los AS (
    SELECT persoon, greatest(van, coalesce(eerder_tot, van)) AS van, tot
    FROM keten
    WHERE tot > coalesce(eerder_tot, van)
),
verandering AS (
    SELECT van AS dag, count(*) AS erbij FROM los GROUP BY ALL
    UNION ALL
    SELECT tot, -count(*) FROM los GROUP BY ALL
),
dag AS (
    SELECT unnest(generate_series($van::DATE, $tot::DATE, INTERVAL 1 DAY))::DATE AS dag, 0 AS erbij
),
aanwezig AS (
    SELECT dag, sum(sum(erbij)) OVER (ORDER BY dag) AS personen
    FROM (FROM verandering WHERE dag <= $tot::DATE UNION ALL FROM dag)
    GROUP BY dag
)
SELECT year(dag)::VARCHAR AS periode, sum(personen) AS nachten
FROM aanwezig
GROUP BY GROUPING SETS ((year(dag)), ())
HAVING sum(personen) > 0
ORDER BY ALL;

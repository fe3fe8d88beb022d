-- table: controle_nachten
-- title: Nachten per maand en organisatie, ter controle
-- population: verblijven met een nacht in de periode
-- kind: list
-- by: maand, organisatie
-- measures: nachten
-- unit: nachten
-- params: van, tot
-- definition: dezelfde nachten, langs een kortere weg geteld; dient alleen voor de aansluiting en gaat nergens heen
-- clause: S-A 15.2
WITH maand AS (
    SELECT eerste, (eerste + INTERVAL 1 MONTH)::DATE AS volgende
    FROM (SELECT unnest(generate_series($van::DATE, $tot::DATE, INTERVAL 1 MONTH))::DATE AS eerste)
)
SELECT strftime(eerste, '%Y-%m') AS maand, organisatie,
       sum(least(coalesce(datum_uitstroom, volgende), volgende) - greatest(datum_instroom, eerste)) AS nachten
FROM opvang
JOIN maand ON datum_instroom < volgende AND coalesce(datum_uitstroom, volgende) > eerste
GROUP BY eerste, organisatie
HAVING sum(least(coalesce(datum_uitstroom, volgende), volgende) - greatest(datum_instroom, eerste)) > 0
ORDER BY ALL;

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
vak AS (
    SELECT jaar::VARCHAR AS periode,
           greatest(make_date(jaar, 1, 1), $van::DATE) AS van,
           least(make_date(jaar + 1, 1, 1), $tot::DATE + 1) AS tot
    FROM (SELECT unnest(range(year($van::DATE), year($tot::DATE) + 1))::INTEGER AS jaar)
    UNION ALL
    SELECT NULL, $van::DATE, $tot::DATE + 1
)
SELECT vak.periode, sum(least(los.tot, vak.tot) - greatest(los.van, vak.van)) AS nachten
FROM los
JOIN vak ON los.van < vak.tot AND los.tot > vak.van
GROUP BY vak.periode
ORDER BY ALL;

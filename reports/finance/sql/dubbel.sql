-- table: dubbel
-- title: Nachten op twee plekken tegelijk
-- population: personen die op een nacht meer dan eens in de opvang staan
-- kind: flow
-- by: periode
-- people: personen
-- measures: nachten, grootste
-- unit: nachten
-- params: van, tot
-- definition: nachten die een persoon meer dan eens telt, omdat verblijven van dezelfde persoon elkaar overlappen
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
-- What a stay repeats of the earlier stays of the same person.
los AS (
    SELECT persoon, van, least(tot, eerder_tot) AS tot
    FROM keten
    WHERE eerder_tot > van
),
vak AS (
    SELECT jaar::VARCHAR AS periode,
           greatest(make_date(jaar, 1, 1), $van::DATE) AS van,
           least(make_date(jaar + 1, 1, 1), $tot::DATE + 1) AS tot
    FROM (SELECT unnest(range(year($van::DATE), year($tot::DATE) + 1))::INTEGER AS jaar)
    UNION ALL
    SELECT NULL, $van::DATE, $tot::DATE + 1
),
per_persoon AS (
    SELECT vak.periode, persoon, sum(least(los.tot, vak.tot) - greatest(los.van, vak.van)) AS nachten
    FROM los
    JOIN vak ON los.van < vak.tot AND los.tot > vak.van
    GROUP BY vak.periode, persoon
)
SELECT periode,
       count(*) AS personen,
       sum(nachten) AS nachten,
       max(nachten) AS grootste
FROM per_persoon
GROUP BY periode
ORDER BY ALL;

-- table: nachten
-- title: Nachten naar periode en organisatie
-- population: verblijven met een nacht in de periode
-- kind: flow
-- by: periode, organisatie
-- people: personen
-- measures: nachten, grootste
-- unit: nachten
-- params: van, tot
-- definition: nachten van een verblijf lopen van de dag van instroom tot de dag van uitstroom (die niet meetelt), afgekapt op de periode; per verblijf geteld
-- clause: S-A 15.2
WITH nacht AS (
    SELECT organisatie, persoon,
           greatest(datum_instroom, $van::DATE) AS van,
           least(coalesce(datum_uitstroom, $tot::DATE + 1), $tot::DATE + 1) AS tot
    FROM opvang
    WHERE datum_instroom <= $tot::DATE
      AND (datum_uitstroom IS NULL OR datum_uitstroom > greatest(datum_instroom, $van::DATE))
),
-- Once within the organisation and once over all of them: NULL is the total.
bereik AS (
    SELECT organisatie, persoon, van, tot FROM nacht
    UNION ALL
    SELECT NULL, persoon, van, tot FROM nacht
),
-- How far the earlier stays of the same person reach, and when the next begins.
keten AS (
    SELECT organisatie, persoon, van, tot,
           max(tot) OVER (volgorde ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS eerder_tot,
           lead(van) OVER volgorde AS later_van
    FROM bereik
    WINDOW volgorde AS (PARTITION BY organisatie, persoon ORDER BY van, tot)
),
maand AS (
    SELECT eerste, (eerste + INTERVAL 1 MONTH)::DATE AS volgende
    FROM (SELECT unnest(generate_series($van::DATE, $tot::DATE, INTERVAL 1 MONTH))::DATE AS eerste)
),
vak AS (
    SELECT strftime(eerste, '%Y-%m') AS periode, eerste AS van, volgende AS tot FROM maand
    UNION ALL
    SELECT year(eerste) || '-K' || quarter(eerste), min(eerste), max(volgende) FROM maand GROUP BY ALL
    UNION ALL
    SELECT year(eerste)::VARCHAR, min(eerste), max(volgende) FROM maand GROUP BY ALL
    UNION ALL
    SELECT NULL, $van::DATE, $tot::DATE + 1
),
-- Days are subtracted, never counted out: a million stays take seconds. A stay
-- brings its person into a period unless an earlier stay already did; it is the
-- person's only one there if no later stay follows either.
deel AS NOT MATERIALIZED (
    SELECT vak.periode, organisatie, persoon,
           least(keten.tot, vak.tot) - greatest(keten.van, vak.van) AS nachten,
           coalesce(eerder_tot, vak.van) <= vak.van AS eerste,
           coalesce(eerder_tot, vak.van) <= vak.van AND coalesce(later_van, vak.tot) >= vak.tot AS enige
    FROM keten
    JOIN vak ON keten.van < vak.tot AND keten.tot > vak.van
),
meer AS (
    SELECT periode, organisatie, 0 AS personen, 0 AS nachten, sum(nachten) AS grootste
    FROM deel
    WHERE NOT enige
    GROUP BY periode, organisatie, persoon
),
geteld AS (
    SELECT periode, organisatie, count(*) FILTER (eerste) AS personen, sum(nachten) AS nachten, max(nachten) AS grootste
    FROM deel
    GROUP BY periode, organisatie
    UNION ALL
    SELECT periode, organisatie, personen, nachten, grootste FROM meer
)
SELECT periode, organisatie,
       sum(personen) AS personen,
       sum(nachten) AS nachten,
       max(grootste) AS grootste
FROM geteld
GROUP BY periode, organisatie
ORDER BY ALL;

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
    -- A million stays are ten million months of a person. They are never written out:
    -- what counts for a period depends only on the months in which a stay begins and
    -- ends and on how far the earlier stays of the same person reach, so stays that
    -- are alike in that are counted together.
    SELECT organisatie, persoon,
           greatest(datum_instroom, $van::DATE) AS van,
           least(coalesce(datum_uitstroom, $tot::DATE + 1), $tot::DATE + 1) AS tot
    FROM opvang
    WHERE datum_instroom <= $tot::DATE
      AND coalesce(datum_uitstroom > datum_instroom AND datum_uitstroom > $van::DATE, true)
),
-- How far the earlier stays of the same person reach, wherever they were.
keten AS MATERIALIZED (
    SELECT organisatie, persoon, van, tot,
           max(tot) OVER (volgorde ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS eerder_tot,
           lag(organisatie) OVER volgorde AS vorige
    FROM nacht
    WINDOW volgorde AS (PARTITION BY persoon ORDER BY van)
),
-- Only for who was at several organisations is it another chain within each.
overstapper AS MATERIALIZED (
    SELECT DISTINCT persoon FROM keten WHERE vorige <> organisatie
),
bereik AS (
    SELECT organisatie, persoon, van, tot, eerder_tot,
           true AS in_totaal,
           persoon NOT IN (FROM overstapper) AS in_organisatie
    FROM keten
    UNION ALL
    SELECT organisatie, persoon, van, tot,
           max(tot) OVER (PARTITION BY organisatie, persoon ORDER BY van ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
           false, true
    FROM keten
    SEMI JOIN overstapper USING (persoon)
),
-- Months are numbered: twelve for a year. The last is that of the last night.
soort AS MATERIALIZED (
    SELECT organisatie, in_totaal, in_organisatie,
           12 * year(van) + month(van) AS begin,
           12 * year(tot - 1) + month(tot - 1) AS eind,
           coalesce(12 * year(eerder_tot - 1) + month(eerder_tot - 1), 0) AS eerder_eind,
           count(*) AS verblijven,
           sum(van - $van::DATE)::BIGINT AS som_van,
           sum(tot - $van::DATE)::BIGINT AS som_tot,
           max(tot) AS verst,
           max(tot) FILTER (day(van) = 1) AS verst_van_de_eerste
    FROM bereik
    GROUP BY ALL
),
klasse AS (
    SELECT * FROM soort WHERE in_organisatie
    UNION ALL
    SELECT * REPLACE (NULL AS organisatie) FROM soort WHERE in_totaal
),
maand AS (
    SELECT eerste, (eerste + INTERVAL 1 MONTH)::DATE AS volgende, 12 * year(eerste) + month(eerste) AS nummer
    FROM (SELECT unnest(generate_series($van::DATE, $tot::DATE, INTERVAL 1 MONTH))::DATE AS eerste)
),
vak AS (
    SELECT strftime(eerste, '%Y-%m') AS periode, eerste AS van, volgende AS tot, nummer AS maand_van, nummer AS maand_tot FROM maand
    UNION ALL
    SELECT year(eerste) || '-K' || quarter(eerste), min(eerste), max(volgende), min(nummer), max(nummer) FROM maand GROUP BY ALL
    UNION ALL
    SELECT year(eerste)::VARCHAR, min(eerste), max(volgende), min(nummer), max(nummer) FROM maand GROUP BY ALL
    UNION ALL
    SELECT NULL, min(eerste), max(volgende), min(nummer), max(nummer) FROM maand
),
-- A stay brings its person into a period unless an earlier stay reaches into it:
-- that one began before the period ended, as this one did. The period is full
-- when one stay lasts from its first night to its last.
geteld AS MATERIALIZED (
    SELECT organisatie, vak.periode, vak.van, vak.tot,
           sum(verblijven) FILTER (eerder_eind < maand_van) AS personen,
           sum(CASE WHEN eind > maand_tot THEN verblijven * (vak.tot - $van::DATE) ELSE som_tot END
             - CASE WHEN begin < maand_van THEN verblijven * (vak.van - $van::DATE) ELSE som_van END) AS nachten,
           coalesce(max(CASE WHEN begin < maand_van THEN verst
                             WHEN begin = maand_van THEN verst_van_de_eerste END) >= vak.tot, false) AS vol
    FROM klasse
    JOIN vak ON begin <= maand_tot AND eind >= maand_van
    GROUP BY organisatie, vak.periode, vak.van, vak.tot
),
-- Whose stays never overlap has at most one night for each night of a period. So
-- in a full period the most is all its nights, unless someone with stays that
-- overlap has more. Only they, and periods that are not full, are summed by person.
samen AS (
    SELECT DISTINCT persoon FROM keten WHERE van < eerder_tot
),
deel AS (
    SELECT geteld.organisatie, periode, persoon, least(keten.tot, geteld.tot) - greatest(keten.van, geteld.van) AS nachten
    FROM (FROM keten SEMI JOIN samen USING (persoon)) AS keten
    JOIN geteld ON coalesce(geteld.organisatie = keten.organisatie, true) AND keten.van < geteld.tot AND keten.tot > geteld.van
    WHERE vol
    UNION ALL
    SELECT geteld.organisatie, periode, persoon, least(keten.tot, geteld.tot) - greatest(keten.van, geteld.van)
    FROM (SELECT organisatie, persoon, van, tot FROM keten UNION ALL SELECT NULL, persoon, van, tot FROM keten) AS keten
    JOIN geteld ON geteld.organisatie IS NOT DISTINCT FROM keten.organisatie AND keten.van < geteld.tot AND keten.tot > geteld.van
    WHERE NOT vol
),
meeste AS (
    SELECT organisatie, periode, max(nachten) AS grootste
    FROM (SELECT organisatie, periode, persoon, sum(nachten) AS nachten FROM deel GROUP BY ALL)
    GROUP BY ALL
)
SELECT geteld.periode, geteld.organisatie,
       personen,
       nachten,
       greatest(CASE WHEN vol THEN geteld.tot - geteld.van END, grootste) AS grootste
FROM geteld
LEFT JOIN meeste ON meeste.organisatie IS NOT DISTINCT FROM geteld.organisatie AND meeste.periode IS NOT DISTINCT FROM geteld.periode
ORDER BY ALL;

-- table: boven_capaciteit
-- title: Persoonsdagen boven de capaciteit
-- population: verblijven op dagen waarop een organisatie meer mensen dan plaatsen heeft
-- kind: flow
-- by: periode, organisatie
-- people: personen
-- measures: dagen, grootste
-- unit: persoonsdagen
-- params: van, tot, plaatsen
-- definition: per dag en organisatie die plaatsen heeft: de bezetting min de plaatsen, waar dat meer dan nul is; opgeteld over de dagen
-- clause: S-A 15.2
WITH capaciteit AS (
    -- A line of the parameter is organisation, first day, last day, places.
    SELECT deel[1] AS organisatie, deel[2]::DATE AS van, deel[3]::DATE AS tot, deel[4]::BIGINT AS plaatsen
    FROM (SELECT string_split(unnest(string_split($plaatsen, chr(10))), chr(9)) AS deel)
    WHERE len(deel) = 4
),
nacht AS (
    SELECT organisatie, persoon,
           greatest(datum_instroom, $van::DATE) AS van,
           least(coalesce(datum_uitstroom, $tot::DATE + 1), $tot::DATE + 1) AS tot
    FROM opvang
    WHERE datum_instroom <= $tot::DATE
      AND (datum_uitstroom IS NULL OR datum_uitstroom > greatest(datum_instroom, $van::DATE))
),
verandering AS (
    SELECT organisatie, van AS dag, count(*) AS erbij FROM nacht GROUP BY ALL
    UNION ALL
    SELECT organisatie, tot, -count(*) FROM nacht GROUP BY ALL
),
dag AS (
    SELECT organisatie, dag
    FROM (SELECT DISTINCT organisatie FROM verandering)
    CROSS JOIN (SELECT unnest(generate_series($van::DATE, $tot::DATE + 1, INTERVAL 1 DAY))::DATE AS dag)
),
bezetting AS (
    SELECT organisatie, dag, sum(coalesce(erbij, 0)) OVER (PARTITION BY organisatie ORDER BY dag) AS bezet
    FROM dag
    LEFT JOIN (SELECT organisatie, dag, sum(erbij) AS erbij FROM verandering GROUP BY ALL) USING (organisatie, dag)
),
plaats AS (
    SELECT dag.organisatie, dag.dag, sum(plaatsen) AS plaatsen
    FROM dag
    JOIN capaciteit ON capaciteit.organisatie = dag.organisatie AND dag.dag BETWEEN capaciteit.van AND capaciteit.tot
    GROUP BY ALL
),
vol AS (
    -- Without places there is nothing to be above: every night would be a day
    -- above capacity, and the one figure would give the other away.
    SELECT organisatie, dag, CASE WHEN plaatsen > 0 THEN greatest(bezet - plaatsen, 0) ELSE 0 END AS boven
    FROM bezetting
    LEFT JOIN plaats USING (organisatie, dag)
    WHERE dag <= $tot::DATE
),
-- The number of days above capacity before each day, to subtract from each other.
loop AS (
    SELECT organisatie, dag, coalesce(sum((boven > 0)::INTEGER) OVER (PARTITION BY organisatie ORDER BY dag ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS ervoor
    FROM (SELECT organisatie, dag, boven FROM vol UNION ALL SELECT DISTINCT organisatie, $tot::DATE + 1, 0 FROM vol)
),
-- What a person brings in is the days above capacity on which he was there:
-- without him each of those days would count one less.
verblijf AS MATERIALIZED (
    SELECT organisatie, persoon, begin.ervoor AS begin, eind.ervoor AS eind
    FROM nacht
    JOIN loop AS begin USING (organisatie)
    JOIN loop AS eind USING (organisatie)
    WHERE begin.dag = nacht.van AND eind.dag = nacht.tot AND eind.ervoor > begin.ervoor
),
-- Only who has more than one such stay has to be summed by person.
vaker AS MATERIALIZED (
    SELECT persoon
    FROM verblijf
    GROUP BY persoon
    HAVING count(*) > 1
),
meermaal AS MATERIALIZED (
    FROM verblijf SEMI JOIN vaker USING (persoon)
),
-- A year of an organisation, in days above capacity.
jaar AS (
    SELECT nummer, organisatie, begin.ervoor AS begin, eind.ervoor AS eind
    FROM (SELECT unnest(range(year($van::DATE), year($tot::DATE) + 1))::INTEGER AS nummer)
    JOIN loop AS begin ON begin.dag = greatest(make_date(nummer, 1, 1), $van::DATE)
    JOIN loop AS eind USING (organisatie)
    WHERE eind.dag = least(make_date(nummer + 1, 1, 1), $tot::DATE + 1)
),
per_persoon AS (
    SELECT jaar.nummer AS jaar, NULL AS organisatie, persoon,
           sum(least(meermaal.eind, jaar.eind) - greatest(meermaal.begin, jaar.begin)) AS dagen
    FROM meermaal
    JOIN jaar USING (organisatie)
    WHERE meermaal.begin < jaar.eind AND meermaal.eind > jaar.begin
    GROUP BY jaar.nummer, persoon
    UNION ALL
    SELECT NULL, organisatie, persoon, sum(eind - begin)
    FROM meermaal
    GROUP BY organisatie, persoon
    UNION ALL
    SELECT NULL, NULL, persoon, sum(eind - begin)
    FROM meermaal
    GROUP BY persoon
),
eenmaal AS (
    FROM verblijf ANTI JOIN vaker USING (persoon)
),
geteld AS (
    SELECT jaar, organisatie, count(*) AS personen, max(dagen) AS grootste
    FROM per_persoon
    GROUP BY ALL
    UNION ALL
    SELECT jaar.nummer, NULL, count(*), max(least(eenmaal.eind, jaar.eind) - greatest(eenmaal.begin, jaar.begin))
    FROM eenmaal
    JOIN jaar USING (organisatie)
    WHERE eenmaal.begin < jaar.eind AND eenmaal.eind > jaar.begin
    GROUP BY jaar.nummer
    UNION ALL
    SELECT NULL, organisatie, count(*), max(eind - begin)
    FROM eenmaal
    GROUP BY GROUPING SETS ((organisatie), ())
    HAVING count(*) > 0
),
mensen AS (
    SELECT jaar, organisatie, sum(personen) AS personen, max(grootste) AS grootste
    FROM geteld
    GROUP BY ALL
),
som AS (
    SELECT year(dag) AS jaar, organisatie, sum(boven) AS dagen
    FROM vol
    WHERE boven > 0
    GROUP BY GROUPING SETS ((year(dag)), (organisatie), ())
    HAVING sum(boven) > 0
)
SELECT som.jaar::VARCHAR AS periode, som.organisatie,
       personen,
       dagen,
       least(grootste, dagen) AS grootste
FROM som
JOIN mensen ON mensen.jaar IS NOT DISTINCT FROM som.jaar AND mensen.organisatie IS NOT DISTINCT FROM som.organisatie
ORDER BY ALL;

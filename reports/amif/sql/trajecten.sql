-- table:      trajecten
-- title:      Terugkeertrajecten in de periode, met de gegevens van de persoon
-- population: trajecten met scenario terugkeer en een dag in het venster
-- kind:       list
-- by:         rij, levering
-- measures:   persoon, traject_hoog, traject_laag, datum_start, datum_einde, koppelstatus, resultaat, land_van_terugkeer, herintegratie, bewijs, verblijven, nationaliteit, geslacht, leeftijd_van, leeftijd_tot, leeftijd_op, verschillend
-- unit:       trajecten
-- params:     venster_van, venster_tot
-- definition: nationaliteit, geslacht en leeftijd komen elk uit het verblijf van dezelfde persoon dat het gegeven kent: het laatste tot en met de start van het traject, anders het eerste erna; bij gelijke datum gaat de organisatie van het traject voor
-- clause:     S-A 15.3
WITH levering AS (
    -- As the list of deliveries numbers them, from 0.
    SELECT organisatie, levering_tot, volgnummer,
           row_number() OVER (ORDER BY organisatie, levering_tot, volgnummer) - 1 AS nummer
    FROM (SELECT DISTINCT organisatie, levering_tot, volgnummer FROM traject)
),
huizen AS (
    SELECT list(organisatie ORDER BY organisatie) AS namen
    FROM (SELECT DISTINCT organisatie FROM opvang)
),
terugkeer AS MATERIALIZED (
    SELECT *, rowid AS traject
    FROM traject
    WHERE scenario = 'terugkeer'
      AND datum_start <= $venster_tot
      AND coalesce(datum_einde, $venster_tot) >= $venster_van
),
verblijf AS (
    -- What a stay does not know is empty here, so that it is passed over. Rang
    -- is one number in which each thing that goes before another has the higher
    -- digits: after the start, days between (to 2,800 years), another
    -- organisation, which (to 1,023), row.
    SELECT t.traject,
           CASE WHEN o.nationaliteit <> '0000' THEN enum_code(o.nationaliteit)::INTEGER END AS nationaliteit,
           CASE WHEN o.geslacht <> 'onbekend' THEN enum_code(o.geslacht)::INTEGER END AS geslacht,
           o.leeftijd_van <> 255 AND o.leeftijd_tot <> 255 AS bekend,
           o.datum_instroom,
           o.leeftijd_van::INTEGER AS leeftijd_van,
           o.leeftijd_tot::INTEGER AS leeftijd_tot,
           ((((o.datum_instroom > t.datum_start)::BIGINT * 1048576 + abs(o.datum_instroom - t.datum_start)) * 2
             + (o.organisatie <> t.organisatie)::BIGINT) * 1024 + list_position(h.namen, o.organisatie)) * 2147483648 + o.rij AS rang
    FROM terugkeer AS t
    JOIN opvang AS o ON o.persoon = t.persoon
    CROSS JOIN huizen AS h
),
feiten AS (
    SELECT traject,
           count(*) AS verblijven,
           min_by(nationaliteit, rang) FILTER (WHERE nationaliteit IS NOT NULL) AS nationaliteit,
           min_by(geslacht, rang) FILTER (WHERE geslacht IS NOT NULL) AS geslacht,
           min_by((datum_instroom - DATE '1970-01-01') * 65536 + leeftijd_van * 256 + leeftijd_tot, rang) FILTER (WHERE bekend) AS leeftijd,
           -- Births lie after the first day below and on or before the second.
           min(nationaliteit) <> max(nationaliteit)
               OR min(geslacht) <> max(geslacht)
               OR max(datum_instroom - to_years(leeftijd_tot + 1)) FILTER (WHERE bekend)
                  >= min(datum_instroom - to_years(leeftijd_van)) FILTER (WHERE bekend) AS verschillend
    FROM verblijf
    GROUP BY traject
)
SELECT t.rij,
       l.nummer::INTEGER AS levering,
       t.persoon,
       -- Two halves of 64 bits; the lower one moved to begin below zero.
       ((t.trajectnummer - (t.trajectnummer & 4294967295)) // 4294967296)::INTEGER AS traject_hoog,
       ((t.trajectnummer & 4294967295) - 2147483648)::INTEGER AS traject_laag,
       (t.datum_start - DATE '1970-01-01')::INTEGER AS datum_start,
       (t.datum_einde - DATE '1970-01-01')::INTEGER AS datum_einde,
       enum_code(t.koppelstatus)::INTEGER AS koppelstatus,
       enum_code(t.resultaat)::INTEGER AS resultaat,
       enum_code(t.land_van_terugkeer)::INTEGER AS land_van_terugkeer,
       enum_code(t.herintegratie)::INTEGER AS herintegratie,
       t.bewijs_kenmerk::INTEGER AS bewijs,
       coalesce(f.verblijven, 0)::INTEGER AS verblijven,
       f.nationaliteit::INTEGER AS nationaliteit,
       f.geslacht::INTEGER AS geslacht,
       ((f.leeftijd & 65535) // 256)::INTEGER AS leeftijd_van,
       (f.leeftijd & 255)::INTEGER AS leeftijd_tot,
       ((f.leeftijd - (f.leeftijd & 65535)) // 65536)::INTEGER AS leeftijd_op,
       coalesce(f.verschillend, false)::INTEGER AS verschillend
FROM terugkeer AS t
LEFT JOIN feiten AS f USING (traject)
JOIN levering AS l USING (organisatie, levering_tot, volgnummer)
ORDER BY ALL;

-- table:      trajecten
-- title:      Terugkeertrajecten in de periode, met de gegevens van de persoon
-- population: trajecten met scenario terugkeer en een dag in het venster
-- kind:       list
-- by:         organisatie, koppelstatus, resultaat, land_van_terugkeer, herintegratie, nationaliteit, geslacht
-- measures:   levering_tot, volgnummer, rij, persoon, trajectnummer, datum_start, datum_einde, bewijs, verblijven, leeftijd_van, leeftijd_tot, leeftijd_op, verschillend
-- unit:       trajecten
-- params:     venster_van, venster_tot
-- definition: nationaliteit, geslacht en leeftijd komen elk uit het verblijf van dezelfde persoon dat het gegeven kent: het laatste tot en met de start van het traject, anders het eerste erna; bij gelijke datum gaat de organisatie van het traject voor
-- clause:     S-A 15.3
WITH terugkeer AS (
    SELECT *
    FROM traject
    WHERE scenario = 'terugkeer'
      AND datum_start <= $venster_tot
      AND coalesce(datum_einde, $venster_tot) >= $venster_van
),
verblijf AS (
    -- What a stay does not know is empty here, so that it is passed over.
    SELECT t.organisatie,
           t.trajectnummer,
           o.datum_instroom,
           nullif(o.nationaliteit::VARCHAR, '0000') AS nationaliteit,
           nullif(o.geslacht::VARCHAR, 'onbekend') AS geslacht,
           CASE WHEN o.leeftijd_van <> 255 AND o.leeftijd_tot <> 255
                THEN struct_pack(van := o.leeftijd_van, tot := o.leeftijd_tot, op := o.datum_instroom)
           END AS leeftijd,
           row_number() OVER (
               PARTITION BY t.organisatie, t.trajectnummer
               ORDER BY o.datum_instroom > t.datum_start,
                        abs(o.datum_instroom - t.datum_start),
                        o.organisatie <> t.organisatie,
                        o.organisatie,
                        o.rij
           ) AS rang
    FROM terugkeer AS t
    JOIN opvang AS o ON o.persoon = t.persoon
),
feiten AS (
    SELECT organisatie,
           trajectnummer,
           count(*) AS verblijven,
           coalesce(min_by(nationaliteit, rang) FILTER (WHERE nationaliteit IS NOT NULL), '0000') AS nationaliteit,
           coalesce(min_by(geslacht, rang) FILTER (WHERE geslacht IS NOT NULL), 'onbekend') AS geslacht,
           min_by(leeftijd, rang) FILTER (WHERE leeftijd IS NOT NULL) AS leeftijd,
           -- Births lie after the first day below and on or before the second.
           count(DISTINCT nationaliteit) > 1
               OR count(DISTINCT geslacht) > 1
               OR coalesce(max(datum_instroom - to_years(leeftijd.tot + 1))
                           >= min(datum_instroom - to_years(leeftijd.van::INTEGER)), false) AS verschillend
    FROM verblijf
    GROUP BY organisatie, trajectnummer
)
SELECT t.organisatie,
       t.koppelstatus,
       t.resultaat,
       t.land_van_terugkeer,
       t.herintegratie,
       coalesce(f.nationaliteit, '0000') AS nationaliteit,
       coalesce(f.geslacht, 'onbekend') AS geslacht,
       t.levering_tot,
       t.volgnummer,
       t.rij,
       t.persoon,
       t.trajectnummer,
       t.datum_start,
       t.datum_einde,
       t.bewijs_kenmerk AS bewijs,
       coalesce(f.verblijven, 0) AS verblijven,
       coalesce(f.leeftijd.van, 255) AS leeftijd_van,
       coalesce(f.leeftijd.tot, 255) AS leeftijd_tot,
       f.leeftijd.op AS leeftijd_op,
       coalesce(f.verschillend, false) AS verschillend
FROM terugkeer AS t
LEFT JOIN feiten AS f USING (organisatie, trajectnummer)
ORDER BY ALL;

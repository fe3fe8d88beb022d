-- table:      verblijven
-- title:      Alle verblijven, om in pakketten naar te zoeken
-- population: alle verblijven
-- kind:       list
-- by:         persoon, organisatie, nationaliteit, geslacht, instroom, uitstroom, reden
-- measures:   leeftijd_van, leeftijd_tot
-- unit:       verblijven
-- definition: een rij per verblijf (organisatie, persoon, datum instroom)
-- clause:     S-U 12
SELECT persoon::BIGINT AS persoon,
       organisatie::VARCHAR AS organisatie,
       nationaliteit::VARCHAR AS nationaliteit,
       geslacht::VARCHAR AS geslacht,
       datum_instroom AS instroom,
       datum_uitstroom AS uitstroom,
       reden_uitstroom::VARCHAR AS reden,
       leeftijd_van,
       leeftijd_tot
FROM opvang
ORDER BY ALL;

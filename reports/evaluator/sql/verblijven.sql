-- table:      verblijven
-- title:      Verblijven met een dag in de periode
-- population: verblijven die beginnen voor het einde van de periode en niet eindigen voor het begin
-- kind:       list
-- by:         persoon, instroom, uitstroom, organisatie
-- measures:   nationaliteit, geslacht, leeftijd_van, leeftijd_tot, reden, maanden, koppeling
-- unit:       verblijven
-- params:     van, tot, organisaties
-- definition: een rij per verblijf (organisatie, persoon, datum instroom); wie na de periode vertrekt, is er aan het einde nog
-- clause:     S-U 12
SELECT persoon,
       (datum_instroom - DATE '1970-01-01')::INTEGER AS instroom,
       (CASE WHEN datum_uitstroom <= $tot THEN datum_uitstroom END - DATE '1970-01-01')::INTEGER AS uitstroom,
       list_position(string_split($organisaties, ' '), organisatie)::INTEGER AS organisatie,
       enum_code(nationaliteit)::INTEGER AS nationaliteit,
       enum_code(geslacht)::INTEGER AS geslacht,
       leeftijd_van::INTEGER AS leeftijd_van,
       leeftijd_tot::INTEGER AS leeftijd_tot,
       enum_code(CASE WHEN datum_uitstroom <= $tot THEN reden_uitstroom END)::INTEGER AS reden,
       -- whole calendar months, up to the end of the period for who is still there
       date_sub('month', datum_instroom, least(datum_uitstroom, $tot))::INTEGER AS maanden,
       enum_code(koppelstatus)::INTEGER AS koppeling
FROM opvang
WHERE datum_instroom <= $tot AND (datum_uitstroom IS NULL OR datum_uitstroom >= $van)
ORDER BY ALL;

-- table: verblijven
-- title: Verblijven in de opvang
-- population: verblijven met een dag in de periode, de dag van uitstroom meegerekend
-- kind: list
-- by: persoon, organisatie, koppelstatus
-- measures: instroom, uitstroom, reden
-- unit: verblijven
-- params: organisaties, van, tot
-- definition: een rij per verblijf, op volgorde van persoon; dagen als dagnummer, codes als plaats in hun lijst; wie na de periode vertrekt is op de laatste dag nog aanwezig
-- clause: S-U 12

-- One pass over the rows serves all tables: counting distinct people again for
-- each of them takes the database several times as long.
SELECT persoon,
       (list_position(string_split($organisaties, ','), organisatie) - 1)::INTEGER AS organisatie,
       enum_code(koppelstatus)::INTEGER AS koppelstatus,
       (datum_instroom - DATE '1970-01-01')::INTEGER AS instroom,
       CASE WHEN datum_uitstroom <= $tot::DATE THEN (datum_uitstroom - DATE '1970-01-01')::INTEGER END AS uitstroom,
       CASE WHEN datum_uitstroom <= $tot::DATE THEN enum_code(reden_uitstroom)::INTEGER END AS reden
FROM opvang
WHERE datum_instroom <= $tot::DATE
  AND (datum_uitstroom IS NULL OR datum_uitstroom >= $van::DATE)
ORDER BY ALL;

-- table: leveringen
-- title: Tot en met welke dag een organisatie over opvang heeft geleverd
-- population: leveringen van de dataset opvang
-- kind: list
-- by: organisatie
-- measures: laatste_dag
-- unit: dagen
-- params: van, tot
-- definition: laatste dag van de leveringen waaruit verblijven in de periode komen; open verblijven tellen ook daarna door
-- clause: S-U 12
SELECT organisatie, max(levering_tot) AS laatste_dag
FROM opvang
WHERE datum_instroom <= $tot::DATE
  AND (datum_uitstroom IS NULL OR datum_uitstroom >= $van::DATE)
GROUP BY organisatie
ORDER BY ALL;

-- table: kosten
-- title: Begrote en gerealiseerde kosten
-- population: opgaven van organisaties over maanden in de periode
-- kind: list
-- by: maand, organisatie, kostensoort
-- measures: begroot, gerealiseerd
-- unit: eurocent
-- params: van, tot
-- definition: wat de organisaties aan begrote en gerealiseerde kosten opgeven; geen persoonsgegevens
-- clause: S-U 4-5
SELECT strftime(maand, '%Y-%m') AS maand, organisatie, kostensoort::VARCHAR AS kostensoort,
       sum(begroot) AS begroot,
       sum(gerealiseerd) AS gerealiseerd
FROM kosten
WHERE maand BETWEEN $van::DATE AND $tot::DATE
GROUP BY ALL
ORDER BY ALL;

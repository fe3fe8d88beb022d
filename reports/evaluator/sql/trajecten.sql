-- table:      trajecten
-- title:      Begeleidingstrajecten met een dag in de periode
-- population: trajecten die beginnen voor het einde van de periode en niet eindigen voor het begin
-- kind:       list
-- by:         persoon, start, einde
-- measures:   scenario, resultaat
-- unit:       trajecten
-- params:     van, tot
-- definition: een rij per traject; wat na de periode eindigt, loopt aan het einde nog
-- clause:     S-A 4.3, 6.2
SELECT persoon,
       (datum_start - DATE '1970-01-01')::INTEGER AS start,
       (CASE WHEN datum_einde <= $tot THEN datum_einde END - DATE '1970-01-01')::INTEGER AS einde,
       enum_code(scenario)::INTEGER AS scenario,
       enum_code(resultaat)::INTEGER AS resultaat
FROM traject
WHERE datum_start <= $tot AND (datum_einde IS NULL OR datum_einde >= $van)
ORDER BY ALL;

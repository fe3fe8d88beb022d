-- table:      aanmeldingen
-- title:      Aanmeldingen in de periode
-- population: aanmeldingen met een datum van aanmelding in de periode
-- kind:       list
-- by:         persoon, dag
-- measures:   lijn, besluit
-- unit:       aanmeldingen
-- params:     van, tot
-- definition: een rij per aanmelding
-- clause:     S-U 2c; S-A 3.1-3.3, 4.2
SELECT persoon,
       (datum_aanmelding - DATE '1970-01-01')::INTEGER AS dag,
       enum_code(lijn)::INTEGER AS lijn,
       enum_code(besluit)::INTEGER AS besluit
FROM aanmelding
WHERE datum_aanmelding BETWEEN $van AND $tot
ORDER BY ALL;

-- table:      keten
-- title:      Rijen per levering en wat ervan telt
-- population: rijen van de dataset traject, van elk traject zoals de laatste levering het geeft
-- kind:       list
-- by:         organisatie, levering_tot, volgnummer
-- measures:   rijen, buiten_periode, buiten_looptijd, ander_scenario, terugkeer
-- unit:       rijen
-- params:     van, tot, venster_van, venster_tot
-- definition: elke rij valt onder de eerste reden die opgaat: geen dag in de periode, geen dag in de looptijd van het programma binnen de periode, een ander scenario dan terugkeer
-- clause:     S-A 15.3
WITH geplaatst AS (
    SELECT organisatie,
           levering_tot,
           volgnummer,
           CASE
               WHEN datum_start > $tot OR datum_einde < $van THEN 'periode'
               WHEN datum_start > $venster_tot OR datum_einde < $venster_van THEN 'looptijd'
               WHEN scenario <> 'terugkeer' THEN 'scenario'
               ELSE 'terugkeer'
           END AS plaats
    FROM traject
)
SELECT organisatie,
       levering_tot,
       volgnummer,
       count(*) AS rijen,
       count(*) FILTER (WHERE plaats = 'periode') AS buiten_periode,
       count(*) FILTER (WHERE plaats = 'looptijd') AS buiten_looptijd,
       count(*) FILTER (WHERE plaats = 'scenario') AS ander_scenario,
       count(*) FILTER (WHERE plaats = 'terugkeer') AS terugkeer
FROM geplaatst
GROUP BY organisatie, levering_tot, volgnummer
ORDER BY ALL;

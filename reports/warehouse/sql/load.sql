-- Takes over what the feed delivers, all at once: a feed that fails leaves no table.
CREATE TABLE {dataset} AS
SELECT organisatie,
       {columns},
       levering_tot,
       volgnummer
FROM aanvoer;
